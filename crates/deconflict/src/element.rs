//! Elements of the group ristretto255 (RFC 9496): 32 bytes, each with exactly one meaning.
//!
//! Three kinds of bytes are refused wherever they come from: those that are no canonical encoding (RFC 9496
//! §4.3.1), the identity, and a wrong length. What is left has prime order, so that no small subgroup exists.

use curve25519_dalek::ristretto::{CompressedRistretto, RistrettoPoint};
use curve25519_dalek::traits::IsIdentity;

use crate::expand::Tag;

/// An element as it stands in a message: the canonical encoding of RFC 9496 §4.3.2.
pub type Element = [u8; 32];

/// Bytes of an [`Element`].
pub const ELEMENT_BYTES: usize = 32;

/// Why 32 bytes are no element that a party may send.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum BadElement {
    /// They are no canonical encoding.
    #[error("no canonical encoding of an element")]
    NotCanonical,
    /// They are the identity, which every key leaves as it is.
    #[error("the identity")]
    Identity,
}

/// The point that an element stands for.
pub(crate) fn decode(element: &Element) -> Result<RistrettoPoint, BadElement> {
    let point = CompressedRistretto(*element).decompress().ok_or(BadElement::NotCanonical)?;
    if point.is_identity() { Err(BadElement::Identity) } else { Ok(point) }
}

/// The element of a text (RFC 9380 §B, RFC 9497 §4.1 `HashToGroup`): nobody knows its logarithm to any other.
pub(crate) fn hash_to_group(tag: &Tag, text: &[&[u8]]) -> RistrettoPoint {
    RistrettoPoint::from_uniform_bytes(&tag.uniform(text))
}

#[cfg(test)]
mod tests {
    use curve25519_dalek::scalar::Scalar;

    use super::*;
    use crate::vectors::{bytes, hex, sections};

    const RFC_9496: &str = include_str!("../vectors/rfc9496.txt");

    fn element(text: &str) -> Element {
        bytes(text).try_into().unwrap()
    }

    #[test]
    fn multiples_of_the_generator_are_those_of_rfc_9496() {
        let lines = sections(RFC_9496, "multiples");
        assert_eq!(lines.len(), 16);
        for (at, line) in lines.iter().enumerate() {
            let point = RistrettoPoint::mul_base(&Scalar::from(at as u64));
            assert_eq!(hex(&point.compress().0), *line);
            let decoded = decode(&element(line));
            assert_eq!(decoded, if at == 0 { Err(BadElement::Identity) } else { Ok(point) });
        }
    }

    #[test]
    fn bad_encodings_of_rfc_9496_are_refused() {
        let lines = sections(RFC_9496, "bad");
        assert_eq!(lines.len(), 29);
        for line in lines {
            assert_eq!(decode(&element(line)), Err(BadElement::NotCanonical), "{line}");
        }
    }

    #[test]
    fn the_map_is_that_of_rfc_9496() {
        let lines = sections(RFC_9496, "map");
        assert_eq!(lines.len(), 7);
        for line in lines {
            let (uniform, mapped) = line.split_once(' ').unwrap();
            let uniform: [u8; 64] = bytes(uniform).try_into().unwrap();
            assert_eq!(hex(&RistrettoPoint::from_uniform_bytes(&uniform).compress().0), mapped);
        }
    }
}
