//! One row a statistic and null model: p-values of own and of swapped pairs, and what follows.

use rayon::prelude::*;

use crate::questions::coincidence::days::Calendar;
use crate::questions::coincidence::placement::{Placed, Scene};
use crate::questions::coincidence::reading::{Happening, Reading};
use crate::questions::coincidence::trial::{self, Plan};
use crate::statistics::accuracy::area_under_curve;
use crate::statistics::binomial::{at_least, exact_interval, float};
use crate::statistics::gaps::{Nearness, nearness};
use crate::statistics::multiple::{Rule, rejected};
use crate::statistics::permuted_sum::{Dice, Draws};
use crate::statistics::quantile::{distance_from_even, quantile};
use crate::windows::{Span, Windows};

/// The lag window of the first reading, seconds before and after: the default of the settings.
const LAG_S: (i64, i64) = (24 * 3600, 2 * 3600);

/// What the house computes.
const HOUSE: &str = "maximum (the house)";

/// One statistic under one null model.
#[derive(Debug, Clone, PartialEq)]
pub struct Row {
    /// The statistic.
    pub statistic: String,
    /// The null model.
    pub null: &'static str,
    /// Area under the curve of p, own against swapped pairs.
    pub auc: f64,
    /// Own pairs with p ≤ .05.
    pub true_05: Counted,
    /// With p ≤ .01.
    pub true_01: Counted,
    /// Swapped pairs with p ≤ .05.
    pub false_05: Counted,
    /// With p ≤ .01.
    pub false_01: Counted,
    /// Rejections of Benjamini–Hochberg at .05, mean over the families.
    pub rejected: f64,
    /// Of them swapped pairs.
    pub rejected_false: f64,
    /// Share of false rejections, mean over the families; 0 where nothing is rejected.
    pub false_share: f64,
    /// Quantiles of the swapped pairs' p at [`SHARES`]; even p has them at the shares themselves.
    pub spread: Vec<f64>,
    /// Largest distance of the swapped pairs' p from an even spread (Kolmogorov–Smirnov).
    pub distance: f64,
}

impl Row {
    /// Own pairs that Benjamini–Hochberg finds, mean over the families.
    pub fn found(&self) -> f64 {
        self.rejected - self.rejected_false
    }
}

/// Shares at which the spread of p is printed.
pub const SHARES: [f64; 7] = [0.01, 0.05, 0.1, 0.25, 0.5, 0.75, 0.9];

/// A count of pairs among all of its kind.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Counted {
    /// Pairs that count.
    pub hits: u64,
    /// All of them.
    pub all: u64,
}

impl Counted {
    fn below(list: &[f64], limit: f64) -> Self {
        let hits = list.iter().filter(|p| **p <= limit).count() as u64;
        Self { hits, all: list.len() as u64 }
    }

    /// Their share.
    pub fn share(self) -> f64 {
        float(self.hits) / float(self.all.max(1))
    }

    /// The exact 95 % interval of the share, as if the pairs were independent; they share series,
    /// so the true one is wider.
    pub fn interval(self) -> (f64, f64) {
        exact_interval(self.hits, self.all, 0.95)
    }
}

/// One person's or pair's two series.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Streams {
    /// Events in the place of payments.
    pub payments: Vec<Happening>,
    /// Sessions.
    pub sessions: Vec<Span>,
}

/// Which streams are tried with which: own ones, swapped ones, and families of tests for
/// Benjamini–Hochberg (each own pair with the swapped ones of the family).
#[derive(Debug, Clone)]
pub struct Trials {
    /// The streams.
    pub streams: Vec<Streams>,
    /// Swapped pairs: payments of the first, sessions of the second.
    pub swapped: Vec<(usize, usize)>,
    /// Families: places in `swapped` that are tested together with all own pairs.
    pub families: Vec<Vec<usize>>,
    /// Local days.
    pub calendar: Calendar,
    /// What is covered.
    pub window: Windows,
    /// Draws at most.
    pub draws_max: u64,
    /// Seed.
    pub seed: u64,
}

/// p-values of own and of swapped pairs.
struct Outcome {
    own: Vec<f64>,
    swapped: Vec<f64>,
}

