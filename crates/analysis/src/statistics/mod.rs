//! The arithmetic of the questions: pure functions on numbers, each with its source.
//!
//! Times are integer microseconds of UTC; nothing here knows of payments, people or cases.

pub mod accuracy;
pub mod binomial;
pub mod cross_k;
pub mod density;

pub mod event_coincidence;
pub mod followed;
pub mod gaps;
pub mod heaping;
pub mod multiple;
pub mod permuted_sum;
pub mod quantile;
pub mod tail_score;
