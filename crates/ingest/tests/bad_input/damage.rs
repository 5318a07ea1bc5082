//! Whole exhibits damaged in every way of a table.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use tutela_ingest::formats::FORMATS;

use crate::held::hold;
use crate::samples::{Example, examples, format};

/// Longest time for one small exhibit, whatever its bytes; two busy cores and a debug build included.
const PATIENCE: Duration = Duration::from_secs(10);

/// A way to damage an exhibit.
type Damage = (&'static str, fn(&[u8]) -> Vec<u8>);

const DAMAGES: &[Damage] = &[
    ("empty", |_| Vec::new()),
    ("one byte", |bytes| bytes[..1].to_vec()),
    ("its first half", |bytes| bytes[..bytes.len() / 2].to_vec()),
    ("its second half", |bytes| bytes[bytes.len() / 2..].to_vec()),
    ("twice over", |bytes| bytes.repeat(2)),
    ("backwards", |bytes| bytes.iter().rev().copied().collect()),
    ("with a byte order mark", |bytes| [b"\xef\xbb\xbf", bytes].concat()),
    ("with a mark of UTF-16", |bytes| [b"\xff\xfe", bytes].concat()),
    ("as UTF-16", |bytes| utf16(bytes, true, u16::to_le_bytes)),
    ("as UTF-16, big end first, no mark", |bytes| utf16(bytes, false, u16::to_be_bytes)),
    ("with a zero in the middle", |bytes| put(bytes, b"\0")),
    ("with a foreign byte in the middle", |bytes| put(bytes, b"\xe9")),
    ("with half a character in the middle", |bytes| put(bytes, b"\xf0\x9f")),
    ("with marks that turn the text", |bytes| put(bytes, "\u{202e}\u{2066}".as_bytes())),
    ("zeros", |bytes| vec![0; bytes.len()]),
    ("with zeros behind", |bytes| [bytes, &[0; 4096]].concat()),
    ("with 0xFF behind", |bytes| [bytes, &[0xff; 4096]].concat()),
    ("with line ends of Windows", |bytes| swap(bytes, b"\n", b"\r\n")),
    ("with line ends of old Macs", |bytes| swap(bytes, b"\n", b"\r")),
    ("without line ends", |bytes| swap(bytes, b"\n", b"")),
    ("without quotes", |bytes| swap(bytes, b"\"", b"")),
    ("with every quote doubled", |bytes| swap(bytes, b"\"", b"\"\"")),
    ("without `>`", |bytes| swap(bytes, b">", b"")),
    ("without end tags", |bytes| swap(bytes, b"</", b"<")),
    ("without closing brackets", |bytes| swap(bytes, b"}", b"")),
    ("with its lines turned round", turned),
    ("with its header wrong", |bytes| [b"no;header,of|any\tkind\n", bytes].concat()),
    ("without its first line", |bytes| {
        bytes
            .iter()
            .position(|byte| *byte == b'\n')
            .map_or(Vec::new(), |at| bytes[at + 1..].to_vec())
    }),
    ("with every line twice", |bytes| {
        bytes
            .split_inclusive(|byte| *byte == b'\n')
            .flat_map(|line| [line, line].concat())
            .collect()
    }),
    ("with a third separator", |bytes| swap(&swap(bytes, b",", b"\x1f"), b";", b"\x1f")),
    ("in capitals", <[u8]>::to_ascii_uppercase),
];

fn utf16(bytes: &[u8], mark: bool, unit: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = String::from_utf8_lossy(bytes);
    let mark = mark.then_some(0xfeff);
    mark.into_iter().chain(text.encode_utf16()).flat_map(unit).collect()
}

fn put(bytes: &[u8], what: &[u8]) -> Vec<u8> {
    let (before, after) = bytes.split_at(bytes.len() / 2);
    [before, what, after].concat()
}

fn swap(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let mut out = Vec::with_capacity(bytes.len());
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at..].starts_with(from) {
            out.extend_from_slice(to);
            at += from.len();
        } else {
            out.push(bytes[at]);
            at += 1;
        }
    }
    out
}

fn turned(bytes: &[u8]) -> Vec<u8> {
    let mut lines: Vec<&[u8]> = bytes.split_inclusive(|byte| *byte == b'\n').collect();
    lines.reverse();
    lines.concat()
}

/// Every example of every format.
fn all() -> impl Iterator<Item = (&'static str, Example)> {
    let codes = FORMATS.iter().map(|format| format.code());
    codes.flat_map(|code| examples(code).into_iter().map(move |example| (code, example)))
}

#[test]
fn every_format_has_examples_that_it_reads_whole() {
    for own in FORMATS {
        assert!(!examples(own.code()).is_empty(), "no example of {}", own.code());
    }
    for (code, example) in all() {
        let held = hold(format(code), &example.bytes, &example.settings);
        assert_eq!(held.halt, None, "{}", example.name);
        // One reported transaction of this example has no time that can be read.
        let known = usize::from(example.name == "goaml/bi_party_2_0");
        assert_eq!(held.rejects().len(), known, "{}: {:?}", example.name, held.rejects());
        assert!(held.counts.records > 0, "{}", example.name);
    }
}

#[test]
fn every_damage_to_every_format_is_borne() {
    for (code, example) in all() {
        for (name, damage) in DAMAGES {
            let begun = Instant::now();
            let bytes = damage(&example.bytes);
            // A panic inside says which property failed; this line says of what.
            let reading =
                std::panic::AssertUnwindSafe(|| hold(format(code), &bytes, &example.settings));
            let held = std::panic::catch_unwind(reading);
            assert!(held.is_ok(), "{} {name}", example.name);
            assert!(begun.elapsed() < PATIENCE, "{} {name}: {:?}", example.name, begun.elapsed());
        }
    }
}

#[test]
fn what_is_read_as_a_foreign_format_is_refused_or_set_aside() {
    for (_, example) in all() {
        for own in FORMATS {
            hold(*own, &example.bytes, &example.settings);
        }
    }
}

#[test]
fn an_empty_exhibit_is_refused_or_has_no_rows() {
    for (code, example) in all() {
        let held = hold(format(code), b"", &example.settings);
        assert_eq!(held.counts.rows, 0, "{}", example.name);
    }
}

#[test]
fn the_same_bytes_give_the_same_outcome() {
    for (code, example) in all() {
        for (name, damage) in DAMAGES {
            let bytes = damage(&example.bytes);
            let read = || hold(format(code), &bytes, &example.settings);
            assert_eq!(read(), read(), "{} {name}", example.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_borne(bytes: Vec<u8>) {
        for (code, example) in all() {
            hold(format(code), &bytes, &example.settings);
        }
    }

    #[test]
    fn any_bytes_in_the_middle_are_borne(
        at: prop::sample::Index,
        gone in 0usize..40,
        bytes in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        for (code, example) in all() {
            let start = at.index(example.bytes.len());
            let end = (start + gone).min(example.bytes.len());
            let changed = [&example.bytes[..start], &bytes, &example.bytes[end..]].concat();
            hold(format(code), &changed, &example.settings);
        }
    }
}
