//! Every text of the records, as a stream for the full-text index.

use model::RecordRef;
use model::party::PARTY_FIELDS;
use model::record::{Kind, Shape};

use super::Engine;
use super::cells::{Cells, TextCells};
use super::scan::{RowOrder, select};
use crate::fault::TablesFault;

/// What a text is to a search.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TextRole {
    /// Names, places, sentences, codes: found by their words.
    Words,
    /// An identifier: found by its words and as a whole.
    Identifier,
    /// An account, `platform:id`: found as a whole and by the words of its id; the part before the
    /// colon is this house's, not the source's.
    Account,
}

/// One text of a record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StatedText<'a> {
    /// What it is to a search.
    pub role: TextRole,
    /// The text; never empty.
    pub text: &'a str,
}

/// The texts of one record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TextRecord<'a> {
    /// The record.
    pub record: RecordRef,
    /// What it states: names, identifiers, references, purposes, bodies.
    pub texts: &'a [StatedText<'a>],
}

/// A column of texts.
struct TextColumn {
    name: String,
    role: TextRole,
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
        wanted.extend(columns.iter().map(|column| column.name.clone()));
        let sql = select(kind.table(), &wanted);
        self.each_batch(kind.table(), &sql, RowOrder::Fixed, |batch| {
            hand_on(&Cells { table: kind.table(), batch }, &columns, &mut each)
        })
    }
}

fn hand_on<F: From<TablesFault>>(
    cells: &Cells<'_>,
    columns: &[TextColumn],
    each: &mut impl FnMut(TextRecord<'_>) -> Result<(), F>,
) -> Result<(), F> {
    let records = cells.record()?;
    let mut stated: Vec<(TextRole, TextCells<'_>)> = Vec::new();
    for column in columns {
        let texts = cells.text(&column.name)?;
        if !texts.is_all_absent() {
            stated.push((column.role, texts));
        }
    }
    let mut texts = Vec::with_capacity(stated.len());
    for row in 0..cells.rows() {
        texts.clear();
        let of_row =
            stated.iter().map(|(role, cells)| StatedText { role: *role, text: cells.get(row) });
        texts.extend(of_row.filter(|stated| !stated.text.is_empty()));
        each(TextRecord { record: records.get(row), texts: &texts })?;
    }
    Ok(())
}

/// Text fields and the parts of parties; keys are left out, their identifiers are there.
fn text_columns(kind: Kind) -> Vec<TextColumn> {
    let mut columns = Vec::new();
    for field in kind.fields() {
        match field.shape {
            Shape::Text => {
                columns.push(TextColumn { name: field.name.to_owned(), role: role(field.name) });
            }
            Shape::Party => columns.extend(PARTY_FIELDS.iter().map(|(part, _)| TextColumn {
                name: format!("{}_{part}", field.name),
                role: part_role(part),
            })),
            Shape::Integer | Shape::Stamp | Shape::Amount => (),
        }
    }
    columns
}

/// The role of a field: digests, references and network addresses are looked up whole.
fn role(field: &str) -> TextRole {
    let whole = ["reference", "uetr", "sha256", "md5", "sha1", "address"];
    if whole.iter().any(|ending| field.ends_with(ending)) {
        TextRole::Identifier
    } else {
        TextRole::Words
    }
}

/// The role of a part of a party.
fn part_role(part: &str) -> TextRole {
    match part {
        "account" => TextRole::Account,
        "phone" | "email" | "document" | "handle" => TextRole::Identifier,
        _ => TextRole::Words,
    }
}
