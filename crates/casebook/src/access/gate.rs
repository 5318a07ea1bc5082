//! The gate: asks whether the person may, before a command sees the case, and writes down that they came.

use custody::{Act, Event};
use serde::Serialize;

use super::{Family, Need, Refusal, log, may, people};
use crate::acts::{check_ground, is_one_person};
use crate::case::Case;
use crate::fault::{Exit, Fault};

/// Hours for which a reason can be stated at once: a day's work.
pub const READING_HOURS_MAX: u32 = 12;

const HOUR_US: i64 = 3_600_000_000;

/// Somebody who comes to a case.
#[derive(Debug, Clone, Copy)]
pub struct Visit<'v> {
    /// Who, by account.
    pub by: &'v str,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// With which command.
    pub command: &'v str,
    /// The options that were given, by name.
    pub options: &'v [String],
    /// Why, where that was stated.
    pub reason: Option<&'v str>,
}

/// Lets a person in, or says why not. In a case without members everybody is let in and nothing is written.
///
/// What shows content needs a reason, its own or one stated for these hours, and is written into the access log before
/// anything is shown; so is a refusal.
pub fn enter(case: &Case, visit: &Visit<'_>, need: &Need) -> Result<(), Fault> {
    let people = people::people(case)?;
    if !people.is_listed() {
        return Ok(());
    }
    let member = people.member(visit.by).ok_or(None);
    let let_in = member.and_then(|member| may(member, need).map_err(Some));
    if let Err(refusal) = let_in {
        return Err(refuse(case, visit, need, refusal)?);
    }
    // Who reads the access log is written there with what they asked of it.
    if need.families.is_empty() || need.action == super::Action::Audit {
        return Ok(());
    }
    let stated = visit.reason.map(str::trim).filter(|reason| !reason.is_empty());
    let reason = match stated {
        Some(reason) => reason.to_owned(),
        None => standing_reason(case, visit)?.ok_or_else(without_reason)?,
    };
    let event = Event::Read {
        command: visit.command.to_owned(),
        options: visit.options.to_vec(),
        families: codes(&need.families),
        reason,
    };
    log::append(case, visit.by, visit.at_us, &event)
}

fn without_reason() -> Fault {
    Fault::usage(
        "in a case with members, reading needs a reason",
        "state it with --reason, or for some hours with `tutela members read`",
    )
}

fn codes(families: &[Family]) -> Vec<String> {
    families.iter().map(|family| family.code().to_owned()).collect()
}

/// Writes the refusal down, and says it.
fn refuse(
    case: &Case,
    visit: &Visit<'_>,
    need: &Need,
    refusal: Option<Refusal>,
) -> Result<Fault, Fault> {
    let event = Event::Denied {
        command: visit.command.to_owned(),
        action: need.action.code().to_owned(),
        families: codes(&need.families),
    };
    log::append(case, visit.by, visit.at_us, &event)?;
    let Visit { by, command, .. } = visit;
    let fact = match refusal {
        None => format!("{by} is no member of this case"),
        Some(Refusal::Role) => format!("no role of {by} may do `{command}`"),
        Some(Refusal::Family(family)) => {
            format!("`{command}` shows `{}`, which {by} was not given", family.code())
        }
    };
    let remedy = "who keeps the list of members can change that: `tutela members`";
    Ok(Fault::new(Exit::Denied, fact, remedy))
}

/// The reason that this person stated for these hours.
fn standing_reason(case: &Case, visit: &Visit<'_>) -> Result<Option<String>, Fault> {
    let last = log::entries(case)?.into_iter().rev().find_map(|act| match act.event {
        Event::ReadingOpened { reason, until_us } if is_one_person(&act.by, visit.by) => {
            Some((reason, act.at_us, until_us))
        }
        _ => None,
    });
    let holds =
        |(_, from_us, until_us): &(String, i64, i64)| (*from_us..*until_us).contains(&visit.at_us);
    Ok(last.filter(holds).map(|(reason, ..)| reason))
}

