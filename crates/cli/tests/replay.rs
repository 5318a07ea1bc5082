//! Replay: the same findings from the same exhibits, whatever the machine is set to; and what is told where not.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::fs;
use std::path::{Path, PathBuf};

use casebook::{Case, StoredAnswer};
use custody::{Custody, Event, FileDigest};
use model::Digest;
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use support::{Run, tutela};

/// A synthetic case that was read and built.
fn case(folder: &Path) -> PathBuf {
    Run::new(&["--quiet", "demo", folder.join("demo").to_str().unwrap()]).expect(0);
    folder.join("demo/case")
}

fn replay(case: &Path, code: i32) -> Value {
    let said = Run::on(case, &["--json", "--quiet", "replay"]).expect(code);
    serde_json::from_str(&said.stdout).unwrap()
}

#[test]
fn every_finding_comes_out_the_same_in_another_zone_and_language_on_one_thread() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let mut elsewhere = tutela();
    elsewhere.env("TZ", "Pacific/Kiritimati").env("LANG", "it_IT.UTF-8").arg("--case").arg(&case);
    let said = elsewhere.args(["--json", "replay", "--threads", "1"]).output().unwrap();
    assert_eq!(said.status.code(), Some(0), "{}", String::from_utf8_lossy(&said.stderr));
    let told: Value = serde_json::from_slice(&said.stdout).unwrap();
    let (exhibits, questions) = (&told["exhibits"], told["questions"].as_array().unwrap());
    assert!(exhibits.as_array().unwrap().len() > 10);
    assert!(exhibits.as_array().unwrap().iter().all(|one| one["same"] == true), "{exhibits}");
    assert_eq!(questions.len(), analysis_questions(&case));
    assert!(questions.iter().all(|one| one["replayed"]["same"] == true), "{told}");
    assert!(!case.join("cache/replay").exists(), "nothing stays beside the case");
    Run::on(&case, &["verify"]).expect(0);
    let log = fs::read_to_string(case.join("log/records/000.jsonl")).unwrap();
    assert!(log.contains("\"replayed\""), "that it was replayed is logged");
}

/// Answers that the last build left.
fn analysis_questions(case: &Path) -> usize {
    fs::read_dir(case.join("findings")).unwrap().count()
}

#[test]
fn another_content_another_finding_and_a_change_since_are_each_told() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    // The last row of one sealed exhibit: the reading of that exhibit comes out otherwise, and is named.
    let custody = Custody::view(&case).unwrap();
    let exhibit = custody.exhibits().iter().find(|one| one.name == "mto-a.csv").unwrap();
    let sealed = case.join(exhibit.stored_name());
    let own = fs::read(&sealed).unwrap();
    let mut changed = own.clone();
    // The text ends before its last row.
    changed.truncate(own.trim_ascii_end().iter().rposition(|byte| *byte == b'\n').unwrap());
    changed.resize(own.len(), b' ');
    put(&sealed, &changed);
    let told = replay(&case, 4);
    let differ: Vec<&Value> =
        told["exhibits"].as_array().unwrap().iter().filter(|one| one["same"] == false).collect();
    assert_eq!(differ.len(), 1, "{differ:?}");
    assert_eq!(differ[0]["exhibit"], exhibit.id.to_string());
    let questions = told["questions"].as_array().unwrap();
    let same =
        |name: &str| &questions.iter().find(|one| one["name"] == name).unwrap()["replayed"]["same"];
    assert_eq!((same("ledger"), same("clocks")), (&false.into(), &true.into()), "{told}");
    put(&sealed, &own);
    // A finding that somebody edited is not taken for one of the build.
    let finding = case.join("findings/flows.json");
    let own = fs::read(&finding).unwrap();
    fs::write(&finding, [own.as_slice(), b" "].concat()).unwrap();
    Run::on(&case, &["replay"]).expect(4);
    fs::write(&finding, own).unwrap();
    replay(&case, 0);
    // What came after the build is no part of what it found.
    let later = folder.path().join("later.csv");
    fs::write(&later, "a;b\n1;2\n").unwrap();
    Run::on(&case, &["ingest", later.to_str().unwrap()]).code(&[0, 3]);
    let said = Run::on(&case, &["replay"]).expect(2);
    assert!(said.stderr.contains("tutela build"), "{}", said.stderr);
}

fn put(path: &Path, bytes: &[u8]) {
    fs::remove_file(path).unwrap();
    fs::write(path, bytes).unwrap();
}

#[test]
fn a_former_method_still_runs_and_what_the_present_one_says_otherwise_is_named() {
    let folder = tempfile::tempdir().unwrap();
    let dir = case(folder.path());
    let case = Case::open(&dir).unwrap();
    let former = analysis::questions::at_version("ANA-015", 1).unwrap();
    let answer = casebook::asked::ask(&case, |_| {}, |basis| former.ask(basis)).unwrap();
    let path = dir.join("findings/safeguarding.json");
    let stored: StoredAnswer = serde_json::from_slice(&fs::read(&path).unwrap()).unwrap();
    let stored = StoredAnswer { answer, ..stored };
    fs::write(&path, serde_json::to_vec(&stored).unwrap()).unwrap();
    log_build(&dir);
    let told = replay(&dir, 0);
    let questions = told["questions"].as_array().unwrap();
    let one = questions.iter().find(|one| one["question"] == "ANA-015").unwrap();
    assert_eq!((&one["version"], &one["replayed"]["same"]), (&1.into(), &true.into()), "{one}");
    assert_eq!(one["present"]["version"], 2);
    let gone = one["present"]["compared"]["gone"].as_array().unwrap();
    assert!(gone.iter().any(|id| id.as_str().unwrap().starts_with("active-recipient-")), "{one}");
    // A version that nobody kept is told, and is no difference.
    let mut stored = stored;
    stored.answer.version = 99;
    fs::write(&path, serde_json::to_vec(&stored).unwrap()).unwrap();
    log_build(&dir);
    let told = replay(&dir, 3);
    let one = told["questions"].as_array().unwrap().iter().find(|one| one["question"] == "ANA-015");
    assert!(one.unwrap()["replayed"].is_null());
}

/// Logs the findings that stand as those of a build, as an older program would have.
fn log_build(dir: &Path) {
    let mut custody = Custody::open(dir).unwrap();
    let files = fs::read_dir(dir.join("findings")).unwrap();
    let findings = files
        .map(|entry| {
            let path = entry.unwrap().path();
            let sha256 = Digest(Sha256::digest(fs::read(&path).unwrap()).into());
            FileDigest { file: format!("findings/{}", path.file_name().unwrap().display()), sha256 }
        })
        .collect();
    let data_root = custody.digest_root();
    let event = Event::Built { tool: "tutela 0.0.9".to_owned(), data_root, findings };
    custody.log(1_770_000_000_000_000, "A. Rossi", &event).unwrap();
}
