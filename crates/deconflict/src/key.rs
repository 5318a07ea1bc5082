//! The secret scalar of one party for one session, and what is derived beside it.
//!
//! A session has one secret of 32 random bytes. The scalar and every nonce follow from it, so that a step made again
//! after a crash gives the same bytes and nothing else has to be kept. All of it is overwritten when it is dropped.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::element::Element;
use crate::expand::Tag;

/// The secret scalar of a party, with its public element.
pub struct Key {
    scalar: Scalar,
    /// Half of the scalar: doubling comes free with encoding many points at once.
    half: Scalar,
    public: Element,
}

impl Key {
    /// The key of a scalar; nothing for zero, which hides nothing.
    pub fn new(mut scalar: Scalar) -> Option<Self> {
        if bool::from(scalar.ct_eq(&Scalar::ZERO)) {
            return None;
        }
        let public = RistrettoPoint::mul_base(&scalar).compress().0;
        let key = Self { scalar, half: scalar.div_by_2(), public };
        scalar.zeroize();
        Some(key)
    }

    /// The key that follows from the secret of a session under a tag of its charter.
    pub fn derive(secret: &Secret, tag: &Tag) -> Option<Self> {
        Self::new(secret.scalar(tag, &[]))
    }

    /// The public element: the generator times the scalar.
    pub fn public(&self) -> &Element {
        &self.public
    }

    pub(crate) fn scalar(&self) -> &Scalar {
        &self.scalar
    }

    pub(crate) fn half(&self) -> &Scalar {
        &self.half
    }
}

/// The 32 random bytes from which everything secret of a session follows.
#[derive(Clone)]
pub struct Secret([u8; 32]);

impl Secret {
    /// Takes 32 bytes; they must come from the generator of the operating system and be used for one session only.
    pub fn new(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }

    /// A scalar for one purpose.
    pub(crate) fn scalar(&self, tag: &Tag, text: &[&[u8]]) -> Scalar {
        let mut wide = [0; 64];
        self.fill(tag, text, &mut wide);
        let scalar = Scalar::from_bytes_mod_order_wide(&wide);
        wide.zeroize();
        scalar
    }

    /// 32 bytes for one purpose.
    pub(crate) fn nonce(&self, tag: &Tag, text: &[&[u8]]) -> [u8; 32] {
        let mut nonce = [0; 32];
        self.fill(tag, text, &mut nonce);
        nonce
    }

    fn fill(&self, tag: &Tag, text: &[&[u8]], out: &mut [u8]) {
        let mut parts: Vec<&[u8]> = vec![&self.0];
        parts.extend_from_slice(text);
        // Both lengths that are asked for are within what the RFC allows.
        let _ = tag.expand(&parts, out);
    }
}

impl Drop for Key {
    fn drop(&mut self) {
        self.scalar.zeroize();
        self.half.zeroize();
    }
}

impl Drop for Secret {
    fn drop(&mut self) {
        self.0.zeroize();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zero_is_no_key() {
        assert!(Key::new(Scalar::ZERO).is_none());
        assert!(Key::new(Scalar::ONE).is_some());
    }

    #[test]
    fn halves_make_the_whole() {
        let tag = Tag::new(&[b"test"]).unwrap();
        let key = Key::derive(&Secret::new([7; 32]), &tag).unwrap();
        assert_eq!(key.half + key.half, key.scalar);
        assert_eq!(RistrettoPoint::mul_base(&key.scalar).compress().0, key.public);
    }

    #[test]
    fn purposes_and_secrets_give_different_scalars() {
        let (one, two) = (Tag::new(&[b"one"]).unwrap(), Tag::new(&[b"two"]).unwrap());
        let secret = Secret::new([7; 32]);
        assert_ne!(secret.scalar(&one, &[]), secret.scalar(&two, &[]));
        assert_ne!(secret.scalar(&one, &[]), Secret::new([8; 32]).scalar(&one, &[]));
        assert_ne!(secret.nonce(&one, &[b"1"]), secret.nonce(&one, &[b"2"]));
        assert_eq!(secret.nonce(&one, &[b"1"]), secret.nonce(&one, &[b"1"]));
    }
}
