//! All codes listed by the bits of one slot.

#![expect(clippy::indexing_slicing, reason = "by keys that are below the number of lists")]
#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use super::plan::{CREDITS_MAX, credits_of};
use super::{Code, Hit};

/// The lists of one slot.
pub(super) struct Slot {
    /// The bits of the slot: the first is the lowest of a key.
    bits: Vec<u8>,
    /// Where the list of each key starts; one more for the end of the last.
    starts: Vec<u32>,
    /// The numbers of the codes, list after list, each in order.
    codes: Vec<u32>,
    /// What to turn in a key to have those near it, the nearest first.
    turns: Vec<u32>,
}

impl Slot {
    #[expect(
        clippy::cast_possible_truncation,
        reason = "the index holds as many codes as a u32 numbers"
    )]
    pub(super) fn build(codes: &[Code], bits: &[u8]) -> Self {
        let keys = Keys::of(bits);
        let mut starts = vec![0u32; (1 << bits.len()) + 1];
        for code in codes {
            starts[keys.key(*code) as usize] += 1;
        }
        let mut sum = 0;
        for start in &mut starts {
            sum += *start;
            *start = sum;
        }
        // Each list is filled from its end, the last code first: then `starts` says where it starts.
        let mut listed = vec![0u32; codes.len()];
        for (number, code) in codes.iter().enumerate().rev() {
            let start = &mut starts[keys.key(*code) as usize];
            *start -= 1;
            listed[*start as usize] = number as u32;
        }
        Self { bits: bits.to_vec(), starts, codes: listed, turns: turns(bits.len()) }
    }

    pub(super) fn bytes(&self) -> usize {
        4 * (self.starts.capacity() + self.codes.capacity())
    }

    pub(super) fn width(&self) -> usize {
        self.bits.len()
    }

    /// How many codes share the key of a query, and how many differ from it in one bit.
    #[inline(always)]
    pub(super) fn counts(&self, query: Code) -> (u64, u64) {
        let key = key(&self.bits, query);
        let count = |turn: &u32| {
            let (start, end) = self.list(key ^ turn);
            u64::from(end - start)
        };
        (count(&0), self.turns[1..=self.width()].iter().map(count).sum())
    }

    #[inline(always)]
    fn list(&self, key: u32) -> (u32, u32) {
        (self.starts[key as usize], self.starts[key as usize + 1])
    }
}

/// What to turn in a key of so many bits: nothing, each bit, each two bits.
fn turns(width: usize) -> Vec<u32> {
    let bit = |number: usize| 1u32 << number;
    let one = (0..width).map(bit);
    let two = (0..width).flat_map(|a| (0..a).map(move |b| bit(a) | bit(b)));
    std::iter::once(0).chain(one).chain(two).collect()
}

/// The bits of a slot in a code.
#[inline(always)]
fn key(bits: &[u8], code: Code) -> u32 {
    let bytes = code.to_bytes();
    let bit = |bit: &u8| u32::from(bytes[usize::from(bit / 8)] >> (7 - bit % 8) & 1);
    (0..).zip(bits).fold(0, |key, (place, at)| key | bit(at) << place)
}

/// Keys of many codes: what each value of each byte adds to the key.
struct Keys(Vec<(usize, [u32; 256])>);

impl Keys {
    fn of(bits: &[u8]) -> Self {
        let mut bytes: Vec<usize> = bits.iter().map(|bit| usize::from(bit / 8)).collect();
        bytes.sort_unstable();
        bytes.dedup();
        let added = |byte: usize, value: u8| {
            let mut alone = [0; 32];
            alone[byte] = value;
            key(bits, Code::from_bytes(alone))
        };
        let table = |byte| {
            let mut table = [0; 256];
            table.iter_mut().zip(0..=u8::MAX).for_each(|(to, value)| *to = added(byte, value));
            (byte, table)
        };
        Self(bytes.into_iter().map(table).collect())
    }

    fn key(&self, code: Code) -> u32 {
        let bytes = code.to_bytes();
        self.0.iter().fold(0, |key, (byte, added)| key | added[usize::from(bytes[*byte])])
    }
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
        slot: &Slot,
        codes: &[Code],
        (number, query): (u32, Code),
        (credits, distance_max): (usize, u32),
        hits: &mut Vec<Hit>,
    ) {
        let count = credits_of(slot.width())[credits.min(CREDITS_MAX)];
        if count == 0 {
            return;
        }
        let key = key(&slot.bits, query);
        self.lists.clear();
        self.lists.extend(slot.turns.iter().take(count).map(|turn| slot.list(key ^ turn)));
        self.met.clear();
        for (start, end) in &self.lists {
            for place in *start..*end {
                self.met.push(slot.codes[place as usize]);
            }
        }
        for code in &self.met {
            let distance = codes[*code as usize].distance(query);
            if distance <= distance_max {
                hits.push(Hit { query: number, code: *code, distance });
            }
        }
    }
}
