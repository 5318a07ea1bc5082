//! The sink a reader pours into: it numbers the rows and holds each of them to one outcome.
//!
//! ```text
//! sink.begin(&place)   a row of the source starts: it is counted here, before anything can fail
//! sink.record(&rec)    its outcome: a record …
//! sink.reject(…)       … or a reject. A row begun and given neither becomes ING-018.
//! sink.skip(…)         a line that is no row (blank, comment, repeated header, total)
//! sink.note(…)         a fact on the exhibit as a whole
//! ```

use model::record::{Kind, Record};
use model::{Phrase, Place, Reject, RejectKind};
use serde::{Deserialize, Serialize};

use crate::nest::{Chain, Member};
pub use crate::note::Note;

/// Stands between a container and its member in a chain of them.
pub(crate) const MEMBER_JOINT: &str = "!/";

/// Why a line is not a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SkipReason {
    /// An empty line.
    Blank,
    /// A comment or a preamble of the format.
    Comment,
    /// The header, or the header again.
    Header,
    /// A total or balance line: checked, not counted as a record.
    Total,
}

/// Why reading an exhibit ended early.
#[derive(Debug, thiserror::Error)]
pub enum Halt {
    /// The exhibit's bytes could not be read.
    #[error("the exhibit could not be read on")]
    Read(#[source] std::io::Error),
    /// Whatever takes the records is gone.
    #[error("the records could not be handed on")]
    Outlet(#[source] std::io::Error),
    /// What the exhibit is, is known by name, and nothing here reads it.
    #[error("{reason}; {remedy}")]
    Unsupported {
        /// What it is.
        reason: String,
        /// What a person can do.
        remedy: String,
    },
    /// Nothing is wrong with the exhibit: a person has to say something first, such as which column
    /// means what, or in which zone its times are.
    #[error("{reason}; {remedy}")]
    Asks {
        /// What is not known.
        reason: String,
        /// What a person can say, and how.
        remedy: String,
    },
    /// The exhibit breaks a limit or its format beyond repair.
    #[error("{reason} at {place}; {remedy}")]
    Broken {
        /// Where.
        place: Place,
        /// What is wrong.
        reason: String,
        /// What a person can do.
        remedy: String,
    },
}

/// What the sink hands on: the pipe to the parent, or a collection in a test.
pub trait Outlet {
    /// A record in its wire form.
    fn record(&mut self, kind: Kind, place: &Place, slots: &[u8]) -> Result<(), std::io::Error>;
    /// A reject.
    fn reject(&mut self, reject: &Reject) -> Result<(), std::io::Error>;
    /// A fact on the exhibit.
    fn note(&mut self, note: &Note) -> Result<(), std::io::Error>;
    /// A line that is no row.
    fn skip(&mut self, place: &Place, reason: SkipReason) -> Result<(), std::io::Error>;
    /// A member of a container is about to be read; whoever waits for the outcome should know.
    fn opening(&mut self, _chain: &Chain) -> Result<(), std::io::Error> {
        Ok(())
    }
    /// A member of a container is done with.
    fn member(&mut self, _member: &Member) -> Result<(), std::io::Error> {
        Ok(())
    }
    /// The reading goes on, though nothing is handed on; so many bytes were unpacked so far.
    fn alive(&mut self, _unpacked_bytes: u64) -> Result<(), std::io::Error> {
        Ok(())
    }
    /// Called for each row begun that a resumed run has already stored; no record follows.
    fn stored(&mut self, _row: u64) -> Result<(), std::io::Error> {
        Ok(())
    }
}

/// Where the sink stood before it entered a member.
#[derive(Debug, Clone, Copy)]
#[must_use = "whoever enters a member leaves it"]
pub(crate) struct Outside(usize);

/// What was counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Counts {
    /// Rows begun.
    pub rows: u64,
    /// Rows that became a record.
    pub records: u64,
    /// Rows that were set aside.
    pub rejects: u64,
    /// Lines that are no rows.
    pub skipped: u64,
}

impl Counts {
    /// Both together.
    #[must_use]
    pub fn and(self, other: Self) -> Self {
        Self {
            rows: self.rows + other.rows,
            records: self.records + other.records,
            rejects: self.rejects + other.rejects,
            skipped: self.skipped + other.skipped,
        }
    }

    /// What was counted since then.
    pub(crate) fn since(self, then: Self) -> Self {
        Self {
            rows: self.rows - then.rows.min(self.rows),
            records: self.records - then.records.min(self.records),
            rejects: self.rejects - then.rejects.min(self.rejects),
            skipped: self.skipped - then.skipped.min(self.skipped),
        }
    }
}

/// Numbers rows, holds each to one outcome, hands outcomes on.
pub struct Sink<'a> {
    outlet: &'a mut dyn Outlet,
    counts: Counts,
    place: Place,
    open: bool,
    stored_rows: u64,
    inside: String,
    buffer: Vec<u8>,
}

impl<'a> Sink<'a> {
    /// A sink that hands on every row.
    pub fn new(outlet: &'a mut dyn Outlet) -> Self {
        Self::resumed(outlet, 0)
    }

    /// A sink of a resumed run: the outcomes of the first `stored_rows` rows are already kept and
    /// are counted but not handed on again.
    pub fn resumed(outlet: &'a mut dyn Outlet, stored_rows: u64) -> Self {
        Self {
            outlet,
            counts: Counts::default(),
            place: Place::default(),
            open: false,
            stored_rows,
            inside: String::new(),
            buffer: Vec::new(),
        }
    }

