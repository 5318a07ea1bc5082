//! MD5, SHA-1 and SHA-256 of one content, step by step together, by a processor's own instructions for
//! SHA (x86-64 with the SHA extensions).
//!
//! The steps of MD5 wait for each other and leave most of a processor idle ([`super::md5`]); four steps of
//! SHA-1 or of SHA-256 stand beside every two of them, so that all three take hardly longer than MD5 alone.
//! Whole blocks of the others between its rounds ([`super::states`]) are too long for a processor to see
//! past. Measured on a Zen 5: .92 GB/s, blocks between rounds .81; of two contents at a time 1.4.

use multiversion::multiversion;
use multiversion::target::match_target;

use super::Block;
use super::states::States;

/// Takes whole blocks; `false`, and nothing is taken, where the processor has no such instructions.
#[multiversion(targets("x86_64+sha+sse4.1+ssse3"))]
pub(super) fn take(states: &mut States, blocks: &[Block]) -> bool {
    match_target! {
        "x86_64+sha+sse4.1+ssse3" => {
            with_sha::take(&mut [states], [blocks]);
            true
        },
        _ => {
            let _ = (states, blocks);
            false
        },
    }
}

/// Takes whole blocks of two contents, as many of the one as of the other (what is more is left out); else
/// as [`take`].
#[multiversion(targets("x86_64+sha+sse4.1+ssse3"))]
pub(super) fn take_two(states: &mut [&mut States; 2], blocks: [&[Block]; 2]) -> bool {
    match_target! {
        "x86_64+sha+sse4.1+ssse3" => {
            with_sha::take(states, blocks);
            true
        },
        _ => {
            let _ = (states, blocks);
            false
        },
    }
}

#[cfg(target_arch = "x86_64")]
mod with_sha {
    #![expect(clippy::indexing_slicing, reason = "by steps and words that were counted")]
    #![expect(clippy::inline_always, reason = "a step that is called keeps its words in memory")]
    #![expect(clippy::many_single_char_names, reason = "the standards name their words so")]

    use std::arch::x86_64::{
        __m128i, _mm_add_epi32, _mm_alignr_epi8, _mm_extract_epi32, _mm_set_epi32, _mm_set_epi64x,
        _mm_setzero_si128, _mm_sha1msg1_epu32, _mm_sha1msg2_epu32, _mm_sha1nexte_epu32,
        _mm_sha1rnds4_epu32, _mm_sha256msg1_epu32, _mm_sha256msg2_epu32, _mm_sha256rnds2_epu32,
        _mm_shuffle_epi8, _mm_shuffle_epi32, _mm_xor_si128,
    };
    use std::hint::black_box;

    use super::super::md5;
    use super::super::sha256::ROOTS;
    use super::super::steps::{sixteen, twenty};
    use super::{Block, States};

    /// Of so many groups of steps, one begins where the compiler does not know whether the loop goes on.
    /// It does, but no step is moved across: otherwise all steps of MD5 would stand before all others.
    const APART: usize = 10;

    /// The words of a state as SHA-1's instructions want them: the first four, and the last.
    type Sha1 = (__m128i, __m128i);

    /// As SHA-256's want them: the first, second, fifth and sixth, and the others.
    type Sha256 = (__m128i, __m128i);

    /// The states of one content, as its instructions want them.
    #[derive(Clone, Copy)]
    struct Own {
        md5: md5::State,
        sha1: Sha1,
        sha256: Sha256,
    }

    impl Own {
        #[inline]
        #[target_feature(enable = "sha,sse4.1,ssse3")]
        fn of(states: &States) -> Self {
            let (sha1, sha256) = (sha1_of(states.sha1), sha256_of(states.sha256));
            Self { md5: states.md5, sha1, sha256 }
        }

        #[inline]
        #[target_feature(enable = "sha,sse4.1,ssse3")]
        fn states(self) -> States {
            let (sha1, sha256) = (words_of_sha1(self.sha1), words_of_sha256(self.sha256));
            States { md5: self.md5, sha1, sha256 }
        }

        /// Two steps of a round of MD5, from `step` on. Of several contents, the sum is hidden from the
        /// compiler, which would add the word last and mix the chains (1.27 GB/s, so 1.42).
        #[inline(always)]
        fn two_of_md5<const COUNT: usize>(
            &mut self,
            owns: &[[u32; 16]; 4],
            (round, step): (usize, usize),
        ) {
            for step in [step, step + 1] {
                let sum = self.md5[0].wrapping_add(owns[round][md5::word(round, step)]);
                let sum = if COUNT > 1 { black_box(sum) } else { sum };
                self.md5 = md5::step_from(sum, self.md5, (round, step));
            }
        }

        /// With what the block began with added.
        #[inline]
        #[target_feature(enable = "sha,sse4.1,ssse3")]
        fn plus(self, before: Self) -> Self {
            let (sha1, sha256) = (self.sha1, self.sha256);
            Self {
                md5: md5::plus(self.md5, before.md5),
                sha1: (
                    _mm_add_epi32(sha1.0, before.sha1.0),
                    _mm_sha1nexte_epu32(sha1.1, before.sha1.1),
                ),
                sha256: (
                    _mm_add_epi32(sha256.0, before.sha256.0),
                    _mm_add_epi32(sha256.1, before.sha256.1),
                ),
            }
        }
    }

