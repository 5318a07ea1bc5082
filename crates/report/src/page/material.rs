//! The material received: what, from whom, on which basis, sealed how, read how far, covering what.

use model::Value;

use super::table::{Table, pairs};
use super::voice::{Fill, Voice, code, link, stated};
use crate::html::{Element, Node, el};
use crate::input::{CoverageFacts, ExhibitFacts, ExhibitNote};
use crate::outline::Outline;

/// Writes the section.
pub(super) fn write(voice: &Voice<'_>, _outline: &Outline<'_>) -> Vec<Element> {
    let exhibits = &voice.input.exhibits;
    if exhibits.is_empty() {
        return vec![el("p").class("none").with(voice.say("material-none"))];
    }
    let mut parts = vec![el("p").with(voice.say("material-note")), counts(voice, exhibits)];
    parts.push(el("h3").with(voice.say("material-each-title")));
    parts.extend(exhibits.iter().map(|exhibit| one(voice, exhibit)));
    parts.push(el("h3").with(voice.say("coverage-title")));
    parts.push(el("p").with(voice.say("coverage-note")));
    parts.push(coverage(voice));
    parts
}

fn counts(voice: &Voice<'_>, exhibits: &[ExhibitFacts]) -> Element {
    let mut table = Table::new(voice.say("material-caption"))
        .text(voice.say("column-exhibit"))
        .text(voice.say("column-name"))
        .text(voice.say("column-format"))
        .text(voice.say("column-state"))
        .number(voice.say("column-rows"))
        .number(voice.say("column-records"))
        .number(voice.say("column-rejects"))
        .number(voice.say("column-skipped"))
        .dense();
    for exhibit in exhibits {
        let format: Node = match &exhibit.format {
            Some(format) => format_name(voice, format),
            None => voice.say("format-unknown").into(),
        };
        table.row(vec![
            link(&exhibit.id.to_string(), exhibit.id.to_string()).into(),
            stated(&exhibit.name).into(),
            format,
            voice.say(exhibit.state.key()).into(),
            voice.count(exhibit.rows).into(),
            voice.count(exhibit.records).into(),
            voice.count(exhibit.rejects).into(),
            voice.count(exhibit.skipped).into(),
        ]);
    }
    table.finish()
}

fn one(voice: &Voice<'_>, exhibit: &ExhibitFacts) -> Element {
    let heading = el("h4").with(format!("{} · ", exhibit.id)).with(stated(&exhibit.name));
    let mut facts: Vec<(String, Node)> = vec![
        (voice.say("exhibit-giver"), stated(&exhibit.giver).into()),
        (voice.say("exhibit-legal-basis"), stated(&exhibit.legal_basis).into()),
        (voice.say("exhibit-received"), voice.instant(exhibit.received_us).into()),
        (voice.say("exhibit-size"), size(voice, exhibit.size_bytes).into()),
        ("SHA-256".to_owned(), code(&exhibit.sha256.to_string()).into()),
        ("SHA-512".to_owned(), code(&exhibit.sha512).into()),
        (voice.say("exhibit-zone"), zone(voice, exhibit)),
    ];
    if !exhibit.rejects_by_kind.is_empty() {
        facts.push((voice.say("exhibit-rejects"), rejects(voice, exhibit).into()));
    }
    if !exhibit.notes.is_empty() {
        facts.push((voice.say("exhibit-notes"), notes(voice, &exhibit.notes).into()));
    }
    el("article").class("exhibit").id(exhibit.id.to_string()).with(heading).with(pairs(facts))
}

/// A format in words, or by its code where the word list has none.
fn format_name(voice: &Voice<'_>, format: &str) -> Node {
    match voice.say_if_known(&format!("format-{}", format.replace('_', "-"))) {
        Some(words) => words.into(),
        None => code(format).into(),
    }
}

fn size(voice: &Voice<'_>, size_bytes: u64) -> String {
    voice.say_with("size-bytes", &[("count", Value::Count(size_bytes))])
}

fn zone(voice: &Voice<'_>, exhibit: &ExhibitFacts) -> Node {
    match (&exhibit.zone, exhibit.zone_source) {
        (Some(zone), Some(source)) => {
            let source = voice.say(&format!("zone-source-{}", source.name().replace('_', "-")));
            format!("{zone} – {source}").into()
        }
        (Some(zone), None) => zone.as_str().into(),
        (None, _) => voice.say("zone-none").into(),
    }
}

fn rejects(voice: &Voice<'_>, exhibit: &ExhibitFacts) -> Element {
    el("ul").each(exhibit.rejects_by_kind.iter().map(|(kind, number)| {
        let known = voice.say_if_known(&format!("reject-{}", kind.code().to_lowercase()));
        let why: Node = match known {
            Some(words) => words.into(),
            None => el("span").attr("lang", "en").with(kind.fact()).into(),
        };
        el("li").with(code(&kind.code())).with(format!(" × {}: ", voice.count(*number))).with(why)
    }))
}

fn notes(voice: &Voice<'_>, notes: &[ExhibitNote]) -> Element {
    el("ul").each(notes.iter().map(|note| {
        let fills = note.slots.iter().map(|(name, value)| (name.as_str(), fill(voice, value)));
        el("li").each(voice.nodes(&note.template, fills))
    }))
}

/// A value of a note; words of the program are its own and no quotation.
fn fill(voice: &Voice<'_>, value: &Value) -> Fill {
    match value {
        Value::Phrase(phrase) => voice.phrase(phrase).into(),
        other => other.clone().into(),
    }
}

fn coverage(voice: &Voice<'_>) -> Element {
    let mut table = Table::new(voice.say("coverage-caption"))
        .text(voice.say("column-exhibit"))
        .text(voice.say("column-kind"))
        .text(voice.say("column-account"))
        .text(voice.say("column-from"))
        .text(voice.say("column-until"))
        .text(voice.say("column-basis"))
        .number(voice.say("column-records"))
        .text(voice.say("column-gaps"))
        .dense();
    for row in &voice.input.coverage {
        table.row(coverage_row(voice, row));
    }
    table.finish()
}

fn coverage_row(voice: &Voice<'_>, row: &CoverageFacts) -> Vec<Node> {
    let account: Node = match &row.account {
        Some(account) => stated(account).into(),
        None => voice.say("coverage-whole").into(),
    };
    let basis = if row.stated { "coverage-stated" } else { "coverage-spanned" };
    let gaps = row.gaps_us.iter().map(|(from_us, until_us)| {
        el("li").with(voice.instant(*from_us)).with(" – ").with(voice.instant(*until_us))
    });
    let gaps: Node = if row.gaps_us.is_empty() {
        voice.say("gaps-unknown").into()
    } else {
        el("ul").class("bare").each(gaps).into()
    };
    let mut source = el("span").with(link(&row.exhibit.to_string(), row.exhibit.to_string()));
    if !row.inside.is_empty() {
        source =
            source.with(", ").with(voice.say("place-inside")).with(" ").with(stated(&row.inside));
    }
    vec![
        source.into(),
        voice.say(&format!("kind-{}", row.table)).into(),
        account,
        voice.instant(row.from_us).into(),
        voice.instant(row.until_us).into(),
        voice.say(basis).into(),
        voice.count(row.records).into(),
        gaps,
    ]
}
