//! Changes small exhibits at random and holds every reader to what `tests/held` asks of any bytes:
//! `cargo run --release --example mutate -p tutela-ingest -- 60 --reader camt --seed 1`.
//!
//! It starts from the fixtures, earlier findings and, where they are there, the first bytes of real
//! files, and gives each reader in turn so many seconds. A reader works in a process of its own with the
//! memory of a worker: one that aborts, hangs or eats everything is a finding like a panic. What breaks a
//! promise is made as short as it can be, written to `target/mutate/`, and named; the exit code is then 1.
//! The same seed and number make the same change: `--again NUMBER` makes it once more.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a tool that prints its findings and fails loudly"
)]

use std::fs;
use std::io;
use std::os::unix::fs::FileExt;
use std::os::unix::process::ExitStatusExt;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::{Path, PathBuf};
use std::process::{Command, ExitCode, ExitStatus};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use casetest::usage::first_thread;
use changes::{Chance, change, used};
use rustix::process::{Resource, Rlimit, setrlimit};
use samples::Example;
use tutela_ingest::cage::MEMORY_BYTES_MAX;
use tutela_ingest::register::{HOUSE, Reader};

#[path = "../tests/changes/mod.rs"]
mod changes;
#[path = "../tests/held/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod held;
#[path = "../tests/samples/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod samples;

/// Real files to start from: their format and, for tables, the mapping a person would choose.
const REAL: &[(&str, &str, &str)] = &[
    ("camt", "finance/camt/camt053.v2.minimal.xml", ""),
    ("camt", "finance/camt/camt053.v2.multi.statement.xml", ""),
    ("camt", "finance/camt/camt053.v8.xml", ""),
    ("camt", "finance/camt/camt054.v2.xml", ""),
    ("camt", "finance/iso20022/FI_camt_053_sample.xml", ""),
    ("swift_mt", "finance/mt940/betterplace-sepa_mt9401.sta", ""),
    ("swift_mt", "finance/mt940/jejik-rabobank-iban.sta", ""),
    ("swift_mt", "finance/mt940/self-provided-multiline.sta", ""),
    ("ofx", "finance/ofx/bank_medium.ofx", ""),
    ("ofx", "finance/ofx/multiple_accounts.ofx", ""),
    ("iso20022", "finance/iso20022/pacs.008.001.07.xml", ""),
    ("case_uco", "hashing/case-uco/call_log.json", ""),
    ("case_uco", "hashing/case-uco/sms_and_contacts.json", ""),
    ("telegram", "mobile-chat/telegram/personal_chat.json", ""),
    ("telegram", "mobile-chat/telegram/single_export.json", ""),
    ("sqlite", "mobile-chat/android-contacts2.db", ""),
    ("sqlite", "mobile-chat/android-mmssms.db", ""),
    ("whatsapp_text", "mobile-chat/whatsapp-txt/test_ddmmyy_24hrs.txt", ""),
    ("whatsapp_text", "mobile-chat/whatsapp-txt/test_mmddyyyy_12hrs.txt", ""),
    ("bodyfile", "disk-images/inventories/fls_bodyfile.txt", ""),
    ("hash_list", "hashing/hashsets/NSRL-2.0.txt", ""),
    ("hash_list", "hashing/hashsets/hashdeep.txt", ""),
    ("hash_list", "hashing/hashsets/ilookv4.hsh", ""),
    ("hash_list", "hashing/hashsets/md5deep-size.txt", ""),
    ("delimited", "finance/mobilemoney/mobilemoney_part1.csv", "mobile-money"),
    ("delimited", "finance/amlsim-20K_fanin200/transactions.csv", "amlsim-transactions"),
    ("delimited", "events/copenhagen/calls.csv", "copenhagen-calls"),
];

/// Bytes taken of a real file: enough for some rows of any, few enough for thousands of readings.
const REAL_BYTES_MAX: usize = 12 * 1024;

/// Longest time for one exhibit: a few kilobytes are read in less than a millisecond, an image with
/// holes is digested up to what `held` looks at.
const PATIENCE: Duration = Duration::from_secs(4);

/// Longest time without a sign of life from a reader's process.
const SILENCE: Duration = Duration::from_mins(1);

/// Findings after which a person should look first.
const FINDINGS_MAX: u64 = 10;

/// Where findings are written.
const FOLDER: &str = "target/mutate";

/// What was asked for.
struct Asked {
    time: Duration,
    seed: u64,
    reader: Option<String>,
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
        let seconds = words.get(1).and_then(|text| text.parse().ok()).unwrap_or(60.0);
        let again = number("--again");
        Self {
            time: Duration::from_secs_f64(seconds),
            seed: number("--seed").unwrap_or(1),
            reader: given("--reader"),
            from: again.or_else(|| number("--from")).unwrap_or(0),
            again,
            progress: given("--progress").map(PathBuf::from),
        }
    }
}

