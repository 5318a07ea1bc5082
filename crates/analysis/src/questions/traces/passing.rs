//! Passing through: how much of what came to a party left it again, and after how long.
//!
//! Money cannot be told apart. What leaves is set against what came first and is still there
//! (first in, first out), within the window; the rule is stated, not claimed to be what happened.

use std::collections::VecDeque;

use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use super::graph::{Edge, Graph, Rules};
use crate::questions::ledger::Ledger;

/// What passed through a party in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Passing {
    /// The party.
    pub party: String,
    /// The currency.
    pub currency: Currency,
    /// Payments to it.
    pub payments_in: usize,
    /// Distinct payers.
    pub payers: usize,
    /// Sum of what came, minor units.
    pub in_minor: i64,
    /// Payments by it.
    pub payments_out: usize,
    /// Distinct payees.
    pub payees: usize,
    /// Sum of what left, minor units.
    pub out_minor: i64,
    /// What left within the window of what came, minor units.
    pub passed_minor: i64,
    /// Share of what came that left within the window.
    pub ratio: f64,
    /// Time between coming and leaving: a quarter of the money that passed stayed no longer, seconds.
    pub residence_lower_s: i64,
    /// The median over the money that passed, seconds.
    pub residence_median_s: i64,
    /// Three quarters of it stayed no longer, seconds.
    pub residence_upper_s: i64,
    /// The records of the payments in and out.
    pub records: Vec<RecordRef>,
}

/// Payments in or out of one party in one currency, in order of time.
pub(super) struct Flow<'a> {
    pub(super) party: KeyId,
    pub(super) currency: Currency,
    pub(super) edges: Vec<(Way, &'a Edge)>,
}

/// Out before in: where the order of two payments is not certain, nothing is claimed to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Way {
    Out,
    In,
}

/// Money that came by one payment and left by another, first in, first out.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part<'a> {
    pub(super) came: &'a Edge,
    pub(super) left: &'a Edge,
    pub(super) minor: i64,
    pub(super) stay_us: i64,
}

/// Payments of every party that both was paid and paid in one currency.
pub(super) fn flows(graph: &Graph) -> Vec<Flow<'_>> {
    let mut sides: Vec<(KeyId, Currency, Way, &Edge)> = graph
        .edges
        .iter()
        .flat_map(|edge| {
            [
                (edge.payer, edge.currency, Way::Out, edge),
                (edge.payee, edge.currency, Way::In, edge),
            ]
        })
        .collect();
    sides.par_sort_unstable_by_key(|(party, currency, way, edge)| {
        // A payment in is there when it is certain to have come; one out leaves at the earliest.
        let at_us = if *way == Way::In { edge.latest_us } else { edge.earliest_us };
        (*party, *currency, at_us, *way, edge.event)
    });
    sides
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter(|group| {
            [Way::In, Way::Out].iter().all(|way| group.iter().any(|side| side.2 == *way))
        })
        .filter_map(|group| {
            let (party, currency, ..) = *group.first()?;
            let edges = group.iter().map(|(_, _, way, edge)| (*way, *edge)).collect();
            Some(Flow { party, currency, edges })
        })
        .collect()
}

/// What passed through every party, most payments in first.
pub(super) fn passing(
    view: &CaseView,
    ledger: &Ledger,
    flows: &[Flow<'_>],
    rules: Rules,
) -> Vec<Passing> {
    let mut found: Vec<Passing> =
        flows.par_iter().filter_map(|flow| through(view, ledger, rules, flow)).collect();
    found.sort_by(|a, b| {
        b.payments_in
            .cmp(&a.payments_in)
            .then_with(|| b.ratio.total_cmp(&a.ratio))
            .then_with(|| (&a.party, a.currency).cmp(&(&b.party, b.currency)))
    });
    found
}

impl<'a> Flow<'a> {
    fn of(&self, way: Way) -> impl Iterator<Item = &'a Edge> + '_ {
        self.edges.iter().filter(move |(side, _)| *side == way).map(|(_, edge)| *edge)
    }

    /// What came to the party within the window before it left again, payment by payment.
    pub(super) fn parts(&self, rules: Rules) -> Vec<Part<'a>> {
        let mut there: VecDeque<(&Edge, i64)> = VecDeque::new();
        let mut parts = Vec::new();
        for (way, edge) in &self.edges {
            match way {
                Way::In => there.push_back((*edge, edge.minor)),
                Way::Out => {
                    let mut wanted = edge.minor;
                    while let Some((came, left)) = there.front_mut() {
                        let stay_us = edge.earliest_us.saturating_sub(came.latest_us);
                        if stay_us > rules.gap_us || *left == 0 {
                            there.pop_front();
                            continue;
                        }
                        if wanted == 0 {
                            break;
                        }
                        let minor = wanted.min(*left);
                        *left -= minor;
                        wanted -= minor;
                        parts.push(Part { came, left: edge, minor, stay_us });
                    }
                }
            }
        }
        parts
    }
}

fn through(view: &CaseView, ledger: &Ledger, rules: Rules, flow: &Flow<'_>) -> Option<Passing> {
    let mut stays: Vec<(i64, i64)> =
        flow.parts(rules).iter().map(|part| (part.stay_us, part.minor)).collect();
    let passed_minor = sum(stays.iter().map(|(_, minor)| *minor));
    if passed_minor == 0 {
        return None;
    }
    stays.sort_unstable();
    let in_minor = sum(flow.of(Way::In).map(|edge| edge.minor));
    let events = flow.edges.iter().filter_map(|(_, edge)| ledger.event(edge.event));
    Some(Passing {
        party: view.keys.text(flow.party).to_owned(),
        currency: flow.currency,
        payments_in: flow.of(Way::In).count(),
        payers: distinct(flow.of(Way::In).map(|edge| edge.payer)),
        in_minor,
        payments_out: flow.of(Way::Out).count(),
        payees: distinct(flow.of(Way::Out).map(|edge| edge.payee)),
        out_minor: sum(flow.of(Way::Out).map(|edge| edge.minor)),
        passed_minor,
        ratio: share(passed_minor, in_minor),
        residence_lower_s: stayed(&stays, 1),
        residence_median_s: stayed(&stays, 2),
        residence_upper_s: stayed(&stays, 3),
        records: events.flat_map(|event| ledger.citations(event, view)).collect(),
    })
}

/// The sum of amounts, minor units.
pub(super) fn sum(amounts: impl Iterator<Item = i64>) -> i64 {
    amounts.fold(0i64, i64::saturating_add)
}

/// Distinct parties.
pub(super) fn distinct(parties: impl Iterator<Item = KeyId>) -> usize {
    let mut parties: Vec<KeyId> = parties.collect();
    parties.sort_unstable();
    parties.dedup();
    parties.len()
}

/// A part of an amount.
pub(super) fn share(part: i64, of: i64) -> f64 {
    part as f64 / of.max(1) as f64
}

/// How long so many quarters of the money stayed at most, seconds; the stays are ascending.
pub(super) fn stayed(stays: &[(i64, i64)], quarters: i64) -> i64 {
    let all = i128::from(sum(stays.iter().map(|(_, minor)| *minor)));
    let mut below = 0i128;
    let last = stays.iter().find(|(_, minor)| {
        below += i128::from(*minor);
        below * 4 >= all * i128::from(quarters)
    });
    last.map_or(0, |(stay_us, _)| stay_us / 1_000_000)
}
