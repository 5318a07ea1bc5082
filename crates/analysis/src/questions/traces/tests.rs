//! What holds of traces: they are those that a program finds which tries every sequence.

use std::collections::BTreeSet;

use model::time::Precision;
use model::views::Payment;
use proptest::prelude::*;

use super::*;
use crate::links::Links;
use crate::made::{Made, Pay};
use crate::questions::networks;

/// Followers, tried one by one over all payments: no order, no index, no limits.
fn followers<'a>(all: &'a [Payment], last: &Payment, settings: &MoneySettings) -> Vec<&'a Payment> {
    let gap_us = settings.hop_gap_s * 1_000_000;
    let next = |pay: &&Payment| {
        pay.payer == last.payee
            && pay.payer != pay.payee
            && pay.currency == last.currency
            && pay.when.earliest_us > last.when.latest_us
            && pay.when.earliest_us - last.when.latest_us <= gap_us
            && pay.minor <= last.minor
            && (last.minor - pay.minor) * 1_000 <= last.minor * settings.loss_permille
    };
    all.iter().filter(next).collect()
}

/// Every longest sequence from a payment that follows none, with each party once, as row numbers.
fn tried(all: &[Payment], settings: &MoneySettings) -> BTreeSet<Vec<u64>> {
    fn grow(
        all: &[Payment],
        settings: &MoneySettings,
        trail: &[&Payment],
        found: &mut BTreeSet<Vec<u64>>,
    ) {
        let last = trail[trail.len() - 1];
        let mut longer = false;
        for next in followers(all, last, settings) {
            let met =
                next.payee == trail[0].payer || trail.iter().any(|step| step.payee == next.payee);
            if !met && trail.len() < settings.hops_max {
                longer = true;
                let mut trail = trail.to_vec();
                trail.push(next);
                grow(all, settings, &trail, found);
            }
        }
        if !longer && trail.len() > 1 {
            found.insert(trail.iter().map(|step| step.record.row).collect());
        }
    }
    let mut found = BTreeSet::new();
    let edges: Vec<&Payment> = all.iter().filter(|pay| pay.payer != pay.payee).collect();
    let led: BTreeSet<u64> = edges
        .iter()
        .flat_map(|pay| followers(all, pay, settings))
        .map(|pay| pay.record.row)
        .collect();
    for pay in edges.iter().filter(|pay| !led.contains(&pay.record.row)) {
        grow(all, settings, &[pay], &mut found);
    }
    found
}

fn rows(trace: &Trace) -> Vec<u64> {
    trace.hops.iter().map(|hop| hop.records[0].row).collect()
}

fn traces(view: &CaseView, settings: &MoneySettings) -> Traces {
    Traces::of(view, &Ledger::of(view, &Links::of(view), settings), settings, "UTC")
}

fn made(payments: Vec<Pay<'_>>) -> CaseView {
    Made { payments, ..Made::default() }.view()
}

fn pay(payer: &'static str, payee: &'static str, hour: i64, minor: i64) -> Pay<'static> {
    Pay { payer, payee, hour, minor, ..Pay::default() }
}

#[test]
fn money_is_followed_forward_in_one_currency_less_a_stated_loss() {
    let view = made(vec![
        pay("mto:a", "mto:b", 0, 1_000),
        pay("mto:b", "mto:c", 5, 950),
        pay("mto:c", "mto:d", 9, 940),
        pay("mto:b", "mto:x", 6, 700),
        pay("mto:b", "mto:y", 7, 1_001),
        Pay { currency: "USD", ..pay("mto:b", "mto:z", 8, 990) },
        Pay { precision: Precision::Day, ..pay("mto:b", "mto:w", 2, 990) },
        pay("mto:b", "mto:v", 200, 990),
    ]);
    let got = traces(&view, &MoneySettings::default());
    assert_eq!(got.traces.iter().map(rows).collect::<Vec<_>>(), [[1, 2, 3]]);
    assert_eq!((got.refused.less, got.refused.more, got.refused.currency), (1, 1, 1));
    // A payment stated to the day can be earlier than the one it would follow: nothing is guessed.
    assert_eq!(got.refused.order, 1);
    assert_eq!(got.traces[0].hops[1].other_sources, 0);
}

#[test]
fn a_way_back_to_the_first_payer_is_a_cycle_and_no_trace() {
    let view = made(vec![
        pay("mto:a", "mto:b", 0, 1_000),
        pay("mto:b", "mto:c", 5, 1_000),
        pay("mto:c", "mto:a", 9, 1_000),
    ]);
    let got = traces(&view, &MoneySettings::default());
    assert_eq!(got.cycles.iter().map(rows).collect::<Vec<_>>(), [[1, 2, 3]]);
    assert_eq!(got.traces.iter().map(rows).collect::<Vec<_>>(), [[1, 2]]);
}

