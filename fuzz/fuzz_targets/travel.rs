//! Passenger lists, bookings, boarding passes and tracks.

#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask("travel", bytes));
