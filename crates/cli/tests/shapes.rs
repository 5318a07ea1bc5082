//! What scripts rest on: every command that answers a question prints the shape of docs/schema, and a public
//! summary leaves once, logged, in both languages.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::collections::BTreeSet;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;
use support::{Run, init, number};

/// The synthetic case, read and asked.
fn case(folder: &Path) -> PathBuf {
    let (sources, case) = (folder.join("sources"), folder.join("case"));
    casetest::case::write(7, 1, &sources).unwrap();
    init(&case);
    Run::on(&case, &["ingest", "--quiet", sources.to_str().unwrap()]).code(&[0, 3]);
    case
}

fn write(folder: &Path, name: &str, text: &str) -> String {
    let path = folder.join(name);
    std::fs::write(&path, text).unwrap();
    path.to_str().unwrap().to_owned()
}

/// Holds what a command printed against its schema; says so where nothing is there to do it with.
fn holds(folder: &Path, schema: &str, printed: &str) {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema");
    let schema = root.join(format!("{schema}.schema.json"));
    let path = write(folder, "printed.json", printed);
    let check = "import json,sys\n\
        try:\n import jsonschema\n\
        except ImportError:\n print('skipped: no jsonschema for python3'); sys.exit(0)\n\
        schema=json.load(open(sys.argv[1])); printed=json.load(open(sys.argv[2]))\n\
        jsonschema.Draft202012Validator.check_schema(schema)\n\
        errors=[e.json_path+': '+e.message[:200] for e in jsonschema.Draft202012Validator(schema).iter_errors(printed)]\n\
        print('\\n'.join(errors[:10])); sys.exit(bool(errors))";
    let Ok(run) = Command::new("python3").arg("-c").arg(check).arg(&schema).arg(&path).output()
    else {
        eprintln!("skipped: no python3 to check the schema with");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    let faults = String::from_utf8_lossy(&run.stderr).into_owned();
    assert!(run.status.success(), "{}: {said}{faults}", schema.display());
}

const PROFILE: &str = "title = \"Before the search\"\nmade_on = \"2025-01-02\"\n\
    [[phone]]\nid = \"P1\"\nnote = \"statement\"\nvalue = \"+393470000012\"\n\
    [[transfer]]\nid = \"T1\"\nnote = \"slip\"\npayer = \"phone:+393470000012\"\n\
    payee = \"phone:+639170000000\"\nfrom = \"2025-01-02\"\nuntil = \"2025-03-10\"\n\
    [[journey]]\nid = \"J1\"\nnote = \"statement\"\ntraveller = \"phone:+393470000001\"\n\
    destination = \"Philippines\"\nfrom = \"2025-08-20\"\nuntil = \"2025-08-24\"\n";

const RULES: &str = "version = \"1\"\n[[rule]]\nid = \"residence\"\nby = \"residence\"\n\
    source = \"order 1\"\n[offices]\nMilano = \"Unit Milano\"\nLodi = \"Unit Lodi\"\n";

#[test]
fn every_answer_for_programs_keeps_its_shape() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let case = case(folder);
    Run::on(&case, &["build", "--quiet"]).expect(0);
    holds(folder, "replay", &Run::on(&case, &["replay", "--json", "--quiet"]).expect(0).stdout);
    let decide = |verdict: &str, reason: &str| {
        let keys = ["phone:+393470000001", "phone:+393470000002"];
        let args = ["resolve", verdict, keys[0], keys[1], "--reason", reason];
        Run::on(&case, &args).expect(0);
    };
    decide("same", "a document states both");
    decide("undecided", "it was another document");
    decide("unsure", "the document is being sought");
    let (profile, rules) =
        (write(folder, "profile.toml", PROFILE), write(folder, "rules.toml", RULES));
    Run::on(&case, &["note", "allow", "call-back", "--text", "ask the bank again"]).expect(0);
    Run::on(&case, &["note", "tag", "phone:+393470000001", "--tag", "call-back"]).expect(0);
    Run::on(&case, &["note", "write", "EX-1/1", "--text", "in March as well"]).expect(0);
    let asked = Run::on(&case, &["ask", "flows", "--json"]).json();
    let finding = asked["findings"][0]["id"].as_str().unwrap();
    let note = ["note", "write", "flows", finding, "--text", "read", "--for-report"];
    Run::on(&case, &note).expect(0);
    Run::on(&case, &["note", "withdraw", "2", "--reason", "another row"]).expect(0);
    let victim =
        ["decide", "categorise", "phone:+393470000002", "--as", "victim", "--reason", "heard"];
    Run::on(&case, &victim).expect(0);
    Run::on(&case, &["unveil", "ask", "protected-1", "--reason", "file 7"]).expect(6);
    let commands: [(&str, &[&str]); 13] = [
        ("report-check", &["report", "check"]),
        ("unveil", &["unveil"]),
        ("register", &["register", "processing"]),
        ("note", &["note"]),
        ("resolve", &["resolve"]),
        ("flow", &["flow"]),
        ("network", &["network", "--around", "phone:+393470000001"]),
        ("travel", &["travel"]),
        ("compare", &["compare", &profile]),
        ("tasks", &["tasks"]),
        ("assign", &["assign", "--rules", &rules, "document:id:PD00000160", "phone:+0"]),
        ("ask", &["ask", "episodes"]),
        ("coincide", &["coincide"]),
    ];
    for (schema, args) in commands {
        let args = [args, &["--json", "--quiet"]].concat();
        let printed = Run::on(&case, &args).code(&[0, 6, 7]).stdout;
        holds(folder, schema, &printed);
        let printed: Value = serde_json::from_str(&printed).unwrap();
        match schema {
            "resolve" => members_and_decisions(&printed),
            "flow" | "coincide" => victims_stand_last_or_are_marked(&printed),
            _ => {}
        }
    }
}

