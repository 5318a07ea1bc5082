//! The test of one pair: the observed readings against the same days in another order.

use std::cmp::Ordering;

use serde::Serialize;

use super::placement::{Placed, Scene, TooMany};
use super::standing::{Reach, Standing};
use crate::statistics::binomial::float;
use crate::statistics::event_coincidence::scattered_p;
use crate::statistics::permuted_sum::{Dice, Draws, Packed, READINGS_MAX, Thresholds};

/// Exceedances after which a p-value is known well enough (Besag & Clifford 1991): its relative
/// error is then about a tenth.
pub const EXCEEDANCES_STOP: u64 = 100;

/// Draws made before any early stop: the band and the histogram need them.
pub const DRAWS_MIN: u64 = 999;

/// How many draws a test may take, and which random numbers it uses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Plan {
    /// Most draws, R.
    pub draws_max: u64,
    /// Seed of the run.
    pub seed: u64,
    /// Stream of this pair: its place among the pairs of the run.
    pub stream: u64,
    /// Whether a clearly large p ends the drawing.
    pub stop: Stop,
}

impl Plan {
    /// A plan that may stop early.
    pub fn new(draws_max: u64, seed: u64, stream: u64) -> Self {
        Self { draws_max, seed, stream, stop: Stop::Early }
    }
}

/// Whether drawing may end before R.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Stop {
    /// Once [`EXCEEDANCES_STOP`] draws have reached the observed value, not before [`DRAWS_MIN`].
    #[default]
    Early,
    /// The same, at once: for a verdict alone, without a band to show.
    AtOnce,
    /// Never: for measuring.
    AtR,
}

impl Stop {
    /// Draws before which drawing does not end.
    fn least(self) -> u64 {
        match self {
            Self::Early => DRAWS_MIN,
            Self::AtOnce => 0,
            Self::AtR => u64::MAX,
        }
    }
}

/// How a p-value was come by.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Method {
    /// Every arrangement of the days was counted.
    Exact,
    /// Random arrangements: R of them, or as many as its verdict among all tests needed.
    MonteCarlo,
    /// Fewer than R: the p-value was clearly large, and drawing stopped.
    StoppedEarly,
    /// No arrangement differs from another; there is nothing to test.
    #[default]
    Silent,
}

/// One reading of one pair.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReadingResult {
    /// `near`, `hour` or `inside`.
    pub name: &'static str,
    /// Lag window before a session's start, seconds.
    pub before_s: i64,
    /// After its end, seconds.
    pub after_s: i64,
    /// Payments it counts.
    pub n: u64,
    /// Payments that are near; a fraction where some are known only to an interval.
    pub observed: f64,
    /// Mean over all arrangements of the days.
    pub expected: f64,
    /// 2.5 % and 97.5 % of the arrangements.
    pub band95: (f64, f64),
    /// Share of W near a session; `n` times this is what one would expect without any rhythm.
    pub covered_share: f64,
    /// p of this reading alone, from the same arrangements; not corrected for the others.
    pub p_alone: f64,
}

/// What the test of one pair gave.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Trial {
    /// The reading that stands furthest above chance.
    pub leading: usize,
    /// How far: the largest tail score over the readings, about a normal quantile.
    pub score: f64,
    /// The readings.
    pub readings: Vec<ReadingResult>,
    /// p of the largest score, over all readings at once.
    pub p: f64,
    /// The least p this test could have given.
    pub p_least: f64,
    /// Draws made, or arrangements counted.
    pub draws: u64,
    /// Of those, how many reach the observed arrangement.
    pub reached: u64,
    /// How.
    pub method: Method,
    /// p under circular shifts, and the days of one step.
    pub p_shift: Option<(f64, u64)>,
    /// Closed form without any rhythm, first reading; for comparison only.
    pub p_scattered: f64,
    /// Arrangements by their sum in the leading reading, in payments.
    pub histogram: Vec<(f64, u64)>,
}

impl Trial {
    /// The order in which tests are told: by p, which puts the found ones first, then by how far above
    /// chance.
    pub fn clearer(&self, other: &Self) -> Ordering {
        self.p.total_cmp(&other.p).then(other.score.total_cmp(&self.score))
    }
}

