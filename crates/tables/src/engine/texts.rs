//! Every text of the records, as a stream for the full-text index.

use model::RecordRef;
use model::party::PARTY_FIELDS;
use model::record::{Kind, Shape};

use super::Engine;
use super::cells::{Cells, TextCells};
use super::scan::{RowOrder, select};
use crate::fault::TablesFault;

/// The texts of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRecord<'a> {
    /// The record.
    pub record: RecordRef,
    /// Column and text of what it states: names, identifiers, references, purposes, bodies.
    pub texts: &'a [(&'a str, &'a str)],
}

impl Engine {
    /// Hands on the texts of every record of a kind, in the order of the parts. Memory stays flat.
    pub fn texts<F>(
        &self,
        kind: Kind,
        mut each: impl FnMut(TextRecord<'_>) -> Result<(), F>,
    ) -> Result<(), F>
    where
        F: From<TablesFault>,
    {
        let columns = text_columns(kind);
        let mut wanted = vec!["exhibit".to_owned(), "row".to_owned()];
        wanted.extend(columns.iter().cloned());
        let sql = select(kind.table(), &wanted);
        self.each_batch(kind.table(), &sql, RowOrder::Fixed, |batch| {
            hand_on(&Cells { table: kind.table(), batch }, &columns, &mut each)
        })
    }
}

fn hand_on<F: From<TablesFault>>(
    cells: &Cells<'_>,
    columns: &[String],
    each: &mut impl FnMut(TextRecord<'_>) -> Result<(), F>,
) -> Result<(), F> {
    let records = cells.record()?;
    let mut stated: Vec<(&str, TextCells<'_>)> = Vec::new();
    for column in columns {
        let texts = cells.text(column)?;
        if !texts.is_all_absent() {
            stated.push((column, texts));
        }
    }
    let mut texts = Vec::with_capacity(stated.len());
    for row in 0..cells.rows() {
        texts.clear();
        texts.extend(
            stated
                .iter()
                .map(|(name, cells)| (*name, cells.get(row)))
                .filter(|(_, text)| !text.is_empty()),
        );
        each(TextRecord { record: records.get(row), texts: &texts })?;
    }
    Ok(())
}

/// Text fields and the parts of parties; keys are left out, their identifiers are there.
fn text_columns(kind: Kind) -> Vec<String> {
    let mut columns = Vec::new();
    for field in kind.fields() {
        match field.shape {
            Shape::Text => columns.push(field.name.to_owned()),
            Shape::Party => columns
                .extend(PARTY_FIELDS.iter().map(|(part, _)| format!("{}_{part}", field.name))),
            Shape::Integer | Shape::Stamp | Shape::Amount => (),
        }
    }
    columns
}
