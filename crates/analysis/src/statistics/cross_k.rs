//! The picture of lags: how dense payments lie at each distance before and after sessions.
//!
//! Source: the cross-K function of Ripley (1976) and Lotwick & Silverman (1982) in one dimension,
//! with Ripley's edge weight; the signed curve uses the translation correction `|W| / (|W| − |u|)`
//! (Ohser & Stoyan 1981), because near an edge only one side of a lag can be seen.

use super::binomial::float;
use crate::windows::Span;

/// `K(h)`: the mean number of events within `h` of an event of the other series, over the mean
/// density; `2h` if the two are independent and even. `None` where a series is empty.
#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
pub fn cross_k_us(a: &[i64], b: &[i64], window: Span, h_us: i64) -> Option<f64> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    let mut sum = 0.0;
    for &at in a {
        for &other in b {
            let distance = (at - other).abs();
            if distance <= h_us {
                let inside = at - distance >= window.from_us && at + distance <= window.until_us;
                sum += if inside { 1.0 } else { 2.0 };
            }
        }
    }
    let length = (window.until_us - window.from_us) as f64;
    Some(length * sum / (float(a.len() as u64) * float(b.len() as u64)))
}

/// Bins of lag: `count` bins of `width_us`, the first beginning at `from_us`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LagBins {
    /// Lower edge of the first bin, microseconds; negative for before.
    pub from_us: i64,
    /// Width of each bin.
    pub width_us: i64,
    /// Number of bins.
    pub count: usize,
}

impl LagBins {
    /// Lower edge of each bin.
    pub fn edges_us(self) -> impl Iterator<Item = i64> {
        (0_i64..).take(self.count).map(move |bin| self.from_us + bin * self.width_us)
    }

    /// Adds the lags `at − s` of one event to every `s` of the sorted `starts` to `sums`.
    pub fn add(self, at: i64, starts: &[i64], length_us: i64, sums: &mut [f64]) {
        let span = self.width_us * i64::try_from(self.count).unwrap_or(i64::MAX);
        let latest = at - self.from_us;
        let first = starts.partition_point(|&start| start <= latest - span);
        for &start in starts.iter().skip(first).take_while(|&&start| start <= latest) {
            let lag = at - start;
            let bin = usize::try_from((lag - self.from_us) / self.width_us);
            if let Some(sum) = bin.ok().and_then(|bin| sums.get_mut(bin)) {
                *sum += edge_weight(lag, length_us);
            }
        }
    }

    /// The factor from summed weights to density relative to independence (1 = as by chance).
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
    pub fn relative(self, n_a: usize, n_b: usize, length_us: i64) -> f64 {
        let pairs = float(n_a as u64) * float(n_b as u64);
        if pairs > 0.0 { length_us as f64 / (pairs * self.width_us as f64) } else { 0.0 }
    }
}

/// The translation correction: a pair at lag `u` can only be seen where both ends lie in W.
#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
fn edge_weight(lag_us: i64, length_us: i64) -> f64 {
    let seen = length_us - lag_us.abs();
    if seen > 0 { length_us as f64 / seen as f64 } else { 1.0 }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_even_scatter_has_twice_the_distance() {
        let a: Vec<i64> = (0..1000).map(|i| i * 1000 + 370).collect();
        let b: Vec<i64> = (0..500).map(|i| i * 2000 + 11).collect();
        let window = Span { from_us: 0, until_us: 1_000_000 };
        let k = cross_k_us(&a, &b, window, 10_000).unwrap();
        assert!((k / 20_000.0 - 1.0).abs() < 0.02, "{k}");
    }

    #[test]
    fn lags_fall_into_their_bins() {
        let bins = LagBins { from_us: -20, width_us: 10, count: 4 };
        let mut sums = vec![0.0; 4];
        bins.add(100, &[85, 100, 111, 121], 1_000_000, &mut sums);
        let seen: Vec<bool> = sums.iter().map(|sum| *sum > 0.5).collect();
        assert_eq!(seen, [true, false, true, true]);
        assert_eq!(bins.edges_us().collect::<Vec<_>>(), [-20, -10, 0, 10]);
    }
}
