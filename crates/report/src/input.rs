//! What a report is made from: the facts of the case as plain values.
//!
//! The report opens no file and asks no clock. Whoever calls it has read the case and passes in
//! what is to be said and shown, the time it was made included; so two builds from one input are
//! equal byte for byte.

mod custody;
mod exhibits;
mod records;
mod triage;

use std::collections::BTreeMap;

use model::card::Measure;
use model::finding::Answer;
use model::{Card, Digest, RecordRef};
use serde::Serialize;

pub use custody::{
    CustodyFacts, Decision, Disclosure, Note, OpenTasks, Readings, ScaleStep, Software,
    VerbalScale, VerifyStep,
};
pub use exhibits::{ClockFacts, CoverageFacts, ExhibitFacts, ExhibitNote, ExhibitState};
pub use records::{CitedRecord, Quote, QuoteSource};
pub(crate) use triage::cited_records;
pub use triage::{
    FilesDecision, GroupCount, ListedFiles, NearFacts, NearFiles, Opening, ReasonCount, SetFacts,
    SetKind, SetMatch, TriageFacts, Verdict, VerdictCount,
};

/// Everything a report says and shows.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ReportInput {
    /// The case.
    pub case: CaseFacts,
    /// Every exhibit, read or not, in order of number.
    pub exhibits: Vec<ExhibitFacts>,
    /// What each source covers, and its gaps.
    pub coverage: Vec<CoverageFacts>,
    /// How the clocks of the exhibits behave.
    pub clocks: Vec<ClockFacts>,
    /// The questions that were asked, with their answers, in the order of the report.
    pub asked: Vec<Asked>,
    /// The questions the house can ask and nobody asked.
    pub not_asked: Vec<NotAsked>,
    /// Every record that a sentence rests on. A sentence that rests on any other does not build.
    pub cited: BTreeMap<RecordRef, CitedRecord>,
    /// SHA-256 over the digests of all table parts: what the findings rest on.
    pub data_root: Option<Digest>,
    /// The state of the custody log.
    pub custody: CustodyFacts,
    /// The program and its parts that made the findings.
    pub software: Vec<Software>,
    /// The laboratory's verbal scale for likelihood ratios, where it chose one.
    pub scale: Option<VerbalScale>,
    /// What people decided; empty where nobody has.
    pub decisions: Vec<Decision>,
    /// To whom what was disclosed before; empty where nothing was.
    pub disclosures: Vec<Disclosure>,
    /// Safeguarding tasks that are open when the report is made.
    pub tasks: OpenTasks,
    /// What people noted for the report; what stays in the unit is not here.
    pub notes: Vec<Note>,
    /// How often the case was read, where it has members; who it was stays in the house.
    pub readings: Option<Readings>,
    /// What known sets say of the files; `None` where they were not asked.
    pub triage: Option<TriageFacts>,
}

/// The case as its papers state it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CaseFacts {
    /// Its id.
    pub id: String,
    /// The authority that leads it.
    pub authority: String,
    /// The legal basis of the investigation.
    pub legal_basis: String,
    /// IANA name of its time zone: every instant of the report is printed in it.
    pub zone: String,
    /// Handling mark, as the authority states it.
    pub classification: Option<String>,
    /// When the report was made, microseconds of UTC.
    pub made_at_us: i64,
}

/// A question that was asked.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Asked {
    /// Its method card.
    pub card: Card,
    /// Its answer.
    pub answer: Answer,
    /// How well its method did where the truth is known.
    pub measures: Vec<Measure>,
    /// Who asked it, where a person did.
    pub asked_by: Option<String>,
    /// When it was asked, microseconds of UTC, where that is logged.
    pub asked_at_us: Option<i64>,
}

/// A question that was not asked.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct NotAsked {
    /// Its method card.
    pub card: Card,
    /// Why, as a person stated it; `None` where nobody did.
    pub reason: Option<String>,
}