#[test]
fn a_long_chain_is_told_in_traces_that_share_a_payment() {
    const PARTIES: [&str; 9] = ["a:0", "a:1", "a:2", "a:3", "a:4", "a:5", "a:6", "a:7", "a:8"];
    let chain =
        (0..).zip(PARTIES.windows(2)).map(|(n, two)| pay(two[0], two[1], n, 1_000)).collect();
    let got = traces(&made(chain), &MoneySettings::default());
    let mut found: Vec<Vec<u64>> = got.traces.iter().map(rows).collect();
    found.sort();
    assert_eq!(found, [vec![1, 2, 3, 4, 5], vec![5, 6, 7, 8]]);
    assert!(got.traces[0].continues);
}

#[test]
fn what_passes_through_is_first_in_first_out() {
    let view = made(vec![
        pay("mto:a", "mto:m", 0, 600),
        pay("mto:b", "mto:m", 2, 400),
        pay("mto:m", "mto:z", 12, 900),
        // Too late to be set against what came.
        pay("mto:m", "mto:z", 500, 100),
    ]);
    let passing = &traces(&view, &MoneySettings::default()).passing;
    let of = passing.iter().find(|found| found.party == "mto:m").unwrap();
    assert_eq!((of.in_minor, of.passed_minor, of.out_minor), (1_000, 900, 1_000));
    assert!((of.ratio - 0.9).abs() < 1e-12);
    // Half of the money that passed had stayed no longer than twelve hours, less a second's width.
    assert_eq!(of.residence_median_s, 12 * 3_600 - 1);
}

#[test]
fn many_to_one_to_many_is_a_gathering() {
    let mut payments = Vec::new();
    for (n, (from, to)) in (0i64..).zip([("a:1", "b:1"), ("a:2", "b:2"), ("a:3", "b:3")]) {
        payments.push(pay(from, "mto:hub", n, 1_000));
        payments.push(pay("mto:hub", to, 20 + n, 980));
    }
    let got = traces(&made(payments.clone()), &MoneySettings::default()).gatherings;
    assert_eq!(got.len(), 1);
    assert_eq!(
        (got[0].payers, got[0].payees, got[0].in_minor, got[0].out_minor),
        (3, 3, 3_000, 2_940)
    );
    payments.pop();
    assert!(traces(&made(payments), &MoneySettings::default()).gatherings.is_empty());
}

#[test]
fn traces_of_finbench_are_those_found_by_trying_every_sequence() {
    let Some(mut view) = networks::finbench() else { return };
    view.payments.truncate(3_000);
    // Amounts of this graph are drawn anew for each transfer, and parties pay seldom: wide rules.
    let settings =
        MoneySettings { loss_permille: 400, hop_gap_s: 20 * 86_400, ..MoneySettings::default() };
    let got = traces(&view, &settings);
    assert_eq!((got.starts_cut, got.traces_cut, got.refused.cut), (0, 0, 0));
    let found: BTreeSet<Vec<u64>> = got.traces.iter().map(rows).collect();
    let expected = tried(&view.payments, &settings);
    println!("{} traces of {} transfers", expected.len(), view.payments.len());
    assert!(expected.len() > 50);
    assert!(expected.is_subset(&found));
    // Beyond those, only traces that begin where another was cut or would come back.
    let ends: BTreeSet<u64> = found.iter().map(|rows| rows[0]).collect();
    assert!(found.difference(&expected).all(|rows| ends.contains(&rows[0])));
}

