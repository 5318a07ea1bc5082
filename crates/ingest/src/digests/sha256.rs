//! The steps of SHA-256 (FIPS 180-4, 6.2.2), of several messages side by side.
//!
//! One message goes through the crate `sha2`, which uses a processor's own instructions.

#![expect(clippy::indexing_slicing, reason = "by steps and words that were counted")]
#![expect(clippy::many_single_char_names, reason = "the standard names its words so")]
#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use pulp::Simd;

use super::steps::sixteen;
use super::vector::Vector;

/// FIPS 180-4, 5.3.3: the state before the first block.
#[rustfmt::skip]
pub(super) const START: [u32; 8] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a,
    0x510e_527f, 0x9b05_688c, 0x1f83_d9ab, 0x5be0_cd19,
];

/// FIPS 180-4, 4.2.2: the first bits behind the point of the cube roots of the first primes.
#[rustfmt::skip]
pub(super) static ROOTS: [u32; 64] = [
    0x428a_2f98, 0x7137_4491, 0xb5c0_fbcf, 0xe9b5_dba5,
    0x3956_c25b, 0x59f1_11f1, 0x923f_82a4, 0xab1c_5ed5,
    0xd807_aa98, 0x1283_5b01, 0x2431_85be, 0x550c_7dc3,
    0x72be_5d74, 0x80de_b1fe, 0x9bdc_06a7, 0xc19b_f174,
    0xe49b_69c1, 0xefbe_4786, 0x0fc1_9dc6, 0x240c_a1cc,
    0x2de9_2c6f, 0x4a74_84aa, 0x5cb0_a9dc, 0x76f9_88da,
    0x983e_5152, 0xa831_c66d, 0xb003_27c8, 0xbf59_7fc7,
    0xc6e0_0bf3, 0xd5a7_9147, 0x06ca_6351, 0x1429_2967,
    0x27b7_0a85, 0x2e1b_2138, 0x4d2c_6dfc, 0x5338_0d13,
    0x650a_7354, 0x766a_0abb, 0x81c2_c92e, 0x9272_2c85,
    0xa2bf_e8a1, 0xa81a_664b, 0xc24b_8b70, 0xc76c_51a3,
    0xd192_e819, 0xd699_0624, 0xf40e_3585, 0x106a_a070,
    0x19a4_c116, 0x1e37_6c08, 0x2748_774c, 0x34b0_bcb5,
    0x391c_0cb3, 0x4ed8_aa4a, 0x5b9c_ca4f, 0x682e_6ff3,
    0x748f_82ee, 0x78a5_636f, 0x84c8_7814, 0x8cc7_0208,
    0x90be_fffa, 0xa450_6ceb, 0xbef9_a3f7, 0xc671_78f2,
];

/// Sixteen steps of the sixty-four; `words` are those of the block, or what earlier steps left of them.
#[inline(always)]
pub(super) fn quarter<S: Simd, const QUARTER: usize>(
    mut state: [Vector<S>; 8],
    words: &mut [Vector<S>; 16],
) -> [Vector<S>; 8] {
    let simd = words[0].0;
    sixteen!(n => {
        if QUARTER > 0 {
            let (late, early) = (words[(n + 14) % 16], words[(n + 1) % 16]);
            let late = late.turned(15) ^ late.turned(13) ^ late.shifted(10);
            let early = early.turned(25) ^ early.turned(14) ^ early.shifted(3);
            words[n] = (words[n] + words[(n + 9) % 16]) + early + late;
        }
        let [a, b, c, d, e, f, g, h] = state;
        let own = words[n] + Vector::of_one(simd, ROOTS[QUARTER * 16 + n]);
        let choice = ((f ^ g) & e) ^ g;
        let sum = (h + own) + choice + (e.turned(26) ^ e.turned(21) ^ e.turned(7));
        let most = (a & b) | (c & (a | b));
        let other = most + (a.turned(30) ^ a.turned(19) ^ a.turned(10));
        state = [sum + other, a, b, c, d + sum, e, f, g];
    });
    state
}
