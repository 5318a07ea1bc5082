//! A walk over the b-tree of one table, in the order of its rows, page by page.
//!
//! A page is met once in a walk, so that no damage makes it endless; a cell that cannot be read is
//! told and passed, a page that cannot be is told with its reason, and the walk goes on.
//!
//! **Specification:** SQLite, "Database File Format", sections 1.5 and 1.6 (b-tree pages, overflow).

use std::rc::Rc;

use super::bytes::{be32, offset, varint, varlen};
use super::header::HEADER_BYTES;
use super::pages::{Met, Origin, Page, PageFault, Pages, View};
use super::row::{CellPlace, ROW_BYTES_MAX, Row};
use crate::sink::Halt;

/// Levels of a b-tree; SQLite itself refuses more than 20.
const LEVELS_MAX: usize = 20;

/// What the next step of a walk met.
#[derive(Debug)]
pub(super) enum Step {
    /// A row, in the buffer given.
    Row,
    /// A cell that is no row.
    Spoilt(CellPlace, &'static str),
    /// A page that cannot be read: its number and why.
    BadPage(u32, &'static str),
    /// The end of the table.
    End,
}

/// What a page holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum PageKind {
    /// Rows with numbers.
    TableLeaf,
    /// Pages below.
    TableInterior,
    /// Rows of a table without numbers, or entries of an index.
    IndexLeaf,
    /// The same, with pages below.
    IndexInterior,
}

impl PageKind {
    fn of(byte: u8) -> Option<Self> {
        match byte {
            2 => Some(Self::IndexInterior),
            5 => Some(Self::TableInterior),
            10 => Some(Self::IndexLeaf),
            13 => Some(Self::TableLeaf),
            _ => None,
        }
    }

    fn is_table(self) -> bool {
        matches!(self, Self::TableLeaf | Self::TableInterior)
    }

    fn is_interior(self) -> bool {
        matches!(self, Self::TableInterior | Self::IndexInterior)
    }
}

/// The head of a b-tree page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Shape {
    /// Where in the page its header begins: behind the database header on page 1.
    pub(super) header: usize,
    /// What it holds.
    pub(super) kind: PageKind,
    /// How many cells.
    pub(super) cells: u16,
    /// Where the pointers to the cells begin.
    pub(super) pointers: usize,
    /// Where the content of cells begins.
    pub(super) content: usize,
}

impl Shape {
    /// Reads the head of a page, or says what is wrong with it.
    pub(super) fn read(page: &Page, usable_bytes: usize) -> Result<Self, &'static str> {
        let header = if page.number == 1 { HEADER_BYTES } else { 0 };
        let kind = page.bytes.get(header).copied().and_then(PageKind::of);
        let kind = kind.ok_or("the page is no page of a table")?;
        let cut = "the head of the page is cut off";
        let cells = offset(&page.bytes, header + 3).ok_or(cut)?;
        let content = match offset(&page.bytes, header + 5).ok_or(cut)? {
            0 => 65_536,
            at => at,
        };
        let pointers = header + if kind.is_interior() { 12 } else { 8 };
        if pointers + 2 * cells > usable_bytes || content > usable_bytes.max(65_536) {
            return Err("the page states more cells than fit in it");
        }
        let cells = u16::try_from(cells).unwrap_or(u16::MAX);
        Ok(Self { header, kind, cells, pointers, content })
    }

    /// Where a cell begins.
    fn cell(&self, page: &Page, index: u16, usable_bytes: usize) -> Option<usize> {
        let at = offset(&page.bytes, self.pointers + 2 * usize::from(index))?;
        let first = self.pointers + 2 * usize::from(self.cells);
        (at >= first && at < usable_bytes).then_some(at)
    }

    /// Cells that an earlier pointer of the page leads to as well.
    fn doubles(&self, page: &Page) -> Vec<u16> {
        let at = |index: &u16| offset(&page.bytes, self.pointers + 2 * usize::from(*index));
        let mut all: Vec<u16> = (0..self.cells).collect();
        all.sort_by_key(|index| (at(index), *index));
        let pairs = all.iter().zip(all.iter().skip(1));
        pairs.filter(|(one, two)| at(one) == at(two)).map(|(_, two)| *two).collect()
    }
}

struct Level {
    page: Rc<Page>,
    shape: Shape,
    /// Cells and children done, in their order.
    next: u32,
    doubles: Vec<u16>,
}

/// A walk over a table; see the module.
pub(super) struct Cursor {
    view: View,
    is_table: bool,
    levels: Vec<Level>,
    wanted: Option<u32>,
    met: Met,
    /// Pages that hold the rest of a row: each belongs to one row only, so that damage cannot make
    /// the same pages be read for every row.
    chained: Met,
    leaf: Option<Rc<Page>>,
}

