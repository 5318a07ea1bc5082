//! How many slots of how many bits serve so many codes, and which bits go where.
//!
//! More bits a slot mean shorter lists and more of them to look into. The estimate is for bits that are
//! even; what skewed bits cost is seen query by query (`plan`).

use std::io;

use super::DISTANCE_MAX;
use super::form::CodeBytes;
use super::make::Codes;
use super::plan::{cost, credits_of, scan_cost};
use super::processor::compare_cost;

/// Bytes a code, with its part in all lists.
pub const BYTES_A_CODE_MAX: usize = 100;

/// Bits of a slot: fewer than 8 sort nothing out, more than 24 are more lists than codes.
const WIDTHS: std::ops::RangeInclusive<usize> = 8..=24;

/// Codes that are looked at to see which bits are even.
const SAMPLE: usize = 1 << 16;

/// Queries that come together, at least: with many more, comparing all codes would be as cheap.
const TOGETHER: usize = 10;

/// Bits of a code.
const BITS: usize = 256;

/// Slots and the bits of each.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Layout {
    pub(super) slots: usize,
    pub(super) width: usize,
}

impl Layout {
    /// No lists: each query is compared with all codes.
    pub(super) const NONE: Self = Self { slots: 0, width: 0 };

    /// The cheapest layout that takes no more bytes, with the codes.
    pub(super) fn choose(codes: usize, bytes_max: usize) -> Self {
        let credits = DISTANCE_MAX as usize + 1;
        let fitting = WIDTHS
            .flat_map(|width| (1..=BITS / width).map(move |slots| Self { slots, width }))
            .filter(|layout| layout.bytes(codes) <= bytes_max)
            .filter_map(|layout| Some((layout.cost(codes, credits)?, layout)));
        let cheapest = fitting.min_by_key(|(cost, layout)| (*cost, layout.slots));
        match cheapest {
            Some((cost, layout)) if cost < scan_cost(codes, TOGETHER, compare_cost()) => layout,
            _ => Self::NONE,
        }
    }

    /// Bytes of codes and lists.
    fn bytes(self, codes: usize) -> usize {
        let entries = codes.saturating_add((1 << self.width) + 1).saturating_mul(self.slots);
        codes.saturating_mul(size_of::<CodeBytes>()).saturating_add(entries.saturating_mul(4))
    }

    /// What one query costs among even bits; `None` where the slots do not reach far enough.
    fn cost(self, codes: usize, credits: usize) -> Option<u64> {
        let (each, more) = (credits / self.slots, credits % self.slots);
        let slot = |credits| {
            let lists = credits_of(self.width).get(credits).copied()?;
            Some(cost(lists, (codes as u64 * lists as u64) >> self.width))
        };
        let further = if more > 0 { more as u64 * slot(each + 1)? } else { 0 };
        Some((self.slots - more) as u64 * slot(each)? + further)
    }

    /// The bits of each slot. The evenest bits of the codes are dealt in turn, forth and back, so that
    /// no slot has only bad ones, and codes that share a run of bits share little of any slot.
    pub(super) fn deal(self, codes: &mut dyn Codes) -> io::Result<Vec<Vec<u8>>> {
        if self == Self::NONE {
            return Ok(Vec::new());
        }
        let step = codes.count().div_ceil(SAMPLE).max(1);
        let (mut ones, mut passed) = ([0u64; BITS], 0usize);
        codes.each(&mut |codes| {
            let skipped = passed.next_multiple_of(step) - passed;
            for code in codes.iter().skip(skipped).step_by(step) {
                for (bytes, ones) in code.iter().zip(ones.as_chunks_mut::<8>().0) {
                    let bits = (0..8).map(|bit| u64::from(bytes >> (7 - bit) & 1));
                    ones.iter_mut().zip(bits).for_each(|(ones, bit)| *ones += bit);
                }
            }
            passed += codes.len();
        })?;
        let seen = passed.div_ceil(step) as u64;
        let mut bits: Vec<(u64, u8)> =
            ones.map(|ones| (2 * ones).abs_diff(seen)).into_iter().zip(0..=u8::MAX).collect();
        bits.sort_unstable();
        let mut slots = vec![Vec::with_capacity(self.width); self.slots];
        for (number, (_, bit)) in bits.into_iter().take(self.slots * self.width).enumerate() {
            let (round, place) = (number / self.slots, number % self.slots);
            let place = if round % 2 == 0 { place } else { self.slots - 1 - place };
            if let Some(slot) = slots.get_mut(place) {
                slot.push(bit);
            }
        }
        Ok(slots)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_size_fits_into_its_memory_and_large_ones_have_lists() {
        for codes in [0, 1, 1_000, 100_000, 1_000_000, 10_000_000, 20_000_000, 100_000_000] {
            let layout = Layout::choose(codes, BYTES_A_CODE_MAX * codes);
            assert!(layout.bytes(codes) <= BYTES_A_CODE_MAX * codes, "{codes} {layout:?}");
            assert!(layout != Layout::NONE || codes < 1_000_000, "{codes} {layout:?}");
        }
    }

    #[test]
    fn each_bit_is_dealt_once_and_the_worst_are_left_out() {
        let codes: Vec<CodeBytes> = (0..=255u8).map(|byte| [byte & 0xFE; 32]).collect();
        let layout = Layout { slots: 12, width: 18 };
        let mut dealt = layout.deal(&mut codes.as_slice()).unwrap().concat();
        dealt.sort_unstable();
        dealt.dedup();
        assert_eq!(dealt.len(), 216);
        assert!(dealt.iter().all(|bit| bit % 8 != 7), "the last bit of each byte is always zero");
    }
}
