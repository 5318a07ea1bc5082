//! Files that macOS compressed: a header in an extended attribute, and the content behind it or in
//! the resource fork (Apple's open kernel, `decmpfs.h`; chunks as The Sleuth Kit reads them).

use std::io::{self, Read, Seek, SeekFrom};

use flate2::{Decompress, FlushDecompress, Status};

use super::Fields;
use super::attributes::Compression;
use crate::containers::blocks::{Blocks, Span};
use crate::containers::volume_bytes::{FileBytes, damaged};

/// Bytes of content in a chunk.
const CHUNK_BYTES: u64 = 64 * 1024;

/// Bytes of a packed chunk: one that does not shrink is stored behind a mark.
const PACKED_BYTES_MAX: usize = 65 * 1024;

/// Bytes of content behind the attribute's header: macOS puts one chunk there.
const INLINE_BYTES_MAX: u64 = 16 << 20;

/// Chunks of one file: content of 64 GiB, which macOS does not compress.
const CHUNKS_MAX: u64 = 1 << 20;

/// Where content stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Stands {
    /// As it is, behind the header.
    Plain,
    /// Packed by zlib, behind the header.
    Inline,
    /// Packed by zlib in chunks, in the resource fork.
    Fork,
}

/// Where the content of this method stands; `None` for one that nothing here unpacks.
pub(super) fn stands(method: u32) -> Option<Stands> {
    match method {
        1 => Some(Stands::Plain),
        3 => Some(Stands::Inline),
        4 => Some(Stands::Fork),
        _ => None,
    }
}

/// The content behind the header.
pub(super) fn inline(compression: &Compression, stands: Stands) -> io::Result<Vec<u8>> {
    let len = Some(compression.plain_bytes).filter(|len| *len <= INLINE_BYTES_MAX);
    let len = len.and_then(|len| usize::try_from(len).ok()).ok_or_else(|| damaged(NOT_SO_LONG))?;
    if stands == Stands::Plain {
        let bytes = compression.behind.get(..len);
        return bytes.map(<[u8]>::to_vec).ok_or_else(|| damaged(NOT_SO_LONG));
    }
    let mut bytes = vec![0; len];
    unpack(&compression.behind, &mut bytes)?;
    Ok(bytes)
}

/// Unpacks a chunk, which must have the length of `into`.
fn unpack(packed: &[u8], into: &mut [u8]) -> io::Result<()> {
    if packed.first().is_some_and(|mark| mark & 0x0F == 0x0F) {
        let stored = packed.get(1..=into.len()).ok_or_else(|| damaged(NOT_SO_LONG))?;
        into.copy_from_slice(stored);
        return Ok(());
    }
    let mut inflate = Decompress::new(true);
    let status = inflate.decompress(packed, into, FlushDecompress::Finish);
    let is_whole = inflate.total_out() == into.len() as u64;
    match status {
        Ok(Status::StreamEnd) if is_whole => Ok(()),
        _ => Err(damaged("a chunk of its compressed content is damaged")),
    }
}

/// Content in chunks of the resource fork.
pub(super) struct Chunks<'v> {
    fork: FileBytes<'v>,
    /// Where the packed chunks stand in the fork, and their lengths.
    table: Vec<(u64, usize)>,
    len: u64,
}

impl<'v> Chunks<'v> {
    /// Reads the table of the chunks that make `len` bytes.
    pub(super) fn open(mut fork: FileBytes<'v>, len: u64) -> io::Result<Self> {
        let mut head = [0; 4];
        fork.read_exact(&mut head)?;
        let from = u64::from(Fields(&head).be32(0)) + 4;
        fork.seek(SeekFrom::Start(from))?;
        fork.read_exact(&mut head)?;
        let count = u64::from(Fields(&head).le32(0));
        if count != len.div_ceil(CHUNK_BYTES) || count > CHUNKS_MAX {
            return Err(damaged("the table of its chunks does not fit its length"));
        }
        let mut table = Vec::new();
        let mut entry = [0; 8];
        for _ in 0..count {
            fork.read_exact(&mut entry)?;
            let (at, packed) = (Fields(&entry).le32(0), Fields(&entry).le32(4));
            let packed = usize::try_from(packed).ok().filter(|len| *len <= PACKED_BYTES_MAX);
            let packed = packed.ok_or_else(|| damaged("a chunk is longer than one can be"))?;
            table.push((from + u64::from(at), packed));
        }
        Ok(Self { fork, table, len })
    }
}

impl Blocks for Chunks<'_> {
    fn len_bytes(&self) -> u64 {
        self.len
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let start = at - at % CHUNK_BYTES;
        let len = (self.len - start).min(CHUNK_BYTES);
        Ok(Span { start, len: usize::try_from(len).unwrap_or_default() })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let index = usize::try_from(span.start / CHUNK_BYTES).unwrap_or(usize::MAX);
        let &(at, len) = self.table.get(index).ok_or_else(|| damaged("it has no such chunk"))?;
        let mut packed = vec![0; len];
        self.fork.seek(SeekFrom::Start(at))?;
        self.fork.read_exact(&mut packed)?;
        unpack(&packed, into)
    }
}

const NOT_SO_LONG: &str = "its compressed content is not as long as stated";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_chunk_is_unpacked_whole_or_not_at_all() {
        let mut into = [0; 4];
        unpack(b"\xFFabcd", &mut into).unwrap();
        assert_eq!(&into, b"abcd");
        for wrong in [&b""[..], b"\xFFabc", b"xyz", b"\x78\x9c"] {
            assert!(unpack(wrong, &mut into).is_err(), "{wrong:?}");
        }
        let long = Compression { method: 1, plain_bytes: u64::MAX, behind: Vec::new() };
        assert!(inline(&long, Stands::Plain).is_err());
    }
}
