//! SQLite databases of telephones and programs.

use std::io::Read;

use model::record::Kind;
use tutela_ingest::sink::{Halt, Note};

use crate::collected::{Collected, bytes_at, read, read_with, recognised, rome};

fn real(name: &str) -> Option<Vec<u8>> {
    let path = casetest::real::path(&format!("mobile-chat/{name}"))?;
    Some(std::fs::read(path).unwrap())
}

/// A database inside one of the archives of iLEAPP, and what iLEAPP read from it.
fn leapp(artifact: &str, database: &str) -> Option<(Vec<u8>, Vec<Vec<serde_json::Value>>)> {
    let archive = real(&format!("ileapp/testdata.whatsApp.{artifact}.josh_ios15_ffs.zip"))?;
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let name = names.iter().find(|name| name.ends_with(database)).unwrap();
    let mut bytes = Vec::new();
    archive.by_name(name).unwrap().read_to_end(&mut bytes).unwrap();
    let json = real(&format!("ileapp/whatsApp.{artifact}.josh_ios15_ffs.expected.json")).unwrap();
    let json: serde_json::Value = serde_json::from_slice(&json).unwrap();
    let rows = json["data"].as_array().unwrap().iter();
    Some((bytes, rows.map(|row| row.as_array().unwrap().clone()).collect()))
}

/// Seconds since 1970 of a stamp.
fn second(text: &str) -> i64 {
    text.parse::<jiff::Timestamp>().unwrap().as_second()
}

pub(crate) fn said(found: &Collected, words: &str) -> bool {
    found.notes.iter().any(|note| note.to_string().contains(words))
}

/// The text of a value, empty for null.
fn word(value: &serde_json::Value) -> &str {
    value.as_str().unwrap_or("")
}

#[test]
fn messages_of_whatsapp_on_an_iphone_are_those_of_ileapp_row_for_row() {
    let Some((bytes, wanted)) = leapp("whatsAppMessages", "ChatStorage.sqlite") else { return };
    assert_eq!(recognised(&bytes), Some("sqlite"));
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.halt);
    let messages: Vec<_> = found.rows.iter().filter(|row| row.get("state") == "active").collect();
    assert_eq!((messages.len(), found.of(Kind::Message).len()), (32, found.rows.len()));
    for (row, wanted) in messages.iter().zip(&wanted) {
        assert_eq!(second(row.get("sent.earliest")), wanted[0].as_i64().unwrap());
        assert_eq!(row.get("body"), word(&wanted[5]));
        let (outgoing, extra) = (word(&wanted[1]) == "Local User", row.get("extra"));
        let extra: serde_json::Value = serde_json::from_str(extra).unwrap();
        assert_eq!(word(&extra["ZFROMJID"]), word(&wanted[2]));
        assert_eq!(word(&extra["ZTOJID"]), word(&wanted[4]));
        let name = word(&wanted[if outgoing { 3 } else { 1 }]);
        assert!(row.get("conversation").starts_with(name), "{}", row.place);
        if word(&wanted[2]).ends_with("@s.whatsapp.net") {
            assert_eq!(row.get("sender.name"), name);
            assert_eq!(row.get("sender.phone"), "+19198887386");
        }
        if outgoing {
            assert_eq!(row.get("receiver.account"), "whatsapp:19198887386@s.whatsapp.net");
        }
        let file = word(&wanted[6]).replace("mock_hash_for_", "");
        assert_eq!(row.get("attachment"), file);
        let place = word(&extra["place"]);
        match wanted[11].as_f64() {
            Some(latitude) => {
                let stated: f64 = place.split(", ").next().unwrap().parse().unwrap();
                assert!((stated - latitude).abs() < 1e-9);
            }
            None => assert_eq!(place, ""),
        }
        assert!(row.place.bytes_len > 0 && !bytes_at(&bytes, &row.place).is_empty());
    }
}

