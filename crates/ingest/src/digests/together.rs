//! The digests of one content, whose bytes come one after the other: MD5, SHA-1 and SHA-256 by
//! [`super::states`], the others beside them.

use sha2::{Digest as _, Sha512};

use super::states::{End, States};
use super::{Algorithm, Block, Found, Wanted};

/// Digests of bytes that come one after the other.
#[derive(Debug, Clone)]
pub struct Together {
    wanted: Wanted,
    states: States,
    /// What came of a block that is not whole yet.
    begun: Vec<u8>,
    len: u64,
    others: Others,
}

/// What few ask for.
#[derive(Debug, Clone)]
struct Others {
    sha512: Option<Sha512>,
    blake3: Option<Box<blake3::Hasher>>,
}

impl Together {
    /// Before the first byte.
    pub fn new(wanted: Wanted) -> Self {
        let others = Others {
            sha512: wanted.has(Algorithm::Sha512).then(Sha512::new),
            blake3: wanted.has(Algorithm::Blake3).then(Box::default),
        };
        Self { wanted, states: States::START, begun: Vec::new(), len: 0, others }
    }

    /// Takes the next bytes.
    pub fn take(&mut self, bytes: &[u8]) {
        let (blocks, rest) = self.begin(bytes);
        self.states.take(blocks, self.wanted);
        self.begun.extend_from_slice(rest);
    }

    /// Takes the next bytes of two contents, for which one processor needs less time than for the one after
    /// the other: the steps of each stand in what the other's chain leaves idle. Of pieces that differ in
    /// length, the rest of the longer one goes alone.
    pub fn take_two(of: [&mut Self; 2], bytes: [&[u8]; 2]) {
        let ([first, second], [of_first, of_second]) = (of, bytes);
        let ((one, rest), (other, rest_of_other)) =
            (first.begin(of_first), second.begin(of_second));
        let is_alike = first.wanted == second.wanted;
        let count = if is_alike { one.len().min(other.len()) } else { 0 };
        let ((one, more), (other, more_of_other)) = (one.split_at(count), other.split_at(count));
        States::take_two([&mut first.states, &mut second.states], [one, other], first.wanted);
        first.states.take(more, first.wanted);
        second.states.take(more_of_other, second.wanted);
        first.begun.extend_from_slice(rest);
        second.begun.extend_from_slice(rest_of_other);
    }

    /// Counts the next bytes and closes the block that was begun: whole blocks that follow, and the rest.
    fn begin<'b>(&mut self, mut bytes: &'b [u8]) -> (&'b [Block], &'b [u8]) {
        self.len += bytes.len() as u64;
        self.others.take(bytes);
        if !self.begun.is_empty() {
            let missing = size_of::<Block>() - self.begun.len();
            let Some((own, rest)) = bytes.split_at_checked(missing) else {
                return (&[], bytes);
            };
            self.begun.extend_from_slice(own);
            self.states.take(self.begun.as_chunks().0, self.wanted);
            self.begun.clear();
            bytes = rest;
        }
        bytes.as_chunks()
    }

    /// The digests of all bytes taken.
    pub fn end(self) -> Found {
        let Self { wanted, mut states, begun, len, others } = self;
        states.close(&End::new(&begun, len), wanted);
        let mut found = Found::none(wanted);
        states.tell(wanted, &mut found);
        found.sha512 = others.sha512.map_or([0; 64], |sum| sum.finalize().into());
        found.blake3 = others.blake3.map_or([0; 32], |sum| sum.finalize().into());
        found
    }
}

impl Others {
    fn take(&mut self, bytes: &[u8]) {
        if let Some(sha512) = &mut self.sha512 {
            sha512.update(bytes);
        }
        if let Some(blake3) = &mut self.blake3 {
            blake3.update(bytes);
        }
    }
}

#[cfg(test)]
mod tests {
    use ::md5::{Digest as _, Md5};
    use proptest::prelude::*;
    use sha1::Sha1;
    use sha2::Sha256;

    use super::*;

    proptest! {
        #[test]
        fn digests_taken_together_are_those_of_each_crate(
            pieces in proptest::collection::vec(
                prop_oneof![0usize..300, Just(55), Just(56), Just(63), Just(64), Just(65)], 0..8),
            seed: u8,
            algorithms in proptest::sample::subsequence(&Algorithm::ALL, 0..=Algorithm::ALL.len()),
        ) {
            let wanted = Wanted::from_iter(algorithms);
            let mut together = Together::new(wanted);
            let mut whole = Vec::new();
            for len in pieces {
                let piece: Vec<u8> = (0..=u8::MAX).cycle().map(|at| at ^ seed).take(len).collect();
                together.take(&piece);
                whole.extend(piece);
            }
            let found = together.end();
            for algorithm in Algorithm::ALL {
                let alone = match algorithm {
                    Algorithm::Md5 => Md5::digest(&whole).to_vec(),
                    Algorithm::Sha1 => Sha1::digest(&whole).to_vec(),
                    Algorithm::Sha256 => Sha256::digest(&whole).to_vec(),
                    Algorithm::Sha512 => Sha512::digest(&whole).to_vec(),
                    Algorithm::Blake3 => blake3::hash(&whole).as_bytes().to_vec(),
                };
                let alone = Some(alone).filter(|_| wanted.has(algorithm));
                prop_assert_eq!(found.by(algorithm), alone.as_deref());
            }
        }
    }

    proptest! {
        #[test]
        fn two_contents_taken_side_by_side_have_the_digests_they_have_alone(
            lens in proptest::collection::vec((0usize..400, 0usize..400), 0..6),
            seed: u8,
            algorithms in proptest::sample::subsequence(&Algorithm::ALL, 0..=Algorithm::ALL.len()),
            is_alike: bool,
        ) {
            let wanted = Wanted::from_iter(algorithms);
            let of_second = if is_alike { wanted } else { Wanted::USUAL };
            let mut two = [Together::new(wanted), Together::new(of_second)];
            let mut alone = two.clone();
            for (len, len_of_second) in lens {
                let bytes: Vec<u8> =
                    (0..=u8::MAX).cycle().map(|at| at.wrapping_mul(29) ^ seed).take(800).collect();
                let pieces = [&bytes[..len], &bytes[400..400 + len_of_second]];
                let [first, second] = &mut two;
                Together::take_two([first, second], pieces);
                alone.iter_mut().zip(pieces).for_each(|(alone, piece)| alone.take(piece));
            }
            prop_assert_eq!(two.map(Together::end), alone.map(Together::end));
        }
    }

    #[test]
    fn the_digests_of_few_are_those_that_were_published() {
        let mut together = Together::new(Wanted::from_iter(Algorithm::ALL));
        together.take(b"abc");
        let found = together.end();
        let hex = |algorithm| crate::containers::bytes_at::hex(found.by(algorithm).unwrap());
        // FIPS 180-4, example of one block; the reference of BLAKE3.
        assert!(hex(Algorithm::Sha512).starts_with("ddaf35a193617abacc417349ae204131"));
        assert!(hex(Algorithm::Blake3).starts_with("6437b3ac38465133ffb63b75273a8db5"));
    }
}