/// Tests a scene.
pub fn run(scene: Scene<'_>, plan: Plan) -> Result<Trial, TooMany> {
    let placed = Placed::new(scene)?;
    let readings = scene.readings.len().min(READINGS_MAX);
    let standing = Standing::of(&placed, readings);
    let mut tally = Tally::new(&placed, &standing, readings, plan.stop);
    let Some(reach) = standing.reach(&placed) else {
        tally.all = 1;
        tally.count_own(standing.observed, 1);
        return Ok(tally.finish(scene, &standing, Method::Silent));
    };
    let arrangements = placed.table.arrangements();
    let method = if arrangements.is_some_and(|all| all <= plan.draws_max) {
        placed.table.enumerate(|sum, times| {
            tally.reached += times * u64::from(reach.holds(sum));
            tally.all += times;
            tally.count_own(sum, times);
        });
        Method::Exact
    } else {
        tally.draw(reach, plan)
    };
    tally.p_shift = shifted_p(&placed, scene, reach);
    Ok(tally.finish(scene, &standing, method))
}

/// p over all circular shifts, each counted once; `None` where W allows none.
fn shifted_p(placed: &Placed, scene: Scene<'_>, reach: Reach<'_>) -> Option<(f64, u64)> {
    let shifts = placed.shifts(scene);
    let reached = shifts.sums.iter().filter(|sum| reach.holds(**sum)).count() as u64;
    let all = shifts.sums.len() as u64;
    (all > 0).then(|| (float(1 + reached) / float(1 + all), shifts.days as u64))
}

/// Counts over the arrangements.
struct Tally<'a> {
    placed: &'a Placed,
    /// Draws before which drawing does not end.
    least: u64,
    own: Thresholds,
    readings: usize,
    reached: u64,
    all: u64,
    reached_own: [u64; READINGS_MAX],
    sums: Vec<Vec<u64>>,
    p_shift: Option<(f64, u64)>,
}

impl<'a> Tally<'a> {
    fn new(placed: &'a Placed, standing: &Standing, readings: usize, stop: Stop) -> Self {
        let mut own = [None; READINGS_MAX];
        for (reading, slot) in own.iter_mut().enumerate().take(readings) {
            *slot = Some(standing.observed.get(reading));
        }
        let length = |reading: usize| {
            let units = placed.n.get(reading).copied().unwrap_or(0) * placed.unit;
            usize::try_from(units).unwrap_or(usize::MAX).saturating_add(1)
        };
        Self {
            placed,
            least: stop.least(),
            own: Thresholds::new(own),
            readings,
            reached: 0,
            all: 0,
            reached_own: [0; READINGS_MAX],
            sums: (0..readings).map(|reading| vec![0; length(reading)]).collect(),
            p_shift: None,
        }
    }

    /// Counts one sum for every reading on its own.
    fn count_own(&mut self, sum: Packed, times: u64) {
        for (reading, counts) in self.sums.iter_mut().enumerate() {
            let place = usize::try_from(sum.get(reading)).ok();
            if let Some(count) = place.and_then(|place| counts.get_mut(place)) {
                *count += times;
            }
            if let Some(reached) = self.reached_own.get_mut(reading) {
                *reached += times * u64::from(self.own.reached(sum, reading));
            }
        }
    }

    /// Draws until R, or until enough draws have reached the observed value.
    fn draw(&mut self, reach: Reach<'_>, plan: Plan) -> Method {
        let mut draws = Draws::new(&self.placed.table, Dice::new(plan.seed, plan.stream));
        while self.all < plan.draws_max {
            let sum = draws.draw();
            self.all += 1;
            self.reached += u64::from(reach.holds(sum));
            self.count_own(sum, 1);
            if self.reached >= EXCEEDANCES_STOP && self.all >= self.least {
                return Method::StoppedEarly;
            }
        }
        Method::MonteCarlo
    }

