//! Reads one exhibit in a caged worker: its rows into the tables of a case, what was met into its ledger.

use std::fs::File;
use std::sync::Mutex;

use custody::{Custody, Exhibit};
use ingest::outcome::{Outcome, State as Read};
use ingest::{job::Job, supervise};

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::intake::custody_fault;
use crate::keeper::LedgerKeeper;
use crate::lanes;
use crate::ledger::{Ledger, State};
use crate::mappings;
use crate::progress::Progress;

/// Where exhibits come from and where their rows go. The two need not be one case: a replay lays them aside.
pub(crate) struct Reader<'a> {
    /// Whose mappings are used, and whose tables are written.
    pub(crate) case: &'a Case,
    /// The exhibits.
    pub(crate) custody: &'a Mutex<Custody>,
    /// The caged program.
    pub(crate) worker: &'a supervise::WorkerCommand,
    /// Threads in a long exhibit.
    pub(crate) lanes: usize,
}

impl Reader<'_> {
    /// Reads on from where the ledger ends, and takes what came of it into the ledger.
    pub(crate) fn read(
        &self,
        exhibit: &Exhibit,
        companions: &[Exhibit],
        ledger: &mut Ledger,
        progress: &dyn Progress,
    ) -> Result<Outcome, Fault> {
        let file = self.open(exhibit)?;
        let mut job = Job::new(ledger.settings.clone());
        job.settings.mappings = mappings::all(self.case)?;
        job.stored_rows = ledger.stored_rows;
        job.mark.clone_from(&ledger.mark);
        job.companions = companions.iter().map(|one| one.name.clone()).collect();
        job.scouts = self.lanes;
        let files = companions.iter().map(|one| self.open(one)).collect::<Result<Vec<_>, _>>()?;
        let name = &exhibit.name;
        let mut keeper = LedgerKeeper::start(self.case, ledger, name, progress)?;
        let outcome = supervise::read_caged_with(self.worker, &file, &files, &job, &mut keeper)
            .map_err(|fault| {
                let own = keeper.take_fault();
                own.unwrap_or_else(|| Fault::of_library(Exit::Bug, &fault).at(name))
            })?;
        keeper.commit()?;
        settle(ledger, &outcome);
        Ok(outcome)
    }

    fn open(&self, exhibit: &Exhibit) -> Result<File, Fault> {
        lanes::locked(self.custody).open_exhibit(exhibit.id).map_err(|e| custody_fault(&e))
    }
}

/// Takes what the supervisor says into the ledger.
fn settle(ledger: &mut Ledger, outcome: &Outcome) {
    ledger.cage = outcome.cage;
    ledger.trouble.clone_from(&outcome.trouble);
    ledger.state = match outcome.state {
        Read::Parsed if ledger.broken_members() > 0 => State::Partial,
        Read::Parsed | Read::Sampled => State::Parsed,
        Read::Partial => State::Partial,
        Read::Unread => State::Unread,
        Read::Unsupported => State::Unsupported,
        Read::Failed if ledger.stored_rows > 0 => State::Partial,
        Read::Failed => State::Failed,
        Read::Interrupted => State::Reading,
    };
    let rejects: u64 = ledger.reject_codes.values().sum();
    ledger.counts.rows = ledger.stored_rows;
    ledger.counts.rejects = rejects;
    ledger.counts.records = ledger.stored_rows - rejects.min(ledger.stored_rows);
    ledger.counts.skipped = ledger.skipped.values().sum();
}
