//! Payments as a graph: which payment can be followed by which, and why others cannot.

use model::Currency;
use model::views::{CaseView, KeyId};
use rayon::prelude::*;
use serde::Serialize;

use crate::question::MoneySettings;
use crate::questions::ledger::Ledger;

/// Followers kept for one payment. A party that pays more often than this within the window, of
/// the same amount, is a shop or a bank, and no path through it means anything; what is cut is
/// counted.
pub const FOLLOWERS_MAX: usize = 64;

/// Payments of a party looked at for one payment's followers; what is cut is counted.
const WINDOW_PAYMENTS_MAX: usize = 4_096;

/// Payments handed to one worker at a time.
const TASK: usize = 8_192;

/// The longest interval a stated time spans: a day of 25 hours.
const STATED_MAX_US: i64 = 25 * 3_600_000_000;

/// A payment between two stated, different parties.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edge {
    pub(super) payer: KeyId,
    pub(super) payee: KeyId,
    pub(super) earliest_us: i64,
    pub(super) latest_us: i64,
    pub(super) minor: i64,
    pub(super) currency: Currency,
    /// Its number in the ledger.
    pub(super) event: u32,
}

/// Why a payment of the next party within the window does not continue a trace, pair by pair.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Refused {
    /// It is not certain to be later: the stated times overlap.
    pub order: u64,
    /// It is in another currency.
    pub currency: u64,
    /// It is higher than what came.
    pub more: u64,
    /// It is lower than what came, less the stated loss.
    pub less: u64,
    /// Not looked at, or not kept: above the limits on payments of one party.
    pub cut: u64,
}

impl Refused {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            order: self.order + other.order,
            currency: self.currency + other.currency,
            more: self.more + other.more,
            less: self.less + other.less,
            cut: self.cut + other.cut,
        }
    }
}

/// What continues a trace.
#[derive(Debug, Clone, Copy)]
pub(super) struct Rules {
    pub(super) gap_us: i64,
    pub(super) loss_permille: i64,
    pub(super) hops_max: usize,
}

impl Rules {
    pub(super) fn of(settings: &MoneySettings) -> Self {
        Self {
            gap_us: settings.hop_gap_s.saturating_mul(1_000_000),
            loss_permille: settings.loss_permille.clamp(0, 1_000),
            hops_max: settings.hops_max.max(2),
        }
    }

    /// Whether an amount is what came, less at most the stated loss.
    pub(super) fn conserves(self, came: i64, went: i64) -> Result<(), AmountFault> {
        if went > came {
            return Err(AmountFault::More);
        }
        let kept = i128::from(came) * i128::from(1_000 - self.loss_permille);
        if i128::from(went) * 1_000 < kept { Err(AmountFault::Less) } else { Ok(()) }
    }
}

/// Which way an amount breaks the rule.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum AmountFault {
    More,
    Less,
}

/// Payments in order of payer and time, and for each the payments that can follow it.
pub(super) struct Graph {
    pub(super) edges: Vec<Edge>,
    followers: Vec<u32>,
    starts: Vec<u32>,
    followed: Vec<bool>,
    pub(super) refused: Refused,
}

impl Graph {
    /// The graph of the payments in totals.
    pub(super) fn of(view: &CaseView, ledger: &Ledger, rules: Rules) -> Self {
        let edges = edges(view, ledger);
        let mut graph = Self {
            followers: Vec::new(),
            starts: Vec::with_capacity(edges.len() + 1),
            followed: vec![false; edges.len()],
            refused: Refused::default(),
            edges,
        };
        let parts: Vec<Part> =
            graph.edges.par_chunks(TASK).map(|some| Part::of(&graph.edges, some, rules)).collect();
        for part in parts {
            let base = u32::try_from(graph.followers.len()).unwrap_or(u32::MAX);
            graph.starts.extend(part.starts.iter().map(|start| base.saturating_add(*start)));
            graph.followers.extend(part.followers);
            graph.refused = graph.refused.and(part.refused);
        }
        graph.starts.push(u32::try_from(graph.followers.len()).unwrap_or(u32::MAX));
        for follower in &graph.followers {
            if let Some(followed) = graph.followed.get_mut(*follower as usize) {
                *followed = true;
            }
        }
        graph
    }

