//! Drawing in rounds: a test goes on only while its verdict among all the others is open.
//!
//! With m tests a lone finding needs R = 1.1 · m / q draws, and most tests need far fewer: where many
//! pairs are found, the threshold of Benjamini & Hochberg lies well above 1/R; where none is near it,
//! a few thousand draws show that. After each round every p-value lies, with a probability of at
//! least 1 − ε for all tests and rounds together, between exact bounds (Clopper & Pearson). The
//! procedure is monotone: what it rejects with every upper bound it rejects with the true p-values,
//! and what it does not reject with every lower bound it does not. Only the tests between the two go
//! on.
//!
//! Source: Gandy & Hahn, MMCTest – a safe algorithm for implementing multiple Monte Carlo tests,
//! Scandinavian Journal of Statistics 41, 2014.

use rayon::prelude::*;

use super::days::Calendar;
use super::pairs::Scenery;
use super::reading::Reading;
use super::run::scene;
use super::trial::{self, DRAWS_MIN, Method, Plan, Stop, Trial};
use crate::statistics::binomial::{exact_interval, float};
use crate::statistics::multiple::{Rule, rejected};

/// Probability that any verdict differs from the one that all draws would give, at most.
const VERDICT_ERROR: f64 = 0.001;

/// By how much a round is longer than the one before.
const GROWTH: u64 = 4;

/// The pairs of a case and how they are to be tested.
pub(super) struct Rounds<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) readings: &'a [Reading],
    pub(super) sceneries: &'a [Scenery],
    pub(super) seed: u64,
    pub(super) q: f64,
    /// R, most draws of a test.
    pub(super) r: u64,
    /// Draws of a test that is told and not stopped early, where R is no less.
    pub(super) draws_min: u64,
    /// Tests that will be told one by one; the others are only counted.
    pub(super) told_max: usize,
}

impl Rounds<'_> {
    /// The tests of the pairs with enough data, each with as many draws as its verdict needs, and
    /// those that will be told with `draws_min` at least.
    ///
    /// A test that goes on begins anew with the same random numbers: the draws it repeats are half of
    /// the round at most, and nothing of a million tests need be held in memory.
    pub(super) fn trials(&self, enough: Vec<bool>) -> Vec<Option<Trial>> {
        let m = enough.iter().filter(|yes| **yes).count();
        let all_are_told = m <= self.told_max;
        let rounds = rounds(self.draws_min, self.r, all_are_told);
        let stop = if all_are_told { Stop::Early } else { Stop::AtOnce };
        let mut trials: Vec<Option<Trial>> = vec![None; self.sceneries.len()];
        let mut goes_on = enough;
        for draws in &rounds {
            self.draw(&mut trials, &goes_on, *draws, stop);
            if *draws < self.r {
                let tested: Vec<&Trial> = trials.iter().flatten().collect();
                let mut open = open(&tested, self.q, self.r, rounds.len()).into_iter();
                let is_open = |trial: &Option<Trial>| trial.is_some() && open.next() == Some(true);
                goes_on = trials.iter().map(is_open).collect();
            }
        }
        let draws = self.draws_min.min(self.r);
        let told = coarse(&trials, draws, self.told_max);
        self.draw(&mut trials, &told, draws, Stop::Early);
        trials
    }

    /// Draws the chosen tests anew.
    fn draw(&self, trials: &mut [Option<Trial>], chosen: &[bool], draws_max: u64, stop: Stop) {
        let run = |(at, (slot, chosen)): (usize, (&mut Option<Trial>, &bool))| {
            if let Some(scenery) = self.sceneries.get(at).filter(|_| *chosen) {
                let plan = Plan { stop, ..Plan::new(draws_max, self.seed, at as u64) };
                *slot = trial::run(scene(self.calendar, self.readings, scenery), plan).ok();
            }
        };
        trials.par_iter_mut().zip(chosen).enumerate().for_each(run);
    }
}

/// Draws of each round, the last one R. Where only some of the pairs will be told one by one, a
/// shorter round comes first: it settles most of them.
fn rounds(draws_min: u64, r: u64, all_are_told: bool) -> Vec<u64> {
    let mut rounds = Vec::new();
    if !all_are_told {
        rounds.push((draws_min / 2).max(DRAWS_MIN).min(draws_min).min(r));
    }
    rounds.push(draws_min.min(r));
    rounds.dedup();
    while let Some(last) = rounds.last().copied().filter(|last| *last < r) {
        rounds.push(last.saturating_mul(GROWTH).min(r));
    }
    rounds
}

