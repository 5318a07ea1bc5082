//! Traces: money followed over several parties, payment by payment.
//!
//! A step is taken only where the next payment is certain to be later, is in the same currency,
//! and is what came less a stated loss. Money cannot be told apart: a trace says that the records
//! allow the path, and how many others they allow.

mod funnel;
mod gather;
mod graph;
mod passing;
mod scatter;
mod walk;
mod wording;

#[cfg(test)]
mod tests;

pub use funnel::Funnel;
pub use gather::Gathering;
pub use graph::{FOLLOWERS_MAX, Refused};
pub use passing::Passing;
pub use scatter::Scattering;
pub use walk::{TRACES_MAX, TRACES_PER_START_MAX};

use core::ops::Range;

use model::finding::Answer;
use model::views::{CaseView, KeyId};
use model::{Card, Currency, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::citing;
use crate::question::{MoneySettings, Question};
use crate::questions::guard::Guard;
use crate::questions::ledger::Ledger;
use graph::{Graph, Rules};
use walk::Path;

/// The question of traces.
pub struct TracesQuestion;

static CARD: Card = Card {
    code: "ANA-006",
    name: "traces",
    version: 3,
    question: "Where could money have gone on, over several parties, according to the records?",
    assumes: &[
        "the ledger counts each payment once",
        "a payment on is no higher than the payment that came, and lower by the stated loss at most",
        "what leaves a party is set against what came first (first in, first out)",
    ],
    cannot_show: &[
        "that it was the same money: money at one party cannot be told apart",
        "cash and payments that no record of the case states",
        "that a party knew where money came from or where it went",
    ],
    parameters: &[
        ("hops_max", "payments in a trace at most"),
        ("hop_gap_s", "longest stay of money at a party, seconds"),
        ("loss_permille", "what may stay behind at each party, in thousandths of what came"),
        (
            "fan_min",
            "distinct payers, and distinct payees, of a gathering; parties between the ends of a scattering; distinct payers of a funnel",
        ),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &[
        "LDBC FinBench, transaction complex reads 1, 2, 5, 6, 7, 8: ascending times along a trace",
        "funnel accounts and pass-through: published descriptions of FinCEN; rules of this house; see the case page traces",
        "gather-scatter, scatter-gather, cycles: Blanuša, Atasu & Ienne, Graph Feature Preprocessor, 2024",
    ],
    error_rates: &[
        "the walks that traces rest on give, for 224 questions over LDBC FinBench complex reads 1, 2, 5, 6, 7 and 8, the answers of an independent SQL engine",
        "on the first 3,000 transfers of the LDBC FinBench snapshot the traces equal those of a program that tries every sequence",
    ],
};

/// A payment within a trace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Hop {
    /// Who paid.
    pub payer: String,
    /// Who was paid.
    pub payee: String,
    /// Amount, minor units.
    pub minor: i64,
    /// First instant it can mean.
    pub earliest_us: i64,
    /// Last instant.
    pub latest_us: i64,
    /// Other payments that came to the payer within the window before this one: each of them
    /// could be the money instead.
    pub other_sources: usize,
    /// The records.
    pub records: Vec<RecordRef>,
    /// What came to the payer within the window, as a range of [`Incoming`].
    #[serde(skip)]
    came: Range<usize>,
}

/// A path of payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Trace {
    /// The payments in order of time.
    pub hops: Vec<Hop>,
    /// Their currency.
    pub currency: Currency,
    /// Whether more payments could follow beyond the limit of hops.
    pub continues: bool,
    /// Next payments of its parties within the window that do not continue it, and why.
    pub refused: Refused,
}

/// Traces, cycles, passing through and gatherings of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Traces {
    /// Payments between stated, different parties: what traces are made of.
    pub payments: usize,
    /// Traces of at least two payments: the longest first, then the fastest.
    pub traces: Vec<Trace>,
    /// Traces that lead back to the first payer, likewise.
    pub cycles: Vec<Trace>,
    /// Next payments within the window that do not continue a trace, and why.
    pub refused: Refused,
    /// First payments from which not every trace was followed: a limit was reached.
    pub starts_cut: usize,
    /// Traces found beyond the limit on their number.
    pub traces_cut: usize,
    /// What passed through parties.
    pub passing: Vec<Passing>,
    /// Gatherings and scatterings.
    pub gatherings: Vec<Gathering>,
    /// Scatterings that are gathered again.
    pub scatterings: Vec<Scattering>,
    /// Funnels from one service to another.
    pub funnels: Vec<Funnel>,
    #[serde(skip)]
    incoming: Incoming,
}

