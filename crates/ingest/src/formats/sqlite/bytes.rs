//! Numbers as SQLite writes them: big-endian, and variable-length integers of one to nine bytes.
//!
//! **Specification:** SQLite, "Database File Format", sections 1.6 and 2.1.

/// Two bytes as a number.
pub(super) fn be16(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..)?.first_chunk().map(|chunk| u16::from_be_bytes(*chunk))
}

/// Four bytes as a number.
pub(super) fn be32(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..)?.first_chunk().map(|chunk| u32::from_be_bytes(*chunk))
}

/// A number of two bytes as a place in a page.
pub(super) fn offset(bytes: &[u8], at: usize) -> Option<usize> {
    be16(bytes, at).map(usize::from)
}

/// A variable-length integer at the beginning of `bytes`, and how many bytes it takes.
pub(super) fn varint(bytes: &[u8]) -> Option<(i64, usize)> {
    let mut value: u64 = 0;
    for (index, byte) in bytes.iter().enumerate().take(9) {
        if index == 8 {
            value = value << 8 | u64::from(*byte);
            return Some((value.cast_signed(), 9));
        }
        value = value << 7 | u64::from(byte & 0x7f);
        if byte & 0x80 == 0 {
            return Some((value.cast_signed(), index + 1));
        }
    }
    None
}

/// A variable-length integer that is a length.
pub(super) fn varlen(bytes: &[u8]) -> Option<(u64, usize)> {
    let (value, width) = varint(bytes)?;
    u64::try_from(value).ok().map(|value| (value, width))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn variable_length_integers_end_where_their_high_bit_is_clear() {
        assert_eq!(varint(&[0x7f, 0xff]), Some((127, 1)));
        assert_eq!(varint(&[0x81, 0x00]), Some((128, 2)));
        assert_eq!(varint(&[0xff; 9]), Some((-1, 9)));
        assert_eq!(varint(&[0x80, 0x80]), None);
        assert_eq!(varlen(&[0xff; 9]), None);
    }
}
