//! LDBC FinBench, transaction complex reads 1, 2, 5, 6, 7 and 8 (specification 0.2), on the driver's
//! snapshot: the sweeps give the answers that an independent SQL engine gives (`answers.py`, `DuckDB`).
//!
//! The snapshot is looked for in `$TUTELA_FINBENCH` (the whole of it, with loans and withdrawals),
//! else among the real files. Where loans and withdrawals are absent they are made from the
//! accounts, seeded, and both sides read the same. Reads are not truncated. Where the specification
//! leaves a reading open, the comments at each read say which was taken.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a test that meets what it did not expect fails"
)]

mod reads;
mod snapshot;

use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use serde::Serialize;

use snapshot::Snapshot;

/// One question: a read with its parameters.
#[derive(Debug, Clone, Serialize)]
struct Asked {
    read: u8,
    /// As text: identifiers exceed what a float of 64 bits holds.
    id: String,
    from: i64,
    until: i64,
    permille: i64,
    threshold1: i64,
    threshold2: i64,
}

const DAY_US: i64 = 86_400_000_000;

/// Identifiers to ask for: the two that occur most often, and some spread over all.
fn chosen(ids: impl Iterator<Item = i64>, number: usize) -> Vec<i64> {
    let mut all: Vec<i64> = ids.collect();
    all.sort_unstable();
    let mut counted: Vec<(usize, i64)> =
        all.chunk_by(|a, b| a == b).map(|run| (run.len(), run[0])).collect();
    let spread: Vec<i64> =
        (0..number).map(|n| counted[n * (counted.len() - 1) / number.max(1)].1).collect();
    counted.sort_unstable();
    let most = counted.iter().rev().take(2).map(|(_, id)| *id);
    let mut ids: Vec<i64> = most.chain(spread).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

fn asked(snapshot: &Snapshot) -> Vec<Asked> {
    let (first, last) = snapshot.period;
    let middle = first + (last - first) / 2;
    let windows = [(first - 1, last + 1), (middle, middle + 180 * DAY_US)];
    let ids = |read: u8| match read {
        1 | 7 => chosen(snapshot.transfers.iter().map(|edge| edge.from), 14),
        2 | 5 => chosen(snapshot.owns.iter().map(|(person, _)| *person), 14),
        6 => chosen(snapshot.withdrawals.iter().map(|edge| edge.to), 14),
        _ => chosen(snapshot.deposits.iter().map(|edge| edge.from), 30),
    };
    let mut all = Vec::new();
    for read in [1, 2, 5, 6, 7, 8] {
        for id in ids(read) {
            for (from, until) in windows {
                all.push(Asked {
                    read,
                    id: id.to_string(),
                    from,
                    until,
                    permille: 100,
                    threshold1: 1_000,
                    threshold2: 2_000,
                });
            }
        }
    }
    all
}

/// What the other program answers; `None`, with a message, where it cannot be asked.
fn other(folder: &Path, asked: &[Asked]) -> Option<Vec<Vec<String>>> {
    let present = Command::new("python3").args(["-c", "import duckdb"]).output();
    if !present.is_ok_and(|output| output.status.success()) {
        eprintln!("skipped: python3 has no module duckdb");
        return None;
    }
    let script = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/finbench/answers.py");
    let mut child = Command::new("python3")
        .args([script.as_path(), folder])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let text = serde_json::to_vec(asked).unwrap();
    child.stdin.take().unwrap().write_all(&text).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success());
    Some(serde_json::from_slice(&output.stdout).unwrap())
}

#[test]
fn reads_1_2_5_6_7_8_equal_the_answers_of_an_sql_engine() {
    let Some(folder) = snapshot::folder() else { return };
    let snapshot = Snapshot::read(&folder);
    assert!(snapshot.transfers.iter().any(|edge| edge.from > 1 << 53));
    let asked = asked(&snapshot);
    let Some(answers) = other(&folder, &asked) else { return };
    assert_eq!(answers.len(), asked.len());
    let mut rows = [0usize; 9];
    for (asked, answer) in asked.iter().zip(&answers) {
        let own = reads::answer(&snapshot, asked);
        assert_eq!(&own, answer, "{asked:?}");
        rows[asked.read as usize] += own.len();
    }
    println!("{} questions; rows by read {rows:?}", asked.len());
    // Each read was asked for something that is there.
    assert!([1, 2, 5, 6, 7, 8].iter().all(|read| rows[*read] > 0), "{rows:?}");
}
