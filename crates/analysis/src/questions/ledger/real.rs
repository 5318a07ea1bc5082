//! The ledger on real files: how often the one-party rule is right where the party says nothing.

use std::path::Path;

use model::time::{Precision, ZoneSource};
use model::views::{CaseView, Keys, Memo, Payment, PaymentSource, PaymentStatus, Side, When};
use model::{Currency, ExhibitId, RecordRef};

use super::*;
use crate::links::Links;
use crate::question::MoneySettings;

/// Rows of `ground_truth,memo,transaction_date,amount,unique_id` with their texts; the truth is kept
/// as row number.
fn rows(path: &Path, exhibit: u32, side: Side) -> Vec<(Payment, String)> {
    let text = std::fs::read_to_string(path).unwrap();
    let currency = Currency::from_code("GBP").unwrap();
    let read = |line: &str| {
        let cells: Vec<&str> = line.split(',').collect();
        let text = cells[1..cells.len() - 3].join(",").trim_matches('"').to_owned();
        let day: jiff::civil::Date = cells[cells.len() - 3].parse().unwrap();
        let start = day.to_zoned(jiff::tz::TimeZone::UTC).unwrap().timestamp().as_microsecond();
        let amount = cells[cells.len() - 2];
        let (minor, _) =
            model::money::read_minor(amount, model::money::DecimalMark::Point, 2).unwrap();
        let payment = Payment {
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
        };
        (payment, text)
    };
    text.lines().skip(1).map(read).collect()
}

/// Both banks as one view; every row is given one payer, so that parties decide nothing: the
/// hardest case there is.
fn banks(texts: Texts) -> Option<CaseView> {
    let folder = casetest::real::path("finance/payment-matching")?;
    let mut rows = self::rows(&folder.join("transactions_origin.csv"), 1, Side::Payer);
    rows.extend(self::rows(&folder.join("transactions_destination.csv"), 2, Side::Payee));
    rows.sort_by_key(|(payment, _)| (payment.when, payment.record));
    let keys = Keys::from_sorted(vec![String::new(), "iban:X".to_owned()]);
    let mut said: Vec<String> = rows.iter().map(|(_, text)| text.clone()).collect();
    said.push(String::new());
    said.sort_unstable();
    said.dedup();
    let said = Keys::from_sorted(said);
    let memo = |(payment, text): &(Payment, String)| Memo {
        record: payment.record,
        text: said.id(text).unwrap(),
    };
    let mut memos: Vec<Memo> = rows.iter().map(memo).collect();
    memos.sort_unstable();
    memos.retain(|_| texts == Texts::Stated);
    let payments = rows.into_iter().map(|(payment, _)| payment).collect();
    Some(CaseView { keys, payments, memos, texts: said, ..CaseView::default() })
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    Stated,
    LeftOut,
}

/// Pairs joined in one way, and how many of them are right.
fn joined(view: &CaseView, ledger: &Ledger, how: Matched) -> (usize, usize) {
    let rows = |event: &LedgerEvent| -> Vec<u64> {
        ledger.citations(event, view).map(|record| record.row).collect()
    };
    let events: Vec<Vec<u64>> =
        ledger.events.iter().filter(|event| event.matched == how).map(rows).collect();
    assert!(events.iter().all(|rows| rows.len() == 2));
    (events.len(), events.iter().filter(|rows| rows[0] == rows[1]).count())
}

#[test]
fn two_banks_are_matched_by_amount_and_date_with_the_precision_the_case_page_states() {
    let Some(view) = banks(Texts::LeftOut) else { return };
    for days in [3, 5, 10] {
        // Nothing is weighed, so that the rule stands alone.
        let settings = MoneySettings {
            match_window_s: days * 86_400,
            weigh_confidence_permille: 1_001,
            ..MoneySettings::default()
        };
        let ledger = Ledger::of(&view, &Links::of(&view), &settings);
        let (told, right) = joined(&view, &ledger, Matched::OneParty);
        println!(
            "window {days} d: {told} joined, {right} right; precision {:.3}, recall {:.3} of \
             20,000, {:.3} of the 5,086 with equal amounts; {} sets left apart",
            right as f64 / told as f64,
            right as f64 / 20_000.0,
            right as f64 / 5_086.0,
            ledger.ambiguities.len(),
        );
        if days == 5 {
            // The figures of the card's error rates.
            assert_eq!((told, right), (4_539, 4_361));
        }
    }
}

#[test]
fn two_banks_whose_texts_are_known_are_weighed_with_the_precision_the_card_states() {
    for (texts, told_min, wrong_max) in [(Texts::Stated, 19_900, 20), (Texts::LeftOut, 0, 10)] {
        let Some(view) = banks(texts) else { return };
        let ledger = Ledger::of(&view, &Links::of(&view), &MoneySettings::default());
        let (told, right) = joined(&view, &ledger, Matched::Weighed);
        let by_rule = joined(&view, &ledger, Matched::OneParty);
        println!("weighed: {told} joined, {right} right; then by one party {by_rule:?}");
        assert!(told >= told_min && told - right <= wrong_max, "{told} {right}");
        let weighed = ledger.events.iter().filter(|event| event.confidence_permille.is_some());
        assert!(weighed.clone().all(|event| event.confidence_permille >= Some(990)));
        assert_eq!(weighed.count(), told);
    }
}
