//! How fast the digests of all files below a folder are taken, and nothing else.
//!
//! ```text
//! digest_speed FOLDER [--threads N] [--digests md5,sha1,sha256,sha512,blake3] [--print | --peer]
//! ```
//!
//! Long files go one after the other, the longest first; short ones are read side by side. Every file is
//! read once. Prints megabytes (10^6) a second of wall and of processor. With `--print` the digests stand
//! before that, as `hashdeep -c` prints them; with `--peer` `hashdeep` takes MD5, SHA-1 and SHA-256 in turn.

#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;
use std::time::Instant;

use casetest::usage::processor_s_of;
use tutela_ingest::digests::{Algorithm, Found, Together, Wanted, of_each};

/// Files from this length on go alone.
const LONG_BYTES: u64 = 8 << 20;

/// Bytes and files that are read side by side.
const BATCH_BYTES: u64 = 1 << 20;
const BATCH_FILES: usize = 256;

/// Bytes of a long file that are asked for at once: they stay near the processor.
const PIECE_BYTES: usize = 256 << 10;

/// Turns beside a peer.
const TURNS: usize = 5;

type Fault = Box<dyn Error + Send + Sync>;

/// What one of several threads does at a time: a long file, or several short ones.
struct Task {
    files: Vec<(PathBuf, u64)>,
}

struct Asked {
    folder: PathBuf,
    threads: usize,
    algorithms: Vec<Algorithm>,
    prints: bool,
    has_peer: bool,
}

fn main() -> Result<(), Fault> {
    let asked = asked()?;
    let tasks = tasks(&asked.folder)?;
    let bytes: u64 = tasks.iter().flat_map(|task| &task.files).map(|(_, len)| len).sum();
    let turns = if asked.has_peer { TURNS } else { 1 };
    for _ in 0..turns {
        let (begun, before_s) = (Instant::now(), processor_s());
        let found = take(&tasks, &asked)?;
        let took = (begun.elapsed().as_secs_f64(), processor_s() - before_s);
        if asked.prints {
            print(found, &asked.algorithms);
        }
        tell("tutela", bytes, took);
        if asked.has_peer {
            tell("hashdeep", bytes, hashdeep(&asked.folder)?);
        }
    }
    Ok(())
}

fn asked() -> Result<Asked, Fault> {
    let mut given = std::env::args().skip(1);
    let folder = given.next().ok_or("digest_speed FOLDER")?.into();
    let threads = thread::available_parallelism()?.get();
    let algorithms = vec![Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256];
    let mut asked = Asked { folder, threads, algorithms, prints: false, has_peer: false };
    while let Some(word) = given.next() {
        match word.as_str() {
            "--threads" => asked.threads = given.next().unwrap_or_default().parse()?,
            "--digests" => asked.algorithms = algorithms_of(&given.next().unwrap_or_default())?,
            "--print" => asked.prints = true,
            "--peer" => asked.has_peer = true,
            other => return Err(format!("{other}?").into()),
        }
    }
    Ok(asked)
}

fn algorithms_of(text: &str) -> Result<Vec<Algorithm>, Fault> {
    let named = |name: &str| {
        let is_it = |one: &Algorithm| one.name().replace('-', "").eq_ignore_ascii_case(name);
        Algorithm::ALL.into_iter().find(is_it).ok_or_else(|| format!("{name}?").into())
    };
    text.split(',').map(named).collect()
}

/// The work, the longest first, so that no thread is left alone with much of it.
fn tasks(folder: &Path) -> Result<Vec<Task>, Fault> {
    let mut files = Vec::new();
    list(folder, &mut files)?;
    files.sort_by_key(|(_, len)| std::cmp::Reverse(*len));
    let shorts = files.split_off(files.partition_point(|(_, len)| *len >= LONG_BYTES));
    let mut tasks: Vec<Task> = files.into_iter().map(|file| Task { files: vec![file] }).collect();
    let (mut batch, mut bytes) = (Vec::new(), 0);
    for (path, len) in shorts {
        bytes += len;
        batch.push((path, len));
        // Files of one length fill all lanes to their end.
        let is_full = bytes >= BATCH_BYTES && batch.len().is_multiple_of(16);
        if is_full || batch.len() >= BATCH_FILES {
            tasks.push(Task { files: std::mem::take(&mut batch) });
            bytes = 0;
        }
    }
    tasks.push(Task { files: batch });
    Ok(tasks)
}

fn list(folder: &Path, files: &mut Vec<(PathBuf, u64)>) -> Result<(), Fault> {
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        let kind = entry.file_type()?;
        if kind.is_dir() {
            list(&entry.path(), files)?;
        } else if kind.is_file() {
            files.push((entry.path(), entry.metadata()?.len()));
        }
    }
    Ok(())
}

