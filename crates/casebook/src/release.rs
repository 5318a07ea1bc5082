//! What leaves the case is written here and logged: which files, with which digests, by whom.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use custody::{Custody, Event};
use model::Digest;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::access::log as access;
use crate::acts::acts;
use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// What leaves the case, written beside its name: it gets the name once all of it is there.
#[must_use = "nothing is there before it is published"]
pub struct Leaving(file::Outside);

impl Leaving {
    /// A file to be.
    pub fn file(to: &Path) -> Result<Self, Fault> {
        file::Outside::file(to).map(Self)
    }

    /// A folder to be, with files in it.
    pub fn folder(to: &Path) -> Result<Self, Fault> {
        file::Outside::folder(to).map(Self)
    }

    /// Begins a file of the folder; of a file, the file itself.
    pub fn open(&mut self, name: &str) -> std::io::Result<Box<dyn Write + Send>> {
        Ok(Box::new(BufWriter::new(self.0.open(name)?)))
    }

    /// Brings what was written to the disk, so that only the name is missing.
    pub fn sync(&mut self) -> Result<(), Fault> {
        self.0.sync()
    }

    /// Gives it its name.
    pub fn publish(self) -> Result<(), Fault> {
        self.0.publish()
    }
}

/// Writes a new file outside the case, whole or not at all.
pub fn outside<T>(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let fault = |e| Fault::io(path, e);
    let mut leaving = Leaving::file(path)?;
    let mut out = leaving.open("").map_err(fault)?;
    let made = write(&mut out)?;
    out.flush().map_err(fault)?;
    drop(out);
    leaving.publish()?;
    Ok(made)
}

/// Writes these bytes as a new file outside the case, whole or not at all.
pub fn bytes_outside(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    outside(path, &mut |out| out.write_all(bytes).map_err(|e| Fault::io(path, e)))
}

/// Refuses to hand over to nobody, for nothing, or until a day that no calendar has.
pub fn check_copy(recipient: &str, purpose: &str, expires: Option<&str>) -> Result<(), Fault> {
    let stated = |text: &str| !text.trim().is_empty() && !text.chars().any(char::is_control);
    if !stated(recipient) || !stated(purpose) {
        return Err(Fault::usage(
            "recipient and purpose must be stated, each in one line",
            "give --recipient and --purpose",
        ));
    }
    match expires {
        Some(date) if !is_date(date) => Err(Fault::usage(
            format!("`{date}` is not a date that exists"),
            "state it as 2027-06-30",
        )),
        _ => Ok(()),
    }
}

/// What left the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Left {
    /// The form.
    pub form: String,
    /// To whom.
    pub recipient: String,
    /// For what.
    pub purpose: String,
    /// Items in it.
    pub items: u64,
    /// SHA-256 of what was written.
    pub sha256: Digest,
    /// Who handed it over.
    pub by: String,
    /// When, microseconds of UTC by the clock of that machine.
    pub at_us: i64,
}

/// The SHA-256 of what is to leave.
pub fn digest(bytes: &[u8]) -> Digest {
    Digest(Sha256::digest(bytes).into())
}

/// Logs that something has left.
pub fn leave(case: &Case, left: &Left) -> Result<(), Fault> {
    let Left { form, recipient, purpose, items, sha256, by, at_us } = left.clone();
    let event = Event::Exported { form, recipient, purpose, items, sha256 };
    open_custody(case)?.log(at_us, &by, &event).map(|_| ()).map_err(|e| custody_fault(&e))
}

/// Everything that left the house, the oldest first.
pub fn left(case: &Case) -> Result<Vec<Left>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let left = acts(&custody)?.into_iter().filter_map(|act| match act.event {
        Event::Exported { form, recipient, purpose, items, sha256 } => {
            Some(Left { form, recipient, purpose, items, sha256, by: act.by, at_us: act.at_us })
        }
        _ => None,
    });
    Ok(left.collect())
}

/// Writes the files of a report into the case, logs their digests, and gives their paths.
pub fn write(
    case: &Case,
    language: &str,
    files: &[(String, String)],
    by: &str,
    at_us: i64,
) -> Result<Vec<PathBuf>, Fault> {
    let mut staged = Vec::new();
    let mut digests = Vec::new();
    for (name, content) in files {
        let one = file::stage(case.path(name), content.as_bytes())?;
        digests.push(one.digest(name));
        staged.push(one);
    }
    let event = Event::ReportMade { language: language.to_owned(), files: digests };
    let mut custody = open_custody(case)?;
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    access::count(case, &mut custody, by, at_us)?;
    staged.into_iter().map(file::Staged::publish).collect()
}

/// Whether a text is a day of the calendar.
fn is_date(text: &str) -> bool {
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    let part = |range| text.get(range).filter(digits).and_then(|part| part.parse::<u32>().ok());
    let (Some(year), Some(month), Some(day)) = (part(0..4), part(5..7), part(8..10)) else {
        return false;
    };
    let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
    let days = match month {
        4 | 6 | 9 | 11 => 30,
        2 if leap => 29,
        2 => 28,
        _ => 31,
    };
    text.len() == 10
        && text.get(4..5) == Some("-")
        && text.get(7..8) == Some("-")
        && (1..=12).contains(&month)
        && (1..=days).contains(&day)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_days_of_the_calendar() {
        for good in ["2028-02-29", "2026-12-31"] {
            assert!(is_date(good), "{good}");
        }
        for bad in ["2026-02-29", "2026-13-01", "2026-1-01", "tomorrow", "2026-04-31", "+026-04-30"]
        {
            assert!(!is_date(bad), "{bad}");
        }
    }

    #[test]
    fn what_leaves_is_whole_or_not_there() {
        let folder = tempfile::tempdir().unwrap();
        let to = folder.path().join("out");
        std::fs::write(folder.path().join("out.unfinished"), "of a run that was killed").unwrap();
        let cut = outside::<()>(&to, &mut |out| {
            out.write_all(b"half").map_err(|e| Fault::io(&to, e))?;
            Err(Fault::usage("no", "more"))
        });
        assert!(cut.is_err() && std::fs::read_dir(folder.path()).unwrap().next().is_none());
        let mut leaving = Leaving::folder(&to).unwrap();
        leaving.open("one").unwrap().write_all(b"1").unwrap();
        assert!(!to.exists());
        leaving.publish().unwrap();
        assert_eq!(std::fs::read(to.join("one")).unwrap(), b"1");
        assert_eq!(bytes_outside(&to, b"2").unwrap_err().exit, crate::Exit::Usage);
        assert!(Leaving::folder(&to).is_err());
        assert_eq!(std::fs::read_dir(folder.path()).unwrap().count(), 1);
    }
}
