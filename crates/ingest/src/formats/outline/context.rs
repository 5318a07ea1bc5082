//! What rows of an export share: its facts, its clock, whose it is, and what is told of the whole.

use std::collections::{BTreeMap, BTreeSet};

use model::time::{DateOrder, Stamp, StampReader, TimeFormat};
use model::{Party, Phrase, RejectKind, identifier, say};
use serde_json::Value;

use super::{FACT_BYTES_MAX, FACTS_BYTES_MAX, FACTS_MAX, Fault, Row};
use crate::formats::app_identity::stated_owner;
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// Distinct fields, parts and remarks told of one exhibit; drift shows in the first few.
const TOLD_MAX: usize = 200;

/// Shared by the rows of one exhibit; see the module.
pub(crate) struct Context {
    /// The platform, as it stands before the accounts.
    pub(crate) platform: &'static str,
    /// Whose account or device the export is of.
    pub(crate) owner: Party,
    /// Whom the rows inside the row read last are about.
    pub(crate) inner: Party,
    /// When the row read last began, for rows inside it that count from there.
    pub(crate) outer: Stamp,
    /// Who is meant by the keys of an export.
    pub(crate) people: BTreeMap<String, Party>,
    /// Country of phone numbers without a country code.
    pub(crate) region: Option<String>,
    facts: BTreeMap<String, Value>,
    facts_bytes: usize,
    calendar: StampReader,
    epochs: [StampReader; 3],
    unknown: BTreeSet<String>,
    unread: BTreeSet<String>,
    remarks: Vec<Phrase>,
    counters: BTreeMap<&'static str, u64>,
    quiet: bool,
}

/// Separates the keys of a fact's path.
const GAP: &str = "\u{1f}";

impl Context {
    pub(crate) fn new(
        platform: &'static str,
        operator_zone: Option<&str>,
        settings: &Settings,
    ) -> Self {
        Self {
            platform,
            owner: stated_owner(settings.owner.as_deref()),
            inner: Party::default(),
            outer: Stamp::default(),
            people: BTreeMap::new(),
            region: settings.region.clone(),
            facts: BTreeMap::new(),
            facts_bytes: 0,
            calendar: settings.stamp_reader(
                operator_zone,
                TimeFormat::Calendar,
                DateOrder::Unknown,
            ),
            epochs: [
                StampReader::utc(TimeFormat::UnixSeconds),
                StampReader::utc(TimeFormat::UnixMillis),
                StampReader::utc(TimeFormat::UnixMicros),
            ],
            unknown: BTreeSet::new(),
            unread: BTreeSet::new(),
            remarks: Vec::new(),
            counters: BTreeMap::new(),
            quiet: false,
        }
    }

    pub(super) fn learn(&mut self, keys: &[String], value: Value, bytes: usize) {
        let full = self.facts.len() >= FACTS_MAX || self.facts_bytes + bytes > FACTS_BYTES_MAX;
        if full || bytes > FACT_BYTES_MAX {
            self.remark(say::facts_beyond_memory());
            return;
        }
        self.facts_bytes += bytes;
        self.facts.insert(keys.join(GAP), value);
    }

    /// A fact by the keys of what holds it and its own path below.
    pub(crate) fn fact(&self, keys: &[String], path: &str) -> Option<&Value> {
        let mut at = keys.join(GAP);
        for key in path.split('/') {
            if !at.is_empty() {
                at.push_str(GAP);
            }
            at.push_str(key);
        }
        self.facts.get(&at)
    }

    /// A fact as text.
    pub(crate) fn fact_text(&self, keys: &[String], path: &str) -> String {
        self.fact(keys, path).map_or_else(String::new, |value| super::text_of(value).into_owned())
    }

    /// Every fact that stands at a pattern, in the order of their paths.
    pub(crate) fn facts_at(&self, pattern: &str) -> impl Iterator<Item = &Value> {
        self.facts.iter().filter_map(move |(at, value)| {
            let keys: Vec<String> = at.split(GAP).map(str::to_owned).collect();
            (super::fit(pattern, &keys) == super::Fit::Here).then_some(value)
        })
    }

