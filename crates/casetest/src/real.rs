//! Real files that others made, kept outside the repository.
//!
//! They are looked for in `$TUTELA_DATA`, else in `../shared/data` beside the repository. A test
//! that needs one that is absent says so and passes: the licence of many of them forbids a copy.

use std::path::{Path, PathBuf};

/// The path of a real file or folder, or `None`, with a message on stderr, where it is absent.
pub fn path(relative: &str) -> Option<PathBuf> {
    let root = std::env::var_os("TUTELA_DATA").map_or_else(
        || Path::new(env!("CARGO_MANIFEST_DIR")).join("../../../shared/data"),
        PathBuf::from,
    );
    let path = root.join(relative);
    if path.exists() {
        return Some(path);
    }
    eprintln!("skipped: no real file at {} (set TUTELA_DATA)", path.display());
    None
}
