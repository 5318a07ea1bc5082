//! The write-ahead log of a SQLite database: pages written last, not yet copied into it.
//!
//! A frame counts where its salts are those of the log's header and its running checksum holds, and
//! only up to the last frame that ends a transaction: what stands behind was never committed.
//!
//! **Specification:** SQLite, "Database File Format", section 4.

use std::collections::HashMap;
use std::io::{self, Read, SeekFrom};

use super::bytes::be32;
use crate::format::ReadSeek;

/// First bytes of a log whose checksums are little-endian; the other kind has the last bit set.
const MAGIC_LITTLE: u32 = 0x377f_0682;
const HEADER_BYTES: usize = 32;
const FRAME_HEADER_BYTES: usize = 24;

/// Distinct pages of a log that are kept track of: 16 bytes each, and logs are copied back every
/// thousand pages or so.
const LOG_PAGES_MAX: usize = 4_000_000;

/// Whether these are the first bytes of a write-ahead log.
pub(super) fn is_log(head: &[u8]) -> bool {
    be32(head, 0).is_some_and(|magic| magic & !1 == MAGIC_LITTLE)
        && be32(head, 4) == Some(3_007_000)
}

/// Whether an exhibit is the index of a log (`-shm`): two copies of a header of 48 bytes, in the byte
/// order of the device, in blocks of 32 KiB.
pub(super) fn is_index(head: &[u8], len: u64) -> bool {
    let version = |at: usize| {
        let bytes = head.get(at..at + 4).and_then(|bytes| bytes.first_chunk());
        bytes.is_some_and(|own| {
            [u32::from_le_bytes(*own), u32::from_be_bytes(*own)].contains(&3_007_000)
        })
    };
    len > 0 && len.is_multiple_of(32_768) && version(0) && version(48)
}

/// Where in the log the pages stand that were written last.
#[derive(Debug, Default)]
pub(super) struct Log {
    /// Page and place of its bytes in the log.
    pub(super) pages: HashMap<u32, u64>,
    /// Pages of the whole database after the last commit.
    pub(super) database_pages: u32,
    /// Frames up to the last commit.
    pub(super) committed: u64,
    /// Valid frames behind it, of a transaction that never ended.
    pub(super) uncommitted: u64,
    /// Frames after which nothing is valid: of an older use of the log, or damaged.
    pub(super) invalid: u64,
}

/// Sums of the log's checksum.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Sums(u32, u32);

impl Sums {
    /// Goes on over bytes whose number is a multiple of eight.
    fn add(&mut self, bytes: &[u8], is_little: bool) {
        for pair in bytes.chunks_exact(8) {
            let (Some(first), Some(second)) = (pair.first_chunk::<4>(), pair.last_chunk::<4>())
            else {
                continue;
            };
            let word = if is_little { u32::from_le_bytes } else { u32::from_be_bytes };
            self.0 = self.0.wrapping_add(word(*first)).wrapping_add(self.1);
            self.1 = self.1.wrapping_add(word(*second)).wrapping_add(self.0);
        }
    }
}

impl Log {
    /// Reads the frames of a log for a database with pages of this size; says what is wrong where
    /// the log as a whole cannot belong to it.
    pub(super) fn read(
        wal: &mut dyn ReadSeek,
        page_bytes: usize,
    ) -> io::Result<Result<Self, &'static str>> {
        let len = wal.seek(SeekFrom::End(0))?;
        wal.seek(SeekFrom::Start(0))?;
        let mut header = [0; HEADER_BYTES];
        if len < HEADER_BYTES as u64 {
            // A log is emptied when a program closes its database.
            return Ok(Ok(Self::default()));
        }
        wal.read_exact(&mut header)?;
        if !is_log(&header) {
            return Ok(Err("the file given as write-ahead log is none"));
        }
        let stated = be32(&header, 8).and_then(|size| usize::try_from(size).ok());
        if stated != Some(page_bytes) {
            return Ok(Err("the write-ahead log has pages of another size than the database"));
        }
        let is_little = be32(&header, 0) == Some(MAGIC_LITTLE);
        let mut sums = Sums(0, 0);
        sums.add(header.get(..24).unwrap_or_default(), is_little);
        if (be32(&header, 24), be32(&header, 28)) != (Some(sums.0), Some(sums.1)) {
            return Ok(Err("the checksum of the write-ahead log's header does not hold"));
        }
        Self::read_frames(wal, len, page_bytes, &header, sums).map(Ok)
    }

    fn read_frames(
        wal: &mut dyn ReadSeek,
        len: u64,
        page_bytes: usize,
        header: &[u8],
        mut sums: Sums,
    ) -> io::Result<Self> {
        let is_little = be32(header, 0) == Some(MAGIC_LITTLE);
        let frame_bytes = FRAME_HEADER_BYTES + page_bytes;
        let frames = (len - HEADER_BYTES as u64) / frame_bytes as u64;
        let mut log = Self::default();
        let mut open: Vec<(u32, u64)> = Vec::new();
        let mut frame = vec![0; frame_bytes];
        let mut reader = io::BufReader::new(&mut *wal);
        for index in 0..frames {
            reader.read_exact(&mut frame)?;
            let (page, pages_after) = (be32(&frame, 0), be32(&frame, 4).unwrap_or(0));
            sums.add(frame.get(..8).unwrap_or_default(), is_little);
            sums.add(frame.get(FRAME_HEADER_BYTES..).unwrap_or_default(), is_little);
            let is_valid = frame.get(8..16) == header.get(16..24)
                && (be32(&frame, 16), be32(&frame, 20)) == (Some(sums.0), Some(sums.1));
            let Some(page) = page.filter(|page| *page != 0 && is_valid) else {
                log.invalid = frames - index;
                break;
            };
            let at = HEADER_BYTES as u64 + index * frame_bytes as u64 + FRAME_HEADER_BYTES as u64;
            open.push((page, at));
            if pages_after != 0 {
                log.committed = index + 1;
                log.database_pages = pages_after;
                log.pages.extend(open.drain(..));
            }
            if log.pages.len() + open.len() > LOG_PAGES_MAX {
                log.invalid = frames - index - 1;
                break;
            }
        }
        log.uncommitted = open.len() as u64;
        Ok(log)
    }
}
