//! `tutela worker`: the hidden command that reads one exhibit in the cage; only the program itself
//! calls it.

use std::process::ExitCode;

use ::ingest::register::{HOUSE, Register};
use casebook::triage::Pictures;
use casebook::{Exit, Fault};
use clap::Args;

use crate::Done;

/// The word that starts it.
const VERB: &str = "worker";

/// Read one exhibit in the cage; called by the program itself.
#[derive(Debug, Args)]
pub(crate) struct Worker {}

impl Worker {
    #[expect(
        clippy::unused_self,
        clippy::unnecessary_wraps,
        reason = "every command has the same shape"
    )]
    pub(crate) fn run(&self) -> Done {
        let examiner = Some(&Pictures as &dyn ::ingest::Examiner);
        let code = ::ingest::worker::serve(&Register { examiner, ..HOUSE });
        Ok(if code == ExitCode::SUCCESS { Exit::Done } else { Exit::Bug })
    }
}

/// How a worker is started: this very program, with its hidden command.
pub(crate) fn command() -> Result<::ingest::WorkerCommand, Fault> {
    this_program(VERB)
}

/// This very program, with a hidden command.
pub(super) fn this_program(verb: &str) -> Result<::ingest::WorkerCommand, Fault> {
    ::ingest::WorkerCommand::this_program(&[verb]).map_err(|e| {
        Fault::new(
            Exit::Bug,
            "the program cannot find itself to start a worker",
            "check the installation",
        )
        .caused_by(e)
    })
}
