//! Slots: the few shapes a field of a record can have, reusable without new memory.
//!
//! A reader fills one record over and over for millions of rows, so a slot is cleared, not
//! dropped. An empty slot means "the source does not state it", never zero and never "".

use std::fmt;
use std::ops::Deref;

use crate::money::Amount;
use crate::party::Party;
use crate::record::Shape;
use crate::time::Stamp;
use crate::wire;

/// Text as stated; empty stands for absent.
#[derive(Clone, PartialEq, Eq, Default, Hash, PartialOrd, Ord)]
pub struct Text(String);

impl Text {
    /// Replaces the content, keeping the buffer.
    pub fn set(&mut self, text: &str) {
        self.0.clear();
        self.0.push_str(text);
    }

    /// Replaces the content with formatted text, keeping the buffer.
    pub fn set_fmt(&mut self, args: fmt::Arguments<'_>) {
        self.0.clear();
        // Writing to a String cannot fail.
        let _ = fmt::Write::write_fmt(&mut self.0, args);
    }

    /// Makes the slot absent, keeping the buffer.
    pub fn clear(&mut self) {
        self.0.clear();
    }

    /// The text, or `None` where the source states nothing.
    pub fn get(&self) -> Option<&str> {
        (!self.0.is_empty()).then_some(self.0.as_str())
    }

    /// The buffer itself, for canonicalisers that append to it.
    pub fn buffer(&mut self) -> &mut String {
        &mut self.0
    }
}

impl Deref for Text {
    type Target = str;
    fn deref(&self) -> &str {
        &self.0
    }
}

impl From<&str> for Text {
    fn from(text: &str) -> Self {
        Self(text.to_owned())
    }
}

impl fmt::Debug for Text {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.0, f)
    }
}

/// A slot of a record, by its shape: how a mapping fills a field that it knows only by name.
#[derive(Debug)]
pub enum SlotMut<'a> {
    /// Text as stated.
    Text(&'a mut Text),
    /// An integer.
    Integer(&'a mut Option<i64>),
    /// A time.
    Stamp(&'a mut Stamp),
    /// An amount.
    Amount(&'a mut Amount),
    /// A party.
    Party(&'a mut Party),
}

/// A shape a record's field may have.
pub trait Slot: Default {
    /// The shape, as the tables and the wire know it.
    const SHAPE: Shape;
    /// Makes the slot absent, keeping its buffers.
    fn clear(&mut self);
    /// The slot by its shape.
    fn slot_mut(&mut self) -> SlotMut<'_>;
    /// Appends the slot in the wire form of [`crate::wire`].
    fn encode(&self, out: &mut Vec<u8>);
}

impl Slot for Text {
    const SHAPE: Shape = Shape::Text;
    fn clear(&mut self) {
        self.0.clear();
    }
    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Text(self)
    }
    fn encode(&self, out: &mut Vec<u8>) {
        wire::put_text(out, &self.0);
    }
}

impl Slot for Option<i64> {
    const SHAPE: Shape = Shape::Integer;
    fn clear(&mut self) {
        *self = None;
    }
    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Integer(self)
    }
    fn encode(&self, out: &mut Vec<u8>) {
        wire::put_integer(out, *self);
    }
}

impl Slot for Stamp {
    const SHAPE: Shape = Shape::Stamp;
    fn clear(&mut self) {
        Stamp::clear(self);
    }
    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Stamp(self)
    }
    fn encode(&self, out: &mut Vec<u8>) {
        wire::put_stamp(out, self);
    }
}

impl Slot for Amount {
    const SHAPE: Shape = Shape::Amount;
    fn clear(&mut self) {
        Amount::clear(self);
    }
    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Amount(self)
    }
    fn encode(&self, out: &mut Vec<u8>) {
        wire::put_amount(out, self);
    }
}

impl Slot for Party {
    const SHAPE: Shape = Shape::Party;
    fn clear(&mut self) {
        Party::clear(self);
    }
    fn slot_mut(&mut self) -> SlotMut<'_> {
        SlotMut::Party(self)
    }
    fn encode(&self, out: &mut Vec<u8>) {
        wire::put_party(out, self);
    }
}
