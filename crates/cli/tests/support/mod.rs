//! Runs the program as a user does, and checks what it leaves behind.

#![allow(dead_code, reason = "each test program uses a part of it")]

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Write as _};
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use sha2::{Digest as _, Sha256};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

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
    by: Option<&'static str>,
}

/// What a run printed.
pub(crate) struct Said {
    pub(crate) stdout: String,
    pub(crate) stderr: String,
}

impl Run {
    pub(crate) fn new(args: &[&str]) -> Self {
        Self { args: args.iter().map(|arg| (*arg).to_owned()).collect(), folder: None, by: None }
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

    /// A run by this person.
    pub(crate) fn by(mut self, who: &'static str) -> Self {
        self.by = Some(who);
        self
    }

    /// Runs and expects one of these exit codes.
    pub(crate) fn code(&self, codes: &[i32]) -> Said {
        let mut command = tutela();
        command.args(&self.args);
        if let Some(folder) = &self.folder {
            command.current_dir(folder);
        }
        if let Some(who) = self.by {
            command.env("TUTELA_USER", who);
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

/// A zip archive of these files.
pub(crate) fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
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

/// A table with one transfer.
const LEDGER: &str = "When;From phone;To phone;Amount;Currency;Number\n\
                      2026-03-01 10:20:30;+39 347 000 0001;+63 917 000 0001;85,10;EUR;T-1\n";

/// A case with one transfer, read and asked.
pub(crate) fn ledger_case(folder: &Path) -> PathBuf {
    let case = folder.join("case");
    init(&case);
    let table = folder.join("agency.csv");
    std::fs::write(&table, LEDGER).unwrap();
    let file = table.to_str().unwrap();
    let proposal = Run::on(&case, &["map", file]).expect(0).stdout;
    let toml = folder.join("agency.toml");
    let name = "name = \"agency\"\nzone = \"Europe/Rome\"";
    std::fs::write(&toml, proposal.replace("name = \"new-mapping\"", name)).unwrap();
    Run::on(&case, &["map", "--save", toml.to_str().unwrap()]).expect(0);
    Run::on(&case, &["ingest", file]).expect(0);
    Run::on(&case, &["build", "--quiet"]).expect(0);
    case
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

/// What became of the anchors of a report.
#[derive(Debug, Default, Clone, Copy)]
pub(crate) struct Anchors {
    /// Anchors in all.
    pub(crate) all: usize,
    /// Those that lead to bytes of an exhibit itself.
    pub(crate) plain: usize,
    /// Those that lead to bytes inside a member of a container.
    pub(crate) contained: usize,
    /// Of them, those that tools of others unpacked as well.
    pub(crate) unpacked: usize,
}

/// Walks every anchor of a report and holds it against the exhibit it names: the digest of the
/// exhibit, the bytes of the place, their digest and their text. Members of containers are unpacked
/// by tools of others for it. Gives their number.
pub(crate) fn anchors_resolve(case: &Path, lang: &str) -> usize {
    anchors(case, lang).all
}

/// As [`anchors_resolve`], counted by where they lead.
pub(crate) fn anchors(case: &Path, lang: &str) -> Anchors {
    let text = std::fs::read_to_string(case.join(format!("report/report.{lang}.json"))).unwrap();
    let report: Value = serde_json::from_str(&text).unwrap();
    let page = std::fs::read_to_string(case.join(format!("report/report.{lang}.html"))).unwrap();
    let mut exhibits = BTreeMap::new();
    for exhibit in report["exhibits"].as_array().unwrap() {
        let sha256 = exhibit["sha256"].as_str().unwrap();
        let path = case.join("exhibits").join(&sha256[..2]).join(&sha256[2..]);
        assert_eq!(hex(&std::fs::read(&path).unwrap()), sha256);
        exhibits.insert(exhibit["id"].as_str().unwrap().to_owned(), path);
    }
    let records = report["records"].as_array().unwrap();
    let mut found = Anchors { all: records.len(), ..Anchors::default() };
    let mut by_exhibit: BTreeMap<&str, BTreeMap<&str, Vec<&Value>>> = BTreeMap::new();
    for record in records {
        let place = &record["locator"]["place"];
        // A place that has bytes is quoted with them.
        assert_eq!(record["quote"]["source"]["is"] == "bytes", number(&place["bytes_len"]) > 0);
        if record["quote"]["source"]["is"] == "bytes" {
            let exhibit = record["locator"]["exhibit"].as_str().unwrap();
            let chain = place["inside"].as_str().unwrap_or("");
            by_exhibit.entry(exhibit).or_default().entry(chain).or_default().push(record);
        }
    }
    for (exhibit, by_chain) in &by_exhibit {
        let path = &exhibits[*exhibit];
        for (chain, member) in members(path, by_chain.keys().copied().collect()) {
            let records = &by_chain[chain];
            let inside = !chain.is_empty();
            *(if inside { &mut found.contained } else { &mut found.plain }) += records.len();
            if let Some(member) = member {
                for record in records {
                    quote_is_of(record, &member);
                }
                found.unpacked += if inside { records.len() } else { 0 };
            }
        }
    }
    links_lead_to_anchors(&page);
    found
}

/// The bytes that each chain leads to, as tools of others find them.
fn members<'c>(exhibit: &Path, chains: Vec<&'c str>) -> Vec<(&'c str, Option<Vec<u8>>)> {
    let plain = |chain: &&str| chain.is_empty();
    if chains.iter().all(plain) {
        let bytes = std::fs::read(exhibit).unwrap();
        return chains.into_iter().map(|chain| (chain, Some(bytes.clone()))).collect();
    }
    let scratch = tempfile::tempdir().unwrap();
    let found = casetest::unpacked::members(exhibit, &chains, scratch.path()).unwrap();
    let found = found.unwrap_or_else(|| vec![None; chains.len()]);
    chains.into_iter().zip(found).collect()
}

/// Holds a quotation against the bytes of what it was taken from.
fn quote_is_of(record: &Value, bytes: &[u8]) {
    let place = &record["locator"]["place"];
    let start = usize::try_from(number(&place["bytes_start"])).unwrap();
    let len = usize::try_from(number(&place["bytes_len"])).unwrap();
    let row = &bytes[start..start + len];
    assert_eq!(hex(row), record["quote"]["source"]["sha256"].as_str().unwrap(), "{record}");
    if let Ok(text) = std::str::from_utf8(row) {
        let quoted = record["quote"]["text"].as_str().unwrap();
        assert!(is_veiled_from(quoted, text), "{text} is quoted otherwise: {record}");
    }
    assert!(!record["values"].as_array().unwrap().is_empty(), "{record}");
}

/// Whether a text is another one but for the pseudonyms in it.
fn is_veiled_from(shown: &str, stated: &str) -> bool {
    let shown = shown.replace("protetto-", "protected-");
    let mut parts = shown.split("protected-");
    let first = parts.next().unwrap_or_default();
    let Some(mut rest) = stated.strip_prefix(first) else { return false };
    let parts: Vec<&str> =
        parts.map(|part| part.trim_start_matches(|c: char| c.is_ascii_digit())).collect();
    let Some((last, between)) = parts.split_last() else { return rest.is_empty() };
    for part in between {
        let Some(at) = rest.get(1..).and_then(|rest| rest.find(part)) else { return false };
        rest = &rest[1 + at + part.len()..];
    }
    rest.len() > last.len() && rest.ends_with(last)
}

fn links_lead_to_anchors(page: &str) {
    let quoted = |mark: &str| -> BTreeSet<String> {
        page.split(mark).skip(1).map(|rest| rest.split('"').next().unwrap().to_owned()).collect()
    };
    let (links, anchors) = (quoted("href=\"#"), quoted(" id=\""));
    assert!(
        !links.is_empty() && links.is_subset(&anchors),
        "{:?}",
        links.difference(&anchors).next()
    );
}
