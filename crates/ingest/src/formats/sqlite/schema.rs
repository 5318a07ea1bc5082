//! The tables of a database, as its first page lists them.
//!
//! **Specification:** SQLite, "The Schema Table" (sqlite_schema, formerly sqlite_master).

use super::create_table::{self, Affinity, Column, Layout};
use super::cursor::{Cursor, Step};
use super::header::Encoding;
use super::pages::{Pages, View};
use super::row::{Row, Value, text};
use crate::sink::Halt;

/// Tables, indexes, views and triggers that are looked at: large programs have some hundreds.
const ENTRIES_MAX: usize = 20_000;

/// Bytes of all definitions together; a telephone's largest database has half a megabyte of them.
const DEFINITION_BYTES_MAX: usize = 8 * 1024 * 1024;

/// A table.
#[derive(Debug, Clone, Default)]
pub(super) struct Table {
    /// Its name.
    pub(super) name: String,
    /// First page; 0 for a table that stands nowhere of its own.
    pub(super) root: u32,
    /// Its columns.
    pub(super) layout: Layout,
}

impl Table {
    /// The column of this name, whatever its case.
    pub(super) fn column(&self, name: &str) -> Option<usize> {
        self.layout.columns.iter().position(|column| column.name.eq_ignore_ascii_case(name))
    }
}

/// The tables of a database.
#[derive(Debug, Clone, Default)]
pub(super) struct Schema {
    /// In the order of the first page's list.
    pub(super) tables: Vec<Table>,
    /// Tables whose definition cannot be understood.
    pub(super) unclear: Vec<String>,
    bytes: usize,
    /// What was wrong while the list was read, and on which page.
    pub(super) faults: Vec<(u32, &'static str)>,
}

impl Schema {
    /// Reads the list.
    pub(super) fn read(
        pages: &mut Pages<'_>,
        encoding: Encoding,
        view: View,
    ) -> Result<Self, Halt> {
        let mut schema = Self::default();
        let mut cursor = Cursor::new(1, view, true);
        let mut row = Row::default();
        for _ in 0..ENTRIES_MAX {
            if schema.bytes > DEFINITION_BYTES_MAX {
                schema.faults.push((1, "the list of tables is longer than that of any program"));
                break;
            }
            match cursor.next(pages, &mut row)? {
                Step::Row => schema.take(&row, encoding),
                Step::Spoilt(place, why) => schema.faults.push((place.page, why)),
                Step::BadPage(page, why) => schema.faults.push((page, why)),
                Step::End => break,
            }
        }
        Ok(schema)
    }

    /// The table of this name, whatever its case.
    pub(super) fn table(&self, name: &str) -> Option<&Table> {
        self.tables.iter().find(|table| table.name.eq_ignore_ascii_case(name))
    }

    /// Whether there is a table of this name with all these columns.
    pub(super) fn has(&self, table: &str, columns: &[&str]) -> bool {
        let table = self.table(table);
        table.is_some_and(|table| columns.iter().all(|name| table.column(name).is_some()))
    }

    /// An entry: type, name, tbl_name, rootpage, sql.
    fn take(&mut self, row: &Row, encoding: Encoding) {
        self.bytes += row.payload.len();
        let word = |index| match row.value(index) {
            Some(Value::Text(bytes)) => text(bytes, encoding).unwrap_or_default().into_owned(),
            _ => String::new(),
        };
        if word(0) != "table" {
            return;
        }
        let name = word(1);
        let root = match row.value(3) {
            Some(Value::Integer(root)) => u32::try_from(root).unwrap_or(0),
            _ => 0,
        };
        if root == 0 {
            // A virtual table keeps its content in tables of its own.
            return;
        }
        if self.tables.iter().any(|table| table.root == root) {
            self.faults.push((root, "two tables begin at the same page"));
            return;
        }
        match create_table::read(&word(4)) {
            Some(layout) => self.tables.push(Table { name, root, layout }),
            None => self.unclear.push(name),
        }
    }
}

impl Column {
    /// Whether a stored value of this serial type can stand here: what SQLite would have turned
    /// into another type cannot.
    pub(super) fn takes(&self, serial: u64) -> bool {
        let is_text = serial >= 13 && serial % 2 == 1;
        let is_whole = matches!(serial, 1..=6 | 8 | 9);
        match (serial, self.affinity) {
            (0, _) => !self.is_required,
            (10 | 11, _) => false,
            (_, Affinity::Text) => !is_whole && serial != 7,
            (_, Affinity::Integer) => is_whole,
            (_, Affinity::Real | Affinity::Numeric) => {
                !is_text || self.affinity == Affinity::Numeric
            }
            (_, Affinity::Blob) => true,
        }
    }
}
