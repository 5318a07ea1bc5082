//! The network, made: nodes and edges from the ties, then what graphs tell of them.

use std::collections::BTreeMap;

use model::views::{CaseView, KeyId};
use rayon::prelude::*;

use super::shared::{self, Item};
use super::ties::{self, Seen, TieSort};
use super::{BridgeStated, Division, Edge, Network, NetworkSettings, Node, around, payers};
use crate::basis::Basis;
use crate::graph::{self, Graph, Quality, WHOLE};

/// Ties above which a network is not tied anew for comparison: it would take longer than all else.
const REWIRED_TIES_MAX: usize = 200_000;

/// The network of a case.
pub(super) fn network(basis: &Basis<'_>) -> Network {
    let (view, settings) = (basis.view, &basis.settings.network);
    let mut items = shared::items(basis);
    let shared: Vec<_> = items.iter().map(|item| item.stated(view, settings)).collect();
    items.retain(|item| item.holders.len() <= settings.hub_max);
    let seen = ties::seen(basis, &items);
    let keys = keys(&seen);
    let edges = edges(&seen, &keys);
    drop(seen);
    let graphs = Graphs::of(&edges, &keys, &items, settings);
    let mut network = told(basis, &keys, &graphs);
    network.bridges = bridges(&graphs.paths, &edges);
    network.payers = payers::common(basis, &edges, &keys);
    (network.edges, network.shared) = (edges, shared);
    (network.around, network.unknown) = around::steps(basis, &network, &settings.named);
    network
}

/// The identities that have a tie, ascending; a node's place is its place here.
fn keys(seen: &[Seen]) -> Vec<KeyId> {
    let mut keys: Vec<KeyId> = seen.iter().flat_map(|seen| [seen.from, seen.to]).collect();
    keys.par_sort_unstable();
    keys.dedup();
    keys
}

/// The place of an identity among the nodes.
pub(super) fn place(keys: &[KeyId], key: KeyId) -> Option<u32> {
    u32::try_from(keys.binary_search(&key).ok()?).ok()
}

fn edges(seen: &[Seen], keys: &[KeyId]) -> Vec<Edge> {
    let runs: Vec<&[Seen]> = seen.chunk_by(Seen::is_like).collect();
    runs.par_iter()
        .filter_map(|run| {
            let first = run.first()?;
            let times = || run.iter().filter_map(|seen| seen.at_us);
            Some(Edge {
                from: place(keys, first.from)?,
                to: place(keys, first.to)?,
                sort: first.sort,
                count: run.chunk_by(|a, b| a.event == b.event).count() as u64,
                first_us: times().map(|(earliest, _)| earliest).min(),
                last_us: times().map(|(_, latest)| latest).max(),
                records: run.iter().map(|seen| seen.record).collect(),
            })
        })
        .collect()
}

/// The ties as graphs: with everything in it, and with what opens a path.
struct Graphs {
    all: Graph,
    paths: Graph,
}

impl Graphs {
    fn of(edges: &[Edge], keys: &[KeyId], items: &[Item], settings: &NetworkSettings) -> Self {
        let mut direct: BTreeMap<(u32, u32, TieSort), u64> = BTreeMap::new();
        for edge in edges.iter().filter(|edge| edge.sort.is_direct()) {
            let pair = (edge.from.min(edge.to), edge.from.max(edge.to), edge.sort);
            *direct.entry(pair).or_insert(0) += edge.count;
        }
        let weigh = |count: u64| WHOLE * (1 + u64::from(count.max(1).ilog2()));
        let direct: Vec<(u32, u32, u64)> =
            direct.into_iter().map(|((a, b, _), count)| (a, b, weigh(count))).collect();
        let things = |holders_max: usize| {
            let few = items.iter().filter(move |item| item.holders.len() <= holders_max);
            few.flat_map(|item| {
                let places: Vec<u32> =
                    item.holders.iter().filter_map(|(key, _)| place(keys, *key)).collect();
                pairs(&places).map(|(a, b)| (a, b, item.weight())).collect::<Vec<_>>()
            })
        };
        let graph = |holders_max: usize| {
            Graph::of(keys.len(), direct.iter().copied().chain(things(holders_max)))
        };
        Self { all: graph(usize::MAX), paths: graph(settings.shared_max) }
    }
}

/// Every two of a list, in its order.
pub(super) fn pairs<T: Copy>(of: &[T]) -> impl Iterator<Item = (T, T)> {
    of.iter().enumerate().flat_map(move |(at, a)| of.iter().skip(at + 1).map(move |b| (*a, *b)))
}

