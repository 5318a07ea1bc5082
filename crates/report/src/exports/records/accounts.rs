//! The accounts of an export: of each kind, how many records were written and how many were not, and
//! why.

use std::collections::BTreeMap;

use model::record::{KINDS, Kind};
use serde::Serialize;

use super::{Fate, Rows};
use crate::exports::ExportError;

/// Why a record was left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Reason {
    /// Its kind was not asked for.
    NotAsked,
    /// The form has no place for its kind.
    NoPlace,
    /// None of its times can lie in the period.
    OutsidePeriod,
    /// It states no time, and a period was asked for or the form needs one.
    NoTime,
    /// Its amount is absent, and the form needs one.
    NoAmount,
    /// Its amount is in another currency than the report's.
    OtherCurrency,
    /// It states neither side, and the form needs one.
    NoParty,
    /// It states no key, and the form needs one.
    NoReference,
}

impl Reason {
    /// Whether the record was not asked for, or of a kind that the form never has.
    pub fn is_as_asked(self) -> bool {
        matches!(self, Self::NotAsked | Self::NoPlace | Self::OutsidePeriod)
    }
}

/// What became of the records of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize)]
pub struct KindCount {
    /// Records the case holds.
    pub held: u64,
    /// Records written.
    pub written: u64,
    /// Records left out, by reason.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    pub left_out: BTreeMap<Reason, u64>,
}

/// The accounts of an export under way.
#[derive(Debug, Default)]
pub struct Accounts {
    kinds: BTreeMap<Kind, KindCount>,
    notes: BTreeMap<&'static str, u64>,
}

/// Counts by table, and further numbers by name.
pub(super) type Finished = (BTreeMap<&'static str, KindCount>, BTreeMap<&'static str, u64>);

impl Accounts {
    pub(super) fn count(&mut self, kind: Kind, fate: Fate) {
        match fate {
            Fate::Written => self.kinds.entry(kind).or_default().written += 1,
            Fate::LeftOut(reason) => self.left_out(kind, reason, 1),
        }
    }

    pub(super) fn left_out(&mut self, kind: Kind, reason: Reason, count: u64) {
        *self.kinds.entry(kind).or_default().left_out.entry(reason).or_insert(0) += count;
    }

    pub(super) fn note(&mut self, name: &'static str, count: u64) {
        *self.notes.entry(name).or_insert(0) += count;
    }

    /// The counts, where they are as many as the case holds.
    pub(super) fn finish(mut self, rows: &dyn Rows) -> Result<Finished, ExportError> {
        let mut counts = BTreeMap::new();
        for kind in KINDS.iter().copied() {
            let mut count = self.kinds.remove(&kind).unwrap_or_default();
            count.held = rows.held(kind);
            let told = count.written + count.left_out.values().sum::<u64>();
            if told != count.held {
                let (table, held) = (kind.table(), count.held);
                return Err(ExportError::NotAll { table, held, told });
            }
            if count.held > 0 {
                counts.insert(kind.table(), count);
            }
        }
        Ok((counts, self.notes))
    }
}
