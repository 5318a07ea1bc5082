//! The register of source formats: one line each. A format is added here and nowhere else.

pub mod delimited;

use crate::format::SourceFormat;

/// Every format the house can read, in the order in which recognition asks them.
pub static FORMATS: &[&dyn SourceFormat] = &[
    &delimited::Delimited,
];
