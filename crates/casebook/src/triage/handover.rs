//! What goes to those who identify victims: files on which that decision stands, until they have left.

use std::collections::{BTreeMap, BTreeSet};

use custody::{Custody, Event, Exhibit};
use model::{Digest, ExhibitId};

use super::decisions::{Decided, Decision, Decisions};
use super::outcome::files;
use super::verdict::Judged;
use crate::acts::acts;
use crate::case::Case;
use crate::fault::Fault;
use crate::intake::custody_fault;
use crate::release::{self, Left};

/// The form of the hand-over, as the log names it.
pub const FORM: &str = "vics";

/// Leads told of one decision, at most.
const LEADS_MAX: usize = 6;

/// One content that is to be handed over, with every file that has it.
#[derive(Debug, Clone, PartialEq)]
pub struct Handed {
    /// The group it was decided with.
    pub group: String,
    /// The files.
    pub files: Vec<Judged>,
}

/// The contents on which a hand-over stands, by SHA-256.
pub fn contents(case: &Case) -> Result<Vec<Handed>, Fault> {
    let decisions = Decisions::read(case)?;
    let mut contents: BTreeMap<String, Handed> = BTreeMap::new();
    files(case, &mut |judged| {
        let on = decisions.on_file(judged.exhibit, judged.record, &judged.sha256);
        if let Some(decided) = on.filter(|one| one.decision == Decision::HandOver) {
            let group = decided.group.clone();
            let empty = || Handed { group, files: Vec::new() };
            contents.entry(judged.sha256.clone()).or_insert_with(empty).files.push(judged);
        }
        Ok(())
    })?;
    Ok(contents.into_values().collect())
}

/// The exhibits that these contents are from.
pub fn exhibits(case: &Case, contents: &[Handed]) -> Result<Vec<Exhibit>, Fault> {
    let meant: BTreeSet<ExhibitId> =
        contents.iter().flat_map(|one| &one.files).map(|file| file.exhibit).collect();
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    Ok(custody.exhibits().iter().filter(|one| meant.contains(&one.id)).cloned().collect())
}

/// A hand-over that was decided and has not left: a safeguarding task.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The decision.
    pub decided: Decided,
    /// Files it still stands on.
    pub files: usize,
    /// What their metadata states: cameras, days, positions; the first of each.
    pub leads: Vec<String>,
}

/// The hand-overs that wait.
pub fn waiting(case: &Case) -> Result<Vec<Waiting>, Fault> {
    let numbers = not_left(case)?;
    if numbers.is_empty() {
        return Ok(Vec::new());
    }
    let decisions = Decisions::read(case)?;
    let mut leads: BTreeMap<u64, BTreeSet<String>> = BTreeMap::new();
    files(case, &mut |judged| {
        let on = decisions.on_file(judged.exhibit, judged.record, &judged.sha256);
        if let Some(decided) = on {
            leads.entry(decided.number).or_default().extend(leads_of(&judged));
        }
        Ok(())
    })?;
    let waits = decisions.all().iter().filter(|one| numbers.contains(&one.number)).map(|decided| {
        let leads = leads.remove(&decided.number).unwrap_or_default();
        Waiting {
            files: decisions.standing(decided),
            leads: leads.into_iter().take(LEADS_MAX).collect(),
            decided: decided.clone(),
        }
    });
    Ok(waits.filter(|one| one.files > 0).collect())
}

/// Decisions to hand over that no export followed.
fn not_left(case: &Case) -> Result<BTreeSet<u64>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let mut numbers = BTreeSet::new();
    for act in acts(&custody)? {
        match act.event {
            Event::Decided { number, decision, .. } if decision == Decision::HandOver.code() => {
                numbers.insert(number);
            }
            Event::Exported { form, .. } if form == FORM => numbers.clear(),
            _ => {}
        }
    }
    Ok(numbers)
}

/// What the metadata of a picture states.
fn leads_of(judged: &Judged) -> Vec<String> {
    let Some(camera) = &judged.camera else { return Vec::new() };
    let day = camera.taken.as_ref().and_then(|taken| taken.local.get(..10));
    let position = camera.gps.as_ref().and_then(|gps| gps.position);
    let position = position.map(|at| format!("{:.5}, {:.5}", at.latitude, at.longitude));
    [camera.key(), day.map(str::to_owned), position].into_iter().flatten().collect()
}

/// Logs that the hand-over has left.
pub fn left(
    case: &Case,
    (recipient, purpose): (&str, &str),
    (items, sha256): (u64, Digest),
    by: &str,
    at_us: i64,
) -> Result<(), Fault> {
    let [form, recipient, purpose, by] = [FORM, recipient, purpose, by].map(str::to_owned);
    release::leave(case, &Left { form, recipient, purpose, items, sha256, by, at_us })
}
