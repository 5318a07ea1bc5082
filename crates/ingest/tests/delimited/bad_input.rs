//! Bad input: nothing is lost, nothing is doubled, and every fault says what to do.

use insta::assert_snapshot;
use model::RejectKind::{
    AbsurdAmount, AmbiguousDate, BadAmount, BadEncoding, BadTime, Malformed, MissingField,
    NegativeAmount, RowTooLong, TimeInGap, UnknownCurrency, WrongWidth,
};
use proptest::prelude::*;
use tutela_ingest::formats::delimited::{Delimited, Mapping, ROW_BYTES_MAX};
use tutela_ingest::{Head, Settings, SkipReason, SourceFormat, Sure};

use crate::pot::{Pot, read, read_with, settings};

/// A small ledger: reference, time, amount, currency, payer.
fn ledger() -> Mapping {
    Mapping::from_toml(
        r#"
        name = "ledger"
        zone = "Europe/Rome"
        [columns]
        "id" = "reference"
        "when" = "sent"
        "amount" = "principal"
        "ccy" = "principal.currency"
        "who" = "payer.name"
        "#,
    )
    .unwrap()
}

const HEADER: &str = "id,when,amount,ccy,who\n";

fn by(mapping: Mapping) -> Settings {
    let mut settings = settings(&mapping.name);
    settings.mappings = vec![mapping];
    settings
}

fn pour(bytes: impl AsRef<[u8]>) -> Pot {
    read_with(bytes, &by(ledger()))
}

fn rows(lines: &str) -> Pot {
    pour(format!("{HEADER}{lines}"))
}

#[test]
fn values_that_cannot_be_are_set_aside_with_their_code_and_the_rest_is_read() {
    let pot = rows(
        "1,2026-01-02 10:00,-5.00,EUR,A\n\
         2,2026-01-02 10:00,9999999999999999999,EUR,A\n\
         3,2026-01-02 10:00,5.00,EURO,A\n\
         4,03/04/2026,5.00,EUR,A\n\
         5,2026-03-29 02:30,5.00,EUR,A\n\
         6,yesterday,5.00,EUR,A\n\
         7,2026-01-02 10:00,five,EUR,A\n\
         8,2026-01-02 10:00,,EUR,A\n\
         9,,5.00,EUR,A\n\
         10,2026-01-02 10:00,5.00,EUR\n\
         11,2026-01-02 10:00,5.00,EUR,A,B\n\
         12,2026-10-25 02:30,5.00,EUR,A\n",
    );
    assert_eq!(
        pot.codes(),
        [
            NegativeAmount,
            AbsurdAmount,
            UnknownCurrency,
            AmbiguousDate,
            TimeInGap,
            BadTime,
            BadAmount,
            MissingField,
            MissingField,
            WrongWidth,
            WrongWidth,
        ]
    );
    assert_eq!(pot.rows.len(), 1);
    // The repeated hour of the autumn is an interval over both.
    assert!(
        pot.rows[0].get("sent").starts_with("2026-10-25T00:30:00Z..2026-10-25T01:30:59.999999Z")
    );
    assert_snapshot!(pot.rejects[0], @"ING-021 at row 1 bytes 23+30: the amount is negative where money can only go one way (`principal`: \"-5.00\"); look at the row in the exhibit; a refund is stated by a status, not by a sign");
    assert_snapshot!(pot.rejects[2], @"ING-004 at row 3 bytes 99+30: the currency is not an ISO 4217 code (`principal`: \"EURO\"); map the column that holds the currency, or set `currency` in the mapping");
}

#[test]
fn the_zone_says_where_it_came_from() {
    let zone =
        |pot: &Pot| pot.rows[0].get("sent").rsplit(' ').take(2).collect::<Vec<_>>().join(" ");
    let text = format!("{HEADER}1,2026-01-02 10:00,5,EUR,A\n");
    let mut mapping = ledger();
    assert_eq!(zone(&read_with(&text, &by(mapping.clone()))), "exhibit_setting Europe/Rome");
    mapping.zone = None;
    assert_eq!(zone(&read_with(&text, &by(mapping.clone()))), "assumed Europe/Rome");
    mapping.operator_zone = Some("America/Chicago".into());
    assert_eq!(zone(&read_with(&text, &by(mapping.clone()))), "operator_default America/Chicago");
    let mut settings = by(mapping);
    settings.zone = Some("Asia/Manila".into());
    assert_eq!(zone(&read_with(&text, &settings)), "exhibit_setting Asia/Manila");
    let stated = format!("{HEADER}1,2026-01-02T10:00+08:00,5,EUR,A\n");
    assert_eq!(zone(&read_with(&stated, &settings)), "in_value +08:00");
}

