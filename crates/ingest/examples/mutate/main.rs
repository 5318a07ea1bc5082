//! Changes small exhibits at random and holds every reader to what `tests/held` asks of any bytes:
//! `cargo run --release --example mutate -p tutela-ingest -- 60 --reader camt --seed 1`.
//!
//! It starts from the fixtures, earlier findings and, where they are there, the first bytes of real
//! files, and goes on until each reader has had so many seconds; what each has had is kept in
//! `target/mutate/ledger.tsv`, so that a run that was ended goes on with whoever has had least. A reader
//! works in a process of its own with the memory of a worker, as many at once as there are cores: one that
//! aborts, hangs or eats everything is a finding like a panic. What breaks a promise is made as short as it
//! can be, written to `target/mutate/`, and named; the exit code is then 1. The same seed and number make
//! the same change: `--again NUMBER` makes it once more.
//!
//! - `--reader CODE --file PATH`: that exhibit is read once; says what came of it.
//! - `--slopes`: exhibits grow instead, and time may grow no faster; one reader after the other.
//! - `--anew`: what each reader has had is forgotten.
//! - `--for SECONDS`: no turn begins after that.
//! - `--jobs COUNT`: as many readers at once.
//! - `--guided PATH`: the coverage-guided target that was built there (`fuzz/`) makes the changes.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a tool that prints its findings and fails loudly"
)]

mod ledger;
mod slopes;
mod starts;
mod turns;

use std::fs;
use std::io;
use std::os::unix::fs::FileExt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::sync::{Mutex, PoisonError};
use std::thread::available_parallelism;
use std::time::{Duration, Instant};

use casetest::usage::first_thread;
use ledger::Ledger;
use rustix::process::{Resource, Rlimit, setrlimit};
use samples::Example;
use starts::{changed, starts};
use tutela_ingest::cage::MEMORY_BYTES_MAX;
use tutela_ingest::register::{HOUSE, Reader};

#[path = "../../tests/changes/mod.rs"]
mod changes;
#[path = "../../tests/held/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod held;
#[path = "../../tests/packed/mod.rs"]
#[expect(dead_code, reason = "the guided target lays out again what is packed here")]
mod packed;
#[path = "../../tests/samples/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod samples;

/// Longest time for one exhibit: a few kilobytes are read in less than a millisecond, an image with
/// holes is digested up to what `held` looks at.
const PATIENCE: Duration = Duration::from_secs(4);

/// One exhibit in so many is read twice.
const TWICE_EVERY: usize = 16;

/// Findings after which a person should look first.
const FINDINGS_MAX: u64 = 10;

/// Where findings are written.
const FOLDER: &str = "target/mutate";

/// What was asked for.
struct Asked {
    /// Seconds that each reader shall have had.
    s: f64,
    seed: u64,
    reader: Option<String>,
    jobs: usize,
    /// No turn begins after that.
    until: Option<Duration>,
    /// Whether what was done before is forgotten.
    anew: bool,
    /// An exhibit to read once.
    file: Option<PathBuf>,
    /// Whether it is time that is looked at.
    slopes: bool,
    /// The coverage-guided target that makes the changes.
    guided: Option<PathBuf>,
    /// The first change to make, and the only one where it is asked for again.
    from: u64,
    again: Option<u64>,
    /// Where a reader's process says which change it is at; only such a process has it.
    progress: Option<PathBuf>,
}

impl Asked {
    fn new(words: &[String]) -> Self {
        let given = |name: &str| {
            let at = words.iter().position(|word| word == name)?;
            words.get(at + 1).cloned()
        };
        let number = |name: &str| given(name).and_then(|text| text.parse().ok());
        let cores = available_parallelism().map_or(1, usize::from);
        let again = number("--again");
        Self {
            s: words.get(1).and_then(|text| text.parse().ok()).unwrap_or(60.0),
            seed: number("--seed").unwrap_or(1),
            reader: given("--reader"),
            jobs: number("--jobs").and_then(|jobs| jobs.try_into().ok()).unwrap_or(cores),
            until: number("--for").map(Duration::from_secs),
            file: given("--file").map(PathBuf::from),
            slopes: words.iter().any(|word| word == "--slopes"),
            anew: words.iter().any(|word| word == "--anew"),
            guided: given("--guided").map(PathBuf::from),
            from: again.or_else(|| number("--from")).unwrap_or(0),
            again,
            progress: given("--progress").map(PathBuf::from),
        }
    }
}

/// Words and place of the first panic of a reading; nothing while no reading goes on.
static SAID: Mutex<Option<String>> = Mutex::new(None);

/// Begins to keep words, or ends it and gives them.
fn said(now: Option<String>) -> Option<String> {
    let mut said = SAID.lock().unwrap_or_else(PoisonError::into_inner);
    std::mem::replace(&mut *said, now)
}

/// Why these bytes break a promise, if they do.
fn fault(reader: Reader, bytes: &[u8], example: &Example) -> Option<String> {
    let is_twice = bytes.len().is_multiple_of(TWICE_EVERY);
    let (fault, took) = fault_and_time(reader, bytes, example, if is_twice { 2 } else { 1 });
    fault.or_else(|| (took > PATIENCE).then(|| format!("took {took:?}")))
}

