//! A mapping proposed from inside the cage: the reader that `tutela map FILE` asks for. It gives no
//! record, and recognition never picks it.

use super::guess::guess;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Reads no rows: it notes the mapping that fits the header and the first values.
#[derive(Debug, Clone, Copy)]
pub struct Proposal;

impl Proposal {
    /// The code by which a job asks for it.
    pub const CODE: &str = "mapping-proposal";
}

impl SourceFormat for Proposal {
    fn code(&self) -> &'static str {
        Self::CODE
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, _: &Head<'_>) -> Sure {
        Sure::No
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let guess = Box::new(guess(source)?);
        sink.note(&Note::Proposal { guess })
    }
}
