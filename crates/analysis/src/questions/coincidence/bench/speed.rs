//! The workload of the speed goal: 1,000 pairs, 50 payments, 60 sessions, R = 9,999, a year.

use rayon::prelude::*;

use crate::questions::coincidence::days::{Calendar, DAY_US, DayRules};
use crate::questions::coincidence::placement::Scene;
use crate::questions::coincidence::reading::{HOUR_US, Happening, Reading, sessions};
use crate::questions::coincidence::trial::{self, Plan, Stop};
use crate::statistics::permuted_sum::Dice;
use crate::windows::{Span, Windows};

/// How large the workload is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Load {
    /// Pairs.
    pub pairs: u64,
    /// Payments a pair.
    pub payments: u32,
    /// Sessions a pair.
    pub sessions: u32,
    /// Days of W.
    pub days: u32,
    /// Draws.
    pub draws: u64,
    /// Whether a clearly large p ends the drawing.
    pub stop: Stop,
}

impl Default for Load {
    fn default() -> Self {
        Self {
            pairs: 1_000,
            payments: 50,
            sessions: 60,
            days: 365,
            draws: 9_999,
            stop: Stop::Early,
        }
    }
}

/// What the run found, so that no work can be left out.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Done {
    /// Draws made over all pairs; fewer than pairs · R where tests stopped early.
    pub draws: u64,
    /// Occupied days laid over all draws: one random number, one exchange, one addition each.
    pub cells: u64,
    /// Sum of the p-values.
    pub p_sum: f64,
}

/// Runs the workload; one half of the pairs are associated, so that not all stop early.
pub fn run(load: Load, seed: u64) -> Done {
    let span = Span { from_us: 0, until_us: i64::from(load.days) * DAY_US };
    let calendar = Calendar::new("Europe/Rome", span, DayRules::default());
    let window = Windows::from(span);
    let readings = Reading::standard((24 * 3600, 2 * 3600));
    let one = |pair: u64| {
        let (payments, sessions) = series(load, seed, pair);
        let scene = Scene {
            calendar: &calendar,
            readings: &readings,
            payments: &payments,
            sessions: &sessions,
            window: &window,
        };
        let plan = Plan { stop: load.stop, ..Plan::new(load.draws, seed, pair) };
        let mut days: Vec<_> = payments.iter().map(|p| calendar.day_of(p.middle_us())).collect();
        days.dedup();
        let days = days.len() as u64;
        trial::run(scene, plan)
            .map_or((0, 0, 0.0), |trial| (trial.draws, trial.draws * days, trial.p))
    };
    let all: Vec<(u64, u64, f64)> = (0..load.pairs).into_par_iter().map(one).collect();
    Done {
        draws: all.iter().map(|(draws, _, _)| draws).sum(),
        cells: all.iter().map(|(_, cells, _)| cells).sum(),
        p_sum: all.iter().map(|(_, _, p)| p).sum(),
    }
}

fn series(load: Load, seed: u64, pair: u64) -> (Vec<Happening>, Vec<Span>) {
    let mut dice = Dice::new(seed, pair);
    let day = |dice: &mut Dice| i64::from(dice.below(load.days)) * DAY_US;
    let clock = |dice: &mut Dice| 9 * HOUR_US + i64::from(dice.below(13 * 3600)) * 1_000_000;
    let calls: Vec<(i64, i64)> = (0..load.sessions)
        .map(|_| {
            let start = day(&mut dice) + clock(&mut dice);
            (start, start + 600_000_000)
        })
        .collect();
    let mut payments: Vec<Happening> = (0..load.payments)
        .map(|_| {
            let call =
                calls.get(dice.below(load.sessions) as usize).filter(|_| pair.is_multiple_of(2));
            let free = day(&mut dice) + clock(&mut dice);
            Happening::at(call.map_or(free, |call| call.0 - HOUR_US / 2))
        })
        .collect();
    payments.sort_unstable();
    (payments, sessions(calls))
}
