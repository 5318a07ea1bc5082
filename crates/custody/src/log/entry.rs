//! A leaf and its record: the leaf commits to the record without showing it.
//!
//! The leaf of a record is one byte for its kind and SHA-256(salt ‖ canonical JSON). The record and
//! its salt of 32 random bytes are one line of `log/records/<bundle>.jsonl`:
//! `{"kind":"event","record":{…},"salt":"…"}`, line n of a bundle being leaf n of it. When a record
//! is erased, record and salt go and `{"erased_by":17,"kind":"event"}` stays: without the salt, the
//! commitment says nothing of the record, and every proof that held still holds.

use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::canonical::canonical;
use crate::fault::Fault;

/// Bytes of a leaf: kind and commitment.
pub(crate) const LEAF_BYTES: usize = 33;

/// Bytes of a leaf in a bundle: a length of two bytes before it (tlog-tiles).
pub(crate) const BUNDLED_BYTES: usize = LEAF_BYTES + 2;

/// Longest record: some thousand digests. A leaf stands for a record of digests, never for content.
pub const RECORD_BYTES_MAX: usize = 1 << 20;

/// Longest bundle of records that is read.
pub(crate) const RECORDS_BYTES_MAX: u64 = 256 * (RECORD_BYTES_MAX as u64 + 256);

/// What a leaf stands for; the one thing it shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Kind {
    /// An exhibit was sealed.
    Exhibit = 1,
    /// An act on the case.
    Event = 2,
    /// A record was erased.
    Tombstone = 3,
}

impl Kind {
    /// Its name in a record line.
    pub fn name(self) -> &'static str {
        match self {
            Self::Exhibit => "exhibit",
            Self::Event => "event",
            Self::Tombstone => "tombstone",
        }
    }

    fn from_name(name: &str) -> Option<Self> {
        [Self::Exhibit, Self::Event, Self::Tombstone].into_iter().find(|kind| kind.name() == name)
    }
}

/// 33 bytes that go into the tree.
pub(crate) type Leaf = [u8; LEAF_BYTES];

/// A record to be logged, in canonical form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Entry {
    pub(crate) kind: Kind,
    pub(crate) record: String,
}

impl Entry {
    pub(crate) fn new(kind: Kind, record: &impl Serialize) -> Result<Self, Fault> {
        let value = serde_json::to_value(record)
            .map_err(|fault| Fault::NoCanonicalForm(format!("a record ({fault})")))?;
        let record = canonical(&value)?;
        if record.len() > RECORD_BYTES_MAX {
            return Err(Fault::RecordTooLong { bytes: record.len(), limit: RECORD_BYTES_MAX });
        }
        Ok(Self { kind, record })
    }
}

/// The leaf of a record: kind ‖ SHA-256(salt ‖ canonical JSON).
pub(crate) fn leaf(kind: Kind, salt: &[u8; 32], record: &str) -> Leaf {
    let commitment = Sha256::new().chain_update(salt).chain_update(record).finalize();
    let mut leaf = [kind as u8; LEAF_BYTES];
    for (byte, from) in leaf.iter_mut().skip(1).zip(commitment) {
        *byte = from;
    }
    leaf
}

/// A line of a bundle of records.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Line<'a> {
    Kept { kind: Kind, record: &'a str, salt: [u8; 32] },
    Erased { kind: Kind, by_leaf: u64 },
}

impl<'a> Line<'a> {
    /// Reads a line, without its line end. Only the one spelling that [`Line::write`] gives is
    /// taken, so that no byte of it can change unseen.
    pub(crate) fn read(text: &'a str) -> Option<Self> {
        if let Some(rest) = text.strip_prefix("{\"erased_by\":") {
            let (number, rest) = rest.split_once(',')?;
            let kind = rest.strip_prefix("\"kind\":\"")?.strip_suffix("\"}")?;
            let line = Self::Erased { kind: Kind::from_name(kind)?, by_leaf: number.parse().ok()? };
            return (line.write() == text).then_some(line);
        }
        let (kind, rest) = text.strip_prefix("{\"kind\":\"")?.split_once('"')?;
        let rest = rest.strip_prefix(",\"record\":")?.strip_suffix("\"}")?;
        let (rest, salt) = rest.split_at_checked(rest.len().checked_sub(44)?)?;
        let record = rest.strip_suffix(",\"salt\":\"")?;
        let salt = STANDARD.decode(salt).ok()?.try_into().ok()?;
        Some(Self::Kept { kind: Kind::from_name(kind)?, record, salt })
    }

    pub(crate) fn write(&self) -> String {
        match self {
            Self::Kept { kind, record, salt } => {
                let salt = STANDARD.encode(salt);
                format!("{{\"kind\":\"{}\",\"record\":{record},\"salt\":\"{salt}\"}}", kind.name())
            }
            Self::Erased { kind, by_leaf } => {
                format!("{{\"erased_by\":{by_leaf},\"kind\":\"{}\"}}", kind.name())
            }
        }
    }

    pub(crate) fn kind(&self) -> Kind {
        match self {
            Self::Kept { kind, .. } | Self::Erased { kind, .. } => *kind,
        }
    }

    /// The leaf that the line proves; nothing where the record was erased.
    pub(crate) fn leaf(&self) -> Option<Leaf> {
        match self {
            Self::Kept { kind, record, salt } => Some(leaf(*kind, salt, record)),
            Self::Erased { .. } => None,
        }
    }
}

/// File of a bundle of records, from the case folder.
pub(crate) fn records_file(number: u64) -> String {
    format!("log/records/{}.jsonl", super::tile::number_path(number))
}

/// Leaves of a bundle of entries, as far as it can be read.
pub(crate) fn bundle_leaves(bytes: &[u8]) -> Vec<Option<Leaf>> {
    let length = u16::try_from(LEAF_BYTES).unwrap_or(0).to_be_bytes();
    bytes
        .chunks(BUNDLED_BYTES)
        .map(|entry| entry.strip_prefix(&length).and_then(|leaf| leaf.try_into().ok()))
        .collect()
}

/// A leaf as it stands in a bundle.
pub(crate) fn push_bundled(bundle: &mut Vec<u8>, leaf: &Leaf) {
    bundle.extend(u16::try_from(LEAF_BYTES).unwrap_or(0).to_be_bytes());
    bundle.extend(leaf);
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_line_is_read_in_one_spelling_only() {
        let kept = Line::Kept { kind: Kind::Event, record: "{\"a\":1}", salt: [7; 32] };
        let text = kept.write();
        assert_eq!(
            text,
            "{\"kind\":\"event\",\"record\":{\"a\":1},\"salt\":\"BwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwcHBwc=\"}"
        );
        assert_eq!(Line::read(&text), Some(kept));
        let erased = Line::Erased { kind: Kind::Event, by_leaf: 17 };
        assert_eq!(Line::read(&erased.write()), Some(erased));
        assert_eq!(Line::read("{\"erased_by\":017,\"kind\":\"event\"}"), None);
        assert_eq!(Line::read("{\"erased_by\":+17,\"kind\":\"event\"}"), None);
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader_of_lines(text: String) {
            let _ = Line::read(&text);
            let _ = Line::read(&format!("{{\"kind\":\"event\",\"record\":{text}\"}}"));
        }
    }
}
