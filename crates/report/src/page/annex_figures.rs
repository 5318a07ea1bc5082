//! Annex: the numbers behind every figure, as tables.

use super::voice::Voice;
use crate::figures;
use crate::html::{Element, el};
use crate::outline::{Outline, QuestionView};

/// Writes the annex.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let mut parts = vec![el("p").with(voice.say("figures-note"))];
    let tables = outline.questions.iter().flat_map(QuestionView::shown);
    let tables: Vec<Element> = tables.flat_map(|view| figures::tables_of(voice, view)).collect();
    if tables.is_empty() {
        parts.push(el("p").class("none").with(voice.say("figures-none")));
    }
    parts.extend(tables);
    parts
}
