//! Style and scope as a test: each check names the file, the line and the cure.

mod arrows;
mod law;
mod network;
mod shape;
mod words;
mod writers;

use std::path::PathBuf;

use crate::shell;

/// A tracked text file.
pub(crate) struct Page {
    /// Path from the root.
    pub(crate) path: String,
    /// Content.
    pub(crate) text: String,
}

impl Page {
    fn is_rust(&self) -> bool {
        std::path::Path::new(&self.path).extension().is_some_and(|end| end == "rs")
    }
}

/// Runs every check and reports all that is found, not only the first.
pub(crate) fn run() -> Result<(), String> {
    let pages = pages()?;
    let mut found = Vec::new();
    found.extend(arrows::check()?);
    found.extend(law::check(&pages));
    found.extend(network::check(&pages)?);
    found.extend(shape::check(&pages));
    found.extend(words::check(&pages));
    found.extend(writers::check(&pages));
    if found.is_empty() {
        eprintln!("tidy: {} files, nothing to mend", pages.len());
        return Ok(());
    }
    Err(format!("{}\ntidy: {} to mend", found.join("\n"), found.len()))
}

/// Every file that git tracks or would track, as text; binary files are left out.
fn pages() -> Result<Vec<Page>, String> {
    let list = shell::read("git", &["ls-files", "--cached", "--others", "--exclude-standard"])?;
    let mut pages = Vec::new();
    for path in list.lines() {
        let full: PathBuf = shell::root().join(path);
        if let Ok(text) = std::fs::read_to_string(&full) {
            pages.push(Page { path: path.to_owned(), text });
        }
    }
    Ok(pages)
}
