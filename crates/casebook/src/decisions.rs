//! Decisions of people on findings and on the category of a party. Each is an act in the log with its ground; a
//! later one on the same thing replaces it, and nothing is ever removed.
//!
//! What is accepted, and every category but *unclassified*, waits for the signature of a second person: another
//! account than that of its author. A decision on a finding says on which records it rested, so that one made
//! before the records changed is told as such.

mod make;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use custody::{Act, Custody, Event};
use model::finding::Finding;
use model::{Card, Digest};
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};

use crate::acts::acts;
use crate::asking::StoredAnswer;
use crate::case::Case;
use crate::fault::Fault;
use crate::intake::custody_fault;
pub use make::{categorise, countersign, keys_of, rule};
pub(crate) use make::{check_party, named};

/// What a person says of a finding.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ruling {
    /// It holds.
    Accepted,
    /// It does not hold; it stays visible, with the ground.
    Rejected,
    /// It is to be looked at again.
    Doubted,
    /// A former decision is taken back.
    Open,
}

impl Ruling {
    const ALL: [Self; 4] = [Self::Accepted, Self::Rejected, Self::Doubted, Self::Open];

    /// The name in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Rejected => "rejected",
            Self::Doubted => "doubted",
            Self::Open => "open",
        }
    }
}

/// The category of a party (Directive (EU) 2016/680, article 6). The program sets none.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Category {
    /// Nobody has said: what everybody is until a person decides.
    Unclassified,
    /// There are serious grounds to believe that they have committed or will commit an offence.
    UnderInvestigation,
    /// They were convicted of one.
    Convicted,
    /// They are, or may be, its victim.
    Victim,
    /// They may testify.
    Witness,
    /// They are in touch with one of the others.
    Contact,
    /// Another party to it.
    Other,
}

impl Category {
    const ALL: [Self; 7] = [
        Self::Unclassified,
        Self::UnderInvestigation,
        Self::Convicted,
        Self::Victim,
        Self::Witness,
        Self::Contact,
        Self::Other,
    ];

    /// The name in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unclassified => "unclassified",
            Self::UnderInvestigation => "under_investigation",
            Self::Convicted => "convicted",
            Self::Victim => "victim",
            Self::Witness => "witness",
            Self::Contact => "contact",
            Self::Other => "other",
        }
    }
}

/// What is decided on.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum About {
    /// A finding of the last build.
    Finding {
        /// Code of the question.
        question: String,
        /// Key of the finding.
        finding: String,
    },
    /// A party of the case.
    Person {
        /// Its key.
        key: String,
    },
}

/// What was decided.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub enum Decided {
    /// Of a finding.
    Ruling(Ruling),
    /// Of a party.
    Category(Category),
}

impl Decided {
    /// The name in the log.
    pub fn code(self) -> &'static str {
        match self {
            Self::Ruling(ruling) => ruling.code(),
            Self::Category(category) => category.code(),
        }
    }

    /// Whether it says anything at all: what was taken back does not.
    fn says(self) -> bool {
        !matches!(self, Self::Ruling(Ruling::Open) | Self::Category(Category::Unclassified))
    }

    /// Whether it counts only with a second signature.
    pub fn needs_second(self) -> bool {
        self.says() && !matches!(self, Self::Ruling(Ruling::Rejected | Ruling::Doubted))
    }
}

/// The signature of a second person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Signature {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// On which ground.
    pub reason: String,
}

/// A decision.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Its number, from 1.
    pub number: u64,
    /// Who decided.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// On what.
    #[serde(flatten)]
    pub about: About,
    /// What.
    pub decided: Decided,
    /// Of a finding: digest over the records its statement rested on.
    pub rests_on: Option<Digest>,
    /// On which ground.
    pub reason: String,
    /// Who signed second.
    pub second: Option<Signature>,
}

impl Decision {
    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.decided.needs_second() && self.second.is_none()
    }
}

/// Every decision of a case on findings and parties, the oldest first.
pub fn decisions(case: &Case) -> Result<Vec<Decision>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    Ok(of_acts(acts(&custody)?))
}

/// The decisions that stand: the last on each thing, where it was not taken back; by what they are on.
pub fn standing(all: &[Decision]) -> Vec<&Decision> {
    let last: BTreeMap<&About, &Decision> = all.iter().map(|one| (&one.about, one)).collect();
    last.into_values().filter(|one| one.decided.says()).collect()
}

/// Whether a finding that was decided on rests on other records now, or is no more found.
pub fn has_changed(decision: &Decision, answers: &[(&Card, StoredAnswer)]) -> bool {
    let (About::Finding { question, finding }, Some(then)) = (&decision.about, decision.rests_on)
    else {
        return false;
    };
    let of = answers.iter().filter(|(card, _)| card.code == question);
    let mut findings = of.flat_map(|(_, stored)| &stored.answer.findings);
    findings.find(|one| one.id == *finding).is_none_or(|now| rests_on(now) != then)
}

/// Digest over the records that a finding's statement rests on.
pub fn rests_on(finding: &Finding) -> Digest {
    let records = finding.statement.support.records().iter();
    let records: Vec<String> = records.map(ToString::to_string).collect();
    Digest(Sha256::digest(records.join(" ")).into())
}

fn of_acts(acts: Vec<Act>) -> Vec<Decision> {
    let mut all: Vec<Decision> = Vec::new();
    for Act { at_us, by, event } in acts {
        match event {
            Event::FindingDecided { number, question, finding, ruling, rests_on, reason } => {
                let ruling = Ruling::ALL.into_iter().find(|one| one.code() == ruling);
                all.extend(ruling.map(|ruling| Decision {
                    number,
                    by,
                    at_us,
                    about: About::Finding { question, finding },
                    decided: Decided::Ruling(ruling),
                    rests_on: Some(rests_on),
                    reason,
                    second: None,
                }));
            }
            Event::PersonCategorised { number, key, category, reason } => {
                let category = Category::ALL.into_iter().find(|one| one.code() == category);
                all.extend(category.map(|category| Decision {
                    number,
                    by,
                    at_us,
                    about: About::Person { key },
                    decided: Decided::Category(category),
                    rests_on: None,
                    reason,
                    second: None,
                }));
            }
            Event::Countersigned { decision, reason } => {
                let signed = all.iter_mut().find(|one| one.number == decision);
                if let Some(one) = signed {
                    one.second.get_or_insert(Signature { by, at_us, reason });
                }
            }
            _ => {}
        }
    }
    all
}
