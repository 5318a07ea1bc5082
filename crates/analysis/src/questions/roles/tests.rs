//! What holds of roles: they rest on an order in time, collapse without it, and are never said on little.

use super::*;
use crate::made::{Made, Meet, Pay, Said};
use crate::question::AskSettings;

const PAYERS: [&str; 4] = ["mto:a", "mto:b", "mto:c", "mto:d"];

/// Irregular days of a year.
const DAYS: [i64; 10] = [4, 31, 45, 90, 133, 171, 212, 260, 303, 345];

/// Four payers pay two recipients on irregular days and are called three hours later; each recipient hands
/// on the next day to one collector. A family pays monthly and calls on Sundays.
fn case() -> Made<'static> {
    let mut made = Made::default();
    for (n, payer) in (0..).zip(PAYERS) {
        let payee = if n % 2 == 0 { "mto:r" } else { "mto:s" };
        for day in DAYS {
            let hour = (day + 3 * n) * 24 + 18;
            made.payments.push(Pay { payer, payee, hour, ..Pay::default() });
            made.sessions.push(call(payee, payer, hour + 3));
            let on = Pay { payer: payee, payee: "mto:collector", minor: 4_000, ..Pay::default() };
            made.payments.push(Pay { hour: hour + 20, ..on });
        }
    }
    for month in 0..12 {
        let hour = month * 730 + 30 * 24;
        made.payments.push(Pay { payer: "mto:parent", payee: "mto:child", hour, ..Pay::default() });
    }
    made.sessions
        .extend((0..52).map(|week| call("mto:parent", "mto:child", week * 168 + 6 * 24 + 18)));
    made
}

fn call(from: &'static str, to: &'static str, hour: i64) -> Meet<'static> {
    Meet { exhibit: 2, from, to, hour, minutes: 20, answered: true }
}

fn roles(made: &Made<'_>) -> Roles {
    let (view, settings) = (made.view(), AskSettings::default());
    Roles::of(&Basis::new(&view, &settings))
}

fn verdict(roles: &Roles, party: &str) -> Verdict {
    roles.parties.iter().find(|one| one.party == party).map_or(Verdict::Unknown, |one| one.verdict)
}

#[test]
fn what_follows_payments_makes_payers_and_recipients_and_what_is_handed_on_a_collector() {
    let found = roles(&case());
    for payer in PAYERS {
        assert_eq!(verdict(&found, payer), Verdict::Fits(Role::Payer), "{payer}");
    }
    assert_eq!(verdict(&found, "mto:r"), Verdict::Fits(Role::Recipient));
    assert_eq!(verdict(&found, "mto:collector"), Verdict::Fits(Role::CashOut));
    for other in ["mto:parent", "mto:child"] {
        assert!(!matches!(verdict(&found, other), Verdict::Fits(_)), "{other}");
    }
}

#[test]
fn roles_collapse_when_times_are_shuffled() {
    let mut made = case();
    // Every payment takes the time of another, far away in the list: parties, amounts and times stay.
    let hours: Vec<i64> = made.payments.iter().map(|pay| pay.hour).collect();
    let count = hours.len();
    for (at, pay) in made.payments.iter_mut().enumerate() {
        pay.hour = hours[(at * 37 + 11) % count];
    }
    let found = roles(&made);
    let fit = found.parties.iter().filter(|party| matches!(party.verdict, Verdict::Fits(_)));
    assert!(fit.count() <= 1, "{found:?}");
}

#[test]
fn a_payer_who_is_a_recipient_too_has_no_role() {
    let mut made = case();
    for day in DAYS {
        let hour = (day + 8) * 24 + 18;
        made.payments.push(Pay { payer: "mto:z", payee: "mto:a", hour, ..Pay::default() });
        made.sessions.push(call("mto:a", "mto:z", hour + 2));
    }
    let found = roles(&made);
    assert_eq!(verdict(&found, "mto:a"), Verdict::Undecided);
    let one = found.parties.iter().find(|one| one.party == "mto:a").unwrap();
    assert_eq!(one.odds.len(), 2);
}

#[test]
fn ten_records_are_too_few() {
    let mut made = case();
    made.payments.truncate(3);
    made.sessions.truncate(7);
    let found = roles(&made);
    assert!(
        found.parties.iter().all(|party| !matches!(party.verdict, Verdict::Fits(_))),
        "{found:?}"
    );
}

#[test]
fn a_possible_victim_is_nothing_else() {
    let mut made = case();
    for hour in [5_000, 5_006, 5_020] {
        made.payments.push(Pay { payer: "mto:young", payee: "mto:r", hour, ..Pay::default() });
        made.sessions.push(call("mto:r", "mto:young", hour + 1));
    }
    made.mentions.push(Said { key: "mto:young", birth_date: "2009-05-05", ..Said::default() });
    let found = roles(&made);
    let young = found.parties.iter().find(|one| one.party == "mto:young").unwrap();
    assert_eq!(young.verdict, Verdict::Fits(Role::PossibleVictim));
    assert_eq!(young.evidence.len(), 1);
}

#[test]
fn the_order_of_records_does_not_matter() {
    let told = |made: &Made<'_>| {
        let parties = roles(made).parties.into_iter();
        parties.map(|one| (one.party, one.verdict, format!("{:?}", one.odds))).collect::<Vec<_>>()
    };
    let mut made = case();
    let before = told(&made);
    made.payments.reverse();
    made.sessions.reverse();
    assert_eq!(before, told(&made));
}
