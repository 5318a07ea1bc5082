//! Times as DOS and Windows write them.
//!
//! - **DOS** (FAT, exFAT): local time without a zone, to two seconds, with hundredths where the entry
//!   has them; days of last reading. The stamp spans what the clock can tell.
//! - **Windows** (NTFS): ticks of 100 ns since 1601-01-01T00:00:00Z.
//!
//! A time that is none (month 13, an hour the zone skipped) leaves the stamp absent; its text goes
//! to `extra`, for a file is more than one of its times.

use std::fmt::Write as _;

use jiff::Timestamp;
use model::time::{DateOrder, Precision, Stamp, StampReader, TimeFormat};

use crate::settings::Settings;
use crate::sink::Note;

/// Microseconds of the two seconds that a DOS time counts in, less what a second spans already.
const SECOND_MORE_US: i64 = 1_000_000;

/// Microseconds of a hundredth of a second, less the millisecond that the text spans.
const HUNDREDTH_MORE_US: i64 = 9_000;

/// Seconds from 1601 to 1970.
const TICKS_EPOCH_S: i64 = 11_644_473_600;

const TICKS_PER_S: u64 = 10_000_000;

/// A date and a time in the bits of DOS.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) struct DosTime {
    /// Year from 1980, month, day.
    pub(crate) date: u16,
    /// Hour, minute, half second; none where only the day is kept.
    pub(crate) time: Option<u16>,
    /// Hundredths of a second to add, 0 to 199.
    pub(crate) hundredths: u8,
    /// Quarters of an hour from UTC, where the entry states them.
    pub(crate) offset_quarters: Option<i8>,
}

impl DosTime {
    /// Whether the entry states a day.
    pub(crate) fn is_stated(self) -> bool {
        self.date != 0
    }

    /// The time as text that sorts, and the microseconds it spans beyond what the text says.
    fn text(self) -> (String, i64) {
        let (year, month, day) = (1980 + (self.date >> 9), self.date >> 5 & 15, self.date & 31);
        let mut text = format!("{year:04}-{month:02}-{day:02}");
        let Some(time) = self.time else { return (text, 0) };
        let (hour, minute) = (time >> 11, time >> 5 & 63);
        let hundredths = u16::from(self.hundredths.min(199));
        let second = (time & 31) * 2 + hundredths / 100;
        // Writing to a String cannot fail.
        let _ = write!(text, " {hour:02}:{minute:02}:{second:02}");
        let mut more_us = SECOND_MORE_US;
        if hundredths > 0 {
            let _ = write!(text, ".{:02}", hundredths % 100);
            more_us = HUNDREDTH_MORE_US;
        }
        if let Some(quarters) = self.offset_quarters {
            let minutes = i32::from(quarters) * 15;
            let sign = if minutes < 0 { '-' } else { '+' };
            let minutes = minutes.abs();
            let _ = write!(text, "{sign}{:02}:{:02}", minutes / 60, minutes % 60);
        }
        (text, more_us)
    }

    /// The same instant for comparing two of them: date, time and hundredths in one number.
    pub(crate) fn order(self) -> Option<u64> {
        let time = u64::from(self.time.unwrap_or(0));
        let fine = u64::from(self.hundredths);
        self.is_stated().then_some(u64::from(self.date) << 24 | time << 8 | fine)
    }
}

/// Reads local times in the zone of the exhibit.
pub(crate) struct LocalClock {
    reader: StampReader,
}

impl LocalClock {
    /// A clock in the zone that the settings give.
    pub(crate) fn new(settings: &Settings) -> Self {
        Self { reader: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown) }
    }

    /// Reads a time; where it is none, gives its text.
    pub(crate) fn read(&mut self, time: DosTime, stamp: &mut Stamp) -> Result<(), String> {
        stamp.clear();
        if !time.is_stated() {
            return Ok(());
        }
        let (text, more_us) = time.text();
        let is_clock = time.time.is_none_or(|time| time & 31 < 30);
        if !is_clock || self.reader.read(&text, stamp).is_err() {
            stamp.clear();
            return Err(text);
        }
        if stamp.precision != Precision::Day {
            stamp.latest_us = stamp.latest_us.saturating_add(more_us);
        }
        Ok(())
    }

    /// The zone, if any time was read in it.
    pub(crate) fn note(&self) -> Option<Note> {
        let zone = self.reader.zone_applied()?;
        Some(Note::Zone { zone: zone.name().to_owned(), source: zone.source() })
    }
}

/// Reads ticks of Windows.
pub(crate) struct TickClock {
    reader: StampReader,
}

