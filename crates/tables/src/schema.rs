//! Columns as Arrow and Parquet know them, and how each is laid down.

use std::collections::HashSet;
use std::sync::Arc;

use datafusion::arrow::array::{Array as _, ArrayRef, AsArray as _};
use datafusion::arrow::datatypes::{DataType, Field, Schema, SchemaRef, TimeUnit};
use datafusion::arrow::record_batch::RecordBatch;
use datafusion::parquet::basic::{Compression, Encoding};
use datafusion::parquet::file::properties::{EnabledStatistics, WriterProperties, WriterVersion};
use datafusion::parquet::schema::types::ColumnPath;

use crate::columns::{Column, Habit, Holds};

/// Named in every part; part of the bytes, so it changes only when the layout does.
const CREATED_BY: &str = "tutela tables 1";

/// Rows per row group: what a reader takes up at once, and what the writer holds back.
pub(crate) const GROUP_ROWS: usize = 1 << 17;

/// Largest dictionary of a column in a row group; beyond it values are written as they are.
const DICTIONARY_BYTES_MAX: usize = 1 << 20;

/// Uncompressed bytes per page: small enough to skip to a row, large enough to compress.
const PAGE_BYTES: usize = 1 << 18;

/// Rows per page at most, so that a column of nulls keeps its pages as well.
const PAGE_ROWS_MAX: usize = 1 << 15;

/// Rows from which a column can be judged.
const JUDGED_ROWS_MIN: usize = 1 << 10;

/// Whether the texts of a column do repeat in these rows: on average at least once. A return with as
/// many people as rows would fill every dictionary and then be written as it is all the same.
fn repeats(cells: &ArrayRef) -> bool {
    let Some(texts) = cells.as_string_opt::<i32>() else { return true };
    let stated = texts.len() - texts.null_count();
    if stated < JUDGED_ROWS_MIN {
        return true;
    }
    let distinct: HashSet<&str> = texts.iter().flatten().collect();
    distinct.len() * 2 <= stated
}

pub(crate) fn arrow_type(holds: Holds) -> DataType {
    match holds {
        Holds::Text => DataType::Utf8,
        Holds::Integer => DataType::Int64,
        Holds::Unsigned => DataType::UInt64,
        Holds::Instant => DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into())),
        Holds::Flag => DataType::Boolean,
    }
}

pub(crate) fn arrow_schema(columns: &[Column]) -> SchemaRef {
    let fields: Vec<Field> = columns
        .iter()
        .map(|column| Field::new(&column.name, arrow_type(column.holds), column.nullable))
        .collect();
    Arc::new(Schema::new(fields))
}

/// Whether the steps from number to number are written, in as few bits as they need: less than the
/// numbers compressed, and quicker. A digest has no steps.
fn is_packed(column: &Column) -> bool {
    column.habit == Habit::Rises || matches!(column.holds, Holds::Integer | Holds::Instant)
}

/// How the columns of a part are laid down, whose first rows are these: deterministic, and quick where
/// most cells are empty.
pub(crate) fn writer_properties(columns: &[Column], first: &RecordBatch) -> WriterProperties {
    let mut properties = WriterProperties::builder()
        .set_created_by(CREATED_BY.to_owned())
        .set_writer_version(WriterVersion::PARQUET_1_0)
        .set_compression(Compression::LZ4_RAW)
        .set_dictionary_enabled(false)
        .set_dictionary_page_size_limit(DICTIONARY_BYTES_MAX)
        .set_data_page_size_limit(PAGE_BYTES)
        .set_data_page_row_count_limit(PAGE_ROWS_MAX)
        .set_max_row_group_row_count(Some(GROUP_ROWS))
        .set_statistics_enabled(EnabledStatistics::None);
    for (column, cells) in columns.iter().zip(first.columns()) {
        let path = ColumnPath::from(column.name.clone());
        if column.habit == Habit::Repeats && column.holds != Holds::Flag && repeats(cells) {
            properties = properties.set_column_dictionary_enabled(path.clone(), true);
        }
        if column.habit == Habit::Rises {
            properties =
                properties.set_column_statistics_enabled(path.clone(), EnabledStatistics::Page);
        }
        if is_packed(column) {
            properties =
                properties.set_column_encoding(path.clone(), Encoding::DELTA_BINARY_PACKED);
        }
        if is_packed(column) || column.holds == Holds::Unsigned {
            properties = properties.set_column_compression(path.clone(), Compression::UNCOMPRESSED);
        }
        if column.holds == Holds::Instant {
            properties = properties.set_column_statistics_enabled(path, EnabledStatistics::Chunk);
        }
    }
    properties.build()
}
