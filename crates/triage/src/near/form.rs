//! How codes and lists lie in bytes, in memory and in a file alike.
//!
//! ```text
//! codes   32 bytes each
//! lists   slot after slot: the numbers of its codes, list after list, 4 bytes each; then where each of
//!         its lists starts, and the last ends, 4 bytes each
//! ```
//! Numbers are little-endian. Nothing in the bytes is trusted: what leads out of them is passed over.

use std::io;

use super::layout::Layout;
use super::make::Codes;
use super::search::View;
use super::slot::{Slot, turns};

/// A code as its hexadecimal stands for it.
pub(crate) type CodeBytes = [u8; 32];

/// How many codes there are, and by which bits they are listed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Form {
    codes: usize,
    /// The bits of each slot, as many in each: the first is the lowest of a key.
    slots: Vec<Vec<u8>>,
    /// What to turn in a key to have those near it, the nearest first.
    turns: Vec<u32>,
}

impl Form {
    /// By these bits.
    pub(crate) fn new(codes: usize, slots: Vec<Vec<u8>>) -> Self {
        let turns = turns(slots.first().map_or(0, Vec::len));
        Self { codes, slots, turns }
    }

    /// The cheapest to search that takes no more bytes, for these codes.
    pub(crate) fn choose(codes: &mut dyn Codes, bytes_max: usize) -> io::Result<Self> {
        let layout = Layout::choose(codes.count(), bytes_max);
        Ok(Self::new(codes.count(), layout.deal(codes)?))
    }

    /// How many codes there are.
    pub(crate) fn len(&self) -> usize {
        self.codes
    }

    /// The bits of each slot.
    pub(crate) fn slots(&self) -> &[Vec<u8>] {
        &self.slots
    }

    /// Bytes of all lists.
    pub(crate) fn lists_bytes(&self) -> usize {
        self.slots.iter().map(|bits| self.slot_bytes(bits)).fold(0, usize::saturating_add)
    }

    fn slot_bytes(&self, bits: &[u8]) -> usize {
        self.codes.saturating_add((1 << bits.len()) + 1).saturating_mul(4)
    }

    /// What is searched.
    pub(crate) fn view<'i>(&'i self, codes: &'i [CodeBytes], lists: &'i [u8]) -> View<'i> {
        let mut rest = lists;
        let slots = self.slots.iter().map(|bits| {
            let (own, behind) = rest.split_at_checked(self.slot_bytes(bits)).unwrap_or_default();
            rest = behind;
            let (numbers, starts) =
                own.as_chunks().0.split_at_checked(self.codes).unwrap_or_default();
            Slot { bits, numbers, starts, turns: &self.turns }
        });
        View::new(codes, slots.collect())
    }
}
