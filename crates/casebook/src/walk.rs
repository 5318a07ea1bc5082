//! Walking an exhibit again in the cage: the job that leads a worker to the same members as when it was
//! read.

use std::fs::File;

use custody::Custody;
use ingest::{Job, Shown, Viewer, WorkerCommand, show_caged};
use model::ExhibitId;

use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;
use crate::ledger::Ledger;

/// Who has the exhibits.
#[derive(Clone, Copy)]
pub(crate) struct Walk<'c> {
    pub(crate) custody: &'c Custody,
}

/// A walk that is about to begin: an exhibit with those that belong to it, and the job.
pub(crate) struct Asking {
    pub(crate) name: String,
    pub(crate) job: Job,
    exhibit: File,
    companions: Vec<File>,
}

impl Walk<'_> {
    /// A walk as the exhibit was read.
    pub(crate) fn asking(self, ledger: &Ledger) -> Result<Asking, Fault> {
        let mut asking = self.asking_alone(ledger.exhibit, Job::new(ledger.settings.clone()))?;
        asking.job.format = ledger.format.as_ref().map(|seen| seen.code.clone());
        asking.job.companions = ledger.companions.iter().map(|id| self.name(*id)).collect();
        let companions = ledger.companions.iter().map(|id| self.open(*id));
        asking.companions = companions.collect::<Result<_, _>>()?;
        Ok(asking)
    }

    /// A walk of one exhibit without those that belong to it.
    pub(crate) fn asking_alone(self, exhibit: ExhibitId, job: Job) -> Result<Asking, Fault> {
        let (name, file) = (self.name(exhibit), self.open(exhibit)?);
        Ok(Asking { name, job, exhibit: file, companions: Vec::new() })
    }

    fn name(self, id: ExhibitId) -> String {
        let exhibits = self.custody.exhibits();
        exhibits.iter().find(|one| one.id == id).map(|one| one.name.clone()).unwrap_or_default()
    }

    pub(crate) fn open(self, id: ExhibitId) -> Result<File, Fault> {
        self.custody.open_exhibit(id).map_err(|e| custody_fault(&e))
    }
}

impl Asking {
    /// What is shown, keeping so many bytes of each place; an interruption is a fault.
    pub(crate) fn show(
        &self,
        worker: &WorkerCommand,
        keep_bytes: usize,
        viewer: &mut dyn Viewer,
    ) -> Result<Vec<Shown>, Fault> {
        let Self { name, job, exhibit, companions } = self;
        let shown = show_caged(worker, exhibit, companions, job, keep_bytes, viewer);
        let shown = shown.map_err(|fault| Fault::of_library(Exit::Bug, &fault).at(name))?;
        shown.ok_or_else(|| Fault::interrupted(name))
    }
}
