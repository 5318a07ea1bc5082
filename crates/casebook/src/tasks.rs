//! Safeguarding tasks: facts that may mean a child at risk now, each waiting until a person takes it upon themselves.
//!
//! They come from the findings of the last build and are named by these, so that an acknowledgement stands when the
//! case is built again. One of which the records have changed since is told as such, and waits again.

use std::collections::BTreeMap;

use analysis::Question as _;
use analysis::questions::safeguarding::SafeguardingQuestion;
use custody::{Custody, Event};
use model::finding::Finding;
use model::{ExhibitId, RecordRef};
use serde::Serialize;

use crate::acts::acts;
use crate::asking::answer;
use crate::case::Case;
use crate::decisions::rests_on;
use crate::fault::Fault;
use crate::intake::{custody_fault, open_custody};

/// A safeguarding task.
#[derive(Debug, Clone, Serialize)]
pub struct Safeguarding {
    /// Its stable name, with a mark of the records it rests on.
    pub name: String,
    /// The facts, with their records.
    pub finding: Finding,
    /// Who took it, once somebody did.
    pub acknowledged: Option<Acknowledged>,
}

/// Who took a task upon themselves.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Acknowledged {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// What is done about it.
    pub reason: String,
}

impl Safeguarding {
    /// The first exhibit it rests on.
    pub fn exhibit(&self) -> Option<ExhibitId> {
        self.records().first().map(|record| record.exhibit)
    }

    /// The records of its statement.
    pub fn records(&self) -> &[RecordRef] {
        self.finding.statement.support.records()
    }
}

/// Every safeguarding task of the last build; those that wait first.
pub fn safeguarding(case: &Case) -> Result<Vec<Safeguarding>, Fault> {
    let mut taken = acknowledged(case)?;
    let stored = answer(case, SafeguardingQuestion.card())?;
    let findings = stored.into_iter().flat_map(|stored| stored.answer.findings);
    let mut tasks: Vec<Safeguarding> = findings
        .filter(is_task)
        .map(|finding| {
            let name = name_of(&finding);
            let acknowledged = taken.remove(&name);
            Safeguarding { name, finding, acknowledged }
        })
        .collect();
    tasks.sort_by_key(|task| task.acknowledged.is_some());
    Ok(tasks)
}

/// The list of all facts is no task of its own, nor is too little data.
fn is_task(finding: &Finding) -> bool {
    finding.id != "list" && !matches!(finding.strength, model::finding::Strength::InsufficientData)
}

/// The name of a finding with the beginning of the digest of its records: other facts, another task.
fn name_of(finding: &Finding) -> String {
    let digest = rests_on(finding).to_string();
    format!("{}-{}", finding.id, digest.get(..8).unwrap_or(""))
}

fn acknowledged(case: &Case) -> Result<BTreeMap<String, Acknowledged>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let taken = acts(&custody)?.into_iter().filter_map(|act| match act.event {
        Event::Acknowledged { task, reason } => {
            Some((task, Acknowledged { by: act.by, at_us: act.at_us, reason }))
        }
        _ => None,
    });
    Ok(taken.collect())
}

/// Takes a task upon oneself.
pub fn acknowledge(
    case: &Case,
    name: &str,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Safeguarding, Fault> {
    if reason.trim().is_empty() {
        return Err(Fault::usage(
            "it is not said what is done about the task",
            "state it with --reason",
        ));
    }
    let found = safeguarding(case)?.into_iter().find(|task| task.name == name);
    let mut task = found.ok_or_else(|| {
        Fault::usage(
            format!("there is no safeguarding task `{name}`"),
            "list them with `tutela tasks`; build the case first",
        )
    })?;
    let mut custody = open_custody(case)?;
    let event = Event::Acknowledged { task: name.to_owned(), reason: reason.to_owned() };
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    task.acknowledged = Some(Acknowledged { by: by.to_owned(), at_us, reason: reason.to_owned() });
    Ok(task)
}
