//! Plain exports of Signal.

use model::record::Kind;

use crate::collected::{Collected, bytes_at, read, recognised};

fn fixture(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("signal"));
    let found = read("signal", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn messages_of_the_desktop_are_read() {
    let found = fixture(include_bytes!("../fixtures/signal/desktop.json"));
    let messages = found.of(Kind::Message);
    assert_eq!(messages[0].get("sender.account"), "signal:00000000-0000-4000-8000-000000000001");
    assert_eq!(
        (messages[0].get("sender.phone"), messages[0].get("attachment")),
        ("+393331234567", "one.jpg")
    );
    assert_eq!(messages[0].get("sent.earliest"), "2026-01-10T08:00:00.123Z");
    assert_eq!((messages[1].get("sender.account"), messages[1].get("body")), ("", "filler"));
    assert_eq!(messages[2].get("state"), "deleted");
}

#[test]
fn a_message_a_line_is_read_in_the_zone_of_the_exhibit() {
    let bytes = include_bytes!("../fixtures/signal/lines.json");
    let found = fixture(bytes);
    let messages = found.of(Kind::Message);
    assert_eq!(
        (messages[0].get("sent.earliest"), messages[0].get("sender.name")),
        ("2026-01-10T08:00:00Z", "Me")
    );
    assert_eq!((messages[1].get("content"), messages[1].get("place")), ("media", ""));
    assert!(bytes_at(bytes, &messages[1].place).ends_with(b"}"));
}

#[test]
fn frames_of_a_backup_know_who_writes_to_whom() {
    let found = fixture(include_bytes!("../fixtures/signal/main.jsonl"));
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 3);
    assert_eq!(
        (messages[0].get("sender.phone"), messages[0].get("receiver.account")),
        ("+393331234567", "signal:self")
    );
    assert_eq!(
        (messages[1].get("sender.account"), messages[1].get("receiver.name")),
        ("signal:self", "Person B")
    );
    assert_eq!(
        (messages[2].get("conversation"), messages[2].get("receiver.account")),
        ("Group 1 · 11", "")
    );
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!(
        (call.get("medium"), call.get("start.earliest")),
        ("AUDIO_CALL", "2026-01-10T08:02:01Z")
    );
    assert_eq!(found.of(Kind::Contact).len(), 3);
}
