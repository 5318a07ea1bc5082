//! What leaves the case is written here and logged: which files, with which digests, by whom.

use std::path::PathBuf;

use custody::{Event, FileDigest};
use model::Digest;
use sha2::{Digest as _, Sha256};

use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::intake::{custody_fault, open_custody};

/// Writes the files of a report into the case, logs their digests, and gives their paths.
pub fn write(
    case: &Case,
    language: &str,
    files: &[(String, String)],
    by: &str,
    at_us: i64,
) -> Result<Vec<PathBuf>, Fault> {
    let (mut paths, mut digests) = (Vec::new(), Vec::new());
    for (name, content) in files {
        let path = case.path(name);
        file::write(&path, content.as_bytes())?;
        let sha256 = Digest(Sha256::digest(content.as_bytes()).into());
        digests.push(FileDigest { file: name.clone(), sha256 });
        paths.push(path);
    }
    let event = Event::ReportMade { language: language.to_owned(), files: digests };
    let mut custody = open_custody(case)?;
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    Ok(paths)
}
