//! The report as a whole: what it refuses, what it says, how it opens.

mod browser;
mod cases;
mod measured;
mod page;
mod people;
mod questions;
mod refusals;
mod sample;
mod shape;
mod triage;
