//! `MANIFEST.sha256`, as `sha256sum` reads it, and the note that seals it.

use std::collections::BTreeMap;
use std::fmt::Write as _;

use model::Digest;

use super::BUNDLE_FORM;
use crate::log::note::Checkpoint;

/// Longest manifest that is read: some million files.
pub(super) const MANIFEST_BYTES_MAX: u64 = 256 << 20;

/// Files by name.
pub(super) type Files = BTreeMap<String, Digest>;

pub(super) fn write(files: &Files) -> String {
    let mut text = String::new();
    for (name, sha256) in files {
        let _ = writeln!(text, "{sha256}  {name}");
    }
    text
}

/// Reads a manifest in its one spelling: names in order, each once.
pub(super) fn read(text: &str) -> Option<Files> {
    let mut files = Files::new();
    for line in text.lines() {
        let (sha256, name) = line.split_once("  ")?;
        files.insert(name.to_owned(), sha256.parse().ok()?);
    }
    (write(&files) == text).then_some(files)
}

/// The text that the log's key signs over a manifest.
pub(super) fn seal(checkpoint: &Checkpoint, manifest: &Digest) -> String {
    let Checkpoint { origin, size, .. } = checkpoint;
    format!("{BUNDLE_FORM}\n{origin}\n{size}\n{manifest}\n")
}
