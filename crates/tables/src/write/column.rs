//! One column being filled: a cell that is never set costs nothing until the batch is closed.

use std::sync::Arc;

use datafusion::arrow::array::{
    Array, ArrayRef, BooleanArray, Int64Array, NullBufferBuilder, StringArray,
    TimestampMicrosecondArray, UInt64Array, new_null_array,
};
use datafusion::arrow::buffer::{BooleanBuffer, Buffer, NullBuffer, OffsetBuffer, ScalarBuffer};
use datafusion::arrow::error::ArrowError;
use model::wire::{TextBytes, WireText as _};

use crate::columns::{Column, Holds};
use crate::schema::arrow_type;

/// Cells of one column, filled up to some row; rows after it are empty. `nulls` are those of numbers
/// and flags: an empty text shows in its length.
#[derive(Debug)]
pub(crate) struct ColumnCells {
    cells: Cells,
    nulls: NullBufferBuilder,
    nullable: bool,
    filled: usize,
    stated: usize,
}

#[derive(Debug)]
enum Cells {
    Text { ends: Vec<i32>, bytes: Vec<u8> },
    Integer(Vec<i64>),
    Unsigned(Vec<u64>),
    Instant(Vec<i64>),
    Flag(Vec<bool>),
}

impl ColumnCells {
    pub(crate) fn new(column: &Column, rows: usize) -> Self {
        let cells = match column.holds {
            Holds::Text => Cells::Text { ends: vec![0], bytes: Vec::new() },
            Holds::Integer => Cells::Integer(Vec::new()),
            Holds::Unsigned => Cells::Unsigned(Vec::new()),
            Holds::Instant => Cells::Instant(Vec::new()),
            Holds::Flag => Cells::Flag(Vec::new()),
        };
        let nulls = NullBufferBuilder::new(rows);
        Self { cells, nulls, nullable: column.nullable, filled: 0, stated: 0 }
    }

    /// Sets the cell of `row` to a text; an empty text is an empty cell.
    #[inline]
    pub(crate) fn text(&mut self, row: usize, text: &str) {
        if !text.is_empty() || !self.nullable {
            self.append(row, |bytes| bytes.extend_from_slice(text.as_bytes()));
        }
    }

    /// As [`ColumnCells::text`], for a text that comes as bytes.
    #[inline]
    pub(crate) fn bytes(&mut self, row: usize, text: TextBytes<'_>) {
        if !text.is_empty() || !self.nullable {
            self.append(row, |bytes| text.append_to(bytes));
        }
    }

    /// As [`ColumnCells::bytes`], with a beginning of its own.
    #[inline]
    pub(crate) fn prefixed(&mut self, row: usize, prefix: &str, text: TextBytes<'_>) {
        self.append(row, |bytes| {
            bytes.extend_from_slice(prefix.as_bytes());
            text.append_to(bytes);
        });
    }

    /// As [`ColumnCells::text`], for a code of three ASCII letters.
    #[inline]
    pub(crate) fn letters(&mut self, row: usize, [a, b, c]: [u8; 3]) {
        self.append(row, |bytes| {
            // One step of four bytes, of which the last is taken back.
            bytes.extend_from_slice(&u32::from_le_bytes([a, b, c, 0]).to_le_bytes());
            bytes.truncate(bytes.len() - 1);
        });
    }

    #[inline]
    fn append(&mut self, row: usize, text: impl FnOnce(&mut Vec<u8>)) {
        self.pad(row);
        if let Cells::Text { ends, bytes } = &mut self.cells {
            text(bytes);
            ends.push(end_of(bytes));
            self.filled += 1;
            self.stated += 1;
        }
    }

    #[inline]
    pub(crate) fn signed(&mut self, row: usize, value: i64) {
        self.pad(row);
        if let Cells::Integer(values) | Cells::Instant(values) = &mut self.cells {
            values.push(value);
            self.set();
        }
    }

    #[inline]
    pub(crate) fn unsigned(&mut self, row: usize, value: u64) {
        self.pad(row);
        if let Cells::Unsigned(values) = &mut self.cells {
            values.push(value);
            self.set();
        }
    }

    #[inline]
    pub(crate) fn flag(&mut self, row: usize, value: bool) {
        self.pad(row);
        if let Cells::Flag(values) = &mut self.cells {
            values.push(value);
            self.set();
        }
    }

