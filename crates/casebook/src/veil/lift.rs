//! Lifting the veil: a person says of whom, why and for whom; another one signs; it ends by itself.
//!
//! Each step is an act in the log, and so is each use, before anything is shown. Acts name numbers of pseudonyms and
//! never a party.

use std::collections::BTreeSet;

use custody::{Act, Custody, Event};
use serde::Serialize;

use super::table::Table;
use crate::access::{Action, Family, Need, may, people};
use crate::acts::{acts, check_ground, is_one_person};
use crate::case::Case;
use crate::decisions::Signature;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};

/// Hours for which it can be asked at once: a week.
pub const HOURS_MAX: u32 = 168;

const HOUR_US: i64 = 3_600_000_000;

/// A lift of the veil, from its asking to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Lift {
    /// Its number, from 1.
    pub number: u64,
    /// Who asked.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// The numbers of the pseudonyms.
    pub pseudonyms: BTreeSet<u64>,
    /// Who is shown them besides, by account.
    pub readers: BTreeSet<String>,
    /// Until when, microseconds of UTC.
    pub until_us: i64,
    /// For what.
    pub reason: String,
    /// The second person's signature, once it is there.
    pub second: Option<Signature>,
    /// Who ended it before its time.
    pub ended: Option<Signature>,
    /// How often it was used.
    pub used: u64,
}

/// How far a lift is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Stage {
    /// It waits for a second person.
    Waits,
    /// It is in force.
    InForce,
    /// Its time is over, or somebody ended it.
    Over,
}

impl Stage {
    /// Its code, in words and JSON.
    pub fn code(self) -> &'static str {
        match self {
            Self::Waits => "waits",
            Self::InForce => "in_force",
            Self::Over => "over",
        }
    }
}

impl Lift {
    /// How far it is at this instant, microseconds of UTC.
    pub fn stage(&self, at_us: i64) -> Stage {
        match &self.second {
            _ if self.ended.is_some() || at_us >= self.until_us => Stage::Over,
            Some(second) if at_us >= second.at_us => Stage::InForce,
            _ => Stage::Waits,
        }
    }

    /// Whether it is for this person.
    fn is_for(&self, person: &str) -> bool {
        is_one_person(&self.by, person) || self.readers.iter().any(|one| is_one_person(one, person))
    }
}

/// What is asked: whose veil, for whom, how long.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Asked {
    /// The numbers of the pseudonyms.
    pub pseudonyms: BTreeSet<u64>,
    /// Further readers, by account.
    pub readers: BTreeSet<String>,
    /// Hours.
    pub hours: u32,
}

/// Every lift of a case, the oldest first.
pub fn lifts(case: &Case) -> Result<Vec<Lift>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    Ok(of_acts(acts(&custody)?))
}

fn of_acts(acts: Vec<Act>) -> Vec<Lift> {
    let mut all: Vec<Lift> = Vec::new();
    for Act { at_us, by, event } in acts {
        let signed = |reason: String| Signature { by: by.clone(), at_us, reason };
        match event {
            Event::UnveilAsked { number, pseudonyms, readers, until_us, reason } => {
                all.push(Lift {
                    number,
                    by: by.clone(),
                    at_us,
                    pseudonyms: pseudonyms.into_iter().collect(),
                    readers: readers.into_iter().collect(),
                    until_us,
                    reason,
                    second: None,
                    ended: None,
                    used: 0,
                });
            }
            Event::UnveilSigned { unveil, reason } => {
                if let Some(one) = all.iter_mut().find(|one| one.number == unveil) {
                    one.second.get_or_insert(signed(reason));
                }
            }
            Event::UnveilEnded { unveil, reason } => {
                if let Some(one) = all.iter_mut().find(|one| one.number == unveil) {
                    one.ended.get_or_insert(signed(reason));
                }
            }
            Event::Unveiled { unveils, .. } => {
                all.iter_mut()
                    .filter(|one| unveils.contains(&one.number))
                    .for_each(|one| one.used += 1);
            }
            _ => {}
        }
    }
    all
}

