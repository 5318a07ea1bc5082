//! Known sets: what is read, what is kept, what is answered.

#![expect(clippy::unwrap_used, clippy::panic, reason = "a test fails by panicking")]

mod codes;
mod database;
mod delta;
mod formats;
mod index;
mod lists;
mod near;
mod store;

use tutela_triage::known::{SetClaim, SetKind};

/// What is stated about a set: as little as can be.
fn claim(name: &str) -> SetClaim {
    SetClaim {
        name: name.to_owned(),
        owner: "a test".to_owned(),
        version: String::new(),
        licence: String::new(),
        kind: SetKind::Listed,
        scheme: String::new(),
        date: String::new(),
        rows_stated: None,
        within: 31,
    }
}
