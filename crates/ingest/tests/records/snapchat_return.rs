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

const LEGEND: &str = "\"Data of Snap Inc., filler\nline two\"\n==========\n";

fn whole(table: &str) -> crate::collected::Collected {
    let text = format!("{LEGEND}{table}");
    assert_eq!(recognised(text.as_bytes()), Some("snapchat_return"), "{table}");
    let found = read("snapchat_return", text.as_bytes());
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn friends_memories_and_stories_are_read() {
    let found = whole("Friends\nuser_2\nuser_3\n\"A legend with words\"\n");
    let friends = found.of(Kind::Contact);
    assert_eq!((friends.len(), friends[1].get("contact.handle")), (2, "user_3"));
    let found = whole(
        "id,media_id,encrypted,source_type,latitude,longitude,duration,timestamp\nm-1,b~a,false,camera,45.46,9.19,3,2026-01-10 08:00:00 UTC\nm-2,b~b,false,camera,0.0,0.0,3,2026-01-10 08:00:00 UTC\n",
    );
    assert_eq!(found.of(Kind::Activity)[0].get("target"), "b~a");
    let places = found.of(Kind::Position);
    assert_eq!((places.len(), places[0].get("latitude_e7")), (1, "454600000"), "0, 0 is no place");
    let found = whole(
        "id,media_id,username,media_type,timestamp,upload_ip,source_port_number\ns-1,b~a,user_1,IMAGE,Sat Jan 10 08:00:00 UTC 2026,198.51.100.7,50123\n",
    );
    let upload = found.of(Kind::Login)[0].clone();
    assert_eq!((upload.get("address"), upload.get("port")), ("198.51.100.7", "50123"));
    assert_eq!(upload.get("at.earliest"), "2026-01-10T08:00:00Z");
}

#[test]
fn an_address_with_two_instants_gives_a_login_for_each() {
    let found = whole(
        "ip,asn,first_seen_time,last_seen_time\n198.51.100.7,AS1,2026-01-10 08:00:00 UTC,2026-01-12 08:00:00 UTC\n",
    );
    let logins = found.of(Kind::Login);
    let told = |at: usize| (logins[at].get("action"), logins[at].get("at.earliest"));
    assert_eq!(told(0), ("first seen", "2026-01-10T08:00:00Z"));
    assert_eq!(told(1), ("last seen", "2026-01-12T08:00:00Z"));
}

#[test]
fn calls_state_their_time_with_the_month_by_name() {
    let found = whole(
        "call_id,call_start,call_end,creator_username\nc-1,Apr 06 2026 03:48:31 UTC,Apr 06 2026 03:49:31 UTC,user_1\n",
    );
    let call = found.of(Kind::Session)[0].clone();
    assert_eq!(
        (call.get("start.earliest"), call.get("end.earliest")),
        ("2026-04-06T03:48:31Z", "2026-04-06T03:49:31Z")
    );
}
