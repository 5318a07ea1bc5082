//! Rows that could not be read, as they were set aside.

use model::{ExhibitId, Place, Reject, RejectKind};

use super::Engine;
use super::cells::Cells;
use super::scan::{RowOrder, select};
use crate::columns::REJECT_TABLE;
use crate::fault::TablesFault;

const COLUMNS: [&str; 9] =
    ["exhibit", "row", "inside", "place_path", "bytes_start", "bytes_len", "code", "field", "raw"];

impl Engine {
    /// The first `most` rejects of an exhibit, by row.
    pub fn rejects(&self, exhibit: ExhibitId, most: usize) -> Result<Vec<Reject>, TablesFault> {
        let columns = COLUMNS.map(str::to_owned);
        let sql = format!(
            "{} WHERE \"exhibit\" = '{exhibit}' ORDER BY \"row\" LIMIT {most}",
            select(REJECT_TABLE, &columns)
        );
        let mut rejects = Vec::new();
        self.each_batch(REJECT_TABLE, &sql, RowOrder::Fixed, |batch| {
            take(&Cells { table: REJECT_TABLE, batch }, &mut rejects)
        })?;
        Ok(rejects)
    }
}

fn take(cells: &Cells<'_>, rejects: &mut Vec<Reject>) -> Result<(), TablesFault> {
    let (records, inside) = (cells.record()?, cells.text("inside")?);
    let (path, start) = (cells.text("place_path")?, cells.unsigned("bytes_start")?);
    let (len, code) = (cells.unsigned("bytes_len")?, cells.text("code")?);
    let (field, raw) = (cells.text("field")?, cells.text("raw")?);
    for row in 0..cells.rows() {
        let place = Place {
            inside: inside.get(row).to_owned(),
            path: path.get(row).to_owned(),
            row: records.get(row).row,
            bytes_start: start.get(row),
            bytes_len: len.get(row),
        };
        // A code of a later version is still a reject; only its words are not known here.
        let kind = kind_of(code.get(row)).unwrap_or(RejectKind::Invalid);
        rejects.push(Reject::new(place, kind, field.get(row), raw.get(row)));
    }
    Ok(())
}

fn kind_of(code: &str) -> Option<RejectKind> {
    RejectKind::from_number(code.strip_prefix("ING-")?.parse().ok()?)
}
