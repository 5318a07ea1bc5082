//! Prints how the coincidence test does on the Copenhagen calls and messages, and on a synthetic
//! set of cards and cars: `cargo run -p tutela-analysis --example copenhagen [cards]`.

#![expect(clippy::print_stdout, reason = "an example prints its table")]

use std::process::ExitCode;

use tutela_analysis::questions::coincidence::bench;

fn main() -> ExitCode {
    if std::env::args().nth(1).as_deref() == Some("cards") {
        for seed in 1..=3 {
            println!("{}", bench::cards::cards(seed));
        }
        return ExitCode::SUCCESS;
    }
    let read = |name: &str| {
        let path = casetest::real::path(&format!("events/copenhagen/{name}"))?;
        std::fs::read_to_string(path).ok()
    };
    let (Some(calls), Some(sms)) = (read("calls.csv"), read("sms.csv")) else {
        return ExitCode::FAILURE;
    };
    println!("{}", bench::copenhagen::copenhagen(&calls, &sms));
    ExitCode::SUCCESS
}
