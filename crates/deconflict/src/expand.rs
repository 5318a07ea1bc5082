//! Bytes that look random, made of a text: `expand_message_xmd` of RFC 9380 §5.3.1 over SHA-512.
//!
//! - **Limits:** a tag has at most 255 bytes; up to 16,320 bytes are made (255 blocks of SHA-512).

use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha512};

/// Bytes that SHA-512 takes at a time (`s_in_bytes` of the RFC).
const BLOCK_BYTES: usize = 128;

/// Longest tag (RFC 9380 §5.3.3 has a way for longer ones, which is not needed here).
pub const TAG_BYTES_MAX: usize = 255;

/// What a text is expanded for: two purposes never give the same bytes (a domain separation tag).
#[derive(Clone)]
pub struct Tag {
    /// SHA-512 after its first block, which is all zeros for every text.
    start: Sha512,
    /// The tag and its length (`DST_prime`).
    prime: Vec<u8>,
}

impl Tag {
    /// The tag made of these parts, one after the other; what lies beyond [`TAG_BYTES_MAX`] bytes is an error
    /// of whoever writes tags, and gives none.
    pub fn new(parts: &[&[u8]]) -> Option<Self> {
        let mut prime = parts.concat();
        let length = u8::try_from(prime.len()).ok()?;
        prime.push(length);
        Some(Self { start: Sha512::new().chain_update([0; BLOCK_BYTES]), prime })
    }

    /// Fills `out` from a text given in parts; `false`, with nothing filled, where it is longer than the RFC allows.
    #[must_use]
    pub fn expand(&self, text: &[&[u8]], out: &mut [u8]) -> bool {
        let Ok(length) = u16::try_from(out.len()) else { return false };
        if out.len() > 255 * 64 {
            return false;
        }
        let mut hash = self.start.clone();
        for part in text {
            hash.update(part);
        }
        hash.update(length.to_be_bytes());
        hash.update([0]);
        hash.update(&self.prime);
        let first: [u8; 64] = hash.finalize().into();
        let mut before = [0; 64];
        for (number, block) in (1_u8..=255).zip(out.chunks_mut(64)) {
            let mixed: [u8; 64] = std::array::from_fn(|at| {
                first.get(at).unwrap_or(&0) ^ before.get(at).unwrap_or(&0)
            });
            let hash = Sha512::new().chain_update(mixed).chain_update([number]);
            before = hash.chain_update(&self.prime).finalize().into();
            block.copy_from_slice(before.get(..block.len()).unwrap_or(&[]));
        }
        true
    }

    /// 64 bytes of a text.
    pub fn uniform(&self, text: &[&[u8]]) -> [u8; 64] {
        let mut out = [0; 64];
        // 64 bytes are within what the RFC allows.
        let _ = self.expand(text, &mut out);
        out
    }

    /// A scalar of a text: 64 bytes, little-endian, modulo the order of the group (RFC 9497 §4.1, `HashToScalar`).
    pub fn scalar(&self, text: &[&[u8]]) -> Scalar {
        Scalar::from_bytes_mod_order_wide(&self.uniform(text))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::vectors::{bytes, hex};

    /// RFC 9380 appendix K.3, and the longer outputs of the same appendix.
    #[test]
    fn the_vectors_of_rfc_9380_hold() {
        let vectors = include_str!("../vectors/rfc9380.txt");
        let tag = Tag::new(&[b"QUUX-V01-CS02-with-expander-SHA512-256"]).unwrap();
        let mut count = 0;
        for line in vectors.lines().filter(|line| !line.starts_with('#')) {
            let (text, expected) = line.split_once('|').unwrap();
            let mut out = vec![0; bytes(expected).len()];
            assert!(tag.expand(&[text.as_bytes()], &mut out));
            assert_eq!(hex(&out), expected, "{text}");
            count += 1;
        }
        assert_eq!(count, 10);
    }

    #[test]
    fn a_tag_too_long_is_none() {
        assert!(Tag::new(&[&[7; 255]]).is_some());
        assert!(Tag::new(&[&[7; 200], &[7; 56]]).is_none());
    }

    #[test]
    fn more_than_the_rfc_allows_is_not_made() {
        let tag = Tag::new(&[b"tag"]).unwrap();
        let mut out = vec![0; 255 * 64 + 1];
        assert!(!tag.expand(&[], &mut out));
        assert!(out.iter().all(|byte| *byte == 0));
        assert!(tag.expand(&[], &mut out[1..]));
        assert!(out[out.len() - 64..].iter().any(|byte| *byte != 0));
    }
}
