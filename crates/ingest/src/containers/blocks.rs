//! An image as bytes to read from any place, decoded block by block.
//!
//! Each image format says where the block stands that holds a byte, and decodes one block at a
//! time; here is what they share: reading, seeking, and a small cache. A block that is missing or
//! damaged is an error at that place, never zeros.

use std::io::{self, Read, Seek, SeekFrom};

/// Bytes of decoded blocks kept: a file system jumps between its tables and the files.
const CACHE_BYTES: usize = 8 << 20;

/// Blocks kept at most, so that a look through the cache costs less than a decoding.
const CACHED_BLOCKS_MAX: usize = 64;

/// Largest block that is decoded as a whole; formats refuse larger ones, or cut them up.
pub(crate) const BLOCK_BYTES_MAX: usize = 64 << 20;

/// Largest image that is read: 1 EiB is beyond any disk, and places in it still fit a number with
/// a sign. A larger size is a lie.
pub(crate) const IMAGE_BYTES_MAX: u64 = 1 << 60;

/// Pieces of blocks that stand in the image as they are: as much as a cheap read.
pub(crate) const PIECE_BYTES: u64 = 64 << 10;

/// Where a block stands in the decoded bytes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Span {
    /// Its first byte.
    pub(crate) start: u64,
    /// Its length; not 0 inside the image.
    pub(crate) len: usize,
}

/// Cuts the piece of [`PIECE_BYTES`] that holds `at` out of the block `start..end`.
pub(crate) fn piece(start: u64, end: u64, at: u64) -> Span {
    let start = at - (at - start) % PIECE_BYTES;
    let len = (end - start).min(PIECE_BYTES);
    Span { start, len: usize::try_from(len).unwrap_or(0) }
}

/// An image that is decoded block by block.
pub(crate) trait Blocks {
    /// Length of the decoded bytes.
    fn len_bytes(&self) -> u64;

    /// The block that holds the byte at `at`, which lies inside the image.
    fn span(&mut self, at: u64) -> io::Result<Span>;

    /// Decodes the block `span` into `into`, which has its length.
    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()>;
}

/// A decoded block in the cache.
struct Kept {
    span: Span,
    used: u64,
    bytes: Vec<u8>,
}

/// Reads an image from any place; see the module.
pub(crate) struct BlockReader<B> {
    blocks: B,
    at: u64,
    kept: Vec<Kept>,
    kept_bytes: usize,
    uses: u64,
}

impl<B: Blocks> BlockReader<B> {
    /// A reader that stands at the first byte.
    pub(crate) fn new(blocks: B) -> Self {
        Self { blocks, at: 0, kept: Vec::new(), kept_bytes: 0, uses: 0 }
    }

    /// Length of the decoded bytes.
    pub(crate) fn len_bytes(&self) -> u64 {
        self.blocks.len_bytes()
    }

    /// The index in the cache of the block that holds `at`, which is decoded if need be.
    fn block(&mut self, at: u64) -> io::Result<usize> {
        self.uses += 1;
        let holds =
            |kept: &Kept| at.checked_sub(kept.span.start).is_some_and(|o| o < kept.span.len as u64);
        if let Some(index) = self.kept.iter().position(holds) {
            if let Some(kept) = self.kept.get_mut(index) {
                kept.used = self.uses;
            }
            return Ok(index);
        }
        let span = self.blocks.span(at)?;
        let offset = at.checked_sub(span.start);
        if span.len > BLOCK_BYTES_MAX || offset.is_none_or(|offset| offset >= span.len as u64) {
            let reason = format!("no block of the image holds its byte {at}");
            return Err(io::Error::new(io::ErrorKind::InvalidData, reason));
        }
        let mut bytes = self.room(span.len);
        bytes.resize(span.len, 0);
        self.blocks.decode(span, &mut bytes)?;
        self.kept_bytes += bytes.len();
        self.kept.push(Kept { span, used: self.uses, bytes });
        Ok(self.kept.len() - 1)
    }

