//! Numbers and runs of bytes in the order in which they stand; what is asked beyond the end is none.

/// Walks over bytes.
#[derive(Debug, Clone)]
pub(super) struct Bytes<'a> {
    whole: &'a [u8],
    at: usize,
}

impl<'a> Bytes<'a> {
    pub(super) fn new(whole: &'a [u8]) -> Self {
        Self { whole, at: 0 }
    }

    /// How many bytes were walked over.
    pub(super) fn at(&self) -> usize {
        self.at
    }

    /// What lies ahead.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.whole.get(self.at..).unwrap_or_default()
    }

    pub(super) fn peek(&self) -> Option<u8> {
        self.whole.get(self.at).copied()
    }

    pub(super) fn byte(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        Some(byte)
    }

    pub(super) fn take(&mut self, len: usize) -> Option<&'a [u8]> {
        let taken = self.whole.get(self.at..self.at.checked_add(len)?)?;
        self.at += len;
        Some(taken)
    }

    /// As many bytes as the number before them says.
    pub(super) fn counted(&mut self) -> Option<&'a [u8]> {
        let len = self.size()?;
        self.take(len)
    }

    /// A number in groups of seven bits, the lowest first.
    pub(super) fn varint(&mut self) -> Option<u64> {
        let mut value = 0_u64;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            value |= u64::from(byte & 0x7f) << shift;
            if byte & 0x80 == 0 {
                return Some(value);
            }
        }
        None
    }

    /// The same where it counts bytes in memory.
    pub(super) fn size(&mut self) -> Option<usize> {
        usize::try_from(self.varint()?).ok()
    }

    pub(super) fn le16(&mut self) -> Option<u16> {
        self.take(2)?.first_chunk().map(|own| u16::from_le_bytes(*own))
    }

    pub(super) fn le32(&mut self) -> Option<u32> {
        self.take(4)?.first_chunk().map(|own| u32::from_le_bytes(*own))
    }

    pub(super) fn le64(&mut self) -> Option<u64> {
        self.take(8)?.first_chunk().map(|own| u64::from_le_bytes(*own))
    }

    pub(super) fn double(&mut self) -> Option<f64> {
        self.take(8)?.first_chunk().map(|own| f64::from_le_bytes(*own))
    }

    /// A number of `len` bytes, the lowest first; none where it is too large.
    pub(super) fn le(&mut self, len: usize) -> Option<u64> {
        let bytes = self.take(len)?;
        let fits = bytes.iter().skip(8).all(|byte| *byte == 0);
        let low = bytes.get(..8).unwrap_or(bytes).iter().rev();
        fits.then(|| low.fold(0, |value, byte| value << 8 | u64::from(*byte)))
    }
}

/// Text of two bytes a letter.
pub(super) fn utf16(bytes: &[u8], unit: fn([u8; 2]) -> u16) -> String {
    let units = bytes.chunks_exact(2).filter_map(|pair| pair.first_chunk());
    let units: Vec<u16> = units.map(|pair| unit(*pair)).collect();
    String::from_utf16_lossy(&units)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_asked_beyond_the_end_is_none_and_moves_nothing_but_the_walk() {
        let mut bytes = Bytes::new(b"\x96\x01\x02ab\x01\x00");
        assert_eq!(bytes.varint(), Some(150));
        assert_eq!(bytes.counted(), Some(&b"ab"[..]));
        assert_eq!((bytes.at(), bytes.le32()), (5, None));
        assert_eq!(bytes.le(2), Some(1));
        assert_eq!((bytes.byte(), bytes.rest().len()), (None, 0));
        assert_eq!(Bytes::new(&[0xff; 11]).varint(), None);
        assert_eq!(Bytes::new(b"\x09").counted(), None);
        assert_eq!(utf16(b"\0a\0b", u16::from_be_bytes), "ab");
    }
}