impl Cursor {
    /// A walk from this root page. `is_table` tells tables with row numbers from those without.
    pub(super) fn new(root: u32, view: View, is_table: bool) -> Self {
        let (levels, met, chained) = (Vec::new(), Met::default(), Met::default());
        Self { view, is_table, levels, wanted: Some(root), met, chained, leaf: None }
    }

    /// The leaf page that was entered since the last call.
    pub(super) fn take_leaf(&mut self) -> Option<Rc<Page>> {
        self.leaf.take()
    }

    /// Goes on to the next row.
    pub(super) fn next(&mut self, pages: &mut Pages<'_>, row: &mut Row) -> Result<Step, Halt> {
        loop {
            if let Some(number) = self.wanted.take() {
                if let Some(step) = self.enter(number, pages)? {
                    return Ok(step);
                }
                continue;
            }
            let Some(level) = self.levels.last_mut() else { return Ok(Step::End) };
            let at = level.next;
            level.next += 1;
            let cells = u32::from(level.shape.cells);
            let (is_interior, is_table) =
                (level.shape.kind.is_interior(), level.shape.kind.is_table());
            // In an index tree a cell stands between two children; in a table tree it is one.
            let (cell, is_child) = match (is_interior, is_table) {
                (false, _) => (at, false),
                (true, true) => (at, true),
                (true, false) => (at / 2, at % 2 == 0),
            };
            let past = cells + u32::from(is_child);
            if cell >= past {
                self.levels.pop();
                continue;
            }
            let (page, shape) = (Rc::clone(&level.page), level.shape);
            if is_child {
                self.wanted = child(&page, &shape, cell, pages.usable_bytes);
                if self.wanted.is_none() {
                    return Ok(Step::BadPage(page.number, "a pointer to the page below is broken"));
                }
                continue;
            }
            let cell = u16::try_from(cell).unwrap_or(u16::MAX);
            let is_double = level.doubles.contains(&cell);
            return self.read_cell(&page, &shape, cell, is_double, pages, row);
        }
    }

    /// Counts the rows from here on by the heads of the pages alone; `false` where more than
    /// `pages_max` pages would have to be looked at. Pages that cannot be read count nothing.
    pub(super) fn count(
        &mut self,
        pages: &mut Pages<'_>,
        pages_max: u64,
    ) -> Result<(u64, bool), Halt> {
        let (mut rows, mut looked) = (0, 0);
        loop {
            if let Some(number) = self.wanted.take() {
                looked += 1;
                if looked > pages_max {
                    return Ok((rows, false));
                }
                let is_entered = self.enter(number, pages)?.is_none();
                if let Some(level) = self.levels.last().filter(|_| is_entered) {
                    let holds_rows = level.shape.kind != PageKind::TableInterior;
                    rows += if holds_rows { u64::from(level.shape.cells) } else { 0 };
                }
                continue;
            }
            let Some(level) = self.levels.last_mut() else { return Ok((rows, true)) };
            let cell = level.next;
            level.next += 1;
            if level.shape.kind.is_interior() && cell <= u32::from(level.shape.cells) {
                self.wanted = child(&level.page, &level.shape, cell, pages.usable_bytes);
            } else {
                self.levels.pop();
            }
        }
    }

    fn enter(&mut self, number: u32, pages: &mut Pages<'_>) -> Result<Option<Step>, Halt> {
        let bad = |why| Ok(Some(Step::BadPage(number, why)));
        if number == 0 || number > pages.count(self.view) {
            return bad("the page lies outside the file");
        }
        if !self.met.mark(number) {
            return bad("two places of the table lead to the same page");
        }
        if self.levels.len() >= LEVELS_MAX {
            return bad("the pages of the table are nested too deep");
        }
        let page = match pages.page(number, self.view) {
            Ok(page) => page,
            Err(PageFault::Outside) => return bad("the page is cut off or missing"),
            Err(PageFault::Read(error)) => return Err(Halt::Read(error)),
        };
        let shape = match Shape::read(&page, pages.usable_bytes) {
            Ok(shape) if shape.kind.is_table() == self.is_table => shape,
            Ok(_) => return bad("the page belongs to another kind of table"),
            Err(why) => return bad(why),
        };
        if shape.kind == PageKind::TableLeaf {
            self.leaf = Some(Rc::clone(&page));
        }
        let doubles = shape.doubles(&page);
        self.levels.push(Level { page, shape, next: 0, doubles });
        Ok(None)
    }

