//! `tutela members`: who may do what in a case, and why somebody reads.

use std::collections::BTreeSet;

use casebook::access::people::{self, Change, People, Place};
use casebook::access::{Family, Member, Role, UnitKind, gate};
use casebook::{Case, Exit, Fault};
use clap::builder::PossibleValuesParser;
use clap::{Args, ValueEnum};
use report::Teller;

use super::{Desk, account, now_us};
use crate::Done;
use crate::words::say;

/// Show and change who is a member of the case: of which unit, with which roles, and which material they may see.
/// A case without members is one person's own; from the first one on, what nobody was given is refused
/// (docs/members.md).
///
/// `add ACCOUNT` makes a member or changes their place, `remove ACCOUNT` takes them off the list; the ground is given
/// with --reason. The first member keeps the list; every further change counts once a second person signs it
/// (`sign NUMBER`), and ends with 6 until then. `read` states with --reason why you read for the next hours, so that
/// each command need not.
///
/// Examples:
///   tutela --case milan-2026 members
///   tutela --case milan-2026 members --json
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Members {
    /// What to do.
    #[arg(value_name = "ACT", value_enum, default_value_t = Act::List)]
    pub(crate) act: Act,
    /// The member, by account; or the number of a change.
    #[arg(value_name = "WHO")]
    pub(crate) who: Option<String>,
    /// Their roles.
    #[arg(long, value_name = "ROLES", value_delimiter = ',', value_parser = names(Role::ALL, Role::code))]
    pub(crate) role: Vec<String>,
    /// Their unit, by name.
    #[arg(long, value_name = "NAME", default_value = "")]
    pub(crate) unit: String,
    /// What kind of office the unit is.
    #[arg(long, value_name = "KIND", value_enum, default_value_t = OfUnit::LocalUnit)]
    pub(crate) unit_kind: OfUnit,
    /// What they may see; nothing where it is not given, the log alone for an administrator.
    #[arg(long, value_name = "MATERIAL", value_delimiter = ',', value_parser = names(Family::ALL, Family::code))]
    pub(crate) sees: Vec<String>,
    /// For how many hours the reason to read holds.
    #[arg(long = "for", id = "hours", value_name = "HOURS", default_value_t = 8)]
    pub(crate) hours: u32,
}

/// What to do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum Act {
    /// Show the members and what waits for a signature.
    List,
    /// Make a member, or change their place.
    Add,
    /// Take a member off the list.
    Remove,
    /// Sign a change as a second person.
    Sign,
    /// State why you read for the next hours.
    Read,
}

/// What kind of office a unit is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub(crate) enum OfUnit {
    /// A national centre against such offences.
    NationalCentre,
    /// A local unit of the police.
    LocalUnit,
    /// A prosecutor's office.
    ProsecutorsOffice,
    /// A desk that speaks with other countries or platforms.
    LiaisonDesk,
}

impl From<OfUnit> for UnitKind {
    fn from(office: OfUnit) -> Self {
        match office {
            OfUnit::NationalCentre => Self::NationalCentre,
            OfUnit::LocalUnit => Self::LocalUnit,
            OfUnit::ProsecutorsOffice => Self::ProsecutorsOffice,
            OfUnit::LiaisonDesk => Self::LiaisonDesk,
        }
    }
}

/// The names of these values on the command line.
fn names<T: Copy>(all: &[T], code: fn(T) -> &'static str) -> PossibleValuesParser {
    PossibleValuesParser::new(all.iter().map(|one| code(*one)))
}

/// The values of these names.
fn values<T: Ord>(names: &[String], of_code: fn(&str) -> Option<T>) -> BTreeSet<T> {
    names.iter().filter_map(|name| of_code(name)).collect()
}

impl Members {
    pub(crate) fn run(&self, desk: &Desk<'_>) -> Done {
        let case = desk.case()?;
        let by = account();
        let (reason, who) = (desk.reason().unwrap_or_default(), (by.as_str(), now_us()));
        match self.act {
            Act::List => list(desk, &case),
            Act::Add => {
                let change = people::set(&case, self.account()?, &self.place(), reason, who)?;
                made(desk, &case, &change)
            }
            Act::Remove => made(desk, &case, &people::remove(&case, self.account()?, reason, who)?),
            Act::Sign => made(desk, &case, &people::sign(&case, self.number()?, reason, who)?),
            Act::Read => {
                let until_us = gate::read_for(&case, self.hours, reason, who)?;
                let until = super::report::teller(desk, &case)?.instant(until_us);
                desk.console.remark("members-read", &[("until", &until.unwrap_or_default())]);
                Ok(Exit::Done)
            }
        }
    }

