//! Address cards and calendars.

use tutela_ingest::Settings;

use crate::collected::{bytes_at, fixture, read, read_with, recognised, rome};

#[test]
fn every_number_of_a_card_can_be_found() {
    let bytes = fixture("vcard/contacts.vcf");
    assert_eq!(recognised(&bytes), Some("vcard"));
    let settings =
        Settings { owner: Some("Owner Example".into()), region: Some("IT".into()), ..rome() };
    let found = read_with("vcard", &bytes, &settings);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let rows: Vec<[&str; 4]> = found
        .rows
        .iter()
        .map(|row| {
            ["contact.name", "contact.phone", "contact.email", "owner.name"].map(|f| row.get(f))
        })
        .collect();
    let owner = "Owner Example";
    assert_eq!(
        rows,
        [
            ["Ada Peña", "+393471234567", "Ada@example.org", owner],
            ["Ada Peña", "+39025550100", "", owner],
            ["Bob Sample", "+639171234567", "", owner],
            ["Cyrus Example", "+442079460000", "", owner],
        ]
    );
    let bob = &found.rows[2];
    assert_eq!(bob.get("contact.address"), "Via Roma 1, Milano, 20121, Italia");
    assert_eq!(bob.get("contact.birth_date"), "1975-06-15");
    let extra: serde_json::Value = serde_json::from_str(bob.get("extra")).unwrap();
    assert_eq!(
        extra["NOTE"],
        "filler one, two\nthree and a long line that is folded over two lines"
    );
    assert_eq!(extra["REV"], "2026-01-02T03:04:05Z");
    let shown = bytes_at(&bytes, &bob.place);
    assert!(shown.starts_with(b"BEGIN:VCARD\nVERSION:3.0") && shown.ends_with(b"END:VCARD"));
}

#[test]
fn a_card_whose_end_is_lost_is_set_aside_and_the_next_is_read() {
    let text = String::from_utf8(fixture("vcard/contacts.vcf")).unwrap();
    let lost = text.replacen("END:VCARD\n", "", 1);
    let found = read("vcard", lost.as_bytes());
    assert_eq!((found.rows.len(), found.codes()), (2, vec!["ING-013".into(), "ING-013".into()]));
    let cut = text.trim_end().strip_suffix("END:VCARD").unwrap();
    let found = read("vcard", cut.as_bytes());
    assert_eq!((found.rows.len(), found.codes()), (3, vec!["ING-013".to_owned()]));
    assert!(found.halt.is_some());
    let stray = format!("{text}\nstray line\n");
    assert_eq!(read("vcard", stray.as_bytes()).codes(), ["ING-015"]);
}

#[test]
fn entries_of_a_calendar_keep_their_zones_and_whole_days() {
    let bytes = fixture("icalendar/calendar.ics");
    assert_eq!(recognised(&bytes), Some("icalendar"));
    let found = read("icalendar", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let rows: Vec<[&str; 4]> = found
        .rows
        .iter()
        .map(|row| ["reference", "action", "at.earliest", "until.latest"].map(|f| row.get(f)))
        .collect();
    assert_eq!(
        rows,
        [
            ["1@example.org", "event", "2026-01-11T02:30:00Z", "2026-01-11T03:30:00.999999Z"],
            ["2@example.org", "event", "2026-01-09T23:00:00Z", "2026-01-11T22:59:59.999999Z"],
            ["3@example.org", "task", "2026-01-13T08:00:00Z", "2026-01-13T08:00:00.999999Z"],
            ["4@example.org", "event", "2026-01-10T11:00:00Z", ""],
        ]
    );
    let first = &found.rows[0];
    assert_eq!((first.get("at.zone"), first.get("at.zone_source")), ("Asia/Manila", "in_value"));
    assert_eq!(first.get("description"), "Meeting, filler\ntext that is folded over two lines");
    assert_eq!(
        (first.get("target"), first.get("object.email")),
        ("Harbour Inn", "Ada@example.org")
    );
    let extra = first.get("extra");
    for kept in ["Bob, Sample mailto:bob@example.org", "VALARM/TRIGGER", "CANCELLED"] {
        assert!(extra.contains(kept), "{kept}: {extra}");
    }
    assert_eq!(found.rows[3].get("at.zone_source"), "assumed");
    assert!(found.rows[3].get("extra").contains("W. Europe Standard Time"));
    assert_eq!(found.rows[1].get("until"), "20260112", "the end as stated");
}

#[test]
fn an_entry_that_ends_before_it_begins_is_set_aside() {
    let text = String::from_utf8(fixture("icalendar/calendar.ics")).unwrap();
    let text = text.replace("20260111T113000", "20260111T093000");
    assert_eq!(read("icalendar", text.as_bytes()).codes(), ["ING-017"]);
    let text = text.replace("DUE:20260113T080000Z", "DUE:soon");
    assert_eq!(read("icalendar", text.as_bytes()).codes(), ["ING-017", "ING-005"]);
}
