//! Everything CI runs, as one command that a developer also types.

use crate::{bench, shell, tidy};

/// Format, tidy, lints, doctests, tests; stops at the first that fails.
pub(crate) fn run() -> Result<(), String> {
    let cargo = |args: &[&str]| shell::run("cargo", args);
    cargo(&["fmt", "--all", "--check"])?;
    tidy::run()?;
    cargo(&["clippy", "--workspace", "--all-targets", "--quiet", "--", "-D", "warnings"])?;
    cargo(&["test", "--workspace", "--doc", "--quiet"])?;
    // Builds the examples too, which the benchmarks are.
    cargo(&["build", "--workspace", "--all-targets", "--quiet"])?;
    bench::run(&["tiny"])?;
    if shell::has("cargo-nextest", "--version") {
        return cargo(&["nextest", "run", "--workspace", "--profile", "ci"]);
    }
    eprintln!("cargo-nextest is not installed; using cargo test");
    cargo(&["test", "--workspace", "--all-targets"])
}
