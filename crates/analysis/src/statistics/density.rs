//! A smooth density from a list of values: Gaussian kernels with the normal-reference bandwidth.
//!
//! Source: Scott, "Multivariate Density Estimation", 1992; the rule is `bw.nrd` of R, the default
//! of the authors' package `assocr` for score-based likelihood ratios.

use super::binomial::float;
use super::quantile::quantile;

/// The normal-reference bandwidth `1.06 · min(sd, IQR / 1.34) · n^(−1/5)`; `None` below two
/// values or where all are equal.
pub fn bandwidth(values: &[f64]) -> Option<f64> {
    let n = float(values.len() as u64);
    let mean = values.iter().sum::<f64>() / n;
    let squares: f64 = values.iter().map(|value| (value - mean).powi(2)).sum();
    let deviation = (squares / (n - 1.0)).sqrt();
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let spread = (quantile(&sorted, 0.75)? - quantile(&sorted, 0.25)?) / 1.34;
    let scale = if spread > 0.0 { deviation.min(spread) } else { deviation };
    (values.len() > 1 && scale > 0.0).then(|| 1.06 * scale * n.powf(-0.2))
}

/// The density at `at` of the values left in; `None` where nothing is left.
pub fn density(at: f64, values: impl Iterator<Item = f64>, bandwidth: f64) -> Option<f64> {
    let mut n = 0_u64;
    let mut sum = 0.0;
    for value in values {
        let z = (at - value) / bandwidth;
        sum += (-0.5 * z * z).exp();
        n += 1;
    }
    let norm = bandwidth * (2.0 * std::f64::consts::PI).sqrt();
    (n > 0).then(|| sum / (float(n) * norm))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// R: `bw.nrd(c(1, 2, 3, 4, 10))`.
    #[test]
    fn equals_the_rule_of_r() {
        let got = bandwidth(&[1.0, 2.0, 3.0, 4.0, 10.0]).unwrap();
        let want = 1.06 * (2.0 / 1.34) * 5f64.powf(-0.2);
        assert!((got - want).abs() < 1e-12, "{got} for {want}");
        assert_eq!(bandwidth(&[1.0]), None);
        assert_eq!(bandwidth(&[2.0, 2.0, 2.0]), None);
    }

    #[test]
    fn integrates_to_one() {
        let values = [0.0, 1.0, 4.0];
        let sum: f64 = (-400..800)
            .map(|i| density(f64::from(i) / 50.0, values.into_iter(), 0.7).unwrap() / 50.0)
            .sum();
        assert!((sum - 1.0).abs() < 1e-9, "{sum}");
    }
}
