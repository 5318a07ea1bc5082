//! The columns of a batch as plain values.

use datafusion::arrow::array::{
    Array, AsArray as _, BooleanArray, Int64Array, StringViewArray, TimestampMicrosecondArray,
    UInt64Array,
};
use datafusion::arrow::datatypes::{Int64Type, TimestampMicrosecondType, UInt64Type};
use datafusion::arrow::record_batch::RecordBatch;
use model::time::{Precision, ZoneSource};
use model::views::When;
use model::{Currency, ExhibitId, Money, RecordRef};

use crate::fault::TablesFault;

/// A batch of one table; names the table where a column is not as it should be.
#[derive(Clone, Copy)]
pub(super) struct Cells<'a> {
    pub(super) table: &'a str,
    pub(super) batch: &'a RecordBatch,
}

/// A column of texts; an empty cell is the empty text.
#[derive(Clone, Copy)]
pub(super) struct TextCells<'a>(&'a StringViewArray);

impl<'a> TextCells<'a> {
    #[inline]
    pub(super) fn get(self, row: usize) -> &'a str {
        if self.0.is_null(row) { "" } else { self.0.value(row) }
    }

    /// Whether every cell is empty.
    pub(super) fn is_all_absent(self) -> bool {
        self.0.null_count() == self.0.len()
    }
}

/// A column of signed integers.
#[derive(Clone, Copy)]
pub(super) struct IntegerCells<'a>(&'a Int64Array);

impl IntegerCells<'_> {
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<i64> {
        (!self.0.is_null(row)).then(|| self.0.value(row))
    }
}

/// A column of unsigned integers that are never empty.
#[derive(Clone, Copy)]
pub(super) struct UnsignedCells<'a>(&'a UInt64Array);

impl UnsignedCells<'_> {
    #[inline]
    pub(super) fn get(self, row: usize) -> u64 {
        self.0.value(row)
    }
}

/// A column of yes and no; an empty cell is no.
#[derive(Clone, Copy)]
pub(super) struct FlagCells<'a>(&'a BooleanArray);

impl FlagCells<'_> {
    pub(super) fn get(self, row: usize) -> bool {
        !self.0.is_null(row) && self.0.value(row)
    }
}

impl<'a> Cells<'a> {
    fn column(&self, name: &str) -> Result<&'a dyn Array, TablesFault> {
        let column = self.batch.column_by_name(name);
        column.map(AsRef::as_ref).ok_or_else(|| self.fault(name))
    }

    fn fault(&self, name: &str) -> TablesFault {
        TablesFault::column(self.table, name)
    }

    pub(super) fn rows(&self) -> usize {
        self.batch.num_rows()
    }

    pub(super) fn text(&self, name: &str) -> Result<TextCells<'a>, TablesFault> {
        let column = self.column(name)?.as_string_view_opt();
        column.map(TextCells).ok_or_else(|| self.fault(name))
    }

    pub(super) fn integer(&self, name: &str) -> Result<IntegerCells<'a>, TablesFault> {
        let column = self.column(name)?.as_primitive_opt::<Int64Type>();
        column.map(IntegerCells).ok_or_else(|| self.fault(name))
    }

    pub(super) fn unsigned(&self, name: &str) -> Result<UnsignedCells<'a>, TablesFault> {
        let column = self.column(name)?.as_primitive_opt::<UInt64Type>();
        column.map(UnsignedCells).ok_or_else(|| self.fault(name))
    }

    pub(super) fn flag(&self, name: &str) -> Result<FlagCells<'a>, TablesFault> {
        let column = self.column(name)?.as_boolean_opt();
        column.map(FlagCells).ok_or_else(|| self.fault(name))
    }

    fn instant(&self, name: &str) -> Result<&'a TimestampMicrosecondArray, TablesFault> {
        let column = self.column(name)?.as_primitive_opt::<TimestampMicrosecondType>();
        column.ok_or_else(|| self.fault(name))
    }

    pub(super) fn stamp(&self, field: &str) -> Result<StampCells<'a>, TablesFault> {
        Ok(StampCells {
            earliest: self.instant(&format!("{field}_earliest"))?,
            latest: self.instant(&format!("{field}_latest"))?,
            precision: self.text(&format!("{field}_precision"))?,
            zone: self.text(&format!("{field}_zone"))?,
            zone_source: self.text(&format!("{field}_zone_source"))?,
        })
    }

    pub(super) fn amount(&self, field: &str) -> Result<AmountCells<'a>, TablesFault> {
        Ok(AmountCells {
            minor: self.integer(&format!("{field}_minor"))?,
            currency: self.text(&format!("{field}_currency"))?,
        })
    }

    pub(super) fn record(&self) -> Result<RecordCells<'a>, TablesFault> {
        Ok(RecordCells { exhibit: self.text("exhibit")?, row: self.unsigned("row")? })
    }
}

