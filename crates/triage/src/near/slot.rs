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
    /// The codes are laid out by the first bits of their keys, then each part by the rest: what is
    /// written lies close together, where one turn over all lists would go anywhere in memory.
    pub(super) fn build(codes: &[Code], bits: &[u8]) -> Self {
        let keys = Keys::of(bits);
        let below = bits.len().saturating_sub(PART_BITS);
        let (mut listed, rests, ends) = by_part(codes, &keys, below);
        let mut starts = vec![0u32; (1 << bits.len()) + 1];
        let (mut numbers, mut first) = (Vec::new(), 0);
        for (lists, end) in starts.chunks_mut(1 << below).zip(ends) {
            let part = &mut listed[first as usize..end as usize];
            let rests = &rests[first as usize..end as usize];
            for rest in rests {
                lists[usize::from(*rest)] += 1;
            }
            let mut sum = first;
            for list in lists.iter_mut() {
                sum += *list;
                *list = sum;
            }
            numbers.clear();
            numbers.extend_from_slice(part);
            // Each list is filled from its end, the last code first: then it is known where it starts.
            for (rest, number) in rests.iter().zip(&numbers).rev() {
                let list = &mut lists[usize::from(*rest)];
                *list -= 1;
                part[(*list - first) as usize] = *number;
            }
            first = end;
        }
        if let Some(end) = starts.last_mut() {
            *end = first;
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

/// The first bits of a key by which codes are laid out first; 16 bits hold the rest.
const PART_BITS: usize = 8;

/// The numbers of codes, part after part, each in order; the rest of the key of each; where parts end.
#[expect(clippy::cast_possible_truncation, reason = "no more than 16 bits are the rest of a key")]
fn by_part(
    codes: &[Code],
    keys: &Keys,
    below: usize,
) -> (Vec<u32>, Vec<u16>, [u32; 1 << PART_BITS]) {
    let part = |key: u32| (key >> below) as usize;
    let mut ends = [0; 1 << PART_BITS];
    for code in codes {
        ends[part(keys.key(code))] += 1;
    }
    let mut sum = 0;
    for end in &mut ends {
        // At first where the part starts; it moves to its end as the part is filled.
        (*end, sum) = (sum, sum + *end);
    }
    let mut numbers = vec![0; codes.len()];
    let mut rests = vec![0; codes.len()];
    for (number, code) in (0..).zip(codes) {
        let key = keys.key(code);
        let place = &mut ends[part(key)];
        numbers[*place as usize] = number;
        rests[*place as usize] = (key & ((1 << below) - 1)) as u16;
        *place += 1;
    }
    (numbers, rests, ends)
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

    #[inline(always)]
    fn key(&self, code: &Code) -> u32 {
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
