//! How fast the program does its job, from outside: wall time, processor time and most memory of
//! each command and of the caged readers it starts.
//!
//! ```text
//! job_speed ingest ROWS…      a transfer return of so many rows: sealed, read in the cage, laid into Parquet;
//!                             beside it DuckDB and Polars, where Python has them
//! job_speed messages ROWS     a telephone's chat database of so many messages, made by Python: the same
//! job_speed export ROWS       a return of so many transfers, ingested and handed over in every form
//! job_speed build FACTOR      the synthetic case of this factor: ingest, build, report, verify
//! job_speed triage FILES DIGESTS CODES [SETS]   so many files against so many known; sets are kept in a folder
//! ```
//!
//! It runs the program that lies beside it; `cargo xtask bench ingest|build` builds both.

mod export;
mod triage;

use std::error::Error;
use std::io::{Read, Write};
use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

use casetest::usage::{peak_bytes_of, processor_s_of};
use custody::{Custody, Keep, Receipt};

type Result<T> = std::result::Result<T, Box<dyn Error>>;

/// Seed of the synthetic case.
const SEED: u64 = 7;

fn main() -> Result<()> {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    match words.as_slice() {
        ["ingest", rows @ ..] if !rows.is_empty() => {
            rows.iter().try_for_each(|rows| ingest(rows.parse()?))
        }
        ["messages", rows] => messages(rows),
        ["export", rows] => export::export(rows.parse()?),
        ["build", factor] => build(factor.parse()?),
        ["triage", files, digests, codes, kept @ ..] => {
            triage::triage(files.parse()?, digests.parse()?, codes.parse()?, kept.first().copied())
        }
        _ => Err("job_speed ingest ROWS… | job_speed messages ROWS | job_speed export ROWS | \
             job_speed build FACTOR | \
             job_speed triage FILES DIGESTS CODES [SETS]"
            .into()),
    }
}

fn ingest(rows: u64) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let csv = folder.path().join("return.csv");
    let bytes = casetest::bulk::transfers(SEED, rows, &csv)?;
    let scan = plain_read(&csv)?;
    let used = ingest_alone(&csv, folder.path())?;
    // The lesser of two: what the machine does meanwhile is not ours.
    let [first_s, second_s] =
        ["sealed-1", "sealed-2"].map(|case| seal_alone(&csv, &folder.path().join(case)));
    let sealed_s = first_s?.min(second_s?);
    let mb = bytes as f64 / 1e6;
    say(&format!(
        "{rows} rows, {mb:.0} MB of CSV (seed {SEED}): {:.0} MB/s of wall, {:.0} MB/s of processor; \
         without {sealed_s:.2} s that sealing alone takes, {:.0} MB/s of processor; \
         parent {:.2} s and {} MB, reader {:.2} s and {} MB; counting the lines alone {:.0} MB/s",
        mb / used.wall_s,
        mb / used.cpu_s(),
        mb / (used.cpu_s() - sealed_s),
        used.parent.cpu_s,
        used.parent.peak_mb,
        used.reader.cpu_s,
        used.reader.peak_mb,
        mb / scan,
    ))?;
    peers(&csv, folder.path(), used.cpu_s())
}

/// Ingests one exhibit into a case of its own.
fn ingest_alone(exhibit: &Path, folder: &Path) -> Result<Used> {
    let case = folder.join("case");
    run("init", &init(&case))?;
    run("ingest", &on(&case, &["ingest", text(exhibit)?, "--quiet"]))
}

/// Seconds of processor to seal a file: both digests and the copy.
fn seal_alone(file: &Path, case: &Path) -> Result<f64> {
    let mut custody = Custody::create(case, "tutela.case/speed")?;
    let receipt = Receipt {
        giver: String::new(),
        legal_basis: String::new(),
        received_at_us: 0,
        settings: serde_json::Value::Null,
        keep: Keep::Copy,
    };
    let spent_s = || processor_s_of(std::process::id()).map_or(0.0, |(own_s, _)| own_s);
    let before_s = spent_s();
    custody.seal(file, &receipt, &mut |_| ControlFlow::Continue(()))?;
    Ok(spent_s() - before_s)
}

fn messages(rows: &str) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let base = folder.path().join("msgstore.db");
    let args = ["-c", include_str!("messages.py"), text(&base)?, rows];
    match Command::new("python3").args(args).status() {
        Err(_) => return say("no database of messages: python3 is not here"),
        Ok(status) if !status.success() => return Err("the database could not be made".into()),
        Ok(_) => {}
    }
    let used = ingest_alone(&base, folder.path())?;
    let mb = std::fs::metadata(&base)?.len() as f64 / 1e6;
    say(&format!("{rows} messages in {mb:.0} MB: {:.0} MB/s of wall", mb / used.wall_s))
}

/// What others take for a part of the work on the same file: cells as text to Parquet.
fn peers(csv: &Path, folder: &Path, own_s: f64) -> Result<()> {
    let ran = Command::new("python3")
        .args(["-c", include_str!("to_parquet.py"), text(csv)?, text(folder)?])
        .stderr(Stdio::null())
        .output();
    let printed = ran.map(|ran| String::from_utf8_lossy(&ran.stdout).into_owned());
    let printed = printed.unwrap_or_default();
    if printed.is_empty() {
        say("  no peer beside it: python3 with duckdb or polars is not here")?;
    }
    for line in printed.lines() {
        let peer: serde_json::Value = serde_json::from_str(line)?;
        let name = peer.get("name").and_then(serde_json::Value::as_str);
        let cpu_s = peer.get("cpu_s").and_then(serde_json::Value::as_f64);
        let (name, cpu_s) = name.zip(cpu_s).ok_or("a peer that says nothing of itself")?;
        say(&format!(
            "  {name}, one thread, cells as text and nothing more: {cpu_s:.2} s of processor; this \
             house takes {:.1} times as long",
            own_s / cpu_s.max(1e-9)
        ))?;
    }
    Ok(())
}

