//! Runs the program as a user does, and checks what it leaves behind.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sha2::{Digest as _, Sha256};

/// The program under test.
pub(crate) fn tutela() -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_tutela"));
    command.env("LANG", "C").env_remove("LC_ALL").env("TUTELA_NOW_US", "1770000000000000");
    command
}

/// One run of the program.
pub(crate) struct Run {
    args: Vec<String>,
    folder: Option<PathBuf>,
}

/// What a run printed.
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn new(args: &[&str]) -> Self {
        Self { args: args.iter().map(|arg| (*arg).to_owned()).collect(), folder: None }
    }

    /// A run on a case.
    pub(crate) fn on(case: &Path, args: &[&str]) -> Self {
        let mut all = vec!["--case", case.to_str().unwrap()];
        all.extend(args);
        Self::new(&all)
    }

    pub(crate) fn within(mut self, folder: &Path) -> Self {
        self.folder = Some(folder.to_owned());
        self
    }

    /// Runs and expects one of these exit codes.
    pub(crate) fn code(&self, codes: &[i32]) -> Said {
        let mut command = tutela();
        command.args(&self.args);
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        let output = command.output().unwrap();
        let stderr = String::from_utf8_lossy(&output.stderr).into_owned();
        let code = output.status.code().unwrap_or(-1);
        assert!(codes.contains(&code), "{:?} ended with {code}: {stderr}", self.args);
        Said { stdout: String::from_utf8(output.stdout).unwrap(), stderr }
    }

    /// Runs and expects this exit code.
    pub(crate) fn expect(&self, code: i32) -> Said {
        self.code(&[code])
    }

    /// Runs and reads its output as JSON.
    pub(crate) fn json(&self) -> Value {
        serde_json::from_str(&self.expect(0).stdout).unwrap()
    }
}

/// Makes a case.
pub(crate) fn init(dir: &Path) {
    Run::new(&[
        "init",
        dir.to_str().unwrap(),
        "--authority",
        "A",
        "--legal-basis",
        "B",
        "--tz",
        "Europe/Rome",
    ])
    .expect(0);
}

/// A whole number.
pub(crate) fn number(value: &Value) -> u64 {
    value.as_u64().unwrap_or_else(|| panic!("{value} is no number"))
}

/// Every part of the tables with its digest.
pub(crate) fn tables(case: &Path) -> BTreeMap<String, String> {
    let mut found = BTreeMap::new();
    for table in std::fs::read_dir(case.join("tables")).unwrap() {
        let table = table.unwrap().path();
        if !table.is_dir() || table.ends_with("ledger") {
            continue;
        }
        for part in std::fs::read_dir(table).unwrap() {
            let part = part.unwrap().path();
            let name = part.strip_prefix(case).unwrap().display().to_string();
            found.insert(name, hex(&std::fs::read(&part).unwrap()));
        }
    }
    found
}

fn hex(bytes: &[u8]) -> String {
    Sha256::digest(bytes).iter().map(|byte| format!("{byte:02x}")).collect()
}

/// Walks every anchor of a report and holds it against the exhibit it names: the digest of the
/// exhibit, the bytes of the place, their digest and their text. Gives their number.
pub(crate) fn anchors_resolve(case: &Path, lang: &str) -> usize {
    let text = std::fs::read_to_string(case.join(format!("report/report.{lang}.json"))).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let page = std::fs::read_to_string(case.join(format!("report/report.{lang}.html"))).unwrap();
    let mut exhibits = BTreeMap::new();
    for exhibit in report["exhibits"].as_array().unwrap() {
        let sha256 = exhibit["sha256"].as_str().unwrap();
        let path = case.join("exhibits").join(&sha256[..2]).join(&sha256[2..]);
        let bytes = std::fs::read(path).unwrap();
        assert_eq!(hex(&bytes), sha256);
        exhibits.insert(exhibit["id"].as_str().unwrap().to_owned(), bytes);
    }
    let records = report["records"].as_array().unwrap();
    for record in records {
        let bytes = &exhibits[record["locator"]["exhibit"].as_str().unwrap()];
        let source = &record["quote"]["source"];
        if source["is"] == "bytes" {
            let place = &record["locator"]["place"];
            let start = usize::try_from(number(&place["bytes_start"])).unwrap();
            let len = usize::try_from(number(&place["bytes_len"])).unwrap();
            let row = &bytes[start..start + len];
            assert_eq!(hex(row), source["sha256"].as_str().unwrap(), "{record}");
            let fields = record["fields"].as_array().unwrap();
            assert!(!fields.is_empty(), "{record}");
        }
    }
    let quoted = |mark: &str| -> BTreeSet<String> {
        page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (links, anchors) = (quoted("href=\"#"), quoted(" id=\""));
    assert!(
        !links.is_empty() && links.is_subset(&anchors),
        "{:?}",
        links.difference(&anchors).next()
    );
    records.len()
}
