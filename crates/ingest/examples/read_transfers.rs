//! How fast delimited text is read: `cargo run --example read_transfers [megabytes] [quoted]`.
//!
//! Writes a ledger in the layout of `mto-a` into memory, reads it with full provenance into a sink
//! that only counts, and prints megabytes a second of processor time beside a bare count of lines.

#![expect(clippy::print_stdout, reason = "a figure is printed")]

use std::fmt::Write;
use std::io::Cursor;

use model::record::Kind;
use model::{Place, Reject};
use tutela_ingest::formats::delimited::Delimited;
use tutela_ingest::{Note, Outlet, Settings, Sink, SkipReason, Source, SourceFormat};

const HEADER: &str = "Reference,Send Date,Send Time,Pay Date,Pay Time,Sender Name,Sender Phone,\
Sender ID Type,Sender ID Number,Sender Address,Sender City,Receiver Name,Receiver Phone,\
Receiver City,Receiver Country,Principal,Currency,Fee,Payout Amount,Payout Currency,Status,\
Send Agent,Pay Agent\n";

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

fn ledger(bytes: usize, quoted: bool) -> String {
    let mut text = String::with_capacity(bytes + 1024);
    text.push_str(HEADER);
    let address = if quoted { "\"Via Esempio 1, interno 2\"" } else { "Via Esempio 1 interno 2" };
    let mut row = 0u64;
    while text.len() < bytes {
        row += 1;
        let (payer, payee) = (row * 7919 % 4_000, row * 104_729 % 3_000);
        let (day, hour, minute) = (row / 1_500 % 28 + 1, row / 60 % 24, row % 60);
        // Writing to a String cannot fail.
        let _ = writeln!(
            text,
            "A{row:09},01/{day:02}/2026,{hour:02}:{minute:02}:07,01/{day:02}/2026,23:{minute:02}:09,\
             Persona {payer},+39347{payer:07},Passport,YB{payer:07},{address},Milano,\
             Person {payee},+63917{payee:07},Cebu,PH,{}.{:02},EUR,4.90,{}.00,PHP,Paid,\
             IT-0417,PH-2209",
            row % 400 + 20,
            row % 100,
            row % 20_000 + 800,
        );
    }
    text
}

/// Seconds of processor time this process has had (Linux), so that other processes do not count.
fn processor_s() -> f64 {
    let stat = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    let nanos = stat.split(' ').next().and_then(|nanos| nanos.parse::<f64>().ok());
    nanos.unwrap_or_default() / 1e9
}

fn main() {
    let mut arguments = std::env::args().skip(1);
    let megabytes: usize = arguments.next().and_then(|text| text.parse().ok()).unwrap_or(100);
    let quoted = arguments.next().is_some();
    let text = ledger(megabytes << 20, quoted);
    #[expect(clippy::cast_precision_loss, reason = "a figure for people")]
    let rate = |start_s: f64| text.len() as f64 / 1e6 / (processor_s() - start_s);

    let start = processor_s();
    let lines = memchr::memchr_iter(b'\n', text.as_bytes()).count();
    println!("counting {lines} lines: {:.0} MB/s", rate(start));

    let settings = Settings { case_zone: "Europe/Rome".into(), ..Settings::default() };
    let mut counter = Counter::default();
    let mut cursor = Cursor::new(text.as_bytes());
    let mut source = Source { bytes: &mut cursor, len: text.len() as u64, settings: &settings };
    let mut sink = Sink::new(&mut counter);
    let start = processor_s();
    let read = Delimited.read(&mut source, &mut sink);
    let counts = sink.finish();
    println!("reading {counts:?} ({read:?}): {:.0} MB/s", rate(start));
    println!("handed on {} bytes", counter.0);
}
