//! Which rows may speak of one party: probabilistic record linkage with every weight shown.
//!
//! The model is that of Fellegi and Sunter (1969) as Winkler (2000) estimates it: for each field, how
//! often it agrees in rows of one party (m) and in rows of two (u). u is counted on random pairs, m
//! is estimated without labels by expectation–maximisation over counted patterns of agreement, and
//! an agreement on a rare value weighs more than one on a common value. A data set needs nothing but
//! the kinds of its columns ([`Schema`]). The engine proposes; it never edits a row, and what a
//! person decided ([`Decided`]) always wins.
//!
//! Same rows, same answer, whatever their order and the number of threads.

mod blocks;
mod calibration;
mod clusters;
mod columns;
mod compare;
mod fold;
mod model;
mod pass;
mod pattern;
mod quick;
mod recall;
mod resolved;
mod schema;
mod similar;
mod ties;
mod weights;

#[cfg(test)]
mod tests;

pub use calibration::{Bin, reliability, wilson};
pub use clusters::{Conflict, ConflictKind, Dates, Decided, Verdict};
pub use columns::{Records, Rows};
pub use compare::agreement;
pub use fold::fold;
pub use model::{Model, Origin, Weights};
pub use recall::Recall;
pub use resolved::{Link, Resolved, Settings};
pub use schema::{Field, Kind, Schema};
pub use similar::{edits, jaro_winkler};
pub use ties::Tie;
pub use weights::{Step, Waterfall};
