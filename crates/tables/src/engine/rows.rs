//! The records of parts as they stand, one after another: what leaves the house is made of them.
//!
//! The parts are read in the order of exhibit and number, each in its own order, batch by batch, so
//! that memory stays flat whatever the tables hold, and two readings give the same.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use datafusion::arrow::array::{ArrayRef, AsArray as _, BooleanArray, StringViewArray};
use datafusion::arrow::compute::{cast, filter_record_batch};
use datafusion::arrow::datatypes::SchemaRef;
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::{
    ArrowReaderOptions, ParquetRecordBatchReader, ParquetRecordBatchReaderBuilder,
};
use datafusion::parquet::errors::ParquetError;
use model::party::{PARTY_FIELDS, PartyRef};
use model::record::{Field, Kind, Shape};
use model::wire::{AmountOf, SlotRef, StampOf};
use model::{PlaceRef, Row};

use super::cells::{AmountCells, Cells, FlagCells, IntegerCells, StampCells, TextCells};
use super::scan::read_schema;
use crate::columns::columns_of;
use crate::fault::TablesFault;
use crate::parts::Part;
use crate::schema::{arrow_schema, writer_properties};

/// Rows read at once.
const BATCH_ROWS: usize = 4096;

/// Bytes held back for a row group of a copy; a group closes early rather than take more.
const GROUP_BYTES: usize = 48 << 20;

/// The records of a case, over the parts that its ledgers list.
#[derive(Debug, Clone)]
pub struct StoredRows {
    folder: PathBuf,
    parts: Vec<Part>,
}

impl StoredRows {
    /// The records below `folder` (the case's `tables/`) in `parts`.
    pub fn of(folder: &Path, parts: impl IntoIterator<Item = Part>) -> Self {
        let mut parts: Vec<Part> = parts.into_iter().collect();
        parts.sort_unstable_by_key(|part| (part.exhibit, part.number));
        Self { folder: folder.to_owned(), parts }
    }

    /// Every part.
    pub fn parts(&self) -> &[Part] {
        &self.parts
    }

    /// How many records of a kind there are.
    pub fn held(&self, kind: Kind) -> u64 {
        self.parts_of(kind).map(|part| part.rows).sum()
    }

    fn parts_of(&self, kind: Kind) -> impl Iterator<Item = &Part> {
        self.parts.iter().filter(move |part| part.kind() == Some(kind))
    }

