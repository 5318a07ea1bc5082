//! Cited records: where each stands in its exhibit, and what stands there.

use std::fmt::Write;

use model::record::Kind;
use model::{Digest, Locator};
use serde::{Serialize, Serializer};

/// A record that a sentence rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CitedRecord {
    /// Which kind it is.
    #[serde(serialize_with = "by_table")]
    pub kind: Kind,
    /// Where it stands.
    pub locator: Locator,
    /// What it states, by column, in the order of the kind's fields; short, absent ones left out.
    pub fields: Vec<(String, String)>,
    /// What stands in the exhibit at that place.
    pub quote: Quote,
}

/// What stands in an exhibit at the place of a record.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Quote {
    /// The characters, whole; bytes that are no text stand as `\xNN`.
    pub text: String,
    /// What the characters were taken from.
    pub source: QuoteSource,
}

/// What a quotation was taken from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(tag = "is", rename_all = "snake_case")]
pub enum QuoteSource {
    /// The bytes the locator names.
    Bytes {
        /// SHA-256 of exactly those bytes.
        sha256: Digest,
    },
    /// Cells of a format without bytes of its own for a row (a sheet in a compressed workbook).
    Cells,
}

impl Quote {
    /// A quotation of the bytes of a place: valid UTF-8 as it stands, other bytes as `\xNN`.
    pub fn of_bytes(bytes: &[u8], sha256: Digest) -> Self {
        let mut text = String::with_capacity(bytes.len());
        for chunk in bytes.utf8_chunks() {
            text.push_str(chunk.valid());
            for byte in chunk.invalid() {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\x{byte:02x}");
            }
        }
        Self { text, source: QuoteSource::Bytes { sha256 } }
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "the signature that serde asks for")]
fn by_table<S: Serializer>(kind: &Kind, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(kind.table())
}
