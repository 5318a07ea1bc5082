//! WhatsApp chats exported as text.

use model::record::Kind;
use model::time::DateOrder;
use tutela_ingest::settings::Settings;

use crate::collected::{Collected, bytes_at, read, read_with, recognised, rome};

fn real(name: &str) -> Option<Vec<u8>> {
    let path = casetest::real::path(&format!("mobile-chat/whatsapp-txt/{name}"))?;
    Some(std::fs::read(path).unwrap())
}

/// Messages as the target states them: local time, author, text in one line, newest first. The
/// target leaves out lines of the program and a message that is only a full stop.
fn as_target(found: &Collected) -> Vec<(String, String, String)> {
    let rows = found.rows.iter().rev().filter(|row| row.get("content") != "system");
    rows.filter(|row| row.get("body") != ".")
        .map(|row| {
            let utc: jiff::Timestamp = row.get("sent.earliest").parse().unwrap();
            let local = utc.in_tz("Europe/Rome").unwrap().datetime().to_string();
            let body = row.get("body").replace('\n', " ");
            (local, row.get("sender.name").to_owned(), body)
        })
        .collect()
}

#[test]
fn both_samples_give_the_messages_another_reader_found() {
    for name in ["test_ddmmyy_24hrs.txt", "test_mmddyyyy_12hrs.txt"] {
        let Some(text) = real(name) else { return };
        let target: serde_json::Value =
            serde_json::from_slice(&real("target.json").unwrap()).unwrap();
        assert_eq!(recognised(&text), Some("whatsapp_text"));
        let found = read("whatsapp_text", &text);
        assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
        let wanted: Vec<_> = target
            .as_array()
            .unwrap()
            .iter()
            .map(|message| ["timestamp", "author", "message"].map(|k| message[k].as_str().unwrap()))
            .map(|[time, author, text]| (time.to_owned(), author.to_owned(), text.to_owned()))
            .collect();
        assert_eq!(as_target(&found), wanted, "{name}");
        let contents: Vec<_> = found.rows.iter().map(|row| row.get("content")).collect();
        let expected = ["text", "text", "text", "text", "system", "system", "text", "text", "text"];
        assert_eq!(contents, expected);
        let last = bytes_at(&text, &found.rows[8].place);
        assert!(last.ends_with(b"consectetur adipiscing elit. Duis libero."));
    }
}

#[test]
fn dates_that_read_both_ways_are_refused_until_a_person_decides() {
    let text = "01/02/24, 10:00 - A: x\n02/02/24, 10:00 - B: y\n03/03/24, 10:00 - A: z\n";
    let found = read("whatsapp_text", text.as_bytes());
    assert_eq!(found.codes(), ["ING-006"]);
    assert_eq!(found.rows.len(), 2, "a date of equal numbers reads one way only");
    let settings = Settings { date_order: Some(DateOrder::MonthFirst), ..rome() };
    let found = read_with("whatsapp_text", text.as_bytes(), &settings);
    assert_eq!(found.rows[0].get("sent.earliest"), "2024-01-02T09:00:00Z");
}

#[test]
fn the_order_of_the_messages_decides_where_only_one_reading_has_it() {
    let text = "03/01/24, 10:00 - A: x\n01/02/24, 10:00 - B: y\n";
    let found = read("whatsapp_text", text.as_bytes());
    assert_eq!(found.rows[0].get("sent.earliest"), "2024-01-03T09:00:00Z");
    assert_eq!(found.rows[0].get("sent"), "03/01/24, 10:00");
    assert_eq!(found.rows[0].get("sent.precision"), "minute");
    assert_eq!(found.rows[0].get("sent.zone_source"), "assumed");
}

#[test]
fn an_ios_chat_with_marks_attachments_and_numbers_is_read() {
    let text = "[30.12.21, 22:01:05] \u{200e}A: \u{200e}Messages are end-to-end encrypted.\r\n\
        \u{200e}[30.12.21, 22:02:05] A: \u{200e}<attached: 00001-PHOTO.jpg>\r\n\
        [30.12.21, 10:03:05\u{202f}PM] \u{202a}+39 02 6633 4455\u{202c}: first\r\n\r\nthird\r\n\
        [30.12.21, 22:04:05] A: This message was deleted.\r\n\
        [30.12.21, 22:05:05] ~ Bo: text \u{200e}<This message was edited>\r\n";
    assert_eq!(recognised(text.as_bytes()), Some("whatsapp_text"));
    let found = read("whatsapp_text", text.as_bytes());
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let content: Vec<_> = found.rows.iter().map(|row| row.get("content")).collect();
    assert_eq!(content, ["text", "media", "text", "deleted", "text"]);
    assert_eq!(found.rows[1].get("attachment"), "00001-PHOTO.jpg");
    assert_eq!(found.rows[2].get("sender.phone"), "+390266334455");
    assert_eq!(found.rows[2].get("body"), "first\n\nthird");
    assert_eq!(found.rows[2].get("sent.earliest"), "2021-12-30T21:03:05Z");
    assert_eq!(found.rows[4].get("sender.handle"), "Bo");
    assert!(found.rows[4].get("extra").contains("edited"));
}

#[test]
fn a_line_before_the_first_message_is_a_reject_and_a_foreign_byte_too() {
    let mut text = b"hello\n30/12/21, 10:00 - A: caf".to_vec();
    text.extend_from_slice("è è è\n30/12/21, 10:01 - A: à\n30/12/21, 10:02 - A: ".as_bytes());
    text.extend_from_slice(b"\xff\n");
    let found = read("whatsapp_text", &text);
    assert_eq!(found.codes(), ["ING-015", "ING-010"]);
    assert_eq!(found.rows.len(), 2);
}

#[test]
fn lines_of_signal_are_not_told_as_those_of_whatsapp() {
    let platform = |text: &str| {
        let found = read("whatsapp_text", text.as_bytes());
        found.of(Kind::Message)[0].get("platform").to_owned()
    };
    assert_eq!(
        platform("[2026-01-10, 08:00] One: filler\n[2026-01-10, 08:01] Two: filler\n"),
        "signal"
    );
    assert_eq!(platform("[2026-01-10, 08:00:05] One: filler\n"), "whatsapp");
    assert_eq!(platform("2026-01-10, 08:00 - One: filler\n"), "whatsapp");
}

#[test]
fn lines_of_old_phones_are_read_and_a_quoted_one_is_no_message() {
    let old = "13.06.18 21.25.15: One: filler\n13.06.18 21.26.15: Two: filler\n";
    let found = read("whatsapp_text", old.as_bytes());
    let messages = found.of(Kind::Message);
    assert_eq!((messages.len(), messages[1].get("sender.name")), (2, "Two"));
    assert_eq!(messages[0].get("sent.earliest"), "2018-06-13T19:25:15Z");
    let quoted = "13.06.18, 21:25 - One: filler\n13.06.18 21.26.15: Two: filler\n";
    let found = read("whatsapp_text", quoted.as_bytes());
    assert_eq!(found.of(Kind::Message)[0].get("body"), "filler\n13.06.18 21.26.15: Two: filler");
}