    /// Takes as many blocks of each content as there are of all.
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    pub(super) fn take<const COUNT: usize>(
        states: &mut [&mut States; COUNT],
        blocks: [&[Block]; COUNT],
    ) {
        let mut own = [Own::of(&States::START); COUNT];
        for at in 0..COUNT {
            own[at] = Own::of(states[at]);
        }
        let count = blocks.iter().map(|blocks| blocks.len()).min().unwrap_or(0);
        'blocks: for number in 0..count {
            let before = own;
            let mut words = [[_mm_setzero_si128(); 4]; COUNT];
            let of_md5 = blocks.map(|blocks| md5::owns(&blocks[number]));
            // Or the compiler would add again what is added here at once.
            let of_md5 = black_box(&of_md5);
            twenty!(n => {
                if n.is_multiple_of(APART) && black_box(false) {
                    break 'blocks;
                }
                for at in 0..COUNT {
                    let own = &mut own[at];
                    own.sha1 = sha1_four(own.sha1, &blocks[at][number], &mut words[at], n);
                    if n < 16 {
                        own.two_of_md5::<COUNT>(&of_md5[at], (n / 8, 2 * n % 16));
                    }
                }
            });
            sixteen!(n => {
                if n.is_multiple_of(APART) && black_box(false) {
                    break 'blocks;
                }
                for at in 0..COUNT {
                    let own = &mut own[at];
                    own.sha256 = sha256_four(own.sha256, &blocks[at][number], &mut words[at], n);
                    own.two_of_md5::<COUNT>(&of_md5[at], (2 + n / 8, 2 * n % 16));
                }
            });
            for at in 0..COUNT {
                own[at] = own[at].plus(before[at]);
            }
        }
        for at in 0..COUNT {
            *states[at] = own[at].states();
        }
    }

    /// Four steps of SHA-1; `words` are the last sixteen.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn sha1_four((abcd, e): Sha1, block: &Block, words: &mut [__m128i; 4], n: usize) -> Sha1 {
        let four = if n < 4 {
            let order = _mm_set_epi64x(0x0001_0203_0405_0607, 0x0809_0a0b_0c0d_0e0f);
            _mm_shuffle_epi8(quarter_of(block, n), order)
        } else {
            let sum = _mm_sha1msg1_epu32(words[n % 4], words[(n + 1) % 4]);
            _mm_sha1msg2_epu32(_mm_xor_si128(sum, words[(n + 2) % 4]), words[(n + 3) % 4])
        };
        words[n % 4] = four;
        let e = if n == 0 { _mm_add_epi32(e, four) } else { _mm_sha1nexte_epu32(e, four) };
        let next = match n / 5 {
            0 => _mm_sha1rnds4_epu32(abcd, e, 0),
            1 => _mm_sha1rnds4_epu32(abcd, e, 1),
            2 => _mm_sha1rnds4_epu32(abcd, e, 2),
            _ => _mm_sha1rnds4_epu32(abcd, e, 3),
        };
        (next, abcd)
    }

    /// Four steps of SHA-256; `words` are the last sixteen.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn sha256_four(
        (abef, cdgh): Sha256,
        block: &Block,
        words: &mut [__m128i; 4],
        n: usize,
    ) -> Sha256 {
        let four = if n < 4 {
            let order = _mm_set_epi64x(0x0c0d_0e0f_0809_0a0b, 0x0405_0607_0001_0203);
            _mm_shuffle_epi8(quarter_of(block, n), order)
        } else {
            let late = words[(n + 3) % 4];
            let sum = _mm_sha256msg1_epu32(words[n % 4], words[(n + 1) % 4]);
            let sum = _mm_add_epi32(sum, _mm_alignr_epi8(late, words[(n + 2) % 4], 4));
            _mm_sha256msg2_epu32(sum, late)
        };
        words[n % 4] = four;
        let roots = [ROOTS[4 * n], ROOTS[4 * n + 1], ROOTS[4 * n + 2], ROOTS[4 * n + 3]];
        let own = _mm_add_epi32(four, of_words(roots));
        let cdgh = _mm_sha256rnds2_epu32(cdgh, abef, own);
        let abef = _mm_sha256rnds2_epu32(abef, cdgh, _mm_shuffle_epi32(own, 0x0e));
        (abef, cdgh)
    }

    /// Sixteen bytes of a block.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn quarter_of(block: &Block, at: usize) -> __m128i {
        let (eights, _) = block.as_chunks();
        let eight = |at: usize| i64::from_le_bytes(eights[at]);
        _mm_set_epi64x(eight(2 * at + 1), eight(2 * at))
    }

    /// Four words, the first in the lowest place.
    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn of_words(words: [u32; 4]) -> __m128i {
        let [a, b, c, d] = words.map(u32::cast_signed);
        _mm_set_epi32(d, c, b, a)
    }

    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn to_words(four: __m128i) -> [u32; 4] {
        let words = [
            _mm_extract_epi32(four, 0),
            _mm_extract_epi32(four, 1),
            _mm_extract_epi32(four, 2),
            _mm_extract_epi32(four, 3),
        ];
        words.map(i32::cast_unsigned)
    }

    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn sha1_of([a, b, c, d, e]: [u32; 5]) -> Sha1 {
        (of_words([d, c, b, a]), of_words([0, 0, 0, e]))
    }

    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn words_of_sha1((abcd, e): Sha1) -> [u32; 5] {
        let ([d, c, b, a], [.., e]) = (to_words(abcd), to_words(e));
        [a, b, c, d, e]
    }

    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn sha256_of([a, b, c, d, e, f, g, h]: [u32; 8]) -> Sha256 {
        (of_words([f, e, b, a]), of_words([h, g, d, c]))
    }

    #[inline]
    #[target_feature(enable = "sha,sse4.1,ssse3")]
    fn words_of_sha256((abef, cdgh): Sha256) -> [u32; 8] {
        let ([f, e, b, a], [h, g, d, c]) = (to_words(abef), to_words(cdgh));
        [a, b, c, d, e, f, g, h]
    }
}
