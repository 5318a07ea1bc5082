//! Passenger lists and bookings in EDIFACT, of our own and of others.

use model::record::Kind;
use tutela_ingest::{Note, Settings};

use crate::collected::{Collected, Row, bytes_at, fixture, read, read_with, recognised, rome};

fn real(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(casetest::real::path(name)?).unwrap())
}

/// Traveller, service, places, and times in UTC.
fn leg(row: &Row) -> [&str; 6] {
    let fields = [
        "traveller.name",
        "service",
        "origin",
        "destination",
        "departs.earliest",
        "arrives.earliest",
    ];
    fields.map(|field| row.get(field))
}

fn legs(found: &Collected) -> Vec<[&str; 6]> {
    found.rows.iter().map(leg).collect()
}

#[test]
fn a_passenger_list_gives_each_traveller_with_document_and_leg() {
    let bytes = fixture("edifact/list.edi");
    assert_eq!(recognised(&bytes), Some("edifact"));
    let found = read("edifact", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let times = ["2026-01-10T11:00:00Z", "2026-01-11T02:30:00Z"];
    assert_eq!(
        legs(&found),
        [
            ["ADA MARY EXAMPLE", "XX123", "MXP", "CEB", times[0], times[1]],
            ["BOB SAMPLE", "XX123", "MXP", "CEB", times[0], times[1]],
        ]
    );
    let ada = &found.rows[0];
    assert_eq!(ada.get("traveller.document"), "passport:YA0000001");
    assert_eq!(ada.get("traveller.birth_date"), "800131");
    assert_eq!(ada.get("traveller.address"), "VIA ROMA 1, MILANO, 20121, ITA");
    assert_eq!((ada.get("booking"), ada.get("carrier")), ("ABC123", "XX"));
    assert_eq!((ada.get("departs"), ada.get("departs.zone")), ("2601101200", "Europe/Rome"));
    assert_eq!(ada.get("departs.zone_source"), "place");
    assert!(ada.get("extra").contains(r#""document issued in":"IT""#), "{}", ada.get("extra"));
    let shown = bytes_at(&bytes, &ada.place);
    assert!(shown.starts_with(b"NAD+FL+++EXAMPLE") && shown.ends_with(b"LOC+91+ITA'"));
    assert_eq!(ada.place.path, "message[1]/traveller[1]/leg[1]");
    assert_eq!(found.totals(), [("travellers of message[1] (CNT 42)", "2", "2")]);
}

#[test]
fn a_zone_that_a_person_set_stands_before_that_of_the_airport() {
    let settings = Settings { zone: Some("UTC".into()), ..rome() };
    let found = read_with("edifact", &fixture("edifact/list.edi"), &settings);
    assert_eq!(found.rows[0].get("departs.earliest"), "2026-01-10T12:00:00Z");
    assert_eq!(found.rows[0].get("departs.zone_source"), "exhibit_setting");
}

#[test]
fn a_booking_gives_each_traveller_each_leg_its_stays_and_what_was_cancelled() {
    let bytes = fixture("edifact/bookings.edi");
    assert_eq!(recognised(&bytes), Some("edifact"));
    let found = read("edifact", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let trips: Vec<[&str; 5]> = found
        .of(Kind::Trip)
        .iter()
        .map(|row| {
            ["traveller.name", "service", "booking", "status", "departs.earliest"]
                .map(|field| row.get(field))
        })
        .collect();
    let out = "2026-01-10T11:00:00Z";
    let on = "2026-01-13T00:00:00Z";
    let before = "2026-01-09T11:00:00Z";
    assert_eq!(
        trips,
        [
            ["ADA EXAMPLE", "XX123", "ABC123", "booked", out],
            ["CYRUS EXAMPLE", "XX123", "ABC123", "booked", out],
            ["ADA EXAMPLE", "XX456", "ABC123", "booked", on],
            ["CYRUS EXAMPLE", "XX456", "ABC123", "booked", on],
            ["ADA EXAMPLE", "XX123", "ABC123", "cancelled", before],
            ["CYRUS EXAMPLE", "XX123", "ABC123", "cancelled", before],
            ["BOB SAMPLE", "XX123", "DEF456", "booked", out],
        ]
    );
    let ada = &found.rows[0];
    assert_eq!(ada.get("traveller.document"), "passport:YA0000001");
    assert_eq!(ada.get("traveller.phone"), "+393331234567");
    for kept in [
        r#""seat":"15A""#,
        r#""check-in":"108""#,
        r#""FTI":"XX:1234567890""#,
        r#""flight of the message":"yes""#,
        "FILLER ONE",
    ] {
        assert!(ada.get("extra").contains(kept), "{kept}: {}", ada.get("extra"));
    }
    assert_eq!(found.rows[1].get("traveller.document"), "passport:YA0000003");
    assert!(!found.rows[1].get("extra").contains("15A"));
    let on = found.of(Kind::Trip)[2];
    assert_eq!(on.get("arrives"), "", "a clock time without its day is no time");
    assert!(on.get("extra").contains(r#""arrival time without a date":"0915""#));
    let stay = found.of(Kind::Position)[0];
    assert_eq!((stay.get("place"), stay.get("method")), ("CEB HARBOUR INN", "booking"));
    assert_eq!(stay.get("at.earliest"), "2026-01-11T07:00:00Z");
    assert_eq!(stay.get("until.latest"), "2026-01-13T15:59:59.999999Z");
    assert_eq!(found.totals(), [("bookings of message[1] (EQN)", "2", "2")]);
}

#[test]
fn counts_that_do_not_agree_are_said() {
    let text = String::from_utf8(fixture("edifact/list.edi")).unwrap();
    let text = text.replace("CNT+42:2", "CNT+42:3").replace("UNT+28", "UNT+26");
    let found = read("edifact", text.as_bytes());
    assert!(found.totals().contains(&("travellers of message[1] (CNT 42)", "3", "2")));
    assert!(found.totals().contains(&("segments (UNT) of message[1]", "26", "28")));
}

#[test]
fn a_broken_segment_is_set_aside_and_the_message_goes_on() {
    let text = String::from_utf8(fixture("edifact/list.edi")).unwrap();
    let text = text.replace("ATT+2++F'", "##junk'\nATT+2++F'");
    let found = read("edifact", text.as_bytes());
    assert_eq!((found.rows.len(), found.codes()), (2, vec!["ING-015".to_owned()]));
    let text = text.replace("2601101200", "2613401200");
    let found = read("edifact", text.as_bytes());
    assert_eq!(found.codes(), ["ING-015", "ING-005", "ING-005"]);
}

#[test]
fn a_message_that_is_cut_keeps_its_travellers_and_says_so() {
    let text = String::from_utf8(fixture("edifact/list.edi")).unwrap();
    let cut = text.split_once("CNT+").unwrap().0;
    let found = read("edifact", cut.as_bytes());
    assert_eq!(found.rows.len(), 2);
    assert!(found.halt.unwrap().to_string().contains("in the middle of a message"));
    let other = text.replace("PAXLST", "CUSRES");
    assert_eq!(recognised(other.as_bytes()), Some("edifact"));
    assert_eq!(read("edifact", other.as_bytes()).codes(), ["ING-020"]);
}

#[test]
fn the_list_of_an_authority_has_two_passengers_on_their_own_legs() {
    let Some(bytes) = real("travel/gtas/apisMessage.txt") else { return };
    assert_eq!(recognised(&bytes), Some("edifact"));
    let found = read("edifact", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let first = ["AA123", "ATL", "ORD", "2007-02-19T20:40:00Z", "2007-02-19T23:40:00Z"];
    let second = ["AA124", "ORD", "JFK", "2007-02-20T00:40:00Z", "2007-02-20T00:55:00Z"];
    let with = |name: &'static str, [a, b, c, d, e]: [&'static str; 5]| [name, a, b, c, d, e];
    assert_eq!(
        legs(&found),
        [with("MICHAEL CLARK", first), with("MICHAEL CLARK", second), with("CHERYL CLARK", second),]
    );
    let births: Vec<&str> = found.rows.iter().map(|r| r.get("traveller.birth_date")).collect();
    assert_eq!(births, ["720907", "720907", "730407"]);
    assert_eq!(found.rows[0].get("booking"), "TYR123");
    assert!(found.rows[0].get("extra").contains(r#""gender":"M""#));
    assert!(found.totals().contains(&("travellers of message[1] (CNT 42)", "2", "2")));
}

#[test]
fn the_bookings_of_an_authority_have_their_travellers_and_legs() {
    let Some(bytes) = real("travel/gtas/pnrMessage.txt") else { return };
    let found = read("edifact", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let out = ["DL324", "LHR", "JFK", "2010-12-12T09:15:00Z", ""];
    let on = ["DL330", "JFK", "YVR", "2010-12-13T03:00:00Z", ""];
    let trips: Vec<[&str; 6]> = found.of(Kind::Trip).into_iter().map(leg).collect();
    let with = |name: &'static str, [a, b, c, d, e]: [&'static str; 5]| [name, a, b, c, d, e];
    let (john, william) = ("JOHN SMITHJR", "WILLIAM JONES");
    // Two days before the same flights had been booked and were cancelled.
    let was = ["DL324", "LHR", "JFK", "2010-12-10T09:15:00Z", ""];
    let was_on = ["DL330", "JFK", "YVR", "2010-12-11T03:00:00Z", ""];
    let of = |leg| [with(john, leg), with(william, leg)];
    assert_eq!(trips, [of(out), of(on), of(was), of(was_on)].concat());
    let states: Vec<&str> = found.of(Kind::Trip).iter().map(|row| row.get("status")).collect();
    assert_eq!(
        states,
        ["", "", "booked", "booked", "cancelled", "cancelled", "cancelled", "cancelled"]
    );
    assert!(found.rows.iter().all(|row| row.kind != Kind::Trip || row.get("booking") == "MFN4TI"));
    assert_eq!(found.rows[0].get("traveller.document"), "passport:123456789");
    assert_eq!(found.rows[1].get("traveller.document"), "");
    assert_eq!(found.rows[1].get("traveller.birth_date"), "12JUL64");
    assert_eq!(found.of(Kind::Position).len(), 2, "a hotel for both");
    assert!(found.rows[0].get("extra").contains(r#""seat":"15A""#));
}

#[test]
fn an_infant_keeps_its_own_document() {
    let Some(bytes) = real("travel/gtas/adult_and_infant.edi") else { return };
    let found = read("edifact", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let flights: Vec<(&str, &str, &str)> = found
        .rows
        .iter()
        .filter(|row| row.get("traveller.name").contains("TESTNAMEONE"))
        .map(|row| (row.get("service"), row.get("origin"), row.get("destination")))
        .collect();
    assert_eq!(
        flights,
        [
            ("AM498", "MTY", "LAS"),
            ("AM709", "BOG", "MEX"),
            ("AM445", "MEX", "CUN"),
            ("AM718", "CUN", "BOG")
        ]
    );
    assert_eq!(found.rows.len(), 8);
    let of = |name: &str| {
        let mut rows = found.rows.iter().filter(|row| row.get("traveller.name").contains(name));
        let row = rows.next().unwrap();
        (row.get("traveller.document").to_owned(), row.get("traveller.birth_date").to_owned())
    };
    assert_eq!(of("TESTNAMEONE"), ("passport:52263000".into(), "30MAY76".into()));
    assert_eq!(of("TESTNAMETWO"), ("passport:AO234000".into(), "10AUG11".into()));
}

#[test]
fn a_list_without_places_gives_its_traveller_as_others_read_it() {
    let Some(bytes) = real("travel/paxlst/paxlst.txt") else { return };
    assert_eq!(recognised(&bytes), Some("edifact"));
    let found = read("edifact", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    assert_eq!(found.rows.len(), 1);
    let row = &found.rows[0];
    assert_eq!((row.get("traveller.name"), row.get("carrier")), ("CHRIS AOMAD", "LOCK"));
    assert_eq!(row.get("traveller.birth_date"), "19350919");
    assert_eq!(row.get("traveller.document"), "5:P100971204141");
    assert_eq!((row.get("arrives"), row.get("arrives.precision")), ("20041230", "day"));
    let expected = real("travel/paxlst/expected.xml").unwrap();
    let expected = String::from_utf8(expected).unwrap();
    for value in ["AOMAD", "CHRIS", "19350919", "P100971204141", "20041230", "15504141"] {
        assert!(expected.contains(value), "{value}");
        let all = row.fields.values().any(|text| text.contains(value));
        assert!(all, "{value} is in no field");
    }
    assert!(found.notes.contains(&Note::Version { version: "PAXLST D.03B".into() }));
}

#[test]
fn a_booking_of_endless_travellers_and_legs_is_bounded() {
    let head = "UNB+IATA:1+A+B+260109:2100+1'UNH+1+PNRGOV:12:1:IA'MSG+:22'SRC'";
    for (one, many) in [
        ("TIF+E+F:A:1'", "TVL+100126:1200::1030+MXP+CEB+XX+1'"),
        ("TIF+E+F:A:1'", "SSR+DOCS:HK:1:XX:::::/P/ITA/1/ITA/31JAN80/F/31DEC30/E/F+::1'"),
        ("TVL+100126:1200::1030+MXP+CEB+XX+1'", "TRI++1'TIF+E+F:A:1'"),
    ] {
        let text = format!("{head}{}{}UNT+1+1'", one.repeat(20_000), many.repeat(60_000));
        let begun = std::time::Instant::now();
        let found = read("edifact", text.as_bytes());
        assert!(begun.elapsed().as_secs() < 20, "{many}: {:?}", begun.elapsed());
        assert!(found.rows.len() <= 50_000 && !found.rejects.is_empty(), "{}", found.rows.len());
    }
}

/// The list as a telex carries it: other separators, lines of 63 characters, addresses before it and
/// the gateway's line behind it.
fn telex(list: &str) -> String {
    let line: String = list.lines().collect();
    let line = line.replace('\'', "#").replace('+', "*");
    let cut: Vec<&str> =
        line.as_bytes().chunks(63).map(|part| std::str::from_utf8(part).unwrap()).collect();
    format!(
        "\r\nQP VIEGPXH\r\n.FEAGEWS 270031\r\n{}\r\n      \r\n 27AUG21 0031Z *3872\r\n",
        cut.join("\r\n")
    )
}

#[test]
fn a_telex_gives_the_same_travellers_as_the_list_it_carries() {
    let list = String::from_utf8(fixture("edifact/list.edi")).unwrap();
    let plain = read("edifact", list.as_bytes());
    let twice = telex(&list).repeat(2) + &telex(&list.replace("UNA:+.? '", ""));
    assert_eq!(recognised(twice.as_bytes()), Some("edifact"));
    let found = read("edifact", twice.as_bytes());
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    assert_eq!(legs(&found), legs(&plain).repeat(3));
    let said: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    assert!(said.iter().any(|note| note.contains("QP VIEGPXH .FEAGEWS 270031")), "{said:?}");
    let bare = telex(&list.replace("UNA:+.? '", ""));
    assert_eq!(
        legs(&read("edifact", bare.as_bytes())),
        legs(&plain),
        "the header shows its separators"
    );
    let mail = format!("From: ada@example.org\nTo: bob@example.org\nSubject: list\n\n{list}");
    assert_eq!(recognised(mail.as_bytes()), Some("email"));
}

#[test]
fn an_arrival_without_its_day_does_not_set_the_leg_aside() {
    let text = String::from_utf8(fixture("edifact/bookings.edi")).unwrap();
    let whole = read("edifact", text.as_bytes());
    assert!(text.contains("::"), "the fixture states an arrival time without its day");
    let found = read("edifact", text.replacen("::", ":", 1).as_bytes());
    assert_eq!((found.rows.len(), found.codes()), (whole.rows.len(), whole.codes()));
}

#[test]
fn a_contact_in_a_free_text_is_that_of_a_traveller_who_is_alone() {
    let message = |travellers: &str| {
        format!(
            "UNB+IATA:1+AA++260110:1000+1'UNH+1+PNRGOV:13:1:IA+1'MSG+:22'ORG+AA:XYZ+1'\
             TVL+120126:0915:120126:1105+LHR+JFK+AA+100'EQN+1'SRC'RCI+AA:ABC123:100126:1000'\
             IFT+4:28::YY+CTCE ADA..EXAMPLE//EXAMPLE.ORG'IFT+4:28+YY CTC M 447400123456'\
             {travellers}UNT+9+1'UNZ+1+1'"
        )
    };
    let contacts = |travellers: &str| {
        let found = read("edifact", message(travellers).as_bytes());
        let row = found.rows[0].clone();
        assert!(row.get("extra").contains("CTCE"), "the text is kept as stated");
        ["traveller.email", "traveller.phone"].map(|field| row.get(field).to_owned())
    };
    let one = "TIF+EXAMPLE+ADA:A:1'";
    assert_eq!(contacts(one), ["ADA_EXAMPLE@example.org", "+447400123456"]);
    assert_eq!(contacts(&format!("{one}TIF+EXAMPLE+BEA:A:2'")), ["", ""]);
}
