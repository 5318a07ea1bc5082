//! A method card: what a question asks, assumes and cannot show; printed word for word in the
//! report's method annex.

use serde::Serialize;

/// The card of a question. Texts are in English; their keys lead to the other languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Card {
    /// A code never reused, `ANA-001`.
    pub code: &'static str,
    /// The command-line and folder name, `coincidence`.
    pub name: &'static str,
    /// Version of the method; a change that can change a finding raises it.
    pub version: u32,
    /// The question in one sentence.
    pub question: &'static str,
    /// What must hold for the answer to mean what it says.
    pub assumes: &'static [&'static str],
    /// What the answer cannot show.
    pub cannot_show: &'static [&'static str],
    /// Parameters and their meaning.
    pub parameters: &'static [(&'static str, &'static str)],
    /// Where the method comes from.
    pub sources: &'static [&'static str],
    /// Known error rates, with the data they were measured on.
    pub error_rates: &'static [&'static str],
}
