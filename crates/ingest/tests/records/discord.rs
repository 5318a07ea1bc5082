//! Discord data packages and saved chats.

use model::record::Kind;
use tutela_ingest::Settings;
use tutela_ingest::sink::Note;

use crate::collected::{Collected, bytes_at, read, read_with, recognised};

fn fixture(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("discord"));
    let found = read("discord", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn messages_of_a_package_are_of_the_account_a_person_states() {
    let bytes = include_bytes!("../fixtures/discord/messages.json");
    let found = fixture(bytes);
    let messages = found.of(Kind::Message);
    assert_eq!(
        (messages[0].get("reference"), messages[0].get("sender.account")),
        ("900000000000000001", "")
    );
    assert_eq!(
        (messages[0].get("sent.earliest"), messages[0].get("sent.zone_source")),
        ("2026-01-10T08:00:00Z", "operator_default")
    );
    assert_eq!(messages[1].get("content"), "media");
    let settings = Settings {
        case_zone: "Europe/Rome".into(),
        owner: Some("discord:800000000000000001".into()),
        ..Settings::default()
    };
    let found = read_with("discord", bytes, &settings);
    assert_eq!(found.rows[0].get("sender.account"), "discord:800000000000000001");
}

#[test]
fn the_user_of_a_package_is_an_account_with_its_contacts() {
    let bytes = include_bytes!("../fixtures/discord/user.json");
    let found = fixture(bytes);
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(account.get("holder.account"), "discord:800000000000000001");
    assert_eq!(
        (account.get("holder.email"), account.get("holder.phone")),
        ("One@example.org", "+393331234567")
    );
    let contacts = found.of(Kind::Contact);
    assert_eq!((contacts.len(), contacts[0].get("contact.handle")), (2, "user_2"));
    assert_eq!(contacts[0].get("owner.account"), "discord:800000000000000001");
    assert!(bytes_at(bytes, &contacts[1].place).starts_with(b"{\"id\": \"800000000000000003\""));
    assert!(found.notes.contains(&Note::UnknownField { field: "newField".to_owned() }));
}

#[test]
fn a_saved_direct_chat_names_its_other_person() {
    let found = fixture(include_bytes!("../fixtures/discord/saved_direct.json"));
    let messages = found.of(Kind::Message);
    assert_eq!(
        (messages[0].get("sender.account"), messages[0].get("content")),
        ("discord:800000000000000002", "media")
    );
    assert_eq!(messages[1].get("receiver.name"), "user_2");
    assert_eq!((messages[1].get("reply_to"), messages[1].get("sender.name")), ("1", "One"));
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!(
        (call.get("duration_s"), call.get("start.earliest")),
        ("90", "2026-01-10T08:00:00Z")
    );
}

#[test]
fn a_time_that_is_none_costs_its_row() {
    let found = read("discord", br#"[{"ID": 1, "Timestamp": "soon", "Contents": ""}, {"ID": 2, "Timestamp": "2026-01-10 08:00:00", "Contents": ""}, 7]"#);
    assert_eq!(found.codes(), ["ING-005", "ING-013"]);
    assert_eq!(found.rows.len(), 1);
}

#[test]
fn events_of_a_package_are_logins_where_they_state_an_address() {
    let lines = br#"{"event_type":"app_opened","event_id":"A=","user_id":"111111111111111111","ip":"198.51.100.7","browser":"Discord Client","timestamp":"\"2026-01-10T08:00:00.123Z\""}
{"predicted_gender":"x","probability":0.5}
{"event_type":"launch_game","event_id":"B=","user_id":"111111111111111111","list":[1],"timestamp":"2026-01-10T08:01:00.000Z"}
"#;
    let found = fixture(lines);
    let login = found.of(Kind::Login)[0].clone();
    assert_eq!(
        (login.get("account.account"), login.get("address"), login.get("action")),
        ("discord:111111111111111111", "198.51.100.7", "app_opened")
    );
    assert_eq!(login.get("at.earliest"), "2026-01-10T08:00:00.123Z");
    assert_eq!(found.of(Kind::Activity)[0].get("extra"), r#"{"event_id":"B=","list":[1]}"#);
    assert_eq!(found.rows.len(), 2, "a guess at a person is no record");
    let told = |note: &Note| matches!(note, Note::Remark(said) if said.text().contains("guesses"));
    assert!(found.notes.iter().any(told));
}

#[test]
fn the_members_of_a_direct_channel_are_mentioned() {
    let channel = br#"{"id":"222222222222222222","type":"DM","recipients":["111111111111111111","333333333333333333"]}"#;
    let found = fixture(channel);
    let members = found.of(Kind::Party);
    assert_eq!((members.len(), members[1].get("party.account")), (2, "discord:333333333333333333"));
    assert_eq!(found.of(Kind::Activity)[0].get("reference"), "222222222222222222");
    let other = br#"{"id":"7","type":"DM","recipients":[]}"#;
    assert_eq!(recognised(other), None, "the number is none of Discord");
}
