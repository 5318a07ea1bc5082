//! The reader that `TUTELA_READER` names; without it, whatever reader knows the bytes.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask(bytes));
