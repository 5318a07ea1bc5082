//! How much the blocks may have missed: capture and recapture, with rules as the captures.

use serde::Serialize;

/// What the blocks found, and what they probably missed.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Recall {
    /// Expected pairs of one party that were found.
    pub found: f64,
    /// Of them, found by one group alone.
    pub once: f64,
    /// Found by two.
    pub twice: f64,
    /// Probably missed (Chao 1987): once² / (2 · twice), a lower bound.
    pub missed: f64,
    /// The share found; 1 where every pair was compared.
    pub recall: f64,
}

impl Recall {
    /// Every pair was compared.
    pub(crate) fn whole(found: f64) -> Self {
        Self { found, once: 0.0, twice: 0.0, missed: 0.0, recall: 1.0 }
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
        let recall = if found > 0.0 { found / (found + missed) } else { 1.0 };
        Self { found, once, twice, missed, recall }
    }
}
