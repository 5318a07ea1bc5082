//! What is nested to tire a reader, and names that would lead out: over the whole register.

use std::io::{Cursor, Write as _};
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::GzEncoder;
use model::wire::{SlotRef, read_slots};
use tutela_ingest::register::{HOUSE, Reader};
use tutela_ingest::{DEPTH_MAX, MemberState};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::held::{Held, Outcome, hold};
use crate::samples::{examples, reader, rome};

/// Longest time for one exhibit; two busy cores and a debug build included.
const PATIENCE: Duration = Duration::from_secs(20);

/// Far deeper than anything that was ever meant to be read.
const DEPTH: usize = 100_000;

fn read(code: &str, bytes: &[u8]) -> Held {
    hold(reader(code), bytes, &rome(None))
}

/// The exhibit with `deep` put in behind every `every`th place of `needle`.
fn with(bytes: &[u8], needle: &[u8], at: usize, deep: &[u8]) -> Option<Vec<u8>> {
    let place = memchr::memmem::find_iter(bytes, needle).nth(at)? + needle.len();
    Some([&bytes[..place], deep, &bytes[place..]].concat())
}

#[test]
fn every_document_bears_what_is_a_hundred_thousand_deep() {
    let never = |open: &str| open.repeat(DEPTH);
    let closed = |open: &str, close: &str| open.repeat(DEPTH) + &close.repeat(DEPTH);
    let tables: [(&[u8], Vec<String>); 2] = [
        (b">", vec![closed("<div>", "</div>"), never("<a>"), never("<!--"), never("<a b='")]),
        (b":", vec![closed("[", "]") + ",\"k\":", never("["), never("{\"a\":")]),
    ];
    for own in HOUSE.formats {
        for example in examples(own.code()) {
            let document = match example.bytes.trim_ascii_start().first() {
                Some(b'<') => &tables[0],
                Some(b'{' | b'[') => &tables[1],
                _ => continue,
            };
            for deep in &document.1 {
                for at in [0, 5, 20] {
                    let bomb = with(&example.bytes, document.0, at, deep.as_bytes());
                    let Some(bomb) = bomb else { continue };
                    let begun = Instant::now();
                    hold(Reader::Format(*own), &bomb, &example.settings);
                    assert!(begun.elapsed() < PATIENCE, "{}: {:?}", example.name, begun.elapsed());
                }
            }
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn zip(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn tar(name: &[u8], size: [u8; 12], kind: u8, link: &[u8], content: &[u8]) -> Vec<u8> {
    let mut head = vec![0; 512];
    head[..name.len()].copy_from_slice(name);
    head[100..108].copy_from_slice(b"0000644\0");
    head[124..136].copy_from_slice(&size);
    head[136..148].copy_from_slice(b"00000000000\0");
    head[148..156].fill(b' ');
    head[156] = kind;
    head[157..157 + link.len()].copy_from_slice(link);
    head[257..265].copy_from_slice(b"ustar\x0000");
    let sum: u32 = head.iter().map(|byte| u32::from(*byte)).sum();
    head[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
    head.extend(content);
    head.resize(head.len().next_multiple_of(512), 0);
    head
}

#[test]
fn a_hundred_archives_in_each_other_end_at_the_limit_and_the_rest_is_told() {
    let mut layers: Vec<(&str, Vec<u8>)> = Vec::new();
    for code in ["gzip", "zip", "tar"] {
        let mut bytes = b"filler".to_vec();
        for _ in 0..100 {
            let size = format!("{:011o}\0", bytes.len()).into_bytes().try_into().unwrap();
            bytes = match code {
                "gzip" => gzip(&bytes),
                "zip" => zip(&[("in.zip", &bytes), ("beside.txt", b"filler")]),
                _ => [tar(b"in.tar", size, b'0', b"", &bytes), vec![0; 1024]].concat(),
            };
        }
        layers.push((code, bytes));
    }
    for (code, bytes) in layers {
        let held = read(code, &bytes);
        let deepest: Vec<_> =
            held.members.iter().filter(|one| one.reason.contains("deeper than")).collect();
        assert_eq!((deepest.len(), held.halt), (1, None), "{code}");
        assert_eq!((deepest[0].state, deepest[0].chain.0.len()), (MemberState::Unread, DEPTH_MAX));
        let beside = held.members.iter().filter(|one| one.inside.ends_with("beside.txt")).count();
        assert_eq!(beside, if code == "zip" { DEPTH_MAX } else { 0 });
    }
}

#[test]
fn a_member_as_long_as_the_world_is_told_and_never_awaited() {
    let mut longest = [0xff; 12];
    longest[..4].copy_from_slice(&[0x80, 0, 0, 0]);
    for size in [longest, *b"77777777777\0", [0x7f; 12], *b"-0000000001\0"] {
        let bytes = [tar(b"long", size, b'0', b"", b"filler"), vec![0; 1024]].concat();
        let held = read("tar", &bytes);
        let said = held.halt.is_some()
            || held.counts.rejects > 0
            || held.members.iter().any(|one| one.state == MemberState::Failed);
        assert!(said, "{size:?}: {:?}", held.members);
    }
    // A size of 2^32 - 1 in the directory of a zip archive, and in its entry.
    let mut bytes = zip(&[("long", b"filler"), ("next", b"filler")]);
    for (mark, at) in [(b"PK\x01\x02", 20), (b"PK\x03\x04", 18)] {
        let found = memchr::memmem::find(&bytes, mark).unwrap() + at;
        bytes[found..found + 8].copy_from_slice(&[0xfe, 0xff, 0xff, 0xff, 0xfe, 0xff, 0xff, 0xff]);
    }
    let held = read("zip", &bytes);
    let states: Vec<_> = held.members.iter().map(|one| one.state).collect();
    assert_eq!(states, [MemberState::Failed, MemberState::Unread], "{:?}", held.members);
}

/// The paths told of an exhibit.
fn paths(held: &Held) -> Vec<String> {
    let mut paths = Vec::new();
    for row in &held.rows {
        let Outcome::Record(kind, slots) = &row.outcome else { continue };
        read_slots(*kind, slots, |index, slot| {
            if let (Some("path"), SlotRef::Text(text)) =
                (kind.fields().get(index).map(|field| field.name), slot)
            {
                paths.push(text.to_owned());
            }
        })
        .unwrap();
    }
    paths
}

#[test]
fn names_that_would_lead_out_are_told_as_names() {
    let hostile = [
        "../../../etc/passwd",
        "/etc/passwd",
        "//server/share",
        "a/../../b",
        "./././c",
        "C:\\Windows\\system32",
        "..\\..\\d",
        "con",
        "e\u{202e}txt.exe",
        "f\u{0}g",
        "\u{7f}\u{1b}[2J",
        "..",
        ".",
        "/",
    ];
    let files: Vec<(&str, &[u8])> = hostile.iter().map(|name| (*name, &b"filler"[..])).collect();
    let size = *b"00000000006\0";
    let mut tars: Vec<u8> = hostile
        .iter()
        .flat_map(|name| tar(name.as_bytes(), size, b'0', b"", b"filler"))
        .chain(tar(b"link", *b"00000000000\0", b'2', b"/etc/passwd", b""))
        .chain(tar(b"\xff\xfe\xe9", size, b'0', b"", b"filler"))
        .collect();
    tars.extend([0; 1024]);
    for (code, bytes, members) in [("zip", zip(&files), hostile.len()), ("tar", tars, 16)] {
        let held = read(code, &bytes);
        assert_eq!((held.counts.rows, &held.halt), (members as u64, &None), "{code}");
        let told = paths(&held);
        assert_eq!(told.len(), members, "{code}");
        // A part `..` is what the archive states: it is told, and nothing is ever opened by it.
        for path in told {
            let is_odd = path.starts_with('/') || path.contains(|c: char| c.is_control());
            assert!(!is_odd, "{code}: {path:?}");
        }
    }
}
