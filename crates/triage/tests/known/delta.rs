//! Changes to a set give what building anew from the changed set gives.

use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tutela_triage::known::{Fault, KnownError, KnownSets, ROOM_BYTES, Update};

use super::claim;

/// SHA-256, SHA-1 and MD5 of the file of this number.
fn digests(number: u8) -> [String; 3] {
    [64, 40, 32].map(|len| format!("{number:02X}").repeat(len / 2))
}

fn table(rows: &[u8]) -> String {
    rows.iter().fold("sha256,sha1,md5\n".to_owned(), |mut out, row| {
        let _ = writeln!(out, "{}", digests(*row).join(","));
        out
    })
}

fn insert(row: u8) -> String {
    let [sha256, sha1, md5] = digests(row);
    format!("INSERT INTO FILE VALUES('{sha256}','{sha1}','{md5}','','it''s;(a)',-5,7);\n")
}

fn delete(row: u8) -> String {
    let [sha256, sha1, md5] = digests(row);
    format!(
        "DELETE FROM FILE\n WHERE sha256='{sha256}' AND sha1='{sha1}' AND md5='{md5}' AND package_id=7;\n"
    )
}

fn build(folder: &Path, rows: &[u8]) -> KnownSets {
    let path = folder.join("set.csv");
    fs::write(&path, table(rows)).unwrap();
    let mut update = Update::begin(&folder.join("known"), ROOM_BYTES).unwrap();
    update.add(&claim("rds"), &path).unwrap();
    update.publish().unwrap()
}

fn change(folder: &Path, sql: &str) -> Result<KnownSets, KnownError> {
    let path = folder.join("delta.sql");
    fs::write(&path, sql).unwrap();
    let mut update = Update::begin(&folder.join("known"), ROOM_BYTES)?;
    update.change("rds", &path)?;
    update.publish()
}

/// What a generation says of every file there can be.
fn told(sets: &KnownSets) -> Vec<(u8, Vec<u64>)> {
    let of = |number: u8| {
        let mut asked = tutela_triage::known::Digests::default();
        for text in digests(number) {
            let kind = tutela_triage::known::DigestKind::of_hex_len(text.len()).unwrap();
            assert!(asked.take(kind, text.as_bytes()));
        }
        (number, sets.look_up(&asked).iter().map(|hit| hit.rows).collect())
    };
    (0..=255).map(of).collect()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 32, ..ProptestConfig::default() })]

    #[test]
    fn a_change_gives_what_building_anew_gives(
        rows in prop::collection::vec(any::<u8>(), 1..60),
        added in prop::collection::vec(any::<u8>(), 0..30),
        removed in 0usize..40,
    ) {
        let folder = tempfile::tempdir().unwrap();
        drop(build(folder.path(), &rows));
        let removed = removed.min(rows.len() - 1);
        let mut sql = "BEGIN TRANSACTION;\nINSERT INTO PKG VALUES(7,'x');\n".to_owned();
        sql.extend(added.iter().map(|row| insert(*row)));
        sql.extend(rows[..removed].iter().map(|row| delete(*row)));
        sql.push_str("UPDATE FILE SET file_name='b' WHERE rowid=3;\nCOMMIT;\n");
        let changed = change(folder.path(), &sql).unwrap();
        let card = &changed.cards()[0];
        let delta = &card.deltas[0];
        let counts = [delta.added, delta.removed, delta.unchanged];
        prop_assert_eq!(counts, [added.len() as u64, removed as u64, 1]);

        let after: Vec<u8> = rows[removed..].iter().chain(&added).copied().collect();
        prop_assert_eq!(card.rows, after.len() as u64);
        let anew = tempfile::tempdir().unwrap();
        let anew = build(anew.path(), &after);
        prop_assert_eq!(told(&changed), told(&anew));
        prop_assert_eq!(changed.md5.len(), anew.md5.len());
        prop_assert_eq!(&changed.sha256.catalogue().counts, &anew.sha256.catalogue().counts);
    }
}

#[test]
fn an_update_that_names_the_former_digests_changes_them() {
    let folder = tempfile::tempdir().unwrap();
    drop(build(folder.path(), &[1, 1, 2]));
    let ([_, _, before], [_, _, after]) = (digests(1), digests(3));
    let sql = format!("UPDATE \"FILE\" SET md5='{after}' WHERE rowid=1 AND md5='{before}';");
    let sets = change(folder.path(), &sql).unwrap();
    assert_eq!((sets.md5.len(), sets.sha1.len()), (3, 2));
    let sql = format!("update file set md5='{before}', crc32=NULL where md5='{after}';");
    let sets = change(folder.path(), &sql).unwrap();
    assert_eq!((sets.md5.len(), sets.generation), (2, 3));
}

#[test]
fn changes_that_cannot_be_known_are_refused_whole() {
    let folder = tempfile::tempdir().unwrap();
    drop(build(folder.path(), &[1, 2]));
    let [sha256, _, md5] = digests(1);
    for (sql, fault) in [
        ("DELETE FROM FILE WHERE rowid=1;".to_owned(), Fault::NotApplicable),
        ("DELETE FROM FILE;".to_owned(), Fault::NotApplicable),
        (format!("DELETE FROM FILE WHERE sha256='{sha256}';"), Fault::NotApplicable),
        (format!("DELETE FROM FILE WHERE md5>'{md5}';"), Fault::NotApplicable),
        (format!("UPDATE FILE SET md5='{md5}' WHERE rowid=1;"), Fault::NotApplicable),
        ("INSERT INTO FILE SELECT * FROM x;".to_owned(), Fault::NotApplicable),
        ("INSERT INTO FILE(md5) VALUES('00');".to_owned(), Fault::BadDigest),
        ("INSERT INTO FILE(md5,sha1) VALUES('00');".to_owned(), Fault::WrongWidth),
        (format!("{}{}", insert(4), "INSERT INTO FILE VALUES('a"), Fault::Cut),
        (format!("{}{}", insert(4), delete(9)), Fault::NotInSet),
        (format!("{}{}", delete(1), delete(1)), Fault::NotInSet),
    ] {
        match change(folder.path(), &sql) {
            Err(KnownError::Refused(refusal)) => assert_eq!(refusal.fault, fault, "{sql}"),
            other => panic!("{sql}: {other:?}"),
        }
        let sets = KnownSets::open(&folder.path().join("known")).unwrap().unwrap();
        assert_eq!((sets.generation, sets.md5.len()), (1, 2), "{sql}");
    }
}
