//! The model: how often each level of agreement is met in rows of one party (m) and of two (u).

#![expect(clippy::indexing_slicing, reason = "by levels that are below the number of levels")]

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rayon::prelude::*;
use serde::Serialize;

use crate::columns::{Column, Records};
use crate::compare::{CROSSED, Comparer, LEVELS_MAX, level_in};
use crate::pattern::Counts;
use crate::schema::Kind;
use crate::ties::{Drawn, Tie};

/// Random pairs on which u is counted.
const RANDOM_PAIRS: u64 = 200_000;

/// Rounds of estimation at most; it settles in a few dozen.
const ROUNDS_MAX: usize = 200;

/// Pairs that may have been met beyond those counted: with 95 % certainty not one of so many was.
const UNSEEN: f64 = 3.0;

/// Random pairs compared by one thread at a time.
const PAIRS_AT_ONCE: usize = 1 << 15;

/// Change of every m below which the estimation has settled.
const SETTLED: f64 = 1e-5;

/// How much of what was expected at first stays in m, beside what is counted: it keeps the estimation
/// from taking another pattern for that of one party.
const FIRST_SHARE: f64 = 0.1;

/// Expected pairs of one party below which nothing is estimated: with fewer, an m is a guess.
pub(crate) const MATCHES_MIN: f64 = 20.0;

/// The chance that two rows are one party where nothing is estimated: a common agreement on a whole
/// name alone stays below one half.
const DEFAULT_PRIOR: f64 = 0.000_05;

/// Where the numbers of a model come from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// Estimated from these rows.
    Estimated,
    /// The defaults of this house, because there are too few rows to estimate from.
    Default,
}

/// How often each level is met in one column, from equal to different.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Weights {
    /// In rows of one party.
    pub m: Vec<f64>,
    /// In rows of two parties.
    pub u: Vec<f64>,
}

/// A model of all columns.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Model {
    /// Each column's.
    pub fields: Vec<Weights>,
    /// Columns that agree together in rows of two parties.
    pub ties: Vec<Tie>,
    /// The chance that two rows drawn at random speak of one party.
    pub prior: f64,
    /// Where the numbers come from.
    pub origin: Origin,
    /// Rounds of estimation.
    pub rounds: usize,
    /// Expected pairs of one party among those compared.
    pub matches: f64,
}

impl Weights {
    /// Weight of a level in bits: log2(m / u).
    pub fn bits(&self, level: u8) -> f64 {
        let at = usize::from(level);
        match (self.m.get(at), self.u.get(at)) {
            (Some(m), Some(u)) => (m / u).log2(),
            _ => 0.0,
        }
    }
}

/// m before anything is known: most fields of one party agree, some nearly, few not at all.
fn first_m(kind: Kind) -> Vec<f64> {
    match kind {
        Kind::Exact => vec![0.9, 0.1],
        Kind::Given => vec![0.70, 0.12, 0.08, 0.02, 0.08],
        Kind::Family => vec![0.75, 0.12, 0.06, 0.07],
        Kind::BirthDate => vec![0.80, 0.08, 0.05, 0.04, 0.03],
        Kind::Place => vec![0.70, 0.08, 0.07, 0.15],
        Kind::Phone | Kind::Document => vec![0.75, 0.08, 0.02, 0.15],
        Kind::Email | Kind::Handle => vec![0.70, 0.06, 0.06, 0.04, 0.14],
        Kind::Postcode => vec![0.65, 0.08, 0.10, 0.05, 0.12],
        Kind::Name => vec![0.50, 0.08, 0.15, 0.15, 0.07, 0.05],
        Kind::Address | Kind::Text => vec![0.55, 0.15, 0.10, 0.08, 0.12],
    }
}

/// Where nothing can be counted: shares of agreement among rows of two parties, rounded from the name
/// and birth tables of public registers.
fn first_u(kind: Kind) -> Vec<f64> {
    match kind {
        Kind::Exact => vec![0.1, 0.9],
        Kind::Given => vec![0.01, 0.005, 0.03, 0.001, 0.954],
        Kind::Family => vec![0.002, 0.002, 0.006, 0.99],
        Kind::BirthDate => vec![0.000_05, 0.000_5, 0.001, 0.015, 0.983_45],
        Kind::Place => vec![0.05, 0.01, 0.02, 0.92],
        Kind::Phone | Kind::Document => vec![0.000_01, 0.000_05, 0.000_1, 0.999_84],
        Kind::Email | Kind::Handle => vec![0.000_01, 0.000_05, 0.000_1, 0.000_5, 0.999_34],
        Kind::Postcode => vec![0.001, 0.002, 0.01, 0.05, 0.937],
        Kind::Name => vec![0.000_05, 0.000_05, 0.000_2, 0.000_4, 0.02, 0.979_3],
        Kind::Address | Kind::Text => vec![0.000_5, 0.000_5, 0.002, 0.02, 0.977],
    }
}