    fn place(&self) -> Place {
        let roles = values(&self.role, Role::of_code);
        let mut families = values(&self.sees, Family::of_code);
        if families.is_empty() && roles.contains(&Role::Administrator) {
            families.insert(Family::Log);
        }
        Place { unit: self.unit.clone(), unit_kind: self.unit_kind.into(), roles, families }
    }

    fn account(&self) -> Result<&str, Fault> {
        self.who.as_deref().ok_or_else(|| {
            Fault::usage("it is not said which member", "name them by the account they work under")
        })
    }

    fn number(&self) -> Result<u64, Fault> {
        self.who.as_deref().and_then(|text| text.parse().ok()).ok_or_else(|| {
            Fault::usage(
                "it is not said which change of members",
                "give its number, as `tutela members` prints it",
            )
        })
    }
}

/// A change that was made or signed.
fn made(desk: &Desk<'_>, case: &Case, change: &Change) -> Done {
    if desk.json() {
        desk.console.json(change)?;
    } else {
        print_change(desk, &super::report::teller(desk, case)?, change);
    }
    Ok(if change.waits() { Exit::SecondPerson } else { Exit::Done })
}

fn list(desk: &Desk<'_>, case: &Case) -> Done {
    let people: People = people::people(case)?;
    if desk.json() {
        desk.console.json(&people)?;
        return Ok(Exit::Done);
    }
    for member in &people.members {
        print_member(desk, member);
    }
    let teller = super::report::teller(desk, case)?;
    for change in people.changes.iter().filter(|change| change.waits()) {
        print_change(desk, &teller, change);
    }
    if !people.is_listed() {
        desk.console.remark("members-none", &[]);
    }
    Ok(Exit::Done)
}

/// Words for the codes of roles or families, in one line.
pub(super) fn worded(desk: &Desk<'_>, kind: &str, codes: &[&str]) -> String {
    let word = |code: &&str| say(desk.console.language(), &format!("{kind}-{code}"), &[]);
    let words: Vec<String> = codes.iter().map(word).collect();
    if words.is_empty() { "–".to_owned() } else { words.join(", ") }
}

/// What a member is, in one line.
fn placed(desk: &Desk<'_>, place: (&str, UnitKind, &BTreeSet<Role>, &BTreeSet<Family>)) -> String {
    let (unit, kind, roles, families) = place;
    let roles: Vec<&str> = roles.iter().map(|role| role.code()).collect();
    let families: Vec<&str> = families.iter().map(|family| family.code()).collect();
    let values = [
        ("unit", unit),
        ("kind", &*say(desk.console.language(), &format!("unit-{}", kind.code()), &[])),
        ("roles", &*worded(desk, "role", &roles)),
        ("sees", &*worded(desk, "family", &families)),
    ];
    say(desk.console.language(), "member-place", &values)
}

fn print_member(desk: &Desk<'_>, one: &Member) {
    let place = placed(desk, (&one.unit, one.unit_kind, &one.roles, &one.families));
    desk.console.data(&format!("{:16} {place}", one.person));
}

fn print_change(desk: &Desk<'_>, teller: &Teller, change: &Change) {
    let language = desk.console.language();
    let becomes = match &change.becomes {
        Some(one) => placed(desk, (&one.unit, one.unit_kind, &one.roles, &one.families)),
        None => say(language, "member-leaves", &[]),
    };
    let state = match &change.second {
        Some(second) => say(language, "decide-signed", &[("by", &second.by)]),
        None if change.waits() => say(language, "decide-waits", &[]),
        None => String::new(),
    };
    let values = [
        ("number", &*change.number.to_string()),
        ("person", &*change.person),
        ("becomes", &*becomes),
        ("by", &*change.by),
        ("at", &*teller.instant(change.at_us).unwrap_or_default()),
        ("reason", &*change.reason),
    ];
    desk.console.data(format!("{}  {state}", say(language, "member-change", &values)).trim_end());
}
