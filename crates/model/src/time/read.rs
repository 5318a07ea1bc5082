//! Reads stated times: the formats of an exhibit, in the zone of the exhibit, without guessing.
//!
//! Zones are the IANA database bundled at build time. A local time that the zone skipped (spring)
//! is refused; one that it repeated (autumn) becomes an interval over both.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, Offset, TimeZone};
use serde::{Deserialize, Serialize};

use super::numbers::{civil_of_serial, read_epoch};
use super::text::{LastDate, read_clock};
use super::{Precision, Stamp, ZoneSource};

/// A zone by its IANA name, with where it came from.
#[derive(Debug, Clone)]
pub struct Zone {
    name: String,
    tz: TimeZone,
    source: ZoneSource,
}

impl Zone {
    /// The zone of this IANA name (`Europe/Rome`), or `None` if the database has none such.
    pub fn named(name: &str, source: ZoneSource) -> Option<Self> {
        let tz = TimeZone::get(name).ok()?;
        Some(Self { name: name.to_owned(), tz, source })
    }

    /// UTC, for sources that say so.
    pub fn utc(source: ZoneSource) -> Self {
        Self { name: "UTC".to_owned(), tz: TimeZone::UTC, source }
    }

    /// The IANA name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The date `YYYY-MM-DD` that an instant has in this zone; empty beyond the calendar.
    pub fn date_of(&self, us: i64) -> String {
        let instant = Timestamp::from_microsecond(us).ok();
        let date = instant.map(|instant| instant.to_zoned(self.tz.clone()).date());
        date.map(|date| date.to_string()).unwrap_or_default()
    }

    /// Where the zone came from.
    pub fn source(&self) -> ZoneSource {
        self.source
    }
}

/// How an exhibit writes its times.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TimeFormat {
    /// Calendar text: ISO 8601, or day, month and year in the order of [`DateOrder`], or with the month
    /// by its name.
    #[default]
    Calendar,
    /// Seconds since 1970-01-01T00:00:00Z, fractions allowed.
    UnixSeconds,
    /// Milliseconds since 1970-01-01T00:00:00Z.
    UnixMillis,
    /// Microseconds since 1970-01-01T00:00:00Z.
    UnixMicros,
    /// Whole days since 1970-01-01, for simulated ledgers that count steps.
    UnixDays,
    /// Days of a spreadsheet, from 1899-12-30, with the clock as a fraction: local time. Calendar
    /// text among them is read as such, since spreadsheets turn only some dates into numbers.
    SheetDays,
}

/// The order of day, month and year where the text does not begin with the year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DateOrder {
    /// Not known: a date that reads both ways is refused.
    #[default]
    Unknown,
    /// Day, month, year.
    DayFirst,
    /// Month, day, year.
    MonthFirst,
    /// Year of two digits, month, day.
    YearFirst,
}

/// Why a text is not a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StampFault {
    /// Not a time in the format of the exhibit.
    NotATime,
    /// Day and month can be swapped, and nobody said which comes first.
    AmbiguousDate,
    /// The clocks of the zone skipped this time.
    InGap,
    /// Outside the years 1900 to 2200.
    OutOfRange,
}

/// Reads the times of one exhibit.
#[derive(Debug, Clone)]
pub struct StampReader {
    zone: Zone,
    format: TimeFormat,
    order: DateOrder,
    /// Seasons met, and which of them gives way next: most rows are near their neighbours.
    seasons: ([Option<Season>; SEASONS], usize),
    zone_applied: bool,
    last_date: LastDate,
}

/// A stretch of local time over which the zone has one UTC offset, a day away from any change of
/// its clocks: winter or summer, for most zones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Season {
    /// Bounds as microseconds of civil time.
    local_us: (i64, i64),
    offset_s: i64,
}

impl Season {
    fn holds(&self, local_us: i64) -> bool {
        (self.local_us.0..self.local_us.1).contains(&local_us)
    }
}

/// Seasons remembered: two of this year, two of the year before.
const SEASONS: usize = 4;

