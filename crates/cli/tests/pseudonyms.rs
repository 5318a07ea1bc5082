//! Who stands behind a pseudonym: for a reason, with a second person, for a time; and that its number stays.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{Run, tutela};

/// Every file of a folder, as text.
fn texts(path: &Path) -> Vec<String> {
    if path.is_dir() {
        let entries = std::fs::read_dir(path).unwrap().map(|entry| entry.unwrap().path());
        return entries.flat_map(|entry| texts(&entry)).collect();
    }
    vec![String::from_utf8_lossy(&std::fs::read(path).unwrap()).into_owned()]
}

#[test]
fn a_lift_needs_a_reason_a_second_person_and_ends_by_itself() {
    let folder = tempfile::tempdir().unwrap();
    let case = support::ledger_case(folder.path());
    let key = "phone:+393470000001";
    Run::on(&case, &["decide", "categorise", key, "--as", "victim", "--reason", "heard"]).expect(0);
    let ask = ["unveil", "ask", "protected-1", "--for", "2"];
    Run::on(&case, &ask).by("ada").expect(2);
    Run::on(&case, &[&ask[..], &["--reason", "file 7", "--reader", "dora"]].concat())
        .by("ada")
        .expect(6);
    Run::on(&case, &["unveil", "ask", "protected-2", "--reason", "x"]).by("ada").expect(2);
    let flow = ["flow", "--unveiled", "--reason", "file 7"];
    Run::on(&case, &flow).by("ada").expect(6);
    for own in ["ada", " ADA ", "Ada", "dora"] {
        let said = Run::on(&case, &["unveil", "sign", "1", "--reason", "agreed"]).by(own).expect(6);
        assert!(said.stderr.contains("is for"), "{}", said.stderr);
    }
    Run::on(&case, &["unveil", "sign", "1"]).by("bea").expect(2);
    Run::on(&case, &["unveil", "sign", "1", "--reason", "agreed"]).by("bea").expect(0);
    let shown = Run::on(&case, &flow).by("ada").expect(0).stdout;
    assert!(shown.contains("+393470000001"), "{shown}");
    Run::on(&case, &["flow", "--unveiled"]).by("ada").expect(2);
    Run::on(&case, &flow).by("dora").expect(0);
    Run::on(&case, &flow).by("bea").expect(6);
    let veiled = Run::on(&case, &["flow"]).by("ada").expect(0).stdout;
    assert!(veiled.contains("protected-1") && !veiled.contains("39347"), "{veiled}");
    // Two hours later it is over, and a moment before it is not.
    for (at, code) in [("1770007199999999", 0), ("1770007200000000", 6)] {
        let mut late = tutela();
        late.env("TUTELA_NOW_US", at).env("TUTELA_USER", "ada");
        let said = late.args(["--case", case.to_str().unwrap()]).args(flow).output().unwrap();
        assert_eq!(said.status.code(), Some(code), "{}", String::from_utf8_lossy(&said.stderr));
        assert_eq!(String::from_utf8_lossy(&said.stdout).contains("39347"), code == 0);
    }
    // Ended by hand it is over at once; each use is in the log, and names nobody.
    Run::on(&case, &["unveil", "end", "1", "--reason", "done"]).by("bea").expect(0);
    Run::on(&case, &flow).by("ada").expect(6);
    let lifts = Run::on(&case, &["unveil", "--json"]).json();
    assert_eq!((&lifts[0]["stage"], &lifts[0]["used"]), (&"over".into(), &3.into()), "{lifts}");
    Run::on(&case, &["verify"]).expect(0);
}

