//! What images of virtual disks share: tables that place blocks of equal size, of which many stand
//! nowhere because they are zeros.
//!
//! A block that a table places past the end of the file is an error at its place. How many there are
//! is counted from the tables before anything looks inside.

use std::io;

use model::Phrase;

use super::Members;
use super::blocks::{BlockReader, Blocks, Span, piece};
use super::bytes_at::{broken, fill, invalid, sign_of_life};
use super::stored_digests::{Damage, is_content};
use super::{Container, Content};
use crate::format::ReadSeek;
use crate::sink::Halt;

/// Smallest entry of a table in use. A file has room for a quarter of its bytes in entries; tables
/// that place more are told several times over, and such an image is one that expands without end.
const ENTRY_BYTES_MIN: u64 = 4;

/// Entries allowed beyond that, for the smallest images.
const ENTRIES_FREE: u64 = 4_096;

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Stands {
    /// Nowhere: it and all blocks below this number are zeros, as the format says.
    Zeros(u64),
    /// At this byte of the file, as it is.
    Plain(u64),
    /// At this byte of the file, compressed, in at most so many bytes.
    Packed(u64, usize),
}

/// The tables of an image.
pub(crate) trait Tables {
    /// Length of the decoded bytes.
    fn len_bytes(&self) -> u64;

    /// Length of a block; not 0.
    fn block_bytes(&self) -> u64;

    /// Where the block `number` stands.
    fn stands(&mut self, source: &mut dyn ReadSeek, number: u64) -> io::Result<Stands>;

    /// Decodes the compressed block `number`; `stored` may hold more than belongs to it.
    fn unpack(&mut self, number: u64, _stored: &[u8], _into: &mut [u8]) -> io::Result<()> {
        Err(invalid(format!("block {number} is said to be compressed")))
    }
}

/// An image placed by tables.
pub(crate) struct Sparse<'a, T> {
    source: &'a mut dyn ReadSeek,
    file_bytes: u64,
    tables: T,
}

impl<'a, T: Tables> Sparse<'a, T> {
    pub(crate) fn new(source: &'a mut dyn ReadSeek, file_bytes: u64, tables: T) -> Self {
        Self { source, file_bytes, tables }
    }

    /// Counts blocks that cannot be read, by the tables alone.
    fn survey(&mut self) -> Result<Damage, Halt> {
        let mut damage = Damage::default();
        let (block_bytes, len) = (self.tables.block_bytes(), self.tables.len_bytes());
        let blocks = len.div_ceil(block_bytes);
        let steps_max = self.file_bytes / ENTRY_BYTES_MIN + ENTRIES_FREE;
        let (mut number, mut steps) = (0, 0);
        while number < blocks {
            steps += 1;
            if steps > steps_max {
                return Err(broken(
                    0,
                    0,
                    "the tables place more blocks than the file has room to place, or are cut off",
                    "give the file again, unchanged and whole; it may be a decompression bomb",
                ));
            }
            let start = number * block_bytes;
            let span = |len: u64| Span { start, len: usize::try_from(len).unwrap_or(usize::MAX) };
            let whole = block_bytes.min(len - start);
            let next = match self.tables.stands(self.source, number) {
                Ok(Stands::Zeros(until)) => until,
                Ok(Stands::Plain(at)) if self.file_bytes.saturating_sub(at) < whole => {
                    damage.add(span(whole), &past_the_end(number, at));
                    number + 1
                }
                Ok(Stands::Packed(at, _)) if at >= self.file_bytes => {
                    damage.add(span(whole), &past_the_end(number, at));
                    number + 1
                }
                Ok(_) => number + 1,
                Err(error) if is_content(&error) => {
                    damage.add(span(whole), &error);
                    number + 1
                }
                Err(error) => return Err(Halt::Read(error)),
            };
            number = next.max(number + 1);
        }
        Ok(damage)
    }

    /// What is damaged, by the tables alone, in a sentence.
    pub(crate) fn damage(&mut self) -> Result<Option<Phrase>, Halt> {
        Ok(self.survey()?.sentence())
    }

    /// Tells what is damaged, and the image as the stream `image`.
    pub(crate) fn tell(mut self, members: &mut dyn Members) -> Result<(), Halt> {
        if let Some(sentence) = self.damage()? {
            members.remark(sentence)?;
        }
        let len = self.tables.len_bytes();
        members.stream("image", Content::Seekable(&mut BlockReader::new(self), len))
    }
}

fn past_the_end(number: u64, at: u64) -> io::Error {
    invalid(format!("block {number} is said to stand at byte {at}, past the end of the file"))
}

impl<T: Tables> Blocks for Sparse<'_, T> {
    fn len_bytes(&self) -> u64 {
        self.tables.len_bytes()
    }

    fn span(&mut self, at: u64) -> io::Result<Span> {
        let block_bytes = self.tables.block_bytes();
        let number = at / block_bytes;
        let start = number * block_bytes;
        let end = start.saturating_add(block_bytes).min(self.tables.len_bytes());
        match self.tables.stands(self.source, number)? {
            Stands::Packed(..) => {
                Ok(Span { start, len: usize::try_from(end - start).unwrap_or(usize::MAX) })
            }
            _ => Ok(piece(start, end, at)),
        }
    }

    fn decode(&mut self, span: Span, into: &mut [u8]) -> io::Result<()> {
        let number = span.start / self.tables.block_bytes();
        match self.tables.stands(self.source, number)? {
            Stands::Zeros(_) => {
                sign_of_life(self.source)?;
                into.fill(0);
            }
            Stands::Plain(at) => {
                let at = at.saturating_add(span.start % self.tables.block_bytes());
                if self.file_bytes.saturating_sub(at) < into.len() as u64 {
                    return Err(past_the_end(number, at));
                }
                fill(self.source, at, into)?;
            }
            Stands::Packed(at, max) => {
                let left =
                    usize::try_from(self.file_bytes.saturating_sub(at)).unwrap_or(usize::MAX);
                let mut stored = vec![0; left.min(max)];
                fill(self.source, at, &mut stored)?;
                self.tables.unpack(number, &stored, into)?;
            }
        }
        Ok(())
    }
}

/// The end of an image of another kind than the reader reads.
pub(crate) fn refused(container: &dyn Container, what: &str, remedy: &str) -> Halt {
    let reason = format!("{what} ({}) is not read", container.code());
    Halt::Unsupported { reason, remedy: remedy.to_owned() }
}
