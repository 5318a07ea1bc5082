//! Making index files out of sets, in bounded memory.

mod behind;
pub(crate) mod bucket;
mod codes;
pub(crate) mod merge;
pub(crate) mod room;
mod run;
pub(crate) mod sorter;
pub(crate) mod tags;
pub(crate) mod write;
