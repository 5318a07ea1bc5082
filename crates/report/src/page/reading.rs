//! How to read the report: presumption of innocence, fact and assessment, words of certainty.

use model::Value;

use super::lines::count;
use super::table::Table;
use super::voice::{Voice, code, link, stated};
use crate::html::{Element, Node, el};
use crate::outline::{FINDINGS_PER_QUESTION_MAX, Outline};
use crate::sentences::Class;

/// Words of certainty, by key.
const CERTAINTIES: &[&str] = &["recorded", "above", "within", "insufficient"];

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let limits =
        [("rows", count(outline.rows_max)), ("findings", count(FINDINGS_PER_QUESTION_MAX))];
    let mut parts = vec![
        el("p").class("innocence").with(voice.say("reading-innocence")),
        el("h3").with(voice.say("reading-classes-title")),
        example(voice, Class::Fact, "reading-fact"),
        example(voice, Class::Assessment, "reading-assessment"),
        el("p").with(voice.say("reading-record")),
        el("p").with(voice.say("reading-stated")),
        el("h3").with(voice.say("reading-sources-title")),
        el("p").each(sources(voice, outline)),
        el("p").with(voice.say_with("reading-limits", &limits)),
        el("p")
            .each(voice.nodes("reading-times", [("zone", voice.input.case.zone.clone().into())])),
        el("h3").with(voice.say("reading-certainty-title")),
        certainties(voice),
    ];
    parts.extend(scale(voice));
    parts
}

fn example(voice: &Voice<'_>, class: Class, key: &str) -> Element {
    let (name, words) = match class {
        Class::Fact => ("sentence fact", "words-fact"),
        Class::Assessment => ("sentence assessment", "words-assessment"),
    };
    el("p")
        .class(name)
        .with(el("span").class("mark").with(voice.say(class.key())))
        .with(" ")
        .with(el("span").class(words).with(voice.say(key)))
}

/// How a source is cited, shown on the first row that the report lists.
fn sources(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Node> {
    let first = outline.listed().keys().next().copied();
    let example: Element = match first {
        Some(record) => link(&super::record_anchor(record), record.to_string()),
        None => code("EX-3/17"),
    };
    voice.nodes("reading-sources", [("example", example.into())])
}

fn certainties(voice: &Voice<'_>) -> Element {
    let mut table = Table::new(voice.say("certainty-caption"))
        .text(voice.say("certainty-word"))
        .text(voice.say("certainty-meaning"));
    for key in CERTAINTIES {
        table.row(vec![
            voice.say(&format!("strength-{key}")).into(),
            voice.say(&format!("certainty-{key}")).into(),
        ]);
    }
    table.finish()
}

fn scale(voice: &Voice<'_>) -> Vec<Element> {
    let Some(scale) = &voice.input.scale else {
        return vec![el("p").with(voice.say("scale-none"))];
    };
    let caption = voice.say_with("scale-caption", &[("name", Value::Stated(scale.name.clone()))]);
    let mut table =
        Table::new(caption).number(voice.say("scale-from")).text(voice.say("scale-words"));
    for step in &scale.steps {
        let from = crate::values::decimal(step.from, 0, voice.lang()).unwrap_or_default();
        table.row(vec![from.into(), stated(&step.words).into()]);
    }
    let digest = code(&scale.sha256.to_string());
    vec![table.finish(), el("p").each(voice.nodes("scale-digest", [("digest", digest.into())]))]
}
