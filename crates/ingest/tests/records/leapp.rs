//! Output of the LEAPPs.

use std::fmt::Write as _;

use model::record::Kind;
use serde_json::Value;

use crate::collected::{Collected, Row, fixture, instant, read, recognised};

fn whole(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("leapp"));
    let found = read("leapp", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

/// What iLEAPP found on a public image, and the table it writes of that: times as text in UTC.
fn expected(artifact: &str) -> Option<(Vec<Vec<Value>>, String)> {
    let name = format!("mobile-chat/ileapp/whatsApp.{artifact}.josh_ios15_ffs.expected.json");
    let text = std::fs::read(casetest::real::path(&name)?).unwrap();
    let value: Value = serde_json::from_slice(&text).unwrap();
    let headers: Vec<&str> =
        value["headers"].as_array().unwrap().iter().map(|name| name.as_str().unwrap()).collect();
    let rows: Vec<Vec<Value>> = value["data"]
        .as_array()
        .unwrap()
        .iter()
        .map(|row| row.as_array().unwrap().clone())
        .collect();
    let mut table = headers.join("\t") + "\r\n";
    for row in &rows {
        let cells: Vec<String> =
            headers.iter().zip(row).map(|(name, cell)| written(name, cell)).collect();
        writeln!(table, "{}\r", cells.join("\t")).unwrap();
    }
    Some((rows, table))
}

fn written(header: &str, cell: &Value) -> String {
    match cell {
        Value::Number(number) if header.contains("Timestamp") => {
            let us = number.as_f64().unwrap() * 1e6;
            #[expect(clippy::cast_possible_truncation, reason = "microseconds of this century")]
            let text = instant(us as i64);
            text.replace('T', " ").replace('Z', "+00:00")
        }
        Value::String(text) if text.contains(['"', '\n', '\t']) => {
            format!("\"{}\"", text.replace('"', "\"\""))
        }
        Value::String(text) => text.clone(),
        Value::Null => String::new(),
        other => other.to_string(),
    }
}

/// Whether a record states a cell: in a field, or in what it keeps beside.
fn states(row: &Row, header: &str, cell: &Value) -> bool {
    let text = match cell {
        Value::Null => return true,
        Value::Number(_) if header.contains("Timestamp") => written(header, cell),
        Value::String(text) => text.trim().to_owned(),
        other => other.to_string(),
    };
    let extra: Value = serde_json::from_str(row.get("extra")).unwrap_or(Value::Null);
    let beside = |value: &Value| value.as_str() == Some(text.as_str());
    text.is_empty()
        || row.fields.values().any(|field| *field == text || field.ends_with(&format!(":{text}")))
        || extra.as_object().is_some_and(|extra| extra.values().any(beside))
}

#[test]
fn what_ileapp_found_is_met_row_for_row() {
    for (artifact, kind, rows) in [
        ("whatsAppCallHistory", Kind::Session, 4),
        ("whatsAppMessages", Kind::Message, 32),
        ("whatsAppContacts", Kind::Contact, 9),
    ] {
        let Some((wanted, table)) = expected(artifact) else { return };
        let found = whole(table.as_bytes());
        assert_eq!((wanted.len(), found.rows.len()), (rows, rows), "{artifact}");
        let headers: Vec<&str> = table.lines().next().unwrap().split('\t').collect();
        for (row, cells) in found.rows.iter().zip(&wanted) {
            assert_eq!(row.kind, kind);
            for (header, cell) in headers.iter().zip(cells) {
                // A length is kept in seconds.
                let length = *header == "Duration H:M:S";
                assert!(length || states(row, header, cell), "{artifact} {header} {}", row.place);
            }
        }
    }
}

#[test]
fn calls_of_the_fixture_have_two_sides_and_a_length() {
    let Some((_, table)) = expected("whatsAppCallHistory") else { return };
    let found = whole(table.as_bytes());
    let row = &found.rows[0];
    assert_eq!(row.get("start.earliest"), "2023-05-02T16:12:10Z");
    assert_eq!((row.get("duration_s"), row.get("status")), ("95", "Ended"));
    assert_eq!(row.get("callee.account"), "whatsapp:19198887386@s.whatsapp.net");
    assert_eq!(row.get("callee.phone"), "+19198887386");
    assert_eq!(found.rows[1].get("caller.account"), "whatsapp:19198887386@s.whatsapp.net");
}

#[test]
fn tables_are_known_by_their_header_and_a_header_may_stand_again() {
    let found = whole(&fixture("leapp/calls.tsv"));
    assert_eq!(found.rows[1].get("start.zone"), "UTC");
    assert_eq!(found.rows[1].get("start.zone_source"), "operator_default");
    let found = whole(&fixture("leapp/messages.tsv"));
    assert_eq!((found.rows.len(), found.skips.len()), (2, 2));
    assert_eq!(found.rows[1].get("body"), "message 2\nsecond line");
    assert_eq!(found.rows[1].get("attachment"), "media/a.jpg");
    assert!(found.rows[1].get("extra").contains("\"latitude\":\"45.4641943\""));
    let found = whole(&fixture("leapp/contacts.tsv"));
    assert_eq!(found.rows[0].get("contact.account"), "whatsapp:393331234502@s.whatsapp.net");
    assert_eq!(found.rows[0].get("contact.phone_stated"), "333 123 4502");
    let notes: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("does not state the version")), "{notes:?}");
}

#[test]
fn another_version_of_an_artifact_is_read_and_its_differences_are_told() {
    let text = String::from_utf8(fixture("leapp/calls.tsv")).unwrap();
    let newer = text.replace("Phone Number\n", "Phone Number\tVideo\n");
    let newer = newer.replace("4502\n", "4502\tno\n").replace("\t\t\n", "\t\t\tno\n");
    let found = whole(newer.as_bytes());
    assert_eq!(found.rows.len(), 2);
    assert!(found.rows[0].get("extra").contains("\"video\":\"no\""));
    let notes: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert!(notes.iter().any(|note| note.contains("more video; missing none")), "{notes:?}");
}

#[test]
fn bad_cells_set_their_row_aside() {
    let text = String::from_utf8(fixture("leapp/calls.tsv")).unwrap();
    let soon = text.replacen("2026-01-10 10:00:00+00:00", "soon", 1);
    assert_eq!(read("leapp", soon.as_bytes()).codes(), ["ING-005"]);
    let narrow = text.replacen("\tEnded", "", 1);
    assert_eq!(read("leapp", narrow.as_bytes()).codes(), ["ING-001"]);
}

#[test]
fn a_manifest_states_the_version_and_what_each_artifact_gave() {
    let found = whole(&fixture("leapp_manifest/manifest.json"));
    assert_eq!(found.rows.len(), 1);
    let row = &found.rows[0];
    assert_eq!(
        (row.get("action"), row.get("reference")),
        ("artifact parsed", "whatsappcallhistory")
    );
    assert!(row.get("extra").contains("\"record_count\":4"), "{}", row.get("extra"));
    let notes: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    let notes = notes.join("\n");
    for part in ["iLEAPP 2.3.0", "Complete", "1 Error"] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}
