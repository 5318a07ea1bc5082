//! What an index answers is what a map of the same sets would.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use proptest::prelude::*;
use tutela_triage::known::{Digests, Feedback, Index, KnownSets, ROOM_BYTES, Update};

use super::{claim, every_damage_is_found};

/// So little room that a few rows go to disk in runs.
const LITTLE_ROOM: usize = 1_000;

type Rows = Vec<([u8; 16], u8)>;

/// Digest → set and category → rows.
type Truth = BTreeMap<[u8; 16], BTreeMap<(String, String), u64>>;

fn hex(digest: &[u8]) -> String {
    digest.iter().fold(String::new(), |mut out, byte| {
        let _ = write!(out, "{byte:02x}");
        out
    })
}

/// Writes a set as a table; what category 0 says is none.
fn write_set(folder: &Path, name: &str, rows: &Rows) -> PathBuf {
    let mut text = "MD5,Category\n".to_owned();
    for (digest, category) in rows {
        let category = if *category == 0 { String::new() } else { category.to_string() };
        let _ = writeln!(text, "{},{category}", hex(digest));
    }
    let path = folder.join(format!("{name}.csv"));
    fs::write(&path, text).unwrap();
    path
}

fn truth(sets: &[Rows]) -> Truth {
    let mut truth = Truth::new();
    for (at, rows) in sets.iter().enumerate() {
        for (digest, category) in rows {
            let category = if *category == 0 { String::new() } else { category.to_string() };
            *truth.entry(*digest).or_default().entry((format!("s{at}"), category)).or_default() +=
                1;
        }
    }
    truth
}

fn told(sets: &KnownSets, digest: [u8; 16]) -> BTreeMap<(String, String), u64> {
    let hits = sets.look_up(&Digests { md5: Some(digest), ..Digests::default() });
    let told = hits.iter().map(|hit| {
        assert_eq!(hit.feedback, Feedback::default());
        ((hit.card.claim.name.clone(), hit.category.to_owned()), hit.rows)
    });
    told.collect()
}

fn build(folder: &Path, sets: &[Rows], room: usize) -> KnownSets {
    let mut update = Update::begin(&folder.join("known"), room).unwrap();
    for (at, rows) in sets.iter().enumerate().filter(|(_, rows)| !rows.is_empty()) {
        let name = format!("s{at}");
        update.add(&claim(&name), &write_set(folder, &name, rows)).unwrap();
    }
    update.publish().unwrap()
}

/// Digests of every awkward kind: the first and last there can be, and such as begin alike.
fn digest() -> impl Strategy<Value = [u8; 16]> {
    let alike = |tail: u8, lead: u8| {
        let mut digest = [0x77; 16];
        (digest[0], digest[15]) = (lead, tail);
        digest
    };
    prop_oneof![
        3 => any::<[u8; 16]>(),
        1 => Just([0; 16]),
        1 => Just([255; 16]),
        4 => (any::<u8>(), prop_oneof![Just(0x77), Just(0x78)]).prop_map(move |(t, l)| alike(t, l)),
    ]
}

