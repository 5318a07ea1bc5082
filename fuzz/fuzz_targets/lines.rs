//! Chats, listings of files and lists of digests, line by line.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask("lines", bytes));
