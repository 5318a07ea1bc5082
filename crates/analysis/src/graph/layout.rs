//! A picture of a graph: where each node stands, in whole numbers, the same for everyone.
//!
//! Springs and repulsion by Fruchterman & Reingold 1991 in their grid variant. It begins with the
//! communities, laid out as one small graph, and puts each node near the middle of its own. Only
//! addition, multiplication, division and square roots are used, which every processor rounds alike;
//! positions come out as whole numbers.

use rand::RngExt;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;

use super::{Graph, at};

/// The longer side of every picture; positions lie between 0 and this.
pub const SIDE: u32 = 10_000;

/// Rounds at most, and at least, however large the graph.
const ROUNDS: (usize, usize) = (12, 150);

/// Pairs looked at in all rounds together, about.
const PAIRS_MAX: usize = 60_000_000;

/// How far nodes push each other, in lengths of a tie at rest.
const REACH: f64 = 2.0;

/// Nodes of one square of the grid that push at most; more are as good as pushed already.
const CROWD_MAX: usize = 48;

/// Pull to the middle, so that parts without a tie stay in the picture.
const PULL: f64 = 0.012;

type Spot = (f64, f64);

/// Positions of the nodes, from a seed and the community of each node.
pub fn layout(graph: &Graph, communities: &[u32], seed: u64) -> Vec<(u32, u32)> {
    let mut rng = ChaCha8Rng::seed_from_u64(seed);
    let count = communities.iter().max().map_or(0, |last| *last as usize + 1);
    let of = |node: u32| at(communities, node as usize);
    let mut sizes = vec![0usize; count];
    for community in communities {
        if let Some(size) = sizes.get_mut(*community as usize) {
            *size += 1;
        }
    }
    let between = graph.each().map(|(a, b, weight)| (of(a), of(b), weight));
    let coarse = Graph::of(count, between);
    let wide = (graph.nodes() as f64).sqrt().max(1.0);
    let spread = (count as f64).sqrt().max(1.0);
    let mut middles: Vec<Spot> = (0..count).map(|_| around(&mut rng, (0.0, 0.0), spread)).collect();
    settle(&coarse, &mut middles, spread);
    let scale = wide / spread;
    let mut spots: Vec<Spot> = graph
        .numbers()
        .map(|node| {
            let (x, y) = at(&middles, of(node) as usize);
            let room = (at(&sizes, of(node) as usize) as f64).sqrt();
            around(&mut rng, (x * scale, y * scale), room)
        })
        .collect();
    settle(graph, &mut spots, wide / 2.0);
    whole(&spots)
}

/// A point of the square of this side around a middle.
fn around(rng: &mut ChaCha8Rng, middle: Spot, side: f64) -> Spot {
    let mut offset = || (f64::from(rng.random_range(0..1_000_001u32)) / 1_000_000.0 - 0.5) * side;
    let (x, y) = (offset(), offset());
    (middle.0 + x, middle.1 + y)
}

/// Lets springs and repulsion come to rest; a tie at rest has length 1.
fn settle(graph: &Graph, spots: &mut [Spot], heat: f64) {
    let cost = (graph.ties() * 2 + spots.len() * 40).max(1);
    let rounds = (PAIRS_MAX / cost).clamp(ROUNDS.0, ROUNDS.1);
    for round in 0..rounds {
        let heat = (heat / 4.0).max(1.0) * (rounds - round) as f64 / rounds as f64;
        let grid = Grid::of(spots);
        let moved: Vec<Spot> = spots
            .par_iter()
            .zip(0u32..u32::try_from(spots.len()).unwrap_or(u32::MAX))
            .map(|(spot, node)| {
                let push = grid.push(spots, node, *spot);
                let pull = springs(graph, spots, node, *spot);
                let step = (push.0 + pull.0 - spot.0 * PULL, push.1 + pull.1 - spot.1 * PULL);
                let length = (step.0 * step.0 + step.1 * step.1).sqrt();
                let share = if length > heat { heat / length } else { 1.0 };
                (spot.0 + step.0 * share, spot.1 + step.1 * share)
            })
            .collect();
        spots.copy_from_slice(&moved);
    }
}

/// The pull of a node's ties: as the square of their length, shared among the ties of the other
/// end so that a node of many is not drawn into a knot.
fn springs(graph: &Graph, spots: &[Spot], node: u32, (x, y): Spot) -> Spot {
    let mut force = (0.0, 0.0);
    for &end in graph.ends(node) {
        let (dx, dy) = (at(spots, end as usize).0 - x, at(spots, end as usize).1 - y);
        let length = (dx * dx + dy * dy).sqrt();
        let crowd = graph.degree(node).min(graph.degree(end)).max(1) as f64;
        let share = length / crowd.sqrt();
        force = (force.0 + dx * share, force.1 + dy * share);
    }
    force
}

