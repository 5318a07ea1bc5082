//! The tables of a SQLite database, row by row, in the order they lie in.
//!
//! - **Specification:** SQLite, "Database File Format", sections 1.3 (header), 1.5 and 1.6 (pages,
//!   overflow), 2.1 (records).
//! - **Known limits:** UTF-8; tables with row numbers; no log beside it. A set is refused at the first
//!   page that is not in order: exhibits are read by another reader, which goes on and finds what was
//!   deleted.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};
use std::path::Path;

use super::super::refusal::{Fault, Refusal};

/// What a database begins with.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Bytes of the header, on the first page.
const HEADER_BYTES: usize = 100;

/// Levels of a tree; SQLite itself refuses more than 20.
const LEVELS_MAX: usize = 20;

/// Bytes of a row: a path and some digests.
const ROW_BYTES_MAX: usize = 1 << 20;

/// Bytes read at once: leaves mostly follow one another.
const WINDOW_BYTES: u64 = 1 << 20;

/// A database; see the module.
#[derive(Debug)]
pub(super) struct Database {
    file: File,
    page_bytes: usize,
    /// Bytes of a page that hold content.
    usable: usize,
    pages: u32,
    window: Vec<u8>,
    /// Where in the file the window begins.
    window_at: u64,
}

/// A level of a walk: a page that leads to others.
struct Level {
    page: Vec<u8>,
    number: u32,
    next: usize,
}

fn be16(bytes: &[u8], at: usize) -> Option<usize> {
    let (first, _) = bytes.get(at..)?.split_first_chunk::<2>()?;
    Some(usize::from(u16::from_be_bytes(*first)))
}

fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    let (first, _) = bytes.get(at..)?.split_first_chunk::<4>()?;
    Some(u32::from_be_bytes(*first))
}

/// A number of one to nine bytes, and where it ends.
fn varint(bytes: &[u8], at: usize) -> Option<(u64, usize)> {
    let mut number = 0u64;
    for (index, byte) in bytes.get(at..)?.iter().take(9).enumerate() {
        if index == 8 {
            return Some((number << 8 | u64::from(*byte), at + 9));
        }
        number = number << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((number, at + index + 1));
        }
    }
    None
}

fn malformed(number: u32, fact: &str) -> Refusal {
    Refusal::new(Fault::Malformed, format!("page {number}"), fact)
}

impl Database {
    /// Opens a database.
    pub(super) fn open(path: &Path) -> Result<Self, Refusal> {
        let unread = |error: io::Error| Refusal::unread(path, &error);
        let mut file = File::open(path).map_err(unread)?;
        let bytes = file.metadata().map_err(unread)?.len();
        let mut header = [0; HEADER_BYTES];
        let cut = |fact: &str| Refusal::new(Fault::Cut, "the end of the file", fact);
        file.read_exact(&mut header).map_err(|_| cut("the header is not whole"))?;
        let page_bytes = match be16(&header, 16) {
            Some(1) => 65_536,
            Some(bytes) if bytes >= 512 && bytes.is_power_of_two() => bytes,
            _ => return Err(malformed(1, "the header states no size of pages")),
        };
        let reserved = header.get(20).copied().map_or(0, usize::from);
        let usable = page_bytes - reserved;
        if usable < 480 || !matches!(be32(&header, 56), Some(0 | 1)) {
            return Err(malformed(1, "the texts are not UTF-8, or the pages have no room"));
        }
        let stated = be32(&header, 28).unwrap_or(0);
        let pages = if stated > 0 && be32(&header, 24) == be32(&header, 92) {
            stated
        } else {
            u32::try_from(bytes / page_bytes as u64).unwrap_or(u32::MAX)
        };
        if u64::from(pages) * page_bytes as u64 > bytes {
            return Err(cut("the file is shorter than its header states"));
        }
        Ok(Self { file, page_bytes, usable, pages, window: Vec::new(), window_at: 0 })
    }

    fn page(&mut self, number: u32) -> Result<&[u8], Refusal> {
        if number == 0 || number > self.pages {
            return Err(malformed(number, "a page is named that lies outside the file"));
        }
        let at = u64::from(number - 1) * self.page_bytes as u64;
        let end = at + self.page_bytes as u64;
        if at < self.window_at || end > self.window_at + self.window.len() as u64 {
            self.window.clear();
            self.window_at = at;
            let seek = self.file.seek(SeekFrom::Start(at));
            let most = WINDOW_BYTES.max(self.page_bytes as u64);
            seek.and_then(|_| (&mut self.file).take(most).read_to_end(&mut self.window)).map_err(
                |error| Refusal::new(Fault::Unread, format!("page {number}"), error.to_string()),
            )?;
        }
        let start = usize::try_from(at - self.window_at).unwrap_or(usize::MAX);
        let page = self.window.get(start..).and_then(|rest| rest.get(..self.page_bytes));
        page.ok_or_else(|| malformed(number, "the page is cut off"))
    }

    /// Reads a page by itself: those that a long row goes on in lie anywhere.
    fn page_alone(&mut self, number: u32) -> Result<Vec<u8>, Refusal> {
        if number == 0 || number > self.pages {
            return Err(malformed(number, "a row goes on in a page that is not there"));
        }
        let mut page = vec![0; self.page_bytes];
        let seek = self.file.seek(SeekFrom::Start(u64::from(number - 1) * self.page_bytes as u64));
        seek.and_then(|_| self.file.read_exact(&mut page)).map_err(|error| {
            Refusal::new(Fault::Unread, format!("page {number}"), error.to_string())
        })?;
        Ok(page)
    }

