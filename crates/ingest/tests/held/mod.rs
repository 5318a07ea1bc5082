//! What every format is held to, whatever the bytes: the tests, the mutation loop
//! (`examples/mutate.rs`) and the fuzz targets (`fuzz/`) all ask this one question.
//!
//! - No panic.
//! - Rows = records + rejects; each row has one outcome, in order, so that none is lost or doubled.
//! - No two rows stand at the same place, and every place lies inside the exhibit.
//! - Every record is one that the parent accepts; every reject and every halt says what, where and
//!   what to do.

use std::collections::BTreeSet;
use std::io::{self, Cursor};

use model::record::Kind;
use model::wire::read_slots;
use model::{Place, Reject, RejectKind};
use tutela_ingest::format::{ReadSeek, read_ends};
use tutela_ingest::{Halt, sink::Counts};
use tutela_ingest::{Head, Note, Outlet, Settings, Sink, SkipReason, Source, SourceFormat};

/// What a reading gave, each row in short.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(crate) struct Held {
    /// What was counted.
    pub(crate) counts: Counts,
    /// Rows in order: a record with its kind and its slots, or a reject.
    pub(crate) rows: Vec<Row>,
    /// Lines that are no rows.
    pub(crate) skipped: Vec<(Place, SkipReason)>,
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
    places: BTreeSet<(u64, u64, String)>,
}

impl Judge {
    fn inside(&self, place: &Place) {
        let end = place.bytes_start.checked_add(place.bytes_len);
        assert!(end.is_some_and(|end| end <= self.len), "{place} is not inside {} bytes", self.len);
    }

    fn row(&mut self, place: &Place, outcome: Outcome) {
        self.inside(place);
        assert_eq!(place.row, self.held.rows.len() as u64 + 1, "a row without an outcome");
        let at = (place.bytes_start, place.bytes_len, place.path.clone());
        assert!(self.places.insert(at), "two rows at {place}");
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
}

/// Reads `bytes` as `format` and holds it to the above.
pub(crate) fn hold(format: &dyn SourceFormat, bytes: &[u8], settings: &Settings) -> Held {
    hold_source(format, &mut Cursor::new(bytes), bytes.len() as u64, settings)
}

/// The same for an exhibit that need not stand in memory.
pub(crate) fn hold_source(
    format: &dyn SourceFormat,
    bytes: &mut dyn ReadSeek,
    len: u64,
    settings: &Settings,
) -> Held {
    let ends = read_ends(bytes, len);
    assert!(ends.is_ok(), "the exhibit cannot be read");
    let (head, tail) = ends.unwrap_or_default();
    format.recognise(&Head::new(&head, &tail, len, settings));
    let mut judge = Judge { len, held: Held::default(), places: BTreeSet::new() };
    let mut sink = Sink::new(&mut judge);
    let read = format.read(&mut Source::new(bytes, len, settings), &mut sink);
    let counts = sink.finish().unwrap_or_default();
    let halt = read.err().map(|halt| words(&halt, len));
    let mut held = judge.held;
    let records = held.records().len() as u64;
    assert_eq!((counts.rows, counts.records), (held.rows.len() as u64, records));
    assert_eq!(counts.rows, counts.records + counts.rejects, "rows = records + rejects");
    assert_eq!(counts.skipped, held.skipped.len() as u64);
    (held.counts, held.halt) = (counts, halt);
    held
}

/// A halt in words; it must say why, where and what to do.
fn words(halt: &Halt, len: u64) -> String {
    match halt {
        Halt::Broken { place, reason, remedy } => {
            assert!(!reason.is_empty() && !remedy.is_empty(), "{halt}");
            assert!(place.bytes_start <= len, "{halt}");
        }
        Halt::Unsupported { reason, remedy } | Halt::Asks { reason, remedy } => {
            assert!(!reason.is_empty() && !remedy.is_empty(), "{halt}");
        }
        // Decoders report broken content as a failed read; the worker adds the remedy.
        Halt::Read(error) => {
            let content = [
                io::ErrorKind::InvalidData,
                io::ErrorKind::UnexpectedEof,
                io::ErrorKind::InvalidInput,
            ];
            assert!(content.contains(&error.kind()), "{error:?}");
        }
        Halt::Outlet(error) => panic!("nothing to hand on to: {error}"),
    }
    halt.to_string()
}
