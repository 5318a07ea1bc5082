//! One reading of a file: names and newest versions first, then the rows that hold, then what earlier
//! versions said otherwise.

use std::collections::HashMap;
use std::fmt::Write as _;
use std::hash::{DefaultHasher, Hash as _, Hasher as _};

use model::{Place, RejectKind, Word, say};
use serde_json::Value;

use super::entries::{Bad, Entries, Entry, Step};
use super::envelope::{self, Opened};
use super::key::Key;
use super::names::{Fate, Names};
use super::teams::{Found, Teams};
use super::v8;
use crate::formats::outline::Fault;
use crate::formats::xml::broken;
use crate::settings::Settings;
use crate::sink::{Halt, Sink};

/// Keys whose newest version is remembered, some tens of bytes each; a file of a store has thousands.
const KEYS_MAX: usize = 1_000_000;

/// Letters of the reason why a file is not read: it names what is in it.
const REASON_LETTERS_MAX: usize = 600;

/// Longest name of a part of a record that is shown; a longer one is told by its number.
const PART_BYTES_MAX: usize = 200;

/// How a version of a record stands in this file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// No later one is here.
    Newest,
    /// A later value is here.
    Superseded,
    /// A later deletion is here.
    Deleted,
}

impl Standing {
    /// What an older version is recovered from.
    pub(super) fn recovered_from(self) -> Option<&'static str> {
        match self {
            Self::Newest => None,
            Self::Superseded => Some("earlier version of a record that was changed"),
            Self::Deleted => Some("record that was deleted"),
        }
    }
}

/// Which versions a walk is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Walk {
    Newest,
    Earlier,
}

/// The record that rows are made of: its key, where it stands, and what becomes of each row.
pub(super) struct Version<'v> {
    pub(super) sequence: u64,
    pub(super) standing: Standing,
    place: &'v Place,
}

impl Version<'_> {
    /// The place of a row within the record: its number and what the record calls it.
    pub(super) fn place(&self, number: usize, part: &str) -> Place {
        let mut place = self.place.clone();
        if part.len() > PART_BYTES_MAX {
            // Writing to a String cannot fail.
            let _ = write!(place.path, "/#{number}");
        } else if !part.is_empty() {
            place.path.push('/');
            place.path.push_str(part);
        }
        place
    }
}

/// One reading; see the module.
pub(super) struct Reading<'a, 's, 'o> {
    entries: Entries<'a>,
    /// Bytes of the file.
    len: u64,
    sink: &'s mut Sink<'o>,
    names: Names,
    teams: Teams,
    /// Of each key, the highest sequence number and whether it is a deletion.
    newest: HashMap<u64, (u64, bool)>,
    /// Whether an older version of some key is here.
    has_earlier: bool,
    /// Whether keys were left out of `newest`.
    is_full: bool,
    bad: u64,
    first_bad: Option<Bad>,
}

impl<'a, 's, 'o> Reading<'a, 's, 'o> {
    pub(super) fn new(
        entries: Entries<'a>,
        len: u64,
        settings: &'s Settings,
        sink: &'s mut Sink<'o>,
    ) -> Self {
        Self {
            entries,
            len,
            sink,
            names: Names::default(),
            teams: Teams::new(settings),
            newest: HashMap::new(),
            has_earlier: false,
            is_full: false,
            bad: 0,
            first_bad: None,
        }
    }

    /// Reads the whole file.
    pub(super) fn read(mut self) -> Result<(), Halt> {
        self.survey()?;
        self.walk(Walk::Newest)?;
        if self.has_earlier {
            self.walk(Walk::Earlier)?;
        }
        self.teams.pour_last(self.sink)?;
        self.finish()
    }

    /// Finds names, titles, and the newest version of each key.
    fn survey(&mut self) -> Result<(), Halt> {
        let mut entry = Entry::default();
        loop {
            match self.entries.next(&mut entry)? {
                Step::Entry => {}
                Step::Bad(bad) => {
                    self.bad += 1;
                    self.first_bad.get_or_insert(bad);
                    continue;
                }
                Step::End => return Ok(()),
            }
            let key = Key::of(&entry.key);
            self.names.learn(&key, &entry);
            self.meet(&entry);
            if let Key::Record { .. } = key
                && !entry.is_deletion
                && let Some(Opened::Value(value)) = envelope::open(&entry.value)
                && self.teams.may_name(&value)
                && let Ok(value) = v8::read(&value)
            {
                self.teams.learn(&value, entry.sequence);
            }
        }
    }

    fn meet(&mut self, entry: &Entry) {
        let hash = hash_of(&entry.key);
        let is_full = self.newest.len() >= KEYS_MAX;
        match self.newest.get_mut(&hash) {
            Some(known) => {
                self.has_earlier = true;
                if entry.sequence >= known.0 {
                    *known = (entry.sequence, entry.is_deletion);
                }
            }
            None if is_full => self.is_full = true,
            None => _ = self.newest.insert(hash, (entry.sequence, entry.is_deletion)),
        }
    }

    fn standing(&self, entry: &Entry) -> Standing {
        match self.newest.get(&hash_of(&entry.key)) {
            Some((sequence, true)) if *sequence > entry.sequence => Standing::Deleted,
            Some((sequence, false)) if *sequence > entry.sequence => Standing::Superseded,
            _ => Standing::Newest,
        }
    }

