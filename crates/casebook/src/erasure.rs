//! Erasure with proof: the record of an act goes, its leaf and every proof stay, and the log says who
//! asked for it, who agreed, and on which ground. It takes two persons.

use std::collections::BTreeMap;

use custody::{Custody, Event, Logged};

use crate::acts::is_one_person;
use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::{custody_fault, open_custody};

/// An erasure that waits for a second person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Waiting {
    /// The leaf.
    pub leaf: u64,
    /// Who asked.
    pub by: String,
    /// When, microseconds of UTC.
    pub at_us: i64,
    /// On which ground.
    pub ground: String,
}

/// What became of a request to erase.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Erasure {
    /// It was asked for; a second person must agree.
    Asked(Waiting),
    /// It is done; this leaf says so.
    Done {
        /// What was asked for.
        asked: Waiting,
        /// Leaf of the tombstone.
        by_leaf: u64,
    },
}

/// Erasures that were asked for and not done.
pub fn waiting(case: &Case) -> Result<Vec<Waiting>, Fault> {
    let custody = Custody::view(case.dir()).map_err(|e| custody_fault(&e))?;
    Ok(asked(&custody)?.into_values().collect())
}

fn asked(custody: &Custody) -> Result<BTreeMap<u64, Waiting>, Fault> {
    let mut waiting = BTreeMap::new();
    for (_, logged) in custody.history().map_err(|e| custody_fault(&e))? {
        match logged {
            Logged::Act(act) => {
                if let Event::ErasureAsked { leaf, ground } = act.event {
                    let (by, at_us) = (act.by, act.at_us);
                    waiting.insert(leaf, Waiting { leaf, by, at_us, ground });
                }
            }
            Logged::Tombstone(tombstone) => drop(waiting.remove(&tombstone.erased)),
            Logged::Exhibit(_) | Logged::Erased { .. } => {}
        }
    }
    Ok(waiting)
}

/// Asks for the erasure of a record; or, where somebody else did, agrees and does it.
pub fn erase(case: &Case, leaf: u64, ground: &str, by: &str, at_us: i64) -> Result<Erasure, Fault> {
    let mut custody = open_custody(case)?;
    match asked(&custody)?.remove(&leaf) {
        Some(asked) if is_one_person(&asked.by, by) => Err(Fault::new(
            Exit::SecondPerson,
            format!("the erasure of leaf {leaf} waits for a second person"),
            "let somebody else run the same command under their own account",
        )),
        Some(asked) => {
            let words = format!("{} (asked by {})", asked.ground, asked.by);
            let by_leaf = custody.erase(leaf, at_us, by, &words).map_err(|e| custody_fault(&e))?;
            Ok(Erasure::Done { asked, by_leaf })
        }
        None if ground.trim().is_empty() => {
            Err(Fault::usage("an erasure needs a ground", "state it with --reason"))
        }
        None => {
            custody.may_erase(leaf).map_err(|e| custody_fault(&e))?;
            let event = Event::ErasureAsked { leaf, ground: ground.to_owned() };
            custody.log(at_us, by, &event).map_err(|e| custody_fault(&e))?;
            let (by, ground) = (by.to_owned(), ground.to_owned());
            Ok(Erasure::Asked(Waiting { leaf, by, at_us, ground }))
        }
    }
}
