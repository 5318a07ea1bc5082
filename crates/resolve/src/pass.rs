//! One pass over the pairs that meet: patterns are counted, and pairs that may be one party kept.

use rayon::prelude::*;

use crate::blocks::Blocks;
use crate::columns::Records;
use crate::compare::Comparer;
use crate::model::Model;
use crate::pattern::{Counts, Pair};

/// Pairs whose odds lie below this, in bits, under the model before estimation are not kept: the
/// estimation moves odds by far less.
const KEPT_BITS: f64 = -14.0;

/// Rows looked at by one thread at a time.
const ROWS_AT_ONCE: u32 = 512;

/// What a pass gives.
#[derive(Debug, Default)]
pub(crate) struct Passed {
    pub(crate) counts: Counts,
    pub(crate) kept: Vec<Pair>,
    pub(crate) compared: u64,
}

/// Compares every pair that meets; the same whatever the number of threads.
pub(crate) fn pass(records: &Records, blocks: &Blocks, model: &Model) -> Passed {
    let rows = u32::try_from(records.len()).unwrap_or(u32::MAX);
    let chunks: Vec<u32> = (0..rows).step_by(ROWS_AT_ONCE as usize).collect();
    let parts: Vec<Vec<Part>> = chunks
        .par_iter()
        .fold(Vec::new, |mut parts: Vec<Part>, from| {
            if parts.is_empty() {
                parts.push(Part::new(records));
            }
            if let Some(part) = parts.last_mut() {
                part.rows(records, blocks, model, *from..(*from + ROWS_AT_ONCE).min(rows));
            }
            parts
        })
        .collect();
    let mut passed = Passed::default();
    for part in parts.into_iter().flatten() {
        passed.compared += part.compared;
        passed.kept.extend(part.kept);
        #[expect(clippy::iter_over_hash_type, reason = "sums do not depend on their order")]
        for (pattern, (count, _)) in part.counts {
            *passed.counts.entry(pattern).or_default() += count;
        }
    }
    passed.kept.sort_unstable_by_key(|pair| (pair.a, pair.b));
    passed
}

/// What one thread has seen.
struct Part<'a> {
    comparer: Comparer<'a>,
    counts: std::collections::HashMap<u64, (u64, bool), Quick>,
    kept: Vec<Pair>,
    compared: u64,
    /// Rows that a row meets, once for each group.
    met: Vec<u32>,
    /// The same, each once.
    others: Vec<u32>,
}

/// Patterns are spread well enough by one multiplication.
#[derive(Debug, Default, Clone, Copy)]
struct Quick(u64);

impl std::hash::BuildHasher for Quick {
    type Hasher = Self;
    fn build_hasher(&self) -> Self {
        Self(0)
    }
}

impl std::hash::Hasher for Quick {
    fn finish(&self) -> u64 {
        self.0
    }
    fn write(&mut self, bytes: &[u8]) {
        self.0 = crate::columns::hash(bytes);
    }
    fn write_u64(&mut self, number: u64) {
        self.0 = crate::columns::mixed(number);
    }
}

impl<'a> Part<'a> {
    fn new(records: &'a Records) -> Self {
        Self {
            comparer: Comparer::new(records),
            counts: std::collections::HashMap::with_hasher(Quick(0)),
            kept: Vec::new(),
            compared: 0,
            met: Vec::new(),
            others: Vec::new(),
        }
    }

    fn rows(
        &mut self,
        records: &Records,
        blocks: &Blocks,
        model: &Model,
        rows: std::ops::Range<u32>,
    ) {
        for a in rows {
            let mut met = std::mem::take(&mut self.met);
            blocks.meet(records, a, &mut met);
            self.others.clear();
            self.others.extend(met.chunk_by(|x, y| x == y).filter_map(<[u32]>::first));
            let mut times = met.chunk_by(|x, y| x == y).map(<[u32]>::len);
            let Self { comparer, counts, kept, .. } = self;
            comparer.patterns(a, &self.others, |b, pattern| {
                let found_by = u32::try_from(times.next().unwrap_or(0)).unwrap_or(u32::MAX);
                let keeps = || (0, model.odds(pattern) >= KEPT_BITS);
                let (count, keep) = counts.entry(pattern).or_insert_with(keeps);
                *count += 1;
                if *keep {
                    kept.push(Pair { a, b, pattern, found_by });
                }
            });
            self.compared += self.others.len() as u64;
            self.met = met;
        }
    }
}
