//! Build: everything after ingest. Loads the tables, asks every question, writes the findings,
//! renews the search index.

use std::collections::BTreeMap;

use analysis::AskSettings;
use analysis::questions::QUESTIONS;
use custody::{Custody, Event};
use ingest::sink::Note;
use model::finding::Answer;
use model::views::CaseView;
use model::{Card, Digest};
use serde::{Deserialize, Serialize};
use tables::{Engine, EngineSettings, Part, StatedCoverage, ViewSettings};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};
use crate::keeper::tables_fault;
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};
use crate::{file, search};

/// Folder of the findings.
const FOLDER: &str = "findings";

/// An answer as it stands on disk: with the root of the data it rests on.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoredAnswer {
    /// Digest over every part of the tables: what the answer rests on.
    pub data_root: Digest,
    /// The answer.
    pub answer: Answer,
}

/// What a build did.
#[derive(Debug, Clone, Serialize)]
pub struct BuildSummary {
    /// Digest over every part of the tables.
    pub data_root: Digest,
    /// Findings by name of the question.
    pub findings: BTreeMap<String, usize>,
    /// Records in the search index.
    pub indexed: u64,
}

/// What a person chose for this build; the rest is taken from the case.
#[derive(Debug, Clone, Copy, Default)]
pub struct BuildOptions {
    /// Seed of random numbers.
    pub seed: Option<u64>,
    /// Threads; the findings do not depend on it.
    pub threads: Option<usize>,
}

/// Every ledger of the case, by exhibit.
pub fn ledgers(case: &Case) -> Result<Vec<Ledger>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let loaded = custody.exhibits().iter().map(|exhibit| Ledger::load(case, exhibit.id));
    Ok(loaded.collect::<Result<Vec<_>, _>>()?.into_iter().flatten().collect())
}

/// The tables of the case, over the parts that the ledgers list.
pub fn open_tables(case: &Case, ledgers: &[Ledger]) -> Result<Engine, Fault> {
    let parts: Vec<Part> = ledgers.iter().flat_map(|ledger| ledger.parts.iter().cloned()).collect();
    let settings = EngineSettings::new(case.path("tables/spill"));
    Engine::open(&case.path("tables"), &parts, &settings).map_err(|e| tables_fault(&e))
}

/// The view that questions are asked of.
pub fn load_view(engine: &Engine, ledgers: &[Ledger]) -> Result<CaseView, Fault> {
    let coverage = ledgers.iter().flat_map(stated_coverage).collect();
    engine.case_view(&ViewSettings { coverage }).map_err(|e| tables_fault(&e))
}

fn stated_coverage(ledger: &Ledger) -> impl Iterator<Item = StatedCoverage> {
    ledger.notes.iter().filter_map(|note| match note {
        Note::Coverage { account, from_us, until_us } => Some(StatedCoverage {
            exhibit: ledger.exhibit,
            account: account.clone(),
            from_us: *from_us,
            until_us: *until_us,
        }),
        _ => None,
    })
}

/// What the questions are asked with: facts of the case, and what a person chose.
pub fn ask_settings(case: &Case, options: &BuildOptions) -> AskSettings {
    let mut settings = AskSettings {
        zone: case.facts().time_zone.clone(),
        pay_days: case.facts().pay_days.clone(),
        holidays: case.facts().holidays.clone(),
        threads: std::thread::available_parallelism().map_or(1, usize::from),
        ..AskSettings::default()
    };
    if let Some(seed) = options.seed {
        settings.seed = seed;
    }
    if let Some(threads) = options.threads {
        settings.threads = threads;
    }
    settings
}

/// Asks every question and renews the search index.
pub fn build(
    case: &Case,
    options: &BuildOptions,
    by: &str,
    at_us: i64,
    progress: &dyn Progress,
) -> Result<BuildSummary, Fault> {
    let ledgers = ledgers(case)?;
    if ledgers.iter().all(|ledger| ledger.parts.is_empty()) {
        return Err(Fault::usage(
            "the case has no records yet",
            "give it exhibits with `tutela ingest`",
        ));
    }
    let engine = open_tables(case, &ledgers)?;
    progress.advance(Step::Load, "", 0, 1, "");
    let view = load_view(&engine, &ledgers)?;
    progress.finish(Step::Load, "");
    let settings = ask_settings(case, options);
    let mut summary =
        BuildSummary { data_root: engine.data_root(), findings: BTreeMap::new(), indexed: 0 };
    let mut staged = Vec::new();
    for (at, question) in (0u64..).zip(QUESTIONS) {
        let card = question.card();
        progress.advance(Step::Ask, card.name, at, QUESTIONS.len() as u64, "");
        stop_if_asked(progress)?;
        let answer = question.ask(&view, &settings);
        summary.findings.insert(card.name.to_owned(), answer.findings.len());
        let stored = StoredAnswer { data_root: summary.data_root, answer };
        staged.push(stage(case, card, &stored)?);
    }
    progress.finish(Step::Ask, "");
    drop(view);
    summary.indexed = search::renew(case, &engine, progress)?;
    let event = Event::Built {
        tool: concat!("tutela ", env!("CARGO_PKG_VERSION")).to_owned(),
        data_root: summary.data_root,
        findings: staged.iter().map(|(name, one)| one.digest(name)).collect(),
    };
    let mut custody = open_custody(case)?;
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    for (_, one) in staged {
        one.publish()?;
    }
    Ok(summary)
}

fn stop_if_asked(progress: &dyn Progress) -> Result<(), Fault> {
    if progress.stop_asked() { Err(Fault::interrupted("build")) } else { Ok(()) }
}

/// The file of a question's answer within the case.
fn file_of(card: &Card) -> String {
    format!("{FOLDER}/{}.json", card.name)
}

fn stage(case: &Case, card: &Card, stored: &StoredAnswer) -> Result<(String, file::Staged), Fault> {
    let name = file_of(card);
    let bytes = serde_json::to_vec(stored).map_err(|e| {
        Fault::new(Exit::Bug, "a finding cannot be written", "report this").caused_by(e)
    })?;
    let staged = file::stage(case.path(&name), &bytes)?;
    Ok((name, staged))
}

/// The answers of the last build, by question, in the order of the register; questions that were
/// not asked are left out.
pub fn answers(case: &Case) -> Result<Vec<(&'static Card, StoredAnswer)>, Fault> {
    let mut answers = Vec::new();
    for question in QUESTIONS {
        let card = question.card();
        if let Some(stored) = file::read_json(&case.path(&file_of(card)))? {
            answers.push((card, stored));
        }
    }
    Ok(answers)
}