    #[inline]
    fn set(&mut self) {
        self.nulls.append_non_null();
        self.filled += 1;
        self.stated += 1;
    }

    /// Leaves the cells before `row` empty.
    #[inline]
    fn pad(&mut self, row: usize) {
        if self.filled < row {
            self.pad_slowly(row);
        }
    }

    #[cold]
    fn pad_slowly(&mut self, row: usize) {
        if !matches!(self.cells, Cells::Text { .. }) {
            self.nulls.append_n_nulls(row - self.filled);
        }
        match &mut self.cells {
            Cells::Text { ends, bytes } => ends.resize(row + 1, end_of(bytes)),
            Cells::Integer(values) | Cells::Instant(values) => values.resize(row, 0),
            Cells::Unsigned(values) => values.resize(row, 0),
            Cells::Flag(values) => values.resize(row, false),
        }
        self.filled = row;
    }

    /// Takes back the cell of `row` and any after it.
    pub(crate) fn take_back(&mut self, row: usize) {
        if self.filled <= row {
            return;
        }
        if !matches!(self.cells, Cells::Text { .. }) {
            self.nulls.truncate(row);
        }
        self.filled = row;
        self.stated = self.stated.saturating_sub(1);
        match &mut self.cells {
            Cells::Text { ends, bytes } => {
                ends.truncate(row + 1);
                let end = ends.last().copied().unwrap_or(0);
                bytes.truncate(usize::try_from(end).unwrap_or(0));
            }
            Cells::Integer(values) | Cells::Instant(values) => values.truncate(row),
            Cells::Unsigned(values) => values.truncate(row),
            Cells::Flag(values) => values.truncate(row),
        }
    }

    /// Closes the column at `rows` rows and starts anew.
    pub(crate) fn finish(&mut self, rows: usize, holds: Holds) -> Result<ArrayRef, ArrowError> {
        if self.stated == 0 && self.nullable {
            self.take_back(0);
            return Ok(new_null_array(&arrow_type(holds), rows));
        }
        self.pad(rows);
        let nulls = match &self.cells {
            Cells::Text { ends, .. } if self.nullable && self.stated < rows => Some(empty_in(ends)),
            Cells::Text { .. } => None,
            _ => self.nulls.finish(),
        };
        (self.filled, self.stated) = (0, 0);
        Ok(match &mut self.cells {
            Cells::Text { ends, bytes } => {
                let (texts, room) = (std::mem::take(bytes), ends.len());
                let ends = std::mem::replace(ends, first_end(room));
                // The next batch is about as long; moved for a few bytes more it would cost as much.
                *bytes = Vec::with_capacity(texts.len() + texts.len() / 8);
                let offsets = OffsetBuffer::new(ScalarBuffer::from(ends));
                Arc::new(StringArray::try_new(offsets, Buffer::from_vec(texts), nulls)?)
            }
            Cells::Integer(values) => Arc::new(Int64Array::try_new(taken(values), nulls)?),
            Cells::Unsigned(values) => Arc::new(UInt64Array::try_new(taken(values), nulls)?),
            Cells::Instant(values) => {
                let array = TimestampMicrosecondArray::try_new(taken(values), nulls)?;
                Arc::new(array.with_timezone("UTC")) as Arc<dyn Array>
            }
            Cells::Flag(values) => {
                let bits = BooleanBuffer::from(std::mem::take(values));
                Arc::new(BooleanArray::new(bits, nulls))
            }
        })
    }
}

/// Where a text ends that was just appended. A batch is closed long before 2^31 bytes: see
/// `BATCH_BYTES`.
#[inline]
fn end_of(bytes: &[u8]) -> i32 {
    i32::try_from(bytes.len()).unwrap_or(i32::MAX)
}

/// The texts that are empty: of a column that may be, they are its empty cells.
fn empty_in(ends: &[i32]) -> NullBuffer {
    let pairs = ends.iter().zip(ends.get(1..).unwrap_or_default());
    NullBuffer::new(pairs.map(|(start, end)| start != end).collect::<BooleanBuffer>())
}

fn first_end(room: usize) -> Vec<i32> {
    let mut ends = Vec::with_capacity(room);
    ends.push(0);
    ends
}

fn taken<T: datafusion::arrow::datatypes::ArrowNativeType>(values: &mut Vec<T>) -> ScalarBuffer<T> {
    let room = values.len();
    ScalarBuffer::from(std::mem::replace(values, Vec::with_capacity(room)))
}