#[test]
fn a_zone_by_row_is_taken_by_row() {
    let mut mapping = ledger();
    mapping.columns.insert("tz".into(), "sent.zone".into());
    mapping.words.insert("sent.zone".into(), [("pst".into(), "America/Los_Angeles".into())].into());
    let pot = read_with(
        "id,when,tz,amount,ccy,who\n\
         1,2026-01-02 10:00,PST,5,EUR,A\n\
         2,2026-01-02 10:00,+08:00,5,EUR,A\n\
         3,2026-01-02 10:00,Asia/Manila,5,EUR,A\n\
         4,2026-01-02 10:00,Mars,5,EUR,A\n",
        &by(mapping),
    );
    let starts: Vec<&str> = pot.rows.iter().map(|row| &row.get("sent")[..20]).collect();
    assert_eq!(starts, ["2026-01-02T18:00:00Z", "2026-01-02T02:00:00Z", "2026-01-02T02:00:00Z"]);
    assert_eq!(pot.codes(), [model::RejectKind::UnknownValue]);
}

#[test]
fn an_empty_or_foreign_exhibit_is_refused_with_a_remedy() {
    assert_snapshot!(pour("").halt.unwrap(), @"the exhibit is empty at its beginning; ask the sender whether the file was meant to be empty");
    assert_snapshot!(pour("a,b,c\n1,2,3\n").halt.unwrap(), @"none of its first 64 lines holds a header of the mapping `ledger` (amount, ccy, id, when, who, …) at its beginning; check that this is the right file and mapping; or run `tutela map FILE`");
    assert_snapshot!(pour("id,who,ccy\n1,2,3\n").halt.unwrap(), @"no column fills sent or available or paid_out: `when` is missing at bytes 0+10; compare the header with the mapping (`tutela map --show ledger`), or save one for this file with `tutela map`");
    assert_snapshot!(read("x,y\n1,2\n").halt.unwrap(), @"no mapping was confirmed for its header; run `tutela map FILE`, look at what it proposes, and confirm it");
    assert_snapshot!(read_with("x,y\n", &settings("nobody")).halt.unwrap(), @"there is no mapping `nobody` at its beginning; list them with `tutela map`");
}

#[test]
fn recognition_takes_only_what_a_mapping_was_confirmed_for() {
    let sure = |bytes: &[u8], settings: &Settings| Delimited.recognise(&Head::of(bytes, settings));
    let none = settings("");
    assert_eq!(sure(b"sourceNodeId,targetNodeId,value,time\n", &none), Sure::Yes);
    assert_eq!(
        sure(b"preamble\n\ntime,value,targetNodeId,sourceNodeId\r\n1,2,3,4", &none),
        Sure::Yes
    );
    assert_eq!(sure(b"sourceNodeId,targetNodeId,value,time,more\n", &none), Sure::No);
    assert_eq!(sure(b"sourceNodeId;targetNodeId;value;time\n", &none), Sure::No);
    assert_eq!(sure(b"id,when\n", &by(ledger())), Sure::Yes);
    assert_eq!(
        sure(b"\x7fELF\x02\x01\x01\0\0\0\0\0\0\0\0\0\x03\0>\0\x01", &by(ledger())),
        Sure::No
    );
}

