//! The steps of SHA-1 (FIPS 180-4, 6.1.2), of several messages side by side.
//!
//! One message goes through the crate `sha1`, which uses a processor's own instructions.

#![expect(clippy::indexing_slicing, reason = "by steps and words that were counted")]
#![expect(clippy::many_single_char_names, reason = "the standard names its words so")]
#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use pulp::Simd;

use super::steps::twenty;
use super::vector::Vector;

/// FIPS 180-4, 5.3.1: the state before the first block.
pub(super) const START: [u32; 5] =
    [0x6745_2301, 0xefcd_ab89, 0x98ba_dcfe, 0x1032_5476, 0xc3d2_e1f0];

/// FIPS 180-4, 4.2.1: the number of each twenty steps.
const NUMBERS: [u32; 4] = [0x5a82_7999, 0x6ed9_eba1, 0x8f1b_bcdc, 0xca62_c1d6];

/// What a step mixes its words by, in each twenty (FIPS 180-4, 4.1.1).
#[inline(always)]
fn mix<S: Simd, const QUARTER: usize>(b: Vector<S>, c: Vector<S>, d: Vector<S>) -> Vector<S> {
    match QUARTER {
        0 => ((c ^ d) & b) ^ d,
        2 => (b & c) | (d & (b | c)),
        _ => b ^ c ^ d,
    }
}

/// Twenty steps of the eighty; `words` are those of the block, or what earlier steps left of them.
#[inline(always)]
pub(super) fn quarter<S: Simd, const QUARTER: usize>(
    mut state: [Vector<S>; 5],
    words: &mut [Vector<S>; 16],
) -> [Vector<S>; 5] {
    let number = Vector::of_one(words[0].0, NUMBERS[QUARTER]);
    twenty!(n => {
        let at = QUARTER * 20 + n;
        if at >= 16 {
            let sum = words[(at + 13) % 16] ^ words[(at + 8) % 16];
            words[at % 16] = (sum ^ words[(at + 2) % 16] ^ words[at % 16]).turned(1);
        }
        let [a, b, c, d, e] = state;
        let sum = (e + (words[at % 16] + number)) + mix::<S, QUARTER>(b, c, d) + a.turned(5);
        state = [sum, a, b.turned(30), c, d];
    });
    state
}
