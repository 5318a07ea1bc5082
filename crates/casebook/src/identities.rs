//! Decisions of people on who is who: whether two keys are one identity. Each is an act in the log; a later one on
//! the same two replaces it, and nothing is ever merged in a record.
//!
//! A decision names keys, which follow from what exhibits state, and not record numbers: it stands when an exhibit
//! is read again.

use std::collections::BTreeMap;

use custody::{Custody, Event};
use serde::{Deserialize, Serialize};

use crate::acts::{acts, check_ground};
use crate::case::Case;
use crate::fault::Fault;
use crate::intake::{custody_fault, open_custody};

/// What a person says of two keys.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// They are one identity.
    Same,
    /// They are two.
    NotSame,
    /// It cannot be said: shown, and joins nothing.
    Unsure,
    /// A former decision is taken back.
    Undecided,
}

impl Verdict {
    const ALL: [Self; 4] = [Self::Same, Self::NotSame, Self::Unsure, Self::Undecided];

    /// The name in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Same => "same",
            Self::NotSame => "not_same",
            Self::Unsure => "unsure",
            Self::Undecided => "undecided",
        }
    }
}

/// A decision on two keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IdentityDecision {
    /// Its number, from 1.
    pub number: u64,
    /// Who decided.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What.
    pub verdict: Verdict,
    /// The lower of the two keys.
    pub left: String,
    /// The higher.
    pub right: String,
    /// Why.
    pub reason: String,
}

impl IdentityDecision {
    /// Its name in findings.
    pub fn name(&self) -> String {
        format!("I-{}", self.number)
    }
}

/// Every decision of a case on identities, the oldest first.
pub fn decisions(case: &Case) -> Result<Vec<IdentityDecision>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let decided = acts(&custody)?.into_iter().filter_map(|act| {
        let Event::IdentityDecided { number, verdict, left, right, reason } = act.event else {
            return None;
        };
        let verdict = Verdict::ALL.into_iter().find(|one| one.code() == verdict)?;
        Some(IdentityDecision {
            number,
            by: act.by,
            at_us: act.at_us,
            verdict,
            left,
            right,
            reason,
        })
    });
    Ok(decided.collect())
}

/// The decisions that stand: the last on each two keys, where it was not taken back; by their keys.
pub fn standing(all: &[IdentityDecision]) -> Vec<&IdentityDecision> {
    let last: BTreeMap<(&str, &str), &IdentityDecision> =
        all.iter().map(|one| ((one.left.as_str(), one.right.as_str()), one)).collect();
    last.into_values().filter(|one| one.verdict != Verdict::Undecided).collect()
}

/// Whether a decision still counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Standing {
    /// It counts.
    Stands,
    /// A later one on the same two keys took its place.
    Replaced,
    /// It was taken back.
    Undone,
    /// It takes back the one before.
    Undoes,
}

/// A decision with whether it still counts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Told<'a> {
    /// The decision.
    #[serde(flatten)]
    pub decision: &'a IdentityDecision,
    /// Whether it still counts.
    pub standing: Standing,
    /// The number of the decision that took its place or took it back.
    pub by_number: Option<u64>,
}

/// Every decision with whether it still counts, the oldest first.
pub fn history(all: &[IdentityDecision]) -> Vec<Told<'_>> {
    let mut next: BTreeMap<(&str, &str), &IdentityDecision> = BTreeMap::new();
    let told = all.iter().rev().map(|decision| {
        let later = next.insert((&decision.left, &decision.right), decision);
        let standing = match (decision.verdict, later.map(|later| later.verdict)) {
            (Verdict::Undecided, _) => Standing::Undoes,
            (_, Some(Verdict::Undecided)) => Standing::Undone,
            (_, Some(_)) => Standing::Replaced,
            (_, None) => Standing::Stands,
        };
        Told { decision, standing, by_number: later.map(|later| later.number) }
    });
    let mut told: Vec<Told<'_>> = told.collect();
    told.reverse();
    told
}

/// Decides on two keys.
pub fn decide(
    case: &Case,
    keys: [&str; 2],
    verdict: Verdict,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<IdentityDecision, Fault> {
    let [left, right] = keys.map(str::trim);
    check_ground(reason)?;
    if left.is_empty() || right.is_empty() || left == right {
        return Err(Fault::usage(
            "a decision on an identity needs two different keys",
            "name them as `tutela resolve` prints them",
        ));
    }
    let (left, right) = (left.min(right).to_owned(), left.max(right).to_owned());
    let mut custody = open_custody(case)?;
    let number = decisions(case)?.last().map_or(0, |last| last.number) + 1;
    let event = Event::IdentityDecided {
        number,
        verdict: verdict.code().to_owned(),
        left: left.clone(),
        right: right.clone(),
        reason: reason.to_owned(),
    };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    let (by, reason) = (by.to_owned(), reason.to_owned());
    Ok(IdentityDecision { number, by, at_us, verdict, left, right, reason })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn one(number: u64, verdict: Verdict, left: &str, right: &str) -> IdentityDecision {
        let [by, reason] = ["Ada", "a document states both"].map(str::to_owned);
        let (left, right) = (left.to_owned(), right.to_owned());
        IdentityDecision { number, by, at_us: 0, verdict, left, right, reason }
    }

    #[test]
    fn the_last_decision_on_two_keys_stands_until_it_is_taken_back() {
        let all = [
            one(1, Verdict::Same, "a", "b"),
            one(2, Verdict::Same, "a", "c"),
            one(3, Verdict::NotSame, "a", "b"),
            one(4, Verdict::Undecided, "a", "c"),
        ];
        let numbers: Vec<u64> = standing(&all).iter().map(|one| one.number).collect();
        assert_eq!(numbers, [3]);
        let told = history(&all);
        let told: Vec<_> = told.iter().map(|one| (one.standing, one.by_number)).collect();
        assert_eq!(
            told,
            [
                (Standing::Replaced, Some(3)),
                (Standing::Undone, Some(4)),
                (Standing::Stands, None),
                (Standing::Undoes, None),
            ]
        );
    }
}
