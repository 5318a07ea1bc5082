//! Custody, and how a reader verifies the report with common tools.

use model::Locator;

use super::table::pairs;
use super::voice::{Voice, code, link};
use crate::html::{Element, Node, el};
use crate::input::QuoteSource;
use crate::outline::Outline;
use crate::values::hidden_as_escapes;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let custody = &voice.input.custody;
    let facts = [
        (voice.say("seal-log-root"), Node::from(code(&custody.root))),
        (voice.say("seal-log-size"), voice.count(custody.size).into()),
        (voice.say("seal-key"), code(&custody.key_fingerprint).into()),
    ];
    let steps = custody.steps.iter().map(|step| {
        el("li").with(el("pre").with(step.command.as_str())).with(
            el("p").with(voice.say("verify-expect")).with(" ").with(expected(voice, &step.expect)),
        )
    });
    let mut parts = vec![
        el("p").with(voice.say("custody-note")),
        pairs(facts),
        el("h3").with(voice.say("checkpoint-title")),
        el("p").with(voice.say("checkpoint-note")),
        el("pre").class("checkpoint").with(custody.checkpoint.as_str()),
        el("h3").with(voice.say("verify-title")),
        el("ol").class("steps").each(steps),
    ];
    parts.extend(by_hand(voice, outline));
    parts
}

/// What a command must print: in words where they are the program's, else as it will stand there.
fn expected(voice: &Voice<'_>, expect: &str) -> Node {
    voice.phrase_in(expect).map_or_else(|| code(expect).into(), Node::from)
}

/// How one cited row is checked by hand: the first that has bytes of its own in an exhibit.
fn by_hand(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let listed = outline.listed();
    let example = listed.keys().find_map(|record| {
        let cited = voice.input.cited.get(record)?;
        let QuoteSource::Bytes { sha256 } = cited.quote.source else { return None };
        cited.locator.place.inside.is_empty().then_some((*record, &cited.locator, sha256))
    });
    let Some((record, locator, sha256)) = example else { return Vec::new() };
    let shown = link(&super::record_anchor(record), record.to_string());
    vec![
        el("h3").with(voice.say("by-hand-title")),
        el("p").each(voice.nodes("by-hand-note", [("record", shown.into())])),
        el("pre").with(command(voice, locator)),
        el("p").with(voice.say("verify-expect")).with(" ").with(code(&sha256.to_string())),
    ]
}

fn command(voice: &Voice<'_>, locator: &Locator) -> String {
    let name =
        voice.input.exhibits.iter().find(|exhibit| exhibit.id == locator.exhibit).map_or_else(
            || locator.exhibit.to_string(),
            |exhibit| stored_at(&exhibit.sha256.to_string()),
        );
    let place = &locator.place;
    let first = place.bytes_start.saturating_add(1);
    hidden_as_escapes(&format!("tail -c +{first} {name} | head -c {} | sha256sum", place.bytes_len))
}

/// Where the store of the case keeps an exhibit: `exhibits/ab/cdef…`.
fn stored_at(sha256: &str) -> String {
    match sha256.split_at_checked(2) {
        Some((folder, file)) => format!("exhibits/{folder}/{file}"),
        None => sha256.to_owned(),
    }
}
