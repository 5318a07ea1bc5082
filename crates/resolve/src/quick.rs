//! What can be said of two values from one number each, before their letters are looked at.
//!
//! Most pairs that meet differ in most columns. Sixteen counts of letters tell how many edits two
//! texts are apart at least; the digits of a date tell its level at once.

use crate::columns::Folded;
use crate::fold;
use crate::schema::Kind;

/// The number of a value.
pub(crate) fn quick(kind: Kind, value: &Folded) -> u64 {
    match kind {
        Kind::BirthDate => value.date.map_or(0, |_| {
            let digits = value.letters.iter().take(8);
            digits.fold(0, |number, digit| number << 4 | u64::from(digit & 15))
        }),
        Kind::Email | Kind::Handle => counts(fold::local_part(&value.letters)),
        _ => counts(&value.letters),
    }
}

/// How often each class of letters occurs: sixteen classes, fifteen times at most.
fn counts(letters: &[u8]) -> u64 {
    let mut counts = 0u64;
    for letter in letters {
        let place = u32::from(letter & 15) * 4;
        if counts >> place & 15 < 15 {
            counts += 1 << place;
        }
    }
    counts
}

const LOW: u64 = 0x0f0f_0f0f_0f0f_0f0f;
const HIGH: u64 = 0x8080_8080_8080_8080;
const ONES: u64 = 0x0101_0101_0101_0101;

/// Letters that only the one holds, and letters that only the other holds, at least.
#[inline]
pub(crate) fn only(a: u64, b: u64) -> (u32, u32) {
    let (low, high) = (excess(a & LOW, b & LOW), excess(a >> 4 & LOW, b >> 4 & LOW));
    (low.0 + high.0, low.1 + high.1)
}

/// Sums of differences above and below, byte by byte.
#[inline]
fn excess(a: u64, b: u64) -> (u32, u32) {
    let biased = (a | HIGH) - b;
    let above = (biased & HIGH) >> 7;
    let mask = above * 0x7f;
    let more = biased & !HIGH & mask;
    let less = (HIGH - (biased & !HIGH)) & !(mask | HIGH);
    let sum = |bytes: u64| (bytes.wrapping_mul(ONES) >> 56) as u32;
    (sum(more), sum(less))
}

/// Letters counted in a number.
#[inline]
fn letters(counts: u64) -> u32 {
    let pairs = (counts & LOW) + (counts >> 4 & LOW);
    (pairs.wrapping_mul(ONES) >> 56) as u32
}

/// The level where the numbers tell it; `None` where the letters must be looked at.
#[inline]
pub(crate) fn level(kind: Kind, a: u64, b: u64) -> Option<u8> {
    match kind {
        Kind::Exact => Some(1),
        Kind::BirthDate => (a != 0 && b != 0).then(|| dates(a, b)),
        Kind::Phone | Kind::Document => {
            let (left, right) = only(a, b);
            (left.max(right) > 2 && left.min(right) > 0).then_some(3)
        }
        Kind::Given | Kind::Family | Kind::Email | Kind::Handle => {
            let (left, right) = only(a, b);
            let shared = f64::from(letters(a) - left.min(letters(a)));
            let jaro = (shared / f64::from(letters(a).max(1))
                + shared / f64::from(letters(b).max(1))
                + 1.0)
                / 3.0;
            // Jaro–Winkler adds at most four tenths of what is missing; .82 is asked of names.
            let far = left.min(right) > 0 && left.max(right) > 2 && jaro < 0.7;
            far.then_some(if kind == Kind::Family { 3 } else { 4 })
        }
        _ => None,
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
    use crate::similar::edits;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn never_says_more_edits_than_there_are(a in "[a-f0-9]{0,14}", b in "[a-f0-9]{0,14}") {
            let (left, right) = only(counts(a.as_bytes()), counts(b.as_bytes()));
            let edits = edits(a.as_bytes(), b.as_bytes(), 60);
            prop_assert!(left.max(right) <= u32::from(edits), "{left} {right} {edits}");
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
