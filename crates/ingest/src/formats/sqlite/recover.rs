//! Deleted rows that still stand in free pages, in the gaps of pages and in freed blocks.
//!
//! Strict on purpose, so that rubbish is not told as a row: the number of values, the type of each
//! by its column, the total length and every text must fit a table of the database, and in a free
//! page must fit one table only. Where SQLite has overwritten the first four bytes of a freed row,
//! its number is lost and its header is completed only where one completion fits the whole block.
//! A row continued on other pages is taken only if each of these is free and unchanged.
//!
//! **Specification:** SQLite, "Database File Format", sections 1.5 and 1.6; the loss of four bytes is
//! that of a freeblock's own head.

use std::ops::Range;

use super::bytes::{be32, offset, varlen};
use super::cursor::{Cell, PageKind, follow, shifted};
use super::header::Encoding;
use super::pages::{Met, Page, Pages, View};
use super::row::{CellPlace, ROW_BYTES_MAX, Row, Value, text};
use super::schema::Table;
use crate::sink::Halt;

/// Fewest columns of a table whose rows are looked for: with fewer, chance fits.
pub(super) const COLUMNS_MIN: usize = 5;

/// Fewest values of a row that state something.
pub(super) const VALUES_MIN: usize = 3;

/// Where a deleted row was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Trace {
    /// In a page of the list of free pages.
    FreePage,
    /// In a part of a page of the table that no row uses.
    Gap,
}

impl Trace {
    /// In words, for `extra`.
    pub(super) fn name(self) -> &'static str {
        match self {
            Self::FreePage => "free page",
            Self::Gap => "unused part of a page",
        }
    }
}

/// What rows are looked for.
pub(super) struct Wanted<'t> {
    /// The table they belonged to.
    pub(super) table: &'t Table,
    /// How many values its rows store: more than one number where columns were added.
    pub(super) widths: Vec<usize>,
    /// How text is written.
    pub(super) encoding: Encoding,
}

impl Wanted<'_> {
    /// Whether a row can be one of the table.
    fn fits(&self, row: &Row) -> bool {
        let layout = &self.table.layout;
        if !self.widths.contains(&row.len()) || row.values_end() != row.payload.len() as u64 {
            return false;
        }
        let mut stated = 0;
        for (index, column) in layout.columns.iter().enumerate() {
            let Some(at) = column.stored_at else { continue };
            let Some(serial) = row.serial(at) else { continue };
            let is_number = layout.rowid_column == Some(index);
            if is_number && serial != 0 || !is_number && !column.takes(serial) {
                return false;
            }
            let is_read = match row.value(at) {
                Some(Value::Text(bytes)) => is_clean(bytes, self.encoding),
                Some(Value::Cut(_)) | None => false,
                _ => true,
            };
            if !is_read {
                return false;
            }
            stated += usize::from(serial != 0);
        }
        stated >= VALUES_MIN
    }
}

/// Whether bytes are text as people and programs write it.
fn is_clean(bytes: &[u8], encoding: Encoding) -> bool {
    let is_odd = |c: char| c.is_control() && !matches!(c, '\n' | '\r' | '\t');
    text(bytes, encoding).is_some_and(|text| !text.chars().any(is_odd))
}

/// A look through one stretch of a page.
pub(super) struct Search<'a, 't, 'p> {
    /// The page.
    pub(super) page: &'a Page,
    /// What is looked for.
    pub(super) wanted: &'a Wanted<'t>,
    /// Free pages, on which a row may be continued.
    pub(super) free: &'a Met,
    /// Pages of chains that were followed: each once, whatever the bytes.
    pub(super) chained: &'a mut Met,
    /// The pages, to follow a row.
    pub(super) pages: &'a mut Pages<'p>,
    /// The state of the database.
    pub(super) view: View,
}

