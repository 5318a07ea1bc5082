//! Exhibits to records: one file a format, read in a caged worker.
//!
//! **Invariant:** rows in = records + rejects, always; a line that is no row is counted by reason.
//! The parent never parses an exhibit: it opens the file, passes the descriptor to a child that
//! the kernel denies everything else, and re-validates each record that comes back.

pub mod format;
pub mod formats;
pub mod mappings;
pub mod settings;
pub mod sink;

pub use format::{Head, ReadsBy, Source, SourceFormat, Sure};
pub use settings::Settings;
pub use sink::{Halt, Note, Outlet, Sink, SkipReason};
