//! Proof that a whole batch was answered with one key: the batched DLEQ proof of RFC 9497 §2.2.
//!
//! The functions give the RFC's bytes, and its vectors hold. The weights of the RFC's combination depend each on one
//! pair of the batch alone; with thousands of pairs that a prover may choose, finding a false batch whose errors cancel
//! becomes a generalised birthday problem (Wagner, CRYPTO 2002) and is within reach. So a caller with more than
//! one pair gives a context that is made of all of them ([`Context::of_batch`]): then no weight is known before
//! every reply is fixed.
//!
//! - **Limits:** [`BATCH_MAX`] pairs a proof, for speed; the RFC's own limit is 65,535.

use curve25519_dalek::ristretto::RistrettoPoint;
use curve25519_dalek::scalar::Scalar;
use curve25519_dalek::traits::VartimeMultiscalarMul;
use sha2::{Digest as _, Sha256, Sha512};
use subtle::ConstantTimeEq;

use crate::element::Element;
use crate::expand::Tag;
use crate::key::Key;

/// Most pairs under one proof: their points stay in the second cache of a core.
pub const BATCH_MAX: usize = 8192;

/// Bytes of a proof: two scalars.
pub const PROOF_BYTES: usize = 64;

/// The context string of RFC 9497 §3.1 with its two tags.
#[derive(Clone)]
pub struct Context {
    string: Vec<u8>,
    scalar: Tag,
    seed: Vec<u8>,
}

impl Context {
    /// The context of a string; nothing where it is longer than 200 bytes.
    pub fn new(string: &[u8]) -> Option<Self> {
        if string.len() > 200 {
            return None;
        }
        let scalar = Tag::new(&[b"HashToScalar-", string])?;
        Some(Self { string: string.to_vec(), scalar, seed: [b"Seed-", string].concat() })
    }

    /// The string: a nonce that is made of it and of a secret serves this batch alone.
    pub(crate) fn string(&self) -> &[u8] {
        &self.string
    }

    /// The context of a batch: `base`, and the digest of a place, of every element asked and of every reply.
    pub fn of_batch(
        base: &[u8],
        place: &[&[u8]],
        asked: &[Element],
        replies: &[Element],
    ) -> Option<Self> {
        let mut hash = Sha256::new();
        for part in place {
            hash.update(part);
        }
        for element in asked.iter().chain(replies) {
            hash.update(element);
        }
        Self::new(&[base, hash.finalize().as_slice()].concat())
    }
}

/// Elements asked and their replies, with the points they stand for, in order.
pub struct Batch<'a> {
    /// What was asked.
    pub asked: &'a [Element],
    /// The points of what was asked.
    pub asked_points: &'a [RistrettoPoint],
    /// What was replied.
    pub replies: &'a [Element],
}

/// A proof: the challenge and the response.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Proof {
    challenge: Scalar,
    response: Scalar,
}

impl Proof {
    /// The two scalars, each in 32 bytes, little-endian (RFC 9497 §4.1).
    pub fn to_bytes(self) -> [u8; PROOF_BYTES] {
        let mut bytes = [0; PROOF_BYTES];
        let both = self.challenge.as_bytes().iter().chain(self.response.as_bytes());
        bytes.iter_mut().zip(both).for_each(|(byte, from)| *byte = *from);
        bytes
    }

    /// Reads a proof; nothing where a scalar is not below the order of the group.
    pub fn from_bytes(bytes: &[u8; PROOF_BYTES]) -> Option<Self> {
        let (challenge, response) = bytes.split_at(32);
        let scalar =
            |half: &[u8]| Scalar::from_canonical_bytes(half.try_into().ok()?).into_option();
        Some(Self { challenge: scalar(challenge)?, response: scalar(response)? })
    }

    /// Makes a proof (`GenerateProof`); `random` must be uniform, secret, and used for this batch alone.
    pub fn make(key: &Key, context: &Context, batch: &Batch<'_>, random: &Scalar) -> Self {
        let weights = weights(context, key.public(), batch);
        let asked = RistrettoPoint::vartime_multiscalar_mul(&weights, batch.asked_points);
        let replied = asked * key.scalar();
        let commitments = [RistrettoPoint::mul_base(random), asked * random];
        let challenge = challenge(context, key.public(), &[asked, replied], &commitments);
        Self { challenge, response: random - challenge * key.scalar() }
    }

    /// Whether the replies of a batch were made with the key of `public` (`VerifyProof`).
    pub fn holds(
        &self,
        (public, public_point): (&Element, &RistrettoPoint),
        context: &Context,
        batch: &Batch<'_>,
        reply_points: &[RistrettoPoint],
    ) -> bool {
        let weights = weights(context, public, batch);
        let asked = RistrettoPoint::vartime_multiscalar_mul(&weights, batch.asked_points);
        let replied = RistrettoPoint::vartime_multiscalar_mul(&weights, reply_points);
        let (c, s) = (self.challenge, self.response);
        let commitments = [
            RistrettoPoint::vartime_double_scalar_mul_basepoint(&c, public_point, &s),
            RistrettoPoint::vartime_multiscalar_mul([s, c], [asked, replied]),
        ];
        challenge(context, public, &[asked, replied], &commitments).ct_eq(&c).into()
    }
}

/// The weight of each pair (`ComputeComposites`).
fn weights(context: &Context, public: &Element, batch: &Batch<'_>) -> Vec<Scalar> {
    let seed = Sha512::new()
        .chain_update([0, 32])
        .chain_update(public)
        .chain_update(length(context.seed.len()))
        .chain_update(&context.seed)
        .finalize();
    let pairs = (0_u16..).zip(batch.asked.iter().zip(batch.replies));
    let weight = |(at, (asked, reply)): (u16, (&Element, &Element))| {
        let at = at.to_be_bytes();
        let text: [&[u8]; 8] =
            [&[0, 64], &seed, &at, &[0, 32], asked, &[0, 32], reply, b"Composite"];
        context.scalar.scalar(&text)
    };
    pairs.map(weight).collect()
}

fn length(bytes: usize) -> [u8; 2] {
    u16::try_from(bytes).unwrap_or(u16::MAX).to_be_bytes()
}

fn challenge(
    context: &Context,
    public: &Element,
    composites: &[RistrettoPoint; 2],
    commitments: &[RistrettoPoint; 2],
) -> Scalar {
    let [m, z] = composites.each_ref().map(|point| point.compress().0);
    let [t2, t3] = commitments.each_ref().map(|point| point.compress().0);
    let at: &[u8] = &[0, 32];
    context.scalar.scalar(&[at, public, at, &m, at, &z, at, &t2, at, &t3, b"Challenge"])
}
