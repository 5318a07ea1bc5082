//! Delimited text through the mappings of the house.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask("tables", bytes));
