//! The members of a case: made, changed and removed by acts in the log alone, each signed by a second person.
//!
//! The first member makes the list, and administers it. While nobody else could sign, whoever is admitted signs
//! their own admission, so that two persons have agreed to it all the same.

use std::collections::BTreeSet;

use custody::{Act, Custody, Event};
use serde::Serialize;

use super::{Family, Role, UnitKind};
use crate::acts::{acts, check_ground, is_one_person};
use crate::case::Case;
use crate::decisions::Signature;
use crate::fault::Fault;
use crate::intake::{custody_fault, open_custody};

pub use super::sign::sign;

/// What a member is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Place {
    /// Their unit, by name.
    pub unit: String,
    /// What kind of office it is.
    pub unit_kind: UnitKind,
    /// As what they work.
    pub roles: BTreeSet<Role>,
    /// What they may see.
    pub families: BTreeSet<Family>,
}

/// A member of a case.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Member {
    /// The person, by account.
    pub person: String,
    /// Their unit, by name.
    pub unit: String,
    /// What kind of office it is.
    pub unit_kind: UnitKind,
    /// As what they work.
    pub roles: BTreeSet<Role>,
    /// What they may see.
    pub families: BTreeSet<Family>,
    /// Number of the change that made them this.
    pub by_change: u64,
}

impl Member {
    /// Whether they keep the list of members.
    pub fn manages(&self) -> bool {
        let manages = |role: &Role| super::table::does(*role, super::Action::Manage);
        self.roles.iter().any(manages)
    }
}

/// A change of the list of members.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Change {
    /// Its number, from 1.
    pub number: u64,
    /// Who made it.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// The person it is about, by account.
    pub person: String,
    /// What they become; none where they leave.
    pub becomes: Option<Place>,
    /// On which ground.
    pub reason: String,
    /// Who signed second.
    pub second: Option<Signature>,
    /// Whether a later change on the same person took its place before anybody signed.
    pub replaced: bool,
}

impl Change {
    /// Whether it waits for a second person.
    pub fn waits(&self) -> bool {
        self.number > 1 && self.second.is_none() && !self.replaced
    }
}

/// The list of members: who they are, and every change that led to it.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct People {
    /// The members, by account.
    pub members: Vec<Member>,
    /// Every change, the oldest first.
    pub changes: Vec<Change>,
}

impl People {
    /// Whether the case has a list of members at all.
    pub fn is_listed(&self) -> bool {
        !self.changes.is_empty()
    }

    /// The member of this account, however it is written.
    pub fn member(&self, account: &str) -> Option<&Member> {
        self.members.iter().find(|one| is_one_person(&one.person, account))
    }

    /// The list as these acts leave it. A change counts from its signature on.
    pub(super) fn of_acts(acts: Vec<Act>) -> Self {
        let mut people = Self::default();
        for Act { at_us, by, event } in acts {
            match event {
                Event::MemberSet { number, person, unit, unit_kind, roles, families, reason } => {
                    let place = Place {
                        unit,
                        unit_kind: UnitKind::of_code(&unit_kind).unwrap_or(UnitKind::LocalUnit),
                        roles: roles.iter().filter_map(|code| Role::of_code(code)).collect(),
                        families: families
                            .iter()
                            .filter_map(|code| Family::of_code(code))
                            .collect(),
                    };
                    people.add((number, by, at_us), person, Some(place), reason);
                }
                Event::MemberRemoved { number, person, reason } => {
                    people.add((number, by, at_us), person, None, reason);
                }
                Event::MemberSigned { change, reason } => {
                    people.signed(change, Signature { by, at_us, reason });
                }
                _ => {}
            }
        }
        people
    }

    fn add(
        &mut self,
        (number, by, at_us): (u64, String, i64),
        person: String,
        becomes: Option<Place>,
        reason: String,
    ) {
        let earlier = self.changes.iter_mut().filter(|one| is_one_person(&one.person, &person));
        earlier.filter(|one| one.waits()).for_each(|one| one.replaced = true);
        let change =
            Change { number, by, at_us, person, becomes, reason, second: None, replaced: false };
        if number == 1 {
            self.apply(&change);
        }
        self.changes.push(change);
    }

    fn signed(&mut self, number: u64, signature: Signature) {
        let change = self.changes.iter_mut().find(|one| one.number == number && one.waits());
        let Some(change) = change else { return };
        change.second = Some(signature);
        let change = change.clone();
        self.apply(&change);
    }

