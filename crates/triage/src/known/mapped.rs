//! A file of ours, read where it lies: only the pages that are touched come into memory.
//!
//! The one place of the house with `unsafe`: no kept crate maps a file through a safe interface,
//! because another process may change the file under the map.

use std::fs::File;
use std::ops::Deref;
use std::path::Path;

use memmap2::Mmap;

use super::refusal::KnownError;

/// The bytes of a file.
#[derive(Debug)]
pub(super) struct Mapped(Mmap);

impl Mapped {
    /// Maps a whole file.
    pub(super) fn open(path: &Path) -> Result<Self, KnownError> {
        let file = File::open(path).map_err(KnownError::disk(path))?;
        #[expect(
            unsafe_code,
            reason = "the file is opened read-only, lies in a folder private to its keeper, was \
                      written by us under its final name only when it was whole and synced, and is \
                      never changed or cut in place: a new generation is a new file. Every value \
                      read from it is checked against the bounds; none is trusted to be valid"
        )]
        // SAFETY: the bytes do not change while they are mapped; see the reason above.
        let map = unsafe { Mmap::map(&file) }.map_err(KnownError::disk(path))?;
        Ok(Self(map))
    }
}

impl Deref for Mapped {
    type Target = [u8];

    fn deref(&self) -> &[u8] {
        &self.0
    }
}
