//! Patterns of agreement, counted: the model is estimated on these few numbers, not on pairs.

use std::collections::BTreeMap;

/// How many pairs show each pattern, by pattern.
pub(crate) type Counts = BTreeMap<u64, u64>;

/// A pair worth keeping.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Pair {
    pub(crate) a: u32,
    pub(crate) b: u32,
    pub(crate) pattern: u64,
    /// Groups that hold both.
    pub(crate) found_by: u32,
}
