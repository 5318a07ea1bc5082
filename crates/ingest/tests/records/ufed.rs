//! Reports of Cellebrite Physical Analyzer.

use std::io::Write as _;

use model::record::Kind;

use crate::collected::{Collected, Row, bytes_at, fixture, read, read_whole, recognised};

fn report() -> Collected {
    let text = fixture("ufed/report.xml");
    assert_eq!(recognised(&text), Some("ufed"));
    let found = read("ufed", &text);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

fn of_kind(found: &Collected, kind: Kind) -> Vec<&Row> {
    found.rows.iter().filter(|row| row.kind == kind).collect()
}

#[test]
fn every_item_of_a_report_is_a_row_of_its_kind() {
    let found = report();
    let count = |kind| of_kind(&found, kind).len();
    assert_eq!((count(Kind::Session), count(Kind::Message)), (2, 7));
    assert_eq!((count(Kind::Contact), count(Kind::Account)), (2, 1));
    assert_eq!((count(Kind::Position), count(Kind::Media)), (2, 3));
    assert_eq!((count(Kind::Activity), count(Kind::Party)), (11, 1));
    let notes: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    let notes = notes.join("\n");
    for part in [
        "report 5.3",
        "Physical Analyzer 7.60.0.114",
        "Phone 1",
        "these reports write: 1;",
        "ufed_id",
    ] {
        assert!(notes.contains(part), "{part}: {notes}");
    }
}

#[test]
fn messages_of_a_chat_bear_its_key_and_the_other_side() {
    let found = report();
    let messages = of_kind(&found, Kind::Message);
    let [first, second, third, fourth] = messages[..4] else { panic!("four in chats") };
    assert_eq!(first.get("conversation"), "393331234502@s.whatsapp.net");
    assert_eq!(first.get("sender.phone"), "+393331234501");
    assert_eq!(first.get("receiver.account"), "whatsapp:393331234502@s.whatsapp.net");
    assert!(
        first.get("extra").contains("\"From/IsPhoneOwner\":\"True\""),
        "{}",
        first.get("extra")
    );
    assert!(first.get("extra").contains("Person A <393331234501@s.whatsapp.net>; Person B"));
    assert_eq!(second.get("sent.earliest"), "2026-01-10T10:02:00Z");
    assert_eq!((second.get("state"), second.get("reply_to")), ("deleted", "MSG1"));
    assert_eq!((third.get("content"), third.get("attachment")), ("media", "note-1.opus"));
    assert_eq!((third.get("state"), third.get("platform")), ("unknown", "whatsapp"));
    assert!(third.get("extra").contains("\"decoding_confidence\":\"High\""));
    // Its participants stand behind the messages; the time has no offset but that of its rendering.
    assert_eq!((fourth.get("conversation"), fourth.get("receiver.name")), ("Group 1 · 900", ""));
    assert!(fourth.get("extra").contains("Person E <903>"), "{}", fourth.get("extra"));
    assert_eq!(fourth.get("sent.earliest"), "2026-01-11T10:00:00Z");
    let text = fixture("ufed/report.xml");
    let shown = bytes_at(&text, &second.place);
    assert!(shown.starts_with(b"<model type=\"InstantMessage\"") && shown.ends_with(b"</model>"));
}

#[test]
fn calls_say_who_called_and_how_long() {
    let found = report();
    let calls = of_kind(&found, Kind::Session);
    assert_eq!(calls[0].get("caller.phone"), "+393331234501");
    assert_eq!(calls[0].get("callee.phone"), "+393331234502");
    assert_eq!((calls[0].get("duration_s"), calls[0].get("status")), ("126", "answered"));
    assert_eq!(calls[0].get("end.earliest"), "2026-01-10T11:02:06Z");
    assert_eq!(calls[1].get("caller.account"), "whatsapp:393331234502@s.whatsapp.net");
    assert_eq!((calls[1].get("state"), calls[1].get("status")), ("deleted", "missed"));
    assert_eq!(calls[1].get("start.earliest"), "2026-01-10T13:00:00Z");
}

#[test]
fn contacts_accounts_and_the_device_are_told_with_their_identifiers() {
    let found = report();
    let contacts = of_kind(&found, Kind::Contact);
    assert_eq!(contacts[0].get("contact.phone"), "+393331234502");
    assert_eq!(contacts[0].get("contact.email"), "b@example.org");
    assert_eq!(contacts[0].get("contact.account"), "skype:live:b");
    assert_eq!(contacts[1].get("contact.phone"), "+39021234567");
    assert_eq!(contacts[1].get("contact.name"), "Person B");
    let account = of_kind(&found, Kind::Account)[0];
    assert_eq!(account.get("holder.email"), "a@example.org");
    assert!(!account.get("extra").contains("filler"), "no password: {}", account.get("extra"));
    let device = of_kind(&found, Kind::Party)[0];
    assert_eq!(device.get("party.document"), "imei:490154203237518");
    assert_eq!(device.get("party.phone"), "+393331234501");
}

#[test]
fn places_files_and_activities_keep_what_was_stated() {
    let found = report();
    let places = of_kind(&found, Kind::Position);
    assert_eq!(places[0].get("latitude_e7"), "454641943");
    assert_eq!((places[0].get("accuracy_m"), places[0].get("place")), ("13", "Place 1"));
    assert_eq!((places[1].get("method"), places[1].get("latitude_e7")), ("wifi", "-15000000"));
    let files = of_kind(&found, Kind::Media);
    assert_eq!((files[1].get("path"), files[1].get("size")), ("/data/media/0/note-1.opus", "7054"));
    assert_eq!(files[1].get("md5"), "d41d8cd98f00b204e9800998ecf8427e");
    assert_eq!(files[1].get("created.earliest"), "2026-01-10T10:05:00Z");
    assert_eq!(files[2].get("state"), "deleted");
    let actions: Vec<&str> =
        of_kind(&found, Kind::Activity).iter().map(|row| row.get("action")).collect();
    let wanted = [
        "case information",
        "additional fields",
        "chat",
        "chat",
        "installed",
        "visit",
        "search",
        "notification",
        "power",
        "FutureModel",
        "Note",
    ];
    assert_eq!(actions, wanted);
    let rows = of_kind(&found, Kind::Activity);
    assert_eq!(rows[6].get("at.zone"), "Europe/Rome", "a time of unknown zone");
    assert_eq!(rows[9].get("at"), "", "the first year is no time");
    assert_eq!(rows[10].get("description"), "filler", "decoded from Base64");
    assert!(rows[4].get("extra").contains("\"Permissions[2]\":\"contacts\""));
}

#[test]
fn a_lost_end_tag_costs_its_item_and_no_other() {
    let text = String::from_utf8(fixture("ufed/report.xml")).unwrap();
    let whole = report();
    let (before, after) = text.split_at(text.find("message 2").unwrap());
    let damaged = format!("{before}{}", after.replacen("</model>\n", "", 2));
    let found = read("ufed", damaged.as_bytes());
    assert!(found.halt.is_none(), "{:?}", found.halt);
    assert!(whole.rows.len() - found.rows.len() <= 2, "{} rows", found.rows.len());
    assert!(found.codes().contains(&"ING-013".to_owned()), "{:?}", found.codes());
    let cut = read("ufed", &text.as_bytes()[..text.len() / 2]);
    assert!(cut.halt.is_some() && !cut.rows.is_empty());
}

#[test]
fn a_bad_fact_sets_its_item_aside() {
    let text = String::from_utf8(fixture("ufed/report.xml")).unwrap();
    for (from, to, code) in [
        ("2026-01-10T12:00:00+00:00\">2026-01-10T12:00:00.000+01:00", "\">soon", "ING-005"),
        ("00:02:06", "long", "ING-014"),
        ("45.4641943", "145.4641943", "ING-020"),
        ("D41D8CD98F00B204E9800998ECF8427E", "D41D", "ING-016"),
        ("size=\"7054\"", "size=\"-1\"", "ING-014"),
    ] {
        assert!(text.contains(from), "{from}");
        let found = read("ufed", text.replacen(from, to, 1).as_bytes());
        assert_eq!(found.codes(), [code], "{from}");
    }
}

#[test]
fn a_real_chat_gives_each_of_its_messages() {
    let name = "mobile-chat/ufed/ufed-model-chat.xml";
    let Some(path) = casetest::real::path(name) else { return };
    let text = std::fs::read(path).unwrap();
    assert_eq!(recognised(&text), Some("ufed"));
    let found = read("ufed", &text);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.codes());
    let messages = of_kind(&found, Kind::Message);
    assert_eq!((messages.len(), found.rows.len()), (11, 12));
    assert_eq!(messages[0].get("sent.earliest"), "2024-11-03T19:46:47Z");
    assert_eq!(messages[0].get("sent.zone"), "+00:00");
    assert_eq!(messages[0].get("attachment"), "PTT-20241103-WA0101.opus");
    assert!(messages.iter().all(|row| row.get("conversation") == "5511999996666@s.whatsapp.net"));
    assert!(messages.iter().any(|row| !row.get("reply_to").is_empty()));
    let chat = of_kind(&found, Kind::Activity)[0];
    assert_eq!((chat.get("action"), chat.get("state")), ("chat", "active"));
    assert!(chat.get("extra").contains("\"phone_owner\":"));
}