/// Distance kept from a change of clocks: no zone has ever moved by more than a day.
const CHANGE_US: i64 = 26 * 3_600 * US;

const US: i64 = 1_000_000;

impl StampReader {
    /// A reader for an exhibit's zone, format and date order.
    pub fn new(zone: Zone, format: TimeFormat, order: DateOrder) -> Self {
        let (seasons, last_date) = (([None; SEASONS], 0), LastDate::default());
        Self { zone, format, order, seasons, zone_applied: false, last_date }
    }

    /// A reader of times that are UTC or state their own zone, as counted seconds do.
    pub fn utc(format: TimeFormat) -> Self {
        Self::new(Zone::utc(ZoneSource::InValue), format, DateOrder::Unknown)
    }

    /// The zone times are read in.
    pub fn zone(&self) -> &Zone {
        &self.zone
    }

    /// The zone, if any time so far stated none of its own and was read in it.
    pub fn zone_applied(&self) -> Option<&Zone> {
        self.zone_applied.then_some(&self.zone)
    }

    /// Reads `text` into `stamp`; an empty text leaves it absent.
    pub fn read(&mut self, text: &str, stamp: &mut Stamp) -> Result<(), StampFault> {
        stamp.clear();
        let text = text.trim();
        if text.is_empty() {
            return Ok(());
        }
        match self.format {
            TimeFormat::Calendar => self.read_calendar(text, stamp)?,
            TimeFormat::SheetDays => match civil_of_serial(text) {
                Some(civil) => self.read_calendar(&civil, stamp)?,
                None => self.read_calendar(text, stamp)?,
            },
            format => read_epoch(text, format, stamp)?,
        }
        stamp.stated.set(text);
        Ok(())
    }

    /// Reads a date and a clock time kept in two columns as if they stood in one.
    pub fn read_joined(
        &mut self,
        date: &str,
        time: &str,
        stamp: &mut Stamp,
    ) -> Result<(), StampFault> {
        if time.trim().is_empty() {
            return self.read(date, stamp);
        }
        self.read(&format!("{} {}", date.trim(), time.trim()), stamp)
    }

    fn read_calendar(&mut self, text: &str, stamp: &mut Stamp) -> Result<(), StampFault> {
        let (date, rest) = self.last_date.read(text, self.order)?;
        let clock =
            read_clock(rest.trim_start_matches([' ', 'T', 't', ',', '\u{202f}', '\u{a0}']))?;
        if !(1900..=2200).contains(&date.year()) {
            return Err(StampFault::OutOfRange);
        }
        stamp.precision = clock.precision;
        if clock.precision == Precision::Day {
            return self.whole_day(date, stamp);
        }
        let local = date.to_datetime(clock.time);
        let (first_s, last_s) = match clock.offset_s {
            Some(offset_s) => {
                stamp.zone_source = ZoneSource::InValue;
                set_offset_name(stamp, offset_s);
                (offset_s, offset_s)
            }
            None => self.local_offsets(local, stamp)?,
        };
        // The earlier instant is the one with the larger offset from UTC.
        let base_us = civil_us(local);
        stamp.earliest_us = base_us - first_s.max(last_s) * US;
        stamp.latest_us = base_us - first_s.min(last_s) * US + clock.precision.span_us() - 1;
        Ok(())
    }

    fn whole_day(&mut self, date: Date, stamp: &mut Stamp) -> Result<(), StampFault> {
        let next = date.tomorrow().map_err(|_| StampFault::OutOfRange)?;
        stamp.earliest_us = self.day_begin(date)?;
        stamp.latest_us = self.day_begin(next)? - 1;
        self.apply_zone(stamp);
        Ok(())
    }

    fn apply_zone(&mut self, stamp: &mut Stamp) {
        stamp.zone.set(&self.zone.name);
        stamp.zone_source = self.zone.source;
        self.zone_applied = true;
    }

