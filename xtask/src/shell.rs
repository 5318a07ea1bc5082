//! Runs the commands that the tools are made of, from the root of the repository.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What a release is built with, read by the build script of curve25519-dalek: on x86-64 its code for
/// AVX-512 is built in, too. Which of AVX-512, AVX2 and plain code runs is chosen on the machine.
pub(crate) const OF_RELEASES: (&str, &str) = (
    "CARGO_CFG_CURVE25519_DALEK_BACKEND",
    if cfg!(target_arch = "x86_64") { "avx512" } else { "" },
);

/// The root of the repository.
pub(crate) fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).parent().map(Path::to_path_buf).unwrap_or_default()
}

/// Where cargo builds.
pub(crate) fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// Runs a command, showing its output; an error names it.
pub(crate) fn run(program: &str, args: &[&str]) -> Result<(), String> {
    run_with(program, args, &[])
}

/// The same, with variables set in its environment.
pub(crate) fn run_with(program: &str, args: &[&str], set: &[(&str, &OsStr)]) -> Result<(), String> {
    eprintln!("$ {program} {}", args.join(" "));
    let status = Command::new(program)
        .args(args)
        .envs(set.iter().copied())
        .current_dir(root())
        .status()
        .map_err(|e| format!("{program} could not be started: {e}"))?;
    if status.success() { Ok(()) } else { Err(format!("{program} {} failed", args.join(" "))) }
}

/// Runs a command and gives what it printed.
pub(crate) fn read(program: &str, args: &[&str]) -> Result<String, String> {
    let output = Command::new(program)
        .args(args)
        .current_dir(root())
        .output()
        .map_err(|e| format!("{program} could not be started: {e}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("{program} {} failed: {said}", args.join(" ")));
    }
    String::from_utf8(output.stdout).map_err(|e| format!("{program} did not print text: {e}"))
}

/// Whether a program can be started.
pub(crate) fn has(program: &str, probe: &str) -> bool {
    Command::new(program).arg(probe).output().is_ok_and(|out| out.status.success())
}
