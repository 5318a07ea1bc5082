//! The Copenhagen Networks Study: do messages and calls of the same two students meet more often
//! than those of two different pairs?
//!
//! - **Data:** Sapiezynski et al., "Interaction data from the Copenhagen Networks Study",
//!   Scientific Data 6:315, 2019; `calls.csv` (timestamp, caller, callee, duration; −1 for a
//!   missed call) and `sms.csv` (timestamp, sender, recipient), seconds from the first midnight.
//! - **Pairs:** at least 10 messages and 5 calls, missed ones included: 142.
//! - **Week:** the data state no weekday. Day 0 is taken as a Sunday; the quietest evenings then
//!   are Saturdays.

use std::collections::BTreeMap;

use super::measures::{Streams, Trials};
use super::{Row, Table};
use crate::questions::coincidence::days::{Calendar, DAY_US, DayRules};
use crate::questions::coincidence::reading::{Happening, occasions, sessions};
use crate::windows::{Span, Windows};

/// The first midnight of the data, as a Sunday.
const FIRST_US: i64 = 3 * DAY_US;
/// Days of the study.
const DAYS: i64 = 28;
/// Rotations of partners, each a family of tests for Benjamini–Hochberg.
const ROTATIONS: usize = 20;
/// Draws at most.
const DRAWS: u64 = 9_999;
/// Draws and families for the measures that are slow to compute.
const NEARNESS_DRAWS: u64 = 999;
const NEARNESS_FAMILIES: usize = 10;

/// Two people, the lower number first.
type Two = (u32, u32);

/// The pairs of the study with enough messages and calls.
#[derive(Debug, Clone, Default)]
pub struct Study {
    /// Who.
    pub who: Vec<Two>,
    /// Messages as occasions, calls as sessions.
    pub streams: Vec<Streams>,
    /// The same with every message counted.
    pub raw: Vec<Streams>,
}

impl Study {
    /// Reads the two files.
    pub fn read(calls: &str, sms: &str) -> Self {
        let mut called = BTreeMap::<Two, Vec<(i64, i64)>>::new();
        for (start, who, duration) in rows(calls) {
            let end = start + duration.unwrap_or(0).max(0) * 1_000_000;
            called.entry(who).or_default().push((start, end));
        }
        let mut wrote = BTreeMap::<Two, Vec<Happening>>::new();
        for (at, who, _) in rows(sms) {
            wrote.entry(who).or_default().push(Happening::at(at));
        }
        let mut out = Self::default();
        for (who, mut messages) in wrote {
            let Some(calls) = called.get(&who) else { continue };
            if messages.len() < 10 || calls.len() < 5 {
                continue;
            }
            messages.sort_unstable();
            let sessions = sessions(calls.iter().copied());
            out.raw.push(Streams { payments: messages.clone(), sessions: sessions.clone() });
            occasions(&mut messages);
            out.who.push(who);
            out.streams.push(Streams { payments: messages, sessions });
        }
        out
    }

    /// Every ordered pair of pairs without a person in common.
    pub fn unrelated(&self) -> Vec<(usize, usize)> {
        let n = self.who.len();
        let all = (0..n).flat_map(|left| (0..n).map(move |right| (left, right)));
        all.filter(|&(left, right)| {
            let (a, b) = (self.who.get(left), self.who.get(right));
            a.zip(b).is_some_and(|(a, b)| ![a.0, a.1].iter().any(|one| *one == b.0 || *one == b.1))
        })
        .collect()
    }
}

/// Instant in microseconds, the two people, and the fourth column; rows with oneself left out.
fn rows(text: &str) -> impl Iterator<Item = (i64, Two, Option<i64>)> {
    text.lines().filter_map(|line| {
        let mut cells = line.split(',').map(str::trim);
        let at: i64 = cells.next()?.parse().ok()?;
        let (from, to): (u32, u32) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        let duration = cells.next().and_then(|cell| cell.parse().ok());
        (from != to).then(|| (FIRST_US + at * 1_000_000, (from.min(to), from.max(to)), duration))
    })
}

/// The local days of the study and its window.
pub fn frame() -> (Calendar, Windows) {
    let span = Span { from_us: FIRST_US, until_us: FIRST_US + DAYS * DAY_US };
    (Calendar::new("UTC", span, DayRules::default()), Windows::from(span))
}

/// The study as trials: every unrelated pair, families of rotations.
pub fn trials(study: &Study) -> Trials {
    let (calendar, window) = frame();
    let swapped = study.unrelated();
    Trials {
        streams: study.streams.clone(),
        families: rotations(study.who.len(), &swapped),
        swapped,
        calendar,
        window,
        draws_max: DRAWS,
        seed: 7,
    }
}

/// The table of the study: `calls` and `sms` are the contents of the two files; of every
/// unrelated pair, or only of those in the first `families` rotations.
pub fn copenhagen(calls: &str, sms: &str, families: Option<usize>) -> Table {
    let study = Study::read(calls, sms);
    let all = trials(&study);
    let trials = families.map_or_else(|| all.clone(), |number| all.rotations_only(number));
    let mut rows = trials.rows();
    let raw = Trials { streams: study.raw, ..trials.clone() };
    let raw = raw.house().map(|row| Row { statistic: "every message, maximum".to_owned(), ..row });
    rows.extend(raw);
    rows.extend(trials.rotations_only(NEARNESS_FAMILIES).nearness(NEARNESS_DRAWS));
    let title = format!(
        "Copenhagen: {} pairs, {} unrelated pairs; {} families of a rotation each, m = {}",
        study.who.len(),
        trials.swapped.len(),
        trials.families.len(),
        study.who.len() + trials.families.first().map_or(0, Vec::len),
    );
    Table { title, rows }
}

/// Families: every pair with the sessions of the one `k` places on, where they are unrelated.
fn rotations(n: usize, swapped: &[(usize, usize)]) -> Vec<Vec<usize>> {
    let place: BTreeMap<(usize, usize), usize> =
        swapped.iter().enumerate().map(|(at, pair)| (*pair, at)).collect();
    let family =
        |k: usize| (0..n).filter_map(|left| place.get(&(left, (left + k) % n)).copied()).collect();
    (1..n).step_by((n / ROTATIONS).max(1)).map(family).collect()
}

impl Trials {
    /// The same trials with only the swapped pairs of the first families.
    #[must_use]
    pub fn rotations_only(&self, families: usize) -> Self {
        let mut out = self.clone();
        out.families.truncate(families);
        out.swapped.clear();
        for at in out.families.iter_mut().flatten() {
            let pair = self.swapped.get(*at).copied().unwrap_or((0, 0));
            *at = out.swapped.len();
            out.swapped.push(pair);
        }
        out
    }
}