    /// Forgets the facts of the document before.
    pub(super) fn forget(&mut self) {
        self.facts.clear();
        self.facts_bytes = 0;
    }

    /// Reads the time at `key`; 0 and nothing mean that none is stated.
    pub(crate) fn time(
        &mut self,
        row: &Row<'_>,
        key: &'static str,
        format: TimeFormat,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        self.stamp(&row.text(key), key, format, stamp)
    }

    /// Reads a time; `field` names it in a reject.
    pub(crate) fn stamp(
        &mut self,
        text: &str,
        field: &'static str,
        format: TimeFormat,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        let text = text.trim();
        if text.is_empty() || text == "0" {
            return Ok(());
        }
        if format == TimeFormat::Calendar
            && let Some(iso) = named_month(text)
        {
            let read = self.calendar.read(&iso, stamp);
            stamp.stated.set(text);
            return read.map_err(|fault| (fault.into(), field, text.to_owned()));
        }
        let [seconds, millis, micros] = &mut self.epochs;
        let reader = match format {
            TimeFormat::UnixSeconds => seconds,
            TimeFormat::UnixMillis => millis,
            TimeFormat::UnixMicros => micros,
            TimeFormat::Calendar | TimeFormat::UnixDays | TimeFormat::SheetDays => {
                &mut self.calendar
            }
        };
        reader.read(text, stamp).map_err(|fault| (fault.into(), field, text.to_owned()))
    }

    /// Sets an account of the platform by its immutable id.
    pub(crate) fn set_account(&self, party: &mut Party, id: &str) {
        set_account(party, self.platform, id);
    }

    /// Sets a phone number.
    pub(crate) fn set_phone(&self, party: &mut Party, phone: &str) {
        party.phone_stated.set(phone.trim());
        if let Some(canonical) = identifier::phone(phone, self.region.as_deref()) {
            party.phone.set(&canonical);
        }
    }

    /// Counts things of one kind, from 1.
    pub(crate) fn next(&mut self, what: &'static str) -> u64 {
        let count = self.counters.entry(what).or_default();
        *count += 1;
        *count
    }

    /// Says something on the exhibit, once.
    pub(crate) fn remark(&mut self, phrase: Phrase) {
        if self.remarks.len() < TOLD_MAX && !self.remarks.contains(&phrase) {
            self.remarks.push(phrase);
        }
    }

    pub(super) fn unknown(&mut self, keys: &[String], path: &str) {
        if self.unknown.len() < TOLD_MAX {
            self.unknown.insert(format!("{}{path}", general(keys)));
        }
    }

    /// Says that a part of the export is not read, once.
    pub(crate) fn unread(&mut self, keys: &[String]) {
        if !self.quiet && self.unread.len() < TOLD_MAX && !keys.is_empty() {
            self.unread.insert(general(keys).trim_end_matches('/').to_owned());
        }
    }

    pub(super) fn hush(&mut self) -> bool {
        std::mem::replace(&mut self.quiet, true)
    }

    pub(super) fn speak(&mut self, before: bool) {
        self.quiet = before;
    }

    pub(crate) fn finish(&mut self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        for field in &self.unknown {
            sink.note(&Note::UnknownField { field: field.clone() })?;
        }
        if !self.unread.is_empty() {
            sink.remark(say::parts_unread(self.unread.iter().collect::<Vec<_>>()))?;
        }
        if let Some(zone) = self.calendar.zone_applied() {
            let zone = Note::Zone { zone: zone.name().to_owned(), source: zone.source() };
            sink.note(&zone)?;
        }
        for remark in &self.remarks {
            sink.remark(remark.clone())?;
        }
        Ok(())
    }
}

/// English names of months, as programs shorten them.
const MONTHS: [&str; 12] =
    ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

