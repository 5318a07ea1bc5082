//! How often the order of an introduction comes about by chance: the touches of a party with each payer are moved
//! through the time of the case, all of one payer by the same stretch, every stretch as likely.
//!
//! Nothing is drawn. The stretches that bring a touch shortly before the first touch of payer and payee are arcs of
//! a circle as long as the case, one for each touch; what share of the circle they cover is the chance of one
//! opportunity, and the opportunities are independent: their sum is Poisson-binomial.

use super::steps::Candidate;
use crate::basis::Basis;
use crate::statistics::binomial;

/// What chance gives.
pub(super) struct Chance {
    pub(super) expected: f64,
    pub(super) p: f64,
}

/// What chance gives one party, in a case of this first and last instant.
pub(super) fn of(basis: &Basis<'_>, candidate: &Candidate, window: (i64, i64)) -> Chance {
    let longest_us = basis.settings.signs.introduction_s.saturating_mul(1_000_000);
    let one = |met_us: i64, payer| {
        let met = basis.dealings().between(candidate.key, payer);
        covered(
            met.iter().map(|met| met.at_us),
            (met_us.saturating_sub(longest_us), met_us),
            window,
        )
    };
    let opportunities = candidate.opportunities.iter();
    let chances: Vec<f64> = opportunities.map(|at| one(at.met_us, at.payer)).collect();
    let held = candidate.opportunities.iter().filter(|one| one.told.is_some()).count();
    Chance { expected: chances.iter().sum(), p: binomial::at_least_of(held, &chances) }
}

/// The share of the stretches by which `times` can be moved around `window` (half open) that bring at least one of
/// them into `aim` (half open).
fn covered(
    times: impl Iterator<Item = i64>,
    aim: (i64, i64),
    (from_us, until_us): (i64, i64),
) -> f64 {
    let span_us = until_us.saturating_sub(from_us).max(1);
    let arc_us = aim.1.min(until_us).saturating_sub(aim.0.max(from_us)).clamp(0, span_us);
    let mut starts: Vec<i64> = times.map(|at_us| (-at_us).rem_euclid(span_us)).collect();
    starts.sort_unstable();
    let Some(first) = starts.first() else { return 0.0 };
    let next = starts.iter().skip(1).copied().chain([first.saturating_add(span_us)]);
    let covered_us: i64 = starts.iter().zip(next).map(|(own, next)| arc_us.min(next - own)).sum();
    covered_us as f64 / span_us as f64
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn the_share_is_that_of_all_stretches_tried_one_by_one(
            times in proptest::collection::vec(100i64..160, 0..6),
            met in 100i64..161,
            longest in 0i64..80,
        ) {
            let (window, aim) = ((100, 160), (met - longest, met));
            let hits = (0..60).filter(|by| {
                times.iter().any(|at| {
                    let moved = 100 + (at - 100 + by).rem_euclid(60);
                    aim.0 <= moved && moved < aim.1
                })
            });
            let tried = hits.count() as f64 / 60.0;
            prop_assert!((covered(times.iter().copied(), aim, window) - tried).abs() < 1e-12);
        }
    }
}
