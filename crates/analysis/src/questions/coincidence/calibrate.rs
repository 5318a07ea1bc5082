//! The method tested on itself: the case's own data, rearranged so that no association can be
//! left, run through the same code.
//!
//! - **Partner swap:** payments of one pair against sessions of another, no person in both.
//! - **One person shared:** the same payer's payments against sessions with another partner; his
//!   own daily rhythm is in both.
//! - **Time shift:** each pair's payments moved around W by whole weeks (days in short windows).

use std::collections::BTreeSet;

use rayon::prelude::*;

use super::days::Calendar;
use super::pairs::Scenery;
use super::placement::{Placed, ring, shift, strata};
use super::ratio::Reference;
use super::reading::Reading;
use super::report::Calibration;
use super::run::{Case, scene};
use super::standing::Standing;
use super::trial::{self, Plan};
use crate::statistics::binomial::{exact_interval, float};
use crate::statistics::permuted_sum::Dice;
use crate::statistics::quantile::{distance_from_even, quantile};

/// Rearranged pairs of one kind at most: the share below .05 is then known to ± 1.4 points.
const PAIRS_MAX: usize = 1_000;

/// Draws for a rearranged pair: p only has to be placed against .05 and .01.
const DRAWS: u64 = 999;

/// Streams of random numbers apart from those of the pairs themselves.
const SWAP_STREAM: u64 = 1 << 40;
const SHARED_STREAM: u64 = 2 << 40;
const SHIFT_STREAM: u64 = 3 << 40;
const CHOICE_STREAM: u64 = 4 << 40;
/// For [`super::intensity`].
pub(super) const INTENSITY_STREAM: u64 = 5 << 40;
/// The same for the clock on trial.
pub(super) const CLOCK_STREAM: u64 = 6 << 40;

/// What a rearranged scene is made of.
#[derive(Clone, Copy)]
pub(super) struct Scenes<'a> {
    pub(super) calendar: &'a Calendar,
    pub(super) readings: &'a [Reading],
    pub(super) n_min: (u64, u64),
}

impl Scenes<'_> {
    fn enough(&self, scenery: &Scenery) -> bool {
        scenery.happenings.len() as u64 >= self.n_min.0
            && scenery.sessions.len() as u64 >= self.n_min.1
    }

    fn p(&self, scenery: &Scenery, seed: u64, stream: u64) -> Option<f64> {
        let plan = Plan::new(DRAWS, seed, stream);
        trial::run(scene(self.calendar, self.readings, scenery), plan).ok().map(|trial| trial.p)
    }
}

/// Payments of one pair with sessions of another.
pub(super) struct Swap {
    pub(super) reference: Reference,
    scenery: Scenery,
}

/// Swapped pairs without a person in common: all of them, or an even sample.
pub(super) fn swaps(cases: &[Case], scenes: Scenes<'_>, seed: u64) -> Vec<Swap> {
    let chosen = choose(cases, Dice::new(seed, CHOICE_STREAM), |left, right| {
        !left.pair.shares_person(&right.pair)
    });
    let swap = |(left, right): (usize, usize)| {
        let (left, right) = (&cases.get(left)?.pair, &cases.get(right)?.pair);
        let scenery = left.scenery(right);
        if !scenes.enough(&scenery) {
            return None;
        }
        let laid = scene(scenes.calendar, scenes.readings, &scenery);
        let placed = Placed::new(laid).ok()?;
        let score = Standing::of(&placed, scenes.readings.len()).score.unwrap_or(0.0);
        let persons = vec![left.who.0, left.who.1, right.who.0, right.who.1];
        Some(Swap { reference: Reference { score, persons }, scenery })
    };
    chosen.into_par_iter().filter_map(swap).collect()
}

