//! Completeness: for which periods records came, what nobody read, and one event of two exhibits.

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

use support::{Run, number};

const HEADER: &str = "Record ID,Record Type,Calling Number,Called Number,Date,Time,Duration (s),Result,Cell,IMEI,IMSI\n";

/// A case over call lists of these rows, given by name.
fn case_of(folder: &Path, lists: &[(&str, String)], more: &[&str]) -> PathBuf {
    let sources = folder.join("sources");
    std::fs::create_dir_all(&sources).unwrap();
    for (name, rows) in lists {
        std::fs::write(sources.join(name), format!("{HEADER}{rows}")).unwrap();
    }
    std::fs::write(sources.join("unknown.bin"), [0xff, 0xfe, 0xfd, 7, 8, 9]).unwrap();
    let case = folder.join("case");
    support::init(&case);
    let given = ["ingest", "--tz", "Europe/Rome", sources.to_str().unwrap()];
    Run::on(&case, &[&given, more].concat()).expect(3);
    case
}

/// A call between the same two, on a day and at a time, of some seconds.
fn call(id: u32, at: &str, seconds: u32) -> String {
    let (day, time) = at.split_once(' ').unwrap();
    format!("{id},VOICE,+393331234567,+393337654321,{day},{time},{seconds},answered,C1,,\n")
}

fn first() -> String {
    call(1, "2026-01-05 20:00:00", 600) + &call(2, "2026-04-05 20:00:00", 300)
}

/// The first call of the other list as well, a second later by this clock.
fn second() -> String {
    call(7, "2026-01-05 20:00:01", 600) + &call(8, "2026-09-05 20:00:00", 60)
}

#[test]
fn status_tells_periods_gaps_and_the_digest_of_what_nobody_read() {
    let folder = tempfile::tempdir().unwrap();
    let case = case_of(folder.path(), &[("a.csv", first())], &[]);
    let status = Run::on(&case, &["status", "--json"]).json();
    let period = &status["coverage"][0];
    assert_eq!((&period["table"], number(&period["records"])), (&"session".into(), 2));
    assert_eq!(period["empty_months"], serde_json::json!(["2026-02", "2026-03"]));
    let unread = status["exhibits"].as_array().unwrap();
    let unread = unread.iter().find(|one| one["state"] == "unread").unwrap();
    let sha256 = unread["sha256"].as_str().unwrap();
    let said = Run::on(&case, &["status", "--lang", "it"]).expect(0).stdout;
    assert!(said.contains(sha256) && said.contains("nessuna in 2026-02, 2026-03"), "{said}");
    // Told from what was kept, and anew when the tables have changed.
    assert_eq!(status, Run::on(&case, &["status", "--json"]).json());
    let later = folder.path().join("later.csv");
    std::fs::write(&later, format!("{HEADER}{}", first().replace("2026-0", "2027-0"))).unwrap();
    Run::on(&case, &["ingest", "--tz", "Europe/Rome", later.to_str().unwrap()]).expect(0);
    let status = Run::on(&case, &["status", "--json"]).json();
    assert_eq!(status["gaps"][0]["between"], serde_json::json!(["EX-1", "EX-3"]));
}

#[test]
fn one_call_of_two_exhibits_is_one_event_with_two_sources() {
    let folder = tempfile::tempdir().unwrap();
    let case = case_of(folder.path(), &[("a.csv", first()), ("b.csv", second())], &[]);
    Run::on(&case, &["build"]).expect(0);
    let findings = std::fs::read_to_string(case.join("findings/coverage.json")).unwrap();
    let findings: serde_json::Value = serde_json::from_str(&findings).unwrap();
    let findings = findings["answer"]["findings"].as_array().unwrap();
    let found = findings.iter().find(|one| one["id"] == "repeated-session").unwrap();
    assert_eq!(found["statement"]["support"].as_array().unwrap().len(), 2, "{found}");
}

#[test]
fn several_exhibits_at_once_give_the_tables_of_one_after_another() {
    let lists =
        [("a.csv", first()), ("b.csv", second()), ("c.csv", first().replace("2026", "2025"))];
    let tables = |threads: &str| {
        let folder = tempfile::tempdir().unwrap();
        support::tables(&case_of(folder.path(), &lists, &["--threads", threads]))
    };
    assert_eq!(tables("1"), tables("4"));
}
