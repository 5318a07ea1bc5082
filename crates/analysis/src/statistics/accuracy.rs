//! How well a measure tells pairs of one kind from pairs of another.
//!
//! Cllr: Brümmer & du Preez, Computer Speech & Language 20, 2006; required beside a likelihood
//! ratio by the ENFSI guideline of 2015.

use super::binomial::float;

/// The chance that a pair that belongs together has the higher value, ties counted half (area
/// under the receiver operating curve, by ranks). `None` where either list is empty.
pub fn area_under_curve(same: &[f64], different: &[f64]) -> Option<f64> {
    if same.is_empty() || different.is_empty() {
        return None;
    }
    let mut sorted = different.to_vec();
    sorted.sort_by(f64::total_cmp);
    let wins: f64 = same
        .iter()
        .map(|value| {
            let below = sorted.partition_point(|other| other < value) as u64;
            let upto = sorted.partition_point(|other| other <= value) as u64;
            f64::midpoint(float(below), float(upto))
        })
        .sum();
    Some(wins / (float(same.len() as u64) * float(different.len() as u64)))
}

/// The share of `values` above `limit`; `None` where there are none.
pub fn share_above(values: &[f64], limit: f64) -> Option<f64> {
    let above = values.iter().filter(|value| **value > limit).count() as u64;
    (!values.is_empty()).then(|| float(above) / float(values.len() as u64))
}

/// The cost of the log likelihood ratio: 0 for a perfect system, 1 for one that says nothing.
/// The lists hold log10 likelihood ratios.
pub fn cllr(same_log10: &[f64], different_log10: &[f64]) -> Option<f64> {
    if same_log10.is_empty() || different_log10.is_empty() {
        return None;
    }
    let mean = |list: &[f64], sign: f64| {
        let sum: f64 = list.iter().map(|log10| (10_f64.powf(sign * log10)).ln_1p()).sum::<f64>();
        sum / std::f64::consts::LN_2 / float(list.len() as u64)
    };
    Some(f64::midpoint(mean(same_log10, -1.0), mean(different_log10, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ties_count_half() {
        assert_eq!(area_under_curve(&[1.0, 2.0], &[1.0, 0.0]), Some(0.875));
        assert_eq!(area_under_curve(&[], &[1.0]), None);
    }

    #[test]
    fn a_system_that_says_nothing_costs_one() {
        assert_eq!(cllr(&[0.0, 0.0], &[0.0]), Some(1.0));
        let good = cllr(&[2.0], &[-2.0]).unwrap();
        assert!((good - 0.014_355_29).abs() < 1e-7, "{good}");
    }
}