/// Ordered pairs of tested cases that qualify: all if they are few, else an even sample.
fn choose(
    cases: &[Case],
    mut dice: Dice,
    qualifies: impl Fn(&Case, &Case) -> bool,
) -> Vec<(usize, usize)> {
    let tested = cases.iter().take_while(|case| case.trial.is_some()).count();
    let good = |left: usize, right: usize| {
        left != right && cases.get(left).zip(cases.get(right)).is_some_and(|(a, b)| qualifies(a, b))
    };
    if tested.saturating_mul(tested) <= 4 * PAIRS_MAX {
        let all = (0..tested).flat_map(|left| (0..tested).map(move |right| (left, right)));
        let mut all: Vec<(usize, usize)> = all.filter(|&(a, b)| good(a, b)).collect();
        while all.len() > PAIRS_MAX {
            let out = dice.below(u32::try_from(all.len()).unwrap_or(u32::MAX)) as usize;
            all.swap_remove(out);
        }
        all.sort_unstable();
        return all;
    }
    let bound = u32::try_from(tested).unwrap_or(u32::MAX);
    let mut chosen = BTreeSet::new();
    // Tries are bounded: where few pairs qualify, a smaller sample is taken.
    for _ in 0..50 * PAIRS_MAX {
        let (left, right) = (dice.below(bound) as usize, dice.below(bound) as usize);
        if good(left, right) {
            chosen.insert((left, right));
        }
        if chosen.len() == PAIRS_MAX {
            break;
        }
    }
    chosen.into_iter().collect()
}

/// The pages of the method's own test.
pub(super) fn pages(
    cases: &[Case],
    swaps: &[Swap],
    scenes: Scenes<'_>,
    seed: u64,
) -> Vec<Calibration> {
    let swapped = (0_u64..).zip(swaps).collect::<Vec<_>>();
    let swapped = swapped
        .into_par_iter()
        .filter_map(|(at, swap)| scenes.p(&swap.scenery, seed, SWAP_STREAM + at));
    let shared = choose(cases, Dice::new(seed, CHOICE_STREAM + 1), |left, right| {
        left.pair.shares_person(&right.pair) && left.pair.who != right.pair.who
    });
    let shared = (0_u64..).zip(shared).collect::<Vec<_>>();
    let shared = shared.into_par_iter().filter_map(|(at, (left, right))| {
        let scenery = cases.get(left)?.pair.scenery(&cases.get(right)?.pair);
        scenes.enough(&scenery).then(|| scenes.p(&scenery, seed, SHARED_STREAM + at)).flatten()
    });
    let tested: Vec<&Case> = cases.iter().take_while(|case| case.trial.is_some()).collect();
    let shifted = tested.into_par_iter().take(PAIRS_MAX).enumerate().filter_map(|(at, case)| {
        let stream = SHIFT_STREAM + at as u64;
        let moved = moved(&case.scenery, scenes.calendar, &mut Dice::new(seed, stream))?;
        scenes.p(&moved, seed, stream)
    });
    [
        page("partner_swap", swapped.collect()),
        page("one_person_shared", shared.collect()),
        page("time_shift", shifted.collect()),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// The scenery with its payments moved around W by a random number of whole weeks.
fn moved(scenery: &Scenery, calendar: &Calendar, dice: &mut Dice) -> Option<Scenery> {
    let (ring, step) = ring(&strata(calendar, &scenery.window));
    let shifts = u32::try_from(ring.len() / step).ok()?.checked_sub(1).filter(|left| *left > 0)?;
    let by = (1 + dice.below(shifts) as usize) * step;
    let mut out = scenery.clone();
    for payment in &mut out.happenings {
        *payment = shift(calendar, *payment, &ring, by);
    }
    out.happenings.sort_unstable();
    Some(out)
}

/// One page; `None` where no pair could be rearranged so.
fn page(name: &'static str, mut p: Vec<f64>) -> Option<Calibration> {
    /// Points of the picture: enough to see a bend.
    const POINTS: u32 = 50;
    let pairs = p.len() as u64;
    let (distance, distance_p) = distance_from_even(&p)?;
    p.sort_by(f64::total_cmp);
    let below = |limit: f64| p.partition_point(|value| *value <= limit) as u64;
    let quantiles = (0..=POINTS).filter_map(|i| {
        let share = f64::from(i) / f64::from(POINTS);
        Some((share, quantile(&p, share)?))
    });
    Some(Calibration {
        name,
        pairs,
        below_05: below(0.05),
        share: float(below(0.05)) / float(pairs),
        interval95: exact_interval(below(0.05), pairs, 0.95),
        below_01: below(0.01),
        distance,
        distance_p,
        quantiles: quantiles.collect(),
    })
}
