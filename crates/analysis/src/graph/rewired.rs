//! A graph tied anew at random, each node keeping its number of neighbours: what the same activity
//! without any grouping would look like (Maslov & Sneppen 2002).

use std::collections::HashSet;

use rand::RngExt;
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::{Graph, at};

/// Exchanges tried for each tie: enough that a graph forgets how it was tied.
const EXCHANGES: usize = 10;

/// A graph in which ends of ties were exchanged at random; the weights are dealt out anew.
pub fn rewired(graph: &Graph, seed: u64, stream: u64) -> Graph {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    rng.set_stream(stream);
    let mut ties: Vec<(u32, u32)> = graph.each().map(|(a, b, _)| (a, b)).collect();
    let mut weights: Vec<u64> = graph.each().map(|(.., weight)| weight).collect();
    let mut tied: HashSet<(u32, u32)> = ties.iter().copied().collect();
    let pair = |a: u32, b: u32| (a.min(b), a.max(b));
    for _ in 0..EXCHANGES.saturating_mul(ties.len()) {
        let (one, other) = (rng.random_range(0..ties.len()), rng.random_range(0..ties.len()));
        let ((a, b), (c, d)) = (at(&ties, one), at(&ties, other));
        let (c, d) = if rng.random_bool(0.5) { (c, d) } else { (d, c) };
        let (new, also) = (pair(a, d), pair(c, b));
        if a == d || c == b || new == also || tied.contains(&new) || tied.contains(&also) {
            continue;
        }
        tied.remove(&pair(a, b));
        tied.remove(&pair(c, d));
        tied.extend([new, also]);
        for (place, tie) in [(one, new), (other, also)] {
            if let Some(slot) = ties.get_mut(place) {
                *slot = tie;
            }
        }
    }
    weights.shuffle(&mut rng);
    let tied = ties.into_iter().zip(weights).map(|((a, b), weight)| (a, b, weight));
    Graph::of(graph.nodes(), tied)
}
