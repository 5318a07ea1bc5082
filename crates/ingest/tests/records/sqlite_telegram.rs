//! Telegram's own databases: fixtures written after its published schema.

use model::record::Kind;

use crate::collected::{Collected, read_with, rome};
use crate::sqlite::said;
use crate::sqlite_programs::table;

/// What a record keeps beside its fields.
fn beside(found: &Collected, kind: Kind, reference: &str) -> serde_json::Value {
    let rows = found.of(kind);
    let row = rows.iter().find(|row| row.get("reference") == reference).unwrap();
    serde_json::from_str(row.get("extra")).unwrap()
}

/// A database of Telegram, read without a stated owner.
fn telegram(name: &str) -> Collected {
    let settings = tutela_ingest::Settings { region: Some("IT".into()), ..rome() };
    read_with("sqlite", &crate::collected::fixture(&format!("sqlite/{name}.db")), &settings)
}

const TELEGRAM: [&str; 8] = [
    "reference",
    "conversation",
    "sender.account",
    "receiver.account",
    "content",
    "attachment",
    "reply_to",
    "body",
];

const TELEGRAM_CALL: [&str; 8] = [
    "reference",
    "medium",
    "status",
    "duration_s",
    "caller.account",
    "callee.account",
    "start.earliest",
    "end.latest",
];

const TELEGRAM_CONTACT: [&str; 4] =
    ["contact.name", "contact.account", "contact.handle", "contact.phone"];

#[test]
fn telegram_on_android_gives_texts_media_events_and_calls() {
    let found = telegram("telegram-android");
    assert_eq!(
        table(&found, Kind::Message, &TELEGRAM),
        [
            "1|Person Two · 8|telegram:user8|telegram:user7|text|||message 1",
            "2|Person Two · 8|telegram:user7|telegram:user8|media|picture1.jpg|1|message 2",
            "3|Group 1 · -5|telegram:user9||text|||message 3",
            "4|Person Two · 8|telegram:user7|telegram:user8|media|video1.mp4||",
            "7|Group 1 · -5|telegram:user9||system|||",
            "8|Channel 1 · -6|telegram:channel6||geo|||message 8",
            "9|Person Two · 8|telegram:user7|telegram:user8|text||1|message 9",
            "-210000|Person Two · 4611686018427387981|telegram:user7|telegram:user8|text|||message 10",
            "11|Person Two · 8|telegram:user8|telegram:user7|not decoded|||",
            "12|Person Two · 8|telegram:user8|telegram:user7|text|||message 12",
            "13|Person Two · 8|telegram:user8|telegram:user7|not decoded|||",
            "14|Channel 1 · -6|telegram:user9||text|||message 14",
            "15|Channel 1 · -6|telegram:user9||text|||message 15",
        ]
    );
    assert_eq!(
        table(&found, Kind::Session, &TELEGRAM_CALL),
        [
            "5|video|answered|96|telegram:user7|telegram:user8|2023-11-14T22:15:04Z|2023-11-14T22:18:16.999999Z",
            "6|voice|missed|0|telegram:user8|telegram:user7|2023-11-14T22:16:50Z|2023-11-14T22:16:50.999999Z",
        ]
    );
}

