//! What went wrong, in three parts: the fact, the place, the remedy; and the exit code it leads to.

use std::fmt;
use std::path::Path;

/// Exit codes of every command. Scripts depend on them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[repr(u8)]
pub enum Exit {
    /// Everything done.
    Done = 0,
    /// The command line or a setting is wrong.
    Usage = 2,
    /// Done, and some input was rejected or could not be read; the count is printed.
    RejectedInPart = 3,
    /// A stored exhibit, the log or the tables are not what they were.
    Integrity = 4,
    /// Not allowed here.
    Denied = 5,
    /// A second person must sign.
    SecondPerson = 6,
    /// A safeguarding task waits for a person.
    TaskWaits = 7,
    /// A fault of the program.
    Bug = 70,
    /// Interrupted; the same command goes on from there.
    Interrupted = 75,
}

/// Something went wrong.
#[derive(Debug)]
pub struct Fault {
    /// What is wrong.
    pub fact: String,
    /// Where: a file, a row, a setting. May be empty.
    pub place: String,
    /// What to do.
    pub remedy: String,
    /// What the command exits with.
    pub exit: Exit,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Fault {
    /// A fault with its remedy.
    pub fn new(exit: Exit, fact: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self { fact: fact.into(), place: String::new(), remedy: remedy.into(), exit, source: None }
    }

    /// A fault of the command line or a setting.
    pub fn usage(fact: impl Into<String>, remedy: impl Into<String>) -> Self {
        Self::new(Exit::Usage, fact, remedy)
    }

    /// The place of the fault.
    #[must_use]
    pub fn at(mut self, place: impl fmt::Display) -> Self {
        self.place = place.to_string();
        self
    }

    /// The error behind it.
    #[must_use]
    pub fn caused_by(mut self, source: impl std::error::Error + Send + Sync + 'static) -> Self {
        self.source = Some(Box::new(source));
        self
    }

    /// A file or folder could not be read or written.
    pub fn io(path: &Path, error: std::io::Error) -> Self {
        let (exit, remedy) = match error.kind() {
            std::io::ErrorKind::NotFound => (Exit::Usage, "check the path"),
            std::io::ErrorKind::AlreadyExists => (Exit::Usage, "name one that does not exist yet"),
            std::io::ErrorKind::PermissionDenied => {
                (Exit::Denied, "check who may read and write there")
            }
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => {
                (Exit::Interrupted, "free room on the disk and run the same command again")
            }
            std::io::ErrorKind::FileTooLarge => (
                Exit::Interrupted,
                "choose a place that takes files of this size, and run it again",
            ),
            _ => (Exit::Bug, "check the disk; run the same command again"),
        };
        Self::new(exit, error.to_string(), remedy).at(path.display()).caused_by(error)
    }

    /// A fault of another room, whose words end in `; ` and the remedy.
    pub(crate) fn of_library(exit: Exit, fault: &dyn std::error::Error) -> Self {
        let mut text = fault.to_string();
        let mut source = fault.source();
        let words = text.clone();
        while let Some(cause) = source {
            let cause_text = cause.to_string();
            if !text.contains(&cause_text) {
                text = format!("{text} ({cause_text})");
            }
            source = cause.source();
        }
        match words.rsplit_once("; ") {
            Some((fact, remedy)) => {
                let causes = text.get(words.len()..).unwrap_or("");
                Self::new(exit, format!("{fact}{causes}"), remedy)
            }
            None => Self::new(exit, text, "look at the cause; run the same command again"),
        }
    }

    /// A person or a signal stopped the command; the same command goes on.
    pub fn interrupted(at: impl fmt::Display) -> Self {
        Self::new(
            Exit::Interrupted,
            "stopped; what was read is saved",
            "run the same command to go on",
        )
        .at(at)
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.place.is_empty() {
            write!(f, "{}: ", self.place)?;
        }
        write!(f, "{}; {}", self.fact, self.remedy)
    }
}

impl std::error::Error for Fault {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as &(dyn std::error::Error + 'static))
    }
}
