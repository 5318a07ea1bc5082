//! Changes small exhibits at random and holds every format to what `tests/held` asks of any bytes:
//! `cargo run --release --example mutate -p tutela-ingest -- --seconds 60 --format camt --seed 1`.
//!
//! It starts from the fixtures and, where they are there, the first bytes of real files. What breaks
//! a promise is made as short as it can be, written to `target/mutate/`, and named; the exit code is
//! then 1. The same seed makes the same changes. Without `--format` every format takes its turn.

#![expect(
    clippy::print_stdout,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a tool that prints its findings and fails loudly"
)]

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind, set_hook};
use std::path::Path;
use std::process::ExitCode;
use std::sync::Mutex;
use std::time::{Duration, Instant};

use casetest::usage::first_thread;
use samples::Example;
use tutela_ingest::SourceFormat;
use tutela_ingest::formats::FORMATS;

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

/// Longest time for one exhibit: a few kilobytes are read in less than a millisecond.
const PATIENCE: Duration = Duration::from_secs(2);

/// Findings after which a person should look first.
const FINDINGS_MAX: usize = 10;

/// Pieces that mean something to one format or another.
const PIECES: &[&[u8]] = &[
    b"\0",
    b"\xff",
    b"\xc3",
    b"\xef\xbb\xbf",
    b"\xff\xfe",
    b"\"",
    b"\"\"",
    b"'",
    b"\\",
    b"\\u",
    b"\\ud800",
    b"\\x1f",
    b"\r",
    b"\n",
    b"\r\n",
    b",",
    b";",
    b"|",
    b"\t",
    b":",
    b" - ",
    b"[",
    b"]",
    b"{",
    b"}",
    b"<",
    b">",
    b"</",
    b"/>",
    b"&",
    b"&amp;",
    b"&#0;",
    b"&#x110000;",
    b"&x;",
    b"<!--",
    b"-->",
    b"<![CDATA[",
    b"]]>",
    b"<?xml",
    b"<!DOCTYPE x [",
    b"<Ntry>",
    b"</Ntry>",
    b"<TxDtls>",
    b"</Stmt>",
    b"<Amt Ccy=\"EUR\">",
    b"<transaction>",
    b"</report>",
    b"<party>",
    b"-",
    b"+",
    b"0",
    b"-1",
    b"9999999999999999999",
    b"-9223372036854775808",
    b"1e308",
    b"NaN",
    b"0.000000000000000001",
    b"1970-01-01",
    b"9999-12-31T23:59:59Z",
    b"2026-03-29T02:30:00",
    b"31/02/2026",
    b"24:00:00",
    b"+14:00",
    b"EUR",
    b"XXX",
    b"null",
    b"true",
    b"[]",
    b"{}",
    b"\xe2\x80\xae",
    b"\xf0\x9f\x98\x80",
    b"cc\xcc\x81",
    b"(deleted)",
    b"%%%% size,md5,filename\n",
];

/// Chance with a memory, so that a seed is a whole run (splitmix64, Steele and others, 2014).
struct Chance(u64);

impl Chance {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % limit.max(1) as u64).unwrap_or(0)
    }

    /// A stretch of `len`, most often a short one.
    fn stretch(&mut self, len: usize) -> std::ops::Range<usize> {
        let start = self.below(len);
        let longest = match self.below(4) {
            0 => len,
            1 => 256,
            _ => 16,
        };
        start..(start + self.below(longest)).min(len)
    }
}

/// Changes `bytes` a few times; `other` lends pieces.
fn change(bytes: &mut Vec<u8>, other: &[u8], chance: &mut Chance) {
    for _ in 0..=chance.below(6) {
        let at = chance.below(bytes.len() + 1);
        match chance.below(9) {
            0 if at < bytes.len() => bytes[at] ^= 1 << chance.below(8),
            1 if at < bytes.len() => bytes[at] = u8::try_from(chance.below(256)).unwrap_or(0),
            2 => drop(bytes.drain(chance.stretch(bytes.len()))),
            3 => {
                let own = bytes[chance.stretch(bytes.len())].to_vec();
                bytes.splice(at..at, own);
            }
            4 => {
                let lent = other[chance.stretch(other.len())].to_vec();
                bytes.splice(at..at, lent);
            }
            5 if chance.below(4) == 0 => bytes.truncate(at),
            6 => {
                let piece = PIECES[chance.below(PIECES.len())];
                let end = (at + piece.len()).min(bytes.len());
                bytes.splice(at..end, piece.iter().copied());
            }
            7 => {
                let piece = PIECES[chance.below(PIECES.len())];
                let times = if chance.below(50) == 0 { 5_000 } else { 1 + chance.below(3) };
                bytes.splice(at..at, piece.repeat(times));
            }
            _ => {
                let piece = PIECES[chance.below(PIECES.len())];
                bytes.splice(at..at, piece.iter().copied());
            }
        }
    }
}

