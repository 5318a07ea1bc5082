//! Downloads of Meta accounts.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{Collected, bytes_at, read, recognised};

fn fixture(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("meta"));
    let found = read("meta", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn text_is_put_right_and_what_was_stated_is_kept() {
    let bytes = include_bytes!("../fixtures/meta/message_1.json");
    let found = fixture(bytes);
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 4);
    assert_eq!(messages[0].get("body"), "caffè");
    assert!(messages[0].get("extra").contains("\"stated/content\":\"caffÃ¨\""));
    assert_eq!(
        (messages[0].get("sender.name"), messages[0].get("receiver.name")),
        ("Person B", "Person è")
    );
    assert_eq!(messages[0].get("sent.earliest"), "2026-01-10T08:00:00.123Z");
    assert_eq!(messages[0].get("conversation"), "Person è · inbox/persone_1");
    assert_eq!(
        (messages[1].get("content"), messages[1].get("attachment")),
        ("media", "photos/1.jpg")
    );
    assert_eq!((messages[2].get("content"), messages[2].get("state")), ("deleted", "deleted"));
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!((call.get("duration_s"), call.get("status")), ("60", "answered"));
    assert_eq!((call.get("caller.name"), call.get("callee.name")), ("Person B", "Person è"));
    assert!(bytes_at(bytes, &call.place).starts_with(b"{\"sender_name\""));
}

#[test]
fn an_encrypted_group_has_no_receiver() {
    let found = fixture(include_bytes!("../fixtures/meta/encrypted.json"));
    let messages = found.of(Kind::Message);
    assert_eq!((messages[0].get("content"), messages[0].get("receiver.name")), ("media", ""));
    assert_eq!(messages[1].get("conversation"), "Group_1");
}

#[test]
fn an_address_is_found_by_its_form_whatever_its_label() {
    let found = fixture(include_bytes!("../fixtures/meta/logins_instagram.json"));
    let logins = found.of(Kind::Login);
    assert_eq!((logins[0].get("address"), logins[0].get("action")), ("198.51.100.7", "login"));
    assert_eq!(logins[0].get("at.earliest"), "2026-01-10T08:00:00Z");
    assert_eq!(logins[0].get("device"), "Mozilla/5.0 filler");
    assert_eq!(logins[1].get("address"), "2001:db8::7");
}

#[test]
fn followers_friends_and_the_profile_are_read() {
    let found = fixture(include_bytes!("../fixtures/meta/followers.json"));
    let handles: Vec<_> = found.of(Kind::Contact).iter().map(|r| r.get("contact.handle")).collect();
    assert_eq!(handles, ["user_1", "user_2"]);
    let found = fixture(include_bytes!("../fixtures/meta/activity_facebook.json"));
    assert_eq!(found.of(Kind::Login)[0].get("address"), "198.51.100.8");
    assert_eq!(found.of(Kind::Contact)[0].get("contact.name"), "Person è");
    let unknown = Note::UnknownField { field: "account_activity_v2/*/newField".to_owned() };
    assert!(found.notes.contains(&unknown), "{:?}", found.notes);
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(
        (account.get("holder.name"), account.get("holder.phone")),
        ("Person One", "+393331234567")
    );
    assert_eq!(
        (account.get("holder.email"), account.get("holder.birth_date")),
        ("One@example.org", "1980-02-03")
    );
}

#[test]
fn a_message_without_a_readable_time_costs_its_row() {
    let found = read("meta", br#"{"participants": [], "thread_path": "x", "messages": [{"sender_name": "A", "timestamp_ms": "soon"}, {"sender_name": "A", "timestamp_ms": 1768032000123, "call_duration": "long"}, {"sender_name": "A", "timestamp_ms": 0}]}"#);
    assert_eq!(found.codes(), ["ING-005", "ING-014"]);
    assert_eq!(found.of(Kind::Message)[0].get("sent"), "");
}

#[test]
fn lists_of_labels_and_values_since_2024_are_read() {
    let bytes = br#"[{"timestamp": 1768032000, "media": [], "label_values": [{"label": "URL", "value": "https://www.instagram.com/p/x/"}, {"title": "Owner", "dict": [{"label": "Username", "value": "user_2"}]}], "fbid": "17"}]"#;
    assert_eq!(recognised(bytes), Some("meta"));
    let found = read("meta", bytes);
    let entry = found.of(Kind::Activity)[0].clone();
    assert_eq!(
        (entry.get("at.earliest"), entry.get("target")),
        ("2026-01-10T08:00:00Z", "https://www.instagram.com/p/x/")
    );
    assert!(entry.get("extra").contains("user_2"));
}

#[test]
fn posts_of_instagram_name_their_file_and_keep_their_text_as_stated() {
    let bytes = br#"[{"media": [{"uri": "media/1.jpg", "creation_timestamp": 1768032000, "title": "caff\u00c3\u00a8"}]}]"#;
    assert_eq!(recognised(bytes), Some("meta"));
    let found = read("meta", bytes);
    let post = found.of(Kind::Activity)[0].clone();
    assert_eq!((post.get("action"), post.get("target")), ("post", "media/1.jpg"));
    assert_eq!(
        (post.get("description"), post.get("at.earliest")),
        ("caff\u{e8}", "2026-01-10T08:00:00Z")
    );
    assert!(
        post.get("extra").contains("\"stated/title\":\"caff\u{c3}\u{a8}\""),
        "{}",
        post.get("extra")
    );
}