    fn walk(&mut self, walk: Walk) -> Result<(), Halt> {
        self.entries.rewind();
        let mut entry = Entry::default();
        loop {
            match self.entries.next(&mut entry)? {
                Step::Entry => {}
                // Told of in the survey.
                Step::Bad(_) => continue,
                Step::End => return Ok(()),
            }
            let standing = self.standing(&entry);
            if (standing == Standing::Newest) != (walk == Walk::Newest) {
                continue;
            }
            match Key::of(&entry.key) {
                Key::Record { database, store, .. } if entry.is_deletion => {
                    self.names.count(database, store, Fate::Deletion);
                }
                Key::Record { database, store, key } => {
                    let number = entry.number;
                    let path =
                        format!("database {database} store {store} key {key} entry {number}");
                    let place = Place {
                        path,
                        bytes_start: entry.start,
                        bytes_len: entry.len,
                        ..Place::default()
                    };
                    let sequence = entry.sequence;
                    let version = Version { sequence, standing, place: &place };
                    let fate = self.version(&version, &entry.value)?;
                    self.names.count(database, store, fate);
                }
                key => self.names.count_other(&key),
            }
        }
    }

    /// Turns a version of a record into rows.
    fn version(&mut self, version: &Version<'_>, raw: &[u8]) -> Result<Fate, Halt> {
        let value = match envelope::open(raw) {
            Some(Opened::Elsewhere) => return Ok(Fate::Elsewhere),
            Some(Opened::Value(value)) => v8::read(&value).map_err(|fault| {
                (fault.kind, "value", format!("{} at byte {}", fault.why, fault.at))
            }),
            None => {
                let why = "what stands around the value is of an unknown form";
                Err((RejectKind::UnknownValue, "value", why.to_owned()))
            }
        };
        match value {
            Ok(value) => self.rows(version, &value),
            Err((kind, field, text)) => {
                self.sink.begin(&version.place(0, ""))?;
                self.sink.reject(kind, field, &text)?;
                Ok(Fate::Unreadable)
            }
        }
    }

    fn rows(&mut self, version: &Version<'_>, value: &Value) -> Result<Fate, Halt> {
        match Found::in_value(value) {
            Found::Chain(messages) => {
                for (number, (key, message)) in messages.iter().enumerate() {
                    let place = version.place(number, key);
                    self.teams.message(self.sink, version, &place, message)?;
                }
                Ok(Fate::Rows)
            }
            Found::People(people) => {
                for (number, person) in people.into_iter().enumerate() {
                    let part = if number == 0 { String::new() } else { number.to_string() };
                    let place = version.place(number, &part);
                    self.teams.person(self.sink, version, &place, person)?;
                }
                Ok(Fate::Rows)
            }
            Found::Conversation => {
                self.teams.members(self.sink, version, value)?;
                self.teams.last(self.sink, version, value)?;
                Ok(Fate::Rows)
            }
            Found::Other if version.standing == Standing::Newest => Ok(Fate::Unknown),
            Found::Other => Ok(Fate::UnknownEarlier),
        }
    }

    /// Says what was read, what was not, and what is known of it.
    fn finish(self) -> Result<(), Halt> {
        let Self { entries, sink, names, teams, .. } = self;
        let [read, unread] = names.told();
        let has_read = read.is_some();
        let stores = unread.clone();
        let remarks = [
            read.map(say::leveldb_stores_read),
            unread.map(say::leveldb_stores_unread),
            has_read.then(say::leveldb_alone),
            Some(names.elsewhere()).filter(|count| *count > 0).map(say::leveldb_elsewhere),
            Some(teams.repeated()).filter(|count| *count > 0).map(say::leveldb_repeated),
            entries.torn().map(|at| say::leveldb_torn(at, self.len.saturating_sub(at))),
            self.is_full.then(say::leveldb_many_keys),
        ];
        for remark in remarks.into_iter().flatten() {
            sink.remark(remark)?;
        }
        let Some(Bad { at, why }) = self.first_bad else {
            return if has_read { Ok(()) } else { Err(unknown(stores)) };
        };
        let place = Place { bytes_start: at, bytes_len: 1, ..Place::default() };
        let reason =
            format!("parts of the LevelDB file cannot be read: {}; the first: {why}", self.bad);
        Err(broken(
            place,
            &reason,
            "the entries of all other parts were read; ask for another copy",
        ))
    }
}

/// A store of no program that we know.
fn unknown(unread: Option<Word>) -> Halt {
    let stores = unread.unwrap_or_else(|| "(none)".into());
    let mut reason = say::leveldb_unknown(stores).to_string();
    if let Some((at, _)) = reason.char_indices().nth(REASON_LETTERS_MAX) {
        reason.truncate(at);
        reason.push('…');
    }
    Halt::Unsupported {
        reason,
        remedy:
            "keep the whole folder together (`.ldb`, `.log`, `MANIFEST`, and the `.blob` folder \
                 beside it), export it as CSV with a tool for IndexedDB (dfindexeddb, \
                 ccl_chromium_reader; for Teams forensicsim), and save a mapping for that with \
                 `tutela map`; or ask the provider for a return"
                .to_owned(),
    }
}

fn hash_of(key: &[u8]) -> u64 {
    let mut hasher = DefaultHasher::new();
    key.hash(&mut hasher);
    hasher.finish()
}

/// A row set aside.
pub(super) fn set_aside(sink: &mut Sink<'_>, (kind, field, text): Fault) -> Result<(), Halt> {
    sink.reject(kind, field, &text)
}
