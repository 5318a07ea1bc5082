//! Sets of directory entries: a file, its stream, and its name in pieces of fifteen characters.

use super::super::clusters::{DosTime, le16, le32, le64, text_of_units};

/// Bytes of a directory entry.
pub(super) const ENTRY_BYTES: usize = 32;

/// Entries of a set: the file and at most eighteen more.
pub(super) const SET_ENTRIES_MAX: usize = 19;

/// The bit of an entry's type that says that it is in use.
pub(super) const IN_USE: u8 = 0x80;

/// Types of entries, without the bit of use.
pub(super) const FILE: u8 = 0x05;
const STREAM: u8 = 0x40;
const NAME: u8 = 0x41;

/// A file or folder as its set states it.
#[derive(Debug, Clone)]
pub(super) struct Set {
    pub(super) name: String,
    pub(super) attributes: u16,
    pub(super) created: DosTime,
    pub(super) modified: DosTime,
    pub(super) accessed: DosTime,
    pub(super) cluster: u32,
    pub(super) len: u64,
    pub(super) valid_len: u64,
    /// Whether its clusters lie in a row, so that no chain was written.
    pub(super) is_row: bool,
    pub(super) is_in_use: bool,
    /// Whether its sum is that of its entries.
    pub(super) is_whole: bool,
    /// Bytes of the set.
    pub(super) bytes: u64,
}

impl Set {
    /// Reads the set that begins with these bytes; the sum is checked as if it were in use.
    pub(super) fn read(bytes: &[u8]) -> Option<Self> {
        let count = usize::from(*bytes.get(1)?) + 1;
        let bytes =
            bytes.get(..count * ENTRY_BYTES).filter(|_| (3..=SET_ENTRIES_MAX).contains(&count))?;
        let (file, rest) = bytes.split_at(ENTRY_BYTES);
        let kind = *file.first()?;
        if kind & !IN_USE != FILE {
            return None;
        }
        let used = kind & IN_USE;
        let (stream, names) = rest.split_at(ENTRY_BYTES);
        if *stream.first()? != STREAM | used {
            return None;
        }
        let names = names.chunks(ENTRY_BYTES).filter(|entry| entry.first() == Some(&(NAME | used)));
        let units = names.flat_map(|entry| {
            entry.get(2..).unwrap_or_default().chunks(2).filter_map(|unit| le16(unit, 0))
        });
        let name = text_of_units(units.take(usize::from(*stream.get(3)?)));
        let time = |at: usize, hundredths: u8, offset: u8| {
            let value = le32(file, at)?;
            Some(DosTime {
                date: u16::try_from(value >> 16).ok()?,
                time: u16::try_from(value & 0xffff).ok(),
                hundredths,
                offset_quarters: (offset & 0x80 != 0).then(|| (offset << 1).cast_signed() >> 1),
            })
        };
        Some(Self {
            name,
            attributes: le16(file, 4)?,
            created: time(8, *file.get(20)?, *file.get(22)?)?,
            modified: time(12, *file.get(21)?, *file.get(23)?)?,
            accessed: time(16, 0, *file.get(24)?)?,
            cluster: le32(stream, 20)?,
            len: le64(stream, 24)?,
            valid_len: le64(stream, 8)?,
            is_row: stream.get(1)? & 2 != 0,
            is_in_use: used != 0,
            is_whole: sum(bytes) == le16(file, 2)?,
            bytes: bytes.len() as u64,
        })
    }

    /// Whether it is a folder.
    pub(super) fn is_folder(&self) -> bool {
        self.attributes & 0x10 != 0
    }
}

/// The sum of a set (specification, 6.3.3), with every entry as if it were in use.
fn sum(bytes: &[u8]) -> u16 {
    let as_used = |(at, byte): (usize, &u8)| {
        if at % ENTRY_BYTES == 0 { *byte | IN_USE } else { *byte }
    };
    let bytes = bytes.iter().enumerate().filter(|(at, _)| !matches!(at, 2 | 3)).map(as_used);
    bytes.fold(0u16, |sum, byte| sum.rotate_right(1).wrapping_add(u16::from(byte)))
}
