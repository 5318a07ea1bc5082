//! What the house reads itself, read back by its own readers.

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use ingest::{Member, Note, Outlet, Settings, Sink, SkipReason, Source};
use model::record::Kind;
use model::wire::{SlotRef, read_slots};
use model::{Place, Reject};

use super::sample::{NOON_S, Sample, sample, transfer};
use super::{asked, facts, handed};

/// Records by the names of their fields.
#[derive(Default)]
struct Read {
    rows: Vec<(Kind, BTreeMap<String, String>)>,
    rejects: Vec<String>,
}

impl Outlet for Read {
    fn record(&mut self, kind: Kind, _: &Place, slots: &[u8]) -> io::Result<()> {
        let mut row = BTreeMap::new();
        read_slots(kind, slots, |index, slot| {
            let name = kind.fields()[index].name;
            match slot {
                SlotRef::Text(text) => drop(row.insert(name.to_owned(), text.to_owned())),
                SlotRef::Integer(Some(number)) => {
                    row.insert(name.to_owned(), number.to_string());
                }
                SlotRef::Stamp(Some(at)) => {
                    row.insert(name.to_owned(), (at.earliest_us / 1_000_000).to_string());
                }
                SlotRef::Amount(Some(amount)) => {
                    row.insert(name.to_owned(), amount.money.to_string());
                }
                SlotRef::Party(Some(party)) => {
                    for (text, (part, _)) in party.texts.iter().zip(model::party::PARTY_FIELDS) {
                        row.insert(format!("{name}.{part}"), (*text).to_owned());
                    }
                }
                _ => {}
            }
        })
        .unwrap();
        self.rows.push((kind, row));
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.rejects.push(format!("{reject:?}"));
        Ok(())
    }

    fn note(&mut self, _: &Note) -> io::Result<()> {
        Ok(())
    }

    fn member(&mut self, _: &Member) -> io::Result<()> {
        Ok(())
    }

    fn skip(&mut self, _: &Place, _: SkipReason) -> io::Result<()> {
        Ok(())
    }
}

/// What the reader of this format gives of these bytes, which it must recognise.
fn read(code: &str, bytes: &[u8]) -> Read {
    read_with(code, bytes, Settings::default())
}

fn read_with(code: &str, bytes: &[u8], settings: Settings) -> Read {
    let format = ingest::formats::FORMATS.iter().find(|format| format.code() == code).unwrap();
    let settings = Settings { case_zone: "Europe/Rome".to_owned(), ..settings };
    assert_eq!(format.recognise(&ingest::Head::of(bytes, &settings)), ingest::Sure::Yes);
    let mut read = Read::default();
    let mut sink = Sink::new(&mut read);
    let mut cursor = Cursor::new(bytes);
    let mut source = Source::new(&mut cursor, bytes.len() as u64, &settings);
    format.read(&mut source, &mut sink).unwrap();
    sink.finish().unwrap();
    assert!(read.rejects.is_empty(), "{:?}", read.rejects);
    read
}

#[test]
fn a_report_of_ours_is_the_same_transfers() {
    let mut rows = Sample::default();
    rows.add(&transfer("R-1", NOON_S, "49.50", "EUR"));
    let mut second = transfer("R-2", NOON_S + 60, "1250.00", "EUR");
    second.payer.account.set("iban:IT60X0542811101000000123456");
    second.purpose.set("a & b <c>");
    second.send_place.set("Milano");
    rows.add(&second);
    let mut asked = asked();
    asked.facts = facts();
    let (_, files) = handed("goaml", &asked, &rows).unwrap();
    let back = read("goaml", &files[""]);
    let of = |field: &str| -> Vec<String> {
        let transfers = back.rows.iter().filter(|(kind, _)| *kind == Kind::Transfer);
        transfers.map(|(_, row)| row.get(field).cloned().unwrap_or_default()).collect()
    };
    assert_eq!(of("reference"), ["R-1", "R-2"]);
    assert_eq!(of("principal"), ["EUR 49.50", "EUR 1250.00"]);
    assert_eq!(of("sent"), [NOON_S.to_string(), (NOON_S + 60).to_string()]);
    assert_eq!(of("payer.phone"), ["+393470000001"; 2]);
    assert_eq!(of("payer.account"), ["", "iban:IT60X0542811101000000123456"]);
    assert_eq!(of("payee.account"), ["mto-a:00123456"; 2]);
    assert_eq!(of("purpose"), ["", "a & b <c>"]);
    // Where no place is stated, the country that was given stands there.
    assert_eq!(of("send_place"), ["IT", "Milano"]);
    assert!(
        of("payer.name").iter().all(|name| name.contains("Mario Rossi")),
        "{:?}",
        of("payer.name")
    );
}

#[test]
fn a_body_file_of_ours_is_the_same_files() {
    let (_, files) = handed("bodyfile", &asked(), &sample()).unwrap();
    let back = read("bodyfile", &files[""]);
    let (kind, row) = &back.rows[0];
    let expected = [
        ("path", "/data/a\\x7cb/item 1.bin"),
        ("md5", "900150983cd24fb0d6963f7d28e17f72"),
        ("size", "1234"),
        ("inode", "64-128-1"),
        ("mode", "r/rrwxrwxrwx"),
        ("state", "deleted"),
    ];
    for (field, text) in expected {
        assert_eq!(row[field], text, "{field}");
    }
    assert_eq!((*kind, &*row["modified"]), (Kind::Media, (NOON_S - 5).to_string().as_str()));
    assert!(!row.contains_key("accessed") && !row.contains_key("created"));
}

/// How a unit that receives our tables maps them.
const MAPPING: &str = r#"
name = "ours"
version = 1
title = "Transfers as this program hands them over."
kind = "transfer"
fingerprints = []
confirmed_by = "a test"
confirmed_at = "2026-02-01"
decimal_mark = "point"

[columns]
"reference" = "reference"
"operator" = "operator"
"sent_earliest" = "sent"
"principal_amount" = "principal"
"principal_currency" = "principal.currency"
"payer_name" = "payer.name"
"payer_phone" = "payer.phone"
"payee_name" = "payee.name"
"purpose" = "purpose"
"#;

#[test]
fn a_table_of_ours_is_the_same_transfers_through_a_mapping() {
    let mut rows = Sample::default();
    rows.add(&transfer("R-1", NOON_S, "49.50", "EUR"));
    let mut second = transfer("=1+1", NOON_S + 60, "1250.00", "PHP");
    second.purpose.set("one, \"two\"");
    rows.add(&second);
    let (_, files) = handed("csv", &asked(), &rows).unwrap();
    let mapping = ingest::formats::delimited::Mapping::from_toml(MAPPING).unwrap();
    let settings = Settings {
        mapping: Some("ours".to_owned()),
        mappings: vec![mapping],
        ..Settings::default()
    };
    let back = read_with("delimited", &files["transfer.csv"], settings);
    let of = |field: &str| -> Vec<&str> {
        back.rows.iter().map(|(_, row)| row.get(field).map_or("", String::as_str)).collect()
    };
    // The apostrophe that guards a text is the receiver's to take off, and so stands here.
    assert_eq!(of("reference"), ["R-1", "'=1+1"]);
    assert_eq!(of("principal"), ["EUR 49.50", "PHP 1250.00"]);
    assert_eq!(of("sent"), [NOON_S.to_string(), (NOON_S + 60).to_string()]);
    assert_eq!(of("payer.name"), ["Mario Rossi"; 2]);
    assert_eq!(of("payer.phone"), ["+393470000001"; 2]);
    assert_eq!(of("purpose"), ["", "one, \"two\""]);
}
