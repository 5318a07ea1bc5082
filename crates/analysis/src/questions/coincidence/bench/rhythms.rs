//! A synthetic set without any association: people who share their hours and their weekdays, and
//! nothing else.
//!
//! Two thirds of all payments and calls fall on weekends, all of them between six and half past
//! seven in the evening. A method that ignores the rhythm calls most pairs associated; one that
//! holds its level calls one in twenty so. The "own" pairs of the table are as unrelated as the
//! swapped ones.

use super::Table;
use super::measures::{Streams, Trials};
use crate::questions::coincidence::days::{Calendar, DAY_US, DayRules};
use crate::questions::coincidence::reading::{HOUR_US, Happening, sessions};
use crate::statistics::permuted_sum::Dice;
use crate::windows::{Span, Windows};

/// 1970-01-05, a Monday.
const FIRST_US: i64 = 4 * DAY_US;

/// How much happens, and over how long.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rhythm {
    /// Weeks from a Monday.
    pub weeks: u32,
    /// Payments.
    pub payments: u32,
    /// Calls.
    pub calls: u32,
}

impl Rhythm {
    /// The days it spans.
    pub fn span(self) -> Span {
        let days = i64::from(self.weeks) * 7;
        Span { from_us: FIRST_US, until_us: FIRST_US + days * DAY_US }
    }

    /// Payments and sessions of two people who have nothing to do with each other.
    pub fn streams(self, seed: u64, number: u64) -> Streams {
        let mut dice = Dice::new(seed, number);
        let mut at = || {
            let week = i64::from(dice.below(self.weeks));
            let weekend = dice.below(3) > 0;
            let day = if weekend { 5 + i64::from(dice.below(2)) } else { i64::from(dice.below(5)) };
            let minute = 18 * 60 + i64::from(dice.below(90));
            FIRST_US + (week * 7 + day) * DAY_US + minute * 60_000_000
        };
        let mut payments: Vec<Happening> =
            (0..self.payments).map(|_| Happening::at(at())).collect();
        payments.sort_unstable();
        let calls: Vec<i64> = (0..self.calls).map(|_| at()).collect();
        let calls = calls.into_iter().map(|start| (start, start + HOUR_US / 4));
        Streams { payments, sessions: sessions(calls) }
    }
}

/// The set of `people` such pairs, with as many swapped ones.
pub fn trials(rhythm: Rhythm, people: u32, seed: u64) -> Trials {
    let streams: Vec<Streams> =
        (0..u64::from(people)).map(|number| rhythm.streams(seed, number)).collect();
    let n = streams.len();
    let swapped: Vec<(usize, usize)> = (0..n).map(|left| (left, (left + 1) % n)).collect();
    Trials {
        streams,
        families: vec![(0..swapped.len()).collect()],
        swapped,
        calendar: Calendar::new("UTC", rhythm.span(), DayRules::default()),
        window: Windows::from(rhythm.span()),
        draws_max: 9_999,
        seed,
    }
}

/// The table of `people` such pairs.
pub fn rhythms(rhythm: Rhythm, people: u32, seed: u64) -> Table {
    let title = format!("Shared rhythm, no association: {people} pairs, {rhythm:?}, seed {seed}");
    Table { title, rows: trials(rhythm, people, seed).rows() }
}
