//! The material received: exhibits, what they cover, how their clocks behave.

use std::collections::BTreeMap;

use model::{Digest, ExhibitId, RejectKind, Value, ZoneSource};
use serde::Serialize;

/// How reading an exhibit ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ExhibitState {
    /// Every row became a record.
    Parsed,
    /// Some rows were set aside as rejects.
    Partial,
    /// Recognised, but no reader exists.
    Unsupported,
    /// Reading ended early.
    Failed,
    /// Nobody recognised it.
    Unread,
}

impl ExhibitState {
    /// The key of its name in the word list.
    pub(crate) fn key(self) -> &'static str {
        match self {
            Self::Parsed => "state-parsed",
            Self::Partial => "state-partial",
            Self::Unsupported => "state-unsupported",
            Self::Failed => "state-failed",
            Self::Unread => "state-unread",
        }
    }
}

/// An exhibit as it was received and read.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExhibitFacts {
    /// Its number.
    pub id: ExhibitId,
    /// Its name as received.
    pub name: String,
    /// SHA-256 at intake.
    pub sha256: Digest,
    /// SHA-512 at intake, in lower-case hexadecimal.
    pub sha512: String,
    /// Its size.
    pub size_bytes: u64,
    /// The legal basis on which it was obtained, as stated.
    pub legal_basis: String,
    /// Who gave it, as stated.
    pub giver: String,
    /// When it was sealed, microseconds of UTC.
    pub received_us: i64,
    /// Code of the format it was read in.
    pub format: Option<String>,
    /// How reading ended.
    pub state: ExhibitState,
    /// Rows of the source: records plus rejects, else the report is not built.
    pub rows: u64,
    /// Rows that became a record.
    pub records: u64,
    /// Rows that were set aside.
    pub rejects: u64,
    /// Lines that are no rows: blank, comment, header, total.
    pub skipped: u64,
    /// The rejects by kind.
    #[serde(serialize_with = "by_code")]
    pub rejects_by_kind: BTreeMap<RejectKind, u64>,
    /// The zone its times were read in, where they state none.
    pub zone: Option<String>,
    /// Where that zone came from.
    pub zone_source: Option<ZoneSource>,
    /// What a reader must know of it.
    pub notes: Vec<ExhibitNote>,
}

/// Something a reader must know of an exhibit: a message of the word list (`note-version`,
/// `note-encoding`, `note-mapping`, `note-unknown-field`, `note-total`, `note-remark`,
/// `note-member`, `note-members`, `note-companion`, `note-folder`, `note-folder-left-out`) and its
/// values.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExhibitNote {
    /// Key of the message.
    pub template: String,
    /// Its values by slot.
    pub slots: Vec<(String, Value)>,
}

impl ExhibitNote {
    /// The note with one more value.
    #[must_use]
    pub fn with(mut self, slot: &str, value: Value) -> Self {
        self.slots.push((slot.to_owned(), value));
        self
    }
}

/// What a source covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CoverageFacts {
    /// The member of a container that states it for itself; empty for the exhibit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inside: String,
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Table of the records it covers (`transfer`).
    pub table: String,
    /// Account it covers; `None` for the whole exhibit.
    pub account: Option<String>,
    /// First instant, microseconds of UTC.
    pub from_us: i64,
    /// Last instant, microseconds of UTC.
    pub until_us: i64,
    /// Whether the source states the period, or it is only the span of its records.
    pub stated: bool,
    /// Records in it.
    pub records: u64,
    /// Periods inside it for which the source gives nothing, where that is known.
    pub gaps_us: Vec<(i64, i64)>,
}

/// How the clock of one exhibit behaves in one column of times.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockFacts {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Table and column (`transfer.sent`).
    pub column: String,
    /// Zone; empty where the records differ.
    pub zone: String,
    /// Where the zone came from, the weakest found.
    pub zone_source: ZoneSource,
    /// Times stated.
    pub stated: u64,
    /// Of those, only to the day.
    pub day_only: u64,
    /// On the exact hour.
    pub on_hour: u64,
    /// On 12:00:00.
    pub on_noon: u64,
    /// On 00:00:00.
    pub on_midnight: u64,
    /// In an hour that the clocks repeat.
    pub in_fold: u64,
    /// Records equal to another of the same exhibit.
    pub duplicates: u64,
    /// Offset against another exhibit in seconds, where events pair.
    pub offset: Option<(ExhibitId, i64)>,
}

fn by_code<S: serde::Serializer>(
    counts: &BTreeMap<RejectKind, u64>,
    serializer: S,
) -> Result<S::Ok, S::Error> {
    serializer.collect_map(counts.iter().map(|(kind, count)| (kind.code(), count)))
}
