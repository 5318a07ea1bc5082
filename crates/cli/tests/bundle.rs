//! A sealed bundle as the case makes it and as an outsider receives it.

#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use support::Run;

const FOR: [&str; 4] = ["--recipient", "Defence <expert> & \"B\"", "--purpose", "review"];

/// A case with a return, findings and a report.
fn case(folder: &Path) -> PathBuf {
    let case = folder.join("case");
    support::init(&case);
    let sources = folder.join("sources");
    casetest::case::write(7, 1, &sources).unwrap();
    for name in ["calls-a.csv", "telegram-result.json"] {
        Run::on(&case, &["ingest", sources.join(name).to_str().unwrap()]).code(&[0, 3]);
    }
    Run::on(&case, &["build"]).expect(0);
    Run::on(&case, &["report", "--lang", "it"]).expect(0);
    case
}

fn export(case: &Path, to: &Path, more: &[&str]) -> serde_json::Value {
    let mut args = vec!["--json", "export", "bundle", "--to", to.to_str().unwrap()];
    args.extend(FOR);
    args.extend(more);
    Run::on(case, &args).json()
}

#[test]
fn a_case_leaves_as_a_bundle_that_an_outsider_verifies() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let at = |name: &str| folder.path().join(name);
    let planned = export(&case, &at("none"), &["--dry-run"]);
    assert!(!at("none").exists());
    let first = export(&case, &at("first.tar"), &["--expires", "2027-06-30"]);
    assert_eq!(planned["leaves"], first["leaves"]);
    let second = export(&case, &at("second.tar"), &["--expires", "2027-06-30"]);
    assert_eq!(first["sha256"], second["sha256"], "its leaving is logged and not part of it");
    let (one, two) = (at("first.tar"), at("second.tar"));
    assert!(std::fs::read(&one).unwrap() == std::fs::read(two).unwrap());
    let key = first["key"].as_str().unwrap();
    let found = Run::new(&["--json", "verify", one.to_str().unwrap(), "--key", key]).json();
    assert_eq!(found["key_compared"], true);
    assert_eq!(found["states"]["expires"], "2027-06-30");
    assert_eq!((&found["exhibits"], &found["listed"]), (&first["exhibits"], &first["listed"]));
    let unpacked = at("unpacked");
    std::fs::create_dir(&unpacked).unwrap();
    let tar = Command::new("tar").arg("-xf").arg(&one).arg("-C").arg(&unpacked).status().unwrap();
    assert!(tar.success());
    let bundle = unpacked.join("bundle");
    let script = Command::new("sh").arg(bundle.join("verify.sh")).arg(key).output().unwrap();
    let said = String::from_utf8_lossy(&script.stdout).into_owned();
    assert!(script.status.success() && said.ends_with("VERIFIED\n"), "{script:?}");
    marked_page_is_the_logged_one(&case, &bundle);
    let log = Run::on(&case, &["verify"]).expect(0);
    assert!(log.stderr.contains("0 problems"), "{}", log.stderr);
}

/// What the log says has left.
fn left(case: &Path) -> usize {
    let register = Run::on(case, &["register", "recipients", "--json"]).json();
    register["recipients"].as_array().unwrap().len()
}

#[test]
fn a_bundle_that_was_killed_is_whole_and_logged_or_not_there() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let begun = Instant::now();
    export(&case, &folder.path().join("undisturbed"), &[]);
    let (took, kills) = (begun.elapsed(), 24);
    let mut whole = 0;
    for at in 1..=kills {
        let to = folder.path().join(if at % 2 == 0 { format!("{at}.tar") } else { at.to_string() });
        let logged = left(&case);
        let mut child = support::tutela()
            .args(["--case", case.to_str().unwrap(), "export", "bundle", "--to"])
            .arg(&to)
            .args(FOR)
            .stdout(Stdio::null())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        std::thread::sleep(took * at / kills);
        child.kill().unwrap();
        child.wait().unwrap();
        if to.exists() {
            assert_eq!(left(&case), logged + 1, "nothing has left that is not logged");
            whole += 1;
        } else {
            export(&case, &to, &[]);
        }
        Run::new(&["verify", to.to_str().unwrap()]).expect(0);
        let aside = format!("{}.unfinished", to.display());
        assert!(!Path::new(&aside).exists(), "what the killed run left is gone");
    }
    assert!(whole < kills, "no kill came in time");
    Run::on(&case, &["verify"]).expect(0);
}

/// The page says for whom it is, as text, and without that line is the page of the case.
fn marked_page_is_the_logged_one(case: &Path, bundle: &Path) {
    let page = std::fs::read_to_string(bundle.join("report/report.it.html")).unwrap();
    let (marks, rest): (Vec<&str>, Vec<&str>) =
        page.split_inclusive('\n').partition(|line| line.starts_with("<p class=\"copy-mark\""));
    assert_eq!(marks.len(), 1);
    assert!(marks[0].contains("Copia per Defence &lt;expert&gt; &amp; \"B\" – scopo: review"));
    assert!(marks[0].contains("2027-06-30"), "{}", marks[0]);
    let original = std::fs::read_to_string(case.join("report/report.it.html")).unwrap();
    assert!(rest.concat() == original);
}

#[test]
fn a_redacted_copy_shows_its_omissions_and_a_changed_one_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let case = case(folder.path());
    let to = folder.path().join("copy");
    let made = export(
        &case,
        &to,
        &["--without-exhibits", "--without-findings", "--without-report", "--withhold", "2,3"],
    );
    assert_eq!((&made["withheld"], &made["exhibits"]), (&2.into(), &0.into()));
    assert!(!to.join("exhibits").exists() && !to.join("findings").exists());
    let path = to.to_str().unwrap();
    let said = Run::new(&["verify", path]).expect(0).stderr;
    assert!(said.contains("2 withheld") && said.contains("compare it with the one on paper"));
    let records = to.join("log/records/000.jsonl");
    let text = std::fs::read_to_string(&records).unwrap();
    std::fs::remove_file(&records).unwrap();
    std::fs::write(&records, text.replace("Europe/Rome", "Europe/Oslo")).unwrap();
    let said = Run::new(&["verify", path]).expect(4);
    assert!(said.stdout.contains("log/records/000.jsonl"), "{}", said.stdout);
    let said = Run::new(&["--lang", "it", "verify", path]).expect(4).stdout;
    assert!(said.contains("non è ciò che il manifesto dichiara; ripristinare"), "{said}");
    for wrong in [["--expires", "2026-02-30"], ["--withhold", "4000"], ["--at", "4000"]] {
        let mut args = vec!["export", "bundle", "--to", "never"];
        args.extend(FOR);
        args.extend(wrong);
        Run::on(&case, &args).expect(2);
    }
    let said = Run::new(&["--lang", "it", "verify", case.to_str().unwrap()]).expect(2).stderr;
    assert!(said.contains("non è un pacchetto sigillato"), "{said}");
}
