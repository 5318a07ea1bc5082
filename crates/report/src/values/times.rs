//! Instants, dates and spans, in the zone of the case and the words of the language.

use jiff::tz::TimeZone;
use jiff::{Timestamp, Zoned};

use super::Printer;
use super::numbers::NO_BREAK;
use crate::Lang;
use crate::error::ReportError;

/// A second in microseconds.
const SECOND_US: i64 = 1_000_000;

/// The time zone of the case.
pub(crate) struct CaseZone {
    name: String,
    zone: TimeZone,
}

impl CaseZone {
    /// The zone of this IANA name.
    pub(crate) fn named(name: &str) -> Result<Self, ReportError> {
        let zone =
            TimeZone::get(name).map_err(|_| ReportError::UnknownZone { zone: name.to_owned() })?;
        Ok(Self { name: name.to_owned(), zone })
    }

    fn at(&self, at_us: i64) -> Result<Zoned, String> {
        let instant = Timestamp::from_microsecond(at_us)
            .map_err(|_| format!("{at_us} µs lies outside the years that can be printed"))?;
        Ok(instant.to_zoned(self.zone.clone()))
    }

    /// The instant in UTC, ISO 8601: for machines, in the page's `datetime` attributes.
    pub(crate) fn machine(at_us: i64) -> String {
        Timestamp::from_microsecond(at_us).map_or_else(|_| String::new(), |at| at.to_string())
    }

    /// The instant for tables, to the second: `2026-02-02 14:03:05 +01:00`, in Italian
    /// `02/02/2026`.
    pub(crate) fn compact(&self, at_us: i64, lang: Lang) -> String {
        let at = match self.at(at_us - at_us.rem_euclid(SECOND_US)) {
            Ok(at) => at,
            Err(fact) => return fact,
        };
        let date = match lang {
            Lang::En => at.date().to_string(),
            Lang::It => format!("{:02}/{:02}/{:04}", at.day(), at.month(), at.year()),
        };
        format!("{date} {}{NO_BREAK}{}", clock(&at), at.offset_text())
    }
}

/// The offset as `+01:00`.
trait OffsetText {
    fn offset_text(&self) -> String;
}

impl OffsetText for Zoned {
    fn offset_text(&self) -> String {
        let seconds = self.offset().seconds();
        let (sign, away) = (if seconds < 0 { '\u{2212}' } else { '+' }, seconds.unsigned_abs());
        let (hours, minutes, rest) = (away / 3600, away / 60 % 60, away % 60);
        if rest == 0 {
            format!("{sign}{hours:02}:{minutes:02}")
        } else {
            // Local mean times before the zones: to the second.
            format!("{sign}{hours:02}:{minutes:02}:{rest:02}")
        }
    }
}

/// The clock time, with fractions only where a source states any.
fn clock(at: &Zoned) -> String {
    let (hour, minute, second) = (at.hour(), at.minute(), at.second());
    let fraction_us = at.subsec_nanosecond() / 1_000;
    // A period ends with the last microsecond of its last second; that second names it.
    if matches!(fraction_us, 0 | 999_999) {
        format!("{hour:02}:{minute:02}:{second:02}")
    } else {
        let digits = format!("{fraction_us:06}");
        format!("{hour:02}:{minute:02}:{second:02}.{}", digits.trim_end_matches('0'))
    }
}

