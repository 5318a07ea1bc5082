//! The whole run: every pair of the case tested, counted together, and the method tested on
//! itself.

use std::collections::BTreeMap;

use model::views::{CaseView, KeyId};
use rayon::prelude::*;

use super::calibrate::{self, Swap};
use super::clock::{self, ClockTrial};
use super::days::{Calendar, DayRules};
use super::findings::TOLD_MAX;
use super::intensity::intensity;
use super::pairs::{self, Pair, Pairs, Payments, Scenery, Sessions};
use super::placement::{Placed, STRATUM_DAYS_MIN, Scene};
use super::ratio::{Reference, References};
use super::reading::{Fineness, Reading};
use super::report::{self, CoincidenceReport, PairTest, Validity, Verdict};
use super::rounds::Rounds;
use super::trial::{self, Plan, Trial};
use crate::basis::Basis;
use crate::question::AskSettings;
use crate::questions::guard::Guard;
use crate::statistics::accuracy::{area_under_curve, cllr, share_above};
use crate::statistics::binomial::float;
use crate::statistics::multiple::{Rule, adjusted, rejected};
use crate::windows::Span;

/// Pairs shown in full at most, with curve, histogram and intensity: more are not looked at.
pub(super) const SHOWN_IN_FULL_MAX: usize = 60;

/// Which streams are tested, and the least data of a test.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Streams {
    /// In the place of payments.
    pub a: Payments,
    /// In the place of sessions.
    pub b: Sessions,
    /// Least payments within W.
    pub n_a_min: u64,
    /// Least sessions within W.
    pub n_b_min: u64,
    /// Least R; raised to 1.1 · m / q where many pairs are tested.
    pub draws_min: u64,
}

impl Default for Streams {
    fn default() -> Self {
        Self {
            a: Payments::default(),
            b: Sessions::default(),
            // Published areas under the curve fall to .60–.69 with single events.
            n_a_min: 10,
            n_b_min: 10,
            draws_min: 9_999,
        }
    }
}

/// A run with everything its findings are made of.
pub(super) struct Run {
    /// The stable result.
    pub(super) report: CoincidenceReport,
    pub(super) calendar: Calendar,
    pub(super) readings: [Reading; 3],
    pub(super) cases: Vec<Case>,
}

/// A pair with its window, and its test where it had enough data.
pub(super) struct Case {
    pub(super) pair: Pair,
    pub(super) scenery: Scenery,
    pub(super) trial: Option<Trial>,
}

impl Run {
    /// The scene of a case.
    pub(super) fn scene<'a>(&'a self, case: &'a Case) -> Scene<'a> {
        scene(&self.calendar, &self.readings, &case.scenery)
    }
}

/// A scene over a scenery.
pub(super) fn scene<'a>(
    calendar: &'a Calendar,
    readings: &'a [Reading],
    scenery: &'a Scenery,
) -> Scene<'a> {
    Scene {
        calendar,
        readings,
        payments: &scenery.happenings,
        sessions: &scenery.sessions,
        window: &scenery.window,
    }
}

/// Draws that m tests at q need, so that the smallest p can pass Benjamini–Hochberg with room.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "q is bounded below, so the number is far inside 64 bits"
)]
pub fn draws_for(m: u64, q: f64, least: u64) -> u64 {
    let needed = (1.1 * float(m) / q.max(1e-6)).ceil();
    (needed as u64).max(least).max(999)
}

/// Asks the question of a case.
pub(super) fn run(basis: &Basis<'_>, streams: Streams) -> Run {
    let Basis { view, settings, .. } = *basis;
    let reach = pairs::reach(view).unwrap_or(Span { from_us: 0, until_us: 0 });
    let rules = DayRules { pay_days: &settings.pay_days, holidays: &settings.holidays };
    let calendar = Calendar::new(&settings.zone, reach, rules);
    let found = pairs::find(basis, (streams.a, streams.b), &calendar);
    let readings = Reading::standard((settings.window_before_s, settings.window_after_s));
    let guard = basis.guard();
    let asked = Asked { settings, streams, calendar: &calendar, readings: &readings, guard };
    match rayon::ThreadPoolBuilder::new().num_threads(settings.threads.max(1)).build() {
        Ok(pool) => pool.install(|| asked.all(view, found)),
        // Without threads of its own the work is done on the common ones, with the same result.
        Err(_) => asked.all(view, found),
    }
}

struct Asked<'a> {
    settings: &'a AskSettings,
    streams: Streams,
    calendar: &'a Calendar,
    readings: &'a [Reading; 3],
    guard: &'a Guard,
}

