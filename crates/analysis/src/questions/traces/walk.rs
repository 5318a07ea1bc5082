//! Walking the graph: traces from first to last payment, and cycles back to the first payer.

use rayon::prelude::*;

use super::graph::{Graph, Rules};

/// Traces kept from one first payment; what is cut is counted.
pub const TRACES_PER_START_MAX: usize = 256;

/// Steps walked from one first payment: bounds the work at parties that pay everybody.
const STEPS_PER_START_MAX: usize = 20_000;

/// Traces kept in a case: a person reads a few, and a list of more is no list.
pub const TRACES_MAX: usize = 20_000;

/// Payments handed to one worker at a time.
const STARTS_PER_TASK: usize = 4_096;

/// A walk over payments, each certain to be later than the one before.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Path {
    /// Edges in order of time.
    pub(super) edges: Vec<u32>,
    /// Whether the last payment could be followed further, had the limit of hops allowed.
    pub(super) continues: bool,
}

/// What a walk found.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) paths: Vec<Path>,
    /// First payments from which not every trace was kept or walked.
    pub(super) starts_cut: usize,
    /// Traces beyond [`TRACES_MAX`].
    pub(super) paths_cut: usize,
}

/// Traces of at least two payments that cannot be made longer within the limit of hops, at no
/// party twice.
///
/// They begin with payments that follow no other; where a trace is cut at the limit, another begins
/// with its last payment; and where a payment is in none of these (it only follows payments that
/// would lead back to a party already passed), one begins with it. So every payment that can be
/// in a trace is in one.
pub(super) fn traces(graph: &Graph, rules: Rules) -> Found {
    let edges = u32::try_from(graph.edges.len()).unwrap_or(u32::MAX);
    let mut told = Told { begun: vec![false; graph.edges.len()], held: Vec::new() };
    told.held.clone_from(&told.begun);
    let mut found = Found::default();
    let mut starts: Vec<u32> = (0..edges).filter(|edge| !graph.is_followed_up(*edge)).collect();
    while !starts.is_empty() && found.paths.len() < TRACES_MAX {
        told.begin(&starts);
        let round = walk_all(&starts, |start| from(graph, rules, start, End::Open));
        told.hold(&round);
        starts = round
            .paths
            .iter()
            .filter(|path| path.continues)
            .filter_map(|path| path.edges.last().copied())
            .filter(|edge| told.begun.get(*edge as usize) == Some(&false))
            .collect();
        starts.sort_unstable();
        starts.dedup();
        found.join(round);
        if starts.is_empty() {
            starts = told.left(graph);
        }
    }
    found
}

/// Which payments a trace began with, and which are in one.
struct Told {
    begun: Vec<bool>,
    held: Vec<bool>,
}

impl Told {
    fn begin(&mut self, starts: &[u32]) {
        for start in starts {
            if let Some(begun) = self.begun.get_mut(*start as usize) {
                *begun = true;
            }
        }
    }

    fn hold(&mut self, round: &Found) {
        for edge in round.paths.iter().flat_map(|path| &path.edges) {
            if let Some(held) = self.held.get_mut(*edge as usize) {
                *held = true;
            }
        }
    }

    /// Payments with followers in no trace yet, those that follow no other such payment.
    fn left(&self, graph: &Graph) -> Vec<u32> {
        let is_open = |edge: &u32| {
            let at = *edge as usize;
            self.begun.get(at) == Some(&false)
                && self.held.get(at) == Some(&false)
                && !graph.followers(*edge).is_empty()
        };
        let edges = u32::try_from(graph.edges.len()).unwrap_or(u32::MAX);
        let open: Vec<u32> = (0..edges).filter(is_open).collect();
        let mut led: Vec<u32> =
            open.iter().flat_map(|edge| graph.followers(*edge)).copied().collect();
        led.sort_unstable();
        open.into_iter().filter(|edge| led.binary_search(edge).is_err()).collect()
    }
}

/// Walks that end with the party they began with, from their first payment.
pub(super) fn cycles(graph: &Graph, rules: Rules) -> Found {
    let edges = u32::try_from(graph.edges.len()).unwrap_or(u32::MAX);
    let starts: Vec<u32> = (0..edges).filter(|edge| !graph.followers(*edge).is_empty()).collect();
    let mut found = Found::default();
    found.join(walk_all(&starts, |start| from(graph, rules, start, End::Closed)));
    found
}

impl Found {
    fn join(&mut self, other: Self) {
        self.starts_cut += other.starts_cut;
        let room = TRACES_MAX.saturating_sub(self.paths.len());
        self.paths_cut += other.paths_cut + other.paths.len().saturating_sub(room);
        self.paths.extend(other.paths.into_iter().take(room));
    }
}

fn walk_all(starts: &[u32], walk: impl Fn(u32) -> Walk + Sync) -> Found {
    let parts: Vec<Found> = starts
        .par_chunks(STARTS_PER_TASK)
        .map(|starts| {
            let mut found = Found::default();
            for start in starts {
                let walked = walk(*start);
                found.starts_cut += usize::from(walked.is_cut);
                found.paths.extend(walked.paths);
            }
            found
        })
        .collect();
    let mut found = Found::default();
    for part in parts {
        found.starts_cut += part.starts_cut;
        found.paths.extend(part.paths);
    }
    found
}

/// Where a walk may end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// At a party that is not in it yet.
    Open,
    /// At the party it began with.
    Closed,
}

struct Walk {
    paths: Vec<Path>,
    is_cut: bool,
}

/// All walks from one payment, depth first, followers in order of time.
fn from(graph: &Graph, rules: Rules, start: u32, end: End) -> Walk {
    let mut walk = Walk { paths: Vec::new(), is_cut: false };
    let Some(first) = graph.edge(start) else { return walk };
    let home = first.payer;
    let mut trail: Vec<(u32, usize)> = vec![(start, 0)];
    let mut steps = 0;
    let mut grew = false;
    while let Some(&(edge, next)) = trail.last() {
        let follower = graph.followers(edge).get(next).copied();
        let Some(follower) = follower.filter(|_| trail.len() < rules.hops_max) else {
            let continues = follower.is_some();
            // A walk is told once, where it can grow no further.
            if end == End::Open && trail.len() > 1 && !grew {
                walk.paths.push(path(&trail, continues));
            }
            trail.pop();
            grew = true;
            if walk.paths.len() >= TRACES_PER_START_MAX {
                walk.is_cut |= !trail.is_empty() && has_more(graph, &trail);
                break;
            }
            continue;
        };
        if let Some(last) = trail.last_mut() {
            last.1 += 1;
        }
        steps += 1;
        if steps > STEPS_PER_START_MAX {
            walk.is_cut = true;
            break;
        }
        let Some(step) = graph.edge(follower) else { continue };
        if step.payee == home {
            if end == End::Closed {
                trail.push((follower, 0));
                walk.paths.push(path(&trail, false));
                trail.pop();
            }
            continue;
        }
        let seen = trail.iter().filter_map(|(edge, _)| graph.edge(*edge));
        if !seen.map(|edge| edge.payee).any(|party| party == step.payee) {
            trail.push((follower, 0));
            grew = false;
        }
    }
    walk
}

fn has_more(graph: &Graph, trail: &[(u32, usize)]) -> bool {
    trail.iter().any(|(edge, next)| graph.followers(*edge).len() > *next)
}

fn path(trail: &[(u32, usize)], continues: bool) -> Path {
    Path { edges: trail.iter().map(|(edge, _)| *edge).collect(), continues }
}
