//! What holds of coverage: gaps are those of the calendar, and windows never exceed either source.

use model::views::{Covered, PaymentStatus};

use super::*;
use crate::made::{DAY_US, HOUR_US, MONDAY_US, Made, Pay};

fn covered(exhibit: u32, from_day: i64, until_day: i64) -> Covered {
    Covered {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        table: "transfer",
        account: None,
        from_us: MONDAY_US + from_day * DAY_US,
        until_us: MONDAY_US + until_day * DAY_US - 1,
        stated: true,
        records: 4,
    }
}

fn pay(exhibit: u32, day: i64) -> Pay<'static> {
    Pay { exhibit, hour: day * 24, status: PaymentStatus::Done, ..Pay::default() }
}

fn sample() -> Made<'static> {
    Made {
        // January to April 2024; nothing in February and March; then July.
        payments: vec![pay(1, 3), pay(1, 20), pay(1, 95), pay(1, 100), pay(2, 185)],
        covered: vec![covered(1, 0, 121), covered(2, 182, 213)],
        ..Made::default()
    }
}

#[test]
fn names_months_without_a_record_and_the_stretch_between_two_exhibits() {
    let coverage = Coverage::of(&sample().view(), "UTC");
    let first = &coverage.sources[0];
    assert_eq!(first.empty_months, ["2024-02", "2024-03"]);
    assert_eq!(first.whole_months, 4);
    assert_eq!(first.around.len(), 4);
    assert!((first.empty_expected() - 4.0 * (-1.0f64).exp()).abs() < 1e-12);
    assert_eq!(coverage.missing.len(), 1);
    assert_eq!(coverage.missing[0].span.measure_us(), 61 * DAY_US);
}

#[test]
fn less_than_a_day_between_two_exhibits_is_not_missing() {
    for (apart_us, missing) in [(60_000_000, 0), (DAY_US - 1, 0), (DAY_US, 1)] {
        let second = covered(2, 121, 213);
        let from_us = second.from_us + apart_us;
        let covered = vec![covered(1, 0, 121), Covered { from_us, ..second }];
        let made = Made { covered, payments: vec![pay(1, 3), pay(2, 185)], ..Made::default() };
        assert_eq!(Coverage::of(&made.view(), "UTC").missing.len(), missing, "{apart_us}");
    }
}

#[test]
fn a_window_of_two_coverages_is_only_what_both_hold() {
    let mut made = sample();
    made.covered.push(Covered {
        table: "session",
        from_us: MONDAY_US + HOUR_US,
        ..covered(3, 0, 190)
    });
    let view = made.view();
    let both = window(&windows(&view, "transfer", None), &windows(&view, "session", None));
    assert_eq!(both.measure_us(), (121 + 8) * DAY_US - HOUR_US);
}

#[test]
fn a_period_of_an_account_counts_only_its_records() {
    let mut made = sample();
    made.payments.push(Pay { payer: "mto:other", ..pay(1, 50) });
    let mut of_account = covered(1, 0, 121);
    let key = made.view().keys.id("mto:payer");
    of_account.account = key;
    made.covered = vec![of_account];
    let coverage = Coverage::of(&made.view(), "UTC");
    assert_eq!(coverage.sources[0].empty_months, ["2024-02", "2024-03"]);
    assert_eq!(coverage.sources[0].account.as_deref(), Some("mto:payer"));
}
