//! What leaves the house: the report, every sentence cited.
//!
//! **Invariant:** no sentence without a locator. A sentence is a template of the word list with
//! typed values and the records it rests on; one that cannot be said truthfully, or whose records
//! cannot be shown, stops the report.
//!
//! [`build`] writes both forms from one outline: a page of HTML without script or request, and
//! JSON of a stable shape (`docs/schema/report.schema.json`). It opens no file and asks no clock,
//! so two builds from one input are equal byte for byte.

mod check;
mod dependencies;
mod error;
pub mod exports;
mod figures;
mod html;
pub mod input;
mod json;
mod outline;
mod page;
mod sentences;
mod teller;
mod triage;
mod values;
mod words;

pub use check::check;
pub use error::ReportError;
pub use input::ReportInput;
pub use model::Language as Lang;
pub use outline::{FINDINGS_PER_QUESTION_MAX, ROWS_PER_FINDING_MAX, ROWS_PER_REPORT_MAX};
pub use teller::Teller;

/// A report in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// The page: one file, no script, no request.
    pub html: String,
    /// The same content for programs.
    pub json: String,
}

/// Builds the report of a case in one language, or names the first sentence that cannot be said.
pub fn build(input: &ReportInput, lang: Lang) -> Result<Report, ReportError> {
    let words = words::Words::load(lang)?;
    let printer = values::Printer::new(&words, &input.case.zone)?;
    let of_files = input.triage.as_ref().map(triage::findings).unwrap_or_default();
    let outline = outline::Outline::of(input, &of_files, &printer)?;
    Ok(Report { html: page::write(&outline)?, json: json::write(&outline) })
}

#[cfg(test)]
mod tests;