    /// The first instant of a day, which is not midnight where the clocks change at midnight.
    fn day_begin(&mut self, day: Date) -> Result<i64, StampFault> {
        let local_us = civil_us(day.to_datetime(Time::midnight()));
        if let Some(season) = self.season(local_us) {
            return Ok(local_us - season.offset_s * US);
        }
        let zoned = day.to_zoned(self.zone.tz.clone()).map_err(|_| StampFault::OutOfRange)?;
        self.remember_season(i64::from(zoned.offset().seconds()), zoned.timestamp());
        Ok(zoned.timestamp().as_microsecond())
    }

    /// The offsets from UTC, in seconds, that a local time can have in the exhibit's zone.
    fn local_offsets(
        &mut self,
        local: DateTime,
        stamp: &mut Stamp,
    ) -> Result<(i64, i64), StampFault> {
        self.apply_zone(stamp);
        if let Some(season) = self.season(civil_us(local)) {
            return Ok((season.offset_s, season.offset_s));
        }
        match self.zone.tz.to_ambiguous_timestamp(local).offset() {
            AmbiguousOffset::Unambiguous { offset } => {
                let offset_s = i64::from(offset.seconds());
                if let Ok(at) = offset.to_timestamp(local) {
                    self.remember_season(offset_s, at);
                }
                Ok((offset_s, offset_s))
            }
            AmbiguousOffset::Fold { before, after } => {
                Ok((i64::from(before.seconds()), i64::from(after.seconds())))
            }
            AmbiguousOffset::Gap { .. } => Err(StampFault::InGap),
        }
    }

    fn season(&self, local_us: i64) -> Option<Season> {
        self.seasons.0.iter().flatten().find(|season| season.holds(local_us)).copied()
    }

    /// Remembers the season around an instant at which the zone has this offset.
    fn remember_season(&mut self, offset_s: i64, at: Timestamp) {
        let local_us = |at: Timestamp| at.as_microsecond() + offset_s * US;
        // A change at this very instant is the beginning of its season, not inside it.
        let just_after = Timestamp::from_microsecond(at.as_microsecond() + 1).unwrap_or(at);
        let before = self.zone.tz.preceding(just_after).next();
        let after = self.zone.tz.following(at).next();
        let from_us = before.map_or(i64::MIN, |change| local_us(change.timestamp()) + CHANGE_US);
        let until_us = after.map_or(i64::MAX, |change| local_us(change.timestamp()) - CHANGE_US);
        let season = Some(Season { local_us: (from_us, until_us), offset_s });
        let (seasons, next) = &mut self.seasons;
        if seasons.contains(&season) {
            return;
        }
        if let Some(slot) = seasons.get_mut(*next) {
            *slot = season;
            *next = (*next + 1) % SEASONS;
        }
    }
}

/// Microseconds of a civil time as if it were UTC.
fn civil_us(at: DateTime) -> i64 {
    // Years 1900 to 2200 are well inside the range of a UTC timestamp.
    Offset::UTC.to_timestamp(at).map_or(0, jiff::Timestamp::as_microsecond)
}

