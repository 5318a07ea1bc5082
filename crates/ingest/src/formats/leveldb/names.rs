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
    /// Rows were made of it.
    Rows,
    /// It was read for what rows of others need.
    LookedUp,
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
    fn word(self) -> &'static str {
        match self {
            Self::Rows => "read",
            Self::LookedUp => "looked up",
            Self::Unknown => "of other content",
            Self::UnknownEarlier => "of other content, earlier versions",
            Self::Unreadable => "unreadable",
            Self::Elsewhere => "in the `.blob` folder",
            Self::Deletion => "deletions",
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
    others: BTreeMap<&'static str, u64>,
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
            Key::Foreign { is_web_storage: true } => "entries of Local Storage or Session Storage",
            Key::Foreign { is_web_storage: false } => "entries of another program",
            _ => "entries of indexes and descriptions",
        };
        *self.others.entry(what).or_default() += 1;
    }

    /// The name of a store with that of its database, or their numbers.
    pub(super) fn store(&self, database: u64, store: u64) -> String {
        let name = |name: Option<&String>, what: &str, number: u64| {
            name.filter(|name| !name.is_empty()).cloned().unwrap_or_else(|| format!("{what} {number}"))
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
        let is_read = |counts: &BTreeMap<Fate, u64>| {
            counts.keys().any(|fate| matches!(fate, Fate::Rows | Fate::LookedUp))
        };
        let tell = |wanted: bool| {
            let of_kind = self.counts.iter().filter(move |(_, counts)| is_read(counts) == wanted);
            of_kind.map(|((database, store), counts)| {
                let words = counts.iter();
                let words = words.map(|(fate, count)| {
                    say::of_what(*count, Phrase::from_text(fate.word()))
                });
                let words: Vec<Phrase> = words.collect();
                say::table_of(self.store(*database, *store), Word::from(words))
            })
        };
        let others = self.others.iter().map(|(what, count)| {
            say::table_of(Phrase::from_text(*what), *count)
        });
        [listed(tell(true).collect()), listed(tell(false).chain(others).collect())]
    }
}
