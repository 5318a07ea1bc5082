//! Sums of pairs, rolling sums and fans.

#![expect(clippy::indexing_slicing, reason = "by entries of the layout's own slices")]

use rayon::prelude::*;

use super::layout::{Entry, Layout};

/// What a payer paid one payee in all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairSum {
    /// Who paid.
    pub payer: u32,
    /// Who was paid.
    pub payee: u32,
    /// Transfers.
    pub transfers: u32,
    /// Their sum, minor units.
    pub sum_minor: i64,
    /// The lowest of them.
    pub least_minor: i64,
    /// The highest.
    pub most_minor: i64,
    /// The first, microseconds.
    pub first_us: i64,
    /// The last.
    pub last_us: i64,
}

/// A transfer with what came to its payee within a time up to it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rolled {
    /// Who was paid.
    pub payee: u32,
    /// The transfer.
    pub entry: Entry,
    /// Transfers within the time, this one and others of the same instant included.
    pub transfers: u32,
    /// Their sum, minor units.
    pub sum_minor: i64,
}

/// Hands every pair to a worker's account; gives the accounts in order of the payers.
pub fn pairs<A: Default + Send>(layout: &Layout, tell: impl Fn(&mut A, PairSum) + Sync) -> Vec<A> {
    let work = |payers: std::ops::Range<u32>| {
        let mut account = A::default();
        for payer in payers {
            for run in layout.paid_by(payer).chunk_by(|a, b| a.other == b.other) {
                tell(&mut account, pair(payer, run));
            }
        }
        account
    };
    layout.payer_tasks().into_par_iter().map(work).collect()
}

fn pair(payer: u32, run: &[Entry]) -> PairSum {
    let (first, last) = (run[0], run[run.len() - 1]);
    let mut sum = PairSum {
        payer,
        payee: first.other,
        transfers: u32::try_from(run.len()).unwrap_or(u32::MAX),
        sum_minor: 0,
        least_minor: first.minor,
        most_minor: first.minor,
        first_us: first.at_us,
        last_us: last.at_us,
    };
    for entry in run {
        sum.sum_minor = sum.sum_minor.saturating_add(entry.minor);
        sum.least_minor = sum.least_minor.min(entry.minor);
        sum.most_minor = sum.most_minor.max(entry.minor);
    }
    sum
}

/// For each transfer, what came to its payee within `window_us` up to and including its instant;
/// gives the workers' accounts in order of the payees.
pub fn rolling<A: Default + Send>(
    layout: &Layout,
    window_us: i64,
    tell: impl Fn(&mut A, Rolled) + Sync,
) -> Vec<A> {
    let work = |payees: std::ops::Range<u32>| {
        let mut account = A::default();
        for payee in payees {
            let entries = layout.paid_to(payee);
            let (mut from, mut to, mut sum_minor) = (0, 0, 0i64);
            for entry in entries {
                while to < entries.len() && entries[to].at_us <= entry.at_us {
                    sum_minor = sum_minor.saturating_add(entries[to].minor);
                    to += 1;
                }
                let oldest_us = entry.at_us.saturating_sub(window_us);
                while entries[from].at_us < oldest_us {
                    sum_minor = sum_minor.saturating_sub(entries[from].minor);
                    from += 1;
                }
                let transfers = u32::try_from(to - from).unwrap_or(u32::MAX);
                tell(&mut account, Rolled { payee, entry: *entry, transfers, sum_minor });
            }
        }
        account
    };
    layout.payee_tasks().into_par_iter().map(work).collect()
}

/// Distinct payees of every payer, and distinct payers of every payee, by number of the party.
pub fn fans(layout: &Layout) -> (Vec<u32>, Vec<u32>) {
    let out: Vec<Vec<u32>> = layout
        .payer_tasks()
        .into_par_iter()
        .map(|payers| {
            let runs = |payer| layout.paid_by(payer).chunk_by(|a, b| a.other == b.other).count();
            payers.map(|payer| u32::try_from(runs(payer)).unwrap_or(u32::MAX)).collect()
        })
        .collect();
    let mut paid = vec![0u32; layout.payees() as usize];
    for payer in 0..layout.payers() {
        for run in layout.paid_by(payer).chunk_by(|a, b| a.other == b.other) {
            paid[run[0].other as usize] += 1;
        }
    }
    (out.concat(), paid)
}

/// For every payee, the most distinct payers within any time of `window_us`.
pub fn widest_within(layout: &Layout, window_us: i64) -> Vec<u32> {
    let work = |payees: std::ops::Range<u32>| -> Vec<u32> {
        let mut times = vec![0u32; layout.payers() as usize];
        let widest = |payee: u32| {
            let entries = layout.paid_to(payee);
            let (mut from, mut distinct, mut most) = (0, 0u32, 0u32);
            for entry in entries {
                let count = &mut times[entry.other as usize];
                distinct += u32::from(*count == 0);
                *count += 1;
                while entries[from].at_us < entry.at_us.saturating_sub(window_us) {
                    let count = &mut times[entries[from].other as usize];
                    *count -= 1;
                    distinct -= u32::from(*count == 0);
                    from += 1;
                }
                most = most.max(distinct);
            }
            for entry in &entries[from..] {
                times[entry.other as usize] = 0;
            }
            most
        };
        payees.map(widest).collect()
    };
    layout.payee_tasks().into_par_iter().map(work).collect::<Vec<_>>().concat()
}
