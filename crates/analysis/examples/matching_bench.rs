//! How well two sides of payments are matched, beside Splink in the same run:
//! `cargo run --release -p tutela-analysis --example matching_bench [PYTHON …]`.
//!
//! Reads `finance/payment-matching` of the real data (20,000 payments seen at two banks) and prints
//! one JSON object a line. Every word is a Python that has Splink; with it, Splink's published
//! model for these files is run by `xtask/peers/matching_splink.py`.

#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::indexing_slicing,
    reason = "an example prints its figures, and reads files whose shape it knows"
)]

use std::path::Path;
use std::process::{Command, ExitCode, Stdio};
use std::time::Instant;

use casetest::usage::{peak_bytes, processor_s};
use model::Currency;
use model::money::{DecimalMark, read_minor};
use rand::seq::SliceRandom;
use rand::{RngExt, SeedableRng};
use tutela_analysis::matching::{Booked, Match, Rules, match_sides};
use tutela_analysis::statistics::binomial::wilson_interval;

/// Drawings for the interval of F1.
const DRAWINGS: usize = 1_000;

/// One side of a payment: its number, which is the truth, and what the bank states.
struct Row {
    truth: u64,
    day: i64,
    minor: i64,
    memo: String,
}

fn read(path: &Path) -> Option<Vec<Row>> {
    let text = std::fs::read_to_string(path).ok()?;
    text.lines()
        .skip(1)
        .map(|line| {
            // A text beside a payment may hold a comma; the cells around it never do.
            let (truth, rest) = line.split_once(',')?;
            let mut ends = rest.rsplitn(4, ',');
            let (_, amount, day) = (ends.next()?, ends.next()?, ends.next()?);
            let day: jiff::civil::Date = day.parse().ok()?;
            let since = day.since(jiff::civil::date(1970, 1, 1)).ok()?;
            Some(Row {
                truth: truth.parse().ok()?,
                day: i64::from(since.get_days()),
                minor: read_minor(amount, DecimalMark::Point, 2).ok()?.0,
                memo: ends.next()?.trim_matches('"').to_owned(),
            })
        })
        .collect()
}

fn booked(rows: &[Row]) -> Vec<Booked<'_>> {
    let currency = Currency::from_code("GBP").unwrap_or(Currency::NONE);
    rows.iter()
        .map(|row| Booked { day: row.day, minor: row.minor, currency, memo: &row.memo })
        .collect()
}

fn main() -> ExitCode {
    let Some(folder) = casetest::real::path("finance/payment-matching") else {
        return ExitCode::SUCCESS;
    };
    let sides = ["origin", "destination"]
        .map(|side| read(&folder.join(format!("transactions_{side}.csv"))));
    let [Some(mut debits), Some(mut credits)] = sides else {
        eprintln!("the files of {} have another shape", folder.display());
        return ExitCode::FAILURE;
    };
    // Both files are in order of the truth, which must help nobody.
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    debits.shuffle(&mut random);
    credits.shuffle(&mut random);
    let (start, cpu) = (Instant::now(), processor_s());
    let found = match_sides(&booked(&debits), &booked(&credits), &Rules::default());
    let spent = (start.elapsed().as_secs_f64(), processor_s() - cpu);
    let is_right =
        |pair: &Match| debits[pair.debit as usize].truth == credits[pair.credit as usize].truth;
    for least in [0.0, 0.5, 0.9, 0.99] {
        let told: Vec<bool> =
            found.pairs.iter().filter(|pair| pair.probability >= least).map(is_right).collect();
        say(&told, debits.len(), &format!("tutela, probability at least {least}"), spent);
    }
    reliability(&found.pairs, is_right);
    unrelated(debits, credits);
    for python in std::env::args().skip(1) {
        let script =
            Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/peers/matching_splink.py");
        let mut splink = Command::new(&python);
        let ran = splink.arg(script).arg(&folder).stderr(Stdio::null()).status();
        if !ran.is_ok_and(|status| status.success()) {
            eprintln!("{python} did not run Splink");
        }
    }
    ExitCode::SUCCESS
}

