//! `tutela completions`: completions for a shell.

use casebook::Exit;
use clap::{Args, CommandFactory};
use clap_complete::Shell;

use crate::Done;
use crate::args::Cli;

/// Print completions for a shell.
///
/// Example:
///   tutela completions bash > /etc/bash_completion.d/tutela
#[derive(Debug, Args)]
#[command(verbatim_doc_comment)]
pub(crate) struct Completions {
    /// The shell.
    #[arg(value_enum)]
    pub(crate) shell: Shell,
}

impl Completions {
    #[expect(clippy::unnecessary_wraps, reason = "every command has the same shape")]
    pub(crate) fn run(&self) -> Done {
        clap_complete::generate(self.shell, &mut Cli::command(), "tutela", &mut std::io::stdout());
        Ok(Exit::Done)
    }
}
