//! Communities by the Leiden algorithm (Traag, Waltman & van Eck, Scientific Reports 9:5233, 2019).
//!
//! Nodes move to the best community until none wants to; each community is then refined into parts
//! that are well connected inside it; the parts become the nodes of the next, smaller graph. Every
//! community is connected, which Louvain does not promise.
//!
//! Two things are done otherwise than in the paper. Gains are whole numbers, so that two machines
//! agree. The refinement takes the best part and not a random one in proportion to the gain (the
//! paper's limit of no randomness); what that loses is made up by several runs in seeded orders, of
//! which the best is kept, and how far the runs agree is said.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Graph, add, at, by_size, put};

/// What a good division is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Quality {
    /// Modularity (Newman & Girvan 2004): weight inside against what the strengths of the nodes
    /// let expect; the resolution in thousandths.
    Modularity(u32),
    /// Constant Potts model (Traag, Van Dooren & Nesterov 2011): weight inside against this many
    /// thousandths for every pair; small communities are not swallowed by a large graph.
    Constant(u32),
}

/// A division into communities.
#[derive(Debug, Clone, PartialEq)]
pub struct Communities {
    /// The community of each node; the largest is 0.
    pub of: Vec<u32>,
    /// How many there are.
    pub count: usize,
    /// Modularity at resolution 1 of this division.
    pub modularity: f64,
    /// The lowest modularity among the runs.
    pub lowest: f64,
    /// How far the other runs agree with the best: mean adjusted Rand index (Hubert & Arabie
    /// 1985), 1 for the same division and about 0 for unrelated ones.
    pub agreement: f64,
    /// Runs made.
    pub runs: usize,
}

/// Times a run starts again from its own result at most; it ends when nothing changes.
const TURNS_MAX: usize = 10;

/// The best division of several runs, each in an order of its own. The first of equal ones counts.
pub fn communities(graph: &Graph, quality: Quality, runs: usize, seed: u64) -> Communities {
    let runs: Vec<(i128, Vec<u32>)> = (0..runs.max(1) as u64)
        .into_par_iter()
        .map(|run| {
            let mut rng = ChaCha8Rng::seed_from_u64(seed);
            rng.set_stream(run);
            let mut of: Vec<u32> = graph.numbers().collect();
            for _ in 0..TURNS_MAX {
                let next = connected(graph, &one_run(graph, quality, &of, &mut rng));
                if next == of {
                    break;
                }
                of = next;
            }
            (worth(graph, quality, &of), of)
        })
        .collect();
    let best = runs.iter().map(|(worth, _)| *worth).max().unwrap_or(0);
    let first = runs.iter().position(|(worth, _)| *worth == best).unwrap_or(0);
    let of = runs.get(first).map(|(_, of)| by_size(of)).unwrap_or_default();
    let others: Vec<f64> = runs
        .iter()
        .enumerate()
        .filter(|(number, _)| *number != first)
        .map(|(_, (_, other))| adjusted_rand(&of, other))
        .collect();
    let agreement =
        if others.is_empty() { 1.0 } else { others.iter().sum::<f64>() / others.len() as f64 };
    let lowest = runs.iter().map(|(_, of)| modularity(graph, of)).fold(f64::INFINITY, f64::min);
    Communities {
        count: of.iter().max().map_or(0, |last| *last as usize + 1),
        modularity: modularity(graph, &of),
        lowest,
        agreement,
        runs: runs.len(),
        of,
    }
}

/// A graph in which a node may stand for many, with the mass that counts for it.
struct Level {
    graph: Graph,
    mass: Vec<u64>,
}

/// Weight times the first, less product of masses times the second: the gain of a move.
#[derive(Clone, Copy)]
struct Rule(i128, i128);

impl Rule {
    fn of(graph: &Graph, quality: Quality) -> Self {
        match quality {
            Quality::Modularity(permille) => {
                let twice: u64 = graph.weights.iter().sum();
                Self(1_000 * i128::from(twice), i128::from(permille))
            }
            Quality::Constant(permille) => Self(1, i128::from(permille)),
        }
    }

