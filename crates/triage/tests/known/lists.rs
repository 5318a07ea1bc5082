//! Lists of one digest a line: whatever way a line is read, it says what the plain way says.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::Path;

use proptest::prelude::*;
use tutela_triage::known::{Digests, Fault, KnownError, KnownSets, ROOM_BYTES, Refusal, Update};

use super::claim;

/// So little room that every few rows go to disk as a run.
const LITTLE_ROOM: usize = 1_000;

/// A line of a list.
#[derive(Debug, Clone)]
enum Line {
    /// A digest, in capitals or not, with what stands around it.
    Digest { digest: [u8; 16], is_upper: bool, before: &'static str, behind: &'static str },
    /// Anything else: the line, and what it is refused for.
    Other(String, Option<Fault>),
}

impl Line {
    fn write(&self, text: &mut String, name: &str) {
        match self {
            Self::Digest { digest, is_upper, before, behind } => {
                text.push_str(before);
                for byte in digest {
                    let _ = if *is_upper {
                        write!(text, "{byte:02X}")
                    } else {
                        write!(text, "{byte:02x}")
                    };
                }
                text.push_str(name);
                text.push_str(behind);
            }
            Self::Other(line, _) => text.push_str(line),
        }
    }
}

fn good() -> impl Strategy<Value = Line> {
    // Few first bytes, so that digests are given again.
    let digest = prop_oneof![
        any::<[u8; 16]>(),
        (0u8..9).prop_map(|lead| {
            let mut digest = [0x5A; 16];
            digest[0] = lead;
            digest
        }),
    ];
    let before = prop_oneof![9 => Just(""), 1 => Just(" "), 1 => Just("\t")];
    let behind = prop_oneof![9 => Just(""), 1 => Just(" "), 1 => Just("\t "), 1 => Just("\r")];
    (digest, any::<bool>(), before, behind).prop_map(|(digest, is_upper, before, behind)| {
        Line::Digest { digest, is_upper, before, behind }
    })
}

fn passed() -> impl Strategy<Value = Line> {
    prop_oneof![Just(""), Just("  "), Just("#"), Just("# a comment\r")]
        .prop_map(|line| Line::Other(line.to_owned(), None))
}

fn bad() -> impl Strategy<Value = Line> {
    let digit = "92e792c43c35e96fed3f9566083326fc";
    prop_oneof![
        (0usize..32).prop_map(move |len| format!("{}x", &digit[..len])),
        (1usize..32).prop_map(move |len| digit[..len].to_owned()),
        (0usize..32, prop_oneof!["[g-zG-Z/:@`]", "[À-ÿ]"]).prop_map(move |(at, other)| {
            format!("{}{other}{}", &digit[..at], &digit[at + other.len().min(32 - at)..])
        }),
        Just(format!("{digit}{digit}00")),
    ]
    .prop_filter("a digest", move |line| line.len() != 40 && line.len() != 64)
    .prop_map(|line| Line::Other(line, Some(Fault::BadDigest)))
}

/// How the lines of a list end.
fn end() -> impl Strategy<Value = &'static str> {
    prop_oneof![Just("\n"), Just("\r\n")]
}

fn add(folder: &Path, text: &str, room: usize) -> Result<KnownSets, Refusal> {
    let list = folder.join("list.txt");
    fs::write(&list, text).unwrap();
    let mut update = Update::begin(&folder.join("known"), room).unwrap();
    match update.add(&claim("list"), &list) {
        Ok(_) => Ok(update.publish().unwrap()),
        Err(KnownError::Refused(refusal)) => Err(refusal),
        Err(other) => panic!("{other}"),
    }
}

fn rows_of(sets: &KnownSets, digest: [u8; 16]) -> u64 {
    let hits = sets.look_up(&Digests { md5: Some(digest), ..Digests::default() });
    hits.iter().map(|hit| hit.rows).sum()
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 48, ..ProptestConfig::default() })]

    #[test]
    fn a_list_is_read_as_line_by_line(
        first in good(),
        lines in prop::collection::vec(prop_oneof![12 => good(), 1 => passed()], 0..300),
        fault in prop::option::weighted(0.3, (bad(), any::<prop::sample::Index>())),
        end in end(),
        has_last_end in any::<bool>(),
        is_named in any::<bool>(),
        room in prop_oneof![Just(LITTLE_ROOM), Just(ROOM_BYTES)],
    ) {
        let mut lines: Vec<Line> = std::iter::once(first).chain(lines).collect();
        if let Some((bad, at)) = fault.clone() {
            lines.insert(1 + at.index(lines.len()), bad);
        }
        let mut text = String::new();
        for line in &lines {
            line.write(&mut text, if is_named { "  a name" } else { "" });
            text.push_str(end);
        }
        if !has_last_end {
            text.truncate(text.len() - end.len());
        }
        let folder = tempfile::tempdir().unwrap();
        let refused = lines.iter().position(|line| matches!(line, Line::Other(_, Some(_))));
        match add(folder.path(), &text, room) {
            Ok(sets) => {
                prop_assert_eq!(refused, None);
                let mut truth: BTreeMap<[u8; 16], u64> = BTreeMap::new();
                for line in &lines {
                    if let Line::Digest { digest, .. } = line {
                        *truth.entry(*digest).or_default() += 1;
                    }
                }
                prop_assert_eq!(sets.md5.len(), truth.len() as u64);
                for (digest, rows) in &truth {
                    prop_assert_eq!(rows_of(&sets, *digest), *rows);
                }
                let card = &sets.cards()[0];
                prop_assert_eq!(card.rows, truth.values().sum::<u64>());
                prop_assert_eq!(card.source_bytes, text.len() as u64);
                sets.verify().unwrap();
            }
            Err(refusal) => {
                let at = refused.unwrap();
                prop_assert_eq!(&refusal.place, &format!("line {}", at + 1));
                // With names the fault of a word alone is that no name follows it.
                let expected = if is_named { Fault::Malformed } else { Fault::BadDigest };
                prop_assert_eq!(refusal.fault, expected);
                let digests = lines[..at].iter();
                let digests = digests.filter(|line| matches!(line, Line::Digest { .. })).count();
                prop_assert_eq!(refusal.rows_before, digests as u64);
            }
        }
    }
}

