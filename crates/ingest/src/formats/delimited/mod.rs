//! Delimited text and workbooks, read through a mapping of headers to fields.

mod mapping;

pub use mapping::Mapping;
