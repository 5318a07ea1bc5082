//! What became of one member of a container.

use std::any::Any;
use std::fmt;

use model::Phrase;
use serde::{Deserialize, Serialize};

use super::{Chain, Closed, DEPTH_MAX};
use crate::formats::foreign::Foreign;
use crate::outcome::TroubleKind;
use crate::sink::{Counts, Halt};

/// How far a member was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum MemberState {
    /// It has no content: a folder, a link.
    Empty,
    /// No reader knows its content; its record has its digests.
    Unread,
    /// To its end.
    Parsed,
    /// Not to its end; what was read is kept.
    Partial,
    /// Its format is known by name and is not read.
    Unsupported,
    /// Its content could not be read at all.
    Failed,
}

/// What became of a member; see [`super`].
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Member {
    /// Where it stands among the members.
    pub chain: Chain,
    /// The chain by names, from the outside in.
    pub inside: String,
    /// Code of what took it; empty where nothing did.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub format: String,
    /// How far it was read.
    pub state: MemberState,
    /// Rows that its reader gave: without its own record, and without what its members gave.
    pub counts: Counts,
    /// What was counted over the exhibit up to its end.
    pub reached: Counts,
    /// Why it was not read to its end.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub reason: String,
    /// What a person can do.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub remedy: String,
}

/// How the reading of a member ended.
pub(super) struct Ended {
    pub(super) state: MemberState,
    pub(super) reason: String,
    pub(super) remedy: String,
}

impl Ended {
    fn new(state: MemberState, reason: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { state, reason: reason.into(), remedy: remedy.into() }
    }

    /// Read to its end.
    pub(super) fn parsed() -> Self {
        Self::new(MemberState::Parsed, "", "")
    }

    /// Nothing to read.
    pub(super) fn empty() -> Self {
        Self::new(MemberState::Empty, "", "")
    }

    /// Nobody knows it.
    pub(super) fn unread() -> Self {
        Self::new(MemberState::Unread, "", "")
    }

    /// A table of which nobody has said what its columns mean.
    pub(super) fn unmapped() -> Self {
        let reason = "it looks like a table, and no mapping was confirmed for its header";
        let remedy = "run `tutela map FILE`, look at what it proposes, and confirm it";
        Self::new(MemberState::Unread, reason, asked(remedy))
    }

    /// It is known and nothing here reads it.
    pub(super) fn foreign(known: &Foreign) -> Self {
        Self::new(MemberState::Unsupported, known.reason, known.remedy)
    }

    /// Too deep in containers to be opened.
    pub(super) fn too_deep() -> Self {
        let reason = format!("it lies deeper than {DEPTH_MAX} containers in each other");
        Self::new(MemberState::Unread, reason, UNPACK)
    }

    /// An entry that could not be read; its reject says why.
    pub(super) fn spoilt() -> Self {
        Self::new(MemberState::Failed, "its entry cannot be read", "look at its reject")
    }

    /// Its bytes cannot be had.
    pub(super) fn unreadable(reason: &dyn fmt::Display) -> Self {
        Self::new(MemberState::Failed, Phrase::of_fault(reason).to_string(), UNPACK)
    }

    /// As [`Ended::unreadable`], for a member in this state: what was deleted is not unpacked.
    pub(super) fn unreadable_in(state: &str, reason: &dyn fmt::Display) -> Self {
        let remedy = if matches!(state, "deleted" | "realloc") { CARVE } else { UNPACK };
        Self::new(MemberState::Failed, Phrase::of_fault(reason).to_string(), remedy)
    }

    /// It broke a worker in an earlier try.
    pub(super) fn closed(closed: &Closed) -> Self {
        let remedy = TroubleKind::Crashed.remedy();
        Self::new(MemberState::Failed, closed.reason.clone(), remedy)
    }

    /// Its reader gave up; `rows` is whether it gave any before.
    pub(super) fn halted(halt: &Halt, rows: Rows) -> Self {
        match halt {
            Halt::Unsupported { reason, remedy } => {
                Self::new(MemberState::Unsupported, reason.clone(), remedy.clone())
            }
            // A member that waits for an answer has not failed: nobody has said how to read it.
            Halt::Asks { reason, remedy } => match rows {
                Rows::None => Self::new(MemberState::Unread, reason.clone(), asked(remedy)),
                Rows::Some => Self::new(MemberState::Partial, reason.clone(), asked(remedy)),
            },
            Halt::Broken { place, reason, remedy } => {
                Self::new(rows.state(), format!("{reason} at {place}"), remedy.clone())
            }
            Halt::Read(error) | Halt::Outlet(error) => Self::new(
                rows.state(),
                Phrase::of_fault(error).to_string(),
                TroubleKind::Malformed.remedy(),
            ),
        }
    }

    /// Its reader failed in its own code.
    pub(super) fn panicked(words: &(dyn Any + Send), rows: Rows) -> Self {
        let words = words.downcast_ref::<&str>().map(|words| (*words).to_owned());
        let words = words.unwrap_or_else(|| "no words".to_owned());
        let reason = format!("the reader failed: {words}");
        Self::new(rows.state(), reason, TroubleKind::ReaderFailed.remedy())
    }
}

/// Whether a reader gave rows before it broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Rows {
    /// None.
    None,
    /// Some, which are kept.
    Some,
}

impl Rows {
    fn state(self) -> MemberState {
        match self {
            Self::None => MemberState::Failed,
            Self::Some => MemberState::Partial,
        }
    }
}

/// How a question on a member is answered: mappings and settings are those of whole exhibits.
fn asked(remedy: &str) -> String {
    format!("{remedy} (unpack it for that), then ingest the container again")
}

/// The remedy for what was deleted and whose bytes no longer belong to it.
const CARVE: &str = "its name and times stand; what is left of its content may be found by carving \
                     the free space";

/// The remedy for what cannot be read where it lies.
const UNPACK: &str = "unpack it with a tool you trust and ingest it as an exhibit of its own";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_deleted_is_not_to_be_unpacked() {
        assert_eq!(Ended::unreadable_in("active", &"why").remedy, UNPACK);
        assert_eq!(Ended::unreadable_in("deleted", &"why").remedy, CARVE);
        assert_eq!(Ended::unreadable_in("realloc", &"why").remedy, CARVE);
    }
}
