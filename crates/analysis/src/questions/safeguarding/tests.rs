//! What holds of the facts: recent means recent before the stated instant, and nothing is a verdict.

use super::*;
use crate::made::{Made, Meet, Pay, Said, Trip};
use crate::question::AskSettings;
use crate::sign_settings::SignSettings;

const DAY: i64 = 24;

fn facts(made: &Made<'_>, as_of_us: Option<i64>) -> Vec<Safeguard> {
    let signs = SignSettings { as_of_us, ..SignSettings::default() };
    let (view, settings) = (made.view(), AskSettings { signs, ..AskSettings::default() });
    Safeguarding::of(&Basis::new(&view, &settings)).facts
}

fn meet(hour: i64) -> Meet<'static> {
    Meet { exhibit: 2, from: "mto:payee", to: "mto:payer", hour, minutes: 9, answered: true }
}

fn kinds(facts: &[Safeguard]) -> Vec<Kind> {
    facts.iter().map(|fact| fact.kind).collect()
}

#[test]
fn a_payment_just_followed_by_a_call_is_a_fact_and_an_old_one_is_not() {
    let made = |hour| Made {
        payments: vec![Pay { hour, ..Pay::default() }],
        sessions: vec![meet(hour + 3)],
        messages: vec![meet(90 * DAY)],
        ..Made::default()
    };
    let found = facts(&made(80 * DAY), None);
    assert_eq!(kinds(&found), [Kind::RecentCall]);
    assert_eq!(found[0].id, "recent-call-mto:payer-mto:payee");
    assert_eq!((found[0].count, found[0].facts.len()), (1, 2));
    assert!(facts(&made(10 * DAY), None).is_empty());
    // A person who fixes the day looks from there.
    let as_of = crate::made::when(20 * DAY, model::time::Precision::Second).earliest_us;
    assert_eq!(kinds(&facts(&made(10 * DAY), Some(as_of))), [Kind::RecentCall]);
}

#[test]
fn a_call_before_the_payment_or_missed_is_none() {
    let payments = vec![Pay { hour: 10, ..Pay::default() }];
    let missed = Meet { answered: false, ..meet(12) };
    let made = Made { payments, sessions: vec![meet(5), missed], ..Made::default() };
    assert!(facts(&made, None).is_empty());
}

#[test]
fn a_journey_ahead_names_the_payees_who_are_stated_to_live_there() {
    let went = |hour, status| Trip {
        traveller: "mto:payer",
        origin: "MXP",
        destination: "CEB",
        hour,
        status,
        ..Trip::default()
    };
    let made = Made {
        payments: vec![
            Pay { hour: 10, ..Pay::default() },
            Pay { hour: 20, payee: "mto:far", ..Pay::default() },
        ],
        mentions: vec![
            Said { key: "mto:payee", address: "Cebu City, PH", ..Said::default() },
            Said { key: "mto:far", address: "Davao, PH", ..Said::default() },
        ],
        trips: vec![went(900, "booked"), went(950, "cancelled"), went(5, "flown")],
        ..Made::default()
    };
    let found = facts(&made, None);
    assert_eq!(kinds(&found), [Kind::PlannedJourney]);
    assert_eq!(found[0].payees_there, ["mto:payee"]);
    let stranger = Made { payments: Vec::new(), ..made };
    assert!(facts(&stranger, Some(0)).is_empty(), "whoever pays nobody may travel");
}

#[test]
fn several_payers_each_in_a_call_after_paying_make_an_active_recipient() {
    let payers = ["mto:a", "mto:b", "mto:c"];
    let made = |apart: i64, called: usize| Made {
        payments: (0..)
            .zip(payers)
            .map(|(at, payer)| Pay { payer, hour: at * apart, ..Pay::default() })
            .collect(),
        sessions: (0..)
            .zip(payers)
            .take(called)
            .map(|(at, to)| Meet { to, ..meet(at * apart + 3) })
            .collect(),
        ..Made::default()
    };
    let recipients = |made: &Made<'_>| {
        facts(made, None)
            .into_iter()
            .filter(|fact| fact.kind == Kind::ActiveRecipient)
            .collect::<Vec<_>>()
    };
    let found = recipients(&made(100, 3));
    assert_eq!((found.len(), found[0].count, found[0].facts.len()), (1, 3, 6));
    assert_eq!(found[0].parties, ["mto:payee"]);
    assert!(recipients(&made(1_000, 3)).is_empty(), "spread over months");
    assert!(
        recipients(&made(100, 2)).is_empty(),
        "who is paid by several without calls may be a shop"
    );
}

#[test]
fn a_possible_victim_comes_first_and_is_in_no_other_fact() {
    let payments = [0, 4, 20].map(|hour| Pay { hour, ..Pay::default() }).to_vec();
    let told = vec![Said { key: "mto:payer", birth_date: "2009-05-05", ..Said::default() }];
    let found = facts(
        &Made { payments, mentions: told, sessions: vec![meet(22)], ..Made::default() },
        None,
    );
    assert_eq!(kinds(&found), [Kind::Extortion]);
    assert_eq!(found[0].parties, ["mto:payer"]);
}

#[test]
fn the_former_method_still_names_whom_several_paid() {
    let pay = |(hour, payer)| Pay { payer, hour, ..Pay::default() };
    let payments = [(0, "mto:a"), (100, "mto:b"), (200, "mto:c")].map(pay).to_vec();
    let made = Made { payments, ..Made::default() };
    let (view, settings) = (made.view(), AskSettings::default());
    let basis = Basis::new(&view, &settings);
    let former = crate::questions::at_version("ANA-015", 1).unwrap().ask(&basis);
    let ids: Vec<&str> = former.findings.iter().map(|finding| finding.id.as_str()).collect();
    assert_eq!((former.version, ids), (1, vec!["list", "active-recipient-mto:payee"]));
    assert!(SafeguardingQuestion.ask(&basis).findings.is_empty());
}