    pub(super) fn edge(&self, number: u32) -> Option<&Edge> {
        self.edges.get(number as usize)
    }

    /// The payments that can follow one, in order of time.
    pub(super) fn followers(&self, number: u32) -> &[u32] {
        let at = |number: usize| self.starts.get(number).map_or(0, |start| *start as usize);
        let number = number as usize;
        self.followers.get(at(number)..at(number + 1)).unwrap_or(&[])
    }

    /// Whether a payment follows another.
    pub(super) fn is_followed_up(&self, number: u32) -> bool {
        self.followed.get(number as usize).copied().unwrap_or(false)
    }
}

/// Followers of some payments, as one worker finds them.
#[derive(Default)]
struct Part {
    followers: Vec<u32>,
    starts: Vec<u32>,
    refused: Refused,
}

impl Part {
    fn of(edges: &[Edge], some: &[Edge], rules: Rules) -> Self {
        let mut part = Self::default();
        for edge in some {
            part.starts.push(u32::try_from(part.followers.len()).unwrap_or(u32::MAX));
            part.refused = part.refused.and(follow(edges, edge, rules, &mut part.followers));
        }
        part
    }
}

/// Edges in order of payer, time and event.
fn edges(view: &CaseView, ledger: &Ledger) -> Vec<Edge> {
    let mut edges: Vec<Edge> = ledger
        .events
        .iter()
        .zip(0u32..)
        .filter(|(event, _)| event.in_totals() && event.payer != event.payee)
        .filter(|(event, _)| view.keys.is_stated(event.payer) && view.keys.is_stated(event.payee))
        .map(|(event, number)| Edge {
            payer: event.payer,
            payee: event.payee,
            earliest_us: event.when.earliest_us,
            latest_us: event.when.latest_us,
            minor: event.minor,
            currency: event.currency,
            event: number,
        })
        .collect();
    edges.par_sort_unstable_by_key(|edge| (edge.payer, edge.earliest_us, edge.event));
    edges
}

/// Appends the followers of one payment; gives what was refused.
pub(super) fn follow(
    edges: &[Edge],
    edge: &Edge,
    rules: Rules,
    followers: &mut Vec<u32>,
) -> Refused {
    let mut refused = Refused::default();
    let until_us = edge.latest_us.saturating_add(rules.gap_us);
    let from_us = edge.earliest_us.saturating_sub(STATED_MAX_US);
    let from =
        edges.partition_point(|other| (other.payer, other.earliest_us) < (edge.payee, from_us));
    let window = edges.get(from..).unwrap_or(&[]);
    let window = window.get(
        ..window
            .partition_point(|other| (other.payer, other.earliest_us) <= (edge.payee, until_us)),
    );
    let window = window.unwrap_or(&[]);
    refused.cut += window.len().saturating_sub(WINDOW_PAYMENTS_MAX) as u64;
    let mut kept = 0;
    for (other, number) in window.iter().take(WINDOW_PAYMENTS_MAX).zip(from..) {
        if other.latest_us < edge.earliest_us {
            // Certain to be earlier: no candidate.
        } else if other.earliest_us <= edge.latest_us {
            refused.order += 1;
        } else if other.currency != edge.currency {
            refused.currency += 1;
        } else {
            match rules.conserves(edge.minor, other.minor) {
                Err(AmountFault::More) => refused.more += 1,
                Err(AmountFault::Less) => refused.less += 1,
                Ok(()) if kept == FOLLOWERS_MAX => refused.cut += 1,
                Ok(()) => {
                    kept += 1;
                    followers.extend(u32::try_from(number));
                }
            }
        }
    }
    refused
}
