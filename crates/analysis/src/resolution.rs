//! Who is who in one shape for programs: the links that are proposed, each with its weight and reasons, and the
//! identities that exact identifiers and people's decisions make, each with its members and conflicts.
//!
//! `tutela resolve --json` prints it (docs/schema/resolve.schema.json). A member is a record, with the key under
//! which its source names the party: a party of one exhibit stated in the same words in several rows stands there
//! once, with their number.

use std::collections::BTreeMap;

use model::RecordRef;
use model::views::KeyId;
use resolve::{Origin, Recall, Step};
use serde::{Serialize, Serializer};

use crate::basis::Basis;
use crate::questions::attribution::Attribution;
use crate::questions::identities::{Group, Identities, Join, Weak};
use crate::questions::persons::{Candidate, Doubt, Persons};

/// A record that states a party.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Member {
    /// The first record of its exhibit that states the party so.
    #[serde(serialize_with = "by_id")]
    pub record: RecordRef,
    /// The key under which the source names the party.
    pub key: String,
    /// Records of that exhibit that state it so.
    pub records: u64,
}

/// Two records that may speak of one party; nothing is joined by it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Link {
    /// One record.
    #[serde(serialize_with = "by_id")]
    pub left: RecordRef,
    /// The other.
    #[serde(serialize_with = "by_id")]
    pub right: RecordRef,
    /// The identity of the one, and of the other.
    pub identities: [String; 2],
    /// The probability that both are one party, under the model.
    pub probability: f64,
    /// Log-odds in bits, the prior included.
    pub weight: f64,
    /// Log-odds in bits before anything is compared.
    pub prior_bits: f64,
    /// The columns that both state, each with what it adds.
    pub reasons: Vec<Step>,
    /// What needs a second look.
    pub doubts: Vec<Doubt>,
    /// Records of others with the same name.
    pub namesakes: Vec<RecordRef>,
    /// Columns by which households agree, too.
    pub household: Vec<String>,
    /// A decision that it cannot be said.
    pub unsure: Option<String>,
}

/// What does not go together within one identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// `birth-dates`, `suffixes`, `documents`, `several` (identifiers of one sort), `decision` (records that
    /// would join what a person decided is not the same).
    pub kind: &'static str,
    /// What is stated, side by side.
    pub stated: Vec<String>,
    /// The decision, where one is contradicted.
    pub decision: Option<String>,
    /// The records, where they are two or are known.
    pub records: Vec<RecordRef>,
}

/// An identity.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identity {
    /// Its lowest key: its name in every finding.
    pub id: String,
    /// Every key of it.
    pub keys: Vec<String>,
    /// The records that state it.
    pub members: Vec<Member>,
    /// What joins its keys, with the records.
    pub joins: Vec<Join>,
    /// What does not go together.
    pub conflicts: Vec<Conflict>,
}

/// Who is who.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Resolution {
    /// Links that are proposed, the strongest first.
    pub links: Vec<Link>,
    /// Identities by their ids; every party that a record states is in one.
    pub identities: Vec<Identity>,
    /// Identifiers stated with too many accounts to join anything.
    pub weak: Vec<Weak>,
    /// Parties that were compared.
    pub parties: usize,
    /// Links that are proposed; `links` holds the strongest.
    pub proposed: usize,
    /// Links that would be proposed, had a person not decided that they are two.
    pub kept_apart: usize,
    /// Where the weights come from.
    pub origin: Origin,
    /// What the blocks probably missed.
    pub recall: Recall,
    /// Which subscriber used which account, by the answers of providers.
    pub accounts: Attribution,
}

impl Resolution {
    /// Who is who in a case. Same basis, same resolution.
    pub fn of(basis: &Basis<'_>) -> Self {
        let (view, links, settings) = (basis.view, basis.links(), basis.settings);
        let exact = Identities::of(view, links);
        let persons = Persons::of(view, links, settings);
        Self {
            identities: identities(basis, exact.groups, &persons),
            weak: exact.weak,
            links: persons.candidates.into_iter().map(link).collect(),
            parties: persons.parties,
            proposed: persons.proposed,
            kept_apart: persons.kept_apart,
            origin: persons.origin,
            recall: persons.recall,
            accounts: Attribution::of(view, links, &settings.attribution),
        }
    }
}

/// A record as `EX-1/7`, by which links and members are held against each other.
fn by_id<S: Serializer>(record: &RecordRef, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.collect_str(record)
}

fn link(found: Candidate) -> Link {
    Link {
        left: found.left_record,
        right: found.right_record,
        identities: [found.left, found.right],
        probability: found.waterfall.probability,
        weight: found.waterfall.bits,
        prior_bits: found.waterfall.prior_bits,
        reasons: found.waterfall.steps,
        doubts: found.doubts,
        namesakes: found.namesakes,
        household: found.household,
        unsure: found.unsure,
    }
}

