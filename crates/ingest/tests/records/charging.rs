//! Charging records of networks in JSON: calls, messages, addresses.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{bytes_at, fixture, read, recognised};

fn text() -> String {
    String::from_utf8(fixture("charging_json/records.json")).unwrap()
}

#[test]
fn calls_messages_and_addresses_are_told_apart_by_the_name_of_their_record() {
    let bytes = fixture("charging_json/records.json");
    assert_eq!(recognised(&bytes), Some("charging_json"));
    let found = read("charging_json", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    assert_eq!((found.rows.len(), found.skips.len()), (4, 1));
    let calls = found.of(Kind::Session);
    let out = calls[0];
    assert_eq!(
        (out.get("caller.phone"), out.get("callee.phone")),
        ("+393331234567", "+393337654321")
    );
    assert_eq!(
        (out.get("caller.account"), out.get("cell")),
        ("imsi:222010000000001", "22201-10200-4353")
    );
    assert_eq!(out.get("start.earliest"), "2026-01-10T10:00:10.456Z");
    assert_eq!(out.get("end.earliest"), "2026-01-10T10:00:48.789Z");
    assert_eq!((out.get("duration_s"), out.get("status")), ("38", "normalRelease"));
    assert_eq!(out.get("reference"), "729081236");
    assert!(out.get("extra").contains("seizureTime") && out.get("extra").contains("servedIMEI"));
    let back = calls[1];
    assert_eq!(
        (back.get("caller.phone"), back.get("callee.phone")),
        ("+393337654321", "+393331234567")
    );
    assert_eq!(back.get("start.earliest"), "2026-01-10T10:00:00Z");
    assert_eq!(
        (back.get("start"), back.get("end.earliest")),
        ("260110110000+0100", "2026-01-10T10:01:00Z")
    );
    let message = found.of(Kind::Message)[0];
    assert_eq!(
        (message.get("sender.phone"), message.get("receiver.phone")),
        ("+393331234567", "+393337654321")
    );
    let lease = found.of(Kind::Lease)[0];
    assert_eq!(
        (lease.get("address"), lease.get("subscriber.phone")),
        ("10.0.0.1", "+393331234567")
    );
    assert_eq!(
        (lease.get("start.earliest"), lease.get("end.earliest")),
        ("2026-01-10T12:00:00Z", "2026-01-10T13:00:00Z")
    );
    let told = "Passed, for which there is no kind of record: 1 of type ssActionRecord.";
    assert!(
        found.notes.iter().any(|note| matches!(note, Note::Remark(said) if said.text() == told))
    );
}

#[test]
fn a_local_time_is_noted_with_the_zone_that_was_assumed() {
    let found = read("charging_json", &fixture("charging_json/records.json"));
    let message = found.of(Kind::Message)[0];
    assert_eq!(message.get("sent.zone_source"), "assumed");
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Zone { source: model::ZoneSource::Assumed, .. }))
    );
}

#[test]
fn a_list_and_an_object_around_a_list_give_the_same_records() {
    let lines: Vec<String> = text().lines().map(str::to_owned).collect();
    let list = format!("[{}]", lines.join(",\n"));
    let around = format!("{{\"file\": \"x\", \"records\": {list}}}");
    for text in [list, around] {
        assert_eq!(recognised(text.as_bytes()), Some("charging_json"));
        let found = read("charging_json", text.as_bytes());
        assert_eq!((found.rows.len(), found.rejects.len()), (4, 0), "{text}");
    }
}

#[test]
fn a_record_that_cannot_be_read_is_set_aside_alone() {
    let text = text();
    for (from, to, code) in [
        ("260110110000+0100", "261310110000+0100", "ING-005"),
        ("\"callDuration\": \"60\"", "\"callDuration\": \"an hour\"", "ING-014"),
        ("\"answerTime\": \"260110110000+0100\", ", "", "ING-009"),
        ("2026-01-10T10:00:48.789Z", "2026-01-10T09:00:48.789Z", "ING-017"),
        ("\"iPBinaryAddress\": \"10.0.0.1\"", "", "ING-009"),
        ("\"messageReference\": \"7\"", "\"messageReference\": 7x", "ING-013"),
    ] {
        assert!(text.contains(from), "{from}");
        let found = read("charging_json", text.replace(from, to).as_bytes());
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 3), "{to}");
        let place = &found.rejects[0].place;
        assert!(bytes_at(text.replace(from, to).as_bytes(), place).starts_with(b"{"));
    }
}
