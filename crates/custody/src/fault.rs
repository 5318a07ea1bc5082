//! What can go wrong in custody: a code never reused, a place, a fact, a remedy.

use std::io;
use std::path::PathBuf;

use model::ExhibitId;

/// Why an act of custody did not take place. Nothing is half done: what was acknowledged before
/// stands, and what failed was not acknowledged.
#[derive(Debug, thiserror::Error)]
#[error("{}: {what}; {remedy}", self.code(), what = self.fact(), remedy = self.remedy())]
pub enum Fault {
    /// The operating system refused.
    Io {
        /// What was being done, as a clause.
        doing: &'static str,
        /// The file.
        file: String,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// The folder holds no case.
    NotACase(PathBuf),
    /// The folder holds a case already.
    AlreadyACase(PathBuf),
    /// Another process writes to this case.
    Locked {
        /// Its process number, where the system tells it.
        holder: Option<u32>,
    },
    /// The path is a symbolic link.
    Link(String),
    /// The path is no regular file.
    NotAFile {
        /// The path, escaped.
        path: String,
        /// What it is.
        is: &'static str,
    },
    /// The file changed while it was read.
    ChangedWhileRead(String),
    /// The path lies in the case itself.
    InsideCase(String),
    /// A file of the store or the log contradicts another.
    Damaged {
        /// The file, from the case folder.
        file: String,
        /// What is wrong with it.
        fact: String,
    },
    /// The case was opened to read.
    ReadOnly,
    /// The private key of the log is not in the case.
    NoSigningKey,
    /// A value has no canonical form.
    NoCanonicalForm(String),
    /// A record is longer than the log takes.
    RecordTooLong {
        /// Its length.
        bytes: usize,
        /// The longest that is taken.
        limit: usize,
    },
    /// No exhibit has this number.
    NoSuchExhibit(ExhibitId),
    /// The exhibit is not what was sealed.
    ExhibitChanged {
        /// Its number.
        exhibit: ExhibitId,
        /// Where it was looked for.
        file: String,
        /// What differs.
        fact: String,
    },
    /// The log has no such leaf.
    NoSuchLeaf {
        /// The leaf that was asked for.
        index: u64,
        /// The number of leaves.
        size: u64,
    },
    /// The record may not be erased.
    CannotErase {
        /// The leaf.
        index: u64,
        /// Why.
        fact: &'static str,
    },
    /// The watcher asked to stop.
    Interrupted,
    /// The name of the log cannot be used in a signed note.
    BadOrigin(String),
    /// A folder is deeper, or holds more files, than any we take.
    FolderTooLarge {
        /// The folder.
        path: String,
        /// Which limit it passes.
        fact: String,
    },
    /// The checkpoint on disk is not the one this process wrote last.
    Overtaken,
    /// An earlier write failed half-way.
    OpenAgain,
    /// A folder that is to be one exhibit cannot be left where it is.
    FolderInPlace(String),
    /// What would be written has a name that is taken.
    Taken(String),
    /// What was given as a bundle is none.
    NotABundle(String),
    /// A witness does not sign, or what it signed is not taken in.
    WitnessRefuses(String),
    /// A request does not begin where the witness is.
    WitnessElsewhere {
        /// Leaves that the witness saw.
        saw: u64,
        /// Leaves from which the request proves.
        given: u64,
    },
    /// A witness never saw this log.
    UnknownLog(String),
    /// Nobody of this name was agreed on.
    NoSuchWitness(String),
    /// So many of so many witnesses cannot be asked for.
    BadPolicy {
        /// How many must sign.
        required: u64,
        /// How many there are.
        of: u64,
    },
}

impl Fault {
    /// The code, `CUS-005`. Codes are stable: scripts quote them.
    pub fn code(&self) -> &'static str {
        match self {
            Self::Io { .. } => "CUS-001",
            Self::NotACase(_) => "CUS-002",
            Self::AlreadyACase(_) => "CUS-003",
            Self::Locked { .. } => "CUS-004",
            Self::Link(_) => "CUS-005",
            Self::NotAFile { .. } => "CUS-006",
            Self::ChangedWhileRead(_) => "CUS-007",
            Self::InsideCase(_) => "CUS-008",
            Self::Damaged { .. } => "CUS-009",
            Self::ReadOnly => "CUS-010",
            Self::NoSigningKey => "CUS-011",
            Self::NoCanonicalForm(_) => "CUS-012",
            Self::RecordTooLong { .. } => "CUS-013",
            Self::NoSuchExhibit(_) => "CUS-014",
            Self::ExhibitChanged { .. } => "CUS-015",
            Self::NoSuchLeaf { .. } => "CUS-016",
            Self::CannotErase { .. } => "CUS-017",
            Self::Interrupted => "CUS-018",
            Self::BadOrigin(_) => "CUS-019",
            Self::FolderTooLarge { .. } => "CUS-020",
            Self::Overtaken => "CUS-021",
            Self::OpenAgain => "CUS-022",
            Self::FolderInPlace(_) => "CUS-023",
            Self::Taken(_) => "CUS-024",
            Self::NotABundle(_) => "CUS-025",
            Self::WitnessRefuses(_) => "CUS-026",
            Self::WitnessElsewhere { .. } => "CUS-027",
            Self::UnknownLog(_) => "CUS-028",
            Self::NoSuchWitness(_) => "CUS-029",
            Self::BadPolicy { .. } => "CUS-030",
        }
    }

