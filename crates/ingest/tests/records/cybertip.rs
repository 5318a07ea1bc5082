//! Reports of a clearing house.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{bytes_at, read, recognised};

const JSON: &[u8] = include_bytes!("../fixtures/cybertip/law_enforcement.json");
const XML: &[u8] = include_bytes!("../fixtures/cybertip/interface.xml");

#[test]
fn a_report_gives_its_people_accounts_addresses_and_files() {
    assert_eq!(recognised(JSON), Some("cybertip"));
    let found = read("cybertip", JSON);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let report =
        found.of(Kind::Activity).into_iter().find(|r| r.get("action") == "report").unwrap();
    assert_eq!(report.get("reference"), "900000001");
    assert_eq!(report.get("at.earliest"), "2026-03-01T09:05:00Z");
    assert_eq!(report.get("description"), "");
    assert!(report.get("extra").contains(r#""priorReports":[[800000001,800000002]]"#));
    let people = found.of(Kind::Party);
    assert_eq!(people.len(), 3);
    assert_eq!((people[0].get("role"), people[0].get("party.name")), ("Reporter", "Platform A"));
    let person = people[2];
    assert_eq!(person.get("role"), "reportedPersons");
    assert_eq!(person.get("party.account"), "platform a:u-1");
    assert_eq!(
        (person.get("party.handle"), person.get("party.phone")),
        ("user_1", "+390266334455")
    );
    assert_eq!(person.get("party.email"), "One@example.org");
    assert!(person.get("extra").contains("second@example.org"));
    assert_eq!(found.of(Kind::Account)[0].get("status"), "blocked");
    let logins = found.of(Kind::Login);
    assert_eq!((logins[0].get("address"), logins[0].get("port")), ("198.51.100.7", "44120"));
    assert_eq!(logins[0].get("account.account"), "platform a:u-1");
    assert!(logins[0].get("extra").contains(r#""possibleProxy":true"#));
    assert_eq!((logins[1].get("address"), logins[1].get("account.account")), ("2001:db8::7", ""));
    assert_eq!(found.of(Kind::Position)[0].get("place"), "Milano, MI, IT");
    let files = found.of(Kind::Media);
    assert_eq!(files[0].get("md5"), "0123456789abcdef0123456789abcdef");
    assert_eq!(files[1].get("path"), "two.jpg");
    let unknown = Note::UnknownField {
        field: "reportedInformation/reportedPeople/reportedPersons/newField".to_owned(),
    };
    assert!(found.notes.contains(&unknown), "{:?}", found.notes);
    for row in &found.rows {
        assert!(serde_json::from_slice::<serde_json::Value>(bytes_at(JSON, &row.place)).is_ok());
    }
    let capture = bytes_at(JSON, &logins[0].place);
    assert!(capture.starts_with(b"{\"captureType\""));
}

#[test]
fn a_victim_is_a_pseudonym_and_the_names_of_what_is_withheld() {
    for (bytes, name) in [(JSON, "cybertip:900000001/victim-1"), (XML, "cybertip:/victim-1")] {
        let found = read("cybertip", bytes);
        let people = found.of(Kind::Party);
        let victim = people.iter().find(|row| row.get("role") == "victim").unwrap();
        assert_eq!(victim.get("party.account"), name);
        assert_eq!((victim.get("party.name"), victim.get("party.handle")), ("", ""));
        assert!(victim.get("extra").contains("screenName"));
        assert!(!victim.get("extra").contains("user_"));
    }
}

#[test]
fn the_interface_in_xml_gives_the_same_records() {
    assert_eq!(recognised(XML), Some("cybertip"));
    let found = read("cybertip", XML);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let people = found.of(Kind::Party);
    let roles: Vec<_> = people.iter().map(|row| row.get("role")).collect();
    assert_eq!(roles, ["reporter", "personOrUserReported", "intendedRecipient", "victim"]);
    let person = people[1];
    assert_eq!(person.get("party.account"), "service b:42");
    assert_eq!(
        (person.get("party.name"), person.get("party.phone")),
        ("Person Two", "+393331234567")
    );
    assert_eq!(person.get("party.email"), "Two@example.org");
    let logins = found.of(Kind::Login);
    assert_eq!((logins.len(), logins[0].get("port")), (2, "50123"));
    assert_eq!(logins[0].get("at.earliest"), "2026-03-01T09:00:00Z");
    assert_eq!(logins[0].get("account.account"), "service b:42");
    assert!(bytes_at(XML, &logins[1].place).starts_with(b"<ipCaptureEvent>"));
    let file = found.of(Kind::Media)[0].clone();
    assert_eq!(file.get("sha1"), "0123456789abcdef0123456789abcdef01234567");
    assert!(file.get("extra").contains("PhotoDNA") && file.get("extra").contains("900000002"));
    assert_eq!(found.of(Kind::Position)[0].get("place"), "Roma, IT");
    let report = found.of(Kind::Activity)[0].clone();
    assert!(report.get("extra").contains("700000001"), "{}", report.get("extra"));
}

#[test]
fn only_type_and_time_are_compulsory() {
    let least = br#"{"reportedInformation": {"incidentSummary": {"incidentType": "x", "incidentDateTime": "2026-03-01T09:05:00Z"}}}"#;
    assert_eq!(read("cybertip", least).rows.len(), 1);
    let timeless = br#"{"reportedInformation": {"incidentSummary": {"incidentType": "x", "incidentDateTime": null}}}"#;
    assert_eq!(read("cybertip", timeless).codes(), ["ING-009"]);
}

#[test]
fn the_order_of_the_keys_does_not_matter() {
    let late = br#"{"reportedInformation": {"reportedPeople": {"reportedPersons": [{"espUserId": 5}]}, "incidentSummary": {"incidentDateTime": "2026-03-01T09:05:00Z", "incidentType": "x"}, "reportingEsp": {"espName": "Late"}}, "reportId": 3}"#;
    assert_eq!(recognised(late), Some("cybertip"));
    let found = read("cybertip", late);
    assert_eq!(found.of(Kind::Party)[0].get("party.account"), "late:5");
    assert_eq!(found.of(Kind::Activity)[0].get("reference"), "3");
}
