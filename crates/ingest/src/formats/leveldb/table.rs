//! Tables (`.ldb`, `.sst`): sorted entries in blocks, and an index of the blocks.
//!
//! Specification: LevelDB, `doc/table_format.md`. A key begins with what it shares with the one before;
//! behind it stand eight bytes, the sequence number and whether it is a value. A block is packed with
//! Snappy or not at all; behind it stand how, and a sum.

use std::io;

use model::Place;

use super::bytes::Bytes;
use super::entries::{Bad, Entry, PIECE_BYTES_MAX, Step, has_sum};
use crate::containers::bytes_at;
use crate::format::ReadSeek;
use crate::formats::xml::broken;
use crate::sink::Halt;

/// Last bytes of a table.
pub(super) const MAGIC: &[u8] = b"\x57\xfb\x80\x8b\x24\x75\x47\xdb";

const FOOTER_BYTES: u64 = 48;

/// The kind of packing and the sum behind a block.
const TRAILER_BYTES: u64 = 5;

/// Where a block stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Handle {
    at: u64,
    len: u64,
}

/// A block, unpacked, and how far it was read.
#[derive(Debug)]
struct Block {
    handle: Handle,
    is_packed: bool,
    content: Vec<u8>,
    at: usize,
    key: Vec<u8>,
    /// Entries read.
    count: u32,
}

/// A table.
pub(super) struct Table<'a> {
    bytes: &'a mut dyn ReadSeek,
    blocks: Vec<Handle>,
    /// What is wrong with the index behind the blocks that it leads to.
    index_fault: Option<Bad>,
    next: usize,
    block: Option<Block>,
}

/// Whether a file ends as a table does.
pub(super) fn is_table(bytes: &mut dyn ReadSeek, len: u64) -> io::Result<bool> {
    if len < FOOTER_BYTES {
        return Ok(false);
    }
    let magic = bytes_at::read(bytes, len - MAGIC.len() as u64, MAGIC.len() as u64, MAGIC.len())?;
    Ok(magic == MAGIC)
}

impl<'a> Table<'a> {
    pub(super) fn open(bytes: &'a mut dyn ReadSeek, len: u64) -> Result<Self, Halt> {
        let end = len.saturating_sub(FOOTER_BYTES);
        let footer = bytes_at::read(bytes, end, FOOTER_BYTES, 48).map_err(Halt::Read)?;
        let mut footer = Bytes::new(&footer);
        // The first handle leads to an index of filters, which hold no entries.
        let index = handle(&mut footer).and_then(|_| handle(&mut footer));
        let index = index.filter(|index| fits(*index, 0, end));
        let index = index.ok_or("its footer leads nowhere");
        let block = match index {
            Ok(index) => read_block(bytes, index).map_err(Halt::Read)?,
            Err(why) => Err(why),
        };
        let mut block = block.map_err(|why| {
            let place = Place { bytes_start: end, bytes_len: FOOTER_BYTES, ..Place::default() };
            let reason = format!("the index of the LevelDB table cannot be read: {why}");
            broken(place, &reason, "ask for another copy of the file")
        })?;
        let (mut blocks, mut index_fault) = (Vec::new(), None);
        let mut past = 0;
        loop {
            match block.next() {
                Ok(Some(value)) => match handle(&mut Bytes::new(value)) {
                    // Blocks stand one behind another: an index that leads back would never end.
                    Some(own) if fits(own, past, end) => {
                        past = own.at + own.len;
                        blocks.push(own);
                    }
                    _ => index_fault = Some("the index leads to a place that holds no block"),
                },
                Ok(None) => break,
                Err(why) => index_fault = Some(why),
            }
            if index_fault.is_some() {
                break;
            }
        }
        let index_fault = index_fault.map(|why| Bad { at: block.handle.at, why });
        Ok(Self { bytes, blocks, index_fault, next: 0, block: None })
    }

    pub(super) fn rewind(&mut self) {
        (self.next, self.block) = (0, None);
    }

    pub(super) fn next(&mut self, entry: &mut Entry) -> io::Result<Step> {
        loop {
            if let Some(block) = &mut self.block {
                let at = block.handle.at;
                match block.entry(entry) {
                    Ok(true) => return Ok(Step::Entry),
                    Ok(false) => self.block = None,
                    Err(why) => {
                        self.block = None;
                        return Ok(Step::Bad(Bad { at, why }));
                    }
                }
            }
            let number = self.next;
            self.next = self.next.saturating_add(1);
            let Some(handle) = self.blocks.get(number) else {
                let fault = self.index_fault.filter(|_| number == self.blocks.len());
                return Ok(fault.map_or(Step::End, Step::Bad));
            };
            match read_block(self.bytes, *handle)? {
                Ok(block) => self.block = Some(block),
                Err(why) => return Ok(Step::Bad(Bad { at: handle.at, why })),
            }
        }
    }
}

