//! Records handed on as they stand, and copied: every value, in the order of exhibit and row.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod made;

use std::path::Path;

use made::{amount, append, second};
use model::party::PARTY_FIELDS;
use model::record::Kind;
use model::records::Transfer;
use model::{ExhibitId, Row};
use tutela_tables::{Copied, Part, PartWriter, StoredRows, TablesFault};

const ROWS: u64 = 9_000;

/// Transfers of one exhibit; those of even rows state a fee.
fn written(folder: &Path, exhibit: u32) -> Vec<Part> {
    let mut writer = PartWriter::start(folder, ExhibitId(exhibit), 0).unwrap();
    for row in 1..=ROWS {
        let mut transfer = Transfer::default();
        second(&mut transfer.sent, 1_700_000_000 + i64::try_from(row).unwrap());
        amount(&mut transfer.principal, &format!("{row}.50"), "EUR");
        if row.is_multiple_of(2) {
            amount(&mut transfer.fee, "0.05", "EUR");
        }
        transfer.payer.name.set_fmt(format_args!("Payer {row}"));
        append(&mut writer, row, &transfer);
    }
    writer.commit_chunk().unwrap()
}

/// A row as a text, for comparison.
fn told(rows: &StoredRows) -> Vec<String> {
    let mut told = Vec::new();
    let mut take = |row: &Row<'_>| {
        told.push(format!("{row:?}"));
        Ok::<_, TablesFault>(())
    };
    rows.each(Kind::Transfer, &mut take).unwrap();
    told
}

#[test]
fn rows_come_by_exhibit_and_row_with_every_value() {
    let folder = tempfile::tempdir().unwrap();
    let mut parts = written(folder.path(), 10);
    parts.extend(written(folder.path(), 2));
    let rows = StoredRows::of(folder.path(), parts);
    assert_eq!((rows.held(Kind::Transfer), rows.held(Kind::Entry)), (2 * ROWS, 0));
    let mut expected = (2, 1);
    let mut take = |row: &Row<'_>| {
        assert_eq!((row.record.exhibit.0, row.record.row), expected);
        let number = row.record.row;
        assert_eq!(row.amount("principal").unwrap().money.to_string(), format!("EUR {number}.50"));
        assert_eq!(row.amount("fee").is_some(), number.is_multiple_of(2));
        let sent = row.stamp("sent").unwrap();
        assert_eq!(
            sent.earliest_us,
            1_700_000_000_000_000 + i64::try_from(number).unwrap() * 1_000_000
        );
        assert_eq!(row.party("payer").unwrap().texts[0], format!("Payer {number}"));
        assert_eq!(row.party("payee"), None);
        expected = if number == ROWS { (10, 1) } else { (expected.0, number + 1) };
        Ok::<_, TablesFault>(())
    };
    rows.each(Kind::Transfer, &mut take).unwrap();
    assert_eq!(expected, (10, 1));
    assert_eq!(PARTY_FIELDS.len(), 9);
}

#[test]
fn a_copy_holds_what_was_kept_and_is_the_same_twice() {
    let folder = tempfile::tempdir().unwrap();
    let parts = written(folder.path(), 2);
    let rows = StoredRows::of(folder.path(), parts.clone());
    let copy = |keep: fn(u64) -> bool| {
        let mut bytes: Vec<u8> = Vec::new();
        let mut keep = |row: &Row<'_>| {
            let is_kept = keep(row.record.row);
            Ok::<_, TablesFault>(if is_kept { Copied::AsItStands } else { Copied::LeftOut })
        };
        rows.copy(Kind::Transfer, &mut keep, &mut bytes).unwrap();
        bytes
    };
    assert!(copy(|_| true) == copy(|_| true));
    let other = tempfile::tempdir().unwrap();
    let path = other.path().join(parts[0].path());
    std::fs::create_dir_all(path.parent().unwrap()).unwrap();
    for (keep, count) in [(ALL, ROWS), (EVERY_THIRD, ROWS / 3), (NONE, 0)] {
        std::fs::write(&path, copy(keep)).unwrap();
        let copied = StoredRows::of(other.path(), parts.clone());
        let all = told(&rows);
        let expected: Vec<&String> =
            (1..).zip(&all).filter(|(row, _)| keep(*row)).map(|(_, text)| text).collect();
        assert_eq!(expected.len() as u64, count);
        assert!(told(&copied).iter().eq(expected));
    }
}

const ALL: fn(u64) -> bool = |_| true;
const EVERY_THIRD: fn(u64) -> bool = |row| row.is_multiple_of(3);
const NONE: fn(u64) -> bool = |_| false;

#[test]
fn a_part_that_is_no_parquet_is_a_clear_fault() {
    let folder = tempfile::tempdir().unwrap();
    let parts = written(folder.path(), 2);
    std::fs::write(folder.path().join(parts[0].path()), b"no parquet").unwrap();
    let rows = StoredRows::of(folder.path(), parts);
    let fault = rows.each::<TablesFault>(Kind::Transfer, &mut |_| Ok(())).unwrap_err();
    assert!(fault.to_string().starts_with("TAB-007 at "), "{fault}");
}
