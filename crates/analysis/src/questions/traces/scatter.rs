//! Scattering and gathering: one party pays several, and each of them pays the same other party about
//! as much within the window.

use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
use rayon::prelude::*;
use serde::Serialize;

use super::graph::{Edge, Graph, Rules};
use super::passing::sum;
use crate::calendar::Calendar;
use crate::questions::ledger::Ledger;

/// One scattering and gathering.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Scattering {
    /// The party that pays the others.
    pub source: String,
    /// The party that the others pay.
    pub sink: String,
    /// The currency.
    pub currency: Currency,
    /// Distinct parties between them.
    pub through: usize,
    /// Sum of what the source paid, minor units.
    pub sent_minor: i64,
    /// Sum of what came to the sink.
    pub arrived_minor: i64,
    /// First payment of the source, microseconds.
    pub first_us: i64,
    /// Last payment to the sink.
    pub last_us: i64,
    /// The most payments of the source that lie on one day of the case's zone, as those of a payroll do.
    pub same_day: usize,
    /// The records.
    pub records: Vec<RecordRef>,
    #[serde(skip)]
    pub(super) through_keys: Vec<KeyId>,
}

/// A payment and one that follows it.
type Link<'a> = (&'a Edge, &'a Edge);

/// Scatterings over at least `fan_min` parties, the widest first. After one is found, the next of
/// the same two ends begins after its window.
pub(super) fn scatterings(
    view: &CaseView,
    ledger: &Ledger,
    graph: &Graph,
    rules: Rules,
    fan_min: usize,
    calendar: &Calendar,
) -> Vec<Scattering> {
    let numbered: Vec<(u32, &Edge)> = (0u32..).zip(&graph.edges).collect();
    let sources: Vec<&[(u32, &Edge)]> =
        numbered.chunk_by(|a, b| a.1.payer == b.1.payer).filter(|g| g.len() >= fan_min).collect();
    let mut found: Vec<Scattering> = sources
        .par_iter()
        .flat_map_iter(|edges| {
            let mut found = Vec::new();
            for links in links(graph, edges).chunk_by(|a, b| ends(a) == ends(b)) {
                if links.len() >= fan_min {
                    windows(links, rules, fan_min, |window| {
                        found.extend(scattering(view, ledger, calendar, window));
                    });
                }
            }
            found
        })
        .collect();
    found.sort_by(|a, b| {
        let key = |s: &Scattering| (std::cmp::Reverse(s.through), s.first_us);
        key(a).cmp(&key(b)).then_with(|| (&a.source, &a.sink).cmp(&(&b.source, &b.sink)))
    });
    found
}

fn ends(link: &Link<'_>) -> (KeyId, Currency) {
    (link.1.payee, link.0.currency)
}

/// Payments of one source with those that follow them, by sink, currency and time.
fn links<'a>(graph: &'a Graph, edges: &[(u32, &'a Edge)]) -> Vec<Link<'a>> {
    let mut links: Vec<Link<'a>> = edges
        .iter()
        .flat_map(|(number, edge)| {
            let followers = graph.followers(*number).iter().filter_map(|next| graph.edge(*next));
            followers.filter(|next| next.payee != edge.payer).map(move |next| (*edge, next))
        })
        .collect();
    links.sort_unstable_by_key(|link| {
        (ends(link), link.0.earliest_us, link.0.event, link.1.earliest_us, link.1.event)
    });
    links
}

/// Slides over the links of two ends; hands on one link for each party between them.
fn windows<'a>(
    links: &[Link<'a>],
    rules: Rules,
    fan_min: usize,
    mut tell: impl FnMut(&[Link<'a>]),
) {
    let mut from = 0;
    while let Some(first) = links.get(from) {
        let until_us = first.0.earliest_us.saturating_add(rules.gap_us);
        let window = links.get(from..).unwrap_or(&[]);
        let window = window.get(..window.partition_point(|link| link.0.earliest_us <= until_us));
        let window = window.unwrap_or(&[]);
        if window.len() < fan_min {
            from += 1;
            continue;
        }
        let mut met: Vec<Link<'a>> = Vec::new();
        for link in window {
            // Each party between, and each payment to the sink, counts once.
            if !met.iter().any(|m| m.0.payee == link.0.payee || m.1.event == link.1.event) {
                met.push(*link);
            }
        }
        if met.len() >= fan_min {
            tell(&met);
            from += window.len();
        } else {
            from += 1;
        }
    }
}

fn scattering(
    view: &CaseView,
    ledger: &Ledger,
    calendar: &Calendar,
    links: &[Link<'_>],
) -> Option<Scattering> {
    let (first, next) = links.first()?;
    let mut days: Vec<i64> =
        links.iter().filter_map(|(sent, _)| calendar.day_number(sent.earliest_us)).collect();
    days.sort_unstable();
    let events = links.iter().flat_map(|(a, b)| [a.event, b.event]);
    let events = events.filter_map(|event| ledger.event(event));
    Some(Scattering {
        source: view.keys.text(first.payer).to_owned(),
        sink: view.keys.text(next.payee).to_owned(),
        currency: first.currency,
        through: links.len(),
        sent_minor: sum(links.iter().map(|(sent, _)| sent.minor)),
        arrived_minor: sum(links.iter().map(|(_, arrived)| arrived.minor)),
        first_us: first.earliest_us,
        last_us: links.iter().map(|(_, arrived)| arrived.earliest_us).max()?,
        same_day: days.chunk_by(|a, b| a == b).map(<[i64]>::len).max()?,
        records: events.flat_map(|event| ledger.citations(event, view)).collect(),
        through_keys: links.iter().map(|(sent, _)| sent.payee).collect(),
    })
}
