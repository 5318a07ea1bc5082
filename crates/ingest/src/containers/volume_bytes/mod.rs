//! What the readers of file systems share: bytes of a volume at a place, the runs of blocks that
//! make a file, names, modes and times as a record takes them.
//!
//! Nothing here knows a file system. All reading is within the volume: a place outside it is an
//! error that tells so, and never a panic.

mod entry;
mod runs;

use std::io::{self, SeekFrom};

use crate::format::{ReadSeek, Source};

pub(crate) use entry::{
    Clock, Nanos, hex_text, keep_attribute, mode_text, name_text, path_text, place, said, wide_text,
};
pub(crate) use runs::{FileBytes, HOLE_BYTES_MAX, Runs};

/// Bytes of a page that is kept: inodes and nodes of a tree stand close to their neighbours.
const PAGE_BYTES: u64 = 32 * 1024;

/// Pages kept at a time.
const PAGES_MAX: usize = 16;

/// Numbers in a structure on disk, by their offset. Beyond the end they are 0: the callers read
/// structures of a fixed size, and check what they cannot do without.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Fields<'a>(pub(crate) &'a [u8]);

impl<'a> Fields<'a> {
    fn array<const N: usize>(self, at: usize) -> [u8; N] {
        let rest = self.0.get(at..).unwrap_or_default();
        rest.first_chunk::<N>().copied().unwrap_or([0; N])
    }

    /// A byte.
    pub(crate) fn byte(self, at: usize) -> u8 {
        self.0.get(at).copied().unwrap_or_default()
    }

    /// 16 bits, least significant byte first.
    pub(crate) fn le16(self, at: usize) -> u16 {
        u16::from_le_bytes(self.array(at))
    }

    /// 32 bits, least significant byte first.
    pub(crate) fn le32(self, at: usize) -> u32 {
        u32::from_le_bytes(self.array(at))
    }

    /// 64 bits, least significant byte first.
    pub(crate) fn le64(self, at: usize) -> u64 {
        u64::from_le_bytes(self.array(at))
    }

    /// 16 bits, most significant byte first.
    pub(crate) fn be16(self, at: usize) -> u16 {
        u16::from_be_bytes(self.array(at))
    }

    /// 32 bits, most significant byte first.
    pub(crate) fn be32(self, at: usize) -> u32 {
        u32::from_be_bytes(self.array(at))
    }

    /// 64 bits, most significant byte first.
    pub(crate) fn be64(self, at: usize) -> u64 {
        u64::from_be_bytes(self.array(at))
    }

    /// `len` bytes, or what there is of them.
    pub(crate) fn part(self, at: usize, len: usize) -> &'a [u8] {
        let rest = self.0.get(at..).unwrap_or_default();
        rest.get(..len).unwrap_or(rest)
    }
}

/// A structure that breaks the rules of its file system, as an error of reading.
pub(crate) fn damaged(reason: &str) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason)
}

struct Page {
    at: u64,
    bytes: Vec<u8>,
}

/// The bytes of a volume; small reads come from pages that are kept.
pub(crate) struct Volume<'a> {
    bytes: &'a mut dyn ReadSeek,
    len: u64,
    pages: Vec<Page>,
    next_page: usize,
}

impl std::fmt::Debug for Volume<'_> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Volume").field("len", &self.len).finish_non_exhaustive()
    }
}

impl<'a> Volume<'a> {
    /// The volume an exhibit is.
    pub(crate) fn new(source: &'a mut Source<'_>) -> Self {
        Self { bytes: &mut *source.bytes, len: source.len, pages: Vec::new(), next_page: 0 }
    }

    /// Number of bytes.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// The bytes themselves, for the content of a file.
    pub(crate) fn bytes(&mut self) -> &mut dyn ReadSeek {
        &mut *self.bytes
    }

    /// Exactly `len` bytes from `at`.
    pub(crate) fn read(&mut self, at: u64, len: usize) -> io::Result<Vec<u8>> {
        let end = at.checked_add(len as u64);
        if end.is_none_or(|end| end > self.len) {
            return Err(damaged("it points outside the volume"));
        }
        let mut out = Vec::with_capacity(len);
        if len as u64 > PAGE_BYTES {
            out.resize(len, 0);
            self.bytes.seek(SeekFrom::Start(at))?;
            self.bytes.read_exact(&mut out)?;
            return Ok(out);
        }
        while out.len() < len {
            let from = at + out.len() as u64;
            let within = usize::try_from(from % PAGE_BYTES).unwrap_or_default();
            let wanted = len - out.len();
            let page = self.page(from - within as u64)?;
            let rest = page.get(within..).unwrap_or_default();
            if rest.is_empty() {
                return Err(damaged("the volume ends before it"));
            }
            out.extend_from_slice(rest.get(..wanted).unwrap_or(rest));
        }
        Ok(out)
    }

    /// The page that begins at `at`.
    fn page(&mut self, at: u64) -> io::Result<&[u8]> {
        let found = self.pages.iter().position(|page| page.at == at);
        let slot = match found {
            Some(slot) => slot,
            None => self.load(at)?,
        };
        Ok(self.pages.get(slot).map(|page| page.bytes.as_slice()).unwrap_or_default())
    }

    fn load(&mut self, at: u64) -> io::Result<usize> {
        let len = PAGE_BYTES.min(self.len.saturating_sub(at));
        let mut bytes = vec![0; usize::try_from(len).unwrap_or_default()];
        self.bytes.seek(SeekFrom::Start(at))?;
        self.bytes.read_exact(&mut bytes)?;
        let page = Page { at, bytes };
        let slot = self.next_page;
        self.next_page = (slot + 1) % PAGES_MAX;
        match self.pages.get_mut(slot) {
            Some(old) => *old = page,
            None => self.pages.push(page),
        }
        Ok(slot)
    }
}
