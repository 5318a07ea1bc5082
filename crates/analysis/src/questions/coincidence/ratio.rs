//! The score-based likelihood ratio: how much more often pairs that belong together have such a
//! score than swapped pairs, among reference pairs without any of the two persons.
//!
//! - **Source:** Galbraith, Smyth & Stern, JRSS-A 183(3), 2020 (kernel densities of a score,
//!   same-source and different-source pairs, every pair that shares a person left out); the cap
//!   follows the ENFSI guideline of 2015: no ratio beyond what the reference can carry.

use fixedbitset::FixedBitSet;
use model::views::KeyId;

use crate::statistics::binomial::float;
use crate::statistics::density::{bandwidth, density};

/// Fewest independent reference pairs for a ratio at all; with ten its cap is ten.
pub const REFERENCE_PAIRS_MIN: u64 = 10;

/// Most pairs of the case in a reference: an even sample of more. A density of so many scores is known
/// to a few per cent, every pair of a case is held against every one of them, and the cap of a ratio
/// is set by the swapped pairs, of which there are no more than a thousand.
const REFERENCE_PAIRS_MAX: usize = 2_000;

/// A pair of the reference: its score and the people in it (four in a swapped pair).
#[derive(Debug, Clone, PartialEq)]
pub struct Reference {
    /// The score.
    pub score: f64,
    /// Everybody in it.
    pub persons: Vec<KeyId>,
}

impl Reference {
    fn places(&self) -> impl Iterator<Item = usize> {
        self.persons.iter().map(|person| *person as usize)
    }

    fn shares(&self, persons: &[KeyId]) -> bool {
        self.persons.iter().any(|own| persons.contains(own))
    }
}

/// The reference population.
#[derive(Debug, Clone, Default)]
pub struct References {
    same: Population,
    different: Population,
}

/// Pairs of one sort.
#[derive(Debug, Clone, Default)]
struct Population {
    pairs: Vec<Reference>,
    /// Taken once over all of them.
    width: Option<f64>,
    /// Everybody in any of them.
    persons: FixedBitSet,
    /// How many of all of them share nobody.
    independent: u64,
}

impl Population {
    fn of(all: &[Reference]) -> Self {
        let pairs = even_sample(all);
        let width = bandwidth(&pairs.iter().map(|pair| pair.score).collect::<Vec<f64>>());
        let mut persons = FixedBitSet::new();
        pairs.iter().flat_map(Reference::places).for_each(|place| persons.grow_and_insert(place));
        let independent = independent(pairs.iter());
        Self { pairs, width, persons, independent }
    }

    /// How many pairs without these persons share nobody, and how dense their scores lie at one.
    fn without(&self, persons: &[KeyId], score: f64) -> (u64, Option<f64>) {
        let is_in = |person: &KeyId| self.persons.contains(*person as usize);
        if !persons.iter().any(is_in) {
            // Most pairs of a large case: nothing need be left out.
            return (self.independent, self.density(score, self.pairs.iter()));
        }
        let others = || self.pairs.iter().filter(|pair| !pair.shares(persons));
        (independent(others()), self.density(score, others()))
    }

    fn density<'a>(&self, at: f64, pairs: impl Iterator<Item = &'a Reference>) -> Option<f64> {
        density(at, pairs.map(|pair| pair.score), self.width?)
    }
}

/// A likelihood ratio with its cap.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Ratio {
    /// log10 of the ratio, within the cap.
    pub log10: f64,
    /// Independent reference pairs.
    pub cap: u64,
}

impl References {
    /// A reference population of pairs tested in the case and of swapped pairs; bandwidths are taken
    /// once over all of it.
    pub fn new(same: &[Reference], different: &[Reference]) -> Self {
        Self { same: Population::of(same), different: Population::of(different) }
    }

    /// The ratio for a score of these persons; `None` where the reference carries none.
    pub fn ratio(&self, score: f64, persons: &[KeyId]) -> Option<Ratio> {
        let (same, above) = self.same.without(persons, score);
        let (different, below) = self.different.without(persons, score);
        let cap = same.min(different);
        if cap < REFERENCE_PAIRS_MIN {
            return None;
        }
        let (above, below) = (above?, below?);
        let limit = float(cap).log10();
        let log10 = match (above > 0.0, below > 0.0) {
            (true, true) => (above / below).log10().clamp(-limit, limit),
            (true, false) => limit,
            (false, true) => -limit,
            // Beyond both populations nothing is known.
            (false, false) => 0.0,
        };
        Some(Ratio { log10, cap })
    }
}

/// All pairs, or every so-manieth of them in the order of their identities.
fn even_sample(list: &[Reference]) -> Vec<Reference> {
    let count = list.len().min(REFERENCE_PAIRS_MAX);
    (0..count).filter_map(|at| list.get(at * list.len() / count.max(1)).cloned()).collect()
}

/// How many of the pairs share nobody, taken in order.
fn independent<'a>(pairs: impl Iterator<Item = &'a Reference>) -> u64 {
    let mut seen = FixedBitSet::new();
    let mut count = 0;
    for pair in pairs {
        if !pair.places().any(|place| seen.contains(place)) {
            pair.places().for_each(|place| seen.grow_and_insert(place));
            count += 1;
        }
    }
    count
}

#[cfg(test)]
mod tests {
    use super::*;

    fn population(same: u32, different: u32) -> References {
        let spread = |i: u32| f64::from(i % 7) / 7.0;
        let same: Vec<Reference> = (0..same)
            .map(|i| Reference { score: 3.0 + spread(i), persons: vec![2 * i, 2 * i + 1] })
            .collect();
        let different: Vec<Reference> = (0..different)
            .map(|i| Reference { score: spread(i), persons: (4 * i..4 * i + 4).collect() })
            .collect();
        References::new(&same, &different)
    }

    #[test]
    fn is_capped_by_independent_reference_pairs() {
        let ratio = population(60, 40).ratio(3.2, &[9_000, 9_001]).unwrap();
        assert_eq!(ratio.cap, 40);
        assert!((ratio.log10 - 40_f64.log10()).abs() < 1e-12);
        let ratio = population(60, 40).ratio(0.2, &[9_000, 9_001]).unwrap();
        assert!((ratio.log10 + 40_f64.log10()).abs() < 1e-12);
    }

    #[test]
    fn a_large_reference_is_an_even_sample() {
        let all = population(20_000, 20_000);
        assert_eq!((all.same.pairs.len(), all.different.pairs.len()), (2_000, 2_000));
        assert_eq!((all.same.pairs[1].persons[0], all.same.pairs[1_999].persons[0]), (20, 39_980));
        let ratio = all.ratio(3.2, &[900_000, 900_001]).unwrap();
        assert_eq!(ratio.cap, 2_000);
    }

    #[test]
    fn no_ratio_without_a_reference() {
        assert_eq!(population(60, 9).ratio(3.2, &[9_000]), None);
        let shared = population(12, 12);
        assert_eq!(shared.ratio(3.2, &[0, 2, 4]), None, "left-out persons shrink the reference");
    }
}
