//! How fast the digests of all files below a folder are taken, and nothing else.
//!
//! ```text
//! digest_speed FOLDER [--threads N] [--digests md5,sha1,sha256,sha512,blake3] [--print | --peer]
//! ```
//!
//! Long files go two at a time, the longest first, and one of the two to a thread that has nothing left to
//! do; short ones are read side by side. Every file is read once. Prints megabytes (10^6) a second of wall and of processor. With `--print` the digests stand
//! before that, as `hashdeep -c` prints them; with `--peer` `hashdeep` takes MD5, SHA-1 and SHA-256 in turn.

#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::error::Error;
use std::fs::{self, File};
use std::io::Read;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::{Condvar, Mutex, PoisonError};
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

/// A long file, read so far.
struct Long<'t> {
    path: &'t Path,
    len: u64,
    file: File,
    together: Together,
}

/// What is to be done, and who has nothing to do.
struct Work<'t> {
    tasks: std::slice::Iter<'t, Task>,
    longs: Vec<Long<'t>>,
    idle: usize,
}

struct Shared<'t> {
    work: Mutex<Work<'t>>,
    changed: Condvar,
    idle: AtomicUsize,
    threads: usize,
}

#[expect(clippy::large_enum_variant, reason = "one at a time")]
enum Next<'t> {
    Longs(Long<'t>, Option<Long<'t>>),
    Shorts(&'t [(PathBuf, u64)]),
}

impl<'t> Shared<'t> {
    /// What is to be done next; none where all is done.
    fn next(&self, wanted: Wanted) -> Result<Option<Next<'t>>, Fault> {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        loop {
            if let Some(long) = work.longs.pop() {
                return Ok(Some(Next::Longs(long, None)));
            }
            if let Some(task) = work.tasks.next() {
                return work.begin(task, wanted).map(Some);
            }
            work.idle += 1;
            self.idle.store(work.idle, Ordering::Relaxed);
            if work.idle < self.threads {
                work = self.changed.wait(work).unwrap_or_else(PoisonError::into_inner);
            }
            if work.idle == self.threads {
                self.changed.notify_all();
                return Ok(None);
            }
            work.idle -= 1;
            self.idle.store(work.idle, Ordering::Relaxed);
        }
    }

    /// Leaves a long file to a thread that has nothing to do.
    fn leave(&self, long: Long<'t>) {
        let mut work = self.work.lock().unwrap_or_else(PoisonError::into_inner);
        work.longs.push(long);
        self.changed.notify_one();
    }
}

impl<'t> Work<'t> {
    fn begin(&mut self, task: &'t Task, wanted: Wanted) -> Result<Next<'t>, Fault> {
        let [one] = task.files.as_slice() else { return Ok(Next::Shorts(&task.files)) };
        let one = Long::open(one, wanted)?;
        let follows = self.tasks.as_slice().first().map(|task| task.files.as_slice());
        let Some([other]) = follows else { return Ok(Next::Longs(one, None)) };
        self.tasks.next();
        Ok(Next::Longs(one, Some(Long::open(other, wanted)?)))
    }
}

impl<'t> Long<'t> {
    fn open((path, len): &'t (PathBuf, u64), wanted: Wanted) -> Result<Self, Fault> {
        Ok(Self { path, len: *len, file: File::open(path)?, together: Together::new(wanted) })
    }

    fn end(self) -> Row<'t> {
        (self.path, self.len, self.together.end())
    }
}

fn take<'t>(tasks: &'t [Task], asked: &Asked) -> Result<Vec<Row<'t>>, Fault> {
    let wanted = asked.algorithms.iter().copied().collect();
    let work = Work { tasks: tasks.iter(), longs: Vec::new(), idle: 0 };
    let shared = Shared {
        work: Mutex::new(work),
        changed: Condvar::new(),
        idle: AtomicUsize::new(0),
        threads: asked.threads,
    };
    let work = || -> Result<Vec<Row<'t>>, Fault> {
        let (mut room, mut found) = (Vec::new(), Vec::new());
        while let Some(next) = shared.next(wanted)? {
            match next {
                Next::Longs(one, other) => longs(one, other, &shared, &mut room, &mut found)?,
                Next::Shorts(files) => short(files, wanted, &mut room, &mut found)?,
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

fn longs<'t>(
    mut one: Long<'t>,
    mut other: Option<Long<'t>>,
    shared: &Shared<'t>,
    room: &mut Vec<u8>,
    found: &mut Vec<Row<'t>>,
) -> Result<(), Fault> {
    if room.len() < 2 * PIECE_BYTES {
        room.resize(2 * PIECE_BYTES, 0);
    }
    let (own, others) = room.split_at_mut(PIECE_BYTES);
    let others = others.get_mut(..PIECE_BYTES).unwrap_or_default();
    while let Some(mut second) = other.take() {
        let counts = (one.file.read(own)?, second.file.read(others)?);
        let bytes = [own.get(..counts.0), others.get(..counts.1)].map(Option::unwrap_or_default);
        Together::take_two([&mut one.together, &mut second.together], bytes);
        match counts {
            (_, 0) => found.push(second.end()),
            (0, _) => found.push(std::mem::replace(&mut one, second).end()),
            _ if shared.idle.load(Ordering::Relaxed) > 0 => shared.leave(second),
            _ => other = Some(second),
        }
    }
    loop {
        let count = one.file.read(own)?;
        if count == 0 {
            found.push(one.end());
            return Ok(());
        }
        one.together.take(own.get(..count).unwrap_or_default());
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
