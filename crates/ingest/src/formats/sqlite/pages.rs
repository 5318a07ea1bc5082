//! The pages of a database, each from the database itself or from its write-ahead log.
//!
//! Memory: at most [`CACHE_BYTES_MAX`] of pages beside those a walk stands on.

use std::collections::{HashMap, VecDeque};
use std::io::{self, SeekFrom};
use std::rc::Rc;

use super::header::Header;
use super::wal::Log;
use crate::format::ReadSeek;

/// Bytes of pages kept for another look: overflow chains and small tables are met again soon, and
/// a walk holds its own path.
const CACHE_BYTES_MAX: usize = 8 * 1024 * 1024;

/// Which state of the database is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum View {
    /// The database alone.
    Database,
    /// The database with the committed pages of its log over it.
    WithLog,
}

/// Which file a page's bytes stand in, and where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Origin {
    /// The database, at this byte.
    Database(u64),
    /// The log, at this byte.
    Log(u64),
}

/// A page and where it stands.
#[derive(Debug)]
pub(super) struct Page {
    /// Its number, from 1.
    pub(super) number: u32,
    /// Where its bytes stand.
    pub(super) origin: Origin,
    /// Its bytes.
    pub(super) bytes: Vec<u8>,
}

/// Why a page is not there.
#[derive(Debug)]
pub(super) enum PageFault {
    /// The bytes could not be read.
    Read(io::Error),
    /// The page lies outside the file.
    Outside,
}

/// The pages of a database; see the module.
pub(super) struct Pages<'a> {
    main: &'a mut dyn ReadSeek,
    wal: Option<&'a mut dyn ReadSeek>,
    main_bytes: u64,
    page_bytes: usize,
    /// Bytes of a page that hold content.
    pub(super) usable_bytes: usize,
    log: Log,
    cache: HashMap<Origin, Rc<Page>>,
    oldest: VecDeque<Origin>,
}

impl<'a> Pages<'a> {
    pub(super) fn new(
        main: &'a mut dyn ReadSeek,
        wal: Option<&'a mut dyn ReadSeek>,
        main_bytes: u64,
        header: &Header,
        log: Log,
    ) -> Self {
        Self {
            main,
            wal,
            main_bytes,
            page_bytes: header.page_bytes,
            usable_bytes: header.usable_bytes,
            log,
            cache: HashMap::new(),
            oldest: VecDeque::new(),
        }
    }

    /// What the log holds.
    pub(super) fn log(&self) -> &Log {
        &self.log
    }

    /// Pages that can be there in this view; a number past it is a fault.
    pub(super) fn count(&self, view: View) -> u32 {
        let whole = self.main_bytes.div_ceil(self.page_bytes as u64);
        let whole = u32::try_from(whole).unwrap_or(u32::MAX);
        match view {
            View::Database => whole,
            View::WithLog => whole.max(self.log.database_pages),
        }
    }

    /// The page of this number.
    pub(super) fn page(&mut self, number: u32, view: View) -> Result<Rc<Page>, PageFault> {
        let origin = self.origin(number, view).ok_or(PageFault::Outside)?;
        if let Some(page) = self.cache.get(&origin) {
            return Ok(Rc::clone(page));
        }
        let mut bytes = vec![0; self.page_bytes];
        let read = match (origin, self.wal.as_deref_mut()) {
            (Origin::Database(at), _) => read_at(self.main, at, &mut bytes),
            (Origin::Log(at), Some(wal)) => read_at(wal, at, &mut bytes),
            (Origin::Log(_), None) => return Err(PageFault::Outside),
        };
        read.map_err(PageFault::Read)?;
        let page = Rc::new(Page { number, origin, bytes });
        self.keep(&page);
        Ok(page)
    }

    fn origin(&self, number: u32, view: View) -> Option<Origin> {
        if view == View::WithLog
            && let Some(at) = self.log.pages.get(&number)
        {
            return Some(Origin::Log(*at));
        }
        let at = u64::from(number.checked_sub(1)?) * self.page_bytes as u64;
        (at + self.page_bytes as u64 <= self.main_bytes).then_some(Origin::Database(at))
    }

    fn keep(&mut self, page: &Rc<Page>) {
        while (self.cache.len() + 1) * self.page_bytes > CACHE_BYTES_MAX {
            let Some(oldest) = self.oldest.pop_front() else { break };
            self.cache.remove(&oldest);
        }
        self.cache.insert(page.origin, Rc::clone(page));
        self.oldest.push_back(page.origin);
    }
}

fn read_at(file: &mut dyn ReadSeek, at: u64, bytes: &mut [u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start(at))?;
    file.read_exact(bytes)
}

/// Pages that were met, so that none is walked twice.
#[derive(Debug, Default)]
pub(super) struct Met {
    bits: Vec<u64>,
}

impl Met {
    /// Marks a page; `false` where it was marked before.
    pub(super) fn mark(&mut self, number: u32) -> bool {
        let (word, bit) = ((number / 64) as usize, 1u64 << (number % 64));
        if self.bits.len() <= word {
            self.bits.resize(word + 1, 0);
        }
        let Some(slot) = self.bits.get_mut(word) else { return false };
        let is_new = *slot & bit == 0;
        *slot |= bit;
        is_new
    }

    /// Whether a page was marked.
    pub(super) fn holds(&self, number: u32) -> bool {
        let bit = 1u64 << (number % 64);
        self.bits.get((number / 64) as usize).is_some_and(|word| word & bit != 0)
    }
}
