//! A row by the names of its columns. What a reader asks for is taken; the rest goes into `extra`.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::BTreeSet;

use model::RejectKind;

use super::create_table::{Affinity, Default};
use super::header::Encoding;
use super::row::{Row, Value, text};
use super::schema::Table;
use crate::formats::extra::Extra;

/// Why a row is no record: kind, field, text.
pub(super) type Fault = (RejectKind, Cow<'static, str>, String);

/// Bytes of a value that is no text which are shown in `extra`; longer ones are told by length.
const BLOB_BYTES_MAX: usize = 128;

/// A value as characters or numbers.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Datum<'r> {
    /// Nothing is stated.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Text.
    Text(Cow<'r, str>),
    /// Bytes that are no text, or are stored as bytes.
    Bytes(&'r [u8]),
    /// A value of this length that was not read.
    Cut(u64),
}

impl<'r> Datum<'r> {
    /// As text: a number is written out, bytes are shown as SQL writes them or by their number.
    fn in_words(self) -> Cow<'r, str> {
        match self {
            Datum::Null => Cow::Borrowed(""),
            Datum::Integer(value) => Cow::Owned(value.to_string()),
            Datum::Real(value) => Cow::Owned(value.to_string()),
            Datum::Text(text) => text,
            Datum::Bytes(bytes) => Cow::Owned(shown(bytes)),
            Datum::Cut(len) => Cow::Owned(format!("{len} bytes, not read")),
        }
    }
}

/// Which columns of a table were asked for and which were kept in `extra`.
#[derive(Debug)]
pub(super) struct Columns<'t> {
    /// The table.
    pub(super) table: &'t Table,
    /// How text is written.
    pub(super) encoding: Encoding,
    taken: Vec<Cell<bool>>,
    kept: Vec<Cell<bool>>,
    missing: RefCell<BTreeSet<&'static str>>,
}

impl<'t> Columns<'t> {
    pub(super) fn new(table: &'t Table, encoding: Encoding) -> Self {
        let flags = || vec![Cell::new(false); table.layout.columns.len()];
        Self { table, encoding, taken: flags(), kept: flags(), missing: RefCell::default() }
    }

    /// Columns whose values went into `extra`.
    pub(super) fn kept(&self) -> Vec<&str> {
        let named = self.table.layout.columns.iter().zip(&self.kept);
        named.filter(|(_, kept)| kept.get()).map(|(column, _)| column.name.as_str()).collect()
    }

    /// Columns that were asked for and are not there.
    pub(super) fn missing(&self) -> Vec<&'static str> {
        self.missing.borrow().iter().copied().collect()
    }
}

/// A row; see the module.
#[derive(Clone, Copy)]
pub(super) struct RowView<'r> {
    columns: &'r Columns<'r>,
    row: &'r Row,
}

impl<'r> RowView<'r> {
    /// A row of which nothing is taken yet.
    pub(super) fn new(columns: &'r Columns<'r>, row: &'r Row) -> Self {
        columns.taken.iter().for_each(|flag| flag.set(false));
        Self { columns, row }
    }

    /// The row's own number.
    pub(super) fn rowid(&self) -> Option<i64> {
        self.row.rowid
    }