/// States why a person reads for the next hours; gives the instant at which that ends, microseconds of UTC.
pub fn read_for(
    case: &Case,
    hours: u32,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<i64, Fault> {
    check_ground(reason)?;
    if !(1..=READING_HOURS_MAX).contains(&hours) {
        return Err(Fault::usage(
            format!("a reason cannot be stated for {hours} hours"),
            "give 1 to 12 hours with --for",
        ));
    }
    let until_us = at_us.saturating_add(i64::from(hours).saturating_mul(HOUR_US));
    log::append(case, by, at_us, &Event::ReadingOpened { reason: reason.to_owned(), until_us })?;
    Ok(until_us)
}

/// What somebody asks of the access log.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Acts of this person alone.
    pub person: Option<String>,
    /// Acts of this command alone.
    pub command: Option<String>,
    /// Acts from then on, microseconds of UTC.
    pub from_us: Option<i64>,
    /// Acts up to then, microseconds of UTC.
    pub until_us: Option<i64>,
}

/// One act of the access log.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Noted {
    /// Who.
    pub by: String,
    /// When, microseconds of UTC by the clock of that machine.
    pub at_us: i64,
    /// What.
    #[serde(flatten)]
    pub event: Event,
}

impl Filter {
    fn takes(&self, act: &Act) -> bool {
        let command = match &act.event {
            Event::Read { command, .. } | Event::Denied { command, .. } => command.as_str(),
            Event::LogRead { .. } => "audit",
            Event::ReadingOpened { .. } => "members read",
            _ => "",
        };
        // `decide` names all its acts, `decide sign` one.
        let named = |asked: &String| {
            command
                .strip_prefix(asked.as_str())
                .is_some_and(|rest| rest.is_empty() || rest.starts_with(' '))
        };
        self.person.as_ref().is_none_or(|person| is_one_person(person, &act.by))
            && self.command.as_ref().is_none_or(named)
            && self.from_us.is_none_or(|from_us| act.at_us >= from_us)
            && self.until_us.is_none_or(|until_us| act.at_us <= until_us)
    }
}

/// Shows the access log, after writing into it that it is shown; what was asked is part of that. The oldest first.
pub fn audit(case: &Case, filter: &Filter, visit: &Visit<'_>) -> Result<Vec<Noted>, Fault> {
    if !people::people(case)?.is_listed() {
        return Ok(Vec::new());
    }
    let reason = visit.reason.map(str::trim).filter(|reason| !reason.is_empty());
    let event = Event::LogRead {
        person: filter.person.clone(),
        command: filter.command.clone(),
        from_us: filter.from_us,
        until_us: filter.until_us,
        reason: reason.ok_or_else(without_reason)?.to_owned(),
    };
    log::append(case, visit.by, visit.at_us, &event)?;
    let taken = log::entries(case)?.into_iter().filter(|act| filter.takes(act));
    Ok(taken.map(|Act { by, at_us, event }| Noted { by, at_us, event }).collect())
}

/// How often a case was read, for a report: who it was stays in the house.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Readings {
    /// Readings of content.
    pub readings: u64,
    /// Persons who read.
    pub persons: u64,
    /// Commands that were refused.
    pub refused: u64,
}

/// How often the case was read; none where it has no members.
pub fn readings(case: &Case) -> Result<Option<Readings>, Fault> {
    if !people::people(case)?.is_listed() {
        return Ok(None);
    }
    let mut told = Readings::default();
    let mut persons = std::collections::BTreeSet::new();
    for act in log::entries(case)? {
        match act.event {
            Event::Read { .. } => {
                told.readings += 1;
                persons.insert(act.by.trim().to_lowercase());
            }
            Event::Denied { .. } => told.refused += 1,
            _ => {}
        }
    }
    told.persons = persons.len() as u64;
    Ok(Some(told))
}
