//! Identifiers stated together for one party: the ground of exact links.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hasher};

use model::views::{KeyId, Together};
use model::{ExhibitId, RecordRef};

use super::cells::Cells;
use super::keys::Interner;
use super::view::LINKING_PARTS;
use crate::fault::TablesFault;

/// For each pair of identifiers and exhibit the first record that states them together.
///
/// Further records of one exhibit add nothing: they come from the same source.
#[derive(Default)]
pub(super) struct Links {
    first: HashMap<Pair, u64, BuildHasherDefault<PairHasher>>,
    key: String,
}

#[derive(Clone, Copy, PartialEq, Eq, Hash)]
struct Pair {
    key: KeyId,
    other: KeyId,
    exhibit: u32,
}

impl Links {
    /// Takes a party of a batch, whose keys have these numbers.
    pub(super) fn take(
        &mut self,
        field: &str,
        own_ids: &[KeyId],
        cells: &Cells<'_>,
        keys: &mut Interner,
    ) -> Result<(), TablesFault> {
        let records = cells.record()?;
        let own = cells.text(&format!("{field}_key"))?;
        for (part, prefix) in LINKING_PARTS {
            let others = cells.text(&format!("{field}_{part}"))?;
            if others.is_all_absent() {
                continue;
            }
            for (row, own_id) in own_ids.iter().enumerate() {
                let other = others.get(row);
                let is_own = own.get(row).strip_prefix(prefix) == Some(other);
                if other.is_empty() || is_own {
                    continue;
                }
                self.key.clear();
                self.key.push_str(prefix);
                self.key.push_str(other);
                let other = keys.id(&self.key)?;
                self.keep(*own_id, other, records.get(row));
            }
        }
        Ok(())
    }

    fn keep(&mut self, key: KeyId, other: KeyId, record: RecordRef) {
        let pair = Pair { key, other, exhibit: record.exhibit.0 };
        let first = self.first.entry(pair).or_insert(record.row);
        *first = record.row.min(*first);
    }

    /// The pairs, in no order, under the numbers of the interner.
    pub(super) fn finish(&mut self) -> Vec<Together> {
        std::mem::take(&mut self.first)
            .into_iter()
            .map(|(pair, row)| Together {
                key: pair.key,
                other: pair.other,
                record: RecordRef { exhibit: ExhibitId(pair.exhibit), row },
            })
            .collect()
    }
}

/// Mixes three small numbers; the keys are our own numbers, not the exhibit's bytes, so nobody can
/// choose them to collide.
#[derive(Default)]
struct PairHasher(u64);

impl Hasher for PairHasher {
    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.write_u32(u32::from(*byte));
        }
    }

    fn write_u32(&mut self, number: u32) {
        // The odd constant is 2^64 divided by the golden ratio (Knuth, TAOCP 3, 6.4).
        self.0 = (self.0.rotate_left(29) ^ u64::from(number)).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }

    fn finish(&self) -> u64 {
        self.0 ^ (self.0 >> 32)
    }
}
