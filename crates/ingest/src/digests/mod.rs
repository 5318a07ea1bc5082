//! Digests of content, as quick as one processor takes them.
//!
//! ```text
//! wanted     which digests, and what they are
//! md5        the steps of MD5: its rounds one by one, so that others' steps fit between them
//! states     MD5, SHA-1 and SHA-256 of one content, block by block together
//! stitched   the same step by step, where a processor has instructions for SHA
//! together   the digests of one content that comes in pieces
//! vector     one word of several contents; steps: steps written out
//! sha1, sha256   their steps over such words
//! lanes      the three of several contents side by side
//! each       the digests of several contents
//! ```

mod each;
mod lanes;
mod md5;
mod sha1;
mod sha256;
mod states;
mod steps;
mod stitched;
mod together;
mod vector;
mod wanted;

pub use each::of_each;
pub use together::Together;
pub use wanted::{Algorithm, Found, Wanted};

/// What all three algorithms take at a time.
type Block = [u8; 64];

/// The blocks that end a message of `bits`: its last bytes, a one, zeros, its length (RFC 1321, 3.1 and
/// 3.2; FIPS 180-4, 5.1.1), and how many of the two to leave out. `last` is shorter than a block.
fn closing(last: &[u8], bits: [u8; 8]) -> ([Block; 2], usize) {
    let is_short = last.len() < 56;
    let mut end = [0; 128];
    let start = if is_short { 64 } else { 0 };
    let closed = last.iter().chain(&[0x80]);
    end.iter_mut().skip(start).zip(closed).for_each(|(to, from)| *to = *from);
    end.iter_mut().skip(120).zip(bits).for_each(|(to, from)| *to = from);
    let (blocks, _) = end.as_chunks();
    let blocks = blocks.first_chunk().copied().unwrap_or([[0; 64]; 2]);
    (blocks, usize::from(is_short))
}
