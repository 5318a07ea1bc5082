//! NTFS: a real volume, and one made here with everything that NTFS can do to a file.

use std::io::{Cursor, Read};

use tutela_ingest::Note;

use crate::expected;
use crate::made::filler;
use crate::members::{sha256, walk, zone};

#[test]
fn a_volume_gives_what_the_sleuth_kit_finds_in_it() {
    let path = "disk-images/ntfs-testfs1.raw";
    let Some(path) = casetest::real::path(path) else { return };
    let Some(lines) = expected::stored("ntfs-testfs1.raw") else { return };
    let collected = walk("ntfs", &std::fs::read(path).unwrap(), &zone("UTC"));
    let is_hole = |path: &str| path == "$BadClus:$Bad";
    let active = |line: &expected::Line| !line.is_deleted && !is_hole(&line.path);
    assert_eq!(expected::hold(&lines, &collected, active), 535);
    assert_eq!(expected::hold(&lines, &collected, |line| line.is_deleted), 8);
    assert_eq!(collected.spoilt, []);
    // Beside the inventory: the top folder, four files that have no content but streams, and the
    // hole.
    assert_eq!(collected.members.len(), 535 + 8 + 1 + 4 + 1, "{:#?}", collected.paths());
}

/// The volume of `fixtures/ntfs/make.py`.
pub(crate) fn made() -> Vec<u8> {
    let packed = include_bytes!("../fixtures/ntfs/volume.zip");
    let mut archive = zip::ZipArchive::new(Cursor::new(packed)).unwrap();
    let mut bytes = Vec::new();
    archive.by_index(0).unwrap().read_to_end(&mut bytes).unwrap();
    bytes
}

fn lines(count: u32) -> Vec<u8> {
    (0..count)
        .flat_map(|line| format!("line {line} of the text that repeats\n").into_bytes())
        .collect()
}

fn pieces() -> Vec<u8> {
    (0..600).flat_map(|number| format!("{number:08}").repeat(128).into_bytes()).collect()
}

#[test]
fn resident_sparse_packed_and_split_content_streams_and_links_are_read() {
    let collected = walk("ntfs", &made(), &zone("UTC"));
    let deep: Vec<String> = (1..=40).map(|level| format!("level {level}")).collect();
    let mixed =
        [filler(5, 6_000), vec![0; 200_000], b"abc".repeat(30_000), filler(6, 100)].concat();
    for (path, content) in [
        ("empty.txt", Vec::new()),
        ("resident.txt", b"resident content".to_vec()),
        ("plain.bin", filler(1, 6_000)),
        ("folder/another name.bin", filler(1, 6_000)),
        ("Ünïcode — Ελληνικά 日本語 😀.txt", b"a name".to_vec()),
        (&format!("{}/leaf.bin", deep.join("/")), filler(2, 5_000)),
        ("with streams.txt", b"main".to_vec()),
        ("with streams.txt:first", b"first stream".to_vec()),
        ("with streams.txt:second stream", filler(3, 9_000)),
        ("folder:on a folder", b"of a folder".to_vec()),
        ("packed/text.txt", lines(3_000)),
        ("packed/mixed.bin", mixed),
        ("packed/random.bin", filler(7, 20_000)),
        ("in pieces.bin", pieces()),
    ] {
        let member = collected.at(path);
        assert_eq!(member.state(), "active");
        assert_eq!(member.sha256, Some(sha256(&content)), "{path}: {:?}", member.unreadable);
    }
    let sparse = collected.at("sparse.bin");
    assert_eq!(sparse.media.size, Some((5 << 30) + 7));
    assert_eq!(
        (sparse.bytes[..4096] == filler(4, 4096), sparse.bytes.ends_with(b"\0the end")),
        (true, true)
    );
    assert_eq!(collected.spoilt, []);
    let link = collected.members.iter().filter(|member| member.media.extra.contains("\"links\""));
    assert_eq!(link.count(), 2, "both names of one file");
    let named = Note::Remark(model::say::volume_called("\"VOLUME ONE\""));
    assert!(collected.notes.contains(&named), "{:?}", collected.notes);
    assert!(collected.at("plain.bin").media.extra.contains("\"fn_created\":\"20"));
}

