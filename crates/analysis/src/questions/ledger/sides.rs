//! Two sides of one payment without a common reference: by amount, parties and time.
//!
//! Two passes. Where both parties agree, equal payments of the same two parties are matched in
//! order of time, one to one: which is which changes no count and no sum. Where one party agrees
//! and the other is not stated alike, a pair is matched only if each is the other's only
//! candidate; everything else is left apart and named.

use model::Currency;
use model::views::{KeyId, Payment};
use rayon::prelude::*;

use super::compare::{Agreement, Compare, Source, faces};
use super::event::Matched;
use super::joined::Joined;

/// Open rows looked at for one row: more equal payments of one pair of parties within the window
/// than this are not told apart by anybody.
const OPEN_MAX: usize = 256;

/// Candidates counted for one row: two are as ambiguous as two hundred.
const CANDIDATES_MAX: usize = 16;

/// A row under one of the amounts and parties by which it can be found.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Handle {
    face: (Currency, i64),
    party: (u8, KeyId, KeyId),
    earliest_us: i64,
    row: u32,
}

impl Handle {
    fn group(&self) -> ((Currency, i64), (u8, KeyId, KeyId)) {
        (self.face, self.party)
    }
}

/// Events that are candidates for each other and were left apart, by a row of each.
pub(super) type Apart = Vec<Vec<u32>>;

/// Whether every record comes from one source: then nothing can be another side.
fn one_source(compare: &Compare<'_>) -> bool {
    let payments = &compare.view.payments;
    payments.windows(2).all(|pair| matches!(pair, [a, b] if source(a) == source(b)))
}

fn source(payment: &Payment) -> Source {
    (payment.record.exhibit, payment.side)
}

/// Handles of every row under every amount it may show, in groups that hold several sources.
fn groups(
    compare: &Compare<'_>,
    party: impl Fn(&Payment) -> [Option<(u8, KeyId, KeyId)>; 2],
) -> Vec<Vec<Handle>> {
    let mut handles = Vec::new();
    for (payment, row) in compare.view.payments.iter().zip(0u32..) {
        for party in party(payment).into_iter().flatten() {
            for face in faces(payment).into_iter().flatten() {
                let earliest_us = payment.when.earliest_us;
                handles.push(Handle { face, party, earliest_us, row });
            }
        }
    }
    handles.par_sort_unstable();
    handles.dedup();
    let of = |handle: &Handle| compare.payment(handle.row).map(source);
    handles
        .chunk_by(|a, b| a.group() == b.group())
        .filter(|group| group.windows(2).any(|pair| matches!(pair, [a, b] if of(a) != of(b))))
        .map(<[Handle]>::to_vec)
        .collect()
}

/// Joins the sides on whose parties both records agree.
pub(super) fn both_parties(compare: &Compare<'_>, joined: &mut Joined) {
    if one_source(compare) {
        return;
    }
    let party = |payment: &Payment| {
        let stated = compare.strength(payment.payer) > 0 && compare.strength(payment.payee) > 0;
        let pair = (0, compare.identity(payment.payer), compare.identity(payment.payee));
        [stated.then_some(pair), None]
    };
    for group in groups(compare, party) {
        let mut open: Vec<u32> = Vec::new();
        for handle in &group {
            open.retain(|row| in_reach(compare, *row, handle));
            let home = open.iter().take(OPEN_MAX).copied().find(|row| {
                joined.root(*row) != joined.root(handle.row)
                    && events_meet(compare, joined, *row, handle.row)
            });
            if let Some(row) = home {
                joined.join(row, handle.row, Matched::BothParties);
            }
            open.push(handle.row);
        }
    }
}

/// Whether an earlier row can still meet this one or a later one.
fn in_reach(compare: &Compare<'_>, row: u32, handle: &Handle) -> bool {
    compare.payment(row).is_some_and(|payment| {
        payment.when.latest_us.saturating_add(compare.window_us()) >= handle.earliest_us
    })
}

