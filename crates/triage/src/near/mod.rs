//! All codes within a distance of a query, without a miss: by default 31 of 256 bits.
//!
//! Sources: Norouzi, Punjani and Fleet, *Fast Exact Search in Hamming Space with Multi-Index Hashing*
//! (2014); Qin and others, *GPH: Similarity Search in Hamming Space* (2018), for thresholds by slot.
//!
//! ```text
//! layout     how many slots of how many bits for so many codes, and which bits go where
//! make       writing the lists of all slots
//! form       how codes and lists lie in bytes, in memory and in a file alike
//! slot       the codes listed by the bits of one slot
//! plan       how far to look in each slot for one query, or to compare it with all codes instead
//! search     many queries asked together
//! scan       many queries compared with all codes, side by side
//! processor  the widest count of ones that this machine has
//! gate       codes that say too little to be searched
//! ```
//!
//! The bits are dealt to slots. If two codes differ in at most `d` bits, and a query looks as far as `t`
//! bits in each slot so that the sum of `t + 1` is above `d`, then in some slot they differ in at most its
//! `t`: if they did not, the differences would sum to more than `d` (pigeonhole). So every code near
//! enough is met in one of the lists, and each that is met is compared in full.
//!
//! Cost: where bits are skewed, or many codes are alike, lists are long; then the plan compares the query
//! with all codes, many queries a pass, so that the worst is a scan. Memory: 32 bytes a code, 4 for each
//! slot, and the starts of the lists: at most [`BYTES_A_CODE_MAX`] in all.
//!
//! Limits: as many codes as a `u32` can number. A query that is near everything has as many hits as there
//! are codes: keep such queries and codes out by [`gate()`]. Near is not the same: see [`crate::pdq`].

pub(crate) mod form;
mod gate;
mod layout;
pub(crate) mod make;
mod plan;
mod processor;
mod scan;
pub(crate) mod search;
mod slot;

use std::io;

use crate::pdq::Code;

pub use gate::{Gate, ONES_MAX, ONES_MIN, QUALITY_MIN, gate};
pub use layout::BYTES_A_CODE_MAX;

use form::{CodeBytes, Form};
use make::write_lists;
use search::{BATCH, Bounds, View};

pub(crate) use processor::as_this_processor_can;

/// The distance up to which two PDQ codes are taken to be near (the default of the reference).
pub const DISTANCE_MAX: u32 = 31;

/// A code that lies near a query.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Hit {
    /// Number of the query.
    pub query: u32,
    /// Number of the code, as the index was given them.
    pub code: u32,
    /// In how many bits they differ.
    pub distance: u32,
}

/// Codes to be searched, in memory.
pub struct Index {
    form: Form,
    /// Codes, then lists.
    bytes: Vec<u8>,
    /// Where the first code lies: at a boundary, so that no code lies in two lines of the cache.
    first: usize,
}

/// Bytes of a line of the cache, which holds two codes.
const LINE_BYTES: usize = 64;

impl Index {
    /// Codes that are numbered from 0 as they come; `None` where a `u32` cannot number them.
    pub fn build(codes: Vec<Code>) -> Option<Self> {
        let bytes_max = BYTES_A_CODE_MAX.saturating_mul(codes.len());
        Self::build_as(codes, |codes| Form::choose(codes, bytes_max))
    }

    fn build_as(
        codes: Vec<Code>,
        form: impl FnOnce(&mut &[CodeBytes]) -> io::Result<Form>,
    ) -> Option<Self> {
        u32::try_from(codes.len()).ok()?;
        let codes: Vec<CodeBytes> = codes.into_iter().map(Code::to_bytes).collect();
        let form = form(&mut codes.as_slice()).ok()?;
        let own = codes.as_flattened();
        let mut bytes = vec![0; own.len() + form.lists_bytes() + LINE_BYTES];
        let first = bytes.as_ptr().align_offset(LINE_BYTES).min(LINE_BYTES);
        let (kept, mut lists) = bytes.get_mut(first..)?.split_at_mut_checked(own.len())?;
        kept.copy_from_slice(own);
        write_lists(&form, &mut codes.as_slice(), make::ROOM_BYTES, &mut lists).ok()?;
        Some(Self { form, bytes, first })
    }

    fn view(&self) -> View<'_> {
        let bytes = self.bytes.get(self.first..).unwrap_or_default();
        let codes = self.form.len().saturating_mul(size_of::<CodeBytes>());
        let (codes, lists) = bytes.split_at_checked(codes).unwrap_or_default();
        self.form.view(codes.as_chunks().0, lists)
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.form.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// Bytes of memory that codes and lists take.
    pub fn bytes(&self) -> usize {
        self.bytes.capacity()
    }

    /// All codes that differ from a query in at most `distance_max` bits, by query, then by code.
    /// Queries are best asked together: they share what is read.
    pub fn within(&self, queries: &[Code], distance_max: u32) -> Vec<Hit> {
        within(&self.view(), queries, distance_max)
    }
}

fn within(view: &View<'_>, queries: &[Code], distance_max: u32) -> Vec<Hit> {
    let asked: Vec<(u32, Code)> = (0..).zip(queries.iter().copied()).collect();
    let bounds = Bounds { distance_max, counts: |_, _| true, hits_max: usize::MAX };
    asked.chunks(BATCH).flat_map(|batch| view.ask(batch, &bounds).hits).collect()
}

#[cfg(test)]
mod tests;
