//! The first hundred bytes of a SQLite database: page size, encoding, free pages.
//!
//! **Specification:** SQLite, "Database File Format", section 1.3.

use super::bytes::{be16, be32};

/// The bytes every SQLite 3 database begins with.
pub(super) const MAGIC: &[u8] = b"SQLite format 3\0";

/// Bytes of the header.
pub(super) const HEADER_BYTES: usize = 100;

/// Smallest usable size of a page that the format allows.
const USABLE_BYTES_MIN: usize = 480;

/// How text is written in the whole database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Encoding {
    /// UTF-8.
    #[default]
    Utf8,
    /// UTF-16, little end first.
    Utf16Le,
    /// UTF-16, big end first.
    Utf16Be,
}

impl Encoding {
    /// WHATWG label.
    pub(super) fn label(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
        }
    }
}

/// How the database is kept beside its log.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Journal {
    /// A rollback journal: what is committed stands in the database.
    Rollback,
    /// A write-ahead log: what was written last may stand in a file beside it.
    WriteAhead,
}

/// What the header states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Header {
    /// Bytes of a page.
    pub(super) page_bytes: usize,
    /// Bytes of a page without those reserved for extensions.
    pub(super) usable_bytes: usize,
    /// How text is written.
    pub(super) encoding: Encoding,
    /// How the database is kept.
    pub(super) journal: Journal,
    /// First page of the list of free pages, 0 for none.
    pub(super) freelist: u32,
    /// Pages the header states; 0 where it does not.
    pub(super) pages: u32,
    /// The number programs use for the version of their own schema.
    pub(super) user_version: u32,
}

impl Header {
    /// Reads the header, or says what is wrong with it.
    pub(super) fn read(bytes: &[u8]) -> Result<Self, &'static str> {
        let cut = "the header of the database is cut off";
        if !bytes.starts_with(MAGIC) {
            return Err("the file does not begin as a SQLite database");
        }
        let header = bytes.get(..HEADER_BYTES).ok_or(cut)?;
        let page_bytes = match be16(header, 16).ok_or(cut)? {
            1 => 65_536,
            size if size >= 512 && size.is_power_of_two() => usize::from(size),
            _ => return Err("the page size is not a power of two from 512 to 65,536"),
        };
        let reserved = header.get(20).copied().map_or(0, usize::from);
        let usable_bytes = page_bytes.saturating_sub(reserved);
        if usable_bytes < USABLE_BYTES_MIN {
            return Err("the pages have less room than the format allows");
        }
        let encoding = match be32(header, 56).ok_or(cut)? {
            0 | 1 => Encoding::Utf8,
            2 => Encoding::Utf16Le,
            3 => Encoding::Utf16Be,
            _ => return Err("the text encoding is none of the three of SQLite"),
        };
        let journal = match header.get(18..20) {
            Some([2, _] | [_, 2]) => Journal::WriteAhead,
            _ => Journal::Rollback,
        };
        // The number of pages counts only where the last writer knew of it.
        let is_counted = be32(header, 24) == be32(header, 92);
        let pages = be32(header, 28).filter(|_| is_counted).unwrap_or(0);
        let freelist = be32(header, 32).unwrap_or(0);
        let user_version = be32(header, 60).unwrap_or(0);
        Ok(Self { page_bytes, usable_bytes, encoding, journal, freelist, pages, user_version })
    }
}
