//! Logs (`.log`): what was written last, and is in no table yet.
//!
//! Specification: LevelDB, `doc/log_format.md`. A log is a run of blocks of 32 KiB, each of records with a
//! sum, a length and a kind: whole, or the first, a middle or the last part of one. A record is a batch:
//! a sequence number, the count of its entries, and the entries. Other bytes than whole records with right
//! sums are never taken for entries.

use std::io;

use super::bytes::Bytes;
use super::entries::{Bad, Entry, PIECE_BYTES_MAX, Step, has_sum};
use crate::containers::bytes_at;
use crate::format::ReadSeek;

const BLOCK_BYTES: u64 = 32 * 1024;

const HEADER_BYTES: usize = 7;

/// Sequence number and count.
const BATCH_HEADER_BYTES: usize = 12;

/// A record or a part of one, with its right sum.
#[derive(Debug, Clone, Copy)]
struct Part<'b> {
    kind: u8,
    content: &'b [u8],
}

/// A batch, and how far it was read.
#[derive(Debug, Default)]
struct Batch {
    content: Vec<u8>,
    at: usize,
    sequence: u64,
    left: u32,
    /// Entries read.
    count: u32,
    /// First byte in the file of the record.
    start: u64,
    /// Bytes of all its parts; none where the content stands in one run behind the header.
    parted_len: Option<u64>,
}

/// A log.
pub(super) struct Log<'a> {
    bytes: &'a mut dyn ReadSeek,
    len: u64,
    block: Vec<u8>,
    block_at: u64,
    /// Where the next record stands in the block.
    at: usize,
    next_block: u64,
    /// The parts so far of a record, and its first byte in the file.
    parts: Option<(Vec<u8>, u64)>,
    /// Whether parts without a beginning belong to what was already told as unreadable.
    is_lost: bool,
    batch: Option<Batch>,
    torn: Option<u64>,
}

impl<'a> Log<'a> {
    pub(super) fn new(bytes: &'a mut dyn ReadSeek, len: u64) -> Self {
        Self {
            bytes,
            len,
            block: Vec::new(),
            block_at: 0,
            at: 0,
            next_block: 0,
            parts: None,
            is_lost: false,
            batch: None,
            torn: None,
        }
    }

    pub(super) fn rewind(&mut self) {
        self.block.clear();
        (self.at, self.next_block, self.is_lost) = (0, 0, false);
        (self.parts, self.batch, self.torn) = (None, None, None);
    }

    /// Where the log ends within a record, once it was walked to the end.
    pub(super) fn torn(&self) -> Option<u64> {
        self.torn
    }

    pub(super) fn next(&mut self, entry: &mut Entry) -> io::Result<Step> {
        loop {
            if let Some(batch) = &mut self.batch {
                let at = batch.start;
                match batch.entry(entry) {
                    Some(true) => return Ok(Step::Entry),
                    Some(false) => self.batch = None,
                    None => {
                        self.batch = None;
                        let why = "a batch has other entries than it counts";
                        return Ok(Step::Bad(Bad { at, why }));
                    }
                }
            }
            if let Some(step) = self.record()? {
                return Ok(step);
            }
        }
    }

    /// Reads on to a batch, or says what is there in its place.
    fn record(&mut self) -> io::Result<Option<Step>> {
        let left = self.block.get(self.at..).unwrap_or_default();
        if left.len() < HEADER_BYTES {
            // A whole block ends in zeros where no header fits.
            let cut = left.iter().any(|byte| *byte != 0).then(|| self.block_at + self.at as u64);
            if !self.load()? {
                let begun = self.parts.take().map(|(_, start)| start);
                self.torn = self.torn.or(begun).or(cut);
                return Ok(Some(Step::End));
            }
        }
        let (at, from) = (self.block_at + self.at as u64, self.at);
        let rest = self.block.get(from..).unwrap_or_default();
        let is_last = self.block_at + self.block.len() as u64 >= self.len;
        let part = match part(rest) {
            Found::Part(part) => part,
            Found::Nothing => {
                self.at = self.block.len();
                return Ok(None);
            }
            Found::Long if is_last => {
                self.torn = Some(at);
                (self.at, self.parts) = (self.block.len(), None);
                return Ok(None);
            }
            Found::Long => {
                self.at = self.block.len();
                return Ok(Some(self.lose(at, "a record is longer than its block")));
            }
            Found::Spoilt(len) => {
                self.at += HEADER_BYTES + len;
                return Ok(Some(self.lose(at, "the sum of a record is wrong")));
            }
        };
        let past = from + HEADER_BYTES + part.content.len();
        if matches!(part.kind, 1 | 2) && self.parts.is_some() {
            // The record is read again, with nothing before it.
            return Ok(Some(self.lose(at, "a record was begun and never ended")));
        }
        let content = part.content.to_vec();
        let kind = part.kind;
        self.at = past;
        match kind {
            1 => {
                self.is_lost = false;
                return Ok(self.begin(content, at, None));
            }
            2 => (self.parts, self.is_lost) = (Some((content, at)), false),
            3 | 4 => return Ok(self.go_on(&content, kind, at)),
            _ => return Ok(Some(self.lose(at, "a record is of no known kind"))),
        }
        Ok(None)
    }

