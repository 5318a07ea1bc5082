//! Delimited text and workbooks, read through a mapping of headers to fields.
//!
//! A row's way: `rows` (or `xlsx`) finds it and its bytes, `cells` splits it, `fill` reads each cell
//! by the `plan` that `mapping` and header gave, `finish` checks the record, `pour` hands it on.
//!
//! - **Recognised by** the header: a mapping of the case or of the house names the headers it is for.
//!   A person may choose one (`--mapping`), or have one proposed (`tutela map`).
//! - **Specification:** docs/mappings.md; RFC 4180 as far as senders follow it; ECMA-376 for XLSX, the
//!   older XLS and ODS as the calamine crate reads them.
//! - **Fields kept:** all; a column that nothing maps stands in `extra` and is noted once.
//! - **A workbook** may hold tables of several kinds: each sheet is read by the mapping of its own header.
//! - **Known limits:** one table a sheet; a row of at most 1 MiB; dates whose day and month can be
//!   swapped are refused until a person says the order.

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
mod known_names;
mod mapping;
mod money;
mod named;
mod near;
mod number;
mod paths;
mod plan;
mod pour;
mod proposal;
mod rows;
mod typed;
mod xlsx;

pub use csv::Delimited;
pub(crate) use find::looks_like_table;
pub use guess::{ColumnGuess, Guess, Near, guess};
pub use header::{canonical_name, canonical_names, fingerprint, width_fingerprint};
pub use mapping::{
    DurationFormat, MappedKind, Mapping, MappingFault, SignRule, Targets, ZonePolicy,
};
pub(crate) use named::{NamedRow, NamedTable, header_names};
pub use paths::available;
pub use proposal::Proposal;
pub use rows::ROW_BYTES_MAX;
pub use xlsx::Workbook;

pub use crate::mappings::house;
