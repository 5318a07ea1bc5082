//! Delimited text and workbooks through mappings: profiles, real files, and bad input.

mod bad_input;
mod pot;
mod profiles;
mod real_files;
