//! The files of an export, one after another: bytes are counted and digested while they are written.

use std::io::{self, Write};

use model::Digest;
use serde::Serialize;
use sha2::{Digest as _, Sha256};

use crate::exports::ExportError;

/// Opens the next file by its name; a form of one file asks for the empty name.
pub type OpenFile<'w> = dyn FnMut(&str) -> io::Result<Box<dyn Write + Send>> + Send + 'w;

/// A file that was written whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileWritten {
    /// Its name.
    pub name: String,
    /// Rows in it, in the form's own sense.
    pub rows: u64,
    /// Its bytes.
    pub bytes: u64,
    /// Their SHA-256.
    pub sha256: Digest,
}

/// The files of an export under way.
pub struct Outputs<'w> {
    open: &'w mut OpenFile<'w>,
    current: Option<Current>,
    done: Vec<FileWritten>,
    bytes: u64,
}

struct Current {
    name: String,
    out: Box<dyn Write + Send>,
    sha256: Sha256,
    bytes: u64,
    rows: u64,
}

impl<'w> Outputs<'w> {
    pub(super) fn new(open: &'w mut OpenFile<'w>) -> Self {
        Self { open, current: None, done: Vec::new(), bytes: 0 }
    }

    /// Ends the file being written and begins the next.
    pub fn begin(&mut self, name: &str) -> Result<(), ExportError> {
        self.end()?;
        let out = (self.open)(name).map_err(|fault| self.not_taken(fault))?;
        let (name, sha256) = (name.to_owned(), Sha256::new());
        self.current = Some(Current { name, out, sha256, bytes: 0, rows: 0 });
        Ok(())
    }

    /// Writes a text.
    pub fn text(&mut self, text: &str) -> Result<(), ExportError> {
        self.write_all(text.as_bytes()).map_err(|fault| self.not_taken(fault))
    }

    /// Counts a row of the file being written.
    pub fn row(&mut self) {
        self.rows(1);
    }

    /// Counts rows of the file being written.
    pub(super) fn rows(&mut self, rows: u64) {
        if let Some(current) = &mut self.current {
            current.rows += rows;
        }
    }

    /// What the other side said when it took no more.
    pub fn not_taken(&self, fault: io::Error) -> ExportError {
        ExportError::NotTaken { bytes: self.bytes, fault }
    }

    fn end(&mut self) -> Result<(), ExportError> {
        let Some(mut current) = self.current.take() else { return Ok(()) };
        current.out.flush().map_err(|fault| self.not_taken(fault))?;
        let Current { name, sha256, bytes, rows, .. } = current;
        let sha256 = Digest(sha256.finalize().into());
        self.done.push(FileWritten { name, rows, bytes, sha256 });
        Ok(())
    }

    pub(super) fn finish(mut self) -> Result<Vec<FileWritten>, ExportError> {
        self.end()?;
        Ok(self.done)
    }
}

impl Write for Outputs<'_> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        let none = || io::Error::other("no file was begun");
        let current = self.current.as_mut().ok_or_else(none)?;
        let taken = current.out.write(bytes)?;
        current.sha256.update(bytes.get(..taken).unwrap_or(bytes));
        current.bytes += taken as u64;
        self.bytes += taken as u64;
        Ok(taken)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.current.as_mut().map_or(Ok(()), |current| current.out.flush())
    }
}
