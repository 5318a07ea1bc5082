//! Why an export was not written to its end.

use std::io;

use super::Counts;

/// Why an export was not written to its end. What has been written until then is no export: it is
/// to be thrown away.
#[derive(Debug, thiserror::Error)]
pub enum ExportError {
    /// The other side did not take what was written.
    #[error(
        "EXP-001 after {bytes} bytes: {fault}; make room or choose another place, and run it again"
    )]
    NotTaken {
        /// Bytes that were taken.
        bytes: u64,
        /// What the other side said.
        fault: io::Error,
    },
    /// The files could not be told to their end.
    #[error("EXP-002 after {after} of the contents: {fault}; look at the case and run it again")]
    NotTold {
        /// Contents written before.
        after: u64,
        /// What their source said.
        fault: io::Error,
    },
    /// Fewer or more were written than announced.
    #[error(
        "EXP-003 at the end: {} contents with {} files were written and {} with {} announced; what \
         is written is not whole: count again and run it again",
        written.media, written.files, announced.media, announced.files
    )]
    NotWhole {
        /// What was announced.
        announced: Counts,
        /// What was written.
        written: Counts,
    },
    /// A content without a digest, by which nobody could find it.
    #[error(
        "EXP-004 at content {number}: it has no digest; leave it out, and say so beside the export"
    )]
    NoDigest {
        /// Its number in the export, from 1.
        number: u64,
    },
    /// A text that is no digest of its kind.
    #[error("EXP-005 at content {number}: `{text}` is no {kind}; pass the digest in hexadecimal")]
    BadDigest {
        /// Its number in the export, from 1.
        number: u64,
        /// The kind of digest.
        kind: &'static str,
        /// The text.
        text: String,
    },
    /// A content that stands nowhere.
    #[error("EXP-006 at content {number}: no file has it; pass the files with their places")]
    NoFile {
        /// Its number in the export, from 1.
        number: u64,
    },
    /// A category whose scheme is not stated: the same number means another thing elsewhere.
    #[error(
        "EXP-007 at content {number}: category {category} without a scheme; state whose categories they are"
    )]
    NoScheme {
        /// Its number in the export, from 1.
        number: u64,
        /// The category.
        category: u32,
    },
    /// A scheme that cannot stand in the address of the data model.
    #[error(
        "EXP-008 in the hand-over: `{scheme}` is no scheme; write letters, digits and hyphens, at most 32"
    )]
    BadScheme {
        /// The text.
        scheme: String,
    },
    /// Records that were neither written nor left out for a reason.
    #[error(
        "EXP-009 in {table}: {told} records are accounted for and the case holds {held}; what is written is not whole: run it again"
    )]
    NotAll {
        /// The table.
        table: &'static str,
        /// Records the case holds.
        held: u64,
        /// Records written and left out.
        told: u64,
    },
    /// Something the form needs, that no record states and nobody gave.
    #[error("EXP-010: {form} needs `{name}`, which no record states; give it with --facts FILE")]
    NoFact {
        /// The form.
        form: &'static str,
        /// What it needs.
        name: String,
    },
    /// A fact the form cannot take as it was given.
    #[error("EXP-011 at `{name}`: {form} does not take `{text}`; {remedy}")]
    BadFact {
        /// The form.
        form: &'static str,
        /// The fact.
        name: String,
        /// What was given.
        text: String,
        /// What to do.
        remedy: &'static str,
    },
    /// No record was left to be written.
    #[error("EXP-013: no record of the case can be written; ask for other kinds or another period")]
    Nothing,
    /// The records could not be read to their end.
    #[error("EXP-012 in {table}: {fault}")]
    NotRead {
        /// The table.
        table: &'static str,
        /// What their source said.
        fault: Box<dyn std::error::Error + Send + Sync>,
    },
}
