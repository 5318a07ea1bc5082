//! What is true of the people of a synthetic case: roles, accounts, who introduced whom, who held an
//! address. Only tests and measurements of validity read it.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::people::Population;
use crate::plan::Plan;
use crate::sources::people;

/// What somebody is in the records, by construction.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Role {
    /// Pays before calls with whom is paid.
    Payer,
    /// Is paid before calls with whoever pays.
    Recipient,
    /// Brings payers and recipients together.
    Introducer,
    /// Gets what recipients hand on.
    CashOut,
    /// Pays under threat.
    PossibleVictim,
    /// None of these.
    Unknown,
}

/// What is true of a person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonTruth {
    /// Number in the case.
    pub number: u32,
    /// The phone.
    pub phone: String,
    /// The role.
    pub role: Role,
    /// Birth date, where a source states one.
    pub born: String,
    /// Accounts at platforms, as `platform:number`.
    pub accounts: Vec<String>,
    /// Every wording of the name that a source uses.
    pub names: Vec<String>,
}

/// What is true of an introduction.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IntroductionTruth {
    /// Phone of who introduces.
    pub introducer: String,
    /// Phone of the payer.
    pub payer: String,
    /// Phone of the payee.
    pub payee: String,
    /// When introducer and payer were in touch, seconds of UTC.
    pub told_s: i64,
    /// When payer and payee first were, seconds of UTC.
    pub met_s: i64,
}

/// What is true of an answer of an access provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LeaseTruth {
    /// The address.
    pub address: String,
    /// The port from which the account was used.
    pub port: i64,
    /// When, seconds of UTC.
    pub at_s: i64,
    /// Number of the person.
    pub person: u32,
    /// Whether the answer names another subscriber as well.
    pub unclear: bool,
}

/// The role of everybody, by index. Where two are true, what comes first in [`Role`] from the end.
pub fn roles(plan: &Plan) -> Vec<Role> {
    let mut roles = vec![Role::Unknown; plan.people.len()];
    let mut set = |index: u32, role: Role| {
        if let Some(slot) = roles.get_mut(index as usize) {
            *slot = role;
        }
    };
    for pair in &plan.pairs {
        match pair.population {
            Population::Associated => {
                set(pair.payer, Role::Payer);
                set(pair.payee, Role::Recipient);
            }
            Population::Extorted => set(pair.payer, Role::PossibleVictim),
            _ => {}
        }
    }
    plan.introductions.iter().for_each(|one| set(one.introducer, Role::Introducer));
    plan.collectors.iter().for_each(|one| set(*one, Role::CashOut));
    roles
}

pub(crate) fn persons(plan: &Plan) -> Vec<PersonTruth> {
    let mut second: BTreeMap<u32, (String, String)> = people::second_accounts(plan)
        .into_iter()
        .map(|one| (one.person, (format!("platform-y:{}", one.account), one.name)))
        .collect();
    let person = |(person, role): (&crate::people::Person, Role)| {
        let mut accounts = vec![format!("platform-x:{}", person.account)];
        let mut names = vec![person.name(), person.name_in_capitals()];
        if let Some((account, name)) = second.remove(&person.number) {
            accounts.push(account);
            names.push(name);
        }
        names.dedup();
        PersonTruth {
            number: person.number,
            phone: person.phone.clone(),
            role,
            born: person.born.clone(),
            accounts,
            names,
        }
    };
    plan.people.iter().zip(roles(plan)).map(person).collect()
}

fn phone(plan: &Plan, index: u32) -> String {
    plan.people.get(index as usize).map(|person| person.phone.clone()).unwrap_or_default()
}

pub(crate) fn introductions(plan: &Plan) -> Vec<IntroductionTruth> {
    let told = |one: &crate::plan::Introduction| IntroductionTruth {
        introducer: phone(plan, one.introducer),
        payer: phone(plan, one.payer),
        payee: phone(plan, one.payee),
        told_s: one.told_s,
        met_s: one.met_s,
    };
    plan.introductions.iter().map(told).collect()
}

pub(crate) fn leases(plan: &Plan) -> Vec<LeaseTruth> {
    let held = people::held(plan);
    let lease = |held: people::Held| {
        let login = plan.logins.get(held.login)?;
        Some(LeaseTruth {
            address: login.address.clone(),
            port: login.port,
            at_s: login.at_s,
            person: login.person,
            unclear: held.unclear,
        })
    };
    held.into_iter().filter_map(lease).collect()
}
