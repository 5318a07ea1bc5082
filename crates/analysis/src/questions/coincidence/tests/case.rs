//! The question asked of whole cases: verdicts, figures, the method's own test, the ratio.

use model::finding::Figure;
use model::time::Precision;
use model::views::Covered;
use model::{ExhibitId, Value};
use proptest::prelude::*;

use crate::basis::Basis;
use crate::made::{DAY_US, MONDAY_US, Made, Meet, Pay};
use crate::question::{AskSettings, Question};
use crate::questions::coincidence::{
    Coincidence, CoincidenceReport, Payments, Streams, Verdict, ask, coincide, draws_for,
};
use crate::statistics::permuted_sum::Dice;

/// A call of two parties at an hour.
fn call<'a>(from: &'a str, to: &'a str, hour: i64) -> Meet<'a> {
    Meet { exhibit: 4, from, to, hour, minutes: 20, answered: true }
}

/// A case of three payers, the first of whom pays before each call; the other two pay two
/// weekdays later.
fn case() -> Made<'static> {
    let mut made = Made::default();
    let people = [("mto:a", "app:x"), ("mto:b", "app:y"), ("mto:c", "app:z")];
    for (number, (payer, payee)) in people.into_iter().enumerate() {
        let mut dice = Dice::new(40, number as u64);
        for week in 0..20 {
            let day = i64::from(dice.below(5));
            let at = |day: i64| (week * 7 + day) * 24 + 18;
            made.sessions.push(call(payer, payee, at(day)));
            let hour = if number == 0 { at(day) } else { at((day + 2) % 5) };
            made.payments.push(Pay { payer, payee, hour, minor: 4_000 + week, ..Pay::default() });
        }
    }
    made.payments.push(Pay { payer: "mto:d", payee: "app:x", ..Pay::default() });
    made.sessions.push(Meet { minutes: 5, ..call("mto:d", "app:x", 60) });
    made
}

/// Names of `pairs` payers and their payees.
fn names(pairs: usize) -> Vec<(String, String)> {
    (0..pairs).map(|n| (format!("mto:p{n:02}"), format!("app:q{n:02}"))).collect()
}

/// Pairs who share an hour of the day; those with an even number pay in the hour of a call.
fn many(names: &[(String, String)]) -> Made<'_> {
    let mut made = Made::default();
    for (number, (payer, payee)) in names.iter().enumerate() {
        let mut dice = Dice::new(17, number as u64);
        for week in 0..26 {
            let mut at = || (week * 7 + i64::from(dice.below(7))) * 24 + 18;
            let (hour, other) = (at(), at());
            made.sessions.push(call(payer, payee, hour));
            let hour = if number % 2 == 0 { hour } else { other };
            made.payments.push(Pay { payer, payee, hour, minor: 4_000 + week, ..Pay::default() });
        }
    }
    made
}

fn covered(exhibit: u32, table: &'static str, days: i64) -> Covered {
    Covered {
        inside: String::new(),
        exhibit: ExhibitId(exhibit),
        table,
        account: None,
        from_us: MONDAY_US,
        until_us: MONDAY_US + days * DAY_US - 1,
        stated: true,
        records: 1,
    }
}

fn told(made: &Made<'_>) -> CoincidenceReport {
    coincide(&Basis::new(&made.view(), &AskSettings::default()), Streams::default())
}

/// The same with fewer draws: m is small, and only the shape of the answer matters.
fn told_soon(made: &Made<'_>) -> CoincidenceReport {
    let streams = Streams { draws_min: 999, ..Streams::default() };
    coincide(&Basis::new(&made.view(), &AskSettings::default()), streams)
}