    /// The value of a column; a column that the table does not have states nothing.
    pub(super) fn datum(&self, name: &'static str) -> Datum<'r> {
        let Some(index) = self.columns.table.column(name) else {
            self.columns.missing.borrow_mut().insert(name);
            return Datum::Null;
        };
        if let Some(flag) = self.columns.taken.get(index) {
            flag.set(true);
        }
        self.at(index)
    }

    /// The value of the first of these columns that the table has.
    pub(super) fn datum_of(&self, names: &[&'static str]) -> Datum<'r> {
        let there = names.iter().find(|name| self.columns.table.column(name).is_some());
        there.or(names.first()).map_or(Datum::Null, |name| self.datum(name))
    }

    fn at(&self, index: usize) -> Datum<'r> {
        let layout = &self.columns.table.layout;
        if layout.rowid_column == Some(index) {
            return self.row.rowid.map_or(Datum::Null, Datum::Integer);
        }
        let Some(column) = layout.columns.get(index) else { return Datum::Null };
        let Some(stored_at) = column.stored_at else { return Datum::Null };
        match self.row.value(stored_at) {
            None => match &column.default {
                Default::Null => Datum::Null,
                Default::Integer(value) => Datum::Integer(*value),
                Default::Text(text) => Datum::Text(Cow::Borrowed(text)),
            },
            Some(Value::Null) => Datum::Null,
            // SQLite stores a floating-point number without fraction as a whole one, to save room.
            Some(Value::Integer(value)) if column.affinity == Affinity::Real => {
                Datum::Real(value as f64)
            }
            Some(Value::Integer(value)) => Datum::Integer(value),
            Some(Value::Real(value)) => Datum::Real(value),
            Some(Value::Text(bytes)) => match text(bytes, self.columns.encoding) {
                Some(text) => Datum::Text(text),
                None => Datum::Bytes(bytes),
            },
            Some(Value::Blob(bytes)) => Datum::Bytes(bytes),
            Some(Value::Cut(len)) => Datum::Cut(len),
        }
    }

    /// The whole number of the column at this place, for tables whose columns change their names.
    pub(super) fn integer_at(&self, index: usize) -> Option<i64> {
        if let Datum::Integer(value) = self.at(index) { Some(value) } else { None }
    }

    /// The text of a column; a number is written out, nothing is empty.
    pub(super) fn text(&self, name: &'static str) -> Result<Cow<'r, str>, Fault> {
        self.text_of(&[name])
    }

    /// The text of the first of these columns that the table has.
    pub(super) fn text_of(&self, names: &[&'static str]) -> Result<Cow<'r, str>, Fault> {
        let name = names.first().copied().unwrap_or_default();
        match self.datum_of(names) {
            Datum::Null => Ok(Cow::Borrowed("")),
            Datum::Integer(value) => Ok(Cow::Owned(value.to_string())),
            Datum::Real(value) => Ok(Cow::Owned(value.to_string())),
            Datum::Text(text) => Ok(text),
            // Some programs store text as bytes.
            Datum::Bytes(bytes) => std::str::from_utf8(bytes).map(Cow::Borrowed).map_err(|_| {
                let shown = String::from_utf8_lossy(bytes).into_owned();
                (RejectKind::BadEncoding, name.into(), shown)
            }),
            Datum::Cut(len) => Err((RejectKind::RowTooLong, name.into(), format!("{len} bytes"))),
        }
    }

    /// The whole number of a column.
    pub(super) fn integer(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        self.integer_of(&[name])
    }

    /// The whole number of the first of these columns that the table has.
    pub(super) fn integer_of(&self, names: &[&'static str]) -> Result<Option<i64>, Fault> {
        let name = names.first().copied().unwrap_or_default();
        let bad = |raw: String| (RejectKind::BadInteger, Cow::Borrowed(name), raw);
        match self.datum_of(names) {
            Datum::Null => Ok(None),
            Datum::Integer(value) => Ok(Some(value)),
            Datum::Real(value) => whole(value).map(Some).ok_or_else(|| bad(value.to_string())),
            Datum::Text(text) if text.trim().is_empty() => Ok(None),
            Datum::Text(text) => text.trim().parse().map(Some).map_err(|_| bad(text.into_owned())),
            Datum::Bytes(bytes) => Err(bad(shown(bytes))),
            Datum::Cut(len) => Err(bad(format!("{len} bytes"))),
        }
    }

    /// A length of time in seconds, with fractions, as microseconds.
    pub(super) fn length_us(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        let length = self.any_length_us(name)?;
        match length {
            Some(..0) => Err((RejectKind::BadInteger, name.into(), self.text(name)?.into_owned())),
            length => Ok(length),
        }
    }

    fn any_length_us(&self, name: &'static str) -> Result<Option<i64>, Fault> {
        let bad = |raw: String| (RejectKind::BadInteger, Cow::Borrowed(name), raw);
        match self.datum(name) {
            Datum::Null => Ok(None),
            Datum::Integer(value) => {
                value.checked_mul(1_000_000).map(Some).ok_or_else(|| bad(value.to_string()))
            }
            Datum::Real(value) => {
                whole((value * 1e6).round()).map(Some).ok_or_else(|| bad(value.to_string()))
            }
            Datum::Text(text) => {
                let value = text.trim().parse::<f64>().ok().and_then(|v| whole((v * 1e6).round()));
                value.map(Some).ok_or_else(|| bad(text.into_owned()))
            }
            Datum::Bytes(_) | Datum::Cut(_) => Err(bad("bytes".to_owned())),
        }
    }

    /// Writes the values of all columns one behind the other, with the place of each in the text;
    /// bytes are shown as SQL writes them, or by their number.
    pub(super) fn write_cells(&self, text: &mut String, ranges: &mut Vec<(usize, usize)>) {
        text.clear();
        ranges.clear();
        for (index, flag) in self.columns.taken.iter().enumerate() {
            flag.set(true);
            let start = text.len();
            text.push_str(&self.at(index).in_words());
            ranges.push((start, text.len()));
        }
    }

    /// Keeps what was not asked for.
    pub(super) fn keep_rest(&self, extra: &mut Extra) {
        let columns = &self.columns.table.layout.columns;
        for (index, column) in columns.iter().enumerate() {
            if self.columns.taken.get(index).is_some_and(Cell::get) {
                continue;
            }
            let datum = self.at(index);
            if datum == Datum::Null {
                continue;
            }
            if let Some(flag) = self.columns.kept.get(index) {
                flag.set(true);
            }
            extra.add(&column.name, &datum.in_words());
        }
    }
}

/// A floating-point number as a whole one, cut towards zero.
#[expect(clippy::cast_possible_truncation, reason = "the bounds are checked on the line before")]
pub(super) fn whole(value: f64) -> Option<i64> {
    let is_inside = value.is_finite() && value.abs() < 9.0e18;
    is_inside.then_some(value as i64)
}

/// Bytes as SQL writes them, or by their number.
fn shown(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    if bytes.len() > BLOB_BYTES_MAX {
        return format!("{} bytes", bytes.len());
    }
    let mut out = String::from("x'");
    for byte in bytes {
        // Writing to a String cannot fail.
        let _ = write!(out, "{byte:02x}");
    }
    out.push('\'');
    out
}
