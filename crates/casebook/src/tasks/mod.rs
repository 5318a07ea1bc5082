//! Safeguarding tasks: facts that may mean a child at risk now, each with an owner and a deadline, until a person has
//! closed it.
//!
//! They come from the findings of the last build and are named by these, so that what was done about one stands when
//! the case is built again. One of which the records have changed since is another task, and waits again; what was done
//! about the same parties before is shown with it.
//!
//! A deadline counts from the build that first found the task, by the clock of the machine that built: hours by the kind
//! of fact, of the case (`task_hours` in `case.toml`) or of [`HOURS`].

mod hand_on;
mod story;
#[cfg(test)]
mod tests;

use std::collections::BTreeMap;

use analysis::Question as _;
use analysis::questions::safeguarding::SafeguardingQuestion;
use custody::{Custody, Event, FoundTask};
use model::finding::Finding;
use model::{ExhibitId, RecordRef, Value};
use serde::Serialize;

use crate::acts::{acts, check_ground};
use crate::asking::answer;
use crate::case::Case;
use crate::decisions::rests_on;
use crate::fault::Fault;
use crate::intake::{custody_fault, open_custody};

pub use hand_on::{HandOn, hand_on, receive};
pub use story::{Acknowledged, Closed, Earlier, Handed, Stage};
use story::{Story, Told};

/// Hours within which a fact of each kind is to be closed, where the case says nothing else: a working half-day where
/// harm may go on, a day before a journey, two where several pay one.
pub const HOURS: &[(&str, u32)] =
    &[("extortion", 4), ("recent-call", 8), ("planned-journey", 24), ("active-recipient", 48)];

/// Hours of a kind that nobody listed: the shortest.
const HOURS_OTHERWISE: u32 = 4;

const HOUR_US: i64 = 3_600_000_000;

/// Tasks named in one act of the log, so that a record of it stays far below its limit.
const FOUND_AT_ONCE: usize = 500;

/// A safeguarding task.
#[derive(Debug, Clone, Serialize)]
pub struct Safeguarding {
    /// Its stable name, with a mark of the records it rests on.
    pub name: String,
    /// What kind of fact it is.
    pub kind: String,
    /// The facts, with their records.
    pub finding: Finding,
    /// When a build first found it, microseconds of UTC by the clock of that machine.
    pub found_us: i64,
    /// Until when it is to be closed, microseconds of UTC.
    pub due_us: i64,
    /// Whether that is over and it is still open.
    pub overdue: bool,
    /// How far it is.
    pub stage: Stage,
    /// Whose it is: who took or received it last.
    pub owner: Option<String>,
    /// Who took it, once somebody did.
    pub acknowledged: Option<Acknowledged>,
    /// To whom it was handed on, until that is received.
    pub handed: Option<Handed>,
    /// Who closed it, with what was done.
    pub closed: Option<Closed>,
    /// Other tasks of the same parties that any build found, and what became of them; the oldest first.
    pub earlier: Vec<Earlier>,
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

    /// Whether somebody has to do something now: nobody has taken it, a hand-over is not received, or it is overdue.
    pub fn waits(&self) -> bool {
        self.overdue || matches!(self.stage, Stage::Waits | Stage::HandedOn)
    }
}

/// How many tasks a case has open.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Open {
    /// Not closed.
    pub open: u64,
    /// For which somebody has to do something now.
    pub waiting: u64,
    /// Overdue.
    pub overdue: u64,
}

/// How many tasks are open at this instant, microseconds of UTC.
pub fn open(case: &Case, now_us: i64) -> Result<Open, Fault> {
    let mut told = Open::default();
    for task in safeguarding(case, now_us)? {
        told.open += u64::from(task.closed.is_none());
        told.waiting += u64::from(task.waits());
        told.overdue += u64::from(task.overdue);
    }
    Ok(told)
}

/// Every safeguarding task of the last build as it stands at this instant, microseconds of UTC; those that wait first.
pub fn safeguarding(case: &Case, now_us: i64) -> Result<Vec<Safeguarding>, Fault> {
    let found = findings(case)?;
    if found.is_empty() {
        return Ok(Vec::new());
    }
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let story = Story::of_acts(acts(&custody)?);
    let mut tasks: Vec<Safeguarding> =
        found.into_iter().map(|finding| task(case, &story, finding, now_us)).collect();
    tasks.sort_by_key(|task| (!task.waits(), task.closed.is_some()));
    Ok(tasks)
}

fn task(case: &Case, story: &Story, finding: Finding, now_us: i64) -> Safeguarding {
    let (name, kind, parties) = (name_of(&finding), kind_of(&finding), parties_of(&finding));
    let Told { acknowledged, owner, handed, closed } = story.told(&name);
    // A build that was cut off before it wrote the task down leaves it with the deadline of its own.
    let found_us = story.found_us(&name).unwrap_or(story.last_built_us);
    let due_us =
        story.due_us(&name).unwrap_or_else(|| found_us.saturating_add(hours_us(case, &kind)));
    let stage = Stage::of(acknowledged.as_ref(), handed.as_ref(), closed.as_ref());
    let overdue = closed.is_none() && now_us > due_us;
    let earlier = story.earlier(&name, &parties);
    Safeguarding {
        name,
        kind,
        finding,
        found_us,
        due_us,
        overdue,
        stage,
        owner,
        acknowledged,
        handed,
        closed,
        earlier,
    }
}

