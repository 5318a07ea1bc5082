//! Who may write: originals never, and everything else only in the rooms that log or rebuild it.

use super::Page;

/// Calls that make, change or remove a file.
const WRITES: &[&str] = &[
    "fs::write",
    "File::create",
    "OpenOptions",
    "fs::remove",
    "fs::rename",
    "fs::copy",
    "set_permissions",
    "fs::hard_link",
];

/// Files of the product that may do so, each for its own folder of a case, or for that of known sets.
const WRITERS: &[&str] = &[
    "crates/custody/src/",
    "crates/tables/src/write/",
    "crates/tables/src/engine/",
    "crates/triage/src/known/build/",
    "crates/triage/src/known/store.rs",
    "crates/triage/src/known/update.rs",
    "crates/deconflict/src/folder.rs",
    "crates/casebook/src/file.rs",
    "crates/casebook/src/search/",
    "crates/casetest/",
];

/// Looks at the product's code; tests, examples and tools may write where they like.
pub(super) fn check(pages: &[Page]) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| page.is_rust() && page.path.starts_with("crates/")) {
        let outside = page.path.contains("/tests/")
            || page.path.contains("/examples/")
            || page.path.contains("/bin/")
            || page.path.ends_with("tests.rs");
        if outside || WRITERS.iter().any(|path| page.path.starts_with(path)) {
            continue;
        }
        let code = page.text.split("#[cfg(test)]").next().unwrap_or("");
        for (at, line) in code.lines().enumerate() {
            if let Some(call) = WRITES.iter().find(|call| line.contains(**call)) {
                found.push(format!(
                    "{}:{}: `{call}`: write through custody, tables, triage::known or casebook::file",
                    page.path,
                    at + 1
                ));
            }
        }
    }
    found
}
