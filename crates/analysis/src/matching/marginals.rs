//! How probable each pair is when every side has one partner at most.
//!
//! The sum-product rule on a graph of pairs: a side tells each candidate how free it is, given what
//! its other candidates say (Mézard & Montanari 2009, matchings). Exact where the candidates form a
//! tree, and close to it where they are sparse.

#![expect(clippy::indexing_slicing, reason = "by edges and credits counted by the candidates")]

use super::candidates::Candidates;

/// Rounds of messages.
const ROUNDS: usize = 40;

/// Share of the old message kept, so that two sides do not answer each other in turns.
const KEPT: f64 = 0.3;

/// Change of the largest message below which the rounds end.
const STILL: f64 = 1e-6;

/// The probability of every edge.
pub(super) fn probabilities(candidates: &Candidates, odds: &[f64]) -> Vec<f64> {
    // How free each side is towards each of its edges.
    let mut debit_free = vec![1.0; odds.len()];
    let mut credit_free = vec![1.0; odds.len()];
    let mut sums = vec![0.0; candidates.credits];
    for _ in 0..ROUNDS {
        let mut moved = 0.0f64;
        for debit in 0..candidates.debits() {
            let edges = candidates.edges_of(debit);
            let sum: f64 = edges.clone().map(|edge| odds[edge] * credit_free[edge]).sum();
            for edge in edges {
                let others = (sum - odds[edge] * credit_free[edge]).max(0.0);
                let free = 1.0 / (1.0 + others);
                moved = moved.max((free - debit_free[edge]).abs());
                debit_free[edge] = KEPT * debit_free[edge] + (1.0 - KEPT) * free;
            }
        }
        sums.fill(0.0);
        for (edge, candidate) in candidates.edges.iter().enumerate() {
            sums[candidate.credit as usize] += odds[edge] * debit_free[edge];
        }
        for (edge, candidate) in candidates.edges.iter().enumerate() {
            let others = (sums[candidate.credit as usize] - odds[edge] * debit_free[edge]).max(0.0);
            let free = 1.0 / (1.0 + others);
            credit_free[edge] = KEPT * credit_free[edge] + (1.0 - KEPT) * free;
        }
        if moved < STILL {
            break;
        }
    }
    let of = |edge: usize| {
        let joint = odds[edge] * debit_free[edge] * credit_free[edge];
        joint / (1.0 + joint)
    };
    (0..odds.len()).map(of).collect()
}
