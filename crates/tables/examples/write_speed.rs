//! How fast records become Parquet parts: a million synthetic transfers, or as many as asked for; and
//! how fast the Parquet library alone writes the same columns from arrays that stand ready.
//!
//! ```text
//! cargo run -p tutela-tables --example write_speed -- 1000000
//! ```

use std::error::Error;
use std::fs::File;
use std::io::Write as _;
use std::path::Path;
use std::time::Instant;

use datafusion::parquet::arrow::ArrowWriter;
use datafusion::parquet::arrow::arrow_reader::ParquetRecordBatchReaderBuilder;
use datafusion::parquet::basic::Compression;
use datafusion::parquet::file::properties::WriterProperties;
use model::money::DecimalMark;
use model::record::{Kind, Record};
use model::records::Transfer;
use model::{Currency, ExhibitId, PlaceRef, Precision, ZoneSource};
use tutela_tables::{PART_ROWS, Part, PartWriter};

/// Distinct rows made beforehand; they are written over and over.
const DISTINCT_ROWS: u64 = 1 << 17;

fn main() -> Result<(), Box<dyn Error>> {
    let rows: u64 = std::env::args().nth(1).map_or(Ok(1_000_000), |text| text.parse())?;
    let frames = frames()?;
    let csv_bytes: u64 = frames.iter().map(|frame| frame.csv_bytes).sum();
    let folder = tempfile::tempdir()?;
    let mut writer = PartWriter::start(folder.path(), ExhibitId(1), 0)?;
    let mut parts = Vec::new();
    let started = Instant::now();
    for (row, frame) in (1..=rows).zip(frames.iter().cycle()) {
        let bytes_start = row * 190;
        let place =
            PlaceRef { row, bytes_start, bytes_len: frame.csv_bytes, ..PlaceRef::default() };
        writer.append(Kind::Transfer, &place, &frame.slots)?;
        if writer.rows_in_chunk() >= PART_ROWS {
            parts.extend(writer.commit_chunk()?);
        }
    }
    parts.extend(writer.commit_chunk()?);
    let micros = u64::try_from(started.elapsed().as_micros())?.max(1);
    let stored_bytes: u64 = parts.iter().map(|part| part.bytes).sum();
    let csv_total = csv_bytes / DISTINCT_ROWS * rows;
    let mut out = std::io::stdout().lock();
    writeln!(
        out,
        "{rows} rows in {} ms: {} rows/s, {} MB/s of CSV ({} B a row), {} B a row stored, peak {} kB",
        micros / 1000,
        rows * 1_000_000 / micros,
        csv_total / micros,
        csv_total / rows.max(1),
        stored_bytes / rows.max(1),
        casetest::usage::peak_bytes() / 1024,
    )?;
    let (alone_rows, alone_micros) = library_alone(folder.path(), parts.first())?;
    writeln!(out, "the library alone: {} rows/s", alone_rows * 1_000_000 / alone_micros.max(1))?;
    Ok(())
}

/// Rows of the first part, and the microseconds that the library takes to write them to nowhere, with
/// its own settings and the compression of the house.
fn library_alone(folder: &Path, part: Option<&Part>) -> Result<(u64, u64), Box<dyn Error>> {
    let file = File::open(folder.join(part.ok_or("there is no part")?.path()))?;
    let reader = ParquetRecordBatchReaderBuilder::try_new(file)?.with_batch_size(4096).build()?;
    let batches = reader.collect::<Result<Vec<_>, _>>()?;
    let schema = batches.first().ok_or("the part is empty")?.schema();
    let properties = WriterProperties::builder().set_compression(Compression::LZ4_RAW).build();
    let started = Instant::now();
    let mut writer = ArrowWriter::try_new(std::io::sink(), schema, Some(properties))?;
    for batch in &batches {
        writer.write(batch)?;
    }
    writer.close()?;
    let rows = batches.iter().map(|batch| batch.num_rows() as u64).sum();
    Ok((rows, u64::try_from(started.elapsed().as_micros())?))
}

struct Frame {
    slots: Vec<u8>,
    csv_bytes: u64,
}