    /// Hands on every record of a kind until one is refused.
    pub fn each<F: From<TablesFault>>(
        &self,
        kind: Kind,
        take: &mut dyn FnMut(&Row<'_>) -> Result<(), F>,
    ) -> Result<(), F> {
        self.each_batch(kind, |batch| hand_on(kind, batch, take))
    }

    /// Copies the records of a kind that are to be kept into one Parquet file with the columns of the
    /// case's own tables; texts of a column that are to be shown otherwise are replaced.
    pub fn copy<F: From<TablesFault>>(
        &self,
        kind: Kind,
        keep: &mut dyn FnMut(&Row<'_>) -> Result<Copied, F>,
        out: &mut (dyn Write + Send),
    ) -> Result<(), F> {
        let columns = columns_of(kind);
        let schema = arrow_schema(&columns);
        let fault = |fault| TablesFault::encode(Path::new(kind.table()), fault);
        let (mut writer, mut out) = (None, Some(out));
        let mut write = |batch: RecordBatch| -> Result<(), TablesFault> {
            if let Some(out) = out.take() {
                let properties = writer_properties(&columns, &batch);
                let made = ArrowWriter::try_new(out, schema.clone(), Some(properties));
                writer = Some(made.map_err(fault)?);
            }
            let Some(writer) = writer.as_mut() else { return Ok(()) };
            writer.write(&batch).map_err(fault)?;
            if writer.in_progress_size() > GROUP_BYTES {
                writer.flush().map_err(fault)?;
            }
            Ok(())
        };
        self.each_batch(kind, |batch| -> Result<(), F> {
            let mut kept = Vec::with_capacity(batch.num_rows());
            let mut changes = Changes::new();
            hand_on(kind, batch, &mut |row| {
                let copied = keep(row)?;
                if let Copied::Changed(texts) = &copied {
                    for (column, text) in texts {
                        changes.entry(column.clone()).or_default().insert(kept.len(), text.clone());
                    }
                }
                kept.push(!matches!(copied, Copied::LeftOut));
                Ok::<_, F>(())
            })?;
            let batch = changed(batch, &changes).map_err(|e| fault(e.into()))?;
            let kept = filter_record_batch(&batch, &BooleanArray::from(kept));
            let kept = kept.and_then(|batch| as_written(&batch, &schema));
            Ok(write(kept.map_err(|e| fault(e.into()))?)?)
        })?;
        // A table without a record is a file with its columns all the same.
        write(RecordBatch::new_empty(schema.clone()))?;
        if let Some(writer) = writer {
            writer.close().map_err(fault)?;
        }
        Ok(())
    }

    fn each_batch<F: From<TablesFault>>(
        &self,
        kind: Kind,
        mut each: impl FnMut(&RecordBatch) -> Result<(), F>,
    ) -> Result<(), F> {
        for part in self.parts_of(kind) {
            let path = self.folder.join(part.path());
            for batch in open(&path, kind)? {
                each(&batch.map_err(|fault| TablesFault::part(&path, fault.into()))?)?;
            }
        }
        Ok(())
    }
}

/// What becomes of a record that is copied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Copied {
    /// It is left out.
    LeftOut,
    /// It is copied as it stands.
    AsItStands,
    /// It is copied with these texts in these columns; an empty one is absent.
    Changed(Vec<(String, String)>),
}

/// Texts by column and row of a batch.
type Changes = BTreeMap<String, BTreeMap<usize, String>>;

/// The batch with these texts in place of its own.
fn changed(
    batch: &RecordBatch,
    changes: &Changes,
) -> Result<RecordBatch, datafusion::arrow::error::ArrowError> {
    if changes.is_empty() {
        return Ok(batch.clone());
    }
    let schema = batch.schema();
    let columns = schema.fields().iter().zip(batch.columns()).map(|(field, column)| {
        let (Some(texts), Some(own)) = (changes.get(field.name()), column.as_string_view_opt())
        else {
            return Arc::clone(column);
        };
        let shown = own.iter().enumerate().map(|(row, text)| match texts.get(&row) {
            Some(text) => Some(text.as_str()).filter(|text| !text.is_empty()),
            None => text,
        });
        Arc::new(shown.collect::<StringViewArray>()) as ArrayRef
    });
    RecordBatch::try_new(schema.clone(), columns.collect())
}

fn open(path: &Path, kind: Kind) -> Result<ParquetRecordBatchReader, TablesFault> {
    let fault = |fault| TablesFault::part(path, fault);
    let file = File::open(path).map_err(|e| fault(ParquetError::External(Box::new(e))))?;
    let options = ArrowReaderOptions::new().with_schema(read_schema(&columns_of(kind)));
    let builder = ParquetRecordBatchReaderBuilder::try_new_with_options(file, options);
    builder.and_then(|builder| builder.with_batch_size(BATCH_ROWS).build()).map_err(fault)
}

/// The batch in the types that parts are written in.
fn as_written(
    batch: &RecordBatch,
    schema: &SchemaRef,
) -> Result<RecordBatch, datafusion::arrow::error::ArrowError> {
    let columns = batch.columns().iter().zip(schema.fields());
    let columns = columns.map(|(column, field)| cast(column, field.data_type()));
    RecordBatch::try_new(schema.clone(), columns.collect::<Result<_, _>>()?)
}

fn hand_on<F: From<TablesFault>>(
    kind: Kind,
    batch: &RecordBatch,
    take: &mut dyn FnMut(&Row<'_>) -> Result<(), F>,
) -> Result<(), F> {
    let cells = Cells { table: kind.table(), batch };
    let (records, inside) = (cells.record()?, cells.text("inside")?);
    let (path, start) = (cells.text("place_path")?, cells.unsigned("bytes_start")?);
    let len = cells.unsigned("bytes_len")?;
    let fields = kind.fields().iter().map(|field| FieldCells::of(field, &cells));
    let fields = fields.collect::<Result<Vec<_>, TablesFault>>()?;
    let mut slots = Vec::with_capacity(fields.len());
    for at in 0..cells.rows() {
        slots.clear();
        slots.extend(fields.iter().map(|field| field.get(at)));
        let record = records.get(at);
        let place = PlaceRef {
            inside: inside.get(at),
            path: path.get(at),
            row: record.row,
            bytes_start: start.get(at),
            bytes_len: len.get(at),
        };
        take(&Row { kind, record, place, slots: &slots })?;
    }
    Ok(())
}

/// The cells of one field.
enum FieldCells<'a> {
    Text(TextCells<'a>),
    Integer(IntegerCells<'a>),
    Stamp(StampCells<'a>, TextCells<'a>),
    Amount(AmountCells<'a>, TextCells<'a>, FlagCells<'a>),
    Party([TextCells<'a>; PARTY_FIELDS.len()]),
}

impl<'a> FieldCells<'a> {
    fn of(field: &Field, cells: &Cells<'a>) -> Result<Self, TablesFault> {
        let name = field.name;
        let stated = || cells.text(&format!("{name}_stated"));
        Ok(match field.shape {
            Shape::Text => Self::Text(cells.text(name)?),
            Shape::Integer => Self::Integer(cells.integer(name)?),
            Shape::Stamp => Self::Stamp(cells.stamp(name)?, stated()?),
            Shape::Amount => {
                let rounded = cells.flag(&format!("{name}_rounded"))?;
                Self::Amount(cells.amount(name)?, stated()?, rounded)
            }
            Shape::Party => {
                let mut parts = [cells.text(&format!("{name}_name"))?; PARTY_FIELDS.len()];
                for (slot, (part, _)) in parts.iter_mut().zip(PARTY_FIELDS) {
                    *slot = cells.text(&format!("{name}_{part}"))?;
                }
                Self::Party(parts)
            }
        })
    }

    fn get(&self, row: usize) -> SlotRef<'a> {
        match self {
            Self::Text(texts) => SlotRef::Text(texts.get(row)),
            Self::Integer(numbers) => SlotRef::Integer(numbers.get(row)),
            Self::Stamp(stamps, stated) => SlotRef::Stamp(stamps.get(row).map(|when| StampOf {
                earliest_us: when.earliest_us,
                latest_us: when.latest_us,
                precision: when.precision,
                zone: stamps.zone(row),
                zone_source: when.zone_source,
                stated: stated.get(row),
            })),
            Self::Amount(amounts, stated, rounded) => {
                SlotRef::Amount(amounts.get(row).map(|money| AmountOf {
                    money,
                    rounded: rounded.get(row),
                    stated: stated.get(row),
                }))
            }
            Self::Party(parts) => {
                let texts = parts.map(|part| part.get(row));
                let is_stated = texts.iter().any(|text| !text.is_empty());
                SlotRef::Party(is_stated.then_some(PartyRef { texts }))
            }
        }
    }
}
