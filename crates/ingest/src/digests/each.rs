//! The digests of several contents that stand in memory.

use super::lanes::{find_each, side_by_side};
use super::{Algorithm, Found, Together, Wanted};

/// The digests of contents, in their order: side by side those that are quicker so, the others of each.
pub fn of_each(contents: &[&[u8]], wanted: Wanted) -> Vec<Found> {
    let first = side_by_side(wanted);
    let is_alone = |one: &Algorithm| wanted.has(*one) && !first.has(*one);
    let rest: Wanted = Algorithm::ALL.into_iter().filter(is_alone).collect();
    let alone = |bytes: &&[u8]| {
        if rest == Wanted::default() {
            return Found::none(wanted);
        }
        let mut others = Together::new(rest);
        others.take(bytes);
        Found { wanted, ..others.end() }
    };
    let mut found: Vec<Found> = contents.iter().map(alone).collect();
    find_each(contents, first, &mut found);
    found
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn contents_in_memory_have_the_digests_they_have_alone(
            contents in proptest::collection::vec(proptest::collection::vec(any::<u8>(), 0..300), 0..40),
            algorithms in proptest::sample::subsequence(&Algorithm::ALL, 0..=Algorithm::ALL.len()),
        ) {
            let wanted = Wanted::from_iter(algorithms);
            let contents: Vec<&[u8]> = contents.iter().map(Vec::as_slice).collect();
            let alone = |bytes: &&[u8]| {
                let mut together = Together::new(wanted);
                together.take(bytes);
                together.end()
            };
            prop_assert_eq!(of_each(&contents, wanted), contents.iter().map(alone).collect::<Vec<_>>());
        }
    }
}
