//! How far a count of hits stands from what chance gives, on a scale that readings can share.
//!
//! The signed root of the quasi-binomial deviance (McCullagh & Nelder, "Generalized Linear
//! Models", 1989, section 9.2): like a z-score near the mean, but not thrown off by one hit where
//! a twentieth of one was expected. It rises with the count, so a single reading's test is the
//! same with or without it; it only weighs readings against each other for their maximum.

use super::permuted_sum::Moments;

/// The signed root of the deviance of `hits` among `n`, given mean and variance under chance.
/// `None` where chance allows no other count than one.
pub fn signed_root(hits: f64, n: f64, chance: Moments) -> Option<f64> {
    /// A mean this near 0 or `n` leaves no room for another count.
    const ROOM: f64 = 1e-9;
    let mean = chance.mean;
    if chance.variance <= ROOM || mean <= ROOM || n - mean <= ROOM {
        return None;
    }
    let part = |count: f64, expected: f64| {
        if count > 0.0 { count * (count / expected).ln() } else { 0.0 }
    };
    let deviance = 2.0 * (part(hits, mean) + part(n - hits, n - mean));
    let dispersion = chance.variance / (mean * (1.0 - mean / n));
    Some((hits - mean).signum() * (deviance.max(0.0) / dispersion).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_near_the_z_score_near_the_mean() {
        let chance = Moments { mean: 500.0, variance: 250.0 };
        let got = signed_root(520.0, 1000.0, chance).unwrap();
        assert!((got - 20.0 / 250.0_f64.sqrt()).abs() < 0.01, "{got}");
        let below = signed_root(480.0, 1000.0, chance).unwrap();
        assert!((got + below).abs() < 1e-9);
    }

    #[test]
    fn one_rare_hit_is_no_sensation() {
        let chance = Moments { mean: 0.05, variance: 0.0475 };
        assert!(signed_root(1.0, 20.0, chance).unwrap() < 2.1);
        assert_eq!(signed_root(1.0, 20.0, Moments { mean: 1.0, variance: 0.0 }), None);
    }

    proptest::proptest! {
        #[test]
        fn rises_with_the_count(n in 2u32..60, mean in 0.01f64..0.99, spread in 0.1f64..3.0) {
            let n = f64::from(n);
            let chance = Moments { mean: mean * n, variance: spread * n };
            let mut last = f64::NEG_INFINITY;
            for hits in 0..=60_u32 {
                let hits = f64::from(hits);
                if hits <= n {
                    let score = signed_root(hits, n, chance).unwrap();
                    proptest::prop_assert!(score > last);
                    last = score;
                }
            }
        }
    }
}
