//! The seeded synthetic case with its truth, and the way to real files that others made.
//!
//! **Invariant:** knows the truth; nothing else does. Only tests, benches and `demo` use it.

pub mod bulk;
mod calendar;
pub mod case;
mod chance;
mod habits;
pub mod people;
pub mod plan;
pub mod real;
mod sources;
mod ties;
pub mod truth;
pub mod unpacked;
pub mod usage;
