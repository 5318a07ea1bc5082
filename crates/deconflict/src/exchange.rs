//! What crosses between the parties: masked lists checked and answered, replies checked, and what is common found.
//!
//! Everything is read and written in blocks, so that memory does not grow with the lists but where said.

use std::io::{self, Read, Write};

use curve25519_dalek::ristretto::RistrettoPoint;
use model::Digest;
use rayon::prelude::*;
use zeroize::Zeroizing;

use crate::charter::Side;
use crate::domain::Domain;
use crate::element::{ELEMENT_BYTES, Element, decode};
use crate::fault::{Breach, Fault};
use crate::key::{Key, Secret};
use crate::mask::{points, times};
use crate::proof::{BATCH_MAX, Batch, Context, PROOF_BYTES, Proof};

/// Batches that are read, worked on by all cores, and written.
const BATCHES_AT_ONCE: usize = 16;

/// Whose replies, in which session, to which lists: what binds a proof to its place.
pub struct Place<'a> {
    /// The tags of the session.
    pub domain: &'a Domain,
    /// The transcript after both masked lists.
    pub lists: Digest,
    /// Who replies.
    pub replier: Side,
}

impl Place<'_> {
    fn context(&self, batch: u32, asked: &[Element], replies: &[Element]) -> Option<Context> {
        let place: [&[u8]; 3] = [&self.lists.0, &[self.replier.number()], &batch.to_be_bytes()];
        Context::of_batch(self.domain.base(), &place, asked, replies)
    }
}

/// Bytes of the replies to so many elements: the elements and a proof a batch.
pub fn reply_bytes(elements: u32) -> u64 {
    let elements = u64::from(elements);
    elements * ELEMENT_BYTES as u64 + elements.div_ceil(BATCH_MAX as u64) * PROOF_BYTES as u64
}

/// Checks the order of a partner's masked list and that nothing in it is one's own; both lists are in order.
pub fn check_list(theirs: &mut impl Read, own: &mut impl Read, count: u32) -> Result<(), Fault> {
    let (mut theirs, mut own) = (Elements::new(theirs, count), Elements::new(own, count));
    let (mut before, mut beside): (Option<Element>, _) = (None, own.next()?);
    let mut at = 0;
    while let Some(element) = theirs.next()? {
        match before {
            Some(before) if before == element => return Err(Breach::Duplicate(at).into()),
            Some(before) if before > element => return Err(Breach::Order(at).into()),
            _ => {}
        }
        while beside.is_some_and(|beside| beside < element) {
            beside = own.next()?;
        }
        if beside == Some(element) {
            return Err(Breach::Reflected(at).into());
        }
        before = Some(element);
        at += 1;
    }
    Ok(())
}

/// Answers a partner's masked list in its order, with a proof a batch.
pub fn answer(
    key: &Key,
    secret: &Secret,
    place: &Place<'_>,
    count: u32,
    theirs: &mut impl Read,
    out: &mut impl Write,
) -> Result<(), Fault> {
    let reply =
        |(number, asked): (u32, &[Element])| answer_batch(key, secret, place, number, asked);
    let mut elements = Elements::new(theirs, count);
    let mut first = 0_u32;
    loop {
        let block = elements.block()?;
        if block.is_empty() {
            return Ok(());
        }
        let batches: Vec<(u32, &[Element])> = (first..).zip(block.chunks(BATCH_MAX)).collect();
        first += u32::try_from(batches.len()).unwrap_or(u32::MAX);
        let replies: Vec<Vec<u8>> = batches.into_par_iter().map(reply).collect::<Result<_, _>>()?;
        for bytes in replies {
            out.write_all(&bytes).map_err(lost)?;
        }
    }
}

fn answer_batch(
    key: &Key,
    secret: &Secret,
    place: &Place<'_>,
    number: u32,
    asked: &[Element],
) -> Result<Vec<u8>, Fault> {
    let asked_points = points(asked).map_err(|(at, why)| bad(2, number, at, why))?;
    let replies = times(key, asked_points.iter().copied());
    let context = place.context(number, asked, &replies).ok_or(Fault::NoSecret)?;
    let random = Zeroizing::new(secret.scalar(&place.domain.nonce, &[b"proof", context.string()]));
    let batch = Batch { asked, asked_points: &asked_points, replies: &replies };
    let proof = Proof::make(key, &context, &batch, &random);
    let mut bytes = replies.concat();
    bytes.extend(proof.to_bytes());
    Ok(bytes)
}

