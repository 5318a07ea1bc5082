//! Small exhibits that would like to be large: nesting, entities, archives, numbers of columns.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use model::RejectKind::{RowTooLong, TooDeep};
use model::wire::{SlotRef, read_slots};

use crate::held::{Held, Outcome, hold};
use crate::samples::{examples, reader, rome};
use crate::values::with_parts;

/// Longest time for one bomb; two busy cores and a debug build included.
const PATIENCE: Duration = Duration::from_secs(10);

fn read(code: &str, bytes: &[u8], mapping: Option<&str>) -> Held {
    let begun = Instant::now();
    let held = hold(reader(code), bytes, &rome(mapping));
    assert!(begun.elapsed() < PATIENCE, "{code}: {:?}", begun.elapsed());
    held
}

fn text(code: &str, name: &str) -> String {
    let example = examples(code).into_iter().find(|example| example.name == name).unwrap();
    String::from_utf8(example.bytes).unwrap()
}

#[test]
fn elements_a_hundred_thousand_deep_cost_their_row_or_the_exhibit() {
    for depth in [100, 1_000, 100_000] {
        for (code, name, at) in [
            ("camt", "camt/statement", "<AcctSvcrRef>"),
            ("goaml", "goaml/multi_party_4_0", "<transactionnumber>"),
        ] {
            for closed in [true, false] {
                let deep = format!(
                    "{}{}",
                    "<a>".repeat(depth),
                    "</a>".repeat(if closed { depth } else { 0 })
                );
                let bomb = text(code, name).replacen(at, &format!("{deep}{at}"), 1);
                let held = read(code, bomb.as_bytes(), None);
                let said = held.rejects().contains(&TooDeep) || held.halt.is_some();
                assert!(said, "{code} {depth} {closed}: {:?}", held.rejects());
            }
        }
    }
}

#[test]
fn brackets_a_million_deep_cost_their_row() {
    let chat = text("telegram", "telegram/chat");
    for (open, close) in [("[", "]"), ("{\"a\":", "}")] {
        let inner = if open == "[" { "" } else { "1" };
        let deep = format!("{}{inner}{}", open.repeat(1_000_000), close.repeat(1_000_000));
        let bomb = chat.replacen("\"text\": \"filler\"", &format!("\"text\": {deep}"), 1);
        let held = read("telegram", bomb.as_bytes(), None);
        assert_eq!((held.rejects(), held.counts.records), (vec![TooDeep], 3), "{:?}", held.halt);
        let never_closed = chat.replacen("\"text\": \"filler\"", &open.repeat(1_000_000), 1);
        assert!(read("telegram", never_closed.as_bytes(), None).halt.is_some());
    }
}

#[test]
fn entities_are_never_expanded() {
    let mut laughs = String::from("<!DOCTYPE x [<!ENTITY l0 \"filler\">");
    for level in 1..40 {
        let before = format!("&l{};", level - 1).repeat(10);
        write!(laughs, "<!ENTITY l{level} \"{before}\">").unwrap();
    }
    laughs.push_str("]>");
    for (code, name, root, needle) in [
        ("camt", "camt/statement", "<Document", "filler &amp; more"),
        ("goaml", "goaml/multi_party_4_0", "<report", ""),
    ] {
        let plain = text(code, name);
        let bomb = plain.replacen(root, &format!("{laughs}{root}"), 1).replacen(needle, "&l39;", 1);
        let held = read(code, bomb.as_bytes(), None);
        assert_eq!(held.rejects(), [], "{code}: {:?}", held.halt);
        for row in &held.rows {
            let Outcome::Record(kind, slots) = &row.outcome else { continue };
            assert!(slots.len() < 4_096, "{code}: {} bytes", slots.len());
            read_slots(*kind, slots, |_, slot| {
                let SlotRef::Text(text) = slot else { return };
                assert!(!text.contains("fillerfiller"), "{code}: {text}");
            })
            .unwrap();
        }
    }
}

