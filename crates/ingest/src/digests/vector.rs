//! The words of a processor's vectors: one of each of several messages.
//!
//! Of 16 messages with AVX-512, of 8 with AVX2, of 4 on aarch64; `pulp` chooses when the program runs.

#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use std::ops::{Add, BitAnd, BitOr, BitXor, Not};

use pulp::Simd;

/// One word of each message.
#[derive(Clone, Copy)]
pub(super) struct Vector<S: Simd>(pub(super) S, S::u32s);

impl<S: Simd> Vector<S> {
    #[inline(always)]
    pub(super) fn of(simd: S, words: &[u32]) -> Self {
        Self(simd, simd.partial_load_u32s(words))
    }

    #[inline(always)]
    pub(super) fn of_one(simd: S, word: u32) -> Self {
        Self(simd, simd.splat_u32s(word))
    }

    #[inline(always)]
    pub(super) fn store(self, words: &mut [u32]) {
        self.0.partial_store_u32s(words, self.1);
    }

    /// Turned left.
    #[inline(always)]
    pub(super) fn turned(self, by: u32) -> Self {
        let Self(simd, words) = self;
        let left = simd.wrapping_dyn_shl_u32s(words, simd.splat_u32s(by));
        let right = simd.wrapping_dyn_shr_u32s(words, simd.splat_u32s(32 - by));
        Self(simd, simd.or_u32s(left, right))
    }

    /// Shifted right.
    #[inline(always)]
    pub(super) fn shifted(self, by: u32) -> Self {
        let Self(simd, words) = self;
        Self(simd, simd.wrapping_dyn_shr_u32s(words, simd.splat_u32s(by)))
    }

    /// The bytes of each word in the other order.
    #[inline(always)]
    pub(super) fn swapped(self) -> Self {
        let Self(simd, words) = self;
        let left = |by| Self(simd, simd.wrapping_dyn_shl_u32s(words, simd.splat_u32s(by)));
        let of_one = |word| Self::of_one(simd, word);
        (left(24) | (left(8) & of_one(0xff_0000)))
            | ((self.shifted(8) & of_one(0xff00)) | self.shifted(24))
    }
}

macro_rules! operator {
    ($operator:ident, $method:ident, $of_simd:ident) => {
        impl<S: Simd> $operator for Vector<S> {
            type Output = Self;

            #[inline(always)]
            fn $method(self, other: Self) -> Self {
                Self(self.0, self.0.$of_simd(self.1, other.1))
            }
        }
    };
}

operator!(Add, add, add_u32s);
operator!(BitAnd, bitand, and_u32s);
operator!(BitOr, bitor, or_u32s);
operator!(BitXor, bitxor, xor_u32s);

impl<S: Simd> Not for Vector<S> {
    type Output = Self;

    #[inline(always)]
    fn not(self) -> Self {
        Self(self.0, self.0.not_u32s(self.1))
    }
}
