//! The way out: bytes are counted and digested while they are written.

use std::io::Write;

use model::Digest;
use sha2::{Digest as _, Sha256};

use super::ExportError;

/// A writer that counts and digests.
pub(super) struct Sealing<'w> {
    out: &'w mut dyn Write,
    sha256: Sha256,
    bytes: u64,
}

impl<'w> Sealing<'w> {
    pub(super) fn new(out: &'w mut dyn Write) -> Self {
        Self { out, sha256: Sha256::new(), bytes: 0 }
    }

    pub(super) fn write(&mut self, text: &str) -> Result<(), ExportError> {
        let bytes = self.bytes;
        let taken = self.out.write_all(text.as_bytes());
        taken.map_err(|fault| ExportError::NotTaken { bytes, fault })?;
        self.sha256.update(text.as_bytes());
        self.bytes += text.len() as u64;
        Ok(())
    }

    /// Hands over the last bytes: how many there were, and their digest.
    pub(super) fn finish(self) -> Result<(u64, Digest), ExportError> {
        let bytes = self.bytes;
        self.out.flush().map_err(|fault| ExportError::NotTaken { bytes, fault })?;
        Ok((bytes, Digest(self.sha256.finalize().into())))
    }
}
