//! The report as a whole: what it refuses, what it says, how it opens.

mod browser;
mod page;
mod refusals;
mod sample;
mod shape;
