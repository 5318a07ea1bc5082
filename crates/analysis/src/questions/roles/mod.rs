//! Roles: which role in records a party's payments, calls and touches fit, with the rows for and against.
//!
//! A role is a hypothesis about records, never a label of a person. Every role rests on an order in time
//! that chance does not give: calls that follow payments, money handed on after it came, introductions.
//! Who pays or is paid and shows no such order stays *unknown*. Kinship, sex, origin and age are no input;
//! an age band is looked at by the guard alone ([`super::guard`]).

mod evidence;
mod weighing;
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
pub use weighing::{FACTOR, ROWS_MIN, WEIGHTS, Weight};

/// The question of roles.
pub struct RolesQuestion;

static CARD: Card = Card {
    code: "ANA-013",
    name: "roles",
    version: 2,
    question: "Which role in records do a party's payments and touches fit: payer, recipient, introducer, cash-out, possible victim, or none?",
    assumes: &[
        "the order of payments and calls is recorded: where only one of the two came, no role can be told",
        "moving one series by whole weeks keeps everything but what ties it to the other, and payments of one pair are independent of each other otherwise",
    ],
    cannot_show: &[
        "what a payment or a call was for, and who used an account",
        "a role of anybody outside the records: a role is a hypothesis about rows, to be refuted by others",
        "more than one role at once: a party that fits two within a factor of three has none",
    ],
    parameters: &[
        ("factor", "how many times more a role must fit than every other, for it to be said"),
        (
            "rows_min",
            "fewest independent rows for a role: payments that a call followed, introductions, sums handed on",
        ),
        ("call_after_s", "longest time from a payment to the call that follows it, seconds"),
        ("pass_on_s", "longest time from being paid to handing money on, seconds"),
        ("weights", "weights of the additive model, each with its sign, as stated in the source"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "FinCEN: funnel accounts; AIC Trends & Issues 642: persons who organise; FATF 2025: extortion",
        "rules of this house; see the case page roles",
    ],
    error_rates: &[
        "synthetic case, factor 2, seeds 11 to 15: of 2,346 roles said 98.1 % are right (97.5 to 98.6 %); of payers with five payments and more 97.4 % are told, of all with a role 56 %; of 11,699 parties without one, 0.3 % get one",
        "the same with times dealt anew: 0.2 % of those with a role get it, and 0.2 % of the others get one",
    ],
};

/// A role in records.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// To be met as a possible victim before anything else.
    PossibleVictim,
    /// Pays, and calls with whom is paid follow.
    Payer,
    /// Is paid, and calls with whoever pays follow.
    Recipient,
    /// Is in touch with payers shortly before these meet payees.
    Introducer,
    /// Gets what several payees hand on soon after it came.
    CashOut,
}

/// Every role.
pub const ROLES: [Role; 5] =
    [Role::PossibleVictim, Role::Payer, Role::Recipient, Role::Introducer, Role::CashOut];

impl Role {
    /// Its key in the word list.
    pub fn term(self) -> &'static str {
        match self {
            Self::PossibleVictim => "roles-role-possible-victim",
            Self::Payer => "roles-role-payer",
            Self::Recipient => "roles-role-recipient",
            Self::Introducer => "roles-role-introducer",
            Self::CashOut => "roles-role-cash-out",
        }
    }
}

/// What a row of evidence looks at.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Rule {
    /// Calls follow payments more often than in other weeks.
    CallsFollow,
    /// The two were in touch before the first payment.
    TouchBefore,
    /// The party is paid as well, or pays as well.
    OtherWay,
    /// Payments keep near one day of the month.
    Rhythm,
    /// Payer and payee are in touch most days.
    DailyTouch,
    /// Several pay.
    SeveralPayers,
    /// Those who pay know each other.
    PayersTied,
    /// Introductions hold more often than chance gives.
    Introduces,
    /// Money is handed on soon after it came, more often than in other weeks.
    HandedOn,
    /// Several hand on.
    SeveralSources,
    /// One alone hands on: a bill, rent, an own account.
    OneSource,
    /// Those who hand on fit a recipient: calls follow what they are paid.
    SourcesFit,
    /// Those who hand on do not: a trader pays a supplier, a treasurer the club.
    SourcesOther,
    /// The party is in touch with those whose money it was.
    KnowsPayers,
    /// Signs of money that fit extortion of the payer.
    Guarded,
}

