//! The search for deleted rows of one table: what its live rows hold, where to look, what was found.
//!
//! Memory: eight bytes for each live row, so that a row that is still there is not told twice.

use std::collections::BTreeSet;
use std::collections::hash_map::DefaultHasher;
use std::hash::Hasher;
use std::ops::Range;
use std::rc::Rc;

use super::cursor::Shape;
use super::database::{Database, unused};
use super::pages::{Met, Page, PageFault};
use super::recover::{COLUMNS_MIN, Search, Trace, VALUES_MIN, Wanted};
use super::row::Row;
use super::row_view::Columns;
use super::schema::Table;
use crate::sink::Halt;

/// Live rows whose content is remembered; a larger table is not searched, and that is told.
const LIVE_ROWS_MAX: usize = 16_000_000;

/// Pages with unused parts that are searched.
const GAP_PAGES_MAX: usize = 4_000_000;

/// Rows of one table that are recovered.
const RECOVERED_MAX: usize = 1_000_000;

/// The search for deleted rows of one table.
#[derive(Default)]
pub(super) struct Salvage {
    live: Vec<u64>,
    widths: BTreeSet<usize>,
    gaps: Vec<u32>,
    found: BTreeSet<u64>,
    free: Met,
    chained: Met,
    free_pages: Vec<(u32, usize)>,
    has_free: bool,
    next_gap: usize,
    next_free: usize,
    page: Option<Rc<Page>>,
    stretches: Vec<Range<usize>>,
    /// Rows that fit more than one table, and are not told.
    pub(super) ambiguous: u64,
}

fn digest(row: &Row) -> u64 {
    let mut hasher = DefaultHasher::new();
    hasher.write(&row.payload);
    hasher.finish()
}

impl Salvage {
    /// Remembers a live row.
    pub(super) fn meet(&mut self, row: &Row) {
        if self.live.len() < LIVE_ROWS_MAX {
            self.live.push(digest(row));
            self.widths.insert(row.len());
        }
    }

    /// Remembers a leaf page of the table, where a part of it that no row uses holds anything.
    pub(super) fn enter(&mut self, page: &Page, usable_bytes: usize) {
        let holds = stretches(page, usable_bytes).into_iter().any(|stretch| {
            let bytes = page.bytes.get(stretch).unwrap_or_default();
            bytes.iter().any(|byte| *byte != 0)
        });
        if holds && self.gaps.len() < GAP_PAGES_MAX {
            self.gaps.push(page.number);
        }
    }

    /// All live rows are known; `false` where the table cannot be searched.
    pub(super) fn begin(&mut self, table: &Table) -> bool {
        let stored = table.layout.columns.iter().filter(|c| c.stored_at.is_some()).count();
        // Older rows may lack columns that were added; none can have more, or next to none.
        self.widths.insert(stored);
        self.widths.retain(|width| (VALUES_MIN..=stored).contains(width));
        self.live.sort_unstable();
        let is_numbered = !table.layout.is_without_rowid;
        is_numbered && stored >= COLUMNS_MIN && self.live.len() < LIVE_ROWS_MAX
    }

    /// The next deleted row, into `row`.
    pub(super) fn next(
        &mut self,
        database: &mut Database<'_>,
        columns: &Columns<'_>,
        row: &mut Row,
    ) -> Result<Option<Trace>, Halt> {
        if !self.has_free {
            self.has_free = true;
            self.free_pages = database.free_pages()?;
            for (page, _) in &self.free_pages {
                self.free.mark(*page);
            }
        }
        loop {
            let trace = if self.next_free == 0 { Trace::Gap } else { Trace::FreePage };
            let Some(stretch) = self.stretches.pop() else {
                if !self.next_page(database)? {
                    return Ok(None);
                }
                continue;
            };
            let Some(page) = self.page.clone() else { continue };
            let widths = self.widths.iter().copied().collect();
            let wanted = Wanted { table: columns.table, widths, encoding: columns.encoding };
            let found = self.search(&page, &wanted, database, &stretch, row)?;
            let Some(end) = found else { continue };
            self.stretches.push(end..stretch.end);
            let key = digest(row);
            let is_new = self.live.binary_search(&key).is_err() && !self.found.contains(&key);
            if !is_new || self.found.len() >= RECOVERED_MAX {
                continue;
            }
            self.found.insert(key);
            if trace == Trace::FreePage && self.is_ambiguous(&page, database, columns, row)? {
                self.ambiguous += 1;
                continue;
            }
            return Ok(Some(trace));
        }
    }

