//! `tutela decode`: the hidden command in whose place a decoder of films runs, caged; only the program itself
//! calls it.

use std::ffi::OsString;
use std::process::ExitCode;

use casebook::{Exit, Fault};
use clap::Args;

use super::worker;
use crate::Done;

/// The word that starts it.
const VERB: &str = "decode";

/// Run a decoder in its cage; called by the program itself.
#[derive(Debug, Args)]
pub(crate) struct Decode {
    /// What the decoder is given.
    #[arg(trailing_var_arg = true, allow_hyphen_values = true)]
    pub(crate) args: Vec<OsString>,
}

impl Decode {
    #[expect(clippy::unnecessary_wraps, reason = "every command has the same shape")]
    pub(crate) fn run(&self) -> Done {
        let code = ::ingest::decoder::serve(self.args.iter().cloned());
        Ok(if code == ExitCode::SUCCESS { Exit::Done } else { Exit::Bug })
    }
}

/// How the cage of a decoder is started: this very program, with its hidden command.
pub(crate) fn command() -> Result<::ingest::WorkerCommand, Fault> {
    worker::this_program(VERB)
}
