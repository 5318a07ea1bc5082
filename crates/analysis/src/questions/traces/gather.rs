//! Gathering and scattering: many pay one party, and within a window it pays many others about as
//! much in all.

use std::collections::BTreeMap;

use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
use serde::Serialize;

use super::graph::{Edge, Graph, Rules};
use crate::questions::ledger::Ledger;

/// One gathering and scattering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Gathering {
    /// The party in the middle.
    pub party: String,
    /// The currency.
    pub currency: Currency,
    /// Distinct payers before the turn.
    pub payers: usize,
    /// Distinct payees after it.
    pub payees: usize,
    /// Sum of what came, minor units.
    pub in_minor: i64,
    /// Sum of what left, minor units.
    pub out_minor: i64,
    /// First payment in, microseconds.
    pub first_us: i64,
    /// The turn: the first payment out.
    pub turn_us: i64,
    /// Last payment out.
    pub last_us: i64,
    /// The records.
    pub records: Vec<RecordRef>,
    #[serde(skip)]
    pub(super) payer_keys: Vec<KeyId>,
}

/// Payments in one window, with how often each party is on the other side.
#[derive(Default)]
struct Window {
    parties: BTreeMap<KeyId, usize>,
    sum_minor: i64,
}

impl Window {
    fn add(&mut self, party: KeyId, minor: i64) {
        *self.parties.entry(party).or_insert(0) += 1;
        self.sum_minor = self.sum_minor.saturating_add(minor);
    }

    fn drop(&mut self, party: KeyId, minor: i64) {
        if let Some(count) = self.parties.get_mut(&party) {
            *count -= 1;
            if *count == 0 {
                self.parties.remove(&party);
            }
        }
        self.sum_minor = self.sum_minor.saturating_sub(minor);
    }
}

/// Gatherings of at least `fan_min` payers and payees, the widest first. After one is found, the
/// next of the same party begins after its window.
pub(super) fn gatherings(
    view: &CaseView,
    ledger: &Ledger,
    graph: &Graph,
    rules: Rules,
    fan_min: usize,
) -> Vec<Gathering> {
    let mut incoming: Vec<&Edge> = graph.edges.iter().collect();
    incoming.sort_by_key(|edge| (edge.payee, edge.currency, edge.latest_us, edge.event));
    let mut outgoing: Vec<&Edge> = graph.edges.iter().collect();
    outgoing.sort_by_key(|edge| (edge.payer, edge.currency, edge.earliest_us, edge.event));
    let mut found = Vec::new();
    for outs in outgoing.chunk_by(|a, b| (a.payer, a.currency) == (b.payer, b.currency)) {
        let Some(first) = outs.first() else { continue };
        let key = (first.payer, first.currency);
        let start = incoming.partition_point(|edge| (edge.payee, edge.currency) < key);
        let ins = incoming.get(start..).unwrap_or(&[]);
        let ins = ins.get(..ins.partition_point(|edge| (edge.payee, edge.currency) == key));
        let ins = ins.unwrap_or(&[]);
        if outs.len() >= fan_min && ins.len() >= fan_min {
            turns(ins, outs, rules, fan_min, |before, after| {
                found.extend(gathering(view, ledger, before, after));
            });
        }
    }
    found.sort_by_key(|gathering| {
        let width = gathering.payers.min(gathering.payees);
        (std::cmp::Reverse(width), gathering.turn_us, gathering.party.clone())
    });
    found
}

/// Slides both windows over the payments out; hands on those in and out around each turn.
fn turns<'a>(
    ins: &[&'a Edge],
    outs: &[&'a Edge],
    rules: Rules,
    fan_min: usize,
    mut tell: impl FnMut(&[&'a Edge], &[&'a Edge]),
) {
    let (mut before, mut after) = (Window::default(), Window::default());
    let (mut in_from, mut in_to, mut out_to) = (0, 0, 0);
    let mut free_us = i64::MIN;
    for (out_from, turn) in outs.iter().enumerate() {
        while let Some(edge) = ins.get(in_to).filter(|edge| edge.latest_us < turn.earliest_us) {
            before.add(edge.payer, edge.minor);
            in_to += 1;
        }
        let oldest_us = turn.earliest_us.saturating_sub(rules.gap_us);
        while let Some(edge) =
            ins.get(in_from).filter(|edge| in_from < in_to && edge.latest_us < oldest_us)
        {
            before.drop(edge.payer, edge.minor);
            in_from += 1;
        }
        let last_us = turn.earliest_us.saturating_add(rules.gap_us);
        while let Some(edge) = outs.get(out_to).filter(|edge| edge.earliest_us <= last_us) {
            after.add(edge.payee, edge.minor);
            out_to += 1;
        }
        let wide = before.parties.len() >= fan_min && after.parties.len() >= fan_min;
        let conserved = rules.conserves(before.sum_minor, after.sum_minor).is_ok();
        if wide && conserved && turn.earliest_us > free_us {
            tell(ins.get(in_from..in_to).unwrap_or(&[]), outs.get(out_from..out_to).unwrap_or(&[]));
            free_us = last_us;
        }
        after.drop(turn.payee, turn.minor);
    }
}

fn gathering(
    view: &CaseView,
    ledger: &Ledger,
    before: &[&Edge],
    after: &[&Edge],
) -> Option<Gathering> {
    let (first, turn, last) = (before.first()?, after.first()?, after.last()?);
    let distinct = |parties: &mut dyn Iterator<Item = KeyId>| {
        let mut parties: Vec<KeyId> = parties.collect();
        parties.sort_unstable();
        parties.dedup();
        parties
    };
    let payer_keys = distinct(&mut before.iter().map(|edge| edge.payer));
    let sum = |edges: &[&Edge]| edges.iter().fold(0i64, |sum, e| sum.saturating_add(e.minor));
    let events = before.iter().chain(after).filter_map(|edge| ledger.event(edge.event));
    Some(Gathering {
        party: view.keys.text(turn.payer).to_owned(),
        currency: turn.currency,
        payers: payer_keys.len(),
        payees: distinct(&mut after.iter().map(|edge| edge.payee)).len(),
        in_minor: sum(before),
        out_minor: sum(after),
        first_us: first.earliest_us,
        turn_us: turn.earliest_us,
        last_us: last.earliest_us,
        records: events.flat_map(|event| ledger.citations(event, view)).collect(),
        payer_keys,
    })
}
