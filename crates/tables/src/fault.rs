//! What can go wrong with tables: a code, a place, a fact and a remedy.

use std::io;
use std::path::{Path, PathBuf};

use datafusion::error::DataFusionError;
use datafusion::parquet::errors::ParquetError;
use model::wire::WireFault;

/// Why tables could not be written or read. The codes are stable.
#[derive(Debug, thiserror::Error)]
pub enum TablesFault {
    /// A part could not be written.
    #[error("TAB-001 at {}: the part cannot be written; check free space and rights, then run the same command again", path.display())]
    Write {
        /// Where.
        path: PathBuf,
        /// What the system says.
        #[source]
        source: io::Error,
    },
    /// A part could not be laid out.
    #[error("TAB-002 at {}: the rows cannot be laid into a part; check free space, then run the same command again", path.display())]
    Encode {
        /// Where.
        path: PathBuf,
        /// What the library says.
        #[source]
        source: Box<ParquetError>,
    },
    /// A question to the tables could not be answered.
    #[error(
        "TAB-003 at {table}: the table cannot be read; run `tutela verify`, and give the engine more memory if the cause says so"
    )]
    Query {
        /// Which table.
        table: String,
        /// What the engine says.
        #[source]
        source: Box<DataFusionError>,
    },
    /// A table does not have the columns this version writes.
    #[error(
        "TAB-004 at {table}: column `{column}` is missing or of another type; rebuild the tables with this version (`tutela ingest` again)"
    )]
    Column {
        /// Which table.
        table: String,
        /// Which column.
        column: String,
    },
    /// The engine could not be started.
    #[error("TAB-005: the engine cannot start its threads; close other programs and try again")]
    Start(#[source] io::Error),
    /// More distinct keys than a number can count.
    #[error("TAB-006: the case has more than 4,294,967,295 keys; split it")]
    TooManyKeys,
    /// A part could not be read.
    #[error("TAB-007 at {}: the part cannot be read; run `tutela verify`, then rebuild the tables (`tutela ingest` again)", path.display())]
    Part {
        /// Where.
        path: PathBuf,
        /// What the library says.
        #[source]
        source: Box<ParquetError>,
    },
}

impl TablesFault {
    pub(crate) fn write(path: &Path, source: io::Error) -> Self {
        Self::Write { path: path.to_owned(), source }
    }

    pub(crate) fn encode(path: &Path, source: ParquetError) -> Self {
        match source {
            ParquetError::External(inner) => match inner.downcast::<io::Error>() {
                Ok(io) => Self::write(path, *io),
                Err(other) => Self::boxed(path, ParquetError::External(other)),
            },
            other => Self::boxed(path, other),
        }
    }

    pub(crate) fn part(path: &Path, source: ParquetError) -> Self {
        Self::Part { path: path.to_owned(), source: Box::new(source) }
    }

    fn boxed(path: &Path, source: ParquetError) -> Self {
        Self::Encode { path: path.to_owned(), source: Box::new(source) }
    }

    pub(crate) fn query(table: &str, source: DataFusionError) -> Self {
        Self::Query { table: table.to_owned(), source: Box::new(source) }
    }

    pub(crate) fn column(table: &str, column: &str) -> Self {
        Self::Column { table: table.to_owned(), column: column.to_owned() }
    }
}

/// Why a record could not be appended.
#[derive(Debug, thiserror::Error)]
pub enum AppendFault {
    /// The frame is not a record: nothing of it was kept, and the writer can go on.
    #[error(transparent)]
    Wire(#[from] WireFault),
    /// The tables cannot be written: the chunk is lost, what was committed stands.
    #[error(transparent)]
    Tables(#[from] TablesFault),
}
