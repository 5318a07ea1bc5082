//! What single formats make of real files and of fixtures.

mod collected;

#[path = "records/camt.rs"]
mod camt;
