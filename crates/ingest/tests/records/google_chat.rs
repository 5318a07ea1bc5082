//! Google Chat and Hangouts.

use model::record::Kind;

use crate::collected::{bytes_at, read, recognised};

#[test]
fn messages_of_chat_are_read_where_their_time_stands_in_english() {
    let bytes = include_bytes!("../fixtures/google_chat/messages.json");
    assert_eq!(recognised(bytes), Some("google_chat"));
    let found = read("google_chat", bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let messages = found.of(Kind::Message);
    assert_eq!(
        (messages[0].get("sender.email"), messages[0].get("sent.earliest")),
        ("a@example.org", "2026-01-10T08:00:00Z")
    );
    assert_eq!(messages[0].get("sent"), "Saturday, January 10, 2026 at 8:00:00\u{202f}AM UTC");
    assert!(bytes_at(bytes, &messages[0].place).starts_with(b"{\"creator\""));
    assert_eq!((messages[1].get("content"), messages[1].get("sender.name")), ("deleted", ""));
}

#[test]
fn members_and_the_user_are_read() {
    let group = br#"{"members": [{"name": "A", "email": "a@example.org", "user_type": "Human"}]}"#;
    assert_eq!(recognised(group), Some("google_chat"));
    let found = read("google_chat", group);
    assert_eq!(found.of(Kind::Party)[0].get("party.email"), "a@example.org");
    let user = br#"{"user": {"name": "A", "email": "a@example.org"}, "membership_info": [{"group_name": "G"}]}"#;
    assert_eq!(recognised(user), Some("google_chat"));
    let found = read("google_chat", user);
    assert_eq!(found.of(Kind::Account)[0].get("holder.name"), "A");
    assert!(found.of(Kind::Account)[0].get("extra").contains("\"G\""));
}

#[test]
fn a_conversation_of_hangouts_states_both_sides_and_its_calls() {
    let bytes = include_bytes!("../fixtures/google_chat/Hangouts.json");
    assert_eq!(recognised(bytes), Some("google_chat"));
    let found = read("google_chat", bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let message = found.of(Kind::Message)[0].clone();
    assert_eq!(
        (message.get("sender.account"), message.get("receiver.name")),
        ("google:1002", "Person A")
    );
    assert_eq!(message.get("body"), "filler\nhttps://example.org");
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!(
        (call.get("duration_s"), call.get("start.earliest")),
        ("30", "2026-01-10T08:00:30Z")
    );
    assert_eq!((call.get("callee.account"), call.get("medium")), ("google:1002", "video"));
}

#[test]
fn a_time_in_words_that_are_not_english_sets_its_message_aside() {
    let bytes = br#"{"messages": [{"creator": {"name": "A"}, "created_date": "sabato 10 gennaio 2026 alle ore 08:00:00 UTC", "text": "filler"}]}"#;
    assert_eq!(recognised(bytes), Some("google_chat"));
    let found = read("google_chat", bytes);
    assert_eq!((found.codes(), found.rows.len()), (vec!["ING-020".to_owned()], 0));
}