    fn read_cell(
        &mut self,
        page: &Page,
        shape: &Shape,
        cell: u16,
        is_double: bool,
        pages: &mut Pages<'_>,
        row: &mut Row,
    ) -> Result<Step, Halt> {
        let mut place = CellPlace { origin: page.origin, len: 0, page: page.number, cell };
        if is_double {
            return Ok(Step::Spoilt(place, "two rows of the page stand at the same place"));
        }
        let Some(at) = shape.cell(page, cell, pages.usable_bytes) else {
            return Ok(Step::Spoilt(place, "the row lies outside its page"));
        };
        place.origin = shifted(page.origin, at);
        let Some(parsed) = Cell::read(page, at, shape.kind, pages.usable_bytes) else {
            return Ok(Step::Spoilt(place, "the row is cut off by the end of its page"));
        };
        place.len = (parsed.end - at) as u64;
        row.place = place;
        row.rowid = parsed.rowid;
        row.payload.clear();
        row.payload.extend_from_slice(page.bytes.get(parsed.local.clone()).unwrap_or_default());
        if let Some(first) = parsed.overflow
            && let Err(why) =
                follow(first, parsed.payload_bytes, self.view, pages, &mut self.chained, row)?
        {
            return Ok(Step::Spoilt(place, why));
        }
        match row.find_fields(parsed.payload_bytes) {
            Ok(()) => Ok(Step::Row),
            Err(why) => Ok(Step::Spoilt(place, why)),
        }
    }
}

/// A place so many bytes behind another.
pub(super) fn shifted(origin: Origin, bytes: usize) -> Origin {
    match origin {
        Origin::Database(at) => Origin::Database(at + bytes as u64),
        Origin::Log(at) => Origin::Log(at + bytes as u64),
    }
}

fn child(page: &Page, shape: &Shape, cell: u32, usable_bytes: usize) -> Option<u32> {
    let at = if cell >= u32::from(shape.cells) {
        shape.header + 8
    } else {
        shape.cell(page, u16::try_from(cell).ok()?, usable_bytes)?
    };
    be32(&page.bytes, at)
}

/// The parts of a cell.
#[derive(Debug, Clone)]
pub(super) struct Cell {
    /// Row number, where the table has them.
    pub(super) rowid: Option<i64>,
    /// Bytes of the whole payload.
    pub(super) payload_bytes: u64,
    /// Payload in the page itself.
    pub(super) local: std::ops::Range<usize>,
    /// First page of the rest.
    pub(super) overflow: Option<u32>,
    /// End of the cell in its page.
    pub(super) end: usize,
}

impl Cell {
    /// Reads the cell that begins at `at`.
    pub(super) fn read(page: &Page, at: usize, kind: PageKind, usable: usize) -> Option<Self> {
        let bytes = page.bytes.get(..usable)?;
        let mut at = at + if kind == PageKind::IndexInterior { 4 } else { 0 };
        let (payload_bytes, width) = varlen(bytes.get(at..)?)?;
        at += width;
        let mut rowid = None;
        if kind == PageKind::TableLeaf {
            let (number, width) = varint(bytes.get(at..)?)?;
            rowid = Some(number);
            at += width;
        }
        let local_bytes = local_bytes(payload_bytes, kind, usable)?;
        let local = at..at.checked_add(local_bytes)?;
        bytes.get(local.clone())?;
        let is_whole = local_bytes as u64 == payload_bytes;
        let overflow = if is_whole { None } else { Some(be32(bytes, local.end)?) };
        let end = local.end + if is_whole { 0 } else { 4 };
        Some(Self { rowid, payload_bytes, local, overflow, end })
    }
}

/// Bytes of a payload that stand in the page itself; the constants are those of the file format.
fn local_bytes(payload: u64, kind: PageKind, usable: usize) -> Option<usize> {
    let most = if kind.is_table() { usable - 35 } else { (usable - 12) * 64 / 255 - 23 };
    if payload <= most as u64 {
        return usize::try_from(payload).ok();
    }
    let least = (usable - 12) * 32 / 255 - 23;
    let rest = payload.checked_sub(least as u64)? % (usable as u64 - 4);
    let kept = least + usize::try_from(rest).ok()?;
    Some(if kept <= most { kept } else { least })
}

/// Appends the pages of an overflow chain to a row, up to the limit of a row.
pub(super) fn follow(
    first: u32,
    payload_bytes: u64,
    view: View,
    pages: &mut Pages<'_>,
    chained: &mut Met,
    row: &mut Row,
) -> Result<Result<(), &'static str>, Halt> {
    let wanted = usize::try_from(payload_bytes).unwrap_or(usize::MAX).min(ROW_BYTES_MAX);
    let mut number = first;
    while row.payload.len() < wanted {
        if number == 0 {
            return Ok(Err("the chain of pages that holds the row ends early"));
        }
        if number > pages.count(view) || !chained.mark(number) {
            return Ok(Err("a page of the row is missing or belongs to another row"));
        }
        let page = match pages.page(number, view) {
            Ok(page) => page,
            Err(PageFault::Outside) => {
                return Ok(Err("a page of the row is cut off or missing"));
            }
            Err(PageFault::Read(error)) => return Err(Halt::Read(error)),
        };
        let missing = wanted - row.payload.len();
        let content = page.bytes.get(4..pages.usable_bytes).unwrap_or_default();
        row.payload.extend_from_slice(content.get(..missing).unwrap_or(content));
        number = be32(&page.bytes, 0).unwrap_or(0);
    }
    Ok(Ok(()))
}
