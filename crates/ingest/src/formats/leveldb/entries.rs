//! The entries of one file of a store, whichever kind of file it is, as often as they are asked for.

use super::log::Log;
use super::table::Table;
use crate::format::ReadSeek;
use crate::sink::Halt;

/// Longest block of a table or batch of a log, packed and unpacked: programs write some megabytes, and a
/// worker holds several copies.
pub(super) const PIECE_BYTES_MAX: usize = 32 << 20;

/// A key with a value, or the word that it was deleted.
#[derive(Debug, Default)]
pub(super) struct Entry {
    pub(super) key: Vec<u8>,
    pub(super) value: Vec<u8>,
    /// Counts what was written to the store: of two entries of a key the higher one holds.
    pub(super) sequence: u64,
    pub(super) is_deletion: bool,
    /// Which entry of its block or batch it is, from 1.
    pub(super) number: u32,
    /// First byte in the file of what holds the entry.
    pub(super) start: u64,
    /// Bytes of what holds the entry: its own, or the packed block or parted batch around it.
    pub(super) len: u64,
}

/// Something that cannot be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Bad {
    /// Its first byte in the file.
    pub(super) at: u64,
    /// What is wrong.
    pub(super) why: &'static str,
}

/// What the walk came upon.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    /// An entry.
    Entry,
    /// Something that cannot be read; the walk goes on behind it.
    Bad(Bad),
    /// The end of the file.
    End,
}

/// The entries of a file.
pub(super) enum Entries<'a> {
    Table(Table<'a>),
    Log(Log<'a>),
}

impl<'a> Entries<'a> {
    /// Opens a file by what stands at its end.
    pub(super) fn open(bytes: &'a mut dyn ReadSeek, len: u64) -> Result<Self, Halt> {
        if super::table::is_table(bytes, len).map_err(Halt::Read)? {
            Table::open(bytes, len).map(Self::Table)
        } else {
            Ok(Self::Log(Log::new(bytes, len)))
        }
    }

    /// Starts again.
    pub(super) fn rewind(&mut self) {
        match self {
            Self::Table(table) => table.rewind(),
            Self::Log(log) => log.rewind(),
        }
    }

    /// Goes on to the next entry.
    pub(super) fn next(&mut self, entry: &mut Entry) -> Result<Step, Halt> {
        match self {
            Self::Table(table) => table.next(entry),
            Self::Log(log) => log.next(entry),
        }
        .map_err(Halt::Read)
    }

    /// Where a log ends within a record.
    pub(super) fn torn(&self) -> Option<u64> {
        match self {
            Self::Table(_) => None,
            Self::Log(log) => log.torn(),
        }
    }
}

/// Whether a masked checksum is right. A stored sum is turned and moved, so that a sum over bytes that
/// hold sums stays a good one.
pub(super) fn has_sum(masked: u32, bytes: impl Iterator<Item = u8>) -> bool {
    let turned = masked.wrapping_sub(0xa282_ead8);
    turned.rotate_left(15) == crate::containers::castagnoli::sum(bytes)
}
