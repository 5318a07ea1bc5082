//! What goes into a part comes out of it: for every kind, any slots, to the byte of the wire form.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod made;

use std::fs::File;
use std::path::Path;

use datafusion::arrow::array::{Array, AsArray, RecordBatch};
use datafusion::arrow::datatypes::{Int64Type, TimestampMicrosecondType, UInt64Type};
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use model::money::{Amount, Money};
use model::record::{Field, KINDS, Kind, Shape};
use model::wire::{put_amount, put_integer, put_party, put_stamp, put_text};
use model::{Currency, ExhibitId, Party, PlaceRef, Precision, Stamp, ZoneSource};
use proptest::prelude::*;
use tutela_tables::PartWriter;

/// Rows of a kind in their wire form.
fn rows(kind: Kind) -> BoxedStrategy<Vec<Vec<u8>>> {
    let row = kind.fields().iter().map(slot).collect::<Vec<_>>().prop_map(|slots| slots.concat());
    prop::collection::vec(row, 1..12).boxed()
}

/// One field in its wire form: absent as often as stated.
fn slot(field: &Field) -> BoxedStrategy<Vec<u8>> {
    let text = || prop_oneof![Just(String::new()), "\\PC{1,20}"];
    match field.shape {
        Shape::Text => text().prop_map(|text| wire(|out| put_text(out, &text))).boxed(),
        Shape::Integer => {
            any::<Option<i64>>().prop_map(|value| wire(|out| put_integer(out, value))).boxed()
        }
        Shape::Stamp => (0u8..7, 0u8..4, any::<i64>(), 0i64..1 << 40, text(), text())
            .prop_map(|(precision, source, earliest_us, span_us, zone, stated)| {
                let stamp = Stamp {
                    stated: stated.as_str().into(),
                    earliest_us,
                    latest_us: earliest_us.saturating_add(span_us),
                    precision: Precision::from_tag(precision).unwrap(),
                    zone: zone.as_str().into(),
                    zone_source: ZoneSource::from_tag(source).unwrap(),
                };
                wire(|out| put_stamp(out, &stamp))
            })
            .boxed(),
        Shape::Amount => {
            let currency = prop_oneof![Just("EUR"), Just("PHP"), Just("XXX"), Just("KWD")];
            (any::<Option<i64>>(), currency, any::<bool>(), text())
                .prop_map(|(minor, code, rounded, stated)| {
                    let currency = Currency::from_code(code).unwrap();
                    let money = minor.map(|minor| Money { minor, currency });
                    let amount = Amount { stated: stated.as_str().into(), money, rounded };
                    wire(|out| put_amount(out, &amount))
                })
                .boxed()
        }
        Shape::Party => prop::collection::vec(text(), 9)
            .prop_map(|texts| wire(|out| put_party(out, &party(|index| texts[index].clone()))))
            .boxed(),
    }
}

fn wire(put: impl FnOnce(&mut Vec<u8>)) -> Vec<u8> {
    let mut out = Vec::new();
    put(&mut out);
    out
}

fn party(text: impl Fn(usize) -> String) -> Party {
    let part = |index| text(index).as_str().into();
    Party {
        name: part(0),
        account: part(1),
        handle: part(2),
        phone: part(3),
        phone_stated: part(4),
        email: part(5),
        document: part(6),
        address: part(7),
        birth_date: part(8),
    }
}

/// A row of a part, back in the wire form of its fields.
fn read_back(batch: &RecordBatch, row: usize, kind: Kind) -> Vec<u8> {
    let column = |name: &str| batch.column_by_name(name).unwrap();
    let text = |name: &str| {
        let cells = column(name).as_string::<i32>();
        if cells.is_null(row) { String::new() } else { cells.value(row).to_owned() }
    };
    let integer = |name: &str| {
        let cells = column(name).as_primitive::<Int64Type>();
        (!cells.is_null(row)).then(|| cells.value(row))
    };
    let instant = |name: &str| column(name).as_primitive::<TimestampMicrosecondType>().value(row);
    let named = |name: &str, tags: u8, of: fn(u8) -> &'static str| {
        (0..tags).find(|tag| of(*tag) == text(name)).unwrap_or(0)
    };
    let mut out = Vec::new();
    for field in kind.fields() {
        let part = |part: &str| format!("{}_{part}", field.name);
        match field.shape {
            Shape::Text => put_text(&mut out, &text(field.name)),
            Shape::Integer => put_integer(&mut out, integer(field.name)),
            Shape::Stamp => {
                let precision =
                    named(&part("precision"), 7, |tag| Precision::from_tag(tag).unwrap().name());
                let source =
                    named(&part("zone_source"), 4, |tag| ZoneSource::from_tag(tag).unwrap().name());
                put_stamp(
                    &mut out,
                    &Stamp {
                        stated: text(&part("stated")).as_str().into(),
                        earliest_us: instant(&part("earliest")),
                        latest_us: instant(&part("latest")),
                        precision: Precision::from_tag(precision).unwrap(),
                        zone: text(&part("zone")).as_str().into(),
                        zone_source: ZoneSource::from_tag(source).unwrap(),
                    },
                );
            }
            Shape::Amount => {
                let money = integer(&part("minor")).map(|minor| Money {
                    minor,
                    currency: Currency::from_code(&text(&part("currency"))).unwrap(),
                });
                let rounded = money.is_some() && column(&part("rounded")).as_boolean().value(row);
                let stated = text(&part("stated")).as_str().into();
                put_amount(&mut out, &Amount { stated, money, rounded });
            }
            Shape::Party => {
                let parts = model::party::PARTY_FIELDS;
                put_party(&mut out, &party(|index| text(&part(parts[index].0))));
            }
        }
    }
    out
}

fn batches(path: &Path) -> Vec<RecordBatch> {
    let file = File::open(path).unwrap();
    ParquetRecordBatchReaderBuilder::try_new(file)
        .unwrap()
        .build()
        .unwrap()
        .map(Result::unwrap)
        .collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(6))]
    #[test]
    fn every_kind_comes_back_as_it_went(
        all in KINDS.iter().map(|kind| rows(*kind)).collect::<Vec<_>>(),
    ) {
        let folder = tempfile::tempdir().unwrap();
        let mut writer = PartWriter::start(folder.path(), ExhibitId(4), 0).unwrap();
        for (kind, rows) in KINDS.iter().zip(&all) {
            for (row, slots) in (1..).zip(rows) {
                let place = PlaceRef { row, inside: "a.zip", path: "", bytes_start: 7, bytes_len: 9 };
                writer.append(*kind, &place, slots).unwrap();
            }
        }
        let parts = writer.commit_chunk().unwrap();
        prop_assert_eq!(parts.len(), KINDS.len());
        for ((kind, rows), part) in KINDS.iter().zip(&all).zip(&parts) {
            prop_assert_eq!(part.kind(), Some(*kind));
            let batches = batches(&folder.path().join(part.path()));
            let read: Vec<Vec<u8>> = batches
                .iter()
                .flat_map(|batch| (0..batch.num_rows()).map(|row| read_back(batch, row, *kind)))
                .collect();
            prop_assert_eq!(&read, rows);
            prop_assert_eq!(batches[0].column_by_name("exhibit").unwrap().as_string::<i32>().value(0), "EX-4");
            prop_assert_eq!(batches[0].column_by_name("inside").unwrap().as_string::<i32>().value(0), "a.zip");
            prop_assert_eq!(batches[0].column_by_name("row").unwrap().as_primitive::<UInt64Type>().value(0), 1);
        }
    }
}
