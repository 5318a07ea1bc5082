//! Single values that cannot be, in every format that states such a value.

use std::io::{Cursor, Read, Write};

use model::Kind;
use model::RejectKind::{
    self, AbsurdAmount, AmbiguousDate, BadAmount, BadDigest, BadInteger, BadTime, EndBeforeStart,
    MissingField, NegativeAmount, TimeInGap, TimeOutOfRange, UnknownCurrency, UnknownValue,
    WrongWidth,
};
use model::wire::{SlotRef, read_slots};

use crate::held::{Held, Outcome, hold};
use crate::samples::{examples, reader};

/// What a spoilt value does to its row.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Does {
    /// The row is set aside with this code.
    Rejects(RejectKind),
    /// The row is a record whose time is an interval of an hour more.
    Widens,
    /// The row is a record all the same.
    Stays,
}
use Does::{Rejects, Stays, Widens};

/// Example, value, what stands there instead, what it does.
type Case = (&'static str, &'static str, &'static str, Does);

const CASES: &[Case] = &[
    ("camt/statement", ">2.00<", ">-2.00<", Rejects(NegativeAmount)),
    ("camt/statement", ">2.00<", ">99999999999999999999.00<", Rejects(AbsurdAmount)),
    ("camt/statement", ">2.00<", ">two<", Rejects(BadAmount)),
    ("camt/statement", ">2.00<", "><", Rejects(MissingField)),
    ("camt/statement", "Ccy=\"EUR\">2.00", "Ccy=\"EUX\">2.00", Rejects(UnknownCurrency)),
    ("camt/statement", "2026-01-12T10:00:00", "2026-03-29T02:30:00", Rejects(TimeInGap)),
    ("camt/statement", "2026-01-12T10:00:00", "2026-10-25T02:30:00", Widens),
    ("camt/statement", "2026-01-12T10:00:00", "2026-02-30T10:00:00", Rejects(BadTime)),
    ("camt/statement", "2026-01-12T10:00:00", "9026-02-20T10:00:00", Rejects(TimeOutOfRange)),
    ("camt/statement", "2026-01-12T10:00:00", "03/04/2026 10:00", Rejects(AmbiguousDate)),
    ("goaml/bi_party_5_0_2", ">49.50<", ">-49.50<", Rejects(NegativeAmount)),
    ("goaml/bi_party_5_0_2", ">49.50<", ">99999999999999999999<", Rejects(AbsurdAmount)),
    ("goaml/bi_party_5_0_2", ">49.50<", ">some<", Rejects(BadAmount)),
    ("goaml/bi_party_5_0_2", "2026-01-10T12:30:00", "2026-03-29T02:30:00", Rejects(TimeInGap)),
    ("goaml/bi_party_5_0_2", "2026-01-10T12:30:00", "2026-10-25T02:30:00", Widens),
    ("goaml/bi_party_5_0_2", "2026-01-10T12:30:00", "2026-02-30T12:30:00", Rejects(BadTime)),
    ("telegram/chat", "\"1767384600\"", "\"soon\"", Rejects(BadTime)),
    ("telegram/chat", "\"1767384600\"", "\"99999999999999999999\"", Rejects(BadTime)),
    ("telegram/chat", "\"1767384600\"", "\"99999999999\"", Rejects(TimeOutOfRange)),
    (
        "telegram/chat",
        "\"duration_seconds\": 125",
        "\"duration_seconds\": \"x\"",
        Rejects(BadInteger),
    ),
    ("telegram/chat", "\"duration_seconds\": 125", "\"duration_seconds\": -5", Rejects(BadInteger)),
    ("whatsapp_text/chat", "31/12/2021, 22:05", "31/12/2021, 25:05", Rejects(BadTime)),
    ("whatsapp_text/chat", "31/12/2021, 22:05", "27/03/2022, 02:30", Rejects(TimeInGap)),
    ("whatsapp_text/chat", "31/12/2021, 22:05", "30/10/2022, 02:30", Widens),
    ("bodyfile/listing", "|12|1376484808", "|twelve|1376484808", Rejects(BadInteger)),
    ("bodyfile/listing", "|12|1376484808", "|12|never", Rejects(BadTime)),
    ("bodyfile/listing", "|12|1376484808", "|12|99999999999999", Rejects(TimeOutOfRange)),
    (
        "bodyfile/listing",
        "|12|1376484808|1376484808|1376484808|1376484808",
        "|12",
        Rejects(WrongWidth),
    ),
    ("hash_list/hashdeep", "6f4a8ac0", "zzzzzzzz", Rejects(BadDigest)),
    ("hash_list/hashdeep", "622,", "-622,", Rejects(BadInteger)),
    ("hash_list/nsrl", "D41D8CD9", "D41D8C", Rejects(BadDigest)),
    ("hash_list/digests", "d41d8cd9", "d41d8c", Rejects(BadDigest)),
    ("gpx/walk", "2026-01-10T11:02:00", "2026-02-30T11:02:00", Rejects(BadTime)),
    ("gpx/walk", "lat=\"45.4650\"", "lat=\"95.4650\"", Rejects(UnknownValue)),
    ("gpx/walk", "lat=\"45.4650\"", "", Rejects(MissingField)),
    ("kml/places", "9.1234567,", "999.1234567,", Rejects(UnknownValue)),
    ("kml/places", "2026-01-10T13:30:00Z", "later", Rejects(BadTime)),
    ("icalendar/calendar", "20260113T080000Z", "20260230T080000Z", Rejects(BadTime)),
    ("icalendar/calendar", "T113000", "T093000", Rejects(EndBeforeStart)),
    ("email/box", "10 Jan 2026 10:05:00 GMT", "soon", Rejects(BadTime)),
    ("vcard/contacts", "+63 917 123 4567", "unknown", Stays),
    ("delimited/positions-a", "45.4642035", "95.4642035", Rejects(UnknownValue)),
    ("delimited/mto-a", "150.00", "-150.00", Rejects(NegativeAmount)),
    ("delimited/mto-a", "150.00", "99999999999999999999", Rejects(AbsurdAmount)),
    ("delimited/mto-a", "150.00", "1e3", Rejects(BadAmount)),
    ("delimited/mto-a", "EUR", "EUX", Rejects(UnknownCurrency)),
    ("delimited/mto-a", "01/02/2026,09:15:00", "03/08/2026,02:30:00", Rejects(TimeInGap)),
    ("delimited/mto-a", "01/02/2026,09:15:00", "11/01/2026,01:30:00", Widens),
    ("delimited/mto-a", "01/02/2026,09:15:00", "13/02/2026,09:15:00", Rejects(BadTime)),
    ("delimited/mto-a", "01/05/2026,21:15:00", ",", Rejects(MissingField)),
    ("delimited/mto-a", "PH-2209", "PH-2209,more", Rejects(WrongWidth)),
    ("delimited/bank-a", "1.250,50;;", "1.250,50;7,00;", Rejects(UnknownValue)),
    ("delimited/calls-a", "2026-01-02T20:10:30Z", "2026-01-02T19:10:30Z", Rejects(EndBeforeStart)),
    ("delimited/calls-a", ",630,", ",-630,", Rejects(BadInteger)),
    ("delimited/logins-a", "50123", "high", Rejects(BadInteger)),
    ("delimited/apple-store-purchases", "$25.00", "$25.0.0", Rejects(BadAmount)),
    ("delimited/apple-store-purchases", "$25.00", "", Rejects(MissingField)),
    ("delimited/apple-photos", "January 10,2026 8:00", "Brumaire 10,2026 8:00", Rejects(BadTime)),
    ("delimited/apple-photos", "Saturday January", "Monday January", Stays),
    ("delimited/apple-devices", "2025-03-01 10:00:00", "N/A", Rejects(MissingField)),
    ("delimited/apple-production-files", "E3B0C4", "E3B0C", Rejects(BadDigest)),
    ("delimited/contact-log-a", "received", "sideways", Rejects(UnknownValue)),
    ("workbook/mto-b", "1.250,50", "-1.250,50", Rejects(NegativeAmount)),
    ("workbook/mto-b", "1.250,50", "99999999999999999999", Rejects(AbsurdAmount)),
    ("workbook/mto-b", "1.250,50", "molto", Rejects(BadAmount)),
    ("workbook/mto-b", "<v>12.5</v>", "<v>1e30</v>", Rejects(AbsurdAmount)),
    ("workbook/mto-b", "<v>12.5</v>", "<v>-12.5</v>", Rejects(NegativeAmount)),
    ("workbook/mto-b", "<v>46085</v>", "<v>9999999</v>", Rejects(TimeOutOfRange)),
    ("workbook/mto-b", "03/01/2026", "29/03/2026</t></si><si><t>", Stays),
    ("workbook/mto-b", "21:05", "25:05", Rejects(BadTime)),
];

#[test]
fn a_value_that_cannot_be_costs_its_row_and_no_other() {
    let mut failed = Vec::new();
    for (name, from, to, does) in CASES {
        let code = name.split('/').next().unwrap();
        let example = examples(code).into_iter().find(|example| example.name == *name).unwrap();
        let bytes = replaced(code, &example.bytes, from, to);
        let whole = hold(reader(code), &example.bytes, &example.settings);
        let held = hold(reader(code), &bytes, &example.settings);
        if let Err(fault) = check(&whole, &held, *does) {
            failed.push(format!("{name}: `{from}` -> `{to}` should give {does:?}: {fault}"));
        }
    }
    assert!(failed.is_empty(), "{}", failed.join("\n"));
}

fn check(whole: &Held, held: &Held, does: Does) -> Result<(), String> {
    if held.halt.is_some() || held.rows.len() != whole.rows.len() {
        return Err(format!("{} of {} rows, {:?}", held.rows.len(), whole.rows.len(), held.halt));
    }
    let changed: Vec<_> =
        held.rows.iter().zip(&whole.rows).filter(|(now, was)| now.outcome != was.outcome).collect();
    let found = match (changed.as_slice(), does) {
        (_, Stays) => return Ok(()),
        ([(row, _)], _) => &row.outcome,
        _ => return Err(format!("{} rows changed", changed.len())),
    };
    match (found, does) {
        (Outcome::Reject(kind), Rejects(wanted)) if *kind == wanted => Ok(()),
        (Outcome::Record(..), Widens) if is_hour_wide(found) => Ok(()),
        (Outcome::Reject(kind), _) => Err(format!("{kind:?}")),
        (Outcome::Record(..), _) => Err("a record".into()),
    }
}

/// Whether a time of the record may be any in an hour and more.
fn is_hour_wide(outcome: &Outcome) -> bool {
    let Outcome::Record(kind, slots) = outcome else { return false };
    let mut wide = false;
    read_slots(*kind, slots, |_, slot| {
        if let SlotRef::Stamp(Some(stamp)) = slot {
            let width_s = (stamp.latest_us - stamp.earliest_us) / 1_000_000;
            wide |= (3_600..7_300).contains(&width_s);
        }
    })
    .unwrap();
    wide
}

/// The exhibit with one value in the place of another, inside the parts of a workbook too.
fn replaced(code: &str, bytes: &[u8], from: &str, to: &str) -> Vec<u8> {
    let swap = |bytes: &[u8]| {
        let at = memchr::memmem::find(bytes, from.as_bytes())?;
        Some([&bytes[..at], to.as_bytes(), &bytes[at + from.len()..]].concat())
    };
    if code != "workbook" {
        return swap(bytes).unwrap_or_else(|| panic!("`{from}` is not in the example"));
    }
    let mut found = false;
    let out = with_parts(bytes, |_, part| {
        let changed = swap(&part);
        found |= changed.is_some();
        changed.unwrap_or(part)
    });
    assert!(found, "`{from}` is not in the workbook");
    out
}

/// A workbook with its parts changed.
pub(crate) fn with_parts(
    bytes: &[u8],
    mut change: impl FnMut(&str, Vec<u8>) -> Vec<u8>,
) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(name.as_str(), options).unwrap();
        writer.write_all(&change(&name, content)).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// The cells of a line, with their quotes.
fn cells(line: &str, separator: char) -> Vec<&str> {
    let mut quoted = false;
    let is_end = |c: char| {
        quoted ^= c == '"';
        c == separator && !quoted
    };
    line.split(is_end).collect()
}

/// Every record with its fields but the last, `extra`, in which the order of columns is kept.
fn but_extra(held: &Held) -> Vec<(Kind, Vec<String>)> {
    let mut out = Vec::new();
    for (kind, slots) in held.records() {
        let mut fields = Vec::new();
        read_slots(kind, slots, |_, slot| fields.push(format!("{slot:?}"))).unwrap();
        fields.pop();
        out.push((kind, fields));
    }
    out
}

#[test]
fn columns_in_another_order_or_more_of_them_change_no_record_but_extra() {
    for example in examples("delimited").into_iter().filter(|e| !e.name.ends_with("bank-a")) {
        let text = String::from_utf8(example.bytes.clone()).unwrap();
        let separator = if example.name.contains("finbench") { '|' } else { ',' };
        let lines = |change: fn(Vec<&str>) -> Vec<&str>| -> String {
            let line = |line: &str| change(cells(line, separator)).join(&separator.to_string());
            text.lines().map(line).fold(String::new(), |all, line| all + &line + "\n")
        };
        let read = |text: &str| hold(reader("delimited"), text.as_bytes(), &example.settings);
        let whole = read(&text);
        let turned = read(&lines(|cells| cells.into_iter().rev().collect()));
        assert_eq!(but_extra(&turned), but_extra(&whole), "{}", example.name);
        let more = read(&lines(|mut cells| {
            cells.insert(1, "more");
            cells
        }));
        assert_eq!(more.counts, whole.counts, "{}: {:?}", example.name, more.halt);
        let fewer = read(&lines(|mut cells| {
            cells.remove(0);
            cells
        }));
        assert!(fewer.halt.is_some() || fewer.counts == whole.counts, "{}", example.name);
    }
}