    fn apply(&mut self, change: &Change) {
        self.members.retain(|one| !is_one_person(&one.person, &change.person));
        self.members.extend(change.becomes.clone().map(|place| Member {
            person: change.person.clone(),
            unit: place.unit,
            unit_kind: place.unit_kind,
            roles: place.roles,
            families: place.families,
            by_change: change.number,
        }));
        self.members.sort_by(|a, b| a.person.cmp(&b.person));
    }
}

/// The members of a case and how they came to be.
pub fn people(case: &Case) -> Result<People, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    Ok(People::of_acts(acts(&custody)?))
}

/// Makes a person a member, or changes their place; the first one begins the list and administers it.
pub fn set(
    case: &Case,
    person: &str,
    place: &Place,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Change, Fault> {
    check_ground(reason)?;
    let person = checked_name(person)?;
    check_place(place)?;
    let begins = !people(case)?.is_listed();
    if begins && !place.roles.contains(&Role::Administrator) {
        return Err(Fault::usage(
            "the first member of a case administers the list of members",
            "give --role administrator; another account does the work",
        ));
    }
    let event = |number| Event::MemberSet {
        number,
        person: person.to_owned(),
        unit: place.unit.trim().to_owned(),
        unit_kind: place.unit_kind.code().to_owned(),
        roles: place.roles.iter().map(|role| role.code().to_owned()).collect(),
        families: place.families.iter().map(|family| family.code().to_owned()).collect(),
        reason: reason.to_owned(),
    };
    log(case, event, by, at_us)
}

/// Takes a person off the list.
pub fn remove(
    case: &Case,
    person: &str,
    reason: &str,
    (by, at_us): (&str, i64),
) -> Result<Change, Fault> {
    check_ground(reason)?;
    let people = people(case)?;
    let member = people.member(person).ok_or_else(|| {
        Fault::usage(format!("`{person}` is no member of the case"), "`tutela members` lists them")
    })?;
    check_manager_stays(&people, &member.person, None)?;
    let event = |number| Event::MemberRemoved {
        number,
        person: member.person.clone(),
        reason: reason.to_owned(),
    };
    log(case, event, by, at_us)
}

/// Refuses a change after which nobody would keep the list.
pub(super) fn check_manager_stays(
    people: &People,
    person: &str,
    becomes: Option<&Place>,
) -> Result<(), Fault> {
    let manages = |roles: &BTreeSet<Role>| {
        roles.iter().any(|role| super::table::does(*role, super::Action::Manage))
    };
    let another =
        people.members.iter().any(|one| !is_one_person(&one.person, person) && one.manages());
    if another || becomes.is_some_and(|place| manages(&place.roles)) {
        return Ok(());
    }
    Err(Fault::usage(
        "nobody would be left who keeps the list of members",
        "make another administrator or supervisor first",
    ))
}

fn checked_name(person: &str) -> Result<&str, Fault> {
    let person = person.trim();
    if person.is_empty() || person.chars().any(char::is_control) {
        return Err(Fault::usage(
            "a member needs the name of an account",
            "give it as the system knows it, such as `id -un` prints it",
        ));
    }
    Ok(person)
}

/// Refuses a place without unit or role, and one that both administers and works.
fn check_place(place: &Place) -> Result<(), Fault> {
    if place.unit.trim().is_empty() || place.roles.is_empty() {
        return Err(Fault::usage(
            "a member needs a unit and at least one role",
            "give --unit, --unit-kind and --role",
        ));
    }
    let administers = place.roles.contains(&Role::Administrator);
    let sees = place.families.iter().any(|family| *family != Family::Log);
    if administers && (place.roles.len() > 1 || sees) {
        return Err(Fault::usage(
            "an administrator sees no content of the case and has no other role",
            "give the work to another account, and leave out --sees or give `log` alone",
        ));
    }
    Ok(())
}

/// Writes the change with the next number.
fn log(
    case: &Case,
    event: impl FnOnce(u64) -> Event,
    by: &str,
    at_us: i64,
) -> Result<Change, Fault> {
    let mut custody = open_custody(case)?;
    let before = people(case)?;
    let number = before.changes.last().map_or(0, |last| last.number) + 1;
    let event = event(number);
    custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
    read_back(case, number)
}

/// The change of this number, as the log has it now.
pub(super) fn read_back(case: &Case, number: u64) -> Result<Change, Fault> {
    let mut changes = people(case)?.changes.into_iter();
    changes.find(|one| one.number == number).ok_or_else(|| {
        Fault::new(crate::Exit::Bug, "a change of members cannot be read back", "report this")
    })
}
