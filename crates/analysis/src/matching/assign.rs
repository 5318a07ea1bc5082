//! The one-to-one set of pairs whose probabilities add up to most.
//!
//! Shortest augmenting paths over the candidates only (Jonker & Volgenant 1987, sparse): each debit
//! in turn takes the best credit, moving others where that is better for all. In whole numbers, so
//! that the answer is exact and the same on every machine.

#![expect(
    clippy::indexing_slicing,
    reason = "by debits, credits and edges counted by the candidates"
)]

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use super::candidates::Candidates;

/// Probabilities as whole numbers.
const WHOLE: f64 = 1e9;

/// A pair below this is never better than none.
const LEAST: i64 = 1_000_000;

const NONE: usize = usize::MAX;

/// The edges chosen, in order of the debit.
pub(super) fn one_to_one(candidates: &Candidates, probabilities: &[f64]) -> Vec<usize> {
    #[expect(clippy::cast_possible_truncation, reason = "at most WHOLE")]
    let gains: Vec<i64> = probabilities.iter().map(|p| (p * WHOLE) as i64).collect();
    let mut paths = Paths {
        candidates,
        gains: &gains,
        price: vec![0; candidates.credits],
        edge_of_credit: vec![NONE; candidates.credits],
        best: vec![i64::MAX; candidates.credits],
        through: vec![NONE; candidates.credits],
        touched: Vec::new(),
        done: Vec::new(),
    };
    for debit in 0..candidates.debits() {
        paths.place(debit);
    }
    let mut chosen: Vec<usize> =
        paths.edge_of_credit.into_iter().filter(|edge| *edge != NONE).collect();
    chosen.sort_unstable();
    chosen
}

struct Paths<'a> {
    candidates: &'a Candidates,
    gains: &'a [i64],
    /// What a credit costs at least, by those who hold it.
    price: Vec<i64>,
    edge_of_credit: Vec<usize>,
    /// Length of the shortest path to each credit in this search, and the edge it came by.
    best: Vec<i64>,
    through: Vec<usize>,
    touched: Vec<usize>,
    done: Vec<(usize, i64)>,
}

impl Paths<'_> {
    fn credit(&self, edge: usize) -> usize {
        self.candidates.edges[edge].credit as usize
    }

    /// Gives a debit a credit, or leaves it or one that it displaces without.
    fn place(&mut self, debit: usize) {
        let mut heap: BinaryHeap<Reverse<(i64, usize)>> = BinaryHeap::new();
        // A path may end where a debit on it goes without; the shortest such ending so far.
        let mut end: (i64, usize) = (0, NONE);
        self.open(&mut heap, debit, 0, NONE, &mut end);
        let mut free = NONE;
        while let Some(Reverse((length, credit))) = heap.pop() {
            if length > self.best[credit] {
                continue;
            }
            if length >= end.0 {
                break;
            }
            self.done.push((credit, length));
            let held = self.edge_of_credit[credit];
            if held == NONE {
                free = credit;
                end.0 = length;
                break;
            }
            let other = self.candidates.debit(held);
            // What the holder loses by leaving is what it pays here.
            let base = length + self.gains[held] - self.price[credit];
            self.open(&mut heap, other, base, held, &mut end);
        }
        for (credit, length) in self.done.drain(..) {
            self.price[credit] += (end.0 - length).max(0);
        }
        self.turn(if free == NONE { end.1 } else { free });
        for credit in self.touched.drain(..) {
            self.best[credit] = i64::MAX;
            self.through[credit] = NONE;
        }
    }

    /// Lengthens paths over the edges of a debit that was reached with `base` behind it.
    fn open(
        &mut self,
        heap: &mut BinaryHeap<Reverse<(i64, usize)>>,
        debit: usize,
        base: i64,
        held: usize,
        end: &mut (i64, usize),
    ) {
        if held != NONE && base < end.0 {
            *end = (base, self.credit(held));
        }
        for edge in self.candidates.edges_of(debit) {
            if edge == held || self.gains[edge] < LEAST {
                continue;
            }
            let credit = self.credit(edge);
            let length = base - self.gains[edge] + self.price[credit];
            if length < self.best[credit] {
                if self.best[credit] == i64::MAX {
                    self.touched.push(credit);
                }
                self.best[credit] = length;
                self.through[credit] = edge;
                heap.push(Reverse((length, credit)));
            }
        }
    }

    /// Walks back from the end of the path; each credit on it goes to the debit before.
    fn turn(&mut self, end: usize) {
        let mut credit = end;
        while credit != NONE {
            let edge = self.through[credit];
            if edge == NONE {
                break;
            }
            let debit = self.candidates.debit(edge);
            let held = self
                .candidates
                .edges_of(debit)
                .find(|other| *other != edge && self.edge_of_credit[self.credit(*other)] == *other);
            self.edge_of_credit[credit] = edge;
            credit = held.map_or(NONE, |held| self.credit(held));
        }
    }
}
