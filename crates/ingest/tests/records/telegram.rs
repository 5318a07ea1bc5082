//! Telegram Desktop exports.

use model::record::Kind;
use tutela_ingest::sink::{Halt, Note};

use crate::collected::{bytes_at, read, recognised};

fn real(name: &str) -> Option<Vec<u8>> {
    let path = casetest::real::path(&format!("mobile-chat/telegram/{name}"))?;
    Some(std::fs::read(path).unwrap())
}

#[test]
fn the_messages_of_a_chat_are_those_another_reader_found() {
    let Some(json) = real("single_export.json") else { return };
    let target: serde_json::Value = serde_json::from_slice(&real("target.json").unwrap()).unwrap();
    assert_eq!(recognised(&json), Some("telegram"));
    let found = read("telegram", &json);
    assert!(found.halt.is_none() && found.rejects.is_empty());
    for (row, wanted) in found.rows.iter().zip(target.as_array().unwrap()) {
        // The target is in UTC, as `date_unixtime` is.
        let sent = row.get("sent.earliest").trim_end_matches('Z');
        assert_eq!(sent, wanted["timestamp"].as_str().unwrap());
        assert_eq!(row.get("sender.name"), wanted["author"].as_str().unwrap());
        assert_eq!(row.get("body"), wanted["message"].as_str().unwrap());
    }
    assert_eq!(found.rows.len(), target.as_array().unwrap().len());
}

#[test]
fn parts_of_a_text_are_joined_and_a_call_is_a_session() {
    let Some(json) = real("personal_chat.json") else { return };
    let found = read("telegram", &json);
    assert_eq!((found.of(Kind::Message).len(), found.of(Kind::Session).len()), (4, 1));
    let row = found.of(Kind::Message)[2].clone();
    assert_eq!(row.get("body"), "Check this important message");
    assert_eq!(row.get("sender.account"), "telegram:user111");
    assert_eq!(row.get("sent.zone_source"), "in_value");
    assert_eq!(found.of(Kind::Message)[3].get("reply_to"), "3");
    let session = found.of(Kind::Session)[0].clone();
    assert_eq!(session.get("caller.account"), "telegram:user111");
    for row in &found.rows {
        let object = bytes_at(&json, &row.place);
        assert!(object.starts_with(b"{") && object.ends_with(b"}"));
        assert!(serde_json::from_slice::<serde_json::Value>(object).is_ok());
    }
    assert_eq!(row.place.path, "/messages/2");
}

const ACCOUNT: &str = r#"{
 "about": "Here is the data you requested.",
 "personal_information": {"user_id": 7, "first_name": "Ada", "last_name": "Rossi", "phone_number": "+39 02 6633 4455", "username": "@ada"},
 "profile_pictures": [{"date": "2020-01-01T00:00:00", "photo": "p.jpg"}],
 "contacts": {"about": "x", "list": [{"user_id": 8, "first_name": "Bo", "last_name": "", "phone_number": "0063 917 123 4567", "date": "2021-01-01T01:00:00", "date_unixtime": "1609459200"}]},
 "frequent_contacts": {"about": "x", "list": [{"id": 9, "category": "people", "type": "user", "name": "Cy", "rating": 1.5}]},
 "sessions": {"about": "x", "list": [{"last_active": "2021-01-01T01:00:00", "last_active_unixtime": "1609459200", "last_ip": "198.51.100.7", "last_country": "IT", "application_name": "Telegram Desktop", "device_model": "PC"}]},
 "chats": {"about": "x", "list": [
  {"name": "Bo", "type": "personal_chat", "id": 8, "messages": [
   {"id": 1, "type": "service", "date": "2021-01-01T01:10:00", "date_unixtime": "1609459800", "actor": "Ada Rossi", "actor_id": "user7", "action": "phone_call", "duration_seconds": 60, "discard_reason": "hangup", "text": ""},
   {"id": 2, "type": "service", "date": "2021-01-01T01:20:00", "date_unixtime": "1609460400", "actor": "Bo", "actor_id": "user8", "action": "phone_call", "discard_reason": "missed", "text": ""},
   {"id": 3, "type": "message", "date": "2021-01-01T01:30:00", "date_unixtime": "1609461000", "from": null, "from_id": "user8", "forwarded_from": "Cy", "photo": "photos/1.jpg", "width": 10, "text": ["a", {"type": "bold", "text": "b"}, {"type": "italic", "text": "c"}, {"type": "text_link", "text": "d", "href": "https://example.org/"}], "text_entities": []},
   {"id": 4, "type": "message", "date": "2021-01-01T01:31:00", "date_unixtime": "1609461060", "from": "Ada", "from_id": "user7", "text": "tab\x09end"},
   {"id": 5, "type": "message", "date": "2021-01-01T01:31:00", "from_id": 4294967305, "text": "old"},
   {"id": 6, "type": "message", "date_unixtime": "soon", "text": ""},
   {"id": 7 "type": "message"}
  ]},
  {"name": "G", "type": "private_group", "id": 5, "messages": [
   {"id": 1, "type": "service", "date": "2021-01-01T01:10:00", "date_unixtime": "1609459800", "actor": "Ada", "actor_id": "user7", "action": "invite_members", "members": ["Bo"], "text": ""},
   {"id": 2, "type": "unsupported"}
  ]}
 ]}
}"#;