impl Printer<'_> {
    /// An instant in the zone of the case, with offset and zone beside it.
    pub(crate) fn instant(&self, at_us: i64) -> Result<String, String> {
        let at = self.zone.at(at_us)?;
        let date = self.day(at.year(), at.month(), at.day())?;
        Ok(format!("{date}, {} ({}{NO_BREAK}{})", clock(&at), at.offset_text(), self.zone.name))
    }

    /// An instant at which the program itself did something: in words, to the second.
    pub(crate) fn moment(&self, at_us: i64) -> Result<String, String> {
        self.instant(at_us - at_us.rem_euclid(SECOND_US))
    }

    /// A calendar year, month or day of ISO 8601.
    pub(crate) fn date(&self, iso: &str) -> Result<String, String> {
        let fault = || format!("`{iso}` is not a date of ISO 8601; write 2026-02 or 2026-02-02");
        let mut parts = iso.split('-');
        let year = number(parts.next(), 4).ok_or_else(fault)?;
        let month = parts.next().map(|text| number(Some(text), 2).ok_or_else(fault)).transpose()?;
        let day = parts.next().map(|text| number(Some(text), 2).ok_or_else(fault)).transpose()?;
        if parts.next().is_some() {
            return Err(fault());
        }
        let whole = |part: i16| i8::try_from(part).map_err(|_| fault());
        match (month, day) {
            (None, _) => Ok(format!("{year}")),
            (Some(month), None) => {
                Ok(format!("{}{NO_BREAK}{year}", self.month(whole(month)?).ok_or_else(fault)?))
            }
            (Some(month), Some(day)) => {
                let date = jiff::civil::Date::new(year, whole(month)?, whole(day)?)
                    .map_err(|_| fault())?;
                self.day(date.year(), date.month(), date.day())
            }
        }
    }

    fn day(&self, year: i16, month: i8, day: i8) -> Result<String, String> {
        let name = self.month(month).ok_or_else(|| format!("there is no month {month}"))?;
        let first = day == 1 && self.lang() == Lang::It;
        Ok(format!("{day}{}{NO_BREAK}{name}{NO_BREAK}{year}", if first { "º" } else { "" }))
    }

    fn month(&self, month: i8) -> Option<String> {
        self.plain_message(&format!("month-{month}"))
    }

    /// A span of time: days, hours, minutes, seconds, without those that are zero.
    pub(crate) fn span(&self, seconds: i64) -> String {
        let away = seconds.unsigned_abs();
        let day = match self.lang() {
            Lang::En => "d",
            Lang::It => "g",
        };
        let parts = [
            (away / 86_400, day),
            (away / 3600 % 24, "h"),
            (away / 60 % 60, "min"),
            (away % 60, "s"),
        ];
        let mut text: Vec<String> = parts
            .into_iter()
            .filter(|(count, _)| *count > 0)
            .map(|(count, unit)| format!("{}{NO_BREAK}{unit}", super::grouped(count, self.lang())))
            .collect();
        if text.is_empty() {
            text.push(format!("0{NO_BREAK}s"));
        }
        let sign = if seconds < 0 { "\u{2212}" } else { "" };
        format!("{sign}{}", text.join(" "))
    }
}

fn number(text: Option<&str>, digits: usize) -> Option<i16> {
    let text =
        text.filter(|text| text.len() == digits && text.bytes().all(|b| b.is_ascii_digit()))?;
    text.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::words::Words;
    use model::Value;

    fn printed(lang: Lang, zone: &str, value: &Value) -> Result<String, String> {
        let words = Words::load(lang).unwrap();
        let printer = Printer::new(&words, zone).unwrap();
        printer.print(value).map(|printed| printed.text.replace(NO_BREAK, " "))
    }

    #[test]
    fn an_instant_stands_in_the_zone_of_the_case_with_the_zone_beside() {
        // 2026-10-25 00:30 UTC and an hour later: the same clock time twice in Rome.
        for (at_us, offset) in
            [(1_792_888_200_000_000, "+02:00"), (1_792_891_800_000_000, "+01:00")]
        {
            let value = Value::Instant(at_us);
            assert_eq!(
                printed(Lang::En, "Europe/Rome", &value).unwrap(),
                format!("25 October 2026, 02:30:00 ({offset} Europe/Rome)")
            );
            assert_eq!(
                printed(Lang::It, "Europe/Rome", &value).unwrap(),
                format!("25 ottobre 2026, 02:30:00 ({offset} Europe/Rome)")
            );
        }
    }

    #[test]
    fn dates_and_spans_speak_the_language() {
        let date = |lang, iso: &str| printed(lang, "UTC", &Value::Date(iso.to_owned()));
        assert_eq!(date(Lang::It, "2026-02").unwrap(), "febbraio 2026");
        assert_eq!(date(Lang::It, "2026-02-01").unwrap(), "1º febbraio 2026");
        assert_eq!(date(Lang::En, "2026-02-28").unwrap(), "28 February 2026");
        assert!(date(Lang::En, "2026-02-30").is_err());
        assert!(date(Lang::En, "02/03/2026").is_err());
        let zone = CaseZone::named("Europe/Rome").unwrap();
        let table = |lang| zone.compact(1_792_888_200_123_456, lang).replace(NO_BREAK, " ");
        assert_eq!(table(Lang::En), "2026-10-25 02:30:00 +02:00");
        assert_eq!(table(Lang::It), "25/10/2026 02:30:00 +02:00");
        let span = |lang, seconds| printed(lang, "UTC", &Value::Span(seconds)).unwrap();
        assert_eq!(span(Lang::It, 90_061), "1 g 1 h 1 min 1 s");
        assert_eq!(span(Lang::En, -7200), "−2 h");
        assert_eq!(span(Lang::En, 0), "0 s");
    }
}
