//! Build: everything after ingest. Loads the tables, asks every question, writes the findings, and
//! renews the search index beside them.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Mutex, PoisonError};
use std::time::{Duration, Instant};

use analysis::questions::QUESTIONS;
use analysis::{AskSettings, Basis, Question};
use custody::Event;
use model::{Card, Digest};
use serde::Serialize;
use tables::Engine;

use crate::asking::{
    BuildOptions, StoredAnswer, ask_settings, file_of, ledgers, load_asked, open_tables,
};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::file;
use crate::intake::{custody_fault, open_custody};
use crate::lanes::{self, Overall, locked};
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};
use crate::search::{self, Renewal};
use crate::veil::Found as Protected;

/// Questions to ask.
const ALL: u64 = QUESTIONS.len() as u64;

/// How often the index is looked at while nothing else is left to do.
const LOOK_EVERY: Duration = Duration::from_millis(50);

/// What a build did.
#[derive(Debug, Clone, Serialize)]
pub struct BuildSummary {
    /// Digest over every part of the tables.
    pub data_root: Digest,
    /// Findings by name of the question.
    pub findings: BTreeMap<String, usize>,
    /// Records in the search index.
    pub indexed: u64,
    /// Seconds that each step took: `load`, the common `basis`, each question by its name, then what the
    /// `index`, written beside the questions, still needed. Questions are asked several at a time, so
    /// that their sum is more than the build took.
    pub took_s: BTreeMap<String, f64>,
}

/// A file that waits for the others, by its name within the case.
type Waiting = (String, file::Staged);

/// The files of the answers, how many findings each has, and who is protected by them.
type Answered = (Vec<Waiting>, BTreeMap<String, usize>, Protected);

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
    let settings = ask_settings(case, options)?;
    let clock = Clock::start();
    let asking = Asking { case, data_root: engine.data_root(), progress, clock: Mutex::new(clock) };
    let renewal = Renewal::default();
    let total = engine.counts().values().sum();
    let (staged, findings, protected, indexed) = std::thread::scope(|scope| {
        // The index needs the tables and nothing else: it is written beside the questions.
        let index = scope.spawn(|| search::renew(case, &engine, &renewal));
        let asked = asking.all(&engine, &ledgers, &settings);
        renewal.stop.store(asked.is_err(), Ordering::Relaxed);
        watch(progress, &renewal, total, || index.is_finished());
        let indexed = index.join().unwrap_or_else(|_| Err(index_died()));
        let (staged, findings, protected) = asked?;
        Ok::<_, Fault>((staged, findings, protected, indexed?))
    })?;
    let mut clock = asking.clock.into_inner().unwrap_or_else(PoisonError::into_inner);
    clock.lap("index");
    let summary =
        BuildSummary { data_root: engine.data_root(), findings, indexed, took_s: clock.laps };
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
    crate::tasks::note_found(case, &mut custody, by, at_us)?;
    protected.write(case, &mut custody, (by, at_us))?;
    Ok(summary)
}

/// The questions of one build being asked.
struct Asking<'a> {
    case: &'a Case,
    data_root: Digest,
    progress: &'a dyn Progress,
    clock: Mutex<Clock>,
}

impl Asking<'_> {
    /// Loads the tables and asks every question; gives the files of the answers, how many findings each has, and
    /// who is protected by them.
    fn all(
        &self,
        engine: &Engine,
        ledgers: &[Ledger],
        settings: &AskSettings,
    ) -> Result<Answered, Fault> {
        self.progress.advance(Step::Load, "", 0, 1, "");
        let view = load_asked(self.case, engine, ledgers)?;
        locked(&self.clock).lap("load");
        self.progress.finish(Step::Load, "");
        let basis = Basis::made(&view, settings);
        locked(&self.clock).lap("basis");
        let each: Vec<Vec<usize>> = (0..QUESTIONS.len()).map(|at| vec![at]).collect();
        let side_by_side = lanes::for_this_machine().min(settings.threads);
        let overall = Overall::new(self.progress, QUESTIONS.len(), 0);
        let answered = AtomicU64::new(0);
        let asked = lanes::run(&each, side_by_side, &overall, |at| {
            let question = QUESTIONS.get(at).ok_or_else(|| Fault::interrupted("build"))?;
            self.one(*question, &basis, &answered)
        })?;
        if asked.len() < QUESTIONS.len() {
            return Err(Fault::interrupted("build"));
        }
        self.progress.finish(Step::Ask, "");
        let protected = Protected::of_build(self.case, &basis)?;
        let (staged, findings) =
            asked.into_iter().map(|(staged, name, findings)| (staged, (name, findings))).unzip();
        Ok((staged, findings, protected))
    }

    /// Asks one question: the file of its answer, its name and how many findings it has.
    fn one(
        &self,
        question: &dyn Question,
        basis: &Basis<'_>,
        answered: &AtomicU64,
    ) -> Result<(Waiting, String, usize), Fault> {
        let (card, began) = (question.card(), Instant::now());
        let told = |done| self.progress.advance(Step::Ask, card.name, done, ALL, "");
        told(answered.load(Ordering::Relaxed));
        let answer = question.ask(basis);
        let findings = answer.findings.len();
        let stored = StoredAnswer { data_root: self.data_root, answer };
        let staged = stage(self.case, card, &stored)?;
        told(answered.fetch_add(1, Ordering::Relaxed) + 1);
        locked(&self.clock).took(card.name, began);
        Ok((staged, card.name.to_owned(), findings))
    }
}

fn stage(case: &Case, card: &Card, stored: &StoredAnswer) -> Result<(String, file::Staged), Fault> {
    let name = file_of(card);
    let bytes = serde_json::to_vec(stored).map_err(|e| {
        Fault::new(Exit::Bug, "a finding cannot be written", "report this").caused_by(e)
    })?;
    let staged = file::stage(case.path(&name), &bytes)?;
    Ok((name, staged))
}

/// Shows how far the index is until it is done, and stops it when somebody asks.
fn watch(progress: &dyn Progress, renewal: &Renewal, total: u64, is_done: impl Fn() -> bool) {
    while !is_done() {
        progress.advance(Step::Index, "", renewal.done.load(Ordering::Relaxed), total, "");
        renewal.stop.fetch_or(progress.stop_asked(), Ordering::Relaxed);
        std::thread::sleep(LOOK_EVERY);
    }
    progress.finish(Step::Index, "");
}

fn index_died() -> Fault {
    Fault::new(Exit::Bug, "the search index could not be written", "report this, and build again")
}

/// Measures the steps of a build.
struct Clock {
    last: Instant,
    laps: BTreeMap<String, f64>,
}

impl Clock {
    fn start() -> Self {
        Self { last: Instant::now(), laps: BTreeMap::new() }
    }

    /// Ends a step that began where the last one ended.
    fn lap(&mut self, step: &str) {
        self.took(step, self.last);
    }

    /// Ends a step that began at some time beside others.
    fn took(&mut self, step: &str, began: Instant) {
        self.last = Instant::now();
        self.laps.insert(step.to_owned(), self.last.duration_since(began).as_secs_f64());
    }
}
