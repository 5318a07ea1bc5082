//! The register of source formats: one line each. A format is added here and nowhere else.

pub mod camt;
mod decoded;
pub mod delimited;
mod extra;
pub mod goaml;
mod json;
pub mod telegram;
mod xml;
mod xml_tree;

use crate::format::SourceFormat;

/// Every format the house can read, in the order in which recognition asks them.
pub static FORMATS: &[&dyn SourceFormat] = &[
    &camt::Camt,
    &goaml::GoAml,
    &telegram::Telegram,
    &delimited::Delimited,
];
