//! What was read of a database, table by table, and how it is told.

use std::collections::{BTreeMap, BTreeSet};

use model::{Phrase, Word, say};

use super::database::{Database, broken};
use super::header::Journal;
use super::row_view::Columns;
use crate::sink::{Halt, Note, Sink};

/// Names of tables in one sentence; a phone's database may have hundreds.
const NAMES_MAX: usize = 400;

/// What was counted.
#[derive(Debug, Default)]
pub(super) struct Tally {
    read: BTreeMap<String, BTreeMap<&'static str, u64>>,
    looked_up: BTreeMap<String, (u64, u64)>,
    absent: BTreeSet<&'static str>,
    missing: BTreeMap<String, BTreeSet<&'static str>>,
    kept: BTreeMap<String, BTreeSet<String>>,
    bad_pages: u64,
    first_bad: Option<String>,
    /// Recovered rows that fit several tables and were not told.
    pub(super) ambiguous: u64,
    remarks: Vec<Phrase>,
}

impl Tally {
    /// Counts a row of a table by what became of it.
    pub(super) fn add(&mut self, table: &str, what: &'static str) {
        if let Some(counts) = self.read.get_mut(table) {
            *counts.entry(what).or_default() += 1;
            return;
        }
        self.read.entry(table.to_owned()).or_default().insert(what, 1);
    }

    /// A table that was read only for what other rows refer to.
    pub(super) fn looked_up(&mut self, table: &str, rows: u64, unreadable: u64) {
        self.looked_up.insert(table.to_owned(), (rows, unreadable));
    }

    /// A table that is looked for and not there.
    pub(super) fn absent(&mut self, table: &'static str) {
        self.absent.insert(table);
    }

    /// Columns that are looked for and not there.
    pub(super) fn missing(&mut self, columns: &Columns<'_>) {
        let missing = columns.missing();
        if !missing.is_empty() {
            self.missing.entry(columns.table.name.clone()).or_default().extend(missing);
        }
    }

    /// Columns whose values were kept in `extra`; the table was read even if it has no rows.
    pub(super) fn kept(&mut self, columns: &Columns<'_>) {
        let name = &columns.table.name;
        self.read.entry(name.clone()).or_default();
        let kept = columns.kept().into_iter().map(str::to_owned);
        self.kept.entry(name.clone()).or_default().extend(kept);
    }

    /// A page that cannot be read.
    pub(super) fn bad_page(&mut self, table: &str, page: u32, why: &str) {
        self.bad_pages += 1;
        self.first_bad.get_or_insert_with(|| format!("page {page} of `{table}`: {why}"));
    }

    /// Something a person should know.
    pub(super) fn remark(&mut self, phrase: Phrase) {
        self.remarks.push(phrase);
    }

    /// Whether the rows of a table were turned into records.
    pub(super) fn is_poured(&self, table: &str) -> bool {
        self.read.contains_key(table)
    }

    /// Whether a table was read or looked at.
    pub(super) fn is_read(&self, table: &str) -> bool {
        self.read.contains_key(table) || self.looked_up.contains_key(table)
    }

    /// Tells all of it; an error where pages could not be read.
    pub(super) fn tell(
        &mut self,
        database: &Database<'_>,
        unread: &BTreeMap<String, String>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        self.remark_log(database);
        self.remark_tables(unread, &database.schema.unclear);
        for (page, why) in &database.schema.faults {
            self.bad_pages += 1;
            self.first_bad
                .get_or_insert_with(|| format!("page {page} of the list of tables: {why}"));
        }
        for remark in self.remarks.drain(..) {
            sink.remark(remark)?;
        }
        for (table, kept) in self.kept.iter().filter(|(_, kept)| !kept.is_empty()) {
            let names: Vec<&str> = kept.iter().map(String::as_str).collect();
            sink.note(&Note::UnknownField { field: format!("{table}: {}", names.join(", ")) })?;
        }
        let Some(first) = self.first_bad.take() else { return Ok(()) };
        let reason =
            format!("{} pages of the database cannot be read, first {first}", self.bad_pages);
        Err(broken(&reason, "the rows of all other pages were read; ask for another copy"))
    }

    fn remark_log(&mut self, database: &Database<'_>) {
        let log = database.pages.log();
        if let Some(why) = database.log_fault {
            self.remark(say::log_left_aside(Phrase::from_text(why)));
        } else if log.committed > 0 || log.uncommitted > 0 || log.invalid > 0 {
            self.remark(say::log_read(log.committed, log.uncommitted, log.invalid));
        } else if database.has_log {
            self.remark(say::log_empty());
        } else if database.header.journal == Journal::WriteAhead {
            self.remark(say::log_elsewhere());
        }
    }

    fn remark_tables(&mut self, unread: &BTreeMap<String, String>, unclear: &[String]) {
        let mut read = Vec::new();
        for (table, counts) in &self.read {
            let counts =
                counts.iter().map(|(what, rows)| say::of_what(*rows, Phrase::from_text(what)));
            let counts: Vec<Phrase> = counts.collect();
            let counts = if counts.is_empty() { Word::Count(0) } else { Word::from(counts) };
            read.push(say::table_of(table, counts));
        }
        let looked: Vec<_> = self
            .looked_up
            .iter()
            .filter(|(table, _)| !self.read.contains_key(*table))
            .map(|(table, (rows, unreadable))| match unreadable {
                0 => say::table_of(table, *rows),
                _ => say::table_of(table, say::rows_unreadable(*rows, *unreadable)),
            })
            .collect();
        let unread: Vec<_> =
            unread.iter().map(|(table, rows)| say::table_of(table, rows)).collect();
        let absent: Vec<_> = self.absent.iter().copied().collect();
        let missing: Vec<_> = self
            .missing
            .iter()
            .flat_map(|(table, names)| names.iter().map(move |name| format!("{table}.{name}")))
            .collect();
        let told = [
            listed(read).map(say::tables_read),
            listed(looked).map(say::tables_looked_up),
            listed(unread).map(say::tables_unread),
            listed(unclear.to_vec()).map(say::tables_unclear),
            listed(absent).map(say::tables_absent),
            listed(missing).map(say::columns_absent),
        ];
        self.remarks.extend(told.into_iter().flatten());
        if self.ambiguous > 0 {
            let rows = self.ambiguous;
            self.remark(say::rows_ambiguous(rows));
        }
    }
}

/// As many as fit into one sentence; none of none.
pub(in crate::formats) fn listed(names: Vec<impl Into<Word>>) -> Option<Word> {
    let more = names.len().saturating_sub(NAMES_MAX);
    let mut words: Vec<Word> = names.into_iter().take(NAMES_MAX).map(Into::into).collect();
    words.extend((more > 0).then(|| say::and_more(more).into()));
    (!words.is_empty()).then_some(Word::List(words))
}