fn build(factor: u32) -> Result<()> {
    let folder = tempfile::tempdir()?;
    let sources = folder.path().join("sources");
    casetest::case::write(SEED, factor, &sources)?;
    let case = folder.path().join("case");
    run("init", &init(&case))?;
    run("ingest", &on(&case, &["ingest", text(&sources)?, "--tz", "Europe/Rome", "--quiet"]))?;
    let built = run("build", &on(&case, &["build", "--quiet", "--json"]))?;
    say(&format!("  steps in seconds: {}", steps(&built.printed)?))?;
    for command in ["report", "verify"] {
        run(command, &on(&case, &[command, "--quiet"]))?;
    }
    Ok(())
}

/// What a build says of its own steps.
fn steps(printed: &str) -> Result<String> {
    let summary: serde_json::Value = serde_json::from_str(printed)?;
    let steps = summary.get("took_s").and_then(serde_json::Value::as_object);
    let steps = steps.ok_or("the build names no steps")?.iter();
    let told = steps.filter_map(|(name, s)| Some(format!("{name} {:.1}", s.as_f64()?)));
    Ok(told.collect::<Vec<_>>().join(", "))
}

fn init(case: &Path) -> Vec<String> {
    let facts = ["--authority", "A", "--legal-basis", "B", "--tz", "Europe/Rome"];
    let mut args = vec!["init".to_owned(), case.display().to_string()];
    args.extend(facts.map(str::to_owned));
    args
}

fn on(case: &Path, rest: &[&str]) -> Vec<String> {
    let mut args = vec!["--case".to_owned(), case.display().to_string()];
    args.extend(rest.iter().map(|word| (*word).to_owned()));
    args
}

fn text(path: &Path) -> Result<&str> {
    path.to_str().ok_or_else(|| "the folder for temporary files has no plain name".into())
}

/// What one process took.
#[derive(Debug, Default, Clone, Copy)]
struct Taken {
    cpu_s: f64,
    peak_mb: u64,
}

/// What a command took, its reader apart.
#[derive(Debug, Default)]
struct Used {
    wall_s: f64,
    parent: Taken,
    reader: Taken,
    printed: String,
}

impl Used {
    /// Seconds of processor, of both.
    fn cpu_s(&self) -> f64 {
        self.parent.cpu_s + self.reader.cpu_s
    }
}

/// Runs a command to its end, looking at it and its reader fifty times a second.
fn run(name: &str, args: &[String]) -> Result<Used> {
    let mut child = Command::new(program()?)
        .args(args)
        .stdout(Stdio::piped())
        .stderr(Stdio::inherit())
        .spawn()?;
    let started = Instant::now();
    let mut used = Used::default();
    let mut readers_before = 0.0;
    let status = loop {
        watch(&child, &mut used, &mut readers_before);
        if let Some(status) = child.try_wait()? {
            break status;
        }
        std::thread::sleep(Duration::from_millis(20));
    };
    used.wall_s = started.elapsed().as_secs_f64();
    // A few lines, which wait in the pipe.
    if let Some(mut out) = child.stdout.take() {
        out.read_to_string(&mut used.printed)?;
    }
    if !matches!(status.code(), Some(0 | 3)) {
        return Err(format!("{name} ended with {status}").into());
    }
    say(&format!(
        "{name:8} {:7.2} s of wall, {:7.2} s of processor, most memory {} MB + reader {} MB",
        used.wall_s,
        used.cpu_s(),
        used.parent.peak_mb,
        used.reader.peak_mb,
    ))?;
    Ok(used)
}

fn watch(child: &Child, used: &mut Used, readers_before: &mut f64) {
    let pid = child.id();
    if let Some((own_s, ended_s)) = processor_s_of(pid) {
        used.parent.cpu_s = own_s;
        *readers_before = ended_s;
    }
    used.parent.peak_mb = used.parent.peak_mb.max(peak_bytes_of(pid) >> 20);
    let mut running_s = 0.0;
    for reader in children(pid) {
        running_s += processor_s_of(reader).map_or(0.0, |(own_s, _)| own_s);
        used.reader.peak_mb = used.reader.peak_mb.max(peak_bytes_of(reader) >> 20);
    }
    used.reader.cpu_s = used.reader.cpu_s.max(*readers_before + running_s);
}

fn children(pid: u32) -> Vec<u32> {
    let Ok(threads) = std::fs::read_dir(format!("/proc/{pid}/task")) else { return Vec::new() };
    threads
        .flatten()
        .filter_map(|thread| std::fs::read_to_string(thread.path().join("children")).ok())
        .flat_map(|list| list.split_whitespace().flat_map(str::parse).collect::<Vec<u32>>())
        .collect()
}

/// The program under measurement: `tutela` in the folder above the examples.
fn program() -> Result<PathBuf> {
    let own = std::env::current_exe()?;
    let folder = own.parent().and_then(Path::parent).ok_or("no folder above the examples")?;
    Ok(folder.join("tutela"))
}

/// Seconds to read a file once and count its lines: the limit of this machine for the work.
fn plain_read(path: &Path) -> Result<f64> {
    let started = Instant::now();
    let bytes = std::fs::read(path)?;
    if memchr::memchr_iter(b'\n', &bytes).count() == 0 {
        return Err("the return is empty".into());
    }
    Ok(started.elapsed().as_secs_f64())
}

fn say(line: &str) -> Result<()> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{line}")?;
    Ok(out.flush()?)
}
