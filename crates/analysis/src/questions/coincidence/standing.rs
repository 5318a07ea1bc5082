//! Where an arrangement of the days stands among all of them: by its highest score over the
//! readings, and among equals by the sum of its scores.
//!
//! Counts are whole numbers, so many arrangements share the highest score of the observed one.
//! Counting all of them as "at least as far" is right and makes p too large; the second criterion
//! orders most of them. Any order that is fixed before looking, and that treats all arrangements
//! alike, gives a valid p (Lehmann & Romano, "Testing Statistical Hypotheses", section 15.2), and this
//! one never gives a larger p than the height alone.

use super::placement::Placed;
use crate::statistics::binomial::float;
use crate::statistics::permuted_sum::{Moments, Packed, READINGS_MAX, Thresholds};
use crate::statistics::tail_score::TailScore;

/// Scores closer than this are equal: they differ only by rounding.
const TIE: f64 = 1e-9;

/// The observed side of a test: what can be said before any draw.
#[derive(Debug, Clone, PartialEq)]
pub struct Standing {
    pub(super) observed: Packed,
    pub(super) moments: [Moments; READINGS_MAX],
    pub(super) leading: usize,
    scales: [Option<TailScore>; READINGS_MAX],
    unit: u64,
    /// The highest score; absent where no arrangement differs from another.
    pub score: Option<f64>,
}

impl Standing {
    /// Weighs the readings against each other by exact mean and variance.
    pub fn of(placed: &Placed, readings: usize) -> Self {
        let mut out = Self {
            observed: placed.table.observed(),
            moments: [Moments::default(); READINGS_MAX],
            leading: 0,
            scales: [const { None }; READINGS_MAX],
            unit: placed.unit,
            score: None,
        };
        let slots = out.moments.iter_mut().zip(&mut out.scales).enumerate().take(readings);
        for (reading, (moments, slot)) in slots {
            *moments = placed.table.moments(reading);
            *slot = scale(placed, reading, *moments);
            let score = slot.as_ref().map(|scale| scale.of(out.observed.get(reading), out.unit));
            if score > out.score {
                out.score = score;
                out.leading = reading;
            }
        }
        out
    }

    /// The order of arrangements around the observed one; `None` where they do not differ.
    pub fn reach(&self, placed: &Placed) -> Option<Reach<'_>> {
        let highest = self.score?;
        let least_at = |target: f64| {
            let mut least = [None; READINGS_MAX];
            for ((slot, scale), n) in least.iter_mut().zip(&self.scales).zip(placed.n) {
                let scale = scale.as_ref();
                *slot = scale.and_then(|scale| least_reaching(scale, n, self.unit, target));
            }
            Thresholds::new(least)
        };
        Some(Reach {
            standing: self,
            as_high: least_at(highest - TIE),
            higher: least_at(highest + TIE),
            together: self.together(self.observed),
        })
    }

    /// The highest score of a sum.
    #[cfg(test)]
    pub(super) fn highest(&self, sum: Packed) -> f64 {
        let scales = self.scales.iter().enumerate();
        let scores = scales
            .filter_map(|(reading, scale)| Some(scale.as_ref()?.of(sum.get(reading), self.unit)));
        scores.fold(f64::NEG_INFINITY, f64::max)
    }

    /// The scores of all readings, summed.
    fn together(&self, sum: Packed) -> f64 {
        let scales = self.scales.iter().enumerate();
        scales
            .filter_map(|(reading, scale)| Some(scale.as_ref()?.of(sum.get(reading), self.unit)))
            .sum()
    }
}

/// Tells which sums stand at least as far above chance as the observed one.
#[derive(Debug, Clone, Copy)]
pub struct Reach<'a> {
    standing: &'a Standing,
    as_high: Thresholds,
    higher: Thresholds,
    together: f64,
}

impl Reach<'_> {
    /// Whether this sum does.
    pub fn holds(&self, sum: Packed) -> bool {
        self.as_high.any(sum)
            && (self.higher.any(sum) || self.standing.together(sum) >= self.together - TIE)
    }
}

/// The scores of one reading; moments come in units.
fn scale(placed: &Placed, reading: usize, moments: Moments) -> Option<TailScore> {
    let unit = float(placed.unit);
    let chance = Moments { mean: moments.mean / unit, variance: moments.variance / (unit * unit) };
    TailScore::new(placed.n.get(reading).copied().unwrap_or(0), chance)
}

/// The least sum whose score is at least `target`, by halving: scores rise.
fn least_reaching(scale: &TailScore, n: u64, unit: u64, target: f64) -> Option<u64> {
    let reaches = |sum: u64| scale.of(sum, unit) >= target;
    let (mut low, mut high) = (0, n * unit);
    if !reaches(high) {
        return None;
    }
    while low < high {
        let middle = u64::midpoint(low, high);
        if reaches(middle) { high = middle } else { low = middle + 1 }
    }
    Some(low)
}
