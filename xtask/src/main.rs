//! The house's own tools: `cargo xtask tidy | test | bench | release`.

#![expect(clippy::print_stdout, reason = "a tool for people prints")]

mod bench;
mod release;
mod shell;
mod test;
mod tidy;
mod validity;

use std::process::ExitCode;

const USAGE: &str = "\
cargo xtask tidy              hold the arrows, the scope promises and the style
cargo xtask test              everything CI runs: format, lints, tests, docs, tidy
cargo xtask bench NAME        measure; without a name, list the benchmarks
cargo xtask bench --guided NAME   measure what the release is made of
cargo xtask release           build what users get, guided by a profile of real work, into dist/";

fn main() -> ExitCode {
    if let Some(done) = release::before_compiler() {
        return done;
    }
    let args: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = args.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(),
        ["test"] => test::run(),
        ["release"] => release::run(),
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
