//! How fast the sweeps are beside `DuckDB` on the same transfers, turn about:
//! `cargo run --release -p tutela-analysis --example sweep_speed [ROWS [FOLDER PYTHON]]`.
//!
//! With a folder and a Python that has `DuckDB`, numpy and pyarrow, the input is made there by
//! `xtask/peers/transfers_duckdb.py` and both answer five measures over it; the figures must be equal.
//! Without, the input is made here. Prints one JSON object a line; the layout is timed by itself,
//! because it serves all five.

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "an example prints its figures, and reads files whose shape it knows"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode};
use std::time::Instant;

use casetest::usage::{peak_bytes, processor_s};
use serde_json::{Value, json};
use tutela_analysis::sweep::{
    Columns, Layout, Meeting, Meetings, around, fans, last_before, pairs, rolling,
};

const DAY_US: i64 = 86_400_000_000;
const HALF_HOUR_US: i64 = 1_800_000_000;
const TURNS: usize = 3;

/// Transfers and sessions as columns.
#[derive(Default)]
struct Input {
    payer: Vec<u32>,
    payee: Vec<u32>,
    at_us: Vec<i64>,
    minor: Vec<i64>,
    sessions: Vec<Meeting>,
}

/// Wall and CPU seconds of one measure, and its two figures.
type Lap = (f64, f64, [i64; 2]);

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let rows: usize = words.first().and_then(|word| word.parse().ok()).unwrap_or(1_000_000);
    let peer = words.get(1).map(PathBuf::from).zip(words.get(2));
    if let Some((folder, python)) = &peer
        && !python_runs(python, &["make", &folder.to_string_lossy(), &rows.to_string()])
    {
        return ExitCode::FAILURE;
    }
    let input = match &peer {
        Some((folder, _)) => read(folder),
        None => make(rows),
    };
    let (mut own, mut theirs): (BTreeMap<String, Vec<Lap>>, BTreeMap<String, Vec<Lap>>) =
        Default::default();
    for _ in 0..TURNS {
        for (name, lap) in sweeps(&input) {
            own.entry(name.to_owned()).or_default().push(lap);
        }
        if let Some((folder, python)) = &peer {
            for (name, lap) in duckdb(python, folder) {
                theirs.entry(name).or_default().push(lap);
            }
        }
    }
    let is_equal = own.iter().all(|(name, laps)| {
        theirs.get(name).is_none_or(|other| laps.iter().chain(other).all(|l| l.2 == laps[0].2))
    });
    for (name, laps) in &own {
        let mut line = json!({
            "kernel": "K5", "measure": name, "rows": rows, "told": laps[0].2,
            "wall_s": median(laps, |lap| lap.0), "cpu_s": median(laps, |lap| lap.1),
            "memory_mb": peak_bytes() / 1_000_000,
        });
        if let (Some(other), Some(line)) = (theirs.get(name), line.as_object_mut()) {
            let (wall, cpu) = (median(other, |lap| lap.0), median(other, |lap| lap.1));
            line.insert("duckdb_wall_s".to_owned(), json!(wall));
            line.insert("duckdb_cpu_s".to_owned(), json!(cpu));
            line.insert("times_wall".to_owned(), json!(wall / median(laps, |lap| lap.0)));
            line.insert("times_cpu".to_owned(), json!(cpu / median(laps, |lap| lap.1)));
        }
        println!("{line}");
    }
    let all = |laps: &BTreeMap<String, Vec<Lap>>, of: fn(&Lap) -> f64| -> f64 {
        laps.values().map(|laps| median(laps, of)).sum()
    };
    if !theirs.is_empty() {
        println!(
            "{}",
            json!({
                "kernel": "K5", "measure": "all five, the layout counted once", "rows": rows,
                "wall_s": all(&own, |lap| lap.0), "cpu_s": all(&own, |lap| lap.1),
                "duckdb_wall_s": all(&theirs, |lap| lap.0),
                "duckdb_cpu_s": all(&theirs, |lap| lap.1),
                "times_wall": all(&theirs, |lap| lap.0) / all(&own, |lap| lap.0),
                "times_cpu": all(&theirs, |lap| lap.1) / all(&own, |lap| lap.1),
            })
        );
    }
    println!("{}", json!({"kernel": "K5", "measure": "figures are equal", "value": is_equal}));
    if is_equal { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}

