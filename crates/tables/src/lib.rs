//! Typed columnar tables of records (Parquet) and the one query engine.
//!
//! **Invariant:** the only room that knows Arrow, SQL and DataFusion. Others see the typed views
//! of [`views`], and files that any Parquet reader can open.

pub mod columns;
mod engine;
mod fault;
pub mod parts;
mod schema;
pub mod views;
mod write;

pub use engine::{
    Copied, Engine, EngineSettings, LocatedRecord, MEMORY_BYTES, StatedCoverage, StatedText,
    StoredRows, TextRecord, TextRole, ToldFile, ViewSettings,
};
pub use fault::{AppendFault, TablesFault};
pub use parts::{PART_ROWS, Part, data_root};
pub use write::PartWriter;
