//! A proposal for a mapping of a table that no mapping knows; made in the cage, stored nowhere.

use std::fs::File;
use std::path::Path;

use ingest::formats::delimited::{Guess, Proposal};
use ingest::outcome::FormatSeen;
use ingest::sink::{Note, SkipReason};
use ingest::supervise::{self, KeepFault, Keeper};
use ingest::{Checked, Job, RecordFrame, RejectRef};
use model::PlaceRef;

use crate::case::Case;
use crate::fault::{Exit, Fault};
use crate::mappings;
use crate::reading::ReadingOptions;

/// Keeps the proposal and nothing else.
#[derive(Default)]
struct Desk(Option<Guess>);

impl Keeper for Desk {
    fn recognised(&mut self, _: &FormatSeen) -> Result<(), KeepFault> {
        Ok(())
    }

    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        Ok(record.read(|_, _| ())?)
    }

    fn reject(&mut self, _: &RejectRef<'_>) -> Result<(), KeepFault> {
        Ok(())
    }

    fn skip(&mut self, _: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
        Ok(())
    }

    fn note(&mut self, note: &Note) -> Result<(), KeepFault> {
        if let Note::Proposal { guess } = note {
            self.0 = Some((**guess).clone());
        }
        Ok(())
    }
}

/// Proposes a mapping for a table, by its header and first values.
pub fn guess(case: &Case, path: &Path, worker: &supervise::WorkerCommand) -> Result<Guess, Fault> {
    let mut settings = ReadingOptions::default().settings(case);
    settings.mappings = mappings::all(case)?;
    let file = File::open(path).map_err(|e| Fault::io(path, e))?;
    let mut job = Job::new(settings);
    job.format = Some(Proposal::CODE.to_owned());
    let mut desk = Desk::default();
    let outcome = supervise::read_caged(worker, &file, &job, &mut desk)
        .map_err(|e| Fault::of_library(Exit::Bug, &e).at(path.display()))?;
    desk.0.ok_or_else(|| {
        let why = outcome.trouble.map_or_else(String::new, |trouble| format!(": {trouble}"));
        let fact = format!("no mapping can be proposed{why}");
        Fault::usage(fact, "give a table with a header: delimited text or a workbook")
            .at(path.display())
    })
}
