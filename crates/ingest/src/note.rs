//! Facts on an exhibit as a whole, noted while it is read.

use std::fmt;

use model::{Phrase, ZoneSource};
use serde::{Deserialize, Serialize};

use crate::formats::delimited::Guess;

/// A fact on the exhibit as a whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "note", rename_all = "snake_case")]
pub enum Note {
    /// Version of the format as the exhibit states it (`camt.053.001.08`).
    Version {
        /// The version.
        version: String,
    },
    /// The encoding the text was read in, and whether it was set or detected.
    Encoding {
        /// WHATWG label.
        encoding: String,
        /// Whether a person set it.
        set: bool,
    },
    /// The zone of times that do not state one.
    Zone {
        /// IANA name.
        zone: String,
        /// Where it came from.
        source: ZoneSource,
    },
    /// The mapping used, by name, and the header fingerprint it was chosen by.
    Mapping {
        /// Its name.
        name: String,
        /// SHA-256 of the canonical header, in hexadecimal.
        fingerprint: String,
    },
    /// A column, element or key that nothing maps; its values are kept in `extra`.
    UnknownField {
        /// Its header, path or key.
        field: String,
    },
    /// The source states that it covers an account from one day to another.
    Coverage {
        /// Canonical account, or empty for the whole exhibit.
        account: String,
        /// First instant, microseconds of UTC.
        from_us: i64,
        /// Last instant, microseconds of UTC.
        until_us: i64,
    },
    /// A total the source states beside the one that was read.
    Total {
        /// What is counted or summed.
        what: Phrase,
        /// As the source states it.
        stated: String,
        /// As read.
        found: String,
    },
    /// The mapping proposed for a table; only `tutela map` asks for it.
    Proposal {
        /// The proposal.
        guess: Box<Guess>,
    },
    /// A companion was read as part of the exhibit.
    Companion {
        /// Its name, without folders.
        name: String,
    },
    /// A fact on a member of a container.
    Inside {
        /// The chain of members, from the outside in.
        member: String,
        /// The fact.
        fact: Box<Note>,
    },
    /// Something a person should know, in one sentence.
    Remark(Phrase),
}

impl Note {
    /// The fact itself, wherever it was found.
    pub fn fact(&self) -> &Self {
        match self {
            Self::Inside { fact, .. } => fact.fact(),
            other => other,
        }
    }
}

/// One line in English, for a dry run and for logs; the report has its own words.
impl fmt::Display for Note {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Version { version } => write!(f, "version: {version}"),
            Self::Encoding { encoding, set: true } => write!(f, "encoding: {encoding}, as set"),
            Self::Encoding { encoding, .. } => write!(f, "encoding: {encoding}, detected"),
            Self::Zone { zone, source } => write!(f, "zone: {zone} ({})", source.name()),
            Self::Mapping { name, fingerprint } => {
                write!(f, "mapping: {name} (header {})", fingerprint.get(..12).unwrap_or_default())
            }
            Self::UnknownField { field } => write!(f, "kept in extra: {field}"),
            Self::Coverage { account, from_us, until_us } => {
                write!(f, "covers: {account} from {from_us} to {until_us} (microseconds of UTC)")
            }
            Self::Total { what, stated, found } => {
                write!(f, "total of {what}: stated {stated}, found {found}")
            }
            Self::Proposal { guess } => write!(f, "proposal: {}", guess.mapping.title),
            Self::Companion { name } => write!(f, "read together with: {name}"),
            Self::Inside { member, fact } => write!(f, "{member}: {fact}"),
            Self::Remark(phrase) => phrase.fmt(f),
        }
    }
}