#[test]
fn an_archive_gives_its_report_and_looks_into_the_files_beside_it() {
    let mut writer = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let members: [(&str, Vec<u8>); 3] = [
        ("report.xml", fixture("ufed/report.xml")),
        ("files/Audio/note-1.opus", b"filler".to_vec()),
        ("files/Database/calllog.db", fixture("sqlite/android-contacts.db")),
    ];
    for (name, bytes) in &members {
        writer.start_file(*name, zip::write::SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    let found = read_whole(&writer.finish().unwrap().into_inner());
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let inside = |member: &str, kind| {
        let own = |row: &&&Row| row.place.inside == member;
        of_kind(&found, kind).iter().filter(own).count()
    };
    assert_eq!(inside("report.xml", Kind::Message), of_kind(&report(), Kind::Message).len());
    assert_eq!(inside("files/Database/calllog.db", Kind::Session), 3);
    let audio = of_kind(&found, Kind::Media);
    let audio = audio.iter().find(|row| row.get("path") == "files/Audio/note-1.opus").unwrap();
    assert_eq!((audio.get("size"), audio.get("md5").len()), ("6", 32));
    let read: Vec<&str> = found.members.iter().map(|one| one.format.as_str()).collect();
    assert_eq!(read, ["ufed", "", "sqlite"]);
}
