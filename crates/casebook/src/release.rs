//! What leaves the case is written here and logged: which files, with which digests, by whom.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use custody::{Custody, Event};
use model::Digest;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::acts::acts;
use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// Writes a new file outside the case, whole or not at all.
pub fn outside<T>(
    path: &Path,
    write: &mut dyn FnMut(&mut dyn Write) -> Result<T, Fault>,
) -> Result<T, Fault> {
    let mut out = BufWriter::new(file::outside(path)?);
    let written = write(&mut out).and_then(|made| {
        let file = out.into_inner().map_err(|e| Fault::io(path, e.into_error()))?;
        file.sync_all().map_err(|e| Fault::io(path, e))?;
        Ok(made)
    });
    if written.is_err() {
        file::forget(path)?;
    }
    written
}

/// Writes these bytes as a new file outside the case, whole or not at all.
pub fn bytes_outside(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    outside(path, &mut |out| out.write_all(bytes).map_err(|e| Fault::io(path, e)))
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
    staged.into_iter().map(file::Staged::publish).collect()
}