/// Names of zones that mean one offset wherever they are used; others are refused.
const ZONES: [(&str, &str); 14] = [
    ("WET", "+00:00"),
    ("WEST", "+01:00"),
    ("CET", "+01:00"),
    ("CEST", "+02:00"),
    ("EET", "+02:00"),
    ("EEST", "+03:00"),
    ("MSK", "+03:00"),
    ("EDT", "-04:00"),
    ("CDT", "-05:00"),
    ("MDT", "-06:00"),
    ("PDT", "-07:00"),
    ("PST", "-08:00"),
    ("AKST", "-09:00"),
    ("HST", "-10:00"),
];

/// A time with the English name of its month in the order of ISO 8601; nothing for a text of another
/// form. Three forms are known: `Wed Oct 10 20:19:24 +0000 2018`, as C's `asctime` and its descendants
/// write it, `Jan 31, 2018, 10:54:50 PM CET`, and the same without commas.
fn named_month(text: &str) -> Option<String> {
    let words: Vec<&str> = text.split([' ', '\u{202f}', '\u{a0}', '\t']).collect();
    let words: Vec<&str> = words.into_iter().filter(|word| !word.is_empty()).collect();
    let month_of = |name: &str| MONTHS.iter().position(|month| *month == name).map(|at| at + 1);
    match words.as_slice() {
        [_, month, day, clock, zone, year] if month_of(month).is_some() => {
            let day: u8 = day.parse().ok()?;
            Some(format!("{year}-{:02}-{day:02} {clock} {zone}", month_of(month)?))
        }
        [month, day, year, clock @ ..] if !clock.is_empty() => {
            let day: u8 = day.trim_end_matches(',').parse().ok()?;
            let year: u16 = year.trim_end_matches(',').parse().ok()?;
            let mut iso = format!("{year:04}-{:02}-{day:02}", month_of(month)?);
            for word in clock {
                let zone = ZONES.iter().find(|(name, _)| name == word);
                iso.push(' ');
                iso.push_str(zone.map_or(word, |(_, offset)| offset));
            }
            Some(iso)
        }
        _ => None,
    }
}

/// Sets an account by its immutable id on a platform.
pub(crate) fn set_account(party: &mut Party, platform: &str, id: &str) {
    if let Some(account) = identifier::account(platform, id) {
        party.account.set(&account);
    }
}

/// Sets an e-mail address, where it is one.
pub(crate) fn set_email(party: &mut Party, email: &str) {
    if let Some(canonical) = identifier::email(email) {
        party.email.set(&canonical);
    }
}

/// A whole number, or a fault of its row; empty is none.
pub(crate) fn whole(text: &str, field: &'static str) -> Result<Option<i64>, Fault> {
    if text.is_empty() {
        return Ok(None);
    }
    text.parse().map(Some).map_err(|_| (RejectKind::BadInteger, field, text.to_owned()))
}

/// A path with its indices left out, so that a thousand rows name one field.
fn general(keys: &[String]) -> String {
    let mut out = String::new();
    for key in keys {
        let index = key.strip_prefix('#').is_some_and(|rest| !rest.is_empty());
        out.push_str(if index { "*" } else { key });
        out.push('/');
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn months_by_name_are_put_in_order() {
        let read = |text| named_month(text).unwrap_or_default();
        assert_eq!(read("Sat Jan 10 08:00:00 +0000 2026"), "2026-01-10 08:00:00 +0000");
        assert_eq!(read("Jan 31, 2018, 10:54:50 PM"), "2018-01-31 10:54:50 PM");
        assert_eq!(read("Jan 31, 2018, 10:54:50\u{202f}PM CEST"), "2018-01-31 10:54:50 PM +02:00");
        assert_eq!(read("Jan 06 2026 03:48:31 UTC"), "2026-01-06 03:48:31 UTC");
        assert_eq!(named_month("2026-01-10 08:00:00"), None);
        assert_eq!(named_month("31 gen 2018, 22:54:50"), None);
    }
}
