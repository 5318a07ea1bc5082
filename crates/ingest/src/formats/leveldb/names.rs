//! Names of databases and stores, as far as this file states them, and what was counted of each.

use std::collections::BTreeMap;

use model::{Phrase, Word, say};

use super::bytes::utf16;
use super::entries::Entry;
use super::key::Key;
use crate::formats::sqlite::listed;

/// Databases and stores kept by name; pages make hundreds.
const NAMES_MAX: usize = 50_000;

/// What became of an entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Fate {
    /// Rows were made of it, or it said nothing beyond them.
    Rows,
    /// Its content is of no known kind.
    Unknown,
    /// An older value of no known kind.
    UnknownEarlier,
    /// It cannot be read, and was set aside.
    Unreadable,
    /// Its value stands in the `.blob` folder.
    Elsewhere,
    /// It says that a record was deleted.
    Deletion,
}

impl Fate {
    fn word(self) -> Phrase {
        match self {
            Self::Rows => say::leveldb_read(),
            Self::Unknown => say::leveldb_other(),
            Self::UnknownEarlier => say::leveldb_other_earlier(),
            Self::Unreadable => say::leveldb_unreadable(),
            Self::Elsewhere => say::leveldb_blob(),
            Self::Deletion => say::leveldb_deletions(),
        }
    }
}

/// What an entry is that is no record of a store.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Other {
    Help,
    WebStorage,
    Foreign,
}

impl Other {
    fn word(self) -> Phrase {
        match self {
            Self::Help => say::leveldb_help(),
            Self::WebStorage => say::leveldb_web_storage(),
            Self::Foreign => say::leveldb_foreign(),
        }
    }
}

/// Names and counts.
#[derive(Debug, Default)]
pub(super) struct Names {
    databases: BTreeMap<u64, String>,
    stores: BTreeMap<(u64, u64), String>,
    counts: BTreeMap<(u64, u64), BTreeMap<Fate, u64>>,
    /// Entries that are no records, by what they are.
    others: BTreeMap<Other, u64>,
}

impl Names {
    /// Learns a name, where an entry states one.
    pub(super) fn learn(&mut self, key: &Key, entry: &Entry) {
        if entry.is_deletion || self.databases.len() + self.stores.len() >= NAMES_MAX {
            return;
        }
        match key {
            Key::DatabaseName { name } => {
                let number = entry.value.iter().take(8).rev();
                let number = number.fold(0, |number, byte| number << 8 | u64::from(*byte));
                self.databases.insert(number, name.clone());
            }
            Key::StoreName { database, store } => {
                let name = utf16(&entry.value, u16::from_be_bytes);
                self.stores.insert((*database, *store), name);
            }
            Key::Record { .. } | Key::Help | Key::Foreign { .. } => {}
        }
    }

    pub(super) fn count(&mut self, database: u64, store: u64, fate: Fate) {
        *self.counts.entry((database, store)).or_default().entry(fate).or_default() += 1;
    }

    /// Counts an entry that is no record of a store.
    pub(super) fn count_other(&mut self, key: &Key) {
        let what = match key {
            Key::Foreign { is_web_storage: true } => Other::WebStorage,
            Key::Foreign { is_web_storage: false } => Other::Foreign,
            _ => Other::Help,
        };
        *self.others.entry(what).or_default() += 1;
    }

    /// The name of a store with that of its database, or their numbers.
    pub(super) fn store(&self, database: u64, store: u64) -> String {
        let name = |name: Option<&String>, what: &str, number: u64| {
            name.filter(|name| !name.is_empty())
                .cloned()
                .unwrap_or_else(|| format!("{what} {number}"))
        };
        let store = name(self.stores.get(&(database, store)), "store", store);
        format!("{} / {store}", name(self.databases.get(&database), "database", database))
    }

    /// How many values stand in the `.blob` folder.
    pub(super) fn elsewhere(&self) -> u64 {
        self.counts.values().filter_map(|counts| counts.get(&Fate::Elsewhere)).sum()
    }

    /// Stores of which rows were made, and the others, each with its counts.
    pub(super) fn told(&self) -> [Option<Word>; 2] {
        let tell = |wanted: bool| {
            let of_kind = self
                .counts
                .iter()
                .filter(move |(_, counts)| counts.contains_key(&Fate::Rows) == wanted);
            of_kind.map(|((database, store), counts)| {
                let words = counts.iter().map(|(fate, count)| say::of_what(*count, fate.word()));
                let words: Vec<Phrase> = words.collect();
                say::table_of(self.store(*database, *store), Word::from(words))
            })
        };
        let others = self.others.iter().map(|(what, count)| say::table_of(what.word(), *count));
        [listed(tell(true).collect()), listed(tell(false).chain(others).collect())]
    }
}
