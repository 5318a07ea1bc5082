//! The ledger on real files: how often the one-party rule is right where the party says nothing.

use std::path::Path;

use model::time::{Precision, ZoneSource};
use model::views::{CaseView, Keys, Payment, PaymentSource, PaymentStatus, Side, When};
use model::{Currency, ExhibitId, RecordRef};

use super::*;
use crate::links::Links;
use crate::question::MoneySettings;

/// Rows of `ground_truth,memo,transaction_date,amount,unique_id`; the truth is kept as row number.
fn rows(path: &Path, exhibit: u32, side: Side) -> Vec<Payment> {
    let text = std::fs::read_to_string(path).unwrap();
    let currency = Currency::from_code("GBP").unwrap();
    let read = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let day: jiff::civil::Date = cells[cells.len() - 3].parse().unwrap();
        let start = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond();
        let amount = cells[cells.len() - 2];
        let (minor, _) =
            model::money::read_minor(amount, model::money::DecimalMark::Point, 2).unwrap();
        Payment {
            record: RecordRef { exhibit: ExhibitId(exhibit), row: cells[0].parse().unwrap() },
            from: PaymentSource::Entry,
            payer: 1,
            payee: 0,
            when: When {
                earliest_us: start,
                latest_us: start + 86_400_000_000 - 1,
                precision: Precision::Day,
                zone_source: ZoneSource::Assumed,
            },
            minor,
            currency,
            fee: None,
            pay_out: None,
            side,
            reference: None,
            status: PaymentStatus::Done,
        }
    };
    text.lines().skip(1).map(read).collect()
}

/// Every row is given one payer, so that amount and date alone decide: the hardest case there is.
#[test]
fn two_banks_are_matched_by_amount_and_date_with_the_precision_the_case_page_states() {
    let Some(folder) = casetest::real::path("finance/payment-matching") else { return };
    let mut payments = rows(&folder.join("transactions_origin.csv"), 1, Side::Payer);
    payments.extend(rows(&folder.join("transactions_destination.csv"), 2, Side::Payee));
    payments.sort_by_key(|payment| (payment.when, payment.record));
    let keys = Keys::from_sorted(vec![String::new(), "iban:X".to_owned()]);
    let view = CaseView { keys, payments, ..CaseView::default() };
    for days in [3, 5, 10] {
        let settings = MoneySettings { match_window_s: days * 86_400, ..MoneySettings::default() };
        let ledger = Ledger::of(&view, &Links::of(&view), &settings);
        let joined: Vec<Vec<u64>> = ledger
            .events
            .iter()
            .filter(|event| event.matched == Matched::OneParty)
            .map(|event| ledger.citations(event, &view).map(|record| record.row).collect())
            .collect();
        let right = joined.iter().filter(|rows| rows[0] == rows[1]).count();
        println!(
            "window {days} d: {} joined, {right} right; precision {:.3}, recall {:.3} of 20,000, \
             {:.3} of the 5,086 with equal amounts; {} sets left apart",
            joined.len(),
            right as f64 / joined.len() as f64,
            right as f64 / 20_000.0,
            right as f64 / 5_086.0,
            ledger.ambiguities.len(),
        );
        assert!(joined.iter().all(|rows| rows.len() == 2));
        if days == 5 {
            // The figures of the card's error rates.
            assert_eq!((joined.len(), right), (4_539, 4_361));
        }
    }
}
