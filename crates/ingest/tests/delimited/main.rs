//! Delimited text and workbooks through mappings: profiles, real files, proposals, and bad input.

mod bad_input;
mod guesses;
mod manual;
mod pot;
mod profiles;
mod real_files;
mod workbooks;