fn frames() -> Result<Vec<Frame>, Box<dyn Error>> {
    let euro = Currency::from_code("EUR").ok_or("EUR")?;
    let peso = Currency::from_code("PHP").ok_or("PHP")?;
    let mut transfer = Transfer::default();
    (0..DISTINCT_ROWS).map(|row| frame(&mut transfer, row, euro, peso)).collect()
}

fn frame(
    transfer: &mut Transfer,
    row: u64,
    euro: Currency,
    peso: Currency,
) -> Result<Frame, Box<dyn Error>> {
    transfer.clear();
    // A fixed walk through the numbers stands for chance.
    let roll = row.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> 20;
    let (payer, payee) = (roll % 20_011, (roll / 7) % 9_973);
    let day_us = 86_400_000_000;
    let sent_us = 1_735_689_600_000_000 + i64::try_from(row * 700_000 + roll % 500_000)?;
    transfer.reference.set_fmt(format_args!("MT{:010}", roll % 9_999_999_967));
    transfer.operator.set("MTO-A");
    transfer.status.set(if roll.is_multiple_of(50) { "refunded" } else { "paid" });
    for (stamp, shift_us) in [(&mut transfer.sent, 0), (&mut transfer.paid_out, day_us / 2)] {
        stamp.earliest_us = (sent_us + shift_us) / 1_000_000 * 1_000_000;
        stamp.latest_us = stamp.earliest_us + 999_999;
        stamp.precision = Precision::Second;
        stamp.zone.set("Europe/Rome");
        stamp.zone_source = ZoneSource::ExhibitSetting;
        let seconds = stamp.earliest_us / 1_000_000;
        let (hour, minute, second) = (seconds / 3600 % 24, seconds / 60 % 60, seconds % 60);
        let day = seconds / 86_400 % 28 + 1;
        stamp.stated.set_fmt(format_args!("2025-01-{day:02} {hour:02}:{minute:02}:{second:02}"));
    }
    let cents = roll % 39_000 + 1_000;
    let text = format!("{}.{:02}", cents / 100, cents % 100);
    let fault = |_| "an amount";
    transfer.principal.read(&text, DecimalMark::Point, euro).map_err(fault)?;
    transfer.fee.read("4.90", DecimalMark::Point, euro).map_err(fault)?;
    let text = format!("{}.{:02}", cents * 61 / 100, cents % 100);
    transfer.pay_out.read(&text, DecimalMark::Point, peso).map_err(fault)?;
    transfer.payer.name.set_fmt(format_args!("Payer Number {payer}"));
    transfer.payer.phone.set_fmt(format_args!("+3906{:07}", payer * 431 % 10_000_000));
    transfer.payer.phone_stated.set_fmt(format_args!("06{:07}", payer * 431 % 10_000_000));
    transfer.payee.name.set_fmt(format_args!("Payee Number {payee}"));
    transfer.payee.phone.set_fmt(format_args!("+63917{:07}", payee * 557 % 10_000_000));
    transfer.payee.phone_stated.set_fmt(format_args!("0917{:07}", payee * 557 % 10_000_000));
    transfer.send_place.set_fmt(format_args!("Agent {}", roll % 300));
    transfer.pay_place.set_fmt(format_args!("Branch {}", roll % 700));
    transfer.channel.set("cash");
    let mut slots = Vec::new();
    transfer.encode(&mut slots);
    Ok(Frame { csv_bytes: csv_bytes(transfer), slots })
}

/// Bytes of the row in a file with one column a stated value.
fn csv_bytes(transfer: &Transfer) -> u64 {
    let cells = [
        &transfer.reference,
        &transfer.operator,
        &transfer.status,
        &transfer.sent.stated,
        &transfer.paid_out.stated,
        &transfer.principal.stated,
        &transfer.fee.stated,
        &transfer.pay_out.stated,
        &transfer.payer.name,
        &transfer.payer.phone_stated,
        &transfer.payee.name,
        &transfer.payee.phone_stated,
        &transfer.send_place,
        &transfer.pay_place,
        &transfer.channel,
    ];
    // Two columns of currency codes, and a separator or line end after each cell.
    cells.iter().map(|cell| cell.len() as u64 + 1).sum::<u64>() + 2 * 4
}
