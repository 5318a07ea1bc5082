//! What every reader is held to, whatever the bytes: the tests, the mutation loop
//! (`examples/mutate.rs`) and the fuzz target (`fuzz/`) all ask this one question.
//!
//! - No panic, not even one that the nest bears for the other members.
//! - Rows = records + rejects; each row has one outcome, in order, so that none is lost or doubled.
//! - No two rows stand at the same place, or in a container no two records that say the same, and
//!   every place lies inside the exhibit.
//! - Every record is one that the parent accepts; every reject, every halt and every member that is
//!   not read to its end says what, where and what to do.
//!
//! A container is read with everything inside it, up to [`MEMBER_BYTES_MAX`].

use std::collections::BTreeSet;
use std::io::{self, Cursor};

use model::record::Kind;
use model::wire::read_slots;
use model::{Phrase, Place, Reject, RejectKind};
use tutela_ingest::format::{ReadSeek, read_ends};
use tutela_ingest::register::{HOUSE, Reader};
use tutela_ingest::{Chain, Head, Member, MemberState, Note, Outlet, Resume, TroubleKind};
use tutela_ingest::{Halt, Settings, Sink, SkipReason, Source, sink::Counts};

/// Why a reading ended that had been seen enough of.
pub(crate) const ENOUGH: &str = "seen enough";

/// Bytes of members decoded or digested, after which a reading has been seen enough of: holes and
/// bombs may go on for gibibytes, which the nest bounds and its own tests hold it to.
const MEMBER_BYTES_MAX: u64 = 8 << 20;

/// What a reading gave, each row in short.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// What was counted.
    pub(crate) counts: Counts,
    /// Rows in order: a record with its kind and its slots, or a reject.
    pub(crate) rows: Vec<Row>,
    /// Lines that are no rows.
    pub(crate) skipped: Vec<(Place, SkipReason)>,
    /// Members of a container, in the order in which they ended.
    pub(crate) members: Vec<Member>,
    /// Why the reading ended early: reason and remedy.
    pub(crate) halt: Option<String>,
}

/// One row and its outcome.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Row {
    /// Where it stands.
    pub(crate) place: Place,
    /// What became of it.
    pub(crate) outcome: Outcome,
}

/// What became of a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Outcome {
    /// A record, in its wire form.
    Record(Kind, Vec<u8>),
    /// A reject.
    Reject(RejectKind),
}

impl Held {
    /// The codes of the rejects, in order.
    pub(crate) fn rejects(&self) -> Vec<RejectKind> {
        let kinds = self.rows.iter().filter_map(|row| match row.outcome {
            Outcome::Reject(kind) => Some(kind),
            Outcome::Record(..) => None,
        });
        kinds.collect()
    }

    /// The records without their places.
    pub(crate) fn records(&self) -> Vec<(Kind, &[u8])> {
        let records = self.rows.iter().filter_map(|row| match &row.outcome {
            Outcome::Record(kind, slots) => Some((*kind, slots.as_slice())),
            Outcome::Reject(_) => None,
        });
        records.collect()
    }
}

/// Judges each outcome as it comes.
struct Judge {
    len: u64,
    held: Held,
    reader: Reader,
    places: BTreeSet<(u64, u64, u64, String, Vec<u8>)>,
    /// Members opened so far: names and places may come again in the next.
    opened: u64,
}

impl Judge {
    /// The length of a member is not known here.
    fn inside(&self, place: &Place) {
        if !place.inside.is_empty() {
            return;
        }
        let end = place.bytes_start.checked_add(place.bytes_len);
        assert!(end.is_some_and(|end| end <= self.len), "{place} is not inside {} bytes", self.len);
    }

    fn row(&mut self, place: &Place, outcome: Outcome) {
        self.inside(place);
        assert_eq!(place.row, self.held.rows.len() as u64 + 1, "a row without an outcome");
        let opened = if place.inside.is_empty() { 0 } else { self.opened };
        // An entry of a container may tell a file and what belongs to it, or be at fault twice.
        let says = match (self.reader, &outcome) {
            (Reader::Format(_), _) => Some(Vec::new()),
            (Reader::Container(_), Outcome::Record(_, slots)) => Some(slots.clone()),
            (Reader::Container(_), Outcome::Reject(_)) => None,
        };
        if let Some(says) = says {
            let at = (opened, place.bytes_start, place.bytes_len, place.path.clone(), says);
            assert!(self.places.insert(at), "two rows at {place}");
        }
        self.held.rows.push(Row { place: place.clone(), outcome });
    }
}