impl Asked<'_> {
    fn all(&self, view: &CaseView, found: Pairs) -> Run {
        let without_calls = found.without_calls;
        let sceneries: Vec<Scenery> =
            found.list.par_iter().map(|pair| pair.scenery(pair)).collect();
        let enough: Vec<bool> = sceneries.iter().map(|scenery| self.enough(scenery)).collect();
        let m = enough.iter().filter(|yes| **yes).count() as u64;
        let r = draws_for(m, self.settings.q, self.streams.draws_min);
        let rounds = Rounds {
            calendar: self.calendar,
            readings: self.readings,
            sceneries: &sceneries,
            seed: self.settings.seed,
            q: self.settings.q,
            r,
            draws_min: self.streams.draws_min.max(trial::DRAWS_MIN),
            told_max: TOLD_MAX,
        };
        let trials = rounds.trials(enough);
        let mut cases: Vec<Case> = found
            .list
            .into_iter()
            .zip(sceneries)
            .zip(trials)
            .map(|((pair, scenery), trial)| Case { pair, scenery, trial })
            .collect();
        // Tested pairs first, those with too little data after them; each in order of identities.
        cases.sort_by_key(|case| case.trial.is_none());
        let mut tests = self.tests(view, &cases, m, r);
        let swaps = calibrate::swaps(&cases, self.scenes(), self.settings.seed);
        let validity = ratios(&cases, &swaps, &mut tests);
        self.in_full(&cases, &found.elsewhere, r, &mut tests);
        let report = CoincidenceReport {
            stream_a: self.streams.a,
            stream_b: self.streams.b,
            m,
            q: self.settings.q,
            seed: self.settings.seed,
            r,
            window_before_s: self.settings.window_before_s,
            window_after_s: self.settings.window_after_s,
            n_min: (self.streams.n_a_min, self.streams.n_b_min),
            without_calls,
            tests,
            calibration: calibrate::pages(&cases, &swaps, self.scenes(), self.settings.seed),
            validity,
        };
        Run { report, calendar: self.calendar.clone(), readings: *self.readings, cases }
    }

    fn scenes(&self) -> calibrate::Scenes<'_> {
        calibrate::Scenes {
            calendar: self.calendar,
            readings: self.readings,
            n_min: (self.streams.n_a_min, self.streams.n_b_min),
        }
    }

    fn enough(&self, scenery: &Scenery) -> bool {
        scenery.payments.len() as u64 >= self.streams.n_a_min
            && scenery.sessions.len() as u64 >= self.streams.n_b_min
    }

    fn tests(&self, view: &CaseView, cases: &[Case], m: u64, r: u64) -> Vec<PairTest> {
        let q = self.settings.q;
        let p: Vec<f64> = cases.iter().filter_map(|case| Some(case.trial.as_ref()?.p)).collect();
        let by_hochberg = rejected(&p, q, Rule::BenjaminiHochberg);
        let by_yekutieli = rejected(&p, q, Rule::BenjaminiYekutieli);
        let q_values = adjusted(&p, Rule::BenjaminiHochberg);
        let least = q / float(m.max(1));
        let mut tests: Vec<PairTest> =
            cases.iter().map(|case| self.plain(view, case, least, r)).collect();
        let judged = by_hochberg.into_iter().zip(by_yekutieli).zip(q_values);
        for (test, ((bh, by), q_value)) in tests.iter_mut().zip(judged) {
            test.rejected_bh = bh;
            test.rejected_by = by;
            test.q_value = Some(q_value);
            if bh {
                test.verdict = Verdict::Associated;
            }
        }
        tests
    }

    /// The test of one case, before it is counted with the others.
    fn plain(&self, view: &CaseView, case: &Case, least: f64, r: u64) -> PairTest {
        let strata = super::placement::strata(self.calendar, &case.scenery.window);
        let trial = case.trial.as_ref();
        let leading = trial.and_then(|trial| trial.readings.get(trial.leading));
        let by_day = |p: &&super::pairs::Paid| p.when.fineness() == Fineness::Day;
        let resolved = trial.map(|trial| p_least(trial, r));
        PairTest {
            a: view.keys.text(case.pair.who.0).to_owned(),
            b: view.keys.text(case.pair.who.1).to_owned(),
            possible_victim: self.guard.holds(case.pair.who.0) || self.guard.holds(case.pair.who.1),
            n_a: case.scenery.payments.len() as u64,
            n_b: case.scenery.sessions.len() as u64,
            n_a_by_day: case.scenery.payments.iter().filter(by_day).count() as u64,
            n_b_by_day: case.pair.calls_by_day,
            days: strata.iter().map(|stratum| stratum.days.len() as u64).sum(),
            strata: strata
                .iter()
                .map(|stratum| format!("{}:{}", stratum.kind.name(), stratum.days.len()))
                .collect(),
            statistic: leading.map(|reading| format!("{}_share", reading.name)),
            observed: leading.map(|reading| reading.observed),
            expected: leading.map(|reading| reading.expected),
            band95: leading.map(|reading| reading.band95),
            score: trial.map(|trial| trial.score),
            p: trial.map(|trial| trial.p),
            p_least: resolved,
            q_value: None,
            draws: trial.map_or(0, |trial| trial.draws),
            method: trial.map(|trial| trial.method),
            p_week_shift: trial.and_then(|trial| trial.p_shift).map(|(p, _)| p),
            shift_days: trial.and_then(|trial| trial.p_shift).map(|(_, days)| days),
            p_poisson_ignores_rhythm: trial.map(|trial| trial.p_scattered),
            rejected_bh: false,
            rejected_by: false,
            lr: None,
            lr_cap: None,
            intensity: None,
            clock: None,
            readings: trial.map(|trial| trial.readings.clone()).unwrap_or_default(),
            verdict: match resolved {
                None => Verdict::InsufficientData,
                Some(p_least) if p_least > least => Verdict::CannotTell,
                Some(_) => Verdict::NotShown,
            },
        }
    }

    /// The intensity ratio of the pairs that are shown in full, and the same test with a clock wrong.
    fn in_full(
        &self,
        cases: &[Case],
        elsewhere: &BTreeMap<KeyId, Vec<(KeyId, i64)>>,
        r: u64,
        tests: &mut [PairTest],
    ) {
        let draws = clock::draws(report::largest_shown(tests), r);
        let ask = |(at, (case, test)): (usize, (&Case, &mut PairTest))| {
            let all = elsewhere.get(&case.pair.who.0).map(Vec::as_slice).unwrap_or_default();
            let others: Vec<i64> = all
                .iter()
                .filter(|(payee, _)| *payee != case.pair.who.1)
                .map(|(_, at)| *at)
                .collect();
            let scene = scene(self.calendar, self.readings, &case.scenery);
            let placed = Placed::new(scene).ok();
            let stream = calibrate::INTENSITY_STREAM + at as u64;
            let plan = Plan::new(0, self.settings.seed, stream);
            test.intensity = placed.and_then(|placed| intensity(scene, &placed, &others, plan));
            let stream = calibrate::CLOCK_STREAM + at as u64;
            test.clock = ClockTrial::of(scene, Plan::new(draws, self.settings.seed, stream));
        };
        let shown = cases.iter().zip(tests).enumerate();
        let mut shown: Vec<_> =
            shown.filter(|(_, (_, test))| test.verdict == Verdict::Associated).collect();
        shown.truncate(SHOWN_IN_FULL_MAX);
        shown.into_par_iter().for_each(ask);
    }
}

