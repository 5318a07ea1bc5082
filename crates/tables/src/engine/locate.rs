//! Records by their numbers: where each stands and what it states.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;

use model::party::PARTY_FIELDS;
use model::record::{Field, KINDS, Kind, Shape};
use model::{ExhibitId, Place, RecordRef};

use super::Engine;
use super::cells::{Cells, IntegerCells, TextCells};
use super::scan::{RowOrder, select};
use crate::fault::TablesFault;

/// A record as a report or a search shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LocatedRecord {
    /// The record.
    pub record: RecordRef,
    /// Its kind.
    pub kind: Kind,
    /// Where it stands.
    pub place: Place,
    /// What it states: names and texts of its fields, in the order of the columns. Times and
    /// amounts as the source writes them.
    pub fields: Vec<(String, String)>,
}

/// Rows asked for at once: a list of numbers in one question stays short enough to plan.
const ROWS_AT_ONCE: usize = 512;

impl Engine {
    /// The records of these numbers, by number; of one kind, or of any. A number that no record
    /// has is not in the answer.
    pub fn locate(
        &self,
        kind: Option<Kind>,
        records: &[RecordRef],
    ) -> Result<Vec<LocatedRecord>, TablesFault> {
        let mut wanted: BTreeMap<ExhibitId, BTreeSet<u64>> = BTreeMap::new();
        for record in records {
            wanted.entry(record.exhibit).or_default().insert(record.row);
        }
        let mut located = Vec::new();
        let held = self.counts();
        for (exhibit, rows) in &wanted {
            let rows: Vec<u64> = rows.iter().copied().collect();
            for kind in KINDS.iter().filter(|own| kind.is_none_or(|asked| asked == **own)) {
                if held.contains_key(&(*exhibit, *kind)) {
                    for rows in rows.chunks(ROWS_AT_ONCE) {
                        self.locate_rows(*kind, *exhibit, rows, &mut located)?;
                    }
                }
            }
        }
        located.sort_by_key(|found| (found.record, found.kind));
        Ok(located)
    }

    fn locate_rows(
        &self,
        kind: Kind,
        exhibit: ExhibitId,
        rows: &[u64],
        located: &mut Vec<LocatedRecord>,
    ) -> Result<(), TablesFault> {
        let shown: Vec<Shown> = kind.fields().iter().flat_map(shown).collect();
        let mut columns: Vec<String> =
            PLACE_COLUMNS.iter().map(|column| (*column).to_owned()).collect();
        columns.extend(shown.iter().flat_map(Shown::columns));
        let (Some(first), Some(last)) = (rows.first(), rows.last()) else { return Ok(()) };
        let mut sql = select(kind.table(), &columns);
        // Bounds beside the list: they rule out whole parts and pages by their statistics.
        let _ = write!(
            sql,
            " WHERE \"exhibit\" = '{exhibit}' AND \"row\" >= {first} AND \"row\" <= {last} AND \"row\" IN ("
        );
        for (index, row) in rows.iter().enumerate() {
            let _ = write!(sql, "{}{row}", if index > 0 { "," } else { "" });
        }
        sql.push(')');
        self.each_batch(kind.table(), &sql, RowOrder::Any, |batch| {
            take(kind, &shown, &Cells { table: kind.table(), batch }, located)
        })
    }
}

const PLACE_COLUMNS: [&str; 6] =
    ["exhibit", "row", "inside", "place_path", "bytes_start", "bytes_len"];

fn take(
    kind: Kind,
    shown: &[Shown],
    cells: &Cells<'_>,
    located: &mut Vec<LocatedRecord>,
) -> Result<(), TablesFault> {
    let (records, inside) = (cells.record()?, cells.text("inside")?);
    let (path, start) = (cells.text("place_path")?, cells.unsigned("bytes_start")?);
    let len = cells.unsigned("bytes_len")?;
    let columns = shown.iter().map(|one| one.cells(cells)).collect::<Result<Vec<_>, _>>()?;
    for row in 0..cells.rows() {
        let record = records.get(row);
        let place = Place {
            inside: inside.get(row).to_owned(),
            path: path.get(row).to_owned(),
            row: record.row,
            bytes_start: start.get(row),
            bytes_len: len.get(row),
        };
        let fields = shown
            .iter()
            .zip(&columns)
            .filter_map(|(one, column)| Some((one.name.clone(), column.get(row)?)))
            .collect();
        located.push(LocatedRecord { record, kind, place, fields });
    }
    Ok(())
}

/// A field, or a part of a party, as it is shown.
struct Shown {
    name: String,
    shape: Shape,
}

enum ShownCells<'a> {
    Text(TextCells<'a>),
    Integer(IntegerCells<'a>),
    Amount(TextCells<'a>, TextCells<'a>),
}

fn shown(field: &Field) -> Vec<Shown> {
    let one = |name: &str, shape| Shown { name: name.to_owned(), shape };
    match field.shape {
        Shape::Party => PARTY_FIELDS
            .iter()
            .map(|(part, _)| one(&format!("{}_{part}", field.name), Shape::Text))
            .collect(),
        shape => vec![one(field.name, shape)],
    }
}

impl Shown {
    fn columns(&self) -> Vec<String> {
        match self.shape {
            Shape::Stamp => vec![format!("{}_stated", self.name)],
            Shape::Amount => {
                vec![format!("{}_stated", self.name), format!("{}_currency", self.name)]
            }
            Shape::Text | Shape::Integer | Shape::Party => vec![self.name.clone()],
        }
    }

    fn cells<'a>(&self, cells: &Cells<'a>) -> Result<ShownCells<'a>, TablesFault> {
        let stated = || cells.text(&format!("{}_stated", self.name));
        Ok(match self.shape {
            Shape::Stamp => ShownCells::Text(stated()?),
            Shape::Amount => {
                ShownCells::Amount(stated()?, cells.text(&format!("{}_currency", self.name))?)
            }
            Shape::Integer => ShownCells::Integer(cells.integer(&self.name)?),
            Shape::Text | Shape::Party => ShownCells::Text(cells.text(&self.name)?),
        })
    }
}

impl ShownCells<'_> {
    fn get(&self, row: usize) -> Option<String> {
        match self {
            Self::Text(texts) => {
                let text = texts.get(row);
                (!text.is_empty()).then(|| text.to_owned())
            }
            Self::Integer(numbers) => numbers.get(row).map(|number| number.to_string()),
            Self::Amount(stated, currency) => {
                let (stated, currency) = (stated.get(row), currency.get(row));
                (!currency.is_empty()).then(|| match currency {
                    "XXX" => stated.to_owned(),
                    code => format!("{stated} {code}"),
                })
            }
        }
    }
}