#[test]
fn a_mapping_of_the_case_stands_before_the_house() {
    let mut own = ledger();
    own.columns = [
        ("sourceNodeId", "payer.account"),
        ("targetNodeId", "payee.account"),
        ("value", "principal"),
        ("time", "sent"),
    ]
    .map(|(header, path)| (header.to_owned(), path.into()))
    .into();
    own.time_format = model::time::TimeFormat::UnixSeconds;
    let names: Vec<&String> = own.columns.keys().collect();
    own.fingerprints = vec![tutela_ingest::formats::delimited::fingerprint(&names)];
    let mut settings = settings("");
    settings.mappings = vec![own];
    let pot = read_with("sourceNodeId,targetNodeId,value,time\n1,2,3,4\n", &settings);
    assert!(pot.rows[0].get("sent").starts_with("1970-01-01T00:00:04Z"));
}

#[test]
fn unknown_columns_are_kept_and_named_once() {
    let pot = pour(
        "id,when,amount,ccy,who,Shop \"x\",,Shop \"x\"\n\
         1,2026-01-02,5,EUR,A,\"say \"\"hi\"\"\",y,z\n\
         2,2026-01-02,5,EUR,A,,,\n",
    );
    let extra: serde_json::Value = serde_json::from_str(pot.rows[0].get("extra")).unwrap();
    assert_eq!(extra["Shop \"x\""], "say \"hi\"");
    assert_eq!(extra["column 7"], "y");
    assert_eq!(extra["shop \"x\"#2"], "z");
    assert_eq!(pot.rows[1].get("extra"), "");
    let unknown =
        pot.notes.iter().filter(|n| matches!(n, tutela_ingest::Note::UnknownField { .. }));
    assert_eq!(unknown.count(), 3);
}

#[test]
fn a_missing_column_is_named_and_the_rest_is_read() {
    let pot = pour("id,when,amount,who\n1,2026-01-02,5,A\n");
    assert_eq!(pot.rows[0].get("principal_currency"), "XXX");
    assert_snapshot!(pot.remarks(), @"the exhibit lacks columns of the mapping `ledger`: ccy; their fields stay empty");
}

#[test]
fn line_ends_and_repeated_headers_and_blank_lines_are_counted_apart() {
    let text = "\u{feff}id,when,amount,ccy,who\r\n1,2026-01-02,5,EUR,A\r2,2026-01-02,5,EUR,A\n\n\
                \r\nID,When,Amount,CCY,Who\n,,,,\n3,2026-01-02,5,EUR,A";
    let pot = pour(text);
    assert_eq!((pot.rows.len(), pot.rejects.len()), (3, 0));
    let skips: Vec<SkipReason> = pot.skips.iter().map(|(_, reason)| *reason).collect();
    let (blank, header) = (SkipReason::Blank, SkipReason::Header);
    assert_eq!(skips, [header, blank, blank, header, blank]);
    assert_snapshot!(pot.remarks(), @"the last row has no line end: it may have been cut off");
    for row in &pot.rows {
        let start = usize::try_from(row.place.bytes_start).unwrap();
        let raw = &text.as_bytes()[start..start + usize::try_from(row.place.bytes_len).unwrap()];
        assert_eq!(raw, format!("{},2026-01-02,5,EUR,A", row.get("reference")).as_bytes());
    }
}

#[test]
fn quotes_may_hold_separators_line_ends_and_quotes() {
    let pot = rows(
        "\"1\",2026-01-02,\"5\",EUR,\"Rossi, \"\"Mario\"\"\r\nsecond line\"\n2,2026-01-02,5,EUR,5\" pipe\n",
    );
    assert_eq!(pot.rows[0].get("payer.name"), "Rossi, \"Mario\"\r\nsecond line");
    assert_eq!(pot.rows[1].get("payer.name"), "5\" pipe");
}

#[test]
fn a_quote_that_is_never_closed_costs_one_line() {
    let pot = rows("1,2026-01-02,5,EUR,\"A\n2,2026-01-02,5,EUR,B\n3,2026-01-02,5,EUR,C\n");
    assert_eq!((pot.rows.len(), pot.codes()), (2, vec![Malformed]));
    let pot = rows("1,2026-01-02,5,EUR,\"A\n2,2026-01-02,5,EUR,B\n3,2026-01-02,5,EUR,\"C\"\n");
    assert_eq!((pot.rows.len(), pot.codes()), (2, vec![Malformed]), "{}", pot.page());
    let pot = rows("\"1,2026-01-02,5,EUR,A\n2,2026-01-02,5,EUR,B\"\n3,2026-01-02,5,EUR,C\n");
    assert_eq!((pot.rows.len(), pot.codes()), (2, vec![WrongWidth]), "{}", pot.page());
}

