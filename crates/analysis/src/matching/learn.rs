//! Learning how much each comparison says, from the records themselves.

#![expect(clippy::indexing_slicing, reason = "by kinds and edges counted by the candidates")]

use rayon::prelude::*;

use super::Evidence;
use super::candidates::{Candidates, DIFFERENCES, Edge, first_guess};

/// Rounds of learning; the weights of the public example settle within fifteen.
const ROUNDS: usize = 25;

/// Debits handed to one worker at a time; the sums are added in this order on any machine.
const TASK: usize = 1_024;

/// A count that every kind starts with, so that none is impossible.
const PRIOR: f64 = 0.5;

/// Share of debits with a credit: never learnt as all or none.
const SHARE: (f64, f64) = (0.01, 0.999);

/// What was learnt: how often each comparison is seen in right pairs and by chance.
pub(super) struct Learnt {
    pub(super) share_matched: f64,
    pub(super) amounts: Vec<f64>,
    pub(super) days: Vec<f64>,
    memos: Vec<f64>,
    by_chance: Chance,
}

/// How often each comparison is seen by chance.
struct Chance {
    amounts: Vec<f64>,
    days: Vec<f64>,
    memos: Vec<f64>,
}

/// Expected counts of right pairs.
struct Counts {
    matched: f64,
    amounts: Vec<f64>,
    days: Vec<f64>,
    memos: Vec<f64>,
}

impl Learnt {
    /// Learns from all candidates.
    pub(super) fn of(candidates: &Candidates) -> Self {
        let by_chance = Chance::of(candidates);
        let mut learnt = Self {
            share_matched: 0.5,
            amounts: Vec::new(),
            days: Vec::new(),
            memos: Vec::new(),
            by_chance,
        };
        for round in 0..ROUNDS {
            let counts = learnt.expect(candidates, round == 0);
            learnt.take(candidates, &counts);
        }
        learnt
    }

    fn ratio(&self, candidates: &Candidates, debit: usize, edge: Edge) -> f64 {
        let evidence = self.weigh(candidates, debit, edge);
        (evidence.amount_bits + evidence.days_bits + evidence.memo_bits).exp2()
    }

    fn weigh(&self, candidates: &Candidates, debit: usize, edge: Edge) -> Evidence {
        let (amount, days, memo) = (edge.amount as usize, edge.days as usize, edge.memo as usize);
        let amount_by_chance = if amount == 0 {
            candidates.equal_by_chance[debit]
        } else {
            self.by_chance.amounts[amount]
        };
        Evidence {
            amount_bits: (self.amounts[amount] / amount_by_chance).log2(),
            days_bits: (self.days[days] / self.by_chance.days[days]).log2(),
            memo_bits: (self.memos[memo] / self.by_chance.memos[memo]).log2(),
        }
    }

    /// What each comparison says for an edge.
    pub(super) fn evidence(&self, candidates: &Candidates, edge: usize) -> Evidence {
        self.weigh(candidates, candidates.debit(edge), candidates.edges[edge])
    }

    /// Odds of every edge against both sides being without a partner.
    pub(super) fn odds(&self, candidates: &Candidates) -> Vec<f64> {
        let free = 1.0 - self.share_matched;
        let mut odds = vec![0.0; candidates.edges.len()];
        for debit in 0..candidates.debits() {
            let prior =
                self.share_matched / (free * free) / f64::from(candidates.seen[debit].max(1));
            for edge in candidates.edges_of(debit) {
                odds[edge] = prior * self.ratio(candidates, debit, candidates.edges[edge]);
            }
        }
        odds
    }

    /// Expected counts under what is learnt so far: each debit has one of its candidates or none.
    fn expect(&self, candidates: &Candidates, is_first: bool) -> Counts {
        let debits: Vec<usize> = (0..candidates.debits()).collect();
        let parts: Vec<Counts> = debits
            .par_chunks(TASK)
            .map(|debits| {
                let mut counts = Counts::none(candidates);
                let mut ratios: Vec<f64> = Vec::new();
                for debit in debits {
                    let edges = &candidates.edges[candidates.edges_of(*debit)];
                    ratios.clear();
                    ratios.extend(edges.iter().map(|&edge| {
                        if is_first {
                            first_guess(edge).exp2()
                        } else {
                            self.ratio(candidates, *debit, edge)
                        }
                    }));
                    let seen = f64::from(candidates.seen[*debit].max(1));
                    let none = (1.0 - self.share_matched) * seen / self.share_matched;
                    let sum = none + ratios.iter().sum::<f64>();
                    for (edge, ratio) in edges.iter().zip(&ratios) {
                        counts.add(*edge, ratio / sum);
                    }
                }
                counts
            })
            .collect();
        parts.iter().fold(Counts::none(candidates), Counts::and)
    }

    fn take(&mut self, candidates: &Candidates, counts: &Counts) {
        let share = counts.matched / candidates.debits().max(1) as f64;
        self.share_matched = share.clamp(SHARE.0, SHARE.1);
        self.amounts = shares(&counts.amounts);
        self.days = shares(&counts.days);
        self.memos = shares(&counts.memos);
    }
}

impl Chance {
    fn of(candidates: &Candidates) -> Self {
        let widest = candidates.difference_max.max(1) as f64;
        let mut before = 0.0;
        // Amounts lie evenly within the narrow band that is compared.
        let amounts = DIFFERENCES.iter().map(|end| {
            let width = (*end as f64).min(widest) - before;
            before += width;
            (width / widest).max(1e-9)
        });
        let counts = |seen: &[u64]| seen.iter().map(|seen| *seen as f64).collect::<Vec<f64>>();
        Self {
            amounts: amounts.collect(),
            days: shares(&counts(&candidates.days_seen)),
            memos: shares(&counts(&candidates.memos_seen)),
        }
    }
}

impl Counts {
    fn none(candidates: &Candidates) -> Self {
        Self {
            matched: 0.0,
            amounts: vec![0.0; DIFFERENCES.len()],
            days: vec![0.0; candidates.days_seen.len()],
            memos: vec![0.0; candidates.memos_seen.len()],
        }
    }

    fn add(&mut self, edge: Edge, share: f64) {
        self.matched += share;
        self.amounts[edge.amount as usize] += share;
        self.days[edge.days as usize] += share;
        self.memos[edge.memo as usize] += share;
    }

    fn and(mut self, other: &Self) -> Self {
        let add = |into: &mut [f64], from: &[f64]| {
            into.iter_mut().zip(from).for_each(|(into, from)| *into += from);
        };
        self.matched += other.matched;
        add(&mut self.amounts, &other.amounts);
        add(&mut self.days, &other.days);
        add(&mut self.memos, &other.memos);
        self
    }
}

/// Counts as shares, none of them 0.
fn shares(counts: &[f64]) -> Vec<f64> {
    let sum = counts.iter().sum::<f64>() + PRIOR * counts.len() as f64;
    counts.iter().map(|count| (count + PRIOR) / sum).collect()
}