impl Trials {
    fn scene<'s>(
        &'s self,
        (left, right): (usize, usize),
        calendar: &'s Calendar,
        readings: &'s [Reading],
    ) -> Scene<'s> {
        let payments = self.streams.get(left).map(|one| one.payments.as_slice());
        let sessions = self.streams.get(right).map(|one| one.sessions.as_slice());
        Scene {
            calendar,
            readings,
            payments: payments.unwrap_or_default(),
            sessions: sessions.unwrap_or_default(),
            window: &self.window,
        }
    }

    fn pairs(&self) -> Vec<(usize, usize)> {
        let own = (0..self.streams.len()).map(|at| (at, at));
        own.chain(self.swapped.iter().copied()).collect()
    }

    /// Splits values in the order of [`Trials::pairs`].
    fn outcome(&self, mut all: Vec<f64>) -> Outcome {
        let swapped = all.split_off(self.streams.len().min(all.len()));
        Outcome { own: all, swapped }
    }

    /// The row of the house: the highest of its three readings, days permuted in strata.
    pub fn house(&self) -> Option<Row> {
        let all = Reading::standard(LAG_S);
        self.readings(HOUSE, &all, Strata::Apart).into_iter().next()
    }

    /// The rows every set is measured by; the first is the house's.
    pub fn rows(&self) -> Vec<Row> {
        let all = Reading::standard(LAG_S);
        let mut rows = self.readings(HOUSE, &all, Strata::Apart);
        rows.extend(self.readings(HOUSE, &all, Strata::Joined));
        for (reading, name) in all.iter().zip(["24 h before – 2 h after", "± 60 min", "inside"])
        {
            rows.extend(self.readings(name, std::slice::from_ref(reading), Strata::Apart));
            rows.extend(self.readings(name, std::slice::from_ref(reading), Strata::Joined));
        }
        rows
    }

    /// Rows of counted readings: permutation, circular shift, even scatter, closed form.
    pub fn readings(&self, statistic: &str, readings: &[Reading], strata: Strata) -> Vec<Row> {
        let flat;
        let calendar = match strata {
            Strata::Apart => &self.calendar,
            Strata::Joined => {
                flat = self.calendar.clone().of_one_kind();
                &flat
            }
        };
        let run = |(stream, pair): (usize, (usize, usize))| {
            let plan = Plan::new(self.draws_max, self.seed, stream as u64);
            let trial = trial::run(self.scene(pair, calendar, readings), plan).ok()?;
            let first = trial.readings.first()?;
            #[expect(
                clippy::cast_possible_truncation,
                clippy::cast_sign_loss,
                reason = "a count of payments"
            )]
            let hits = first.observed.floor() as u64;
            let even = at_least(hits, first.n, first.covered_share);
            Some([trial.p, trial.p_shift.map_or(1.0, |(p, _)| p), even, trial.p_scattered])
        };
        let all: Vec<[f64; 4]> = self
            .pairs()
            .into_par_iter()
            .enumerate()
            .map(|pair| run(pair).unwrap_or([1.0; 4]))
            .collect();
        let names: &[(usize, &'static str)] = match (strata, readings.len()) {
            (Strata::Joined, _) => &[(0, "day permutation, no strata")],
            (Strata::Apart, 1) => &[
                (0, "day permutation in strata"),
                (1, "circular shift"),
                (2, "even scatter"),
                (3, "closed form, no rhythm (ECA)"),
            ],
            (Strata::Apart, _) => &[(0, "day permutation in strata"), (1, "circular shift")],
        };
        let column =
            |at: usize| all.iter().filter_map(|p| p.get(at).copied()).collect::<Vec<f64>>();
        names.iter().map(|(at, null)| self.row(statistic, null, column(*at))).collect()
    }

    /// Rows of the published measures of nearness under the permutation of days.
    pub fn nearness(&self, draws: u64) -> Vec<Row> {
        let readings = Reading::standard((0, 0));
        let run = |(stream, pair): (usize, (usize, usize))| {
            let scene = self.scene(pair, &self.calendar, &readings);
            let dice = Dice::new(self.seed, stream as u64);
            nearness_p(scene, dice, draws).unwrap_or([1.0; 4])
        };
        let all: Vec<[f64; 4]> = self.pairs().into_par_iter().enumerate().map(run).collect();
        let names = ["mean gap", "median gap", "segregation", "mingling"];
        let rows = names.into_iter().enumerate().map(|(at, name)| {
            let column = all.iter().filter_map(|p| p.get(at).copied()).collect();
            self.row(name, "day permutation in strata", column)
        });
        rows.collect()
    }

    fn row(&self, statistic: &str, null: &'static str, all: Vec<f64>) -> Row {
        let mut outcome = self.outcome(all);
        let minus = |list: &[f64]| list.iter().map(|p| -p).collect::<Vec<f64>>();
        let auc = area_under_curve(&minus(&outcome.own), &minus(&outcome.swapped));
        let Rejections { found, wrong, false_share } = self.rejections(&outcome);
        outcome.swapped.sort_by(f64::total_cmp);
        let spread = SHARES.iter().filter_map(|share| quantile(&outcome.swapped, *share));
        Row {
            statistic: statistic.to_owned(),
            null,
            auc: auc.unwrap_or(0.5),
            true_05: Counted::below(&outcome.own, 0.05),
            true_01: Counted::below(&outcome.own, 0.01),
            false_05: Counted::below(&outcome.swapped, 0.05),
            false_01: Counted::below(&outcome.swapped, 0.01),
            rejected: found + wrong,
            rejected_false: wrong,
            false_share,
            spread: spread.collect(),
            distance: distance_from_even(&outcome.swapped).map_or(0.0, |(distance, _)| distance),
        }
    }

    /// What Benjamini–Hochberg rejects at .05.
    fn rejections(&self, outcome: &Outcome) -> Rejections {
        let mut out = Rejections::default();
        for family in &self.families {
            let (mut found, mut wrong) = (0, 0);
            let mut p = outcome.own.clone();
            p.extend(family.iter().filter_map(|at| outcome.swapped.get(*at)));
            for (at, yes) in rejected(&p, 0.05, Rule::BenjaminiHochberg).into_iter().enumerate() {
                match (yes, at < outcome.own.len()) {
                    (true, true) => found += 1,
                    (true, false) => wrong += 1,
                    (false, _) => {}
                }
            }
            out.found += float(found);
            out.wrong += float(wrong);
            out.false_share += float(wrong) / float((found + wrong).max(1));
        }
        let families = float((self.families.len() as u64).max(1));
        Rejections {
            found: out.found / families,
            wrong: out.wrong / families,
            false_share: out.false_share / families,
        }
    }
}

