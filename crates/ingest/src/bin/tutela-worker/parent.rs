//! A parent to be killed: it starts a reader, or a decoder of films, and waits for it, as the house does.

use std::fs::File;
use std::ops::ControlFlow;
use std::process::ExitCode;
use std::time::Duration;

use model::PlaceRef;
use tutela_ingest::decoder::{Decoder, Film, Limits, decode};
use tutela_ingest::outcome::FormatSeen;
use tutela_ingest::{
    Checked, Job, KeepFault, Keeper, Note, Progress, RecordFrame, RejectRef, Settings, SkipReason,
    WorkerCommand, read_caged,
};

/// Keeps nothing.
struct Nothing;

impl Keeper for Nothing {
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
    fn note(&mut self, _: &Note) -> Result<(), KeepFault> {
        Ok(())
    }
    fn progress(&mut self, _: &Progress) -> ControlFlow<()> {
        ControlFlow::Continue(())
    }
}

/// Reads `file` with the test reader `name` and says how it went only by its exit code.
pub(crate) fn wait_for(name: &str, file: &str) -> ExitCode {
    let (Ok(worker), Ok(exhibit)) =
        (WorkerCommand::this_program(&["reader", name]), File::open(file))
    else {
        return ExitCode::from(2);
    };
    match read_caged(&worker, &exhibit, &Job::new(Settings::default()), &mut Nothing) {
        Ok(_) => ExitCode::SUCCESS,
        Err(_) => ExitCode::FAILURE,
    }
}

/// Gives the film `file` to the test decoder `name`.
pub(crate) fn wait_for_decoder(name: &str, file: &str) -> ExitCode {
    let decoded = || -> Option<_> {
        let mut worker = WorkerCommand::this_program(&["decoder"]).ok()?;
        worker.patience = Duration::from_hours(1);
        let args = ["play", name].map(Into::into).into();
        let decoder = Decoder::new(worker.program.clone(), args).ok()?;
        let film = Film::exhibit(File::open(file).ok()?).ok()?;
        let limits = Limits::of(&film);
        decode(&worker, &decoder, &film, &limits, &mut |_| ControlFlow::Continue(())).ok()
    };
    if decoded().is_some() { ExitCode::SUCCESS } else { ExitCode::FAILURE }
}
