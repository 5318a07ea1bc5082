//! The shape of files: a first line that says what it is, and an end before it grows too long.

use super::Page;

/// Longest Rust file: past this a room is two rooms.
const FILE_LINES_MAX: usize = 500;

/// Longest function, from its signature to its closing brace.
const FUNCTION_LINES_MAX: usize = 70;

/// Names that say nothing of what is inside.
const EMPTY_NAMES: &[&str] = &["utils", "util", "helpers", "helper", "manager", "common", "misc"];

/// Looks at every Rust file.
pub(super) fn check(pages: &[Page]) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| page.is_rust()) {
        if !page.text.starts_with("//!") {
            found.push(format!("{}:1: begin with `//!` and say what it is", page.path));
        }
        let lines = page.text.lines().count();
        if lines > FILE_LINES_MAX {
            found.push(format!("{}: {lines} lines; split it at {FILE_LINES_MAX}", page.path));
        }
        let parts = page.path.split(['/', '.']);
        if let Some(name) = parts.into_iter().find(|part| EMPTY_NAMES.contains(part)) {
            found.push(format!("{}: `{name}` says nothing; name what it holds", page.path));
        }
        long_functions(page, &mut found);
        unfinished(page, &mut found);
    }
    found
}

/// Finds functions by their indentation, which rustfmt guarantees.
fn long_functions(page: &Page, found: &mut Vec<String>) {
    let mut open: Vec<(usize, usize, &str)> = Vec::new();
    for (at, line) in page.text.lines().enumerate() {
        let indent = line.len() - line.trim_start().len();
        let code = line.trim_start();
        let is_function = !code.starts_with("//")
            && (code.starts_with("fn ") || code.contains(" fn "))
            && code.contains('(')
            && !code.ends_with(';');
        if is_function && !code.ends_with('}') {
            open.push((indent, at, code));
        } else if code == "}" && open.last().is_some_and(|(depth, ..)| *depth == indent) {
            let Some((_, start, name)) = open.pop() else { continue };
            let lines = at - start + 1;
            if lines > FUNCTION_LINES_MAX {
                let name = name.split('(').next().unwrap_or(name);
                found.push(format!(
                    "{}:{}: `{name}` has {lines} lines; split it",
                    page.path,
                    start + 1
                ));
            }
        }
    }
}

/// Whether a mark stands in a line, and not as the end of a longer word (a calendar has `VTODO`s).
fn stands_alone(line: &str, mark: &str) -> bool {
    let before = |at: usize| line.get(..at).and_then(|text| text.chars().next_back());
    line.match_indices(mark).any(|(at, _)| !before(at).is_some_and(char::is_alphanumeric))
}

/// Marks of unfinished work belong in the tracker.
fn unfinished(page: &Page, found: &mut Vec<String>) {
    if page.path == "xtask/src/tidy/shape.rs" {
        return;
    }
    for (at, line) in page.text.lines().enumerate() {
        for mark in ["TODO", "FIXME", "unimplemented!", "todo!"] {
            if stands_alone(line, mark) {
                found.push(format!(
                    "{}:{}: `{mark}`: finish it or file an issue",
                    page.path,
                    at + 1
                ));
            }
        }
    }
}
