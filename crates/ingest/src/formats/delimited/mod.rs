//! Delimited text and workbooks, read through a mapping of headers to fields.
//!
//! A row's way: `rows` (or `xlsx`) finds it and its bytes, `cells` splits it, `fill` reads each cell
//! by the `plan` that `mapping` and header gave, `finish` checks the record, `pour` hands it on.

mod bomb;
mod canonical;
mod cells;
mod csv;
mod encoding;
mod fill;
mod find;
mod finish;
mod guess;
mod header;
mod mapping;
mod money;
mod paths;
mod plan;
mod pour;
mod proposal;
mod rows;
mod typed;
mod xlsx;

pub use csv::Delimited;
pub use guess::{ColumnGuess, Guess, Near, guess};
pub use header::{canonical_name, canonical_names, fingerprint, width_fingerprint};
pub use mapping::{
    DurationFormat, MappedKind, Mapping, MappingFault, SignRule, Targets, ZonePolicy,
};
pub use paths::available;
pub use proposal::Proposal;
pub use rows::ROW_BYTES_MAX;
pub use xlsx::Workbook;

pub use crate::mappings::house;
