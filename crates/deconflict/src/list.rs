//! The list of one party: canonical identifiers, each once, filled up to the agreed size.
//!
//! A filling is an input like any other, of a kind that no identifier has, so that whoever counts elements, leaves or
//! time learns the agreed size alone.

use std::io::Write;

use custody::leaf_hash;
use model::Digest;
use rayon::prelude::*;

use crate::domain::Domain;
use crate::fault::Fault;
use crate::key::Secret;
use crate::kind::Kind;
use crate::mask::Masked;
use crate::profile::normalise;

/// Longest canonical text, in bytes.
pub const TEXT_BYTES_MAX: usize = 320;

/// Most bytes of all entries together: 4 GiB less one.
const ARENA_BYTES_MAX: usize = u32::MAX as usize;

/// Inputs that are made ready before they are written.
const INPUTS_AT_ONCE: usize = 65_536;

/// Number of the kind that a filling has.
const FILLING: u8 = 0;

/// Canonical identifiers, gathered and then put in order, each once.
#[derive(Default)]
pub struct List {
    bytes: Vec<u8>,
    /// Start and length of each entry.
    spans: Vec<(u32, u16)>,
}

impl List {
    /// Takes an identifier as it was stated, in the form of the profile; `false` where it is not compared.
    pub fn add(&mut self, kind: Kind, context: &str, text: &str) -> Result<bool, Fault> {
        let Some(form) = normalise(kind, context, text) else { return Ok(false) };
        self.push(kind, &form).map(|()| true)
    }

    /// Takes an identifier that is in the form of the profile already.
    pub fn push(&mut self, kind: Kind, canonical: &str) -> Result<(), Fault> {
        self.push_entry(&[&[kind.number()], canonical.as_bytes()].concat())
    }

    fn push_entry(&mut self, entry: &[u8]) -> Result<(), Fault> {
        let bad = |fact: &str| Fault::BadInput(fact.to_owned());
        if entry.len() < 2 || entry.len() > TEXT_BYTES_MAX + 1 {
            return Err(bad("an identifier is empty or has more than 320 bytes"));
        }
        if self.bytes.len() + entry.len() > ARENA_BYTES_MAX {
            return Err(bad("the identifiers have more than 4 GiB"));
        }
        let start = u32::try_from(self.bytes.len()).map_err(|_| bad("too many identifiers"))?;
        let length = u16::try_from(entry.len()).map_err(|_| bad("an identifier is too long"))?;
        self.bytes.extend_from_slice(entry);
        self.spans.push((start, length));
        Ok(())
    }

    /// Puts the identifiers in order and drops those that are there already.
    pub fn close(&mut self) {
        let Self { bytes, spans } = self;
        spans.sort_unstable_by(|a, b| at(bytes, *a).cmp(at(bytes, *b)));
        spans.dedup_by(|a, b| at(bytes, *a) == at(bytes, *b));
    }

    /// How many identifiers there are.
    pub fn len(&self) -> usize {
        self.spans.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.spans.is_empty()
    }

    /// Refuses kinds that the charter does not name.
    pub(crate) fn check_kinds(&self, agreed: &[Kind]) -> Result<(), Fault> {
        let kind = |span| at(&self.bytes, span).first().and_then(|number| Kind::of_number(*number));
        let mut kinds = self.spans.iter().filter_map(|span| kind(*span));
        match kinds.find(|kind| !agreed.contains(kind)) {
            Some(kind) => Err(Fault::OutsideCharter(format!("it does not name `{}`", kind.name()))),
            None => Ok(()),
        }
    }

    /// Writes the inputs in the order of the masked list, each behind its length in two bytes; gives their leaves.
    pub(crate) fn write(
        &self,
        masked: &[Masked],
        fill: &Fill<'_>,
        out: &mut impl Write,
    ) -> Result<Vec<Digest>, Fault> {
        let places: Vec<(u32, u32)> = (0..).zip(masked.iter().map(|one| one.input)).collect();
        let mut leaves = Vec::with_capacity(masked.len());
        for block in places.chunks(INPUTS_AT_ONCE) {
            let written: Vec<(Vec<u8>, Digest)> = block
                .par_iter()
                .map(|(place, number)| self.framed(*place, *number, fill))
                .collect();
            for (framed, leaf) in written {
                let file = || "inputs".to_owned();
                out.write_all(&framed).map_err(|source| Fault::Io { file: file(), source })?;
                leaves.push(leaf);
            }
        }
        Ok(leaves)
    }