/// Precision and recall with Wilson's interval, F1 with drawings of payments.
fn say(told: &[bool], payments: usize, who: &str, spent: (f64, f64)) {
    let right = told.iter().filter(|right| **right).count();
    let f1 = |right: usize, told: usize| 2.0 * right as f64 / (told + payments) as f64;
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let mut drawn: Vec<f64> = (0..DRAWINGS)
        .map(|_| {
            let (mut right, mut number) = (0, 0);
            for _ in 0..payments {
                if let Some(hit) = told.get(random.random_range(0..payments)) {
                    number += 1;
                    right += usize::from(*hit);
                }
            }
            f1(right, number)
        })
        .collect();
    drawn.sort_by(f64::total_cmp);
    let ends = (drawn[DRAWINGS / 40], drawn[DRAWINGS - 1 - DRAWINGS / 40]);
    let shares = [("precision", told.len()), ("recall", payments)].map(|(measure, of)| {
        let (low, high) = wilson_interval(right as u64, of as u64);
        (measure, right as f64 / of.max(1) as f64, low, high)
    });
    for (measure, value, low, high) in
        shares.into_iter().chain([("f1", f1(right, told.len()), ends.0, ends.1)])
    {
        println!(
            "{}",
            serde_json::json!({
                "question": "ANA-001", "data": "finance/payment-matching", "measure": measure,
                "who": who, "value": value, "low": low, "high": high, "wall_s": spent.0,
                "cpu_s": spent.1, "peak_mb": peak_bytes() / 1_000_000,
            })
        );
    }
}

/// Debits of one half of the payments against credits of the other half: no pair is right.
fn unrelated(mut debits: Vec<Row>, mut credits: Vec<Row>) {
    debits.retain(|row| row.truth.is_multiple_of(2));
    credits.retain(|row| !row.truth.is_multiple_of(2));
    for (texts, is_kept) in [("with texts", true), ("without texts", false)] {
        if !is_kept {
            debits.iter_mut().chain(&mut credits).for_each(|row| row.memo.clear());
        }
        let found = match_sides(&booked(&debits), &booked(&credits), &Rules::default());
        for least in [0.5, 0.9, 0.99] {
            let told = found.pairs.iter().filter(|pair| pair.probability >= least).count();
            let (low, high) = wilson_interval(told as u64, debits.len() as u64);
            println!(
                "{}",
                serde_json::json!({
                    "question": "ANA-001", "data": "finance/payment-matching, unrelated halves",
                    "measure": format!("pairs told at {least} where none is right, {texts}"),
                    "value": told as f64 / debits.len() as f64, "low": low, "high": high,
                })
            );
        }
    }
}

/// How often pairs of a stated probability are right.
fn reliability(pairs: &[Match], is_right: impl Fn(&Match) -> bool) {
    for edges in [0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 0.95, 0.99, 1.01].windows(2) {
        let inside: Vec<&Match> =
            pairs.iter().filter(|p| (edges[0]..edges[1]).contains(&p.probability)).collect();
        if inside.is_empty() {
            continue;
        }
        let right = inside.iter().filter(|pair| is_right(pair)).count();
        let (low, high) = wilson_interval(right as u64, inside.len() as u64);
        let stated: f64 = inside.iter().map(|pair| pair.probability).sum();
        println!(
            "{}",
            serde_json::json!({
                "question": "ANA-001", "data": "finance/payment-matching",
                "measure": format!(
                    "share right of pairs stated at {:.4} on average",
                    stated / inside.len().max(1) as f64
                ),
                "pairs": inside.len(), "stated": stated / inside.len().max(1) as f64,
                "value": right as f64 / inside.len().max(1) as f64, "low": low, "high": high,
            })
        );
    }
}
