//! What holds of the ledger: nothing lost, nothing summed twice, nothing guessed.

use model::time::Precision;
use model::views::{CaseView, Keys, Memo, PaymentStatus, Side};
use proptest::prelude::*;

use super::*;
use crate::links::Links;
use crate::made::{Made, Pay};
use crate::question::MoneySettings;

fn ledger(payments: Vec<Pay<'_>>, together: Vec<(&str, &str)>) -> Ledger {
    let view = Made { payments, together, ..Made::default() }.view();
    Ledger::of(&view, &Links::of(&view), &MoneySettings::default())
}

fn total(ledger: &Ledger) -> (usize, i64) {
    let inside = ledger.events.iter().filter(|event| event.in_totals());
    inside.fold((0, 0), |(n, sum), event| (n + 1, sum + event.minor))
}

const RETURN: Pay<'_> = Pay {
    exhibit: 1,
    payer: "phone:+39061",
    payee: "name:ann reyes",
    hour: 10,
    minor: 5_000,
    currency: "EUR",
    side: Side::Both,
    reference: "MT-1",
    status: PaymentStatus::Done,
    fee: 490,
    precision: Precision::Second,
};

/// The payer's bank: principal and fee, a day later, the operator as counterparty.
const DEBIT: Pay<'_> = Pay {
    exhibit: 2,
    payer: "iban:IT60",
    payee: "name:operator one",
    hour: 34,
    minor: 5_490,
    side: Side::Payer,
    reference: "BANK-77",
    fee: 0,
    precision: Precision::Day,
    ..RETURN
};

#[test]
fn a_return_and_a_bank_entry_are_one_payment_where_one_party_is_known_to_both() {
    let linked = ledger(vec![RETURN, DEBIT], vec![("iban:IT60", "phone:+39061")]);
    assert_eq!(total(&linked), (1, 5_000));
    assert_eq!(linked.events[0].matched, Matched::OneParty);
    assert_eq!(linked.rows.len(), 2);
    let apart = ledger(vec![RETURN, DEBIT], vec![]);
    assert_eq!(total(&apart), (2, 10_490));
}

#[test]
fn two_candidates_are_left_apart_and_named() {
    let again = Pay { hour: 20, reference: "MT-2", ..RETURN };
    let got = ledger(vec![RETURN, again, DEBIT], vec![("iban:IT60", "phone:+39061")]);
    assert_eq!(total(&got).0, 3);
    assert_eq!(got.ambiguities.len(), 1);
    assert_eq!(got.ambiguities[0].events, [0, 1, 2]);
    assert_eq!(got.ambiguities[0].twice_minor, 5_490);
}

#[test]
fn equal_payments_of_the_same_parties_are_matched_in_order() {
    let side = |exhibit, side, hour| Pay {
        exhibit,
        side,
        hour,
        payer: "iban:IT60",
        payee: "iban:IT28",
        reference: "",
        fee: 0,
        ..RETURN
    };
    let got = ledger(
        vec![
            side(1, Side::Payer, 0),
            side(1, Side::Payer, 24),
            side(2, Side::Payee, 30),
            side(2, Side::Payee, 50),
        ],
        vec![],
    );
    assert_eq!(total(&got), (2, 10_000));
    assert!(got.events.iter().all(|event| event.matched == Matched::BothParties));
    // A credit long before the debit is another payment.
    let got = ledger(vec![side(1, Side::Payer, 100), side(2, Side::Payee, 20)], vec![]);
    assert_eq!(total(&got).0, 2);
}

#[test]
fn the_same_return_twice_is_counted_once_and_cited_twice() {
    let got = ledger(vec![RETURN, Pay { exhibit: 5, ..RETURN }], vec![]);
    assert_eq!(total(&got), (1, 5_000));
    assert_eq!((got.events[0].matched, got.rows.len()), (Matched::Repeated, 2));
    // Without a reference, two equal rows of one exhibit are two payments, also in two returns.
    let plain = Pay { reference: "", ..RETURN };
    let twice = Pay { exhibit: 5, ..plain };
    let got = ledger(vec![plain, plain, twice, twice], vec![]);
    assert_eq!((total(&got).0, got.twins.len()), (2, 2));
}

