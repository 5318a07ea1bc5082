//! How fast an image, or any other exhibit, is read: `cargo run --release --example walk -p
//! tutela-ingest -- IMAGE [peer]`.
//!
//! Reads it in a caged worker, with one thread and then with one for each core; every member is told,
//! its three digests are taken, and it is shown to every reader. Nothing is stored. Prints members,
//! and seconds of wall and of processor. With `peer`, others do the same work in turn, where they are
//! installed: `fls` lists the members, `hashdeep` takes the same three digests of the same bytes from a
//! folder, the one that stands beside the image as `tree`. Of an E01, into which `hashdeep` cannot look,
//! `tsk_recover` writes the members out for it, and `ewfverify` holds it to its stored digest, as the walk
//! does first; the ratio is told with and without each. A number in place of the image makes an archive
//! of so many small files and walks that.

#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::thread::available_parallelism;
use std::time::Instant;

use casetest::usage::processor_s_of;
use model::PlaceRef;
use model::record::Kind;
use tutela_ingest::outcome::FormatSeen;
use tutela_ingest::{
    Checked, Job, KeepFault, Keeper, Member, Note, RecordFrame, RejectRef, Settings, SkipReason,
    WorkerCommand, read_caged,
};

/// Turns of each side, one after the other.
const TURNS: u32 = 3;

/// Counts what it is given.
#[derive(Default)]
struct Counter {
    media: u64,
    others: u64,
    rejects: u64,
    members: u64,
}

impl Keeper for Counter {
    fn recognised(&mut self, _: &FormatSeen) -> Result<(), KeepFault> {
        Ok(())
    }
    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        *(if record.kind() == Kind::Media { &mut self.media } else { &mut self.others }) += 1;
        Ok(record.read(|_, slot| {
            std::hint::black_box(slot);
        })?)
    }
    fn reject(&mut self, _: &RejectRef<'_>) -> Result<(), KeepFault> {
        self.rejects += 1;
        Ok(())
    }
    fn skip(&mut self, _: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
        Ok(())
    }
    fn note(&mut self, _: &Note) -> Result<(), KeepFault> {
        Ok(())
    }
    fn member(&mut self, _: &Member) -> Result<(), KeepFault> {
        self.members += 1;
        Ok(())
    }
}

/// Seconds of wall and of processor.
#[derive(Debug, Clone, Copy, Default)]
struct Took {
    wall_s: f64,
    cpu_s: f64,
}

impl Took {
    fn and(self, other: Self) -> Self {
        Self { wall_s: self.wall_s + other.wall_s, cpu_s: self.cpu_s + other.cpu_s }
    }
}

/// Seconds of processor that this process and its ended children have taken.
fn processor_s() -> f64 {
    processor_s_of(std::process::id()).map_or(0.0, |(own_s, ended_s)| own_s + ended_s)
}

/// Does some work; gives what it took.
fn timed<T>(work: impl FnOnce() -> T) -> (T, Took) {
    let (begun, before_s) = (Instant::now(), processor_s());
    let done = work();
    (done, Took { wall_s: begun.elapsed().as_secs_f64(), cpu_s: processor_s() - before_s })
}

/// Walks an image; prints and gives what it took.
fn walk(file: &File, threads: usize) -> io::Result<Took> {
    let len = file.metadata()?.len();
    let worker = std::env::current_exe()?.with_file_name("../tutela-worker");
    let mut job = Job::new(Settings { case_zone: "UTC".into(), ..Settings::default() });
    job.scouts = threads;
    let mut counter = Counter::default();
    let (read, took) =
        timed(|| read_caged(&WorkerCommand::new(worker, &[]), file, &job, &mut counter));
    let outcome = read.map_err(io::Error::other)?;
    if let Some(trouble) = outcome.trouble {
        return Err(io::Error::other(trouble.reason));
    }
    let Counter { media, others, rejects, members } = counter;
    let Took { wall_s, cpu_s } = took;
    println!(
        "tutela, {threads} threads: {media} files, {others} other records, {rejects} rejects, {members} members"
    );
    println!(
        "  {wall_s:.2} s of wall, {cpu_s:.2} s of processor, {:.0} MB of the exhibit a second of wall",
        len as f64 / 1e6 / wall_s,
    );
    Ok(took)
}

/// What a program takes; nothing where it is not installed or fails.
fn peer(program: &str, args: &[&str]) -> Option<Took> {
    let run = || Command::new(program).args(args).stdout(Stdio::null()).status();
    let (status, took) = timed(run);
    let status = status.ok()?;
    let Took { wall_s, cpu_s } = took;
    println!("{program}: {wall_s:.2} s of wall, {cpu_s:.2} s of processor ({status})");
    status.success().then_some(took)
}

/// Prints how a peer's time stands to ours.
fn compare(what: &str, peer: Took, own: Took) {
    println!(
        "  {what} took {:.2} times our time of wall, {:.2} times that of processor",
        peer.wall_s / own.wall_s,
        peer.cpu_s / own.cpu_s,
    );
}

/// Writes an archive of small files of several kinds.
fn write_archive(file: &mut File, count: u64) -> io::Result<()> {
    let mut archive = tar::Builder::new(BufWriter::new(file));
    for number in 0..count {
        let words = match number % 3 {
            0 => format!("Line of the file {number}\n").repeat(200),
            1 => format!("{{\"number\": {number}, \"items\": [1, 2, 3]}}"),
            _ => format!("\0\u{1}\u{4}{number}").repeat(500),
        };
        let mut header = tar::Header::new_ustar();
        header.set_size(words.len() as u64);
        header.set_mode(0o644);
        archive.append_data(&mut header, format!("files/{number}.dat"), words.as_bytes())?;
    }
    archive.into_inner()?.flush()
}

fn main() -> io::Result<()> {
    let cores = available_parallelism()?.get();
    let mut args = std::env::args().skip(1);
    let given = args.next().unwrap_or_else(|| "20000".to_owned());
    let image = Path::new(&given);
    let mut file = match given.parse() {
        Ok(count) => {
            let mut file = tempfile::tempfile()?;
            write_archive(&mut file, count)?;
            file
        }
        Err(_) => File::open(image)?,
    };
    file.rewind()?;
    walk(&file, 1)?;
    if args.next().is_none() {
        return walk(&file, cores).map(|_| ());
    }
    let tree = image.with_file_name("tree").display().to_string();
    let is_ewf = image.extension().is_some_and(|suffix| suffix.eq_ignore_ascii_case("e01"));
    for _ in 0..TURNS {
        let own = walk(&file, cores)?;
        let listed = peer("fls", &["-r", "-m", "/", "-p", &given]);
        let hashed = peer("hashdeep", &["-c", "md5,sha1,sha256", "-r", &tree]);
        let Some(mut all) = hashed else { continue };
        all = all.and(listed.unwrap_or_default());
        compare("fls and hashdeep", all, own);
        if !is_ewf {
            continue;
        }
        if let Some(written) = write_out(&given)? {
            all = all.and(written);
            compare("fls, tsk_recover and hashdeep", all, own);
        }
        if let Some(held) = peer("ewfverify", &["-q", &given]) {
            compare("all of them and ewfverify", all.and(held), own);
        }
    }
    Ok(())
}

/// What it takes to write the members of an image into a folder, which is removed again.
fn write_out(image: &str) -> io::Result<Option<Took>> {
    let folder = tempfile::tempdir()?;
    Ok(peer("tsk_recover", &["-a", image, &folder.path().display().to_string()]))
}
