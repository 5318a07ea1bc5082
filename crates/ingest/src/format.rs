//! What a source format is: it recognises an exhibit by its first bytes and reads it to the end.

use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use crate::settings::Settings;
use crate::sink::{Halt, Sink};

/// Bytes of an exhibit that recognition may look at.
pub const HEAD_BYTES: usize = 64 * 1024;

/// How sure a format is that an exhibit is its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sure {
    /// It is something else.
    No,
    /// It could be read, but another format may fit better.
    Maybe,
    /// Its signature, namespace, or the header of a mapping is there.
    Yes,
}

/// What recognition sees: the first bytes, never the name.
#[derive(Debug, Clone, Copy)]
pub struct Head<'a> {
    /// The first [`HEAD_BYTES`] bytes, or the whole of a shorter exhibit.
    pub bytes: &'a [u8],
    /// Length of the exhibit in bytes.
    pub len: u64,
    /// The settings, for formats that are known by the header of a mapping.
    pub settings: &'a Settings,
}

/// Anything an exhibit's bytes can be read from, from any place.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// An exhibit being read.
pub struct Source<'a> {
    /// Its bytes.
    pub bytes: &'a mut dyn ReadSeek,
    /// Their number.
    pub len: u64,
    /// How to read it.
    pub settings: &'a Settings,
}

/// What a format goes by.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ReadsBy {
    /// The rules of its own specification.
    OwnRules,
    /// A mapping of headers to fields; such a format alone takes an exhibit for which a person
    /// chose a mapping.
    Mapping,
}

/// A source format: one file in `formats/`, one line in [`crate::formats::FORMATS`].
pub trait SourceFormat: Sync {
    /// Stable name, used in the custody log, in tables and in the report.
    fn code(&self) -> &'static str;

    /// Version of the reader; raised when the same bytes may give other records.
    fn version(&self) -> u32;

    /// Looks at the first bytes only; never fails.
    fn recognise(&self, head: &Head<'_>) -> Sure;

    /// What it goes by.
    fn reads_by(&self) -> ReadsBy {
        ReadsBy::OwnRules
    }

    /// Reads the whole exhibit into the sink. A bad row is a reject, never an early return; an
    /// error ends the exhibit as `partial` or `failed`, and says where.
    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt>;
}
