//! The command line: parses, calls the casebook and the report, prints.
//!
//! Data goes to stdout, words to stderr. Every command says what is wrong, where, why, and what to
//! do, and ends with the exit codes of [`casebook::Exit`].

mod args;
mod commands;
mod console;
mod gather;
mod needs;
mod qr;
mod words;

use std::process::ExitCode;

use casebook::{Exit, Fault};

fn main() -> ExitCode {
    let (cli, asked) = match args::parse() {
        Ok(parsed) => parsed,
        Err(stop) => return stop,
    };
    let console = console::Console::new(&cli.global);
    let done = commands::run(&cli, &asked, &console);
    console.close();
    match done {
        Ok(exit) => ExitCode::from(exit as u8),
        Err(fault) => {
            console.fault(&fault);
            ExitCode::from(fault.exit as u8)
        }
    }
}

/// What a command gives back: how it ended, or why it could not.
type Done = Result<Exit, Fault>;
