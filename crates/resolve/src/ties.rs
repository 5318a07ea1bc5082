//! Ties: columns that agree together in rows of two parties, as a town and its postal code do.
//!
//! Counted one by one, two such agreements would weigh twice. Pairs are drawn that agree in a column,
//! and how much more often the others agree in them is taken off; the strongest ties form a tree
//! (after Chow & Liu 1968), so that nothing is taken off twice. What looks like one party in those
//! pairs is left out by its probability.

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use crate::columns::Records;
use crate::compare::{Comparer, LEVELS_MAX, level_in};
use crate::model::{Model, probability};
use crate::pattern::Counts;

/// Pairs drawn that agree in one column.
const DRAWN: usize = 40_000;

/// Pairs of two parties that a tie is measured on, at least.
const PAIRS_MIN: f64 = 200.0;

/// Such pairs of one level, at least, for the level to count.
const SEEN_MIN: f64 = 20.0;

/// Rows that agree with a row by chance, on average, for a column to be a ground of ties: rows of one
/// party are rarely as many, so that what is drawn is mostly of two.
const PARTNERS_MIN: f64 = 10.0;

/// Bits from which two columns are tied.
const BITS_MIN: f64 = 0.6;

/// The level up to which a column counts as agreeing.
pub(crate) const AGREES: u8 = 1;

/// Two columns that agree together, and what is taken off for it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Tie {
    /// The column that agrees.
    pub given: usize,
    /// The column whose levels are met more often then.
    pub tied: usize,
    /// Bits to take off each level of the tied column where the other agrees.
    pub bits: Vec<f64>,
}

impl Tie {
    /// Bits to take off a pattern.
    #[inline]
    pub(crate) fn taken_off(&self, pattern: u64) -> f64 {
        if level_in(pattern, self.given) > AGREES {
            return 0.0;
        }
        self.bits.get(usize::from(level_in(pattern, self.tied))).copied().unwrap_or(0.0)
    }
}

/// Patterns of pairs drawn to agree in each column.
#[derive(Debug, Clone)]
pub(crate) struct Drawn {
    of: Vec<Counts>,
    rows: f64,
}

impl Drawn {
    /// Draws for the columns that can be a ground of ties under a model.
    pub(crate) fn of(records: &Records, model: &Model, seed: u64) -> Self {
        let rows = records.len() as f64;
        let fields = model.fields.par_iter().enumerate();
        let drawn = fields.map(|(at, field)| match field.u.first() {
            Some(equal) if equal * rows >= PARTNERS_MIN => {
                drawn(records, at, seed.wrapping_add(at as u64))
            }
            _ => Counts::new(),
        });
        Self { of: drawn.collect(), rows }
    }

    /// The share of each level of column `tied` where column `given` agrees, in rows of two parties.
    ///
    /// A pair's probability is taken from the other columns, so that what is measured does not weigh
    /// in its own measurement; what pairs of one party add is taken off by least squares.
    fn measure(&self, given: usize, tied: usize, model: &Model) -> Option<Measured> {
        let m = &model.fields.get(tied)?.m;
        let (mut two, mut all) = (0.0, 0.0);
        let mut sums = [0.0f64; LEVELS_MAX];
        let mut seen = [0.0f64; LEVELS_MAX];
        for (pattern, count) in self.of.get(given)? {
            let level = usize::from(level_in(*pattern, tied));
            let Some(seen) = seen.get_mut(level) else { continue };
            let one = probability(model.odds_without(*pattern, tied));
            let weight = (1.0 - one) * *count as f64;
            *seen += weight;
            two += weight;
            all += weight * (1.0 - one);
            for (at, (sum, m)) in sums.iter_mut().zip(m).enumerate() {
                *sum += weight * (f64::from(u8::from(at == level)) - one * m);
            }
        }
        if two < PAIRS_MIN {
            return None;
        }
        let shares = sums.iter().take(m.len()).map(|sum| (sum / all).max(0.0)).collect();
        let seen = seen.iter().take(m.len()).copied().collect();
        Some(Measured { two, shares, seen })
    }

