//! A case with members: who is let in, who is refused, and what is kept of it.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::{Path, PathBuf};

use support::{Run, init, ledger_case, number};

/// A case with one transfer, kept by the administrator `ada` and the supervisor `bea`; `cleo` investigates and sees
/// money and identities.
fn case(folder: &Path) -> PathBuf {
    let case = ledger_case(folder);
    add(&case, "ada", &["--role", "administrator"], 0);
    add(&case, "bea", &["--role", "supervisor", "--sees", "findings,log"], 6);
    sign(&case, "2", "bea", 0);
    add(&case, "cleo", &["--role", "investigator", "--sees", "money,identities"], 6);
    sign(&case, "3", "bea", 0);
    case
}

fn add(case: &Path, who: &str, place: &[&str], code: i32) {
    let args = ["members", "add", who, "--unit", "Unit A", "--reason", "order 1"];
    Run::on(case, &[&args, place].concat()).by("ada").expect(code);
}

fn sign(case: &Path, change: &str, by: &'static str, code: i32) {
    let args = ["members", "sign", change, "--reason", "agreed"];
    Run::on(case, &args).by(by).expect(code);
}

/// Acts of the access log that are of this sort, as the supervisor reads it.
fn acts(case: &Path, sort: &str) -> Vec<serde_json::Value> {
    let all = Run::on(case, &["audit", "--json", "--reason", "review"]).by("bea").json();
    let of_sort = all.as_array().unwrap().iter().filter(|one| one["event"] == sort);
    of_sort.cloned().collect()
}

#[test]
fn a_member_is_shown_what_was_given_with_a_reason_and_nobody_else_anything() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    // Without a reason nothing is shown, and with one it is written down before.
    let said = Run::on(&case, &["flow"]).by("cleo").expect(2);
    assert!(said.stdout.is_empty() && said.stderr.contains("needs a reason"), "{}", said.stderr);
    let shown = Run::on(&case, &["flow", "--reason", "file 7"]).by("CLEO").expect(0).stdout;
    assert!(shown.contains("phone:+639170000001"), "{shown}");
    let search = ["search", "+39 347 000 0001", "--kind", "transfer", "--reason", "file 7"];
    assert!(!Run::on(&case, &search).by("cleo").expect(0).stdout.is_empty());
    // Other material, another act, another person: refused, in both languages, and written down.
    let travel = ["--lang", "it", "travel", "--reason", "file 7"];
    let said = Run::on(&case, &travel).by("cleo").expect(5);
    assert!(
        said.stdout.is_empty() && said.stderr.contains("non è stato concesso"),
        "{}",
        said.stderr
    );
    let said = Run::on(&case, &["erase", "1", "--reason", "x"]).by("cleo").expect(5);
    assert!(said.stderr.contains("no role of cleo may do `erase`"), "{}", said.stderr);
    let said = Run::on(&case, &["flow", "--reason", "curious"]).by("dora").expect(5);
    assert!(said.stdout.is_empty() && said.stderr.contains("no member"), "{}", said.stderr);
    let denied = acts(&case, "denied");
    let of: Vec<_> = denied.iter().map(|one| (&one["by"], &one["command"])).collect();
    assert_eq!(of.len(), 3, "{of:?}");
    assert_eq!((of[0].0.as_str(), of[2].0.as_str()), (Some("cleo"), Some("dora")));
    let read = acts(&case, "read");
    assert_eq!(read.len(), 2, "{read:?}");
    assert_eq!(read[1]["families"], serde_json::json!(["money"]));
    assert_eq!(read[1]["reason"], "file 7");
    let kept = serde_json::to_string(&read).unwrap();
    assert!(kept.contains("kind") && !kept.contains("347"), "names of options alone: {kept}");
}

#[test]
fn a_reason_holds_for_the_hours_that_were_stated_and_for_its_author() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    Run::on(&case, &["members", "read", "--for", "13", "--reason", "shift"]).by("cleo").expect(2);
    Run::on(&case, &["members", "read", "--reason", "shift"]).by("dora").expect(5);
    Run::on(&case, &["members", "read", "--for", "1", "--reason", "shift"]).by("cleo").expect(0);
    Run::on(&case, &["flow"]).by("cleo").expect(0);
    assert_eq!(acts(&case, "read")[0]["reason"], "shift");
    let later = |us: &str| {
        let mut run = support::tutela();
        run.env("TUTELA_NOW_US", us).env("TUTELA_USER", "cleo");
        run.args(["--case", case.to_str().unwrap(), "flow"]).output().unwrap().status.code()
    };
    assert_eq!(later("1770003599999999"), Some(0), "a moment before the hour is over");
    assert_eq!(later("1770003600000000"), Some(2));
    assert_eq!(later("1769999999999999"), Some(2), "no reason holds before it was stated");
}

