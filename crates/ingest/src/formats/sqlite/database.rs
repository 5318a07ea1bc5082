//! A SQLite database as an exhibit: its header, its log, its tables.
//!
//! The reader is our own because the caged worker has no files to give a library, because every row
//! needs the place of its bytes, because the log is a layer to be looked at with and without, and
//! because free pages hold deleted rows: no library gives any of these. It writes nothing, ever.

use std::io::SeekFrom;

use model::Place;

use super::bytes::{be32, offset};
use super::cursor::Cursor;
use super::header::{HEADER_BYTES, Header};
use super::pages::{Met, PageFault, Pages, View};
use super::schema::{Schema, Table};
use super::wal::{Log, is_log};
use crate::format::ReadSeek;
use crate::sink::Halt;

/// Pages of the list of free pages that are looked at: 4 GiB of pages of the usual size.
const FREE_PAGES_MAX: usize = 1_000_000;

/// Pages of an unread table whose rows are counted; more are told as "at least".
const COUNT_PAGES_MAX: u64 = 250_000;

/// A database; see the module.
pub(super) struct Database<'a> {
    /// Its pages.
    pub(super) pages: Pages<'a>,
    /// Its header, with the log over it.
    pub(super) header: Header,
    /// Its tables, with the log over it.
    pub(super) schema: Schema,
    /// Its tables without the log, where there is one.
    pub(super) before: Option<Schema>,
    /// The state that is taken for the present one.
    pub(super) view: View,
    /// Whether a log was given with it.
    pub(super) has_log: bool,
    /// What was wrong with the log as a whole.
    pub(super) log_fault: Option<&'static str>,
}

/// A walk over a table.
pub(super) fn walk(table: &Table, view: View) -> Cursor {
    Cursor::new(table.root, view, !table.layout.is_without_rowid)
}

/// A fault on which the reading ends.
pub(super) fn broken(reason: &str, remedy: &str) -> Halt {
    let place = Place::default();
    Halt::Broken { place, reason: reason.to_owned(), remedy: remedy.to_owned() }
}

impl<'a> Database<'a> {
    /// Opens a database and, where it is there, the log that belongs to it.
    pub(super) fn open(
        main: &'a mut dyn ReadSeek,
        mut wal: Option<&'a mut dyn ReadSeek>,
    ) -> Result<Self, Halt> {
        let main_bytes = main.seek(SeekFrom::End(0)).map_err(Halt::Read)?;
        main.seek(SeekFrom::Start(0)).map_err(Halt::Read)?;
        let mut head = Vec::with_capacity(HEADER_BYTES);
        let mut first = std::io::Read::take(&mut *main, HEADER_BYTES as u64);
        std::io::Read::read_to_end(&mut first, &mut head).map_err(Halt::Read)?;
        if is_log(&head) {
            return Err(broken(
                "this is the write-ahead log of a SQLite database, without the database",
                "give it together with its database: the file of the same name without `-wal`",
            ));
        }
        let header = Header::read(&head).map_err(|why| {
            broken(why, "ask for another copy; an encrypted database has to be decrypted first")
        })?;
        let (mut log, mut log_fault) = (Log::default(), None);
        if let Some(wal) = wal.as_deref_mut() {
            match Log::read(wal, header.page_bytes).map_err(Halt::Read)? {
                Ok(read) => log = read,
                Err(why) => log_fault = Some(why),
            }
        }
        let has_log = wal.is_some();
        let view = if log.committed > 0 { View::WithLog } else { View::Database };
        let mut pages = Pages::new(main, wal, main_bytes, &header, log);
        let mut present = header.clone();
        if let Ok(first) = pages.page(1, view)
            && let Ok(header) = Header::read(&first.bytes)
        {
            present = header;
        }
        let schema = Schema::read(&mut pages, present.encoding, view)?;
        let before = if view == View::WithLog {
            Some(Schema::read(&mut pages, header.encoding, View::Database)?)
        } else {
            None
        };
        Ok(Self { pages, header: present, schema, before, view, has_log, log_fault })
    }

    /// How many rows a table holds, and whether all were counted.
    pub(super) fn count(&mut self, table: &Table) -> Result<(u64, bool), Halt> {
        let mut cursor = walk(table, self.view);
        cursor.count(&mut self.pages, COUNT_PAGES_MAX)
    }

    /// The pages that are free: those of the list itself, each with the place where old content
    /// begins in it, and those it names.
    pub(super) fn free_pages(&mut self) -> Result<Vec<(u32, usize)>, Halt> {
        let (mut out, mut met) = (Vec::new(), Met::default());
        let mut trunk = self.header.freelist;
        while trunk != 0 && out.len() < FREE_PAGES_MAX && met.mark(trunk) {
            let page = match self.pages.page(trunk, self.view) {
                Ok(page) => page,
                Err(PageFault::Outside) => break,
                Err(PageFault::Read(error)) => return Err(Halt::Read(error)),
            };
            let count = be32(&page.bytes, 4).and_then(|count| usize::try_from(count).ok());
            let room = self.pages.usable_bytes / 4 - 2;
            let count = count.filter(|count| *count <= room).unwrap_or(0);
            for index in 0..count {
                let Some(leaf) = be32(&page.bytes, 8 + 4 * index) else { break };
                let is_there = leaf > 1 && leaf <= self.pages.count(self.view);
                if is_there && out.len() < FREE_PAGES_MAX && met.mark(leaf) {
                    out.push((leaf, 0));
                }
            }
            out.push((trunk, 8 + 4 * count));
            trunk = be32(&page.bytes, 0).unwrap_or(0);
        }
        Ok(out)
    }
}

/// The stretches of a leaf page that belong to no row: the gap between the pointers and the content,
/// and the freed blocks.
pub(super) fn unused(
    bytes: &[u8],
    header: usize,
    gap: std::ops::Range<usize>,
) -> Vec<std::ops::Range<usize>> {
    let mut out = vec![gap];
    let mut at = offset(bytes, header + 1).unwrap_or(0);
    // Freed blocks stand in ascending order, so that the chain ends.
    while at != 0 {
        let (Some(next), Some(size)) = (offset(bytes, at), offset(bytes, at + 2)) else { break };
        if size < 4 || at + size > bytes.len() {
            break;
        }
        out.push(at..at + size);
        if next != 0 && next < at + size {
            break;
        }
        at = next;
    }
    out
}
