//! What acts name: files with their digests, tasks, what a note stands beside.

use model::{Digest, RecordRef};
use serde::{Deserialize, Serialize};

/// A file and its digest, as `sha256sum` states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FileDigest {
    /// Path from the case folder.
    pub file: String,
    /// Digest of its content.
    pub sha256: Digest,
}

/// A task as a build found it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FoundTask {
    /// Its stable name.
    pub task: String,
    /// What kind of fact it is.
    pub kind: String,
    /// Whom it names, by key.
    pub parties: Vec<String>,
    /// Until when it is to be closed, microseconds of UTC.
    pub due_us: i64,
}

/// What a note or tag stands beside.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(tag = "about", rename_all = "snake_case")]
pub enum NotedOn {
    /// A finding.
    Finding {
        /// Code of the question.
        question: String,
        /// Key of the finding.
        finding: String,
    },
    /// A record.
    Record {
        /// Its number.
        record: RecordRef,
    },
    /// A party.
    Party {
        /// Its key.
        key: String,
    },
}