#[test]
fn encodings_are_set_or_detected_and_a_foreign_row_is_set_aside() {
    let text = format!("{HEADER}1,2026-01-02,5,EUR,Forlì città\n2,2026-01-02,5,EUR,Bò\n");
    let wide = |big: bool| -> Vec<u8> {
        let bytes = |unit: u16| if big { unit.to_be_bytes() } else { unit.to_le_bytes() };
        std::iter::once(0xFEFF).chain(text.encode_utf16()).flat_map(bytes).collect()
    };
    let narrow: Vec<u8> = text.chars().map(|c| u8::try_from(u32::from(c)).unwrap()).collect();
    for bytes in [text.clone().into_bytes(), wide(true), wide(false), narrow.clone()] {
        let pot = pour(&bytes);
        assert_eq!(pot.rows[0].get("payer.name"), "Forlì città", "{}", pot.page());
        // The place leads to the row's own bytes in any encoding.
        let place = &pot.rows[1].place;
        let end = usize::try_from(place.bytes_start + place.bytes_len).unwrap();
        let tail = bytes.len() - end;
        assert!(tail == 1 || tail == 2, "{place}");
    }
    let mixed =
        [text.as_bytes(), b"3,2026-01-02,5,EUR,Forl\xec\n4,2026-01-02,5,EUR,A\0B\n"].concat();
    let pot = pour(&mixed);
    assert_eq!((pot.rows.len(), pot.codes()), (2, vec![BadEncoding, BadEncoding]));
    let mut set = by(ledger());
    set.encoding = Some("windows-1252".into());
    assert_eq!(read_with(&narrow, &set).rows[1].get("payer.name"), "Bò");
    set.encoding = Some("iso-2022-jp".into());
    assert_snapshot!(read_with(&narrow, &set).halt.unwrap(), @"the encoding ISO-2022-JP cannot be read by bytes at its beginning; ask the sender for the file in UTF-8");
}

#[test]
fn a_line_without_end_is_one_reject_and_what_follows_is_read() {
    let long = "x".repeat(5 * ROW_BYTES_MAX + 17);
    let pot = rows(&format!("1,2026-01-02,5,EUR,A\n{long}\n2,2026-01-02,5,EUR,B\n"));
    assert_eq!((pot.rows.len(), pot.codes()), (2, vec![RowTooLong]));
    assert_eq!(pot.rejects[0].place.bytes_len, long.len() as u64);
    assert!(pot.rejects[0].raw.len() <= model::reject::RAW_BYTES_MAX);
    let quoted =
        format!("1,2026-01-02,5,EUR,\"{}\n2,2026-01-02,5,EUR,B\n", "y\n".repeat(ROW_BYTES_MAX));
    let pot = rows(&quoted);
    assert_eq!((pot.rows.len(), pot.codes()[0]), (1, RowTooLong));
}

#[test]
fn rows_that_stand_twice_are_two_records() {
    let pot = rows("1,2026-01-02,5,EUR,A\n1,2026-01-02,5,EUR,A\n");
    assert_eq!(pot.rows.len(), 2);
    assert_ne!(pot.rows[0].place, pot.rows[1].place);
}

#[test]
fn a_file_without_a_header_is_read_by_the_names_a_person_gave() {
    let mut mapping = ledger();
    mapping.headers = ["id", "when", "amount", "ccy", "who"].map(str::to_owned).into();
    for separator in [",", ";", "|", "\t"] {
        let text = ["1", "2026-01-02", "5.25", "EUR", "A"].join(separator);
        let pot = read_with(format!("{text}\n{text}\n"), &by(mapping.clone()));
        assert_eq!((pot.rows.len(), pot.rows[0].minor("principal")), (2, 525), "{}", pot.page());
    }
}

#[test]
fn a_truncated_file_gives_what_stands_in_it() {
    let whole = format!("{HEADER}1,2026-01-02,5,EUR,Anna\n2,2026-01-02,5,EUR,\"Bea, C\"\n");
    for cut in HEADER.len()..whole.len() {
        let pot = pour(&whole.as_bytes()[..cut]);
        assert!(pot.halt.is_none() && pot.counts.rows <= 2);
    }
}

