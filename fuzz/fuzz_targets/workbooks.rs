//! Workbooks, which are archives.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask("workbooks", bytes));
