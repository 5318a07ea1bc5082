//! The steps of MD5 (RFC 1321).
//!
//! Each waits for the one before, so how long a content takes is how long that chain is. It is kept
//! short: a step turns its sum as soon as the word that the last step gave is in it. Measured on a
//! Zen 5: .92 GB/s; .75 by the crate `md-5` 0.11, whose sums end with the number of the step.

#![expect(clippy::indexing_slicing, reason = "by steps and words that were counted")]
#![expect(clippy::inline_always, reason = "a round that is called keeps its words in memory")]

use std::array::from_fn;
use std::hint::black_box;

use super::Block;
use super::steps::sixteen;

/// RFC 1321, 3.3: the state before the first block.
pub(super) const START: State = [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476];

/// RFC 1321, 3.4: the whole part of 2³² · |sin(n)|, n from 1.
#[rustfmt::skip]
pub(super) static SINES: [u32; 64] = [
    0xd76a_a478, 0xe8c7_b756, 0x2420_70db, 0xc1bd_ceee,
    0xf57c_0faf, 0x4787_c62a, 0xa830_4613, 0xfd46_9501,
    0x6980_98d8, 0x8b44_f7af, 0xffff_5bb1, 0x895c_d7be,
    0x6b90_1122, 0xfd98_7193, 0xa679_438e, 0x49b4_0821,
    0xf61e_2562, 0xc040_b340, 0x265e_5a51, 0xe9b6_c7aa,
    0xd62f_105d, 0x0244_1453, 0xd8a1_e681, 0xe7d3_fbc8,
    0x21e1_cde6, 0xc337_07d6, 0xf4d5_0d87, 0x455a_14ed,
    0xa9e3_e905, 0xfcef_a3f8, 0x676f_02d9, 0x8d2a_4c8a,
    0xfffa_3942, 0x8771_f681, 0x6d9d_6122, 0xfde5_380c,
    0xa4be_ea44, 0x4bde_cfa9, 0xf6bb_4b60, 0xbebf_bc70,
    0x289b_7ec6, 0xeaa1_27fa, 0xd4ef_3085, 0x0488_1d05,
    0xd9d4_d039, 0xe6db_99e5, 0x1fa2_7cf8, 0xc4ac_5665,
    0xf429_2244, 0x432a_ff97, 0xab94_23a7, 0xfc93_a039,
    0x655b_59c3, 0x8f0c_cc92, 0xffef_f47d, 0x8584_5dd1,
    0x6fa8_7e4f, 0xfe2c_e6e0, 0xa301_4314, 0x4e08_11a1,
    0xf753_7e82, 0xbd3a_f235, 0x2ad7_d2bb, 0xeb86_d391,
];

/// RFC 1321, 3.4: by how much a step turns, by round and step modulo 4.
const TURNS: [[u32; 4]; 4] = [[7, 12, 17, 22], [5, 9, 14, 20], [4, 11, 16, 23], [6, 10, 15, 21]];

/// RFC 1321, 3.4: the word that a step of a round takes.
#[inline(always)]
pub(super) const fn word(round: usize, step: usize) -> usize {
    let (factor, first) = [(1, 0), (5, 1), (3, 5), (7, 0)][round];
    (factor * step + first) % 16
}

/// The numbers of a step of a round: what it adds, and by how much it turns.
#[inline(always)]
pub(super) fn numbers(sines: &[u32; 64], round: usize, step: usize) -> (u32, u32) {
    (sines[round * 16 + step], TURNS[round][step % 4])
}

/// A message's state.
pub(super) type State = [u32; 4];

/// The numbers of the steps, in a place that the compiler cannot look into: it would add them last,
/// where the chain waits for it.
#[inline(always)]
pub(super) fn sines() -> &'static [u32; 64] {
    black_box(&SINES)
}

/// RFC 1321, 3.4: one step of a round over a block.
#[inline(always)]
pub(super) fn step(
    state: State,
    block: &Block,
    sines: &[u32; 64],
    (round, step): (usize, usize),
) -> State {
    let (words, _) = block.as_chunks();
    let sine = sines[round * 16 + step];
    let own = u32::from_le_bytes(words[word(round, step)]).wrapping_add(sine);
    step_from(state[0].wrapping_add(own), state, (round, step))
}

/// One step of a round, whose word and number make `own`. In the second round the two halves of the sum have
/// no bit in common, so one can wait for `b` alone.
#[inline(always)]
pub(super) fn step_from(sum: u32, [_, b, c, d]: State, (round, step): (usize, usize)) -> State {
    let sum = match round {
        0 => sum.wrapping_add(((c ^ d) & b) ^ d),
        1 => sum.wrapping_add(!d & c).wrapping_add(d & b),
        2 => sum.wrapping_add((c ^ d) ^ b),
        _ => sum.wrapping_add((!d | b) ^ c),
    };
    [d, sum.rotate_left(TURNS[round][step % 4]).wrapping_add(b), b, c]
}

/// By round and word, what a block's steps add without waiting for another.
#[inline(always)]
pub(super) fn owns(block: &Block) -> [[u32; 16]; 4] {
    let (words, _) = block.as_chunks();
    from_fn(|round| from_fn(|at| u32::from_le_bytes(words[at]).wrapping_add(BY_WORD[round][at])))
}

/// By round and word, the number of the step that takes it.
static BY_WORD: [[u32; 16]; 4] = by_word();

const fn by_word() -> [[u32; 16]; 4] {
    let mut numbers = [[0; 16]; 4];
    let mut at = 0;
    while at < 64 {
        let (round, step) = (at / 16, at % 16);
        numbers[round][word(round, step)] = SINES[at];
        at += 1;
    }
    numbers
}

/// One of the four rounds over a block; each goes on from what the one before gave.
#[inline(always)]
pub(super) fn round<const ROUND: usize>(
    mut state: State,
    block: &Block,
    sines: &[u32; 64],
) -> State {
    sixteen!(n => {
        state = step(state, block, sines, (ROUND, n));
    });
    state
}

/// What follows a block: its state with that before it added.
#[inline(always)]
pub(super) fn plus(state: State, before: State) -> State {
    from_fn(|at| state[at].wrapping_add(before[at]))
}
