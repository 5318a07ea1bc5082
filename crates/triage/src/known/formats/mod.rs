//! The forms in which sets of digests are handed over; one reader a file, one line in the register.
//!
//! A reader is sure of a file by its first bytes, pours every row, and refuses the set whole at the
//! first row that is not in order.

mod caid;
mod columns;
mod deep;
mod hashdeep;
mod ilook;
mod nsrl_database;
mod nsrl_delta;
mod nsrl_text;
mod odata;
mod pdq;
mod plain;
mod signals;
mod sql;
mod sqlite;
mod table;
mod vics;
mod vpdq;

use std::fmt;

use super::card::Feedback;
use super::digests::Digests;
use super::refusal::{Fault, Refusal};
use super::source::Source;
use crate::pdq::Code;
use crate::vpdq::Frame;

/// The register of readers. The first that knows a file reads it.
pub const FORMATS: [&dyn SetFormat; 13] = [
    &vics::Vics,
    &caid::Caid,
    &hashdeep::Hashdeep,
    &nsrl_text::NsrlText,
    &nsrl_database::NsrlDatabase,
    &nsrl_delta::NsrlDelta,
    &ilook::Ilook,
    &signals::Signals,
    &vpdq::Vpdq,
    &pdq::Pdq,
    &table::Table,
    &plain::Plain,
    &deep::Deep,
];

/// A form in which sets are handed over.
pub trait SetFormat: fmt::Debug + Sync {
    /// The code kept with a set.
    fn code(&self) -> &'static str;

    /// Whether the first bytes of a file are those of the form.
    fn knows(&self, head: &[u8]) -> bool;

    /// Whether it changes a set instead of being one.
    fn is_delta(&self) -> bool {
        false
    }

    /// Reads all rows, in the order of the file.
    fn read(&self, source: &mut Source, pour: &mut Pour<'_>) -> Result<Stated, Refusal>;
}

/// Takes the rows of a set.
pub type Pour<'p> = dyn FnMut(&Entry) -> Result<(), Refusal> + 'p;

/// What a row does to a set.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Change {
    /// It belongs to it.
    #[default]
    Add,
    /// It belongs to it no more.
    Remove,
    /// It stays as it is; other facts of it have changed.
    Keep,
}

/// One row of a set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Entry {
    /// Its digests, at least one unless it has a code, or is a film, or nothing changes.
    pub digests: Digests,
    /// Its perceptual code (PDQ).
    pub pdq: Option<Code>,
    /// The quality of the picture that the code was taken of, 0 to 100, where it is stated.
    pub quality: Option<u8>,
    /// The frames of a film, where the row is one (vPDQ).
    pub film: Vec<Frame>,
    /// Value of its category, if it has one.
    pub category: String,
    /// What others said of it.
    pub feedback: Feedback,
    /// What it does.
    pub change: Change,
}

impl Entry {
    /// Empties the entry for the next row.
    fn clear(&mut self) {
        self.digests = Digests::default();
        (self.pdq, self.quality) = (None, None);
        self.film.clear();
        self.category.clear();
        self.feedback = Feedback::default();
        self.change = Change::Add;
    }
}

/// What a file says of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Stated {
    /// Version of the set or of its form.
    pub version: String,
    /// Scheme of the categories.
    pub scheme: String,
}

/// The reader for a file.
pub fn recognise(head: &[u8]) -> Option<&'static dyn SetFormat> {
    FORMATS.into_iter().find(|format| format.knows(head))
}

/// The lines of a head that are whole.
fn whole_lines(head: &[u8]) -> impl Iterator<Item = &[u8]> {
    let end = match head.iter().rposition(|byte| *byte == b'\n') {
        // The last line of a long file may be cut in the middle.
        Some(at) if head.len() >= 4096 => at,
        _ => head.len(),
    };
    let lines = head.get(..end).unwrap_or_default().split(|byte| *byte == b'\n');
    lines.map(<[u8]>::trim_ascii).filter(|line| !is_passed(line))
}

/// Blank lines and comments.
fn is_passed(line: &[u8]) -> bool {
    line.is_empty() || line.starts_with(b"#")
}

/// A bad digest or code, told with its beginning.
fn bad_digest(place: String, wanted: &str, text: &[u8]) -> Refusal {
    let shown: String = String::from_utf8_lossy(text).chars().take(80).collect();
    let fact = format!("`{shown}` is no {wanted} ({} characters)", text.len());
    Refusal::new(Fault::BadDigest, place, fact)
}