#[test]
fn who_leaves_is_refused_from_the_next_command_on_and_the_list_keeps_its_keeper() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let flow = ["flow", "--reason", "file 7"];
    let remove = |who: &str| Run::on(&case, &["members", "remove", who, "--reason", "moved on"]);
    remove("cleo").by("cleo").expect(5);
    remove("cleo").by("ada").expect(6);
    sign(&case, "4", "ada", 6);
    Run::on(&case, &flow).by("cleo").expect(0);
    sign(&case, "4", "bea", 0);
    Run::on(&case, &flow).by("cleo").expect(5);
    remove("bea").by("ada").expect(6);
    remove("ada").by("bea").expect(6);
    sign(&case, "6", "ada", 0);
    let said = remove("bea").by("bea").expect(2);
    assert!(said.stderr.contains("nobody would be left"), "{}", said.stderr);
    let people = Run::on(&case, &["members", "--json"]).by("bea").json();
    let members: Vec<_> = people["members"].as_array().unwrap().iter().collect();
    assert_eq!((members.len(), members[0]["person"].as_str()), (1, Some("bea")));
    assert_eq!(people["changes"].as_array().unwrap().len(), 6, "nothing is ever removed");
}

/// A line for each command that opens a case, such that it could do its work.
const LINES: &[&str] = &[
    "ingest agency.csv",
    "map",
    "status",
    "tasks",
    "tasks acknowledge x",
    "tasks hand-on x --to y",
    "tasks receive x",
    "tasks close x",
    "decide",
    "decide accept ledger list",
    "decide reject ledger list",
    "decide doubt ledger list",
    "decide reopen ledger list",
    "decide categorise phone:+393470000001 --as other",
    "decide sign 1",
    "note",
    "note write EX-1/1 --text x",
    "note tag EX-1/1 --tag x",
    "note withdraw 1",
    "note tags",
    "note allow x --text y",
    "build",
    "search x",
    "ask ledger",
    "resolve",
    "resolve same a b",
    "resolve not-same a b",
    "resolve unsure a b",
    "resolve undecided a b",
    "flow",
    "network",
    "travel",
    "timeline",
    "compare profile.toml",
    "assign --rules rules.toml a",
    "coincide",
    "triage",
    "triage groups",
    "triage decide g --as relevant",
    "triage shared",
    "triage open EX-1 --role examiner --to out",
    "export csv --to out --recipient b --purpose c",
    "export bodyfile --to out --recipient b --purpose c",
    "export vics --to out --recipient b --purpose c",
    "export bundle --to out --recipient b --purpose c",
    "export graphml --to out --recipient b --purpose c",
    "summary people.toml --dry-run",
    "report",
    "erase",
    "erase 1",
];

/// What an administrator may do.
const KEEPING: &[&str] =
    &["verify", "stamp list", "witness list", "members list", "audit", "members read"];

#[test]
fn no_command_shows_anything_to_an_administrator_or_a_stranger() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    for name in ["profile.toml", "rules.toml", "people.toml"] {
        let text = match name {
            "profile.toml" => "title = \"a\"\nmade_on = \"2025-01-02\"\n",
            "rules.toml" => {
                "version = \"1\"\n[[rule]]\nid = \"r\"\nby = \"residence\"\nsource = \"s\"\n\
                             [offices]\nMilano = \"M\"\n"
            }
            _ => "provinces = [\"MI\"]\n[[person]]\nprovince = \"MI\"\nage = 41\n",
        };
        std::fs::write(folder.path().join(name), text).unwrap();
    }
    let run = |line: &str, by| {
        let args: Vec<&str> = line.split(' ').chain(["--reason", "file 7", "--quiet"]).collect();
        Run::on(&case, &args).within(folder.path()).by(by)
    };
    for line in LINES {
        for who in ["ada", "eve"] {
            let said = run(line, who).expect(5);
            assert!(said.stdout.is_empty(), "{who}: {line}: {}", said.stdout);
        }
    }
    assert!(!folder.path().join("out").exists());
    for line in KEEPING {
        run(line, "eve").expect(5);
        run(line, "ada").expect(0);
    }
    let refused = 2 * LINES.len() + KEEPING.len();
    assert_eq!(acts(&case, "denied").len(), refused, "each refusal is written down");
}

