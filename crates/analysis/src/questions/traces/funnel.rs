//! Funnels: paid in by many on one service, out again on another.
//!
//! Payments state no place, so that "in here, out there" is read from the services that the parties
//! are stated by (the part of a key before its colon): paid in on one, out on another.

use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use super::graph::{Edge, Rules};
use super::passing::{Flow, Part, distinct, share, stayed, sum};
use crate::questions::ledger::Ledger;

/// Share of what came that must leave by the other service, thousandths.
const PASSED_PERMILLE: i128 = 500;

/// How often an amount occurs before it is counted as a price.
const PRICE_MIN: usize = 3;

/// A party that is paid on one service and pays on another.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Funnel {
    /// The party.
    pub party: String,
    /// The currency.
    pub currency: Currency,
    /// The service it is paid on.
    pub came_by: String,
    /// The service it pays on.
    pub left_by: String,
    /// Payments to it on the first.
    pub payments_in: usize,
    /// Distinct payers on the first.
    pub payers: usize,
    /// Distinct payees on the second of what passed.
    pub payees: usize,
    /// Sum of what came on the first, minor units.
    pub in_minor: i64,
    /// What of it left on the second within the window.
    pub passed_minor: i64,
    /// Share of what came that did.
    pub ratio: f64,
    /// How long half of what passed stayed at most, seconds.
    pub residence_median_s: i64,
    /// Payments in whose amount occurs at least three times, as prices do.
    pub at_prices: usize,
    /// The records.
    pub records: Vec<RecordRef>,
    #[serde(skip)]
    pub(super) payer_keys: Vec<KeyId>,
}

/// Funnels of at least `fan_min` payers and fewer payees, most payers first.
pub(super) fn funnels(
    view: &CaseView,
    ledger: &Ledger,
    flows: &[Flow<'_>],
    rules: Rules,
    fan_min: usize,
) -> Vec<Funnel> {
    let page = Page { view, ledger };
    let mut found: Vec<Funnel> = flows
        .par_iter()
        .filter(|flow| flow.edges.len() > fan_min)
        .flat_map_iter(|flow| page.of(flow, rules, fan_min))
        .collect();
    found.sort_by(|a, b| {
        let key = |f: &Funnel| (std::cmp::Reverse(f.payers), std::cmp::Reverse(f.passed_minor));
        key(a).cmp(&key(b)).then_with(|| (&a.party, &a.came_by).cmp(&(&b.party, &b.came_by)))
    });
    found
}

struct Page<'a> {
    view: &'a CaseView,
    ledger: &'a Ledger,
}

impl<'a> Page<'a> {
    /// The service a party is stated by; empty where it is stated by a name alone.
    fn service(&self, key: KeyId) -> &'a str {
        match self.view.keys.text(key).split_once(':') {
            Some(("name", _)) | None => "",
            Some((service, _)) => service,
        }
    }

    fn came_by(&self, edge: &Edge) -> &'a str {
        self.ledger.event(edge.event).map_or("", |event| self.service(event.payer_stated))
    }

    fn left_by(&self, edge: &Edge) -> &'a str {
        self.ledger.event(edge.event).map_or("", |event| self.service(event.payee_stated))
    }

    fn of(&self, flow: &Flow<'_>, rules: Rules, fan_min: usize) -> Vec<Funnel> {
        let parts = flow.parts(rules);
        let mut ways: Vec<(&str, &str)> =
            parts.iter().map(|part| (self.came_by(part.came), self.left_by(part.left))).collect();
        ways.sort_unstable();
        ways.dedup();
        ways.retain(|(came, left)| came != left && !came.is_empty() && !left.is_empty());
        ways.into_iter().filter_map(|way| self.funnel(flow, &parts, way, fan_min)).collect()
    }

    fn funnel(
        &self,
        flow: &Flow<'_>,
        parts: &[Part<'_>],
        (came_by, left_by): (&str, &str),
        fan_min: usize,
    ) -> Option<Funnel> {
        let ins: Vec<&Edge> = flow
            .edges
            .iter()
            .map(|(_, edge)| *edge)
            .filter(|edge| edge.payee == flow.party && self.came_by(edge) == came_by)
            .collect();
        let passed: Vec<&Part<'_>> = parts
            .iter()
            .filter(|p| self.came_by(p.came) == came_by && self.left_by(p.left) == left_by)
            .collect();
        let (payers, payees) = (
            distinct(ins.iter().map(|edge| edge.payer)),
            distinct(passed.iter().map(|part| part.left.payee)),
        );
        let in_minor = sum(ins.iter().map(|edge| edge.minor));
        let passed_minor = sum(passed.iter().map(|part| part.minor));
        let is_most = i128::from(passed_minor) * 1_000 >= i128::from(in_minor) * PASSED_PERMILLE;
        if payers < fan_min || payees >= payers || !is_most {
            return None;
        }
        let mut stays: Vec<(i64, i64)> =
            passed.iter().map(|part| (part.stay_us, part.minor)).collect();
        stays.sort_unstable();
        let mut events: Vec<u32> = ins.iter().map(|edge| edge.event).collect();
        events.extend(passed.iter().map(|part| part.left.event));
        events.sort_unstable();
        events.dedup();
        let events = events.iter().filter_map(|event| self.ledger.event(*event));
        let mut payer_keys: Vec<KeyId> = ins.iter().map(|edge| edge.payer).collect();
        payer_keys.sort_unstable();
        payer_keys.dedup();
        Some(Funnel {
            party: self.view.keys.text(flow.party).to_owned(),
            currency: flow.currency,
            came_by: came_by.to_owned(),
            left_by: left_by.to_owned(),
            payments_in: ins.len(),
            payers,
            payees,
            in_minor,
            passed_minor,
            ratio: share(passed_minor, in_minor),
            residence_median_s: stayed(&stays, 2),
            at_prices: at_prices(&ins),
            records: events.flat_map(|event| self.ledger.citations(event, self.view)).collect(),
            payer_keys,
        })
    }
}

/// Payments whose amount occurs often enough to be a price.
fn at_prices(ins: &[&Edge]) -> usize {
    let mut amounts: Vec<i64> = ins.iter().map(|edge| edge.minor).collect();
    amounts.sort_unstable();
    amounts.chunk_by(|a, b| a == b).map(<[i64]>::len).filter(|run| *run >= PRICE_MIN).sum()
}
