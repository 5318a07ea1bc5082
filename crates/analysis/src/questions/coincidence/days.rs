//! Local days: where each begins in the zone of the case, what kind of day it is, and how a clock
//! time is moved from one day to another (daylight saving included).

use jiff::civil::{Date, Time, Weekday};
use jiff::tz::TimeZone;
use jiff::{Timestamp, ToSpan};

use crate::windows::Span;

/// Microseconds in a day of 24 hours.
pub const DAY_US: i64 = 86_400_000_000;

/// Most days a calendar holds: 200 years. Records outside are misread stamps, and stay outside W.
const DAYS_MAX: usize = 73_050;

/// Days before and after a pay-day that count as its neighbourhood.
const PAY_DAY_REACH: i64 = 2;

/// What kind of day it is, for the strata of the day permutation.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// Monday to Friday.
    Weekday,
    /// Saturday or Sunday.
    Weekend,
    /// A public holiday of the case's list.
    Holiday,
    /// Monday to Friday within two days of a pay-day.
    PayWeekday,
    /// Saturday or Sunday within two days of a pay-day.
    PayWeekend,
}

impl DayKind {
    /// The kind's key in the word list and in parameters.
    pub fn name(self) -> &'static str {
        match self {
            Self::Weekday => "weekday",
            Self::Weekend => "weekend",
            Self::Holiday => "holiday",
            Self::PayWeekday => "pay-weekday",
            Self::PayWeekend => "pay-weekend",
        }
    }

    /// The kind that takes in this one where it has too few days of its own. Weekday and weekend
    /// have none: joining them would let a shared weekly rhythm pass for a coincidence.
    pub fn wider(self) -> Option<Self> {
        match self {
            Self::Weekday | Self::Weekend => None,
            Self::Holiday | Self::PayWeekend => Some(Self::Weekend),
            Self::PayWeekday => Some(Self::Weekday),
        }
    }
}

/// One local day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Day {
    /// Its first instant.
    pub from_us: i64,
    /// The first instant of the next day: 23, 24 or 25 hours later.
    pub until_us: i64,
    /// Its kind.
    pub kind: DayKind,
    /// Its date.
    pub date: Date,
}

impl Day {
    /// The day as a span of time.
    pub fn span(self) -> Span {
        Span { from_us: self.from_us, until_us: self.until_us }
    }

    fn is_regular(self) -> bool {
        self.until_us - self.from_us == DAY_US
    }
}

/// Consecutive local days of one zone.
#[derive(Debug, Clone)]
pub struct Calendar {
    zone: TimeZone,
    days: Vec<Day>,
}

/// What the calendar needs to know beyond the zone.
#[derive(Debug, Clone, Copy, Default)]
pub struct DayRules<'a> {
    /// Days of month on which wages are paid; 31 stands for the last day of any month.
    pub pay_days: &'a [u8],
    /// Public holidays, ISO dates.
    pub holidays: &'a [String],
}

impl Calendar {
    /// The days that hold `span`, at most 200 years of them.
    pub fn new(zone: &str, span: Span, rules: DayRules<'_>) -> Self {
        let zone = TimeZone::get(zone).unwrap_or(TimeZone::UTC);
        let mut days = Vec::new();
        let first = Timestamp::from_microsecond(span.from_us).ok();
        let mut date = first.map(|at| at.to_zoned(zone.clone()).date());
        while let Some(today) = date {
            let next = today.checked_add(1.day()).ok();
            let starts = |day: Date| Some(day.to_zoned(zone.clone()).ok()?.timestamp());
            let (Some(from), Some(until)) = (starts(today), next.and_then(starts)) else { break };
            let from_us = from.as_microsecond();
            if from_us >= span.until_us || days.len() == DAYS_MAX {
                break;
            }
            let kind = rules.kind(today);
            days.push(Day { from_us, until_us: until.as_microsecond(), kind, date: today });
            date = next;
        }
        Self { zone, days }
    }

    /// The same days, all of one kind: for comparing with a permutation without strata.
    #[must_use]
    pub fn of_one_kind(mut self) -> Self {
        for day in &mut self.days {
            day.kind = DayKind::Weekday;
        }
        self
    }

    /// The days, in order.
    pub fn days(&self) -> &[Day] {
        &self.days
    }

    /// The place of the day that holds the instant.
    pub fn day_of(&self, at_us: i64) -> Option<usize> {
        let after = self.days.partition_point(|day| day.from_us <= at_us);
        let place = after.checked_sub(1)?;
        self.days.get(place).filter(|day| at_us < day.until_us).map(|_| place)
    }

    /// The clock time of an instant: microseconds since midnight as a wall clock shows them.
    pub fn clock_us(&self, at_us: i64) -> Option<i64> {
        let day = *self.days.get(self.day_of(at_us)?)?;
        if day.is_regular() {
            return Some(at_us - day.from_us);
        }
        let zoned = Timestamp::from_microsecond(at_us).ok()?.to_zoned(self.zone.clone());
        Some(clock_of(zoned.time()))
    }

