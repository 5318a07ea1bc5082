//! How fast an image, or any other exhibit, is read: `cargo run --release --example walk -p
//! tutela-ingest -- IMAGE [peer]`.
//!
//! Reads it in this process as the worker does; of an image, every member is told, its three digests
//! are taken, and it is shown to every reader. Nothing is stored. Prints members, and seconds of wall
//! and of processor. With `peer`, others do the same work in turn, where they are installed: `fls`
//! lists the members, and `hashdeep` takes two digests of the same bytes from a folder, the one that
//! stands beside the image as `tree`. A number in place of the image makes an archive of so many
//! small files and walks that.

#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::fs::File;
use std::io::{self, BufWriter, Write};
use std::path::Path;
use std::process::{Command, Stdio};
use std::time::Instant;

use casetest::usage::{first_thread, processor_s_of};
use model::record::Kind;
use model::{Place, Reject};
use tutela_ingest::format::{Head, read_ends};
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::HOUSE;
use tutela_ingest::{Member, Note, Outlet, Resume, Settings, Sink, SkipReason, Source};

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

impl Outlet for Counter {
    fn record(&mut self, kind: Kind, _: &Place, _: &[u8]) -> io::Result<()> {
        *(if kind == Kind::Media { &mut self.media } else { &mut self.others }) += 1;
        Ok(())
    }
    fn reject(&mut self, _: &Reject) -> io::Result<()> {
        self.rejects += 1;
        Ok(())
    }
    fn note(&mut self, _: &Note) -> io::Result<()> {
        Ok(())
    }
    fn skip(&mut self, _: &Place, _: SkipReason) -> io::Result<()> {
        Ok(())
    }
    fn member(&mut self, _: &Member) -> io::Result<()> {
        self.members += 1;
        Ok(())
    }
}

/// Seconds of wall and of processor.
#[derive(Debug, Clone, Copy)]
struct Took {
    wall_s: f64,
    cpu_s: f64,
}

/// Walks an image; prints and gives what it took.
fn walk(file: &mut File) -> io::Result<Took> {
    let len = file.metadata()?.len();
    let settings = Settings { case_zone: "UTC".into(), ..Settings::default() };
    let (bytes, tail) = read_ends(file, len)?;
    let (begun, used) = (Instant::now(), first_thread());
    let mut counter = Counter::default();
    let head = Head::new(&bytes, &tail, len, &settings);
    let Recognised::Taken(reader, _) = recognise(&HOUSE, None, &head) else {
        return Err(io::Error::other("no reader takes it"));
    };
    let mut sink = Sink::new(&mut counter);
    let mut source = Source::new(file, len, &settings);
    let read = reader.read(&HOUSE, &mut source, &mut sink, Resume::default());
    read.and_then(|()| sink.finish()).map_err(io::Error::other)?;
    let wall_s = begun.elapsed().as_secs_f64();
    let cpu_s = first_thread().saturating_sub(used).as_secs_f64();
    let Counter { media, others, rejects, members } = counter;
    println!(
        "tutela: {} read {media} files, {others} other records, {rejects} rejects, {members} members",
        reader.code(),
    );
    println!(
        "  {wall_s:.2} s of wall, {cpu_s:.2} s of processor, {:.0} MB of the exhibit a second of it",
        len as f64 / 1e6 / cpu_s,
    );
    Ok(Took { wall_s, cpu_s })
}

/// What a program takes; nothing where it is not installed.
fn peer(program: &str, args: &[&str]) -> Option<Took> {
    let children_s = || processor_s_of(std::process::id()).map_or(0.0, |(_, ended_s)| ended_s);
    let (begun, before_s) = (Instant::now(), children_s());
    let status = Command::new(program).args(args).stdout(Stdio::null()).status().ok()?;
    let (wall_s, cpu_s) = (begun.elapsed().as_secs_f64(), children_s() - before_s);
    println!("{program}: {wall_s:.2} s of wall, {cpu_s:.2} s of processor ({status})");
    Some(Took { wall_s, cpu_s })
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
    let mut args = std::env::args().skip(1);
    let given = args.next().unwrap_or_else(|| "20000".to_owned());
    if let Ok(count) = given.parse() {
        let mut file = tempfile::tempfile()?;
        write_archive(&mut file, count)?;
        return walk(&mut file).map(|_| ());
    }
    let image = Path::new(&given);
    if args.next().is_none() {
        return walk(&mut File::open(image)?).map(|_| ());
    }
    let tree = image.with_file_name("tree").display().to_string();
    for _ in 0..TURNS {
        let own = walk(&mut File::open(image)?)?;
        let listed = peer("fls", &["-r", "-m", "/", "-p", &given]);
        let hashed = peer("hashdeep", &["-c", "md5,sha256", "-r", &tree]);
        if let Some((listed, hashed)) = listed.zip(hashed) {
            println!(
                "  the peers took {:.2} times our time of wall, {:.2} times that of processor",
                (listed.wall_s + hashed.wall_s) / own.wall_s,
                (listed.cpu_s + hashed.cpu_s) / own.cpu_s,
            );
        }
    }
    Ok(())
}
