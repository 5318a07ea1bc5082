//! Files of the case that the casebook itself writes: whole or not at all.

use std::fs::{self, File};
use std::io::Write;
use std::path::Path;

use serde::Serialize;
use serde::de::DeserializeOwned;

use crate::fault::{Exit, Fault};

/// Writes a file so that a crash leaves the old content or the new, never half: aside, synced,
/// renamed, and the folder synced.
pub(crate) fn write(path: &Path, bytes: &[u8]) -> Result<(), Fault> {
    let folder = path.parent().unwrap_or(Path::new("."));
    let aside = path.with_extension("unfinished");
    let put = || {
        fs::create_dir_all(folder)?;
        let mut file = File::create(&aside)?;
        file.write_all(bytes)?;
        file.sync_all()?;
        fs::rename(&aside, path)?;
        File::open(folder)?.sync_all()
    };
    put().map_err(|e| Fault::io(path, e))
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