    /// The instant at which the clock shows `clock_us` on this day. In a gap the clock is read as
    /// if it had not been put forward yet, in a fold as its first pass (RFC 5545).
    pub fn at(&self, day: usize, clock_us: i64) -> Option<i64> {
        let day = *self.days.get(day)?;
        if day.is_regular() {
            return Some(day.from_us + clock_us);
        }
        let time = Time::midnight().checked_add(clock_us.microseconds()).ok()?;
        let zoned = day.date.to_datetime(time).to_zoned(self.zone.clone()).ok()?;
        Some(zoned.timestamp().as_microsecond())
    }

    /// The smallest span of whole local days that holds `span`; `span` itself where the calendar
    /// does not reach.
    pub fn whole_days(&self, span: Span) -> Span {
        let day = |at_us| self.day_of(at_us).and_then(|place| self.days.get(place));
        let first = day(span.from_us).map_or(span.from_us, |day| day.from_us);
        let last = day(span.until_us.saturating_sub(1)).map_or(span.until_us, |day| day.until_us);
        Span { from_us: first, until_us: last }
    }
}

fn clock_of(time: Time) -> i64 {
    let seconds = (i64::from(time.hour()) * 60 + i64::from(time.minute())) * 60;
    (seconds + i64::from(time.second())) * 1_000_000 + i64::from(time.subsec_nanosecond() / 1000)
}

impl DayRules<'_> {
    fn kind(self, date: Date) -> DayKind {
        let weekend = matches!(date.weekday(), Weekday::Saturday | Weekday::Sunday);
        let iso = date.to_string();
        if self.holidays.contains(&iso) {
            return DayKind::Holiday;
        }
        match (self.near_pay_day(date), weekend) {
            (false, false) => DayKind::Weekday,
            (false, true) => DayKind::Weekend,
            (true, false) => DayKind::PayWeekday,
            (true, true) => DayKind::PayWeekend,
        }
    }

    fn near_pay_day(self, date: Date) -> bool {
        (-PAY_DAY_REACH..=PAY_DAY_REACH).any(|shift| {
            let Ok(other) = date.checked_add(shift.days()) else { return false };
            let last = other.days_in_month();
            self.pay_days
                .iter()
                .any(|day| i8::try_from(*day).is_ok_and(|day| day.min(last) == other.day()))
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> i64 {
        text.parse::<Timestamp>().unwrap().as_microsecond()
    }

    fn calendar(rules: DayRules<'_>) -> Calendar {
        let span =
            Span { from_us: at("2026-03-20T12:00:00Z"), until_us: at("2026-04-10T12:00:00Z") };
        Calendar::new("Europe/Rome", span, rules)
    }

    #[test]
    fn a_clock_time_keeps_its_face_over_daylight_saving() {
        let days = calendar(DayRules::default());
        let before = at("2026-03-28T17:30:00Z");
        let clock = days.clock_us(before).unwrap();
        let sunday = days.day_of(at("2026-03-29T10:00:00Z")).unwrap();
        assert_eq!(days.at(sunday, clock), Some(at("2026-03-29T16:30:00Z")));
        assert_eq!(days.clock_us(at("2026-03-29T16:30:00Z")), Some(clock));
        let short = days.days()[sunday];
        assert_eq!(short.until_us - short.from_us, 23 * DAY_US / 24);
        let in_gap = days.at(sunday, DAY_US / 24 * 5 / 2).unwrap();
        assert_eq!(in_gap, at("2026-03-29T01:30:00Z"));
    }

    #[test]
    fn days_know_their_kind() {
        let holidays = ["2026-04-06".to_owned()];
        let days = calendar(DayRules { pay_days: &[27], holidays: &holidays });
        let kind = |text: &str| {
            days.days().iter().find(|day| day.date.to_string() == text).map(|day| day.kind)
        };
        assert_eq!(kind("2026-03-24"), Some(DayKind::Weekday));
        assert_eq!(kind("2026-03-25"), Some(DayKind::PayWeekday));
        assert_eq!(kind("2026-03-28"), Some(DayKind::PayWeekend));
        assert_eq!(kind("2026-04-04"), Some(DayKind::Weekend));
        assert_eq!(kind("2026-04-06"), Some(DayKind::Holiday));
    }

    #[test]
    fn the_last_of_the_month_is_a_pay_day_in_every_month() {
        let rules = DayRules { pay_days: &[31], holidays: &[] };
        assert!(rules.near_pay_day(jiff::civil::date(2026, 2, 26)));
        assert!(!rules.near_pay_day(jiff::civil::date(2026, 2, 25)));
        assert!(rules.near_pay_day(jiff::civil::date(2026, 3, 2)));
    }

    #[test]
    fn a_span_widens_to_whole_days() {
        let days = calendar(DayRules::default());
        let span =
            Span { from_us: at("2026-03-21T08:00:00Z"), until_us: at("2026-03-22T09:00:00Z") };
        let wide = days.whole_days(span);
        assert_eq!(
            (wide.from_us, wide.until_us),
            (at("2026-03-20T23:00:00Z"), at("2026-03-22T23:00:00Z"))
        );
    }
}
