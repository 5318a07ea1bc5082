//! Downloads of Snapchat accounts.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{Collected, read, recognised};

fn fixture(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("snapchat"));
    let found = read("snapchat", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn chats_of_both_ages_are_read() {
    let found = fixture(include_bytes!("../fixtures/snapchat/chat_history.json"));
    let messages = found.of(Kind::Message);
    assert_eq!(
        (messages[0].get("sender.handle"), messages[0].get("conversation")),
        ("user_2", "user_2")
    );
    assert_eq!(messages[0].get("sent.earliest"), "2026-01-10T08:00:00Z");
    assert_eq!(
        (messages[1].get("receiver.handle"), messages[1].get("content")),
        ("user_2", "media")
    );
    assert_eq!(
        (messages[2].get("receiver.handle"), messages[2].get("sender.handle")),
        ("", "user_3")
    );
    let found = fixture(include_bytes!("../fixtures/snapchat/chat_history_old.json"));
    let messages = found.of(Kind::Message);
    assert_eq!((messages[0].get("sender.handle"), messages[0].get("body")), ("user_2", "filler"));
    assert_eq!(messages[1].get("receiver.handle"), "user_2");
}

#[test]
fn the_account_its_logins_and_devices_are_read() {
    let found = fixture(include_bytes!("../fixtures/snapchat/account.json"));
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(
        (account.get("holder.handle"), account.get("opened.earliest")),
        ("user_1", "2020-01-10T08:00:00Z")
    );
    let logins = found.of(Kind::Login);
    assert_eq!(
        (logins[0].get("address"), logins[0].get("account.handle")),
        ("198.51.100.8", "user_1")
    );
    assert_eq!(found.of(Kind::Activity)[1].get("at.earliest"), "2020-01-10T08:00:00Z");
    let unknown = Note::UnknownField { field: "Basic Information/newField".to_owned() };
    assert!(found.notes.contains(&unknown), "{:?}", found.notes);
}

#[test]
fn places_carry_their_uncertainty_and_friends_their_state() {
    let found = fixture(include_bytes!("../fixtures/snapchat/location_history.json"));
    let places = found.of(Kind::Position);
    let point = places.iter().find(|row| !row.get("latitude_e7").is_empty()).unwrap();
    assert_eq!((point.get("latitude_e7"), point.get("accuracy_m")), ("454640000", "20"));
    assert_eq!(point.get("at.earliest"), "2026-01-10T08:00:00Z");
    let found = fixture(include_bytes!("../fixtures/snapchat/friends.json"));
    assert_eq!(found.of(Kind::Contact)[1].get("state"), "deleted");
}

#[test]
fn memories_state_where_they_were_made() {
    let bytes = br#"{"Saved Media": [{"Date": "2026-01-10 08:00:00 UTC", "Media Type": "Image", "Location": "Latitude, Longitude: 45.46, 9.19", "Download Link": "https://example.org/1"}, {"Date": "2026-01-10 08:00:00 UTC", "Media Type": "Video", "Location": "Latitude, Longitude: 0.0, 0.0", "Download Link": "https://example.org/2"}]}"#;
    assert_eq!(recognised(bytes), Some("snapchat"));
    let found = read("snapchat", bytes);
    assert_eq!(found.of(Kind::Activity).len(), 2);
    let places = found.of(Kind::Position);
    assert_eq!((places.len(), places[0].get("longitude_e7")), (1, "91900000"));
}