#[test]
fn a_pseudonym_keeps_its_number_and_a_changed_list_of_them_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let case = support::ledger_case(folder.path());
    let categorise = |key: &str, category: &str, code: i32| {
        let args = ["decide", "categorise", key, "--as", category, "--reason", "heard"];
        Run::on(&case, &args).by("ada").expect(code).stdout
    };
    assert!(categorise("phone:+639170000001", "victim", 0).contains("protected-1"));
    assert!(categorise("phone:+393470000001", "victim", 0).contains("protected-2"));
    let numbers = case.join("pseudonyms/numbers.jsonl");
    let given = std::fs::read(&numbers).unwrap();
    let flow = || Run::on(&case, &["flow"]).expect(0).stdout;
    let before = flow();
    assert!(before.contains("protected-2 → protected-1"), "{before}");
    Run::on(&case, &["build", "--quiet"]).expect(0);
    std::fs::remove_dir_all(case.join("cache")).unwrap();
    assert_eq!(flow(), before);
    assert_eq!(std::fs::read(&numbers).unwrap(), given);
    // One person's word does not end it; a second one's does.
    categorise("phone:+639170000001", "contact", 0);
    assert_eq!(flow(), before);
    Run::on(&case, &["decide", "sign", "3", "--reason", "agreed"]).by("bea").expect(0);
    assert!(flow().contains("protected-2 → phone:+639170000001"), "{}", flow());
    Run::on(&case, &["verify"]).expect(0);
    // A line that a crash left half written costs nothing; a changed one is named, and nothing is shown.
    std::fs::write(&numbers, [&given[..], b"{\"number\":3,\"key\":\"ph"].concat()).unwrap();
    assert!(flow().contains("protected-2"));
    let swapped = String::from_utf8(given.clone()).unwrap().replace("+63917", "+63918");
    for changed in [swapped.as_bytes(), b""] {
        std::fs::write(&numbers, changed).unwrap();
        Run::on(&case, &["flow"]).expect(4);
        let said = Run::on(&case, &["verify"]).expect(4);
        assert!(said.stdout.contains("numbers.jsonl") || said.stderr.contains("numbers.jsonl"));
    }
    std::fs::write(&numbers, given).unwrap();
    Run::on(&case, &["verify"]).expect(0);
}

#[test]
fn a_bundle_withholds_whoever_is_protected_and_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let case = support::ledger_case(folder.path());
    Run::on(&case, &["report", "--quiet"]).expect(0);
    let (key, digits) = ("phone:+393470000001", "393470000001");
    Run::on(&case, &["decide", "categorise", key, "--as", "victim", "--reason", "heard"]).expect(0);
    let bundle = |name: &str, more: &[&str], code: i32| {
        let to = folder.path().join(name);
        let to = to.to_str().unwrap();
        let args =
            ["export", "bundle", "--to", to, "--recipient", "B", "--purpose", "review", "--json"];
        Run::on(&case, &[&args, more].concat()).by("ada").expect(code)
    };
    let holds = |name: &str, text: &str| {
        let plain = |text: &str| text.replace([' ', '-'], "");
        texts(&folder.path().join(name)).iter().any(|held| plain(held).contains(text))
    };
    // The report was written before; written again it has the pseudonym.
    bundle("never", &[], 2);
    Run::on(&case, &["report", "--quiet"]).expect(0);
    let made: Value = serde_json::from_str(&bundle("veiled", &[], 0).stdout).unwrap();
    assert!(made["withheld"].as_u64().unwrap() >= 1 && made["exhibits"] == 0, "{made}");
    assert!(!holds("veiled", digits) && holds("veiled", "protected1"));
    Run::on(&case, &["unveil", "ask", "protected-1", "--reason", "court"]).by("ada").expect(6);
    Run::on(&case, &["unveil", "sign", "1", "--reason", "agreed"]).by("bea").expect(0);
    let lifted = bundle("lifted", &["--unveiled", "--reason", "court"], 0);
    let lifted: Value = serde_json::from_str(&lifted.stdout).unwrap();
    assert!(lifted["exhibits"] == 1 && holds("lifted", digits), "{lifted}");
    let facts = std::fs::read_to_string(folder.path().join("lifted/bundle.json")).unwrap();
    let facts: Value = serde_json::from_str(&facts).unwrap();
    assert_eq!(facts["unveiled"], serde_json::json!(["protected-1"]), "{facts}");
    for name in ["veiled", "lifted"] {
        let path = folder.path().join(name);
        let script = std::process::Command::new("sh").arg(path.join("verify.sh")).output().unwrap();
        let said = String::from_utf8_lossy(&script.stdout).into_owned();
        assert!(script.status.success() && said.ends_with("VERIFIED\n"), "{name}: {script:?}");
        Run::new(&["verify", path.to_str().unwrap()]).expect(0);
    }
}
