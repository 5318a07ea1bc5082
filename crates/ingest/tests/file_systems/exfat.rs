//! exFAT: a card made here, held against The Sleuth Kit.

use std::io::{Cursor, Read};

use crate::expected;
use crate::made::filler;
use crate::members::{sha256, walk, zone};

/// The card of `fixtures/exfat/make.py`.
pub(crate) fn made() -> Vec<u8> {
    let packed = include_bytes!("../fixtures/exfat/volume.zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
    let mut bytes = Vec::new();
    archive.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn pieces() -> Vec<u8> {
    (0..100).flat_map(|number| format!("{number:08}").repeat(128).into_bytes()).collect()
}

/// Sets bytes of the set at this place and its sum again.
fn change(bytes: &mut [u8], at: usize, changes: &[(usize, &[u8])]) {
    for (inside, new) in changes {
        bytes[at + inside..at + inside + new.len()].copy_from_slice(new);
    }
    let set = &bytes[at..at + (usize::from(bytes[at + 1]) + 1) * 32];
    let parts = set.iter().enumerate().filter(|(at, _)| !matches!(at, 2 | 3));
    let sum = parts.fold(0u16, |sum, (_, byte)| sum.rotate_right(1).wrapping_add((*byte).into()));
    bytes[at + 2..at + 4].copy_from_slice(&sum.to_le_bytes());
}

#[test]
fn files_in_a_row_and_in_pieces_are_read_and_deleted_ones_come_back() {
    let collected = walk("exfat", &made(), &zone("UTC"));
    let deep: Vec<String> = (1..=40).map(|level| format!("level {level}")).collect();
    let longest = format!("{} äöü — Ελληνικά 日本語 😀.txt", "n".repeat(150));
    for (path, state, content) in [
        ("empty.txt", "active", Vec::new()),
        ("plain.bin", "active", filler(1, 6_000)),
        (&longest, "active", b"a long name".to_vec()),
        (&format!("{}/leaf.bin", deep.join("/")), "active", filler(2, 5_000)),
        ("in pieces.bin", "active", pieces()),
        ("gone/deeper/leaf.bin", "deleted", filler(9, 8_000)),
        ("deleted.bin", "deleted", filler(10, 9_000)),
        ("deleted pieces.bin", "deleted", pieces()),
    ] {
        let member = collected.at(path);
        assert_eq!(member.state(), state, "{path}");
        assert_eq!(member.sha256, Some(sha256(&content)), "{path}: {:?}", member.unreadable);
    }
    assert_eq!(collected.at("gone/deeper").state(), "deleted");
    let lost = collected.at("written over.bin");
    assert_eq!((lost.state(), &lost.sha256), ("realloc", &None));
    assert_eq!(collected.spoilt, []);
    assert_eq!(collected.halt, None);
}

#[test]
fn the_made_card_gives_what_the_sleuth_kit_finds_on_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("volume.img");
    std::fs::write(&path, made()).unwrap();
    let Some(lines) = expected::by_tools(&path) else { return };
    let collected = walk("exfat", &made(), &zone("UTC"));
    assert_eq!(expected::hold(&lines, &collected, |line| !line.is_deleted), 49);
    let lost = ["written over.bin", "deleted pieces.bin"];
    let is_same = |line: &expected::Line| line.is_deleted && !lost.contains(&&*line.path);
    assert_eq!(expected::hold(&lines, &collected, is_same), 4);
}

#[test]
fn what_was_never_written_reads_as_zeros_and_an_offset_from_utc_is_honoured() {
    let mut bytes = made();
    let at = usize::try_from(walk("exfat", &bytes, &zone("UTC")).at("plain.bin").place.bytes_start);
    let at = at.unwrap();
    // 2004-06-01 15:00:04, an hour and three quarters ahead of UTC; 100 bytes were written.
    let time = (0x30c1_u32 << 16 | 0x7802).to_le_bytes();
    let changes: [(usize, &[u8]); 4] =
        [(12, &time), (21, &[0]), (23, &[0x87]), (40, &100u64.to_le_bytes())];
    change(&mut bytes, at, &changes);
    let collected = walk("exfat", &bytes, &zone("Europe/Rome"));
    let member = collected.at("plain.bin");
    let content = [filler(1, 100), vec![0; 5_900]].concat();
    assert_eq!(member.sha256, Some(sha256(&content)));
    assert!(member.media.extra.contains("\"valid_bytes\":\"100\""), "{}", &*member.media.extra);
    assert_eq!(&*member.media.modified.stated, "2004-06-01 15:00:04+01:45");
    assert_eq!(member.media.modified.earliest_us, 1_086_095_704_000_000);
    // Without the mark of the offset it is a local time.
    change(&mut bytes, at, &[(23, &[0])]);
    let collected = walk("exfat", &bytes, &zone("Europe/Rome"));
    assert_eq!(collected.at("plain.bin").media.modified.earliest_us, 1_086_094_804_000_000);
}

#[test]
fn a_folder_that_lost_its_entry_is_found_by_its_cluster() {
    let mut bytes = made();
    let collected = walk("exfat", &bytes, &zone("UTC"));
    let at = usize::try_from(collected.at("gone").place.bytes_start).unwrap();
    bytes[at..at + 96].fill(0x7f);
    let orphaned = walk("exfat", &bytes, &zone("UTC"));
    let is_leaf = |path: &str| path.starts_with("$OrphanFiles/") && path.ends_with("leaf.bin");
    let leaf = orphaned.members.iter().find(|member| is_leaf(member.path())).unwrap();
    assert_eq!(leaf.sha256, Some(sha256(&filler(9, 8_000))));
}
