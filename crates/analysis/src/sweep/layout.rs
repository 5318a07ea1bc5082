//! The layout: transfers by payer, payee and time, and by payee and time.
//!
//! Parties are dense numbers (the keys of a view), so that both orders come from counting, not
//! from comparing: one pass by payee, one by payer over its result.

#![expect(clippy::indexing_slicing, reason = "by parties and rows counted here")]

use std::ops::Range;

use rayon::prelude::*;

/// Ranges of parties, each written by one worker that reads every row: of ten million transfers, two
/// to eight take the same time, sixteen half as long again.
const RANGES: usize = 4;

/// Transfers as columns; parties are dense numbers from 0.
#[derive(Debug, Clone, Copy)]
pub struct Columns<'a> {
    /// Who paid.
    pub payer: &'a [u32],
    /// Who was paid.
    pub payee: &'a [u32],
    /// When, microseconds.
    pub at_us: &'a [i64],
    /// How much, minor units.
    pub minor: &'a [i64],
}

/// A transfer seen from one of its parties.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Entry {
    /// When, microseconds.
    pub at_us: i64,
    /// How much, minor units.
    pub minor: i64,
    /// The party on the other side.
    pub other: u32,
    /// The row it came from.
    pub row: u32,
}

/// Transfers in both orders.
#[derive(Debug, Default)]
pub struct Layout {
    by_payer: Vec<Entry>,
    payer_starts: Vec<u32>,
    by_payee: Vec<Entry>,
    payee_starts: Vec<u32>,
}

impl Layout {
    /// Lays transfers out. Columns of different lengths count as long as the shortest; more than
    /// `u32::MAX` transfers are cut there.
    pub fn of(columns: Columns<'_>) -> Self {
        let Columns { payer, payee, at_us, minor } = columns;
        let rows = payer.len().min(payee.len()).min(at_us.len()).min(minor.len());
        let rows = rows.min(u32::MAX as usize - 1);
        let (payer, payee, at_us) = (&payer[..rows], &payee[..rows], &at_us[..rows]);
        let order = in_time(at_us);
        let row_at = |n: usize| order.as_ref().map_or(n, |order| order[n] as usize);
        let (by_payee, payee_starts) = scatter(
            rows,
            |n| payee[row_at(n)],
            |n| {
                let row = row_at(n);
                Entry {
                    at_us: at_us[row],
                    minor: minor[row],
                    other: payer[row],
                    row: u32::try_from(row).unwrap_or(u32::MAX),
                }
            },
        );
        // The payee of each entry, so that the second pass reads in one direction.
        let mut payees = vec![0u32; rows];
        for party in 0..payee_starts.len().saturating_sub(1) {
            let range = payee_starts[party] as usize..payee_starts[party + 1] as usize;
            payees[range].fill(u32::try_from(party).unwrap_or(u32::MAX));
        }
        let (by_payer, payer_starts) =
            scatter(rows, |n| by_payee[n].other, |n| Entry { other: payees[n], ..by_payee[n] });
        Self { by_payer, payer_starts, by_payee, payee_starts }
    }

    /// Transfers.
    pub fn len(&self) -> usize {
        self.by_payer.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.by_payer.is_empty()
    }

    /// What a party paid, by payee and time.
    pub fn paid_by(&self, party: u32) -> &[Entry] {
        &self.by_payer[range(&self.payer_starts, party)]
    }

    /// What a party was paid, by time.
    pub fn paid_to(&self, party: u32) -> &[Entry] {
        &self.by_payee[range(&self.payee_starts, party)]
    }