/// An exhibit to start from, with the places where something stands.
struct Start {
    own: Example,
    used: Vec<usize>,
}

/// What to start from: the fixtures, what was found before, and the beginnings of real files.
fn starts(code: &str) -> Vec<Start> {
    let mut all = samples::examples(code);
    all.extend(samples::findings(code));
    for (_, path, mapping) in REAL.iter().filter(|(own, ..)| *own == code) {
        let Some(full) = casetest::real::path(path) else { continue };
        let Ok(mut bytes) = fs::read(full) else { continue };
        bytes.truncate(REAL_BYTES_MAX);
        let settings = samples::rome((!mapping.is_empty()).then_some(mapping));
        all.push(Example { name: (*path).to_owned(), bytes, settings });
    }
    all.into_iter().map(|own| Start { used: used(&own.bytes), own }).collect()
}

/// The changed exhibit of this number, and what it was made from.
fn changed(starts: &[Start], seed: u64, number: u64) -> (&Example, Vec<u8>) {
    let mut chance = Chance::of(seed, number);
    let start = &starts[chance.below(starts.len())];
    let other = &starts[chance.below(starts.len())].own.bytes;
    let mut bytes = start.own.bytes.clone();
    change(&mut bytes, &start.used, other, &mut chance);
    (&start.own, bytes)
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
    said(Some(String::new()));
    let begun = first_thread();
    let reading = AssertUnwindSafe(|| held::hold(reader, bytes, &example.settings));
    let read = catch_unwind(reading);
    let said = said(None);
    if read.is_err() {
        return said;
    }
    let took = first_thread().saturating_sub(begun);
    (took > PATIENCE).then(|| format!("took {took:?}"))
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
    while begun.elapsed() < asked.time && findings < FINDINGS_MAX {
        if let Some(progress) = &progress {
            // Without it a process that dies says nothing of where.
            let _ = progress.write_at(&number.to_le_bytes(), 0);
        }
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
    let s = begun.elapsed().as_secs_f64();
    let megabytes = total as f64 / 1e6;
    let count = number - asked.from;
    println!("{code}: {count} exhibits, {megabytes:.0} MB, {s:.0} s, {findings} findings");
    findings
}

/// Waits for a reader's process; ends one that is silent for too long.
fn wait(mut command: Command, progress: &Path) -> io::Result<(ExitStatus, u64)> {
    let mut child = command.spawn()?;
    let at = || {
        let bytes = fs::read(progress).unwrap_or_default();
        bytes.first_chunk().map_or(0, |bytes| u64::from_le_bytes(*bytes))
    };
    let (mut last, mut since) = (at(), Instant::now());
    loop {
        if let Some(status) = child.try_wait()? {
            return Ok((status, at()));
        }
        if at() != last {
            (last, since) = (at(), Instant::now());
        } else if since.elapsed() > SILENCE {
            child.kill()?;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
}

/// Runs one reader in a process of its own, and again behind whatever ended it.
fn run_apart(reader: Reader, asked: &Asked) -> io::Result<u64> {
    let (code, until) = (reader.code(), Instant::now() + asked.time);
    let progress = std::env::temp_dir().join(format!("mutate-{}", std::process::id()));
    let (mut from, mut findings) = (asked.from, 0);
    while findings < FINDINGS_MAX {
        let left = until.saturating_duration_since(Instant::now()).as_secs_f64();
        let mut command = Command::new(std::env::current_exe()?);
        command.arg(left.to_string()).args(["--reader", code]);
        command.args(["--seed", &asked.seed.to_string(), "--from", &from.to_string()]);
        command.arg("--progress").arg(&progress);
        let (status, at) = wait(command, &progress)?;
        if let Some(found) = status.code() {
            let found = u64::try_from(found).unwrap_or(u64::MAX);
            assert!(found <= FINDINGS_MAX, "{code}: the tool itself failed at change {at}");
            return Ok(findings + found);
        }
        let starts = starts(code);
        let (own, bytes) = changed(&starts, asked.seed, at);
        let words = format!("ended by signal {}", status.signal().unwrap_or(0));
        tell(code, own, asked.seed, at, &words, &bytes);
        findings += 1;
        from = at + 1;
    }
    Ok(findings)
}

fn main() -> ExitCode {
    let words: Vec<String> = std::env::args().collect();
    let asked = Asked::new(&words);
    let only = asked.reader.as_deref();
    let apart = asked.progress.is_none() && asked.again.is_none();
    let mut findings = 0;
    for reader in HOUSE.readers().filter(|own| only.is_none_or(|code| code == own.code())) {
        findings += if apart {
            run_apart(reader, &asked).unwrap_or_else(|error| panic!("{}: {error}", reader.code()))
        } else {
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
            run(reader, &asked)
        };
    }
    ExitCode::from(u8::try_from(findings).unwrap_or(u8::MAX))
}