    /// The ties of a tree, the strongest first.
    pub(crate) fn ties(&self, model: &Model) -> Vec<Tie> {
        let columns = 0..self.of.len();
        let pairs: Vec<(usize, usize)> = columns
            .clone()
            .flat_map(|given| columns.clone().map(move |tied| (given, tied)))
            .filter(|(given, tied)| {
                let equal = |at: &usize| model.fields.get(*at).and_then(|field| field.u.first());
                let (given_u, tied_u) = (equal(given).unwrap_or(&0.0), equal(tied).unwrap_or(&0.0));
                given != tied && given_u >= tied_u && given_u * self.rows >= PARTNERS_MIN
            })
            .collect();
        let found = pairs.par_iter().filter_map(|(given, tied)| {
            let measured = self.measure(*given, *tied, model)?;
            let u = &model.fields.get(*tied)?.u;
            let tie = Tie { given: *given, tied: *tied, bits: measured.bits(u) };
            let last = u.len().saturating_sub(1);
            let firm =
                tie.bits.iter().zip(&measured.seen).take(last).filter(|(_, n)| **n >= SEEN_MIN);
            let strength = firm.fold(0.0f64, |most, (bits, _)| most.max(*bits));
            (strength >= BITS_MIN).then_some((strength, tie))
        });
        let mut found: Vec<(f64, Tie)> = found.collect();
        found.sort_by(|(x, a), (y, b)| {
            y.total_cmp(x).then_with(|| (a.given, a.tied).cmp(&(b.given, b.tied)))
        });
        let mut of: Vec<usize> = columns.collect();
        let mut tree = Vec::new();
        for (_, tie) in found {
            let (Some(a), Some(b)) = (of.get(tie.given).copied(), of.get(tie.tied).copied()) else {
                continue;
            };
            if a != b {
                of.iter_mut().filter(|of| **of == b).for_each(|of| *of = a);
                tree.push(tie);
            }
        }
        tree
    }

    /// The same ties, measured anew; how far any moved, in bits.
    pub(crate) fn renew(&self, ties: &mut [Tie], model: &Model) -> f64 {
        let mut moved = 0.0f64;
        for tie in ties {
            let measured = self.measure(tie.given, tie.tied, model);
            if let (Some(measured), Some(field)) = (measured, model.fields.get(tie.tied)) {
                let bits = measured.bits(&field.u);
                let change = bits.iter().zip(&tie.bits).map(|(new, old)| (new - old).abs());
                moved = change.fold(moved, f64::max);
                tie.bits = bits;
            }
        }
        moved
    }
}

/// Levels of a column where another agrees.
struct Measured {
    /// Pairs of two parties.
    two: f64,
    /// The share of each level in them.
    shares: Vec<f64>,
    /// Such pairs seen at each level.
    seen: Vec<f64>,
}

impl Measured {
    /// Bits to take off each level, never a gift; few pairs count little.
    fn bits(&self, u: &[f64]) -> Vec<f64> {
        let levels = self.shares.iter().zip(u);
        let share = |share: f64, u: f64| (share * self.two + 5.0 * u) / (self.two + 5.0);
        levels.map(|(met, u)| (share(*met, *u) / u).log2().max(0.0)).collect()
    }
}

/// Draws pairs that are equal in a column, each such pair as likely as any other.
fn drawn(records: &Records, at: usize, seed: u64) -> Counts {
    let mut counts = Counts::new();
    let Some(column) = records.columns.get(at) else { return counts };
    let mut rows: Vec<(u32, u32)> =
        column.cells.iter().copied().zip(0u32..).filter(|(cell, _)| *cell > 0).collect();
    rows.sort_unstable();
    let mut ends: Vec<(u64, &[(u32, u32)])> = Vec::new();
    let mut pairs = 0u64;
    for group in rows.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        pairs += (group.len() * (group.len() - 1)) as u64;
        ends.push((pairs, group));
    }
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut comparer = Comparer::new(records);
    for _ in 0..if pairs == 0 { 0 } else { DRAWN } {
        let nth = random.random_range(0..pairs);
        let Some((_, group)) = ends.get(ends.partition_point(|(end, _)| *end <= nth)) else {
            continue;
        };
        let (a, b) = (random.random_range(0..group.len()), random.random_range(0..group.len()));
        let (Some((_, a)), Some((_, b))) = (group.get(a), group.get(b)) else { continue };
        if a != b && records.may_meet(*a, *b) {
            *counts.entry(comparer.pattern((*a).min(*b), (*a).max(*b))).or_default() += 1;
        }
    }
    counts
}
