//! The tables of an EWF image: which chunk stands where.
//!
//! Entries are not held in memory: a table is read once to check it, and again a page at a time.

use std::io::{self, SeekFrom};

use super::super::bytes_at::{Page, fill, invalid, le32, le64};
use super::Segment;
use super::sections::Section;

/// Bytes in front of the entries of a table.
const TABLE_HEADER_BYTES: usize = 24;

/// The bit of an entry that marks a compressed chunk.
const COMPRESSED: u32 = 1 << 31;

/// Offsets fill 31 bits before they overflow; the last chunk below that is at most so long.
const OVERFLOW_FROM: u32 = COMPRESSED - (64 << 20);

/// Bytes of entries that are checked at a time.
const STEP_BYTES: usize = 16 << 10;

/// A table and the chunks it places.
#[derive(Debug, Clone)]
pub(super) struct Table {
    pub(super) segment: usize,
    /// Number of its first chunk, counted over all segments.
    pub(super) first: u64,
    pub(super) entries: u32,
    /// Where its entries stand.
    pub(super) at: u64,
    /// What its entries are counted from.
    base: u64,
    /// First byte after the chunks it places.
    data_end: u64,
    /// The first entry whose offset needs all 32 bits, so that it has no mark of compression.
    overflow: u32,
    /// Whether its second copy was met.
    pub(super) is_copied: bool,
    /// Whether its checksums are right.
    pub(super) is_sound: bool,
}

/// Where the bytes of a chunk stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Stored {
    pub(super) segment: usize,
    pub(super) start: u64,
    pub(super) len: u64,
    pub(super) is_compressed: bool,
}

/// Reads the head of a `table` or `table2` section and checks its entries.
pub(super) fn open(
    segment: &mut Segment<'_>,
    number: usize,
    section: &Section,
    chunks_before: &Section,
) -> io::Result<Table> {
    let mut head = [0; TABLE_HEADER_BYTES];
    if section.len() < TABLE_HEADER_BYTES as u64 {
        return Err(invalid("a table is cut off"));
    }
    fill(segment.bytes, section.start, &mut head)?;
    let entries = le32(&head, 0).unwrap_or(0);
    let at = section.start + TABLE_HEADER_BYTES as u64;
    if u64::from(entries) * 4 > section.end - at {
        return Err(invalid(format!("a table states {entries} chunks and is too short for them")));
    }
    let head_sum = adler2::adler32_slice(head.get(..20).unwrap_or_default());
    // The oldest images hold the chunks in the table's own section, behind the entries.
    let after = at + u64::from(entries) * 4;
    let is_own = chunks_before.kind != "sectors";
    let data_end = if is_own { section.end } else { chunks_before.end };
    let mut table = Table {
        segment: number,
        first: 0,
        entries,
        at,
        base: le64(&head, 8).unwrap_or(0),
        data_end,
        overflow: entries,
        is_copied: false,
        is_sound: le32(&head, 20) == Some(head_sum),
    };
    let sum = check_entries(segment, &mut table)?;
    if !is_own && section.end >= after + 4 {
        let mut stated = [0; 4];
        fill(segment.bytes, after, &mut stated)?;
        table.is_sound &= u32::from_le_bytes(stated) == sum;
    }
    Ok(table)
}

/// Goes over the entries once: their checksum, and where offsets begin to need all 32 bits.
fn check_entries(segment: &mut Segment<'_>, table: &mut Table) -> io::Result<u32> {
    let mut sum = adler2::Adler32::new();
    segment.bytes.seek(SeekFrom::Start(table.at))?;
    let mut left = u64::from(table.entries) * 4;
    let (mut index, mut last) = (0, 0);
    let mut step = vec![0; STEP_BYTES];
    while left > 0 {
        let count = usize::try_from(left).unwrap_or(usize::MAX).min(STEP_BYTES);
        let Some(bytes) = step.get_mut(..count) else { break };
        segment.bytes.read_exact(bytes)?;
        sum.write_slice(bytes);
        for entry in bytes.chunks_exact(4).filter_map(|entry| le32(entry, 0)) {
            let offset = entry & !COMPRESSED;
            // Offsets grow; one that falls although it does not with all its bits has overflowed.
            let may_overflow = table.overflow == table.entries && last >= OVERFLOW_FROM;
            if may_overflow && offset < last && entry >= last {
                table.overflow = index;
            }
            last = if index < table.overflow { offset } else { entry };
            index += 1;
        }
        left -= count as u64;
    }
    Ok(sum.checksum())
}

impl Table {
    /// Number of the chunk after its last one.
    pub(super) fn end(&self) -> u64 {
        self.first + u64::from(self.entries)
    }

    /// Where the chunk `number` stands.
    pub(super) fn stored(
        &self,
        number: u64,
        segment: &mut Segment<'_>,
        page: &mut Page,
    ) -> io::Result<Stored> {
        let index = number.checked_sub(self.first).and_then(|index| u32::try_from(index).ok());
        let index = index.filter(|index| *index < self.entries);
        let index = index.ok_or_else(|| invalid(format!("no table places chunk {number}")))?;
        let (start, is_compressed) = self.entry(index, segment, page)?;
        let next = index + 1;
        let end = if next < self.entries {
            // An entry that is damaged must not end the chunk before it.
            let (next, _) = self.entry(next, segment, page)?;
            if next > start && next <= self.data_end { next } else { self.data_end }
        } else {
            self.data_end
        };
        if start >= end || end > segment.len {
            return Err(invalid(format!(
                "chunk {number} is said to stand at {start}, past its end"
            )));
        }
        Ok(Stored { segment: self.segment, start, len: end - start, is_compressed })
    }

    fn entry(
        &self,
        index: u32,
        segment: &mut Segment<'_>,
        page: &mut Page,
    ) -> io::Result<(u64, bool)> {
        let at = self.at + u64::from(index) * 4;
        let entry = u32::from_le_bytes(page.entry(segment.bytes, at)?);
        let (offset, is_compressed) = if index < self.overflow {
            (entry & !COMPRESSED, entry & COMPRESSED != 0)
        } else {
            (entry, false)
        };
        let start = self.base.checked_add(offset.into());
        Ok((start.ok_or_else(|| invalid("a chunk is said to stand past 2^64"))?, is_compressed))
    }
}
