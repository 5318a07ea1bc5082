//! What was asked of an export of records: for whom, of which kinds, from when to when.

use std::collections::BTreeMap;

use jiff::civil::Date;
use jiff::tz::TimeZone;
use jiff::{Span, Timestamp};
use model::record::Kind;
use model::{Digest, Language, Row, say};
use serde::Serialize;

use super::{Fate, Reason};
use crate::exports::SourceExhibit;

/// An export of records as it was asked for, with what stands around it.
#[derive(Debug, Clone, Default)]
pub struct Handing {
    /// The id of the case.
    pub case_id: String,
    /// The authority that leads it.
    pub authority: String,
    /// The language of the case.
    pub language: Language,
    /// The time zone of the case.
    pub zone: String,
    /// The digest over the tables.
    pub data_root: Option<Digest>,
    /// To whom it goes.
    pub recipient: String,
    /// For what.
    pub purpose: String,
    /// Until when it may be used, as an ISO date.
    pub expires: Option<String>,
    /// When it was asked for, microseconds of UTC, by the clock of that machine.
    pub at_us: i64,
    /// The kinds of record; all where none is named.
    pub kinds: Vec<Kind>,
    /// The period.
    pub period: Period,
    /// The exhibits of the case.
    pub exhibits: Vec<HandedExhibit>,
    /// Pseudonyms whose parties it names, under a lift of their veil.
    pub unveiled: Vec<String>,
    /// What the form needs and no record states, by name.
    pub facts: BTreeMap<String, String>,
}

/// An exhibit, and how far it was read.
#[derive(Debug, Clone)]
pub struct HandedExhibit {
    /// The exhibit.
    pub source: SourceExhibit,
    /// The word of its state.
    pub state: &'static str,
}

impl Handing {
    /// The line that marks this copy.
    pub fn mark(&self) -> String {
        let words = match &self.expires {
            None => say::copy_for(&*self.recipient, &*self.purpose),
            Some(date) => say::copy_for_until(&*self.recipient, &*self.purpose, &**date),
        };
        words.say(self.language)
    }

    /// Whether the period lets a record through.
    pub(super) fn admits(&self, row: &Row<'_>) -> Fate {
        if self.period == Period::default() {
            return Fate::Written;
        }
        let mut stamps = row.stamps().peekable();
        if stamps.peek().is_none() {
            return Fate::LeftOut(Reason::NoTime);
        }
        let may_lie = stamps.any(|(_, at)| self.period.meets(at.earliest_us, at.latest_us));
        if may_lie { Fate::Written } else { Fate::LeftOut(Reason::OutsidePeriod) }
    }
}

/// A period; a record belongs to it where one of its times may lie in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize)]
pub struct Period {
    /// First microsecond of UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub from_us: Option<i64>,
    /// Last microsecond of UTC.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub until_us: Option<i64>,
}

/// A text that is neither a day nor an instant, or a period that ends before it begins.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PeriodFault(pub String);

impl Period {
    /// A period from words: days of a zone (`2026-01-31`, the last included whole) or instants of
    /// RFC 3339.
    pub fn read(from: Option<&str>, until: Option<&str>, zone: &str) -> Result<Self, PeriodFault> {
        let from_us = from.map(|text| bounds(text, zone).map(|(first, _)| first)).transpose()?;
        let until_us = until.map(|text| bounds(text, zone).map(|(_, last)| last)).transpose()?;
        if from_us.zip(until_us).is_some_and(|(from, until)| until < from) {
            return Err(PeriodFault(until.unwrap_or_default().to_owned()));
        }
        Ok(Self { from_us, until_us })
    }

    fn meets(self, earliest_us: i64, latest_us: i64) -> bool {
        self.from_us.is_none_or(|from| latest_us >= from)
            && self.until_us.is_none_or(|until| earliest_us <= until)
    }
}

/// The first and the last microsecond of a day or an instant.
fn bounds(text: &str, zone: &str) -> Result<(i64, i64), PeriodFault> {
    let fault = || PeriodFault(text.to_owned());
    if let Ok(instant) = text.parse::<Timestamp>() {
        return Ok((instant.as_microsecond(), instant.as_microsecond()));
    }
    let day: Date = text.parse().map_err(|_| fault())?;
    let zone = TimeZone::get(zone).map_err(|_| fault())?;
    let begin = |day: Date| day.to_zoned(zone.clone()).map(|at| at.timestamp().as_microsecond());
    let next = day.checked_add(Span::new().days(1)).map_err(|_| fault())?;
    let (first, after) = (begin(day).map_err(|_| fault())?, begin(next).map_err(|_| fault())?);
    Ok((first, after - 1))
}
