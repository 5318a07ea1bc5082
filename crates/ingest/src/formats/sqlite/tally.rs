//! What was read of a database, table by table, and how it is told.

use std::collections::{BTreeMap, BTreeSet};

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
    remarks: Vec<String>,
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
    pub(super) fn remark(&mut self, text: impl Into<String>) {
        self.remarks.push(text.into());
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
        for text in self.remarks.drain(..) {
            sink.note(&Note::Remark { text })?;
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
            self.remark(format!("The write-ahead log was left aside: {why}."));
        } else if log.committed > 0 || log.uncommitted > 0 || log.invalid > 0 {
            self.remark(format!(
                "Write-ahead log: {} frames committed and read over the database, {} of a \
                 transaction that never ended, {} of no valid frame.",
                log.committed, log.uncommitted, log.invalid
            ));
        } else if database.has_log {
            self.remark("The write-ahead log beside the database is empty.");
        } else if database.header.journal == Journal::WriteAhead {
            self.remark(
                "The database keeps a write-ahead log; rows written last may stand in the file of \
                 the same name with `-wal` behind it. If there is one, give both together.",
            );
        }
    }

    fn remark_tables(&mut self, unread: &BTreeMap<String, String>, unclear: &[String]) {
        let mut read = Vec::new();
        for (table, counts) in &self.read {
            let counts: Vec<_> =
                counts.iter().map(|(what, rows)| format!("{rows} {what}")).collect();
            let counts = if counts.is_empty() { "0 rows".to_owned() } else { counts.join(", ") };
            read.push(format!("{table} ({counts})"));
        }
        let looked: Vec<_> = self
            .looked_up
            .iter()
            .filter(|(table, _)| !self.read.contains_key(*table))
            .map(|(table, (rows, unreadable))| match unreadable {
                0 => format!("{table} ({rows})"),
                _ => format!("{table} ({rows}, {unreadable} of them unreadable)"),
            })
            .collect();
        let unread: Vec<_> =
            unread.iter().map(|(table, rows)| format!("{table} ({rows})")).collect();
        let absent: Vec<_> = self.absent.iter().map(|name| (*name).to_owned()).collect();
        let missing: Vec<_> = self
            .missing
            .iter()
            .flat_map(|(table, names)| names.iter().map(move |name| format!("{table}.{name}")))
            .collect();
        for (words, list) in [
            ("Tables read, with what became of their rows", read),
            ("Tables looked up for the rows of others, with their rows", looked),
            ("Tables not read, with their rows", unread),
            ("Tables whose definition cannot be understood, not read", unclear.to_vec()),
            ("Tables looked for and not there", absent),
            ("Columns looked for and not there", missing),
        ] {
            if list.is_empty() {
                continue;
            }
            let more = list.len().saturating_sub(NAMES_MAX);
            let shown = list.get(..NAMES_MAX).unwrap_or(&list).join(", ");
            let more = if more > 0 { format!(", and {more} more") } else { String::new() };
            self.remarks.push(format!("{words}: {shown}{more}."));
        }
        if self.ambiguous > 0 {
            let rows = self.ambiguous;
            self.remark(format!("{rows} deleted rows fit more than one table and are not told."));
        }
    }
}
