//! What was written, so that the other side can see that it has all of it.

use model::Digest;
use serde::Serialize;

/// What an export wrote.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Manifest {
    /// Code of the export.
    pub export: &'static str,
    /// The form and its version.
    pub form: &'static str,
    /// Version of the program.
    pub program: &'static str,
    /// The id of the case.
    pub case_id: String,
    /// The scheme of the categories, as the form names it.
    pub scheme: String,
    /// Contents written.
    pub media: u64,
    /// Files written.
    pub files: u64,
    /// Contents whose category a person decided; the others stand as uncategorised.
    pub decided: u64,
    /// Contents without MD5: programs that compare by MD5 alone cannot find them.
    pub media_without_md5: u64,
    /// Times that the export does not state, since their source leaves more than a second open.
    pub times_left_out: u64,
    /// Bytes written.
    pub bytes: u64,
    /// SHA-256 of what was written.
    pub sha256: Digest,
}

impl Manifest {
    /// The manifest as JSON on lines of its own.
    pub fn to_json(&self) -> String {
        // Numbers and texts alone: there is nothing in it that JSON cannot hold.
        let mut text = serde_json::to_string_pretty(self).unwrap_or_default();
        text.push('\n');
        text
    }
}
