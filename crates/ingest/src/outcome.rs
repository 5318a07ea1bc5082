//! The outcome of one exhibit: how far it was read, what was counted, and, where it was not read
//! to its end, why, where, and what a person can do.

use model::{Phrase, Place, say};
use serde::{Deserialize, Serialize};

use crate::format::Sure;
use crate::sink::Counts;

/// How far an exhibit was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum State {
    /// To its end; every row is a record or a reject.
    Parsed,
    /// Not to its end; what arrived is kept.
    Partial,
    /// Not at all: no format knows its content, or a person has to say first how it is to be read.
    Unread,
    /// Not at all: its format is known by name and nothing here reads it.
    Unsupported,
    /// Not at all: nothing arrived before the reading broke.
    Failed,
    /// As far as a dry run asked for.
    Sampled,
    /// Stopped by a person; to be resumed.
    Interrupted,
}

impl State {
    /// The name used in tables and in `status --json`.
    pub fn name(self) -> &'static str {
        match self {
            Self::Parsed => "parsed",
            Self::Partial => "partial",
            Self::Unread => "unread",
            Self::Unsupported => "unsupported",
            Self::Failed => "failed",
            Self::Sampled => "sampled",
            Self::Interrupted => "interrupted",
        }
    }
}

/// Why an exhibit went into quarantine. The codes are stable: scripts and reports quote them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[repr(u16)]
#[serde(rename_all = "snake_case")]
pub enum TroubleKind {
    /// The worker was killed by a signal.
    Crashed = 1,
    /// The worker ended before it said that it was done.
    EndedEarly = 2,
    /// The worker fell silent.
    Hung = 3,
    /// The worker used up its memory.
    OutOfMemory = 4,
    /// The worker used up its processor time.
    OutOfTime = 5,
    /// The worker said something that no honest worker says.
    Forged = 6,
    /// The reader failed in its own code.
    ReaderFailed = 7,
    /// The exhibit breaks a limit or its format beyond repair.
    Malformed = 8,
    /// The exhibit's bytes could not be read.
    Unreadable = 9,
    /// The exhibit gives fewer rows than an interrupted run has stored.
    RowsMissing = 10,
    /// The worker asked the kernel for something the cage denies.
    Denied = 11,
}

impl TroubleKind {
    /// The code, `QUA-003`.
    pub fn code(self) -> String {
        format!("QUA-{:03}", self as u16)
    }

    /// What a person can do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Self::Crashed | Self::EndedEarly | Self::ReaderFailed => {
                "the exhibit is untouched; report this as a fault of the program, with the format \
                 and the place"
            }
            Self::Hung => {
                "ingest the exhibit again on a machine that is less busy; if it hangs there too, \
                 report this as a fault of the program"
            }
            Self::OutOfMemory => {
                "split the exhibit, or ask the sender for it as delimited text; a small file that \
                 needs this much may be a decompression bomb"
            }
            Self::OutOfTime => "split the exhibit, or ask the sender for it in another format",
            Self::Forged | Self::Denied => {
                "treat the exhibit as hostile: it may carry an attack on its reader; have it \
                 examined apart"
            }
            Self::Malformed => "look at the place in the exhibit; what stands before it was read",
            Self::Unreadable => {
                "check the disk that holds the exhibit with `tutela verify`, then ingest again"
            }
            Self::RowsMissing => {
                "the reader has changed since the interrupted run: drop the stored rows of this \
                 exhibit and ingest it from its beginning"
            }
        }
    }
}

/// Why an exhibit was not read to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Trouble {
    /// What happened; none where no format knows the content.
    pub kind: Option<TroubleKind>,
    /// What happened, in words.
    pub reason: String,
    /// The place it happened at, or the last one that arrived before it.
    pub place: Option<Place>,
    /// What a person can do.
    pub remedy: String,
}

impl Trouble {
    /// All of it in one sentence.
    pub fn phrase(&self) -> Phrase {
        let (reason, remedy) = (Phrase::from_text(&self.reason), Phrase::from_text(&self.remedy));
        let code = self.kind.map(TroubleKind::code);
        match (code, &self.place) {
            (None, None) => say::fault(reason, remedy),
            (None, Some(place)) => say::fault_at(place, reason, remedy),
            (Some(code), None) => say::trouble(code, reason, remedy),
            (Some(code), Some(place)) => say::trouble_at(code, place, reason, remedy),
        }
    }
}

impl std::fmt::Display for Trouble {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.phrase().fmt(f)
    }
}

/// How much of a layer of the cage the kernel enforces.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Layer {
    /// Nothing; only under a signed waiver.
    Absent,
    /// What this kernel knows of; another layer denies the rest.
    Partial,
    /// Everything that was asked for.
    Full,
}

/// How a worker was caged.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CageState {
    /// Files, TCP, signals and abstract sockets, by Landlock.
    pub landlock: Layer,
    /// The version of Landlock that the kernel and we both know; 0 for none.
    pub landlock_abi: u32,
    /// Everything else, by the filter of system calls.
    pub system_calls: Layer,
    /// Microseconds it took to set up.
    pub setup_us: u64,
}

/// The format that took an exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormatSeen {
    /// Its code.
    pub code: String,
    /// The version of its reader.
    pub version: u32,
    /// How sure it was; a person's choice counts as sure.
    pub sure: Sure,
}

/// What became of one exhibit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Outcome {
    /// How far it was read.
    pub state: State,
    /// The format that took it; none where nothing did.
    pub format: Option<FormatSeen>,
    /// What arrived in this run and was checked: rows after `stored_rows`.
    pub arrived: Counts,
    /// Rows of an interrupted run that were read over.
    pub stored_rows: u64,
    /// What the worker counted over the whole exhibit, stored rows included; only when it was read
    /// to its end. The rows are checked against what arrived.
    pub whole: Option<Counts>,
    /// Why it was not read to its end.
    pub trouble: Option<Trouble>,
    /// How the worker was caged; none where it died before it said so.
    pub cage: Option<CageState>,
}
