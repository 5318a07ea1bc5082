//! A line without end: it costs a row, and next to no memory. `cargo run --release --example
//! one_line` does the same with a gibibyte.

use casetest::usage::peak_bytes;

use crate::endless::exhibits;
use crate::held::hold_source;
use crate::samples::reader;

/// Bytes of the line.
const LINE_BYTES: u64 = 64 << 20;

/// Memory that reading it may take: the longest value held, copied a few times over.
const MEMORY_BYTES: u64 = 48 << 20;

#[test]
fn a_line_of_64_mib_costs_a_row_and_little_memory() {
    for mut exhibit in exhibits(LINE_BYTES) {
        let (len, settings) = (exhibit.len(), exhibit.settings());
        let (name, code) = (exhibit.name, exhibit.code);
        let before = peak_bytes();
        let held = hold_source(reader(code), &mut exhibit, len, &settings);
        let took = peak_bytes().saturating_sub(before);
        assert!(took < MEMORY_BYTES, "{name}: {} MiB", took >> 20);
        let said = !held.rejects().is_empty() || held.halt.is_some();
        assert!(said, "{name}: {:?}", held.counts);
    }
}
