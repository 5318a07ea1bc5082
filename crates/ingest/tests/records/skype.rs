//! Exports of Skype accounts.

use model::record::Kind;

use crate::collected::{read, recognised};

#[test]
fn messages_and_calls_are_read_wherever_the_facts_of_their_conversation_stand() {
    let bytes = include_bytes!("../fixtures/skype/messages.json");
    assert_eq!(recognised(bytes), Some("skype"));
    let found = read("skype", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 4);
    assert_eq!(
        (messages[0].get("sender.account"), messages[0].get("receiver.account")),
        ("skype:8:user_2", "skype:8:user_1")
    );
    assert_eq!(messages[1].get("content"), "call");
    assert_eq!(
        (messages[2].get("conversation"), messages[2].get("content")),
        ("Group 1 · 19:group_1", "media")
    );
    assert_eq!(messages[3].get("receiver.account"), "");
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!((call.get("duration_s"), call.get("status")), ("90", "answered"));
    assert_eq!(
        (call.get("start.earliest"), call.get("end.earliest")),
        ("2026-01-10T08:08:30Z", "2026-01-10T08:10:00Z")
    );
    assert_eq!(call.get("members"), "8:user_1; 8:user_2");
    assert_eq!(call.get("callee.account"), "skype:8:user_2");
}

#[test]
fn a_call_whose_parts_cannot_be_read_stays_a_message() {
    let found = read("skype", br#"{"userId": "8:a", "conversations": [{"id": "8:b", "MessageList": [{"originalarrivaltime": "2026-01-10T08:00:00Z", "messagetype": "Event/Call", "content": "<partlist type='ended'", "from": "8:b"}, {"originalarrivaltime": "soon", "from": "8:b"}]}]}"#);
    assert_eq!(found.of(Kind::Message)[0].get("content"), "call");
    assert_eq!(found.codes(), ["ING-005"]);
}
