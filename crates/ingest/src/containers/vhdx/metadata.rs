//! The metadata of a VHDX disk: sizes, identifier, whether it has a parent.

use std::io;

use model::{Phrase, say};

use super::super::blocks::IMAGE_BYTES_MAX;
use super::super::bytes_at::{hex, invalid, le16, le32, le64, read as read_bytes};
use super::Region;
use crate::format::ReadSeek;

/// Bytes of the table of metadata, and its most entries.
const TABLE_BYTES: usize = 64 << 10;
const ENTRIES_MAX: usize = 2047;

/// Sizes of blocks that the specification allows.
const BLOCK_BYTES: std::ops::RangeInclusive<u64> = 1 << 20..=256 << 20;

/// Identifiers of items, as they stand in the file.
const FILE_PARAMETERS: [u8; 16] =
    *b"\x37\x67\xA1\xCA\x36\xFA\x43\x4D\xB3\xB6\x33\xF0\xAA\x44\xE7\x6B";
const DISK_SIZE: [u8; 16] = *b"\x24\x42\xA5\x2F\x1B\xCD\x76\x48\xB2\x11\x5D\xBE\xD8\x3B\xF4\xB8";
const DISK_ID: [u8; 16] = *b"\xAB\x12\xCA\xBE\xE6\xB2\x23\x45\x93\xEF\xC3\x09\xE0\x00\xC7\x46";
const LOGICAL_SECTOR: [u8; 16] =
    *b"\x1D\xBF\x41\x81\x6F\xA9\x09\x47\xBA\x47\xF2\x33\xA8\xFA\xAB\x5F";

/// What the metadata states.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Metadata {
    pub(super) len: u64,
    pub(super) block_bytes: u64,
    pub(super) sector_bytes: u32,
    pub(super) has_parent: bool,
    is_fixed: bool,
    disk: String,
}

/// Reads the metadata region.
pub(super) fn read(bytes: &mut dyn ReadSeek, region: Region) -> io::Result<Metadata> {
    let table = read_bytes(bytes, region.at, TABLE_BYTES as u64, TABLE_BYTES)?;
    if !table.starts_with(b"metadata") {
        return Err(invalid("its table is not there"));
    }
    let count = usize::from(le16(&table, 10).unwrap_or(0)).min(ENTRIES_MAX);
    let mut item = |guid: &[u8; 16], len: u64| -> io::Result<Vec<u8>> {
        let place = (1..=count).map(|index| index * 32).find_map(|at| {
            (table.get(at..at + 16)? == guid).then_some(())?;
            le32(&table, at + 16)
        });
        let place = place.ok_or_else(|| invalid("a required item is missing"))?;
        read_bytes(bytes, region.at.saturating_add(place.into()), len, 16)
    };
    let parameters = item(&FILE_PARAMETERS, 8)?;
    let (block_bytes, flags) =
        (le32(&parameters, 0).unwrap_or(0), le32(&parameters, 4).unwrap_or(0));
    let block_bytes = u64::from(block_bytes);
    let len = le64(&item(&DISK_SIZE, 8)?, 0).unwrap_or(0);
    let sector_bytes = le32(&item(&LOGICAL_SECTOR, 4)?, 0).unwrap_or(0);
    let disk = item(&DISK_ID, 16).map_or_else(|_| String::new(), |id| hex(&id));
    if !block_bytes.is_power_of_two() || !BLOCK_BYTES.contains(&block_bytes) {
        return Err(invalid(format!("blocks of {block_bytes} bytes are stated")));
    }
    if !matches!(sector_bytes, 512 | 4096) || len > IMAGE_BYTES_MAX {
        let reason = format!("a disk of {len} bytes in sectors of {sector_bytes} is stated");
        return Err(invalid(reason));
    }
    let (is_fixed, has_parent) = (flags & 1 != 0, flags & 2 != 0);
    Ok(Metadata { len, block_bytes, sector_bytes, has_parent, is_fixed, disk })
}

impl Metadata {
    /// What is stated of the disk, in a sentence.
    pub(super) fn made_by(&self, creator: &str) -> Phrase {
        let kind = if self.is_fixed { say::disk_fixed() } else { say::disk_dynamic() };
        let Self { len, block_bytes, sector_bytes, disk, .. } = self;
        say::disk_made(format!("{creator:?}"), kind, *len, *block_bytes, *sector_bytes, disk)
    }
}