#[test]
fn who_reads_the_access_log_stands_in_it_and_a_shortened_one_is_told() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    Run::on(&case, &["audit"]).by("bea").expect(2);
    Run::on(&case, &["audit", "--reason", "x"]).by("cleo").expect(5);
    let of_cleo = ["audit", "--person", "cleo", "--reason", "complaint", "--json"];
    assert_eq!(
        Run::on(&case, &of_cleo).by("bea").json().as_array().unwrap().len(),
        1,
        "one refusal"
    );
    let looks = acts(&case, "log_read");
    assert_eq!(looks.len(), 2, "the look at it is in what it shows: {looks:?}");
    assert_eq!((&looks[0]["person"], &looks[0]["reason"]), (&"cleo".into(), &"complaint".into()));
    let none = ["audit", "--command", "flow", "--until", "2026-01-01", "--reason", "x", "--json"];
    assert_eq!(Run::on(&case, &none).by("bea").json(), serde_json::json!([]));
    // Verification says in the custody log how far the access log stood.
    Run::on(&case, &["verify"]).by("ada").expect(0);
    let copy = folder.path().join("copy");
    copy_folder(&case.join("access"), &copy);
    Run::on(&case, &["flow", "--reason", "file 7"]).by("cleo").expect(0);
    Run::on(&case, &["verify"]).by("ada").expect(0);
    let later = folder.path().join("later");
    std::fs::rename(case.join("access"), &later).unwrap();
    copy_folder(&copy, &case.join("access"));
    let said = Run::on(&case, &["verify"]).by("ada").expect(4);
    assert!(said.stdout.contains("access/log/checkpoint"), "{}", said.stdout);
    std::fs::remove_dir_all(case.join("access")).unwrap();
    let bare = Run::on(&case, &["verify", "--json"]).by("ada").code(&[4]).stdout;
    assert!(bare.contains("access/log/checkpoint"), "{bare}");
    std::fs::rename(&later, case.join("access")).unwrap();
    Run::on(&case, &["verify"]).by("ada").expect(0);
}

#[test]
fn an_act_that_cannot_be_written_down_shows_nothing() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    Run::on(&case, &["flow", "--reason", "file 7"]).by("cleo").expect(0);
    // The access log cannot be written to: a file stands where its next record would go.
    std::fs::rename(case.join("access/log/keys"), folder.path().join("keys")).unwrap();
    let said = Run::on(&case, &["flow", "--reason", "file 7"]).by("cleo").code(&[2, 4, 5, 70]);
    assert!(said.stdout.is_empty(), "{}", said.stdout);
    std::fs::rename(folder.path().join("keys"), case.join("access/log/keys")).unwrap();
    Run::on(&case, &["flow", "--reason", "file 7"]).by("cleo").expect(0);
    assert_eq!(acts(&case, "read").len(), 2);
}

#[test]
fn sixteen_who_read_at_once_are_all_written_down() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let read = || Run::on(&case, &["flow", "--reason", "file 7"]).by("cleo").expect(0);
    std::thread::scope(|scope| {
        for _ in 0..16 {
            scope.spawn(read);
        }
    });
    assert_eq!(acts(&case, "read").len(), 16);
}

#[test]
fn a_case_without_members_is_as_it_was() {
    let folder = tempfile::tempdir().unwrap();
    let case = folder.path().join("case");
    init(&case);
    Run::on(&case, &["decide"]).by("anybody").expect(0);
    assert_eq!(Run::on(&case, &["audit", "--json"]).json(), serde_json::json!([]));
    assert!(!case.join("access").exists(), "nothing is written of anybody");
    let leaves = number(&Run::on(&case, &["verify", "--json"]).json()["leaves"]);
    assert_eq!(leaves, 1, "the case was opened, and no more");
    // The first member keeps the list: nobody begins it with another role.
    let first = ["members", "add", "cleo", "--role", "analyst", "--unit", "A", "--reason", "x"];
    Run::on(&case, &first).expect(2);
}

fn copy_folder(from: &Path, to: &Path) {
    std::fs::create_dir_all(to).unwrap();
    for entry in std::fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy_folder(&path, &target);
        } else {
            std::fs::copy(&path, &target).unwrap();
        }
    }
}
