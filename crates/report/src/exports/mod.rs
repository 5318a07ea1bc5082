//! What leaves the house for other programs: one export a file, one line in the register.
//!
//! An export is streamed to whoever takes it: nothing is capped, and never all of it is held. How
//! many are to come is said beforehand; it fails where fewer or more were written. What was written
//! is told in a [`Manifest`] with its SHA-256. An export opens no file and asks no clock, so that two
//! of one input are equal byte for byte. Whoever calls it writes aside, and renames once the manifest
//! is there.

mod error;
pub mod graph;
mod input;
mod json;
mod manifest;
pub mod records;
mod seal;
mod times;
mod vics;
mod xml;

use std::fmt;
use std::io::{self, Write};

pub use error::ExportError;
pub use input::{
    Camera, Contact, Counts, Decided, FileState, HandOver, MediaFile, MediaItem, NearGroup,
    SourceExhibit, Span,
};
pub use manifest::{ExhibitStated, Manifest, RecordManifest};

/// The register of exports.
pub static EXPORTS: &[&dyn Export] = &[&vics::Vics];

/// The export of this code.
pub fn find(code: &str) -> Option<&'static dyn Export> {
    EXPORTS.iter().find(|export| export.code() == code).copied()
}

/// The contents to hand over, one at a time; a fault of their source ends the export.
pub type MediaSource<'m> = dyn Iterator<Item = io::Result<MediaItem>> + 'm;

/// A form in which files of a case are handed over.
pub trait Export: fmt::Debug + Sync {
    /// Its stable name.
    fn code(&self) -> &'static str;

    /// The form and its version, as its readers name it.
    fn form(&self) -> &'static str;

    /// The ending of its file.
    fn ending(&self) -> &'static str;

    /// Writes everything, and tells what was written.
    fn write(
        &self,
        hand_over: &HandOver,
        media: &mut MediaSource<'_>,
        out: &mut dyn Write,
    ) -> Result<Manifest, ExportError>;
}

#[cfg(test)]
mod tests;
