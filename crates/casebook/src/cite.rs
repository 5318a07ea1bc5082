//! Citing: from a record's number to the very bytes of the exhibit that state it.
//!
//! A place in the exhibit itself is read here; nothing is parsed for it. A place inside a member of
//! a container is shown by a caged worker, see [`inside`].

mod inside;

use std::collections::BTreeMap;
use std::fs::File;
use std::io;
use std::os::unix::fs::FileExt;

use custody::Custody;
use ingest::WorkerCommand;
use model::record::Kind;
use model::{Digest, ExhibitId, Locator, RecordRef};
use sha2::{Digest as _, Sha256};
use tables::Engine;

use crate::fault::{Exit, Fault};
use crate::keeper::tables_fault;
use crate::ledger::Ledger;
use crate::progress::Progress;
use crate::walk::Walk;

/// Longest quotation; the limit of a row when it was read. A longer place (a mail in a mailbox) has
/// its beginning quoted and the digest of its whole.
const QUOTE_BYTES_MAX: usize = 1 << 20;

/// Bytes of a long place read at a time.
const CHUNK_BYTES: usize = 1 << 20;

/// The beginning of a place, up to [`QUOTE_BYTES_MAX`], and the SHA-256 of its whole.
type Quoted = (Vec<u8>, Digest);

/// A record with its place and what stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The record.
    pub record: RecordRef,
    /// Its kind.
    pub kind: Kind,
    /// Where it stands.
    pub locator: Locator,
    /// What it states, by column.
    pub fields: Vec<(String, String)>,
    /// The bytes of its place, of a long one the first, with the digest of all of them; `None` where
    /// the format has no bytes of its own for a row (a sheet in a compressed workbook, a row of a
    /// database that stands in its log).
    pub bytes: Option<(Vec<u8>, Digest)>,
}

/// What citing needs of a case.
pub(crate) struct Sources<'c> {
    /// The exhibits.
    pub(crate) custody: &'c Custody,
    /// The records.
    pub(crate) engine: &'c Engine,
    /// How each exhibit was read.
    pub(crate) ledgers: &'c [Ledger],
    /// How a worker is started.
    pub(crate) worker: &'c WorkerCommand,
    /// Whoever waits.
    pub(crate) progress: &'c dyn Progress,
}

impl Sources<'_> {
    /// Cites records: every number must lead to a record, and every place into its exhibit.
    pub(crate) fn cite(&self, records: &[RecordRef]) -> Result<Vec<Citation>, Fault> {
        let located = self.engine.locate(None, records).map_err(|e| tables_fault(&e))?;
        let mut citations = Vec::with_capacity(located.len());
        let mut contained: BTreeMap<ExhibitId, Vec<usize>> = BTreeMap::new();
        let mut files: BTreeMap<ExhibitId, File> = BTreeMap::new();
        for (at, one) in located.into_iter().enumerate() {
            let exhibit = one.record.exhibit;
            let locator = Locator { exhibit, place: one.place };
            let place = &locator.place;
            let bytes = if place.bytes_len == 0 {
                None
            } else if place.inside.is_empty() {
                let file = match files.entry(exhibit) {
                    std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
                    std::collections::btree_map::Entry::Vacant(free) => {
                        free.insert(self.open(exhibit)?)
                    }
                };
                Some(read_place(file, &locator)?)
            } else {
                contained.entry(exhibit).or_default().push(at);
                None
            };
            let (record, kind, fields) = (one.record, one.kind, one.fields);
            citations.push(Citation { record, kind, locator, fields, bytes });
        }
        drop(files);
        for (exhibit, numbers) in contained {
            self.show_inside(exhibit, &numbers, &mut citations)?;
        }
        Ok(citations)
    }

    fn open(&self, exhibit: ExhibitId) -> Result<File, Fault> {
        self.walk().open(exhibit)
    }

    fn walk(&self) -> Walk<'_> {
        Walk { custody: self.custody }
    }
}

/// A place that does not lead to the bytes it led to when its record was read.
fn not_there(locator: &Locator, reason: &str) -> Fault {
    Fault::new(
        Exit::Integrity,
        format!("the place of a record does not lead into its exhibit: {reason}"),
        "run `tutela verify`; then ingest the exhibit again",
    )
    .at(locator)
}

fn read_place(file: &File, locator: &Locator) -> Result<Quoted, Fault> {
    let place = &locator.place;
    let fault = |error: io::Error| not_there(locator, &error.to_string()).caused_by(error);
    let mut sha256 = Sha256::new();
    let mut first = Vec::new();
    let mut chunk = Vec::new();
    let (mut at, mut left) = (place.bytes_start, place.bytes_len);
    while left > 0 {
        chunk.resize(usize::try_from(left).unwrap_or(CHUNK_BYTES).min(CHUNK_BYTES), 0);
        file.read_exact_at(&mut chunk, at).map_err(fault)?;
        sha256.update(&chunk);
        let room = QUOTE_BYTES_MAX.saturating_sub(first.len()).min(chunk.len());
        first.extend_from_slice(chunk.get(..room).unwrap_or_default());
        let count = chunk.len() as u64;
        // The chunk was read, so that its end is a place in a file.
        (at, left) = (at.saturating_add(count), left.saturating_sub(count));
    }
    Ok((first, Digest(sha256.finalize().into())))
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use model::Place;

    use super::*;

    #[test]
    fn a_long_place_is_quoted_in_part_and_digested_whole() {
        let mut file = tempfile::tempfile().unwrap();
        let bytes: Vec<u8> = (0..3_000_000_u32).map(|at| at.to_le_bytes()[1]).collect();
        file.write_all(&bytes).unwrap();
        let place = |bytes_start, bytes_len| Locator {
            exhibit: ExhibitId(1),
            place: Place { bytes_start, bytes_len, ..Place::default() },
        };
        let (first, sha256) = read_place(&file, &place(7, 2_500_000)).unwrap();
        assert_eq!(first, bytes[7..7 + QUOTE_BYTES_MAX]);
        assert_eq!(sha256, Digest(Sha256::digest(&bytes[7..2_500_007]).into()));
        let outside = read_place(&file, &place(2_999_999, 2)).unwrap_err();
        assert!(outside.exit == Exit::Integrity && outside.place.contains("EX-1"), "{outside}");
    }
}
