//! The questions that were asked, by whom and when.

use super::methods::CardTexts;
use super::table::Table;
use super::voice::{Voice, link, stated};
use crate::html::{Element, Node, el};
use crate::outline::Outline;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    if outline.questions.is_empty() {
        return vec![el("p").with(voice.say("questions-none"))];
    }
    let mut table = Table::new(voice.say("questions-caption"))
        .text(voice.say("column-code"))
        .text(voice.say("column-question"))
        .text(voice.say("column-asked-by"))
        .text(voice.say("column-asked-at"))
        .number(voice.say("column-findings"));
    for view in &outline.questions {
        let texts = CardTexts::of(voice, &view.asked.card);
        let by: Node = match &view.asked.asked_by {
            Some(name) => stated(name).into(),
            None => voice.say("not-stated").into(),
        };
        let at: Node = match view.asked.asked_at_us {
            Some(at_us) => voice.instant(at_us).into(),
            None => voice.say("not-stated").into(),
        };
        table.row(vec![
            link(&super::methods::anchor(&view.asked.card), view.asked.card.code).into(),
            texts.question(),
            by,
            at,
            voice.count(view.findings.len() as u64).into(),
        ]);
    }
    vec![table.finish()]
}
