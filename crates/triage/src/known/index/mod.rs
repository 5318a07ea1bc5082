//! One index file: the digests of one kind out of all sets, sorted, each with what the sets say of it.
//!
//! Digests are kept whole: a hit is the very digest, there are no false positives, and the price of
//! SHA-256 is 32 bytes an entry. A look-up reads two places of the directory, one or two lines of
//! digests, and, on a hit, the reference.
//!
//! Opening checks the header, the length and the catalogue; `verify` reads everything. A look-up in a
//! file that was changed since is bounded and never panics, but may miss: verify after copying.

pub(crate) mod header;
mod search;

use std::path::{Path, PathBuf};

use sha2::{Digest as _, Sha256};

use self::header::{HEADER_BYTES, Header, Parts};
use super::card::{Catalogue, Mark};
use super::mapped::Mapped;
use super::refusal::KnownError;
use crate::near::form::Form;

/// Bytes of the catalogue: the lists of marks of millions of entries are a few of them.
pub(crate) const CATALOGUE_BYTES_MAX: u64 = 256 << 20;

/// An entry that a look-up found: the number of its list of marks.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Found(pub(crate) u32);

/// An index of digests of `W` bytes, read where it lies.
#[derive(Debug)]
pub struct Index<const W: usize> {
    path: PathBuf,
    map: Mapped,
    header: Header,
    parts: Parts,
    catalogue: Catalogue,
}

impl<const W: usize> Index<W> {
    /// Opens an index of digests and checks what costs no reading of the whole.
    pub fn open(path: &Path) -> Result<Self, KnownError> {
        let index = Self::open_any(path)?;
        if index.header.near.is_some() {
            return Err(KnownError::damaged(path, "this is the index of perceptual codes"));
        }
        Ok(index)
    }

    /// Opens an index of digests or of perceptual codes.
    pub(super) fn open_any(path: &Path) -> Result<Self, KnownError> {
        let damaged = |fact| KnownError::damaged(path, fact);
        let map = Mapped::open(path)?;
        let header = Header::read(&map).map_err(damaged)?;
        if usize::try_from(header.width) != Ok(W) {
            return Err(damaged("this is the index of another kind of digest"));
        }
        let parts = header.parts().ok_or_else(|| damaged("the header states what no index has"))?;
        if parts.end != map.len() || header.catalogue_bytes > CATALOGUE_BYTES_MAX {
            return Err(damaged("the file has not the length that its header states"));
        }
        let catalogue = map.get(parts.catalogue..parts.end).unwrap_or_default();
        if *Sha256::digest(catalogue) != header.catalogue_sum.0 {
            return Err(damaged("the catalogue is not what was written"));
        }
        let catalogue: Catalogue = serde_json::from_slice(catalogue)
            .map_err(|_| damaged("the catalogue is not in its form"))?;
        if catalogue.lists.len() as u64 != u64::from(header.lists) {
            return Err(damaged("the catalogue has not the lists that the header states"));
        }
        let index = Self { path: path.to_owned(), map, header, parts, catalogue };
        let last = index.directory().last().map(|at| u64::from(u32::from_le_bytes(*at)));
        if last != Some(index.header.entries) {
            return Err(damaged("the directory does not end with the last entry"));
        }
        Ok(index)
    }

    /// Reads the whole file and compares it with the sum in its header.
    pub fn verify(&self) -> Result<(), KnownError> {
        let body = self.map.get(HEADER_BYTES..).unwrap_or_default();
        if *Sha256::digest(body) != self.header.body_sum.0 {
            return Err(KnownError::damaged(&self.path, "its content is not what was written"));
        }
        Ok(())
    }

    /// SHA-256 of everything behind the header, as the header states it.
    pub(crate) fn sum(&self) -> model::Digest {
        self.header.body_sum
    }

    /// How many digests it holds.
    pub fn len(&self) -> u64 {
        self.header.entries
    }

    /// Whether it holds none.
    pub fn is_empty(&self) -> bool {
        self.header.entries == 0
    }

    /// Bytes of the file.
    pub fn bytes(&self) -> u64 {
        self.map.len() as u64
    }

    /// The sets, and what references mean.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// What the sets say of an entry.
    pub fn marks(&self, found: Found) -> impl Iterator<Item = &Mark> {
        self.catalogue.marks_of(found.0)
    }

    /// All digests in their order, each with its list.
    pub(crate) fn iter(&self) -> impl Iterator<Item = ([u8; W], Found)> + '_ {
        (0..).zip(self.digests()).map(|(at, digest)| (*digest, self.reference(at)))
    }

    /// How perceptual codes are listed, and the bytes of their lists.
    pub(super) fn near(&self) -> Option<(&Form, &[u8])> {
        let lists = self.map.get(self.parts.near..self.parts.catalogue);
        Some((self.header.near.as_ref()?, lists.unwrap_or_default()))
    }

    /// All digests, in their order.
    pub(super) fn digests(&self) -> &[[u8; W]] {
        let bytes = self.map.get(self.parts.digests..self.parts.references);
        bytes.unwrap_or_default().as_chunks().0
    }

    fn directory(&self) -> &[[u8; 4]] {
        // What lies between it and the lists of codes is no entry.
        let end = self.parts.directory + 4 * ((1usize << self.header.directory_bits) + 1);
        let bytes = self.map.get(self.parts.directory..end);
        bytes.unwrap_or_default().as_chunks().0
    }

    /// The list of an entry.
    pub(super) fn reference(&self, at: usize) -> Found {
        let references = self.map.get(self.parts.references..self.parts.directory);
        let references = references.unwrap_or_default();
        Found(match self.header.reference_bytes {
            0 => 0,
            1 => references.get(at).copied().map_or(0, u32::from),
            2 => {
                let at = references.as_chunks::<2>().0.get(at);
                at.map_or(0, |bytes| u32::from(u16::from_le_bytes(*bytes)))
            }
            _ => {
                references.as_chunks::<4>().0.get(at).map_or(0, |bytes| u32::from_le_bytes(*bytes))
            }
        })
    }
}
