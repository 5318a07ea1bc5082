//! One identifier asked at a time: the VOPRF of RFC 9497 §3.3.2 on ristretto255 with SHA-512, byte for byte.
//!
//! The asker blinds; the keeper of the key answers with a proof; the asker takes the blind off and has 64 bytes that
//! only this key gives for this input. The keeper sees neither input nor output.
//!
//! - **Limits:** one input a proof ([`crate::proof`] says why); an input has at most 65,535 bytes.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use sha2::{Digest as _, Sha512};
use subtle::ConstantTimeEq;
use zeroize::Zeroize;

use crate::element::{BadElement, Element, decode, hash_to_group};
use crate::expand::Tag;
use crate::key::Key;
use crate::proof::{Batch, Context, Proof};

/// `contextString` of RFC 9497 §3.1 for mode 1.
const CONTEXT: &[u8] = b"OPRFV1-\x01-ristretto255-SHA512";

/// Why there is no answer to a query.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NoAnswer {
    /// The input is longer than 65,535 bytes, or its element is the identity.
    #[error("the input cannot be asked")]
    BadInput,
    /// What came is no element.
    #[error("what came is {0}")]
    BadElement(#[from] BadElement),
    /// The answer was not made with the key that was agreed.
    #[error("the answer was not made with the agreed key")]
    ProofFails,
    /// A tag could not be made; its text is fixed, so that this does not happen.
    #[error("a tag could not be made")]
    NoTag,
}

/// A query that waits for its answer; the blind is overwritten when it is dropped.
pub struct Query {
    input: Vec<u8>,
    blind: Scalar,
    /// What the keeper of the key is given.
    pub blinded: Element,
}

/// What the keeper of a key gives back.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Answer {
    /// The blinded element under the key.
    pub evaluated: Element,
    /// That it was made with the key.
    pub proof: Proof,
}

impl Query {
    /// Blinds an input (`Blind`); `blind` must be uniform, secret, and used once.
    pub fn new(input: &[u8], blind: Scalar) -> Result<Self, NoAnswer> {
        if u16::try_from(input.len()).is_err() || bool::from(blind.ct_eq(&Scalar::ZERO)) {
            return Err(NoAnswer::BadInput);
        }
        let tag = Tag::new(&[b"HashToGroup-", CONTEXT]).ok_or(NoAnswer::NoTag)?;
        let blinded = (hash_to_group(&tag, &[input]) * blind).compress().0;
        decode(&blinded).map_err(|_| NoAnswer::BadInput)?;
        Ok(Self { input: input.to_vec(), blind, blinded })
    }

    /// Checks an answer against the agreed public element and gives the 64 bytes (`Finalize`).
    pub fn finish(&self, public: &Element, answer: &Answer) -> Result<[u8; 64], NoAnswer> {
        let evaluated = decode(&answer.evaluated)?;
        let (asked, replies) = ([self.blinded], [answer.evaluated]);
        let points = [decode(&self.blinded)?];
        let batch = Batch { asked: &asked, asked_points: &points, replies: &replies };
        let context = Context::new(CONTEXT).ok_or(NoAnswer::NoTag)?;
        let key = (public, &decode(public)?);
        if !answer.proof.holds(key, &context, &batch, &[evaluated]) {
            return Err(NoAnswer::ProofFails);
        }
        let unblinded = (evaluated * self.blind.invert()).compress().0;
        Ok(output(&self.input, &unblinded))
    }
}

impl Drop for Query {
    fn drop(&mut self) {
        self.blind.zeroize();
        self.input.zeroize();
    }
}

/// Answers a blinded element (`BlindEvaluate`); `random` must be uniform, secret, and used once.
pub fn answer(key: &Key, blinded: &Element, random: &Scalar) -> Result<Answer, NoAnswer> {
    let point = decode(blinded)?;
    let evaluated = (point * key.scalar()).compress().0;
    let context = Context::new(CONTEXT).ok_or(NoAnswer::NoTag)?;
    let batch = Batch { asked: &[*blinded], asked_points: &[point], replies: &[evaluated] };
    Ok(Answer { evaluated, proof: Proof::make(key, &context, &batch, random) })
}

/// What the key gives for an input of its keeper's own (`Evaluate`).
pub fn evaluate(key: &Key, input: &[u8]) -> Result<[u8; 64], NoAnswer> {
    if u16::try_from(input.len()).is_err() {
        return Err(NoAnswer::BadInput);
    }
    let tag = Tag::new(&[b"HashToGroup-", CONTEXT]).ok_or(NoAnswer::NoTag)?;
    let point: RistrettoPoint = hash_to_group(&tag, &[input]) * key.scalar();
    Ok(output(input, &point.compress().0))
}

/// The key that follows from a seed (`DeriveKeyPair`, RFC 9497 §3.2.1).
pub fn derive_key(seed: &[u8; 32], info: &[u8]) -> Option<Key> {
    let length = u16::try_from(info.len()).ok()?.to_be_bytes();
    let tag = Tag::new(&[b"DeriveKeyPair", CONTEXT])?;
    (0..=u8::MAX).find_map(|counter| Key::new(tag.scalar(&[seed, &length, info, &[counter]])))
}

