//! Verification: every byte of store and log is read again, and every problem names its file.
//!
//! It needs no private key and opens nothing to write, so it also runs on a copy on a read-only
//! disk. What it cannot see: a whole case replaced by another one whose log was signed with the
//! same key. Against that stands an earlier checkpoint kept elsewhere (on paper, with a witness).

#[cfg(test)]
mod flips;
mod leaves;
mod log;
mod records;
mod store;
mod witnessed;

use std::collections::BTreeSet;
use std::fmt;
use std::io;
use std::path::Path;

use crate::disk::{Disk, Node, OsDisk};
use crate::fault::Fault;
use crate::hash::Watch;
use crate::lock::{Share, take};
use crate::log::note::Checkpoint;

/// What is wrong with a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// Its content is not what was sealed or signed.
    Changed,
    /// It is gone.
    Missing,
    /// Nothing in the log knows it.
    Extra,
    /// Its end is gone.
    Truncated,
    /// More people may write or read it than should.
    Permission,
    /// It could not be read.
    Unreadable,
    /// A write was cut off; opening the case finishes it.
    Unfinished,
}

impl ProblemKind {
    /// The code, `CUS-101`.
    pub fn code(self) -> &'static str {
        match self {
            Self::Changed => "CUS-101",
            Self::Missing => "CUS-102",
            Self::Extra => "CUS-103",
            Self::Truncated => "CUS-104",
            Self::Permission => "CUS-105",
            Self::Unreadable => "CUS-106",
            Self::Unfinished => "CUS-107",
        }
    }

    /// What a person can do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Changed | Self::Missing | Self::Truncated => "restore this file from a copy",
            Self::Extra => "find out who put it there; seal it if a sealing was cut off",
            Self::Permission => "set its mode again (exhibits 0444, private key 0600)",
            Self::Unreadable => "check the disk and the rights on this path",
            Self::Unfinished => "open the case to write: that finishes it",
        }
    }
}

/// A file with what is wrong with it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Problem {
    /// Path from the case folder, or absolute for an exhibit outside it; escaped.
    pub file: String,
    /// What is wrong, for programs.
    pub kind: ProblemKind,
    /// What is wrong, as a clause.
    pub fact: String,
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { file, kind, fact } = self;
        write!(f, "{} {file}: {fact}; {}", kind.code(), kind.remedy())
    }
}

/// What was verified, and what was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Verification {
    /// Everything that is wrong, by file; empty where all is well.
    pub problems: Vec<Problem>,
    /// Exhibits that were read again.
    pub exhibits: u64,
    /// Bytes of exhibits that were read again.
    pub bytes: u64,
    /// Leaves of the log that were checked.
    pub leaves: u64,
    /// The checkpoint that vouches for them; absent where it does not hold.
    pub checkpoint: Option<Checkpoint>,
}

/// Verifies the case in a folder, without opening it; waits for no writer, but refuses beside one.
pub fn verify(case: &Path, watch: &mut Watch<'_>) -> Result<Verification, Fault> {
    let disk = OsDisk::new(case);
    if disk.status("log").is_err() {
        return Err(Fault::NotACase(case.to_owned()));
    }
    // Without a lock file there is no writer, and its absence is reported below.
    let _lock = take(case, Share::WithReaders).map(Some).or_else(|fault| match fault {
        Fault::Locked { .. } => Err(fault),
        _ => Ok(None),
    })?;
    verify_on(&disk, watch)
}

pub(crate) fn verify_on(disk: &dyn Disk, watch: &mut Watch<'_>) -> Result<Verification, Fault> {
    let mut examiner = Examiner::new(disk);
    let found = log::examine(&mut examiner);
    let (exhibits, bytes) = store::examine(&mut examiner, &found.records, watch)?;
    examiner.problems.sort();
    examiner.problems.dedup();
    Ok(Verification {
        problems: examiner.problems,
        exhibits,
        bytes,
        leaves: found.leaves,
        checkpoint: found.checkpoint,
    })
}

/// Reads files and notes what is wrong with them.
pub(crate) struct Examiner<'a> {
    disk: &'a dyn Disk,
    problems: Vec<Problem>,
    /// Files that the log knows.
    known: BTreeSet<String>,
    /// Files with a problem.
    named: BTreeSet<String>,
}

impl<'a> Examiner<'a> {
    fn new(disk: &'a dyn Disk) -> Self {
        Self { disk, problems: Vec::new(), known: BTreeSet::new(), named: BTreeSet::new() }
    }

    fn note(&mut self, kind: ProblemKind, file: &str, fact: impl Into<String>) {
        self.named.insert(file.to_owned());
        self.problems.push(Problem { file: file.to_owned(), kind, fact: fact.into() });
    }

    fn changed(&mut self, file: &str, fact: impl Into<String>) {
        self.note(ProblemKind::Changed, file, fact);
    }

    /// Notes a change, unless the file is known to be missing or cut off.
    fn changed_unless_named(&mut self, file: &str, fact: impl Into<String>) {
        if !self.named.contains(file) {
            self.changed(file, fact);
        }
    }

    /// Checks that a plain file stands under a name that the log knows.
    fn plain(&mut self, file: &str) -> Option<crate::disk::Status> {
        self.known.insert(file.to_owned());
        match self.disk.status(file) {
            Ok(status) if status.node == Node::File => return Some(status),
            Ok(_) => self.changed(file, "it is not a plain file"),
            Err(fault) if fault.kind() == io::ErrorKind::NotFound => {
                self.note(ProblemKind::Missing, file, "it is missing");
            }
            Err(fault) => self.note(ProblemKind::Unreadable, file, fault.to_string()),
        }
        None
    }

    /// Reads a file that the log knows.
    fn read(&mut self, file: &str, limit_bytes: u64) -> Option<Vec<u8>> {
        self.plain(file)?;
        match self.disk.read(file, limit_bytes) {
            Ok(bytes) => Some(bytes),
            Err(fault) if fault.kind() == io::ErrorKind::InvalidData => {
                self.changed(file, fault.to_string());
                None
            }
            Err(fault) => {
                self.note(ProblemKind::Unreadable, file, fault.to_string());
                None
            }
        }
    }

    /// Calls `each` with every file below a folder; whatever is neither file nor folder is noted.
    fn walk(&mut self, dir: &str, each: &mut dyn FnMut(&mut Self, &str)) {
        let names = match self.disk.list(dir) {
            Ok(names) => names,
            Err(fault) => return self.note(ProblemKind::Unreadable, dir, fault.to_string()),
        };
        for name in names {
            let Some(plain) = name.to_str() else {
                let name = crate::name::escape(name.as_encoded_bytes());
                self.note(ProblemKind::Extra, &format!("{dir}/{name}"), "the log does not know it");
                continue;
            };
            let file = format!("{dir}/{plain}");
            match self.disk.status(&file).map(|status| status.node) {
                Ok(Node::Folder) => self.walk(&file, each),
                Ok(Node::File) => each(self, &file),
                Ok(_) => self.note(
                    ProblemKind::Extra,
                    &crate::name::escape(file.as_bytes()),
                    "it is a link or device",
                ),
                Err(fault) => self.note(ProblemKind::Unreadable, &file, fault.to_string()),
            }
        }
    }
}
