//! The one query engine: DataFusion over the parts of a case, behind typed questions.
//!
//! SQL stays in this room. Memory that the engine may take for sorting and joining is limited, and
//! what does not fit is spilled inside the case, never in a folder of the system.

mod cells;
mod clocks;
mod coverage;
mod events;
mod files;
mod keys;
mod links;
mod locate;
mod members;
mod payments;
mod people;
mod rejects;
mod rows;
mod scan;
mod texts;
mod view;
mod zone;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use datafusion::prelude::SessionContext;
use model::record::Kind;
use model::{Digest, ExhibitId};

pub use files::ToldFile;
pub use locate::LocatedRecord;
pub use rows::{Copied, StoredRows};
pub use texts::{StatedText, TextRecord, TextRole};
pub use view::{StatedCoverage, ViewSettings};

use crate::fault::TablesFault;
use crate::parts::{Part, data_root};

/// What the engine may use.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EngineSettings {
    /// Memory for sorting, grouping and joining, in bytes; beyond it the engine spills.
    pub memory_bytes: usize,
    /// Folder for what does not fit, inside the case; made when needed, emptied afterwards.
    pub spill: PathBuf,
    /// Threads. No answer depends on it.
    pub threads: usize,
}

/// Memory the engine takes unless told otherwise: a quarter of a laptop of 8 GiB.
pub const MEMORY_BYTES: usize = 2 << 30;

impl EngineSettings {
    /// The usual settings, spilling to `spill`.
    pub fn new(spill: PathBuf) -> Self {
        let threads = std::thread::available_parallelism().map_or(1, usize::from);
        Self { memory_bytes: MEMORY_BYTES, spill, threads }
    }
}

/// The tables of a case, ready to be asked. It answers over the parts it was opened with, and
/// over no other file in the folder.
pub struct Engine {
    runtime: tokio::runtime::Runtime,
    /// Runs over all threads; rows come in any order.
    wide: SessionContext,
    /// Runs over one; rows come in the order of the parts.
    ordered: SessionContext,
    parts: Vec<Part>,
    /// Dropped last, when the sessions have let go of their files.
    _spill: SpillFolder,
}

/// The spill folder, removed when nothing is left in it.
struct SpillFolder(PathBuf);

impl Engine {
    /// Opens the tables below `folder` (the case's `tables/`) that are made of `parts`.
    pub fn open(
        folder: &Path,
        parts: &[Part],
        settings: &EngineSettings,
    ) -> Result<Self, TablesFault> {
        let threads = settings.threads.max(1);
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .worker_threads(threads)
            .thread_name("tables")
            .build()
            .map_err(TablesFault::Start)?;
        let mut parts = parts.to_vec();
        parts.sort_unstable_by(|a, b| {
            (&a.table, a.exhibit, a.number).cmp(&(&b.table, b.exhibit, b.number))
        });
        let environment = scan::environment(settings)?;
        let wide = scan::session(&environment, settings, threads);
        let ordered = scan::session(&environment, settings, 1);
        for session in [&wide, &ordered] {
            scan::register(session, folder, &parts)?;
        }
        Ok(Self { runtime, wide, ordered, parts, _spill: SpillFolder(settings.spill.clone()) })
    }

    /// The digest over all parts that findings rest on.
    pub fn data_root(&self) -> Digest {
        data_root(&self.parts)
    }

    /// Records of each kind in each exhibit, by exhibit and kind.
    pub fn counts(&self) -> BTreeMap<(ExhibitId, Kind), u64> {
        let mut counts = BTreeMap::new();
        for part in &self.parts {
            if let Some(kind) = part.kind() {
                *counts.entry((part.exhibit, kind)).or_insert(0) += part.rows;
            }
        }
        counts
    }

    /// Whether a kind has any record.
    fn has(&self, kind: Kind) -> bool {
        self.parts.iter().any(|part| part.table == kind.table() && part.rows > 0)
    }
}

impl Drop for SpillFolder {
    fn drop(&mut self) {
        // It may be shared with another engine or never made: then it stays, or there is none.
        let _ = std::fs::remove_dir(&self.0);
    }
}
