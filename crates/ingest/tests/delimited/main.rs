//! Delimited text and workbooks through mappings: profiles, real files, proposals, and bad input.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

mod apple;
mod bad_input;
mod guesses;
mod manual;
mod platforms;
mod pot;
mod profiles;
mod real_files;
mod synthetic;
mod travel;
mod workbooks;
