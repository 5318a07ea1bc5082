//! Who else: identities one step out from named ones, with the records that put them there.

use std::collections::{BTreeMap, BTreeSet};

use model::{ExhibitId, RecordRef};
use serde::Serialize;

use super::{Edge, Network, TieSort};
use crate::basis::Basis;

/// An identity one step out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Step {
    /// The identity, by key.
    pub key: String,
    /// Named identities it is tied to.
    pub tied_to: Vec<String>,
    /// Events, and things of few, each once: what counts for the order.
    pub independent: u64,
    /// Exhibits that state them.
    pub exhibits: usize,
    /// The same by sort.
    pub sorts: BTreeMap<TieSort, u64>,
    /// Things of many that it shares besides, which do not count.
    pub weak: u64,
    /// The records of what counts; of the rest where nothing counts.
    pub records: Vec<RecordRef>,
}

/// The steps out from named keys, by independent records, and the keys that no tie knows.
pub(super) fn steps(
    basis: &Basis<'_>,
    network: &Network,
    named: &[String],
) -> (Vec<Step>, Vec<String>) {
    let (view, links) = (basis.view, basis.links());
    let place = |key: &String| {
        let identity = links.identity(view.keys.id(key)?);
        network.place(view.keys.text(identity))
    };
    let unknown = named.iter().filter(|key| place(key).is_none()).cloned().collect();
    let inside: BTreeSet<u32> = named.iter().filter_map(place).collect();
    let weak = Weak::of(network);
    let mut found: BTreeMap<u32, Gathered> = BTreeMap::new();
    for edge in &network.edges {
        let (from, to) = (inside.contains(&edge.from), inside.contains(&edge.to));
        let (near, far) = match (from, to) {
            (true, false) => (edge.from, edge.to),
            (false, true) => (edge.to, edge.from),
            _ => continue,
        };
        found.entry(far).or_default().add(near, edge, weak.count(edge));
    }
    let mut steps: Vec<Step> =
        found.into_iter().filter_map(|(place, one)| one.step(network, place)).collect();
    steps.sort_by(|a, b| {
        (b.independent, b.exhibits, &a.key).cmp(&(a.independent, a.exhibits, &b.key))
    });
    (steps, unknown)
}

/// How many things of many each pair shares, by sort.
struct Weak(BTreeMap<(u32, u32, TieSort), u64>);

impl Weak {
    fn of(network: &Network) -> Self {
        let mut weak = BTreeMap::new();
        for item in network.shared.iter().filter(|item| item.ties && !item.is_strong) {
            let places: Vec<u32> =
                item.holders.iter().filter_map(|key| network.place(key)).collect();
            for (a, b) in super::build::pairs(&places) {
                *weak.entry((a.min(b), a.max(b), item.sort)).or_insert(0) += 1;
            }
        }
        Self(weak)
    }

    fn count(&self, edge: &Edge) -> u64 {
        let pair = (edge.from.min(edge.to), edge.from.max(edge.to), edge.sort);
        self.0.get(&pair).copied().unwrap_or(0).min(edge.count)
    }
}

#[derive(Default)]
struct Gathered {
    near: BTreeSet<u32>,
    sorts: BTreeMap<TieSort, u64>,
    weak: u64,
    counted: Vec<RecordRef>,
    rest: Vec<RecordRef>,
}

impl Gathered {
    fn add(&mut self, near: u32, edge: &Edge, weak: u64) {
        self.near.insert(near);
        self.weak += weak;
        let counts = edge.count - weak;
        if counts > 0 {
            *self.sorts.entry(edge.sort).or_insert(0) += counts;
            self.counted.extend(&edge.records);
        } else {
            self.rest.extend(&edge.records);
        }
    }

    fn step(self, network: &Network, place: u32) -> Option<Step> {
        let independent = self.sorts.values().sum();
        let records = if independent > 0 { self.counted } else { self.rest };
        let exhibits: BTreeSet<ExhibitId> = records.iter().map(|record| record.exhibit).collect();
        let near = self.near.iter().filter_map(|near| network.node(*near));
        Some(Step {
            key: network.node(place)?.key.clone(),
            tied_to: near.map(|node| node.key.clone()).collect(),
            independent,
            exhibits: exhibits.len(),
            sorts: self.sorts,
            weak: self.weak,
            records,
        })
    }
}
