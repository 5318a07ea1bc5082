//! Connected payers: payers with payees in common, against what chance would give them.

use std::collections::BTreeMap;

use model::RecordRef;
use model::views::KeyId;
use rayon::prelude::*;
use serde::Serialize;

use super::{Edge, TieSort, build};
use crate::basis::Basis;
use crate::graph::WHOLE;

/// Two payers and the payees that both paid.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CommonPayees {
    /// One payer, by key.
    pub one: String,
    /// The other.
    pub other: String,
    /// Payees both paid, by key, each with how many payers it has in all.
    pub payees: Vec<(String, usize)>,
    /// Sum over the payees of 1/(payers − 1), thousandths: a payee of many counts little.
    pub weight_permille: u64,
    /// Payees in common to be expected if everybody had chosen payees at random, each as often as
    /// it was chosen.
    pub expected: f64,
    /// Payments, calls, messages and list entries between the two payers themselves.
    pub direct: u64,
    /// The payments to the common payees.
    pub records: Vec<RecordRef>,
}

/// Who paid whom, each pair once with the places of its edge.
struct Paid {
    payers: BTreeMap<u32, Vec<(u32, usize)>>,
    pairs: usize,
}

/// Payers with payees in common: the heaviest first.
pub(super) fn common(basis: &Basis<'_>, edges: &[Edge], keys: &[KeyId]) -> Vec<CommonPayees> {
    let hub_max = basis.settings.network.hub_max;
    let paid = paid(edges);
    let mut triples: Vec<(u32, u32, u32)> = Vec::new();
    for (payee, payers) in paid.payers.iter().filter(|(_, payers)| payers.len() <= hub_max) {
        let payers: Vec<u32> = payers.iter().map(|(payer, _)| *payer).collect();
        triples.extend(build::pairs(&payers).map(|(a, b)| (a.min(b), a.max(b), *payee)));
    }
    triples.par_sort_unstable();
    let chance = Chance::of(&paid);
    let direct = direct(edges);
    let text = |place: u32| {
        keys.get(place as usize).map_or("", |key| basis.view.keys.text(*key)).to_owned()
    };
    let runs = triples.chunk_by(|a, b| (a.0, a.1) == (b.0, b.1));
    let mut found: Vec<CommonPayees> = runs
        .filter_map(|run| {
            let (one, other, _) = *run.first()?;
            let payees =
                run.iter().filter_map(|(.., payee)| Some((payee, paid.payers.get(payee)?)));
            let weight = |payers: usize| WHOLE / (payers.saturating_sub(1).max(1) as u64);
            let own = |payers: &[(u32, usize)]| -> Vec<RecordRef> {
                let two = payers.iter().filter(|(payer, _)| *payer == one || *payer == other);
                two.filter_map(|(_, edge)| edges.get(*edge))
                    .flat_map(|edge| edge.records.iter().copied())
                    .collect()
            };
            Some(CommonPayees {
                one: text(one),
                other: text(other),
                weight_permille: payees.clone().map(|(_, payers)| weight(payers.len())).sum(),
                expected: chance.expected(one, other),
                direct: direct.get(&(one, other)).copied().unwrap_or(0),
                records: payees.clone().flat_map(|(_, payers)| own(payers)).collect(),
                payees: payees.map(|(payee, payers)| (text(*payee), payers.len())).collect(),
            })
        })
        .collect();
    found.sort_by(|a, b| {
        (b.weight_permille, &a.one, &a.other).cmp(&(a.weight_permille, &b.one, &b.other))
    });
    found
}

fn paid(edges: &[Edge]) -> Paid {
    let mut paid = Paid { payers: BTreeMap::new(), pairs: 0 };
    for (number, edge) in edges.iter().enumerate().filter(|(_, e)| e.sort == TieSort::Payment) {
        paid.payers.entry(edge.to).or_default().push((edge.from, number));
        paid.pairs += 1;
    }
    paid
}

/// Events between each pair, the lower first.
fn direct(edges: &[Edge]) -> BTreeMap<(u32, u32), u64> {
    let mut direct = BTreeMap::new();
    for edge in edges.iter().filter(|edge| edge.sort.is_direct()) {
        *direct.entry((edge.from.min(edge.to), edge.from.max(edge.to))).or_insert(0) += edge.count;
    }
    direct
}

/// Payees in common by chance: in the configuration model of two sides, k·k′·Σ d(d − 1)/M².
struct Chance {
    payees: BTreeMap<u32, u64>,
    factor: f64,
}

impl Chance {
    fn of(paid: &Paid) -> Self {
        let mut payees: BTreeMap<u32, u64> = BTreeMap::new();
        for (payer, _) in paid.payers.values().flatten() {
            *payees.entry(*payer).or_insert(0) += 1;
        }
        let crowd = |payers: &Vec<(u32, usize)>| payers.len() as f64 * (payers.len() as f64 - 1.0);
        let sum: f64 = paid.payers.values().map(crowd).sum();
        let all = paid.pairs.max(1) as f64;
        Self { payees, factor: sum / all / all }
    }

    fn expected(&self, one: u32, other: u32) -> f64 {
        let of = |payer: u32| self.payees.get(&payer).copied().unwrap_or(0) as f64;
        of(one) * of(other) * self.factor
    }
}
