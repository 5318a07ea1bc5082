//! Directory records (ECMA-119, 9.1).

use std::io;

use super::Fields;
use crate::containers::volume_bytes::Runs;

/// Bytes of a record before its name.
const RECORD_BYTES: usize = 33;

const FLAG_HIDDEN: u8 = 0x1;
const FLAG_FOLDER: u8 = 0x2;
const FLAG_ASSOCIATED: u8 = 0x4;
const FLAG_MORE_EXTENTS: u8 = 0x80;

/// A directory record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Record {
    /// First byte in the volume, and length.
    pub(super) at: u64,
    pub(super) len: u64,
    /// First block of the content, behind the extended attributes.
    pub(super) block: u64,
    pub(super) size: u64,
    flags: u8,
    /// Blocks that stand together and blocks between them, where the file is interleaved.
    unit: u64,
    gap: u64,
    pub(super) recorded: [u8; 7],
    pub(super) name: Vec<u8>,
    pub(super) system_use: Vec<u8>,
}

impl Record {
    /// The record at `at` of a sector that begins at `sector_at`; `None` where it cannot be one.
    pub(super) fn parse(sector: &[u8], at: usize, sector_at: u64) -> Option<Self> {
        let len = usize::from(Fields(sector).byte(at));
        let bytes = sector.get(at..)?.get(..len)?;
        let fields = Fields(bytes);
        let name_len = usize::from(fields.byte(32));
        if len < RECORD_BYTES + name_len || name_len == 0 {
            return None;
        }
        let system_use = (RECORD_BYTES + name_len).next_multiple_of(2);
        let mut recorded = [0; 7];
        recorded.copy_from_slice(bytes.get(18..25)?);
        Some(Self {
            at: sector_at + at as u64,
            len: len as u64,
            block: u64::from(fields.le32(2)) + u64::from(fields.byte(1)),
            size: u64::from(fields.le32(10)),
            flags: fields.byte(25),
            unit: u64::from(fields.byte(26)),
            gap: u64::from(fields.byte(27)),
            recorded,
            name: fields.part(RECORD_BYTES, name_len).to_vec(),
            system_use: bytes.get(system_use..).unwrap_or_default().to_vec(),
        })
    }

    pub(super) fn is_folder(&self) -> bool {
        self.flags & FLAG_FOLDER != 0
    }

    pub(super) fn is_hidden(&self) -> bool {
        self.flags & FLAG_HIDDEN != 0
    }

    pub(super) fn is_associated(&self) -> bool {
        self.flags & FLAG_ASSOCIATED != 0
    }

    /// The folder this record stands for, where its content lies elsewhere.
    pub(super) fn standing_at(&self, block: u64, size: u64) -> Self {
        Self { block, size, ..self.clone() }
    }

    /// Whether the next record holds more of the same file.
    pub(super) fn has_more(&self) -> bool {
        self.flags & FLAG_MORE_EXTENTS != 0
    }

    /// Whether it is the folder itself or the one above.
    pub(super) fn is_dot(&self) -> bool {
        matches!(self.name.as_slice(), [0 | 1])
    }

    /// First byte of the content in the volume.
    pub(super) fn content_at(&self, block_bytes: u64) -> Option<u64> {
        self.block.checked_mul(block_bytes)
    }

    /// Adds where the content lies to the runs of a file that has `at` bytes already.
    pub(super) fn add_runs(&self, runs: &mut Runs, at: u64, block_bytes: u64) -> io::Result<()> {
        let from = self.block * block_bytes;
        if self.unit == 0 || self.gap == 0 {
            return if self.size == 0 { Ok(()) } else { runs.push(at, self.size, from) };
        }
        let (unit, step) = (self.unit * block_bytes, (self.unit + self.gap) * block_bytes);
        let mut done = 0;
        while done < self.size {
            let len = unit.min(self.size - done);
            runs.push(at + done, len, from + done / unit * step)?;
            done += len;
        }
        Ok(())
    }
}

/// A time of seven bytes as text with its offset (ECMA-119, 9.1.5); all zeros state none.
pub(super) fn short_time(bytes: &[u8]) -> Option<String> {
    let [year, month, day, hour, minute, second, quarters] = bytes else { return None };
    if bytes.iter().take(6).all(|byte| *byte == 0) {
        return None;
    }
    let year = 1900 + u16::from(*year);
    let offset = offset_text(quarters.cast_signed());
    Some(format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}{offset}"))
}

/// A time of seventeen digits and an offset as text (ECMA-119, 8.4.26.1).
pub(super) fn long_time(bytes: &[u8]) -> Option<String> {
    let (digits, quarters) = (bytes.get(..16)?, *bytes.get(16)?);
    if digits.iter().all(|byte| matches!(byte, b'0' | 0)) {
        return None;
    }
    let digits = std::str::from_utf8(digits).ok()?;
    let part = |from: usize, to: usize| digits.get(from..to).unwrap_or_default();
    let (date, clock) = ((part(0, 4), part(4, 6), part(6, 8)), (part(8, 10), part(10, 12)));
    let offset = offset_text(quarters.cast_signed());
    Some(format!(
        "{}-{}-{}T{}:{}:{}.{}0{offset}",
        date.0,
        date.1,
        date.2,
        clock.0,
        clock.1,
        part(12, 14),
        part(14, 16)
    ))
}

/// Quarters of an hour from Greenwich as `+01:00`.
fn offset_text(quarters: i8) -> String {
    let minutes = i32::from(quarters) * 15;
    let sign = if minutes < 0 { '-' } else { '+' };
    format!("{sign}{:02}:{:02}", minutes.abs() / 60, minutes.abs() % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_carry_their_offset() {
        let time = short_time(&[121, 7, 22, 18, 7, 32, 8]);
        assert_eq!(time.as_deref(), Some("2021-07-22T18:07:32+02:00"));
        assert_eq!(short_time(&[0, 0, 0, 0, 0, 0, 8]), None);
        let long = long_time(b"2021072216073245\xEC");
        assert_eq!(long.as_deref(), Some("2021-07-22T16:07:32.450-05:00"));
        assert_eq!((long_time(b"0000000000000000\x00"), long_time(b"20")), (None, None));
    }

    #[test]
    fn interleaved_files_lie_in_units() {
        let mut bytes = vec![0_u8; 34];
        (bytes[0], bytes[2], bytes[26], bytes[27], bytes[32]) = (34, 10, 1, 2, 1);
        bytes[10..14].copy_from_slice(&5000_u32.to_le_bytes());
        let record = Record::parse(&bytes, 0, 0).unwrap();
        let mut runs = Runs::default();
        record.add_runs(&mut runs, 0, 2048).unwrap();
        let ranges: Vec<_> = runs.ranges().map(|(from, len)| (from / 2048, len)).collect();
        assert_eq!(ranges, [(10, 2048), (13, 2048), (16, 904)]);
        assert!(Record::parse(&bytes[..33], 0, 0).is_none());
    }
}
