//! Safeguarding tasks by commands: the alarm, the deadline, the hand-over and its receipt.

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
use support::{Run, init, tutela};

const HOUR_US: i64 = 3_600_000_000;

/// What a run so many hours after the build ends with and says on stderr.
fn later(case: &Path, hours: i64, args: &[&str]) -> (Option<i32>, String) {
    let mut command = tutela();
    let now = 1_770_000_000_000_000 + hours * HOUR_US;
    command.env("TUTELA_NOW_US", now.to_string()).arg("--case").arg(case).args(args);
    let output = command.output().unwrap();
    (output.status.code(), String::from_utf8(output.stderr).unwrap())
}

fn tasks(case: &Path) -> Vec<Value> {
    let printed = Run::on(case, &["tasks", "--json"]).code(&[0, 7]).stdout;
    serde_json::from_str(&printed).unwrap()
}

#[test]
fn a_task_alarms_every_command_until_it_is_taken_received_in_time_and_closed() {
    let folder = tempfile::tempdir().unwrap();
    let (sources, case) = (folder.path().join("sources"), folder.path().join("case"));
    casetest::case::write(7, 1, &sources).unwrap();
    init(&case);
    Run::on(&case, &["ingest", "--quiet", sources.to_str().unwrap()]).code(&[0, 3]);
    let alarmed = |said: &str| said.contains("SAFEGUARDING: tasks that wait");
    assert!(alarmed(&Run::on(&case, &["build"]).expect(0).stderr), "the build says what it found");
    let all = tasks(&case);
    assert!(all.len() > 1 && all.iter().all(|one| one["stage"] == "waits"));
    let linked = |one: &&Value| !one["earlier"].as_array().unwrap().is_empty();
    assert!(all.iter().any(|one| linked(&one)), "tasks of the same parties are linked");
    for args in [&["flow"][..], &["decide"], &["verify"], &["note"]] {
        assert!(alarmed(&Run::on(&case, args).expect(0).stderr), "{args:?}");
    }
    assert!(!alarmed(&Run::on(&case, &["flow", "--quiet"]).expect(0).stderr));
    Run::on(&case, &["report"]).expect(0);
    let cover = |case: &Path| std::fs::read_to_string(case.join("report/report.en.html")).unwrap();
    assert!(cover(&case).contains("tasks waited for a person"));
    let named = |one: &Value| one["name"].as_str().unwrap().to_owned();
    let act = |by: &'static str, args: &[&str], codes: &[i32]| {
        let args = [&["tasks"], args, &["--reason", "called the school"]].concat();
        Run::on(&case, &args).by(by).code(codes)
    };
    for task in &all {
        act("ada", &["acknowledge", &named(task)], &[0, 7]);
    }
    // All are taken: nothing alarms, until a deadline is over.
    assert_eq!(later(&case, 0, &["tasks"]).0, Some(0));
    assert!(!alarmed(&later(&case, 0, &["flow"]).1));
    let (code, said) = later(&case, 49, &["flow"]);
    assert_eq!(code, Some(0));
    assert!(said.contains(&format!("overdue: {}", all.len())), "{said}");
    assert_eq!(later(&case, 49, &["tasks"]).0, Some(7));
    assert!(later(&case, 49, &["status"]).1.contains("overdue"));
    // Handed on with a file: it waits until the person it went to has received it.
    let (first, file) = (named(&all[0]), folder.path().join("referral.json"));
    let hand = ["hand-on", &first, "--to", "bea", "--unit", "Unit B"];
    act("cleo", &hand, &[5]);
    act("ada", &[&hand[..], &["--file", file.to_str().unwrap()]].concat(), &[7]);
    assert!(std::fs::read_to_string(&file).unwrap().contains(&first));
    assert!(alarmed(&later(&case, 0, &["flow"]).1));
    act("ada", &["receive", &first], &[6]);
    act("cleo", &["receive", &first], &[6]);
    act("bea", &["receive", &first], &[0]);
    act("ada", &["close", &first], &[5]);
    act("bea", &["close", &first], &[0]);
    // A build that finds the same opens nothing anew, and the log holds every step.
    Run::on(&case, &["build", "--quiet"]).expect(0);
    assert_eq!(tasks(&case).iter().filter(|one| one["stage"] == "closed").count(), 1);
    Run::on(&case, &["report"]).expect(0);
    assert!(!cover(&case).contains("tasks waited for a person"));
    Run::on(&case, &["verify"]).expect(0);
}