impl Search<'_, '_, '_> {
    /// The first row at or behind the beginning of the stretch, into `row`; gives where it ends.
    pub(super) fn next(
        &mut self,
        stretch: &Range<usize>,
        row: &mut Row,
    ) -> Result<Option<usize>, Halt> {
        for at in stretch.clone() {
            // Most of what is unused was never used.
            let ahead = self.page.bytes.get(at..at + 8).unwrap_or_default();
            if ahead.iter().all(|byte| *byte == 0) {
                continue;
            }
            let end = match self.intact(at, stretch.end, row)? {
                Some(end) => Some(end),
                None => self.headless(at, stretch.end, row),
            };
            if let Some(end) = end {
                let origin = shifted(self.page.origin, at);
                let (page, len) = (self.page.number, (end - at) as u64);
                row.place = CellPlace { origin, len, page, cell: u16::MAX };
                return Ok(Some(end));
            }
        }
        Ok(None)
    }

    /// A whole cell.
    fn intact(&mut self, at: usize, end: usize, row: &mut Row) -> Result<Option<usize>, Halt> {
        let usable = self.pages.usable_bytes;
        let Some(cell) = Cell::read(self.page, at, PageKind::TableLeaf, usable) else {
            return Ok(None);
        };
        let local = self.page.bytes.get(cell.local.clone()).unwrap_or_default();
        let widest = self.wanted.widths.iter().max().copied().unwrap_or(0) as u64;
        let narrowest = self.wanted.widths.iter().min().copied().unwrap_or(0) as u64;
        let head = varlen(local).map_or(0, |(head, _)| head);
        let is_likely = head > narrowest && head <= 9 * widest + 3;
        if !is_likely
            || cell.end > end
            || cell.payload_bytes > ROW_BYTES_MAX as u64
            || cell.rowid.is_none_or(|rowid| rowid <= 0)
        {
            return Ok(None);
        }
        row.payload.clear();
        row.payload.extend_from_slice(local);
        row.rowid = cell.rowid;
        if let Some(first) = cell.overflow
            && (row.find_fields(cell.payload_bytes).is_err()
                || !self.is_free(first, cell.payload_bytes - local.len() as u64)
                || follow(first, cell.payload_bytes, self.view, self.pages, self.chained, row)?
                    .is_err())
        {
            return Ok(None);
        }
        let is_row = row.find_fields(cell.payload_bytes).is_ok()
            && row.payload.len() as u64 == cell.payload_bytes
            && self.wanted.fits(row);
        Ok(is_row.then_some(cell.end))
    }

    /// Whether every page of a chain is free.
    fn is_free(&mut self, first: u32, bytes: u64) -> bool {
        let each = self.pages.usable_bytes as u64 - 4;
        let mut number = first;
        for _ in 0..bytes.div_ceil(each) {
            if !self.free.holds(number) || self.chained.holds(number) {
                return false;
            }
            let Ok(page) = self.pages.page(number, self.view) else { return false };
            number = be32(&page.bytes, 0).unwrap_or(0);
        }
        number == 0
    }

    /// A freed cell whose first four bytes are those of the block: the next block and its length.
    fn headless(&self, at: usize, end: usize, row: &mut Row) -> Option<usize> {
        let size = offset(&self.page.bytes, at + 2)?;
        let block_end = at.checked_add(size).filter(|block_end| size > 8 && *block_end <= end)?;
        row.rowid = None;
        // The number of the row and the length may have taken four to seven bytes: all is there.
        for start in at + 4..(at + 8).min(block_end) {
            let kept = self.page.bytes.get(start..block_end)?;
            row.payload.clear();
            row.payload.extend_from_slice(kept);
            if row.find_fields(kept.len() as u64).is_ok() && self.wanted.fits(row) {
                return Some(block_end);
            }
        }
        // Three, or two: the length of the header is lost, and the type of the first value.
        let kept = self.page.bytes.get(at + 4..block_end)?;
        let is_first_known = self.wanted.table.layout.rowid_column.is_some_and(|index| {
            self.wanted.table.layout.columns.get(index).is_some_and(|c| c.stored_at == Some(0))
        });
        let lost: &[usize] = if is_first_known { &[0, 1] } else { &[0] };
        for width in &self.wanted.widths {
            for lost in lost {
                let known = width.checked_sub(*lost).and_then(|count| types_bytes(kept, count));
                let Some(types) = known else { continue };
                let Ok(head) = u8::try_from(1 + lost + types) else { continue };
                row.payload.clear();
                row.payload.push(head);
                row.payload.resize(1 + lost, 0);
                row.payload.extend_from_slice(kept);
                let whole = row.payload.len() as u64;
                if head < 0x80 && row.find_fields(whole).is_ok() && self.wanted.fits(row) {
                    return Some(block_end);
                }
            }
        }
        None
    }
}

/// Bytes that so many types take.
fn types_bytes(bytes: &[u8], count: usize) -> Option<usize> {
    let mut at = 0;
    for _ in 0..count {
        at += varlen(bytes.get(at..)?)?.1;
    }
    Some(at)
}
