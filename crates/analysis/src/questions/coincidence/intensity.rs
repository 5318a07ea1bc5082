//! The payer's own profile against the sessions: do his payments follow his usual hours, or the
//! sessions?
//!
//! Under H0 a payment falls at `b(t)`: day of week and hour of day as in the payer's payments to
//! others, the two taken as independent and each smoothed by one count spread evenly. Under H1 a
//! share α of the payments falls instead by the sessions' kernel, even over the lag windows:
//! `(1 − α) b(t) + α k(t)`. Given n payments this is the ratio of conditional intensities
//! `b(t) + a Σ k(t − s)` against `b(t)` (Daley & Vere-Jones, "An Introduction to the Theory of
//! Point Processes", section 7.3). The maximum over α is no likelihood ratio for court: its
//! p-value under the permutation of days is what counts.

use super::days::{Calendar, DAY_US};
use super::placement::{Placed, Scene};
use super::reading::HOUR_US;
use super::report::Intensity;
use super::trial::Plan;
use crate::statistics::binomial::float;
use crate::statistics::permuted_sum::{Dice, Draws};

/// Fewest payments to others for a profile of one's own.
pub const PROFILE_PAYMENTS_MIN: usize = 30;

/// Permutations for the p of the ratio: enough for a second opinion beside the main test.
const DRAWS: u64 = 999;

/// Half the 95 % point of χ² with one degree of freedom: the fall of the log likelihood at the
/// ends of the interval.
const FALL: f64 = 1.920_729_410_347_062;

/// A share of exactly one would deny that any payment can lie elsewhere.
const SHARE_MAX: f64 = 1.0 - 1e-9;

/// The ratio of one pair; `None` where the payer's other payments are too few.
pub fn intensity(
    scene: Scene<'_>,
    placed: &Placed,
    elsewhere: &[i64],
    plan: Plan,
) -> Option<Intensity> {
    if elsewhere.len() < PROFILE_PAYMENTS_MIN {
        return None;
    }
    let rates = Rates::new(scene, elsewhere)?;
    let observed: Vec<f64> =
        scene.payments.iter().filter_map(|payment| rates.ratio(payment.middle_us())).collect();
    let (share, top) = maximum(&observed);
    let (share_low, share_high) = interval(&observed, share, top);
    let mut draws = Draws::new(&placed.table, Dice::new(plan.seed, plan.stream));
    let mut reached = 0;
    for _ in 0..DRAWS {
        draws.draw();
        let moved = placed.laid(scene, &draws);
        let ratios: Vec<f64> = moved.into_iter().filter_map(|at| rates.ratio(at)).collect();
        reached += u64::from(maximum(&ratios).1 >= top - 1e-9);
    }
    Some(Intensity {
        share,
        share_low,
        share_high,
        log10_ratio: top / std::f64::consts::LN_10,
        p: float(1 + reached) / float(1 + DRAWS),
        profile_payments: elsewhere.len() as u64,
    })
}

/// Densities over W of profile and kernel.
struct Rates<'a> {
    calendar: &'a Calendar,
    weekday: [f64; 7],
    hour: [f64; 24],
    /// Integral of `weekday · hour` over W, microseconds.
    profile_us: f64,
    kernel: crate::windows::Windows,
    kernel_us: f64,
}

impl<'a> Rates<'a> {
    #[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
    fn new(scene: Scene<'a>, elsewhere: &[i64]) -> Option<Self> {
        let kernel = scene.readings.first()?.near(scene.sessions).intersection(scene.window);
        let mut out = Self {
            calendar: scene.calendar,
            weekday: [1.0 / 7.0; 7],
            hour: [1.0 / 24.0; 24],
            profile_us: 0.0,
            kernel_us: kernel.measure_us() as f64,
            kernel,
        };
        for &at in elsewhere {
            if let Some((weekday, hour)) = out.cell(at) {
                if let Some(count) = out.weekday.get_mut(weekday) {
                    *count += 1.0;
                }
                if let Some(count) = out.hour.get_mut(hour) {
                    *count += 1.0;
                }
            }
        }
        let days = scene.calendar.days().iter();
        for day in days.filter(|day| scene.window.holds(day.from_us, day.until_us - 1)) {
            let all: f64 = out.hour.iter().sum();
            out.profile_us += out.weekday_rate(day.from_us) * all * HOUR_US as f64;
        }
        (out.profile_us > 0.0 && out.kernel_us > 0.0).then_some(out)
    }

