//! Regularity of one pair's payments: the innocent reading of many small payments.
//!
//! Support for a family, rent, school fees and instalments are paid once a month, near one day.

use serde::Serialize;

use crate::calendar::Calendar;
use crate::questions::ledger::LedgerEvent;

/// Payments needed before a rhythm is stated: three gaps at least.
pub const RHYTHM_PAYMENTS_MIN: usize = 4;

/// Days on either side of a day of the month that count as near it: weekends move payments.
pub(super) const NEAR_DAYS: i64 = 2;

/// Days of a month, for the circle on which days of month are compared.
const MONTH_DAYS: i64 = 31;

/// How regular the payments of a pair are.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Rhythm {
    /// Payments whose day is known.
    pub payments: usize,
    /// Months from the first to the last payment, both included.
    pub months_spanned: usize,
    /// Of those, months with a payment.
    pub months_paid: usize,
    /// The day of the month near which most payments lie.
    pub usual_day: u8,
    /// Payments within [`NEAR_DAYS`] of it.
    pub near_usual_day: usize,
    /// Payments within [`NEAR_DAYS`] of a pay-day a person set; `None` where none was set.
    pub near_pay_day: Option<usize>,
    /// Share of days that lie near one of the pay-days: what chance gives.
    pub pay_day_share: Option<f64>,
    /// Share of days that lie near one day of the month: what chance gives.
    pub chance_share: f64,
    /// Median of the gaps between payments, seconds.
    pub gap_median_s: i64,
}

impl Rhythm {
    /// The rhythm of events in order of time; `None` where there are too few.
    pub(crate) fn of(
        events: &[&LedgerEvent],
        calendar: &Calendar,
        pay_days: &[u8],
    ) -> Option<Self> {
        if events.len() < RHYTHM_PAYMENTS_MIN {
            return None;
        }
        let days: Vec<u8> = events
            .iter()
            .filter_map(|event| calendar.day_of_month(event.when.earliest_us))
            .collect();
        let on = OnDays::of(&days);
        let near = |center: u8| on.near(center);
        let usual_day = (1..=31u8).max_by_key(|day| (near(*day), std::cmp::Reverse(*day)))?;
        let mut months: Vec<usize> =
            events.iter().filter_map(|event| calendar.month(event.when.earliest_us)).collect();
        months.dedup();
        let spanned = months.last()?.checked_sub(*months.first()?)? + 1;
        let mut gaps: Vec<i64> = events
            .windows(2)
            .filter_map(|pair| match pair {
                [a, b] => Some(b.when.earliest_us.saturating_sub(a.when.earliest_us) / 1_000_000),
                _ => None,
            })
            .collect();
        gaps.sort_unstable();
        let is_near = |day: &u8| pay_days.iter().any(|pay| distance(*day, *pay) <= NEAR_DAYS);
        let is_set = !pay_days.is_empty();
        #[expect(clippy::cast_precision_loss, reason = "a handful of days")]
        let share = |near: usize| near as f64 / MONTH_DAYS as f64;
        let near_any = (1..=31u8).filter(|day| is_near(day)).count();
        Some(Self {
            payments: days.len(),
            months_spanned: spanned,
            months_paid: months.len(),
            usual_day,
            near_usual_day: near(usual_day),
            near_pay_day: is_set.then(|| days.iter().filter(|day| is_near(day)).count()),
            pay_day_share: is_set.then(|| share(near_any)),
            chance_share: share((1..=31u8).filter(|day| distance(*day, 15) <= NEAR_DAYS).count()),
            gap_median_s: gaps.get(gaps.len() / 2).copied()?,
        })
    }
}

/// Payments by day of the month.
struct OnDays([usize; 31]);

impl OnDays {
    fn of(days: &[u8]) -> Self {
        let mut on = [0; 31];
        for day in days {
            if let Some(count) = on.get_mut(usize::from(*day).wrapping_sub(1)) {
                *count += 1;
            }
        }
        Self(on)
    }

    /// Payments within [`NEAR_DAYS`] of a day, around the end of the month.
    fn near(&self, center: u8) -> usize {
        let all = self.0.iter().zip(1u8..);
        all.filter(|(_, day)| distance(*day, center) <= NEAR_DAYS).map(|(count, _)| count).sum()
    }
}

/// Days between two days of the month, around its end.
fn distance(a: u8, b: u8) -> i64 {
    let apart = (i64::from(a) - i64::from(b)).abs();
    apart.min(MONTH_DAYS - apart)
}