#[test]
fn a_case_is_told_pair_by_pair() {
    let report = told(&case());
    let verdicts: Vec<(&str, Verdict)> =
        report.tests.iter().map(|test| (test.a.as_str(), test.verdict)).collect();
    assert_eq!(
        verdicts,
        [
            ("mto:a", Verdict::Associated),
            ("mto:b", Verdict::NotShown),
            ("mto:c", Verdict::NotShown),
            ("mto:d", Verdict::InsufficientData),
        ]
    );
    assert_eq!((report.m, report.r), (3, 9_999));
    assert!(report.tests[0].rejected_bh && report.tests[0].lr.is_none());
    let json = serde_json::to_value(&report).unwrap();
    for key in ["a", "b", "n_a", "n_b", "statistic", "observed", "expected", "p", "lr", "lr_cap"] {
        assert!(json["tests"][0].get(key).is_some(), "{key}");
    }
    assert_eq!(json["tests"][3]["verdict"], "insufficient_data");
}

#[test]
fn too_little_data_is_not_tested_and_not_counted() {
    let mut made = case();
    made.payments.retain(|pay| pay.payer != "mto:b" || pay.minor < 4_009);
    let report = told(&made);
    let test = report.tests.iter().find(|test| test.a == "mto:b").unwrap();
    assert_eq!((test.verdict, test.n_a, test.p), (Verdict::InsufficientData, 9, None));
    assert_eq!(report.m, 2);
}

#[test]
fn the_answer_does_not_depend_on_threads() {
    let view = case().view();
    let one = AskSettings { threads: 1, ..AskSettings::default() };
    let answer = Coincidence.ask(&Basis::new(&view, &one));
    assert_eq!(answer, Coincidence.ask(&Basis::new(&view, &AskSettings::default())));
    assert_eq!(answer.findings[0].figures.len(), 2);
    assert!(answer.findings.iter().all(|finding| !finding.statement.support.records().is_empty()));
    let told = answer.findings.iter().filter(|finding| finding.id != "calibration");
    assert!(told.take(3).all(|finding| !finding.alternatives.is_empty()));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(8))]
    #[test]
    fn the_order_of_records_does_not_matter(
        payments in Just((0..61usize).collect::<Vec<_>>()).prop_shuffle(),
        sessions in Just((0..61usize).collect::<Vec<_>>()).prop_shuffle(),
    ) {
        let made = case();
        let mut mixed = made.clone();
        mixed.payments = payments.into_iter().map(|at| made.payments[at]).collect();
        mixed.sessions = sessions.into_iter().map(|at| made.sessions[at]).collect();
        let json = |made: &Made<'_>| serde_json::to_string(&told(made)).unwrap();
        prop_assert_eq!(json(&mixed), json(&made));
    }
}

#[test]
fn a_test_that_cannot_resolve_says_so() {
    // Two weeks, all payments on two days: 10 · 9 arrangements, too few for one in 1,000.
    let mut made = Made::default();
    for i in 0..12 {
        let hour = if i < 6 { 24 + i } else { 48 + i };
        let precision = Precision::Second;
        made.payments.push(Pay { hour, minor: 100 + i, precision, ..Pay::default() });
    }
    // Calls on five of the ten weekdays.
    let evenings = [1, 2, 3, 8, 9].into_iter().flat_map(|day| [day * 24 + 20, day * 24 + 22]);
    made.sessions.extend(evenings.map(|hour| call("mto:payer", "mto:payee", hour)));
    made.covered = vec![covered(1, "transfer", 14), covered(4, "session", 14)];
    let strict = AskSettings { q: 0.001, ..AskSettings::default() };
    let report = coincide(&Basis::new(&made.view(), &strict), Streams::default());
    assert_eq!(report.tests[0].verdict, Verdict::CannotTell);
    assert!(report.tests[0].p_least.unwrap() > 0.001);
    // The same data at the usual q could have shown something, and did not.
    assert_eq!(told(&made).tests[0].verdict, Verdict::NotShown);
}

#[test]
fn draws_grow_with_the_tests_so_that_the_least_p_can_pass() {
    assert_eq!(draws_for(1, 0.05, 9_999), 9_999);
    assert_eq!(draws_for(1, 0.05, 1), 999);
    assert_eq!(draws_for(1_000, 0.05, 9_999), 22_000);
    for m in [1_u32, 10, 500, 20_000] {
        let least = 1.0 / (draws_for(u64::from(m), 0.05, 999) as f64 + 1.0);
        assert!(least < 0.05 / f64::from(m), "{m}");
    }
}

