//! All codes listed by the bits of one slot.

#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use super::form::CodeBytes;
use super::plan::{CREDITS_MAX, credits_of};
use super::search::Bounds;
use super::{Code, Hit};

/// The lists of one slot.
pub(super) struct Slot<'i> {
    /// The bits of the slot: the first is the lowest of a key.
    pub(super) bits: &'i [u8],
    /// The numbers of the codes, list after list, each in order.
    pub(super) numbers: &'i [[u8; 4]],
    /// Where the list of each key starts; one more for the end of the last.
    pub(super) starts: &'i [[u8; 4]],
    /// What to turn in a key to have those near it, the nearest first.
    pub(super) turns: &'i [u32],
}

impl Slot<'_> {
    pub(super) fn width(&self) -> usize {
        self.bits.len()
    }

    /// How many codes share the key of a query, and how many differ from it in one bit.
    #[inline(always)]
    pub(super) fn counts(&self, query: Code) -> (u64, u64) {
        let key = key(self.bits, &query.to_bytes());
        let count = |turn: &u32| {
            let (start, end) = self.list(key ^ turn);
            u64::from(end.saturating_sub(start))
        };
        (count(&0), self.turns.iter().skip(1).take(self.width()).map(count).sum())
    }

    #[inline(always)]
    fn list(&self, key: u32) -> (u32, u32) {
        let place = |at: usize| self.starts.get(at).map_or(0, |at| u32::from_le_bytes(*at));
        (place(key as usize), place(key as usize + 1))
    }
}

/// What to turn in a key of so many bits: nothing, each bit, each two bits.
pub(super) fn turns(width: usize) -> Vec<u32> {
    let bit = |number: usize| 1u32 << number;
    let one = (0..width).map(bit);
    let two = (0..width).flat_map(|a| (0..a).map(move |b| bit(a) | bit(b)));
    std::iter::once(0).chain(one).chain(two).collect()
}

/// The bits of a slot in a code.
#[inline(always)]
#[expect(clippy::indexing_slicing, reason = "a byte of bits by eight is below 32")]
pub(super) fn key(bits: &[u8], code: &CodeBytes) -> u32 {
    let bit = |bit: &u8| u32::from(code[usize::from(bit / 8)] >> (7 - bit % 8) & 1);
    (0..).zip(bits).fold(0, |key, (place, at)| key | bit(at) << place)
}

/// Room to work in, kept from query to query.
#[derive(Default)]
pub(super) struct Finder {
    lists: Vec<(u32, u32)>,
    met: Vec<u32>,
}

impl Finder {
    /// The codes of a slot that are near a query, as far as some credits reach into it.
    ///
    /// In three turns, none of which waits for another's memory: where the lists are, what is in them,
    /// and the codes.
    #[inline(always)]
    pub(super) fn find(
        &mut self,
        slot: &Slot<'_>,
        codes: &[CodeBytes],
        (number, query): (u32, Code),
        credits: usize,
        bounds: &Bounds<impl Fn(u32, u32) -> bool>,
        hits: &mut Vec<Hit>,
    ) {
        let count = credits_of(slot.width()).get(credits.min(CREDITS_MAX)).copied().unwrap_or(0);
        if count == 0 {
            return;
        }
        let key = key(slot.bits, &query.to_bytes());
        self.lists.clear();
        self.lists.extend(slot.turns.iter().take(count).map(|turn| slot.list(key ^ turn)));
        self.met.clear();
        for (start, end) in &self.lists {
            let list = slot.numbers.get(*start as usize..*end as usize).unwrap_or_default();
            self.met.extend(list.iter().map(|number| u32::from_le_bytes(*number)));
        }
        for code in &self.met {
            let Some(other) = codes.get(*code as usize) else { continue };
            let distance = Code::from_bytes(*other).distance(query);
            if distance <= bounds.distance_max && (bounds.counts)(*code, distance) {
                hits.push(Hit { query: number, code: *code, distance });
            }
        }
    }
}