/// Columns that name the record.
#[derive(Clone, Copy)]
pub(super) struct RecordCells<'a> {
    exhibit: TextCells<'a>,
    row: UnsignedCells<'a>,
}

impl RecordCells<'_> {
    /// The record; exhibit 0, which no case has, where the name is not an exhibit's.
    #[inline]
    pub(super) fn get(self, row: usize) -> RecordRef {
        let exhibit = self.exhibit.get(row).parse().unwrap_or(ExhibitId(0));
        RecordRef { exhibit, row: self.row.get(row) }
    }
}

/// The columns of a stamp, as [`Cells::stamp`] reads them.
pub(super) fn stamp_columns(field: &str) -> impl Iterator<Item = String> {
    let parts = ["earliest", "latest", "precision", "zone", "zone_source"];
    parts.into_iter().map(move |part| format!("{field}_{part}"))
}

/// Columns of a stamp.
#[derive(Clone, Copy)]
pub(super) struct StampCells<'a> {
    earliest: &'a TimestampMicrosecondArray,
    latest: &'a TimestampMicrosecondArray,
    precision: TextCells<'a>,
    zone: TextCells<'a>,
    zone_source: TextCells<'a>,
}

impl<'a> StampCells<'a> {
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<When> {
        if self.earliest.is_null(row) || self.latest.is_null(row) {
            return None;
        }
        Some(When {
            earliest_us: self.earliest.value(row),
            latest_us: self.latest.value(row),
            precision: precision(self.precision.get(row)),
            zone_source: zone_source(self.zone_source.get(row)),
        })
    }

    /// The zone it was read in.
    #[inline]
    pub(super) fn zone(&self, row: usize) -> &'a str {
        self.zone.get(row)
    }
}

/// Columns of an amount.
#[derive(Clone, Copy)]
pub(super) struct AmountCells<'a> {
    minor: IntegerCells<'a>,
    currency: TextCells<'a>,
}

impl AmountCells<'_> {
    #[inline]
    pub(super) fn get(self, row: usize) -> Option<Money> {
        let minor = self.minor.get(row)?;
        let currency = self.currency.get(row);
        Some(Money { minor, currency: Currency::from_code(currency).unwrap_or(Currency::NONE) })
    }
}

fn precision(name: &str) -> Precision {
    match name {
        "second" => Precision::Second,
        "day" => Precision::Day,
        "minute" => Precision::Minute,
        "millisecond" => Precision::Millisecond,
        "microsecond" => Precision::Microsecond,
        "hour" => Precision::Hour,
        _ => Precision::Absent,
    }
}

fn zone_source(name: &str) -> ZoneSource {
    match name {
        "in_value" => ZoneSource::InValue,
        "exhibit_setting" => ZoneSource::ExhibitSetting,
        "place" => ZoneSource::Place,
        "operator_default" => ZoneSource::OperatorDefault,
        _ => ZoneSource::Assumed,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_precision_and_zone_source_lead_back() {
        for tag in 0..7 {
            let stated = Precision::from_tag(tag).unwrap();
            assert_eq!(precision(stated.name()), stated);
        }
        for tag in 0..5 {
            let source = ZoneSource::from_tag(tag).unwrap();
            assert_eq!(zone_source(source.name()), source);
        }
    }
}
