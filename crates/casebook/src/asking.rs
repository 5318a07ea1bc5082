//! What questions are asked of and with, and the answers of the last build.

use analysis::AskSettings;
use analysis::links::{Decided, Verdict};
use analysis::questions::QUESTIONS;
use analysis::questions::identities::{Decision, Ended, Way};
use custody::Custody;
use ingest::sink::Note;
use model::finding::Answer;
use model::views::CaseView;
use model::{Card, Digest};
use serde::{Deserialize, Serialize};
use tables::{Engine, EngineSettings, Part, StatedCoverage, ViewSettings};

use crate::case::Case;
use crate::fault::Fault;
use crate::file;
use crate::identities::{self, IdentityDecision, Standing};
use crate::intake::custody_fault;
use crate::keeper::tables_fault;
use crate::ledger::Ledger;
use crate::triage::shared::held_by_several;

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

/// What the tables hold.
pub fn load_view(engine: &Engine, ledgers: &[Ledger]) -> Result<CaseView, Fault> {
    let coverage = ledgers.iter().flat_map(stated_coverage).collect();
    engine.case_view(&ViewSettings { coverage }).map_err(|e| tables_fault(&e))
}

/// The view that questions are asked of: what the tables hold, and what the last triage of them tells.
pub fn load_asked(case: &Case, engine: &Engine, ledgers: &[Ledger]) -> Result<CaseView, Fault> {
    let mut view = load_view(engine, ledgers)?;
    view.shared_files = held_by_several(case, &view)?;
    Ok(view)
}

/// Periods that an exhibit or a member of it states.
pub(crate) fn stated_coverage(ledger: &Ledger) -> impl Iterator<Item = StatedCoverage> {
    ledger.notes.iter().filter_map(move |note| {
        let inside = match note {
            Note::Inside { member, .. } => member.clone(),
            _ => String::new(),
        };
        match note.fact() {
            Note::Coverage { account, from_us, until_us } => Some(StatedCoverage {
                exhibit: ledger.exhibit,
                inside,
                account: account.clone(),
                from_us: *from_us,
                until_us: *until_us,
            }),
            _ => None,
        }
    })
}

/// What the questions are asked with: facts of the case, and what a person chose.
pub fn ask_settings(case: &Case, options: &BuildOptions) -> Result<AskSettings, Fault> {
    let all = identities::decisions(case)?;
    let mut settings = AskSettings {
        decided: decided(&all),
        decisions: decisions(&all),
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
    Ok(settings)
}

/// What the questions call a verdict; a taking back is none.
fn verdict(of: identities::Verdict) -> Option<Verdict> {
    match of {
        identities::Verdict::Same => Some(Verdict::Same),
        identities::Verdict::NotSame => Some(Verdict::NotSame),
        identities::Verdict::Unsure => Some(Verdict::Unsure),
        identities::Verdict::Undecided => None,
    }
}

/// The decisions of people on identities that stand, as the questions see them.
fn decided(all: &[IdentityDecision]) -> Vec<Decided> {
    let standing = identities::standing(all).into_iter().filter_map(|one| {
        let (left, right) = (one.left.clone(), one.right.clone());
        Some(Decided { left, right, verdict: verdict(one.verdict)?, by: one.name() })
    });
    standing.collect()
}

/// Every decision with what became of it.
fn decisions(all: &[IdentityDecision]) -> Vec<Decision> {
    let told = identities::history(all).into_iter().filter_map(|told| {
        let one = told.decision;
        let way = match told.standing {
            Standing::Undone => Some(Way::Undone),
            Standing::Replaced => Some(Way::Replaced),
            Standing::Stands | Standing::Undoes => None,
        };
        let later = told.by_number.and_then(|number| all.iter().find(|one| one.number == number));
        let ended = way.zip(later).map(|(way, later)| {
            let (by, reason) = (later.by.clone(), later.reason.clone());
            Ended { way, by, at_us: later.at_us, reason }
        });
        Some(Decision {
            name: one.name(),
            by: one.by.clone(),
            at_us: one.at_us,
            verdict: verdict(one.verdict)?,
            left: one.left.clone(),
            right: one.right.clone(),
            reason: one.reason.clone(),
            ended,
        })
    });
    told.collect()
}

/// The file of a question's answer within the case.
pub(crate) fn file_of(card: &Card) -> String {
    format!("{FOLDER}/{}.json", card.name)
}

/// The answers of the last build, by question, in the order of the register; questions that were
/// not asked are left out.
pub fn answers(case: &Case) -> Result<Vec<(&'static Card, StoredAnswer)>, Fault> {
    let mut answers = Vec::new();
    for question in QUESTIONS {
        let card = question.card();
        if let Some(stored) = answer(case, card)? {
            answers.push((card, stored));
        }
    }
    Ok(answers)
}

/// The answer of the last build to one question; nothing where it was not asked.
pub fn answer(case: &Case, card: &Card) -> Result<Option<StoredAnswer>, Fault> {
    file::read_json(&case.path(&file_of(card)))
}
