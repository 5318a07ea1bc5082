//! Files of the case that the casebook itself writes: whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use custody::FileDigest;
use model::Digest;
use serde::Serialize;
use serde::de::DeserializeOwned;
use sha2::{Digest as _, Sha256};

use crate::fault::{Exit, Fault};

/// A file written aside and synced; it takes its name once it is published.
#[must_use = "a staged file is not there until it is published"]
pub(crate) struct Staged {
    path: PathBuf,
    aside: PathBuf,
    sha256: Digest,
}

impl Staged {
    /// Its name within the case, and its digest, for the log.
    pub(crate) fn digest(&self, name: &str) -> FileDigest {
        FileDigest { file: name.to_owned(), sha256: self.sha256 }
    }

    /// Gives the file its name, in place of what had it.
    pub(crate) fn publish(self) -> Result<PathBuf, Fault> {
        let folder = self.path.parent().unwrap_or(Path::new("."));
        let put = || {
            fs::rename(&self.aside, &self.path)?;
            File::open(folder)?.sync_all()
        };
        put().map_err(|e| Fault::io(&self.path, e))?;
        Ok(self.path)
    }
}

/// Writes a file aside. What is logged is staged first and published last, so that a file of the
/// case is at every moment one whose digest the log knows.
pub(crate) fn stage(path: PathBuf, bytes: &[u8]) -> Result<Staged, Fault> {
    let mut aside = path.clone().into_os_string();
    aside.push(".unfinished");
    let aside = PathBuf::from(aside);
    let put = || {
        fs::create_dir_all(path.parent().unwrap_or(Path::new(".")))?;
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()
    };
    put().map_err(|e| Fault::io(&path, e))?;
    Ok(Staged { path, aside, sha256: Digest(Sha256::digest(bytes).into()) })
}

/// Writes a file so that a crash leaves the old content or the new, never half.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    stage(path.to_owned(), bytes)?.publish().map(|_| ())
}

/// Writes a value as JSON, indented so that a person can read it and a diff can show it.
pub(crate) fn write_json(path: &Path, value: &impl Serialize) -> Result<(), Fault> {
    let mut bytes = serde_json::to_vec_pretty(value).map_err(|e| {
        Fault::new(Exit::Bug, "a value cannot be written as JSON", "report this")
            .at(path.display())
            .caused_by(e)
    })?;
    bytes.push(b'\n');
    write(path, &bytes)
}

/// Reads a value from JSON; `None` where the file is absent.
pub(crate) fn read_json<T: DeserializeOwned>(path: &Path) -> Result<Option<T>, Fault> {
    let bytes = match fs::read(path) {
        Err(e) if e.kind() == std::io::ErrorKind::NotFound => return Ok(None),
        bytes => bytes.map_err(|e| Fault::io(path, e))?,
    };
    serde_json::from_slice(&bytes).map(Some).map_err(|e| {
        Fault::new(
            Exit::Integrity,
            format!("the file is not what the case wrote: {e}"),
            "run `tutela verify`; remove the file and run the command again, it can be rebuilt",
        )
        .at(path.display())
    })
}