#[test]
fn telegram_on_android_tells_files_events_and_what_it_could_not_read() {
    let found = telegram("telegram-android");
    let picture = beside(&found, Kind::Message, "2");
    assert_eq!(picture["attach_path"], "/storage/emulated/0/Pictures/picture1.jpg");
    assert_eq!(
        (&picture["edited"], &picture["quote"]),
        (&"2023-11-14T22:14:30Z".into(), &"message 1".into())
    );
    assert_eq!((&picture["file_size"], &picture["media_type"]), (&"40000".into(), &"photo".into()));
    let video = beside(&found, Kind::Message, "4");
    assert_eq!((&video["file_size"], &video["file_key"]), (&"8589934592".into(), &"2_4402".into()));
    assert_eq!(
        (&video["mime_type"], &video["duration_seconds"]),
        (&"video/mp4".into(), &"12".into())
    );
    let forwarded = beside(&found, Kind::Message, "3");
    assert_eq!(forwarded["forwarded_from"], "user9");
    assert_eq!(forwarded["forwarded_date"], "2023-11-14T21:56:40Z");
    let event = beside(&found, Kind::Message, "7");
    assert_eq!((&event["action"], &event["users"]), (&"ChatAddUser".into(), &"8; 9".into()));
    let place = beside(&found, Kind::Message, "8");
    assert_eq!((&place["latitude"], &place["longitude"]), (&"45.46".into(), &"9.19".into()));
    assert_eq!(beside(&found, Kind::Message, "-210000")["ttl_seconds"], "30");
    assert!(beside(&found, Kind::Message, "12")["note"].as_str().unwrap().contains("in part"));
    assert_eq!(
        table(&found, Kind::Contact, &TELEGRAM_CONTACT),
        [
            "Owner Name|telegram:user7|owner1|+390266112233",
            "Person Two|telegram:user8|two|+390266334455",
            "person three|telegram:user9||",
            "Person Two|telegram:user8||+390266334455",
        ]
    );
    assert!(said(&found, "read to the end: 12, in part: 1, not: 2"));
    assert!(said(&found, "0xdeadbee0 (1), 0xdeadbeef (1)"));
    assert!(said(&found, "messages_topics (1 active, 1 parts)"));
}

#[test]
fn telegram_on_apple_systems_gives_texts_media_events_and_calls() {
    let found = telegram("telegram-ios");
    assert_eq!(
        table(&found, Kind::Message, &TELEGRAM),
        [
            "1|Person Two · 8|telegram:user8|telegram:user7|text|||message 1",
            "2|Person Two · 8|telegram:user7|telegram:user8|media||1|message 2",
            "4|Person Two · 8|telegram:user7|telegram:user8|media|video1.mp4||",
            "11|Person Two · 8|telegram:user8|telegram:user7|not decoded|||",
            "12|Person Two · 8|telegram:user8|telegram:user7|text|||message 12",
            "3|Group 1 · 4294967301|telegram:user9||text|||message 3",
            "7|Group 1 · 4294967301|telegram:user9||system|||",
            "8|Group 1 · 4294967301|telegram:user9||system|||",
            "9|Group 1 · 4294967301|telegram:user9||system|||",
            "8|Channel 1 · 8589934598|telegram:channel6||location|||message 8",
            "1|Person Two · 12884901965|telegram:user7|telegram:user8|text|||message 10",
        ]
    );
    assert_eq!(
        table(&found, Kind::Session, &TELEGRAM_CALL),
        [
            "5|video|answered|96|telegram:user7|telegram:user8|2023-11-14T22:15:04Z|2023-11-14T22:18:16.999999Z",
            "6|voice|missed|0|telegram:user8|telegram:user7|2023-11-14T22:16:50Z|2023-11-14T22:16:50.999999Z",
        ]
    );
    let picture = beside(&found, Kind::Message, "2");
    assert_eq!(
        (&picture["edited"], &picture["file_size"]),
        (&"2023-11-14T22:14:30Z".into(), &"40000".into())
    );
    let video = beside(&found, Kind::Message, "4");
    assert_eq!(
        (&video["file_size"], &video["duration_seconds"]),
        (&"8589934592".into(), &"12".into())
    );
    assert_eq!(video["file_key"], "telegram-cloud-document-2-4402");
    let forwarded = beside(&found, Kind::Message, "3");
    assert_eq!(
        (&forwarded["forwarded_from"], &forwarded["forwarded_from_name"]),
        (&"user9".into(), &"Person Ten".into())
    );
    let event = beside(&found, Kind::Message, "7");
    assert_eq!(
        (&event["action"], &event["members"]),
        (&"addedMembers".into(), &"user8; user9".into())
    );
    let later = beside(&found, Kind::Message, "9");
    assert_eq!((&later["action"], &later["x"]), (&"event 900".into(), &"5".into()));
    assert_eq!(
        table(&found, Kind::Contact, &TELEGRAM_CONTACT),
        [
            "Owner Name|telegram:user7|owner1|+390266112233",
            "Person Two|telegram:user8|two|+390266334455",
        ]
    );
    assert!(said(&found, "read to the end: 11, in part: 1, not: 1"));
    assert!(said(&found, "t7 (13 active, 1 parts)"));
}