/// Rejections, each a mean over the families.
#[derive(Debug, Clone, Copy, Default)]
struct Rejections {
    found: f64,
    wrong: f64,
    false_share: f64,
}

/// Whether kinds of days are kept apart.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Strata {
    /// The method of the house.
    Apart,
    /// For comparison: every day may take the place of any other.
    Joined,
}

/// p of mean gap, median gap, segregation and mingling; nearer is more extreme.
fn nearness_p(scene: Scene<'_>, dice: Dice, draws: u64) -> Option<[f64; 4]> {
    let starts: Vec<i64> = scene.sessions.iter().map(|session| session.from_us).collect();
    let measure = |payments: &[i64]| near_first(nearness(payments, &starts));
    let own: Vec<i64> = scene.payments.iter().map(|payment| payment.middle_us()).collect();
    let observed = measure(&own);
    let placed = Placed::new(scene).ok()?;
    let mut moved = Draws::new(&placed.table, dice);
    let mut reached = [0_u64; 4];
    for _ in 0..draws {
        moved.draw();
        let drawn = measure(&placed.laid(scene, &moved));
        for ((count, value), limit) in reached.iter_mut().zip(drawn).zip(observed) {
            *count += u64::from(value <= limit);
        }
    }
    Some(reached.map(|count| float(1 + count) / float(1 + draws)))
}

/// The four measures with the sign that makes small mean near.
fn near_first(measured: Nearness) -> [f64; 4] {
    let far = f64::INFINITY;
    [
        measured.mean_gap_us.unwrap_or(far),
        measured.median_gap_us.unwrap_or(far),
        measured.segregation.unwrap_or(far),
        measured.mingling.map_or(far, |mingling| -mingling),
    ]
}