/// The facts of the last build that are tasks.
fn findings(case: &Case) -> Result<Vec<Finding>, Fault> {
    let stored = answer(case, SafeguardingQuestion.card())?;
    let findings = stored.into_iter().flat_map(|stored| stored.answer.findings);
    Ok(findings.filter(is_task).collect())
}

/// Writes down which tasks a build found that none had found before, each with its deadline.
pub(crate) fn note_found(
    case: &Case,
    custody: &mut Custody,
    by: &str,
    at_us: i64,
) -> Result<(), Fault> {
    let story = Story::of_acts(acts(custody)?);
    let new: BTreeMap<String, FoundTask> = findings(case)?
        .iter()
        .map(|finding| (name_of(finding), finding))
        .filter(|(name, _)| story.found_us(name).is_none())
        .map(|(task, finding)| {
            let kind = kind_of(finding);
            let due_us = at_us.saturating_add(hours_us(case, &kind));
            (task.clone(), FoundTask { task, kind, parties: parties_of(finding), due_us })
        })
        .collect();
    let new: Vec<FoundTask> = new.into_values().collect();
    for tasks in new.chunks(FOUND_AT_ONCE) {
        let event = Event::TasksFound { tasks: tasks.to_vec() };
        custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    }
    Ok(())
}

/// Microseconds within which a fact of this kind is to be closed.
fn hours_us(case: &Case, kind: &str) -> i64 {
    let of_house = HOURS.iter().find(|(of, _)| *of == kind).map(|(_, hours)| *hours);
    let hours = case.facts().task_hours.get(kind).copied().or(of_house);
    i64::from(hours.unwrap_or(HOURS_OTHERWISE)).saturating_mul(HOUR_US)
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

/// What kind of fact a finding states.
fn kind_of(finding: &Finding) -> String {
    let template = finding.statement.template.as_str();
    template.strip_prefix("safeguarding-").unwrap_or(template).to_owned()
}

/// Slots of the statements that name a party.
const PARTIES: [&str; 3] = ["payer", "payee", "traveller"];

/// Whom a finding names.
fn parties_of(finding: &Finding) -> Vec<String> {
    let slots = finding.statement.slots.iter();
    let named = slots.filter(|slot| PARTIES.contains(&slot.name.as_str()));
    let parties = named.filter_map(|slot| match &slot.value {
        Value::Stated(key) => Some(key.clone()),
        _ => None,
    });
    parties.collect()
}

/// The open task of that name.
fn named(case: &Case, name: &str, now_us: i64) -> Result<Safeguarding, Fault> {
    let found = safeguarding(case, now_us)?.into_iter().find(|task| task.name == name);
    let task = found.ok_or_else(|| {
        Fault::usage(
            format!("there is no safeguarding task `{name}`"),
            "list them with `tutela tasks`; build the case first",
        )
    })?;
    match &task.closed {
        None => Ok(task),
        Some(closed) => Err(Fault::usage(
            format!("the task `{name}` was closed by {}", closed.by),
            "a build that finds other records opens another one",
        )),
    }
}

/// Takes a task upon oneself.
pub fn acknowledge(
    case: &Case,
    name: &str,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Safeguarding, Fault> {
    check_said(reason)?;
    named(case, name, at_us)?;
    let event = Event::Acknowledged { task: name.to_owned(), reason: reason.to_owned() };
    log(case, &event, by, at_us)?;
    named(case, name, at_us)
}

/// Closes a task: whoever owns it says what was done.
pub fn close(
    case: &Case,
    name: &str,
    reason: &str,
    by: &str,
    at_us: i64,
) -> Result<Safeguarding, Fault> {
    check_said(reason)?;
    let mut task = named(case, name, at_us)?;
    hand_on::check_owner(&task, by)?;
    let event = Event::TaskClosed { task: name.to_owned(), reason: reason.to_owned() };
    log(case, &event, by, at_us)?;
    task.closed = Some(Closed { by: by.to_owned(), at_us, reason: reason.to_owned() });
    (task.overdue, task.stage) = (false, Stage::Closed);
    Ok(task)
}

fn check_said(reason: &str) -> Result<(), Fault> {
    check_ground(reason).map_err(|_| {
        Fault::usage("it is not said what is done about the task", "state it with --reason")
    })
}

fn log(case: &Case, event: &Event, by: &str, at_us: i64) -> Result<(), Fault> {
    open_custody(case)?.log(at_us, by, event).map(|_| ()).map_err(|e| custody_fault(&e))
}
