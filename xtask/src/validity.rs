//! Measures how well each method does where the truth is known, for `docs/validity.jsonl`.

use std::collections::BTreeMap;

use serde_json::{Map, Value, json};

use crate::shell;

/// Examples that print one measurement a line as JSON, with what they are given. `DATA` stands for the
/// folder of real files; what needs it is left out where there is none.
const MEASURING: &[(&str, &[&str])] = &[
    ("copenhagen", &["validity"]),
    ("linkage_bench", &["febrl", "DATA/identity/febrl/dataset1.csv"]),
    (
        "linkage_bench",
        &["febrl", "DATA/identity/febrl/dataset4a.csv", "DATA/identity/febrl/dataset4b.csv"],
    ),
    ("linkage_bench", &["fake1000", "DATA/identity/splink/fake_1000.csv"]),
    ("linkage_bench", &["made", "100000"]),
    (
        "linkage_bench",
        &[
            "restaurants",
            "DATA/identity/leipzig-style/restaurants/rest1.csv",
            "DATA/identity/leipzig-style/restaurants/rest2.csv",
            "DATA/identity/leipzig-style/restaurants/gt.csv",
        ],
    ),
    ("matching_bench", &[]),
    ("names_bench", &["DATA/identity"]),
    ("network_validity", &[]),
    ("pattern_speed", &[]),
    ("signs_validity", &[]),
];

/// The rooms whose examples these are: none of them needs the query engine, which takes long to build.
const ROOMS: &[&str] = &["-p", "tutela-analysis", "-p", "tutela-names", "-p", "tutela-resolve"];

/// Where the measurements stand; the program includes them.
const FILE: &str = "docs/validity.jsonl";

/// What each line holds, in this order; the rest of what an example prints is for its reader.
const FIELDS: [&str; 7] = ["question", "version", "data", "measure", "value", "low", "high"];

/// Runs every example that measures a question, and writes what they print.
pub(crate) fn run() -> Result<(), String> {
    shell::run("cargo", &[&["build", "--release", "--examples"], ROOMS].concat())?;
    let versions = versions()?;
    let mut lines = Vec::new();
    for (example, given) in MEASURING {
        let Some(given) = with_data(given) else { continue };
        let given: Vec<&str> = given.iter().map(String::as_str).collect();
        let said = shell::read(&built(&format!("examples/{example}")), &given)?;
        lines.extend(said.lines().filter_map(|line| measured(line, &versions)));
    }
    // In the order of questions; within one, as they were printed.
    lines.sort_by(|a, b| a.0.cmp(&b.0));
    let mut text = lines.iter().map(|(_, line)| line.as_str()).collect::<Vec<_>>().join("\n");
    text.push('\n');
    let path = shell::root().join(FILE);
    std::fs::write(&path, text).map_err(|e| format!("{}: {e}", path.display()))?;
    println!("{} measurements are in {FILE}", lines.len());
    Ok(())
}

fn built(name: &str) -> String {
    shell::target().join("release").join(name).display().to_string()
}

/// The version of each question's method, by its code.
fn versions() -> Result<BTreeMap<String, Value>, String> {
    let said = shell::read(&built("examples/cards"), &[])?;
    let cards: Vec<Map<String, Value>> =
        serde_json::from_str(&said).map_err(|e| format!("the cards cannot be read: {e}"))?;
    let one = |card: &Map<String, Value>| {
        Some((card.get("code")?.as_str()?.to_owned(), card.get("version")?.clone()))
    };
    Ok(cards.iter().filter_map(one).collect())
}

/// What an example is given, with the folder of real files in its place.
fn with_data(given: &[&str]) -> Option<Vec<String>> {
    let folder = std::env::var("TUTELA_DATA").ok();
    let one = |word: &&str| match (word.strip_prefix("DATA"), &folder) {
        (None, _) => Some((*word).to_owned()),
        (Some(rest), Some(folder)) => Some(format!("{folder}{rest}")),
        (Some(_), None) => None,
    };
    given.iter().map(one).collect()
}

/// The question and the line of a measurement; nothing for any other line.
fn measured(line: &str, versions: &BTreeMap<String, Value>) -> Option<(String, String)> {
    let mut said: Map<String, Value> = serde_json::from_str(line).ok()?;
    let question = said.get("question")?.as_str()?.to_owned();
    let version = versions.get(&question)?;
    said.insert("version".to_owned(), version.clone());
    // One measure of several ways or thresholds: the way is part of its name.
    if let (Some(who), Some(measure)) = (said.get("who"), said.get("measure")) {
        let named = format!("{}, {}", measure.as_str()?, who.as_str()?);
        said.insert("measure".to_owned(), json!(named));
    }
    let is_whole = ["data", "measure", "value"].iter().all(|name| said.contains_key(*name));
    let fields: Vec<String> = FIELDS
        .iter()
        .filter_map(|name| Some((name, said.get(*name).filter(|value| !value.is_null())?)))
        .map(|(name, value)| format!("{}:{value}", json!(name)))
        .collect();
    is_whole.then(|| (question, format!("{{{}}}", fields.join(","))))
}
