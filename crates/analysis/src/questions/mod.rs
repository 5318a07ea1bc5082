//! The register of questions: one line each. A question is added here and nowhere else.

pub mod coincidence;
pub mod ledger;

use crate::question::Question;

/// Every question the house can ask, in the order of the report.
pub static QUESTIONS: &[&dyn Question] = &[&ledger::LedgerQuestion];
