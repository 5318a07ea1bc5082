//! The 256 bits of a code, written and compared.

use std::fmt;
use std::str::FromStr;

use thiserror::Error;

/// Hexadecimal digits of a code.
const DIGITS: usize = 64;

/// A perceptual code of 256 bits. Codes are ordered as their hexadecimal is.
// A code lies in one line of the cache: searches read millions of them out of order.
#[repr(align(32))]
#[derive(Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Code {
    /// The bits, the highest word first.
    words: [u64; 4],
}

/// Text that is no code.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("not a perceptual code: 64 hexadecimal digits are expected")]
pub struct MalformedCode;

impl Code {
    /// Of the 32 bytes that its hexadecimal stands for.
    #[inline]
    pub fn from_bytes(bytes: [u8; 32]) -> Self {
        let (chunks, _) = bytes.as_chunks();
        let mut words = [0; 4];
        for (word, chunk) in words.iter_mut().zip(chunks) {
            *word = u64::from_be_bytes(*chunk);
        }
        Self { words }
    }

    /// The 32 bytes that its hexadecimal stands for.
    #[inline]
    pub fn to_bytes(self) -> [u8; 32] {
        let mut bytes = [0; 32];
        let (chunks, _) = bytes.as_chunks_mut();
        for (chunk, word) in chunks.iter_mut().zip(self.words) {
            *chunk = word.to_be_bytes();
        }
        bytes
    }

    /// Of bits by their number; bit 0 is the lowest of the last digit.
    pub(crate) fn from_bits(bits: impl IntoIterator<Item = bool>) -> Self {
        let mut code = Self::default();
        for (number, _) in bits.into_iter().enumerate().filter(|(_, bit)| *bit) {
            if let Some(word) = code.words.iter_mut().rev().nth(number / 64) {
                *word |= 1 << (number % 64);
            }
        }
        code
    }

    /// The bits, the highest word first.
    #[inline]
    pub(crate) const fn words(self) -> [u64; 4] {
        self.words
    }

    /// In how many bits two codes differ.
    #[inline]
    pub const fn distance(self, other: Self) -> u32 {
        let ([a, b, c, d], other) = (self.words, other.words);
        (a ^ other[0]).count_ones()
            + (b ^ other[1]).count_ones()
            + (c ^ other[2]).count_ones()
            + (d ^ other[3]).count_ones()
    }

    /// How many bits are set: 128 where all 256 waves differ, since their median divides them.
    pub const fn ones(self) -> u32 {
        self.distance(Self { words: [0; 4] })
    }
}

impl FromStr for Code {
    type Err = MalformedCode;

    fn from_str(text: &str) -> Result<Self, MalformedCode> {
        if text.len() != DIGITS || !text.bytes().all(|digit| digit.is_ascii_hexdigit()) {
            return Err(MalformedCode);
        }
        let mut bytes = [0; 32];
        for (number, byte) in bytes.iter_mut().enumerate() {
            let pair = text.get(2 * number..2 * number + 2).ok_or(MalformedCode)?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| MalformedCode)?;
        }
        Ok(Self::from_bytes(bytes))
    }
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.words.iter().try_for_each(|word| write!(f, "{word:016x}"))
    }
}

impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Code({self})")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_reads_as_it_is_written_and_nothing_else_is_one() {
        let text = "f8f8f0cee0f4a84f06370a22038f63f0b36e2ed596621e1d33e6b39c4e9c9b22";
        let code: Code = text.parse().unwrap();
        assert_eq!(code.to_string(), text);
        assert_eq!(Code::from_bytes(code.to_bytes()), code);
        for malformed in ["", &text[1..], &text.replace('f', "+"), &text.replace("f8f8", "é8é")] {
            assert_eq!(malformed.parse::<Code>(), Err(MalformedCode), "{malformed}");
        }
    }

    #[test]
    fn bits_are_numbered_from_the_last_digit() {
        let code = Code::from_bits((0..256).map(|number| number == 0 || number == 255));
        assert_eq!(code.to_string(), format!("8{:0>62}1", ""));
        assert_eq!(code.ones(), 2);
    }
}
