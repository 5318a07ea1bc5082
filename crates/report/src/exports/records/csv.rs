//! CSV: one file a kind of record, for whatever reads tables.
//!
//! - **Specification:** RFC 4180, UTF-8 without a byte-order mark, a header line.
//! - **Columns:** see `flat`; an empty cell is one that the source does not state.
//! - **Formulas:** a text that a spreadsheet would take for a formula, one that begins with `=`, `+`,
//!   `-`, `@`, a tab, a line break or their full-width forms, gets an apostrophe in front. So does a
//!   text that begins with an apostrophe: who takes one off each text that begins with it has every
//!   value back. How many were guarded stands in the manifest. Numbers are no texts and stand as they
//!   are.

use model::record::Kind;

use super::flat::{Cell, cells, columns};
use super::{Fate, Job, RecordExport, Target};
use crate::exports::ExportError;

/// Tables as text; see the module.
#[derive(Debug)]
pub(super) struct Csv;

impl RecordExport for Csv {
    fn code(&self) -> &'static str {
        "csv"
    }

    fn form(&self) -> &'static str {
        "CSV (RFC 4180)"
    }

    fn target(&self) -> Target {
        Target::Folder
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        job.kinds().into_iter().try_for_each(|kind| table(job, kind))
    }
}

fn table(job: &mut Job<'_, '_>, kind: Kind) -> Result<(), ExportError> {
    let (mut line, mut guarded) = (String::new(), 0);
    job.out.begin(&format!("{}.csv", kind.table()))?;
    for name in columns(kind) {
        push(&mut line, &name);
    }
    job.out.text(ended(&mut line))?;
    job.each(kind, &mut |row, out| {
        line.clear();
        cells::<ExportError>(row, &mut |cell| {
            match cell {
                Cell::Absent => push(&mut line, ""),
                Cell::Number(digits) => push(&mut line, digits),
                Cell::Text(text) if is_guarded(text) => {
                    guarded += 1;
                    push(&mut line, &format!("'{text}"));
                }
                Cell::Text(text) => push(&mut line, text),
            }
            Ok(())
        })?;
        out.text(ended(&mut line))?;
        out.row();
        Ok(Fate::Written)
    })?;
    job.note("cells_with_apostrophe", guarded);
    Ok(())
}

/// Whether a spreadsheet may take a text for a formula, or for one that was guarded.
fn is_guarded(text: &str) -> bool {
    text.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '\'', '＝', '＋', '－', '＠'])
}

/// Adds a cell and the comma after it.
fn push(line: &mut String, cell: &str) {
    if cell.contains(['"', ',', '\r', '\n']) {
        line.push('"');
        for part in cell.split_inclusive('"') {
            line.push_str(part);
            if part.ends_with('"') {
                line.push('"');
            }
        }
        line.push('"');
    } else {
        line.push_str(cell);
    }
    line.push(',');
}

/// The line with its end in place of its last comma.
fn ended(line: &mut String) -> &str {
    line.pop();
    line.push_str("\r\n");
    line
}
