//! One row cut, doubled, or spoilt: the others come out as they did.

use model::RejectKind;
use tutela_ingest::formats::FORMATS;

use crate::held::{Held, Outcome, Row, hold};
use crate::samples::{Example, examples, reader};

/// What an example is written in, by its first character.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Written {
    Xml,
    Json,
    /// A document a line.
    JsonLines,
    Lines,
}

/// Whether the first of several lines is a document of its own.
fn first_line_is_whole(bytes: &[u8]) -> bool {
    let mut lines = bytes.split(|byte| *byte == b'\n').filter(|line| !line.is_empty());
    let first = lines.next().unwrap_or_default();
    lines.next().is_some() && serde_json::from_slice::<serde_json::Value>(first).is_ok()
}

fn written(example: &Example) -> Written {
    let second = example.bytes.get(1..).unwrap_or_default().trim_ascii_start().first();
    match example.bytes.first() {
        // A block of SWIFT begins with a brace too, and has no name behind it.
        Some(b'{') if !matches!(second, Some(b'"' | b'}')) => Written::Lines,
        Some(b'<') => Written::Xml,
        Some(b'{') if first_line_is_whole(&example.bytes) => Written::JsonLines,
        Some(b'{') => Written::Json,
        Some(b'[') if example.bytes.trim_ascii_end().ends_with(b"]") => Written::Json,
        // The older form of OFX has a head of its own before its elements.
        _ if example.bytes.starts_with(b"OFXHEADER") => Written::Xml,
        // An archive of X is a script that assigns a JSON document.
        _ if example.bytes.starts_with(b"window.") => Written::Json,
        _ => Written::Lines,
    }
}

/// Formats whose rows are no stretches of text that can be cut or written twice: in a compressed
/// workbook they have no bytes of their own, in a database or store their places or sums stand elsewhere.
const NOT_TEXT: &[&str] = &["workbook", "sqlite", "leveldb"];

/// Every example whose rows have bytes of their own.
fn with_bytes() -> Vec<(&'static str, Example, Held)> {
    let mut out = Vec::new();
    let codes = FORMATS.iter().map(|format| format.code());
    for code in codes.filter(|code| !NOT_TEXT.contains(code)) {
        for example in examples(code) {
            let whole = hold(reader(code), &example.bytes, &example.settings);
            out.push((code, example, whole));
        }
    }
    out
}

fn end(row: &Row) -> usize {
    usize::try_from(row.place.bytes_start + row.place.bytes_len).unwrap()
}

fn start(row: &Row) -> usize {
    usize::try_from(row.place.bytes_start).unwrap()
}

#[test]
fn a_cut_anywhere_keeps_every_row_before_it_and_says_so() {
    for (code, example, whole) in with_bytes() {
        let text_end = example.bytes.trim_ascii_end().len();
        // Every few bytes, and every byte around the ends of rows.
        let near = |cut: usize| whole.rows.iter().any(|row| end(row).abs_diff(cut) < 3);
        for cut in (0..example.bytes.len()).filter(|cut| cut % 11 == 0 || near(*cut)) {
            let held = hold(reader(code), &example.bytes[..cut], &example.settings);
            // A cut right after a line cannot be told from its end. A cut booking takes its
            // transactions with it, into one reject.
            for before in whole.rows.iter().filter(|row| end(row) < cut) {
                let kept = held
                    .rows
                    .iter()
                    .any(|row| start(row) <= start(before) && end(before) <= end(row));
                assert!(
                    kept || held.rows.is_empty() && held.halt.is_some(),
                    "{} cut at {cut} loses {}: {:?}",
                    example.name,
                    before.place,
                    held.halt
                );
            }
            let document = matches!(written(&example), Written::Xml | Written::Json);
            if document && cut > 0 && cut < text_end {
                assert!(held.halt.is_some(), "{} cut at {cut} reads as whole", example.name);
            }
        }
    }
}

#[test]
fn a_row_that_stands_twice_is_two_records() {
    for (code, example, whole) in with_bytes() {
        let last = whole.rows.last().unwrap();
        let own = &example.bytes[start(last)..end(last)];
        let joint: &[u8] = match written(&example) {
            Written::Xml => b"",
            Written::Json => b",",
            Written::JsonLines | Written::Lines => b"\n",
        };
        let (before, after) = example.bytes.split_at(end(last));
        let bytes = [before, joint, own, after].concat();
        let held = hold(reader(code), &bytes, &example.settings);
        assert_eq!(held.rows.len(), whole.rows.len() + 1, "{}: {:?}", example.name, held.rows);
        let [.., first, second] = held.rows.as_slice() else { panic!("{}", example.name) };
        assert_eq!(first.outcome, second.outcome, "{}", example.name);
        assert_eq!(
            second.place.bytes_start,
            first.place.bytes_start + (own.len() + joint.len()) as u64
        );
    }
}

