//! Who decided what, and who signed second.

use super::table::Table;
use super::voice::{Voice, link, stated};
use crate::html::{Element, Node, el};
use crate::outline::Outline;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let on_files = outline.triage.as_ref().filter(|files| !files.facts.decisions.is_empty());
    let on_files = on_files.map(|files| {
        let place = link(super::triage::ANCHOR, format!("4.{}", files.number));
        el("p").each(voice.nodes("triage-decisions-elsewhere", [("place", place.into())]))
    });
    std::iter::once(decisions(voice)).chain(on_files).collect()
}

fn decisions(voice: &Voice<'_>) -> Element {
    let decisions = &voice.input.decisions;
    if decisions.is_empty() {
        return el("p").class("none").with(voice.say("decisions-none"));
    }
    let mut table = Table::new(voice.say("decisions-caption"))
        .text(voice.say("column-when"))
        .text(voice.say("column-who"))
        .text(voice.say("column-about"))
        .text(voice.say("column-decided"))
        .text(voice.say("column-ground"))
        .text(voice.say("column-second"));
    for decision in decisions {
        let second: Node = match &decision.second {
            Some(name) => stated(name).into(),
            None => voice.say("second-none").into(),
        };
        table.row(vec![
            voice.instant(decision.at_us).into(),
            stated(&decision.by).into(),
            stated(&decision.about).into(),
            stated(&decision.decided).into(),
            stated(&decision.ground).into(),
            second,
        ]);
    }
    table.finish()
}
