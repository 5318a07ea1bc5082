//! What can be said of two values from what lies in their rows, before their letters are looked at.
//!
//! Most pairs that meet differ in most columns. Counts of letters tell how many edits two texts are
//! apart at least and, with their first letters, how alike they are at most; the digits of a date
//! tell its level at once.

use crate::columns::Folded;
use crate::fold;
use crate::schema::Kind;
use crate::similar::{LETTERS_MAX, START_MAX};

/// A value as it lies in its row.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Cell {
    /// The number of the value; 0 is not stated.
    pub(crate) value: u32,
    sketch: Sketch,
}

/// A text in short.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Sketch {
    /// Its first letters.
    start: [u8; 3],
    /// How many letters it has, 255 at most.
    length: u8,
    /// Counts of its letters or digits, or the digits of a date.
    counts: u64,
}

impl Cell {
    pub(crate) fn of(kind: Kind, number: u32, value: &Folded) -> Self {
        let mut sketch = Sketch::of(match kind {
            Kind::Email | Kind::Handle => fold::local_part(&value.letters),
            _ => &value.letters,
        });
        match kind {
            Kind::BirthDate => {
                let digits = value.letters.iter().take(8);
                let digits = digits.fold(0, |number, digit| number << 4 | u64::from(digit & 15));
                sketch.counts = value.date.map_or(0, |_| digits);
            }
            Kind::Phone | Kind::Document => sketch.counts = counted::<DIGITS>(&value.letters),
            _ => {}
        }
        Self { value: number, sketch }
    }
}

impl Sketch {
    pub(crate) fn of(letters: &[u8]) -> Self {
        let mut start = [0; 3];
        start.iter_mut().zip(letters).for_each(|(slot, letter)| *slot = *letter);
        let length = u8::try_from(letters.len()).unwrap_or(255);
        Self { start, length, counts: counted::<LETTERS>(letters) }
    }

    /// Whether the likeness of Jaro and Winkler lies below a bound, whatever stands between.
    #[inline]
    pub(crate) fn unlike(&self, other: &Self, bound: f32) -> bool {
        usize::from(self.length.max(other.length)) <= LETTERS_MAX
            && unlike(self, other, only::<LETTERS>(self.counts, other.counts), bound)
    }
}

/// Bits that count a class of letters: thirty-two classes, three times at most.
const LETTERS: u32 = 2;

/// Bits that count a digit: sixteen classes, fifteen times at most.
const DIGITS: u32 = 4;

/// How often each class of letters occurs; a class is told by a letter's last bits.
fn counted<const BITS: u32>(letters: &[u8]) -> u64 {
    let (classes, most) = (64 / BITS - 1, (1u64 << BITS) - 1);
    let mut counts = 0u64;
    for letter in letters {
        let place = (u32::from(*letter) & classes) * BITS;
        if counts >> place & most < most {
            counts += 1 << place;
        }
    }
    counts
}

/// Letters that only the one holds, and letters that only the other holds, at least.
#[inline]
fn only<const BITS: u32>(a: u64, b: u64) -> (u32, u32) {
    (more::<BITS>(a, b), more::<BITS>(b, a))
}

/// Letters that `a` holds more often than `b`, all classes at once: each in a lane of twice its bits,
/// of which the highest tells where `a` holds as many or more.
#[inline]
fn more<const BITS: u32>(a: u64, b: u64) -> u32 {
    let one = u64::MAX / ((1 << (2 * BITS)) - 1);
    let (low, high) = (one * ((1 << BITS) - 1), one << (2 * BITS - 1));
    let above = |a: u64, b: u64| {
        let differ = ((a & low) | high) - (b & low);
        differ & (((differ & high) >> (2 * BITS - 1)) * ((1 << (2 * BITS - 1)) - 1))
    };
    let mut lanes = above(a, b) + above(a >> BITS, b >> BITS);
    if BITS == LETTERS {
        let bytes = 0x0f0f_0f0f_0f0f_0f0f;
        lanes = (lanes & bytes) + (lanes >> 4 & bytes);
    }
    (lanes.wrapping_mul(0x0101_0101_0101_0101) >> 56) as u32
}

/// Whether each holds a letter that the other does not hold at all.
#[inline]
fn neither_holds_other(a: u64, b: u64) -> bool {
    let occurs = |counts: u64| (counts | counts >> 1) & 0x5555_5555_5555_5555;
    let (a, b) = (occurs(a), occurs(b));
    a & !b != 0 && b & !a != 0
}

/// Letters that both begin with, as Jaro–Winkler counts them, at most.
#[inline]
fn start_shared(a: &Sketch, b: &Sketch) -> usize {
    let alike = a.start.iter().zip(&b.start).take_while(|(x, y)| x == y).count();
    if alike == a.start.len() { START_MAX } else { alike }
}

/// Whether the likeness of Jaro and Winkler lies below a bound, whatever the order of the letters.
#[inline]
fn unlike(a: &Sketch, b: &Sketch, (left, right): (u32, u32), bound: f32) -> bool {
    let (one, other) = (u32::from(a.length), u32::from(b.length));
    let shared = one.saturating_sub(left).min(other.saturating_sub(right));
    let rest = 1.0 - start_shared(a, b) as f32 * 0.1;
    // Jaro's likeness is (shared / one + shared / other + 1) / 3 at most; what is missing to one is
    // multiplied by the rest. All multiplied by three times both lengths.
    let both = (one * other) as f32;
    let most = (shared * (one + other)) as f32 + both;
    rest * (3.0 * both - most) > (1.0 - bound + 1e-4) * 3.0 * both
}

