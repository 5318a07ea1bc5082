//! Sentences of findings: a template, typed values, and the records each of them rests on.
//!
//! A sentence is said whole or not at all. It fails where the word list has no such template,
//! where template and sentence do not name the same slots, where a value cannot be printed
//! truthfully, and where a record it rests on is not among those that can be shown.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

use model::{RecordRef, Sentence, Slot, Value};

use crate::Lang;
use crate::error::ReportError;
use crate::input::CitedRecord;
use crate::values::Printer;
use crate::words::{Part, agree};

/// What kind of statement a sentence is; the page never lets the two look alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Class {
    /// What records state, or what is counted from them.
    Fact,
    /// What rests on a method: a test, a comparison, another explanation.
    Assessment,
}

impl Class {
    /// Stable name, in the JSON and as a class of the page.
    pub(crate) fn code(self) -> &'static str {
        match self {
            Self::Fact => "fact",
            Self::Assessment => "assessment",
        }
    }

    /// Key of the word that stands before the sentence.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Fact => "class-fact",
            Self::Assessment => "class-assessment",
        }
    }
}

/// A part of a sentence that is said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Piece<'a> {
    /// Words of the template.
    Words(Cow<'static, str>),
    /// A value as printed.
    Value(&'a Slot, String),
}

/// A sentence, said.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line<'a> {
    /// What was to be said.
    pub(crate) sentence: &'a Sentence,
    /// Fact or assessment.
    pub(crate) class: Class,
    /// How it is said.
    pub(crate) pieces: Vec<Piece<'a>>,
    /// Every record it rests on, those of its values included, in order.
    pub(crate) records: Vec<RecordRef>,
}

impl Line<'_> {
    /// The sentence as one line of text.
    pub(crate) fn text(&self) -> String {
        self.pieces
            .iter()
            .map(|piece| match piece {
                Piece::Words(words) => words.as_ref(),
                Piece::Value(_, shown) => shown,
            })
            .collect()
    }
}

/// Sentences that rest on a method and state no p-value: ratios, corrections, the method's test of
/// itself, and paths that records allow.
const ASSESSMENTS: &[&str] = &[
    "clocks-offset-whole-hours",
    "coincidence-calibration-one-person-shared",
    "coincidence-calibration-partner-swap",
    "coincidence-calibration-time-shift",
    "coincidence-no-ratio",
    "coincidence-ratio",
    "coincidence-validity",
    "coincidence-yekutieli-falls",
    "coincidence-yekutieli-stands",
    "guard-payer",
    "introductions-common-group",
    "introductions-refuted",
    "roles-other-role",
    "roles-party",
    "roles-refuted-cash-out",
    "roles-refuted-introducer",
    "roles-refuted-payer",
    "roles-refuted-possible-victim",
    "roles-refuted-recipient",
    "roles-row-chance",
    "safeguarding-extortion",
    "traces-cycle",
    "traces-trace",
    "triage-near",
    "triage-near-as",
    "triage-owner",
];

/// The class of a sentence that no place in a finding decides: a p-value is never a fact.
pub(crate) fn class_of(sentence: &Sentence) -> Class {
    let tested = sentence.slots.iter().any(|slot| matches!(slot.value, Value::PValue(_)));
    if tested || ASSESSMENTS.contains(&sentence.template.as_str()) {
        Class::Assessment
    } else {
        Class::Fact
    }
}

/// Says sentences in one language.
pub(crate) struct Speaker<'a> {
    pub(crate) printer: &'a Printer<'a>,
    /// The records that can be shown; `None` where the sentence goes to a terminal and not into a
    /// report.
    pub(crate) cited: Option<&'a BTreeMap<RecordRef, CitedRecord>>,
}

impl Speaker<'_> {
    /// Says a sentence; `place` names finding and sentence for whoever has to mend it.
    pub(crate) fn say<'s>(
        &self,
        sentence: &'s Sentence,
        class: Class,
        place: &str,
    ) -> Result<Line<'s>, ReportError> {
        self.check_slots(sentence, place)?;
        let records = self.locate(sentence, place)?;
        let mut values = Vec::with_capacity(sentence.slots.len());
        let mut shown = Vec::with_capacity(sentence.slots.len());
        for slot in &sentence.slots {
            let printed =
                self.printer.print(&slot.value).map_err(|fact| ReportError::BadValue {
                    place: place.to_owned(),
                    template: sentence.template.clone(),
                    slot: slot.name.clone(),
                    fact,
                })?;
            values.push((slot.name.as_str(), printed.select));
            shown.push((slot, printed.text));
        }
        let mut parts = self
            .printer
            .words()
            .resolve(&sentence.template, &values)
            .ok_or_else(|| self.unknown(sentence, place))?;
        if self.printer.lang() == Lang::It {
            agree(&mut parts, |at| shown.get(at).map(|(_, text): &(&Slot, String)| text.as_str()));
        }
        let pieces = parts
            .into_iter()
            .filter_map(|part| match part {
                Part::Words(words) => Some(Piece::Words(words)),
                Part::Slot(at) => {
                    shown.get(at).map(|(slot, text)| Piece::Value(slot, text.clone()))
                }
            })
            .collect();
        Ok(Line { sentence, class, pieces, records })
    }

    fn unknown(&self, sentence: &Sentence, place: &str) -> ReportError {
        ReportError::UnknownTemplate {
            place: place.to_owned(),
            template: sentence.template.clone(),
            lang: self.printer.lang().code(),
        }
    }

    fn check_slots(&self, sentence: &Sentence, place: &str) -> Result<(), ReportError> {
        let used = self
            .printer
            .words()
            .slots(&sentence.template)
            .ok_or_else(|| self.unknown(sentence, place))?;
        let filled: BTreeSet<&str> = sentence.slots.iter().map(|slot| slot.name.as_str()).collect();
        let template = || sentence.template.clone();
        if let Some(slot) = used.iter().find(|name| !filled.contains(**name)) {
            let (place, slot) = (place.to_owned(), (*slot).to_owned());
            return Err(ReportError::MissingSlot { place, template: template(), slot });
        }
        if let Some(slot) = filled.iter().find(|name| !used.contains(**name)) {
            let (place, slot) = (place.to_owned(), (*slot).to_owned());
            return Err(ReportError::UnusedSlot { place, template: template(), slot });
        }
        Ok(())
    }

    fn locate(&self, sentence: &Sentence, place: &str) -> Result<Vec<RecordRef>, ReportError> {
        let own = sentence.support.records().iter().map(|record| ("-", *record));
        let of_slots = sentence.slots.iter().flat_map(|slot| {
            let records = slot.support.as_ref().map_or(&[][..], |support| support.records());
            records.iter().map(|record| (slot.name.as_str(), *record))
        });
        let mut records = Vec::with_capacity(sentence.support.records().len());
        for (slot, record) in own.chain(of_slots) {
            if self.cited.is_some_and(|cited| !cited.contains_key(&record)) {
                return Err(ReportError::NotLocatable {
                    place: place.to_owned(),
                    template: sentence.template.clone(),
                    slot: slot.to_owned(),
                    record,
                });
            }
            records.push(record);
        }
        records.sort_unstable();
        records.dedup();
        Ok(records)
    }
}