impl Model {
    /// The default model of a schema: nothing is estimated.
    pub(crate) fn default_of(records: &Records) -> Self {
        let weights =
            |column: &Column| Weights { m: first_m(column.kind), u: first_u(column.kind) };
        Self {
            fields: records.columns.iter().map(weights).collect(),
            ties: Vec::new(),
            prior: DEFAULT_PRIOR,
            origin: Origin::Default,
            rounds: 0,
            matches: 0.0,
        }
    }

    /// The model before the first round: m as expected, u as counted on random pairs.
    pub(crate) fn first(records: &Records, seed: u64) -> Self {
        let mut model = Self::default_of(records);
        model.prior = first_prior(records);
        let counts = random_levels(records, seed);
        for ((weights, column), counts) in
            model.fields.iter_mut().zip(&records.columns).zip(&counts)
        {
            let stated: u64 = counts.iter().sum();
            let levels = weights.u.len();
            let mut u: Vec<f64> = counts
                .iter()
                .take(levels)
                .map(|n| (*n as f64 + 0.5) / (stated as f64 + 1.0))
                .collect();
            u[0] = equal_by_chance(records, column).max(1e-9);
            let once = 1.0 / column.stated.max(1) as f64;
            let most = |n: &u64| ((*n as f64 + UNSEEN) / (stated as f64 + 1.0)).max(once);
            weights.u = monotone(u, &counts.map(|n| most(&n)));
        }
        model
    }

    /// Estimates m and the prior from the patterns of the pairs compared; the pairs that were not
    /// compared count as pairs of two parties.
    ///
    /// What was compared was chosen by the pattern itself, so that a pair's probability given its
    /// pattern is the same as if all had been compared; only m is short of what no block found.
    pub(crate) fn estimated(mut self, counts: &Counts, drawn: &Drawn, pairs: u64) -> Self {
        let first = self.clone();
        let random: Vec<Vec<f64>> = self.fields.iter().map(|field| field.u.clone()).collect();
        self.ties = drawn.ties(&first);
        for round in 1..=ROUNDS_MAX {
            let tally = self.expect(counts);
            let change = self.maximise(&tally, &first, &random, pairs);
            let mut ties = std::mem::take(&mut self.ties);
            let moved = drawn.renew(&mut ties, &self);
            self.ties = ties;
            let change = change.max(moved * 0.001);
            self.rounds = round;
            if change < SETTLED {
                break;
            }
        }
        self.origin = Origin::Estimated;
        self
    }

    /// Log-odds in bits of a pattern, values aside.
    pub(crate) fn odds(&self, pattern: u64) -> f64 {
        let fields = self.fields.iter().enumerate();
        let bits: f64 = fields.map(|(at, weights)| weights.bits(level_in(pattern, at))).sum();
        let tied: f64 = self.ties.iter().map(|tie| tie.taken_off(pattern)).sum();
        bits - tied + (self.prior / (1.0 - self.prior)).log2()
    }

    /// Log-odds in bits without what a column and its ties say.
    pub(crate) fn odds_without(&self, pattern: u64, column: usize) -> f64 {
        let fields = self.fields.iter().enumerate().filter(|(at, _)| *at != column);
        let bits: f64 = fields.map(|(at, weights)| weights.bits(level_in(pattern, at))).sum();
        let ties = self.ties.iter().filter(|tie| tie.given != column && tie.tied != column);
        let tied: f64 = ties.map(|tie| tie.taken_off(pattern)).sum();
        bits - tied + (self.prior / (1.0 - self.prior)).log2()
    }

    fn expect(&self, counts: &Counts) -> Tally {
        let mut tally = Tally { levels: vec![[0.0; LEVELS_MAX]; self.fields.len()], matches: 0.0 };
        for (pattern, count) in counts {
            let expected = probability(self.odds(*pattern)) * *count as f64;
            tally.matches += expected;
            for (at, levels) in tally.levels.iter_mut().enumerate() {
                if let Some(level) = levels.get_mut(usize::from(level_in(*pattern, at))) {
                    *level += expected;
                }
            }
        }
        tally
    }

