//! What data protection asks a case to show of itself, from its log alone: the record of processing, the
//! recipients, and what an assessment of impact begins with (Directive (EU) 2016/680, arts. 24, 27).
//!
//! No record is opened: the register tells kinds and counts, never whom they speak of.

use std::collections::{BTreeMap, BTreeSet};

use custody::{Act, Custody, Event, Logged};
use model::record::Kind;
use serde::Serialize;

use crate::access::gate::{Readings, readings};
use crate::access::people::people;
use crate::access::{Family, family_of};
use crate::asking::ledgers;
use crate::case::Case;
use crate::fault::Fault;
use crate::intake::custody_fault;

use crate::release::{self, Left};

/// What the log of a case tells of its processing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Register {
    /// Name of the case.
    pub case: String,
    /// The controller: the authority that leads it.
    pub authority: String,
    /// The legal basis, as stated when the case was made.
    pub legal_basis: String,
    /// How long it may be kept, as stated; none where nobody did.
    pub retention: Option<String>,
    /// When it was made, microseconds of UTC.
    pub opened_us: i64,
    /// Exhibits that were sealed.
    pub exhibits: u64,
    /// Their length together, bytes.
    pub bytes: u64,
    /// Records that were read from them, by kind; a kind without records is left out.
    pub records: BTreeMap<&'static str, u64>,
    /// Categories of material that these kinds are.
    pub families: BTreeSet<Family>,
    /// Members of the case; 0 where it has none and whoever has its folder may do everything.
    pub members: u64,
    /// Readings of content, from the access log; none where the case has no members.
    pub readings: Option<Readings>,
    /// Acts in the custody log, by what they are; newer ones than this version knows as `unknown`.
    pub acts: BTreeMap<String, u64>,
    /// Accounts that acted.
    pub accounts: u64,
    /// Records of acts that were erased for good.
    pub erased: u64,
    /// Everything that left, the oldest first.
    pub recipients: Vec<Left>,
    /// Safeguarding tasks that were handed on, the oldest first.
    pub handed_on: Vec<HandedOn>,
}

/// A safeguarding task that went to somebody else.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct HandedOn {
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// Who handed it on.
    pub by: String,
    /// To which account; empty where a unit alone is named.
    pub to: String,
    /// To which unit; empty where an account alone is named.
    pub unit: String,
    /// Why.
    pub reason: String,
}

/// Reads the register of a case.
pub fn register(case: &Case) -> Result<Register, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    let facts = case.facts();
    let mut told = Register {
        case: facts.id.clone(),
        authority: facts.authority.clone(),
        legal_basis: facts.legal_basis.clone(),
        retention: facts.retention.clone(),
        opened_us: facts.opened_us,
        exhibits: custody.exhibits().len() as u64,
        bytes: custody.exhibits().iter().map(|exhibit| exhibit.size_bytes).sum(),
        records: BTreeMap::new(),
        families: BTreeSet::new(),
        members: people(case)?.members.len() as u64,
        readings: readings(case)?,
        acts: BTreeMap::new(),
        accounts: 0,
        erased: 0,
        recipients: release::left(case)?,
        handed_on: Vec::new(),
    };
    add_records(&mut told, case)?;
    add_acts(&mut told, &custody)?;
    Ok(told)
}

fn add_records(told: &mut Register, case: &Case) -> Result<(), Fault> {
    for ledger in ledgers(case)? {
        for part in &ledger.parts {
            let Some(kind) = Kind::from_table(&part.table) else { continue };
            *told.records.entry(kind.table()).or_default() += part.rows;
            told.families.insert(family_of(kind));
        }
    }
    Ok(())
}

fn add_acts(told: &mut Register, custody: &Custody) -> Result<(), Fault> {
    let mut accounts = BTreeSet::new();
    for (_, logged) in custody.history().map_err(|e| custody_fault(&e))? {
        match logged {
            Logged::Act(act) => {
                accounts.insert(act.by.trim().to_lowercase());
                *told.acts.entry(name_of(&act)).or_default() += 1;
                told.handed_on.extend(handed_on(*act));
            }
            Logged::Tombstone(_) => told.erased += 1,
            Logged::Exhibit(_) | Logged::Erased { .. } => {}
        }
    }
    told.accounts = accounts.len() as u64;
    Ok(())
}

/// What an act is, by its name in the log.
fn name_of(act: &Act) -> String {
    let told = serde_json::to_value(&act.event).ok();
    let name = told.as_ref().and_then(|told| told.get("event")?.as_str());
    name.unwrap_or("unknown").to_owned()
}

fn handed_on(act: Act) -> Option<HandedOn> {
    match act.event {
        Event::TaskHandedOn { to, unit, reason, .. } => {
            Some(HandedOn { at_us: act.at_us, by: act.by, to, unit, reason })
        }
        _ => None,
    }
}
