//! Writing the lists of all slots, in bounded memory.
//!
//! The codes are laid out by the first bits of their keys, then each part by the rest: what is written
//! lies close together, where one turn over all lists would go anywhere in memory. Where all parts
//! together are more than the room, the codes are gone through again for those that follow.

#![expect(clippy::indexing_slicing, reason = "by keys that are below the number of lists")]
#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use std::io::{self, Write};
use std::ops::Range;

use super::form::{CodeBytes, Form};
use super::slot::key;

/// Memory for the numbers of codes that are laid out, 6 bytes each; beside it the starts of the lists of
/// one slot, up to 64 MiB. A part whose codes are all alike is laid out whole, whatever its size.
pub(crate) const ROOM_BYTES: usize = 192 << 20;

/// Bytes for each code that is laid out: its number and the rest of its key.
const LAID_BYTES: usize = 6;

/// The first bits of a key by which codes are laid out first; 16 bits hold the rest.
const PART_BITS: usize = 8;

/// Parts of the codes.
const PARTS: usize = 1 << PART_BITS;

/// Numbers that are written at once.
const WRITTEN: usize = 4096;

/// Codes that are gone through from the first to the last, again and again.
pub(crate) trait Codes {
    /// How many there are.
    fn count(&self) -> usize;

    /// Hands all of them on in their order, many at a time.
    fn each(&mut self, take: &mut dyn FnMut(&[CodeBytes])) -> io::Result<()>;
}

impl Codes for &[CodeBytes] {
    fn count(&self) -> usize {
        self.len()
    }

    fn each(&mut self, take: &mut dyn FnMut(&[CodeBytes])) -> io::Result<()> {
        take(self);
        Ok(())
    }
}

/// Writes the lists of all slots.
pub(crate) fn write_lists(
    form: &Form,
    codes: &mut dyn Codes,
    room_bytes: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    form.slots().iter().try_for_each(|bits| write_slot(codes, bits, room_bytes / LAID_BYTES, out))
}

/// Writes the lists of a slot, with room for so many codes.
fn write_slot(
    codes: &mut dyn Codes,
    bits: &[u8],
    room: usize,
    out: &mut dyn Write,
) -> io::Result<()> {
    let keys = Keys::of(bits);
    let below = bits.len().saturating_sub(PART_BITS);
    let mut counts = [0usize; PARTS];
    codes.each(&mut |codes| {
        for code in codes {
            counts[(keys.key(code) >> below) as usize] += 1;
        }
    })?;
    let mut starts = vec![0u32; (1 << bits.len()) + 1];
    let (mut part, mut end) = (0, 0);
    while part < PARTS {
        let group = part..part + fitting(&counts[part..], room);
        let (mut numbers, rests) = lay(codes, &keys, below, &group, &counts)?;
        let (mut from, mut aside) = (0, Vec::new());
        let lists = starts[group.start << below..group.end << below].chunks_mut(1 << below);
        for (lists, count) in lists.zip(&counts[group.clone()]) {
            let part = from..from + count;
            sort(&mut numbers[part.clone()], &rests[part], lists, end, &mut aside);
            (from, end) = (from + count, end + number(*count)?);
        }
        write(&numbers, out)?;
        part = group.end;
    }
    if let Some(last) = starts.last_mut() {
        *last = end;
    }
    write(&starts, out)
}

fn number(count: usize) -> io::Result<u32> {
    u32::try_from(count).map_err(io::Error::other)
}

/// How many parts, of these sizes, are laid out together: one at least.
fn fitting(counts: &[usize], room: usize) -> usize {
    let mut sum = 0usize;
    let fitting = counts.iter().take_while(|count| {
        sum = sum.saturating_add(**count);
        sum <= room
    });
    fitting.count().max(1)
}

/// The numbers of the codes of some parts, part after part, each in order, and the rests of their keys.
#[expect(clippy::cast_possible_truncation, reason = "no more than 16 bits are the rest of a key")]
fn lay(
    codes: &mut dyn Codes,
    keys: &Keys,
    below: usize,
    parts: &Range<usize>,
    counts: &[usize; PARTS],
) -> io::Result<(Vec<u32>, Vec<u16>)> {
    let (mut places, mut sum) = ([0; PARTS], 0);
    for (place, count) in places[parts.clone()].iter_mut().zip(&counts[parts.clone()]) {
        (*place, sum) = (sum, sum + count);
    }
    let (mut numbers, mut rests, mut number) = (vec![0; sum], vec![0; sum], 0);
    codes.each(&mut |codes| {
        for code in codes {
            let key = keys.key(code);
            let part = (key >> below) as usize;
            if parts.contains(&part) {
                let place = &mut places[part];
                numbers[*place] = number;
                rests[*place] = (key & ((1 << below) - 1)) as u16;
                *place += 1;
            }
            number += 1;
        }
    })?;
    Ok((numbers, rests))
}

/// Puts the numbers of a part in the order of its lists, and tells where each list starts, counted from
/// `first`.
fn sort(numbers: &mut [u32], rests: &[u16], lists: &mut [u32], first: u32, aside: &mut Vec<u32>) {
    for rest in rests {
        lists[usize::from(*rest)] += 1;
    }
    let mut sum = first;
    for list in lists.iter_mut() {
        sum += *list;
        *list = sum;
    }
    aside.clear();
    aside.extend_from_slice(numbers);
    // Each list is filled from its end, the last code first: then it is known where it starts.
    for (rest, number) in rests.iter().zip(&*aside).rev() {
        let list = &mut lists[usize::from(*rest)];
        *list -= 1;
        numbers[(*list - first) as usize] = *number;
    }
}

fn write(numbers: &[u32], out: &mut dyn Write) -> io::Result<()> {
    let mut bytes = [[0; 4]; WRITTEN];
    for numbers in numbers.chunks(WRITTEN) {
        bytes.iter_mut().zip(numbers).for_each(|(to, number)| *to = number.to_le_bytes());
        out.write_all(bytes[..numbers.len()].as_flattened())?;
    }
    Ok(())
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
            key(bits, &alone)
        };
        let table = |byte| {
            let mut table = [0; 256];
            table.iter_mut().zip(0..=u8::MAX).for_each(|(to, value)| *to = added(byte, value));
            (byte, table)
        };
        Self(bytes.into_iter().map(table).collect())
    }

    #[inline(always)]
    fn key(&self, code: &CodeBytes) -> u32 {
        self.0.iter().fold(0, |key, (byte, added)| key | added[usize::from(code[*byte])])
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn little_room_gives_the_same_lists() {
        let mut state = 9u32;
        let mut next = || {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            state.to_be_bytes()[0] & 0x3F
        };
        let codes: Vec<CodeBytes> = (0..500).map(|_| [0; 32].map(|_: u8| next())).collect();
        let form = Form::new(500, vec![(2..14).collect(), (20..40).step_by(2).collect()]);
        let lists = |room| {
            let mut out = Vec::new();
            write_lists(&form, &mut codes.as_slice(), room, &mut out).unwrap();
            out
        };
        let whole = lists(ROOM_BYTES);
        assert_eq!(whole.len(), form.lists_bytes());
        for room in [0, 100, 1000] {
            assert_eq!(lists(room), whole, "{room}");
        }
    }
}
