//! What single formats make of real files and of fixtures, and what holds for all of them.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    reason = "a test fails loudly"
)]

mod collected;

#[path = "records/camt.rs"]
mod camt;
#[path = "records/file_lists.rs"]
mod file_lists;
#[path = "records/goaml.rs"]
mod goaml;
#[path = "records/telegram.rs"]
mod telegram;
#[path = "records/whatsapp.rs"]
mod whatsapp;
