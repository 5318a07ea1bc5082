//! Bad input to every reader of the register: nothing is lost or doubled, the rest is read, and what
//! is wrong is said with its place and a remedy. What holds for any bytes is in `held`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod bombs;
mod damage;
mod deep;
mod long_lines;
mod replay;
mod rows;
mod twins;
mod values;

#[path = "../changes/mod.rs"]
mod changes;
#[path = "../endless/mod.rs"]
mod endless;
#[path = "../held/mod.rs"]
mod held;
#[path = "../samples/mod.rs"]
mod samples;