/// What graphs tell of the nodes and of the whole.
fn told(basis: &Basis<'_>, keys: &[KeyId], graphs: &Graphs) -> Network {
    let (view, settings, seed) = (basis.view, &basis.settings.network, basis.settings.seed);
    let quality = Quality::Modularity(settings.resolution_permille);
    let ties = graphs.all.ties();
    let (runs, rewirings) = (affordable(settings.runs, ties), affordable(settings.rewired, ties));
    let found = graph::communities(&graphs.all, quality, runs, seed);
    let spots = graph::layout(&graphs.all, &found.of, seed);
    let between = graph::betweenness(&graphs.paths, seed);
    let cores = graph::cores(&graphs.paths);
    let cuts = graph::cuts(&graphs.paths).points;
    let labels = labels(basis, keys);
    let at = |values: &[f64], place: u32| values.get(place as usize).copied().unwrap_or(0.0);
    let nodes = keys.iter().zip(0u32..).zip(&labels).map(|((key, place), label)| {
        let (x, y) = spots.get(place as usize).copied().unwrap_or_default();
        Node {
            key: view.keys.text(*key).to_owned(),
            label: label.clone(),
            community: found.of.get(place as usize).copied().unwrap_or(0),
            x,
            y,
            degree: graphs.paths.degree(place),
            core: cores.get(place as usize).copied().unwrap_or(0),
            between: at(&between.share, place),
            between_error: at(&between.error, place),
            is_cut: cuts.binary_search(&place).is_ok(),
        }
    });
    Network {
        nodes: nodes.collect(),
        pairs: graphs.paths.ties(),
        parts: graphs.paths.parts().iter().max().map_or(0, |last| *last as usize + 1),
        division: Division {
            count: several(&found.of),
            runs,
            modularity: found.modularity,
            lowest: found.lowest,
            agreement: found.agreement,
            rewired: rewired(&graphs.all, quality, rewirings, seed),
        },
        between_starts: between.starts,
        ..Network::default()
    }
}

/// Ties that are divided in all runs together.
const DIVIDED_MAX: usize = 400_000;

/// How often a network of so many ties is divided: as often as wanted, of a large one twice.
fn affordable(wanted: usize, ties: usize) -> usize {
    wanted.min((DIVIDED_MAX / ties.max(1)).max(2))
}

/// Communities of two and more.
fn several(of: &[u32]) -> usize {
    let mut sizes: BTreeMap<u32, usize> = BTreeMap::new();
    for community in of {
        *sizes.entry(*community).or_insert(0) += 1;
    }
    sizes.values().filter(|size| **size > 1).count()
}

/// The modularity of networks in which everybody has as many ties, dealt out at random.
fn rewired(graph: &Graph, quality: Quality, times: usize, seed: u64) -> Vec<f64> {
    if graph.ties() > REWIRED_TIES_MAX {
        return Vec::new();
    }
    let mut found: Vec<f64> = (0..times as u64)
        .into_par_iter()
        .map(|time| {
            let other = graph::rewired(graph, seed, time);
            graph::communities(&other, quality, 1, seed).modularity
        })
        .collect();
    found.sort_by(f64::total_cmp);
    found
}

/// The name most records state for each identity, the first in order of equal ones; else its key.
fn labels(basis: &Basis<'_>, keys: &[KeyId]) -> Vec<String> {
    let view: &CaseView = basis.view;
    let mut names: BTreeMap<(KeyId, u32), u64> = BTreeMap::new();
    for mention in &view.mentions {
        let name = mention.parts.first().copied().unwrap_or(0);
        if name != 0 {
            *names.entry((basis.links().identity(mention.key), name)).or_insert(0) +=
                mention.records;
        }
    }
    let best = |key: KeyId| {
        let own = names.range((key, 0)..=(key, u32::MAX));
        own.max_by_key(|((_, name), records)| (**records, std::cmp::Reverse(*name)))
    };
    keys.iter()
        .map(|key| match best(*key) {
            Some(((_, name), _)) => view.texts.text(*name).to_owned(),
            None => view.keys.text(*key).to_owned(),
        })
        .collect()
}

/// Bridges with what ties their pair.
fn bridges(paths: &Graph, edges: &[Edge]) -> Vec<BridgeStated> {
    let mut tied: BTreeMap<(u32, u32), (u64, Vec<model::RecordRef>)> = BTreeMap::new();
    let found = graph::cuts(paths).bridges;
    for bridge in &found {
        tied.insert((bridge.from, bridge.to), (0, Vec::new()));
    }
    for edge in edges {
        let pair = (edge.from.min(edge.to), edge.from.max(edge.to));
        if let Some((count, records)) = tied.get_mut(&pair) {
            *count += edge.count;
            records.extend(&edge.records);
        }
    }
    let stated = found.into_iter().map(|bridge| {
        let (count, records) = tied.remove(&(bridge.from, bridge.to)).unwrap_or_default();
        BridgeStated {
            from: bridge.from,
            to: bridge.to,
            smaller: bridge.smaller,
            larger: bridge.larger,
            count,
            records,
        }
    });
    stated.collect()
}
