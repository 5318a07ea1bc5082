//! A row of a table as it stands in a cell: typed values by column, and the bytes it was read from.
//!
//! **Specification:** SQLite, "Database File Format", section 2.1 (record format).

use std::borrow::Cow;

use super::bytes::varlen;
use super::header::Encoding;
use super::pages::Origin;

/// Bytes of one row that are held in memory: pictures inside a row may be larger, and the values
/// that stand behind this limit are told as not read.
pub(super) const ROW_BYTES_MAX: usize = 1024 * 1024;

/// Columns of a row; SQLite's own compile-time limit is 32,767 and its default 2,000.
pub(super) const COLUMNS_MAX: usize = 32_767;

/// A value as stored.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Value<'r> {
    /// Nothing is stated.
    Null,
    /// A whole number.
    Integer(i64),
    /// A floating-point number.
    Real(f64),
    /// Bytes of text in the encoding of the database.
    Text(&'r [u8]),
    /// Bytes.
    Blob(&'r [u8]),
    /// Bytes or text of this length that stand behind the limit of a row.
    Cut(u64),
}

/// Where a row's bytes stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellPlace {
    /// First byte.
    pub(super) origin: Origin,
    /// Number of bytes: of the first fragment, where a chain of pages holds the rest.
    pub(super) len: u64,
    /// The page.
    pub(super) page: u32,
    /// Which cell of the page.
    pub(super) cell: u16,
}

impl Default for CellPlace {
    fn default() -> Self {
        Self { origin: Origin::Database(0), len: 0, page: 0, cell: 0 }
    }
}

/// A row; its buffers are used again for the next one.
#[derive(Debug, Default)]
pub(super) struct Row {
    /// Its number in its table; none for tables without row numbers and where it is lost.
    pub(super) rowid: Option<i64>,
    /// Where it stands.
    pub(super) place: CellPlace,
    /// Record header and values, up to [`ROW_BYTES_MAX`].
    pub(super) payload: Vec<u8>,
    fields: Vec<(u64, u64)>,
    values_end: u64,
}

/// Bytes a value of this serial type takes, or nothing for the two that are reserved.
pub(super) fn serial_bytes(serial: u64) -> Option<u64> {
    match serial {
        0 | 8 | 9 => Some(0),
        1..=4 => Some(serial),
        5 => Some(6),
        6 | 7 => Some(8),
        10 | 11 => None,
        even if even % 2 == 0 => Some((even - 12) / 2),
        odd => Some((odd - 13) / 2),
    }
}

impl Row {
    /// Finds the values in the payload that was read; `stated_bytes` is the length the cell states.
    pub(super) fn find_fields(&mut self, stated_bytes: u64) -> Result<(), &'static str> {
        self.fields.clear();
        let (header_bytes, mut at) =
            varlen(&self.payload).ok_or("the row has no header of its own")?;
        let end = usize::try_from(header_bytes).unwrap_or(usize::MAX);
        let header = self.payload.get(..end).ok_or("the header of the row is cut off")?;
        let mut start = header_bytes;
        while at < header.len() {
            let serial = header.get(at..).and_then(varlen);
            let (serial, width) = serial.ok_or("the header of the row is malformed")?;
            at += width;
            let bytes = serial_bytes(serial).ok_or("a value of the row has a reserved type")?;
            if self.fields.len() >= COLUMNS_MAX {
                return Err("the row has more values than a table has columns");
            }
            self.fields.push((serial, start));
            start = start.checked_add(bytes).ok_or("a value of the row is too long")?;
        }
        self.values_end = start;
        // Trailing bytes are ignored by SQLite; values that end behind the cell are damage.
        if start > stated_bytes { Err("the values of the row are longer than it") } else { Ok(()) }
    }

    /// Where the last value ends; equal to the payload's length where SQLite wrote it.
    pub(super) fn values_end(&self) -> u64 {
        self.values_end
    }

    /// How many values are stored.
    pub(super) fn len(&self) -> usize {
        self.fields.len()
    }

    /// The serial type of a stored value.
    pub(super) fn serial(&self, index: usize) -> Option<u64> {
        self.fields.get(index).map(|(serial, _)| *serial)
    }

    /// The value stored at this position; `None` where the row has fewer.
    pub(super) fn value(&self, index: usize) -> Option<Value<'_>> {
        let (serial, start) = *self.fields.get(index)?;
        let len = serial_bytes(serial)?;
        let start = usize::try_from(start).unwrap_or(usize::MAX);
        let end = start.saturating_add(usize::try_from(len).unwrap_or(usize::MAX));
        let Some(bytes) = self.payload.get(start..end) else { return Some(Value::Cut(len)) };
        Some(match serial {
            0 => Value::Null,
            1..=6 => Value::Integer(integer(bytes)),
            7 => bytes.first_chunk().map_or(Value::Null, |b| Value::Real(f64::from_be_bytes(*b))),
            8 => Value::Integer(0),
            9 => Value::Integer(1),
            even if even % 2 == 0 => Value::Blob(bytes),
            _ => Value::Text(bytes),
        })
    }
}

/// A big-endian number in two's complement of one to eight bytes.
fn integer(bytes: &[u8]) -> i64 {
    let is_negative = bytes.first().is_some_and(|byte| byte & 0x80 != 0);
    let start = if is_negative { -1_i64 } else { 0 };
    bytes.iter().fold(start, |value, byte| value << 8 | i64::from(*byte))
}

/// Bytes of text as characters, or `None` where they are none in this encoding.
pub(super) fn text(bytes: &[u8], encoding: Encoding) -> Option<Cow<'_, str>> {
    let unit = match encoding {
        Encoding::Utf8 => return std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
        Encoding::Utf16Le => u16::from_le_bytes,
        Encoding::Utf16Be => u16::from_be_bytes,
    };
    if !bytes.len().is_multiple_of(2) {
        return None;
    }
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk().copied().map(unit));
    char::decode_utf16(units).collect::<Result<String, _>>().ok().map(Cow::Owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_keep_their_sign() {
        assert_eq!(integer(&[0xff]), -1);
        assert_eq!(integer(&[0x7f, 0xff]), 32_767);
        assert_eq!(integer(&[0x80, 0, 0]), -8_388_608);
        assert_eq!(integer(&i64::MIN.to_be_bytes()), i64::MIN);
    }

    #[test]
    fn a_row_whose_values_end_behind_it_is_refused() {
        let mut row = Row { payload: vec![3, 1, 23, 5, b'a'], ..Row::default() };
        assert!(row.find_fields(5).is_err());
        row.payload = vec![3, 1, 13, 5];
        assert_eq!(row.find_fields(4), Ok(()));
        assert_eq!(row.value(0), Some(Value::Integer(5)));
        assert_eq!(row.value(1), Some(Value::Text(b"")));
        assert_eq!(row.value(2), None);
    }
}
