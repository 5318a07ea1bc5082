//! What holds of the guard: it protects on little, says why, and leaves adults in every list.

use model::ExhibitId;
use model::finding::Finding;
use model::views::Covered;
use proptest::prelude::*;

use super::*;
use crate::made::{DAY_US, MONDAY_US, Made, Meet, Pay, Said};
use crate::question::AskSettings;
use crate::questions::QUESTIONS;

const PAYER: &str = "mto:payer";

/// Payments at these hours, of 50.00 each, and a period that goes on for a hundred days.
fn case(hours: &[i64], birth_dates: &[&'static str]) -> Made<'static> {
    let pay = |hour: &i64| Pay { hour: *hour, ..Pay::default() };
    let told = |birth_date: &&'static str| Said { key: PAYER, birth_date, ..Said::default() };
    Made {
        payments: hours.iter().map(pay).collect(),
        mentions: birth_dates.iter().map(told).collect(),
        covered: vec![Covered {
            inside: String::new(),
            exhibit: ExhibitId(1),
            table: "transfer",
            account: None,
            from_us: MONDAY_US,
            until_us: MONDAY_US + 100 * DAY_US,
            stated: true,
            records: 3,
        }],
        ..Made::default()
    }
}

fn guard(made: &Made<'_>) -> Guard {
    let (view, settings) = (made.view(), AskSettings::default());
    Guard::of(&Basis::new(&view, &settings))
}

fn victims(made: &Made<'_>) -> usize {
    guard(made).possible_victims().count()
}

/// A burst on the first days.
const BURST: &[i64] = &[0, 5, 30];

#[test]
fn a_young_payer_with_a_burst_and_a_stop_is_a_possible_victim() {
    let found = guard(&case(BURST, &["2009-05-05"]));
    let payer = &found.payers[0];
    assert_eq!((payer.signs.held(), payer.age.band), (3, Band::Young));
    assert!(payer.possible_victim && found.holds(payer.key));
    assert_eq!((found.looked_at, found.with_age), (1, 1));
}

#[test]
fn an_adult_stays_in_every_list() {
    let found = guard(&case(BURST, &["1970-05-05"]));
    assert_eq!((found.payers.len(), found.keys().len()), (1, 0));
}

#[test]
fn where_no_age_is_stated_the_whole_pattern_protects_and_a_part_does_not() {
    assert_eq!(victims(&case(BURST, &[])), 1);
    assert_eq!(victims(&case(&[0, 400, 900], &[])), 0);
}

#[test]
fn birth_dates_that_contradict_each_other_protect() {
    let found = guard(&case(BURST, &["1970-05-05", "2009-05-05"]));
    assert_eq!(found.payers[0].age.band, Band::MayBeYoung);
    assert_eq!(found.keys().len(), 1);
}

#[test]
fn a_burst_that_is_still_going_on_protects_a_young_payer_without_waiting_for_the_stop() {
    let mut made = case(BURST, &["2009-05-05"]);
    made.covered[0].until_us = MONDAY_US + 3 * DAY_US;
    let found = guard(&made);
    assert_eq!(found.payers[0].signs.stop, Holds::NotComputed);
    assert_eq!(found.keys().len(), 1);
}

#[test]
fn a_year_of_payments_is_no_burst() {
    let hours: Vec<i64> = (0..12).map(|month| month * 192).collect();
    assert_eq!(victims(&case(&hours, &["2009-05-05"])), 0);
}

#[test]
fn amounts_in_a_currency_nobody_set_are_not_judged() {
    let mut made = case(BURST, &["2009-05-05"]);
    made.payments.iter_mut().for_each(|pay| pay.currency = "PHP");
    let found = guard(&made);
    assert_eq!(found.payers[0].signs.small, Holds::NotComputed);
    assert_eq!(found.keys().len(), 1);
}

#[test]
fn a_payer_who_is_a_recipient_too_is_guarded_all_the_same() {
    let mut made = case(BURST, &["2009-05-05"]);
    made.payments.push(Pay { payer: "mto:payee", payee: PAYER, hour: 2, ..Pay::default() });
    assert_eq!(victims(&made), 1);
}

#[test]
fn the_birth_date_of_a_mere_name_is_nobodys() {
    let mut made = case(&[], &[]);
    made.payments =
        BURST.iter().map(|hour| Pay { hour: *hour, payer: "name:ann", ..Pay::default() }).collect();
    made.mentions = vec![Said { key: "name:ann", birth_date: "1970-05-05", ..Said::default() }];
    assert_eq!(guard(&made).payers[0].age.band, Band::NotStated);
}

/// Small payments of `payer` at these hours, each after a message, before a call and handed on.
fn dealings(made: &mut Made<'static>, payer: &'static str, payee: &'static str, hours: &[i64]) {
    for hour in hours.iter().copied() {
        let pay = Pay { payer, payee, hour, minor: 1_000, ..Pay::default() };
        let on = Pay { payer: payee, payee: "mto:far", hour: hour + 20, minor: 950, ..pay };
        let meet = Meet { exhibit: 2, from: payee, to: payer, hour, minutes: 5, answered: true };
        made.payments.extend([pay, on]);
        made.messages.push(Meet { hour: hour - 1, ..meet });
        made.sessions.push(Meet { hour: hour + 1, ..meet });
    }
}

#[test]
fn whoever_may_be_a_victim_is_named_behind_the_others_and_marked_as_one() {
    let mut made = case(&[], &[]);
    made.mentions = vec![Said { key: "mto:payee", birth_date: "1970-05-05", ..Said::default() }];
    // By every measure the first pair is the clearer one, and would lead each list.
    dealings(&mut made, PAYER, "mto:payee", &[0, 6, 12, 18, 24, 30, 36, 42, 48, 54, 60]);
    let weekly: Vec<i64> = (0..12).map(|week| week * 168).collect();
    dealings(&mut made, "mto:other", "mto:else", &weekly);
    let (view, settings) = (made.view(), AskSettings::default());
    let basis = Basis::new(&view, &settings);
    assert_eq!(basis.guard().possible_victims().count(), 1);
    let mut marked = BTreeSet::new();
    for question in QUESTIONS.iter().filter(|one| !first::OF_VICTIMS.contains(&one.card().code)) {
        let answer = question.ask(&basis);
        let names = |finding: &Finding| {
            let told = serde_json::to_string(&[
                std::slice::from_ref(&finding.statement),
                &finding.detail,
                &finding.contrary,
                &finding.alternatives,
            ]);
            told.unwrap().contains(&format!("{PAYER}\""))
        };
        let name = question.card().name;
        assert!(answer.findings.is_sorted_by_key(names), "{name}: named before others");
        for finding in answer.findings.iter().filter(|finding| names(finding)) {
            assert_eq!(finding.detail[0].template, "guard-first", "{name}: {}", finding.id);
            marked.insert(name);
        }
    }
    let lists = ["coincidence", "episodes", "traces"];
    assert!(lists.iter().all(|name| marked.contains(name)), "{marked:?}");
}

proptest! {
    #[test]
    fn the_order_of_records_does_not_matter(
        mut hours in prop::collection::vec(0i64..2_000, 1..8),
        minor in 1i64..90_000,
    ) {
        let made = |hours: &[i64]| {
            let mut made = case(hours, &["2009-05-05"]);
            made.payments.iter_mut().for_each(|pay| pay.minor = minor);
            made.messages.push(Meet { exhibit: 2, from: PAYER, to: "mto:payee", hour: 1, minutes: 0, answered: true });
            guard(&made).payers.into_iter().map(|payer| (payer.signs, payer.possible_victim)).collect::<Vec<_>>()
        };
        let before = made(&hours);
        hours.reverse();
        prop_assert_eq!(before, made(&hours));
    }
}