    fn weekday_rate(&self, at_us: i64) -> f64 {
        self.cell(at_us).and_then(|(weekday, _)| self.weekday.get(weekday)).copied().unwrap_or(0.0)
    }

    fn cell(&self, at_us: i64) -> Option<(usize, usize)> {
        let day = self.calendar.days().get(self.calendar.day_of(at_us)?)?;
        let clock = self.calendar.clock_us(at_us)?.clamp(0, DAY_US - 1);
        let weekday = usize::try_from(day.date.weekday().to_monday_zero_offset()).ok()?;
        Some((weekday, usize::try_from(clock / HOUR_US).ok()?))
    }

    /// Kernel over profile at an instant.
    fn ratio(&self, at_us: i64) -> Option<f64> {
        let (weekday, hour) = self.cell(at_us)?;
        let profile = self.weekday.get(weekday)? * self.hour.get(hour)? / self.profile_us;
        let kernel = if self.kernel.contains(at_us) { 1.0 / self.kernel_us } else { 0.0 };
        Some(kernel / profile)
    }
}

/// log likelihood of a share against none.
fn log_likelihood(ratios: &[f64], share: f64) -> f64 {
    ratios.iter().map(|ratio| (1.0 - share + share * ratio).ln()).sum()
}

/// The share at which the likelihood is greatest, and its logarithm there. The function is
/// concave, so its slope has one zero at most: found by halving.
fn maximum(ratios: &[f64]) -> (f64, f64) {
    let slope = |share: f64| -> f64 {
        ratios.iter().map(|ratio| (ratio - 1.0) / (1.0 - share + share * ratio)).sum()
    };
    if ratios.is_empty() || slope(0.0) <= 0.0 {
        return (0.0, 0.0);
    }
    let share = zero(0.0, SHARE_MAX, slope);
    (share, log_likelihood(ratios, share).max(0.0))
}

/// Where the log likelihood has fallen by [`FALL`] on either side.
fn interval(ratios: &[f64], share: f64, top: f64) -> (f64, f64) {
    let left = |at: f64| log_likelihood(ratios, at) - (top - FALL);
    let low = if left(0.0) >= 0.0 { 0.0 } else { zero(0.0, share, |at| -left(at)) };
    let high = if left(SHARE_MAX) >= 0.0 { 1.0 } else { zero(share, SHARE_MAX, left) };
    (low, high)
}

/// The zero of a function that is positive at `low` and falls, to 1e-9.
fn zero(mut low: f64, mut high: f64, falls: impl Fn(f64) -> f64) -> f64 {
    for _ in 0..40 {
        let middle = f64::midpoint(low, high);
        if falls(middle) > 0.0 { low = middle } else { high = middle }
    }
    f64::midpoint(low, high)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_share_is_where_the_slope_is_zero() {
        // 6 of 10 payments where the kernel is 4 times the profile, 4 where it is absent:
        // 6·3/(1+3α) = 4/(1−α) at α = 14/30.
        let ratios = [4.0, 4.0, 4.0, 4.0, 4.0, 4.0, 0.0, 0.0, 0.0, 0.0];
        let (share, top) = maximum(&ratios);
        assert!((share - 14.0 / 30.0).abs() < 1e-6, "{share}");
        let (low, high) = interval(&ratios, share, top);
        assert!(0.0 < low && low < share && share < high && high < 1.0);
        for end in [low, high] {
            assert!((log_likelihood(&ratios, end) - (top - FALL)).abs() < 1e-6);
        }
    }

    #[test]
    fn payments_away_from_sessions_leave_no_share() {
        assert_eq!(maximum(&[0.0, 0.5, 0.9]), (0.0, 0.0));
        assert_eq!(maximum(&[]), (0.0, 0.0));
    }
}
