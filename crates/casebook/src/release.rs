//! What leaves the case is written here and logged: which files, with which digests, by whom.

use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use custody::Event;

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
