//! What speaks against the findings, collected; the alternatives; what was not examined.

use model::Value;

use super::lines;
use super::methods::CardTexts;
use super::voice::{Voice, link, stated};
use crate::html::{Element, el};
use crate::input::ExhibitState;
use crate::outline::{FindingView, Outline};
use crate::sentences::Line;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, outline: &Outline<'_>) -> Vec<Element> {
    let mut parts = vec![el("p").with(voice.say("contrary-note"))];
    parts.push(el("h3").with(voice.say("contrary-collected-title")));
    parts.push(collected(voice, outline, "contrary-collected-none", |view| &view.contrary));
    parts.push(el("h3").with(voice.say("alternatives-collected-title")));
    parts.push(collected(voice, outline, "alternatives-collected-none", |view| &view.alternatives));
    parts.push(el("h3").with(voice.say("unexamined-title")));
    parts.push(unread(voice));
    parts.push(rejects(voice));
    parts.extend(outline.triage.as_ref().map(|files| {
        let items = super::triage::unexamined(voice, files);
        listed(voice, "triage-unexamined-title", "triage-unexamined-none", items)
    }));
    parts.push(gaps(voice));
    parts.push(not_asked(voice));
    parts.push(el("p").with(voice.say("unexamined-note")));
    parts
}

fn collected<'a>(
    voice: &Voice<'_>,
    outline: &Outline<'a>,
    none: &str,
    lines_of: for<'v> fn(&'v FindingView<'a>) -> &'v [Line<'a>],
) -> Element {
    let mut list = el("ul").class("collected");
    let mut is_empty = true;
    for view in outline.shown() {
        for line in lines_of(view) {
            is_empty = false;
            let item = el("li")
                .with(link(&view.anchor, view.number.as_str()))
                .with(lines::collected(voice, line, view));
            list = list.with(item);
        }
    }
    if is_empty { el("p").class("none").with(voice.say(none)) } else { list }
}

fn unread(voice: &Voice<'_>) -> Element {
    let unread = voice.input.exhibits.iter().filter(|exhibit| {
        matches!(
            exhibit.state,
            ExhibitState::Unread | ExhibitState::Unsupported | ExhibitState::Failed
        )
    });
    let items: Vec<Element> = unread
        .map(|exhibit| {
            el("li")
                .with(link(&exhibit.id.to_string(), exhibit.id.to_string()))
                .with(" ")
                .with(stated(&exhibit.name))
                .with(": ")
                .with(voice.say(exhibit.state.key()))
        })
        .collect();
    listed(voice, "unread-title", "unread-none", items)
}

fn rejects(voice: &Voice<'_>) -> Element {
    let items: Vec<Element> = voice
        .input
        .exhibits
        .iter()
        .filter(|exhibit| exhibit.rejects > 0)
        .map(|exhibit| {
            let values =
                [("rejects", Value::Count(exhibit.rejects)), ("rows", Value::Count(exhibit.rows))];
            el("li")
                .with(link(&exhibit.id.to_string(), exhibit.id.to_string()))
                .with(": ")
                .with(voice.say_with("rejects-of", &values))
        })
        .collect();
    listed(voice, "rejects-title", "rejects-none", items)
}

fn gaps(voice: &Voice<'_>) -> Element {
    let mut items = Vec::new();
    for coverage in &voice.input.coverage {
        for (from_us, until_us) in &coverage.gaps_us {
            let fills = [
                (
                    "exhibit",
                    link(&coverage.exhibit.to_string(), coverage.exhibit.to_string()).into(),
                ),
                ("table", voice.say(&format!("kind-{}", coverage.table)).into()),
                ("from", voice.instant(*from_us).into()),
                ("until", voice.instant(*until_us).into()),
            ];
            items.push(el("li").each(voice.nodes("gap-of", fills)));
        }
    }
    listed(voice, "gaps-title", "gaps-none", items)
}

fn not_asked(voice: &Voice<'_>) -> Element {
    let items: Vec<Element> = voice
        .input
        .not_asked
        .iter()
        .map(|question| {
            let texts = CardTexts::of(voice, &question.card);
            let item = el("li").with(format!("{}: ", question.card.code)).with(texts.question());
            match &question.reason {
                Some(reason) => item.with(" – ").with(stated(reason)),
                None => item.with(" – ").with(voice.say("not-asked-no-reason")),
            }
        })
        .collect();
    listed(voice, "not-asked-title", "not-asked-none", items)
}

fn listed(voice: &Voice<'_>, title: &str, none: &str, items: Vec<Element>) -> Element {
    let part = el("div").class("unexamined").with(el("h4").with(voice.say(title)));
    if items.is_empty() {
        part.with(el("p").class("none").with(voice.say(none)))
    } else {
        part.with(el("ul").each(items))
    }
}
