//! Arrows go one way: a crate depends only on those that ARCHITECTURE.md allows it.

use std::collections::BTreeMap;

use serde_json::Value;

use crate::shell;

/// Compares the dependencies of each crate with the table of ARCHITECTURE.md.
#[expect(clippy::indexing_slicing, reason = "a JSON value is null where it lacks a key")]
pub(super) fn check() -> Result<Vec<String>, String> {
    let allowed = allowed()?;
    let metadata = shell::read("cargo", &["metadata", "--no-deps", "--format-version", "1"])?;
    let metadata: Value = serde_json::from_str(&metadata).map_err(|e| e.to_string())?;
    let mut found = Vec::new();
    for package in metadata["packages"].as_array().into_iter().flatten() {
        let name = room(package["name"].as_str().unwrap_or(""));
        let Some(may) = allowed.get(name) else {
            found.push(format!("ARCHITECTURE.md: the table has no row for `{name}`"));
            continue;
        };
        for dependency in package["dependencies"].as_array().into_iter().flatten() {
            let target = dependency["name"].as_str().unwrap_or("");
            let inside = dependency["path"].is_string();
            if inside && dependency["kind"].is_null() && !may.iter().any(|m| m == room(target)) {
                found.push(format!(
                    "crates/{name}/Cargo.toml: the arrow {name} -> {} is not in ARCHITECTURE.md",
                    room(target)
                ));
            }
        }
    }
    Ok(found)
}

/// `tutela-model` is the room `model`; the binary `tutela` is the room `cli`.
fn room(package: &str) -> &str {
    if package == "tutela" { "cli" } else { package.strip_prefix("tutela-").unwrap_or(package) }
}

/// Reads the third column of the table of crates.
fn allowed() -> Result<BTreeMap<String, Vec<String>>, String> {
    let path = shell::root().join("ARCHITECTURE.md");
    let text = std::fs::read_to_string(&path).map_err(|e| format!("ARCHITECTURE.md: {e}"))?;
    let mut table = BTreeMap::new();
    for line in text.lines().filter(|line| line.starts_with("| `")) {
        let cells: Vec<&str> = line.split('|').map(str::trim).collect();
        let (Some(name), Some(may)) = (cells.get(1), cells.get(3)) else { continue };
        let may = may.split(',').map(|room| room.trim().to_owned()).collect();
        table.insert(name.trim_matches('`').to_owned(), may);
    }
    Ok(table)
}
