//! Looking a digest up: the bucket of its leading bits, a guess inside it, a step or two.
//!
//! Digests are spread evenly, so that a digest lies where its next bits say, give or take the root of
//! the bucket's size. A bucket that is larger than such digests would make it (someone may have made
//! the list by hand) is halved instead.
//!
//! Many look-ups go in groups: first every directory read of the group, then every guess, then the
//! rest. The reads of a step do not wait for one another, so that the memory answers many at once.
//! Thousands are put in the order of the index first.

use super::{Found, Index};

/// Look-ups that go together: more than a processor keeps reads in flight, few enough for its first
/// cache.
const GROUP: usize = 32;

/// Look-ups that are put in order together.
const BLOCK: usize = 1 << 20;

/// Look-ups from which on they are put in order.
const ORDER_MIN: usize = 1 << 12;

/// Leading bits by which look-ups are put in order.
const ORDER_BITS: u32 = 10;

/// Entries of a bucket from which on it is halved instead of walked.
const WALK_MAX: usize = 64;

/// The first eight bytes as a number.
#[inline]
fn lead<const W: usize>(digest: &[u8; W]) -> u64 {
    digest.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
}

/// Where a digest is looked for.
#[derive(Debug, Clone, Copy, Default)]
struct Bucket {
    low: u32,
    high: u32,
}

/// The parts of an index that a look-up reads.
#[derive(Clone, Copy)]
struct View<'i, const W: usize> {
    digests: &'i [[u8; W]],
    directory: &'i [[u8; 4]],
    bits: u32,
}

impl<const W: usize> View<'_, W> {
    #[inline]
    fn bucket(&self, digest: &[u8; W]) -> Bucket {
        // Shifting a 64-bit number by 64 is none; no bits mean one bucket.
        let at = lead(digest).checked_shr(64 - self.bits).unwrap_or(0);
        let at = usize::try_from(at).unwrap_or(usize::MAX);
        let end = u32::try_from(self.digests.len()).unwrap_or(u32::MAX);
        let place = |at: usize| self.directory.get(at).map_or(end, |at| u32::from_le_bytes(*at));
        let high = place(at + 1).min(end);
        Bucket { low: place(at).min(high), high }
    }

    /// Where in its bucket a digest would lie if all were spread evenly.
    #[inline]
    fn guess(&self, digest: &[u8; W], bucket: Bucket) -> usize {
        let rest = u128::from(lead(digest) << self.bits);
        let share = (rest * u128::from(bucket.high - bucket.low)) >> 64;
        bucket.low as usize + usize::try_from(share).unwrap_or(0)
    }

    /// The place of a digest, from a guess.
    #[inline]
    fn settle(&self, digest: &[u8; W], bucket: Bucket, guess: usize) -> Option<usize> {
        let Bucket { low, high } = bucket;
        let entries = self.digests.get(low as usize..high as usize)?;
        if entries.len() > WALK_MAX {
            return entries.binary_search(digest).ok().map(|at| low as usize + at);
        }
        let wanted = lead(digest);
        let (below, above) = entries.split_at_checked(guess.checked_sub(low as usize)?)?;
        let first = above.first().map(lead);
        if first.is_some_and(|first| first <= wanted) {
            for (step, entry) in above.iter().enumerate() {
                let met = lead(entry);
                if met == wanted && entry == digest {
                    return Some(guess + step);
                }
                if met > wanted {
                    break;
                }
            }
            // Digests that begin alike may lie on both sides of the guess.
            if first != Some(wanted) {
                return None;
            }
        }
        for (step, entry) in below.iter().rev().enumerate() {
            let met = lead(entry);
            if met == wanted && entry == digest {
                return Some(guess - 1 - step);
            }
            if met < wanted {
                return None;
            }
        }
        None
    }
}

impl<const W: usize> Index<W> {
    fn view(&self) -> View<'_, W> {
        let bits = self.header.directory_bits;
        View { digests: self.digests(), directory: self.directory(), bits }
    }

    /// Looks one digest up.
    pub fn find(&self, digest: &[u8; W]) -> Option<Found> {
        let view = self.view();
        let bucket = view.bucket(digest);
        let at = view.settle(digest, bucket, view.guess(digest, bucket))?;
        Some(self.reference(at))
    }

    /// Looks many digests up, in any order; `out` gets an answer for each, in the same order.
    pub fn find_all(&self, digests: &[[u8; W]], out: &mut Vec<Option<Found>>) {
        let view = self.view();
        out.clear();
        out.resize(digests.len(), None);
        let mut asked = Vec::new();
        for (digests, out) in digests.chunks(BLOCK).zip(out.chunks_mut(BLOCK)) {
            put_in_order(digests, &mut asked);
            for group in asked.chunks(GROUP) {
                self.find_group(view, group, out);
            }
        }
    }

    fn find_group(&self, view: View<'_, W>, group: &[Asked<W>], out: &mut [Option<Found>]) {
        let mut buckets = [Bucket::default(); GROUP];
        let mut guesses = [0; GROUP];
        for (asked, bucket) in group.iter().zip(&mut buckets) {
            *bucket = view.bucket(&asked.digest);
        }
        // Reading the entry now brings its line into the cache for the step below.
        let mut met = 0;
        for ((asked, bucket), guess) in group.iter().zip(&buckets).zip(&mut guesses) {
            *guess = view.guess(&asked.digest, *bucket);
            met ^= view.digests.get(*guess).map_or(0, lead);
        }
        std::hint::black_box(met);
        for ((asked, bucket), guess) in group.iter().zip(&buckets).zip(&guesses) {
            let Some(at) = view.settle(&asked.digest, *bucket, *guess) else { continue };
            if let Some(out) = out.get_mut(asked.at as usize) {
                *out = Some(self.reference(at));
            }
        }
    }
}

/// A digest that is looked up, and the place of its answer.
#[derive(Debug, Clone, Copy)]
struct Asked<const W: usize> {
    digest: [u8; W],
    at: u32,
}

/// Puts digests roughly in the order of the index, where there are so many that it pays: neighbours
/// then need the same pages, whose addresses the processor still knows.
fn put_in_order<const W: usize>(digests: &[[u8; W]], asked: &mut Vec<Asked<W>>) {
    asked.clear();
    if digests.len() < ORDER_MIN {
        asked.extend((0..).zip(digests).map(|(at, digest)| Asked { digest: *digest, at }));
        return;
    }
    let part =
        |digest: &[u8; W]| usize::try_from(lead(digest) >> (64 - ORDER_BITS)).unwrap_or(usize::MAX);
    let mut places = [0u32; 1 << ORDER_BITS];
    for digest in digests {
        if let Some(count) = places.get_mut(part(digest)) {
            *count += 1;
        }
    }
    let mut next = 0;
    for place in &mut places {
        let count = *place;
        *place = next;
        next += count;
    }
    asked.resize(digests.len(), Asked { digest: [0; W], at: 0 });
    for (at, digest) in (0..).zip(digests) {
        let Some(place) = places.get_mut(part(digest)) else { continue };
        if let Some(slot) = asked.get_mut(*place as usize) {
            *slot = Asked { digest: *digest, at };
        }
        *place += 1;
    }
}