#[test]
fn calls_of_whatsapp_on_an_iphone_are_those_of_ileapp_row_for_row() {
    let Some((bytes, wanted)) = leapp("whatsAppCallHistory", "CallHistory.sqlite") else { return };
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty());
    let calls: Vec<_> = found.rows.iter().filter(|row| row.get("state") == "active").collect();
    assert_eq!((calls.len(), wanted.len()), (4, 4));
    for (row, wanted) in calls.iter().zip(&wanted) {
        assert_eq!(second(row.get("start.earliest")), wanted[0].as_i64().unwrap());
        assert_eq!(second(row.get("end.earliest")), wanted[1].as_i64().unwrap());
        let length: i64 = row.get("duration_s").parse().unwrap();
        assert_eq!(format!("00:{:02}:{:02}", length / 60, length % 60), word(&wanted[2]));
        let other = if word(&wanted[3]) == "Outgoing" { "callee" } else { "caller" };
        let account = format!("whatsapp:{}", word(&wanted[5]));
        assert_eq!(row.get(&format!("{other}.account")), account);
        assert_eq!(row.get("status"), "answered");
    }
    let media: Vec<_> = calls.iter().map(|row| row.get("medium")).collect();
    assert_eq!(media, ["voice", "voice", "video", "video"]);
}

#[test]
fn contacts_of_whatsapp_on_an_iphone_are_those_of_ileapp_row_for_row() {
    let Some((bytes, wanted)) = leapp("whatsAppContacts", "ContactsV2.sqlite") else { return };
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty());
    let contacts: Vec<_> = found.rows.iter().filter(|row| row.get("state") == "active").collect();
    assert_eq!((contacts.len(), wanted.len()), (9, 9));
    for (row, wanted) in contacts.iter().zip(&wanted) {
        assert_eq!(row.get("contact.name"), word(&wanted[0]));
        assert_eq!(row.get("contact.phone_stated"), word(&wanted[3]));
        let account = row.get("contact.account");
        assert_eq!(account.trim_start_matches("whatsapp:"), word(&wanted[5]));
        assert!(row.get("extra").contains(word(&wanted[6])));
    }
}

#[test]
fn calls_of_an_android_telephone_are_those_of_plaso() {
    let Some(bytes) = real("android-contacts2.db") else { return };
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty());
    let calls: Vec<_> = found.rows.iter().filter(|row| row.get("state") == "active").collect();
    let words: Vec<_> = calls
        .iter()
        .map(|row| (row.get("start.earliest"), row.get("duration_s"), row.get("status")))
        .collect();
    assert_eq!(words[0], ("2013-11-06T21:17:16.69Z", "0", "missed"));
    assert_eq!((words[1].1, words[2].1), ("126", "639"));
    assert_eq!(words.len(), 3);
    assert!(said(&found, "version: Android call log"));
    assert!(said(&found, "Tables not read, with their rows: _sync_state (0)"));
}

#[test]
fn text_messages_of_an_android_telephone_are_those_of_plaso() {
    let Some(bytes) = real("android-mmssms.db") else { return };
    let settings = tutela_ingest::Settings { owner: Some("owner".into()), ..rome() };
    let found = read_with("sqlite", &bytes, &settings);
    assert!(found.halt.is_none() && found.rejects.is_empty());
    let messages: Vec<_> = found.rows.iter().filter(|row| row.get("state") == "active").collect();
    assert_eq!(messages.len(), 9);
    for row in messages {
        assert!(row.get("sent.earliest").starts_with("2013-10-29T1"), "{:?}", row.fields);
        let owners = [row.get("sender.name"), row.get("receiver.name")];
        assert_eq!(owners.iter().filter(|name| **name == "owner").count(), 1);
    }
    assert!(said(&found, "words_content (9)"), "a table that is not read is named");
}

#[test]
fn a_skype_account_gives_its_messages_call_and_transfer() {
    let Some(bytes) = real("skype-main.db") else { return };
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none(), "{:?}", found.halt);
    // One message is dated to the year 2404 by its maker.
    assert_eq!(found.codes(), ["ING-008"]);
    let live = |kind| -> Vec<_> {
        found.of(kind).into_iter().filter(|row| row.get("state") == "active").collect()
    };
    let messages = live(Kind::Message);
    assert_eq!(messages.len(), 14 + 1 + 2);
    assert_eq!(messages[0].get("sender.account"), "skype:gen.beringer");
    assert_eq!(messages[0].get("receiver.account"), "skype:european.bbq.competitor");
    let files: Vec<_> = messages.iter().map(|row| row.get("attachment")).collect();
    assert_eq!(files.iter().filter(|file| **file == "secret-project.pdf").count(), 2);
    assert!(messages.last().unwrap().get("extra").contains("69986"));
    let calls = live(Kind::Session);
    assert_eq!(calls.len(), 1);
    assert_eq!(calls[0].get("start.earliest"), "2013-07-01T22:12:17Z");
    assert_eq!(calls[0].get("callee.account"), "skype:european.bbq.competitor");
    let accounts = live(Kind::Account);
    assert_eq!(accounts[0].get("holder.account"), "skype:gen.beringer");
    assert_eq!(live(Kind::Contact).len(), 2);
}

