//! The questions that were asked, by whom and when.

use super::methods::CardTexts;
use super::table::Table;
use super::voice::{Voice, link, stated};
use crate::html::{Element, Node, el};
use crate::input::Asked;
use crate::outline::Outline;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    if outline.questions.is_empty() {
        return vec![el("p").with(voice.say("questions-none"))];
    }
    let is_asker_known = outline
        .questions
        .iter()
        .any(|view| view.asked.asked_by.is_some() || view.asked.asked_at_us.is_some());
    let mut table = Table::new(voice.say("questions-caption"))
        .text(voice.say("column-code"))
        .text(voice.say("column-question"));
    if is_asker_known {
        table = table.text(voice.say("column-asked-by")).text(voice.say("column-asked-at"));
    }
    table = table.number(voice.say("column-findings"));
    for view in &outline.questions {
        let code = link(&super::methods::anchor(&view.asked.card), view.asked.card.code);
        let mut cells = vec![code.into(), CardTexts::of(voice, &view.asked.card).question()];
        if is_asker_known {
            cells.extend(asker(voice, view.asked));
        }
        cells.push(voice.count(view.findings.len() as u64).into());
        table.row(cells);
    }
    let unknown =
        (!is_asker_known).then(|| el("p").class("none").with(voice.say("questions-nobody")));
    std::iter::once(table.finish()).chain(unknown).collect()
}

/// Who asked and when, as far as it is logged.
fn asker(voice: &Voice<'_>, asked: &Asked) -> [Node; 2] {
    let by: Node = match &asked.asked_by {
        Some(name) => stated(name).into(),
        None => voice.say("not-stated").into(),
    };
    let at: Node = match asked.asked_at_us {
        Some(at_us) => voice.instant(at_us).into(),
        None => voice.say("not-stated").into(),
    };
    [by, at]
}
