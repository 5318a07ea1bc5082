//! Introductions: was somebody in touch with a payer shortly before the payer first met a payee whom that
//! party knew already, and did the payments follow?
//!
//! The order looked for is: the introducer knows the payee; introducer and payer are in touch; payer and
//! payee are in touch for the first time; the first payment. How often that order comes about by chance follows
//! from moving the touches of introducer and payer through the time of the case, by every stretch.

mod chance;
mod steps;
mod wording;

#[cfg(test)]
mod tests;

use model::finding::Answer;
use model::views::KeyId;
use model::{Card, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::question::Question;
use crate::statistics::multiple::{Rule, rejected};

/// The question of introductions.
pub struct IntroductionsQuestion;

static CARD: Card = Card {
    code: "ANA-014",
    name: "introductions",
    version: 2,
    question: "Who was in touch with payers shortly before these first met payees whom that party knew, more often than chance gives?",
    assumes: &[
        "the first touch recorded between two parties is about their first: records of an earlier time or another channel would change the order",
        "the clocks of the exhibits are right, or wrong by less than the times between the steps",
        "touches of an introducer and a payer could as well have happened at any other time of the case",
    ],
    cannot_show: &[
        "what was said, and whether anybody meant to introduce anybody",
        "introductions over a channel of which no record came",
        "a single introduction: by chance one in some ten looks like it",
    ],
    parameters: &[
        (
            "introduction_s",
            "longest time from the touch with the introducer to the first touch of payer and payee, seconds",
        ),
        ("first_payment_s", "longest time from that first touch to the first payment, seconds"),
        ("opportunities_min", "fewest payers and payees whom a party knows both, for a test"),
        ("q", "expected share of false findings"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "chance: sum of independent trials of unequal chances, exact (Poisson 1837)",
        "Benjamini & Hochberg 1995 for many parties at once",
        "rules of this house; see the case page introductions",
    ],
    error_rates: &[
        "synthetic case, factor 2, seeds 11 to 15: all 62 parties who introduced three and more are found, and 1 of 120 tested who introduced nobody (0.8 %, 0.1 to 4.6 %)",
    ],
};

/// Fewest opportunities for a test: below, no order can be told from chance.
pub const OPPORTUNITIES_MIN: usize = 3;

/// One introduction, step by step.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Introduction {
    /// The payer.
    pub payer: String,
    /// The payee.
    pub payee: String,
    /// The last touch of introducer and payer before the two met.
    pub told_us: i64,
    /// The first touch of payer and payee.
    pub met_us: i64,
    /// The first payment.
    pub paid_us: i64,
    /// Records: introducer with payee, introducer with payer, payer with payee, payment.
    pub records: [RecordRef; 4],
    /// Others who knew both before the two met: a common group.
    pub others_in_common: usize,
    #[serde(skip)]
    pub(crate) keys: (KeyId, KeyId),
}

/// A party that knows payers and payees, and how often the order held.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Introducer {
    /// The party.
    pub party: String,
    /// Payers and payees who met and whom the party both knew, the payee before the two met.
    pub opportunities: usize,
    /// Of them, those in which the order held.
    pub introductions: Vec<Introduction>,
    /// Opportunities in which it would hold by chance, on average.
    pub expected: f64,
    /// Observed over expected; `None` where chance gives none.
    pub lift: Option<f64>,
    /// Exact p-value; `None` where there are too few opportunities.
    pub p: Option<f64>,
    /// Whether Benjamini–Hochberg rejects chance.
    pub rejected: bool,
    #[serde(skip)]
    pub(crate) key: KeyId,
}

/// The introductions of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Introductions {
    /// Parties with at least one opportunity, by name.
    pub introducers: Vec<Introducer>,
    /// Parties tested.
    pub tested: usize,
    /// Payers and payees whose first touch before the first payment is recorded.
    pub met: usize,
    /// Payers and payees without such a touch.
    pub without_touch: usize,
}

impl Introductions {
    /// The introductions of a case. Same basis, same introductions.
    pub fn of(basis: &Basis<'_>) -> Self {
        let found = steps::of(basis);
        let many = |n: &&steps::Candidate| n.opportunities.len() >= OPPORTUNITIES_MIN;
        let tested = found.candidates.iter().filter(many).count();
        let mut introducers: Vec<Introducer> = found
            .candidates
            .par_iter()
            .map(|candidate| introducer(basis, candidate, found.window))
            .collect();
        let tests: Vec<f64> = introducers.iter().filter_map(|one| one.p).collect();
        let mut verdicts = rejected(&tests, basis.settings.q, Rule::BenjaminiHochberg).into_iter();
        for one in introducers.iter_mut().filter(|one| one.p.is_some()) {
            one.rejected = verdicts.next().unwrap_or(false);
        }
        introducers.sort_by(|a, b| a.party.cmp(&b.party));
        Self { introducers, tested, met: found.met, without_touch: found.without_touch }
    }
}

fn introducer(basis: &Basis<'_>, candidate: &steps::Candidate, window: (i64, i64)) -> Introducer {
    let introductions: Vec<Introduction> =
        candidate.opportunities.iter().filter_map(|one| one.introduction(basis)).collect();
    let chance = (candidate.opportunities.len() >= OPPORTUNITIES_MIN)
        .then(|| chance::of(basis, candidate, window));
    let expected = chance.as_ref().map_or(0.0, |chance| chance.expected);
    Introducer {
        party: basis.view.keys.text(candidate.key).to_owned(),
        opportunities: candidate.opportunities.len(),
        lift: (expected > 0.0).then(|| introductions.len() as f64 / expected),
        introductions,
        expected,
        p: chance.map(|chance| chance.p),
        rejected: false,
        key: candidate.key,
    }
}

impl Question for IntroductionsQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let (settings, found) = (basis.settings, basis.introductions());
        let parameters = [
            ("introduction_s", settings.signs.introduction_s.to_string()),
            ("first_payment_s", settings.signs.first_payment_s.to_string()),
            ("opportunities_min", OPPORTUNITIES_MIN.to_string()),
            ("q", settings.q.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
        ];
        citing::answer(&CARD, &parameters, wording::findings(&CARD, basis, found))
    }
}
