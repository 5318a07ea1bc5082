//! Tables to findings: one question a file.
//!
//! **Invariant:** same tables, same seed, same version: same findings, byte for byte. No clock, no
//! file, no network; time and seed come in as arguments.

pub mod assignment;
mod basis;
mod calendar;
pub mod citing;
pub mod dealings;
pub mod graph;
pub mod links;
#[cfg(test)]
mod made;
pub mod matching;
pub mod profile;
pub mod question;
pub mod questions;
mod repeats;
pub mod resolution;
mod sign_settings;
pub mod statistics;
pub mod summary;
pub mod sweep;
pub mod timeline;
pub mod validity;
pub mod windows;

pub use basis::Basis;
pub use question::{AskSettings, Question};
pub use repeats::{Repeats, Stated};
pub use sign_settings::{SignSettings, SmallAmounts};
