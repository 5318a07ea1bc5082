//! Write-ahead logs of databases inside a container: found before the walk, so that a database is
//! read together with its log wherever the two stand in the order of members.

use std::collections::hash_map::DefaultHasher;
use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::hash::{Hash as _, Hasher as _};
use std::io::{self, Read, SeekFrom};

use model::records::Media;
use model::{Place, RejectKind};

use crate::containers::{Content, Members};
use crate::format::ReadSeek;
use crate::sink::{Halt, Note};

/// What a log's name has behind that of its database.
pub(super) const SUFFIX: &str = "-wal";

/// First bytes of a log, its last bit apart (SQLite file format 4.1).
const MAGIC: u32 = 0x377F_0682;

/// Longest log kept; databases write theirs back at 4 MB unless a reader holds them up.
const LOG_BYTES_MAX: u64 = 32 << 20;

/// Memory for the logs of one container.
const LOGS_BYTES_MAX: u64 = 64 << 20;

/// Names of files remembered, eight bytes each, so that a log knows whether its database is there.
const NAMES_MAX: usize = 4_000_000;

/// The logs of a container.
#[derive(Default)]
pub(super) struct Logs {
    /// Their bytes, by the path of their database.
    by_database: BTreeMap<String, Vec<u8>>,
    /// Paths of logs that are read with their database.
    paired: BTreeSet<String>,
}

impl Logs {
    /// Takes the log of a database out.
    pub(super) fn remove(&mut self, database: &str) -> Option<Vec<u8>> {
        self.by_database.remove(database)
    }

    /// Whether this member is a log that is read with its database.
    pub(super) fn is_paired(&self, path: &str) -> bool {
        self.paired.contains(path)
    }
}

/// Collects logs and lets everything else pass.
#[derive(Default)]
pub(super) struct LogSeeker {
    by_database: BTreeMap<String, Vec<u8>>,
    names: HashSet<u64>,
    kept: u64,
    /// Logs that are too long to be kept.
    pub(super) too_long: Vec<String>,
}

impl LogSeeker {
    /// The logs that were found, and which of them have their database beside them.
    pub(super) fn logs(self) -> Logs {
        let Self { by_database, names, .. } = self;
        let is_there = |path: &&String| names.contains(&digest(path));
        let paired = by_database.keys().filter(is_there).map(|path| format!("{path}{SUFFIX}"));
        let paired = paired.collect();
        Logs { by_database, paired }
    }

    fn look(&mut self, path: &str, bytes: &mut dyn Read) -> io::Result<()> {
        let Some(database) = path.strip_suffix(SUFFIX) else { return Ok(()) };
        let room = LOG_BYTES_MAX.min(LOGS_BYTES_MAX.saturating_sub(self.kept));
        let mut log = Vec::new();
        bytes.take(room + 1).read_to_end(&mut log)?;
        let magic = log.first_chunk().map(|bytes| u32::from_be_bytes(*bytes) & !1);
        // A log is emptied when a program closes its database: that it is there and empty is a fact.
        if magic != Some(MAGIC) && !log.is_empty() {
            return Ok(());
        }
        if log.len() as u64 > room {
            self.too_long.push(path.to_owned());
            return Ok(());
        }
        self.kept += log.len() as u64;
        self.by_database.insert(database.to_owned(), log);
        Ok(())
    }
}

fn digest(path: &str) -> u64 {
    let mut hasher = DefaultHasher::new();
    path.hash(&mut hasher);
    hasher.finish()
}

fn from_its_beginning(bytes: &mut dyn ReadSeek) -> io::Result<&mut dyn ReadSeek> {
    bytes.seek(SeekFrom::Start(0))?;
    Ok(bytes)
}

impl Members for LogSeeker {
    fn file(&mut self, media: &mut Media, _: &Place, content: Content<'_>) -> Result<(), Halt> {
        if !media.path.ends_with(SUFFIX) {
            if self.names.len() < NAMES_MAX {
                self.names.insert(digest(&media.path));
            }
            return Ok(());
        }
        // A log that cannot be read is told when its turn comes.
        let _ = match content {
            Content::Seekable(bytes, _) => {
                from_its_beginning(bytes).and_then(|bytes| self.look(&media.path, bytes))
            }
            Content::Streamed(mut bytes) => self.look(&media.path, &mut bytes),
            Content::None | Content::Unreadable(_) => Ok(()),
        };
        Ok(())
    }

    fn stream(&mut self, _: &str, _: Content<'_>) -> Result<(), Halt> {
        Ok(())
    }

    fn spoilt(&mut self, _: &Place, _: RejectKind, _: &str, _: &str) -> Result<(), Halt> {
        Ok(())
    }

    fn note(&mut self, _: &Note) -> Result<(), Halt> {
        Ok(())
    }
}
