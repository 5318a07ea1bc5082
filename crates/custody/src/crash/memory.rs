//! A disk in memory that forgets: what was not synced may survive a power failure, or not, or in
//! part, each file and each name by itself.

use std::collections::{BTreeMap, BTreeSet};
use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::sync::{Arc, Mutex, MutexGuard};

use crate::disk::{Disk, Made, Node, Status, parent};
use crate::log::CHECKPOINT;

/// A generator for tests (xorshift64).
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1)
    }

    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0 % limit.max(1)
    }
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Entry {
    Folder,
    File(usize),
}

#[derive(Debug, Clone, Default)]
struct File {
    live: Vec<u8>,
    synced: Vec<u8>,
    mode: u32,
}

/// Names that change together, or not at all.
#[derive(Debug, Clone)]
struct Change(Vec<(String, Option<Entry>)>);

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Trouble {
    None,
    CutAfter(u64),
    FailOnce(u64),
}

#[derive(Debug, Clone)]
struct State {
    files: Vec<File>,
    live: BTreeMap<String, Entry>,
    synced: BTreeMap<String, Entry>,
    unsynced: Vec<Change>,
    writes: u64,
    trouble: Trouble,
    released: Vec<Vec<u8>>,
}

pub(crate) struct Memory(Arc<Mutex<State>>);

impl Memory {
    pub(crate) fn new() -> Self {
        let root = BTreeMap::from([(String::new(), Entry::Folder)]);
        Self(Arc::new(Mutex::new(State {
            files: Vec::new(),
            live: root.clone(),
            synced: root,
            unsynced: Vec::new(),
            writes: 0,
            trouble: Trouble::None,
            released: Vec::new(),
        })))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap()
    }

    /// The same disk again, with no write counted yet.
    pub(crate) fn copy(&self) -> Self {
        let state = State { writes: 0, trouble: Trouble::None, ..self.state().clone() };
        Self(Arc::new(Mutex::new(state)))
    }

    /// Every file with its length.
    pub(crate) fn lengths(&self) -> Vec<(String, usize)> {
        let state = self.state();
        let files = state.live.iter().filter_map(|(name, entry)| match entry {
            Entry::File(at) => Some((name.clone(), state.files[*at].live.len())),
            Entry::Folder => None,
        });
        files.collect()
    }

    /// Flips bits of one byte, as a failing disk would.
    pub(crate) fn flip(&self, name: &str, at: usize, mask: u8) {
        let mut state = self.state();
        let Some(Entry::File(file)) = state.live.get(name).copied() else { panic!("no {name}") };
        state.files[file].live[at] ^= mask;
    }

    /// Writes so far.
    pub(crate) fn writes(&self) -> u64 {
        self.state().writes
    }

    /// From this write on, everything fails.
    pub(crate) fn cut_after(&self, writes: u64) {
        self.state().trouble = Trouble::CutAfter(writes);
    }

    /// This one write fails.
    pub(crate) fn fail_once(&self, write: u64) {
        self.state().trouble = Trouble::FailOnce(write);
    }

    /// Every checkpoint that a reader may have seen.
    pub(crate) fn released(&self) -> Vec<Vec<u8>> {
        self.state().released.clone()
    }

    /// The same, leaving out those of an attempt to make the case that failed.
    pub(crate) fn released_since_created(&self) -> Vec<Vec<u8>> {
        let released = self.released();
        let empty = |note: &Vec<u8>| note.split(|byte| *byte == b'\n').nth(1) == Some(b"0");
        let from = released.iter().rposition(empty).unwrap_or(0);
        released.into_iter().skip(from).collect()
    }

    /// What may be on the disk after the power failed now.
    pub(crate) fn after_power_failure(&self, random: &mut Random) -> Self {
        let state = self.state();
        let mut names = state.synced.clone();
        for change in state.unsynced.iter().filter(|_| random.below(2) == 0) {
            apply(&mut names, change);
        }
        // A name whose folder did not survive is gone with it.
        loop {
            let lost: Vec<_> = names
                .keys()
                .filter(|name| !name.is_empty() && names.get(parent(name)) != Some(&Entry::Folder))
                .cloned()
                .collect();
            if lost.is_empty() {
                break;
            }
            names.retain(|name, _| !lost.contains(name));
        }
        let survive = |file: &File| {
            let mut kept = file.clone();
            if kept.live != kept.synced {
                let some = usize::try_from(random.below(kept.live.len() as u64 + 1)).unwrap();
                match random.below(4) {
                    0 => {}
                    1 => kept.synced.clone_from(&kept.live),
                    2 => kept.synced = kept.live[..some].to_vec(),
                    _ => {
                        kept.synced.clone_from(&kept.live);
                        kept.synced[some..].fill(0);
                    }
                }
            }
            kept.live.clone_from(&kept.synced);
            kept
        };
        let files = state.files.iter().map(survive).collect();
        Self(Arc::new(Mutex::new(State {
            files,
            live: names.clone(),
            synced: names,
            unsynced: Vec::new(),
            writes: 0,
            trouble: Trouble::None,
            released: Vec::new(),
        })))
    }
}

fn apply(names: &mut BTreeMap<String, Entry>, Change(changes): &Change) {
    for (name, entry) in changes {
        match entry {
            Some(entry) => drop(names.insert(name.clone(), *entry)),
            None => drop(names.remove(name)),
        }
    }
}

