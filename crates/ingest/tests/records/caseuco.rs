//! Graphs of CASE and UCO: the examples of the ontology's makers, with no node lost.

use std::collections::BTreeMap;

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{Collected, fixture, read, recognised};

fn real(name: &str) -> Option<Collected> {
    let path = casetest::real::path(&format!("hashing/case-uco/{name}.json"))?;
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(recognised(&bytes), Some("case_uco"), "{name}");
    let found = read("case_uco", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{name}: {:?}", found.rejects);
    Some(found)
}

fn kinds(found: &Collected) -> BTreeMap<&'static str, usize> {
    let mut kinds = BTreeMap::new();
    for row in &found.rows {
        *kinds.entry(row.kind.table()).or_default() += 1;
    }
    kinds
}

/// Nodes of each example, counted apart from this reader.
#[test]
fn no_node_of_any_example_is_lost() {
    for (name, nodes) in [
        ("Oresteia", 95),
        ("call_log", 15),
        ("device", 5),
        ("exif_data", 14),
        ("file", 27),
        ("forensic_lifecycle", 83),
        ("message", 25),
        ("sms_and_contacts", 13),
    ] {
        let Some(found) = real(name) else { return };
        let told = found.skips.len();
        assert_eq!(found.rows.len() + told, nodes, "{name}");
        let totals = found.totals();
        assert_eq!(
            (totals[0].1, totals[0].2),
            (nodes.to_string().as_str(), nodes.to_string().as_str())
        );
    }
}

#[test]
fn a_call_log_gives_calls_between_accounts() {
    let Some(found) = real("call_log") else { return };
    assert_eq!(kinds(&found), BTreeMap::from([("account", 4), ("party", 4), ("session", 4)]));
    let calls = found.of(Kind::Session);
    assert_eq!(calls[0].get("start.earliest"), "2010-01-15T17:59:43.25Z");
    assert_eq!(
        (calls[0].get("duration_s"), calls[0].get("caller.phone_stated")),
        ("1862", "1235551337")
    );
    assert!(
        calls[0].get("caller.account").ends_with(":AT123456890"),
        "{}",
        calls[0].get("caller.account")
    );
    assert_eq!(calls[3].get("members").matches("; ").count(), 2);
}

#[test]
fn messages_and_contacts_know_their_parties() {
    let Some(found) = real("sms_and_contacts") else { return };
    let message = found.of(Kind::Message)[0];
    assert_eq!(message.get("sender.phone_stated"), "11235557890");
    assert_eq!(message.get("receiver.phone_stated"), "1237771337");
    assert_eq!(message.get("sent.earliest"), "2010-01-15T17:59:43.25Z");
    let contact = found.of(Kind::Contact)[0];
    assert_eq!(
        (contact.get("contact.name"), contact.get("contact.email")),
        ("John Doe", "jdoe@example.com")
    );
    assert_eq!(contact.get("contact.phone_stated"), "1237771337");
    assert!(contact.get("extra").contains("1234560000"), "{}", contact.get("extra"));
    let Some(found) = real("message") else { return };
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[1].get("conversation"), "Best Friend Chat!!");
    assert_eq!(messages[1].get("platform"), "WhatsApp");
    assert!(messages[1].get("sender.account").starts_with("case-uco:kb:account-3b61cb4c"));
}

#[test]
fn files_and_places_are_kept_with_digests_and_degrees() {
    let Some(found) = real("file") else { return };
    let files = found.of(Kind::Media);
    assert!(files.iter().any(|row| !row.get("sha256").is_empty()), "{files:?}");
    let Some(found) = real("Oresteia") else { return };
    let places = found.of(Kind::Position);
    assert!(places.iter().any(|row| row.get("latitude_e7") == "488603460"), "{places:?}");
}

#[test]
fn a_graph_is_read_whatever_its_prefixes() {
    let text = String::from_utf8(fixture("case_uco/graph.json")).unwrap();
    assert_eq!(recognised(text.as_bytes()), Some("case_uco"));
    let long = "https://ontology.unifiedcyberontology.org/uco/observable/";
    for text in [
        text.clone(),
        text.replace("uco-observable:", "observable:"),
        text.replace("uco-observable:", long),
    ] {
        let found = read("case_uco", text.as_bytes());
        assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
        let message = found.of(Kind::Message)[0];
        assert_eq!(message.get("sender.account"), "chatx:77");
        assert_eq!((message.get("sender.name"), message.get("platform")), ("Example One", "ChatX"));
        assert_eq!(
            (message.get("receiver.phone"), message.get("conversation")),
            ("+393331234567", "Example thread")
        );
        assert!(
            message.get("extra").contains("MessageFacet/messageType"),
            "{}",
            message.get("extra")
        );
        let file = found.of(Kind::Media)[0];
        assert_eq!(file.get("md5"), "d41d8cd98f00b204e9800998ecf8427e");
        assert_eq!((file.get("path"), file.get("size")), ("/a/one.jpg", "10"));
        assert_eq!(found.of(Kind::Position)[0].get("longitude_e7"), "91900000");
        let told = "Passed, for which there is no kind of record: 1 of type InvestigativeAction.";
        assert!(
            found
                .notes
                .iter()
                .any(|note| matches!(note, Note::Remark(said) if said.text() == told))
        );
    }
}

#[test]
fn a_bundle_in_a_graph_gives_its_members_too() {
    let text = r#"{"@context": {}, "@graph": [{"@id": "kb:b", "@type": "uco-core:Bundle", "uco-core:object": [
        {"@id": "kb:p", "@type": "uco-identity:Person", "uco-core:name": "Example One"},
        {"@id": "kb:q", "@type": "uco-identity:Person", "uco-core:name": "Example Two"}]}]}"#;
    let found = read("case_uco", text.as_bytes());
    assert_eq!((found.rows.len(), found.skips.len()), (2, 1));
    assert_eq!(found.rows[1].place.path, "/@graph/0/object/1");
}

#[test]
fn a_node_that_cannot_be_read_is_set_aside_alone() {
    let text = String::from_utf8(fixture("case_uco/graph.json")).unwrap();
    for (from, to, code) in [
        ("2026-01-10T10:00:00.25Z", "2026-13-10T10:00:00Z", "ING-005"),
        ("45.4642", "95.4642", "ING-020"),
        (
            "\"uco-observable:sizeInBytes\": 10",
            "\"uco-observable:sizeInBytes\": \"ten\"",
            "ING-014",
        ),
        ("\"message 1\"", "message 1", "ING-013"),
    ] {
        assert!(text.contains(from), "{from}");
        let found = read("case_uco", text.replace(from, to).as_bytes());
        assert_eq!(found.codes(), [code], "{to}");
    }
}
