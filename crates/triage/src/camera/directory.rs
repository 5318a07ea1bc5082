//! The lists of facts in a block (TIFF 6.0 section 2), looked into where they lie.
//!
//! Three lists are read, each once and without a copy, so that no block makes more work than its bytes: a
//! list can name no other list that is followed, and a list that lies over another costs nothing.

use std::collections::BTreeSet;

use super::{ENTRIES_MAX, Flaw};

/// A block, and the order of the bytes in its numbers.
#[derive(Clone, Copy)]
pub(super) struct Block<'b> {
    bytes: &'b [u8],
    is_little: bool,
}

impl<'b> Block<'b> {
    /// Of the bytes behind `II` or `MM`; `None` where they are no block.
    pub(super) fn open(bytes: &'b [u8]) -> Option<Self> {
        let is_little = match bytes.get(..4)? {
            b"MM\0\x2A" => false,
            // The last three are of Olympus and Panasonic.
            b"II\x2A\0" | b"IIRO" | b"IIRS" | b"IIU\0" => true,
            _ => return None,
        };
        Some(Self { bytes, is_little })
    }

    fn u16(self, bytes: [u8; 2]) -> u16 {
        if self.is_little { u16::from_le_bytes(bytes) } else { u16::from_be_bytes(bytes) }
    }

    fn u32(self, bytes: [u8; 4]) -> u32 {
        if self.is_little { u32::from_le_bytes(bytes) } else { u32::from_be_bytes(bytes) }
    }

    /// The bytes from a place on.
    fn from(self, offset: u32) -> Option<&'b [u8]> {
        self.bytes.get(usize::try_from(offset).ok()?..)
    }

    /// The first list.
    pub(super) fn first(self, flaws: &mut BTreeSet<Flaw>) -> Directory<'b> {
        let offset = self.from(4).and_then(|bytes| bytes.first_chunk().copied());
        if offset.is_none() {
            flaws.insert(Flaw::BlockCut);
        }
        self.directory(offset.map(|offset| self.u32(offset)), flaws)
    }

    /// The list at a place; one without entries where there is none.
    fn directory(self, offset: Option<u32>, flaws: &mut BTreeSet<Flaw>) -> Directory<'b> {
        let Some(offset) = offset else { return Directory { block: self, entries: &[] } };
        let Some((count, rest)) = self.from(offset).and_then(|bytes| bytes.split_first_chunk())
        else {
            flaws.insert(Flaw::BlockCut);
            return Directory { block: self, entries: &[] };
        };
        let count = usize::from(self.u16(*count));
        let (entries, _) = rest.as_chunks();
        if entries.len() < count {
            flaws.insert(Flaw::BlockCut);
        }
        if count > ENTRIES_MAX {
            flaws.insert(Flaw::TooMany);
        }
        let count = count.min(entries.len()).min(ENTRIES_MAX);
        Directory { block: self, entries: entries.get(..count).unwrap_or_default() }
    }
}

/// A list of facts.
pub(super) struct Directory<'b> {
    block: Block<'b>,
    /// Tag (2 bytes), form (2), count (4), and the value or its place (4).
    entries: &'b [[u8; 12]],
}

impl<'b> Directory<'b> {
    /// The value of a tag, the first where it stands twice.
    pub(super) fn find(&self, tag: u16, flaws: &mut BTreeSet<Flaw>) -> Option<Value<'b>> {
        let block = self.block;
        let entry = self.entries.iter().find(|[a, b, ..]| block.u16([*a, *b]) == tag)?;
        let [_, _, form_a, form_b, count @ .., p, q, r, s] = entry;
        let form = block.u16([*form_a, *form_b]);
        let size = match form {
            1 | 2 | 7 | 129 => 1,
            3 => 2,
            4 | 9 | 13 => 4,
            5 | 10 => 8,
            _ => {
                flaws.insert(Flaw::WrongForm);
                return None;
            }
        };
        let count = block.u32(*count);
        let len = usize::try_from(count).ok().and_then(|count| count.checked_mul(size));
        let bytes = len.and_then(|len| {
            let inline = entry.get(8..)?;
            let from = if len <= 4 { inline } else { block.from(block.u32([*p, *q, *r, *s]))? };
            from.get(..len)
        });
        if bytes.is_none() {
            flaws.insert(Flaw::BlockCut);
        }
        Some(Value { block, form, bytes: bytes? })
    }

    /// The list that a tag names.
    pub(super) fn below(&self, tag: u16, flaws: &mut BTreeSet<Flaw>) -> Directory<'b> {
        let value = self.find(tag, flaws);
        let offset = value.as_ref().and_then(Value::number);
        if value.is_some() && offset.is_none() {
            flaws.insert(Flaw::WrongForm);
        }
        self.block.directory(offset, flaws)
    }
}

/// The value of a fact.
pub(super) struct Value<'b> {
    block: Block<'b>,
    form: u16,
    bytes: &'b [u8],
}

impl<'b> Value<'b> {
    /// The bytes of a text, without what follows its end; `None` where it is no text.
    pub(super) fn text(&self) -> Option<&'b [u8]> {
        let is_text = matches!(self.form, 2 | 7 | 129);
        self.bytes.split(|byte| *byte == 0).next().filter(|_| is_text)
    }

    /// One number of four bytes; `None` where it is none.
    fn number(&self) -> Option<u32> {
        let number = <[u8; 4]>::try_from(self.bytes).ok()?;
        matches!(self.form, 4 | 13).then(|| self.block.u32(number))
    }

    /// Three fractions (above, below); `None` where it is another form or count.
    pub(super) fn fractions(&self) -> Option<[(u32, u32); 3]> {
        let pairs = <&[[u8; 8]; 3]>::try_from(self.bytes.as_chunks().0).ok()?;
        let fraction = |[p, q, r, s, below @ ..]: [u8; 8]| {
            (self.block.u32([p, q, r, s]), self.block.u32(below))
        };
        (self.form == 5 && self.bytes.len() == 24).then(|| pairs.map(fraction))
    }
}
