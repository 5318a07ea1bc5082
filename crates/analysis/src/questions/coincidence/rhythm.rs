//! Rhythms that speak for other explanations: the month's, the pay-day's, the week's.

use jiff::civil::Date;

use super::days::{Calendar, DayKind};
use super::placement::Scene;
use crate::statistics::binomial::float;

/// Days of the month taken together when the fullest run of them is sought: a pay-day ± 2.
pub const MONTH_RUN_DAYS: i8 = 5;

/// The monthly rhythm of one series of days.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Monthly {
    /// Days with an event.
    pub days: u64,
    /// First day of the fullest run of five days of the month.
    pub run_from: i8,
    /// Last day of it.
    pub run_until: i8,
    /// Days with an event in that run.
    pub in_run: u64,
    /// p of Rayleigh's test for one direction on the circle of the month: small means a rhythm.
    pub rayleigh_p: f64,
}

/// The monthly rhythm of days; `None` below five of them.
pub fn monthly(dates: impl IntoIterator<Item = Date>) -> Option<Monthly> {
    /// Fewer days show no rhythm.
    const DAYS_MIN: u64 = 5;
    let mut dates: Vec<Date> = dates.into_iter().collect();
    dates.sort_unstable();
    dates.dedup();
    let days = dates.len() as u64;
    if days < DAYS_MIN {
        return None;
    }
    let in_run = |first: i8| {
        dates.iter().filter(|date| (first..first + MONTH_RUN_DAYS).contains(&date.day())).count()
    };
    let run_from = (1..=27_i8).rev().max_by_key(|first| in_run(*first)).unwrap_or(1);
    let (mut east, mut north) = (0.0, 0.0);
    for date in &dates {
        let turn = (f64::from(date.day()) - 0.5) / f64::from(date.days_in_month());
        let (sin, cos) = (std::f64::consts::TAU * turn).sin_cos();
        east += cos;
        north += sin;
    }
    let n = float(days);
    // Wilkie's approximation (Applied Statistics 32, 1983), from the squared resultant length.
    let squared = east * east + north * north;
    let rayleigh_p =
        ((1.0 + 4.0 * n + 4.0 * (n * n - squared)).sqrt() - (1.0 + 2.0 * n)).exp().min(1.0);
    Some(Monthly {
        days,
        run_from,
        run_until: run_from + MONTH_RUN_DAYS - 1,
        in_run: in_run(run_from) as u64,
        rayleigh_p,
    })
}

/// In how many of the weeks of W something happened.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Weekly {
    /// Whole days of W by sevens, rounded down.
    pub weeks: u64,
    /// Weeks (Monday to Sunday) with a session.
    pub with_session: u64,
    /// Weeks with a payment.
    pub with_payment: u64,
}

/// How regularly the two series came, week by week.
pub fn weekly(scene: Scene<'_>) -> Weekly {
    let payments = scene.payments.iter().map(|payment| payment.middle_us());
    let sessions = scene.sessions.iter().map(|session| session.from_us);
    let days = scene.calendar.days().iter();
    let whole = days.filter(|day| scene.window.holds(day.from_us, day.until_us - 1));
    let mut weeks: Vec<Date> = whole.map(|day| monday(day.date)).collect();
    weeks.dedup();
    let of = |instants: &mut dyn Iterator<Item = i64>| {
        let mut weeks: Vec<Date> =
            instants.filter_map(|at| date_of(scene.calendar, at)).map(monday).collect();
        weeks.sort_unstable();
        weeks.dedup();
        weeks.len() as u64
    };
    let (mut payments, mut sessions) = (payments, sessions);
    let (with_session, with_payment) = (of(&mut sessions), of(&mut payments));
    let weeks = (weeks.len() as u64).max(with_session).max(with_payment);
    Weekly { weeks, with_session, with_payment }
}

/// Places of the payments that lie near a pay-day of the settings.
pub fn near_pay_day(scene: Scene<'_>) -> Vec<usize> {
    let near = |at_us: i64| {
        let day = scene.calendar.day_of(at_us).and_then(|day| scene.calendar.days().get(day));
        day.is_some_and(|day| matches!(day.kind, DayKind::PayWeekday | DayKind::PayWeekend))
    };
    let places = scene.payments.iter().enumerate();
    places.filter(|(_, payment)| near(payment.middle_us())).map(|(place, _)| place).collect()
}

/// The local date of an instant.
pub fn date_of(calendar: &Calendar, at_us: i64) -> Option<Date> {
    Some(calendar.days().get(calendar.day_of(at_us)?)?.date)
}

/// The Monday of a date's week.
fn monday(date: Date) -> Date {
    let back = i64::from(date.weekday().to_monday_zero_offset());
    date.checked_sub(jiff::Span::new().days(back)).unwrap_or(date)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_pay_day_rhythm_is_seen() {
        let found = monthly((1..=12).map(|month| date(2025, month, 26 + month % 3))).unwrap();
        assert_eq!((found.days, found.in_run), (12, 12));
        assert!((found.run_from..=found.run_until).contains(&27));
        assert!(found.rayleigh_p < 1e-4, "{}", found.rayleigh_p);
    }

    #[test]
    fn scattered_days_have_no_month() {
        let days =
            (0..24).map(|i| date(2025, 1 + i8::try_from(i / 2).unwrap(), 1 + (i * 7 % 28) as i8));
        assert!(monthly(days).unwrap().rayleigh_p > 0.2);
        assert_eq!(monthly([date(2025, 1, 1)]), None);
    }
}