    fn framed(&self, place: u32, number: u32, fill: &Fill<'_>) -> (Vec<u8>, Digest) {
        let mut framed = vec![0, 0];
        self.input(number, fill, &mut framed);
        let length = u16::try_from(framed.len() - 2).unwrap_or(u16::MAX).to_be_bytes();
        framed.iter_mut().zip(length).for_each(|(byte, of)| *byte = of);
        let leaf = fill.leaf(place, framed.get(2..).unwrap_or(&[]));
        (framed, leaf)
    }

    /// Appends the bytes of input `number`: the entry, or behind the last of them a filling.
    pub(crate) fn input(&self, number: u32, fill: &Fill<'_>, out: &mut Vec<u8>) {
        let span = usize::try_from(number).ok().and_then(|number| self.spans.get(number));
        if let Some(span) = span {
            out.extend_from_slice(at(&self.bytes, *span));
        } else {
            out.push(FILLING);
            out.extend(fill.opening.nonce(&fill.domain.filling, &[&number.to_be_bytes()]));
        }
    }
}

fn at(bytes: &[u8], (start, length): (u32, u16)) -> &[u8] {
    let start = start as usize;
    bytes.get(start..start + usize::from(length)).unwrap_or(&[])
}

/// What fillings and salts follow from: the opening secret, which its party keeps for its supervisor.
#[derive(Clone, Copy)]
pub struct Fill<'a> {
    /// The secret.
    pub opening: &'a Secret,
    /// The tags of the session.
    pub domain: &'a Domain,
}

impl Fill<'_> {
    /// The leaf of an input at a place of the masked list: what is committed to before the session.
    pub fn leaf(&self, place: u32, input: &[u8]) -> Digest {
        leaf_hash(&[&self.salt(place), input].concat())
    }

    /// The salt of a place.
    pub fn salt(&self, place: u32) -> [u8; 32] {
        self.opening.nonce(&self.domain.salt, &[&place.to_be_bytes()])
    }
}

/// The kind and canonical text of an entry; nothing for a filling.
pub fn identifier(entry: &[u8]) -> Option<(Kind, &str)> {
    let (kind, text) = entry.split_first()?;
    Some((Kind::of_number(*kind)?, std::str::from_utf8(text).ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_in_order_and_each_once() {
        let mut list = List::default();
        for (kind, text) in [
            (Kind::Email, "b@example.org"),
            (Kind::Phone, "+39347"),
            (Kind::Email, "a@example.org"),
            (Kind::Email, "b@example.org"),
        ] {
            list.push(kind, text).unwrap();
        }
        list.close();
        let domain = Domain::new(&Digest([1; 32]), 1).unwrap();
        let fill = Fill { opening: &Secret::new([2; 32]), domain: &domain };
        let input = |number| {
            let mut out = Vec::new();
            list.input(number, &fill, &mut out);
            out
        };
        assert_eq!(list.len(), 3);
        assert_eq!(identifier(&input(0)), Some((Kind::Phone, "+39347")));
        assert_eq!(identifier(&input(2)), Some((Kind::Email, "b@example.org")));
        assert_eq!((input(3).len(), identifier(&input(3))), (33, None));
        assert_ne!(input(3), input(4));
        assert_eq!(input(3), input(3));
    }

    #[test]
    fn two_spellings_are_one_identifier() {
        let mut list = List::default();
        for text in ["0039 347 123 4567", "+393471234567", "347 1234567"] {
            assert!(list.add(Kind::Phone, "IT", text).unwrap());
        }
        assert!(!list.add(Kind::Phone, "IT", "112").unwrap());
        list.close();
        assert_eq!(list.len(), 1);
    }

    #[test]
    fn what_is_empty_or_too_long_is_refused() {
        let mut list = List::default();
        assert!(list.push(Kind::Phone, "").is_err());
        assert!(list.push(Kind::Phone, &"1".repeat(320)).is_ok());
        assert!(list.push(Kind::Phone, &"1".repeat(321)).is_err());
        assert_eq!(list.len(), 1);
    }
}
