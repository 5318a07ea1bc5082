//! Identities, exactly: which accounts, phones and addresses records state together.
//!
//! Nothing is inferred from names here. A group says that a chain of records states these
//! identifiers together; an identifier that is stated with many accounts is named and joins nothing.

mod decided;
mod wording;

#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use model::finding::Answer;
use model::views::{CaseView, KeyId, Together};
use model::{Card, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::links::{ACCOUNTS_MAX, Links};
use crate::question::Question;

/// The question of exact identities.
pub struct IdentitiesQuestion;

static CARD: Card = Card {
    code: "ANA-008",
    name: "identities",
    version: 2,
    question: "Which accounts, phones, e-mails and documents do records state together?",
    assumes: &[
        "an identifier stated with few accounts belongs to one party; one stated with many joins nothing",
        "a source states the identifiers of one party in one record",
    ],
    cannot_show: &[
        "who a party is: a group is a statement about records, not about a person",
        "that a phone, an e-mail or a device was used by its holder",
        "links by name, birth date or address: names never join here",
    ],
    parameters: &[
        ("accounts_max", "accounts with which an identifier may be stated and still join"),
        ("shown_max", "findings of one kind shown at most"),
        ("decisions", "decisions on two keys, those taken back included"),
    ],
    sources: &["rules of this house; see the case page identities"],
    error_rates: &[],
};

pub use decided::{Decision, Ended, Way};

/// Two identifiers of a group, and of each exhibit that states both the first record that does.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Join {
    /// One identifier.
    pub key: String,
    /// The other.
    pub other: String,
    /// The first such record of each exhibit.
    pub records: Vec<RecordRef>,
    /// Exhibits that state both.
    pub exhibits: usize,
}

/// Identifiers that a chain of records states together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Group {
    /// The lowest of its identifiers: the name of the identity in other findings.
    pub identity: String,
    /// All of them, ascending.
    pub keys: Vec<String>,
    /// What joins them.
    pub joins: Vec<Join>,
    /// Identifiers of one sort of which the group holds several, by sort.
    pub several: BTreeMap<String, Vec<String>>,
}

/// An identifier stated with too many accounts to join anything.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Weak {
    /// The identifier.
    pub key: String,
    /// Distinct other identifiers it is stated with.
    pub others: usize,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// The exact identities of a case.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Identities {
    /// Groups of two or more identifiers, the largest first.
    pub groups: Vec<Group>,
    /// Weak identifiers, the most widely stated first.
    pub weak: Vec<Weak>,
}

impl Identities {
    /// The identities of a view under its links. Same view, same identities.
    pub fn of(view: &CaseView, links: &Links) -> Self {
        let mut pairs: Vec<&Together> =
            view.together.iter().filter(|pair| pair.key != pair.other).collect();
        let ends = |pair: &Together| (pair.key.min(pair.other), pair.key.max(pair.other));
        pairs.sort_by_key(|pair| (links.identity(pair.key), ends(pair), pair.record));
        let joined = |pair: &&&Together| links.identity(pair.key) == links.identity(pair.other);
        let joining: Vec<&Together> = pairs.iter().filter(joined).copied().collect();
        let mut groups: Vec<Group> = joining
            .chunk_by(|a, b| links.identity(a.key) == links.identity(b.key))
            .filter_map(|pairs| group(view, links, pairs, ends))
            .collect();
        groups.sort_by(|a, b| {
            b.keys.len().cmp(&a.keys.len()).then_with(|| a.identity.cmp(&b.identity))
        });
        Self { groups, weak: weak(view, links) }
    }
}

fn group(
    view: &CaseView,
    links: &Links,
    pairs: &[&Together],
    ends: impl Fn(&Together) -> (KeyId, KeyId),
) -> Option<Group> {
    let text = |key: KeyId| view.keys.text(key).to_owned();
    let mut keys: Vec<String> =
        pairs.iter().flat_map(|pair| [text(pair.key), text(pair.other)]).collect();
    keys.sort_unstable();
    keys.dedup();
    let joins = pairs
        .chunk_by(|a, b| ends(a) == ends(b))
        .filter_map(|same| {
            let (key, other) = ends(same.first()?);
            let mut records: Vec<RecordRef> = same.iter().map(|pair| pair.record).collect();
            records.dedup();
            records.dedup_by_key(|record| record.exhibit);
            let exhibits = records.len();
            Some(Join { key: text(key), other: text(other), records, exhibits })
        })
        .collect();
    let mut several: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for key in &keys {
        several.entry(sort_of(key).to_owned()).or_default().push(key.clone());
    }
    several.retain(|_, keys| keys.len() > 1);
    let identity = text(links.identity(pairs.first()?.key));
    Some(Group { identity, keys, joins, several })
}

/// What sort of identifier a key is: its prefix, and for documents also their type.
fn sort_of(key: &str) -> &str {
    let end = |text: &str| text.find(':').unwrap_or(text.len());
    let first = end(key);
    let prefix = key.get(..first).unwrap_or(key);
    if prefix == "document" {
        let rest = key.get(first + 1..).unwrap_or("");
        return key.get(..first + 1 + end(rest)).unwrap_or(key);
    }
    prefix
}

fn weak(view: &CaseView, links: &Links) -> Vec<Weak> {
    let mut stated: Vec<(KeyId, KeyId, RecordRef)> = view
        .together
        .iter()
        .flat_map(|pair| [(pair.key, pair.other, pair.record), (pair.other, pair.key, pair.record)])
        .filter(|(key, ..)| links.weak().binary_search(key).is_ok())
        .collect();
    stated.sort_unstable();
    stated.dedup();
    let mut found: Vec<Weak> = stated
        .chunk_by(|a, b| a.0 == b.0)
        .filter_map(|of| {
            let mut others: Vec<KeyId> = of.iter().map(|(_, other, _)| *other).collect();
            others.dedup();
            let mut records: Vec<RecordRef> = of.iter().map(|(.., record)| *record).collect();
            records.sort_unstable();
            records.dedup();
            let key = view.keys.text(of.first()?.0).to_owned();
            Some(Weak { key, others: others.len(), records })
        })
        .collect();
    found.sort_by(|a, b| b.others.cmp(&a.others).then_with(|| a.key.cmp(&b.key)));
    found
}

impl Question for IdentitiesQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let identities = Identities::of(view, basis.links());
        let parameters = [
            ("accounts_max", ACCOUNTS_MAX.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
            ("decisions", settings.decisions.len().to_string()),
        ];
        let mut findings = wording::findings(&CARD, &identities, settings.money.shown_max);
        findings.extend(decided::findings(&CARD, basis, &wording::all(view, &identities)));
        citing::answer(&CARD, &parameters, findings)
    }
}