#[test]
fn a_whole_account_gives_its_holder_contacts_devices_and_chats() {
    assert_eq!(recognised(ACCOUNT.as_bytes()), Some("telegram"));
    let found = read("telegram", ACCOUNT.as_bytes());
    assert!(found.halt.is_none(), "{:?}", found.halt);
    assert_eq!(found.codes(), ["ING-005", "ING-013"]);
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(account.get("holder.account"), "telegram:user7");
    assert_eq!(
        (account.get("holder.handle"), account.get("holder.phone")),
        ("@ada", "+390266334455")
    );
    let contacts = found.of(Kind::Contact);
    assert_eq!(contacts[0].get("contact.phone"), "+639171234567");
    assert_eq!(contacts[0].get("owner.account"), "telegram:user7");
    assert_eq!(contacts[1].get("contact.account"), "telegram:user9");
    assert_eq!(found.of(Kind::Login)[0].get("address"), "198.51.100.7");
    let sessions = found.of(Kind::Session);
    let call = sessions[0];
    assert_eq!((call.get("duration_s"), call.get("status")), ("60", "answered"));
    assert_eq!(call.get("callee.account"), "telegram:user8");
    assert_eq!(call.get("start.earliest"), "2021-01-01T00:09:00Z");
    assert_eq!(call.get("end.latest"), "2021-01-01T00:11:00.999999Z");
    assert_eq!((sessions[1].get("duration_s"), sessions[1].get("status")), ("0", "missed"));
    assert_eq!(sessions[1].get("callee.account"), "telegram:user7");
}

#[test]
fn texts_media_groups_and_older_exports_are_read_as_they_stand() {
    let found = read("telegram", ACCOUNT.as_bytes());
    let messages = found.of(Kind::Message);
    let media = messages[0];
    assert_eq!((media.get("body"), media.get("content")), ("abcd", "media"));
    assert_eq!((media.get("attachment"), media.get("sender.name")), ("photos/1.jpg", ""));
    assert_eq!(media.get("receiver.account"), "telegram:user7");
    assert!(
        media.get("extra").contains("https://example.org/") && media.get("extra").contains("Cy")
    );
    assert_eq!(messages[1].get("body"), "tab\tend");
    assert_eq!(messages[2].get("sender.account"), "telegram:chat9");
    assert_eq!(messages[2].get("sent.zone_source"), "assumed");
    assert_eq!((messages[3].get("content"), messages[3].get("receiver.account")), ("system", ""));
    assert_eq!(messages[4].get("content"), "unsupported");
    assert_eq!(messages[3].get("conversation"), "G · private_group · 5");
    let remarks = found
        .notes
        .iter()
        .any(|note| matches!(note, Note::Remark(said) if said.text().contains("UTC+01:00")));
    assert!(remarks, "the offset of the exporting computer is told");
    assert!(found.notes.contains(&Note::UnknownField { field: "profile_pictures".to_owned() }));
}

#[test]
fn the_owner_of_an_export_without_one_is_who_writes_and_is_not_the_peer() {
    let export = r#"{"name":"Bo","type":"personal_chat","id":8,"messages":[
        {"id":1,"type":"message","date_unixtime":"1609459800","from":"Bo","from_id":"user8","text":"a"},
        {"id":2,"type":"message","date_unixtime":"1609459900","from":"Ada","from_id":"user7","text":"b"}]}"#;
    let found = read("telegram", export.as_bytes());
    let receivers: Vec<_> = found.rows.iter().map(|row| row.get("receiver.account")).collect();
    assert_eq!(receivers, ["telegram:user7", "telegram:user8"]);
}

#[test]
fn a_cut_export_gives_its_whole_messages_and_one_reject() {
    let cut = ACCOUNT.find("\"tab").unwrap();
    let found = read("telegram", &ACCOUNT.as_bytes()[..cut]);
    assert_eq!(found.codes(), ["ING-013"]);
    assert_eq!(found.of(Kind::Message).len(), 1);
    assert!(matches!(found.halt, Some(Halt::Broken { .. })), "{:?}", found.halt);
}

#[test]
fn a_list_of_chats_alone_is_known_by_its_messages() {
    let bytes = br#"{"chats": {"list": [{"name": "C", "messages": [{"type": "message", "date_unixtime": "1768032000", "from": "One", "text": "filler"}]}]}}"#;
    assert_eq!(recognised(bytes), Some("telegram"));
    let found = read("telegram", bytes);
    assert_eq!(found.of(Kind::Message)[0].get("sent.earliest"), "2026-01-10T08:00:00Z");
    let other = br#"{"chats": {"list": [{"messages": [{"type": "message", "text": "filler"}]}]}}"#;
    assert_eq!(recognised(other), None);
}
