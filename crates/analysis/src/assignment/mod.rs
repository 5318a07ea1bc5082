//! Assignment: which office a target goes to, by rules that are data, with the reasons; and the
//! hand-over with its receipt and its age.
//!
//! A target is a key in records that somebody must look into; it is not a person found to have done
//! anything. Rules stand in an order; the first that names exactly one office decides. Where a rule
//! names several, or none does, or two rules of one rank disagree, a person decides: the target goes
//! to the queue of conflicts with what each rule said. No clock: "now" comes in.

mod handover;
mod rules;
mod stated;
#[cfg(test)]
mod tests;

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use serde::{Deserialize, Serialize};

pub use handover::{Age, Handover, Receipt, ages};
pub use rules::{Ground, Rule, Rules, RulesFault};
pub use stated::stated;

/// A fact on a target that a rule can rest on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "fact")]
pub enum Fact {
    /// A place of residence as records state it.
    Residence {
        /// Province or district, as the rules name it.
        place: String,
    },
    /// A place at which an act of the case is stated to have happened.
    Act {
        /// Province or district.
        place: String,
    },
    /// What an office did first: a request sent, an exhibit taken in.
    FirstAct {
        /// The office.
        office: String,
        /// When, microseconds of UTC.
        at_us: i64,
    },
    /// A case that an office has open on the target.
    OpenCase {
        /// The office.
        office: String,
        /// Its number, as the office gives it.
        number: String,
    },
}

/// A target with the facts on it and the records (or acts) they rest on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Target {
    /// Its key in the records.
    pub key: String,
    /// Facts, each with its records.
    pub facts: Vec<(Fact, Vec<RecordRef>)>,
}

/// What one rule says of one target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// The rule, by its id.
    pub rule: String,
    /// The offices it names; none where no fact meets it.
    pub offices: BTreeSet<String>,
    /// The records behind it.
    pub records: Vec<RecordRef>,
}

/// Where a target should go.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Verdict {
    /// One office, by one rule.
    Proposed {
        /// The office.
        office: String,
        /// The rule that decides.
        rule: String,
    },
    /// A person must decide.
    Conflict {
        /// Why.
        because: Doubt,
        /// The offices that come into question.
        offices: BTreeSet<String>,
    },
}

/// Why no rule decides.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Doubt {
    /// The first rule that names any office names several.
    SeveralOffices,
    /// No rule names an office.
    NoRule,
}

/// A target with its proposed owner and what every rule said.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Assignment {
    /// The target's key.
    pub key: String,
    /// Where it should go.
    pub verdict: Verdict,
    /// What each rule said, in the order of the rules: those after the deciding one, too, so that
    /// whoever would have had it by them can object.
    pub reasons: Vec<Reason>,
}

/// Proposes an owner for every target: by key, whatever the order of the input. Facts of one key that
/// stands several times are taken together.
pub fn assign(rules: &Rules, targets: &[Target]) -> Vec<Assignment> {
    let mut by_key: BTreeMap<&str, BTreeSet<(&Fact, &[RecordRef])>> = BTreeMap::new();
    for target in targets {
        let facts = by_key.entry(&target.key).or_default();
        facts.extend(target.facts.iter().map(|(fact, records)| (fact, records.as_slice())));
    }
    by_key.into_iter().map(|(key, facts)| one(rules, key, &facts)).collect()
}

fn one(rules: &Rules, key: &str, facts: &BTreeSet<(&Fact, &[RecordRef])>) -> Assignment {
    let reasons: Vec<Reason> = rules.rules.iter().map(|rule| rule.reason(rules, facts)).collect();
    let decides = reasons.iter().find(|reason| !reason.offices.is_empty());
    let verdict = match decides {
        None => Verdict::Conflict { because: Doubt::NoRule, offices: BTreeSet::new() },
        Some(reason) => match (reason.offices.len(), reason.offices.first()) {
            (1, Some(office)) => {
                Verdict::Proposed { office: office.clone(), rule: reason.rule.clone() }
            }
            _ => Verdict::Conflict {
                because: Doubt::SeveralOffices,
                offices: reason.offices.clone(),
            },
        },
    };
    Assignment { key: key.to_owned(), verdict, reasons }
}
