//! Betweenness: on what share of the shortest ways between others a node lies (Freeman 1977), by
//! the algorithm of Brandes 2001.
//!
//! Above a budget of steps the ways are counted from a seeded sample of starting nodes (Brandes &
//! Pich 2007), and each value comes with its error: the empirical Bernstein bound of Maurer &
//! Pontil 2009, which holds for every node with the stated probability. Sums are taken in one order
//! whatever the number of threads.

use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Graph, add, at, put};

/// Steps over ties at most: all ways in a network of some thousand ties, a sample in larger ones.
const STEPS_MAX: usize = 40_000_000;

/// Starting nodes that one thread sums before the next sum begins; fixed, so that sums are the same
/// for any number of threads.
const CHUNK: usize = 32;

/// Starting nodes at least, however large the graph.
const STARTS_MIN: usize = 64;

/// The betweenness of every node.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Between {
    /// Share of the shortest ways between pairs of other nodes, 0 to 1, by node.
    pub share: Vec<f64>,
    /// How far each share may be wrong, with 95 % certainty for all nodes of the graph together; 0
    /// where all ways were counted.
    pub error: Vec<f64>,
    /// Starting nodes counted from; all of them where nothing was sampled.
    pub starts: usize,
}

/// The betweenness of every node of a graph.
pub fn betweenness(graph: &Graph, seed: u64) -> Between {
    let affordable = STEPS_MAX / (graph.ties() * 2 + graph.nodes()).max(1);
    sampled(graph, seed, affordable.max(STARTS_MIN))
}

/// The betweenness counted from this many starting nodes, or from all where there are fewer.
pub(super) fn sampled(graph: &Graph, seed: u64, starts: usize) -> Between {
    let nodes = graph.nodes();
    if nodes < 3 {
        return Between { share: vec![0.0; nodes], error: vec![0.0; nodes], starts: nodes };
    }
    let starts = starts.min(nodes);
    let mut order: Vec<u32> = graph.numbers().collect();
    if starts < nodes {
        order.shuffle(&mut ChaCha8Rng::seed_from_u64(seed));
        order.truncate(starts);
    }
    let sums: Vec<Vec<(f64, f64)>> = order
        .par_chunks(CHUNK)
        .map_init(|| Walk::of(nodes), |walk, chunk| walk.sums(graph, chunk))
        .collect();
    let mut all = vec![(0.0, 0.0); nodes];
    for sum in &sums {
        for (slot, (value, square)) in all.iter_mut().zip(sum) {
            slot.0 += value;
            slot.1 += square;
        }
    }
    let (n, count) = (nodes as f64, starts as f64);
    let share = all.iter().map(|(sum, _)| sum / count / (n - 1.0) * n).collect();
    let error = all
        .iter()
        .map(|(sum, square)| if starts == nodes { 0.0 } else { bound(*sum, *square, count, n) })
        .collect();
    Between { share, error, starts }
}

/// Maurer & Pontil 2009, theorem 4, both sides, for all nodes at once (a share .05 / nodes each).
fn bound(sum: f64, square: f64, count: f64, nodes: f64) -> f64 {
    let variance = ((square - sum * sum / count) / (count - 1.0)).max(0.0);
    let log = (4.0 * nodes / 0.05).ln();
    (2.0 * variance * log / count).sqrt() + 7.0 * log / (3.0 * (count - 1.0))
}

/// What one starting node needs, used again for the next.
struct Walk {
    distance: Vec<u32>,
    ways: Vec<f64>,
    depends: Vec<f64>,
    order: Vec<u32>,
}

impl Walk {
    fn of(nodes: usize) -> Self {
        Self {
            distance: vec![u32::MAX; nodes],
            ways: vec![0.0; nodes],
            depends: vec![0.0; nodes],
            order: Vec::with_capacity(nodes),
        }
    }

    /// The sum of shares and of their squares over some starting nodes, by node.
    fn sums(&mut self, graph: &Graph, starts: &[u32]) -> Vec<(f64, f64)> {
        let others = graph.nodes() as f64 - 2.0;
        let mut sums = vec![(0.0, 0.0); graph.nodes()];
        for &start in starts {
            self.from(graph, start);
            for &node in self.order.iter().skip(1) {
                let share = at(&self.depends, node as usize) / others;
                if let Some(slot) = sums.get_mut(node as usize) {
                    slot.0 += share;
                    slot.1 += share * share;
                }
            }
            self.clear();
        }
        sums
    }

    fn from(&mut self, graph: &Graph, start: u32) {
        put(&mut self.distance, start, 0);
        put(&mut self.ways, start, 1.0);
        self.order.push(start);
        let mut next = 0;
        while let Some(&node) = self.order.get(next) {
            next += 1;
            let (near, ways) = (at(&self.distance, node as usize), at(&self.ways, node as usize));
            for &end in graph.ends(node) {
                let far = at(&self.distance, end as usize);
                if far == u32::MAX {
                    put(&mut self.distance, end, near + 1);
                    put(&mut self.ways, end, ways);
                    self.order.push(end);
                } else if far == near + 1 {
                    add(&mut self.ways, end, ways);
                }
            }
        }
        for &node in self.order.iter().rev() {
            let far = at(&self.distance, node as usize);
            let each = (1.0 + at(&self.depends, node as usize)) / at(&self.ways, node as usize);
            for &end in graph.ends(node) {
                if at(&self.distance, end as usize).wrapping_add(1) == far {
                    let more = at(&self.ways, end as usize) * each;
                    add(&mut self.depends, end, more);
                }
            }
        }
    }

    fn clear(&mut self) {
        for &node in &self.order {
            put(&mut self.distance, node, u32::MAX);
            put(&mut self.ways, node, 0.0);
            put(&mut self.depends, node, 0.0);
        }
        self.order.clear();
    }
}
