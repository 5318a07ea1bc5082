//! The dossier: everything a report is made from, gathered in one pass over the case.

use std::collections::BTreeSet;

use analysis::questions::QUESTIONS;
use custody::{Custody, Event, Exhibit};
use ingest::WorkerCommand;
use model::finding::{Finding, Support};
use model::views::{ClockFacts, Covered, Keys};
use model::{Card, Digest, RecordRef, Sentence};

use crate::acts::acts;
use crate::asking::{StoredAnswer, answers, ledgers, load_view, open_tables};
use crate::case::Case;
use crate::cite::{Citation, Sources};
use crate::fault::Fault;
use crate::intake::custody_fault;
use crate::ledger::Ledger;
use crate::progress::Progress;

/// Everything a report is made from.
#[derive(Debug)]
pub struct Dossier {
    /// Every exhibit, with its ledger where it was read.
    pub exhibits: Vec<(Exhibit, Option<Ledger>)>,
    /// What each source covers; accounts are keys of `keys`.
    pub covered: Vec<Covered>,
    /// The keys.
    pub keys: Keys,
    /// How the clocks behave.
    pub clocks: Vec<ClockFacts>,
    /// The answers of the last build, in the order of the report.
    pub answers: Vec<(&'static Card, StoredAnswer)>,
    /// Who asked them, and when by the clock of that machine, as the log has it.
    pub asked: Option<(String, i64)>,
    /// Questions that the last build did not ask.
    pub not_asked: Vec<&'static Card>,
    /// Every record that a sentence rests on, with its bytes.
    pub citations: Vec<Citation>,
    /// Digest over the parts as they stand now.
    pub data_root: Digest,
    /// The checkpoint of the custody log as signed.
    pub checkpoint: String,
    /// Its root.
    pub log_root: Digest,
    /// Leaves of the log.
    pub log_size: u64,
    /// The public key that signed, in the form of signed notes.
    pub verifier_key: String,
}

/// Gathers the dossier, which cites `further` records besides those of the findings. Findings that rest on other tables than those of now are refused.
pub fn gather(
    case: &Case,
    worker: &WorkerCommand,
    further: &[RecordRef],
    progress: &dyn Progress,
) -> Result<Dossier, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let ledgers = ledgers(case)?;
    let engine = open_tables(case, &ledgers)?;
    let answers = answers(case)?;
    check_root(&answers, engine.data_root())?;
    let view = load_view(&engine, &ledgers)?;
    let records = records_of(&answers, further);
    let sources =
        Sources { custody: &custody, engine: &engine, ledgers: &ledgers, worker, progress };
    let citations = sources.cite(&records)?;
    let checkpoint = custody.checkpoint();
    let asked = |card: &Card| answers.iter().any(|(own, _)| own.code == card.code);
    Ok(Dossier {
        exhibits: custody
            .exhibits()
            .iter()
            .map(|one| {
                (one.clone(), ledgers.iter().find(|ledger| ledger.exhibit == one.id).cloned())
            })
            .collect(),
        covered: view.covered,
        keys: view.keys,
        clocks: view.clocks,
        not_asked: QUESTIONS.iter().map(|q| q.card()).filter(|card| !asked(card)).collect(),
        answers,
        asked: last_build(&custody)?,
        citations,
        data_root: engine.data_root(),
        checkpoint: custody.signed_checkpoint(),
        log_root: checkpoint.root,
        log_size: checkpoint.size,
        verifier_key: custody.verifier_key().vkey(),
    })
}

/// Who asked the questions last, and when.
fn last_build(custody: &Custody) -> Result<Option<(String, i64)>, Fault> {
    let built = acts(custody)?.into_iter().rfind(|act| matches!(act.event, Event::Built { .. }));
    Ok(built.map(|act| (act.by, act.at_us)))
}

fn check_root(answers: &[(&Card, StoredAnswer)], root: Digest) -> Result<(), Fault> {
    if answers.is_empty() {
        return Err(Fault::usage("no question was asked yet", "run `tutela build`"));
    }
    match answers.iter().find(|(_, stored)| stored.data_root != root) {
        None => Ok(()),
        Some((card, _)) => Err(Fault::usage(
            "the tables have changed since the questions were asked",
            "run `tutela build` again",
        )
        .at(card.name)),
    }
}

/// Every record that any sentence of the answers rests on, in order.
fn records_of(answers: &[(&Card, StoredAnswer)], further: &[RecordRef]) -> Vec<RecordRef> {
    let mut records: BTreeSet<RecordRef> = further.iter().copied().collect();
    for (_, stored) in answers {
        for finding in &stored.answer.findings {
            for support in supports(finding) {
                records.extend(support.records());
            }
        }
    }
    records.into_iter().collect()
}

fn supports(finding: &Finding) -> impl Iterator<Item = &Support> {
    let sentences = std::iter::once(&finding.statement)
        .chain(&finding.detail)
        .chain(&finding.contrary)
        .chain(&finding.alternatives);
    sentences.flat_map(|sentence: &Sentence| {
        let slots = sentence.slots.iter().filter_map(|slot| slot.support.as_ref());
        std::iter::once(&sentence.support).chain(slots)
    })
}
