//! A synthetic set of cards and cars: fifteen people who pay with a card and stop with a car, all
//! in one town with the same daily rhythm.
//!
//! Two weeks; weekdays have coffee, lunch, work and evening stops, weekends few and late ones.
//! A payment of one's own lies within one of one's own stops; every person also pays where the
//! car did not stop, at the same hours as everybody. One payment in twelve is stamped 12:00:00,
//! as a batch would. The generator knows the truth; the method sees only times.

use std::ops::RangeInclusive;

use super::Table;
use super::measures::{Counted, Row, Streams, Trials};
use crate::questions::coincidence::days::{Calendar, DAY_US, DayRules};
use crate::questions::coincidence::reading::{HOUR_US, Happening};
use crate::statistics::permuted_sum::Dice;
use crate::windows::{Span, Windows};

/// People.
const PEOPLE: u64 = 15;
/// Days, from a Monday.
const DAYS: i64 = 14;
/// 1970-01-05, a Monday.
const FIRST_US: i64 = 4 * DAY_US;
/// Draws at most: 225 pairs at q = .05 need 4,950.
const DRAWS: u64 = 9_999;

/// A stop of the day's round: around which hour (in tenths), how often in ten days, and how
/// often in ten the person pays there.
type Habit = (u32, u32, u32);

const WEEKDAY: [Habit; 5] = [(76, 8, 5), (83, 10, 0), (121, 8, 6), (176, 9, 1), (198, 7, 5)];
const WEEKEND: [Habit; 3] = [(112, 5, 4), (151, 5, 4), (201, 5, 5)];

/// One person's payments and stops.
pub fn person(seed: u64, number: u64) -> Streams {
    let mut dice = Dice::new(seed, number);
    let shift = i64::from(dice.below(50)) - 25;
    let mut out = Streams::default();
    for day in 0..DAYS {
        let habits: &[Habit] = if day % 7 < 5 { &WEEKDAY } else { &WEEKEND };
        for &(tenths, often, pays) in habits {
            let spread = i64::from(dice.below(60)) - 30 + i64::from(dice.below(60)) - 30;
            let start = FIRST_US
                + day * DAY_US
                + i64::from(tenths) * HOUR_US / 10
                + (shift + spread) * 60_000_000;
            let length = 60_000_000 * (15 + i64::from(dice.below(60)));
            let stops = dice.below(10) < often;
            let paid = dice.below(10) < pays;
            if stops {
                out.sessions.push(Span::holding(start, start + length));
            }
            if paid && (stops || dice.below(4) == 0) {
                out.payments.push(Happening::at(payment(&mut dice, start, length)));
            }
        }
    }
    out.payments.sort_unstable();
    out.sessions.sort_unstable();
    out
}

/// A payment within a stop; one in twelve is stamped at noon of its day.
fn payment(dice: &mut Dice, start: i64, length: i64) -> i64 {
    let minutes = u32::try_from(length / 60_000_000).unwrap_or(1);
    let at = start + i64::from(dice.below(minutes)) * 60_000_000;
    if dice.below(12) == 0 { at - at.rem_euclid(DAY_US) + DAY_US / 2 } else { at }
}

/// The set made from `seed`.
pub fn trials(seed: u64) -> Trials {
    let streams: Vec<Streams> = (0..PEOPLE).map(|number| person(seed, number)).collect();
    let span = Span { from_us: FIRST_US, until_us: FIRST_US + DAYS * DAY_US };
    let calendar = Calendar::new("UTC", span, DayRules::default());
    let n = streams.len();
    let all = (0..n).flat_map(|left| (0..n).map(move |right| (left, right)));
    let swapped: Vec<(usize, usize)> = all.filter(|(left, right)| left != right).collect();
    let every = (0..swapped.len()).collect();
    Trials {
        streams,
        families: vec![every],
        swapped,
        calendar,
        window: Windows::from(span),
        draws_max: DRAWS,
        seed,
    }
}

/// The house's test on the sets of many seeds: swapped pairs at .05, and own pairs found and
/// swapped pairs rejected by Benjamini–Hochberg in each.
pub fn pooled(seeds: RangeInclusive<u64>) -> (Counted, Vec<(f64, f64)>) {
    let rows: Vec<Row> = seeds.filter_map(|seed| trials(seed).house()).collect();
    let sum = |of: fn(&Row) -> u64| rows.iter().map(of).sum();
    let pooled = Counted { hits: sum(|row| row.false_05.hits), all: sum(|row| row.false_05.all) };
    (pooled, rows.iter().map(|row| (row.found(), row.rejected_false)).collect())
}

/// The table of the set made from `seed`.
pub fn cards(seed: u64) -> Table {
    let trials = trials(seed);
    let n = trials.streams.len();
    let mut rows = trials.rows();
    rows.extend(trials.nearness(999));
    Table { title: format!("Cards and cars: {n} own pairs of {}, seed {seed}", n * n), rows }
}
