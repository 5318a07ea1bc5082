//! What holds of introductions: the order must hold, more often than chance, and one is never enough.

use super::*;
use crate::made::{Made, Meet, Pay};
use crate::question::AskSettings;

const PAYERS: [&str; 6] = ["mto:a", "mto:b", "mto:c", "mto:d", "mto:e", "mto:f"];
const PAYEES: [&str; 6] = ["mto:u", "mto:v", "mto:w", "mto:x", "mto:y", "mto:z"];

fn meet(from: &'static str, to: &'static str, day: i64) -> Meet<'static> {
    Meet { exhibit: 2, from, to, hour: day * 24, minutes: 0, answered: true }
}

/// The n-th payer meets the n-th payee on day 60 + 40 n and pays three days later. A party who has known
/// the payee since the first day is in touch with the payer so many days before.
fn case(pairs: usize, told_days_before: i64) -> Made<'static> {
    let mut made = Made::default();
    for (n, (payer, payee)) in (0..).zip(PAYERS.into_iter().zip(PAYEES)).take(pairs) {
        let day = 60 + 40 * n;
        made.messages.push(meet("mto:between", payee, n));
        made.messages.push(meet("mto:between", payer, day - told_days_before));
        made.messages.push(meet(payer, payee, day));
        made.payments.push(Pay { payer, payee, hour: (day + 3) * 24, ..Pay::default() });
    }
    made.messages.push(meet("mto:far", "mto:away", 364));
    made
}

fn introductions(made: &Made<'_>) -> Introductions {
    let (view, settings) = (made.view(), AskSettings::default());
    Introductions::of(&Basis::new(&view, &settings))
}

#[test]
fn an_order_that_holds_six_times_is_more_than_chance() {
    let found = introductions(&case(6, 4));
    let one = &found.introducers[0];
    assert_eq!(
        (one.party.as_str(), one.opportunities, one.introductions.len()),
        ("mto:between", 6, 6)
    );
    assert!(one.rejected && one.p.unwrap() < 0.001, "{one:?}");
    assert!(one.lift.unwrap() > 5.0);
    let step = &one.introductions[0];
    assert!(step.told_us < step.met_us && step.met_us < step.paid_us);
}

#[test]
fn the_other_order_is_none() {
    let after = introductions(&case(6, -2));
    assert_eq!(after.introducers[0].introductions.len(), 0);
    let long_before = introductions(&case(6, 40));
    assert!(!long_before.introducers[0].rejected);
}

#[test]
fn one_or_two_are_insufficient() {
    let found = introductions(&case(2, 4));
    assert_eq!((found.tested, found.introducers[0].p), (0, None));
    assert_eq!(found.introducers[0].introductions.len(), 2);
}

#[test]
fn who_paid_before_they_met_were_not_introduced() {
    let mut made = case(6, 4);
    made.payments.iter_mut().for_each(|pay| pay.hour -= 10 * 24);
    let found = introductions(&made);
    assert_eq!((found.met, found.without_touch, found.introducers.len()), (0, 6, 0));
}

#[test]
fn a_friend_who_writes_to_both_at_any_time_introduces_nobody() {
    let mut made = case(6, 200);
    for (n, (payer, payee)) in (0..).zip(PAYERS.into_iter().zip(PAYEES)) {
        made.messages
            .extend([meet("mto:friend", payee, 7 + n), meet("mto:friend", payer, 300 - 37 * n)]);
    }
    let found = introductions(&made);
    assert!(found.introducers.iter().all(|one| !one.rejected), "{:?}", found.introducers);
}

#[test]
fn the_order_of_records_does_not_matter() {
    let (mut made, view) = (case(6, 4), |made: &Made<'_>| {
        let found = introductions(made);
        found
            .introducers
            .into_iter()
            .map(|one| (one.party, one.p, one.opportunities))
            .collect::<Vec<_>>()
    });
    let before = view(&made);
    made.messages.reverse();
    made.payments.reverse();
    assert_eq!(before, view(&made));
}
