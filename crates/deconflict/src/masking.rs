//! That a masked list is the inputs under the committed key, and nothing else: a proof that stays in the house.
//!
//! A party that masks its list with one key and answers with another would see what is common while its partner sees
//! nothing, and the messages would not show it. So each party proves its own list while it has the key, and keeps the proof
//! beside the inputs: whoever may see the list (its supervisor, a court's expert) checks it afterwards, without the key.

use std::io::{Read, Write};

use curve25519_dalek::ristretto::RistrettoPoint;
use rayon::prelude::*;
use zeroize::Zeroizing;

use crate::domain::Domain;
use crate::element::{Element, decode, hash_to_group};
use crate::fault::Fault;
use crate::key::{Key, Secret};
use crate::mask::points;
use crate::message;
use crate::proof::{BATCH_MAX, Batch, Context, PROOF_BYTES, Proof};
use crate::session::Session;

/// What a check of one's own list finds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ListCheck {
    /// Every element that the partner was given is an input that was committed to, under the committed key.
    Holds,
    /// The elements from this place on, as many as a batch has, are not the inputs under the committed key.
    Differs {
        /// First place of the batch.
        from: u32,
    },
}

/// The inputs of one batch as points and as elements.
struct Inputs {
    points: Vec<RistrettoPoint>,
    elements: Vec<Element>,
}

impl Inputs {
    fn new(domain: &Domain, inputs: &[Vec<u8>]) -> Self {
        let points: Vec<_> =
            inputs.iter().map(|input| hash_to_group(&domain.group, &[input])).collect();
        let elements = points.iter().map(|point| point.compress().0).collect();
        Self { points, elements }
    }

    fn batch<'a>(&'a self, masked: &'a [Element]) -> Batch<'a> {
        Batch { asked: &self.elements, asked_points: &self.points, replies: masked }
    }

    fn context(&self, domain: &Domain, number: u32, masked: &[Element]) -> Option<Context> {
        let place: [&[u8]; 2] = [b"list proof", &number.to_be_bytes()];
        Context::of_batch(domain.base(), &place, &self.elements, masked)
    }
}

/// Writes a proof for each batch of the masked list; `input` appends the bytes of the input at a place.
pub(crate) fn prove(
    key: &Key,
    secret: &Secret,
    domain: &Domain,
    masked: &[Element],
    input: impl Fn(usize, &mut Vec<u8>) + Sync,
    out: &mut impl Write,
) -> Result<(), Fault> {
    let proof = |(number, masked): (usize, &[Element])| {
        let first = number * BATCH_MAX;
        let text = |at: usize| {
            let mut text = Vec::new();
            input(first + at, &mut text);
            text
        };
        let texts: Vec<Vec<u8>> = (0..masked.len()).map(text).collect();
        let inputs = Inputs::new(domain, &texts);
        let number = u32::try_from(number).map_err(|_| Fault::NoSecret)?;
        let context = inputs.context(domain, number, masked).ok_or(Fault::NoSecret)?;
        let random =
            Zeroizing::new(secret.scalar(&domain.nonce, &[b"list proof", context.string()]));
        Ok(Proof::make(key, &context, &inputs.batch(masked), &random).to_bytes())
    };
    let proofs: Vec<[u8; PROOF_BYTES]> =
        masked.par_chunks(BATCH_MAX).enumerate().map(proof).collect::<Result<_, Fault>>()?;
    let file = |source| Fault::Io { file: "list-proof".to_owned(), source };
    out.write_all(proofs.as_flattened()).map_err(file)
}

impl Session {
    /// Checks, without the key, that what the partner was given is the inputs in the folder under the committed key.
    ///
    /// Needs the message of step 2. Together with [`Session::open_inputs`], which checks the root, it shows that the party
    /// compared what it had committed to.
    pub fn check_own_list(&self) -> Result<ListCheck, Fault> {
        let path = self.folder.path("own-2");
        let lost = |e| Fault::io(&path, e);
        let mut from = message::body(&path)?;
        let (mut nonce, mut public) = ([0; 32], [0; 32]);
        from.read_exact(&mut nonce).and_then(|()| from.read_exact(&mut public)).map_err(lost)?;
        let point = decode(&public).map_err(|_| Fault::NotASession("`own-2` is damaged".into()))?;
        let (mut proofs, mut number) = (self.folder.reader("list-proof")?, 0);
        let (mut inputs, mut found) = (Vec::new(), ListCheck::Holds);
        let size = BATCH_MAX.min(self.elements() as usize);
        self.each_input(|input| {
            inputs.push(input.to_vec());
            if inputs.len() < size {
                return Ok(());
            }
            let mut masked = vec![[0; 32]; size];
            from.read_exact(masked.as_flattened_mut()).map_err(lost)?;
            let mut proof = [0; PROOF_BYTES];
            let file = |e| Fault::io(&self.folder.path("list-proof"), e);
            proofs.read_exact(&mut proof).map_err(file)?;
            let holds = self.batch_holds((&public, &point), number, &inputs, &masked, &proof)?;
            if !holds && found == ListCheck::Holds {
                found = ListCheck::Differs { from: number * u32::try_from(size).unwrap_or(0) };
            }
            number += 1;
            inputs.clear();
            Ok(())
        })?;
        Ok(found)
    }

    fn batch_holds(
        &self,
        key: (&Element, &RistrettoPoint),
        number: u32,
        texts: &[Vec<u8>],
        masked: &[Element],
        proof: &[u8; PROOF_BYTES],
    ) -> Result<bool, Fault> {
        let inputs = Inputs::new(&self.domain, texts);
        let context = inputs.context(&self.domain, number, masked).ok_or(Fault::NoSecret)?;
        let (Ok(points), Some(proof)) = (points(masked), Proof::from_bytes(proof)) else {
            return Ok(false);
        };
        Ok(proof.holds(key, &context, &inputs.batch(masked), &points))
    }
}
