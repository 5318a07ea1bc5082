//! What a partner holds after a session tells nothing but what is common: tried with guesses, and by a trained eye.

use std::collections::HashSet;

use curve25519_dalek::ristretto::RistrettoPoint;

use super::*;
use crate::domain::Domain;
use crate::element::hash_to_group;
use crate::key::{Key, Secret};
use crate::mask::times;

/// Guesses that are tried at home, every identifier of the other party among them.
const GUESSES: u32 = 20_000;

/// South keeps its key, against the rules, and tries numbers against all that north sent.
#[test]
fn guesses_at_home_confirm_nothing() {
    let pair = Pair::new(8, [&list(0..200), &list(1_000..1_200)]);
    pair.steps(5);
    let mut sent = HashSet::new();
    for (step, skip) in [(2, 64), (4, 32)] {
        let bytes = fs::read(pair.path(&format!("north/own-{step}"))).unwrap();
        let elements = bytes[88 + skip..].as_chunks::<32>().0;
        sent.extend(elements.iter().take(256).copied());
    }
    assert_eq!(sent.len(), 512);
    let domain = Domain::new(&pair.charter.check().unwrap(), 1).unwrap();
    let key = Key::derive(&Secret::new([2; 32]), &domain.key).unwrap();
    let one = Key::new(curve25519_dalek::scalar::Scalar::ONE).unwrap();
    let entry = |number: u32| format!("\u{1}+39347{number:07}");
    let guesses: Vec<RistrettoPoint> =
        (0..GUESSES).map(|at| hash_to_group(&domain.group, &[entry(at).as_bytes()])).collect();
    for key in [&one, &key] {
        let tried = times(key, guesses.iter().copied());
        assert!(tried.iter().all(|element| !sent.contains(element)));
    }
    // The trial itself finds what is there: north's own key opens north's own list.
    let north = Key::derive(&Secret::new([1; 32]), &domain.key).unwrap();
    let found = times(&north, guesses.into_iter()).iter().filter(|e| sent.contains(*e)).count();
    assert_eq!(found, 200);
}

/// How often each bit is set in the elements of a list.
fn looks(list: &List, salt: u8) -> Vec<f64> {
    let pair = Pair::numbered(8, [list, list], 1, salt);
    pair.step(1);
    let bytes = fs::read(pair.path("north/own-2")).unwrap();
    let elements = bytes[152..152 + 8192].as_chunks::<32>().0;
    let bit = |at: usize| elements.iter().filter(|e| e[at / 8] >> (at % 8) & 1 == 1).count() as f64;
    (0..256).map(bit).collect()
}

/// Trained on sessions with no identifier and with 256, it tells others apart no better than a coin: 48 trials, of which
/// a coin gets between 12 and 36 right but once in 2,000 times.
#[test]
fn a_trained_eye_does_not_tell_few_identifiers_from_many() {
    let lists = [list([]), list(0..256)];
    let sample = |kind: usize, from: u8, count: u8| -> Vec<Vec<f64>> {
        (from..from + count).map(|at| looks(&lists[kind], at * 4)).collect()
    };
    let mean = |seen: &[Vec<f64>]| -> Vec<f64> {
        (0..256).map(|at| seen.iter().map(|one| one[at]).sum::<f64>() / seen.len() as f64).collect()
    };
    let means = [0, 1].map(|kind| mean(&sample(kind, 0, 24)));
    let far = |one: &[f64], mean: &[f64]| -> f64 {
        one.iter().zip(mean).map(|(a, b)| (a - b) * (a - b)).sum()
    };
    let mut right = 0;
    for kind in [0, 1] {
        for one in sample(kind, 24, 24) {
            let second = far(&one, &means[1]) < far(&one, &means[0]);
            right += u32::from(second == (kind == 1));
        }
    }
    assert!((12..=36).contains(&right), "{right} of 48");
}
