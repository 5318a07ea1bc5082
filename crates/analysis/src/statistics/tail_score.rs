//! How far a count of hits stands above what chance gives, on a scale that readings can share.
//!
//! A count near one expected twentieth and a count near five hundred expected cannot be compared
//! by z-scores: one rare hit would drown everything. The modified signed root of the deviance
//! (Barndorff-Nielsen, Biometrika 73, 1986; for counts with the lattice correction of Daniels,
//! International Statistical Review 55, 1987) is the normal quantile of the tail probability to
//! the third order. The count is taken as binomial, thinned or clumped so that mean and variance
//! are the exact ones of the permutation (McCullagh & Nelder, "Generalized Linear Models", 1989).
//!
//! The score only weighs readings against each other for their maximum: any fixed, rising
//! function gives a valid test, and a single reading's test is the same with or without it.

use super::binomial::float;
use super::permuted_sum::Moments;

/// Mean and variance this small, or a mean this near `n`, leave no room for another count.
const ROOM: f64 = 1e-9;

/// Below this distance from the mean (in standard deviations) the correction is 0/0; the score
/// is taken as linear between its two ends.
const NEAR: f64 = 0.25;

/// Scores of every whole count from 0 to `n`, rising; between two counts they are linear.
#[derive(Debug, Clone, PartialEq)]
pub struct TailScore {
    knots: Vec<f64>,
}

impl TailScore {
    /// The scale of counts among `n` with these moments under chance; `None` where chance allows
    /// no other count than one.
    pub fn new(n: u64, chance: Moments) -> Option<Self> {
        let (trials, mean) = (float(n), chance.mean);
        if chance.variance <= ROOM || mean <= ROOM || trials - mean <= ROOM {
            return None;
        }
        let scale = mean * (1.0 - mean / trials) / chance.variance;
        let root = Root { n: trials * scale, mean: mean * scale };
        let mut highest = f64::NEG_INFINITY;
        let knots = (0..=n).map(|hits| {
            // Rising by construction: rounding near the mean must not order two counts wrongly.
            highest = root.of(float(hits) * scale).max(highest);
            highest
        });
        Some(Self { knots: knots.collect() })
    }

    /// The score of a count of `units`, `unit` of which make one hit.
    pub fn of(&self, units: u64, unit: u64) -> f64 {
        let unit = unit.max(1);
        let at = |hits: u64| {
            let place = usize::try_from(hits).unwrap_or(usize::MAX);
            self.knots.get(place).or(self.knots.last()).copied().unwrap_or(0.0)
        };
        let (low, high) = (at(units / unit), at(units / unit + 1));
        low + (high - low) * float(units % unit) / float(unit)
    }
}

/// The root for one binomial.
#[derive(Clone, Copy)]
struct Root {
    n: f64,
    mean: f64,
}

impl Root {
    fn of(self, hits: f64) -> f64 {
        let deviation = (self.mean * (1.0 - self.mean / self.n)).sqrt();
        let distance = (hits - self.mean) / deviation;
        if distance.abs() >= NEAR {
            return self.root(hits);
        }
        let low = self.root(self.mean - NEAR * deviation);
        let high = self.root(self.mean + NEAR * deviation);
        low + (high - low) * (distance + NEAR) / (2.0 * NEAR)
    }

    /// `r + ln(v / r) / r` with the deviance root `r` and the lattice correction `v`.
    fn root(self, hits: f64) -> f64 {
        let part = |count: f64, expected: f64| {
            if count > 0.0 { count * (count / expected).ln() } else { 0.0 }
        };
        let deviance = 2.0 * (part(hits, self.mean) + part(self.n - hits, self.n - self.mean));
        let root = (hits - self.mean).signum() * deviance.max(0.0).sqrt();
        // At the very ends the tilted variance is 0; half a count inside it is not.
        let edge = 0.5_f64.min(self.n / 4.0);
        let inner = hits.clamp(edge, self.n - edge);
        let tilt = (inner / self.mean).ln() - ((self.n - inner) / (self.n - self.mean)).ln();
        let variance = inner * (1.0 - inner / self.n);
        let correction = (1.0 - (-tilt).exp()) * variance.sqrt();
        let ratio = correction / root;
        if ratio > 0.0 { root + ratio.ln() / root } else { root }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::statistics::binomial::at_least;

    fn binomial(n: u64, p: f64) -> TailScore {
        let chance = Moments { mean: float(n) * p, variance: float(n) * p * (1.0 - p) };
        TailScore::new(n, chance).unwrap()
    }

    /// The normal tail beyond `z`, by the complementary error function.
    fn beyond(z: f64) -> f64 {
        statrs::function::erf::erfc(z / std::f64::consts::SQRT_2) / 2.0
    }

    #[test]
    fn is_the_normal_quantile_of_the_tail() {
        let cases: [(u64, f64, u64); 4] =
            [(20, 0.0025, 1), (50, 0.2, 18), (50, 0.2, 30), (400, 0.5, 240)];
        for (n, p, hits) in cases {
            let score = binomial(n, p).of(hits, 1);
            let (got, want) = (beyond(score), at_least(hits, n, p));
            assert!((got / want - 1.0).abs() < 0.08, "{hits} of {n} at {p}: {got:e} for {want:e}");
        }
    }

    #[test]
    fn clumps_count_as_one() {
        let clumped = TailScore::new(500, Moments { mean: 50.0, variance: 450.0 }).unwrap();
        let plain = binomial(50, 0.1);
        assert!((clumped.of(100, 1) - plain.of(10, 1)).abs() < 1e-9);
        assert_eq!(TailScore::new(20, Moments { mean: 1.0, variance: 0.0 }), None);
    }

    #[test]
    fn a_part_of_a_hit_lies_between_two_counts() {
        let scale = binomial(20, 0.3);
        let between = scale.of(9 * 64 + 32, 64);
        assert!((between - f64::midpoint(scale.of(9, 1), scale.of(10, 1))).abs() < 1e-12);
    }

    proptest::proptest! {
        #[test]
        fn rises_with_the_count(n in 2u64..60, mean in 0.01f64..0.99, spread in 0.1f64..5.0) {
            let mean = mean * float(n);
            let chance = Moments { mean, variance: spread * mean * (1.0 - mean / float(n)) };
            let scale = TailScore::new(n, chance).unwrap();
            proptest::prop_assert!(scale.knots.is_sorted());
            proptest::prop_assert!(scale.knots.iter().all(|score| score.is_finite()));
        }
    }
}