    fn gain(self, weight: u64, mass: u64, other: u64) -> i128 {
        self.0 * i128::from(weight) - self.1 * i128::from(mass) * i128::from(other)
    }
}

fn masses(graph: &Graph, quality: Quality) -> Vec<u64> {
    let one = |node| match quality {
        Quality::Modularity(_) => graph.strength(node),
        Quality::Constant(_) => 1,
    };
    graph.numbers().map(one).collect()
}

fn one_run(graph: &Graph, quality: Quality, start: &[u32], rng: &mut ChaCha8Rng) -> Vec<u32> {
    let rule = Rule::of(graph, quality);
    let mut level = Level { mass: masses(graph, quality), graph: graph.clone() };
    let mut of = dense(start);
    // The node of the present level that each first node has become.
    let mut stands: Vec<u32> = graph.numbers().collect();
    loop {
        moved(&level, rule, &mut of, rng);
        of = dense(&of);
        let count = of.iter().max().map_or(0, |last| *last as usize + 1);
        if count >= level.graph.nodes() {
            break;
        }
        let parts = dense(&refined(&level, rule, &of, rng));
        let smaller = level.gathered(&parts);
        if smaller.graph.nodes() == level.graph.nodes() {
            break;
        }
        let mut next = vec![0; smaller.graph.nodes()];
        for (part, community) in parts.iter().zip(&of) {
            put(&mut next, *part, *community);
        }
        for stand in &mut stands {
            *stand = at(&parts, *stand as usize);
        }
        (level, of) = (smaller, next);
    }
    stands.iter().map(|stand| at(&of, *stand as usize)).collect()
}

/// The division with every community that falls apart split into its parts, which is never worse.
fn connected(graph: &Graph, of: &[u32]) -> Vec<u32> {
    let same = |a: u32, b: u32| at(of, a as usize) == at(of, b as usize);
    Graph::of(graph.nodes(), graph.each().filter(|(a, b, _)| same(*a, *b))).parts()
}

/// Groups numbered from 0 without holes, in order of their first node.
fn dense(groups: &[u32]) -> Vec<u32> {
    let most = groups.iter().max().map_or(0, |last| *last as usize + 1);
    let mut new = vec![u32::MAX; most];
    let mut next = 0;
    let mut number = |group: &u32| {
        let slot = new.get_mut(*group as usize)?;
        if *slot == u32::MAX {
            *slot = next;
            next += 1;
        }
        Some(*slot)
    };
    groups.iter().map(|group| number(group).unwrap_or(0)).collect()
}

/// Weights from one node to the communities around it, with room that is used again.
struct Around {
    weight: Vec<u64>,
    touched: Vec<u32>,
}

impl Around {
    fn of(communities: usize) -> Self {
        Self { weight: vec![0; communities], touched: Vec::new() }
    }

    fn add(&mut self, community: u32, weight: u64) {
        if let Some(slot) = self.weight.get_mut(community as usize) {
            if *slot == 0 {
                self.touched.push(community);
            }
            *slot += weight;
        }
    }

    fn clear(&mut self) {
        for community in self.touched.drain(..) {
            put(&mut self.weight, community, 0);
        }
    }

    fn to(&self, community: u32) -> u64 {
        at(&self.weight, community as usize)
    }
}

fn shuffled(nodes: usize, rng: &mut ChaCha8Rng) -> Vec<u32> {
    let mut order: Vec<u32> = (0u32..).take(nodes).collect();
    order.shuffle(rng);
    order
}

/// A division while nodes move.
struct Moving<'a> {
    level: &'a Level,
    rule: Rule,
    /// Mass and members of each community.
    held: Vec<(u64, u32)>,
    /// Communities without a member.
    empty: Vec<u32>,
    around: Around,
}

