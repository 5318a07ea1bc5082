//! How often the order of an introduction comes about by chance: the touches of a party with each payer
//! are moved through the time of the case, all of one payer by the same random stretch.

use rand::{RngExt as _, SeedableRng};
use rand_chacha::ChaCha8Rng;

use super::steps::Candidate;
use crate::basis::Basis;
use crate::question::AskSettings;

/// What chance gave.
pub(super) struct Drawn {
    pub(super) expected: f64,
    pub(super) p: f64,
}

/// Moves to draw: so many that the least p can pass the correction for all tests.
pub(super) fn permutations(settings: &AskSettings, tests: usize) -> usize {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a small multiple of a count of parties"
    )]
    let needed = (1.1 * tests as f64 / settings.q.max(1e-6)).ceil() as usize;
    settings.signs.permutations.max(needed)
}

/// Tests one party.
pub(super) fn test(
    basis: &Basis<'_>,
    candidate: &Candidate,
    (from_us, until_us): (i64, i64),
    permutations: usize,
) -> Drawn {
    let longest_us = basis.settings.signs.introduction_s.saturating_mul(1_000_000);
    let span_us = until_us.saturating_sub(from_us).max(1);
    let touches: Vec<(i64, Vec<i64>)> = candidate
        .opportunities
        .iter()
        .map(|one| {
            let met = basis.dealings().between(candidate.key, one.payer);
            (one.met_us, met.iter().map(|met| met.at_us).collect())
        })
        .collect();
    let held = candidate.opportunities.iter().filter(|one| one.told.is_some()).count();
    let mut random = stream(basis, candidate);
    let (mut sum, mut reached) = (0usize, 0usize);
    for _ in 0..permutations {
        let mut count = 0;
        for (met_us, own) in &touches {
            let move_us = random.random_range(0..span_us);
            count += usize::from(own.iter().any(|at_us| {
                let moved = from_us + (at_us - from_us + move_us).rem_euclid(span_us);
                moved < *met_us && met_us - moved <= longest_us
            }));
        }
        sum += count;
        reached += usize::from(count >= held);
    }
    Drawn {
        expected: sum as f64 / permutations.max(1) as f64,
        p: (1 + reached) as f64 / (1 + permutations) as f64,
    }
}

/// The random numbers of one party: by the seed and its name, so that other parties do not matter.
fn stream(basis: &Basis<'_>, candidate: &Candidate) -> ChaCha8Rng {
    // FNV-1a, 64 bits.
    let name = basis.view.keys.text(candidate.key).bytes();
    let hash = name.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
    });
    ChaCha8Rng::seed_from_u64(basis.settings.seed ^ hash)
}