/// A record is a member of one identity, and each end of a link is one; every decision is there, with what
/// became of it.
fn members_and_decisions(resolved: &Value) {
    let identities = resolved["identities"].as_array().unwrap();
    let all = identities.iter().flat_map(|one| one["members"].as_array().unwrap());
    let members: BTreeSet<&str> = all.map(|one| one["record"].as_str().unwrap()).collect();
    for link in resolved["links"].as_array().unwrap() {
        assert!(members.contains(link["left"].as_str().unwrap()), "{link}");
        assert!(members.contains(link["right"].as_str().unwrap()), "{link}");
        assert!(link["probability"].as_f64().unwrap() >= 0.5 && link["reasons"][0].is_object());
    }
    let decisions = resolved["decisions"].as_array().unwrap().iter();
    let decisions: Vec<(&str, &str)> = decisions
        .map(|one| (one["verdict"].as_str().unwrap(), one["standing"].as_str().unwrap()))
        .collect();
    assert_eq!(decisions, [("same", "undone"), ("undecided", "undoes"), ("unsure", "stands")]);
}

fn victims_stand_last_or_are_marked(printed: &Value) {
    let list = printed.get("pairs").or(printed.get("tests")).unwrap().as_array().unwrap();
    let marked = list.iter().filter(|one| one["possible_victim"] == true).count();
    assert!(marked > 0 && marked < list.len());
    if printed.get("pairs").is_some() {
        let last = &list[list.len() - marked..];
        assert!(last.iter().all(|one| one["possible_victim"] == true));
    }
}

/// Fourteen people in one province, six in another.
fn people() -> String {
    let mut text = "provinces = [\"MI\", \"LO\"]\nmeasures = [\"search\"]\n".to_owned();
    for number in 0..20 {
        let province = if number < 14 { "MI" } else { "LO" };
        let _ = writeln!(text, "[[person]]\nprovince = \"{province}\"\nage = {}", 20 + number * 2);
    }
    text
}

#[test]
fn a_public_summary_is_shown_first_and_leaves_once_logged() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let case = folder.join("case");
    init(&case);
    let people = write(folder, "people.toml", &people());
    // Each look adds its own leaf.
    let leaves = || number(&Run::on(&case, &["verify", "--json"]).json()["leaves"]);
    let before = leaves();
    let dry = Run::on(&case, &["summary", &people, "--dry-run", "--json"]).expect(0).stdout;
    holds(folder, "summary", &dry);
    assert_eq!(leaves(), before + 1);
    let dry: Value = serde_json::from_str(&dry).unwrap();
    assert!(dry["left"].is_null() && dry["text"].as_str().unwrap().contains("presumed innocent"));
    Run::on(&case, &["summary", &people]).expect(2);
    let to = folder.join("press.txt");
    let leave = [
        "--lang",
        "it",
        "summary",
        &people,
        "--to",
        to.to_str().unwrap(),
        "--recipient",
        "Press office",
        "--purpose",
        "press release",
        "--json",
    ];
    let left = Run::on(&case, &leave).expect(0).stdout;
    holds(folder, "summary", &left);
    let left: Value = serde_json::from_str(&left).unwrap();
    let text = std::fs::read_to_string(&to).unwrap();
    assert!(text.contains("presunta innocente") && left["text"] == text.as_str());
    assert_eq!(left["left"]["recipient"], "Press office");
    assert_eq!(number(&left["left"]["items"]), 20);
    assert_eq!(leaves(), before + 3);
    // The file stands: it is not written over.
    Run::on(&case, &leave).expect(2);
    // A second one of the same people can be subtracted from the first.
    let again = Run::on(&case, &["summary", &people, "--dry-run"]).expect(0);
    assert!(again.stderr.contains("Press office"), "{}", again.stderr);
    let named = write(folder, "named.toml", "[[person]]\nname = \"filler\"\n");
    let refused = Run::on(&case, &["summary", &named, "--dry-run"]).expect(2);
    assert!(refused.stderr.contains("name"), "{}", refused.stderr);
}

#[test]
fn members_and_the_access_log_keep_their_shape() {
    let folder = tempfile::tempdir().unwrap();
    let folder = folder.path();
    let case = folder.join("case");
    init(&case);
    let ground = ["--unit", "Unit A", "--reason", "order 1"];
    let add = |who: &str, place: &[&str], code: i32| {
        let args = [&["members", "add", who], &ground[..], place].concat();
        Run::on(&case, &args).by("ada").expect(code);
    };
    add("ada", &["--role", "administrator"], 0);
    add("bea", &["--role", "supervisor", "--sees", "findings,log"], 6);
    Run::on(&case, &["members", "sign", "2", "--reason", "agreed"]).by("bea").expect(0);
    Run::on(&case, &["members", "remove", "ada", "--reason", "moved on"]).by("bea").expect(6);
    Run::on(&case, &["members", "read", "--reason", "review"]).by("bea").expect(0);
    Run::on(&case, &["decide"]).by("bea").expect(0);
    Run::on(&case, &["decide"]).by("eve").expect(5);
    let printed = Run::on(&case, &["members", "--json"]).by("bea").expect(0).stdout;
    holds(folder, "members", &printed);
    let audit = ["audit", "--from", "2026-01-01", "--reason", "review", "--json"];
    let printed = Run::on(&case, &audit).by("bea").expect(0).stdout;
    holds(folder, "audit", &printed);
    let acts: Value = serde_json::from_str(&printed).unwrap();
    let events: BTreeSet<&str> =
        acts.as_array().unwrap().iter().map(|one| one["event"].as_str().unwrap()).collect();
    assert_eq!(events, BTreeSet::from(["denied", "log_read", "read", "reading_opened"]));
}