fn handle(bytes: &mut Bytes<'_>) -> Option<Handle> {
    Some(Handle { at: bytes.varint()?, len: bytes.varint()? })
}

fn fits(handle: Handle, from: u64, end: u64) -> bool {
    let past = handle.at.checked_add(handle.len).and_then(|past| past.checked_add(TRAILER_BYTES));
    handle.at >= from && past.is_some_and(|past| past <= end)
}

/// Reads a block; the inner fault says what is wrong with it.
fn read_block(bytes: &mut dyn ReadSeek, handle: Handle) -> io::Result<Result<Block, &'static str>> {
    if handle.len > PIECE_BYTES_MAX as u64 {
        return Ok(Err("a block is longer than the limit"));
    }
    let len = handle.len + TRAILER_BYTES;
    let mut raw = bytes_at::read(bytes, handle.at, len, PIECE_BYTES_MAX + 5)?;
    let trailer = raw.split_off(raw.len().saturating_sub(5));
    let mut trailer = Bytes::new(&trailer);
    let (Some(kind), Some(masked)) = (trailer.byte(), trailer.le32()) else {
        return Ok(Err("a block has no end"));
    };
    if !has_sum(masked, raw.iter().copied().chain([kind])) {
        return Ok(Err("the sum of a block is wrong"));
    }
    let is_packed = kind != 0;
    let unpacked = match kind {
        0 => Some(raw),
        1 => unpack(&raw),
        _ => return Ok(Err("a block is packed in another way than Snappy")),
    };
    let Some(mut content) = unpacked else { return Ok(Err("a block cannot be unpacked")) };
    // The places at which whole keys stand are listed behind the entries, and counted.
    let restarts = content.last_chunk().map(|count| u32::from_le_bytes(*count));
    let listed = restarts.and_then(|count| (count as usize).checked_mul(4)?.checked_add(4));
    let Some(end) = listed.and_then(|listed| content.len().checked_sub(listed)) else {
        return Ok(Err("a block has no list of its keys"));
    };
    content.truncate(end);
    Ok(Ok(Block { handle, is_packed, content, at: 0, key: Vec::new(), count: 0 }))
}

/// Unpacks what Snappy packed, within the limit.
pub(super) fn unpack(packed: &[u8]) -> Option<Vec<u8>> {
    let len = snap::raw::decompress_len(packed).ok()?;
    if len > PIECE_BYTES_MAX {
        return None;
    }
    snap::raw::Decoder::new().decompress_vec(packed).ok()
}

impl Block {
    /// The value of the next entry; its key is in `self.key`.
    fn next(&mut self) -> Result<Option<&[u8]>, &'static str> {
        let fault = "an entry of a block is longer than the block";
        let rest = self.content.get(self.at..).unwrap_or_default();
        if rest.is_empty() {
            return Ok(None);
        }
        let mut bytes = Bytes::new(rest);
        let mut number = || bytes.size().ok_or(fault);
        let (shared, own, value) = (number()?, number()?, number()?);
        if shared > self.key.len() {
            return Err("a key shares more than the key before it has");
        }
        self.key.truncate(shared);
        self.key.extend_from_slice(bytes.take(own).ok_or(fault)?);
        let value = bytes.take(value).ok_or(fault)?;
        self.at += bytes.at();
        Ok(Some(value))
    }

    /// The next entry; nothing at the end of the block.
    fn entry(&mut self, entry: &mut Entry) -> Result<bool, &'static str> {
        let from = self.at;
        let Some(value) = self.next()? else { return Ok(false) };
        entry.value.clear();
        entry.value.extend_from_slice(value);
        self.count = self.count.saturating_add(1);
        entry.number = self.count;
        let fault = "a key has no sequence number";
        let (key, tail) = self.key.split_last_chunk::<8>().ok_or(fault)?;
        let tail = u64::from_le_bytes(*tail);
        entry.key.clear();
        entry.key.extend_from_slice(key);
        entry.sequence = tail >> 8;
        entry.is_deletion = match tail & 0xff {
            0 => true,
            1 => false,
            _ => return Err("an entry is neither a value nor a deletion"),
        };
        (entry.start, entry.len) = if self.is_packed {
            (self.handle.at, self.handle.len)
        } else {
            (self.handle.at + from as u64, (self.at - from) as u64)
        };
        Ok(true)
    }
}
