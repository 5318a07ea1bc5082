//! What a source format is: it recognises an exhibit by its first bytes and reads it to the end.

mod head;

use std::io::{Read, Seek};

use serde::{Deserialize, Serialize};

use crate::containers::Members;
use crate::containers::segments::Split;
use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

pub use head::{HEAD_BYTES, Head, TAIL_BYTES, read_ends};

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

/// Anything an exhibit's bytes can be read from, from any place.
pub trait ReadSeek: Read + Seek {}
impl<T: Read + Seek> ReadSeek for T {}

/// Another exhibit, or another member of the same container, that belongs to the one being read: a
/// further segment of an image, the write-ahead log of a database.
pub struct Companion<'a> {
    /// Its name, without folders.
    pub name: String,
    /// Its bytes.
    pub bytes: Box<dyn ReadSeek + 'a>,
    /// Their number.
    pub len: u64,
}

/// An exhibit being read.
pub struct Source<'a> {
    /// Its bytes.
    pub bytes: &'a mut dyn ReadSeek,
    /// Their number.
    pub len: u64,
    /// How to read it.
    pub settings: &'a Settings,
    /// What was found beside it by its name; whoever uses one states it by [`Source::take`].
    companions: Vec<Companion<'a>>,
}

impl<'a> Source<'a> {
    /// An exhibit that stands alone.
    pub fn new(bytes: &'a mut dyn ReadSeek, len: u64, settings: &'a Settings) -> Self {
        Self { bytes, len, settings, companions: Vec::new() }
    }

    /// The same with its companions, in the order of their names.
    #[must_use]
    pub fn with(self, companions: Vec<Companion<'a>>) -> Self {
        Self { companions, ..self }
    }

    /// Whether it is the first of numbered parts.
    pub(crate) fn is_split(&self) -> bool {
        self.companions.iter().any(|one| Split::is_part(&one.name))
    }

    /// The companions whose name is wanted, taken out: they are part of what is read, and the
    /// exhibits they come from count as read.
    pub fn take(
        &mut self,
        sink: &mut Sink<'_>,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<Companion<'a>>, Halt> {
        self.take_noted(wanted, |note| sink.note(note))
    }

    /// As [`Source::take`], for a container.
    pub fn take_for(
        &mut self,
        members: &mut dyn Members,
        wanted: impl Fn(&str) -> bool,
    ) -> Result<Vec<Companion<'a>>, Halt> {
        self.take_noted(wanted, |note| members.note(note))
    }

    fn take_noted(
        &mut self,
        wanted: impl Fn(&str) -> bool,
        mut note: impl FnMut(&Note) -> Result<(), Halt>,
    ) -> Result<Vec<Companion<'a>>, Halt> {
        let all = std::mem::take(&mut self.companions);
        let (taken, left) = all.into_iter().partition(|one| wanted(&one.name));
        self.companions = left;
        for one in &taken {
            let Companion { name, .. } = one;
            note(&Note::Companion { name: name.clone() })?;
        }
        Ok(taken)
    }
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

    /// Looks at the two ends only; never fails. It is asked of every member of every image: what is
    /// cheap to tell comes first, and what several readers need is asked of the [`Head`].
    fn recognise(&self, head: &Head<'_>) -> Sure;

    /// What it goes by.
    fn reads_by(&self) -> ReadsBy {
        ReadsBy::OwnRules
    }

    /// Reads the whole exhibit into the sink. A bad row is a reject, never an early return; an
    /// error ends the exhibit as `partial` or `failed`, and says where.
    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt>;
}
