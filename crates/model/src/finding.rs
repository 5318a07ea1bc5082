//! A finding: a claim about records, with what supports it, what speaks against it, and what else
//! could explain it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::locator::RecordRef;
use crate::sentence::Sentence;

/// The records a claim rests on; never empty, sorted, without repeats.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Vec<RecordRef>", into = "Vec<RecordRef>")]
pub struct Support(Vec<RecordRef>);

impl Support {
    /// The support of these records; `None` where there are none, so that a claim without
    /// evidence cannot be made.
    pub fn new(mut records: Vec<RecordRef>) -> Option<Self> {
        records.sort_unstable();
        records.dedup();
        (!records.is_empty()).then_some(Self(records))
    }

    /// The records, in order of exhibit and row.
    pub fn records(&self) -> &[RecordRef] {
        &self.0
    }
}

/// An empty list of records cannot support anything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a claim needs at least one record")]
pub struct NoSupport;

impl TryFrom<Vec<RecordRef>> for Support {
    type Error = NoSupport;
    fn try_from(records: Vec<RecordRef>) -> Result<Self, NoSupport> {
        Self::new(records).ok_or(NoSupport)
    }
}

impl From<Support> for Vec<RecordRef> {
    fn from(support: Support) -> Self {
        support.0
    }
}

/// How strong a finding is, in the terms its method has earned.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum Strength {
    /// A count or sum of records: as strong as the records.
    Recorded,
    /// A test against chance.
    Tested {
        /// Monte-Carlo or exact p-value.
        p: f64,
        /// Pairs tested in the case.
        m: u64,
        /// Whether Benjamini–Hochberg at the stated q rejects.
        rejected: bool,
        /// Likelihood ratio, where a reference population is stated.
        lr: Option<f64>,
        /// Its cap: the number of independent reference pairs.
        lr_cap: Option<f64>,
    },
    /// Too little data to answer; the sentence says what is missing.
    InsufficientData,
}

/// A picture of a finding, as numbers; the report draws it.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "figure", rename_all = "snake_case")]
pub enum Figure {
    /// Counts by weekday (Monday first) and hour of the case's zone: 7 × 24.
    WeekHours {
        /// Key of the title in the word list.
        title: String,
        /// Row by row, Monday 00 h first.
        counts: Vec<u64>,
    },
    /// Amounts that flow between parties, in one currency.
    Flows {
        /// Key of the title in the word list.
        title: String,
        /// ISO 4217 code.
        currency: String,
        /// From, to, minor units.
        links: Vec<(String, String, i64)>,
    },
    /// A curve over lag in seconds, with the band that chance allows.
    LagCurve {
        /// Key of the title in the word list.
        title: String,
        /// Lag in seconds (payment minus session start), observed, 2.5 % and 97.5 % of surrogates.
        points: Vec<(i64, f64, f64, f64)>,
    },
    /// A histogram of surrogates with the observed value marked.
    Surrogates {
        /// Key of the title in the word list.
        title: String,
        /// Lower edge of a bin and the count in it.
        bins: Vec<(f64, u64)>,
        /// Width of a bin.
        width: f64,
        /// The observed value.
        observed: f64,
    },
    /// Who is tied with whom: identities at fixed places, ties by sort.
    Network {
        /// Key of the title in the word list.
        title: String,
        /// Identities: key, community (0 is the largest), place across and down (0 to 10,000),
        /// neighbours in the whole network.
        nodes: Vec<(String, u32, u32, u32, u64)>,
        /// Ties: the two ends by place in the list above, key of the sort in the word list, count.
        ties: Vec<(u32, u32, String, u64)>,
    },
    /// Sorted p-values under no association against their expectation.
    Quantiles {
        /// Key of the title in the word list.
        title: String,
        /// Expected and found, both in 0..=1.
        points: Vec<(f64, f64)>,
    },
}

/// A claim about records.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// Its key within the question: stable over runs on the same tables.
    pub id: String,
    /// The code of the question (`ANA-001`).
    pub question: String,
    /// The claim.
    pub statement: Sentence,
    /// Further sentences that belong to it.
    #[serde(default)]
    pub detail: Vec<Sentence>,
    /// What speaks against it: records that point the other way.
    #[serde(default)]
    pub contrary: Vec<Sentence>,
    /// Other explanations, each with its computed value and records.
    #[serde(default)]
    pub alternatives: Vec<Sentence>,
    /// How strong it is.
    pub strength: Strength,
    /// Pictures.
    #[serde(default)]
    pub figures: Vec<Figure>,
}

/// All findings of one question, with everything needed to make them again.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Answer {
    /// The code of the question.
    pub question: String,
    /// The version of its method.
    pub version: u32,
    /// Parameters as used, by name.
    pub parameters: BTreeMap<String, String>,
    /// Seed of the random numbers, where any were drawn.
    pub seed: Option<u64>,
    /// The findings, in the question's own order.
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exhibit::ExhibitId;

    #[test]
    fn a_claim_without_records_cannot_be_made() {
        assert_eq!(Support::new(Vec::new()), None);
        assert!(serde_json::from_str::<Support>("[]").is_err());
    }

    #[test]
    fn support_is_sorted_and_without_repeats() {
        let at = |row| RecordRef { exhibit: ExhibitId(1), row };
        let support = Support::new(vec![at(2), at(1), at(2)]).unwrap();
        assert_eq!(support.records(), [at(1), at(2)]);
    }
}
