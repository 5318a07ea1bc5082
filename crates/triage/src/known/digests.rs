//! The digests of one file, as a set lists them: MD5, SHA-1, SHA-256.

use std::fmt;

use serde::{Deserialize, Serialize};

/// The kinds of digest that sets are kept by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DigestKind {
    /// MD5, 16 bytes.
    Md5,
    /// SHA-1, 20 bytes.
    Sha1,
    /// SHA-256, 32 bytes.
    Sha256,
}

impl DigestKind {
    /// All kinds, the shortest first.
    pub const ALL: [Self; 3] = [Self::Md5, Self::Sha1, Self::Sha256];

    /// Bytes of a digest.
    pub fn bytes(self) -> usize {
        match self {
            Self::Md5 => 16,
            Self::Sha1 => 20,
            Self::Sha256 => 32,
        }
    }

    /// The kind with so many hexadecimal digits.
    pub fn of_hex_len(len: usize) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.bytes() * 2 == len)
    }

    /// The name in file names and columns.
    pub fn code(self) -> &'static str {
        match self {
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }
}

impl fmt::Display for DigestKind {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
        })
    }
}

/// Digests of one file; any may be missing.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Digests {
    /// MD5.
    pub md5: Option<[u8; 16]>,
    /// SHA-1.
    pub sha1: Option<[u8; 20]>,
    /// SHA-256.
    pub sha256: Option<[u8; 32]>,
}

/// The digests of no bytes at all: every empty file on every device has them.
pub const OF_NOTHING: [&str; 3] = [
    "d41d8cd98f00b204e9800998ecf8427e",
    "da39a3ee5e6b4b0d3255bfef95601890afd80709",
    "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855",
];

impl Digests {
    /// Takes a digest of a kind from its hexadecimal digits, in either case; `false` where the text
    /// is none.
    #[must_use]
    pub fn take(&mut self, kind: DigestKind, text: &[u8]) -> bool {
        match kind {
            DigestKind::Md5 => set(&mut self.md5, text),
            DigestKind::Sha1 => set(&mut self.sha1, text),
            DigestKind::Sha256 => set(&mut self.sha256, text),
        }
    }

    /// Whether none is there.
    pub fn is_empty(&self) -> bool {
        self.md5.is_none() && self.sha1.is_none() && self.sha256.is_none()
    }

    /// Whether one of them is the digest of no bytes.
    pub fn of_nothing(&self) -> bool {
        let [md5, sha1, sha256] = OF_NOTHING.map(str::as_bytes);
        self.md5.is_some_and(|digest| is_it(digest, 0xd41d_8cd9_8f00_b204, md5))
            || self.sha1.is_some_and(|digest| is_it(digest, 0xda39_a3ee_5e6b_4b0d, sha1))
            || self.sha256.is_some_and(|digest| is_it(digest, 0xe3b0_c442_98fc_1c14, sha256))
    }
}

/// Whether a digest is the one of this text, which begins with these eight bytes.
fn is_it<const W: usize>(digest: [u8; W], lead: u64, text: &[u8]) -> bool {
    let own = digest.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes));
    own == lead && Some(digest) == from_hex(text)
}

fn set<const W: usize>(slot: &mut Option<[u8; W]>, text: &[u8]) -> bool {
    *slot = from_hex(text);
    slot.is_some()
}

/// A digest of `W` bytes from its hexadecimal digits, in either case.
#[inline]
pub fn from_hex<const W: usize>(text: &[u8]) -> Option<[u8; W]> {
    if text.len() != 2 * W {
        return None;
    }
    let (mut out, mut all) = ([0; W], HIGH_BITS);
    let (halves, rest) = text.as_chunks::<16>();
    let (eights, tail) = out.as_chunks_mut::<8>();
    for (eight, half) in eights.iter_mut().zip(halves) {
        let (bytes, are_digits) = sixteen_digits(half);
        *eight = bytes.to_le_bytes();
        all &= are_digits;
    }
    // SHA-1 is no multiple of eight: what is wanting is filled with zeros.
    if !tail.is_empty() {
        let mut half = [b'0'; 16];
        half.iter_mut().zip(rest).for_each(|(to, from)| *to = *from);
        let (bytes, are_digits) = sixteen_digits(&half);
        tail.iter_mut().zip(bytes.to_le_bytes()).for_each(|(to, from)| *to = from);
        all &= are_digits;
    }
    (all == HIGH_BITS).then_some(out)
}

