//! Reads exhibits in which one line, text or value goes on for a gibibyte, and prints time and the
//! most memory it took: `cargo run --release --example one_line -p tutela-ingest -- [mebibytes]`.

#![expect(clippy::print_stdout, reason = "figures are printed")]

use std::time::Instant;

#[path = "../tests/endless/mod.rs"]
mod endless;
#[path = "../tests/held/mod.rs"]
#[expect(dead_code, reason = "the tests ask more of it")]
mod held;

fn main() {
    let mebibytes: u64 = std::env::args().nth(1).and_then(|text| text.parse().ok()).unwrap_or(1024);
    for mut exhibit in endless::exhibits(mebibytes << 20) {
        let (len, settings) = (exhibit.len(), exhibit.settings());
        let Some(reader) = tutela_ingest::register::HOUSE.named(exhibit.code) else { continue };
        let begun = Instant::now();
        let held = held::hold_source(reader, &mut exhibit, len, &settings);
        let s = begun.elapsed().as_secs_f64();
        let (records, rejects) = (held.counts.records, held.counts.rejects);
        let peak = casetest::usage::peak_bytes() >> 20;
        let end = held.halt.as_deref().unwrap_or("read to its end");
        println!(
            "{}: {s:.1} s, peak {peak} MiB, {records} records, {rejects} rejects; {end}",
            exhibit.name
        );
    }
}
