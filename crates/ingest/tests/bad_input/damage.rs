//! Whole exhibits damaged in every way of a table.

use std::time::{Duration, Instant};

use proptest::prelude::*;
use tutela_ingest::Head;
use tutela_ingest::formats::FORMATS;
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::{HOUSE, Reader};

use crate::held::{ENOUGH, hold};
use crate::samples::{Example, examples, reader, rome};

/// Longest time for one small exhibit, whatever its bytes; two busy cores and a debug build included.
const PATIENCE: Duration = Duration::from_secs(10);

/// Longest example that is damaged in every way: to an image these say little, and its twins
/// (`twins.rs`) say more.
const DAMAGED_BYTES_MAX: usize = 64 * 1024;

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

/// Every example of every reader.
fn all() -> impl Iterator<Item = (&'static str, Example)> {
    let codes = HOUSE.readers().map(Reader::code);
    codes.flat_map(|code| examples(code).into_iter().map(move |example| (code, example)))
}

/// Every example that is short enough.
fn short() -> impl Iterator<Item = (&'static str, Example)> {
    all().filter(|(_, example)| example.bytes.len() <= DAMAGED_BYTES_MAX)
}

/// Every example of a format: containers have changes by chance of their own (`replay.rs`).
fn of_formats() -> impl Iterator<Item = (&'static str, Example)> {
    all().filter(|(code, _)| matches!(reader(code), Reader::Format(_)))
}

#[test]
fn every_format_has_examples_that_it_reads_whole() {
    for own in FORMATS {
        assert!(!examples(own.code()).is_empty(), "no example of {}", own.code());
        for example in examples(own.code()) {
            let held = hold(Reader::Format(*own), &example.bytes, &example.settings);
            assert_eq!(held.halt, None, "{}", example.name);
            // One reported transaction of this example has no time that can be read.
            let known = usize::from(example.name == "goaml/bi_party_2_0");
            assert_eq!(held.rejects().len(), known, "{}: {:?}", example.name, held.rejects());
            assert!(held.counts.records > 0, "{}", example.name);
        }
    }
}

#[test]
fn every_container_has_examples_that_it_knows_and_reads_whole() {
    for own in HOUSE.containers {
        let code = own.code();
        assert!(!examples(code).is_empty(), "no example of {code}");
        for example in examples(code) {
            let held = hold(Reader::Container(*own), &example.bytes, &example.settings);
            let name = example.name;
            let halt = held.halt.filter(|halt| halt != ENOUGH);
            assert_eq!((halt, held.counts.rejects), (None, 0), "{name}");
            // What is only named has no members.
            assert_eq!(held.members.is_empty(), code == "unread_volume", "{name}");
            let listed = held.members.iter().any(|one| one.format == "bodyfile");
            let from_here =
                !matches!(code, "unread_volume" | "dmg" | "hfsplus" | "ntfs" | "exfat" | "apfs");
            assert!(listed || !from_here || code == "iso9660" || name == "ext/small", "{name}");
            // Parts of a file are known by their names alone.
            let head = Head::of(&example.bytes, &example.settings);
            let Recognised::Taken(reader, _) = recognise(&HOUSE, None, &head) else {
                panic!("nobody knows {name}")
            };
            assert!(reader.code() == code || code == "split", "{name} is {}", reader.code());
        }
    }
}

#[test]
fn every_damage_to_every_reader_is_borne() {
    for (code, example) in short() {
        for (name, damage) in DAMAGES {
            let begun = Instant::now();
            let bytes = damage(&example.bytes);
            // A panic inside says which property failed; this line says of what.
            let reading =
                std::panic::AssertUnwindSafe(|| hold(reader(code), &bytes, &example.settings));
            let held = std::panic::catch_unwind(reading);
            assert!(held.is_ok(), "{} {name}", example.name);
            assert!(begun.elapsed() < PATIENCE, "{} {name}: {:?}", example.name, begun.elapsed());
        }
    }
}

#[test]
fn what_is_read_by_a_foreign_reader_is_refused_or_set_aside() {
    for (_, example) in short() {
        for own in HOUSE.readers() {
            hold(own, &example.bytes, &example.settings);
        }
    }
}

#[test]
fn an_empty_exhibit_is_refused_or_has_no_rows() {
    for own in FORMATS {
        let held = hold(Reader::Format(*own), b"", &rome(None));
        assert_eq!(held.counts.rows, 0, "{}", own.code());
    }
    for own in HOUSE.containers {
        let held = hold(Reader::Container(*own), b"", &rome(None));
        let has_content = held.members.iter().any(|one| one.counts.rows > 0);
        assert!(!has_content, "{}: {:?}", own.code(), held.members);
    }
}

#[test]
fn the_same_bytes_give_the_same_outcome() {
    for (code, example) in short() {
        for (name, damage) in DAMAGES {
            let bytes = damage(&example.bytes);
            let read = || hold(reader(code), &bytes, &example.settings);
            assert_eq!(read(), read(), "{} {name}", example.name);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 64, ..ProptestConfig::default() })]

    #[test]
    fn any_bytes_are_borne(bytes: Vec<u8>) {
        for (code, example) in of_formats() {
            hold(reader(code), &bytes, &example.settings);
        }
    }

    #[test]
    fn any_bytes_in_the_middle_are_borne(
        at: prop::sample::Index,
        gone in 0usize..40,
        bytes in proptest::collection::vec(any::<u8>(), 0..40),
    ) {
        for (code, example) in of_formats() {
            let start = at.index(example.bytes.len());
            let end = (start + gone).min(example.bytes.len());
            let changed = [&example.bytes[..start], &bytes, &example.bytes[end..]].concat();
            hold(reader(code), &changed, &example.settings);
        }
    }
}
