//! Who decided what, and who signed second; beside each finding what stands of it.

use super::table::Table;
use super::voice::{Fill, Voice, link, stated};
use crate::html::{Element, Node, el};
use crate::input::{Decision, Note};
use crate::outline::{FindingView, Outline};

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let on_files = outline.triage.as_ref().filter(|files| !files.facts.decisions.is_empty());
    let on_files = on_files.map(|files| {
        let place = link(super::triage::ANCHOR, format!("4.{}", files.number));
        el("p").each(voice.nodes("triage-decisions-elsewhere", [("place", place.into())]))
    });
    std::iter::once(decisions(voice)).chain(on_files).chain(notes(voice)).collect()
}

/// What people noted for the report; nothing where nobody has.
fn notes(voice: &Voice<'_>) -> Option<Element> {
    let noted = Some(&voice.input.notes).filter(|notes| !notes.is_empty())?;
    let mut table = Table::new(voice.say("notes-caption"))
        .text(voice.say("column-when"))
        .text(voice.say("column-who"))
        .text(voice.say("column-about"))
        .text(voice.say("column-note"));
    for note in noted {
        table.row(vec![
            voice.instant(note.at_us).into(),
            stated(&note.by).into(),
            stated(&note.about).into(),
            stated(&note.text).into(),
        ]);
    }
    Some(table.finish())
}

/// The notes of people beside a finding.
pub(super) fn notes_on<'v>(
    voice: &'v Voice<'_>,
    view: &FindingView<'_>,
) -> impl Iterator<Item = Element> + 'v {
    let key = (view.finding.question.clone(), view.finding.id.clone());
    let its = move |note: &&Note| note.finding.as_ref() == Some(&key);
    voice.input.notes.iter().filter(its).map(|note| {
        let values = [
            ("text", stated(&note.text).into()),
            ("by", stated(&note.by).into()),
            ("at", voice.instant(note.at_us).into()),
        ];
        el("p").class("decision").each(voice.nodes("finding-noted", values))
    })
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
        table.row(vec![
            voice.instant(decision.at_us).into(),
            stated(&decision.by).into(),
            stated(&decision.about).into(),
            decided(voice, decision).into(),
            stated(&decision.ground).into(),
            second(voice, decision),
        ]);
    }
    table.finish()
}

/// What was decided, and what became of it.
fn decided(voice: &Voice<'_>, decision: &Decision) -> String {
    let words = voice.say(&format!("decided-{}", decision.decided));
    let remarks = [
        (!decision.stands, "decision-replaced"),
        (decision.stands && decision.records_changed, "decision-records-changed"),
    ];
    let remarks = remarks.into_iter().filter(|(is, _)| *is).map(|(_, key)| voice.say(key));
    std::iter::once(words).chain(remarks).collect::<Vec<_>>().join("; ")
}

fn second(voice: &Voice<'_>, decision: &Decision) -> Node {
    match &decision.second {
        Some(name) => stated(name).into(),
        None if decision.stands && decision.waits => voice.say("second-waits").into(),
        None => voice.say("second-none").into(),
    }
}

/// The decision on a finding that stands.
pub(super) fn on_finding(voice: &Voice<'_>, view: &FindingView<'_>) -> Option<Element> {
    let key = (&view.finding.question, &view.finding.id);
    let is_its = |one: &&Decision| {
        one.stands && one.finding.as_ref().is_some_and(|(question, id)| (question, id) == key)
    };
    let decision = voice.input.decisions.iter().find(is_its)?;
    let values = [
        ("decided", decided(voice, decision).into()),
        ("decided", decided(voice, decision).into()),
        ("by", stated(&decision.by).into()),
        ("at", voice.instant(decision.at_us).into()),
        ("ground", stated(&decision.ground).into()),
        ("second", Fill::Node(second(voice, decision))),
    ];
    Some(el("p").class("decision").each(voice.nodes("finding-decided", values)))
}