proptest! {
    #[test]
    fn every_trace_ascends_conserves_and_visits_each_party_once(
        pays in prop::collection::vec((0usize..6, 0usize..6, 0i64..90, 90i64..110), 0..40)
    ) {
        const PARTIES: [&str; 6] = ["a:0", "a:1", "a:2", "a:3", "a:4", "a:5"];
        let view = made(
            pays.iter().map(|&(from, to, hour, minor)| pay(PARTIES[from], PARTIES[to], hour, minor)).collect(),
        );
        let settings = MoneySettings::default();
        let got = traces(&view, &settings);
        for (trace, closed) in
            got.traces.iter().map(|t| (t, false)).chain(got.cycles.iter().map(|t| (t, true)))
        {
            prop_assert!((2..=5).contains(&trace.hops.len()));
            for pair in trace.hops.windows(2) {
                prop_assert_eq!(&pair[0].payee, &pair[1].payer);
                prop_assert!(pair[0].latest_us < pair[1].earliest_us);
                prop_assert!(pair[1].minor <= pair[0].minor);
                prop_assert!(pair[1].minor * 10 >= pair[0].minor * 9);
            }
            let met: BTreeSet<&str> = trace
                .hops
                .iter()
                .map(|hop| hop.payee.as_str())
                .chain([trace.hops[0].payer.as_str()])
                .collect();
            prop_assert_eq!(met.len(), trace.hops.len() + usize::from(!closed));
        }
        let told: BTreeSet<Vec<u64>> = got.traces.iter().map(rows).collect();
        prop_assert!(tried(&view.payments, &settings).is_subset(&told));
        let held: BTreeSet<u64> = told.iter().flatten().copied().collect();
        for pay in view.payments.iter().filter(|pay| pay.payer != pay.payee) {
            let mut next = followers(&view.payments, pay, &settings).into_iter();
            let can = next.any(|next| next.payee != pay.payer && next.payer != next.payee);
            prop_assert!(!can || held.contains(&pay.record.row));
        }
    }

    #[test]
    fn no_more_passes_than_came_or_left(
        pays in prop::collection::vec((0usize..3, 0usize..3, 0i64..300, 1i64..900), 0..40)
    ) {
        const PARTIES: [&str; 3] = ["a:0", "a:1", "a:2"];
        let view = made(
            pays.iter().map(|&(from, to, hour, minor)| pay(PARTIES[from], PARTIES[to], hour, minor)).collect(),
        );
        for found in traces(&view, &MoneySettings::default()).passing {
            prop_assert!(found.passed_minor <= found.in_minor.min(found.out_minor));
            prop_assert!(found.ratio > 0.0 && found.ratio <= 1.0);
            prop_assert!(found.residence_median_s >= 0);
        }
    }
}

#[test]
fn one_to_many_to_one_is_a_scattering() {
    let mut payments = Vec::new();
    for (n, middle) in (0i64..).zip(["b:1", "b:2", "b:3"]) {
        payments.push(pay("a:1", middle, n, 1_000 + n));
        payments.push(pay(middle, "z:9", 20 + n, 990));
    }
    // Another middle whose payment on is too low, and one that pays back.
    payments.push(pay("a:1", "b:4", 5, 1_000));
    payments.push(pay("b:4", "z:9", 25, 500));
    let got = traces(&made(payments.clone()), &MoneySettings::default()).scatterings;
    assert_eq!(got.len(), 1);
    let found = &got[0];
    assert_eq!((found.source.as_str(), found.sink.as_str()), ("a:1", "z:9"));
    assert_eq!((found.through, found.sent_minor, found.arrived_minor), (3, 3_003, 2_970));
    assert_eq!((found.same_day, found.records.len()), (3, 6));
    payments.remove(0);
    let got = traces(&made(payments), &MoneySettings::default()).scatterings;
    assert_eq!(got.len(), 0);
}

#[test]
fn paid_in_by_many_on_one_service_and_out_on_another_is_a_funnel() {
    let mut payments = Vec::new();
    for (n, payer) in (0i64..).zip(["mto:1", "mto:2", "mto:3", "mto:4"]) {
        payments.push(pay(payer, "iban:hub", n, 1_000));
    }
    payments.push(pay("iban:hub", "iban:own", 10, 3_600));
    let got = traces(&made(payments.clone()), &MoneySettings::default()).funnels;
    assert_eq!(got.len(), 1);
    let found = &got[0];
    assert_eq!((found.came_by.as_str(), found.left_by.as_str()), ("mto", "iban"));
    assert_eq!((found.payers, found.payees, found.passed_minor, found.at_prices), (4, 1, 3_600, 4));
    // Out on the service it came by: passing through, and no funnel.
    payments.pop();
    payments.push(pay("iban:hub", "mto:9", 10, 3_600));
    assert_eq!(traces(&made(payments), &MoneySettings::default()).funnels.len(), 0);
}

#[test]
fn a_trace_says_what_was_refused_on_its_way() {
    let view = made(vec![
        pay("mto:a", "mto:b", 0, 1_000),
        pay("mto:b", "mto:c", 5, 950),
        pay("mto:b", "mto:x", 6, 700),
        pay("mto:q", "mto:r", 6, 700),
        pay("mto:r", "mto:s", 9, 800),
    ]);
    let got = traces(&view, &MoneySettings::default());
    assert_eq!((got.traces[0].refused.less, got.traces[0].refused.more), (1, 0));
    assert_eq!((got.refused.less, got.refused.more), (1, 1));
}