/// The least p a test could have given; one that drew could have gone on to R.
fn p_least(trial: &Trial, r: u64) -> f64 {
    match trial.method {
        trial::Method::StoppedEarly | trial::Method::MonteCarlo => 1.0 / (float(r) + 1.0),
        _ => trial.p_least,
    }
}

/// Gives every tested pair its likelihood ratio, and measures how well the ratios do.
fn ratios(cases: &[Case], swaps: &[Swap], tests: &mut [PairTest]) -> Option<Validity> {
    let own = |case: &Case| {
        let score = case.trial.as_ref()?.score;
        Some(Reference { score, persons: vec![case.pair.who.0, case.pair.who.1] })
    };
    let same: Vec<Reference> = cases.iter().filter_map(own).collect();
    let different: Vec<Reference> = swaps.iter().map(|swap| swap.reference.clone()).collect();
    let scores = |list: &[Reference]| list.iter().map(|pair| pair.score).collect::<Vec<f64>>();
    let all = References::new(&same, &different);
    let ratio = |pair: &Reference| all.ratio(pair.score, &pair.persons);
    let auc = area_under_curve(&scores(&same), &scores(&different));
    let same: Vec<_> = same.par_iter().map(ratio).collect();
    let different: Vec<_> = different.par_iter().map(ratio).collect();
    for (test, ratio) in tests.iter_mut().zip(&same) {
        test.lr = ratio.map(|ratio| 10_f64.powf(ratio.log10));
        test.lr_cap = ratio.map(|ratio| float(ratio.cap));
    }
    let logs = |list: &[Option<super::ratio::Ratio>]| {
        list.iter().flatten().map(|ratio| ratio.log10).collect::<Vec<f64>>()
    };
    let (same, different) = (logs(&same), logs(&different));
    Some(Validity {
        same: same.len() as u64,
        different: different.len() as u64,
        auc: auc?,
        true_above_one: share_above(&same, 0.0)?,
        false_above_one: share_above(&different, 0.0)?,
        cllr: cllr(&same, &different)?,
    })
}

/// Strata of weekdays or weekends that stand apart with fewer days than a stratum should have.
pub(super) fn small_strata(test: &PairTest) -> u64 {
    let days = test.strata.iter().filter_map(|text| text.rsplit_once(':'));
    let small = days.filter_map(|(_, days)| days.parse::<usize>().ok());
    small.filter(|days| *days < STRATUM_DAYS_MIN).count() as u64
}
