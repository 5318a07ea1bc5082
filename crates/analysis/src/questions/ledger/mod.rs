//! Ledger: one list of payments, however many records state each of them.
//!
//! An operator's return, a bank statement and another operator's file state the same payment three
//! times. Before anything is summed, such records are made one event with several citations; what
//! cannot be decided is left apart and named.

mod build;
mod compare;
mod event;
mod joined;
mod reference;
mod repeated;
mod sides;
mod weighed;
mod wording;

#[cfg(test)]
mod real;
#[cfg(test)]
mod tests;

pub use event::{
    Ambiguity, Contradiction, Counted, EventStated, Ledger, LedgerEvent, MATCHED, Matched,
    StatusStated,
};

use model::Card;
use model::finding::Answer;

use crate::basis::Basis;
use crate::citing;
use crate::question::Question;

/// The question of the ledger.
pub struct LedgerQuestion;

static CARD: Card = Card {
    code: "ANA-001",
    name: "ledger",
    version: 2,
    question: "Which payments do the records state, each counted once?",
    assumes: &[
        "a source states each payment once; rows equal in every field with one reference are one payment",
        "records of one reference within the reference window are one payment, where amounts and parties do not contradict each other",
        "equal amounts between the same parties from different sources within the match window are one payment, one to one",
        "a debit and a credit without a common reference are one payment where amount, days and text make it as probable as was set, every other pairing allowed for",
    ],
    cannot_show: &[
        "who handed over or collected the money: a record names the holder of an account or document",
        "payments that no record of the case states",
        "whether two equal payments without a reference are two or one exported twice",
    ],
    parameters: &[
        (
            "match_window_s",
            "longest time between two sides of one payment without a common reference, seconds",
        ),
        (
            "weigh_days",
            "longest time between two sides that are weighed by amount, days and text, days",
        ),
        (
            "weigh_difference_permille",
            "how far the amounts of two sides that are weighed may differ, thousandths",
        ),
        (
            "weigh_confidence_permille",
            "probability from which two sides that are weighed are joined, thousandths",
        ),
        ("reference_window_s", "longest time between two records of one reference, seconds"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "ISO 20022 message definitions: end-to-end reference, UETR, reversal flag",
        "Fellegi & Sunter, JASA 64, 1969; Winkler, 2000; Dempster, Laird & Rubin, JRSS-B 39, 1977: weights of agreement, learnt without known pairs",
        "rules of this house; see the case page ledger",
    ],
    error_rates: &[
        "amount, days and text weighed, joined from a probability of .99 on (20,000 synthetic payments seen at two banks, MIT): 19,994 pairs joined, 19,986 of them right (99.96 %); with the texts left out 1,193 joined, 1,189 right; of 10,000 debits whose credits are not among the 10,000 others compared, none joined",
        "equal amount and dates within 5 days, where the one common party says nothing (20,000 synthetic payments seen at two banks, MIT): 4,539 pairs joined, 4,361 of them right (96.1 %); they are 21.8 % of all pairs, and 85.7 % of the 5,086 pairs whose amounts are equal",
    ],
};

impl Question for LedgerQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let ledger = basis.ledger();
        let money = &settings.money;
        let parameters = [
            ("match_window_s", money.match_window_s.to_string()),
            ("weigh_days", money.weigh_days.to_string()),
            ("weigh_difference_permille", money.weigh_difference_permille.to_string()),
            ("weigh_confidence_permille", money.weigh_confidence_permille.to_string()),
            ("reference_window_s", money.reference_window_s.to_string()),
            ("shown_max", money.shown_max.to_string()),
        ];
        citing::answer(&CARD, &parameters, wording::findings(&CARD, view, ledger, money))
    }
}