impl Traces {
    /// The traces of a ledger; days are those of a time zone. Same view, ledger, settings and zone: same traces.
    pub fn of(view: &CaseView, ledger: &Ledger, settings: &MoneySettings, zone: &str) -> Self {
        let calendar = Calendar::of(zone, 0, 0);
        let rules = Rules::of(settings);
        let graph = Graph::of(view, ledger, rules);
        let (open, closed) = (walk::traces(&graph, rules), walk::cycles(&graph, rules));
        let incoming = Incoming::of(&graph);
        let flows = passing::flows(&graph);
        let fan_min = settings.fan_min.max(2);
        let told = |paths: Vec<Path>| -> Vec<Trace> {
            let told = paths.iter();
            let mut traces: Vec<Trace> = told
                .filter_map(|path| trace(view, ledger, &graph, &incoming, rules, path))
                .collect();
            traces.sort_by_key(|trace| {
                let ends = (trace.hops.first(), trace.hops.last());
                let span = ends.0.zip(ends.1).map(|(a, b)| b.earliest_us - a.earliest_us);
                (std::cmp::Reverse(trace.hops.len()), span)
            });
            traces
        };
        Self {
            payments: graph.edges.len(),
            starts_cut: open.starts_cut + closed.starts_cut,
            traces_cut: open.paths_cut + closed.paths_cut,
            traces: told(open.paths),
            cycles: told(closed.paths),
            refused: graph.refused,
            passing: passing::passing(view, ledger, &flows, rules),
            gatherings: gather::gatherings(view, ledger, &graph, rules, fan_min),
            scatterings: scatter::scatterings(view, ledger, &graph, rules, fan_min, &calendar),
            funnels: funnel::funnels(view, ledger, &flows, rules, fan_min),
            incoming,
        }
    }

    /// The payments that came to the payer of a hop within the window before it, by number in the ledger.
    fn came<'a>(&'a self, hop: &Hop) -> impl Iterator<Item = u32> + use<'a> {
        self.incoming.0.get(hop.came.clone()).unwrap_or(&[]).iter().map(|(.., event)| *event)
    }
}

impl Traces {
    /// Puts what leads over a possible victim behind the rest of each list.
    pub fn guarded(&mut self, guard: &Guard) {
        let holds = |name: &str| guard.named(name).is_some();
        let over =
            |trace: &Trace| trace.hops.iter().any(|hop| holds(&hop.payer) || holds(&hop.payee));
        self.traces.sort_by_key(over);
        self.cycles.sort_by_key(over);
        self.passing.sort_by_key(|found| holds(&found.party));
        self.gatherings.sort_by_key(|found| holds(&found.party));
        self.scatterings.sort_by_key(|found| holds(&found.source) || holds(&found.sink));
        self.funnels.sort_by_key(|found| holds(&found.party));
    }
}

/// Payments by payee, currency and time: what else came.
#[derive(Debug, Clone, Default, PartialEq)]
struct Incoming(Vec<(KeyId, Currency, i64, u32)>);

impl Incoming {
    fn of(graph: &Graph) -> Self {
        let edges = graph.edges.iter();
        let mut order: Vec<_> =
            edges.map(|edge| (edge.payee, edge.currency, edge.latest_us, edge.event)).collect();
        order.sort_unstable();
        Self(order)
    }

    fn within(&self, key: (KeyId, Currency), from_us: i64, before_us: i64) -> Range<usize> {
        let at = |us: i64| {
            self.0.partition_point(|(party, currency, at_us, _)| {
                ((*party, *currency), *at_us) < (key, us)
            })
        };
        let from = at(from_us);
        from..at(before_us).max(from)
    }
}

fn trace(
    view: &CaseView,
    ledger: &Ledger,
    graph: &Graph,
    incoming: &Incoming,
    rules: Rules,
    path: &Path,
) -> Option<Trace> {
    let edges = || path.edges.iter().filter_map(|edge| graph.edge(*edge));
    let currency = edges().next()?.currency;
    let hops = edges()
        .enumerate()
        .filter_map(|(at, edge)| {
            let event = ledger.event(edge.event)?;
            let from_us = edge.earliest_us.saturating_sub(rules.gap_us);
            let came = incoming.within((edge.payer, currency), from_us, edge.earliest_us);
            Some(Hop {
                payer: view.keys.text(edge.payer).to_owned(),
                payee: view.keys.text(edge.payee).to_owned(),
                minor: edge.minor,
                earliest_us: edge.earliest_us,
                latest_us: edge.latest_us,
                other_sources: if at == 0 { 0 } else { came.len().saturating_sub(1) },
                records: ledger.citations(event, view).collect(),
                came,
            })
        })
        .collect();
    let mut scratch = Vec::new();
    let refused = edges().fold(Refused::default(), |refused, edge| {
        scratch.clear();
        refused.and(graph::follow(&graph.edges, edge, rules, &mut scratch))
    });
    Some(Trace { hops, currency, continues: path.continues, refused })
}

impl Question for TracesQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let money = &settings.money;
        let (links, ledger) = (basis.links(), basis.ledger());
        let mut traces = Traces::of(view, ledger, money, &settings.zone);
        traces.guarded(basis.guard());
        let parameters = [
            ("hops_max", money.hops_max.to_string()),
            ("hop_gap_s", money.hop_gap_s.to_string()),
            ("loss_permille", money.loss_permille.to_string()),
            ("fan_min", money.fan_min.to_string()),
            ("shown_max", money.shown_max.to_string()),
        ];
        let findings = wording::findings(&CARD, view, links, ledger, &traces, money.shown_max);
        citing::answer(&CARD, &parameters, findings)
    }
}