#[test]
fn messages_can_take_the_place_of_payments() {
    let mut made = case();
    let calls = made.sessions.clone();
    made.messages.extend(calls.into_iter().map(|call| Meet { hour: call.hour - 1, ..call }));
    let streams = Streams { a: Payments::Messages, ..Streams::default() };
    let answer = ask(&Basis::new(&made.view(), &AskSettings::default()), streams);
    assert!(answer.findings.len() > 3);
}

#[test]
fn the_method_tests_itself_on_every_case_with_enough_pairs() {
    let names = names(26);
    let report = told_soon(&many(&names));
    let named: Vec<&str> = report.calibration.iter().map(|page| page.name).collect();
    assert_eq!(named, ["partner_swap", "time_shift"], "nobody is in two pairs");
    for page in &report.calibration {
        assert!(page.interval95.0 <= page.share && page.share <= page.interval95.1);
        assert!(page.interval95.0 <= 0.05, "{page:?}");
        assert_eq!(page.quantiles.len(), 51);
        assert!(page.quantiles.windows(2).all(|two| two[0].1 <= two[1].1), "{page:?}");
    }
    assert_eq!(report.calibration[0].pairs, 26 * 25);
    let answer = Coincidence.ask(&Basis::new(&many(&names).view(), &AskSettings::default()));
    let page = answer.findings.iter().find(|finding| finding.id == "calibration").unwrap();
    let pictures = page.figures.iter().filter(|figure| matches!(figure, Figure::Quantiles { .. }));
    assert_eq!(
        (page.statement.template.as_str(), pictures.count()),
        ("coincidence-calibration-partner-swap", 2,)
    );
}

#[test]
fn a_thousand_pairs_are_told_and_the_rest_are_counted() {
    let names = names(1_003);
    let made = many(&names);
    // Few draws: only the shape of the answer matters.
    let (view, settings) = (made.view(), AskSettings { q: 0.5, ..AskSettings::default() });
    let answer =
        ask(&Basis::new(&view, &settings), Streams { draws_min: 999, ..Streams::default() });
    let told = |template: &str| {
        answer.findings.iter().filter(|f| f.statement.template == template).collect::<Vec<_>>()
    };
    let found = told("coincidence-associated").len();
    assert!((400..1_000).contains(&found), "found pairs come first: {found}");
    assert_eq!(told("coincidence-not-shown").len(), 1_000 - found);
    let rest = told("coincidence-rest");
    let value = |name: &str| rest[0].statement.slots.iter().find(|s| s.name == name).unwrap();
    assert_eq!((rest.len(), &value("pairs").value), (1, &Value::Count(3)));
    assert_eq!(value("found").value, Value::Count(0));
}

#[test]
fn a_ratio_stays_within_the_number_of_independent_reference_pairs() {
    let names = names(26);
    let report = told_soon(&many(&names));
    for test in &report.tests {
        let (lr, cap) = (test.lr.unwrap(), test.lr_cap.unwrap());
        // 48 other people, four in each swapped pair.
        assert!((10.0..=12.0).contains(&cap), "{cap}");
        assert!((1.0 / cap - 1e-9..=cap + 1e-9).contains(&lr), "{lr} beyond {cap}");
    }
    let capped = report.tests.iter().filter(|test| test.lr >= test.lr_cap.map(|cap| cap - 1e-9));
    assert!(capped.count() > 5, "the cap binds");
    let validity = report.validity.unwrap();
    assert!(validity.auc > 0.6 && validity.cllr < 1.0, "{validity:?}");
    // 20 pairs leave 38 other people: nine swapped pairs, too few.
    let few = told_soon(&many(&names[..20]));
    assert!(few.tests.iter().all(|test| test.lr.is_none() && test.lr_cap.is_none()));
}