/// A letter in the text of a row of each example, and what a foreign byte there does to the row:
/// names of files are bytes and are escaped, all other text is set aside.
const SPOILT: &[(&str, &str, Option<RejectKind>)] = &[
    ("camt/statement", "filler", Some(RejectKind::BadEncoding)),
    ("telegram/chat", "filler", Some(RejectKind::BadEncoding)),
    ("whatsapp_text/chat", "filler", Some(RejectKind::BadEncoding)),
    ("delimited/mto-a", "Esempio", Some(RejectKind::BadEncoding)),
    ("delimited/bank-a", "bonifico", Some(RejectKind::BadEncoding)),
    ("goaml/bi_party_5_0_2", "<transactionnumber>", Some(RejectKind::BadEncoding)),
    ("gpx/walk", "place ", Some(RejectKind::BadEncoding)),
    ("bodyfile/listing", "one.jpg", None),
    ("hash_list/hashdeep", "a,b.jpg", None),
    ("hash_list/md5deep", "a.jpg", None),
];

#[test]
fn a_foreign_byte_costs_its_row_and_no_other() {
    let all = with_bytes();
    for (name, needle, kind) in SPOILT {
        let (code, example, whole) =
            all.iter().find(|(_, example, _)| example.name == *name).unwrap();
        let at = memchr::memmem::find(&example.bytes, needle.as_bytes()).unwrap() + needle.len();
        let (before, after) = example.bytes.split_at(at);
        let bytes = [before, b"\xe9", after].concat();
        let held = hold(reader(code), &bytes, &example.settings);
        assert_eq!(held.rows.len(), whole.rows.len(), "{name}: {:?}", held.halt);
        let mut changed = 0;
        for (row, before) in held.rows.iter().zip(&whole.rows) {
            if row.outcome == before.outcome {
                continue;
            }
            changed += 1;
            let found = match row.outcome {
                Outcome::Reject(kind) => Some(kind),
                Outcome::Record(..) => None,
            };
            assert_eq!(found, *kind, "{name}");
        }
        assert_eq!(changed, 1, "{name}");
    }
}

#[test]
fn a_byte_order_mark_changes_no_record() {
    for (code, example, whole) in with_bytes() {
        let bytes = [b"\xef\xbb\xbf", example.bytes.as_slice()].concat();
        let held = hold(reader(code), &bytes, &example.settings);
        assert_eq!(held.records(), whole.records(), "{}", example.name);
        assert_eq!(held.halt, None, "{}", example.name);
    }
}

#[test]
fn line_ends_of_windows_change_no_count() {
    for (code, example, whole) in with_bytes() {
        let text = String::from_utf8(example.bytes).unwrap().replace('\n', "\r\n");
        let held = hold(reader(code), text.as_bytes(), &example.settings);
        assert_eq!(held.counts, whole.counts, "{}", example.name);
    }
}

#[test]
fn utf_16_gives_the_same_records() {
    // JSON that travels is UTF-8 (RFC 8259, section 8.1), and a message states the encoding of each
    // of its parts.
    let all = with_bytes().into_iter().filter(|(code, ..)| *code != "email");
    let json = |own: &Example| matches!(written(own), Written::Json | Written::JsonLines);
    for (code, example, whole) in all.filter(|(_, own, _)| !json(own)) {
        let text = String::from_utf8(example.bytes).unwrap().replace("encoding=\"UTF-8\"", "");
        let mark = std::iter::once(0xfeff);
        let bytes: Vec<u8> = mark.chain(text.encode_utf16()).flat_map(u16::to_le_bytes).collect();
        let held = hold(reader(code), &bytes, &example.settings);
        assert_eq!(held.records(), whole.records(), "{}: {:?}", example.name, held.halt);
    }
}

#[test]
fn the_bytes_of_a_row_are_the_whole_of_it() {
    for (_, example, whole) in with_bytes() {
        for row in &whole.rows {
            let own = &example.bytes[start(row)..end(row)];
            let complete = match written(&example) {
                Written::Xml => own.starts_with(b"<") && own.ends_with(b">"),
                Written::Json | Written::JsonLines => {
                    serde_json::from_slice::<serde_json::Value>(own).is_ok()
                }
                // A line, or several, without the last line end.
                Written::Lines => {
                    let before = example.bytes[..start(row)].last();
                    let after = example.bytes.get(end(row));
                    before.is_none_or(|byte| *byte == b'\n')
                        && after.is_none_or(|byte| *byte == b'\n')
                }
            };
            assert!(
                complete,
                "{}: {} is {:?}",
                example.name,
                row.place,
                String::from_utf8_lossy(own)
            );
        }
    }
}
