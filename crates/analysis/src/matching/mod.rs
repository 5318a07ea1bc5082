//! Two sides of one payment without a common reference: which debit at one bank is which credit at
//! another, one to one, each with the probability that it is right.
//!
//! Three things are compared: how the amounts differ (fees, exchange), how many days lie between,
//! and what the texts share, weighed by how rare it is in these records. How much each of these
//! says is learnt from the records themselves, without known pairs: each debit has one credit among
//! its candidates or none, and a credit belongs to one debit (Fellegi & Sunter 1969 and Winkler 2000
//! for the weights; Dempster, Laird & Rubin 1977 for the learning). The probability of a pair
//! allows for every other pair that claims either side (the sum-product rule on matchings), and the
//! pairs told are the one-to-one set with the highest expected number of right ones.

mod assign;
mod candidates;
mod learn;
mod marginals;
mod memo;

#[cfg(test)]
mod tests;

use model::Currency;
use serde::Serialize;

use candidates::Candidates;
use learn::Learnt;

/// Debits from which the weights are learnt; with fewer, a few chance pairs would set them.
pub const LEARNT_FROM_MIN: usize = 50;

/// One side of a payment, as a bank books it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Booked<'a> {
    /// Its day, counted from 1 January 1970.
    pub day: i64,
    /// Its amount, minor units.
    pub minor: i64,
    /// The currency; two sides are compared in one currency only.
    pub currency: Currency,
    /// What the bank printed beside it.
    pub memo: &'a str,
}

/// Which pairs are compared at all.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Rules {
    /// Days by which a credit may be booked before its debit.
    pub days_before: i64,
    /// Days by which it may be booked after it.
    pub days_after: i64,
    /// How far the amounts may differ, thousandths of the debit.
    pub difference_permille: i64,
}

impl Default for Rules {
    fn default() -> Self {
        // Two zones never differ by more than 26 hours; a month covers the slowest public example.
        Self { days_before: 1, days_after: 30, difference_permille: 150 }
    }
}

/// A debit and the credit that is probably its other side.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Match {
    /// Number of the debit.
    pub debit: u32,
    /// Number of the credit.
    pub credit: u32,
    /// Probability that the pair is right, every other claim on either side allowed for.
    pub probability: f64,
    /// Probability of the best other credit of this debit; 0 where there is none.
    pub next_best: f64,
    /// What each comparison says for the pair (above 0) or against it (below).
    pub evidence: Evidence,
}

/// Weights of evidence in bits: log2 of how much likelier this is for a right pair than by chance.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Evidence {
    /// Of the difference of amounts.
    pub amount_bits: f64,
    /// Of the days between.
    pub days_bits: f64,
    /// Of the texts.
    pub memo_bits: f64,
}

/// Pairs found, with what was learnt.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Matching {
    /// The pairs by number of the debit, one to one; those below one half are included, so that a
    /// threshold is the reader's.
    pub pairs: Vec<Match>,
    /// Pairs that were compared.
    pub compared: u64,
    /// Share of debits that have a credit here, as learnt.
    pub share_matched: f64,
    /// Probability of each number of days between, from [`Rules::days_before`] before on.
    pub days: Vec<f64>,
    /// Probability that amounts are equal.
    pub equal_amounts: f64,
}

/// Matches debits and credits. Same input, same pairs, whatever the number of threads; fewer than
/// [`LEARNT_FROM_MIN`] debits give no pair.
pub fn match_sides(debits: &[Booked<'_>], credits: &[Booked<'_>], rules: &Rules) -> Matching {
    if debits.len() < LEARNT_FROM_MIN || credits.is_empty() {
        return Matching::default();
    }
    let candidates = Candidates::of(debits, credits, rules);
    let learnt = Learnt::of(&candidates);
    let odds = learnt.odds(&candidates);
    let mut probabilities = marginals::probabilities(&candidates, &odds);
    // What so many debits taught cannot be surer than one in as many.
    let most = 1.0 - 1.0 / (debits.len() as f64 + 2.0);
    for probability in &mut probabilities {
        *probability = probability.min(most);
    }
    let chosen = assign::one_to_one(&candidates, &probabilities);
    let pairs = chosen
        .into_iter()
        .filter_map(|edge| {
            let next_best = candidates
                .edges_of(candidates.debit(edge))
                .filter(|other| *other != edge)
                .filter_map(|other| probabilities.get(other))
                .copied()
                .fold(0.0, f64::max);
            Some(Match {
                debit: u32::try_from(candidates.debit(edge)).ok()?,
                credit: candidates.edges.get(edge)?.credit,
                probability: probabilities.get(edge).copied()?,
                next_best,
                evidence: learnt.evidence(&candidates, edge),
            })
        })
        .collect();
    Matching {
        pairs,
        compared: candidates.compared,
        share_matched: learnt.share_matched,
        days: learnt.days.clone(),
        equal_amounts: learnt.amounts.first().copied().unwrap_or(0.0),
    }
}
