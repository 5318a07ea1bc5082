//! A part on its way to disk: written aside, hashed as it goes, synced, then given its name.

use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use model::Digest;
use sha2::{Digest as _, Sha256};

/// Ending of a part that is not whole yet.
pub(crate) const UNFINISHED: &str = "unfinished";

/// A file being written, with the digest of what was written so far.
#[derive(Debug)]
pub(crate) struct HashedFile {
    file: File,
    sha256: Sha256,
    bytes: u64,
}

impl HashedFile {
    pub(crate) fn create(path: &Path) -> io::Result<Self> {
        Ok(Self { file: File::create(path)?, sha256: Sha256::new(), bytes: 0 })
    }

    /// Brings the file to the disk and gives its digest and length.
    pub(crate) fn seal(self) -> io::Result<(Digest, u64)> {
        self.file.sync_all()?;
        Ok((Digest(self.sha256.finalize().into()), self.bytes))
    }
}

impl Write for HashedFile {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let written = self.file.write(bytes)?;
        self.sha256.update(bytes.get(..written).unwrap_or(bytes));
        self.bytes = self.bytes.saturating_add(u64::try_from(written).unwrap_or(0));
        Ok(written)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

/// The name a part has until it is whole.
pub(crate) fn unfinished(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(".");
    name.push(UNFINISHED);
    PathBuf::from(name)
}

/// Brings the names in a folder to the disk.
pub(crate) fn sync_folder(folder: &Path) -> io::Result<()> {
    File::open(folder)?.sync_all()
}

/// Removes a file that may not be there.
pub(crate) fn remove_if_there(path: &Path) -> io::Result<()> {
    match fs::remove_file(path) {
        Err(fault) if fault.kind() != io::ErrorKind::NotFound => Err(fault),
        _ => Ok(()),
    }
}
