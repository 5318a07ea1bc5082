//! Many queries asked together, each by its lists or by comparing it with all codes.
//!
//! A query that has more hits than are told is stopped: its hits are counted, and not kept. So many
//! queries that are near everything take no more memory than as many that are near nothing.

use super::form::CodeBytes;
use super::plan::{self, Plan};
use super::processor::{as_this_processor_can, compare_cost};
use super::scan;
use super::slot::{Finder, Slot};
use super::{Code, Hit};

/// Queries that go through a slot together while its lists are close at hand.
pub(crate) const BATCH: usize = 1024;

/// How much oftener than there are hits to be told a query may meet them in its lists, where a code that
/// is near in several slots is met in each; then it is compared with all codes, which meets each once.
const MET_TIMES_MAX: usize = 4;

/// What counts as a hit.
pub(crate) struct Bounds<F> {
    /// In how many bits a code may differ.
    pub(crate) distance_max: u32,
    /// Whether the code of a number counts at a distance.
    pub(crate) counts: F,
    /// Hits of one query that are told.
    pub(crate) hits_max: usize,
}

/// What a batch of queries met.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Met {
    /// The hits, by query, then by code.
    pub(crate) hits: Vec<Hit>,
    /// Queries of more hits than are told, and how many they have.
    pub(crate) floods: Vec<(u32, u64)>,
}

/// Codes and lists as they lie in memory or in a file.
pub(crate) struct View<'i> {
    codes: &'i [CodeBytes],
    slots: Vec<Slot<'i>>,
    /// What a scan costs on this processor, for each code.
    compare_cost: u64,
}

impl<'i> View<'i> {
    pub(super) fn new(codes: &'i [CodeBytes], slots: Vec<Slot<'i>>) -> Self {
        Self { codes, slots, compare_cost: compare_cost() }
    }

    #[cfg(test)]
    pub(super) fn slots(&self) -> &[Slot<'i>] {
        &self.slots
    }

    /// As if a scan cost so much.
    #[cfg(test)]
    pub(super) fn with_compare_cost(self, compare_cost: u64) -> Self {
        Self { compare_cost, ..self }
    }

    /// What numbered queries meet, of which there should be no more than [`BATCH`].
    pub(crate) fn ask(
        &self,
        batch: &[(u32, Code)],
        bounds: &Bounds<impl Fn(u32, u32) -> bool>,
    ) -> Met {
        let scan = plan::scan_cost(self.codes.len(), batch.len(), self.compare_cost);
        let plans = plan::all(&self.slots, batch, bounds.distance_max, scan);
        let (mut hits, mut scanned) = self.by_lists(batch, &plans, bounds);
        scanned.sort_unstable_by_key(|(number, _)| *number);
        // What these met so far is met again.
        hits.retain(|hit| scanned.binary_search_by_key(&hit.query, |(number, _)| *number).is_err());
        let mut floods = scan::scan(self.codes, &scanned, bounds, &mut hits);
        hits.sort_unstable();
        // A code that is near in several slots was met in each of them.
        hits.dedup();
        for own in hits.chunk_by(|one, next| one.query == next.query) {
            if let Some(first) = own.first().filter(|_| own.len() > bounds.hits_max) {
                floods.push((first.query, own.len() as u64));
            }
        }
        floods.sort_unstable();
        hits.retain(|hit| floods.binary_search_by_key(&hit.query, |(query, _)| *query).is_err());
        Met { hits, floods }
    }

    /// What is met in lists, and the queries that are to be compared with all codes: by their plan, or
    /// because they met too much.
    fn by_lists(
        &self,
        batch: &[(u32, Code)],
        plans: &[Plan],
        bounds: &Bounds<impl Fn(u32, u32) -> bool>,
    ) -> (Vec<Hit>, Vec<(u32, Code)>) {
        let met_max = bounds.hits_max.saturating_mul(MET_TIMES_MAX);
        let (mut hits, mut met) = (Vec::new(), vec![0; batch.len()]);
        as_this_processor_can(
            #[inline(always)]
            || {
                let mut finder = Finder::default();
                for (number, slot) in self.slots.iter().enumerate() {
                    for ((query, plan), met) in batch.iter().zip(plans).zip(&mut met) {
                        if *met <= met_max {
                            let before = hits.len();
                            let credits = plan.reach(number);
                            finder.find(slot, self.codes, *query, credits, bounds, &mut hits);
                            *met += hits.len() - before;
                        }
                    }
                }
            },
        );
        let asked = batch.iter().zip(plans).zip(&met);
        let scanned = asked
            .filter(|((_, plan), met)| matches!(plan, Plan::Scan) || **met > met_max)
            .map(|((query, _), _)| *query);
        (hits, scanned.collect())
    }
}
