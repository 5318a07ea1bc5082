//! Quantiles of a sorted list, by R's type 7 (linear between order statistics).

use super::binomial::float;

/// The quantile at `share` (0 to 1) of a list in ascending order; `None` for an empty list.
pub fn quantile(sorted: &[f64], share: f64) -> Option<f64> {
    let last = sorted.len().checked_sub(1)?;
    let place = share.clamp(0.0, 1.0) * float(last as u64);
    let below = floor_index(place);
    let low = *sorted.get(below)?;
    let high = sorted.get(below + 1).copied().unwrap_or(low);
    Some(low + (high - low) * (place - float(below as u64)))
}

/// The index just below a fractional place in a list.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the place is between 0 and the length of a list"
)]
fn floor_index(place: f64) -> usize {
    place.floor() as usize
}

/// The largest distance between the sorted `values` and an even spread over 0 to 1
/// (Kolmogorov–Smirnov), and its p-value by Kolmogorov's series with Stephens' correction.
pub fn distance_from_even(values: &[f64]) -> Option<(f64, f64)> {
    if values.is_empty() {
        return None;
    }
    let mut sorted = values.to_vec();
    sorted.sort_by(f64::total_cmp);
    let n = float(sorted.len() as u64);
    let mut distance = 0.0_f64;
    for (rank, value) in (0_u64..).zip(&sorted) {
        distance = distance.max(value - float(rank) / n).max(float(rank + 1) / n - value);
    }
    let x = (n.sqrt() + 0.12 + 0.11 / n.sqrt()) * distance;
    let series: f64 = (1..=100_u32)
        .map(|k| {
            let sign = if k % 2 == 1 { 1.0 } else { -1.0 };
            sign * (-2.0 * f64::from(k * k) * x * x).exp()
        })
        .sum();
    Some((distance, (2.0 * series).clamp(0.0, 1.0)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equals_type_seven() {
        let list = [1.0, 2.0, 4.0, 8.0];
        assert_eq!(quantile(&list, 0.5), Some(3.0));
        assert_eq!(quantile(&list, 0.25), Some(1.75));
        assert_eq!(quantile(&list, 1.0), Some(8.0));
        assert_eq!(quantile(&[], 0.5), None);
    }

    #[test]
    fn an_even_spread_is_not_far_from_even() {
        let even: Vec<f64> = (0..200).map(|i| (f64::from(i) + 0.5) / 200.0).collect();
        let (distance, p) = distance_from_even(&even).unwrap();
        assert!(distance < 0.003 && p > 0.99);
        let low: Vec<f64> = even.iter().map(|value| value * value).collect();
        assert!(distance_from_even(&low).unwrap().1 < 1e-6);
    }
}