    /// What is wrong, with its place, as a clause.
    fn fact(&self) -> String {
        match self {
            Self::Io { doing, file, source } => format!("{doing} {file} failed: {source}"),
            Self::NotACase(dir) => format!("{} holds no case", dir.display()),
            Self::AlreadyACase(dir) => format!("{} holds a case already", dir.display()),
            Self::Locked { holder: Some(pid) } => format!("process {pid} is writing to this case"),
            Self::Locked { holder: None } => "another process is writing to this case".to_owned(),
            Self::Link(path) => format!("{path} is a symbolic link"),
            Self::NotAFile { path, is } => format!("{path} is {is}, not a file"),
            Self::ChangedWhileRead(path) => format!("{path} changed while it was read"),
            Self::InsideCase(path) => format!("{path} is part of this case"),
            Self::Damaged { file, fact } => format!("{file}: {fact}"),
            Self::ReadOnly => "the case is open to read only".to_owned(),
            Self::NoSigningKey => "the private key of the log is not in the case".to_owned(),
            Self::NoCanonicalForm(what) => format!("{what} has no canonical JSON form"),
            Self::RecordTooLong { bytes, limit } => {
                format!("the record has {bytes} bytes; the log takes {limit}")
            }
            Self::NoSuchExhibit(id) => format!("the case has no exhibit {id}"),
            Self::ExhibitChanged { exhibit, file, fact } => format!("{exhibit} at {file}: {fact}"),
            Self::NoSuchLeaf { index, size } => {
                format!("the log has no leaf {index}; it has {size} leaves, counted from 0")
            }
            Self::CannotErase { index, fact } => format!("leaf {index} cannot be erased: {fact}"),
            Self::Interrupted => "stopped as asked".to_owned(),
            Self::BadOrigin(origin) => format!("`{origin}` cannot name a log"),
            Self::FolderTooLarge { path, fact } => format!("{path} {fact}"),
            Self::Overtaken => "the checkpoint was written by someone else meanwhile".to_owned(),
            Self::OpenAgain => "an earlier write to the log failed half-way".to_owned(),
            Self::FolderInPlace(path) => {
                format!("{path} as one exhibit is an archive that has to be made, and stored")
            }
            Self::Taken(path) => format!("{path} is there already"),
            Self::NotABundle(path) => format!("{path} is no sealed bundle"),
            Self::WitnessRefuses(fact) => format!("refused, no signature: {fact}"),
            Self::WitnessElsewhere { saw, given } => {
                format!("the witness saw {saw} leaves of this log; the request begins at {given}")
            }
            Self::UnknownLog(origin) => format!("this witness never saw the log {origin}"),
            Self::NoSuchWitness(name) => format!("nobody agreed on a witness {name}"),
            Self::BadPolicy { required, of } => {
                format!("{required} of {of} witnesses of different names cannot be asked for")
            }
        }
    }

