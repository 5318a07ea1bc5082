//! The caged worker from outside: what it is denied, what it hands over, and what becomes of an
//! exhibit that breaks its reader.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod cage;
mod companions;
mod every_format;
mod examining;
mod kept;
mod members;
#[path = "../processes/mod.rs"]
mod processes;
mod quarantine;
mod reading;
mod showing;
mod threads;
