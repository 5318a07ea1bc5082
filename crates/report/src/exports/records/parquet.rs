//! Parquet: one file a kind of record, with the columns of the case's own tables.
//!
//! - **Specification:** Apache Parquet; the columns and their meaning stand in docs/tables.md.
//! - **Written by** the room that knows Parquet; here it is only named, asked and counted.

use super::{Job, RecordExport, Target};
use crate::exports::ExportError;

/// Columnar tables; see the module.
#[derive(Debug)]
pub(super) struct Parquet;

impl RecordExport for Parquet {
    fn code(&self) -> &'static str {
        "parquet"
    }

    fn form(&self) -> &'static str {
        "Apache Parquet"
    }

    fn target(&self) -> Target {
        Target::Folder
    }

    fn write(&self, job: &mut Job<'_, '_>) -> Result<(), ExportError> {
        for kind in job.kinds() {
            job.out.begin(&format!("{}.parquet", kind.table()))?;
            job.parquet(kind)?;
        }
        Ok(())
    }
}
