//! What holds of flows: sums are those of the ledger, fans those that others counted.

use model::time::Precision;
use model::views::PaymentStatus;
use proptest::prelude::*;

use super::*;
use crate::links::Links;
use crate::made::{Made, Pay};
use crate::questions::networks;

fn flows(payments: Vec<Pay<'_>>) -> Flows {
    let view = Made { payments, ..Made::default() }.view();
    let settings = AskSettings::default();
    Flows::of(&view, &Ledger::of(&view, &Links::of(&view), &settings.money), &settings)
}

#[test]
fn a_monthly_payment_is_seen_as_one() {
    // The fifth of each month of 2024, 09:00.
    let days = [4, 35, 64, 95, 125, 156];
    let pays = days.map(|day| Pay { hour: day * 24 + 9, ..Pay::default() });
    let got = flows(pays.to_vec());
    let rhythm = got.pairs[0].rhythm.as_ref().unwrap();
    assert_eq!((rhythm.months_paid, rhythm.months_spanned), (6, 6));
    assert_eq!((rhythm.near_usual_day, rhythm.payments), (6, 6));
    assert!((3..=7).contains(&rhythm.usual_day));
    assert_eq!(got.pairs[0].months.len(), 6);
}

#[test]
fn undone_payments_are_beside_the_sum_and_not_in_it() {
    let done = Pay { minor: 700, ..Pay::default() };
    let got = flows(vec![done, Pay { hour: 9, status: PaymentStatus::Undone, ..done }]);
    let pair = &got.pairs[0];
    assert_eq!(
        (pair.payments, pair.sum_minor, pair.left_out, pair.left_out_minor),
        (1, 700, 1, 700)
    );
}

#[test]
fn a_day_without_an_hour_is_in_no_cell_of_the_week() {
    let got = flows(vec![Pay { precision: Precision::Day, ..Pay::default() }, Pay::default()]);
    assert_eq!((got.without_hour, got.week_hours.iter().sum::<u64>()), (1, 1));
    assert_eq!(got.week_hours[0], 1);
}

#[test]
fn fans_of_amlsim_are_those_counted_by_another_program() {
    let Some(view) = networks::amlsim() else { return };
    let Some(facts) = networks::facts() else { return };
    let settings = AskSettings::default();
    let ledger = Ledger::of(&view, &Links::of(&view), &settings.money);
    assert_eq!(ledger.events.len(), 118_250);
    let flows = Flows::of(&view, &ledger, &settings);
    // The other program counts a party that pays itself among its own payers; a fan does not.
    let pays_itself = |key| view.payments.iter().any(|pay| pay.payer == key && pay.payee == key);
    let found: Vec<(String, usize)> = flows
        .fans
        .iter()
        .filter(|fan| fan.direction == Direction::In)
        .take(10)
        .map(|fan| {
            let itself = usize::from(pays_itself(fan.key));
            (fan.party.replace("amlsim:", ""), fan.others + itself)
        })
        .collect();
    // Among equals the order of the other program is its own.
    let mut expected: Vec<(String, usize)> = facts["amlsim"]["top10_targets_by_distinct_sources"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| (row[0].to_string(), usize::try_from(row[1].as_u64().unwrap()).unwrap()))
        .collect();
    let mut found_sorted = found.clone();
    found_sorted.sort();
    expected.sort();
    assert_eq!(found_sorted, expected);
    assert_eq!(flows.currencies[0].sum_minor, 3_303_903_718);
}

#[test]
fn fans_of_finbench_are_those_counted_by_another_program() {
    let Some(view) = networks::finbench() else { return };
    let Some(facts) = networks::facts() else { return };
    let settings = AskSettings::default();
    let flows = Flows::of(&view, &Ledger::of(&view, &Links::of(&view), &settings.money), &settings);
    let facts = &facts["finbench_AccountTransferAccount"];
    for row in facts["top10_receivers_by_total"].as_array().unwrap() {
        let party = format!("finbench:{}", row[0].as_str().unwrap());
        let fan = flows
            .fans
            .iter()
            .find(|fan| fan.direction == Direction::In && fan.party == party)
            .unwrap();
        assert_eq!(fan.others as u64, row[3].as_u64().unwrap());
        assert_eq!(fan.payments as u64, row[2].as_u64().unwrap());
        // Each amount was rounded to the cent; the other program summed all its digits.
        let total = row[1].as_f64().unwrap() * 100.0;
        assert!((fan.sum_minor as f64 - total).abs() <= fan.payments as f64);
    }
}

proptest! {
    #[test]
    fn pairs_months_and_fans_add_up(
        pays in prop::collection::vec((0usize..4, 0usize..4, 0i64..3_000, 1i64..900), 0..60)
    ) {
        const PARTIES: [&str; 4] = ["mto:a", "mto:b", "mto:c", "name:d"];
        let payments: Vec<Pay<'_>> = pays
            .iter()
            .map(|&(payer, payee, hour, minor)| Pay {
                payer: PARTIES[payer],
                payee: PARTIES[payee],
                hour,
                minor,
                ..Pay::default()
            })
            .collect();
        let total: i64 = payments.iter().map(|pay| pay.minor).sum();
        let got = flows(payments);
        prop_assert_eq!(got.pairs.iter().map(|pair| pair.sum_minor).sum::<i64>(), total);
        prop_assert_eq!(got.pairs.iter().map(|pair| pair.records.len()).sum::<usize>(), pays.len());
        for pair in &got.pairs {
            let months: i64 = pair.months.iter().map(|month| month.sum_minor).sum();
            prop_assert_eq!(months, pair.sum_minor);
            prop_assert!(pair.first_us <= pair.last_us);
        }
        let hours: u64 = got.week_hours.iter().sum();
        prop_assert_eq!(hours, pays.len() as u64);
    }
}
