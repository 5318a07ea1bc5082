//! Counts out of a number of trials: tails and intervals.
//!
//! Sources: Clopper & Pearson, Biometrika 26, 1934; Wilson, JASA 22, 1927.

use statrs::distribution::{Beta, ContinuousCDF};
use statrs::function::beta::beta_reg;

/// A count as a number, for shares and rates.
#[expect(clippy::cast_precision_loss, reason = "counts of records are far below 2^52")]
pub fn float(count: u64) -> f64 {
    count as f64
}

/// The chance of at least `hits` of `n` trials that each succeed with chance `p`.
pub fn at_least(hits: u64, n: u64, p: f64) -> f64 {
    if hits == 0 {
        return 1.0;
    }
    if hits > n || p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    beta_reg(float(hits), float(n - hits + 1), p)
}

/// The chance that at least `hits` of independent trials succeed, each with a chance of its own.
///
/// Every term is a sum of positive ones, so that a small chance keeps its digits.
pub fn at_least_of(hits: usize, chances: &[f64]) -> f64 {
    // The chance of each number of successes so far; the last is that of `hits` and more.
    let mut reached = vec![0.0; hits + 1];
    if let Some(none) = reached.first_mut() {
        *none = 1.0;
    }
    for p in chances {
        let mut below = 0.0;
        for (successes, own) in reached.iter_mut().enumerate() {
            let stays = if successes == hits { *own } else { *own * (1.0 - p) };
            below = p * std::mem::replace(own, stays + below);
        }
    }
    reached.last().copied().unwrap_or(1.0).min(1.0)
}

/// Lower and upper bound of the share behind `hits` of `n`, exact (Clopper–Pearson); `confidence`
/// is 0.95 for the usual interval. With no trials nothing is known: 0 to 1.
pub fn exact_interval(hits: u64, n: u64, confidence: f64) -> (f64, f64) {
    let tail = (1.0 - confidence) / 2.0;
    let quantile = |a: f64, b: f64, at: f64| Beta::new(a, b).map(|beta| beta.inverse_cdf(at));
    let hits = hits.min(n);
    let lower = if hits == 0 {
        0.0
    } else {
        quantile(float(hits), float(n - hits + 1), tail).unwrap_or(0.0)
    };
    let upper = if hits == n {
        1.0
    } else {
        quantile(float(hits + 1), float(n - hits), 1.0 - tail).unwrap_or(1.0)
    };
    (lower, upper)
}

/// Lower and upper bound by Wilson's score, for a confidence of 95 %.
pub fn wilson_interval(hits: u64, n: u64) -> (f64, f64) {
    /// Normal quantile at 97.5 %.
    const Z: f64 = 1.959_963_984_540_054;
    if n == 0 {
        return (0.0, 1.0);
    }
    let (n, share) = (float(n), float(hits.min(n)) / float(n));
    let centre = (share + Z * Z / (2.0 * n)) / (1.0 + Z * Z / n);
    let half = Z / (1.0 + Z * Z / n) * (share * (1.0 - share) / n + Z * Z / (4.0 * n * n)).sqrt();
    ((centre - half).max(0.0), (centre + half).min(1.0))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[track_caller]
    fn close(got: f64, want: f64) {
        assert!((got - want).abs() < 1e-6, "{got} for {want}");
    }

    /// Values of R: `pbinom(…, lower.tail = FALSE)`, `binom.test`, `prop.test(correct = FALSE)`.
    #[test]
    fn equals_known_values() {
        close(at_least(3, 10, 0.2), 0.322_200_473_6);
        let (lower, upper) = exact_interval(4, 20, 0.95);
        close(lower, 0.057_333_9);
        close(upper, 0.436_614_0);
        let (lower, upper) = wilson_interval(4, 20);
        close(lower, 0.080_657_7);
        close(upper, 0.416_017_4);
    }

    #[test]
    fn unequal_chances_give_what_all_outcomes_give() {
        let chances = [0.1, 0.5, 0.9, 0.25, 0.0, 1.0];
        for hits in 0..=7usize {
            let outcomes =
                (0u32..1 << chances.len()).filter(|all| all.count_ones() as usize >= hits);
            let chance = |all: u32| -> f64 {
                let each = chances.iter().enumerate();
                each.map(|(at, p)| if all >> at & 1 == 1 { *p } else { 1.0 - p }).product()
            };
            close(at_least_of(hits, &chances), outcomes.map(chance).sum());
        }
        close(at_least_of(4, &[0.2; 10]), at_least(4, 10, 0.2));
    }

    #[test]
    fn ends_are_exact() {
        let ends = [exact_interval(0, 5, 0.95).0, at_least(6, 5, 0.1)];
        assert!(ends.iter().all(|end| end.to_bits() == 0), "{ends:?}");
        assert!(exact_interval(5, 5, 0.95).1 >= 1.0 && at_least(0, 5, 0.1) >= 1.0);
    }
}
