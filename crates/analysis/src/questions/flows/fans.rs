//! Fans: a party paid by many, or paying many, and whether those many know each other.

use std::cmp::Reverse;
use std::collections::BTreeSet;

use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use super::PairFlow;
use crate::links::Links;

/// Which way the money of a fan runs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Direction {
    /// Many pay one.
    In,
    /// One pays many.
    Out,
}

/// A party with many payers or many payees in one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fan {
    /// The party.
    pub party: String,
    /// Which way.
    pub direction: Direction,
    /// The currency.
    pub currency: Currency,
    /// Distinct parties on the other side.
    pub others: usize,
    /// Of these, parties with more than one payment.
    pub repeated: usize,
    /// Payments in totals.
    pub payments: usize,
    /// Their sum in minor units.
    pub sum_minor: i64,
    /// The records.
    pub records: Vec<RecordRef>,
    #[serde(skip)]
    pub(super) key: KeyId,
    #[serde(skip)]
    pub(super) other_keys: Vec<KeyId>,
}

/// Parties with at least `fan_min` on the other side, widest first, a party's own account apart.
pub(super) fn fans(view: &CaseView, pairs: &[PairFlow], fan_min: usize) -> Vec<Fan> {
    let mut fans = Vec::new();
    for direction in [Direction::In, Direction::Out] {
        let ends = |pair: &PairFlow| match direction {
            Direction::In => (pair.keys.1, pair.keys.0),
            Direction::Out => pair.keys,
        };
        let mut order: Vec<&PairFlow> =
            pairs.iter().filter(|pair| pair.payments > 0 && pair.keys.0 != pair.keys.1).collect();
        order.sort_by_key(|pair| (ends(pair).0, pair.currency, ends(pair).1));
        let same =
            |a: &&PairFlow, b: &&PairFlow| (ends(a).0, a.currency) == (ends(b).0, b.currency);
        for group in order.chunk_by(same).filter(|group| group.len() >= fan_min.max(2)) {
            let Some(first) = group.first() else { continue };
            let key = ends(first).0;
            fans.push(Fan {
                party: view.keys.text(key).to_owned(),
                direction,
                currency: first.currency,
                others: group.len(),
                repeated: group.iter().filter(|pair| pair.payments > 1).count(),
                payments: group.iter().map(|pair| pair.payments).sum(),
                sum_minor: group.iter().fold(0, |sum, pair| sum.saturating_add(pair.sum_minor)),
                records: group.iter().flat_map(|pair| pair.records.iter().copied()).collect(),
                key,
                other_keys: group.iter().map(|pair| ends(pair).1).collect(),
            });
        }
    }
    fans.sort_by_key(|fan| {
        (Reverse(fan.others), Reverse(fan.payments), fan.direction, fan.key, fan.currency)
    });
    fans
}

/// Who is in touch with whom by any record: payments, calls, messages, address books.
pub(crate) struct Acquainted {
    edges: Vec<(KeyId, KeyId, RecordRef)>,
}

impl Acquainted {
    pub(crate) fn of(view: &CaseView, links: &Links) -> Self {
        let pays = view.payments.iter().map(|pay| (pay.payer, pay.payee, pay.record));
        let meets = [&view.sessions, &view.messages, &view.contacts]
            .into_iter()
            .flatten()
            .map(|event| (event.from, event.to, event.record));
        let mut edges: Vec<(KeyId, KeyId, RecordRef)> = pays
            .chain(meets)
            .filter(|(a, b, _)| view.keys.is_stated(*a) && view.keys.is_stated(*b))
            .map(|(a, b, record)| {
                let (a, b) = (links.identity(a), links.identity(b));
                (a.min(b), a.max(b), record)
            })
            .filter(|(a, b, _)| a != b)
            .collect();
        edges.par_sort_unstable();
        // One record of a pair says that it is in touch; the first one is kept.
        edges.dedup_by_key(|edge| (edge.0, edge.1));
        Self { edges }
    }

    /// How many of these parties are in touch with another of them, and a record for each tie.
    pub(crate) fn among(&self, parties: &[KeyId]) -> (usize, Vec<RecordRef>) {
        let (tied, records) = self.tied(parties);
        (tied.len(), records)
    }

    /// Which of these parties are in touch with another of them, and a record for each tie.
    pub(crate) fn tied(&self, parties: &[KeyId]) -> (BTreeSet<KeyId>, Vec<RecordRef>) {
        let mut sorted: Vec<KeyId> = parties.to_vec();
        sorted.sort_unstable();
        let is_member = |key: &KeyId| sorted.binary_search(key).is_ok();
        let mut tied: BTreeSet<KeyId> = BTreeSet::new();
        let mut records = Vec::new();
        for party in &sorted {
            let start = self.edges.partition_point(|edge| edge.0 < *party);
            let own = self.edges.get(start..).unwrap_or(&[]);
            for (a, b, record) in own.iter().take_while(|edge| edge.0 == *party) {
                if is_member(b) {
                    tied.extend([*a, *b]);
                    records.push(*record);
                }
            }
        }
        (tied, records)
    }
}
