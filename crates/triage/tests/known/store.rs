//! The folder of known sets: what is interrupted leaves the former generation.

use std::fs;
use std::path::{Path, PathBuf};

use tutela_triage::known::{Digests, KnownError, KnownSets, ROOM_BYTES, Update};

use super::claim;

const MD5: &str = "92e792c43c35e96fed3f9566083326fc";
const OTHER: &str = "4d46e4ef07fd0c7fa82bd5008b06db37";

fn list(folder: &Path, name: &str, text: &str) -> PathBuf {
    let path = folder.join(name);
    fs::write(&path, text).unwrap();
    path
}

fn has(sets: &KnownSets, md5: &str) -> bool {
    let mut digests = Digests::default();
    assert!(digests.take(tutela_triage::known::DigestKind::Md5, md5.as_bytes()));
    !sets.look_up(&digests).is_empty()
}

#[test]
fn an_update_that_ends_before_it_is_published_changes_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    assert!(KnownSets::open(&known).unwrap().is_none());
    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    update.add(&claim("one"), &list(folder.path(), "one", MD5)).unwrap();
    update.publish().unwrap();

    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    update.add(&claim("two"), &list(folder.path(), "two", OTHER)).unwrap();
    // Whole on disk, but neither renamed nor named.
    drop(update.write().unwrap());
    let sets = KnownSets::open(&known).unwrap().unwrap();
    assert_eq!((sets.generation, has(&sets, MD5), has(&sets, OTHER)), (1, true, false));

    // Renamed, but not yet named as the present one.
    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    update.add(&claim("two"), &list(folder.path(), "two", OTHER)).unwrap();
    drop(update.write().unwrap());
    fs::rename(known.join("generation.part"), known.join("generation-000002")).unwrap();
    fs::write(known.join("current.part"), "{").unwrap();
    let sets = KnownSets::open(&known).unwrap().unwrap();
    assert_eq!((sets.generation, has(&sets, OTHER)), (1, false));

    let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
    update.add(&claim("two"), &list(folder.path(), "two", OTHER)).unwrap();
    let sets = update.publish().unwrap();
    assert_eq!((sets.generation, has(&sets, MD5), has(&sets, OTHER)), (2, true, true));
    assert_eq!(sets.cards().len(), 2);
}

#[test]
fn only_one_update_goes_at_a_time_and_old_generations_go() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    let first = Update::begin(&known, ROOM_BYTES).unwrap();
    assert!(matches!(Update::begin(&known, ROOM_BYTES), Err(KnownError::Disk { .. })));
    drop(first);
    for turn in 0..4 {
        let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
        let name = format!("set {turn}");
        update.add(&claim(&name), &list(folder.path(), &name, MD5)).unwrap();
        update.publish().unwrap();
    }
    let there = |number: u64| known.join(format!("generation-{number:06}")).exists();
    assert_eq!([1, 2, 3, 4].map(there), [false, false, true, true]);
    let names: Vec<_> = fs::read_dir(known.join("generation-000004")).unwrap().collect();
    assert_eq!(names.len(), 4, "only index files stay");
}

#[test]
fn files_of_another_generation_or_a_changed_name_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let known = folder.path().join("known");
    for (name, text) in [("one", MD5), ("two", OTHER)] {
        let mut update = Update::begin(&known, ROOM_BYTES).unwrap();
        update.add(&claim(name), &list(folder.path(), name, text)).unwrap();
        update.publish().unwrap();
    }
    let current = fs::read(known.join("current")).unwrap();
    for at in 0..current.len() {
        let mut bytes = current.clone();
        bytes[at] ^= 1;
        fs::write(known.join("current"), bytes).unwrap();
        assert!(KnownSets::open(&known).is_err(), "byte {at}");
    }
    fs::write(known.join("current"), &current).unwrap();
    assert!(KnownSets::open(&known).unwrap().is_some());
    fs::remove_file(known.join("generation-000002/sha1.index")).unwrap();
    assert!(KnownSets::open(&known).is_err());
}

#[test]
fn a_set_that_is_not_there_cannot_be_changed_or_removed() {
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(&folder.path().join("known"), ROOM_BYTES).unwrap();
    assert!(matches!(update.remove("none"), Err(KnownError::NoSuchSet(_))));
    let path = list(folder.path(), "delta.sql", "");
    assert!(matches!(update.change("none", &path), Err(KnownError::NoSuchSet(_))));
}
