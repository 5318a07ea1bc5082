//! Databases of telephones and programs.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask("databases", bytes));
