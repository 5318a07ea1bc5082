//! The pages of `cases/verdicts`: each is made into a case, asked, and held against what it shows.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod drawn;
mod support;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use drawn::{code, drawn, drawn_as};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use support::{Run, archive};

const BEGIN: &str = "<!-- shown: verdicts -->\n";
const END: &str = "<!-- end -->";

/// The bytes of a content as a page names it.
fn content(words: &str) -> Vec<u8> {
    let words: Vec<&str> = words.split(' ').collect();
    let number = |at: usize| words[at].parse::<u64>().unwrap();
    match words[0] {
        "empty" => Vec::new(),
        "text" => format!("a line of filler, number {}\n", number(1)).into_bytes(),
        "film" => {
            let mut film = b"\0\0\0\x18ftypisom\0\0\0\0isommp42".to_vec();
            film.extend([u8::try_from(number(1)).unwrap(); 200]);
            film
        }
        "listing" => {
            format!("0|{}|12-128-1|r/rrwxrwxrwx|0|0|4096|0|1767225600|0|0\n", words[2]).into_bytes()
        }
        "drawn" => match words.get(2) {
            None => drawn(number(1), 0.0),
            Some(&"mirrored") => drawn_as(number(1), 0.0, |x, y| (1.0 - x, y)),
            Some(&"brighter") => drawn(number(1), words[3].parse().unwrap()),
            Some(&"cut") => drawn(number(1), 0.0)[..9_000].to_vec(),
            Some(other) => panic!("{other}"),
        },
        other => panic!("no content is called {other}"),
    }
}

fn sha256(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// The rows of the table with this first heading.
fn table(page: &str, heading: &str) -> Vec<Vec<String>> {
    let from = page.find(&format!("| {heading} |")).unwrap();
    let rows = page[from..].lines().skip(2).take_while(|line| line.starts_with('|'));
    let cells = |row: &str| -> Vec<String> {
        row.trim_matches('|')
            .split('|')
            .map(|cell| cell.trim().trim_matches('`').to_owned())
            .collect()
    };
    rows.map(cells).collect()
}

/// Makes the files of a page; those beneath a name that ends in `.zip!` are its members.
fn make_files(page: &str, folder: &Path) {
    let mut archives: BTreeMap<String, Vec<(String, Vec<u8>)>> = BTreeMap::new();
    for row in table(page, "file") {
        let bytes = content(&row[1]);
        match row[0].split_once("!/") {
            Some((outer, name)) => {
                archives.entry(outer.to_owned()).or_default().push((name.to_owned(), bytes));
            }
            None => std::fs::write(folder.join(&row[0]), bytes).unwrap(),
        }
    }
    for (name, members) in archives {
        let members: Vec<(&str, &[u8])> =
            members.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
        std::fs::write(folder.join(name), archive(&members)).unwrap();
    }
}

/// Adds the sets of a page.
fn add_sets(page: &str, folder: &Path, sets: &str) {
    for row in table(page, "set") {
        let mut list = String::from("sha256,pdq,category\n");
        for one in row[3].split(", ") {
            let (what, category) = one.split_once(" as ").unwrap_or((one, ""));
            match what.strip_prefix("look of ") {
                Some(what) => writeln!(list, ",{},{category}", code(&content(what))).unwrap(),
                None => writeln!(list, "{},,{category}", sha256(&content(what))).unwrap(),
            }
        }
        let file = folder.join(format!("{}.csv", row[0]));
        std::fs::write(&file, list).unwrap();
        let add = ["sets", "add", file.to_str().unwrap(), "--sets", sets];
        Run::new(
            &[&add[..], &["--owner", &row[1], "--kind", &row[2], "--scheme", "field"]].concat(),
        )
        .expect(0);
    }
}

/// What triage says of each file, one a line.
fn told(triage: &Value) -> String {
    let mut lines = String::new();
    for one in triage["files"].as_array().unwrap() {
        let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
        write!(lines, "- `{}`: **{}**", text(&one["locator"]), text(&one["verdict"])).unwrap();
        for says in one["says"].as_array().unwrap() {
            let by: Vec<String> = says["by"].as_array().unwrap().iter().map(text).collect();
            let category = [text(&says["scheme"]), text(&says["category"])].join(" ");
            write!(
                lines,
                "; {} ({}, {}) {} by {}",
                text(&says["set"]),
                text(&says["owner"]),
                text(&says["kind"]),
                category.trim(),
                by.join(", ")
            )
            .unwrap();
            if let Some(distance) = says["distance"].as_u64() {
                write!(lines, ", {distance} of 256 bits").unwrap();
            }
            if let Some(turn) = says["turn"].as_str() {
                write!(lines, ", turned `{turn}`").unwrap();
            }
        }
        match &one["why"] {
            Value::Null => {}
            Value::String(why) => write!(lines, "; why: `{why}`").unwrap(),
            why => write!(lines, "; why: `{}`", why.as_object().unwrap().keys().next().unwrap())
                .unwrap(),
        }
        lines.push('\n');
    }
    lines
}

fn shown(page: &str) -> String {
    let folder = tempfile::tempdir().unwrap();
    let (case, sources) = (folder.path().join("case"), folder.path().join("sources"));
    std::fs::create_dir_all(&sources).unwrap();
    support::init(&case);
    make_files(page, &sources);
    let sets = folder.path().join("sets");
    let sets = sets.to_str().unwrap();
    add_sets(page, folder.path(), sets);
    Run::on(&case, &["ingest", sources.to_str().unwrap()]).code(&[0, 3]);
    told(&Run::on(&case, &["triage", "--sets", sets, "--json"]).json())
}

fn folder() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../cases/verdicts")
}

/// What became of a page; none where it shows what the program says today.
fn stale(path: &Path) -> Option<String> {
    let page = std::fs::read_to_string(path).unwrap();
    let (before, rest) = page.split_once(BEGIN).unwrap();
    let (block, after) = rest.split_once(END).unwrap();
    let now = shown(&page);
    if std::env::var_os("TUTELA_ACCEPT").is_some() {
        std::fs::write(path, [before, BEGIN, &now, END, after].concat()).unwrap();
        return None;
    }
    (block != now)
        .then(|| format!("{}\n  shows\n{block}\n  and the answer is\n{now}", path.display()))
}

#[test]
fn every_verdict_has_a_page_that_shows_what_is_said_today() {
    let mut pages: Vec<PathBuf> =
        std::fs::read_dir(folder()).unwrap().map(|entry| entry.unwrap().path()).collect();
    pages.retain(|page| !page.ends_with("README.md"));
    pages.sort();
    let stale: Vec<String> = pages.iter().filter_map(|page| stale(page)).collect();
    assert!(stale.is_empty(), "{}", stale.join("\n"));
    let readme = std::fs::read_to_string(folder().join("README.md")).unwrap();
    for verdict in casebook::triage::Verdict::ALL {
        let row = readme.lines().find(|line| line.contains(&format!("`{}`", verdict.code())));
        let row = row.unwrap_or_else(|| panic!("no page is named for {}", verdict.code()));
        let page = row.split_once('(').and_then(|(_, rest)| rest.split_once(')')).unwrap().0;
        let page = std::fs::read_to_string(folder().join(page)).unwrap();
        assert!(page.contains(&format!("**{}**", verdict.code())), "{row}");
    }
}