/// A digest of so many bytes for a number, spread evenly.
fn hex_of(number: u64, bytes: usize) -> String {
    let mut out = String::new();
    let mut state = number;
    while out.len() < 2 * bytes {
        state = (state ^ (state >> 31)).wrapping_mul(0x9E37_79B9_7F4A_7C15).wrapping_add(number);
        let _ = write!(out, "{:08x}", state >> 32);
    }
    out.truncate(2 * bytes);
    out
}

/// A long list, so that lines go on from one block that is read to the next at every offset.
fn long_list(rows: u64, bytes: usize, is_named: bool) -> String {
    let mut text = String::new();
    for number in 0..rows {
        // A third of the digests is there twice.
        let _ = write!(text, "{}", hex_of(number % (rows * 3 / 4), bytes));
        if is_named {
            let _ = write!(text, "  {}", "n".repeat(usize::try_from(number % 90).unwrap() + 1));
        }
        text.push('\n');
    }
    text
}

#[test]
fn a_list_of_any_kind_gives_the_same_files_in_little_room_as_in_much() {
    for (bytes, is_named) in [(16, false), (20, false), (32, false), (16, true), (20, true)] {
        let folder = tempfile::tempdir().unwrap();
        let text = long_list(40_000, bytes, is_named);
        let mut whole: Vec<Vec<Vec<u8>>> = Vec::new();
        for (turn, room) in [ROOM_BYTES, 300_000].into_iter().enumerate() {
            let own = folder.path().join(turn.to_string());
            fs::create_dir(&own).unwrap();
            let sets = add(&own, &text, room).unwrap();
            let len = [sets.md5.len(), sets.sha1.len(), sets.sha256.len()];
            assert_eq!(len.iter().sum::<u64>(), 30_000, "{bytes} {room}");
            sets.verify().unwrap();
            let files = ["md5", "sha1", "sha256"].map(|kind| {
                fs::read(own.join(format!("known/generation-000001/{kind}.index"))).unwrap()
            });
            assert_eq!(fs::read_dir(own.join("known/generation-000001")).unwrap().count(), 4);
            whole.push(files.to_vec());
        }
        assert!(whole[0] == whole[1], "{bytes} {is_named}");
    }
}

#[test]
fn a_fault_far_inside_is_told_with_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let text = long_list(40_000, 16, false);
    for line in [2, 7_944, 7_945, 7_946, 39_999, 40_000] {
        let at = (line - 1) * 33;
        let short = [&text[..at], &text[at + 1..]].concat();
        let refusal = add(folder.path(), &short, ROOM_BYTES).unwrap_err();
        assert_eq!(refusal.place, format!("line {line}"));
        assert_eq!(refusal.rows_before, line as u64 - 1);
        let kind = [&text[..at], &hex_of(1, 20), "\n", &text[at + 33..]].concat();
        let refusal = add(folder.path(), &kind, ROOM_BYTES).unwrap_err();
        assert_eq!((refusal.fault, refusal.place), (Fault::MixedKinds, format!("line {line}")));
    }
    let long = format!("{text}{}\n", "0".repeat(1 << 20));
    let refusal = add(folder.path(), &long, ROOM_BYTES).unwrap_err();
    assert_eq!((refusal.fault, refusal.place), (Fault::TooLong, "line 40001".to_owned()));
}

#[test]
fn digests_that_begin_alike_go_to_disk_before_they_fill_the_room() {
    let folder = tempfile::tempdir().unwrap();
    let mut text = String::new();
    for number in (0..40_000u32).rev() {
        let _ = writeln!(text, "{:024}{number:08x}", 0);
    }
    let sets = add(folder.path(), &text, 300_000).unwrap();
    assert_eq!(sets.md5.len(), 40_000);
    for number in [0u32, 1, 20_000, 39_999] {
        let mut digest = [0; 16];
        digest[12..].copy_from_slice(&number.to_be_bytes());
        assert_eq!(rows_of(&sets, digest), 1);
    }
}
