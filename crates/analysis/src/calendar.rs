//! The calendar of the case: months, weekdays and hours in its time zone.

use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan, civil};
use model::views::When;

/// Months, weekdays and hours of a stretch of time in one zone.
#[derive(Debug, Clone)]
pub(crate) struct Calendar {
    zone: TimeZone,
    name: String,
    months: Vec<(i64, String)>,
}

impl Calendar {
    /// The calendar of the months from the first to the last instant. A zone that no time-zone
    /// database knows is UTC, and [`Calendar::zone_name`] says so.
    pub(crate) fn of(zone: &str, first_us: i64, last_us: i64) -> Self {
        let (zone, name) = match TimeZone::get(zone) {
            Ok(known) => (known, zone.to_owned()),
            Err(_) => (TimeZone::UTC, "UTC".to_owned()),
        };
        let mut calendar = Self { zone, name, months: Vec::new() };
        let Some(mut month) = calendar.civil(first_us).map(|at| at.date().first_of_month()) else {
            return calendar;
        };
        while let Some(start_us) = calendar.start_us(month) {
            if start_us > last_us {
                break;
            }
            calendar.months.push((start_us, month.strftime("%Y-%m").to_string()));
            let Ok(next) = month.checked_add(1.month()) else { break };
            month = next;
        }
        calendar
    }

    /// The zone in use.
    pub(crate) fn zone_name(&self) -> &str {
        &self.name
    }

    /// How many months it holds.
    pub(crate) fn months(&self) -> usize {
        self.months.len()
    }

    /// The month of an instant, by its number in this calendar.
    pub(crate) fn month(&self, at_us: i64) -> Option<usize> {
        self.months.partition_point(|(start_us, _)| *start_us <= at_us).checked_sub(1)
    }

    /// The month of a stated time; `None` where it can lie in two.
    pub(crate) fn month_of(&self, when: &When) -> Option<usize> {
        let month = self.month(when.earliest_us)?;
        (self.month(when.latest_us) == Some(month)).then_some(month)
    }

    /// `2024-01`; empty for a number that is none.
    pub(crate) fn month_name(&self, month: usize) -> &str {
        self.months.get(month).map_or("", |(_, name)| name)
    }

    /// First instant of a month, microseconds.
    pub(crate) fn month_start_us(&self, month: usize) -> Option<i64> {
        self.months.get(month).map(|(start_us, _)| *start_us)
    }

    /// Weekday (Monday is 0) and hour of an instant.
    pub(crate) fn weekday_hour(&self, at_us: i64) -> Option<(usize, usize)> {
        let at = self.civil(at_us)?;
        let weekday = usize::try_from(at.weekday().to_monday_zero_offset()).ok()?;
        Some((weekday, usize::try_from(at.hour()).ok()?))
    }

    /// Day of the month of an instant, from 1.
    pub(crate) fn day_of_month(&self, at_us: i64) -> Option<u8> {
        u8::try_from(self.civil(at_us)?.day()).ok()
    }

    /// The local day of an instant, as a number that rises by one from day to day.
    pub(crate) fn day_number(&self, at_us: i64) -> Option<i64> {
        let day = self.civil(at_us)?.date();
        let since = day.since(civil::date(1970, 1, 1)).ok()?;
        Some(i64::from(since.get_days()))
    }

    /// The local days on which instants lie that come in order of time, each day once.
    pub(crate) fn days_of(&self, times_us: impl IntoIterator<Item = i64>) -> Vec<i64> {
        let mut days = Vec::new();
        // Most instants lie on the day of the one before, which needs no calendar.
        let mut until_us = i64::MIN;
        for at_us in times_us {
            if at_us < until_us {
                continue;
            }
            days.extend(self.day_number(at_us).filter(|day| days.last() != Some(day)));
            until_us = self.next_day_us(at_us).unwrap_or(i64::MIN);
        }
        days
    }

    fn next_day_us(&self, at_us: i64) -> Option<i64> {
        self.start_us(self.civil(at_us)?.date().tomorrow().ok()?)
    }

    fn civil(&self, at_us: i64) -> Option<civil::DateTime> {
        let at = Timestamp::from_microsecond(at_us).ok()?;
        Some(self.zone.to_datetime(at))
    }

    fn start_us(&self, day: civil::Date) -> Option<i64> {
        let start = day.to_zoned(self.zone.clone()).ok()?;
        Some(start.timestamp().as_microsecond())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::made::{DAY_US, HOUR_US, MONDAY_US, when};
    use model::time::Precision;

    #[test]
    fn days_are_those_of_the_zone_each_once() {
        let rome = Calendar::of("Europe/Rome", MONDAY_US, MONDAY_US);
        // A day without an hour begins at 23:00 UTC in Rome, and is the day of what follows.
        let times = [-1, 0, 5, 22, 23, 30, 71].map(|hour| MONDAY_US + hour * HOUR_US);
        let first = rome.day_number(MONDAY_US).unwrap();
        assert_eq!(rome.days_of(times), [first, first + 1, first + 3]);
        assert!(rome.days_of([]).is_empty());
        let utc = Calendar::of("UTC", MONDAY_US, MONDAY_US);
        assert_eq!(utc.days_of(times), [first - 1, first, first + 1, first + 2]);
    }

    #[test]
    fn months_and_hours_are_those_of_the_zone() {
        let rome = Calendar::of("Europe/Rome", MONDAY_US, MONDAY_US + 100 * DAY_US);
        assert_eq!(
            (rome.months(), rome.month_name(0), rome.month_name(3)),
            (4, "2024-01", "2024-04")
        );
        assert_eq!(rome.weekday_hour(MONDAY_US), Some((0, 1)));
        // 31 January, 23:30 UTC is 1 February in Rome.
        let late = MONDAY_US + 30 * DAY_US + 23 * HOUR_US + HOUR_US / 2;
        assert_eq!(rome.month(late), Some(1));
        assert_eq!(rome.day_of_month(late), Some(1));
        // That day, as a day of UTC, lies in two months of Rome.
        assert_eq!(rome.month_of(&when(30 * 24, Precision::Day)), None);
        assert_eq!(Calendar::of("Nowhere/None", 0, 1).zone_name(), "UTC");
    }
}
