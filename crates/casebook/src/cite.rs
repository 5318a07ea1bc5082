//! Citing: from a record's number to the very bytes of the exhibit that state it.

use std::collections::BTreeMap;
use std::fs::File;
use std::os::unix::fs::FileExt;

use custody::Custody;
use model::record::Kind;
use model::{Digest, ExhibitId, Locator, RecordRef};
use sha2::{Digest as _, Sha256};
use tables::Engine;

use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;
use crate::keeper::tables_fault;

/// Longest row quoted; the limit of a row when it was read.
const QUOTE_BYTES_MAX: u64 = 1 << 20;

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
    /// The bytes of its place, with their digest; `None` where the format has no bytes of its own
    /// for a row (a sheet in a compressed workbook).
    pub bytes: Option<(Vec<u8>, Digest)>,
}

/// Cites records: every number must lead to a record, and every place into its exhibit.
pub fn cite(
    custody: &Custody,
    engine: &Engine,
    records: &[RecordRef],
) -> Result<Vec<Citation>, Fault> {
    let mut files: BTreeMap<ExhibitId, File> = BTreeMap::new();
    let located = engine.locate(None, records).map_err(|e| tables_fault(&e))?;
    let mut citations = Vec::with_capacity(located.len());
    for one in located {
        let exhibit = one.record.exhibit;
        let file = match files.entry(exhibit) {
            std::collections::btree_map::Entry::Occupied(open) => open.into_mut(),
            std::collections::btree_map::Entry::Vacant(place) => {
                place.insert(custody.open_exhibit(exhibit).map_err(|e| custody_fault(&e))?)
            }
        };
        let locator = Locator { exhibit, place: one.place };
        let bytes = read_place(file, &locator)?;
        citations.push(Citation {
            record: one.record,
            kind: one.kind,
            locator,
            fields: one.fields,
            bytes,
        });
    }
    Ok(citations)
}

fn read_place(file: &File, locator: &Locator) -> Result<Option<(Vec<u8>, Digest)>, Fault> {
    let place = &locator.place;
    if place.bytes_len == 0 || !place.inside.is_empty() {
        return Ok(None);
    }
    let len = usize::try_from(place.bytes_len.min(QUOTE_BYTES_MAX)).unwrap_or(0);
    let mut bytes = vec![0; len];
    file.read_exact_at(&mut bytes, place.bytes_start).map_err(|e| {
        Fault::new(
            Exit::Integrity,
            "the place of a record lies outside its exhibit",
            "run `tutela verify`; then ingest the exhibit again",
        )
        .at(locator)
        .caused_by(e)
    })?;
    let sha256 = Digest(Sha256::digest(&bytes).into());
    Ok(Some((bytes, sha256)))
}
