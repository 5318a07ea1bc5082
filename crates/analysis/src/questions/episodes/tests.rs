//! What holds of episodes: their steps ascend, and the other order is counted as carefully.

use model::time::Precision;
use proptest::prelude::*;

use super::*;
use crate::made::{Made, Meet, Pay};
use crate::question::{AskSettings, MoneySettings};

fn pay(hour: i64) -> Pay<'static> {
    Pay { payer: "app:1", payee: "app:2", hour, ..Pay::default() }
}

fn meet(hour: i64) -> Meet<'static> {
    Meet { exhibit: 2, from: "app:2", to: "app:1", hour, minutes: 10, answered: true }
}

fn episodes(made: &Made<'_>) -> Episodes {
    let view = made.view();
    let money = MoneySettings { episode_gap_s: 48 * 3_600, ..MoneySettings::default() };
    let settings = AskSettings { money, ..AskSettings::default() };
    Episodes::of(&Basis::new(&view, &settings))
}

#[test]
fn a_contact_then_payments_then_calls_is_an_episode() {
    let got = episodes(&Made {
        messages: vec![meet(0), meet(3)],
        payments: vec![pay(10), pay(12)],
        sessions: vec![meet(20), meet(21), meet(300)],
        ..Made::default()
    });
    let pair = &got.pairs[0];
    assert_eq!((pair.payer.as_str(), pair.other.as_str()), ("app:1", "app:2"));
    let episode = &pair.episodes[0];
    assert_eq!((episode.contacts.steps, episode.payments.steps, episode.calls.steps), (2, 2, 2));
    assert_eq!((episode.payments.sums["EUR"], episode.to_payment_s), (10_000, 7 * 3_600 - 1));
    assert_eq!((pair.calls_outside, pair.payments_outside), (1, 0));
}

#[test]
fn without_a_contact_or_in_the_other_order_there_is_none() {
    let none = episodes(&Made {
        payments: vec![pay(10), pay(40)],
        sessions: vec![meet(20), meet(30)],
        ..Made::default()
    });
    let pair = &none.pairs[0];
    assert!(pair.episodes.is_empty());
    assert_eq!((pair.payments_then_calls, pair.calls_then_payments), (1, 1));
}

#[test]
fn a_payment_known_to_the_day_only_precedes_no_call_of_that_day() {
    let got = episodes(&Made {
        messages: vec![meet(-20)],
        payments: vec![Pay { precision: Precision::Day, ..pay(10) }],
        sessions: vec![meet(14)],
        ..Made::default()
    });
    assert_eq!((got.pairs[0].episodes.len(), got.pairs[0].order_unknown), (0, 1));
}

#[test]
fn a_missed_call_is_no_call() {
    let got = episodes(&Made {
        messages: vec![meet(0)],
        payments: vec![pay(10)],
        sessions: vec![Meet { answered: false, ..meet(20) }],
        ..Made::default()
    });
    assert!(got.pairs.is_empty());
}

proptest! {
    #[test]
    fn steps_ascend_and_every_step_is_in_one_place(
        messages in prop::collection::vec(0i64..400, 0..12),
        payments in prop::collection::vec(0i64..400, 0..12),
        sessions in prop::collection::vec(0i64..400, 0..12),
    ) {
        let got = episodes(&Made {
            messages: messages.iter().map(|hour| meet(*hour)).collect(),
            payments: payments.iter().map(|hour| pay(*hour)).collect(),
            sessions: sessions.iter().map(|hour| meet(*hour)).collect(),
            ..Made::default()
        });
        for pair in &got.pairs {
            for episode in &pair.episodes {
                prop_assert!(episode.contacts.last_us < episode.payments.first_us);
                prop_assert!(episode.payments.last_us < episode.calls.first_us);
                prop_assert!((0..=48 * 3_600).contains(&episode.to_payment_s));
                prop_assert!((0..=48 * 3_600).contains(&episode.to_call_s));
            }
            let inside: usize = pair.episodes.iter().map(|episode| episode.calls.steps).sum();
            prop_assert_eq!(inside + pair.calls_outside, pair.calls);
            let inside: usize = pair.episodes.iter().map(|episode| episode.payments.steps).sum();
            prop_assert_eq!(inside + pair.payments_outside, pair.payments);
        }
    }
}
