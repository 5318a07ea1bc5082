//! The completeness ledger: for each exhibit how it was read, what was counted, what is missing.
//!
//! One file an exhibit, `tables/ledger/EX-n.json`, replaced whole whenever a chunk of rows is stored:
//! it is also the journal from which a killed ingest goes on.

use std::collections::BTreeMap;
use std::path::PathBuf;

use ingest::Mark;
use ingest::outcome::{CageState, FormatSeen, Trouble};
use ingest::settings::Settings;
pub use ingest::sink::Note;
use ingest::sink::{Counts, SkipReason};
use model::{ExhibitId, ZoneSource};
use serde::{Deserialize, Serialize};
use tables::Part;

use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::members::Members;

/// How far an exhibit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// Being read; a new run goes on from the stored rows.
    Reading,
    /// Read to its end.
    Parsed,
    /// Not read to its end; what was read is kept.
    Partial,
    /// Its format is known by name and has no reader.
    Unsupported,
    /// Nothing could be read, because the reading broke.
    Failed,
    /// No format knows its content, or a person has to say first how it is to be read.
    Unread,
}

impl State {
    /// Whether somebody should look at the exhibit.
    pub fn needs_attention(self) -> bool {
        !matches!(self, Self::Parsed)
    }

    /// The word used in `status --json` and in the log.
    pub fn name(self) -> &'static str {
        match self {
            Self::Reading => "reading",
            Self::Parsed => "parsed",
            Self::Partial => "partial",
            Self::Unsupported => "unsupported",
            Self::Failed => "failed",
            Self::Unread => "unread",
        }
    }
}

/// What is known of the reading of one exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ledger {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// How far it is.
    pub state: State,
    /// The format that took it.
    pub format: Option<FormatSeen>,
    /// How it was to be read; the mappings are named here and kept in `mappings/`.
    pub settings: Settings,
    /// What was counted; rows = records + rejects.
    pub counts: Counts,
    /// Rows whose outcome is stored in `parts`.
    pub stored_rows: u64,
    /// The files that hold its records and rejects.
    pub parts: Vec<Part>,
    /// Facts that the source states or the reader found.
    pub notes: Vec<Note>,
    /// Lines that are no rows, by reason.
    pub skipped: BTreeMap<SkipReason, u64>,
    /// Rejects by code.
    pub reject_codes: BTreeMap<String, u64>,
    /// Exhibits that were given with it, to be read as parts of it.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub companions: Vec<ExhibitId>,
    /// The exhibit it was read as a part of.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub part_of: Option<ExhibitId>,
    /// What became of its members, where it is a container.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub members: Option<Members>,
    /// The last member whose rows are all stored; a new run goes on behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mark: Option<Mark>,
    /// Why it was not read to its end, or not at all.
    pub trouble: Option<Trouble>,
    /// How its reader was caged.
    pub cage: Option<CageState>,
}

/// Folder of the ledgers.
const FOLDER: &str = "tables/ledger";

impl Ledger {
    /// The ledger of an exhibit of which nothing is read yet.
    pub fn new(exhibit: ExhibitId, settings: Settings) -> Self {
        Self {
            exhibit,
            state: State::Reading,
            format: None,
            settings,
            counts: Counts::default(),
            stored_rows: 0,
            parts: Vec::new(),
            notes: Vec::new(),
            skipped: BTreeMap::new(),
            reject_codes: BTreeMap::new(),
            companions: Vec::new(),
            part_of: None,
            members: None,
            mark: None,
            trouble: None,
            cage: None,
        }
    }

    /// Loads the ledger of an exhibit, if there is one.
    pub fn load(case: &Case, exhibit: ExhibitId) -> Result<Option<Self>, Fault> {
        file::read_json(&path(case, exhibit))
    }

    /// The ledger of an exhibit that was read as a part of another.
    pub fn part_of(exhibit: ExhibitId, first: ExhibitId, settings: Settings) -> Self {
        Self { state: State::Parsed, part_of: Some(first), ..Self::new(exhibit, settings) }
    }

    /// Stores the ledger; when this returns, a crash cannot lose it.
    pub fn save(&self, case: &Case) -> Result<(), Fault> {
        file::write_json(&path(case, self.exhibit), self)
    }

    /// Number the next chunk of parts gets.
    pub fn next_part(&self) -> u32 {
        self.parts.iter().map(|part| part.number + 1).max().unwrap_or(0)
    }

    /// Members of a container that were not read to their end.
    pub fn broken_members(&self) -> u64 {
        self.members.as_ref().map_or(0, Members::broken)
    }

    /// The zone that was assumed for times that state none, in the exhibit or a member of it.
    pub fn assumed_zone(&self) -> Option<&str> {
        self.notes.iter().find_map(|note| match note.fact() {
            Note::Zone { zone, source: ZoneSource::Assumed } => Some(zone.as_str()),
            _ => None,
        })
    }

    /// The zone of times that state none, and where it came from.
    pub fn zone(&self) -> Option<(&str, ZoneSource)> {
        self.notes.iter().find_map(|note| match note {
            Note::Zone { zone, source } => Some((zone.as_str(), *source)),
            _ => None,
        })
    }
}

fn path(case: &Case, exhibit: ExhibitId) -> PathBuf {
    case.path(&format!("{FOLDER}/{exhibit}.json"))
}

/// The file of a part within the case, as the log names it.
pub(crate) fn part_file(part: &Part) -> String {
    format!("tables/{}", part.path().display())
}
