//! Other readers open a part and read the same: DuckDB and Polars, where they are installed.

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

use std::process::Command;

use made::{amount, append, second};
use model::ExhibitId;
use model::records::Transfer;
use tutela_tables::PartWriter;

const ROWS: u64 = 20_000;

/// Rows, sum of the principals, first and last instant, zones, payers and empty fees as a reader
/// sees them.
fn expected() -> String {
    let sum: u64 = (1..=ROWS).map(|row| row * 100 + 50).sum();
    let (first, last) = (1_700_000_001, 1_700_000_000 + ROWS);
    format!("{ROWS} {sum} {first} {last} UTC Europe/Rome 7 {ROWS}")
}

fn read_with(module: &str, script: &str) -> Option<String> {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = PartWriter::start(folder.path(), ExhibitId(1), 0).unwrap();
    let mut transfer = Transfer::default();
    for row in 1..=ROWS {
        second(&mut transfer.sent, 1_700_000_000 + i64::try_from(row).unwrap());
        amount(&mut transfer.principal, &format!("{row}.50"), "EUR");
        transfer.payer.name.set_fmt(format_args!("Payer {}", row % 7));
        append(&mut writer, row, &transfer);
    }
    let part = folder.path().join(writer.commit_chunk().unwrap()[0].path());
    let present = Command::new("python3").args(["-c", &format!("import {module}")]).output();
    if !present.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 has no module {module}");
        return None;
    }
    let output = Command::new("python3").args(["-c", script]).arg(part).output().unwrap();
    let words = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{module}: {words}");
    Some(String::from_utf8(output.stdout).unwrap().trim().to_owned())
}

#[test]
fn duckdb_reads_a_part() {
    let script = r#"
import sys, duckdb
db = duckdb.connect()
db.execute("SET TimeZone='UTC'")
row = db.execute("""
    SELECT count(*), sum(principal_minor)::BIGINT, epoch(min(sent_earliest))::BIGINT,
        epoch(max(sent_earliest))::BIGINT, min(sent_zone), count(DISTINCT payer_key),
        count(*) FILTER (fee_minor IS NULL)
    FROM read_parquet(?)""", [sys.argv[1]]).fetchone()
kind = db.execute("SELECT typeof(sent_earliest) FROM read_parquet(?) LIMIT 1", [sys.argv[1]]).fetchone()[0]
zone = "UTC" if kind == "TIMESTAMP WITH TIME ZONE" else kind
print(*row[:4], zone, *row[4:])
"#;
    if let Some(read) = read_with("duckdb", script) {
        assert_eq!(read, expected());
    }
}

#[test]
fn polars_reads_a_part() {
    let script = r#"
import sys, polars as pl
t = pl.read_parquet(sys.argv[1])
s = t["sent_earliest"]
print(t.height, t["principal_minor"].sum(), s.dt.epoch("s").min(), s.dt.epoch("s").max(),
    s.dtype.time_zone, t["sent_zone"].min(), t["payer_key"].n_unique(), t["fee_minor"].null_count())
"#;
    if let Some(read) = read_with("polars", script) {
        assert_eq!(read, expected());
    }
}
