//! Tools of others that make images and tell what is in them. A test whose tool is not installed
//! says so and passes.

use std::path::Path;
use std::process::{Command, Stdio};

/// Whether every tool can be started; says which cannot.
pub(crate) fn are_here(tools: &[&str]) -> bool {
    tools.iter().all(|tool| {
        let found = std::env::var("PATH")
            .unwrap_or_default()
            .split(':')
            .chain(["/sbin", "/usr/sbin"])
            .any(|folder| Path::new(folder).join(tool).is_file());
        if !found {
            println!("skipped: `{tool}` is not installed");
        }
        found
    })
}

/// Runs a shell script in a folder and gives what it writes.
#[track_caller]
pub(crate) fn shell(folder: &Path, script: &str) -> Vec<u8> {
    let output = Command::new("sh")
        .args(["-euc", script])
        .env("PATH", format!("{}:/sbin:/usr/sbin", std::env::var("PATH").unwrap_or_default()))
        .env("TZ", "UTC")
        .current_dir(folder)
        .stdin(Stdio::null())
        .output()
        .unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success(), "{script}: {said}");
    output.stdout
}
