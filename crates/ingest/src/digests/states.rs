//! What MD5, SHA-1 and SHA-256 know of a message: taken block by block, the others beside MD5.
//!
//! Where a processor has instructions for SHA, the steps of all three are taken together
//! ([`super::stitched`]). Elsewhere, and where not all are wanted, the blocks of the others are put between
//! the rounds of MD5, which is one chain of steps and leaves most of a processor idle; one that looks ahead
//! takes them meanwhile (on a Zen 5 .81 GB/s; .62 by the crates in turn by 64 bytes, .43 one after the
//! other).

use sha1::block_api::compress as compress_sha1;
use sha2::block_api::compress256 as compress_sha256;

use super::{
    Algorithm, Block, Found, Wanted, closing, md5, sha1 as own_sha1, sha256 as own_sha256, stitched,
};

/// The states of one message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct States {
    pub(super) md5: [u32; 4],
    pub(super) sha1: [u32; 5],
    pub(super) sha256: [u32; 8],
}

/// The blocks that end a message, and how many of them are done with; one of a short end from the
/// beginning. MD5 alone writes the length from its lowest byte on.
#[derive(Debug, Clone, Copy)]
pub(super) struct End {
    pub(super) of_md5: [Block; 2],
    pub(super) of_others: [Block; 2],
    pub(super) done: usize,
}

impl End {
    /// The end of a message of `len` bytes, the last of which, less than a block, are `last`.
    pub(super) fn new(last: &[u8], len: u64) -> Self {
        let bits = len.wrapping_mul(8);
        let (of_md5, done) = closing(last, bits.to_le_bytes());
        let (of_others, _) = closing(last, bits.to_be_bytes());
        Self { of_md5, of_others, done }
    }
}

impl States {
    /// Before the first block.
    pub(super) const START: Self =
        Self { md5: md5::START, sha1: own_sha1::START, sha256: own_sha256::START };

    /// Takes whole blocks.
    pub(super) fn take(&mut self, blocks: &[Block], wanted: Wanted) {
        if wanted.has(Algorithm::Md5) {
            let has_all = wanted.has(Algorithm::Sha1) && wanted.has(Algorithm::Sha256);
            if !has_all || !stitched::take(self, blocks) {
                self.take_between(blocks, wanted);
            }
            return;
        }
        for block in blocks {
            self.take_sha1(block, wanted);
            self.take_sha256(block, wanted);
        }
    }

    /// Takes whole blocks of two contents, as many of the one as of the other: side by side where a
    /// processor is quicker so.
    pub(super) fn take_two([first, second]: [&mut Self; 2], blocks: [&[Block]; 2], wanted: Wanted) {
        let has_all = [Algorithm::Md5, Algorithm::Sha1, Algorithm::Sha256];
        let has_all = has_all.into_iter().all(|one| wanted.has(one));
        if !has_all || !stitched::take_two(&mut [first, second], blocks) {
            first.take(blocks[0], wanted);
            second.take(blocks[1], wanted);
        }
    }

    /// MD5 is among what is wanted.
    #[inline(never)]
    fn take_between(&mut self, blocks: &[Block], wanted: Wanted) {
        let mut state = self.md5;
        for block in blocks {
            let (sines, before) = (md5::sines(), state);
            state = md5::round::<0>(state, block, sines);
            self.take_sha1(block, wanted);
            state = md5::round::<1>(state, block, sines);
            self.take_sha256(block, wanted);
            state = md5::round::<2>(state, block, sines);
            state = md5::plus(md5::round::<3>(state, block, sines), before);
        }
        self.md5 = state;
    }

    /// Takes what of the end is not done with.
    pub(super) fn close(&mut self, end: &End, wanted: Wanted) {
        let md5 = Wanted::from_iter(Some(Algorithm::Md5).filter(|md5| wanted.has(*md5)));
        self.take(end.of_md5.get(end.done..).unwrap_or_default(), md5);
        let others = wanted.without(Algorithm::Md5);
        self.take(end.of_others.get(end.done..).unwrap_or_default(), others);
    }

    /// States the digests of a message that was closed, those that were taken.
    pub(super) fn tell(&self, taken: Wanted, found: &mut Found) {
        if taken.has(Algorithm::Md5) {
            found.md5 = bytes(self.md5, u32::to_le_bytes);
        }
        if taken.has(Algorithm::Sha1) {
            found.sha1 = bytes(self.sha1, u32::to_be_bytes);
        }
        if taken.has(Algorithm::Sha256) {
            found.sha256 = bytes(self.sha256, u32::to_be_bytes);
        }
    }

    #[inline]
    fn take_sha1(&mut self, block: &Block, wanted: Wanted) {
        if wanted.has(Algorithm::Sha1) {
            compress_sha1(&mut self.sha1, std::slice::from_ref(block));
        }
    }

    #[inline]
    fn take_sha256(&mut self, block: &Block, wanted: Wanted) {
        if wanted.has(Algorithm::Sha256) {
            compress_sha256(&mut self.sha256, std::slice::from_ref(block));
        }
    }
}

/// The bytes of words.
fn bytes<const WORDS: usize, const BYTES: usize>(
    words: [u32; WORDS],
    in_order: impl Fn(u32) -> [u8; 4],
) -> [u8; BYTES] {
    let mut bytes = [0; BYTES];
    let (places, _) = bytes.as_chunks_mut();
    places.iter_mut().zip(words).for_each(|(to, word)| *to = in_order(word));
    bytes
}

#[cfg(test)]
mod tests {
    use std::array::from_fn;

    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn steps_together_and_blocks_between_rounds_come_to_the_same(
            blocks in proptest::collection::vec(any::<[u8; 32]>(), 0..20),
        ) {
            let blocks: Vec<Block> =
                blocks.iter().map(|half| from_fn(|at| half[at % 32] ^ u8::from(at > 31))).collect();
            let (mut stitched, mut between) = (States::START, States::START);
            between.take_between(&blocks, Wanted::USUAL);
            // A processor without instructions for SHA takes the other way alone.
            if stitched::take(&mut stitched, &blocks) {
                prop_assert_eq!(stitched, between);
            }
        }
    }
}