/// What sixteen digits are worth, and the highest bit set in each byte of which both are digits.
#[inline]
fn sixteen_digits(text: &[u8; 16]) -> (u64, u64) {
    let [low, high] = text.as_chunks().0 else { return (0, 0) };
    let (low, are_low) = eight_digits(u64::from_le_bytes(*low));
    let (high, are_high) = eight_digits(u64::from_le_bytes(*high));
    (low | high << 32, are_low & are_high)
}

/// The same byte eight times.
const fn eight(byte: u8) -> u64 {
    u64::from_le_bytes([byte; 8])
}

/// The highest bit of each of eight bytes.
const HIGH_BITS: u64 = eight(0x80);

/// What eight digits are worth, all at once in one number, and the highest bit set in each byte that
/// is a digit.
#[inline]
fn eight_digits(text: u64) -> (u64, u64) {
    // Without their highest bits, bytes do not carry into their neighbours: adding 128 - x sets the
    // highest bit from x on.
    let low = text & !HIGH_BITS;
    let from = |bytes: u64, least: u8| bytes + eight(0x80 - least);
    let lower = low | eight(0x20);
    let number = from(low, b'0') & !from(low, b'9' + 1);
    let letter = from(lower, b'a') & !from(lower, b'f' + 1);
    let are_digits = (number | letter) & !text & HIGH_BITS;
    // Letters are 1 to 6 in their lower half, and have the bit of 64.
    let worth = (text & eight(0x0f)) + 9 * ((text >> 6) & eight(1));
    let pairs = (worth << 4 | worth >> 8) & 0x00ff_00ff_00ff_00ff;
    let fours = (pairs | pairs >> 8) & 0x0000_ffff_0000_ffff;
    ((fours | fours >> 16) & 0xffff_ffff, are_digits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// The plain way.
    fn digit_by_digit<const W: usize>(text: &[u8]) -> Option<[u8; W]> {
        let digits = text.iter().map(|byte| char::from(*byte).to_digit(16));
        let digits: Vec<u8> =
            digits.map(|digit| u8::try_from(digit?).ok()).collect::<Option<_>>()?;
        let bytes: Vec<u8> = digits.chunks(2).map(|pair| pair[0] << 4 | pair[1]).collect();
        bytes.try_into().ok()
    }

    #[test]
    fn every_byte_at_every_place_is_worth_what_it_is_alone() {
        for at in 0..40 {
            for byte in 0..=255u8 {
                let mut text = *b"0123456789abcdefABCDEF0123456789abcdef99";
                text[at] = byte;
                assert_eq!(from_hex::<20>(&text), digit_by_digit(&text), "{byte} at {at}");
                let text = &text[8..];
                assert_eq!(from_hex::<16>(text), digit_by_digit(text), "{byte} at {at}");
            }
        }
    }

    proptest! {
        #[test]
        fn a_text_is_read_as_digit_by_digit(text in "[0-9a-fA-F]{64}|[ -~]{64}") {
            let text = text.as_bytes();
            prop_assert_eq!(from_hex::<32>(text), digit_by_digit(text));
            prop_assert_eq!(from_hex::<20>(&text[..40]), digit_by_digit(&text[..40]));
            prop_assert_eq!(from_hex::<3>(&text[..6]), digit_by_digit(&text[..6]));
        }
    }

    #[test]
    fn a_digest_is_read_in_either_case_and_from_nothing_else() {
        let mut digests = Digests::default();
        assert!(digests.take(DigestKind::Md5, b"D41D8CD98f00B204e9800998ECF8427E"));
        assert!(digests.of_nothing());
        for (kind, text) in DigestKind::ALL.into_iter().zip(OF_NOTHING) {
            let mut digests = Digests::default();
            assert!(digests.take(kind, text.as_bytes()) && digests.of_nothing());
        }
        assert!(!digests.take(DigestKind::Md5, b"D41D8CD98f00B204e9800998ECF8427G"));
        assert!(digests.is_empty());
        assert!(!digests.take(DigestKind::Sha1, b"D41D8CD98f00B204e9800998ECF8427E"));
        assert_eq!(from_hex::<2>(b"0fA0"), Some([0x0f, 0xa0]));
        assert_eq!(from_hex::<2>(b"0f:0"), None);
    }
}