impl Moving<'_> {
    fn shift(&mut self, community: u32, mass: u64, joins: bool) {
        let Some((held, members)) = self.held.get_mut(community as usize) else { return };
        if joins {
            (*held, *members) = (*held + mass, *members + 1);
        } else {
            (*held, *members) = (*held - mass, *members - 1);
            if *members == 0 {
                self.empty.push(community);
            }
        }
    }

    /// The best community for a node that has just left its own; its own where none is better.
    fn best(&mut self, node: u32, own: u32, of: &[u32]) -> u32 {
        let mass = at(&self.level.mass, node as usize);
        for (end, weight) in self.level.graph.neighbours(node) {
            self.around.add(at(of, end as usize), weight);
        }
        let gain =
            |to: u32| self.rule.gain(self.around.to(to), mass, at(&self.held, to as usize).0);
        let mut best = (gain(own), own);
        for &to in &self.around.touched {
            let found = gain(to);
            if found > best.0 {
                best = (found, to);
            }
        }
        self.around.clear();
        if best.0 < 0 { self.empty.last().copied().unwrap_or(best.1) } else { best.1 }
    }
}

/// Moves nodes to the best community around them until none gains; those whose neighbour has moved
/// are asked again.
fn moved(level: &Level, rule: Rule, of: &mut [u32], rng: &mut ChaCha8Rng) {
    let nodes = level.graph.nodes();
    let (held, empty) = (vec![(0, 0); nodes], Vec::new());
    let mut moving = Moving { level, rule, held, empty, around: Around::of(nodes) };
    for (community, mass) in of.iter().zip(&level.mass) {
        moving.shift(*community, *mass, true);
    }
    let lone = moving.held.iter().zip(0u32..).filter(|((_, members), _)| *members == 0);
    moving.empty = lone.map(|(_, community)| community).collect();
    let mut waiting: std::collections::VecDeque<u32> = shuffled(nodes, rng).into();
    let mut waits = vec![true; nodes];
    while let Some(node) = waiting.pop_front() {
        put(&mut waits, node, false);
        let (own, mass) = (at(of, node as usize), at(&level.mass, node as usize));
        moving.shift(own, mass, false);
        let to = moving.best(node, own, of);
        if moving.empty.last() == Some(&to) {
            moving.empty.pop();
        }
        moving.shift(to, mass, true);
        if to == own {
            continue;
        }
        put(of, node, to);
        for &end in level.graph.ends(node) {
            if at(of, end as usize) != to && !at(&waits, end as usize) {
                put(&mut waits, end, true);
                waiting.push_back(end);
            }
        }
    }
}

/// Splits each community into parts that are well connected inside it: nodes that stand alone join
/// the best part of their community.
fn refined(level: &Level, rule: Rule, of: &[u32], rng: &mut ChaCha8Rng) -> Vec<u32> {
    let nodes = level.graph.nodes();
    let mut whole = vec![0u64; nodes];
    for (community, mass) in of.iter().zip(&level.mass) {
        add(&mut whole, *community, *mass);
    }
    let mut part: Vec<u32> = (0u32..).take(nodes).collect();
    let mut held = level.mass.clone();
    let mut alone = vec![true; nodes];
    // Weight from each part to the rest of its community.
    let same = |node: u32, end: u32| at(of, node as usize) == at(of, end as usize);
    let rest = |node: u32| -> u64 {
        level.graph.neighbours(node).filter(|(end, _)| same(node, *end)).map(|(_, w)| w).sum()
    };
    let mut cut: Vec<u64> = level.graph.numbers().map(rest).collect();
    let mut around = Around::of(nodes);
    for node in shuffled(nodes, rng) {
        let community = at(&whole, at(of, node as usize) as usize);
        let well = |part: u32, held: &[u64], cut: &[u64]| {
            let mass = at(held, part as usize);
            rule.gain(at(cut, part as usize), mass, community - mass) >= 0
        };
        if !at(&alone, node as usize) || !well(node, &held, &cut) {
            continue;
        }
        for (end, weight) in level.graph.neighbours(node).filter(|(end, _)| same(node, *end)) {
            around.add(at(&part, end as usize), weight);
        }
        let mass = at(&level.mass, node as usize);
        let mut best: Option<(i128, u32)> = None;
        for &to in around.touched.iter().filter(|to| well(**to, &held, &cut)) {
            let gain = rule.gain(around.to(to), mass, at(&held, to as usize));
            if gain >= 0 && best.is_none_or(|(most, _)| gain > most) {
                best = Some((gain, to));
            }
        }
        if let Some((_, to)) = best {
            let joined = at(&cut, to as usize) + at(&cut, node as usize) - 2 * around.to(to);
            put(&mut cut, to, joined);
            add(&mut held, to, mass);
            put(&mut part, node, to);
            put(&mut alone, to, false);
            put(&mut alone, node, false);
        }
        around.clear();
    }
    part
}

