//! How much the blocks may have missed: capture and recapture, with groups as the captures.

use serde::Serialize;

use crate::blocks::Blocks;
use crate::columns::Records;

/// What the blocks found, and what they probably missed, of the pairs that the model takes for one party.
///
/// The estimate assumes that groups find a pair independently of each other, and that the model's
/// probabilities are right. It says nothing of pairs that the model would not have recognised either; where
/// the truth is known, [`Recall::measured`] counts all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// Whether every pair was compared, so that nothing is estimated.
    pub every: bool,
    /// Expected pairs of one party that were found.
    pub found: f64,
    /// Of them, found by one group alone.
    pub once: f64,
    /// Found by two.
    pub twice: f64,
    /// Probably missed (Chao 1987): once² / (2 · twice).
    pub missed: f64,
    /// The share found; 1 where every pair was compared.
    pub recall: f64,
    /// Where the share lies by the interval of 95 %, from.
    pub low: f64,
    /// And to.
    pub high: f64,
}

impl Recall {
    /// Every pair was compared.
    pub(crate) fn whole(found: f64) -> Self {
        let (once, twice, missed) = (0.0, 0.0, 0.0);
        Self { every: true, found, once, twice, missed, recall: 1.0, low: 1.0, high: 1.0 }
    }

    /// From each pair's probability of being one party, and the groups that found it.
    pub(crate) fn of(pairs: impl Iterator<Item = (f64, u32)>) -> Self {
        let (mut found, mut once, mut twice) = (0.0, 0.0, 0.0);
        for (probability, groups) in pairs {
            found += probability;
            match groups {
                1 => once += probability,
                2 => twice += probability,
                _ => {}
            }
        }
        // The bias-corrected form, which holds where nothing was found twice.
        let missed = f64::max(once * (once - 1.0), 0.0) / (2.0 * (twice + 1.0));
        let share = |missed: f64| if found > 0.0 { found / (found + missed) } else { 1.0 };
        let spread = spread(once, twice, missed);
        let (low, high) = (share(missed * spread), share(missed / spread));
        Self { every: false, found, once, twice, missed, recall: share(missed), low, high }
    }

    /// How many of these pairs of rows the blocks bring together: measured where the truth is known.
    pub fn measured(records: &Records, pairs: impl IntoIterator<Item = (u32, u32)>) -> u64 {
        let blocks = Blocks::of(records);
        pairs.into_iter().filter(|(a, b)| blocks.share(records, *a, *b)).count() as u64
    }
}

/// The factor by which what was missed may be more or less: the interval of 95 % is symmetric in the
/// logarithm, since no less than nothing can be missed (Chao 1987; variance after Chao & Colwell 2017).
fn spread(once: f64, twice: f64, missed: f64) -> f64 {
    if missed <= 0.0 {
        return 1.0;
    }
    let (one, two) = (once, twice + 1.0);
    let variance = missed
        + one * (2.0 * one - 1.0).powi(2) / (4.0 * two.powi(2))
        + one.powi(2) * twice * (one - 1.0).powi(2) / (4.0 * two.powi(4));
    (1.96 * (1.0 + variance / missed.powi(2)).ln().sqrt()).exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn few_pairs_found_twice_leave_a_wide_interval() {
        let pairs = |once: usize, twice: usize, often: usize| {
            let groups = [(once, 1), (twice, 2), (often, 5)];
            Recall::of(
                groups.into_iter().flat_map(|(n, groups)| (0..n).map(move |_| (1.0, groups))),
            )
        };
        let (many, few) = (pairs(100, 200, 700), pairs(10, 2, 88));
        assert!((many.missed - 100.0 * 99.0 / 402.0).abs() < 1e-9, "{many:?}");
        for recall in [many, few] {
            assert!(recall.low < recall.recall && recall.recall < recall.high, "{recall:?}");
        }
        assert!(few.high - few.low > 3.0 * (many.high - many.low), "{few:?} {many:?}");
        let none = pairs(0, 0, 50);
        assert!((none.low - 1.0).abs() < 1e-12 && (none.high - 1.0).abs() < 1e-12);
    }
}