    /// Starts a row at `place`; the sink sets its number.
    pub fn begin(&mut self, place: &Place) -> Result<(), Halt> {
        self.close_open_row()?;
        self.counts.rows += 1;
        self.place.clone_from(place);
        self.set_inside();
        self.place.row = self.counts.rows;
        self.open = true;
        Ok(())
    }

    /// Ends the row as a record.
    pub fn record(&mut self, record: &(impl Record + ?Sized)) -> Result<(), Halt> {
        self.open = false;
        self.counts.records += 1;
        if self.is_stored() {
            return self.outlet.stored(self.counts.rows).map_err(Halt::Outlet);
        }
        self.buffer.clear();
        record.encode(&mut self.buffer);
        self.outlet.record(record.kind(), &self.place, &self.buffer).map_err(Halt::Outlet)
    }

    /// Ends the row as a reject.
    pub fn reject(&mut self, kind: RejectKind, field: &str, raw: &str) -> Result<(), Halt> {
        self.open = false;
        self.counts.rejects += 1;
        if self.is_stored() {
            return self.outlet.stored(self.counts.rows).map_err(Halt::Outlet);
        }
        let reject = Reject::new(self.place.clone(), kind, field, raw);
        self.outlet.reject(&reject).map_err(Halt::Outlet)
    }

    /// Counts a line that is no row.
    pub fn skip(&mut self, place: &Place, reason: SkipReason) -> Result<(), Halt> {
        self.close_open_row()?;
        self.counts.skipped += 1;
        if self.counts.rows < self.stored_rows {
            return Ok(());
        }
        if self.inside.is_empty() {
            return self.outlet.skip(place, reason).map_err(Halt::Outlet);
        }
        self.place.clone_from(place);
        self.set_inside();
        self.outlet.skip(&self.place, reason).map_err(Halt::Outlet)
    }

    /// Says something a person should know; see [`model::say`].
    pub fn remark(&mut self, phrase: Phrase) -> Result<(), Halt> {
        self.note(&Note::Remark(phrase))
    }

    /// States a fact on the exhibit, or on the member that is being read.
    pub fn note(&mut self, note: &Note) -> Result<(), Halt> {
        if self.inside.is_empty() {
            return self.outlet.note(note).map_err(Halt::Outlet);
        }
        let fact = Box::new(note.clone());
        let inside = Note::Inside { member: self.inside.clone(), fact };
        self.outlet.note(&inside).map_err(Halt::Outlet)
    }

    /// Enters a member of a container: places and facts are from now on inside it. Gives what
    /// [`Sink::leave`] needs to go out again.
    pub(crate) fn enter(&mut self, member: &str) -> Outside {
        let outside = Outside(self.inside.len());
        if !self.inside.is_empty() {
            self.inside.push_str(MEMBER_JOINT);
        }
        self.inside.push_str(member);
        outside
    }

    /// Leaves what was entered; a row left open becomes a reject.
    pub(crate) fn leave(&mut self, outside: Outside) -> Result<(), Halt> {
        let closed = self.close_open_row();
        self.inside.truncate(outside.0);
        closed
    }

    /// The members entered, from the outside in.
    pub(crate) fn inside(&self) -> &str {
        &self.inside
    }

    /// What was counted so far.
    pub(crate) fn counts(&self) -> Counts {
        self.counts
    }

    /// Goes on from the counts that an earlier run had reached; its rows are stored.
    pub(crate) fn go_on_from(&mut self, counts: Counts) -> Result<(), Halt> {
        self.close_open_row()?;
        self.counts = counts;
        if counts.rows == 0 {
            return Ok(());
        }
        self.outlet.stored(counts.rows).map_err(Halt::Outlet)
    }

    /// Says that a member is about to be read.
    pub(crate) fn opening(&mut self, chain: &Chain) -> Result<(), Halt> {
        self.outlet.opening(chain).map_err(Halt::Outlet)
    }

    /// Says what became of a member.
    pub(crate) fn member(&mut self, member: &Member) -> Result<(), Halt> {
        self.outlet.member(member).map_err(Halt::Outlet)
    }

    /// Says that the reading goes on, and how many bytes it has unpacked.
    pub(crate) fn alive(&mut self, unpacked_bytes: u64) -> Result<(), Halt> {
        self.outlet.alive(unpacked_bytes).map_err(Halt::Outlet)
    }

    fn set_inside(&mut self) {
        if self.inside.is_empty() {
            return;
        }
        if !self.place.inside.is_empty() {
            self.place.inside.insert_str(0, MEMBER_JOINT);
        }
        self.place.inside.insert_str(0, &self.inside);
    }

    /// Ends the reading and gives the counts, in which rows = records + rejects.
    pub fn finish(mut self) -> Result<Counts, Halt> {
        self.close_open_row()?;
        Ok(self.counts)
    }

    /// Rows begun so far.
    pub fn rows(&self) -> u64 {
        self.counts.rows
    }

    fn is_stored(&self) -> bool {
        self.counts.rows <= self.stored_rows
    }

    fn close_open_row(&mut self) -> Result<(), Halt> {
        if self.open { self.reject(RejectKind::NoOutcome, "", "") } else { Ok(()) }
    }
}
