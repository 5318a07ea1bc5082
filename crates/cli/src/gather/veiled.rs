//! What a report is made from, under the veil: pseudonyms in place of protected parties, before a sentence is said or a
//! figure drawn.

use std::collections::BTreeMap;

use casebook::Fault;
use casebook::cite::Citation;
use casebook::dossier::Dossier;
use casebook::veil::Veil;
use model::{Locator, RecordRef};
use report::input::{
    CitedRecord, CoverageFacts, Decision, Disclosure, ExhibitFacts, Note, Quote, QuoteSource,
    TriageFacts,
};

/// A text in its place.
fn put(veil: &Veil, text: &mut String) {
    if let std::borrow::Cow::Owned(shown) = veil.text(text) {
        *text = shown;
    }
}

pub(super) fn exhibit(veil: &Veil, mut one: ExhibitFacts) -> Result<ExhibitFacts, Fault> {
    put(veil, &mut one.name);
    put(veil, &mut one.giver);
    for (_, value) in one.notes.iter_mut().flat_map(|note| &mut note.slots) {
        *value = veil.value(value)?;
    }
    Ok(one)
}

pub(super) fn coverage(veil: &Veil, mut all: Vec<CoverageFacts>) -> Vec<CoverageFacts> {
    for one in &mut all {
        put(veil, &mut one.inside);
        one.account.iter_mut().for_each(|account| put(veil, account));
    }
    all
}

pub(super) fn decisions(veil: &Veil, mut all: Vec<Decision>) -> Vec<Decision> {
    for one in &mut all {
        put(veil, &mut one.about);
        put(veil, &mut one.ground);
        one.finding.iter_mut().for_each(|(_, finding)| put(veil, finding));
    }
    all
}

pub(super) fn notes(veil: &Veil, mut all: Vec<Note>) -> Vec<Note> {
    for one in &mut all {
        put(veil, &mut one.about);
        put(veil, &mut one.text);
        one.finding.iter_mut().for_each(|(_, finding)| put(veil, finding));
    }
    all
}

pub(super) fn disclosure(veil: &Veil, mut one: Disclosure) -> Disclosure {
    for text in [&mut one.to, &mut one.what, &mut one.purpose] {
        put(veil, text);
    }
    one
}

pub(super) fn triage(veil: &Veil, mut facts: TriageFacts) -> TriageFacts {
    for one in &mut facts.decisions {
        put(veil, &mut one.about);
        put(veil, &mut one.decided);
    }
    for one in &mut facts.openings {
        put(veil, &mut one.reason);
    }
    facts
}

/// Every record that is cited, its fields, its place and what stands there.
pub(super) fn cited(veil: &Veil, dossier: &Dossier) -> BTreeMap<RecordRef, CitedRecord> {
    dossier.citations.iter().map(|one| (one.record, record(veil, one))).collect()
}

fn record(veil: &Veil, citation: &Citation) -> CitedRecord {
    let mut fields = citation.fields.clone();
    let own = veil.fields(citation.kind, &mut fields);
    let mut place = citation.locator.place.clone();
    for text in [&mut place.inside, &mut place.path] {
        *text = veil.own_text(text, &own).into_owned();
    }
    let quote = match &citation.bytes {
        Some((bytes, sha256)) => {
            let stated = Quote::of_bytes(bytes, *sha256);
            Quote { text: veil.own_text(&stated.text, &own).into_owned(), ..stated }
        }
        None => Quote { text: cells(&fields), source: QuoteSource::Cells },
    };
    let locator = Locator { place, ..citation.locator.clone() };
    CitedRecord { kind: citation.kind, locator, fields, quote }
}

fn cells(fields: &[(String, String)]) -> String {
    fields.iter().map(|(_, text)| text.as_str()).collect::<Vec<_>>().join(" | ")
}