/// Words and place of the last panic.
static SAID: Mutex<String> = Mutex::new(String::new());

/// Why these bytes break a promise, if they do.
fn fault(format: &dyn SourceFormat, bytes: &[u8], example: &Example) -> Option<String> {
    let begun = first_thread();
    let reading = AssertUnwindSafe(|| held::hold(format, bytes, &example.settings));
    if catch_unwind(reading).is_err() {
        return Some(SAID.lock().map_or_else(|_| String::new(), |said| said.clone()));
    }
    (first_thread().saturating_sub(begun) > PATIENCE)
        .then(|| format!("took longer than {PATIENCE:?}"))
}

/// Takes away whatever the fault does not need.
fn shorten(format: &dyn SourceFormat, mut bytes: Vec<u8>, example: &Example) -> Vec<u8> {
    let until = Instant::now() + Duration::from_secs(20);
    let mut size = bytes.len() / 2;
    while size > 0 && Instant::now() < until {
        let mut at = 0;
        while at < bytes.len() && Instant::now() < until {
            let mut less = bytes.clone();
            less.drain(at..(at + size).min(bytes.len()));
            if fault(format, &less, example).is_some() {
                bytes = less;
            } else {
                at += size;
            }
        }
        size /= 2;
    }
    bytes
}

/// What to start from: the fixtures and the beginnings of real files.
fn starts(code: &str) -> Vec<Example> {
    let mut starts = samples::examples(code);
    for (_, path, mapping) in REAL.iter().filter(|(own, ..)| *own == code) {
        let Some(full) = casetest::real::path(path) else { continue };
        let Ok(mut bytes) = fs::read(full) else { continue };
        bytes.truncate(REAL_BYTES_MAX);
        let settings = samples::rome((!mapping.is_empty()).then_some(mapping));
        starts.push(Example { name: (*path).to_owned(), bytes, settings });
    }
    starts
}

/// Runs one format for a while; gives its findings.
fn run(format: &dyn SourceFormat, time: Duration, seed: u64) -> usize {
    let starts = starts(format.code());
    let mut chance = Chance(seed);
    let (mut count, mut total, mut findings) = (0u64, 0usize, 0);
    let begun = Instant::now();
    while begun.elapsed() < time && findings < FINDINGS_MAX {
        let example = &starts[chance.below(starts.len())];
        let other = &starts[chance.below(starts.len())].bytes;
        let mut bytes = example.bytes.clone();
        change(&mut bytes, other, &mut chance);
        count += 1;
        total += bytes.len();
        let Some(words) = fault(format, &bytes, example) else { continue };
        findings += 1;
        let short = shorten(format, bytes, example);
        let folder = Path::new("target/mutate");
        let path = folder.join(format!("{}-{seed}-{count}", format.code()));
        let kept = fs::create_dir_all(folder).and_then(|()| fs::write(&path, &short));
        println!(
            "{} from {}: {words}\n  {} ({kept:?})",
            format.code(),
            example.name,
            path.display()
        );
    }
    let s = begun.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let megabytes = total as f64 / 1e6;
    println!(
        "{}: {count} exhibits, {megabytes:.0} MB, {s:.0} s, {findings} findings",
        format.code()
    );
    findings
}

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().collect();
    let given = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name: &str| given(name).and_then(|text| text.parse().ok());
    let time = Duration::from_secs(number("--seconds").unwrap_or(60));
    let seed = number("--seed").unwrap_or(1);
    let only = given("--format");
    set_hook(Box::new(|info| {
        if let Ok(mut said) = SAID.lock() {
            *said = info.to_string().replace('\n', " ");
        }
    }));
    let chosen = FORMATS.iter().filter(|own| only.as_deref().is_none_or(|code| code == own.code()));
    let findings: usize = chosen.map(|format| run(*format, time, seed)).sum();
    if findings > 0 { ExitCode::FAILURE } else { ExitCode::SUCCESS }
}
