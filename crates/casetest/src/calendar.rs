//! The days of the synthetic case: one year, told in seconds of UTC.

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// First day.
pub(crate) const FIRST: Date = date(2025, 1, 1);

/// Number of days.
pub(crate) const DAYS: i64 = 364;

/// Zone the payers live in.
pub const PAYER_ZONE: &str = "Europe/Rome";

/// Zone the operator `mto-a` writes in.
pub(crate) const OPERATOR_ZONE: &str = "US/Central";

/// An instant from a local day and second of the day in a zone.
pub(crate) fn instant_s(zone: &TimeZone, day: i64, second: i64) -> i64 {
    let at = FIRST
        .checked_add(jiff::Span::new().days(day))
        .unwrap_or(FIRST)
        .to_datetime(jiff::civil::Time::midnight())
        .checked_add(jiff::Span::new().seconds(second))
        .unwrap_or_else(|_| FIRST.to_datetime(jiff::civil::Time::midnight()));
    zone.to_ambiguous_timestamp(at).compatible().map_or(0, |t| t.as_second())
}

/// Weekday of a day, Monday 0.
pub(crate) fn weekday(day: i64) -> i64 {
    // 2025-01-01 was a Wednesday.
    (day + 2).rem_euclid(7)
}

/// Day of the month, from 1.
pub(crate) fn month_day(day: i64) -> i64 {
    FIRST.checked_add(jiff::Span::new().days(day)).map_or(1, |d| i64::from(d.day()))
}

/// A zone of the bundled database.
pub(crate) fn zone(name: &str) -> TimeZone {
    TimeZone::get(name).unwrap_or(TimeZone::UTC)
}

/// An instant as text in a zone, in `strftime` words.
pub(crate) fn text(instant_s: i64, zone: &TimeZone, format: &str) -> String {
    jiff::Timestamp::from_second(instant_s)
        .map(|t| t.to_zoned(zone.clone()).strftime(format).to_string())
        .unwrap_or_default()
}
