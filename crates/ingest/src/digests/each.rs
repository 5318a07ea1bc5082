//! The digests of several contents that stand in memory.

use super::lanes::md5_each;
use super::{Algorithm, Found, Together, Wanted};

/// The digests of contents, in their order: MD5 of several side by side, the others of each.
pub fn of_each(contents: &[&[u8]], wanted: Wanted) -> Vec<Found> {
    let alone = |bytes: &&[u8]| {
        let mut others = Together::new(wanted.without(Algorithm::Md5));
        others.take(bytes);
        Found { wanted, ..others.end() }
    };
    let mut found: Vec<Found> = contents.iter().map(alone).collect();
    if wanted.has(Algorithm::Md5) {
        found.iter_mut().zip(md5_each(contents)).for_each(|(found, md5)| found.md5 = md5);
    }
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
