//! A method card: what a question asks, assumes and cannot show; printed word for word in the
//! report's method annex.

use serde::{Deserialize, Serialize};

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

/// One measurement of a question.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Measure {
    /// Code of the question (`ANA-006`).
    pub question: String,
    /// Version of the method that was measured; 0 where it was not stated.
    #[serde(default)]
    pub version: u32,
    /// What it was measured on.
    pub data: String,
    /// What was measured.
    pub measure: String,
    /// Its value.
    pub value: f64,
    /// Lower end of its 95 % interval.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub low: Option<f64>,
    /// Upper end.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub high: Option<f64>,
}
