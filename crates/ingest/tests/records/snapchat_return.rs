//! Returns of Snapchat to authorities.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{bytes_at, read, recognised};

#[test]
fn tables_with_legends_are_found_by_their_columns() {
    let bytes = include_bytes!("../fixtures/snapchat_return/ip_data.csv");
    assert_eq!(recognised(bytes), Some("snapchat_return"));
    let found = read("snapchat_return", bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(
        (account.get("holder.account"), account.get("opened.earliest")),
        ("snapchat:u-1", "2020-01-10T08:00:00Z")
    );
    let logins = found.of(Kind::Login);
    assert_eq!(
        (logins[0].get("address"), logins[0].get("account.handle")),
        ("198.51.100.7", "user_1")
    );
    assert_eq!(logins[1].get("at.earliest"), "2026-01-10T08:01:00Z");
}

#[test]
fn a_message_of_several_lines_is_one_row() {
    let bytes = include_bytes!("../fixtures/snapchat_return/conversations.csv");
    assert_eq!(recognised(bytes), Some("snapchat_return"));
    let found = read("snapchat_return", bytes);
    let messages = found.of(Kind::Message);
    assert_eq!(
        (messages[0].get("body"), messages[0].get("receiver.handle")),
        ("filler, with\na line", "user_2")
    );
    assert!(bytes_at(bytes, &messages[0].place).ends_with(b"UTC,1"));
    assert_eq!((messages[1].get("receiver.handle"), messages[1].get("content")), ("", "text"));
    assert!(found.notes.contains(&Note::UnknownField { field: "new_field".to_owned() }));
}

#[test]
fn places_calls_and_their_members_are_read() {
    let text = "\"x\"\n=====\nlatitude,longitude,timestamp\n45.46 \u{b1} 20.5,9.19 \u{b1} 20.5,2026-01-10 08:00:00 UTC\nnorth,9,2026-01-10 08:00:00 UTC\n=====\ncall_id,call_start,call_end,creator_username\nc-1,2026-01-10 08:00:00 UTC,2026-01-10 08:01:00 UTC,user_1\n-----\nParticipants\nusername,join_time\nuser_2,2026-01-10 08:00:05 UTC\n";
    assert_eq!(recognised(text.as_bytes()), Some("snapchat_return"));
    let found = read("snapchat_return", text.as_bytes());
    assert_eq!(found.codes(), ["ING-020"]);
    let place = found.of(Kind::Position)[0].clone();
    assert_eq!((place.get("latitude_e7"), place.get("accuracy_m")), ("454600000", "20"));
    assert_eq!(found.of(Kind::Session)[0].get("caller.handle"), "user_1");
    assert_eq!(found.of(Kind::Activity)[0].get("at.earliest"), "2026-01-10T08:00:05Z");
}
