//! Times of a report, in the forms that versions of Physical Analyzer write.
//!
//! `2024-11-03T19:46:47.000+00:00`, the same without fraction, the same without offset,
//! `03-Nov-24 19:46:47 +00:00` with one or two spaces, `03/11/2024 19:46:47 +00:00`, and
//! `03/11/2024 19:46:47(UTC+0)` as the readable reports have it.

use model::RejectKind;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat, Zone};

use super::model::StatedTime;
use crate::settings::Settings;

/// Times by which the decoding program says that it found none: the beginnings of the calendars of
/// .NET, Windows and Unix.
const BEGINNINGS: [&str; 3] = ["0001-01-01T00:00:00", "1601-01-01T00:00:00", "1970-01-01T00:00:00"];

/// Format of a time of which the decoding program does not know the zone.
const ZONE_UNKNOWN: &str = "DateTimeOnly";

const MONTHS: [&str; 12] =
    ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"];

/// Why a time could not be read: kind, field, text.
pub(super) type Fault = (RejectKind, String, String);

/// Reads the times of one report.
pub(super) struct Times {
    /// For dates that begin with the year, or with a day above twelve.
    plain: StampReader,
    /// For dates parted by `/` on a clock of 24 hours, which reports write day first.
    day_first: StampReader,
    slashed: u64,
}

impl Times {
    pub(super) fn new(settings: &Settings) -> Self {
        let reader = |order| settings.stamp_reader(None, TimeFormat::Calendar, order);
        Self {
            plain: reader(DateOrder::Unknown),
            day_first: reader(DateOrder::DayFirst),
            slashed: 0,
        }
    }

    /// The zone of the exhibit, if any time stated none of its own.
    pub(super) fn zone_applied(&self) -> Option<&Zone> {
        self.plain.zone_applied().or_else(|| self.day_first.zone_applied())
    }

    /// How many dates were read as day, month, year.
    pub(super) fn slashed(&self) -> u64 {
        self.slashed
    }

    /// Reads a time; what says that there is none leaves the stamp absent.
    pub(super) fn read(
        &mut self,
        field: &str,
        time: StatedTime<'_>,
        stamp: &mut Stamp,
    ) -> Result<(), Fault> {
        stamp.clear();
        let text = time.text.trim();
        if text.is_empty() || BEGINNINGS.iter().any(|start| text.starts_with(start)) {
            return Ok(());
        }
        self.read_text(text, time, stamp)
            .map_err(|kind| (kind, field.to_owned(), text.to_owned()))?;
        stamp.stated.set(text);
        Ok(())
    }

    fn read_text(
        &mut self,
        text: &str,
        time: StatedTime<'_>,
        stamp: &mut Stamp,
    ) -> Result<(), RejectKind> {
        let is_iso = year_first(text);
        if is_iso && (time.format == ZONE_UNKNOWN || has_offset(text)) {
            return Ok(self.plain.read(text, stamp)?);
        }
        if is_iso {
            // The rendering has the offset, the text the fraction.
            let offset = offset_of(time.formatted);
            return Ok(self.plain.read(&format!("{text}{offset}"), stamp)?);
        }
        let rendered = year_first(time.formatted) && has_offset(time.formatted);
        if rendered && time.format != ZONE_UNKNOWN {
            return Ok(self.plain.read(time.formatted, stamp)?);
        }
        let text = text.replace("(UTC", " UTC").replace(')', "");
        if let Some(named) = with_month_number(&text) {
            return Ok(self.plain.read(&named, stamp)?);
        }
        let half_day = text.to_ascii_lowercase().contains(['a', 'p']);
        if half_day || text.get(2..3) != Some("/") {
            return Ok(self.plain.read(&text, stamp)?);
        }
        self.slashed += 1;
        Ok(self.day_first.read(&text, stamp)?)
    }
}

/// Whether a text begins like ISO 8601.
fn year_first(text: &str) -> bool {
    text.get(4..5) == Some("-")
}

/// What follows the clock time of an ISO 8601 text: `Z` or `+02:00`.
fn offset_of(text: &str) -> &str {
    let clock = text.find(['T', ' ']).map_or(text.len(), |at| at + 1);
    let rest = text.get(clock..).unwrap_or("");
    rest.find(['Z', '+', '-']).and_then(|at| rest.get(at..)).unwrap_or("")
}

fn has_offset(text: &str) -> bool {
    !offset_of(text).is_empty()
}