#[test]
fn an_amended_return_is_kept_beside_the_first_and_the_lower_amount_counts() {
    let amended = Pay { exhibit: 3, minor: 7_000, ..RETURN };
    let got = ledger(vec![RETURN, amended], vec![]);
    assert_eq!(total(&got), (1, 5_000));
    assert_eq!(got.contradictions.len(), 1);
    assert_eq!(got.events[1].counted, Counted::Contradicted);
    // One number of two operators, with nothing else in common, contradicts nothing.
    let other = Pay { exhibit: 3, minor: 7_000, payer: "phone:+44", payee: "name:b", ..RETURN };
    assert_eq!(total(&ledger(vec![RETURN, other], vec![])).0, 2);
    // A number used again months later is another payment.
    let later = Pay { exhibit: 3, minor: 7_000, hour: 3_000, ..RETURN };
    assert_eq!(ledger(vec![RETURN, later], vec![]).contradictions.len(), 0);
}

#[test]
fn a_refund_stays_visible_and_leaves_the_total() {
    let refunded = Pay { exhibit: 3, status: PaymentStatus::Undone, ..RETURN };
    let got = ledger(vec![RETURN, refunded], vec![]);
    assert_eq!(total(&got), (0, 0));
    assert_eq!((got.events.len(), got.status_changes.len()), (1, 1));
    // A reversal is booked the other way round, days later, in the same statement.
    let reversal = Pay {
        payer: DEBIT.payee,
        payee: DEBIT.payer,
        hour: 80,
        side: Side::Payee,
        status: PaymentStatus::Undone,
        ..DEBIT
    };
    let got = ledger(vec![DEBIT, reversal], vec![]);
    assert_eq!((got.events.len(), total(&got)), (1, (0, 0)));
}

#[test]
fn a_batch_reference_joins_and_contradicts_nothing() {
    let line = |minor, payee| Pay { minor, payee, hour: 10, fee: 0, ..RETURN };
    let got = ledger(vec![line(100, "phone:+1"), line(200, "phone:+2")], vec![]);
    assert_eq!((total(&got), got.contradictions.len()), ((2, 300), 0));
    let none = Pay { reference: "NOTPROVIDED", payee: "phone:+3", ..RETURN };
    let other = Pay { exhibit: 2, payee: "phone:+4", ..none };
    assert_eq!(ledger(vec![none, other], vec![]).contradictions.len(), 0);
}

/// Eighty debits and their credits at another bank, a day or two later, every third with a fee
/// taken off; no reference, and no party in common.
fn two_banks() -> CaseView {
    let side = |exhibit, side, n: i64| {
        Pay {
            exhibit,
            side,
            payer: if side == Side::Payer { "iban:A" } else { "" },
            payee: if side == Side::Payer { "" } else { "iban:B" },
            reference: "",
            fee: 0,
            ..RETURN
        }
        .at(n)
    };
    let payments = (0..80i64).flat_map(|n| {
        let (debit, credit) = (side(1, Side::Payer, n), side(2, Side::Payee, n));
        let fee = if n % 3 == 0 { 30 } else { 0 };
        [debit, Pay { hour: debit.hour + 24 + n % 2 * 24, minor: debit.minor - fee, ..credit }]
    });
    let mut view = Made { payments: payments.collect(), ..Made::default() }.view();
    let mut texts: Vec<String> = (0..80).map(|n| format!("order{n:02} of spring")).collect();
    texts.insert(0, String::new());
    view.texts = Keys::from_sorted(texts);
    view.memos = (0..160u64)
        .map(|row| {
            let exhibit = model::ExhibitId(1 + u32::try_from(row % 2).unwrap());
            let text = u32::try_from(row / 2).unwrap() + 1;
            Memo { record: model::RecordRef { exhibit, row: row + 1 }, text }
        })
        .collect();
    view.memos.sort_unstable();
    view
}