#[test]
fn recovered_rows_of_real_files_are_told_apart_and_counted() {
    for name in ["android-contacts2.db", "android-mmssms.db", "skype-main.db"] {
        let Some(bytes) = real(name) else { return };
        let found = read("sqlite", &bytes);
        let recovered: Vec<_> =
            found.rows.iter().filter(|row| row.get("state") == "recovered").collect();
        println!("{name}: {} recovered", recovered.len());
        for row in recovered {
            println!("  {} {} {}", row.place, row.get("sent.earliest"), row.get("extra").len());
            assert!(row.get("extra").contains("recovered_from"));
        }
        for note in &found.notes {
            println!("  {note}");
        }
    }
}

#[test]
fn a_database_of_no_known_program_ends_as_unsupported_with_its_tables() {
    let Some((bytes, _)) = leapp("whatsAppMessages", "ChatStorage.sqlite") else { return };
    let at = memchr::memmem::find_iter(&bytes, b"ZWAMESSAGE").collect::<Vec<_>>();
    let mut bytes = bytes;
    for at in at {
        bytes[at..at + 10].copy_from_slice(b"ZZZMESSAGE");
    }
    let found = read("sqlite", &bytes);
    let Some(Halt::Unsupported { reason, remedy }) = &found.halt else {
        panic!("{:?}", found.halt)
    };
    assert!(reason.starts_with("SQLite database with tables "), "{reason}");
    assert!(!remedy.is_empty() && found.rows.is_empty());
    assert!(
        found
            .notes
            .iter()
            .any(|note| matches!(note, Note::Remark(said) if said.text().contains("(32)")))
    );
}

#[test]
fn a_log_without_its_database_is_refused_with_what_to_do() {
    let mut log = vec![0; 4096];
    log[..8].copy_from_slice(&[0x37, 0x7f, 0x06, 0x83, 0x00, 0x2d, 0xe2, 0x18]);
    assert_eq!(recognised(&log), Some("sqlite"));
    let found = read("sqlite", &log);
    let Some(Halt::Broken { remedy, .. }) = &found.halt else { panic!("{:?}", found.halt) };
    assert!(remedy.contains("give it together with its database"));
}

#[test]
fn skype_eight_gives_messages_calls_and_people_out_of_its_json() {
    let mut bytes = crate::collected::fixture("sqlite/skype-s4l.db");
    let found = read("sqlite", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let messages = found.of(Kind::Message);
    assert_eq!(messages.len(), 2);
    assert_eq!(messages[0].get("sent.earliest"), "2023-11-14T22:13:20Z");
    assert_eq!(messages[0].get("sender.account"), "skype:8:live:two");
    assert_eq!(messages[0].get("conversation"), "Person Two · 8:live:two");
    assert_eq!((messages[1].get("content"), messages[1].get("reference")), ("media", "2"));
    assert_eq!(messages[1].get("receiver.name"), "Person Two");
    let call = found.of(Kind::Session)[0];
    assert_eq!((call.get("duration_s"), call.get("status")), ("65", "answered"));
    assert_eq!(call.get("start.earliest"), "2023-11-14T22:15:00Z");
    assert_eq!(call.get("end.earliest"), "2023-11-14T22:16:05Z");
    assert_eq!(call.get("caller.account"), "skype:8:live:two");
    assert_eq!(call.get("members"), "live:two; live:one");
    let person = found.of(Kind::Contact)[0];
    assert_eq!(person.get("contact.email"), "two@example.org");
    assert_eq!(person.get("contact.phone"), "+390266334455");
    // Rows that were moved left their bytes behind: all of them are damaged.
    while let Some(at) = memchr::memmem::find(&bytes, b"{\"conversationId\"") {
        bytes[at] = b'x';
    }
    assert_eq!(read("sqlite", &bytes).codes(), ["ING-013"; 3]);
}
