//! The grains of a sparse extent: a directory of tables, and tables of grains.

use std::io;

use flate2::{Decompress, FlushDecompress};

use super::super::blocks::{BLOCK_BYTES_MAX, IMAGE_BYTES_MAX};
use super::super::bytes_at::{Page, invalid, le32, le64};
use super::super::sparse::{Stands, Tables};
use super::{Header, SECTOR_BYTES};
use crate::format::ReadSeek;

/// Flags of the header: entries of 1 are zeros; grains are compressed.
const ZERO_GRAINS: u32 = 1 << 2;
const COMPRESSED: u32 = 1 << 16;

/// The only compression there is.
const DEFLATE: u16 = 1;

/// Entries of a table: VMware makes 512, others at most a page more.
const ENTRIES_MAX: u32 = 1 << 16;

/// Bytes in front of a compressed grain: its first sector and its stored length.
const MARKER_BYTES: usize = 12;

/// What a compressed grain may have more than its content.
const COMPRESSED_EXTRA_BYTES: usize = 64 << 10;

/// The tables of an extent.
pub(super) struct Grains {
    len: u64,
    grain_bytes: u64,
    entries: u64,
    directory_at: u64,
    redundant_at: u64,
    has_zeros: bool,
    is_compressed: bool,
    directory: Page,
    table: Page,
    inflate: Decompress,
}

impl Grains {
    /// Checks what the header states.
    pub(super) fn open(header: &Header, file_bytes: u64) -> Result<Self, String> {
        let len = header.capacity.checked_mul(SECTOR_BYTES).filter(|len| *len <= IMAGE_BYTES_MAX);
        let len = len.ok_or_else(|| format!("{} sectors are stated", header.capacity))?;
        let grain_bytes = header.grain.saturating_mul(SECTOR_BYTES);
        if !grain_bytes.is_power_of_two() || grain_bytes > BLOCK_BYTES_MAX as u64 {
            return Err(format!("grains of {} sectors are stated", header.grain));
        }
        let entries = header.entries_a_table;
        if entries == 0 || entries > ENTRIES_MAX {
            return Err(format!("tables of {entries} grains are stated"));
        }
        let is_compressed = header.flags & COMPRESSED != 0;
        if is_compressed && header.compression != DEFLATE {
            return Err(format!("the compression {} is not known", header.compression));
        }
        let directory_at = header.directory_at.saturating_mul(SECTOR_BYTES);
        let tables = len.div_ceil(grain_bytes).div_ceil(entries.into());
        if file_bytes.saturating_sub(directory_at) / 4 < tables {
            return Err("the directory of grains stands past the end of the file".to_owned());
        }
        Ok(Self {
            len,
            grain_bytes,
            entries: entries.into(),
            directory_at,
            redundant_at: header.redundant_at.saturating_mul(SECTOR_BYTES),
            has_zeros: header.flags & ZERO_GRAINS != 0,
            is_compressed,
            directory: Page::default(),
            table: Page::default(),
            inflate: Decompress::new(true),
        })
    }

    /// The sector of the table `index`; a table that the directory has lost is looked for in its copy.
    fn table_at(&mut self, source: &mut dyn ReadSeek, index: u64) -> io::Result<u64> {
        let entry = self.directory.entry(source, self.directory_at + index * 4)?;
        let sector = u32::from_le_bytes(entry);
        if sector != 0 || matches!(self.redundant_at, 0 | u64::MAX) {
            return Ok(sector.into());
        }
        let copy = self.redundant_at.saturating_add(index * 4);
        match self.directory.entry(source, copy) {
            Ok(entry) => Ok(u32::from_le_bytes(entry).into()),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => Ok(0),
            Err(error) => Err(error),
        }
    }
}

impl Tables for Grains {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn block_bytes(&self) -> u64 {
        self.grain_bytes
    }

    fn stands(&mut self, source: &mut dyn ReadSeek, number: u64) -> io::Result<Stands> {
        let (index, within) = (number / self.entries, number % self.entries);
        let table = self.table_at(source, index)?;
        if table == 0 {
            return Ok(Stands::Zeros((index + 1) * self.entries));
        }
        let entry = self.table.entry(source, table * SECTOR_BYTES + within * 4)?;
        Ok(match u32::from_le_bytes(entry) {
            0 => Stands::Zeros(number + 1),
            1 if self.has_zeros => Stands::Zeros(number + 1),
            sector if self.is_compressed => {
                let grain_bytes = usize::try_from(self.grain_bytes).unwrap_or(0);
                let max = MARKER_BYTES + grain_bytes + COMPRESSED_EXTRA_BYTES;
                Stands::Packed(u64::from(sector) * SECTOR_BYTES, max)
            }
            sector => Stands::Plain(u64::from(sector) * SECTOR_BYTES),
        })
    }

    fn unpack(&mut self, number: u64, stored: &[u8], into: &mut [u8]) -> io::Result<()> {
        let cut_off = || invalid(format!("grain {number} is cut off"));
        let sector = le64(stored, 0).ok_or_else(cut_off)?;
        let bytes = le32(stored, 8).and_then(|bytes| usize::try_from(bytes).ok());
        if sector.checked_mul(SECTOR_BYTES) != Some(number * self.grain_bytes) {
            return Err(invalid(format!("grain {number} says it is another one")));
        }
        let end = bytes.and_then(|bytes| bytes.checked_add(MARKER_BYTES)).ok_or_else(cut_off)?;
        let packed = stored.get(MARKER_BYTES..end).ok_or_else(cut_off)?;
        self.inflate.reset(true);
        // The last grain is stored whole although the disk ends in it.
        let mut whole = vec![0; usize::try_from(self.grain_bytes).unwrap_or(0)];
        let status = self.inflate.decompress(packed, &mut whole, FlushDecompress::Finish);
        status.map_err(|error| invalid(format!("grain {number}: {error}")))?;
        let is_whole = self.inflate.total_out() >= into.len() as u64;
        let content = whole.get(..into.len()).filter(|_| is_whole);
        into.copy_from_slice(content.ok_or_else(cut_off)?);
        Ok(())
    }
}
