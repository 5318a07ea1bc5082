//! `report check`: what a report still lacks is named, and nothing is written.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use support::{Run, ledger_case};

#[test]
fn a_decision_that_waits_is_named_until_a_second_person_has_signed() {
    let folder = tempfile::tempdir().unwrap();
    let case = ledger_case(folder.path());
    Run::on(&case, &["build", "--quiet"]).code(&[0, 7]);
    let check = |code: i32| Run::on(&case, &["report", "check", "--json"]).expect(code).stdout;
    let lacks = |code: i32| serde_json::from_str::<serde_json::Value>(&check(code)).unwrap();
    let nothing = serde_json::json!({"unsupported": [], "waiting": []});
    assert_eq!(lacks(0), nothing);
    let asked = Run::on(&case, &["ask", "flows", "--json"]).json();
    let finding = asked["findings"][0]["id"].as_str().unwrap();
    let accept = ["decide", "accept", "flows", finding, "--reason", "both sources agree"];
    Run::on(&case, &accept).by("cleo").expect(0);
    let waiting = &lacks(6)["waiting"];
    assert_eq!(
        (waiting[0]["finding"].as_str(), waiting[0]["waits"].as_bool()),
        (Some(finding), Some(true))
    );
    let told = Run::on(&case, &["report", "check", "--lang", "it"]).expect(6);
    assert!(told.stdout.contains("attende la firma di una seconda persona"), "{}", told.stdout);
    assert!(!case.join("report").join("report.it.html").exists());
    Run::on(&case, &["decide", "sign", "1", "--reason", "read"]).by("bea").expect(0);
    assert_eq!(lacks(0), nothing);
    Run::on(&case, &["decide", "reject", "flows", finding, "--reason", "one is a copy"]).expect(0);
    assert_eq!(lacks(0), nothing);
}
