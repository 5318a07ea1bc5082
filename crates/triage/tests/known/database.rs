//! The Reference Data Set as a database.

use std::fs;
use std::path::{Path, PathBuf};

use tutela_triage::known::{Digests, Fault, KnownError, KnownSets, ROOM_BYTES, SetCard, Update};

use super::claim;

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/nsrl").join(name)
}

fn take(path: &Path) -> Result<(SetCard, KnownSets, tempfile::TempDir), KnownError> {
    let folder = tempfile::tempdir().unwrap();
    let mut update = Update::begin(folder.path(), ROOM_BYTES)?;
    let card = update.add(&claim("NSRL"), path)?;
    Ok((card, update.publish()?, folder))
}

/// MD5 of "7".
const MD5_OF_7: &[u8] = b"8f14e45fceea167a5a36dedd4bea2543";

fn rows_of_7(sets: &KnownSets) -> Vec<u64> {
    let mut digests = Digests::default();
    assert!(digests.take(tutela_triage::known::DigestKind::Md5, MD5_OF_7));
    sets.look_up(&digests).iter().map(|hit| hit.rows).collect()
}

#[test]
fn a_minimal_set_is_taken_with_rows_that_go_on_in_other_pages() {
    let (card, sets, _folder) = take(&fixture("minimal.db")).unwrap();
    assert_eq!((card.format.as_str(), card.rows), ("nsrl_database", 120));
    assert_eq!([sets.md5.len(), sets.sha1.len(), sets.sha256.len()], [100; 3]);
    assert_eq!(sets.md5.catalogue().counts[0].duplicates(), 20);
    // The digests of 7 stand in rows 7 and 107.
    assert_eq!(rows_of_7(&sets), [2]);
}

#[test]
fn a_full_set_is_taken_from_the_table_behind_the_view() {
    let (card, sets, _folder) = take(&fixture("full.db")).unwrap();
    assert_eq!((card.rows, card.claim.version.as_str()), (10, "2026.03.1"));
    assert_eq!(rows_of_7(&sets), [1]);
}

#[test]
fn a_database_with_a_log_or_cut_or_of_something_else_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rds.db");
    let fault = |path: &Path| match take(path) {
        Err(KnownError::Refused(refusal)) => refusal.fault,
        other => panic!("{other:?}"),
    };
    let whole = fs::read(fixture("minimal.db")).unwrap();
    fs::write(&path, &whole).unwrap();
    fs::write(folder.path().join("rds.db-wal"), "x").unwrap();
    assert_eq!(fault(&path), Fault::NotApplicable);
    fs::remove_file(folder.path().join("rds.db-wal")).unwrap();
    for len in (16..whole.len()).step_by(997) {
        fs::write(&path, &whole[..len]).unwrap();
        assert_eq!(fault(&path), Fault::Cut, "{len}");
    }
    let mut other = whole.clone();
    // The name in the list of tables stands before the statement.
    let name = whole[..2048].windows(8).position(|part| part == b"FILEFILE").unwrap();
    other[name] = b'P';
    fs::write(&path, &other).unwrap();
    assert_eq!(fault(&path), Fault::MissingColumn);
}

#[test]
fn no_damage_makes_the_reader_panic_or_loop() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("rds.db");
    let whole = fs::read(fixture("full.db")).unwrap();
    for at in (0..whole.len()).step_by(7) {
        let mut bytes = whole.clone();
        bytes[at] = bytes[at].wrapping_add(0x7f);
        fs::write(&path, &bytes).unwrap();
        drop(take(&path));
    }
}
