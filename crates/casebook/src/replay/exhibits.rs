//! Every exhibit that had been read, read again by the settings that its ledger keeps.

use std::sync::Mutex;

use custody::{Custody, Exhibit};
use ingest::outcome::State as Read;
use ingest::supervise::WorkerCommand;

use super::ReadAgain;
use crate::case::Case;
use crate::companions::Neighbours;
use crate::fault::Fault;
use crate::intake::keep_parts;
use crate::lanes::{self, Overall};
use crate::ledger::Ledger;
use crate::progress::{Progress, Step};
use crate::reader::Reader;

/// What was read again.
pub(super) struct ReadAll {
    /// The new ledgers, in the order of the exhibits.
    pub(super) ledgers: Vec<Ledger>,
    /// How each compares with what it was.
    pub(super) exhibits: Vec<ReadAgain>,
}

/// Reads the exhibits of a case into the tables of another.
pub(super) fn read(
    case: &Case,
    aside: &Case,
    custody: Custody,
    worker: &WorkerCommand,
    progress: &dyn Progress,
) -> Result<ReadAll, Fault> {
    let mut given: Vec<(Exhibit, Ledger)> = Vec::new();
    for exhibit in custody.exhibits() {
        if let Some(ledger) = Ledger::load(case, exhibit.id)? {
            given.push((exhibit.clone(), ledger));
        }
    }
    let bytes = given.iter().map(|(exhibit, _)| exhibit.size_bytes).sum();
    let groups = Neighbours::of(custody.exhibits())
        .groups(&given.iter().map(|(exhibit, _)| exhibit).collect::<Vec<_>>());
    let custody = Mutex::new(custody);
    let lanes = lanes::for_this_machine();
    let again = Again {
        aside,
        custody: &custody,
        reader: Reader { case: aside, custody: &custody, worker, lanes },
    };
    let overall = Overall::new(progress, given.len(), bytes);
    let read = lanes::run(&groups, lanes, &overall, |number| {
        given.get(number).map(|(exhibit, ledger)| again.one(exhibit, ledger, &overall)).transpose()
    })?;
    overall.finish();
    let ledgers: Vec<Ledger> = read.into_iter().flatten().collect();
    let compared = given.iter().zip(&ledgers).map(|((_, then), now)| compare(then, now));
    let exhibits = compared.collect();
    Ok(ReadAll { ledgers, exhibits })
}

struct Again<'a> {
    aside: &'a Case,
    custody: &'a Mutex<Custody>,
    reader: Reader<'a>,
}

impl Again<'_> {
    fn one(
        &self,
        exhibit: &Exhibit,
        then: &Ledger,
        overall: &Overall<'_>,
    ) -> Result<Ledger, Fault> {
        if let Some(ledger) = Ledger::load(self.aside, exhibit.id)? {
            // Read as a part of another.
            return Ok(ledger);
        }
        let progress = overall.exhibit(exhibit.id, exhibit.size_bytes);
        let mut ledger = Ledger::new(exhibit.id, then.settings.clone());
        ledger.companions.clone_from(&then.companions);
        let companions = self.companions(&then.companions);
        let outcome = self.reader.read(exhibit, &companions, &mut ledger, &progress)?;
        progress.finish(Step::Read, &exhibit.name);
        if outcome.state == Read::Interrupted {
            return Err(Fault::interrupted(&exhibit.name));
        }
        ledger.save(self.aside)?;
        keep_parts(self.aside, &ledger, &companions)?;
        Ok(ledger)
    }

    fn companions(&self, ids: &[model::ExhibitId]) -> Vec<Exhibit> {
        let custody = lanes::locked(self.custody);
        ids.iter().filter_map(|id| custody.exhibit(*id).ok().cloned()).collect()
    }
}

/// Parts may be cut elsewhere where a reading was interrupted; then the bytes differ, and the counts do not.
fn compare(then: &Ledger, now: &Ledger) -> ReadAgain {
    let counts = |ledger: &Ledger| [ledger.counts.records, ledger.counts.rejects];
    let parts = |ledger: &Ledger| -> Vec<_> {
        ledger.parts.iter().map(|part| (part.path(), part.sha256)).collect()
    };
    ReadAgain {
        exhibit: then.exhibit,
        same: parts(then) == parts(now) && then.state == now.state,
        then: counts(then),
        now: counts(now),
    }
}
