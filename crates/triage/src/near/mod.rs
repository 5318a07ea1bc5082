//! All codes within a distance of a query, without a miss: by default 31 of 256 bits.
//!
//! Sources: Norouzi, Punjani and Fleet, *Fast Exact Search in Hamming Space with Multi-Index Hashing*
//! (2014); Qin and others, *GPH: Similarity Search in Hamming Space* (2018), for thresholds by slot.
//!
//! ```text
//! layout     how many slots of how many bits for so many codes, and which bits go where
//! slot       the codes listed by the bits of one slot
//! plan       how far to look in each slot for one query, or to compare it with all codes instead
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
//! are codes: keep such queries and codes out by [`gate`]. Near is not the same: see [`crate::pdq`].

mod gate;
mod layout;
mod plan;
mod processor;
mod scan;
mod slot;

use crate::pdq::Code;

pub use gate::{Gate, ONES_MAX, ONES_MIN, QUALITY_MIN, gate};
pub use layout::BYTES_A_CODE_MAX;

use layout::Layout;
use plan::Plan;
use processor::{as_this_processor_can, compare_cost};
use slot::{Finder, Slot};

/// The distance up to which two PDQ codes are taken to be near (the default of the reference).
pub const DISTANCE_MAX: u32 = 31;

/// Queries that go through a slot together while its lists are close at hand.
const BATCH: usize = 1024;

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

/// Codes to be searched.
pub struct Index {
    codes: Vec<Code>,
    slots: Vec<Slot>,
    /// What a scan costs on this processor, for each code.
    compare_cost: u64,
}

impl Index {
    /// Codes that are numbered from 0 as they come; `None` where a `u32` cannot number them.
    pub fn build(codes: Vec<Code>) -> Option<Self> {
        let layout = Layout::choose(codes.len());
        Self::build_as(codes, layout, compare_cost())
    }

    fn build_as(codes: Vec<Code>, layout: Layout, compare_cost: u64) -> Option<Self> {
        u32::try_from(codes.len()).ok()?;
        let slots = layout.deal(&codes).iter().map(|bits| Slot::build(&codes, bits)).collect();
        Some(Self { codes, slots, compare_cost })
    }

    /// How many codes there are.
    pub fn len(&self) -> usize {
        self.codes.len()
    }

    /// Whether there is none.
    pub fn is_empty(&self) -> bool {
        self.codes.is_empty()
    }

    /// Bytes of memory that codes and lists take.
    pub fn bytes(&self) -> usize {
        let slots: usize = self.slots.iter().map(Slot::bytes).sum();
        slots + self.codes.capacity() * size_of::<Code>()
    }

    /// All codes that differ from a query in at most `distance_max` bits, by query, then by code.
    /// Queries are best asked together: they share what is read.
    pub fn within(&self, queries: &[Code], distance_max: u32) -> Vec<Hit> {
        let asked: Vec<(u32, Code)> = (0..).zip(queries.iter().copied()).collect();
        let mut hits = Vec::new();
        for batch in asked.chunks(BATCH) {
            let start = hits.len();
            self.ask(batch, distance_max, &mut hits);
            if let Some(found) = hits.get_mut(start..) {
                found.sort_unstable();
            }
        }
        // A code that is near in several slots was met in each of them.
        hits.dedup();
        hits
    }

    fn ask(&self, batch: &[(u32, Code)], distance_max: u32, hits: &mut Vec<Hit>) {
        let scan = plan::scan_cost(self.codes.len(), batch.len(), self.compare_cost);
        let plans = plan::all(&self.slots, batch, distance_max, scan);
        as_this_processor_can(
            #[inline(always)]
            || {
                let mut finder = Finder::default();
                for (number, slot) in self.slots.iter().enumerate() {
                    for (query, plan) in batch.iter().zip(&plans) {
                        finder.find(
                            slot,
                            &self.codes,
                            *query,
                            (plan.reach(number), distance_max),
                            hits,
                        );
                    }
                }
            },
        );
        let scanned = batch.iter().zip(&plans).filter(|(_, plan)| matches!(plan, Plan::Scan));
        let scanned: Vec<(u32, Code)> = scanned.map(|(query, _)| *query).collect();
        scan::scan(&self.codes, &scanned, distance_max, hits);
    }
}

#[cfg(test)]
mod tests;