impl Pay<'_> {
    /// The n-th of many: another day, another amount.
    fn at(self, n: i64) -> Self {
        Pay { hour: n % 20 * 24, minor: 4_000 + n * 37 % 900, ..self }
    }
}

#[test]
fn debits_and_credits_are_weighed_by_amount_days_and_text() {
    let mut view = two_banks();
    let settings = MoneySettings::default();
    let weigh = |view: &CaseView, settings: &MoneySettings| {
        let ledger = Ledger::of(view, &Links::of(view), settings);
        let joined: Vec<Vec<u64>> = ledger
            .events
            .iter()
            .filter(|event| event.matched == Matched::Weighed)
            .map(|event| ledger.citations(event, view).map(|record| record.row).collect())
            .collect();
        joined
    };
    // A probability is never nearer to one than the number of debits allows.
    let settings = MoneySettings { weigh_confidence_permille: 950, ..settings };
    let joined = weigh(&view, &settings);
    assert!(joined.len() >= 76, "{}", joined.len());
    assert!(joined.iter().all(|rows| rows[1] == rows[0] + 1), "{joined:?}");
    // Amount and days alone join nobody who shares no party.
    view.memos.clear();
    assert_eq!(weigh(&view, &settings), Vec::<Vec<u64>>::new());
}

fn any_pay() -> impl Strategy<Value = Pay<'static>> {
    let party =
        prop::sample::select(vec!["", "name:a", "phone:+1", "phone:+2", "iban:X", "iban:Y"]);
    let side = prop::sample::select(vec![Side::Both, Side::Payer, Side::Payee]);
    let status = prop::sample::select(vec![
        PaymentStatus::Done,
        PaymentStatus::Done,
        PaymentStatus::Pending,
        PaymentStatus::Undone,
    ]);
    let reference = prop::sample::select(vec!["", "", "R1", "R2", "NONREF"]);
    let precision = prop::sample::select(vec![Precision::Second, Precision::Day]);
    (1u32..4, party.clone(), party, 0i64..200, 1i64..4, side, reference, status, precision)
        .prop_map(|(exhibit, payer, payee, hour, minor, side, reference, status, precision)| Pay {
            exhibit,
            payer,
            payee,
            hour,
            minor,
            currency: "EUR",
            side,
            reference,
            status,
            fee: minor - 1,
            precision,
        })
}

proptest! {
    #[test]
    fn every_record_is_cited_by_one_event(payments in prop::collection::vec(any_pay(), 0..40)) {
        let got = ledger(payments.clone(), vec![("phone:+1", "iban:X")]);
        let mut rows = got.rows.clone();
        rows.sort_unstable();
        prop_assert_eq!(rows, (0..u32::try_from(payments.len()).unwrap()).collect::<Vec<_>>());
        prop_assert!(got.events.iter().all(|event| !got.rows(event).is_empty()));
        prop_assert!(got.events.windows(2).all(|pair| pair[0].when <= pair[1].when));
    }

    #[test]
    fn a_source_received_again_changes_no_total(payments in prop::collection::vec(any_pay(), 0..30)) {
        let one: Vec<Pay<'_>> = payments.iter().map(|pay| Pay { exhibit: 1, ..*pay }).collect();
        let again = one.iter().map(|pay| Pay { exhibit: 9, ..*pay });
        let both: Vec<Pay<'_>> = one.iter().copied().chain(again).collect();
        prop_assert_eq!(total(&ledger(one, vec![])), total(&ledger(both, vec![])));
    }

    #[test]
    fn no_total_exceeds_the_sum_of_records(payments in prop::collection::vec(any_pay(), 0..40)) {
        let sum: i64 = payments.iter().map(|pay| pay.minor).sum();
        let got = ledger(payments, vec![]);
        prop_assert!(total(&got).1 <= sum);
        for ambiguity in &got.ambiguities {
            prop_assert!(ambiguity.events.len() > 1 && ambiguity.twice_minor >= 0);
        }
    }
}
