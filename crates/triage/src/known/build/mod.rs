//! Making index files out of sets, in bounded memory.

mod codes;
pub(crate) mod merge;
pub(crate) mod sorter;
pub(crate) mod tags;
pub(crate) mod write;
