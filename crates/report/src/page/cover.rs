//! The cover: which case, whose, on which legal basis, and the seal that ties the page to the
//! exhibits.

use model::Value;

use super::table::pairs;
use super::voice::{Voice, code, stated};
use crate::html::{Element, Node, el};

/// Writes the cover.
pub(super) fn write(voice: &Voice<'_>) -> Element {
    let case = &voice.input.case;
    let mark = case
        .classification
        .as_ref()
        .map(|mark| el("p").class("mark-of-handling").with(stated(mark)));
    let facts = [
        (voice.say("cover-authority"), Node::from(stated(&case.authority))),
        (voice.say("cover-legal-basis"), stated(&case.legal_basis).into()),
        (voice.say("cover-made-at"), voice.moment(case.made_at_us).into()),
        (voice.say("cover-zone"), el("span").with(case.zone.as_str()).into()),
    ];
    el("header")
        .class("cover")
        .maybe(mark)
        .with(el("p").class("kind").with(voice.say("report-kind")))
        .with(el("h1").with(voice.say("report-title")).with(" ").with(stated(&case.id)))
        .with(pairs(facts))
        .maybe(tasks(voice))
        .with(el("p").class("innocence").with(voice.say("innocence")))
        .with(seal(voice))
}

/// That safeguarding tasks wait for a person, where any does: before everything else.
fn tasks(voice: &Voice<'_>) -> Option<Element> {
    let tasks = voice.input.tasks;
    let values = [("waiting", tasks.waiting), ("overdue", tasks.overdue)];
    let values = values.map(|(name, value)| (name, Value::Count(value)));
    (tasks.waiting > 0)
        .then(|| el("p").class("mark-of-handling").with(voice.say_with("cover-tasks", &values)))
}

fn seal(voice: &Voice<'_>) -> Element {
    let custody = &voice.input.custody;
    let data_root = match &voice.input.data_root {
        Some(root) => code(&root.to_string()).into(),
        None => Node::from(voice.say("not-stated")),
    };
    let rows = [
        (voice.say("seal-log-root"), Node::from(code(&custody.root))),
        (voice.say("seal-log-size"), voice.count(custody.size).into()),
        (voice.say("seal-data-root"), data_root),
        (voice.say("seal-key"), code(&custody.key_fingerprint).into()),
        (voice.say("seal-program"), Node::from(concat!("tutela ", env!("CARGO_PKG_VERSION")))),
    ];
    el("div")
        .class("seal")
        .with(el("h2").with(voice.say("seal-title")))
        .with(pairs(rows))
        .with(el("p").with(voice.say("seal-note")))
}