impl Outlet for Judge {
    fn record(&mut self, kind: Kind, place: &Place, slots: &[u8]) -> Result<(), io::Error> {
        let read = read_slots(kind, slots, |_, _| ());
        assert!(read.is_ok(), "a record the parent refuses: {read:?}");
        self.row(place, Outcome::Record(kind, slots.to_vec()));
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> Result<(), io::Error> {
        assert_ne!(reject.kind, RejectKind::NoOutcome, "{reject}");
        assert!(!reject.kind.fact().is_empty() && !reject.kind.remedy().is_empty());
        self.row(&reject.place, Outcome::Reject(reject.kind));
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), io::Error> {
        match note.fact() {
            Note::Remark(said) | Note::Total { what: said, .. } => known(said),
            _ => {}
        }
        if let Note::Coverage { from_us, until_us, .. } = note {
            assert!(from_us <= until_us, "a coverage that ends before it begins");
        }
        Ok(())
    }

    fn skip(&mut self, place: &Place, reason: SkipReason) -> Result<(), io::Error> {
        self.inside(place);
        self.held.skipped.push((place.clone(), reason));
        Ok(())
    }

    fn opening(&mut self, _: &Chain) -> Result<(), io::Error> {
        self.opened += 1;
        Ok(())
    }

    fn member(&mut self, member: &Member) -> Result<(), io::Error> {
        let Member { chain, state, reached, reason, remedy, .. } = member;
        assert_ne!(remedy, TroubleKind::ReaderFailed.remedy(), "{member:?}");
        assert_eq!(reached.rows, reached.records + reached.rejects, "{member:?}");
        assert_eq!(reached.rows, self.held.rows.len() as u64, "{member:?}");
        let is_whole =
            matches!(state, MemberState::Empty | MemberState::Unread | MemberState::Parsed);
        assert!(is_whole || !reason.is_empty() && !remedy.is_empty(), "{member:?}");
        known_text(reason);
        known_text(remedy);
        // A container ends behind its members; everything else goes on.
        if let Some(Member { chain: last, .. }) = self.held.members.last() {
            let ends = last.0.len() > chain.0.len() && last.0.starts_with(&chain.0);
            assert!(chain > last || ends, "{chain:?} behind {last:?}");
        }
        self.held.members.push(member.clone());
        Ok(())
    }

    fn alive(&mut self, bytes: u64) -> Result<(), io::Error> {
        if bytes < MEMBER_BYTES_MAX { Ok(()) } else { Err(io::ErrorKind::QuotaExceeded.into()) }
    }
}

/// Reads `bytes` with `reader` and holds it to the above.
pub(crate) fn hold(reader: Reader, bytes: &[u8], settings: &Settings) -> Held {
    hold_source(reader, &mut Cursor::new(bytes), bytes.len() as u64, settings)
}

/// The same for an exhibit that need not stand in memory.
pub(crate) fn hold_source(
    reader: Reader,
    bytes: &mut dyn ReadSeek,
    len: u64,
    settings: &Settings,
) -> Held {
    let ends = read_ends(bytes, len);
    assert!(ends.is_ok(), "the exhibit cannot be read");
    let (head, tail) = ends.unwrap_or_default();
    reader.recognise(&Head::new(&head, &tail, len, settings));
    let (held, places) = (Held::default(), BTreeSet::new());
    let mut judge = Judge { len, held, reader, places, opened: 0 };
    let mut sink = Sink::new(&mut judge);
    let mut source = Source::new(bytes, len, settings);
    let read = reader.read(&HOUSE, &mut source, &mut sink, Resume::default());
    let counts = sink.finish().unwrap_or_default();
    let halt = read.err().map(|halt| words(reader, &halt, len));
    let mut held = judge.held;
    let records = held.records().len() as u64;
    assert_eq!((counts.rows, counts.records), (held.rows.len() as u64, records));
    assert_eq!(counts.rows, counts.records + counts.rejects, "rows = records + rejects");
    assert_eq!(counts.skipped, held.skipped.len() as u64);
    (held.counts, held.halt) = (counts, halt);
    held
}

/// What is said to a person must stand in `model::say`, in every language.
fn known(said: &Phrase) {
    let is_known = said.text().is_empty() || said.code().is_some();
    assert!(is_known, "no sentence of `model::say`: {said}");
}

/// The same of a text; most members say nothing.
fn known_text(said: &str) {
    if !said.is_empty() {
        known(&Phrase::from_text(said));
    }
}

/// A halt in words; it must say why, where and what to do.
fn words(reader: Reader, halt: &Halt, len: u64) -> String {
    match halt {
        Halt::Broken { place, reason, remedy } => {
            assert!(!reason.is_empty() && !remedy.is_empty(), "{halt}");
            known_text(reason);
            known_text(remedy);
            // What a container should have may have been cut off.
            let is_inside = place.bytes_start <= len || matches!(reader, Reader::Container(_));
            assert!(is_inside, "{halt}");
        }
        Halt::Unsupported { reason, remedy } | Halt::Asks { reason, remedy } => {
            assert!(!reason.is_empty() && !remedy.is_empty(), "{halt}");
            known_text(reason);
            known_text(remedy);
        }
        // Decoders report broken content as a failed read; the worker adds the remedy.
        Halt::Read(error) => {
            let content = [
                io::ErrorKind::InvalidData,
                io::ErrorKind::UnexpectedEof,
                io::ErrorKind::InvalidInput,
                io::ErrorKind::Unsupported,
            ];
            assert!(content.contains(&error.kind()), "{error:?}");
        }
        Halt::Outlet(error) => {
            assert_eq!(error.kind(), io::ErrorKind::QuotaExceeded, "{error}");
            return ENOUGH.to_owned();
        }
    }
    halt.to_string()
}
