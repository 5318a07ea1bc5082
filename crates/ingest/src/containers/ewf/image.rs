//! The chunks of an EWF image, decoded and checked one by one.

use std::io;

use flate2::{Decompress, FlushDecompress, Status};

use super::super::blocks::{Blocks, Span};
use super::super::bytes_at::{Page, fill, invalid, le32};
use super::Segment;
use super::facts::Volume;
use super::tables::{Stored, Table};

/// Bytes of the checksum behind a chunk that is not compressed.
const CHECKSUM_BYTES: usize = 4;

/// What a compressed chunk may have more than its content: zlib's worst case is far below this.
const COMPRESSED_EXTRA_BYTES: u64 = 64 << 10;

/// The decoded content of a set of segments.
pub(super) struct Image<'s, 'b> {
    segments: &'s mut [Segment<'b>],
    pages: Vec<Page>,
    tables: Vec<Table>,
    volume: Volume,
    inflate: Decompress,
    stored: Vec<u8>,
    whole: Vec<u8>,
}

impl<'s, 'b> Image<'s, 'b> {
    pub(super) fn new(segments: &'s mut [Segment<'b>], tables: Vec<Table>, volume: Volume) -> Self {
        let pages = segments.iter().map(|_| Page::default()).collect();
        let inflate = Decompress::new(true);
        let (stored, whole) = (Vec::new(), Vec::new());
        Self { segments, pages, tables, volume, inflate, stored, whole }
    }

    fn find(&mut self, number: u64) -> io::Result<Stored> {
        let after = self.tables.partition_point(|table| table.first <= number);
        let table = after.checked_sub(1).and_then(|index| self.tables.get(index));
        let table = table.ok_or_else(|| invalid(format!("no table places chunk {number}")))?;
        let segment = self.segments.get_mut(table.segment);
        let (Some(segment), Some(page)) = (segment, self.pages.get_mut(table.segment)) else {
            return Err(invalid("a table of a segment that is not there"));
        };
        table.stored(number, segment, page)
    }

    /// Reads at most `max` of the stored bytes of a chunk.
    fn load(&mut self, chunk: Stored, max: u64) -> io::Result<()> {
        let len = usize::try_from(chunk.len.min(max)).unwrap_or(0);
        self.stored.resize(len, 0);
        let segment = self.segments.get_mut(chunk.segment);
        let segment = segment.ok_or_else(|| invalid("a segment is missing"))?;
        fill(segment.bytes, chunk.start, &mut self.stored)
    }

    fn inflate(&mut self, number: u64, chunk: Stored, into: &mut [u8]) -> io::Result<()> {
        let chunk_bytes = self.volume.chunk_bytes;
        self.load(chunk, chunk_bytes + COMPRESSED_EXTRA_BYTES)?;
        self.inflate.reset(true);
        let is_whole = into.len() as u64 == chunk_bytes;
        self.whole.resize(if is_whole { 0 } else { usize::try_from(chunk_bytes).unwrap_or(0) }, 0);
        // The last chunk may be filled up to its full length.
        let target = if is_whole { &mut *into } else { self.whole.as_mut_slice() };
        let status = self.inflate.decompress(&self.stored, target, FlushDecompress::Finish);
        let status = status.map_err(|error| invalid(format!("chunk {number}: {error}")))?;
        let count = self.inflate.total_out();
        if status != Status::StreamEnd || count < into.len() as u64 {
            return Err(invalid(format!(
                "chunk {number} has another length than the image states"
            )));
        }
        if let (false, Some(from)) = (is_whole, self.whole.get(..into.len())) {
            into.copy_from_slice(from);
        }
        Ok(())
    }

    fn copy(&mut self, number: u64, chunk: Stored, into: &mut [u8]) -> io::Result<()> {
        self.load(chunk, self.volume.chunk_bytes + CHECKSUM_BYTES as u64)?;
        let len = self.stored.len().saturating_sub(CHECKSUM_BYTES);
        let (Some(content), Some(stated)) = (self.stored.get(..len), le32(&self.stored, len))
        else {
            return Err(invalid(format!("chunk {number} is cut off")));
        };
        if adler2::adler32_slice(content) != stated {
            return Err(invalid(format!("chunk {number} does not have its checksum")));
        }
        let content = content.get(..into.len());
        into.copy_from_slice(content.ok_or_else(|| invalid(format!("chunk {number} is cut off")))?);
        Ok(())
    }
}

impl Blocks for Image<'_, '_> {
    fn len_bytes(&self) -> u64 {
        self.volume.bytes
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let start = at - at % self.volume.chunk_bytes;
        let len = self.volume.chunk_bytes.min(self.volume.bytes.saturating_sub(start));
        Ok(Span { start, len: usize::try_from(len).unwrap_or(usize::MAX) })
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let number = span.start / self.volume.chunk_bytes;
        let chunk = self.find(number)?;
        if chunk.is_compressed {
            self.inflate(number, chunk, into)
        } else {
            self.copy(number, chunk, into)
        }
    }
}