    fn search(
        &mut self,
        page: &Page,
        wanted: &Wanted<'_>,
        database: &mut Database<'_>,
        stretch: &Range<usize>,
        row: &mut Row,
    ) -> Result<Option<usize>, Halt> {
        let view = database.view;
        let pages = &mut database.pages;
        let (free, chained) = (&self.free, &mut self.chained);
        Search { page, wanted, free, chained, pages, view }.next(stretch, row)
    }

    /// Whether a row found in a free page could be one of another table as well.
    fn is_ambiguous(
        &mut self,
        page: &Page,
        database: &mut Database<'_>,
        columns: &Columns<'_>,
        row: &Row,
    ) -> Result<bool, Halt> {
        let start = match (row.place.origin, page.origin) {
            (super::pages::Origin::Database(at), super::pages::Origin::Database(of))
            | (super::pages::Origin::Log(at), super::pages::Origin::Log(of)) => at - of,
            _ => return Ok(false),
        };
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let len = usize::try_from(row.place.len).unwrap_or(usize::MAX);
        let stretch = start..start.saturating_add(len);
        let mut other_row = Row::default();
        let others: Vec<Table> = database
            .schema
            .tables
            .iter()
            .filter(|other| {
                other.root != columns.table.root
                    && other.layout.columns.len() == columns.table.layout.columns.len()
                    && !other.layout.is_without_rowid
            })
            .cloned()
            .collect();
        // The pages of a continued row were followed once for its own table.
        let followed = std::mem::take(&mut self.chained);
        let mut fits_other = false;
        for table in &others {
            let widths = vec![row.len()];
            let wanted = Wanted { table, widths, encoding: columns.encoding };
            self.chained = Met::default();
            let end = self.search(page, &wanted, database, &stretch, &mut other_row)?;
            fits_other |= end == Some(stretch.end) && other_row.payload == row.payload;
        }
        self.chained = followed;
        Ok(fits_other)
    }

    /// Goes on to the next page that is searched: first those of the table, then the free ones.
    fn next_page(&mut self, database: &mut Database<'_>) -> Result<bool, Halt> {
        let (number, from) = if let Some(number) = self.gaps.get(self.next_gap) {
            self.next_gap += 1;
            (*number, None)
        } else if let Some((number, from)) = self.free_pages.get(self.next_free) {
            self.next_free += 1;
            (*number, Some(*from))
        } else {
            return Ok(false);
        };
        let page = match database.pages.page(number, database.view) {
            Ok(page) => page,
            Err(PageFault::Outside) => return Ok(true),
            Err(PageFault::Read(error)) => return Err(Halt::Read(error)),
        };
        let usable_bytes = database.pages.usable_bytes;
        self.stretches = match from {
            Some(from) => std::iter::once(from..usable_bytes).collect(),
            None => stretches(&page, usable_bytes),
        };
        self.page = Some(page);
        Ok(true)
    }
}

/// The parts of a leaf page that no row uses, last first.
fn stretches(page: &Page, usable_bytes: usize) -> Vec<Range<usize>> {
    let Ok(shape) = Shape::read(page, usable_bytes) else { return Vec::new() };
    let from = shape.pointers + 2 * usize::from(shape.cells);
    let mut all = unused(&page.bytes, shape.header, from..shape.content.min(usable_bytes));
    all.reverse();
    all
}
