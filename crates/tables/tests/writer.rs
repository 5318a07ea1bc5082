//! The writer of parts: whole chunks or nothing, the same bytes for the same rows.

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

use datafusion::arrow::util::display::array_value_to_string;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use made::{amount, append, files, second};
use model::record::{Kind, Record};
use model::records::{Message, Position, Transfer};
use model::wire::WireFault;
use model::{Digest, ExhibitId, Place, PlaceRef, Reject, RejectKind};
use sha2::{Digest as _, Sha256};
use tutela_tables::{AppendFault, Part, PartWriter};

fn transfer(row: u64) -> Transfer {
    let mut transfer = Transfer::default();
    transfer.reference.set_fmt(format_args!("R-{row}"));
    second(&mut transfer.sent, 1_700_000_000 + i64::try_from(row).unwrap());
    amount(&mut transfer.principal, "12.50", "EUR");
    transfer.payer.name.set_fmt(format_args!("Payer {}", row % 7));
    transfer.payee.phone.set("+639171234567");
    transfer
}

fn write(writer: &mut PartWriter, rows: std::ops::RangeInclusive<u64>) -> Vec<Part> {
    for row in rows {
        append(writer, row, &transfer(row));
    }
    writer.commit_chunk().unwrap()
}

#[test]
fn the_same_rows_give_the_same_bytes_whose_digest_is_listed() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let parts = folders.each_ref().map(|folder| {
        let mut writer = PartWriter::start(folder.path(), ExhibitId(2), 0).unwrap();
        write(&mut writer, 1..=10_000)
    });
    assert_eq!(parts[0], parts[1]);
    let part = &parts[0][0];
    assert_eq!((part.rows, part.number, part.table.as_str()), (10_000, 0, "transfer"));
    let bytes = std::fs::read(folders[0].path().join(part.path())).unwrap();
    assert_eq!(part.bytes, bytes.len() as u64);
    assert_eq!(part.sha256, Digest(Sha256::digest(&bytes).into()));
}

#[test]
fn a_frame_that_is_no_record_leaves_no_trace() {
    let folders = [tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap()];
    let mut slots = Vec::new();
    transfer(2).encode(&mut slots);
    let parts = [false, true].map(|hostile| {
        let folder = &folders[usize::from(hostile)];
        let mut writer = PartWriter::start(folder.path(), ExhibitId(2), 0).unwrap();
        append(&mut writer, 1, &transfer(1));
        if hostile {
            // Cut at every length: each is refused, wherever the fault lies.
            for cut in 0..slots.len() {
                let place = PlaceRef { row: 2, ..PlaceRef::default() };
                let fault = writer.append(Kind::Transfer, &place, &slots[..cut]).unwrap_err();
                assert!(matches!(fault, AppendFault::Wire(WireFault::Short)), "{cut}");
            }
            assert_eq!(writer.rows_in_chunk(), 1);
        }
        append(&mut writer, 3, &transfer(3));
        writer.commit_chunk().unwrap()
    });
    assert_eq!(parts[0], parts[1]);
}

#[test]
fn what_was_not_committed_leaves_nothing_behind() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = PartWriter::start(folder.path(), ExhibitId(2), 0).unwrap();
    write(&mut writer, 1..=3);
    for row in 4..=20_000 {
        append(&mut writer, row, &transfer(row));
    }
    assert_eq!(writer.rows_in_chunk(), 19_997);
    let table = folder.path().join("transfer");
    assert_eq!(files(&table), ["EX-2-000.parquet", "EX-2-001.parquet.unfinished"]);
    drop(writer);
    assert_eq!(files(&table), ["EX-2-000.parquet"]);
}

#[test]
fn a_resumed_run_goes_on_and_clears_what_was_never_listed() {
    let folder = tempfile::tempdir().unwrap();
    let mut first = PartWriter::start(folder.path(), ExhibitId(2), 0).unwrap();
    write(&mut first, 1..=3);
    // This chunk was stored and the process killed before the ledger could list it.
    append(&mut first, 4, &Message::default());
    write(&mut first, 5..=6);
    let mut other = PartWriter::start(folder.path(), ExhibitId(20), 0).unwrap();
    write(&mut other, 1..=1);

    let mut resumed = PartWriter::start(folder.path(), ExhibitId(2), 1).unwrap();
    let table = folder.path().join("transfer");
    assert_eq!(files(&table), ["EX-2-000.parquet", "EX-20-000.parquet"]);
    assert!(files(&folder.path().join("message")).is_empty());
    let parts = write(&mut resumed, 4..=6);
    assert_eq!((parts[0].number, parts[0].rows), (1, 3));
    assert!(resumed.commit_chunk().unwrap().is_empty());
    assert_eq!(resumed.chunk(), 2);
}

#[test]
fn rejects_come_back_by_row() {
    let mut made = made::Made::new();
    let mut writer = PartWriter::start(&made.tables(), ExhibitId(5), 0).unwrap();
    let rejects = [9, 2].map(|row| {
        let place = Place { row, bytes_start: row * 10, bytes_len: 9, ..Place::default() };
        Reject::new(place, RejectKind::BadAmount, "principal", "twelve")
    });
    for reject in &rejects {
        writer.reject(reject).unwrap();
    }
    made.parts = writer.commit_chunk().unwrap();
    let engine = made.engine(2);
    assert_eq!(engine.rejects(ExhibitId(5), 10).unwrap(), [rejects[1].clone(), rejects[0].clone()]);
    assert_eq!(engine.rejects(ExhibitId(5), 1).unwrap(), [rejects[1].clone()]);
    assert!(engine.rejects(ExhibitId(6), 10).unwrap().is_empty());
}

#[test]
fn a_position_is_resolved_beside_what_it_states() {
    let folder = tempfile::tempdir().unwrap();
    let mut writer = PartWriter::start(folder.path(), ExhibitId(5), 0).unwrap();
    let milan = Position {
        latitude_e7: Some(454_642_000),
        longitude_e7: Some(91_900_000),
        ..Position::default()
    };
    append(&mut writer, 1, &milan);
    append(&mut writer, 2, &Position::default());
    let parts = writer.commit_chunk().unwrap();
    let file = File::open(folder.path().join(parts[0].path())).unwrap();
    let reader = ParquetRecordBatchReaderBuilder::try_new(file).unwrap().build().unwrap();
    let batch = reader.into_iter().next().unwrap().unwrap();
    let column = |name: &str| {
        let cells = batch.column_by_name(name).unwrap();
        [0, 1].map(|row| array_value_to_string(cells, row).unwrap())
    };
    assert_eq!(column("resolved_country"), ["IT", ""]);
    assert_eq!(column("resolved_by"), ["inside", ""]);
    assert!(column("resolved_city")[0].starts_with("Milan"), "{:?}", column("resolved_city"));
    assert!(column("resolved_city_m")[0].parse::<u32>().unwrap() < 10_000);
}
