//! The record of an exhibit: what was received, from whom, on which ground, and its digests.

use std::fmt;

use model::{Digest, ExhibitId};
use serde::{Deserialize, Serialize};
use serde_json::Value;

use crate::folder::FolderFacts;

/// A SHA-512 digest (FIPS 180-4), printed in lower-case hexadecimal: the second, independent hash
/// of an exhibit.
#[derive(Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Digest512(pub [u8; 64]);

impl fmt::Display for Digest512 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest512 {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl Serialize for Digest512 {
    fn serialize<S: serde::Serializer>(&self, s: S) -> Result<S::Ok, S::Error> {
        s.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Digest512 {
    fn deserialize<D: serde::Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let text = <std::borrow::Cow<'de, str>>::deserialize(d)?;
        let halves = text.split_at_checked(64).and_then(|(left, right)| {
            Some((left.parse::<Digest>().ok()?, right.parse::<Digest>().ok()?))
        });
        let Some((left, right)) = halves else {
            return Err(serde::de::Error::custom("not a SHA-512 digest: 128 hexadecimal digits"));
        };
        let mut bytes = [0; 64];
        for (byte, from) in bytes.iter_mut().zip(left.0.iter().chain(&right.0)) {
            *byte = *from;
        }
        Ok(Self(bytes))
    }
}

/// Where the bytes of an exhibit lie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Origin {
    /// In the store of the case, under its SHA-256.
    Stored,
    /// Where it was, by absolute path, escaped as in [`crate::name`]; the case holds its digests.
    External(String),
}

/// An exhibit of the case. Its record is a leaf of the log: leaf kind `exhibit`, and the number is
/// the count of such leaves.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Exhibit {
    /// Its number.
    pub id: ExhibitId,
    /// File name as received, escaped as in [`crate::name`].
    pub name: String,
    /// Path below the folder that was received, escaped, with `/`; absent for a single file.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relative_path: Option<String>,
    /// Length.
    pub size_bytes: u64,
    /// First digest; names the file in the store.
    pub sha256: Digest,
    /// Second digest.
    pub sha512: Digest512,
    /// Where the bytes lie.
    pub origin: Origin,
    /// Modification time the source stated, in microseconds UTC; a claim of that disk.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub modified_at_us: Option<i64>,
    /// What was received, where that is a folder taken whole; its archive is the exhibit.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub folder: Option<FolderFacts>,
    /// Who handed it over.
    pub giver: String,
    /// On which legal ground it was received.
    pub legal_basis: String,
    /// When it was received, in microseconds UTC, by the clock of the caller.
    pub received_at_us: i64,
    /// What was chosen for reading it (mapping, zone); opaque to custody.
    #[serde(default, skip_serializing_if = "Value::is_null")]
    pub settings: Value,
}

impl Exhibit {
    /// Name in the store, from the case folder: `exhibits/ab/cdef…`.
    pub fn stored_name(&self) -> String {
        stored_name(&self.sha256)
    }
}

pub(crate) fn stored_name(sha256: &Digest) -> String {
    let hex = sha256.to_string();
    let (shelf, rest) = hex.split_at(2);
    format!("exhibits/{shelf}/{rest}")
}

/// Copy the bytes into the case, or leave them where they are.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Keep {
    /// Copy into the store.
    #[default]
    Copy,
    /// Register the path and the digests: for images too large to copy.
    InPlace,
}

/// The circumstances under which something was received; the same for all files of a folder.
#[derive(Debug, Clone, PartialEq)]
pub struct Receipt {
    /// Who handed it over.
    pub giver: String,
    /// On which legal ground.
    pub legal_basis: String,
    /// When, in microseconds UTC.
    pub received_at_us: i64,
    /// What was chosen for reading it; kept in the record.
    pub settings: Value,
    /// Copy, or leave in place.
    pub keep: Keep,
}

/// What became of a file that was given.
#[derive(Debug, Clone, PartialEq)]
pub enum Sealed {
    /// A new exhibit.
    New(Exhibit),
    /// The same content is an exhibit already; nothing was written.
    Already(Exhibit),
}

impl Sealed {
    /// The exhibit that holds the content.
    pub fn exhibit(&self) -> &Exhibit {
        match self {
            Self::New(exhibit) | Self::Already(exhibit) => exhibit,
        }
    }
}

/// A path in a folder that was not sealed, and why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Skipped {
    /// Path below the folder, escaped.
    pub relative_path: String,
    /// Why, with code and remedy.
    pub reason: String,
}

/// What became of a folder that was given.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct SealedFolder {
    /// Its files, in the order of their paths.
    pub sealed: Vec<Sealed>,
    /// What is not a readable file: links, devices, files we may not read.
    pub skipped: Vec<Skipped>,
}