    /// Numbers below which every payer lies.
    pub(super) fn payers(&self) -> u32 {
        u32::try_from(self.payer_starts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Numbers below which every payee lies.
    pub(super) fn payees(&self) -> u32 {
        u32::try_from(self.payee_starts.len().saturating_sub(1)).unwrap_or(u32::MAX)
    }

    /// Payers in ranges of about as many transfers, for workers.
    pub(super) fn payer_tasks(&self) -> Vec<Range<u32>> {
        tasks(&self.payer_starts)
    }

    /// Payees likewise.
    pub(super) fn payee_tasks(&self) -> Vec<Range<u32>> {
        tasks(&self.payee_starts)
    }
}

/// Something that lasts between two parties: a call, a session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Meeting {
    /// The party that pays, in the numbers of the transfers.
    pub payer: u32,
    /// The party that is paid.
    pub payee: u32,
    /// Its start, microseconds.
    pub start_us: i64,
}

/// Meetings by payer, payee and start.
#[derive(Debug, Default)]
pub struct Meetings {
    by_payer: Vec<Entry>,
    payer_starts: Vec<u32>,
}

impl Meetings {
    /// Lays meetings out; in each entry the time is the start and the amount 0.
    pub fn of(meetings: &[Meeting]) -> Self {
        let payer: Vec<u32> = meetings.iter().map(|meeting| meeting.payer).collect();
        let payee: Vec<u32> = meetings.iter().map(|meeting| meeting.payee).collect();
        let at_us: Vec<i64> = meetings.iter().map(|meeting| meeting.start_us).collect();
        let minor = vec![0; meetings.len()];
        let columns = Columns { payer: &payer, payee: &payee, at_us: &at_us, minor: &minor };
        let Layout { by_payer, payer_starts, .. } = Layout::of(columns);
        Self { by_payer, payer_starts }
    }

    /// Meetings of a payer, by payee and start.
    pub fn of_payer(&self, party: u32) -> &[Entry] {
        &self.by_payer[range(&self.payer_starts, party)]
    }
}

fn range(starts: &[u32], party: u32) -> Range<usize> {
    let party = party as usize;
    if party + 1 < starts.len() { starts[party] as usize..starts[party + 1] as usize } else { 0..0 }
}

/// Rows in order of time; `None` where they stand so already.
fn in_time(at_us: &[i64]) -> Option<Vec<u32>> {
    if at_us.is_sorted() {
        return None;
    }
    let mut order: Vec<(i64, u32)> = at_us.iter().copied().zip(0..).collect();
    order.par_sort_unstable();
    Some(order.into_iter().map(|(_, row)| row).collect())
}

/// Entries by a party, in the order they come within each; and where each party begins.
fn scatter(
    rows: usize,
    party: impl Fn(usize) -> u32 + Sync,
    entry: impl Fn(usize) -> Entry + Sync,
) -> (Vec<Entry>, Vec<u32>) {
    let parties = (0..rows).into_par_iter().map(&party).max().map_or(0, |most| most as usize + 1);
    let mut starts = vec![0u32; parties + 1];
    for row in 0..rows {
        starts[party(row) as usize + 1] += 1;
    }
    for at in 0..parties {
        starts[at + 1] += starts[at];
    }
    let mut entries = vec![Entry::default(); rows];
    let mut parts: Vec<(Range<u32>, &mut [Entry])> = Vec::new();
    let mut rest = entries.as_mut_slice();
    for range in cut(&starts, RANGES) {
        let length = (starts[range.end as usize] - starts[range.start as usize]) as usize;
        let (part, after) = rest.split_at_mut(length);
        parts.push((range, part));
        rest = after;
    }
    parts.into_par_iter().for_each(|(range, part)| {
        let base = starts[range.start as usize];
        let mut next: Vec<u32> =
            starts[range.start as usize..range.end as usize].iter().map(|at| at - base).collect();
        for row in 0..rows {
            let at = party(row).wrapping_sub(range.start) as usize;
            if let Some(slot) = next.get_mut(at) {
                part[*slot as usize] = entry(row);
                *slot += 1;
            }
        }
    });
    (entries, starts)
}

fn tasks(starts: &[u32]) -> Vec<Range<u32>> {
    cut(starts, 64)
}

/// Ranges of parties with about as many entries each.
fn cut(starts: &[u32], parts: usize) -> Vec<Range<u32>> {
    let parties = starts.len().saturating_sub(1);
    let total = starts.last().copied().unwrap_or(0) as usize;
    let mut ranges = Vec::new();
    let mut from = 0;
    for part in 1..=parts {
        let until = total * part / parts;
        let to = if part == parts {
            parties
        } else {
            starts[..parties].partition_point(|start| (*start as usize) < until)
        };
        if to > from {
            let end = |party: usize| u32::try_from(party).unwrap_or(u32::MAX);
            ranges.push(end(from)..end(to));
            from = to;
        }
    }
    ranges
}
