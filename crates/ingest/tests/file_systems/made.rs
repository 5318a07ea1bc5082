//! Images made by the tools of this machine; a test skips where one is absent.

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// Runs a tool; false, with a message, where it is absent.
#[track_caller]
pub(crate) fn run(tool: &str, arguments: &[&str]) -> bool {
    let ran = Command::new(tool)
        .args(arguments)
        .env("MTOOLS_SKIP_CHECK", "1")
        .env("TZ", "UTC")
        .env("LC_ALL", "C.UTF-8")
        .stdin(Stdio::null())
        .output();
    let Ok(said) = ran else {
        eprintln!("skipped: no {tool}");
        return false;
    };
    let words = String::from_utf8_lossy(&said.stderr);
    assert!(said.status.success(), "{tool} {arguments:?}: {words}");
    true
}

/// An empty image of this size in a folder of its own.
pub(crate) fn image(folder: &Path, bytes: u64) -> PathBuf {
    let path = folder.join("volume.img");
    std::fs::File::create(&path).unwrap().set_len(bytes).unwrap();
    path
}

/// Bytes that differ from place to place, the same for the same seed.
pub(crate) fn filler(seed: u32, len: usize) -> Vec<u8> {
    let mut state = seed.wrapping_mul(2_654_435_761).wrapping_add(1);
    let next = || {
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_le_bytes()[1]
    };
    std::iter::repeat_with(next).take(len).collect()
}