    /// Walks the rows of the table that begins at a page; a row is given as its whole record.
    pub(super) fn each_row(
        &mut self,
        root: u32,
        mut take: impl FnMut(&Record<'_>) -> Result<(), Refusal>,
    ) -> Result<(), Refusal> {
        let (mut levels, mut met): (Vec<Level>, u32) = (Vec::new(), 0);
        let (mut wanted, mut payload, mut row) = (Some(root), Vec::new(), 0);
        loop {
            let Some(number) = wanted.take() else {
                let Some(level) = levels.last_mut() else { return Ok(()) };
                wanted = level.child();
                if wanted.is_none() {
                    levels.pop();
                }
                continue;
            };
            met += 1;
            if met > self.pages || levels.len() > LEVELS_MAX {
                return Err(malformed(number, "the pages of the table lead in a circle"));
            }
            let page = self.page(number)?.to_vec();
            let head = if number == 1 { HEADER_BYTES } else { 0 };
            match page.get(head) {
                Some(5) => levels.push(Level { page, number, next: 0 }),
                Some(13) => {
                    let cells = be16(&page, head + 3).unwrap_or(0);
                    for cell in 0..cells {
                        row += 1;
                        self.read_cell(&page, head + 8 + 2 * cell, number, &mut payload)?;
                        let record = Record { bytes: &payload, row, page: number };
                        take(&record)?;
                    }
                }
                _ => return Err(malformed(number, "the page is no page of a table")),
            }
        }
    }

    /// Puts the record of a cell together, from its page and those it goes on in.
    fn read_cell(
        &mut self,
        page: &[u8],
        pointer: usize,
        number: u32,
        payload: &mut Vec<u8>,
    ) -> Result<(), Refusal> {
        let bad = || malformed(number, "a row is cut off by the end of its page");
        let at = be16(page, pointer).ok_or_else(bad)?;
        let (len, at) = varint(page, at).ok_or_else(bad)?;
        let (_, at) = varint(page, at).ok_or_else(bad)?;
        let len = usize::try_from(len).ok().filter(|len| *len <= ROW_BYTES_MAX);
        let len = len.ok_or_else(|| {
            let fact = format!("a row is longer than {ROW_BYTES_MAX} bytes");
            Refusal::new(Fault::TooLong, format!("page {number}"), fact)
        })?;
        let most = self.usable - 35;
        let local = if len <= most {
            len
        } else {
            let least = (self.usable - 12) * 32 / 255 - 23;
            let kept = least + (len - least) % (self.usable - 4);
            if kept <= most { kept } else { least }
        };
        payload.clear();
        payload.extend_from_slice(page.get(at..at + local).ok_or_else(bad)?);
        let mut next = if local < len { be32(page, at + local).ok_or_else(bad)? } else { 0 };
        while payload.len() < len {
            let page = self.page_alone(next)?;
            let content = page.get(4..self.usable).ok_or_else(bad)?;
            let rest = len - payload.len();
            payload.extend_from_slice(content.get(..rest).unwrap_or(content));
            next = be32(&page, 0).unwrap_or(0);
        }
        Ok(())
    }
}

impl Level {
    /// The next page below; nothing after the last.
    fn child(&mut self) -> Option<u32> {
        let head = if self.number == 1 { HEADER_BYTES } else { 0 };
        let cells = be16(&self.page, head + 3)?;
        let at = self.next;
        self.next += 1;
        match at.cmp(&cells) {
            std::cmp::Ordering::Less => be32(&self.page, be16(&self.page, head + 12 + 2 * at)?),
            std::cmp::Ordering::Equal => be32(&self.page, head + 8),
            std::cmp::Ordering::Greater => None,
        }
    }
}

/// A row of a table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'r> {
    bytes: &'r [u8],
    row: u64,
    page: u32,
}

impl<'r> Record<'r> {
    /// Where it stands.
    pub(super) fn place(&self) -> String {
        format!("row {} (page {})", self.row, self.page)
    }

    /// Its columns: the kind of each and its bytes; it ends early where the row is not in order.
    fn cells(self) -> impl Iterator<Item = (u64, &'r [u8])> {
        let (end, mut at) = varint(self.bytes, 0).unwrap_or((0, 0));
        let end = usize::try_from(end).unwrap_or(0);
        let mut content = end;
        std::iter::from_fn(move || {
            let (kind, next) = varint(self.bytes, at).filter(|_| at < end)?;
            at = next;
            let len = match kind {
                0 | 8 | 9 => 0,
                1..=4 => usize::try_from(kind).ok()?,
                5 => 6,
                6 | 7 => 8,
                _ => usize::try_from(kind.checked_sub(12)? / 2).ok()?,
            };
            let cell = self.bytes.get(content..content.checked_add(len)?)?;
            content += len;
            Some((kind, cell))
        })
    }

    /// Its columns: texts as they are, anything else as nothing.
    pub(super) fn columns(self) -> impl Iterator<Item = &'r [u8]> {
        self.cells().map(|(kind, cell)| if kind >= 12 { cell } else { &[] })
    }

    /// A column as a number, where it is a whole one.
    pub(super) fn integer(self, column: usize) -> Option<i64> {
        let (kind, bytes) = self.cells().nth(column)?;
        let first = bytes.first().map_or(0, |byte| if byte & 0x80 == 0 { 0 } else { -1 });
        match kind {
            8 | 9 => Some(i64::from(kind == 9)),
            1..=6 => Some(bytes.iter().fold(first, |sum, byte| sum << 8 | i64::from(*byte))),
            _ => None,
        }
    }
}
