//! Whether a stated probability is met: a reliability diagram, where there are labels.

use serde::Serialize;

/// Pairs whose probability lies between two bounds, and how many of them are one party.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Bin {
    /// Lower bound.
    pub from: f64,
    /// Pairs.
    pub pairs: u64,
    /// Their mean probability.
    pub stated: f64,
    /// The share of them that is one party.
    pub met: f64,
    /// Its interval of 95 %, from.
    pub low: f64,
    /// And to.
    pub high: f64,
}

/// The interval of 95 % of a share (Wilson 1927).
pub fn wilson(hits: u64, of: u64) -> (f64, f64) {
    if of == 0 {
        return (0.0, 1.0);
    }
    let (share, of) = (hits as f64 / of as f64, of as f64);
    let z2 = 1.96f64.powi(2);
    let middle = (share + z2 / (2.0 * of)) / (1.0 + z2 / of);
    let spread = (share * (1.0 - share) / of + z2 / (4.0 * of * of)).sqrt();
    let spread = 1.96 * spread / (1.0 + z2 / of);
    ((middle - spread).max(0.0), (middle + spread).min(1.0))
}

/// Bins of equal width over 0 to 1; bins without pairs are left out.
pub fn reliability(pairs: impl IntoIterator<Item = (f64, bool)>, bins: usize) -> Vec<Bin> {
    let bins = bins.max(1);
    let mut sums = vec![(0u64, 0.0f64, 0u64); bins];
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped to 0..=1")]
    for (probability, same) in pairs {
        let at = ((probability.clamp(0.0, 1.0) * bins as f64) as usize).min(bins - 1);
        if let Some((count, stated, met)) = sums.get_mut(at) {
            *count += 1;
            *stated += probability;
            *met += u64::from(same);
        }
    }
    let filled = (0..bins).zip(sums).filter(|(_, (count, ..))| *count > 0);
    filled
        .map(|(at, (pairs, stated, met))| {
            let (low, high) = wilson(met, pairs);
            let share = met as f64 / pairs as f64;
            let (from, stated) = (at as f64 / bins as f64, stated / pairs as f64);
            Bin { from, pairs, stated, met: share, low, high }
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_probability_that_is_met_lies_on_the_diagonal() {
        let pairs = (0..100).map(|n| (0.25, n % 4 == 0));
        let bins = reliability(pairs, 10);
        assert_eq!(bins.len(), 1);
        assert!((bins[0].stated - bins[0].met).abs() < 1e-9, "{bins:?}");
        assert!(bins[0].low > 0.17 && bins[0].high < 0.35, "{bins:?}");
    }
}