/// Nodes by squares of the plane, so that only near ones push.
struct Grid {
    low: Spot,
    columns: usize,
    rows: usize,
    starts: Vec<usize>,
    nodes: Vec<u32>,
}

/// Squares on one side of the grid at most.
const SQUARES_MAX: f64 = 2_000.0;

impl Grid {
    fn of(spots: &[Spot]) -> Self {
        let ends = |of: fn(&Spot) -> f64| {
            let low = spots.iter().map(of).fold(f64::INFINITY, f64::min);
            (low, spots.iter().map(of).fold(f64::NEG_INFINITY, f64::max))
        };
        let ((left, right), (top, bottom)) = (ends(|spot| spot.0), ends(|spot| spot.1));
        let squares = |length: f64| truncated((length / REACH).min(SQUARES_MAX)) + 1;
        let (columns, rows) = (squares(right - left), squares(bottom - top));
        let mut grid = Self {
            low: (left, top),
            columns,
            rows,
            starts: vec![0; columns * rows + 1],
            nodes: vec![0; spots.len()],
        };
        let places: Vec<usize> = spots.iter().map(|spot| grid.place(*spot)).collect();
        for place in &places {
            if let Some(slot) = grid.starts.get_mut(*place) {
                *slot += 1;
            }
        }
        let mut sum = 0;
        for slot in &mut grid.starts {
            sum += *slot;
            *slot = sum;
        }
        for (place, node) in places.iter().zip(0u32..) {
            if let Some(slot) = grid.starts.get_mut(*place) {
                *slot -= 1;
                if let Some(node_slot) = grid.nodes.get_mut(*slot) {
                    *node_slot = node;
                }
            }
        }
        grid
    }

    fn square(&self, (x, y): Spot) -> (usize, usize) {
        let column = truncated((x - self.low.0) / REACH).min(self.columns - 1);
        (column, truncated((y - self.low.1) / REACH).min(self.rows - 1))
    }

    fn place(&self, spot: Spot) -> usize {
        let (column, row) = self.square(spot);
        row * self.columns + column
    }

    /// The push of the nodes around: as one over the distance.
    fn push(&self, spots: &[Spot], node: u32, (x, y): Spot) -> Spot {
        let (column, row) = self.square((x, y));
        let mut force = (0.0, 0.0);
        for row in row.saturating_sub(1)..(row + 2).min(self.rows) {
            for column in column.saturating_sub(1)..(column + 2).min(self.columns) {
                let place = row * self.columns + column;
                let range = at(&self.starts, place)..at(&self.starts, place + 1);
                let crowd = self.nodes.get(range).unwrap_or_default();
                for &other in crowd.iter().take(CROWD_MAX).filter(|other| **other != node) {
                    let (dx, dy) =
                        (x - at(spots, other as usize).0, y - at(spots, other as usize).1);
                    let square = dx * dx + dy * dy;
                    if square < REACH * REACH {
                        // Two nodes on one spot part along a line that their numbers decide.
                        let (dx, dy, square) = if square < 1e-6 {
                            (if node < other { -1.0 } else { 1.0 }, 0.3, 1.0)
                        } else {
                            (dx, dy, square)
                        };
                        force = (force.0 + dx / square, force.1 + dy / square);
                    }
                }
            }
        }
        force
    }
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "a length of a picture, never below nothing and far below 2^32"
)]
fn truncated(length: f64) -> usize {
    length.max(0.0) as usize
}

/// Positions as whole numbers, the longer side from 0 to [`SIDE`], the shorter in its middle.
fn whole(spots: &[Spot]) -> Vec<(u32, u32)> {
    let ends = |of: fn(&Spot) -> f64| {
        let low = spots.iter().map(of).fold(f64::INFINITY, f64::min);
        (low, spots.iter().map(of).fold(f64::NEG_INFINITY, f64::max))
    };
    let ((left, right), (top, bottom)) = (ends(|spot| spot.0), ends(|spot| spot.1));
    let long = (right - left).max(bottom - top).max(1e-9);
    let side = f64::from(SIDE);
    let line = |value: f64, low: f64, high: f64| {
        let free = (side - (high - low) / long * side) / 2.0;
        let exact = free + (value - low) / long * side + 0.5;
        u32::try_from(truncated(exact)).unwrap_or(SIDE).min(SIDE)
    };
    spots.iter().map(|spot| (line(spot.0, left, right), line(spot.1, top, bottom))).collect()
}
