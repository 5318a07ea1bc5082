//! Every reader in turn: what broke it once, then changes by chance for a short while. `cargo xtask
//! bench fuzz` does the same for an hour each.

use std::time::{Duration, Instant};

use tutela_ingest::register::HOUSE;

use crate::changes::{Chance, change, mend, used};
use crate::held::hold;
use crate::samples::{Example, examples, findings, folder};

/// Time for each reader, in milliseconds, unless `TUTELA_FUZZ_MS` says another.
const READER_MS: u64 = 2_000;

/// Longest time for one exhibit; two busy cores and a debug build included.
const PATIENCE: Duration = Duration::from_secs(20);

fn bear(code: &str, own: &Example, what: &str, bytes: &[u8]) {
    let reader = HOUSE.named(code).unwrap();
    let begun = Instant::now();
    let reading = std::panic::AssertUnwindSafe(|| hold(reader, bytes, &own.settings));
    let held = std::panic::catch_unwind(reading);
    assert!(held.is_ok(), "{} {what}", own.name);
    assert!(begun.elapsed() < PATIENCE, "{} {what}: {:?}", own.name, begun.elapsed());
}

/// A share of the readers, so that shares run side by side.
fn replay(share: usize) {
    let given = std::env::var("TUTELA_FUZZ_MS").ok().and_then(|text| text.parse().ok());
    let time = Duration::from_millis(given.unwrap_or(READER_MS));
    for reader in HOUSE.readers().skip(share).step_by(4) {
        let code = reader.code();
        for own in findings(code) {
            bear(code, &own, "as it was found", &own.bytes);
        }
        let starts: Vec<_> =
            examples(code).into_iter().map(|own| (used(&own.bytes), own)).collect();
        let begun = Instant::now();
        for number in 0.. {
            if begun.elapsed() >= time {
                break;
            }
            let mut chance = Chance::of(1, number);
            let (used, own) = &starts[chance.below(starts.len())];
            let other = &starts[chance.below(starts.len())].1.bytes;
            let mut bytes = own.bytes.clone();
            change(&mut bytes, used, other, &mut chance);
            bear(code, own, &format!("changed, number {number}"), &bytes);
        }
    }
}

/// What mends sums wrongly would spoil every change behind it.
#[test]
fn sums_that_are_right_stay_as_they_are() {
    for own in HOUSE.readers().flat_map(|reader| examples(reader.code())) {
        let mut mended = own.bytes.clone();
        mend(&mut mended);
        assert!(mended == own.bytes, "{}", own.name);
    }
}

#[test]
fn every_reader_bears_its_corpus_and_changes_by_chance_1() {
    replay(0);
}

#[test]
fn every_reader_bears_its_corpus_and_changes_by_chance_2() {
    replay(1);
}

#[test]
fn every_reader_bears_its_corpus_and_changes_by_chance_3() {
    replay(2);
}

#[test]
fn every_reader_bears_its_corpus_and_changes_by_chance_4() {
    replay(3);
}

#[test]
fn every_finding_is_kept_under_the_name_of_a_reader() {
    let Ok(folders) = std::fs::read_dir(folder("findings")) else { return };
    for entry in folders {
        let name = entry.unwrap().file_name();
        let code = name.to_str().unwrap();
        assert!(HOUSE.named(code).is_some() && !findings(code).is_empty(), "findings/{code}");
    }
}