type Row<'t> = (&'t Path, u64, Found);

fn take<'t>(tasks: &'t [Task], asked: &Asked) -> Result<Vec<Row<'t>>, Fault> {
    let wanted = asked.algorithms.iter().copied().collect();
    let next = AtomicUsize::new(0);
    let work = || -> Result<Vec<Row<'t>>, Fault> {
        let (mut room, mut found) = (Vec::new(), Vec::new());
        while let Some(Task { files }) = tasks.get(next.fetch_add(1, Ordering::Relaxed)) {
            match files.as_slice() {
                [(path, len)] => found.push((path.as_path(), *len, long(path, wanted, &mut room)?)),
                _ => short(files, wanted, &mut room, &mut found)?,
            }
        }
        Ok(found)
    };
    thread::scope(|scope| {
        let threads: Vec<_> = (0..asked.threads).map(|_| scope.spawn(work)).collect();
        let mut all = Vec::new();
        for thread in threads {
            all.extend(thread.join().map_err(|_| "a thread was lost")??);
        }
        Ok(all)
    })
}

fn long(path: &Path, wanted: Wanted, room: &mut Vec<u8>) -> Result<Found, Fault> {
    let mut file = File::open(path)?;
    let mut together = Together::new(wanted);
    if room.len() < PIECE_BYTES {
        room.resize(PIECE_BYTES, 0);
    }
    let room = room.get_mut(..PIECE_BYTES).unwrap_or_default();
    loop {
        match file.read(room)? {
            0 => return Ok(together.end()),
            count => together.take(room.get(..count).unwrap_or_default()),
        }
    }
}

fn short<'t>(
    files: &'t [(PathBuf, u64)],
    wanted: Wanted,
    room: &mut Vec<u8>,
    found: &mut Vec<Row<'t>>,
) -> Result<(), Fault> {
    let mut ends = Vec::with_capacity(files.len());
    let mut end = 0;
    for (path, len) in files {
        let start = end;
        // One more, to see that nothing follows.
        end += usize::try_from(*len)? + 1;
        if room.len() < end {
            room.resize(end, 0);
        }
        let count = File::open(path)?.read(room.get_mut(start..end).unwrap_or_default())?;
        if count as u64 != *len {
            return Err(format!("{} is not as long as it was", path.display()).into());
        }
        end -= 1;
        ends.push((start, end));
    }
    let bytes = |(start, end): &(usize, usize)| room.get(*start..*end).unwrap_or_default();
    let contents: Vec<&[u8]> = ends.iter().map(bytes).collect();
    let digests = of_each(&contents, wanted);
    let rows =
        files.iter().zip(digests).map(|((path, len), digests)| (path.as_path(), *len, digests));
    found.extend(rows);
    Ok(())
}

fn print(mut found: Vec<Row<'_>>, algorithms: &[Algorithm]) {
    found.sort_by_key(|(path, _, _)| *path);
    for (path, len, digests) in found {
        let hex = |algorithm: &Algorithm| {
            let bytes = digests.by(*algorithm).unwrap_or_default();
            bytes.iter().fold(String::new(), |hex, byte| format!("{hex}{byte:02x}"))
        };
        let columns: Vec<String> = algorithms.iter().map(hex).collect();
        println!("{len},{},{}", columns.join(","), path.display());
    }
}

/// Seconds of wall and of processor that a peer takes.
fn hashdeep(folder: &Path) -> Result<(f64, f64), Fault> {
    let (begun, before_s) = (Instant::now(), processor_s());
    let mut command = Command::new("hashdeep");
    command.args(["-c", "md5,sha1,sha256", "-r"]).arg(folder).stdout(Stdio::null());
    if !command.status()?.success() {
        return Err("hashdeep failed".into());
    }
    Ok((begun.elapsed().as_secs_f64(), processor_s() - before_s))
}

/// Seconds of processor that this process and its ended children have taken.
fn processor_s() -> f64 {
    processor_s_of(std::process::id()).map_or(0.0, |(own_s, ended_s)| own_s + ended_s)
}

fn tell(who: &str, bytes: u64, (wall_s, cpu_s): (f64, f64)) {
    let bytes = bytes as f64 / 1e6;
    println!(
        "# {who}: {bytes:.0} MB, wall {wall_s:.2} s {:.0} MB/s, processor {cpu_s:.2} s {:.0} MB/s",
        bytes / wall_s,
        bytes / cpu_s,
    );
}
