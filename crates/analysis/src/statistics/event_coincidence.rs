//! Event coincidence analysis: how often an event of one series follows one of the other, and how
//! often it would if both were scattered without any rhythm.
//!
//! - **Source:** Donges et al., "Event coincidence analysis for quantifying statistical
//!   interrelationships between event time series", Eur. Phys. J. Special Topics 225, 2016; on a
//!   grid of whole steps the conventions of CoinCalc (Siegmund et al., Computers & Geosciences 98,
//!   2017): a window of ΔT holds ΔT + 1 steps, a symmetric one 2ΔT + 1.
//! - **Known limit:** the closed form ignores every daily rhythm and calls far too many pairs
//!   significant; the house prints it only as a labelled comparison.

use super::binomial;

/// On which side of an event of B an event of A may lie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Side {
    /// `0 ≤ t_A − τ − t_B ≤ ΔT`.
    After,
    /// `|t_A − τ − t_B| ≤ ΔT`.
    Both,
}

/// The lag at which two events coincide, in the unit of the events.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Lag {
    /// Tolerance ΔT.
    pub delta: i64,
    /// Offset τ.
    pub tau: i64,
    /// Side.
    pub side: Side,
}

impl Lag {
    /// Whether `a` and `b` coincide.
    pub fn joins(self, a: i64, b: i64) -> bool {
        let lag = a - self.tau - b;
        match self.side {
            Side::After => (0..=self.delta).contains(&lag),
            Side::Both => lag.abs() <= self.delta,
        }
    }

    /// The share of `steps` that one event of B covers, on a grid of whole steps (CoinCalc).
    #[expect(clippy::cast_precision_loss, reason = "steps of a series are far below 2^52")]
    pub fn share_of_steps(self, steps: i64) -> f64 {
        match self.side {
            Side::After => (self.delta + 1) as f64 / (steps - self.tau) as f64,
            Side::Both => (2 * self.delta + 1) as f64 / steps as f64,
        }
    }

    /// The share of a window of `length` that one event of B covers, in continuous time (Donges).
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
    pub fn share_of_length(self, length: i64) -> f64 {
        let share = match self.side {
            Side::After => self.delta as f64 / (length - self.tau) as f64,
            Side::Both => 2.0 * self.delta as f64 / length as f64,
        };
        share.clamp(0.0, 1.0)
    }
}

/// How many events coincide, seen from either series.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coincidences {
    /// Events of A with an event of B in their past window (precursor).
    pub precursor: u64,
    /// Events of B with an event of A in their future window (trigger).
    pub trigger: u64,
}

/// Counts the coincidences of both kinds.
pub fn count(a: &[i64], b: &[i64], lag: Lag) -> Coincidences {
    let precursor = a.iter().filter(|&&t| b.iter().any(|&s| lag.joins(t, s))).count() as u64;
    let trigger = b.iter().filter(|&&s| a.iter().any(|&t| lag.joins(t, s))).count() as u64;
    Coincidences { precursor, trigger }
}

/// The chance of at least `hits` of `n` events coinciding with one of `others`, each of which
/// covers `share` of the time, if all were scattered evenly and independently.
pub fn scattered_p(hits: u64, n: u64, others: u64, share: f64) -> f64 {
    let covered = 1.0 - (1.0 - share).powf(binomial::float(others));
    binomial::at_least(hits, n, covered)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// CoinCalc 2.0, Example 1: 55 valid years, 6 events in either series, 3 of them coincide.
    #[test]
    fn equals_coincalc_on_its_first_example() {
        let p = |delta, side| scattered_p(3, 6, 6, Lag { delta, tau: 0, side }.share_of_steps(55));
        for (got, want) in [
            (p(0, Side::After), 0.017_775_57),
            (p(1, Side::After), 0.098_000_85),
            (p(1, Side::Both), 0.229_782_5),
        ] {
            assert!((got - want).abs() < 1e-7, "{got} for {want}");
        }
    }

    #[test]
    fn counts_from_either_side() {
        let a = [10, 11, 30];
        let b = [9, 20];
        let lag = Lag { delta: 2, tau: 0, side: Side::After };
        assert_eq!(count(&a, &b, lag), Coincidences { precursor: 2, trigger: 1 });
        let lag = Lag { delta: 10, tau: 0, side: Side::Both };
        assert_eq!(count(&a, &b, lag), Coincidences { precursor: 3, trigger: 2 });
    }
}
