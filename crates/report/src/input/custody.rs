//! Custody, software and people: how the report can be checked, and who decided what.

use model::Digest;
use serde::Serialize;

/// The state of the custody log when the report was made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CustodyFacts {
    /// The checkpoint as signed: origin, size, root and signature lines.
    pub checkpoint: String,
    /// Root of the log, as the checkpoint states it.
    pub root: String,
    /// Leaves of the log.
    pub size: u64,
    /// Name and fingerprint of the key that signed.
    pub key_fingerprint: String,
    /// What a reader runs to verify, in order.
    pub steps: Vec<VerifyStep>,
}

/// A command that verifies something.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VerifyStep {
    /// The command line.
    pub command: String,
    /// What it must print.
    pub expect: String,
}

/// A program or data file that took part.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Software {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: String,
    /// Its digest or source, where known.
    pub detail: String,
}

/// A verbal scale for likelihood ratios, chosen and signed by the laboratory.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct VerbalScale {
    /// Its name and version.
    pub name: String,
    /// SHA-256 of its signed file.
    pub sha256: Digest,
    /// Its steps in ascending order.
    pub steps: Vec<ScaleStep>,
}

/// A step of a verbal scale.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScaleStep {
    /// The smallest likelihood ratio it applies to.
    pub from: f64,
    /// The words, in the laboratory's language.
    pub words: String,
}

/// What a named person decided.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What it is about: the key of a finding after the code of its question, or one key or two.
    pub about: String,
    /// The finding it is about: code of its question, and its key.
    pub finding: Option<(String, String)>,
    /// What was decided, by its code: `decided-<code>` in the list of words.
    pub decided: String,
    /// On which ground.
    pub ground: String,
    /// Who signed second, where someone did.
    pub second: Option<String>,
    /// Whether it stands: no later one on the same thing replaced it, and none took it back.
    pub stands: bool,
    /// Whether it counts only with a second signature, and has none.
    pub waits: bool,
    /// Whether the finding rested on other records when it was decided on.
    pub records_changed: bool,
}

/// What was disclosed to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Disclosure {
    /// To whom.
    pub to: String,
    /// By whom.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What.
    pub what: String,
    /// For which purpose.
    pub purpose: String,
}

/// How often a case with members was read: counts alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Readings {
    /// Readings of content.
    pub readings: u64,
    /// Persons who read.
    pub persons: u64,
    /// Commands that were refused.
    pub refused: u64,
}

/// What a person noted for the report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Note {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// Beside what: the key of a finding after the code of its question, a record, or a party.
    pub about: String,
    /// The finding it stands beside: code of its question, and its key.
    pub finding: Option<(String, String)>,
    /// The words.
    pub text: String,
}

/// Safeguarding tasks that are open when a report is made.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct OpenTasks {
    /// Not closed.
    pub open: u64,
    /// For which somebody has to do something now.
    pub waiting: u64,
    /// Overdue.
    pub overdue: u64,
}