    /// p from the counts. The observed arrangement is one of all when they are enumerated, and is
    /// added to those drawn; after an early stop past the first look p is the plain share, of what
    /// was counted until the stop. A reading on its own may have been reached less often than that.
    fn p(&self, reached: u64, method: Method) -> f64 {
        let share = match method {
            Method::Silent => 1.0,
            Method::Exact => float(reached) / float(self.all.max(1)),
            Method::StoppedEarly if self.all > self.least && reached >= EXCEEDANCES_STOP => {
                float(reached) / float(self.all)
            }
            Method::StoppedEarly | Method::MonteCarlo => float(1 + reached) / float(1 + self.all),
        };
        share.min(1.0)
    }

    fn finish(self, scene: Scene<'_>, standing: &Standing, method: Method) -> Trial {
        let p_least = match method {
            Method::Silent => 1.0,
            Method::Exact => 1.0 / float(self.all.max(1)),
            Method::MonteCarlo | Method::StoppedEarly => 1.0 / float(1 + self.all),
        };
        let readings = (0..self.readings).map(|at| self.reading(at, scene, standing, method));
        let unit = float(self.placed.unit);
        let counts = self.sums.get(standing.leading).map(Vec::as_slice).unwrap_or_default();
        let histogram = (0_u64..)
            .zip(counts)
            .filter(|(_, count)| **count > 0)
            .map(|(sum, count)| (float(sum) / unit, *count))
            .collect();
        Trial {
            leading: standing.leading,
            score: standing.score.unwrap_or(0.0),
            readings: readings.collect(),
            p: self.p(self.reached, method),
            p_least,
            draws: self.all,
            reached: self.reached,
            method,
            p_shift: self.p_shift,
            p_scattered: scattered(scene, standing.observed.get(0) / self.placed.unit.max(1)),
            histogram,
        }
    }

    fn reading(
        &self,
        at: usize,
        scene: Scene<'_>,
        standing: &Standing,
        method: Method,
    ) -> ReadingResult {
        let unit = float(self.placed.unit);
        let counts = self.sums.get(at).map(Vec::as_slice).unwrap_or_default();
        let quantile = |share: f64| float(count_quantile(counts, share)) / unit;
        let (before_us, after_us) =
            scene.readings.get(at).map_or((0, 0), |reading| (reading.before_us, reading.after_us));
        ReadingResult {
            name: scene.readings.get(at).map_or("", |reading| reading.name),
            before_s: before_us / 1_000_000,
            after_s: after_us / 1_000_000,
            n: self.placed.n.get(at).copied().unwrap_or(0),
            observed: float(standing.observed.get(at)) / unit,
            expected: standing.moments.get(at).map_or(0.0, |moments| moments.mean) / unit,
            band95: (quantile(0.025), quantile(0.975)),
            covered_share: self.placed.covered.get(at).copied().unwrap_or(0.0),
            p_alone: self.p(self.reached_own.get(at).copied().unwrap_or(0), method),
        }
    }
}

/// The least value that at least `share` of all counted values do not exceed.
fn count_quantile(counts: &[u64], share: f64) -> u64 {
    let all: u64 = counts.iter().sum();
    let mut seen = 0;
    for (value, count) in (0_u64..).zip(counts) {
        seen += count;
        if float(seen) >= share * float(all) && seen > 0 {
            return value;
        }
    }
    0
}

/// Donges' closed form for the first reading: every session covers its lag window and its own
/// length of W, and nothing else is known of when payments are made.
#[expect(clippy::cast_precision_loss, reason = "lengths are far below 2^52 microseconds")]
fn scattered(scene: Scene<'_>, hits: u64) -> f64 {
    let Some(reading) = scene.readings.first() else { return 1.0 };
    let n_b = scene.sessions.len() as u64;
    let inside: i64 = scene.sessions.iter().map(|session| session.measure_us()).sum();
    let each = (reading.before_us + reading.after_us) as f64 + inside as f64 / float(n_b.max(1));
    let share = (each / scene.window.measure_us().max(1) as f64).clamp(0.0, 1.0);
    scattered_p(hits, scene.payments.len() as u64, n_b, share)
}
