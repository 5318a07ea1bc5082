//! The days of the synthetic case: one year, told in seconds of UTC.

use std::sync::LazyLock;

use jiff::civil::{Date, date};
use jiff::tz::TimeZone;

/// First day.
pub(crate) const FIRST: Date = date(2025, 1, 1);

/// Number of days.
pub(crate) const DAYS: i64 = 364;

/// Zone the payers live in.
pub(crate) const PAYER_ZONE: &str = "Europe/Rome";

/// Zone the operator `mto-a` writes in.
pub(crate) const OPERATOR_ZONE: &str = "America/Chicago";

/// Midnights of the payers' zone, from the first day on, in seconds of UTC.
static MIDNIGHTS: LazyLock<Vec<i64>> = LazyLock::new(|| {
    let zone = zone(PAYER_ZONE);
    let midnight = |day| {
        let date = FIRST.checked_add(jiff::Span::new().days(day)).unwrap_or(FIRST);
        date.to_zoned(zone.clone()).map_or(0, |at| at.timestamp().as_second())
    };
    (0..=DAYS + 30).map(midnight).collect()
});

/// An instant from a day of the payers' zone and seconds after its midnight.
pub(crate) fn instant_s(day: i64, second: i64) -> i64 {
    let midnight = usize::try_from(day).ok().and_then(|day| MIDNIGHTS.get(day));
    midnight.map_or(0, |midnight| midnight + second)
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
