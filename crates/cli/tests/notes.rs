//! Notes and tags beside findings, records and parties: who reads them, and who signs what they rest on.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::Path;

use support::{Run, ledger_case};

const UNIT: &str = "the informer called again";
const REPORT: &str = "the bank confirmed this by letter 12";
const TAKEN: &str = "a thought that was wrong";

/// The key of the first finding of the flows.
fn finding(case: &Path) -> String {
    let asked = Run::on(case, &["ask", "flows", "--json"]).json();
    asked["findings"][0]["id"].as_str().unwrap().to_owned()
}

fn files(dir: &Path, found: &mut Vec<Vec<u8>>) {
    for entry in std::fs::read_dir(dir).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            files(&path, found);
        } else {
            found.push(std::fs::read(path).unwrap());
        }
    }
}

/// Files below a folder that hold these words.
fn holding(dir: &Path, words: &str) -> usize {
    let mut found = Vec::new();
    files(dir, &mut found);
    found.iter().filter(|bytes| memchr::memmem::find(bytes, words.as_bytes()).is_some()).count()
}

#[test]
fn a_note_stays_in_the_unit_unless_it_is_meant_for_the_report() {
    let folder = tempfile::tempdir().unwrap();
    let case = ledger_case(folder.path());
    let finding = finding(&case);
    let on = ["note", "write", "flows", &finding, "--text"];
    Run::on(&case, &[&on[..], &[UNIT]].concat()).expect(0);
    Run::on(&case, &[&on[..], &[REPORT, "--for-report"]].concat()).expect(0);
    Run::on(&case, &[&on[..], &[TAKEN, "--for-report"]].concat()).expect(0);
    Run::on(&case, &["note", "withdraw", "3", "--reason", TAKEN]).expect(0);
    Run::on(&case, &["note", "allow", "call-back", "--text", "ask again"]).expect(0);
    Run::on(&case, &["note", "tag", "phone:+393470000001", "--tag", "call-back"]).expect(0);
    let all = Run::on(&case, &["note", "--json"]).json();
    assert_eq!(all["notes"].as_array().unwrap().len(), 4, "what is taken back stays");
    let of_party = Run::on(&case, &["note", "list", "phone:+393470000001", "--json"]).json();
    assert_eq!(of_party["notes"][0]["said"]["tag"], "call-back");
    Run::on(&case, &["report"]).expect(0);
    let page = std::fs::read_to_string(case.join("report/report.en.html")).unwrap();
    let beside = page.split("<article").find(|part| part.contains(REPORT)).unwrap();
    assert!(beside.contains("Note of a person"), "it stands beside its finding");
    for (words, in_report) in [(UNIT, 0), (REPORT, 2), (TAKEN, 0), ("call-back", 0)] {
        assert_eq!(holding(&case.join("report"), words), in_report, "{words}");
    }
    // What stays in the unit stays there when a bundle leaves, and the bundle holds all the same.
    let to = folder.path().join("bundle");
    let leave = ["export", "bundle", "--to", to.to_str().unwrap()];
    let for_whom = ["--recipient", "Defence", "--purpose", "review"];
    Run::on(&case, &[&leave[..], &for_whom].concat()).expect(0);
    assert_eq!(holding(&to, UNIT), 0);
    assert!(holding(&to, REPORT) > 0);
    Run::new(&["verify", to.to_str().unwrap()]).expect(0);
    Run::on(&case, &["verify"]).expect(0);
}

#[test]
fn a_note_on_nothing_and_a_tag_of_no_list_are_refused() {
    let folder = tempfile::tempdir().unwrap();
    let case = ledger_case(folder.path());
    Run::on(&case, &["note", "write", "EX-1/1", "--text", "a row"]).expect(0);
    for (args, words) in [
        (&["note", "write", "EX-1/9", "--text", "x"][..], "there is no record EX-1/9"),
        (&["note", "write", "phone:+390", "--text", "x"], "no record names the party"),
        (&["note", "write", "flows", "none", "--text", "x"], "has no finding `none`"),
        (&["note", "write", "EX-1/1", "--text", " "], "a note needs words"),
        (&["note", "write", "EX-1/1", "--text", "a\u{1b}[2Jb"], "a note needs words"),
        (&["note", "tag", "EX-1/1", "--tag", "new"], "the case has no tag `new`"),
        (&["note", "allow", "two words", "--text", "x"], "cannot be a tag"),
        (&["note", "allow", "word"], "what the tag means"),
        (&["note", "withdraw", "1"], "needs its ground"),
        (&["note", "withdraw", "7", "--reason", "x"], "no note 7"),
    ] {
        let said = Run::on(&case, args).expect(2);
        assert!(said.stdout.is_empty() && said.stderr.contains(words), "{args:?}: {}", said.stderr);
    }
    Run::on(&case, &["note", "withdraw", "1", "--reason", "x"]).expect(0);
    Run::on(&case, &["note", "withdraw", "1", "--reason", "x"]).expect(2);
}

#[test]
fn a_reviewer_who_is_the_author_under_another_role_is_no_second_person() {
    let folder = tempfile::tempdir().unwrap();
    let case = ledger_case(folder.path());
    let finding = finding(&case);
    let add = |who: &str, roles: &str, sees: &[&str], code: i32| {
        let args = ["members", "add", who, "--unit", "A", "--reason", "order", "--role", roles];
        Run::on(&case, &[&args[..], sees].concat()).by("ada").expect(code);
    };
    let sign = |what: &str, number: &str, by: &'static str, code: i32| {
        Run::on(&case, &[what, "sign", number, "--reason", "read"]).by(by).expect(code);
    };
    add("ada", "administrator", &[], 0);
    add("bea", "supervisor", &["--sees", "findings"], 6);
    sign("members", "2", "bea", 0);
    add("cleo", "investigator", &["--sees", "findings"], 6);
    sign("members", "3", "bea", 0);
    let accept = ["decide", "accept", "flows", &finding, "--reason", "both sources agree"];
    Run::on(&case, &accept).by("cleo").expect(0);
    sign("decide", "1", "cleo", 6);
    // As prosecutor, and as both, cleo is still cleo; so is an account that is written otherwise.
    add("cleo", "prosecutor", &["--sees", "findings"], 6);
    sign("members", "4", "bea", 0);
    sign("decide", "1", "cleo", 6);
    add("cleo", "prosecutor,supervisor", &["--sees", "findings"], 6);
    sign("members", "5", "bea", 0);
    sign("decide", "1", "Cleo", 6);
    sign("decide", "1", "bea", 0);
}
