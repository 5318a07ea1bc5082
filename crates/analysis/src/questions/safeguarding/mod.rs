//! Safeguarding: facts in the records that may mean that a child is at risk now, so that a person looks
//! at them before anything else.
//!
//! Four facts: records of a payer that fit extortion of the payer; a payment just followed by a call; a
//! payee with several payers of whom each was in a call with the payee just after paying; a journey that lies
//! ahead of somebody who pays. "Just now" is reckoned from a stated instant, never from a clock. A fact is no
//! verdict: each stands with its records and with what else could explain it.

mod facts;
mod former;
mod wording;

#[cfg(test)]
mod tests;

use model::finding::Answer;
use model::views::KeyId;
use model::{Card, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::dealings::latest_us;
use crate::question::Question;
pub use former::FORMER;

/// The question of safeguarding.
pub struct SafeguardingQuestion;

const METHOD: Card = Card {
    code: "ANA-015",
    name: "safeguarding",
    version: 2,
    question: "Which facts in the records may mean that a child is at risk now?",
    assumes: &[
        "the reference instant is the one a person fixed, or that of the latest record of the case: records that came late make facts look older than they are",
        "a place of arrival and the address of a payee are one locality where the airport serves a city of that name or lies within 60 km of one",
    ],
    cannot_show: &[
        "that a child is at risk, or that none is: a fact is a reason to look first, and its absence is none to wait",
        "what happened in a call, or what a journey is for",
        "what lies after the reference instant and is not booked",
        "a recent call, or a payee active just now, where no record of calls came in: whom several pay is then told by flows and roles alone",
    ],
    parameters: &[
        ("as_of", "the reference instant a person fixed, microseconds of UTC"),
        ("recent_s", "how long before it something is recent, seconds"),
        ("call_after_s", "longest time from a payment to the call that follows it, seconds"),
        (
            "fan_min",
            "distinct payers, each in a call with the payee after paying, from which a payee is listed",
        ),
    ],
    sources: &["rules of this house; see the case page safeguarding"],
    error_rates: &[],
};

static CARD: Card = METHOD;

/// What kind of fact it is; the order is the order of the answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// The records of a payer fit extortion of the payer.
    Extortion,
    /// A journey lies ahead of somebody who pays.
    PlannedJourney,
    /// A recent payment was followed by a call between the same two.
    RecentCall,
    /// Several payers were each in a call with one payee just after paying.
    ActiveRecipient,
}

impl Kind {
    /// A stable name for ids.
    pub fn name(self) -> &'static str {
        match self {
            Self::Extortion => "extortion",
            Self::PlannedJourney => "planned-journey",
            Self::RecentCall => "recent-call",
            Self::ActiveRecipient => "active-recipient",
        }
    }
}

/// A fact that may mean a child at risk now.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Safeguard {
    /// Stable over runs: kind and parties, and for a journey its record.
    pub id: String,
    /// What kind of fact it is.
    pub kind: Kind,
    /// Whom the records name: a possible victim; a traveller; payer and payee; a payee.
    pub parties: Vec<String>,
    /// How many records of the kind there are: payments, payments followed by a call, payers.
    pub count: usize,
    /// First instant of it.
    pub since_us: i64,
    /// Last instant of it; for a journey the departure.
    pub until_us: i64,
    /// Place of arrival as stated; empty but for a journey.
    pub destination: String,
    /// Payees of the traveller whose stated address lies there.
    pub payees_there: Vec<String>,
    /// The records it rests on.
    pub facts: Vec<RecordRef>,
    #[serde(skip)]
    keys: Vec<KeyId>,
}

/// The facts of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Safeguarding {
    /// From when something is recent; `None` where no record states a time.
    pub as_of_us: Option<i64>,
    /// Whether a person fixed it.
    pub as_of_fixed: bool,
    /// The facts, by kind, then by what happened last, then by id.
    pub facts: Vec<Safeguard>,
}

/// Finds payees whom several pay just now, of the pairs with a recent payment that a call followed, as of an
/// instant.
type Recipients = fn(&Basis<'_>, &[facts::Steps<'_>], i64) -> Vec<Safeguard>;

impl Safeguarding {
    /// The facts of a case. Same basis, same facts.
    pub fn of(basis: &Basis<'_>) -> Self {
        Self::with(basis, facts::recipients)
    }

    /// The facts, with active recipients as a version of the method finds them.
    fn with(basis: &Basis<'_>, recipients: Recipients) -> Self {
        let fixed = basis.settings.signs.as_of_us;
        let Some(as_of_us) = fixed.or_else(|| latest_us(basis.view)) else {
            return Self::default();
        };
        let mut all = facts::extortions(basis);
        all.extend(facts::journeys(basis, as_of_us));
        let steps = facts::steps(basis, as_of_us);
        all.extend(facts::calls(basis, &steps));
        all.extend(recipients(basis, &steps, as_of_us));
        all.sort_by(|a, b| {
            (a.kind, std::cmp::Reverse(a.until_us), &a.id).cmp(&(
                b.kind,
                std::cmp::Reverse(b.until_us),
                &b.id,
            ))
        });
        Self { as_of_us: Some(as_of_us), as_of_fixed: fixed.is_some(), facts: all }
    }
}

impl Question for SafeguardingQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        answer(&CARD, basis, &Safeguarding::of(basis))
    }
}

fn answer(card: &'static Card, basis: &Basis<'_>, all: &Safeguarding) -> Answer {
    let settings = basis.settings;
    let signs = &settings.signs;
    let parameters = [
        ("as_of", signs.as_of_us.map(|at| at.to_string()).unwrap_or_default()),
        ("recent_s", signs.recent_s.to_string()),
        ("call_after_s", signs.call_after_s.to_string()),
        ("fan_min", settings.money.fan_min.to_string()),
    ];
    citing::answer(card, &parameters, wording::findings(card, basis, all))
}
