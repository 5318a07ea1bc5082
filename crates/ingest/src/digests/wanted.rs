//! Which digests of a content are wanted, and what they are.

use serde::{Deserialize, Serialize};

/// An algorithm that digests are taken by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
#[repr(u8)]
pub enum Algorithm {
    /// MD5 (RFC 1321).
    Md5,
    /// SHA-1 (FIPS 180-4).
    Sha1,
    /// SHA-256 (FIPS 180-4).
    Sha256,
    /// SHA-512 (FIPS 180-4).
    Sha512,
    /// BLAKE3, of 32 bytes.
    Blake3,
}

impl Algorithm {
    /// All of them.
    pub const ALL: [Self; 5] = [Self::Md5, Self::Sha1, Self::Sha256, Self::Sha512, Self::Blake3];

    /// Its name in words.
    pub fn name(self) -> &'static str {
        match self {
            Self::Md5 => "MD5",
            Self::Sha1 => "SHA-1",
            Self::Sha256 => "SHA-256",
            Self::Sha512 => "SHA-512",
            Self::Blake3 => "BLAKE3",
        }
    }
}

/// A set of algorithms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Wanted(u8);

impl Wanted {
    /// What every file gets: MD5, SHA-1 and SHA-256.
    pub const USUAL: Self =
        Self(0).with(Algorithm::Md5).with(Algorithm::Sha1).with(Algorithm::Sha256);

    /// These and another.
    #[must_use]
    pub const fn with(self, algorithm: Algorithm) -> Self {
        Self(self.0 | 1 << algorithm as u8)
    }

    /// These but for one.
    #[must_use]
    pub const fn without(self, algorithm: Algorithm) -> Self {
        Self(self.0 & !(1 << algorithm as u8))
    }

    /// Whether it is wanted.
    #[inline]
    pub const fn has(self, algorithm: Algorithm) -> bool {
        self.0 & 1 << algorithm as u8 != 0
    }
}

impl FromIterator<Algorithm> for Wanted {
    fn from_iter<I: IntoIterator<Item = Algorithm>>(algorithms: I) -> Self {
        algorithms.into_iter().fold(Self::default(), Self::with)
    }
}

/// The digests of a content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Found {
    pub(super) wanted: Wanted,
    pub(super) md5: [u8; 16],
    pub(super) sha1: [u8; 20],
    pub(super) sha256: [u8; 32],
    pub(super) sha512: [u8; 64],
    pub(super) blake3: [u8; 32],
}

impl Found {
    /// Before any digest is known.
    pub(super) fn none(wanted: Wanted) -> Self {
        Self {
            wanted,
            md5: [0; 16],
            sha1: [0; 20],
            sha256: [0; 32],
            sha512: [0; 64],
            blake3: [0; 32],
        }
    }

    /// The digest by an algorithm, where it was wanted.
    pub fn by(&self, algorithm: Algorithm) -> Option<&[u8]> {
        let digest: &[u8] = match algorithm {
            Algorithm::Md5 => &self.md5,
            Algorithm::Sha1 => &self.sha1,
            Algorithm::Sha256 => &self.sha256,
            Algorithm::Sha512 => &self.sha512,
            Algorithm::Blake3 => &self.blake3,
        };
        self.wanted.has(algorithm).then_some(digest)
    }
}
