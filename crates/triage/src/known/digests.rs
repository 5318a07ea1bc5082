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

/// What a byte is worth as a hexadecimal digit; 255 for none.
static DIGITS: [u8; 256] = {
    let mut worth = [255; 256];
    let mut digit = 0u8;
    while digit < 16 {
        let lower = if digit < 10 { b'0' + digit } else { b'a' + digit - 10 };
        #[expect(clippy::indexing_slicing, reason = "a byte is a place of 256, at compile time")]
        {
            worth[lower as usize] = digit;
            worth[lower.to_ascii_uppercase() as usize] = digit;
        }
        digit += 1;
    }
    worth
};

/// A digest of `W` bytes from its hexadecimal digits, in either case.
pub fn from_hex<const W: usize>(text: &[u8]) -> Option<[u8; W]> {
    if text.len() != 2 * W {
        return None;
    }
    let (mut out, mut met) = ([0; W], 0u8);
    let worth = |byte: u8| DIGITS.get(usize::from(byte)).copied().unwrap_or(255);
    for (byte, pair) in out.iter_mut().zip(text.as_chunks::<2>().0) {
        let [high, low] = pair.map(worth);
        met |= high | low;
        *byte = high << 4 | (low & 15);
    }
    (met < 16).then_some(out)
}

#[cfg(test)]
mod tests {
    use super::*;

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
