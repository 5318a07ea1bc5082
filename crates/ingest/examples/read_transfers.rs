//! How fast delimited text is read: `cargo run --release --example read_transfers -p tutela-ingest --
//! [rows] [quoted]`.
//!
//! Writes a ledger in the layout of `mto-a` to a temporary file, reads it with full provenance into
//! an outlet that only counts, and prints megabytes a second of processor time beside two limits:
//! counting its lines, and splitting its cells with the `csv` crate. The peak of memory is printed
//! last; it is the same for one row as for a hundred million.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::fs::File;
use std::io::{self, BufRead, BufReader, BufWriter, Seek, Write};

use casetest::usage::{first_thread, peak_bytes};
use model::record::Kind;
use model::{Place, Reject};
use tutela_ingest::formats::delimited::Delimited;
use tutela_ingest::{Note, Outlet, Settings, Sink, SkipReason, Source, SourceFormat};

/// Counts bytes and drops them.
#[derive(Default)]
struct Counter(u64);

impl Outlet for Counter {
    fn record(&mut self, _: Kind, _: &Place, slots: &[u8]) -> std::io::Result<()> {
        self.0 += slots.len() as u64;
        Ok(())
    }
    fn reject(&mut self, _: &Reject) -> std::io::Result<()> {
        Ok(())
    }
    fn note(&mut self, _: &Note) -> std::io::Result<()> {
        Ok(())
    }
    fn skip(&mut self, _: &Place, _: SkipReason) -> std::io::Result<()> {
        Ok(())
    }
}

/// Writes the ledger and gives its length in bytes.
fn write_ledger(file: &mut File, rows: u64, quoted: bool) -> io::Result<u64> {
    let mut out = BufWriter::with_capacity(1 << 20, file);
    writeln!(out, "{}", casetest::bulk::header())?;
    let address = if quoted { "\"Via Esempio 1, interno 2\"" } else { "Via Esempio 1 interno 2" };
    for row in 1..=rows {
        let (payer, payee) = (row * 7919 % 4_000, row * 104_729 % 3_000);
        let (day, hour, minute) = (row / 1_500 % 28 + 1, row / 60 % 24, row % 60);
        writeln!(
            out,
            "A{row:09},01/{day:02}/2026,{hour:02}:{minute:02}:07,01/{day:02}/2026,23:{minute:02}:09,\
             Persona {payer},+39347{payer:07},Passport,YB{payer:07},{address},Milano,\
             Person {payee},+63917{payee:07},Cebu,PH,{}.{:02},EUR,4.90,{}.00,PHP,Paid,\
             IT-0417,PH-2209",
            row % 400 + 20,
            row % 100,
            row % 20_000 + 800,
        )?;
    }
    out.flush()?;
    out.stream_position()
}

/// Does a piece of work from the file's beginning and prints its rate; gives its seconds.
fn measure(
    name: &str,
    file: &mut File,
    work: impl FnOnce(&mut File) -> io::Result<u64>,
) -> io::Result<f64> {
    let len = file.seek(io::SeekFrom::End(0))?;
    file.rewind()?;
    let begun = first_thread();
    let count = work(file)?;
    let s = first_thread().saturating_sub(begun).as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = len as f64 / 1e6 / s;
    println!("{name}: {count}, {s:.2} s of processor time, {rate:.0} MB/s");
    Ok(s)
}

fn count_lines(file: &mut File) -> io::Result<u64> {
    let mut reader = BufReader::with_capacity(1 << 16, file);
    let mut lines = 0;
    loop {
        let bytes = reader.fill_buf()?;
        if bytes.is_empty() {
            return Ok(lines);
        }
        lines += memchr::memchr_iter(b'\n', bytes).count() as u64;
        let len = bytes.len();
        reader.consume(len);
    }
}

fn split_cells(file: &mut File) -> io::Result<u64> {
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).buffer_capacity(1 << 16).from_reader(file);
    let mut record = csv::ByteRecord::new();
    let mut cells = 0;
    while reader.read_byte_record(&mut record).map_err(io::Error::other)? {
        cells += record.len() as u64;
    }
    Ok(cells)
}

fn read_records(file: &mut File) -> io::Result<u64> {
    let settings = Settings { case_zone: "Europe/Rome".into(), ..Settings::default() };
    let mut counter = Counter::default();
    let len = file.metadata()?.len();
    let mut sink = Sink::new(&mut counter);
    let mut source = Source::new(file, len, &settings);
    let read = Delimited.read(&mut source, &mut sink).and_then(|()| sink.finish());
    let counts = read.map_err(io::Error::other)?;
    println!(
        "  {} records, {} rejects, {} bytes handed on",
        counts.records, counts.rejects, counter.0
    );
    Ok(counts.rows)
}

fn main() -> io::Result<()> {
    let mut arguments = std::env::args().skip(1);
    let rows: u64 = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(1_500_000);
    let quoted = arguments.next().is_some();
    let mut file = tempfile::tempfile()?;
    let bytes = write_ledger(&mut file, rows, quoted)?;
    println!("a ledger of {rows} rows, {bytes} bytes; {} MiB before reading", peak_bytes() >> 20);
    measure("lines counted", &mut file, count_lines)?;
    let split_s = measure("cells split by the csv crate", &mut file, split_cells)?;
    let read_s = measure("rows read with provenance", &mut file, read_records)?;
    println!("reading takes {:.1} times as long as splitting", read_s / split_s);
    println!("peak {} MiB", peak_bytes() >> 20);
    Ok(())
}
