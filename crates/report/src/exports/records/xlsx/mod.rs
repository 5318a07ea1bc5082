//! XLSX: one workbook with a sheet a kind of record, for people with a spreadsheet.
//!
//! - **Specification:** ECMA-376 (Office Open XML), SpreadsheetML, texts in the cells themselves.
//! - **Columns:** see `flat`; an empty cell is one that the source does not state.
//! - **Formulas:** every text is a cell of text, so that no program computes one, whatever it begins
//!   with; nothing is put in front of it. Times stand as ISO 8601 texts of UTC.
//! - **Rows** beyond what a sheet can hold (1,048,576) go on in a further sheet, `transfer (2)`.
//! - **Texts** beyond what a cell can hold (32,767 UTF-16 units) go on in the sheet `long texts`, in
//!   parts, with the record and the column they belong to.
//! - **The copy** says on its first sheet, and at the foot of every printed page, for whom it is.
//! - **Known limits:** numbers of more than fifteen digits stand as text, since a spreadsheet would
//!   round them.

mod book;

use model::record::Kind;
use model::{RecordRef, Row};

use self::book::Book;
use super::flat::{Cell, cells, columns};
use super::{Fate, Job, RecordExport, Target};
use crate::exports::ExportError;

/// UTF-16 units of one cell.
const CELL_UNITS_MAX: usize = 32_767;

/// Rows of a sheet, its header included.
const SHEET_ROWS_MAX: u32 = 1 << 20;

/// Workbooks; see the module.
#[derive(Debug)]
pub(super) struct Xlsx {
    /// Rows of a sheet, its header included.
    pub(super) sheet_rows_max: u32,
}

/// The form with sheets as large as they can be.
pub(super) static XLSX: Xlsx = Xlsx { sheet_rows_max: SHEET_ROWS_MAX };

impl RecordExport for Xlsx {
    fn code(&self) -> &'static str {
        "xlsx"
    }

    fn form(&self) -> &'static str {
        "XLSX (ECMA-376)"
    }

    fn target(&self) -> Target {
        Target::File
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        job.out.begin("")?;
        let mut book = Book::new(&job.asked.mark(), self.sheet_rows_max);
        cover(job, &mut book)?;
        let mut long = Vec::new();
        for kind in job.kinds() {
            if records(job, &mut book, kind)? {
                long.push(kind);
            }
        }
        if !long.is_empty() {
            long_texts(job, &mut book, &long)?;
        }
        book.finish(&mut job.out)
    }
}

/// The first sheet: what this copy is, for whom, for what.
fn cover(job: &mut Job<'_, '_>, book: &mut Book) -> Result<(), ExportError> {
    let asked = job.asked;
    let until = asked.expires.as_deref().unwrap_or_default();
    let lines = [
        ("copy", &*asked.mark()),
        ("case", &*asked.case_id),
        ("authority", &*asked.authority),
        ("recipient", &*asked.recipient),
        ("purpose", &*asked.purpose),
        ("usable until", until),
        ("times", "UTC, ISO 8601"),
    ];
    book.sheet("copy", &["fact", "stated"].map(str::to_owned), &mut job.out)?;
    for (fact, stated) in lines {
        book.row(&mut job.out, &mut |line| {
            line.cell(Cell::Text(fact));
            line.cell(Cell::Text(stated));
            Ok(())
        })?;
    }
    Ok(())
}

/// The sheets of a kind; says whether a text of it is longer than a cell.
fn records(job: &mut Job<'_, '_>, book: &mut Book, kind: Kind) -> Result<bool, ExportError> {
    let mut is_long = false;
    book.sheet(kind.table(), &columns(kind), &mut job.out)?;
    job.each(kind, &mut |row, out| {
        book.row(out, &mut |line| {
            cells(row, &mut |cell| {
                if let Cell::Text(text) = cell {
                    let (first, rest) = cut(text);
                    is_long |= !rest.is_empty();
                    line.cell(Cell::Text(first));
                } else {
                    line.cell(cell);
                }
                Ok(())
            })
        })?;
        out.row();
        Ok(Fate::Written)
    })?;
    Ok(is_long)
}

/// What no cell could hold.
fn long_texts(job: &mut Job<'_, '_>, book: &mut Book, kinds: &[Kind]) -> Result<(), ExportError> {
    let header = ["record", "sheet", "column", "part", "text"].map(str::to_owned);
    book.sheet("long texts", &header, &mut job.out)?;
    let mut continued = 0;
    for kind in kinds {
        let names = columns(*kind);
        job.again(*kind, &mut |row, out| {
            for (column, text) in texts_beyond(row, &names) {
                continued += 1;
                rest_of(book, out, (row.record, *kind, &column), &text)?;
            }
            Ok(())
        })?;
    }
    job.note("texts_continued", continued);
    Ok(())
}

/// The texts of a record that are longer than a cell, with their columns.
fn texts_beyond(row: &Row<'_>, names: &[String]) -> Vec<(String, String)> {
    let (mut found, mut names) = (Vec::new(), names.iter());
    // Nothing in it can fail.
    let _ = cells::<()>(row, &mut |cell| {
        let name = names.next();
        if let (Some(name), Cell::Text(text)) = (name, cell)
            && !cut(text).1.is_empty()
        {
            found.push((name.clone(), text.to_owned()));
        }
        Ok(())
    });
    found
}

/// The parts of a text from the second on, the first of which stands in its own cell.
fn rest_of(
    book: &mut Book,
    out: &mut super::Outputs<'_>,
    (record, kind, column): (RecordRef, Kind, &str),
    text: &str,
) -> Result<(), ExportError> {
    let (mut rest, mut part) = (cut(text).1, 2_u64);
    while !rest.is_empty() {
        let (now, after) = cut(rest);
        book.row(out, &mut |line| {
            line.cell(Cell::Text(&record.to_string()));
            line.cell(Cell::Text(kind.table()));
            line.cell(Cell::Text(column));
            line.cell(Cell::Number(&part.to_string()));
            line.cell(Cell::Text(now));
            Ok(())
        })?;
        (rest, part) = (after, part + 1);
    }
    Ok(())
}

/// What one cell can hold of a text, and what is left.
fn cut(text: &str) -> (&str, &str) {
    // A character takes no more units of UTF-16 than bytes of UTF-8.
    if text.len() <= CELL_UNITS_MAX {
        return (text, "");
    }
    let mut units = 0;
    let beyond = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units > CELL_UNITS_MAX
    });
    beyond.map_or((text, ""), |(at, _)| text.split_at(at))
}
