//! Why a set is refused whole: what is wrong, where, and what to do.
//!
//! A set that is half read would say "not known" of files that are: it is taken whole or not at all.

use std::fmt;
use std::path::{Path, PathBuf};

/// What is wrong with a set; codes are never reused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// The file could not be read.
    Unread,
    /// No reader knows the file as a set.
    Unknown,
    /// A column or part that has to be there is not.
    MissingColumn,
    /// A digest of the wrong length or with other characters than hexadecimal digits.
    BadDigest,
    /// A row without any digest.
    NoDigest,
    /// Digests of several kinds in one column.
    MixedKinds,
    /// A row with more or fewer cells than the columns that are named.
    WrongWidth,
    /// The file ends too early.
    Cut,
    /// The file is not in the form it claims.
    Malformed,
    /// A line, cell or list is longer than any real one.
    TooLong,
    /// There is no row in it.
    Empty,
    /// A change that cannot be carried out without the database it was made for.
    NotApplicable,
    /// A change takes away what the set does not hold.
    NotInSet,
    /// Something about the set was claimed that is not so.
    Claim,
}

impl Fault {
    /// The code.
    pub fn code(self) -> &'static str {
        match self {
            Self::Unread => "known.unread",
            Self::Unknown => "known.unknown_format",
            Self::MissingColumn => "known.missing_column",
            Self::BadDigest => "known.bad_digest",
            Self::NoDigest => "known.no_digest",
            Self::MixedKinds => "known.mixed_kinds",
            Self::WrongWidth => "known.wrong_width",
            Self::Cut => "known.cut",
            Self::Malformed => "known.malformed",
            Self::TooLong => "known.too_long",
            Self::Empty => "known.empty",
            Self::NotApplicable => "known.not_applicable",
            Self::NotInSet => "known.not_in_set",
            Self::Claim => "known.claim",
        }
    }

    fn remedy(self) -> &'static str {
        match self {
            Self::Unread => "check that the file is there, may be read and is not changing",
            Self::Unknown => "give it in one of the formats that are listed, with its header",
            Self::MissingColumn | Self::Malformed => {
                "ask whoever gave the set for it in its original form"
            }
            Self::BadDigest | Self::NoDigest | Self::WrongWidth => {
                "compare the file with its publisher's digest; ask for another copy"
            }
            Self::MixedKinds => "split the list: one kind of digest a file or a column",
            Self::Cut => "the copy is not whole: fetch or unpack it again",
            Self::TooLong => "this is likely another kind of file; ask for the set again",
            Self::Empty => "check that this is the right file",
            Self::NotApplicable => {
                "let `sqlite3` apply the changes to the database, then give the database whole"
            }
            Self::NotInSet => "give the changes in their order, each made for the release before",
            Self::Claim => "correct what is stated about the set",
        }
    }
}

/// A set refused; see the module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Refusal {
    /// What kind of thing is wrong.
    pub fault: Fault,
    /// What is wrong, in a sentence.
    pub fact: String,
    /// Where: a line, a path in JSON, a statement.
    pub place: String,
    /// Rows read before that one.
    pub rows_before: u64,
}

impl Refusal {
    /// A refusal.
    pub fn new(fault: Fault, place: impl Into<String>, fact: impl Into<String>) -> Self {
        Self { fault, fact: fact.into(), place: place.into(), rows_before: 0 }
    }

    /// A refusal of a file that could not be read.
    pub fn unread(path: &Path, error: &std::io::Error) -> Self {
        Self::new(Fault::Unread, path.display().to_string(), error.to_string())
    }

    /// What to do.
    pub fn remedy(&self) -> &'static str {
        self.fault.remedy()
    }
}

impl fmt::Display for Refusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { fault, fact, place, rows_before } = self;
        let code = fault.code();
        write!(f, "the set is refused whole ({code}): {fact}, at {place}, ")?;
        write!(f, "after {rows_before} rows; {}", fault.remedy())
    }
}

impl std::error::Error for Refusal {}

/// What can go wrong with known sets.
#[derive(Debug, thiserror::Error)]
pub enum KnownError {
    /// A set is not taken.
    #[error(transparent)]
    Refused(#[from] Refusal),
    /// An index is not what was written.
    #[error("{}: {fact}; build the index again from its sets", path.display())]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What is wrong.
        fact: &'static str,
    },
    /// A file of ours could not be read or written.
    #[error("{}: {error}; check the disk and the rights", path.display())]
    Disk {
        /// The file or folder.
        path: PathBuf,
        /// Why.
        error: std::io::Error,
    },
    /// More than an index can hold.
    #[error("{what}: more than {most}; keep the sets in two places")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// The limit.
        most: u64,
    },
    /// No set has this name.
    #[error("no set is named {0}; list the sets for their names")]
    NoSuchSet(String),
}

impl KnownError {
    /// A fault of the disk at a path.
    pub(super) fn disk(path: &Path) -> impl FnOnce(std::io::Error) -> Self {
        move |error| Self::Disk { path: path.to_owned(), error }
    }

    /// A fault of an index.
    pub(super) fn damaged(path: &Path, fact: &'static str) -> Self {
        Self::Damaged { path: path.to_owned(), fact }
    }
}