fn set_offset_name(stamp: &mut Stamp, offset_s: i64) {
    let (sign, minutes) = (if offset_s < 0 { '-' } else { '+' }, offset_s.abs() / 60);
    stamp.zone.set_fmt(format_args!("{sign}{:02}:{:02}", minutes / 60, minutes % 60));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rome(order: DateOrder) -> StampReader {
        let zone = Zone::named("Europe/Rome", ZoneSource::ExhibitSetting).unwrap();
        StampReader::new(zone, TimeFormat::Calendar, order)
    }

    fn instant(us: i64) -> String {
        jiff::Timestamp::from_microsecond(us).unwrap().to_string()
    }

    #[track_caller]
    fn reads(order: DateOrder, text: &str, earliest: &str, latest: &str) {
        let mut stamp = Stamp::default();
        rome(order).read(text, &mut stamp).unwrap();
        assert_eq!(
            (instant(stamp.earliest_us).as_str(), instant(stamp.latest_us).as_str()),
            (earliest, latest),
            "{text}"
        );
    }

    #[track_caller]
    fn refuses(order: DateOrder, text: &str, fault: StampFault) {
        assert_eq!(rome(order).read(text, &mut Stamp::default()), Err(fault), "{text}");
    }

    #[test]
    fn a_local_time_is_read_in_its_zone_and_an_offset_wins_over_it() {
        use DateOrder::{DayFirst, MonthFirst, Unknown};
        reads(
            Unknown,
            "2026-01-10 12:00:00",
            "2026-01-10T11:00:00Z",
            "2026-01-10T11:00:00.999999Z",
        );
        reads(Unknown, "2026-07-10T12:00", "2026-07-10T10:00:00Z", "2026-07-10T10:00:59.999999Z");
        reads(
            Unknown,
            "2026-07-10T12:00:00-05:00",
            "2026-07-10T17:00:00Z",
            "2026-07-10T17:00:00.999999Z",
        );
        reads(
            Unknown,
            "2020-06-29 02:33:46.538",
            "2020-06-29T00:33:46.538Z",
            "2020-06-29T00:33:46.538999Z",
        );
        reads(DayFirst, "03/04/2026 9.05", "2026-04-03T07:05:00Z", "2026-04-03T07:05:59.999999Z");
        reads(
            MonthFirst,
            "03/04/26, 09:05 p. m.",
            "2026-03-04T20:05:00Z",
            "2026-03-04T20:05:59.999999Z",
        );
        reads(
            MonthFirst,
            "06/20/2020, 00:08 a. m.",
            "2020-06-19T22:08:00Z",
            "2020-06-19T22:08:59.999999Z",
        );
        reads(Unknown, "20260110", "2026-01-09T23:00:00Z", "2026-01-10T22:59:59.999999Z");
    }

    #[test]
    fn a_day_of_the_clock_change_has_its_true_length() {
        reads(
            DateOrder::Unknown,
            "2026-03-29",
            "2026-03-28T23:00:00Z",
            "2026-03-29T21:59:59.999999Z",
        );
        reads(
            DateOrder::Unknown,
            "2026-10-25",
            "2026-10-24T22:00:00Z",
            "2026-10-25T22:59:59.999999Z",
        );
    }

    #[test]
    fn a_skipped_hour_is_refused_and_a_repeated_one_is_an_interval() {
        refuses(DateOrder::Unknown, "2026-03-29 02:30:00", StampFault::InGap);
        reads(
            DateOrder::Unknown,
            "2026-10-25 02:30:00",
            "2026-10-25T00:30:00Z",
            "2026-10-25T01:30:00.999999Z",
        );
    }

    #[test]
    fn a_season_does_not_leak_over_a_change_of_clocks() {
        let mut reader = rome(DateOrder::Unknown);
        let mut stamp = Stamp::default();
        reader.read("2026-10-25 01:59:00", &mut stamp).unwrap();
        assert_eq!(instant(stamp.earliest_us), "2026-10-24T23:59:00Z");
        reader.read("2026-10-25 02:10:00", &mut stamp).unwrap();
        assert_eq!(stamp.latest_us - stamp.earliest_us, 3_600 * US + US - 1);
        reader.read("2026-10-25 03:10:00", &mut stamp).unwrap();
        assert_eq!(instant(stamp.earliest_us), "2026-10-25T02:10:00Z");
    }

    #[test]
    fn a_date_that_reads_both_ways_is_refused() {
        refuses(DateOrder::Unknown, "03/04/2026", StampFault::AmbiguousDate);
        reads(
            DateOrder::Unknown,
            "13/04/2026",
            "2026-04-12T22:00:00Z",
            "2026-04-13T21:59:59.999999Z",
        );
        for text in [
            "tomorrow",
            "2026-13-01",
            "2026-02-30",
            "1/2",
            "2026-01-01 25:00",
            "2026-01-01 10:00 XX",
        ] {
            refuses(DateOrder::Unknown, text, StampFault::NotATime);
        }
        refuses(DateOrder::Unknown, "1601-01-01", StampFault::OutOfRange);
    }

    #[test]
    fn a_short_year_between_hyphens_is_asked_for_and_not_taken_for_a_day() {
        use DateOrder::{DayFirst, Unknown, YearFirst};
        let read = |order, text| {
            let mut stamp = Stamp::default();
            rome(order).read(text, &mut stamp).map(|()| instant(stamp.earliest_us))
        };
        assert_eq!(read(Unknown, "24-01-05"), Err(StampFault::AmbiguousDate));
        assert_eq!(read(YearFirst, "24-01-05 10:00").unwrap(), "2024-01-05T09:00:00Z");
        assert_eq!(read(DayFirst, "24-01-05 10:00").unwrap(), "2005-01-24T09:00:00Z");
        assert_eq!(read(Unknown, "99-01-05 10:00").unwrap(), "1999-01-05T09:00:00Z");
        assert_eq!(read(Unknown, "24/01/05 10:00").unwrap(), "2005-01-24T09:00:00Z");
        assert_eq!(read(YearFirst, "2024-01-05 10:00").unwrap(), "2024-01-05T09:00:00Z");
        assert_eq!(read(YearFirst, "24/03/05 10:00").unwrap(), "2024-03-05T09:00:00Z");
        assert_eq!(read(YearFirst, "24/3/5 10:00").unwrap(), "2024-03-05T09:00:00Z");
    }

    #[test]
    fn epochs_are_read_by_the_unit_they_were_set_to() {
        let zone = Zone::utc(ZoneSource::InValue);
        let mut stamp = Stamp::default();
        let mut read = |format, text: &str| {
            StampReader::new(zone.clone(), format, DateOrder::Unknown)
                .read(text, &mut stamp)
                .map(|()| instant(stamp.earliest_us))
        };
        assert_eq!(read(TimeFormat::UnixSeconds, "1705315800").unwrap(), "2024-01-15T10:50:00Z");
        assert_eq!(read(TimeFormat::UnixSeconds, "1.5").unwrap(), "1970-01-01T00:00:01.5Z");
        assert_eq!(
            read(TimeFormat::UnixMillis, "1383772636690").unwrap(),
            "2013-11-06T21:17:16.69Z"
        );
        assert_eq!(read(TimeFormat::UnixDays, "1").unwrap(), "1970-01-02T00:00:00Z");
        assert_eq!(read(TimeFormat::UnixSeconds, "1705315800000"), Err(StampFault::OutOfRange));
    }

    proptest::proptest! {
        /// A reader that has met other seasons reads as one that has met none.
        #[test]
        fn what_was_read_before_changes_nothing(
            zone in proptest::sample::select(vec![
                "Europe/Rome", "America/Chicago", "Asia/Manila", "Pacific/Apia", "Africa/Casablanca",
                "Australia/Lord_Howe", "America/Sao_Paulo", "UTC",
            ]),
            minutes in proptest::collection::vec(0i64..60 * 24 * 366 * 45, 1..40),
            hours in proptest::collection::vec(0i64..48, 1..40),
            day_only: bool,
        ) {
            let zone = Zone::named(zone, ZoneSource::ExhibitSetting).unwrap();
            let fresh = || StampReader::new(zone.clone(), TimeFormat::Calendar, DateOrder::Unknown);
            let mut used = fresh();
            // Any minute since 1990, and the hours around a change of clocks in each of them.
            let changes = [960_080_400i64, 1_774_746_000 - 86_400, 1_325_239_200, 1_761_354_000];
            let near = hours.iter().zip(changes.iter().cycle()).map(|(h, at)| at + h * 3_600 + 1_800);
            for at_s in minutes.iter().map(|m| 631_152_000 + m * 60).chain(near) {
                let local = Offset::UTC.to_datetime(Timestamp::from_second(at_s).unwrap());
                let text = if day_only { local.date().to_string() } else { local.to_string() };
                let (mut one, mut two) = (Stamp::default(), Stamp::default());
                proptest::prop_assert_eq!(used.read(&text, &mut one), fresh().read(&text, &mut two));
                proptest::prop_assert_eq!(one, two, "{}", text);
            }
        }

        #[test]
        fn no_text_panics(text: String) {
            let _ = rome(DateOrder::Unknown).read(&text, &mut Stamp::default());
        }
    }
}
