//! Rows parted by the leading bits of their digests, and the rows of one part put in order.
//!
//! Digests are spread evenly: a second parting by the bits that follow leaves one or two rows to a
//! place, and both are made in the processor's cache. Where they are not spread evenly (someone may
//! have made the list by hand), the places that are full are sorted by comparing.

use std::cmp::Ordering;

/// Leading bits by which rows are parted.
const BUCKET_BITS: u32 = 9;

/// Buckets.
pub(super) const BUCKETS: usize = 1 << BUCKET_BITS;

/// Most bits of the second parting: its counts stay in the processor's cache.
const PLACE_BITS_MAX: u32 = 15;

/// A digest with what a set says of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Row<const W: usize> {
    pub(crate) digest: [u8; W],
    pub(crate) tag: u32,
}

impl<const W: usize> Row<W> {
    fn lead(&self) -> u64 {
        self.digest.first_chunk::<8>().map_or(0, |bytes| u64::from_be_bytes(*bytes))
    }

    /// The bucket it belongs to.
    pub(super) fn bucket(&self) -> usize {
        usize::try_from(self.lead() >> (64 - BUCKET_BITS)).unwrap_or(0)
    }

    /// Its place among so many in its bucket, as a number of bits.
    fn place(&self, bits: u32) -> usize {
        let rest = self.lead() << BUCKET_BITS;
        usize::try_from(rest >> (64 - bits)).unwrap_or(0)
    }
}

/// By digest, then tag; most digests differ in their first eight bytes, which are one number.
impl<const W: usize> Ord for Row<W> {
    #[inline]
    fn cmp(&self, other: &Self) -> Ordering {
        let whole = || (&self.digest, self.tag).cmp(&(&other.digest, other.tag));
        self.lead().cmp(&other.lead()).then_with(whole)
    }
}

impl<const W: usize> PartialOrd for Row<W> {
    #[inline]
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

/// Rows of one bucket, in the order they came, in pieces of one size.
#[derive(Debug)]
pub(super) struct Bucket<const W: usize> {
    full: Vec<Vec<Row<W>>>,
    open: Vec<Row<W>>,
}

impl<const W: usize> Bucket<W> {
    pub(super) fn new() -> Self {
        Self { full: Vec::new(), open: Vec::new() }
    }

    /// Whether the next row needs a new piece.
    #[inline]
    pub(super) fn is_full(&self) -> bool {
        self.open.len() == self.open.capacity()
    }

    /// Takes a row, for which there has to be a place.
    #[inline]
    pub(super) fn push(&mut self, row: Row<W>) {
        self.open.push(row);
    }

    /// Makes place for so many rows more.
    pub(super) fn grow(&mut self, rows: usize) {
        let full = std::mem::replace(&mut self.open, Vec::with_capacity(rows));
        if !full.is_empty() {
            self.full.push(full);
        }
    }

    /// Pieces that it has.
    pub(super) fn pieces(&self) -> usize {
        self.full.len() + usize::from(self.open.capacity() > 0)
    }
}

/// Puts the rows of buckets in order, one bucket after the other.
#[derive(Debug, Default)]
pub(super) struct Orderer {
    /// For each place, how many rows it has, then where its next row goes.
    ends: Vec<u32>,
}

impl Orderer {
    /// Puts the rows of a bucket into `out`, ascending.
    pub(super) fn order<const W: usize>(&mut self, bucket: Bucket<W>, out: &mut Vec<Row<W>>) {
        let Bucket { mut full, open } = bucket;
        full.push(open);
        let rows: usize = full.iter().map(Vec::len).sum();
        let bits = rows.max(2).next_power_of_two().trailing_zeros().min(PLACE_BITS_MAX);
        self.ends.clear();
        self.ends.resize(1 << bits, 0);
        for row in full.iter().flatten() {
            if let Some(count) = self.ends.get_mut(row.place(bits)) {
                *count += 1;
            }
        }
        let mut next = 0;
        for end in &mut self.ends {
            next += std::mem::replace(end, next);
        }
        out.clear();
        out.resize(rows, Row { digest: [0; W], tag: 0 });
        for piece in full {
            for row in piece {
                let Some(end) = self.ends.get_mut(row.place(bits)) else { continue };
                if let Some(slot) = out.get_mut(*end as usize) {
                    *slot = row;
                }
                *end += 1;
            }
        }
        let mut begin = 0;
        for end in &self.ends {
            let end = *end as usize;
            match out.get_mut(begin..end) {
                None | Some([] | [_]) => {}
                Some([first, second]) => {
                    if second < first {
                        std::mem::swap(first, second);
                    }
                }
                Some(more) => more.sort_unstable(),
            }
            begin = end;
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::{Bucket, Orderer, Row};

    fn row() -> impl Strategy<Value = Row<16>> {
        // The first bits are those of the bucket; the others are spread evenly, alike, or nearly.
        let digest = prop_oneof![
            any::<[u8; 16]>(),
            Just([7; 16]),
            any::<u8>().prop_map(|last| {
                let mut digest = [7; 16];
                digest[15] = last;
                digest
            }),
        ];
        (digest, 0u32..3).prop_map(|(digest, tag)| Row { digest, tag })
    }

    proptest! {
        #[test]
        fn rows_of_a_bucket_come_in_the_order_that_comparing_gives(
            rows in prop::collection::vec(row(), 0..600), piece in 1usize..100,
        ) {
            let mut bucket = Bucket::new();
            let mut rows: Vec<Row<16>> = rows;
            for row in &mut rows {
                row.digest[0] = 0xA5;
                row.digest[1] &= 0x3F;
                if bucket.is_full() {
                    bucket.grow(piece);
                }
                bucket.push(*row);
            }
            let mut out = vec![rows.first().copied().unwrap_or(Row { digest: [1; 16], tag: 1 }); 3];
            Orderer::default().order(bucket, &mut out);
            rows.sort_unstable();
            prop_assert_eq!(out, rows);
        }
    }
}
