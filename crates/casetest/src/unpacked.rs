//! Members of containers as tools of others unpack them: the libraries of Python, and The Sleuth Kit
//! for images. What the product says stands in a member is held against them.

use std::io::{self, Write as _};
use std::path::Path;
use std::process::{Command, Stdio};

const SCRIPT: &str = include_str!("unpack.py");

/// The bytes of members by their chains of names; `None` for what these tools do not find (deleted
/// files, names that are no text). `scratch` is an empty folder. Nothing at all where there is no
/// Python, which is said.
pub fn members(
    exhibit: &Path,
    chains: &[&str],
    scratch: &Path,
) -> io::Result<Option<Vec<Option<Vec<u8>>>>> {
    let command = Command::new("python3")
        .args(["-c", SCRIPT])
        .args([exhibit, scratch])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn();
    let mut python = match command {
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            eprintln!("skipped: python3 is not installed");
            return Ok(None);
        }
        started => started?,
    };
    if let Some(mut stdin) = python.stdin.take() {
        stdin.write_all(chains.join("\n").as_bytes())?;
    }
    let output = python.wait_with_output()?;
    if !output.status.success() {
        return Err(io::Error::other(String::from_utf8_lossy(&output.stderr).into_owned()));
    }
    let read = |number: usize| match std::fs::read(scratch.join(number.to_string())) {
        Ok(bytes) => Ok(Some(bytes)),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(None),
        Err(error) => Err(error),
    };
    (0..chains.len()).map(read).collect::<io::Result<Vec<_>>>().map(Some)
}
