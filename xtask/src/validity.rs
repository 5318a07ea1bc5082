//! Measures how well each method does where the truth is known, for `docs/validity.jsonl`.

use crate::shell;

/// Examples that print one measurement a line as JSON, with what they are given.
const MEASURING: &[(&str, &[&str])] = &[("copenhagen", &["validity"])];

/// Where the measurements stand; the program includes them.
const FILE: &str = "docs/validity.jsonl";

/// Runs every example that measures a question, and writes what they print.
pub(crate) fn run() -> Result<(), String> {
    shell::run("cargo", &["build", "--release", "--workspace", "--bins", "--examples"])?;
    let mut lines = Vec::new();
    for (example, given) in MEASURING {
        let program = shell::target().join("release/examples").join(example);
        let said = shell::read(&program.display().to_string(), given)?;
        lines.extend(
            said.lines().filter(|line| line.starts_with("{\"question\"")).map(str::to_owned),
        );
    }
    // In the order of questions; within one, as they were printed.
    lines.sort_by(|a, b| question(a).cmp(question(b)));
    let path = shell::root().join(FILE);
    std::fs::write(&path, lines.join("\n") + "\n")
        .map_err(|e| format!("{}: {e}", path.display()))?;
    println!("{} measurements are in {FILE}", lines.len());
    Ok(())
}

/// The code of the question, which every line begins with.
fn question(line: &str) -> &str {
    line.split('"').nth(3).unwrap_or("")
}
