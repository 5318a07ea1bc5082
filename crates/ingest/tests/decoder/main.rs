//! The decoder of films from outside: what it is denied, what it hands over, and what becomes of a film
//! that breaks it.

#![expect(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a test fails loudly"
)]

mod denied;
mod endings;
mod films;
mod played;
#[path = "../processes/mod.rs"]
mod processes;
