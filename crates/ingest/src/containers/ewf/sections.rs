//! The chain of sections of one segment file, and the header in front of it.

use std::io;

use super::super::bytes_at::{fill, le16, le32, le64};
use crate::format::ReadSeek;

/// Bytes of a segment file's header.
pub(super) const FILE_HEADER_BYTES: usize = 13;

/// Bytes of a section's descriptor.
const DESCRIPTOR_BYTES: usize = 76;

/// Most sections of one segment: with the smallest tables in use (16,375 chunks of 32 KiB, three
/// sections each) these hold 40 TiB.
const SECTIONS_MAX: usize = 1 << 18;

/// First bytes of an image of the first version (E01, S01).
pub(super) const IMAGE_SIGNATURE: &[u8; 8] = b"EVF\x09\x0D\x0A\xFF\x00";

/// First bytes of a logical collection of the first version (L01).
pub(super) const LOGICAL_SIGNATURE: &[u8; 8] = b"LVF\x09\x0D\x0A\xFF\x00";

/// First bytes of an image of the second version (Ex01).
pub(super) const IMAGE_2_SIGNATURE: &[u8; 8] = b"EVF2\x0D\x0A\x81\x00";

/// First bytes of a logical collection of the second version (Lx01).
pub(super) const LOGICAL_2_SIGNATURE: &[u8; 8] = b"LEF2\x0D\x0A\x81\x00";

/// The number of a segment file in its set, from its header.
pub(super) fn segment_number(header: &[u8]) -> Option<u16> {
    le16(header, 9)
}

/// A section: where its data stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Section {
    /// Its kind in the format's own word.
    pub(super) kind: String,
    /// First byte of its data.
    pub(super) start: u64,
    /// First byte after its data.
    pub(super) end: u64,
}

impl Section {
    pub(super) fn len(&self) -> u64 {
        self.end.saturating_sub(self.start)
    }
}

/// How the chain of a segment ended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Ending {
    /// The last segment of the set.
    Done,
    /// Another segment follows.
    Next,
    /// The chain breaks off at a place, for a reason.
    Broken(u64, String),
}

/// The sections of a segment, as far as its chain can be followed.
#[derive(Debug)]
pub(super) struct Chain {
    pub(super) sections: Vec<Section>,
    pub(super) ending: Ending,
    /// Descriptors whose checksum is wrong although the chain goes on.
    pub(super) wrong_checksums: Vec<u64>,
}

/// Follows the chain. Each section must stand behind the one before, so it has no circle.
pub(super) fn chain(bytes: &mut dyn ReadSeek, len: u64) -> io::Result<Chain> {
    let mut chain =
        Chain { sections: Vec::new(), ending: Ending::Done, wrong_checksums: Vec::new() };
    let mut at = FILE_HEADER_BYTES as u64;
    let descriptor_bytes = DESCRIPTOR_BYTES as u64;
    loop {
        if len.saturating_sub(at) < descriptor_bytes {
            return Ok(chain.ended(at.min(len), "the file ends before its last section"));
        }
        let mut descriptor = [0; DESCRIPTOR_BYTES];
        fill(bytes, at, &mut descriptor)?;
        let Some((kind, next, size)) = parse(&descriptor) else {
            return Ok(chain.ended(at, "no section stands where the one before says"));
        };
        if le32(&descriptor, 72)
            != Some(adler2::adler32_slice(descriptor.get(..72).unwrap_or_default()))
        {
            chain.wrong_checksums.push(at);
        }
        if kind == "done" || kind == "next" {
            chain.ending = if kind == "done" { Ending::Done } else { Ending::Next };
            return Ok(chain);
        }
        if chain.sections.len() >= SECTIONS_MAX {
            return Ok(chain.ended(at, "the file has more sections than any image"));
        }
        let start = at + descriptor_bytes;
        // Some writers state no size; the next section then ends the data.
        let stated = if size > descriptor_bytes { at.saturating_add(size) } else { next };
        let end = stated.min(len).max(start);
        chain.sections.push(Section { kind, start, end });
        if next < start {
            return Ok(chain.ended(at, "the chain of sections runs in a circle"));
        }
        at = next;
    }
}

impl Chain {
    fn ended(mut self, at: u64, why: &str) -> Self {
        self.ending = Ending::Broken(at, why.to_owned());
        self
    }
}

fn parse(descriptor: &[u8]) -> Option<(String, u64, u64)> {
    let kind = descriptor.get(..16)?.split(|byte| *byte == 0).next()?;
    let kind = std::str::from_utf8(kind).ok()?;
    let is_word = !kind.is_empty() && kind.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_word.then(|| Some((kind.to_owned(), le64(descriptor, 16)?, le64(descriptor, 24)?)))?
}