/// `03-Nov-24 …` as `2024-11-03 …`. Years are of two digits or four; 69 to 99 are the last century,
/// as in POSIX.
fn with_month_number(text: &str) -> Option<String> {
    let (day, rest) = text.split_once('-')?;
    let (month, rest) = rest.split_once('-')?;
    let (year, clock) = rest.split_once(' ')?;
    let month = month.to_ascii_lowercase();
    let number = MONTHS.iter().position(|name| month.get(..3) == Some(name))? + 1;
    let digits = |text: &str| (text.len() <= 4).then(|| text.parse::<u16>().ok()).flatten();
    let (day, year) = (digits(day)?, digits(year)?);
    let year = match year {
        0..=68 => year + 2000,
        69..=99 => year + 1900,
        _ => year,
    };
    Some(format!("{year:04}-{number:02}-{day:02} {}", clock.trim()))
}

/// Seconds of a duration `[d.]hh:mm:ss[.fffffff]`.
pub(super) fn seconds(text: &str) -> Option<i64> {
    let (days, clock) = match text.split_once(':')?.0.split_once('.') {
        Some((days, _)) => (days.parse::<i64>().ok()?, text.get(days.len() + 1..)?),
        None => (0, text),
    };
    let mut parts = clock.split(':');
    let number =
        |text: &str| text.parse::<i64>().ok().filter(|number| (0..100_000).contains(number));
    let (hours, minutes) = (number(parts.next()?)?, number(parts.next()?)?);
    let last = parts.next().unwrap_or("0");
    let seconds = number(last.split('.').next().unwrap_or(last))?;
    let whole = parts.next().is_none() && (0..100_000).contains(&days);
    whole.then_some(days * 86_400 + hours * 3_600 + minutes * 60 + seconds)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, formatted: &str, format: &str) -> Result<(i64, String), RejectKind> {
        let settings = Settings { case_zone: "Europe/Rome".into(), ..Settings::default() };
        let mut stamp = Stamp::default();
        let time = StatedTime { text, formatted, format };
        Times::new(&settings).read("TimeStamp", time, &mut stamp).map_err(|(kind, ..)| kind)?;
        Ok((stamp.earliest_us / 1000, stamp.zone.to_string()))
    }

    #[test]
    fn the_six_forms_are_read_with_their_offset() {
        // 2024-11-03T19:46:47Z
        let at = 1_730_663_207_000;
        for text in [
            "2024-11-03T16:46:47.000-03:00",
            "2024-11-03T16:46:47-03:00",
            "03-Nov-24 16:46:47 -03:00",
            "03-Nov-24 16:46:47  -03:00",
            "03/11/2024 16:46:47 -03:00",
            "03/11/2024 16:46:47(UTC-3)",
        ] {
            assert_eq!(read(text, "", ""), Ok((at, "-03:00".to_owned())), "{text}");
        }
        let zoneless = read("2024-11-03T20:46:47.000", "", "").unwrap();
        assert_eq!(zoneless, (at, "Europe/Rome".to_owned()));
    }

    #[test]
    fn a_rendering_lends_its_offset_unless_the_zone_is_said_to_be_unknown() {
        let rendered = "2024-11-03T19:46:47+00:00";
        let text = "2024-11-03T19:46:47.500";
        let known = read(text, rendered, "TimeStampKnown").unwrap();
        assert_eq!(known, (1_730_663_207_500, "+00:00".to_owned()));
        let unknown = read(text, rendered, "DateTimeOnly").unwrap();
        assert_eq!(unknown.1, "Europe/Rome");
        let local = read("3/11/2024 16:46:47", "2024-11-03T16:46:47-03:00", "").unwrap();
        assert_eq!(local.0, 1_730_663_207_000);
    }

    #[test]
    fn what_stands_for_no_time_leaves_none_and_what_is_ambiguous_is_refused() {
        for text in ["", "0001-01-01T00:00:00", "1970-01-01T00:00:00.000+00:00"] {
            assert_eq!(read(text, "", "").unwrap().1, "", "{text}");
        }
        assert_eq!(read("03/11/2024 04:46:47 PM", "", ""), Err(RejectKind::AmbiguousDate));
        assert_eq!(read("soon", "", ""), Err(RejectKind::BadTime));
    }

    #[test]
    fn durations_may_have_days_and_fractions() {
        assert_eq!(seconds("00:02:06"), Some(126));
        assert_eq!(seconds("1.00:00:01.5000000"), Some(86_401));
        for text in ["", "12", "a:b:c", "99999999999999999999.1:2:3", "1:2:3:4"] {
            assert_eq!(seconds(text), None, "{text}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_text_panics(text: String, formatted: String) {
            let _ = read(&text, &formatted, "");
            let _ = seconds(&text);
        }
    }
}
