//! Walks along transfers in order of time: whom money could reach in so many steps, and by which
//! parties.

use std::collections::BTreeMap;

use super::layout::{Entry, Layout};

/// Along the money or against it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// From payer to payee, each transfer later than the one before.
    Forward,
    /// From payee to payer, each transfer earlier.
    Backward,
}

/// A party at the end of a walk of so many steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reached {
    /// Steps; a party can be reached in several numbers of steps.
    pub steps: usize,
    /// The party.
    pub party: u32,
    /// The earliest arrival in that many steps; against the money, the latest departure.
    pub at_us: i64,
}

/// The transfers of a party one step on, in no stated order.
fn steps(layout: &Layout, party: u32, way: Way) -> &[Entry] {
    match way {
        Way::Forward => layout.paid_by(party),
        Way::Backward => layout.paid_to(party),
    }
}

/// Whether a transfer lies inside a time and beyond the step before it, strictly.
fn continues(entry: &Entry, within: (i64, i64), after_us: i64, way: Way) -> bool {
    let inside = entry.at_us > within.0 && entry.at_us < within.1;
    inside
        && match way {
            Way::Forward => entry.at_us > after_us,
            Way::Backward => entry.at_us < after_us,
        }
}

/// The better of two instants to go on from: earlier along the money, later against it.
fn better(a: i64, b: i64, way: Way) -> i64 {
    match way {
        Way::Forward => a.min(b),
        Way::Backward => a.max(b),
    }
}

/// Parties reached from any of `from` in 1 to `steps_max` steps strictly inside `within`, by steps
/// and party. A walk that arrives early can go wherever a later one can, so that one instant for
/// each party and number of steps decides.
pub fn reach(
    layout: &Layout,
    from: &[u32],
    within: (i64, i64),
    steps_max: usize,
    way: Way,
) -> Vec<Reached> {
    let begin_us = match way {
        Way::Forward => i64::MIN,
        Way::Backward => i64::MAX,
    };
    let mut front: BTreeMap<u32, i64> = from.iter().map(|party| (*party, begin_us)).collect();
    let mut reached = Vec::new();
    for step in 1..=steps_max {
        let mut next: BTreeMap<u32, i64> = BTreeMap::new();
        for (party, at_us) in &front {
            let on = steps(layout, *party, way).iter();
            for entry in on.filter(|entry| continues(entry, within, *at_us, way)) {
                next.entry(entry.other)
                    .and_modify(|best| *best = better(*best, entry.at_us, way))
                    .or_insert(entry.at_us);
            }
        }
        let told =
            next.iter().map(|(party, at_us)| Reached { steps: step, party: *party, at_us: *at_us });
        reached.extend(told);
        front = next;
    }
    reached
}

/// Every sequence of distinct parties that begins with one of `from` and along which money could go
/// forward in 1 to `steps_max` steps strictly inside `within`. Several transfers of one pair make
/// one sequence.
pub fn paths(layout: &Layout, from: &[u32], within: (i64, i64), steps_max: usize) -> Vec<Vec<u32>> {
    let mut told = Vec::new();
    for start in from {
        let mut trails: Vec<(Vec<u32>, i64)> = vec![(vec![*start], i64::MIN)];
        for _ in 0..steps_max {
            let mut longer = Vec::new();
            for (trail, at_us) in &trails {
                let Some(last) = trail.last() else { continue };
                let mut next: BTreeMap<u32, i64> = BTreeMap::new();
                let on = layout.paid_by(*last).iter();
                for entry in on.filter(|entry| continues(entry, within, *at_us, Way::Forward)) {
                    if !trail.contains(&entry.other) {
                        let best = next.entry(entry.other).or_insert(entry.at_us);
                        *best = (*best).min(entry.at_us);
                    }
                }
                longer.extend(next.into_iter().map(|(party, at_us)| {
                    let mut trail = trail.clone();
                    trail.push(party);
                    (trail, at_us)
                }));
            }
            told.extend(longer.iter().map(|(trail, _)| trail.clone()));
            trails = longer;
        }
    }
    told
}
