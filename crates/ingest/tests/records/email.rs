//! E-mail: mailboxes and single messages.

use crate::collected::{bytes_at, fixture, read, recognised};

#[test]
fn every_message_of_a_mailbox_states_who_wrote_to_whom_and_when() {
    let bytes = fixture("email/box.mbox");
    assert_eq!(recognised(&bytes), Some("email"));
    let found = read("email", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let rows: Vec<[&str; 5]> = found
        .rows
        .iter()
        .map(|row| {
            ["sender.email", "receiver.email", "sent.earliest", "conversation", "content"]
                .map(|field| row.get(field))
        })
        .collect();
    assert_eq!(
        rows,
        [
            [
                "ada@example.org",
                "bob@example.com",
                "2026-01-10T10:00:00Z",
                "one@example.org",
                "media"
            ],
            ["bob@example.com", "", "2026-01-10T10:05:00Z", "one@example.org", "text"],
            [
                "cyrus@example.org",
                "ada@example.org",
                "2026-01-10T11:00:00Z",
                "three@example.org",
                "text"
            ],
        ]
    );
    let first = &found.rows[0];
    assert_eq!((first.get("sender.name"), first.get("body")), ("Ada Peña", "message 1 è"));
    assert_eq!(first.get("sent"), "Sat, 10 Jan 2026 11:00:00 +0100");
    assert_eq!((first.get("attachment"), first.get("platform")), ("a.bin", "e-mail"));
    let extra: serde_json::Value = serde_json::from_str(first.get("extra")).unwrap();
    assert_eq!(extra["Subject"], "filler one");
    assert_eq!(extra["attachments"][0]["size"], 4);
    let digest = "054edec1d0211f624fed0cbca9d4f9400b0e491c43742af2c5b0abebf0c990d8";
    assert_eq!(extra["attachments"][0]["sha256"], digest);
    assert!(extra["Received"].as_str().unwrap().contains("192.0.2.7"));
    assert_eq!(found.rows[1].get("body").trim(), "message 2");
    assert_eq!(found.rows[1].get("reply_to"), "one@example.org");
    assert_eq!(found.rows[2].get("sent.zone_source"), "assumed", "no offset is stated");
    assert!(found.rows[2].get("body").ends_with("still message 3"));
    let shown = bytes_at(&bytes, &found.rows[1].place);
    assert!(shown.starts_with(b"From bob@") && shown.ends_with(b"</html>"));
}

#[test]
fn a_single_message_is_the_whole_file() {
    let bytes = fixture("email/box.mbox");
    let text = String::from_utf8(bytes).unwrap();
    let (_, message) = text.split_once('\n').unwrap();
    let (message, _) = message.split_once("\nFrom bob").unwrap();
    assert_eq!(recognised(message.as_bytes()), Some("email"));
    let found = read("email", message.as_bytes());
    assert_eq!((found.rows.len(), found.rejects.len()), (1, 0));
    assert_eq!(found.rows[0].get("reference"), "one@example.org");
    assert_eq!(found.rows[0].place.bytes_start, 0);
    for other in ["a,b\n1,2\n", "words: and more\nwords\n", "From here to there\n", ""] {
        assert_ne!(recognised(other.as_bytes()), Some("email"), "{other}");
    }
}

#[test]
fn a_message_whose_date_is_none_is_set_aside() {
    let text = String::from_utf8(fixture("email/box.mbox")).unwrap();
    let text = text.replace("Date: Sat, 10 Jan 2026 10:05:00 GMT", "Date: soon");
    let found = read("email", text.as_bytes());
    assert_eq!((found.rows.len(), found.codes()), (2, vec!["ING-005".to_owned()]));
    let text = text.replace("Date: soon\n", "");
    let found = read("email", text.as_bytes());
    assert_eq!((found.rows.len(), found.rows[1].get("sent")), (3, ""));
}

#[test]
fn a_message_of_messages_within_messages_is_bounded() {
    let part = "Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n";
    let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n";
    let odd = nested.replace("message/", "message (x) / ");
    for bomb in [
        part.repeat(50_000),
        nested.repeat(490),
        nested.repeat(50_000),
        odd.repeat(50_000),
        nested.replace("rfc822", "global").repeat(50_000),
        "--b\r\n".repeat(500_000),
    ] {
        let text =
            format!("From: a@example.org\r\nDate: Sat, 10 Jan 2026 10:00:00 GMT\r\n{part}{bomb}");
        let begun = std::time::Instant::now();
        let found = read("email", text.as_bytes());
        assert!(begun.elapsed().as_secs() < 20, "{:?}", begun.elapsed());
        assert_eq!(found.rows.len() + found.rejects.len(), 1);
    }
}

#[test]
fn a_message_with_one_line_that_is_no_header_is_none_the_less_one() {
    let text = "From ada@example.org\nReturn-Path: <ada@example.org>\nReceived: from a by b; Sat, 10 Jan 2026 11:00:00 +0100\nDate: Sat, 10 Jan 2026 11:00:00 +0100\nFrom: Ada <ada@example.org>\nTo: bob@example.com\nquite a line: odd\nSubject: x\nMessage-ID: <1@example.org>\n\nmessage 1\n";
    assert_eq!(recognised(text.as_bytes()), Some("email"));
    let found = read("email", text.as_bytes());
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    assert_eq!(found.rows[0].get("sender.email"), "ada@example.org");
    assert_eq!(recognised(b"Subject: a note\nnothing else of a mail\n"), None);
}

/// A message whose only part is another one, encoded.
fn encoded(inner: &str) -> String {
    let encoded = base64::Engine::encode(&base64::engine::general_purpose::STANDARD, inner);
    let lines: Vec<_> = encoded.as_bytes().chunks(76).map(String::from_utf8_lossy).collect();
    format!(
        "From: a@example.org\r\nDate: Sat, 10 Jan 2026 10:00:00 GMT\r\n\
         Content-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\n\
         Content-Type: message/rfc822\r\nContent-Transfer-Encoding: base64\r\n\r\n{}\r\n--b--\r\n",
        lines.join("\r\n")
    )
}

#[test]
fn messages_inside_an_encoded_message_are_bounded_too() {
    let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n";
    let text = |inner: &str| format!("From: a@example.org\r\n{inner}\r\n\r\nfiller\r\n");
    let quoted = encoded("").replace("base64", "quoted-printable");
    let quoted = quoted.replace("--b--", &nested.repeat(50_000).replace('C', "=43"));
    for (name, bomb) in [
        ("once", encoded(&text(&nested.repeat(100_000)))),
        ("three times", encoded(&encoded(&encoded(&text(&nested.repeat(20_000)))))),
        ("quoted", quoted),
        // The library copies the whole of the message for each one inside it.
        ("copied", encoded(&text(&format!("{}{}", nested.repeat(100), "filler ".repeat(300_000))))),
    ] {
        let begun = std::time::Instant::now();
        let found = read("email", bomb.as_bytes());
        assert!(begun.elapsed().as_secs() < 20, "{name}: {:?}", begun.elapsed());
        assert_eq!(found.codes(), [model::RejectKind::TooDeep.code()], "{name}");
    }
    for inner in [text(&nested.repeat(20)), encoded(&text("")), "filler ".repeat(300_000)] {
        let found = read("email", encoded(&inner).as_bytes());
        assert_eq!((found.rows.len(), found.codes()), (1, Vec::new()));
    }
}