fn sets() -> impl Strategy<Value = Vec<Rows>> {
    let row = (digest(), 0u8..3);
    prop::collection::vec(prop::collection::vec(row, 0..200), 1..4)
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn an_index_answers_as_a_map_does(sets in sets(), others in prop::collection::vec(digest(), 50)) {
        let folder = tempfile::tempdir().unwrap();
        let truth = truth(&sets);
        let known = build(folder.path(), &sets, LITTLE_ROOM);
        prop_assert_eq!(known.md5.len(), truth.len() as u64);
        for (digest, says) in &truth {
            prop_assert_eq!(&told(&known, *digest), says);
        }
        let asked: Vec<[u8; 16]> = truth.keys().copied().chain(others).collect();
        let mut found = Vec::new();
        known.md5.find_all(&asked, &mut found);
        prop_assert_eq!(found.len(), asked.len());
        for (digest, found) in asked.iter().zip(&found) {
            prop_assert_eq!(found.is_some(), truth.contains_key(digest));
            prop_assert_eq!(known.md5.find(digest), *found);
        }
        let counts = &known.md5.catalogue().counts;
        for (card, count) in known.cards().iter().zip(counts) {
            let of = |says: &BTreeMap<(String, String), u64>| {
                let own = says.iter().filter(|((set, _), _)| *set == card.claim.name);
                own.map(|(_, rows)| *rows).sum::<u64>()
            };
            let rows: Vec<u64> = truth.values().map(of).filter(|rows| *rows > 0).collect();
            prop_assert_eq!(count.rows, rows.iter().sum::<u64>());
            prop_assert_eq!(count.rows, card.rows);
            prop_assert_eq!(count.digests, rows.len() as u64);
        }
        known.verify().unwrap();
    }

    #[test]
    fn a_set_replaced_or_removed_leaves_what_building_anew_gives(sets in sets(), other in sets()) {
        let folder = tempfile::tempdir().unwrap();
        let mut sets: Vec<Rows> = sets.into_iter().filter(|rows| !rows.is_empty()).collect();
        prop_assume!(!sets.is_empty());
        drop(build(folder.path(), &sets, LITTLE_ROOM));
        let mut update = Update::begin(&folder.path().join("known"), LITTLE_ROOM).unwrap();
        if other[0].is_empty() {
            update.remove("s0").unwrap();
        } else {
            update.add(&claim("s0"), &write_set(folder.path(), "s0", &other[0])).unwrap();
        }
        sets[0].clone_from(&other[0]);
        let known = update.publish().unwrap();
        let truth = truth(&sets);
        prop_assert_eq!(known.md5.len(), truth.len() as u64);
        for (digest, says) in &truth {
            prop_assert_eq!(&told(&known, *digest), says);
        }
    }
}

#[test]
fn a_crowded_bucket_is_searched_whole() {
    let folder = tempfile::tempdir().unwrap();
    let member = |at: u32, step: u32| {
        let mut digest = [0xAB; 16];
        digest[12..].copy_from_slice(&(at * step).to_be_bytes());
        digest
    };
    let mut rows: Rows = (0..5_000).map(|at| (member(at, 3), 0)).collect();
    // Others, spread evenly, make the directory fine.
    rows.extend((0..=255u8).map(|lead| ([lead; 16], 0)));
    let known = build(folder.path(), std::slice::from_ref(&rows), ROOM_BYTES);
    let present: BTreeSet<[u8; 16]> = rows.iter().map(|(digest, _)| *digest).collect();
    // So many that they are put in order, asked backwards.
    let asked: Vec<[u8; 16]> =
        (0..15_000).rev().map(|at| member(at, 1)).chain(present.iter().copied()).collect();
    let mut found = Vec::new();
    known.md5.find_all(&asked, &mut found);
    for (digest, found) in asked.iter().zip(found) {
        assert_eq!(known.md5.find(digest).is_some(), present.contains(digest), "{digest:?}");
        assert_eq!(known.md5.find(digest), found, "{digest:?}");
    }
}

#[test]
fn every_flipped_byte_of_an_index_is_found() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Rows = (0..40u8).map(|at| ([at.wrapping_mul(6); 16], at % 3)).collect();
    let known = build(folder.path(), &[rows], ROOM_BYTES);
    let path = folder.path().join("known/generation-000001/md5.index");
    drop(known);
    every_damage_is_found(&path, |path| {
        Index::<16>::open(path).and_then(|index| index.verify()).is_ok()
    });
    assert!(Index::<20>::open(&path).is_err());
}

#[test]
fn a_damaged_index_that_is_not_verified_answers_within_its_bounds() {
    let folder = tempfile::tempdir().unwrap();
    let rows: Rows = (0..200u8).map(|at| ([at; 16], at % 3)).collect();
    drop(build(folder.path(), &[rows], ROOM_BYTES));
    let path = folder.path().join("known/generation-000001/md5.index");
    let whole = fs::read(&path).unwrap();
    let aside = folder.path().join("flipped.index");
    for at in (4096..whole.len()).step_by(3) {
        let mut bytes = whole.clone();
        bytes[at] = 0xFF;
        let _ = fs::remove_file(&aside);
        fs::write(&aside, bytes).unwrap();
        if let Ok(index) = Index::<16>::open(&aside) {
            for lead in 0..=255u8 {
                let found = index.find(&[lead; 16]);
                assert!(found.is_none_or(|found| index.marks(found).count() <= 3));
            }
        }
    }
}