impl TickClock {
    /// A clock in UTC, as the value counts.
    pub(crate) fn new() -> Self {
        Self { reader: StampReader::utc(TimeFormat::Calendar) }
    }

    /// Reads a time; where it lies outside the years of a stamp, gives its text. 0 states nothing.
    pub(crate) fn read(&mut self, ticks: u64, stamp: &mut Stamp) -> Result<(), String> {
        stamp.clear();
        let Some(text) = ticks_text(ticks) else { return Ok(()) };
        if self.reader.read(&text, stamp).is_err() {
            stamp.clear();
            return Err(text);
        }
        Ok(())
    }
}

/// Ticks as ISO 8601 with all seven digits; ticks beyond the calendar as a number; none for 0.
pub(crate) fn ticks_text(ticks: u64) -> Option<String> {
    if ticks == 0 {
        return None;
    }
    let seconds = i64::try_from(ticks / TICKS_PER_S).ok().map(|seconds| seconds - TICKS_EPOCH_S);
    let nanos = i32::try_from(ticks % TICKS_PER_S * 100).ok();
    let at = seconds.zip(nanos).and_then(|(seconds, nanos)| Timestamp::new(seconds, nanos).ok());
    Some(at.map_or_else(|| format!("{ticks} ticks"), |at| format!("{at:.7}")))
}

#[cfg(test)]
mod tests {
    use model::ZoneSource;

    use super::*;

    fn rome() -> LocalClock {
        LocalClock::new(&Settings { case_zone: "Europe/Rome".into(), ..Settings::default() })
    }

    #[test]
    fn a_time_of_dos_is_local_and_spans_two_seconds() {
        let mut stamp = Stamp::default();
        // 2004-06-01 15:00:04.
        let time = DosTime { date: 12481, time: Some(30722), ..DosTime::default() };
        rome().read(time, &mut stamp).unwrap();
        assert_eq!((&*stamp.stated, &*stamp.zone), ("2004-06-01 15:00:04", "Europe/Rome"));
        assert_eq!(stamp.earliest_us, 1_086_094_804_000_000);
        assert_eq!(stamp.latest_us - stamp.earliest_us, 1_999_999);
        let fine = DosTime { hundredths: 137, ..time };
        rome().read(fine, &mut stamp).unwrap();
        assert_eq!(&*stamp.stated, "2004-06-01 15:00:05.37");
        assert_eq!(stamp.latest_us - stamp.earliest_us, 9_999);
        let day = DosTime { time: None, ..time };
        rome().read(day, &mut stamp).unwrap();
        assert_eq!((&*stamp.stated, stamp.precision), ("2004-06-01", Precision::Day));
    }

    #[test]
    fn an_offset_in_the_entry_wins_over_the_zone() {
        let mut stamp = Stamp::default();
        let offset_quarters = Some(-14);
        let time =
            DosTime { date: 12481, time: Some(30722), offset_quarters, ..DosTime::default() };
        rome().read(time, &mut stamp).unwrap();
        assert_eq!((stamp.zone_source, &*stamp.zone), (ZoneSource::InValue, "-03:30"));
        assert_eq!(stamp.earliest_us, 1_086_114_604_000_000);
    }

    #[test]
    fn what_is_no_time_is_given_back_as_text() {
        let mut stamp = Stamp::default();
        let month_15 = DosTime { date: 0x30c1 | 15 << 5, time: Some(0), ..DosTime::default() };
        assert_eq!(rome().read(month_15, &mut stamp).unwrap_err(), "2004-15-01 00:00:00");
        // 02:30 on 2004-03-28, which Rome skipped.
        let skipped = DosTime { date: 12412, time: Some(5056), ..DosTime::default() };
        assert_eq!(rome().read(skipped, &mut stamp).unwrap_err(), "2004-03-28 02:30:00");
        assert!(!stamp.is_stated());
        rome().read(DosTime::default(), &mut stamp).unwrap();
        assert!(!stamp.is_stated());
    }

    #[test]
    fn ticks_are_read_to_the_hundred_nanoseconds() {
        let mut stamp = Stamp::default();
        TickClock::new().read(133_189_803_121_234_567, &mut stamp).unwrap();
        assert_eq!(&*stamp.stated, "2023-01-23T20:45:12.1234567Z");
        assert_eq!(
            (stamp.zone_source, stamp.precision),
            (ZoneSource::InValue, Precision::Microsecond)
        );
        assert!(TickClock::new().read(u64::MAX, &mut stamp).is_err());
        TickClock::new().read(0, &mut stamp).unwrap();
        assert!(!stamp.is_stated());
    }
}
