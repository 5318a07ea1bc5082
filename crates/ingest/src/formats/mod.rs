//! The register of source formats: one line each. A format is added here and nowhere else.

pub mod bodyfile;
pub mod camt;
mod date_order;
mod decoded;
pub mod delimited;
mod extra;
pub mod goaml;
pub mod hashlist;
mod json;
mod lines;
pub mod telegram;
pub mod whatsapp;
mod xml;
mod xml_head;
mod xml_tree;

use crate::format::SourceFormat;

/// Every format the house can read, in the order in which recognition asks them.
pub static FORMATS: &[&dyn SourceFormat] = &[
    &camt::Camt,
    &goaml::GoAml,
    &telegram::Telegram,
    &whatsapp::WhatsApp,
    &bodyfile::Bodyfile,
    &hashlist::HashList,
    &delimited::Delimited,
    &delimited::Workbook,
];

/// Readers that only a command asks for, by their code; recognition never picks one.
pub static ASKED_FOR: &[&dyn SourceFormat] = &[&delimited::Proposal];