/// Every identity that a record states, with what joins it and what does not go together.
fn identities(basis: &Basis<'_>, groups: Vec<Group>, persons: &Persons) -> Vec<Identity> {
    let (view, links) = (basis.view, basis.links());
    let text = |key: KeyId| view.keys.text(key).to_owned();
    let mut found: BTreeMap<String, Identity> = BTreeMap::new();
    for mention in view.mentions.iter().filter(|one| view.keys.is_stated(one.key)) {
        let identity = found.entry(text(links.identity(mention.key))).or_default();
        let (record, key) = (mention.record, text(mention.key));
        identity.keys.push(key.clone());
        identity.members.push(Member { record, key, records: mention.records });
    }
    for group in groups {
        let identity = found.entry(group.identity).or_default();
        identity.keys.extend(group.keys);
        identity.joins = group.joins;
        let several = group.several.into_values();
        identity.conflicts.extend(several.map(|stated| Conflict {
            kind: "several",
            stated,
            decision: None,
            records: Vec::new(),
        }));
    }
    for mixed in &persons.mixed {
        let identity = found.entry(mixed.identity.clone()).or_default();
        identity.conflicts.push(Conflict {
            kind: mixed.doubt.name(),
            stated: vec![mixed.left.clone(), mixed.right.clone()],
            decision: None,
            records: mixed.records.to_vec(),
        });
    }
    for against in &persons.against {
        let named = [&against.left, &against.right].map(|key| view.keys.id(key));
        let mut of: Vec<KeyId> =
            named.into_iter().flatten().map(|key| links.identity(key)).collect();
        of.dedup();
        for id in of {
            found.entry(text(id)).or_default().conflicts.push(Conflict {
                kind: "decision",
                stated: vec![against.left.clone(), against.right.clone()],
                decision: Some(against.by.clone()),
                records: against.records.clone(),
            });
        }
    }
    let finished = found.into_iter().map(|(id, mut identity)| {
        identity.id = id;
        identity.keys.sort_unstable();
        identity.keys.dedup();
        identity.members.sort_unstable();
        identity
    });
    finished.collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::links::{Decided, Verdict};
    use crate::made::{Made, Said};
    use crate::question::AskSettings;

    fn said(key: &'static str, name: &'static str, birth_date: &'static str) -> Said<'static> {
        Said { key, name, birth_date, ..Said::default() }
    }

    fn resolution(made: &Made<'_>, decided: Vec<Decided>) -> Resolution {
        let (view, settings) = (made.view(), AskSettings { decided, ..AskSettings::default() });
        Resolution::of(&Basis::new(&view, &settings))
    }

    fn made() -> Made<'static> {
        Made {
            together: vec![("mto:1", "phone:+39"), ("app:1", "phone:+39")],
            mentions: vec![
                said("mto:1", "Ada Rossi", "1971-06-24"),
                said("app:1", "Ada Rossi", "1990-01-02"),
                said("bank:7", "Ada Rossi", "1971-06-24"),
            ],
            ..Made::default()
        }
    }

    #[test]
    fn every_party_is_in_one_identity_with_its_members_and_conflicts() {
        let got = resolution(&made(), Vec::new());
        let ids: Vec<&str> = got.identities.iter().map(|one| one.id.as_str()).collect();
        assert_eq!(ids, ["app:1", "bank:7"]);
        let joined = &got.identities[0];
        assert_eq!(joined.members.len(), 2);
        let keys: Vec<&str> = joined.members.iter().map(|one| one.key.as_str()).collect();
        assert!(keys.contains(&"mto:1") && keys.contains(&"app:1"), "{keys:?}");
        assert_eq!(joined.conflicts.len(), 1);
        assert_eq!(joined.conflicts[0].kind, "birth-dates");
    }

    #[test]
    fn a_link_names_its_records_and_why_and_joins_nothing() {
        let got = resolution(&made(), Vec::new());
        let link = &got.links[0];
        assert!(link.probability > 0.5 && link.weight > 0.0);
        assert!(link.reasons.iter().any(|step| step.field == "birth-date"));
        assert_eq!(link.identities, ["app:1", "bank:7"]);
        assert_eq!(got.proposed, got.links.len());
    }

    #[test]
    fn a_decision_against_the_records_is_a_conflict_of_both() {
        let decided = Decided {
            left: "mto:1".to_owned(),
            right: "phone:+39".to_owned(),
            verdict: Verdict::NotSame,
            by: "I-1".to_owned(),
        };
        let got = resolution(&made(), vec![decided]);
        let against = got.identities.iter().flat_map(|one| &one.conflicts);
        let against: Vec<&Conflict> = against.filter(|one| one.kind == "decision").collect();
        assert_eq!(against.len(), 2);
        assert!(against.iter().all(|one| one.decision.as_deref() == Some("I-1")));
    }
}