#[test]
fn tags_texts_and_keys_of_many_megabytes_cost_their_row_or_the_exhibit() {
    let huge = "x".repeat(9 << 20);
    let statement = text("camt", "camt/statement");
    for (from, to) in [
        ("filler &amp; more", huge.clone()),
        ("<AcctSvcrRef>", format!("<AcctSvcrRef a=\"{huge}\">")),
        ("<AcctSvcrRef>", format!("<AcctSvcrRef {}>", "a=\"1\" ".repeat(1 << 20))),
        ("<AcctSvcrRef>", format!("<{huge}><AcctSvcrRef>")),
        ("<AcctSvcrRef>", format!("<!-- {huge} --><AcctSvcrRef>")),
        ("<AcctSvcrRef>", format!("<![CDATA[{huge}]]><AcctSvcrRef>")),
    ] {
        let bomb = statement.replacen(from, &to, 1);
        let held = read("camt", bomb.as_bytes(), None);
        let longest = held.records().iter().map(|(_, slots)| slots.len()).max();
        assert!(longest.is_none_or(|longest| longest < 4 << 20), "{longest:?}");
        let lost = held.rows.len() < 3 && held.halt.is_none();
        assert!(!lost, "{} rows after {}", held.rows.len(), &to[..12]);
    }
    let chat = text("telegram", "telegram/chat");
    let long_text = chat.replacen("\"text\": \"filler\"", &format!("\"text\": \"{huge}\""), 1);
    assert_eq!(read("telegram", long_text.as_bytes(), None).rejects(), [RowTooLong]);
    let long_key = chat.replacen("\"name\"", &format!("\"{huge}\""), 1);
    assert!(read("telegram", long_key.as_bytes(), None).halt.is_some());
    let long_number = chat.replacen("\"id\": 2", &format!("\"id\": {}", "9".repeat(1 << 20)), 1);
    assert_eq!(read("telegram", long_number.as_bytes(), None).counts.rows, 4);
}

#[test]
fn a_million_columns_are_refused_or_cost_their_row() {
    let header = ",".repeat(1_000_000);
    let held = read("delimited", format!("{header}\n1\n").as_bytes(), Some("mto-a"));
    assert!(held.halt.is_some());
    let wide = format!("{}{}\n", text("delimited", "delimited/mto-a"), "x,".repeat(500_000));
    let held = read("delimited", wide.as_bytes(), Some("mto-a"));
    assert_eq!((held.counts.records, held.counts.rejects), (2, 1));
}

/// A workbook with one part in the place of another.
fn workbook(name: &str, part: &[u8]) -> Vec<u8> {
    let example = examples("workbook").remove(0);
    with_parts(&example.bytes, |own, content| if own == name { part.to_vec() } else { content })
}

#[test]
fn an_archive_that_unpacks_to_too_much_is_refused() {
    let spaces = vec![b' '; 100 << 20];
    for name in ["xl/sharedStrings.xml", "xl/styles.xml", "xl/workbook.xml"] {
        let bomb = workbook(name, &spaces);
        assert!(bomb.len() < 1 << 20, "the bomb is small");
        let halt = read("workbook", &bomb, Some("mto-b")).halt.unwrap();
        assert!(halt.contains("unpacks to more than") && halt.contains("bomb"), "{halt}");
    }
}

#[test]
fn an_archive_of_too_many_parts_is_refused() {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for number in 0..5_000 {
        let options = zip::write::SimpleFileOptions::default();
        writer.start_file(format!("xl/{number}.xml"), options).unwrap();
        writer.write_all(b"<x/>").unwrap();
    }
    let bomb = writer.finish().unwrap().into_inner();
    let halt = read("workbook", &bomb, Some("mto-b")).halt.unwrap();
    assert!(halt.contains("more than 4096 parts"), "{halt}");
}

#[test]
fn parts_of_a_workbook_that_lie_are_borne() {
    let deep = "<a>".repeat(1_000_000);
    let cell = |reference: &str| {
        format!(
            "<worksheet><sheetData><row r=\"1\"><c r=\"{reference}\" t=\"s\"><v>99999999</v></c></row></sheetData></worksheet>"
        )
    };
    let parts = [
        ("xl/worksheets/sheet1.xml", deep.clone()),
        ("xl/worksheets/sheet1.xml", cell("XFD1048576")),
        ("xl/worksheets/sheet1.xml", cell("ZZZZZZZZ99999999999")),
        ("xl/worksheets/sheet1.xml", cell("A0")),
        ("xl/worksheets/sheet1.xml", cell("")),
        ("xl/worksheets/sheet1.xml", String::new()),
        ("xl/sharedStrings.xml", "<sst uniqueCount=\"4000000000\"></sst>".to_owned()),
        ("xl/sharedStrings.xml", "<sst></sst>".to_owned()),
        ("xl/sharedStrings.xml", deep.clone()),
        ("xl/styles.xml", deep.clone()),
        ("xl/styles.xml", "<styleSheet><cellXfs count=\"4000000000\"/></styleSheet>".to_owned()),
        ("xl/workbook.xml", deep),
        ("xl/workbook.xml", "<workbook><sheets/></workbook>".to_owned()),
        ("xl/_rels/workbook.xml.rels", String::new()),
    ];
    for (name, part) in parts {
        let held = read("workbook", &workbook(name, part.as_bytes()), Some("mto-b"));
        let whole = held.halt.is_none() && held.rejects().is_empty() && held.counts.records > 0;
        assert!(
            !whole || name == "xl/styles.xml",
            "{name} {}: nothing is said",
            &part[..part.len().min(30)]
        );
    }
}
