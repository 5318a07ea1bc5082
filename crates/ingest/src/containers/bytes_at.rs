//! Bytes and numbers at a place of an image, read with a limit and never out of bounds.
//!
//! Images state where their tables stand; what they state can be a lie. Everything here answers
//! "there is nothing at that place" in place of failing.

use std::io::{self, SeekFrom};

use model::Place;

use crate::format::ReadSeek;
use crate::sink::Halt;

/// Fills `into` with the bytes at `at`.
pub(crate) fn fill(source: &mut dyn ReadSeek, at: u64, into: &mut [u8]) -> io::Result<()> {
    source.seek(SeekFrom::Start(at))?;
    source.read_exact(into)
}

/// Reads one byte and throws it away. The worker says that it lives whenever it reads its exhibit;
/// bytes that stand nowhere are given without reading, and a long run of them would look like a hang.
pub(crate) fn sign_of_life(source: &mut dyn ReadSeek) -> io::Result<()> {
    source.seek(SeekFrom::Start(0))?;
    source.read(&mut [0]).map(|_| ())
}

/// `len` bytes at `at`; refuses more than `max`, which the caller names.
pub(crate) fn read(
    source: &mut dyn ReadSeek,
    at: u64,
    len: u64,
    max: usize,
) -> io::Result<Vec<u8>> {
    let size = usize::try_from(len).ok().filter(|len| *len <= max);
    let size =
        size.ok_or_else(|| invalid(format!("{len} bytes stated where at most {max} are")))?;
    let mut bytes = vec![0; size];
    fill(source, at, &mut bytes)?;
    Ok(bytes)
}

/// An error for content that breaks its format.
pub(crate) fn invalid(reason: impl Into<String>) -> io::Error {
    io::Error::new(io::ErrorKind::InvalidData, reason.into())
}

/// An image that is broken beyond repair, with the place and what a person can do.
pub(crate) fn broken(at: u64, len: u64, reason: impl Into<String>, remedy: &str) -> Halt {
    Halt::Broken {
        place: Place { bytes_start: at, bytes_len: len, ..Place::default() },
        reason: reason.into(),
        remedy: remedy.to_owned(),
    }
}

fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..at.checked_add(N)?)?.try_into().ok()
}

/// A little-endian number of 16 bits.
pub(crate) fn le16(bytes: &[u8], at: usize) -> Option<u16> {
    array(bytes, at).map(u16::from_le_bytes)
}

/// A little-endian number of 32 bits.
pub(crate) fn le32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_le_bytes)
}

/// A little-endian number of 64 bits.
pub(crate) fn le64(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_le_bytes)
}

/// A big-endian number of 32 bits.
pub(crate) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    array(bytes, at).map(u32::from_be_bytes)
}

/// A big-endian number of 64 bits.
pub(crate) fn be64(bytes: &[u8], at: usize) -> Option<u64> {
    array(bytes, at).map(u64::from_be_bytes)
}

/// Steps of 100 nanoseconds from 1601, the epoch of NTFS, to 1970.
const TICKS_TO_1970: u64 = 116_444_736_000_000_000;

/// Microseconds since 1970 of NTFS ticks; `None` for a time before, or none at all.
pub(crate) fn unix_us_of_ticks(ticks: u64) -> Option<u64> {
    ticks.checked_sub(TICKS_TO_1970).map(|since| since / 10)
}

/// Bytes as lower-case hexadecimal.
pub(crate) fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// Bytes of a table held at a time: one page of entries.
const PAGE_BYTES: usize = 4096;

/// A page of a table, kept so that neighbouring entries cost one read.
#[derive(Debug, Default)]
pub(crate) struct Page {
    at: u64,
    bytes: Vec<u8>,
}

impl Page {
    /// The `N` bytes at `at`; they must not cross a page, as aligned table entries never do.
    pub(crate) fn entry<const N: usize>(
        &mut self,
        source: &mut dyn ReadSeek,
        at: u64,
    ) -> io::Result<[u8; N]> {
        let end = at.checked_add(N as u64).ok_or_else(|| invalid("a table entry past 2^64"))?;
        let held = self.at..self.at + self.bytes.len() as u64;
        if !(held.contains(&at) && end <= held.end) {
            self.bytes.clear();
            self.bytes.reserve(PAGE_BYTES);
            source.seek(SeekFrom::Start(at))?;
            let mut page = io::Read::take(&mut *source, PAGE_BYTES as u64);
            io::Read::read_to_end(&mut page, &mut self.bytes)?;
            self.at = at;
        }
        let offset = usize::try_from(at - self.at).unwrap_or(usize::MAX);
        array(&self.bytes, offset).ok_or_else(|| io::ErrorKind::UnexpectedEof.into())
    }
}

#[cfg(test)]
mod tests {
    use std::io::Cursor;

    use super::*;

    #[test]
    fn numbers_past_the_end_are_not_there() {
        assert_eq!(le32(&[1, 0, 0, 0], 0), Some(1));
        assert_eq!(le32(&[1, 0, 0, 0], 1), None);
        assert_eq!(be64(&[0; 8], usize::MAX), None);
        assert_eq!(hex(&[0, 0xAB]), "00ab");
    }

    #[test]
    fn entries_are_read_by_pages_and_end_with_the_table() {
        let table: Vec<u8> = (0..=255).cycle().take(PAGE_BYTES * 2).collect();
        let mut source = Cursor::new(table);
        let mut page = Page::default();
        assert_eq!(page.entry::<4>(&mut source, 4).unwrap(), [4, 5, 6, 7]);
        assert_eq!(page.entry::<4>(&mut source, 8188).unwrap(), [252, 253, 254, 255]);
        assert!(page.entry::<8>(&mut source, 8188).is_err());
        assert!(page.entry::<8>(&mut source, u64::MAX).is_err());
    }
}