    fn maximise(&mut self, tally: &Tally, first: &Self, random: &[Vec<f64>], pairs: u64) -> f64 {
        let mut change = 0.0f64;
        self.matches = tally.matches;
        self.prior = (tally.matches / pairs.max(1) as f64).clamp(1e-12, 0.5);
        for (at, (weights, levels)) in self.fields.iter_mut().zip(&tally.levels).enumerate() {
            let stated: f64 = levels.iter().sum();
            // A few pairs' worth of what was expected at first: no level is ever impossible.
            let pseudo = 2.0 + stated * FIRST_SHARE;
            for (level, m) in weights.m.iter_mut().enumerate() {
                let new = (levels[level] + pseudo * first.fields[at].m[level]) / (stated + pseudo);
                change = change.max((new - *m).abs());
                *m = new;
            }
            // Random pairs hold a few of one party: what they add to an agreement is taken off.
            let share = self.prior;
            let clean = |(u, m): (&f64, &f64)| ((u - share * m) / (1.0 - share)).max(u * 0.05);
            let cleaned = random[at].iter().zip(&weights.m).map(clean).collect();
            weights.u = monotone(cleaned, &random[at]);
        }
        change
    }
}

/// What a round expects: pairs of one party, and how often each level is met in them.
struct Tally {
    levels: Vec<[f64; LEVELS_MAX]>,
    matches: f64,
}

/// The probability of log-odds in bits.
pub(crate) fn probability(bits: f64) -> f64 {
    1.0 / (1.0 + (-bits).exp2())
}

/// One in three rows has another of the same party.
fn first_prior(records: &Records) -> f64 {
    (records.len() as f64 * 0.3 / records.pairs().max(1) as f64).clamp(1e-12, 0.3)
}

/// A weaker agreement is at least as frequent by chance as full equality, unless the count says that it
/// is rarer: `most` holds how frequent each level can be by the count. All add up to one.
fn monotone(mut u: Vec<f64>, most: &[f64]) -> Vec<f64> {
    let equal = u.first().copied().unwrap_or(0.0);
    let last = u.len().saturating_sub(1);
    for (level, (u, most)) in u.iter_mut().zip(most).enumerate().skip(1) {
        if level != usize::from(CROSSED) && level < last {
            *u = u.max(equal.min(*most));
        }
    }
    let sum: f64 = u.iter().sum();
    for u in &mut u {
        *u /= sum;
    }
    u
}

/// The chance that two rows state the same value, counted exactly.
fn equal_by_chance(records: &Records, column: &Column) -> f64 {
    if !records.sides.is_empty() {
        let shares = (1u32..).take(column.values.len().saturating_sub(1));
        return shares.map(|value| column.share(value).powi(2)).sum();
    }
    let pairs = |n: f64| n * (n - 1.0) / 2.0;
    let equal: f64 = column.values.iter().map(|value| pairs(f64::from(value.rows))).sum();
    equal / pairs(column.stated as f64).max(1.0)
}

/// How often each level is met in random pairs, by column.
fn random_levels(records: &Records, seed: u64) -> Vec<[u64; LEVELS_MAX]> {
    let rows = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let pairs: Vec<(u32, u32)> = if records.pairs() <= RANDOM_PAIRS {
        (0..rows).flat_map(|a| (a + 1..rows).map(move |b| (a, b))).collect()
    } else {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        let mut row = || random.random_range(0..rows);
        (0..RANDOM_PAIRS).map(|_| (row(), row())).collect()
    };
    let none = || vec![[0u64; LEVELS_MAX]; records.columns.len()];
    let parts = pairs.par_chunks(PAIRS_AT_ONCE).map(|pairs| {
        let mut counts = none();
        let mut comparer = Comparer::new(records);
        for (a, b) in pairs.iter().filter(|(a, b)| a != b && records.may_meet(*a, *b)) {
            let pattern = comparer.pattern(*a, *b);
            for (at, counts) in counts.iter_mut().enumerate() {
                if let Some(count) = counts.get_mut(usize::from(level_in(pattern, at))) {
                    *count += 1;
                }
            }
        }
        counts
    });
    parts.reduce(none, |mut sums, counts| {
        let cells = sums.iter_mut().flatten().zip(counts.iter().flatten());
        cells.for_each(|(sum, count)| *sum += count);
        sums
    })
}

/// The levels of a column's kind must be as many as its first m.
#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare::levels;

    #[test]
    fn every_kind_has_a_share_for_every_level() {
        for kind in [
            Kind::Name,
            Kind::Given,
            Kind::Family,
            Kind::BirthDate,
            Kind::Phone,
            Kind::Email,
            Kind::Document,
            Kind::Address,
            Kind::Postcode,
            Kind::Place,
            Kind::Handle,
            Kind::Exact,
            Kind::Text,
        ] {
            for shares in [first_m(kind), first_u(kind)] {
                assert_eq!(shares.len(), levels(kind).len(), "{kind:?}");
                assert!((shares.iter().sum::<f64>() - 1.0).abs() < 1e-6, "{kind:?}");
            }
        }
    }
}