/// Why these bytes break a promise, if they do, read so many times, and the time of the processor that
/// one reading took.
fn fault_and_time(
    reader: Reader,
    bytes: &[u8],
    example: &Example,
    times: u32,
) -> (Option<String>, Duration) {
    said(Some(String::new()));
    let begun = first_thread();
    let hold = || held::hold(reader, bytes, &example.settings);
    let reading = AssertUnwindSafe(|| {
        let first = hold();
        assert!((1..times).all(|_| hold() == first), "the same bytes give other rows");
    });
    let read = catch_unwind(reading);
    let said = said(None);
    let took = first_thread().saturating_sub(begun) / times;
    (read.err().and(said), took)
}

/// Takes away whatever the fault does not need.
fn shorten(reader: Reader, mut bytes: Vec<u8>, example: &Example) -> Vec<u8> {
    let until = Instant::now() + Duration::from_secs(20);
    let mut size = bytes.len() / 2;
    while size > 0 && Instant::now() < until {
        let mut at = 0;
        while at < bytes.len() && Instant::now() < until {
            let mut less = bytes.clone();
            less.drain(at..(at + size).min(bytes.len()));
            if fault(reader, &less, example).is_some() {
                bytes = less;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    bytes
}

/// Keeps what was found and says so.
fn tell(code: &str, from: &Example, seed: u64, number: u64, words: &str, bytes: &[u8]) {
    let path = Path::new(FOLDER).join(format!("{code}-{seed}-{number}"));
    let kept = fs::create_dir_all(FOLDER).and_then(|()| fs::write(&path, bytes));
    println!("{code} from {}: {words}\n  {} ({kept:?})", from.name, path.display());
}

/// Runs one reader for a while in this process; gives its findings.
fn run(reader: Reader, asked: &Asked) -> u64 {
    let code = reader.code();
    let starts = starts(code);
    let progress = asked.progress.as_ref().and_then(|path| fs::File::create(path).ok());
    let (mut number, mut total, mut findings) = (asked.from, 0usize, 0);
    let begun = Instant::now();
    let at = |number: u64| {
        if let Some(progress) = &progress {
            // Without it a process that dies says nothing of where.
            let _ = progress.write_at(&number.to_le_bytes(), 0);
        }
    };
    while begun.elapsed().as_secs_f64() < asked.s && findings < FINDINGS_MAX {
        at(number);
        let (own, bytes) = changed(&starts, asked.seed, number);
        total += bytes.len();
        if let Some(words) = fault(reader, &bytes, own) {
            findings += 1;
            let short = shorten(reader, bytes, own);
            tell(code, own, asked.seed, number, &words, &short);
        }
        number += 1;
        if asked.again.is_some() {
            break;
        }
    }
    at(number);
    let s = begun.elapsed().as_secs_f64();
    let megabytes = total as f64 / 1e6;
    let count = number - asked.from;
    println!("{code}: {count} exhibits, {megabytes:.0} MB, {s:.0} s, {findings} findings");
    findings
}

/// Makes changes in this process: a reader's process, or one change again.
fn here(readers: &[Reader], asked: &Asked) -> u64 {
    set_hook(Box::new(|info| match said(None) {
        Some(first) if first.is_empty() => {
            said(Some(info.to_string().replace('\n', " ")));
        }
        Some(first) => drop(said(Some(first))),
        None => eprintln!("{info}"),
    }));
    let limit = Some(MEMORY_BYTES_MAX);
    // Where it cannot be set, what eats everything is not found.
    let _ = setrlimit(Resource::Data, Rlimit { current: limit, maximum: limit });
    let run = if asked.slopes { slopes::run } else { run };
    readers.iter().map(|reader| run(*reader, asked)).sum()
}

/// Reads one exhibit, with or without its holes, and says what came of it.
fn read_once(reader: Reader, path: &Path) -> io::Result<()> {
    let bytes = fs::read(path)?;
    let bytes = packed::unpacked(&bytes);
    let begun = first_thread();
    let held = held::hold(reader, &bytes, &samples::rome(None));
    let took = first_thread().saturating_sub(begun);
    let (counts, members) = (held.counts, held.members.len());
    println!("{} bytes, {took:?}, {counts:?}, {members} members, {:?}", bytes.len(), held.halt);
    Ok(())
}

/// Makes changes in processes of their own, and says what each reader has had.
fn apart(readers: &[Reader], asked: &Asked) -> io::Result<u64> {
    let path = Path::new(FOLDER).join("ledger.tsv");
    fs::create_dir_all(FOLDER)?;
    if asked.anew && path.exists() {
        fs::remove_file(&path)?;
    }
    let seed = asked.guided.is_none().then_some(asked.seed);
    let mut ledger = Ledger::open(&path, readers, seed);
    let findings = turns::run(asked, &mut ledger, &path)?;
    println!("{ledger}");
    Ok(findings)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let asked = Asked::new(&words);
    let only = asked.reader.as_deref();
    let is_asked = |own: &Reader| only.is_none_or(|code| code == own.code());
    let readers: Vec<Reader> = HOUSE.readers().filter(is_asked).collect();
    assert!(!readers.is_empty(), "there is no such reader");
    if let (Some(path), [reader]) = (&asked.file, readers.as_slice()) {
        read_once(*reader, path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
        return ExitCode::SUCCESS;
    }
    let findings = if asked.progress.is_none() && asked.again.is_none() && !asked.slopes {
        apart(&readers, &asked).unwrap_or_else(|error| panic!("{FOLDER}: {error}"))
    } else {
        here(&readers, &asked)
    };
    ExitCode::from(u8::try_from(findings).unwrap_or(u8::MAX))
}
