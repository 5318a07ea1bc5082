//! Passing through: how much of what came to a party left it again, and after how long.
//!
//! Money cannot be told apart. What leaves is set against what came first and is still there
//! (first in, first out), within the window; the rule is stated, not claimed to be what happened.

use std::collections::VecDeque;

use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
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
    /// Time between coming and leaving: the median over the money that passed, seconds.
    pub residence_median_s: i64,
    /// The records of the payments in and out.
    pub records: Vec<RecordRef>,
}

/// Payments in or out of one party in one currency, in order of time.
struct Flow<'a> {
    party: KeyId,
    currency: Currency,
    edges: Vec<(Way, &'a Edge)>,
}

/// Out before in: where the order of two payments is not certain, nothing is claimed to pass.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Way {
    Out,
    In,
}

/// What passed through every party that both was paid and paid, most payments in first.
pub(super) fn passing(
    view: &CaseView,
    ledger: &Ledger,
    graph: &Graph,
    rules: Rules,
) -> Vec<Passing> {
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
    sides.sort_by_key(|(party, currency, way, edge)| {
        // A payment in is there when it is certain to have come; one out leaves at the earliest.
        let at_us = if *way == Way::In { edge.latest_us } else { edge.earliest_us };
        (*party, *currency, at_us, *way, edge.event)
    });
    let mut found: Vec<Passing> = sides
        .chunk_by(|a, b| (a.0, a.1) == (b.0, b.1))
        .filter_map(|group| {
            let (party, currency, ..) = *group.first()?;
            let edges = group.iter().map(|(_, _, way, edge)| (*way, *edge)).collect();
            through(view, ledger, rules, &Flow { party, currency, edges })
        })
        .collect();
    found.sort_by(|a, b| {
        b.payments_in
            .cmp(&a.payments_in)
            .then_with(|| b.ratio.total_cmp(&a.ratio))
            .then_with(|| (&a.party, a.currency).cmp(&(&b.party, b.currency)))
    });
    found
}

fn through(view: &CaseView, ledger: &Ledger, rules: Rules, flow: &Flow<'_>) -> Option<Passing> {
    let (passed_minor, residence_median_s) = first_in_first_out(flow, rules);
    if passed_minor == 0 {
        return None;
    }
    let of = |way: Way| flow.edges.iter().filter(move |(side, _)| *side == way).map(|(_, e)| *e);
    let sum = |way| of(way).fold(0i64, |sum, edge| sum.saturating_add(edge.minor));
    let distinct = |mut parties: Vec<KeyId>| {
        parties.sort_unstable();
        parties.dedup();
        parties.len()
    };
    let in_minor = sum(Way::In);
    #[expect(clippy::cast_precision_loss, reason = "a share, for people to read")]
    let ratio = passed_minor as f64 / in_minor.max(1) as f64;
    let events = flow.edges.iter().filter_map(|(_, edge)| ledger.event(edge.event));
    Some(Passing {
        party: view.keys.text(flow.party).to_owned(),
        currency: flow.currency,
        payments_in: of(Way::In).count(),
        payers: distinct(of(Way::In).map(|edge| edge.payer).collect()),
        in_minor,
        payments_out: of(Way::Out).count(),
        payees: distinct(of(Way::Out).map(|edge| edge.payee).collect()),
        out_minor: sum(Way::Out),
        passed_minor,
        ratio,
        residence_median_s,
        records: events.flat_map(|event| ledger.citations(event, view)).collect(),
    })
}

/// What passed within the window, and the median time it stayed, weighted by amount.
fn first_in_first_out(flow: &Flow<'_>, rules: Rules) -> (i64, i64) {
    let mut there: VecDeque<(i64, i64)> = VecDeque::new();
    let mut stays: Vec<(i64, i64)> = Vec::new();
    for (way, edge) in &flow.edges {
        match way {
            Way::In => there.push_back((edge.latest_us, edge.minor)),
            Way::Out => {
                let mut wanted = edge.minor;
                while let Some((came_us, left)) = there.front_mut() {
                    let stay_us = edge.earliest_us.saturating_sub(*came_us);
                    if stay_us > rules.gap_us || *left == 0 {
                        there.pop_front();
                        continue;
                    }
                    if wanted == 0 {
                        break;
                    }
                    let part = wanted.min(*left);
                    *left -= part;
                    wanted -= part;
                    stays.push((stay_us, part));
                }
            }
        }
    }
    stays.sort_unstable();
    let passed = stays.iter().fold(0i64, |sum, (_, part)| sum.saturating_add(*part));
    let mut below = 0i64;
    let median = stays.iter().find(|(_, part)| {
        below = below.saturating_add(*part);
        below >= passed - passed / 2
    });
    (passed, median.map_or(0, |(stay_us, _)| stay_us / 1_000_000))
}