#[test]
fn every_mark_of_a_mapping_that_cannot_be_is_named() {
    let faulty = r#"
        name = "Bad Name"
        operator_zone = "Rome"
        encoding = "klingon"
        separator = "é"
        [columns]
        "a" = "payer.shoe"
        [constants]
        currency = "EURO"
        [words.mood]
        "x" = "y"
    "#;
    assert_snapshot!(Mapping::from_toml(faulty).unwrap_err(), @"mapping `Bad Name`: the name `Bad Name` must be 1 to 64 lower-case letters, digits and hyphens; `payer.shoe` is no field of transfer; docs/mappings.md lists them; `words.mood` names no field; `Rome` is no time zone; write it as Europe/Rome; `EURO` is no ISO 4217 currency; `klingon` is no encoding; write it as windows-1252; the separator must be one ASCII character");
    assert!(Mapping::from_toml("name = \"a\"\ncolums = 1\n").is_err());
}

/// Text that looks like rows more often than chance would.
fn rowish() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b",".to_vec()),
        Just(b"\n".to_vec()),
        Just(b"\r\n".to_vec()),
        Just(b"\"".to_vec()),
        Just(b"\"\"".to_vec()),
        Just(b"1,2026-01-02,5,EUR,A\n".to_vec()),
        Just(b"\0".to_vec()),
        Just("è".as_bytes().to_vec()),
        Just(b"\xec".to_vec()),
        Just(b"5".to_vec()),
        Just(HEADER.as_bytes().to_vec()),
        Just(b"\r".to_vec()),
        any::<Vec<u8>>(),
    ];
    proptest::collection::vec(piece, 0..40).prop_map(|pieces| pieces.concat())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(100))]

    #[test]
    fn no_bytes_panic_or_lose_a_row(bytes in rowish()) {
        let pot = pour([HEADER.as_bytes(), &bytes].concat());
        prop_assert!(pot.halt.is_none());
        pour(&bytes);
    }

    /// Every byte of the file is in a row, in a skipped line, or a line end.
    #[test]
    fn every_byte_is_accounted_for(bytes in rowish()) {
        let bytes = [HEADER.as_bytes(), &bytes].concat();
        let mut settings = by(ledger());
        settings.encoding = Some("utf-8".into());
        let pot = read_with(&bytes, &settings);
        let mut left = bytes.clone();
        let places = pot.rows.iter().map(|row| &row.place);
        let places = places.chain(pot.rejects.iter().map(|reject| &reject.place));
        for place in places.chain(pot.skips.iter().map(|(place, _)| place)) {
            let start = usize::try_from(place.bytes_start).unwrap();
            let end = start + usize::try_from(place.bytes_len).unwrap();
            left[start..end].fill(b'\n');
        }
        prop_assert!(left.iter().all(|byte| matches!(byte, b'\n' | b'\r')));
    }

    /// Where quotes are closed, the rows are those of the csv crate.
    #[test]
    fn rows_are_split_as_the_csv_crate_splits_them(
        cells in proptest::collection::vec(proptest::collection::vec("[a-z,\" \n]{0,6}", 5), 1..12)
    ) {
        let mut writer = csv::Writer::from_writer(Vec::new());
        for row in &cells {
            writer.write_record(row).unwrap();
        }
        let text = [HEADER.as_bytes(), &writer.into_inner().unwrap()].concat();
        let mut mapping = ledger();
        mapping.headers = ["a", "b", "c", "d", "e"].map(str::to_owned).into();
        mapping.separator = Some(',');
        mapping.columns = [("a".to_owned(), "contact.name".into())].into();
        mapping.kind = tutela_ingest::formats::delimited::MappedKind(model::Kind::Contact);
        let pot = read_with(&text, &by(mapping));
        let filled = cells.iter().filter(|row| !row[0].trim().is_empty());
        let names: Vec<&str> = pot.rows.iter().skip(1).map(|row| row.get("contact.name")).collect();
        prop_assert_eq!(names, filled.map(|row| row[0].trim()).collect::<Vec<_>>());
    }
}
