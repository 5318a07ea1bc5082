//! Stored digests of an image, checked over the whole decoded content before anything looks inside.
//!
//! The content is read once; every block that cannot be decoded is counted. A digest that does not
//! match is told as a total with what is stated and what was found, and so is one that cannot be
//! computed because blocks are damaged.

use std::io;

use model::{Phrase, Word, say};

use super::Members;
use super::blocks::{Blocks, Span};
use super::bytes_at::hex;
pub(crate) use crate::digests::Algorithm;
use crate::digests::{Together, Wanted};
use crate::sink::{Halt, Note};

/// Bytes of nothing that are digested for each byte of the file, and for any file: they stand for
/// seconds of computing, and an image of a few kilobytes cannot ask for hours.
const NOTHING_A_BYTE: u64 = 1 << 10;
const NOTHING_FREE_BYTES: u64 = 2 << 30;

/// Most bytes that stand nowhere (gaps, runs of zeros) and are put into a digest.
pub(crate) fn nothing_max(file_bytes: u64) -> u64 {
    file_bytes.saturating_mul(NOTHING_A_BYTE).saturating_add(NOTHING_FREE_BYTES)
}

/// The digest of bytes in memory, in lower-case hexadecimal.
pub(crate) fn digest_of(algorithm: Algorithm, bytes: &[u8]) -> String {
    let mut running = Together::new(Wanted::default().with(algorithm));
    running.take(bytes);
    hex(running.end().by(algorithm).unwrap_or_default())
}

/// A digest that an image states of its content.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stated {
    /// How it was made.
    pub(crate) algorithm: Algorithm,
    /// Lower-case hexadecimal.
    pub(crate) digest: String,
}

/// Blocks that could not be decoded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Damage {
    /// Their number.
    pub(crate) blocks: u64,
    /// Their decoded bytes.
    pub(crate) bytes: u64,
    /// The first: its place in the decoded bytes, and what is wrong with it.
    pub(crate) first: Option<(u64, String)>,
}

impl Damage {
    pub(crate) fn add(&mut self, span: Span, error: &io::Error) {
        self.blocks += 1;
        self.bytes += span.len as u64;
        self.first.get_or_insert_with(|| (span.start, error.to_string()));
    }

    /// A sentence on it, where there is any.
    pub(crate) fn sentence(&self) -> Option<Phrase> {
        let (at, why) = self.first.as_ref()?;
        Some(say::blocks_damaged(self.blocks, self.bytes, *at, Phrase::from_text(why)))
    }
}

/// Reads the whole of an image once, tells damaged blocks and the outcome of each stated digest.
///
/// Only the bytes below `placed` stand anywhere; an image that says it is far larger is not gone
/// over block by block.
pub(crate) fn verify(
    blocks: &mut impl Blocks,
    placed: u64,
    what: &Word,
    stated: &[Stated],
    members: &mut dyn Members,
) -> Result<Damage, Halt> {
    if !members.holds_to_stored_digests() {
        return Ok(Damage::default());
    }
    let mut running = Together::new(stated.iter().map(|one| one.algorithm).collect());
    let mut damage = Damage::default();
    let mut buffer = Vec::new();
    let mut at = 0;
    let len = blocks.len_bytes();
    while at < len.min(placed) {
        let span = blocks.span(at).map_err(Halt::Read)?;
        buffer.resize(span.len, 0);
        match blocks.decode(span, &mut buffer) {
            Ok(()) => running.take(&buffer),
            Err(error) if is_content(&error) => damage.add(span, &error),
            Err(error) => return Err(Halt::Read(error)),
        }
        at = span.start + (span.len as u64).max(1);
    }
    if at < len {
        damage.blocks += 1;
        damage.bytes += len - at;
        damage.first.get_or_insert((at, say::nothing_places_it().to_string()));
    }
    let found = running.end();
    for stated in stated {
        let found = match damage.blocks {
            0 => hex(found.by(stated.algorithm).unwrap_or_default()),
            count => say::not_computable(count).to_string(),
        };
        members.note(&total(what.clone(), stated, found))?;
    }
    if let Some(sentence) = damage.sentence() {
        members.remark(sentence)?;
    }
    Ok(damage)
}

/// The note on one digest; a mismatch stands in its words.
pub(crate) fn total(what: impl Into<Word>, stated: &Stated, found: String) -> Note {
    let name = stated.algorithm.name();
    let what = if found == stated.digest {
        say::digest_matches(name, what)
    } else {
        say::digest_differs(name, what)
    };
    Note::Total { what, stated: stated.digest.clone(), found }
}

/// Whether an error is of the content, and not of the reading.
pub(crate) fn is_content(error: &io::Error) -> bool {
    use io::ErrorKind::{InvalidData, InvalidInput, UnexpectedEof};
    matches!(error.kind(), InvalidData | InvalidInput | UnexpectedEof)
}
