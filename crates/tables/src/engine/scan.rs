//! The engine's inside: sessions, tables, and rows as they come.

use std::path::Path;
use std::sync::Arc;

use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::catalog::TableProvider;
use datafusion::datasource::empty::EmptyTable;
use datafusion::datasource::file_format::parquet::ParquetFormat;
use datafusion::datasource::listing::{
    ListingOptions, ListingTable, ListingTableConfig, ListingTableUrl,
};
use datafusion::error::DataFusionError;
use datafusion::execution::SendableRecordBatchStream;
use datafusion::execution::memory_pool::FairSpillPool;
use datafusion::execution::runtime_env::{RuntimeEnv, RuntimeEnvBuilder};
use datafusion::prelude::{SessionConfig, SessionContext};
use futures::StreamExt as _;
use model::record::Kind;

use super::{Engine, EngineSettings};
use crate::columns::{Column, Holds, columns_of, reject_columns};
use crate::fault::TablesFault;
use crate::parts::{Part, tables};
use crate::schema::arrow_type;

/// Rows per batch of an answer.
const BATCH_ROWS: usize = 8192;

/// Bytes that one question may spill: above this the disk, not the question, is the problem.
const SPILL_BYTES_MAX: u64 = 1 << 40;

/// How often the spill folder is made anew: another engine that ends removes it where it is empty, and may
/// do so between its making and ours.
const SPILL_ATTEMPTS: usize = 32;

pub(super) fn environment(settings: &EngineSettings) -> Result<Arc<RuntimeEnv>, TablesFault> {
    let build = || {
        RuntimeEnvBuilder::new()
            .with_memory_pool(Arc::new(FairSpillPool::new(settings.memory_bytes)))
            .with_temp_file_path(&settings.spill)
            .with_max_temp_directory_size(SPILL_BYTES_MAX)
            .build_arc()
    };
    let built = (1..SPILL_ATTEMPTS).find_map(|_| build().ok()).map_or_else(build, Ok);
    built.map_err(|fault| TablesFault::query("engine", fault))
}

/// Memory a sort keeps free to merge what it spilled, at most: what the library takes by itself.
const MERGE_BYTES_MAX: usize = 10 << 20;

/// A session over `threads` partitions of the memory in `settings`.
pub(super) fn session(
    environment: &Arc<RuntimeEnv>,
    settings: &EngineSettings,
    threads: usize,
) -> SessionContext {
    let mut config = SessionConfig::new()
        .with_target_partitions(threads)
        .with_batch_size(BATCH_ROWS)
        // The whole of a table is read or a few rows of it: footers need no look beforehand.
        .with_collect_statistics(false)
        .with_parquet_pruning(true)
        .with_parquet_page_index_pruning(true);
    let options = config.options_mut();
    // Sort-merge joins spill, hash joins do not.
    options.optimizer.prefer_hash_join = false;
    options.execution.parquet.pushdown_filters = true;
    options.execution.sort_spill_reservation_bytes =
        (settings.memory_bytes / threads.max(1) / 8).min(MERGE_BYTES_MAX);
    SessionContext::new_with_config_rt(config, environment.clone())
}

/// Makes every table known, also those without a part.
pub(super) fn register(
    session: &SessionContext,
    folder: &Path,
    parts: &[Part],
) -> Result<(), TablesFault> {
    for table in tables() {
        let columns = Kind::from_table(table).map_or_else(reject_columns, columns_of);
        let provider = provider(folder, parts.iter().filter(|part| part.table == table), &columns)
            .map_err(|fault| TablesFault::query(table, fault))?;
        session
            .register_table(table, provider)
            .map_err(|fault| TablesFault::query(table, fault))?;
    }
    Ok(())
}

fn provider<'a>(
    folder: &Path,
    parts: impl Iterator<Item = &'a Part>,
    columns: &[Column],
) -> Result<Arc<dyn TableProvider>, DataFusionError> {
    let schema = read_schema(columns);
    let paths = parts
        .map(|part| {
            let path = std::path::absolute(folder.join(part.path()))?;
            ListingTableUrl::parse(path.to_string_lossy())
        })
        .collect::<Result<Vec<_>, _>>()?;
    if paths.is_empty() {
        return Ok(Arc::new(EmptyTable::new(schema)));
    }
    let options = ListingOptions::new(Arc::new(ParquetFormat::default()));
    let config = ListingTableConfig::new_with_multi_paths(paths)
        .with_listing_options(options)
        .with_schema(schema);
    Ok(Arc::new(ListingTable::try_new(config)?))
}

/// The schema rows are read in: texts as views into the page they came from, not as copies.
pub(super) fn read_schema(columns: &[Column]) -> SchemaRef {
    let fields: Vec<Field> = columns
        .iter()
        .map(|column| {
            let holds = match column.holds {
                Holds::Text => DataType::Utf8View,
                other => arrow_type(other),
            };
            Field::new(&column.name, holds, column.nullable)
        })
        .collect();
    Arc::new(Schema::new(fields))
}

