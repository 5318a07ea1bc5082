//! One table of one chunk being filled: cells to batches, batches to a Parquet part.

use std::path::{Path, PathBuf};

use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_writer::ArrowWriterOptions;

use super::column::ColumnCells;
use super::file::{HashedFile, unfinished};
use crate::columns::Column;
use crate::fault::TablesFault;
use crate::parts::Part;
use crate::schema;

/// Rows handed over at once: their cells stay in the processor's second cache.
const BATCH_ROWS: usize = 1024;

/// Rows handed over first, by which it is judged how the columns of a part are laid down.
const FIRST_ROWS: usize = 4096;

/// Bytes of text handed over at once, whatever the rows: keeps memory flat with long messages.
const BATCH_BYTES: usize = 8 << 20;

/// Bytes held back for a row group; a group closes early rather than take more.
const GROUP_BYTES: usize = 24 << 20;

/// A table of one exhibit, part by part.
pub(crate) struct TableWriter {
    columns: Vec<Column>,
    schema: SchemaRef,
    cells: Vec<ColumnCells>,
    row: usize,
    bytes: usize,
    open: Option<OpenPart>,
}

struct OpenPart {
    path: PathBuf,
    writer: ArrowWriter<HashedFile>,
    rows: u64,
}

impl TableWriter {
    pub(crate) fn new(columns: Vec<Column>) -> Self {
        let cells = columns.iter().map(|column| ColumnCells::new(column, FIRST_ROWS)).collect();
        let schema = schema::arrow_schema(&columns);
        Self { columns, schema, cells, row: 0, bytes: 0, open: None }
    }

    /// The cells and the number of the row being filled.
    #[inline]
    pub(crate) fn row(&mut self) -> (&mut [ColumnCells], usize) {
        (&mut self.cells, self.row)
    }

    /// Ends the row; `bytes` is its size on the wire. `path` is where its part will stand.
    #[inline]
    pub(crate) fn end_row(&mut self, bytes: usize, path: &Path) -> Result<(), TablesFault> {
        self.row += 1;
        self.bytes += bytes;
        let rows = if self.open.is_some() { BATCH_ROWS } else { FIRST_ROWS };
        if self.row >= rows || self.bytes >= BATCH_BYTES {
            self.flush(path)?;
        }
        Ok(())
    }

    /// Takes back what was set of the row being filled.
    pub(crate) fn take_back(&mut self) {
        for column in &mut self.cells {
            column.take_back(self.row);
        }
    }

    fn flush(&mut self, path: &Path) -> Result<(), TablesFault> {
        let rows = std::mem::take(&mut self.row);
        self.bytes = 0;
        if rows == 0 {
            return Ok(());
        }
        let arrays = self
            .cells
            .iter_mut()
            .zip(&self.columns)
            .map(|(cells, column)| cells.finish(rows, column.holds))
            .collect::<Result<Vec<_>, _>>()
            .map_err(|fault| TablesFault::encode(path, fault.into()))?;
        let batch = RecordBatch::try_new(self.schema.clone(), arrays)
            .map_err(|fault| TablesFault::encode(path, fault.into()))?;
        let open = match &mut self.open {
            Some(open) => open,
            None => self.open.insert(self::open(path, &self.columns, &batch)?),
        };
        open.rows += u64::try_from(rows).unwrap_or(0);
        open.writer.write(&batch).map_err(|fault| TablesFault::encode(path, fault))?;
        if open.writer.in_progress_size() > GROUP_BYTES {
            open.writer.flush().map_err(|fault| TablesFault::encode(path, fault))?;
        }
        Ok(())
    }

    /// Closes the part, still under its unfinished name; `None` where it has no row.
    pub(crate) fn close(&mut self, path: &Path) -> Result<Option<Closed>, TablesFault> {
        self.flush(path)?;
        let Some(open) = self.open.take() else { return Ok(None) };
        let file = open.writer.into_inner().map_err(|fault| TablesFault::encode(path, fault))?;
        let (sha256, bytes) = file.seal().map_err(|fault| TablesFault::write(path, fault))?;
        Ok(Some(Closed { path: open.path, rows: open.rows, bytes, sha256 }))
    }

    /// Where the open part is being written, if one is open.
    pub(crate) fn unfinished(&self) -> Option<PathBuf> {
        self.open.as_ref().map(|open| unfinished(&open.path))
    }
}

/// A part that is whole on the disk and waits for its name.
pub(crate) struct Closed {
    pub(crate) path: PathBuf,
    rows: u64,
    bytes: u64,
    sha256: model::Digest,
}

impl Closed {
    /// The part as the ledger lists it, its path relative to the case.
    pub(crate) fn part(&self, table: &str, exhibit: model::ExhibitId, number: u32) -> Part {
        let (rows, bytes, sha256) = (self.rows, self.bytes, self.sha256);
        Part { table: table.to_owned(), exhibit, number, rows, bytes, sha256 }
    }
}

/// Opens a part for the batches that begin with `first`, which shows how its columns are best laid
/// down.
fn open(path: &Path, columns: &[Column], first: &RecordBatch) -> Result<OpenPart, TablesFault> {
    let aside = unfinished(path);
    if let Some(folder) = aside.parent() {
        std::fs::create_dir_all(folder).map_err(|fault| TablesFault::write(folder, fault))?;
    }
    let file = HashedFile::create(&aside).map_err(|fault| TablesFault::write(&aside, fault))?;
    let properties = schema::writer_properties(columns, first);
    let options = ArrowWriterOptions::new().with_properties(properties);
    let writer = ArrowWriter::try_new_with_options(file, first.schema(), options)
        .map_err(|fault| TablesFault::encode(path, fault))?;
    Ok(OpenPart { path: path.to_owned(), writer, rows: 0 })
}