impl Level {
    /// The graph in which each part is one node.
    fn gathered(&self, parts: &[u32]) -> Self {
        let nodes = parts.iter().max().map_or(0, |last| *last as usize + 1);
        let part = |node: u32| at(parts, node as usize);
        let mut mass = vec![0; nodes];
        for (to, own) in parts.iter().zip(&self.mass) {
            add(&mut mass, *to, *own);
        }
        let ties = self.graph.each().map(|(a, b, weight)| (part(a), part(b), weight));
        Self { graph: Graph::of(nodes, ties), mass }
    }
}

/// Weight inside and mass of each community.
fn held(graph: &Graph, quality: Quality, of: &[u32]) -> Vec<(u64, u64)> {
    let count = of.iter().max().map_or(0, |last| *last as usize + 1);
    let mut held = vec![(0, 0); count];
    for (a, b, weight) in graph.each() {
        let (a, b) = (at(of, a as usize), at(of, b as usize));
        if a == b
            && let Some((inside, _)) = held.get_mut(a as usize)
        {
            *inside += weight;
        }
    }
    for (community, mass) in of.iter().zip(masses(graph, quality)) {
        if let Some((_, sum)) = held.get_mut(*community as usize) {
            *sum += mass;
        }
    }
    held
}

/// What a division is worth, to compare two of one graph.
fn worth(graph: &Graph, quality: Quality, of: &[u32]) -> i128 {
    let rule = Rule::of(graph, quality);
    let each = held(graph, quality, of).into_iter();
    each.map(|(inside, mass)| rule.gain(2 * inside, mass, mass)).sum()
}

/// Modularity of a division at resolution 1, weights counted.
pub fn modularity(graph: &Graph, of: &[u32]) -> f64 {
    let twice: u64 = graph.weights.iter().sum();
    if twice == 0 {
        return 0.0;
    }
    let share = |part: u64| part as f64 / twice as f64;
    held(graph, Quality::Modularity(1_000), of)
        .into_iter()
        .map(|(inside, mass)| share(2 * inside) - share(mass) * share(mass))
        .sum()
}

/// Adjusted Rand index of two divisions of the same nodes.
pub(super) fn adjusted_rand(a: &[u32], b: &[u32]) -> f64 {
    let pairs = |mut groups: Vec<(u32, u32)>| -> f64 {
        groups.sort_unstable();
        let sizes = groups.chunk_by(|left, right| left == right).map(<[_]>::len);
        sizes.map(|n| (n as f64) * (n as f64 - 1.0) / 2.0).sum()
    };
    let both = pairs(a.iter().copied().zip(b.iter().copied()).collect());
    let one = pairs(a.iter().map(|group| (*group, 0)).collect());
    let other = pairs(b.iter().map(|group| (*group, 0)).collect());
    let all = a.len() as f64 * (a.len() as f64 - 1.0) / 2.0;
    let expected = if all > 0.0 { one * other / all } else { 0.0 };
    let most = f64::midpoint(one, other);
    if (most - expected).abs() < f64::EPSILON { 1.0 } else { (both - expected) / (most - expected) }
}
