//! The reader that `TUTELA_READER` names; without it, whatever reader knows the bytes.

#![no_main]

use libfuzzer_sys::{fuzz_mutator, fuzz_target};

fuzz_target!(|bytes: &[u8]| tutela_fuzz::ask(bytes));

fuzz_mutator!(|data: &mut [u8], size: usize, max_size: usize, seed: u32| {
    tutela_fuzz::changed(data, size, max_size, seed)
});
