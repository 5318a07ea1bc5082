//! What a worker is given: an exhibit and its companions, refused where they cannot be.

use std::fs::File;
use std::io;

use super::SuperviseFault;
use crate::job::Job;
use crate::worker::descriptors::COMPANIONS_MAX;

/// The length of an exhibit: its own, and with its companions.
#[derive(Debug, Clone, Copy)]
pub(super) struct ExhibitBytes {
    pub(super) own: u64,
    pub(super) whole: u64,
}

impl ExhibitBytes {
    /// The length of an exhibit, refused where no worker can be given it.
    pub(super) fn of(
        exhibit: &File,
        companions: &[File],
        job: &Job,
    ) -> Result<Self, SuperviseFault> {
        if companions.len() != job.companions.len() || companions.len() > COMPANIONS_MAX {
            let words = "it has more companions than can be read together";
            return Err(SuperviseFault::Exhibit(io::Error::other(words)));
        }
        let metadata = exhibit.metadata().map_err(SuperviseFault::Exhibit)?;
        if !metadata.is_file() {
            return Err(SuperviseFault::Exhibit(io::Error::other("it is not a plain file")));
        }
        let mut bytes = Self { own: metadata.len(), whole: metadata.len() };
        for companion in companions {
            let len = companion.metadata().map_err(SuperviseFault::Exhibit)?.len();
            bytes.whole = bytes.whole.saturating_add(len);
        }
        Ok(bytes)
    }
}