fn output(input: &[u8], element: &Element) -> [u8; 64] {
    let length = u16::try_from(input.len()).unwrap_or(u16::MAX).to_be_bytes();
    let hash = Sha512::new().chain_update(length).chain_update(input);
    hash.chain_update([0, 32]).chain_update(element).chain_update(b"Finalize").finalize().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mask::{points, times};
    use crate::vectors::{bytes, hex};

    const RFC_9497: &str = include_str!("../vectors/rfc9497.txt");

    fn value<'a>(text: &'a str, name: &str) -> &'a str {
        text.lines().find_map(|line| line.strip_prefix(name)?.strip_prefix(' ')).unwrap()
    }

    fn scalar(hex: &str) -> Scalar {
        Scalar::from_canonical_bytes(bytes(hex).try_into().unwrap()).unwrap()
    }

    fn rfc_key() -> Key {
        let seed = bytes(value(RFC_9497, "seed")).try_into().unwrap();
        derive_key(&seed, &bytes(value(RFC_9497, "keyInfo"))).unwrap()
    }

    #[test]
    fn the_key_is_that_of_rfc_9497() {
        let key = rfc_key();
        assert_eq!(hex(key.scalar().as_bytes()), value(RFC_9497, "skSm"));
        assert_eq!(hex(key.public()), value(RFC_9497, "pkSm"));
    }

    #[test]
    fn single_queries_are_those_of_rfc_9497() {
        let key = rfc_key();
        for vector in RFC_9497.split("[vector]\n").skip(1).take(2) {
            let input = bytes(value(vector, "Input"));
            let query = Query::new(&input, scalar(value(vector, "Blind"))).unwrap();
            assert_eq!(hex(&query.blinded), value(vector, "BlindedElement"));
            let random = scalar(value(vector, "ProofRandomScalar"));
            let answer = answer(&key, &query.blinded, &random).unwrap();
            assert_eq!(hex(&answer.evaluated), value(vector, "EvaluationElement"));
            assert_eq!(hex(&answer.proof.to_bytes()), value(vector, "Proof"));
            let output = query.finish(key.public(), &answer).unwrap();
            assert_eq!(hex(&output), value(vector, "Output"));
            assert_eq!(evaluate(&key, &input).unwrap(), output);
        }
    }

    /// The batch of two: the proof of [`crate::proof`] is the RFC's for more than one pair, too.
    #[test]
    fn a_batch_is_proved_as_in_rfc_9497() {
        let key = rfc_key();
        let vector = RFC_9497.split("[vector]\n").nth(3).unwrap();
        let all = |name| {
            let parts = value(vector, name).split(',');
            parts.map(|hex| bytes(hex).try_into().unwrap()).collect::<Vec<Element>>()
        };
        let (asked, replies) = (all("BlindedElement"), all("EvaluationElement"));
        let asked_points = points(&asked).unwrap();
        assert_eq!(times(&key, asked_points.iter().copied()), replies);
        let batch = Batch { asked: &asked, asked_points: &asked_points, replies: &replies };
        let context = Context::new(CONTEXT).unwrap();
        let random = scalar(value(vector, "ProofRandomScalar"));
        let proof = Proof::make(&key, &context, &batch, &random);
        assert_eq!(hex(&proof.to_bytes()), value(vector, "Proof"));
        let read = Proof::from_bytes(&proof.to_bytes()).unwrap();
        let reply_points = points(&replies).unwrap();
        let public = (key.public(), &decode(key.public()).unwrap());
        assert!(read.holds(public, &context, &batch, &reply_points));
        let swapped: Vec<_> = reply_points.iter().rev().copied().collect();
        assert!(!read.holds(public, &context, &batch, &swapped));
    }

    #[test]
    fn an_answer_under_another_key_is_refused() {
        let (key, other) = (rfc_key(), Key::new(Scalar::from(7_u8)).unwrap());
        let query = Query::new(b"x", Scalar::from(5_u8)).unwrap();
        let random = Scalar::from(9_u8);
        let right = answer(&key, &query.blinded, &random).unwrap();
        let wrong = answer(&other, &query.blinded, &random).unwrap();
        assert!(query.finish(key.public(), &right).is_ok());
        assert_eq!(query.finish(key.public(), &wrong), Err(NoAnswer::ProofFails));
        let mixed = Answer { evaluated: wrong.evaluated, proof: right.proof };
        assert_eq!(query.finish(key.public(), &mixed), Err(NoAnswer::ProofFails));
        let none = Answer { evaluated: [0; 32], proof: right.proof };
        let identity = Err(NoAnswer::BadElement(BadElement::Identity));
        assert_eq!(query.finish(key.public(), &none), identity);
        assert_eq!(
            answer(&key, &[0; 32], &random).err(),
            Some(NoAnswer::BadElement(BadElement::Identity))
        );
    }
}