/// Checks a partner's replies to one's own masked list against its public element.
pub fn check_replies(
    public: &Element,
    place: &Place<'_>,
    count: u32,
    own: &mut impl Read,
    replies: &mut impl Read,
) -> Result<(), Fault> {
    let point = decode(public).map_err(|_| Breach::PublicElement)?;
    let mut asked = Elements::new(own, count);
    let mut first = 0_u32;
    loop {
        let block = asked.block()?;
        if block.is_empty() {
            return Ok(());
        }
        let mut batches = Vec::new();
        for (number, asked) in (first..).zip(block.chunks(BATCH_MAX)) {
            batches.push((number, asked, read_batch(replies, asked.len())?));
        }
        first += u32::try_from(batches.len()).unwrap_or(u32::MAX);
        let key = (public, &point);
        batches.par_iter().try_for_each(|(number, asked, (replies, proof))| {
            check_batch(key, place, *number, asked, replies, proof)
        })?;
    }
}

fn check_batch(
    key: (&Element, &RistrettoPoint),
    place: &Place<'_>,
    number: u32,
    asked: &[Element],
    replies: &[Element],
    proof: &[u8; PROOF_BYTES],
) -> Result<(), Fault> {
    let own = |_| Fault::NotASession("its own masked list is damaged".to_owned());
    let asked_points = points(asked).map_err(own)?;
    let reply_points = points(replies).map_err(|(at, why)| bad(4, number, at, why))?;
    let context = place.context(number, asked, replies).ok_or(Fault::NoSecret)?;
    let batch = Batch { asked, asked_points: &asked_points, replies };
    let holds = Proof::from_bytes(proof)
        .is_some_and(|proof| proof.holds(key, &context, &batch, &reply_points));
    if holds { Ok(()) } else { Err(Breach::Proof(number.into()).into()) }
}

fn read_batch(
    from: &mut impl Read,
    count: usize,
) -> Result<(Vec<Element>, [u8; PROOF_BYTES]), Fault> {
    let mut replies = vec![[0; ELEMENT_BYTES]; count];
    from.read_exact(replies.as_flattened_mut()).map_err(lost)?;
    let mut proof = [0; PROOF_BYTES];
    from.read_exact(&mut proof).map_err(lost)?;
    Ok((replies, proof))
}

/// What is common: each element under both keys, and the place in one's own masked list; in the order of the elements.
///
/// Memory: 32 bytes for each element of one list.
pub fn common(
    count: u32,
    own_replies: &mut impl Read,
    their_replies: &mut impl Read,
) -> Result<Vec<(Element, u32)>, Fault> {
    let mut theirs_under_both = Vec::with_capacity(count as usize);
    each_batch(count, own_replies, |_, some| theirs_under_both.extend_from_slice(some))?;
    theirs_under_both.par_sort_unstable();
    let mut found = Vec::new();
    each_batch(count, their_replies, |first, some| {
        let pairs = (first..).zip(some.iter().copied()).collect::<Vec<_>>();
        let both = |(at, element): &(u32, Element)| {
            theirs_under_both.binary_search(element).is_ok().then_some((*element, *at))
        };
        found.par_extend(pairs.par_iter().filter_map(both));
    })?;
    found.par_sort_unstable();
    Ok(found)
}

fn each_batch(
    count: u32,
    from: &mut impl Read,
    mut then: impl FnMut(u32, &[Element]),
) -> Result<(), Fault> {
    let mut done = 0;
    while done < count {
        let size = (count - done).min(u32::try_from(BATCH_MAX).unwrap_or(u32::MAX));
        let (elements, _) = read_batch(from, size as usize)?;
        then(done, &elements);
        done += size;
    }
    Ok(())
}

fn bad(step: u8, batch: u32, at: usize, why: crate::element::BadElement) -> Fault {
    let at = u64::from(batch) * BATCH_MAX as u64 + at as u64;
    Breach::Element { step, at, why }.into()
}

fn lost(source: io::Error) -> Fault {
    Fault::Io { file: "a file of the session".to_owned(), source }
}

/// Elements read in blocks.
struct Elements<'a, R> {
    from: &'a mut R,
    left: u32,
    block: Vec<Element>,
    at: usize,
}

impl<'a, R: Read> Elements<'a, R> {
    fn new(from: &'a mut R, count: u32) -> Self {
        Self { from, left: count, block: Vec::new(), at: 0 }
    }

    fn block(&mut self) -> Result<Vec<Element>, Fault> {
        let most = u32::try_from(BATCHES_AT_ONCE * BATCH_MAX).unwrap_or(u32::MAX);
        let size = self.left.min(most);
        let mut block = vec![[0; ELEMENT_BYTES]; size as usize];
        self.from.read_exact(block.as_flattened_mut()).map_err(lost)?;
        self.left -= size;
        Ok(block)
    }

    fn next(&mut self) -> Result<Option<Element>, Fault> {
        if self.at == self.block.len() {
            self.block = self.block()?;
            self.at = 0;
        }
        let element = self.block.get(self.at).copied();
        self.at += 1;
        Ok(element)
    }
}
