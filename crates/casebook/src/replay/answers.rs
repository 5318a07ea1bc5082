//! Every answer of the last build, given again from the tables that were made anew.

use std::collections::BTreeMap;

use analysis::questions::{QUESTIONS, at_version};
use analysis::{Basis, Question};
use custody::{Custody, Event};
use model::Digest;
use model::finding::Finding;
use sha2::{Digest as _, Sha256};

use super::{AskedAgain, Compared, Present};
use crate::acts::acts;
use crate::asking::{BuildOptions, StoredAnswer, ask_settings, file_of, load_asked, open_tables};
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};

/// An answer as it stands, with its bytes.
pub(super) struct Stored {
    question: &'static dyn Question,
    bytes: Vec<u8>,
    answer: StoredAnswer,
}

/// The answers of the last build, each the one whose digest the log has.
pub(super) fn stored(case: &Case, custody: &Custody) -> Result<Vec<Stored>, Fault> {
    let logged: BTreeMap<String, Digest> = acts(custody)?
        .into_iter()
        .rev()
        .find_map(|act| match act.event {
            Event::Built { findings, .. } => Some(findings),
            _ => None,
        })
        .into_iter()
        .flatten()
        .map(|one| (one.file, one.sha256))
        .collect();
    let mut stored = Vec::new();
    for question in QUESTIONS {
        let file = file_of(question.card());
        let Some(logged) = logged.get(&file) else { continue };
        let path = case.path(&file);
        let bytes = std::fs::read(&path).map_err(|e| Fault::io(&path, e))?;
        let answer = serde_json::from_slice(&bytes).ok();
        let is_logged = Digest(Sha256::digest(&bytes).into()) == *logged;
        let Some(answer) = answer.filter(|_| is_logged) else {
            return Err(Fault::new(
                Exit::Integrity,
                "the findings are not those of the last build",
                "run `tutela verify`, then `tutela build`",
            )
            .at(path.display()));
        };
        stored.push(Stored { question: *question, bytes, answer });
    }
    Ok(stored)
}

/// Asks every question of the new tables by the method of its stored answer, and by the present one.
pub(super) fn ask(
    case: &Case,
    aside: &Case,
    ledgers: &[Ledger],
    stored: Vec<Stored>,
    threads: Option<usize>,
    progress: &dyn Progress,
) -> Result<Vec<AskedAgain>, Fault> {
    let engine = open_tables(aside, ledgers)?;
    let view = load_asked(case, &engine, ledgers)?;
    // A person may have chosen another seed than the usual one for the whole build.
    let seed = stored.iter().find_map(|one| one.answer.answer.seed);
    let settings = ask_settings(case, &BuildOptions { seed, threads })?;
    let basis = Basis::made(&view, &settings);
    let total = stored.len() as u64;
    let mut told = Vec::new();
    for (done, one) in (0..).zip(stored) {
        let present = one.question.card();
        progress.advance(Step::Ask, present.name, done, total, "");
        if progress.stop_asked() {
            return Err(Fault::interrupted("replay"));
        }
        let again = |question: &dyn Question| {
            // The same root, that of the stored answer: whether the tables are the same is told by the exhibits.
            let data_root = one.answer.data_root;
            compare(&one, &StoredAnswer { data_root, answer: question.ask(&basis) })
        };
        let version = one.answer.answer.version;
        let replayed = at_version(present.code, version).map(again).transpose()?;
        let now = (version != present.version).then(|| again(one.question)).transpose()?;
        let now = now.map(|compared| Present { version: present.version, compared });
        let (question, name) = (present.code.to_owned(), present.name.to_owned());
        told.push(AskedAgain { question, name, version, replayed, present: now });
    }
    progress.finish(Step::Ask, "");
    Ok(told)
}

fn compare(stored: &Stored, again: &StoredAnswer) -> Result<Compared, Fault> {
    let bytes = serde_json::to_vec(again).map_err(|e| {
        Fault::new(Exit::Bug, "a finding cannot be written", "report this").caused_by(e)
    })?;
    let by_id = |answer: &StoredAnswer| -> BTreeMap<String, Finding> {
        let findings = answer.answer.findings.iter();
        findings.map(|finding| (finding.id.clone(), finding.clone())).collect()
    };
    let (then, now) = (by_id(&stored.answer), by_id(again));
    let only = |one: &BTreeMap<String, Finding>, other: &BTreeMap<String, Finding>| {
        one.keys().filter(|id| !other.contains_key(*id)).cloned().collect()
    };
    let other = |(id, finding): (&String, &Finding)| {
        now.get(id).filter(|found| *found != finding).map(|_| id.clone())
    };
    Ok(Compared {
        same: bytes == stored.bytes,
        gone: only(&then, &now),
        new: only(&now, &then),
        changed: then.iter().filter_map(other).collect(),
    })
}