/// The tests that will be told one by one, at most `told_max`, and were drawn for their verdict alone:
/// what a person reads of them is not coarser than [`DRAWS_MIN`] after an early stop, and `draws`
/// without one.
fn coarse(trials: &[Option<Trial>], draws: u64, told_max: usize) -> Vec<bool> {
    let mut order: Vec<(usize, &Trial)> =
        trials.iter().enumerate().filter_map(|(at, trial)| Some((at, trial.as_ref()?))).collect();
    order.sort_by(|(_, x), (_, y)| x.clearer(y));
    let mut out = vec![false; trials.len()];
    for (at, trial) in order.into_iter().take(told_max) {
        if let Some(slot) = out.get_mut(at) {
            let early = trial.method == Method::StoppedEarly && trial.draws < DRAWS_MIN;
            *slot = early || can_go_on(trial, draws);
        }
    }
    out
}

/// Which tests must go on after a round of `rounds`, in the order given; all have been tested.
fn open(trials: &[&Trial], q: f64, r: u64, rounds: usize) -> Vec<bool> {
    let looks = float(trials.len() as u64) * float(rounds as u64);
    let confidence = 1.0 - VERDICT_ERROR / looks.max(1.0);
    let bounds: Vec<(f64, f64)> = trials.iter().map(|trial| bounds(trial, r, confidence)).collect();
    let (low, high): (Vec<f64>, Vec<f64>) = bounds.into_iter().unzip();
    let surely = rejected(&high, q, Rule::BenjaminiHochberg);
    let possibly = rejected(&low, q, Rule::BenjaminiHochberg);
    let verdicts = surely.into_iter().zip(possibly);
    let open = |(trial, (surely, possibly)): (&&Trial, (bool, bool))| {
        can_go_on(trial, r) && possibly && !surely
    };
    trials.iter().zip(verdicts).map(open).collect()
}

fn can_go_on(trial: &Trial, r: u64) -> bool {
    trial.method == Method::MonteCarlo && trial.draws < r
}

/// Between which values p lies. A test that cannot go on is taken at its p.
fn bounds(trial: &Trial, r: u64, confidence: f64) -> (f64, f64) {
    if !can_go_on(trial, r) {
        return (trial.p, trial.p);
    }
    let (low, high) = exact_interval(trial.reached, trial.draws, confidence);
    (low.min(trial.p), high.max(trial.p))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn drawn(reached: u64, draws: u64) -> Trial {
        let p = float(1 + reached) / float(1 + draws);
        Trial { reached, draws, p, method: Method::MonteCarlo, ..Trial::default() }
    }

    #[test]
    fn rounds_grow_to_r() {
        assert_eq!(rounds(9_999, 9_999, true), [9_999]);
        assert_eq!(rounds(9_999, 14_872, true), [9_999, 14_872]);
        assert_eq!(rounds(9_999, 200_000, true), [9_999, 39_996, 159_984, 200_000]);
        assert_eq!(rounds(9_999, 999, true), [999]);
        assert_eq!(rounds(9_999, 40_000, false), [4_999, 9_999, 39_996, 40_000]);
        assert_eq!(rounds(999, 40_000, false), [999, 3_996, 15_984, 40_000]);
    }

    #[test]
    fn what_will_be_told_is_drawn_further() {
        let trials = [Some(drawn(40, 2_499)), None, Some(drawn(0, 2_499)), Some(drawn(0, 9_999))];
        assert_eq!(coarse(&trials, 9_999, 3), [true, false, true, false]);
        assert_eq!(coarse(&trials, 9_999, 2), [false, false, true, false]);
        let early = Trial { method: Method::StoppedEarly, ..drawn(100, 150) };
        let known = Trial { method: Method::StoppedEarly, ..drawn(500, DRAWS_MIN) };
        assert_eq!(coarse(&[Some(early), Some(known)], 9_999, 2), [true, false]);
    }

    #[test]
    fn among_many_findings_the_clear_ones_are_settled_and_a_lone_one_goes_on() {
        let found = vec![drawn(0, 9_999); 800];
        let none = vec![drawn(5_000, 9_999); 9_200];
        let many: Vec<&Trial> = found.iter().chain(&none).collect();
        assert!(!open(&many, 0.05, 220_000, 4).contains(&true));
        let lone: Vec<&Trial> = found.iter().take(1).chain(&none).collect();
        let open = open(&lone, 0.05, 220_000, 4);
        assert_eq!(open.iter().filter(|open| **open).count(), 1);
        assert!(open[0]);
    }

    #[test]
    fn a_test_near_the_threshold_goes_on_and_one_at_r_does_not() {
        // 100 rejected of 1,000 make the threshold .005; 50 of 9,999 lie on it.
        let found = vec![drawn(0, 9_999); 100];
        let none = vec![drawn(5_000, 9_999); 899];
        let near = drawn(50, 9_999);
        let all: Vec<&Trial> = found.iter().chain(&none).chain([&near]).collect();
        assert_eq!(open(&all, 0.05, 22_000, 2).last(), Some(&true));
        assert!(!open(&all, 0.05, 9_999, 1).contains(&true));
    }
}
