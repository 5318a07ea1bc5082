//! The readers of the house: formats, which give records, and containers, which give members.

use crate::containers::{CONTAINERS, Container};
use crate::format::{Head, ReadsBy, Source, SourceFormat, Sure};
use crate::formats::FORMATS;
use crate::nest::{self, Examiner, Resume};
use crate::sink::{Halt, Sink};

/// What may take an exhibit or a member of one.
#[derive(Clone, Copy)]
pub enum Reader {
    /// A format.
    Format(&'static dyn SourceFormat),
    /// A container.
    Container(&'static dyn Container),
}

impl Reader {
    /// Stable name.
    pub fn code(self) -> &'static str {
        match self {
            Self::Format(format) => format.code(),
            Self::Container(container) => container.code(),
        }
    }

    /// Version of the reader.
    pub fn version(self) -> u32 {
        match self {
            Self::Format(format) => format.version(),
            Self::Container(container) => container.version(),
        }
    }

    /// How sure it is that the content is its own.
    pub fn recognise(self, head: &Head<'_>) -> Sure {
        match self {
            Self::Format(format) => format.recognise(head),
            Self::Container(container) => container.recognise(head),
        }
    }

    /// Reads an exhibit to its end; a container with everything inside it.
    pub fn read(
        self,
        register: &Register<'_>,
        source: &mut Source<'_>,
        sink: &mut Sink<'_>,
        resume: Resume<'_>,
    ) -> Result<(), Halt> {
        match self {
            Self::Format(format) => format.read(source, sink),
            Self::Container(container) => nest::read(container, register, source, sink, resume),
        }
    }

    /// What it goes by.
    pub fn reads_by(self) -> ReadsBy {
        match self {
            Self::Format(format) => format.reads_by(),
            Self::Container(_) => ReadsBy::OwnRules,
        }
    }
}

/// The readers that are asked, formats first: a workbook is a zip archive too, and is read as what
/// it says.
#[derive(Clone, Copy)]
pub struct Register<'r> {
    /// Formats, in the order in which recognition asks them.
    pub formats: &'r [&'static dyn SourceFormat],
    /// Containers, in the order in which recognition asks them.
    pub containers: &'r [&'static dyn Container],
    /// Who looks at whole contents, where a job asks for that.
    pub examiner: Option<&'r dyn Examiner>,
}

/// Every reader of the house.
pub static HOUSE: Register<'static> =
    Register { formats: FORMATS, containers: CONTAINERS, examiner: None };

impl Register<'_> {
    /// The readers in the order in which recognition asks them.
    pub fn readers(&self) -> impl Iterator<Item = Reader> {
        let formats = self.formats.iter().map(|format| Reader::Format(*format));
        formats.chain(self.containers.iter().map(|container| Reader::Container(*container)))
    }

    /// The first reader that is sure of what it sees; nobody is of nothing.
    pub(crate) fn sure_of(&self, head: &Head<'_>) -> Option<Reader> {
        (head.len > 0)
            .then(|| self.readers().find(|reader| reader.recognise(head) == Sure::Yes))
            .flatten()
    }

    /// The reader with this code.
    pub fn named(&self, code: &str) -> Option<Reader> {
        self.readers().find(|reader| reader.code() == code)
    }
}
