//! The bytes of one content, where it lies: poured to a viewer by the worker that walks to it.

use std::collections::BTreeSet;

use ingest::{Job, Settings, Shown, Viewer, Wanted, WorkerCommand};
use model::ExhibitId;
use tables::Engine;

use crate::fault::Fault;
use crate::keeper::tables_fault;
use crate::ledger::Ledger;
use crate::walk::{Asking, Walk};

/// Where a content lies: an exhibit, a chain of members by names, and the row that tells it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Lies {
    pub(super) exhibit: ExhibitId,
    /// Empty for the exhibit itself.
    pub(super) chain: String,
    pub(super) row: u64,
    /// Its length in bytes, as stated.
    pub(super) size: u64,
}

/// What leads to contents.
#[derive(Clone, Copy)]
pub(super) struct Contents<'c> {
    pub(super) walk: Walk<'c>,
    pub(super) engine: &'c Engine,
    pub(super) ledgers: &'c [Ledger],
    pub(super) worker: &'c WorkerCommand,
}

impl Contents<'_> {
    /// A walk of an exhibit as it was read; of one that was not, or is itself meant, a plain one.
    pub(super) fn asking(self, exhibit: ExhibitId, is_itself: bool) -> Result<Asking, Fault> {
        let ledger = self.ledgers.iter().find(|ledger| ledger.exhibit == exhibit);
        match ledger {
            Some(ledger) if !is_itself => self.walk.asking(ledger),
            _ => self.walk.asking_alone(exhibit, Job::new(Settings::default())),
        }
    }

    /// Pours a member; nothing is kept of it.
    pub(super) fn pour(self, lies: &Lies, viewer: &mut dyn Viewer) -> Result<Option<Shown>, Fault> {
        let names = BTreeSet::from([lies.chain.as_str()]);
        let told = self.engine.member_rows(lies.exhibit, &names).map_err(|e| tables_fault(&e))?;
        let nth = nth(told.get(&lies.chain), lies.row);
        let mut asking = self.asking(lies.exhibit, false)?;
        asking.job.show =
            vec![Wanted { inside: lies.chain.clone(), nth, spans: vec![(0, lies.size)] }];
        Ok(asking.show(self.worker, 0, viewer)?.into_iter().next())
    }
}

/// Which member of its name a record tells, counted from 1.
pub(super) fn nth(told: Option<&Vec<u64>>, row: u64) -> u64 {
    told.map_or(1, |told| told.partition_point(|one| *one <= row).max(1) as u64)
}