/// Whether two events can be one: no source states both, and every pair of their rows may meet.
fn events_meet(compare: &Compare<'_>, joined: &Joined, a: u32, b: u32) -> bool {
    joined.members(a).all(|left| {
        joined.members(b).all(|right| {
            compare.payment(left).zip(compare.payment(right)).is_some_and(|(left, right)| {
                let (payer, payee) = compare.parties(left, right);
                payer != Agreement::Conflict
                    && payee != Agreement::Conflict
                    && compare.may_meet(left, right)
            })
        })
    })
}

/// Joins the sides that share one party and have no other candidate; gives those left apart.
pub(super) fn one_party(compare: &Compare<'_>, joined: &mut Joined) -> Apart {
    if one_source(compare) {
        return Vec::new();
    }
    let party = |payment: &Payment| {
        let strong = |role: u8, key: KeyId| {
            (compare.strength(key) > 1).then(|| (role, compare.identity(key), 0))
        };
        [strong(1, payment.payer), strong(2, payment.payee)]
    };
    let mut pairs: Vec<(u32, u32)> = Vec::new();
    for group in groups(compare, party) {
        candidates(compare, joined, &group, &mut pairs);
    }
    pairs.sort_unstable();
    pairs.dedup();
    settle(joined, &pairs)
}

/// Pairs of events of one group that may be one payment.
fn candidates(
    compare: &Compare<'_>,
    joined: &Joined,
    group: &[Handle],
    pairs: &mut Vec<(u32, u32)>,
) {
    for (at, handle) in group.iter().enumerate() {
        let Some(payment) = compare.payment(handle.row) else { continue };
        let until_us = payment.when.latest_us.saturating_add(compare.window_us());
        let a = joined.root(handle.row);
        let mut found = 0;
        for other in group.iter().skip(at + 1).take(OPEN_MAX) {
            if other.earliest_us > until_us || found == CANDIDATES_MAX {
                break;
            }
            let b = joined.root(other.row);
            if a != b && events_meet(compare, joined, a, b) {
                pairs.extend([(a, b), (b, a)]);
                found += 1;
            }
        }
    }
}

/// Joins what is mutually the only candidate; gives the rest as connected sets.
fn settle(joined: &mut Joined, pairs: &[(u32, u32)]) -> Apart {
    let partners = |event: u32| {
        let start = pairs.partition_point(|pair| pair.0 < event);
        let end = pairs.partition_point(|pair| pair.0 <= event);
        pairs.get(start..end).unwrap_or(&[])
    };
    let mut open: Vec<(u32, u32)> = Vec::new();
    for &(a, b) in pairs.iter().filter(|(a, b)| a < b) {
        if partners(a).len() == 1 && partners(b).len() == 1 {
            joined.join(a, b, Matched::OneParty);
        } else {
            open.push((a, b));
        }
    }
    connected(&open)
}

/// Connected sets of a list of pairs, each ascending.
fn connected(pairs: &[(u32, u32)]) -> Apart {
    let mut nodes: Vec<u32> = pairs.iter().flat_map(|(a, b)| [*a, *b]).collect();
    nodes.sort_unstable();
    nodes.dedup();
    let number = |node: u32| nodes.binary_search(&node).ok().and_then(|at| u32::try_from(at).ok());
    let mut sets = Joined::apart(nodes.len());
    for (a, b) in pairs {
        if let (Some(a), Some(b)) = (number(*a), number(*b)) {
            sets.join(a, b, Matched::OneParty);
        }
    }
    (0..u32::try_from(nodes.len()).unwrap_or(u32::MAX))
        .filter(|at| sets.root(*at) == *at)
        .map(|at| {
            let mut set: Vec<u32> =
                sets.members(at).filter_map(|n| nodes.get(n as usize).copied()).collect();
            set.sort_unstable();
            set
        })
        .collect()
}
