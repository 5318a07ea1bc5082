//! The house's own tools: `cargo xtask tidy | test | bench`.

#![expect(clippy::print_stdout, reason = "a tool for people prints")]

mod bench;
mod shell;
mod test;
mod tidy;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask tidy              hold the arrows, the scope promises and the style
cargo xtask test              everything CI runs: format, lints, tests, docs, tidy
cargo xtask bench NAME        measure; without a name, list the benchmarks";

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(),
        ["test"] => test::run(),
        ["bench", rest @ ..] => bench::run(rest),
        _ => {
            eprintln!("{USAGE}");
            return ExitCode::from(2);
        }
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(fault) => {
            eprintln!("{fault}");
            ExitCode::FAILURE
        }
    }
}
