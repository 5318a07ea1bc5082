//! Rules of competence: a TOML file, in the order in which they are tried.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use serde::{Deserialize, Serialize};

use super::{Fact, Reason};

/// Bytes of a file of rules at most: every district of a country with room to spare.
const BYTES_MAX: usize = 1 << 20;

/// On what a rule rests.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Ground {
    /// The office of the place of residence.
    Residence,
    /// The office of the place of an act.
    Act,
    /// The office that acted first.
    FirstAct,
    /// The office that has a case open.
    OpenCase,
}

/// A rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rule {
    /// Its name; reasons quote it.
    pub id: String,
    /// On what it rests.
    pub by: Ground,
    /// The provision it follows, as the unit cites it.
    pub source: String,
}

/// The rules, and which office is competent for which place.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Rules {
    /// Which wording of the rules it is.
    pub version: String,
    /// The rules, in the order in which they are tried.
    #[serde(rename = "rule")]
    pub rules: Vec<Rule>,
    /// The office of each place.
    #[serde(default)]
    pub offices: BTreeMap<String, String>,
}

/// What is wrong with a file of rules.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("rules of competence: {fact}; {remedy}")]
pub struct RulesFault {
    /// What is wrong, and where.
    pub fact: String,
    /// What to do.
    pub remedy: &'static str,
}

impl Rules {
    /// Reads the rules.
    pub fn read(text: &str) -> Result<Self, RulesFault> {
        if text.len() > BYTES_MAX {
            let fact = format!("{} bytes, at most {BYTES_MAX}", text.len());
            return Err(RulesFault { fact, remedy: "keep only what decides on an owner" });
        }
        let rules: Self = toml::from_str(text).map_err(|error| RulesFault {
            fact: error.to_string().trim().replace('\n', " "),
            remedy: "write them as docs/assignment.md shows",
        })?;
        let mut ids = BTreeSet::new();
        if let Some(twice) = rules.rules.iter().find(|rule| !ids.insert(&rule.id)) {
            let fact = format!("rule `{}` stands twice", twice.id);
            return Err(RulesFault { fact, remedy: "give each rule an id of its own" });
        }
        if rules.rules.is_empty() {
            let fact = "there is no rule".to_owned();
            return Err(RulesFault { fact, remedy: "write at least one [[rule]]" });
        }
        Ok(rules)
    }

    fn office(&self, place: &str) -> Option<&String> {
        self.offices.get(place)
    }
}

impl Rule {
    /// What the rule says of these facts.
    pub(super) fn reason(&self, rules: &Rules, facts: &BTreeSet<(&Fact, &[RecordRef])>) -> Reason {
        let first_us = facts.iter().filter_map(|(fact, _)| match fact {
            Fact::FirstAct { at_us, .. } => Some(*at_us),
            _ => None,
        });
        let first_us = first_us.min();
        let mut reason =
            Reason { rule: self.id.clone(), offices: BTreeSet::new(), records: Vec::new() };
        for (fact, records) in facts {
            let office = match (self.by, fact) {
                (Ground::Residence, Fact::Residence { place })
                | (Ground::Act, Fact::Act { place }) => rules.office(place),
                // Two that acted at one instant are both first: a person decides.
                (Ground::FirstAct, Fact::FirstAct { office, at_us }) => {
                    (Some(*at_us) == first_us).then_some(office)
                }
                (Ground::OpenCase, Fact::OpenCase { office, .. }) => Some(office),
                _ => None,
            };
            if let Some(office) = office {
                reason.offices.insert(office.clone());
                reason.records.extend(*records);
            }
        }
        reason.records.sort_unstable();
        reason.records.dedup();
        reason
    }
}