/// Asks for a lift.
pub fn ask(
    case: &Case,
    asked: &Asked,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Lift, Fault> {
    check_reason(reason)?;
    if !(1..=HOURS_MAX).contains(&asked.hours) {
        return Err(Fault::usage(
            format!("a veil cannot be lifted for {} hours", asked.hours),
            "give 1 to 168 hours with --for",
        ));
    }
    check_readers(case, &asked.readers, by)?;
    let mut custody = open_custody(case)?;
    let given: BTreeSet<u64> = Table::read(case)?.given.iter().map(|one| one.number).collect();
    if asked.pseudonyms.is_empty() || !asked.pseudonyms.is_subset(&given) {
        return Err(Fault::usage(
            "no party of the case has this pseudonym",
            "name pseudonyms as the answers and the report show them: `protected-1`",
        ));
    }
    let number = lifts(case)?.last().map_or(0, |last| last.number) + 1;
    let event = Event::UnveilAsked {
        number,
        pseudonyms: asked.pseudonyms.iter().copied().collect(),
        readers: asked.readers.iter().cloned().collect(),
        until_us: at_us.saturating_add(i64::from(asked.hours).saturating_mul(HOUR_US)),
        reason: reason.to_owned(),
    };
    log(&mut custody, (by, at_us), &event)?;
    drop(custody);
    one(case, number)
}

/// Signs a lift as a second person: neither its author nor one of its readers.
pub fn sign(
    case: &Case,
    number: u64,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Lift, Fault> {
    check_reason(reason)?;
    let mut custody = open_custody(case)?;
    let lift = open(case, number, at_us)?;
    if let Some(second) = &lift.second {
        return Err(Fault::usage(format!("lift {number} is signed by {}", second.by), LIST));
    }
    if lift.is_for(by) {
        return Err(Fault::new(
            Exit::SecondPerson,
            format!("lift {number} is for {by}"),
            "a person whom it does not show anything must sign it, under an account of their own",
        ));
    }
    log(
        &mut custody,
        (by, at_us),
        &Event::UnveilSigned { unveil: number, reason: reason.to_owned() },
    )?;
    drop(custody);
    one(case, number)
}

/// Ends a lift before its time.
pub fn end(
    case: &Case,
    number: u64,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Lift, Fault> {
    check_reason(reason)?;
    let mut custody = open_custody(case)?;
    open(case, number, at_us)?;
    log(
        &mut custody,
        (by, at_us),
        &Event::UnveilEnded { unveil: number, reason: reason.to_owned() },
    )?;
    drop(custody);
    one(case, number)
}

/// The pseudonyms that this person is shown through now, once that is written down; refused where no lift is for them.
pub fn enter(
    case: &Case,
    command: &str,
    reason: Option<&str>,
    (by, at_us): (&str, i64),
) -> Result<BTreeSet<u64>, Fault> {
    let reason = reason.unwrap_or_default();
    check_reason(reason)?;
    let of = |lift: &Lift| lift.is_for(by) && lift.stage(at_us) == Stage::InForce;
    let mine: Vec<Lift> = lifts(case)?.into_iter().filter(of).collect();
    if mine.is_empty() {
        return Err(Fault::new(
            Exit::SecondPerson,
            format!("no lift of a veil is in force for {by}"),
            "ask for one with `tutela unveil ask`, and have another person sign it",
        ));
    }
    let unveils = mine.iter().map(|one| one.number).collect();
    let event = Event::Unveiled { unveils, command: command.to_owned(), reason: reason.to_owned() };
    log(&mut open_custody(case)?, (by, at_us), &event)?;
    Ok(mine.into_iter().flat_map(|one| one.pseudonyms).collect())
}

const LIST: &str = "list them with `tutela unveil`";

fn one(case: &Case, number: u64) -> Result<Lift, Fault> {
    let found = lifts(case)?.into_iter().find(|one| one.number == number);
    found.ok_or_else(|| Fault::usage(format!("there is no lift {number} of a veil"), LIST))
}

/// The lift, if it is not over.
fn open(case: &Case, number: u64, at_us: i64) -> Result<Lift, Fault> {
    let lift = one(case, number)?;
    if lift.stage(at_us) == Stage::Over {
        return Err(Fault::usage(
            format!("lift {number} of a veil is over"),
            "ask for another lift",
        ));
    }
    Ok(lift)
}

fn check_reason(reason: &str) -> Result<(), Fault> {
    check_ground(reason)
        .map_err(|_| Fault::usage("lifting a veil needs its reason", "state it with --reason"))
}

/// In a case with members whoever is to be shown a party must be given identities.
fn check_readers(case: &Case, readers: &BTreeSet<String>, by: &str) -> Result<(), Fault> {
    let people = people::people(case)?;
    if !people.is_listed() {
        return Ok(());
    }
    let need = Need { action: Action::See, families: vec![Family::Identities] };
    let all = readers.iter().map(String::as_str).chain([by]);
    let refused = |reader: &&str| people.member(reader).is_none_or(|one| may(one, &need).is_err());
    match all.into_iter().find(refused) {
        None => Ok(()),
        Some(reader) => Err(Fault::new(
            Exit::Denied,
            format!("{reader} is no member who may see identities"),
            "name readers whom the list of members gives them: `tutela members`",
        )),
    }
}

fn log(custody: &mut Custody, (by, at_us): (&str, i64), event: &Event) -> Result<(), Fault> {
    custody.log(at_us, by, event).map(|_| ()).map_err(|e| custody_fault(&e))
}
