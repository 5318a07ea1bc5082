//! Drawing for a verdict first must not change a verdict, nor what is told.

use super::super::bench::rhythms::Rhythm;
use super::super::days::{Calendar, DAY_US, DayRules};
use super::super::pairs::Scenery;
use super::super::reading::{HOUR_US, Happening};
use super::super::rounds::Rounds;
use super::super::trial::Trial;
use super::READINGS;
use crate::statistics::multiple::{Rule, rejected};
use crate::windows::{Span, Windows};

const WEEKS: u32 = 12;
const PAIRS: u64 = 60;
const Q: f64 = 0.05;

fn span() -> Span {
    Span { from_us: 4 * DAY_US, until_us: (4 + i64::from(WEEKS) * 7) * DAY_US }
}

/// Pairs with shared hours and nothing else; every third pays an hour before most of its calls.
fn sceneries() -> Vec<Scenery> {
    let rhythm = Rhythm { weeks: WEEKS, payments: 15, calls: 20 };
    let scenery = |pair: u64| {
        let streams = rhythm.streams(3, pair);
        let before = |call: &Span| Happening::at(call.from_us - HOUR_US / 2);
        let happenings = match pair % 3 {
            0 => streams.sessions.iter().take(15).map(before).collect(),
            _ => streams.payments,
        };
        let window = Windows::from(span());
        Scenery { happenings, sessions: streams.sessions, window, ..Scenery::default() }
    };
    (0..PAIRS).map(scenery).collect()
}

fn trials(sceneries: &[Scenery], told_max: usize) -> Vec<Trial> {
    let calendar = Calendar::new("UTC", span(), DayRules::default());
    let rounds = Rounds {
        calendar: &calendar,
        readings: &READINGS,
        sceneries,
        seed: 5,
        q: Q,
        r: 9_999,
        draws_min: 9_999,
        told_max,
    };
    rounds.trials(vec![true; sceneries.len()]).into_iter().flatten().collect()
}

fn verdicts(trials: &[Trial]) -> Vec<bool> {
    let p: Vec<f64> = trials.iter().map(|trial| trial.p).collect();
    rejected(&p, Q, Rule::BenjaminiHochberg)
}

#[test]
fn a_large_case_gives_the_verdicts_of_a_small_one_with_fewer_draws() {
    let sceneries = sceneries();
    let (all, some) = (trials(&sceneries, 1_000), trials(&sceneries, 5));
    assert_eq!(all.len(), some.len());
    assert_eq!(verdicts(&all), verdicts(&some));
    assert!(verdicts(&all).iter().filter(|found| **found).count() >= 15);
    let draws = |trials: &[Trial]| trials.iter().map(|trial| trial.draws).sum::<u64>();
    assert!(draws(&some) * 3 < draws(&all) * 2, "{} of {}", draws(&some), draws(&all));
}

#[test]
fn what_is_told_is_told_as_in_a_small_case() {
    let sceneries = sceneries();
    let (all, some) = (trials(&sceneries, 1_000), trials(&sceneries, 5));
    let mut order: Vec<(&Trial, &Trial)> = some.iter().zip(&all).collect();
    order.sort_by(|(x, _), (y, _)| x.clearer(y));
    for (told, expected) in order.into_iter().take(5) {
        assert_eq!(told, expected);
    }
}