impl Rule {
    /// Its key in the word list.
    pub fn term(self) -> &'static str {
        match self {
            Self::CallsFollow => "roles-rule-calls-follow",
            Self::TouchBefore => "roles-rule-touch-before",
            Self::OtherWay => "roles-rule-other-way",
            Self::Rhythm => "roles-rule-rhythm",
            Self::DailyTouch => "roles-rule-daily-touch",
            Self::SeveralPayers => "roles-rule-several-payers",
            Self::PayersTied => "roles-rule-payers-tied",
            Self::Introduces => "roles-rule-introduces",
            Self::HandedOn => "roles-rule-handed-on",
            Self::SeveralSources => "roles-rule-several-sources",
            Self::OneSource => "roles-rule-one-source",
            Self::SourcesFit => "roles-rule-sources-fit",
            Self::SourcesOther => "roles-rule-sources-other",
            Self::KnowsPayers => "roles-rule-knows-payers",
            Self::Guarded => "roles-rule-guarded",
        }
    }
}

/// A row of evidence for or against one role.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Evidence {
    /// The role.
    pub role: Role,
    /// What was looked at.
    pub rule: Rule,
    /// How many of `of` fulfil it.
    pub held: u64,
    /// How many were looked at.
    pub of: u64,
    /// What other weeks, or other dates, give on average; `None` where no chance is compared.
    pub expected: Option<f64>,
    /// What it adds to the logarithm of the odds of the role; negative against it.
    pub adds: f64,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// What is said of a party.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// A role fits, so many times more than every other.
    Fits(Role),
    /// No role fits: the default.
    Unknown,
    /// Fewer independent rows than are asked for.
    TooFewRows,
    /// Two roles, or a role and none, within the factor.
    Undecided,
}

/// A party with its roles.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartyRoles {
    /// The party.
    pub party: String,
    /// What is said.
    pub verdict: Verdict,
    /// Logarithm of the odds of each role against none, for roles with any row.
    pub odds: Vec<(Role, f64)>,
    /// Independent rows for the role that fits best: things that hold in the right order.
    pub rows: u64,
    /// The rows, by role and rule.
    pub evidence: Vec<Evidence>,
    #[serde(skip)]
    pub(crate) key: KeyId,
}

impl PartyRoles {
    /// The identity.
    pub fn key(&self) -> KeyId {
        self.key
    }
}

/// The roles of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Roles {
    /// Parties with any row, by name.
    pub parties: Vec<PartyRoles>,
}

impl Roles {
    /// The roles of a case. Same basis, same roles.
    pub fn of(basis: &Basis<'_>) -> Self {
        let found = evidence::of(basis);
        let keys = &basis.view.keys;
        let mut parties: Vec<PartyRoles> = found
            .into_par_iter()
            .map(|(key, evidence)| weighing::weigh(keys.text(key).to_owned(), key, evidence))
            .collect();
        parties.sort_by(|a, b| a.party.cmp(&b.party));
        Self { parties }
    }

    /// The parties that fit a role, by name.
    pub fn that_fit(&self, role: Role) -> impl Iterator<Item = &PartyRoles> {
        self.parties.iter().filter(move |party| party.verdict == Verdict::Fits(role))
    }
}

impl Question for RolesQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let signs = &basis.settings.signs;
        let weights: Vec<String> = WEIGHTS.iter().map(ToString::to_string).collect();
        let parameters = [
            ("factor", FACTOR.to_string()),
            ("rows_min", ROWS_MIN.to_string()),
            ("call_after_s", signs.call_after_s.to_string()),
            ("pass_on_s", signs.pass_on_s.to_string()),
            ("weights", weights.join(", ")),
            ("shown_max", basis.settings.money.shown_max.to_string()),
        ];
        citing::answer(&CARD, &parameters, wording::findings(&CARD, basis))
    }
}