    /// What a person can do about it.
    pub fn remedy(&self) -> &'static str {
        match self {
            Self::Io { source, .. } => remedy_of(source),
            Self::NotACase(_) => "give the folder of a case, or make one with `init`",
            Self::AlreadyACase(_) => "open it, or choose another folder",
            Self::Locked { .. } => "wait until it ends, or stop it; nothing is lost by that",
            Self::Link(_) => "give the path it points to, if that is what was received",
            Self::NotAFile { .. } => "give a file, or a folder of files",
            Self::ChangedWhileRead(_) => "make sure that nobody writes to it, and seal it again",
            Self::InsideCase(_) => "give a path outside the case folder",
            Self::Damaged { .. } | Self::Overtaken => {
                "run `verify` to see every file concerned, and restore them from a copy"
            }
            Self::ReadOnly => "open the case to write",
            Self::NoSigningKey => "add to the case where it is kept, not to a copy of it",
            Self::NoCanonicalForm(_) => "state the value as text",
            Self::RecordTooLong { .. } => "log the digest of a file in place of its content",
            Self::NoSuchExhibit(_) => "`status` lists the exhibits",
            Self::ExhibitChanged { .. } => "restore the file as it was sealed, from a copy",
            Self::NoSuchLeaf { .. } => "the report and `verify` state the number of a leaf",
            Self::CannotErase { .. } => "keep it until the case itself is closed",
            Self::Interrupted => "run the same command to go on",
            Self::BadOrigin(_) => "use letters, digits, dots, dashes and slashes",
            Self::OpenAgain => "open the case again: that finishes what was begun",
            Self::FolderInPlace(_) => {
                "let it be copied, or make an image of it and register that in place"
            }
            Self::FolderTooLarge { .. } => "seal it as an archive or an image",
            Self::Taken(_) => "choose another name, or take away what a run that was cut off left",
            Self::WitnessRefuses(_) => {
                "keep the request and both checkpoints: they may prove that the log shows two histories"
            }
            Self::WitnessElsewhere { .. } => "make the request again with --from and that number",
            Self::UnknownLog(_) => "give its public key with --log, as it was handed over on paper",
            Self::NoSuchWitness(_) => "agree on witnesses with `tutela witness agree`",
            Self::BadPolicy { .. } => {
                "give at least one key, each of another name, and no more as --need"
            }
            Self::NotABundle(_) => "give the folder or the tar archive that holds `SEAL`",
        }
    }

    pub(crate) fn damaged(file: impl Into<String>, fact: impl Into<String>) -> Self {
        Self::Damaged { file: file.into(), fact: fact.into() }
    }
}

fn remedy_of(source: &io::Error) -> &'static str {
    match source.kind() {
        io::ErrorKind::StorageFull | io::ErrorKind::QuotaExceeded => {
            "free space on that disk and run the same command; what was acknowledged is safe"
        }
        io::ErrorKind::PermissionDenied => "ask for the right to that path",
        io::ErrorKind::NotFound => "check the path",
        _ => "check the disk; what was acknowledged is safe",
    }
}

/// Says what was being done to which file when the system refused.
pub(crate) trait Doing<T> {
    fn doing(self, doing: &'static str, file: impl Into<String>) -> Result<T, Fault>;
}

impl<T> Doing<T> for io::Result<T> {
    fn doing(self, doing: &'static str, file: impl Into<String>) -> Result<T, Fault> {
        self.map_err(|source| Fault::Io { doing, file: file.into(), source })
    }
}