    /// Makes room for `len` bytes; gives the memory of a block that went.
    fn room(&mut self, len: usize) -> Vec<u8> {
        let mut memory = Vec::new();
        while self.kept.len() >= CACHED_BLOCKS_MAX
            || (!self.kept.is_empty() && self.kept_bytes + len > CACHE_BYTES)
        {
            let oldest = self.kept.iter().enumerate().min_by_key(|(_, kept)| kept.used);
            let Some((index, _)) = oldest else { break };
            memory = self.kept.swap_remove(index).bytes;
            self.kept_bytes -= memory.len();
        }
        memory
    }
}

impl<B: Blocks> Read for BlockReader<B> {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        if into.is_empty() || self.at >= self.len_bytes() {
            return Ok(0);
        }
        let index = self.block(self.at)?;
        let Some(kept) = self.kept.get(index) else { return Ok(0) };
        let offset = usize::try_from(self.at - kept.span.start).unwrap_or(usize::MAX);
        let rest = kept.bytes.get(offset..).unwrap_or_default();
        let left = usize::try_from(self.len_bytes() - self.at).unwrap_or(usize::MAX);
        let count = rest.len().min(into.len()).min(left);
        if let (Some(to), Some(from)) = (into.get_mut(..count), rest.get(..count)) {
            to.copy_from_slice(from);
        }
        self.at += count as u64;
        Ok(count)
    }
}

/// The place `to` leads to, in `len` bytes read up to `at`.
pub(crate) fn sought(to: SeekFrom, at: u64, len: u64) -> io::Result<u64> {
    let place = match to {
        SeekFrom::Start(place) => Some(place),
        SeekFrom::Current(by) => at.checked_add_signed(by),
        SeekFrom::End(by) => len.checked_add_signed(by),
    };
    place.ok_or_else(|| io::ErrorKind::InvalidInput.into())
}

impl<B: Blocks> Seek for BlockReader<B> {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        self.at = sought(to, self.at, self.len_bytes())?;
        Ok(self.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Blocks of ten bytes, each full of its number; block 3 is damaged.
    struct Tens {
        decoded: u32,
    }

    impl Blocks for Tens {
        fn len_bytes(&self) -> u64 {
            55
        }

        fn span(&mut self, at: u64) -> io::Result<Span> {
            let start = at - at % 10;
            Ok(Span { start, len: usize::try_from((55 - start).min(10)).unwrap() })
        }

        fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
            self.decoded += 1;
            if span.start == 30 {
                return Err(io::ErrorKind::InvalidData.into());
            }
            into.fill(u8::try_from(span.start / 10).unwrap());
            Ok(())
        }
    }

    #[test]
    fn reads_across_blocks_and_decodes_each_once() {
        let mut reader = BlockReader::new(Tens { decoded: 0 });
        let mut bytes = [0; 12];
        reader.seek(SeekFrom::Start(15)).unwrap();
        reader.read_exact(&mut bytes).unwrap();
        assert_eq!(bytes, [1, 1, 1, 1, 1, 2, 2, 2, 2, 2, 2, 2]);
        reader.seek(SeekFrom::Current(-2)).unwrap();
        reader.read_exact(&mut bytes[..1]).unwrap();
        assert_eq!((bytes[0], reader.blocks.decoded), (2, 2));
    }

    #[test]
    fn a_damaged_block_is_an_error_at_its_place_only() {
        let mut reader = BlockReader::new(Tens { decoded: 0 });
        let mut rest = Vec::new();
        reader.seek(SeekFrom::Start(30)).unwrap();
        assert!(reader.read(&mut [0]).is_err());
        reader.seek(SeekFrom::End(-10)).unwrap();
        reader.read_to_end(&mut rest).unwrap();
        assert_eq!(rest, [4, 4, 4, 4, 4, 5, 5, 5, 5, 5]);
        assert!(reader.seek(SeekFrom::End(-56)).is_err());
        assert_eq!(
            reader.seek(SeekFrom::Start(99)).and_then(|_| reader.read(&mut [0])).unwrap(),
            0
        );
    }

    #[test]
    fn pieces_cover_a_block_without_overlap() {
        assert_eq!(piece(100, 200, 150), Span { start: 100, len: 100 });
        let end = PIECE_BYTES * 2 + 5;
        assert_eq!(piece(0, end, end - 1), Span { start: PIECE_BYTES * 2, len: 5 });
    }
}