#[test]
fn deleted_records_come_back_with_their_folders_and_what_is_written_over_says_so() {
    let collected = walk("ntfs", &made(), &zone("UTC"));
    for (path, content) in [
        ("gone/deeper/leaf.bin", filler(9, 8_000)),
        ("gone/resident.txt", b"a deleted resident".to_vec()),
        ("deleted.bin", filler(10, 9_000)),
        ("deleted pieces.bin", pieces()),
    ] {
        let member = collected.at(path);
        assert_eq!(member.state(), "deleted", "{path}");
        assert_eq!(member.sha256, Some(sha256(&content)), "{path}: {:?}", member.unreadable);
    }
    assert_eq!(collected.at("gone/deeper").state(), "deleted");
    let lost = collected.at("written over.bin");
    assert_eq!((lost.state(), &lost.sha256), ("realloc", &None));
}

#[test]
fn the_made_volume_gives_what_the_sleuth_kit_finds_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("volume.img");
    std::fs::write(&path, made()).unwrap();
    let Some(lines) = expected::by_tools(&path) else { return };
    let collected = walk("ntfs", &made(), &zone("UTC"));
    // What The Sleuth Kit 4.11 tells otherwise: the hole as large as the volume, a folder's streams
    // twice, a sparse file that it gives no data, and what is written over.
    let is_same = |line: &expected::Line| {
        let odd = ["$BadClus:$Bad", "folder/.:on a folder", "sparse.bin", "written over.bin"];
        !odd.contains(&line.path.as_str())
    };
    assert!(expected::hold(&lines, &collected, is_same) > 80);
}

/// Where the attribute of this kind stands in the record of a member.
fn attribute_at(bytes: &[u8], record_at: u64, kind: u32) -> usize {
    let record_at = usize::try_from(record_at).unwrap();
    let number = |at: usize| u32::from_le_bytes(bytes[at..at + 4].try_into().unwrap());
    let mut at = record_at + usize::from(bytes[record_at + 20]);
    while number(at) != kind {
        assert_ne!(number(at), u32::MAX, "no such attribute");
        at += number(at + 4) as usize;
    }
    at
}

#[test]
fn encrypted_content_and_runs_that_lead_astray_say_so_and_the_rest_is_read() {
    let mut bytes = made();
    let whole = walk("ntfs", &bytes, &zone("UTC"));
    let data_of = |path: &str| attribute_at(&bytes, whole.at(path).place.bytes_start, 0x80);
    let (encrypted, astray, shorter) =
        (data_of("plain.bin"), data_of("packed/random.bin"), data_of("in pieces.bin"));
    bytes[encrypted + 13] |= 0x40;
    let pairs = astray + usize::from(bytes[astray + 32]);
    bytes[pairs..pairs + 4].copy_from_slice(&[0x21, 20, 0xff, 0x7f]);
    // Only this much was ever written.
    bytes[shorter + 56..shorter + 64].copy_from_slice(&1_500u64.to_le_bytes());
    let collected = walk("ntfs", &bytes, &zone("UTC"));
    let reason = |path| collected.at(path).unreadable.clone().unwrap();
    assert_eq!(reason("plain.bin"), "encrypted by Windows (EFS)");
    assert_eq!(reason("packed/random.bin"), "its runs lead outside the volume");
    let mut written = pieces();
    written[1_500..].fill(0);
    assert_eq!(collected.at("in pieces.bin").sha256, Some(sha256(&written)));
    assert_eq!(collected.members.len(), whole.members.len());
}

#[test]
fn a_table_whose_first_record_is_broken_is_found_by_its_copy() {
    let mut bytes = made();
    let whole = walk("ntfs", &bytes, &zone("UTC"));
    let at = usize::try_from(whole.at("$MFT").place.bytes_start).unwrap();
    bytes[at..at + 4].copy_from_slice(b"BAAD");
    let collected = walk("ntfs", &bytes, &zone("UTC"));
    assert_eq!(collected.members.len() + 1, whole.members.len());
    assert_eq!(collected.spoilt.len(), 1);
}

#[test]
fn a_file_whose_folder_is_lost_stands_among_the_orphans() {
    let mut bytes = made();
    let whole = walk("ntfs", &bytes, &zone("UTC"));
    let at = usize::try_from(whole.at("gone").place.bytes_start).unwrap();
    // The record of the folder was used again since.
    bytes[at + 16] += 3;
    let collected = walk("ntfs", &bytes, &zone("UTC"));
    assert_eq!(collected.at("$OrphanFiles/deeper/leaf.bin").state(), "deleted");
    assert_eq!(collected.at("$OrphanFiles/resident.txt").bytes, b"a deleted resident");
}
