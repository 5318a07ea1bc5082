//! What the file systems of Windows and of memory cards share: a volume cut into clusters, files
//! that are runs of clusters, names in UTF-16, and times as DOS and Windows write them.
//!
//! All reading is bounded by the volume itself: nothing is allocated by a count that the volume
//! states, and a run that leads outside the volume is refused before it is read.

mod attributes;
mod names;
mod runs;
mod stamps;
mod windows;

pub(crate) use super::bytes_at::{le16, le32, le64};
use std::io::{self, SeekFrom};

pub(crate) use attributes::mode_of;
pub(crate) use names::{join, text_of_bytes, text_of_units};
pub(crate) use runs::{Run, RunReader, Runs, seek_to};
pub(crate) use stamps::{DosTime, LocalClock, TickClock, ticks_text};
pub(crate) use windows::Windows;

use crate::format::{ReadSeek, Source};

/// Pieces a file may lie in; a terabyte in pieces of a mebibyte.
pub(crate) const RUNS_MAX: usize = 1 << 20;

/// Bytes of holes in one file; larger ones are an attack on whoever reads zeros to their end.
pub(crate) const HOLES_BYTES_MAX: u64 = 1 << 40;

/// Folders within folders; Windows stops at 32,767 characters, so at far fewer in practice.
pub(crate) const DEPTH_MAX: usize = 512;

/// Bytes of a path: 32,767 characters, the longest that Windows opens.
pub(crate) const PATH_BYTES_MAX: usize = 32 * 1024;

/// Folders waiting to be walked or remembered by number; each takes about a hundred bytes.
pub(crate) const FOLDERS_MAX: usize = 1 << 20;

/// Bytes of the paths of folders waiting to be walked.
pub(crate) const PENDING_BYTES_MAX: usize = 64 << 20;

/// Clusters of all folders of a volume; each is remembered so that it is walked once.
pub(crate) const FOLDER_CLUSTERS_MAX: usize = 1 << 22;

/// Clusters in use that the guess at a deleted file's clusters passes over; one that goes on
/// farther away is no guess worth making.
pub(crate) const PASSED_OVER_MAX: u32 = 1 << 16;

/// Where entries go whose folder is not known, as The Sleuth Kit names it.
pub(crate) const ORPHANS: &str = "$OrphanFiles";

/// The bytes of a volume, read from any place.
pub(crate) struct Volume<'v> {
    bytes: &'v mut dyn ReadSeek,
    len: u64,
}

impl<'v> Volume<'v> {
    /// The volume that a source holds.
    pub(crate) fn of(source: &'v mut Source<'_>) -> Self {
        let len = source.len;
        Self { bytes: &mut *source.bytes, len }
    }

    /// Its length in bytes, as the source has it.
    pub(crate) fn len(&self) -> u64 {
        self.len
    }

    /// Fills `buffer` from the byte `at`.
    pub(crate) fn read_at(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<()> {
        self.bytes.seek(SeekFrom::Start(at))?;
        self.bytes.read_exact(buffer)
    }

    /// Reads up to `buffer.len()` bytes from the byte `at`; 0 means that the volume ends there.
    fn read_some(&mut self, at: u64, buffer: &mut [u8]) -> io::Result<usize> {
        self.bytes.seek(SeekFrom::Start(at))?;
        self.bytes.read(buffer)
    }
}

/// A count in memory from a count on disk; on a machine where it has no room it is too large.
pub(crate) fn size(bytes: u64) -> usize {
    usize::try_from(bytes).unwrap_or(usize::MAX)
}

/// A size as a record holds it.
pub(crate) fn stated_size(bytes: u64) -> Option<i64> {
    i64::try_from(bytes).ok()
}