    fn go_on(&mut self, content: &[u8], kind: u8, at: u64) -> Option<Step> {
        let Some((mut parts, start)) = self.parts.take() else {
            let is_told = self.is_lost;
            let step = self.lose(at, "a record goes on that never began");
            return (!is_told).then_some(step);
        };
        if parts.len() + content.len() > PIECE_BYTES_MAX {
            return Some(self.lose(start, "a record is longer than the limit"));
        }
        parts.extend_from_slice(content);
        if kind == 3 {
            self.parts = Some((parts, start));
            return None;
        }
        let past = self.block_at + self.at as u64;
        self.begin(parts, start, Some(past - start))
    }

    /// Says that something cannot be read; what goes on behind it belongs to the same.
    fn lose(&mut self, at: u64, why: &'static str) -> Step {
        (self.parts, self.is_lost) = (None, true);
        Step::Bad(Bad { at, why })
    }

    fn begin(&mut self, content: Vec<u8>, start: u64, parted_len: Option<u64>) -> Option<Step> {
        let mut head = Bytes::new(&content);
        let (Some(sequence), Some(left)) = (head.le64(), head.le32()) else {
            return Some(Step::Bad(Bad { at: start, why: "a batch has no beginning" }));
        };
        let at = BATCH_HEADER_BYTES;
        self.batch = Some(Batch { content, at, sequence, left, count: 0, start, parted_len });
        None
    }

    /// Reads the next block; nothing is there behind the last.
    fn load(&mut self) -> io::Result<bool> {
        if self.next_block >= self.len {
            return Ok(false);
        }
        let len = BLOCK_BYTES.min(self.len - self.next_block);
        self.block = bytes_at::read(self.bytes, self.next_block, len, 32 * 1024)?;
        (self.block_at, self.at) = (self.next_block, 0);
        self.next_block += BLOCK_BYTES;
        // A block may end in fewer bytes than a header has, and the last one in the middle of it.
        if self.block.len() < HEADER_BYTES {
            self.torn = Some(self.block_at);
            return Ok(false);
        }
        Ok(true)
    }
}

/// What stands at a place of a block.
enum Found<'b> {
    Part(Part<'b>),
    /// Zeros: the rest of the block is empty.
    Nothing,
    /// A record that does not end in the block.
    Long,
    /// A record of this length whose sum is wrong.
    Spoilt(usize),
}

fn part(rest: &[u8]) -> Found<'_> {
    let mut bytes = Bytes::new(rest);
    let (Some(masked), Some(len), Some(kind)) = (bytes.le32(), bytes.le16(), bytes.byte()) else {
        return Found::Long;
    };
    if (masked, len, kind) == (0, 0, 0) {
        return Found::Nothing;
    }
    let Some(content) = bytes.take(usize::from(len)) else { return Found::Long };
    if has_sum(masked, std::iter::once(kind).chain(content.iter().copied())) {
        Found::Part(Part { kind, content })
    } else {
        Found::Spoilt(content.len())
    }
}

/// The first record of a log, or as much of it as its first block holds.
pub(super) fn first_record(head: &[u8]) -> Option<&[u8]> {
    match part(head.get(..32 * 1024).unwrap_or(head)) {
        Found::Part(Part { kind: 1 | 2, content }) => Some(content),
        _ => None,
    }
}

impl Batch {
    /// The next entry; nothing where it is not as the batch counts.
    fn entry(&mut self, entry: &mut Entry) -> Option<bool> {
        let mut bytes = Bytes::new(self.content.get(self.at..)?);
        if self.left == 0 {
            return bytes.rest().is_empty().then_some(false);
        }
        entry.is_deletion = match bytes.byte()? {
            0 => true,
            1 => false,
            _ => return None,
        };
        entry.key.clear();
        entry.key.extend_from_slice(bytes.counted()?);
        entry.value.clear();
        if !entry.is_deletion {
            entry.value.extend_from_slice(bytes.counted()?);
        }
        entry.sequence = self.sequence;
        (entry.start, entry.len) = match self.parted_len {
            Some(len) => (self.start, len),
            None => (self.start + (HEADER_BYTES + self.at) as u64, bytes.at() as u64),
        };
        self.at += bytes.at();
        self.left -= 1;
        self.count = self.count.saturating_add(1);
        entry.number = self.count;
        self.sequence = self.sequence.saturating_add(1);
        Some(true)
    }
}
