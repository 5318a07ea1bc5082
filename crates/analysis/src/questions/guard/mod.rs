//! Guard: payers whose records fit extortion of the payer are shown as possible victims, not as payers.
//!
//! Published descriptions of the financial extortion of young people name a small first amount, several
//! rapid payments, and an abrupt stop. Where these fit and a birth date makes the payer young, or no record
//! states an age, lists of payers leave the payer out, every other finding that names the payer says so and
//! stands behind the others ([`first`]), and a safeguarding fact is opened ([`super::safeguarding`]). This is the only question that looks at an age, and only at its band.

mod ages;
mod first;
mod signs;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeSet;

use model::finding::Answer;
use model::views::KeyId;
use model::{Card, Currency, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::question::Question;
use ages::Ages;
pub use ages::{AgeStated, Band};
pub(crate) use first::first;

/// The question of possible victims among payers.
pub struct GuardQuestion;

static CARD: Card = Card {
    code: "ANA-011",
    name: "guard",
    version: 2,
    question: "Which payers' records fit extortion of the payer, so that the payer is to be met as a possible victim?",
    assumes: &[
        "birth dates are those of the person who paid, as far as a record states them with the same identifiers",
        "the amounts of the settings fit the currency; a currency without amounts is not judged by amount",
    ],
    cannot_show: &[
        "that anybody was extorted: a burst of small purchases leaves the same records",
        "adults who are extorted: a payer whose records state an adult age stays in every list, and the answer counts them",
        "who used an account",
    ],
    parameters: &[
        ("burst_payments", "payments within the burst window that make a burst"),
        ("burst_window_s", "the burst window, seconds"),
        ("small_amounts", "first payment below, and sum not above, by currency, in minor units"),
        ("quiet_s", "silence after the last payment that is an abrupt stop, seconds"),
        ("young_years", "years of age below which a payer is young"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "FATF, Detecting, Disrupting and Investigating Online Child Sexual Exploitation, March 2025: financial extortion of children (as summarised in public)",
        "rules of this house; see the case page guard",
    ],
    error_rates: &[
        "synthetic case, factor 2, seeds 11 to 15: of 255 payers under threat 92.5 % are held (88.7 to 95.2 %), of 10,924 others 0.4 %; where one payer in 1,000 is under threat, 18 of 100 held are",
    ],
};

/// Whether a sign is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Holds {
    /// The records show it.
    Yes,
    /// The records show that it is not so.
    No,
    /// The records do not reach so far.
    NotComputed,
}

/// The signs of money, each by itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MoneySigns {
    /// Several payments within the burst window, and at least half of all payments in it.
    pub burst: Holds,
    /// Most payments in one burst window.
    pub burst_payments: usize,
    /// First payment and sum below the amounts set for the currency.
    pub small: Holds,
    /// The first amount, minor units.
    pub first_minor: i64,
    /// All of them, minor units; `None` where they are in several currencies.
    pub total_minor: Option<i64>,
    /// The currency of the first payment.
    pub currency: Currency,
    /// Payments end, and the records go on.
    pub stop: Holds,
    /// From the last payment to the end of what the records cover, seconds.
    pub silence_s: i64,
}

impl MoneySigns {
    fn each(&self) -> [Holds; 3] {
        [self.burst, self.small, self.stop]
    }

    /// How many of the three are there.
    pub fn held(&self) -> usize {
        self.each().into_iter().filter(|holds| *holds == Holds::Yes).count()
    }
}

/// What the records of one payer show.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PayerSigns {
    /// The payer.
    pub payer: String,
    /// Payments in totals.
    pub payments: usize,
    /// First instant of the first.
    pub first_us: i64,
    /// First instant of the last.
    pub last_us: i64,
    /// The signs of money.
    pub signs: MoneySigns,
    /// The age band that records state.
    pub age: AgeStated,
    /// Whether the payer is to be met as a possible victim.
    pub possible_victim: bool,
    /// The payments, in order of time.
    pub records: Vec<RecordRef>,
    /// The payees.
    pub payees: Vec<String>,
    #[serde(skip)]
    pub(crate) key: KeyId,
    #[serde(skip)]
    payee_keys: Vec<KeyId>,
}

/// Payers and whether their records fit extortion of the payer.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Guard {
    /// Payers with at least two of the three signs of money, by name.
    pub payers: Vec<PayerSigns>,
    /// Payers looked at.
    pub looked_at: usize,
    /// Of them, payers of whom a record states a birth date.
    pub with_age: usize,
    #[serde(skip)]
    keys: BTreeSet<KeyId>,
    #[serde(skip)]
    some: Vec<RecordRef>,
}

impl Guard {
    /// Looks at every payer. Same basis, same guard.
    pub fn of(basis: &Basis<'_>) -> Self {
        let ages = Ages::of(basis.view, basis.links());
        let reach = signs::Reach::of(basis);
        let payers: Vec<&[crate::dealings::Paid]> = basis.dealings().payers().collect();
        let all: Vec<PayerSigns> =
            payers.par_iter().filter_map(|paid| signs::payer(basis, &ages, &reach, paid)).collect();
        let some = payers.iter().filter_map(|paid| Some(paid.first()?.record)).collect();
        let (looked_at, with_age) =
            (all.len(), all.iter().filter(|one| one.age.band != Band::NotStated).count());
        let keys = all.iter().filter(|one| one.possible_victim).map(|one| one.key).collect();
        let mut payers: Vec<PayerSigns> =
            all.into_iter().filter(|one| one.signs.held() >= 2).collect();
        payers.sort_by(|a, b| a.payer.cmp(&b.payer));
        Self { payers, looked_at, with_age, keys, some }
    }

    /// Whether this identity is to be met as a possible victim, and left out of lists of payers.
    pub fn holds(&self, identity: KeyId) -> bool {
        self.keys.contains(&identity)
    }

    /// The identities that lists of payers leave out.
    pub fn keys(&self) -> &BTreeSet<KeyId> {
        &self.keys
    }

    /// The possible victim of this name.
    pub fn named(&self, name: &str) -> Option<&PayerSigns> {
        let at = self.payers.binary_search_by(|payer| payer.payer.as_str().cmp(name)).ok()?;
        self.payers.get(at).filter(|payer| payer.possible_victim)
    }

    /// Those to be met as possible victims, by name.
    pub fn possible_victims(&self) -> impl Iterator<Item = &PayerSigns> {
        self.payers.iter().filter(|payer| payer.possible_victim)
    }
}

impl Question for GuardQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let signs = &basis.settings.signs;
        let amounts: Vec<String> = signs
            .small_amounts
            .iter()
            .map(|one| format!("{} {} {}", one.currency, one.first_minor, one.total_minor))
            .collect();
        let parameters = [
            ("burst_payments", signs.burst_payments.to_string()),
            ("burst_window_s", signs.burst_window_s.to_string()),
            ("small_amounts", amounts.join(", ")),
            ("quiet_s", signs.quiet_s.to_string()),
            ("young_years", signs.young_years.to_string()),
            ("shown_max", basis.settings.money.shown_max.to_string()),
        ];
        citing::answer(&CARD, &parameters, wording::findings(&CARD, basis))
    }
}