impl State {
    /// Counts a write; fails where the test says so.
    fn write(&mut self) -> io::Result<()> {
        let at = self.writes;
        self.writes += 1;
        match self.trouble {
            Trouble::CutAfter(limit) if at >= limit => Err(io::Error::other("power failed")),
            Trouble::FailOnce(failing) if at == failing => {
                Err(io::Error::from(io::ErrorKind::StorageFull))
            }
            _ => Ok(()),
        }
    }

    fn change(&mut self, changes: Vec<(String, Option<Entry>)>) {
        let change = Change(changes);
        apply(&mut self.live, &change);
        self.unsynced.push(change);
    }

    fn file(&self, name: &str) -> io::Result<&File> {
        match self.live.get(name) {
            Some(Entry::File(at)) => Ok(&self.files[*at]),
            _ => Err(io::Error::from(io::ErrorKind::NotFound)),
        }
    }
}

struct Writer {
    state: Arc<Mutex<State>>,
    file: usize,
}

impl Write for Writer {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let mut state = self.state.lock().unwrap();
        let fault = state.write();
        // A write that fails may have reached the disk in part.
        let some = if fault.is_ok() { bytes.len() } else { bytes.len() / 2 };
        state.files[self.file].live.extend(&bytes[..some]);
        fault.map(|()| bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}

impl Disk for Memory {
    fn read(&self, name: &str, limit_bytes: u64) -> io::Result<Vec<u8>> {
        let bytes = self.state().file(name)?.live.clone();
        assert!(bytes.len() as u64 <= limit_bytes);
        Ok(bytes)
    }

    fn open(&self, name: &str) -> io::Result<Box<dyn Read + Send>> {
        Ok(Box::new(io::Cursor::new(self.state().file(name)?.live.clone())))
    }

    fn status(&self, name: &str) -> io::Result<Status> {
        let state = self.state();
        if state.live.get(name) == Some(&Entry::Folder) {
            return Ok(Status { node: Node::Folder, size_bytes: 0, mode: 0o755 });
        }
        let file = state.file(name)?;
        Ok(Status { node: Node::File, size_bytes: file.live.len() as u64, mode: file.mode })
    }

    fn list(&self, dir: &str) -> io::Result<Vec<OsString>> {
        let state = self.state();
        let inside = state.live.keys().filter(|name| !name.is_empty() && parent(name) == dir);
        Ok(inside.map(|name| name.rsplit('/').next().unwrap().into()).collect())
    }

    fn make_dir(&self, dir: &str) -> io::Result<Made> {
        let mut state = self.state();
        if state.live.get(dir) == Some(&Entry::Folder) {
            return Ok(Made::Before);
        }
        state.write()?;
        assert_eq!(state.live.get(parent(dir)), Some(&Entry::Folder), "no folder above {dir}");
        state.change(vec![(dir.to_owned(), Some(Entry::Folder))]);
        Ok(Made::Now)
    }

    fn stage(&self, name: &str, mode: u32) -> io::Result<Box<dyn Write + Send>> {
        let mut state = self.state();
        state.write()?;
        assert_eq!(state.live.get(parent(name)), Some(&Entry::Folder), "no folder for {name}");
        let file = state.files.len();
        state.files.push(File { mode, ..File::default() });
        state.change(vec![(name.to_owned(), Some(Entry::File(file)))]);
        Ok(Box::new(Writer { state: Arc::clone(&self.0), file }))
    }

    fn rename(&self, from: &str, to: &str) -> io::Result<()> {
        let mut state = self.state();
        state.write()?;
        let entry = *state.live.get(from).ok_or(io::ErrorKind::NotFound)?;
        state.change(vec![(from.to_owned(), None), (to.to_owned(), Some(entry))]);
        if to == CHECKPOINT {
            let note = state.file(to)?.live.clone();
            state.released.push(note);
        }
        Ok(())
    }

    fn remove(&self, name: &str) -> io::Result<()> {
        let mut state = self.state();
        state.write()?;
        state.file(name)?;
        state.change(vec![(name.to_owned(), None)]);
        Ok(())
    }

    fn remove_dir(&self, dir: &str) -> io::Result<()> {
        let mut state = self.state();
        state.write()?;
        if state.live.get(dir) != Some(&Entry::Folder) {
            return Err(io::ErrorKind::NotFound.into());
        }
        if state.live.keys().any(|name| !name.is_empty() && parent(name) == dir) {
            return Err(io::ErrorKind::DirectoryNotEmpty.into());
        }
        state.change(vec![(dir.to_owned(), None)]);
        Ok(())
    }

    fn sync(&self, names: &BTreeSet<String>) -> io::Result<()> {
        let mut state = self.state();
        state.write()?;
        let State { files, live, synced, unsynced, .. } = &mut *state;
        for name in names {
            match live.get(name) {
                None => return Err(io::Error::from(io::ErrorKind::NotFound)),
                Some(Entry::File(at)) => {
                    let file = &mut files[*at];
                    file.synced.clone_from(&file.live);
                }
                Some(Entry::Folder) => unsynced.retain(|change| {
                    let here = change.0.iter().any(|(it, _)| !it.is_empty() && parent(it) == name);
                    if here {
                        apply(synced, change);
                    }
                    !here
                }),
            }
        }
        Ok(())
    }
}