/// In which order rows may come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum RowOrder {
    /// Any: the reading runs over all threads.
    Any,
    /// That of the parts, or of the question's own `ORDER BY`.
    Fixed,
}

impl Engine {
    /// Hands on the batches of an answer as they come, until there are no more or one is refused.
    /// `table` is named in faults.
    pub(super) fn each_batch<F: From<TablesFault>>(
        &self,
        table: &str,
        sql: &str,
        order: RowOrder,
        mut each: impl FnMut(&RecordBatch) -> Result<(), F>,
    ) -> Result<(), F> {
        let fault = |fault| TablesFault::query(table, fault);
        let mut stream = self.runtime.block_on(self.stream(sql, order)).map_err(fault)?;
        while let Some(batch) = self.runtime.block_on(stream.next()) {
            each(&batch.map_err(fault)?)?;
        }
        Ok(())
    }

    async fn stream(
        &self,
        sql: &str,
        order: RowOrder,
    ) -> Result<SendableRecordBatchStream, DataFusionError> {
        let session = match order {
            RowOrder::Any => &self.wide,
            RowOrder::Fixed => &self.ordered,
        };
        session.sql(sql).await?.execute_stream().await
    }
}

/// `SELECT` of these columns of a table; the names come from the schema and need no escaping
/// beyond the quotes.
pub(super) fn select(table: &str, columns: &[String]) -> String {
    let mut sql = String::from("SELECT ");
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            sql.push_str(", ");
        }
        sql.push('"');
        sql.push_str(column);
        sql.push('"');
    }
    sql.push_str(" FROM \"");
    sql.push_str(table);
    sql.push('"');
    sql
}

#[cfg(test)]
mod tests {
    use datafusion::arrow::array::AsArray as _;
    use datafusion::arrow::datatypes::UInt64Type;
    use model::records::Message;
    use model::{ExhibitId, PlaceRef, record::Record as _};

    use super::*;
    use crate::PartWriter;

    const ROWS: u64 = 40_000;

    /// Messages whose rows are stored in one order and whose bodies sort in the other.
    fn engine(folder: &Path, memory_bytes: usize) -> Engine {
        let mut writer = PartWriter::start(folder, ExhibitId(1), 0).unwrap();
        let (mut message, mut slots) = (Message::default(), Vec::new());
        for row in 1..=ROWS {
            message.body.set_fmt(format_args!("{:08} {}", ROWS - row, "filler ".repeat(80)));
            slots.clear();
            message.encode(&mut slots);
            let place = PlaceRef { row, ..PlaceRef::default() };
            writer.append(Kind::Message, &place, &slots).unwrap();
        }
        let parts = writer.commit_chunk().unwrap();
        let settings = EngineSettings { memory_bytes, spill: folder.join("spill"), threads: 1 };
        Engine::open(folder, &parts, &settings).unwrap()
    }

    const SORT: &str = "SELECT \"row\", \"body\" FROM message ORDER BY \"body\"";

    #[test]
    fn engines_that_begin_and_end_at_once_share_a_spill_folder() {
        let folder = tempfile::tempdir().unwrap();
        let settings = EngineSettings::new(folder.path().join("spill"));
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    for _ in 0..100 {
                        Engine::open(folder.path(), &[], &settings).unwrap();
                    }
                });
            }
        });
        assert!(!settings.spill.exists());
    }

    #[test]
    fn a_sort_beyond_the_memory_spills_inside_the_case_and_cleans_up() {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), 16 << 20);
        let (mut expected, mut spilled) = (ROWS, false);
        engine
            .each_batch::<TablesFault>("message", SORT, RowOrder::Any, |batch| {
                let rows = batch.column(0).as_primitive::<UInt64Type>();
                for row in rows.values() {
                    assert_eq!(*row, expected);
                    expected -= 1;
                }
                spilled |=
                    folder.path().join("spill").read_dir().is_ok_and(|mut d| d.next().is_some());
                Ok(())
            })
            .unwrap();
        assert_eq!(expected, 0);
        assert!(spilled);
        drop(engine);
        assert!(!folder.path().join("spill").exists());
    }

    #[test]
    fn too_little_memory_is_a_clear_fault_and_not_a_kill() {
        let folder = tempfile::tempdir().unwrap();
        let engine = engine(folder.path(), 1 << 16);
        let fault = engine
            .each_batch::<TablesFault>("message", SORT, RowOrder::Any, |_| Ok(()))
            .unwrap_err();
        assert!(fault.to_string().starts_with("TAB-003 at message"), "{fault}");
    }
}