fn sweeps(input: &Input) -> Vec<(&'static str, Lap)> {
    let mut laps = Vec::new();
    let mut lap = |name: &'static str, run: &mut dyn FnMut() -> [i64; 2]| {
        let (wall, cpu) = (Instant::now(), processor_s());
        let told = run();
        laps.push((name, (wall.elapsed().as_secs_f64(), processor_s() - cpu, told)));
    };
    let (mut layout, mut meetings) = (Layout::default(), Meetings::default());
    lap("layout", &mut || {
        layout = Layout::of(Columns {
            payer: &input.payer,
            payee: &input.payee,
            at_us: &input.at_us,
            minor: &input.minor,
        });
        meetings = Meetings::of(&input.sessions);
        [i64::try_from(layout.len()).unwrap_or(0), 0]
    });
    let sum = |parts: Vec<(i64, i64)>| {
        parts.iter().fold([0, 0], |sum, part| [sum[0] + part.0, sum[1] + part.1])
    };
    lap("pairs", &mut || {
        sum(pairs(&layout, |all: &mut (i64, i64), pair| {
            *all = (all.0 + 1, all.1 + pair.sum_minor);
        }))
    });
    lap("rolling", &mut || {
        let parts = rolling(&layout, 7 * DAY_US, |all: &mut (i64, i64, i64), one| {
            let transfers = i64::from(one.transfers);
            // The sum is part of the measure, as in the peer's.
            *all = (all.0.max(transfers), all.1 + transfers, all.2.wrapping_add(one.sum_minor));
        });
        std::hint::black_box(parts.iter().fold(0i64, |sum, part| sum.wrapping_add(part.2)));
        parts.iter().fold([0, 0], |sum, part| [sum[0].max(part.0), sum[1] + part.1])
    });
    lap("fans", &mut || {
        let (out, paid) = fans(&layout);
        let most = |all: &[u32]| i64::from(all.iter().copied().max().unwrap_or(0));
        [most(&paid), most(&out)]
    });
    lap("last_before", &mut || {
        sum(last_before(&layout, &meetings, |all: &mut (i64, i64), transfer, meeting| {
            *all = (all.0 + 1, all.1 + (transfer.at_us - meeting.at_us) / 1_000_000);
        }))
    });
    lap("around", &mut || {
        sum(around(&layout, &meetings, HALF_HOUR_US, |all: &mut (i64, i64), found| {
            let count = |number: usize| i64::try_from(number).unwrap_or(0);
            *all = (all.0 + count(found.transfers.len()), all.1 + count(found.unmet));
        }))
    });
    laps
}

fn script() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../xtask/peers/transfers_duckdb.py")
}

fn python_runs(python: &str, words: &[&str]) -> bool {
    let ran = Command::new(python).arg(script()).args(words).status();
    ran.is_ok_and(|status| status.success())
}

fn duckdb(python: &str, folder: &Path) -> Vec<(String, Lap)> {
    let output = Command::new(python).arg(script()).arg("ask").arg(folder).output();
    let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
    text.unwrap_or_default()
        .lines()
        .filter_map(|line| {
            let told: Value = serde_json::from_str(line).ok()?;
            let figures = told.get("told")?;
            let lap = (
                told.get("wall_s")?.as_f64()?,
                told.get("cpu_s")?.as_f64()?,
                [figures.get(0)?.as_i64()?, figures.get(1)?.as_i64()?],
            );
            Some((told.get("measure")?.as_str()?.to_owned(), lap))
        })
        .collect()
}

fn read(folder: &Path) -> Input {
    let bytes = |name: &str| std::fs::read(folder.join(format!("{name}.bin"))).unwrap_or_default();
    let narrow = |name: &str| -> Vec<u32> {
        bytes(name).as_chunks().0.iter().map(|cell| u32::from_le_bytes(*cell)).collect()
    };
    let wide = |name: &str| -> Vec<i64> {
        bytes(name).as_chunks().0.iter().map(|cell| i64::from_le_bytes(*cell)).collect()
    };
    let (payer, payee) = (narrow("session_payer"), narrow("session_payee"));
    let starts = wide("session_start");
    let sessions = payer.iter().zip(&payee).zip(&starts);
    Input {
        payer: narrow("payer"),
        payee: narrow("payee"),
        at_us: wide("at"),
        minor: wide("minor"),
        sessions: sessions
            .map(|((payer, payee), start_us)| Meeting {
                payer: *payer,
                payee: *payee,
                start_us: *start_us,
            })
            .collect(),
    }
}

/// Input of the same shape without Python, from a linear congruential generator (Knuth, MMIX).
fn make(rows: usize) -> Input {
    let mut state = 7u64;
    let mut below = |bound: usize| -> u32 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        u32::try_from((state >> 33) % bound.max(1) as u64).unwrap_or(0)
    };
    let mut input = Input::default();
    let (payers, payees) = ((rows / 20).max(1_000), (rows / 200).max(100));
    for row in 0..rows {
        let payer = below(payers);
        let payee =
            if below(3) == 0 { below(payees) } else { payer % u32::try_from(payees).unwrap_or(1) };
        let at_us =
            730 * DAY_US / i64::try_from(rows).unwrap_or(1) * i64::try_from(row).unwrap_or(0);
        input.payer.push(payer);
        input.payee.push(payee);
        input.at_us.push(at_us);
        input.minor.push(i64::from(below(20_000)) + 1);
        if row % 10 == 0 {
            let start_us = at_us - i64::from(below(7_200)) * 1_000_000;
            input.sessions.push(Meeting { payer, payee, start_us });
        }
    }
    input
}

fn median(laps: &[Lap], of: impl Fn(&Lap) -> f64) -> f64 {
    let mut all: Vec<f64> = laps.iter().map(of).collect();
    all.sort_by(f64::total_cmp);
    all[all.len() / 2]
}
