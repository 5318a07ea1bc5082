//! An event of a timeline, whichever way it is written.

use model::records::Activity;
use model::time::{DateOrder, Precision, Stamp, StampReader, TimeFormat, Zone};
use model::{Record as _, RejectKind, ZoneSource, identifier};

use crate::settings::Settings;

/// Why an event could not be read: kind, field, text.
pub(super) type Fault = (RejectKind, &'static str, String);

/// Zones of columns remembered; a timeline is written in one.
const ZONES_MAX: usize = 8;

/// Abbreviations of one meaning that are no zone themselves, and a zone that has them. `CST`, `BST` and
/// `IST` mean several and are refused.
const SUMMER_ZONES: [(&str, &str); 7] = [
    ("CEST", "CET"),
    ("EEST", "EET"),
    ("WEST", "WET"),
    ("EDT", "EST5EDT"),
    ("MDT", "MST7MDT"),
    ("PDT", "PST8PDT"),
    ("PST", "PST8PDT"),
];

/// The facts of an event that have a column of their own.
#[derive(Debug, Default, Clone, Copy)]
pub(super) struct Event<'e> {
    pub(super) platform: &'e str,
    pub(super) action: &'e str,
    pub(super) user: &'e str,
    pub(super) host: &'e str,
    pub(super) target: &'e str,
    pub(super) description: &'e str,
}

/// Fills everything but the time and what is left over.
pub(super) fn fill(event: Event<'_>, activity: &mut Activity) {
    activity.clear();
    activity.platform.set(event.platform);
    activity.action.set(event.action);
    activity.subject.handle.set(event.user);
    if let Some(host) = identifier::account("host", event.host) {
        activity.subject.account.set(&host);
    }
    activity.target.set(event.target);
    activity.description.set(event.description);
}

/// Reads the times of a timeline.
pub(super) struct Times {
    text: StampReader,
    micros: StampReader,
    seconds: StampReader,
    /// Readers of month-first dates, by the zone their column states.
    zoned: Vec<(String, StampReader)>,
    local: StampReader,
}

impl Times {
    pub(super) fn new(settings: &Settings) -> Self {
        let zone = settings.zone(None);
        let order = DateOrder::MonthFirst;
        Self {
            text: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            micros: StampReader::utc(TimeFormat::UnixMicros),
            seconds: StampReader::utc(TimeFormat::UnixSeconds),
            zoned: Vec::new(),
            local: StampReader::new(zone, TimeFormat::Calendar, order),
        }
    }

    /// The zone of the exhibit, if any time stated none of its own.
    pub(super) fn zone_applied(&self) -> Option<&Zone> {
        self.text.zone_applied().or_else(|| self.local.zone_applied())
    }

    /// Reads date and time of `l2tcsv` in the zone of their column.
    pub(super) fn read_zoned(
        &mut self,
        date: &str,
        time: &str,
        zone: &str,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        if date.is_empty() || date.starts_with("00/00") {
            return Ok(());
        }
        let time = if time.starts_with('-') { "" } else { time };
        let reader = self.reader_of(zone)?;
        let read = reader.read_joined(date, time, stamp);
        read.map_err(|fault| (fault.into(), "date", format!("{date} {time}")))
    }

    /// Reads seconds of UTC; 0 is no time.
    pub(super) fn read_seconds(&mut self, text: &str, stamp: &mut Stamp) -> Result<(), Fault> {
        stamp.clear();
        let text = if text == "0" { "" } else { text };
        let read = self.seconds.read(text, stamp);
        read.map_err(|fault| (fault.into(), "time", text.to_owned()))
    }

    fn reader_of(&mut self, zone: &str) -> Result<&mut StampReader, Fault> {
        if matches!(zone, "" | "-") {
            return Ok(&mut self.local);
        }
        let known = self.zoned.iter().position(|(name, _)| name == zone);
        let at = if let Some(at) = known {
            at
        } else {
            let fault = || (RejectKind::UnknownValue, "timezone", zone.to_owned());
            let named = SUMMER_ZONES.iter().find(|(short, _)| *short == zone);
            let named = named.map_or(zone, |(_, named)| named);
            let found = Zone::named(named, ZoneSource::InValue).ok_or_else(fault)?;
            let order = DateOrder::MonthFirst;
            let reader = StampReader::new(found, TimeFormat::Calendar, order);
            self.zoned.truncate(ZONES_MAX - 1);
            self.zoned.push((zone.to_owned(), reader));
            self.zoned.len() - 1
        };
        Ok(self.zoned.get_mut(at).map_or(&mut self.local, |(_, reader)| reader))
    }

    /// Reads a text, or microseconds of UTC where there is no text, or one without an offset.
    pub(super) fn read(
        &mut self,
        text: &str,
        micros: &str,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        let micros = if micros == "0" { "" } else { micros };
        let clock = text.get(10..).unwrap_or("");
        let has_offset = clock.ends_with(['Z', 'z']) || clock.contains(['+', '-']);
        if !micros.is_empty() && !has_offset {
            let read = self.micros.read(micros, stamp);
            return read.map_err(|fault| (fault.into(), "timestamp", micros.to_owned()));
        }
        if text.is_empty() || text.starts_with("0000-00-00") || text.starts_with("Not ") {
            return Ok(());
        }
        let read = self.text.read(text, stamp);
        read.map_err(|fault| (fault.into(), "datetime", text.to_owned()))
    }
}

/// Widens a stamp to the precision of its source.
pub(super) fn widen(stamp: &mut Stamp, precision: Precision, span_us: i64) {
    if stamp.is_stated() {
        stamp.precision = precision;
        stamp.latest_us = stamp.latest_us.max(stamp.earliest_us.saturating_add(span_us - 1));
    }
}
