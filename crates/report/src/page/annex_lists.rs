//! Annexes: clocks, glossary, software and its licences, disclosure log.

use model::Value;

use super::lines::count;
use super::table::{Table, pairs};
use super::voice::{Voice, code, link, stated};
use crate::dependencies;
use crate::html::{Element, Node, el};
use crate::input::ClockFacts;
use crate::outline::Outline;

/// The words explained, by key, in the order of the annex.
const GLOSSARY: &[&str] = &[
    "exhibit",
    "record",
    "reject",
    "locator",
    "digest",
    "stamp",
    "coverage",
    "gap",
    "finding",
    "fact",
    "assessment",
    "alternative",
    "p-value",
    "surrogate",
    "correction",
    "likelihood-ratio",
    "seed",
    "data-root",
    "checkpoint",
    "pair",
    "pseudonym",
    "session",
    "transfer",
];

/// Clock offsets and habits.
pub(super) fn clocks(voice: &Voice<'_>, _outline: &Outline<'_>) -> Vec<Element> {
    let note = el("p").with(voice.say("clocks-note"));
    if voice.input.clocks.is_empty() {
        return vec![note, el("p").class("none").with(voice.say("clocks-none"))];
    }
    let mut table = Table::new(voice.say("clocks-caption"))
        .text(voice.say("column-exhibit"))
        .text(voice.say("column-column"))
        .text(voice.say("column-zone"))
        .number(voice.say("column-times"))
        .number(voice.say("column-day-only"))
        .number(voice.say("column-on-hour"))
        .number(voice.say("column-on-noon"))
        .number(voice.say("column-on-midnight"))
        .number(voice.say("column-in-fold"))
        .number(voice.say("column-duplicates"))
        .text(voice.say("column-offset"))
        .dense();
    for clock in &voice.input.clocks {
        table.row(clock_row(voice, clock));
    }
    vec![note, table.finish()]
}

fn clock_row(voice: &Voice<'_>, clock: &ClockFacts) -> Vec<Node> {
    let source = voice.say(&format!("zone-source-{}", clock.zone_source.name().replace('_', "-")));
    let zone = if clock.zone.is_empty() { voice.say("zone-several") } else { clock.zone.clone() };
    let offset: Node = match clock.offset {
        Some((against, seconds)) => {
            let span = Value::Span(seconds);
            let exhibit = link(&against.to_string(), against.to_string());
            let fills = [("span", span.into()), ("exhibit", exhibit.into())];
            el("span").each(voice.nodes("clock-offset", fills)).into()
        }
        None => voice.say("clock-no-pairs").into(),
    };
    vec![
        link(&clock.exhibit.to_string(), clock.exhibit.to_string()).into(),
        code(&clock.column).into(),
        format!("{zone} – {source}").into(),
        voice.count(clock.stated).into(),
        voice.count(clock.day_only).into(),
        voice.count(clock.on_hour).into(),
        voice.count(clock.on_noon).into(),
        voice.count(clock.on_midnight).into(),
        voice.count(clock.in_fold).into(),
        voice.count(clock.duplicates).into(),
        offset,
    ]
}

/// The glossary.
pub(super) fn glossary(voice: &Voice<'_>, _outline: &Outline<'_>) -> Vec<Element> {
    let rows = GLOSSARY.iter().map(|key| {
        let name = voice.say(&format!("glossary-{key}"));
        (name, Node::from(voice.say(&format!("glossary-{key}-means"))))
    });
    vec![pairs(rows)]
}

/// The software the program is built from.
pub(super) fn software(voice: &Voice<'_>, _outline: &Outline<'_>) -> Vec<Element> {
    let packages = dependencies::packages();
    let items = packages.iter().map(|package| {
        let item = el("li").with(package.name).with(" ").with(package.version);
        match package.checksum {
            Some(checksum) => item.attr("title", format!("SHA-256 {checksum}")),
            None => item,
        }
    });
    vec![
        el("p").with(voice.say_with("packages-note", &[("count", count(packages.len()))])),
        el("ul").class("packages").each(items),
    ]
}

/// To whom what was disclosed, and how often the case was read.
pub(super) fn disclosures(voice: &Voice<'_>, _outline: &Outline<'_>) -> Vec<Element> {
    let readings = voice.input.readings.map(|told| {
        let [readings, persons, refused] = [told.readings, told.persons, told.refused];
        let values = [("readings", readings), ("persons", persons), ("refused", refused)];
        let values = values.map(|(name, value)| (name, Value::Count(value)));
        el("p").with(voice.say_with("disclosures-readings", &values))
    });
    let mut all = vec![disclosed(voice)];
    all.extend(readings);
    all
}

fn disclosed(voice: &Voice<'_>) -> Element {
    if voice.input.disclosures.is_empty() {
        return el("p").class("none").with(voice.say("disclosures-none"));
    }
    let mut table = Table::new(voice.say("disclosures-caption"))
        .text(voice.say("column-when"))
        .text(voice.say("column-to"))
        .text(voice.say("column-who"))
        .text(voice.say("column-what"))
        .text(voice.say("column-purpose"));
    for disclosure in &voice.input.disclosures {
        table.row(vec![
            voice.instant(disclosure.at_us).into(),
            stated(&disclosure.to).into(),
            stated(&disclosure.by).into(),
            stated(&disclosure.what).into(),
            stated(&disclosure.purpose).into(),
        ]);
    }
    table.finish()
}