/// The level where the cells tell it; `None` where the letters must be looked at.
#[inline]
pub(crate) fn level(kind: Kind, a: &Cell, b: &Cell) -> Option<u8> {
    let (a, b) = (&a.sketch, &b.sketch);
    let shorter = a.length.min(b.length);
    let letters = || only::<LETTERS>(a.counts, b.counts);
    match kind {
        Kind::Exact => Some(1),
        _ if usize::from(a.length.max(b.length)) > LETTERS_MAX => None,
        Kind::BirthDate => (a.counts != 0 && b.counts != 0).then(|| dates(a.counts, b.counts)),
        Kind::Phone | Kind::Document => {
            let (left, right) = only::<DIGITS>(a.counts, b.counts);
            let most = if shorter >= 6 { 2 } else { 1 };
            (left.max(right) > most && left.min(right) > 0).then_some(3)
        }
        Kind::Given | Kind::Family => {
            let (left, right) = letters();
            // Neither begins with the other or holds its words.
            let far = left.max(right) > 1 && neither_holds_other(a.counts, b.counts);
            let last = if kind == Kind::Family { 3 } else { 4 };
            (far && unlike(a, b, (left, right), 0.82)).then_some(last)
        }
        Kind::Email | Kind::Handle => {
            let (left, right) = letters();
            let most = if shorter >= 8 { 2 } else { 1 };
            (left.max(right) > most && unlike(a, b, (left, right), 0.86)).then_some(4)
        }
        Kind::Place => {
            let (left, right) = letters();
            let most = if shorter >= 7 { 2 } else { 1 };
            (left.max(right) > most && neither_holds_other(a.counts, b.counts)).then_some(3)
        }
        Kind::Postcode => {
            let (left, right) = letters();
            (left.max(right) > 1 && start_shared(a, b) < 2).then_some(4)
        }
        Kind::Name | Kind::Address | Kind::Text => None,
    }
}

/// The level of two dates of eight digits.
#[inline]
fn dates(a: u64, b: u64) -> u8 {
    let differ = a ^ b;
    let year = differ >> 16 == 0;
    let byte = |at: u32| (differ >> at & 0xff) as u8;
    let parts = [year, byte(8) == 0, byte(0) == 0];
    let digits = (0..8).filter(|at| differ >> (4 * at) & 15 != 0).count();
    let turned = year && a & 0xff == b >> 8 & 0xff && a >> 8 & 0xff == b & 0xff;
    // Two neighbours in each other's place.
    let neighbours = || {
        let at = differ.trailing_zeros() / 4 * 4;
        let (x, y) = (a >> at & 0xff, b >> at & 0xff);
        differ >> at >> 8 == 0 && x >> 4 == y & 15 && x & 15 == y >> 4
    };
    match digits {
        0 | 1 => 1,
        _ if turned || (digits == 2 && neighbours()) => 1,
        2 => 2,
        _ if parts.iter().filter(|same| **same).count() == 2 => 2,
        _ if year => 3,
        _ => 4,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compare;
    use crate::similar::edits;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn never_says_more_edits_than_there_are(a in "[a-f0-9]{0,14}", b in "[a-f0-9]{0,14}") {
            let edits = u32::from(edits(a.as_bytes(), b.as_bytes(), 60));
            let (a, b) = (a.as_bytes(), b.as_bytes());
            let (left, right) = only::<LETTERS>(counted::<LETTERS>(a), counted::<LETTERS>(b));
            prop_assert!(left.max(right) <= edits, "{left} {right} {edits}");
            let (left, right) = only::<DIGITS>(counted::<DIGITS>(a), counted::<DIGITS>(b));
            prop_assert!(left.max(right) <= edits, "{left} {right} {edits}");
        }

        #[test]
        fn says_what_the_letters_say(a in "[a-e]{1,9}( [a-e]{1,4})?", b in "[a-e]{1,9}( [a-e]{1,4})?") {
            for kind in [Kind::Given, Kind::Family, Kind::Email, Kind::Handle, Kind::Place,
                Kind::Postcode, Kind::Phone, Kind::Document] {
                let (a, b) = (Folded::of(kind, &a), Folded::of(kind, &b));
                let told = level(kind, &Cell::of(kind, 1, &a), &Cell::of(kind, 2, &b));
                if a.letters != b.letters && let Some(told) = told {
                    prop_assert_eq!(told, compare::level(kind, &a, &b), "{:?}", kind);
                }
            }
        }
    }

    #[test]
    fn dates_are_told_by_their_digits() {
        let bcd = |text: &str| text.bytes().fold(0, |n, b| n << 4 | u64::from(b & 15));
        let told = |a, b| dates(bcd(a), bcd(b));
        assert_eq!(told("19710605", "19710506"), 1, "day and month turned");
        assert_eq!(told("19710624", "19710642"), 1, "neighbours turned");
        assert_eq!(told("19710624", "19710625"), 1);
        assert_eq!(told("19710624", "19720625"), 2);
        assert_eq!(told("19710624", "19711124"), 2);
        assert_eq!(told("19710624", "19711101"), 3);
        assert_eq!(told("19710624", "19881101"), 4);
    }
}
