//! FAT12, FAT16 and FAT32: real cards and floppies, and cards made here.

use std::io::{Seek, SeekFrom, Write};
use std::path::Path;
use std::process::Command;

use crate::expected::{self, Line};
use crate::made::{filler, image, run};
use crate::members::{sha256, walk, walk_file, zone};

fn real(name: &str) -> Option<Vec<u8>> {
    casetest::real::path(&format!("disk-images/{name}")).map(|path| std::fs::read(path).unwrap())
}

/// An image in the format of EnCase as raw bytes, by the tool of its library.
fn real_e01(name: &str) -> Option<Vec<u8>> {
    let path = casetest::real::path(&format!("disk-images/{name}"))?;
    let folder = tempfile::tempdir().unwrap();
    let target = folder.path().join("raw");
    let said = Command::new("ewfexport")
        .args(["-u", "-q", "-f", "raw", "-t"])
        .args([target.as_path(), path.as_path()])
        .output();
    if said.is_err() {
        eprintln!("skipped: no ewfexport");
        return None;
    }
    Some(std::fs::read(folder.path().join("raw.raw")).unwrap())
}

#[test]
fn a_card_gives_what_the_sleuth_kit_finds_on_it() {
    let (Some(bytes), Some(lines)) = (real("fat16.img"), expected::stored("fat16.img")) else {
        return;
    };
    let collected = walk("fat", &bytes, &zone("UTC"));
    assert_eq!(expected::hold(&lines, &collected, |_| true), 9);
    assert_eq!(collected.members.len(), 9);
    assert_eq!(collected.spoilt, []);
    assert_eq!(collected.halt, None);
}

#[test]
fn images_of_encase_give_what_the_sleuth_kit_finds_in_them() {
    if let (Some(bytes), Some(lines)) =
        (real_e01("german_utf8.E01"), expected::stored("german_utf8.E01"))
    {
        let collected = walk("fat", &bytes, &zone("UTC"));
        assert_eq!(expected::hold(&lines, &collected, |_| true), lines.len());
        assert_eq!(collected.members.len(), lines.len());
    }
    if let (Some(bytes), Some(lines)) =
        (real_e01("nps-2010-emails.E01"), expected::stored("nps-2010-emails.E01"))
    {
        let collected = walk("fat", &bytes[512..], &zone("UTC"));
        assert_eq!(expected::hold(&lines, &collected, |line| !line.is_deleted), 32);
        assert_eq!(expected::hold(&lines, &collected, |line| line.is_deleted), 2);
        assert_eq!(collected.members.len(), lines.len());
    }
}

/// Name, size and MD5 as the page of the test documents them; the first character is lost where
/// there was no long name.
const UNDELETED: [(&str, i64, &str); 6] = [
    ("_ing.dat", 780, "59b20779f69ff9f0ac5fcd2c38835a79"),
    ("_ult1.dat", 3801, "ffd27bd782bdce67750b6b9ee069d2ef"),
    ("_rag1.dat", 1584, "7a3bc5b763bef201202108f4ba128149"),
    ("_rag2.dat", 3873, "0e80ab84ef0087e60dfc67b88a1cf13e"),
    ("_ir1/mult2.dat", 1715, "59cf0e9cd107bc1e75afb7374f6e05bb"),
    ("_ir1/dir2/frag3.dat", 2027, "21121699487f3fbbdb9a4b3391b6d3e0"),
];

#[test]
fn every_deleted_file_of_the_undelete_test_comes_back_whole_also_the_fragmented_ones() {
    let name = "dftt-6-undel-fat/6-fat-undel.dd";
    let Some(bytes) = real(name) else { return };
    let collected = walk("fat", &bytes, &zone("UTC"));
    for (path, size, md5) in UNDELETED {
        let member = collected.at(path);
        assert_eq!((member.state(), member.media.size), ("deleted", Some(size)), "{path}");
        if let Some(found) = member.md5() {
            assert_eq!(found, md5, "{path}");
        }
    }
    for path in ["_ir1", "_ir1/dir2"] {
        let member = collected.at(path);
        assert_eq!((member.state(), member.media.size), ("deleted", Some(1024)), "{path}");
    }
    // The Sleuth Kit takes clusters in a row, and tells one folder's file under another too, whose
    // cluster it has taken over; else it finds the same.
    let Some(lines) = expected::stored("dftt-6-undel-fat__6-fat-undel.dd") else { return };
    let is_same = |line: &Line| !line.path.contains("rag") && !line.path.contains("_P1");
    assert_eq!(expected::hold(&lines, &collected, is_same), 8);
    let reused = "System Volume Information/_restore{A25F48CA-6632-4143-8EF8-3586A84AB5AF}/_P1";
    assert_eq!(collected.at(reused).state(), "realloc");
    assert_eq!(collected.members.len(), 12);
}

#[test]
fn local_times_keep_their_hour_in_winter_and_in_summer() {
    let Some(bytes) = real("dftt-5-fat-daylight/daylight.dd") else { return };
    let hour_us = 3_600_000_000;
    // Chicago is six hours behind UTC in January and five in June; the clock on the card stays.
    let collected = walk("fat", &bytes, &zone("America/Chicago"));
    let winter = &collected.at("winter.txt").media.created;
    let summer = &collected.at("summer.txt").media.created;
    assert!(winter.stated.starts_with("2004-01-01 14:00:01"), "{:?}", winter.stated);
    assert!(summer.stated.starts_with("2004-06-01 15:00:01"), "{:?}", summer.stated);
    assert_eq!(winter.earliest_us / hour_us, (1_072_965_601 / 3_600) + 6);
    assert_eq!(summer.earliest_us / hour_us, (1_086_102_001 / 3_600) + 5);
    let Some(lines) = expected::stored("dftt-5-fat-daylight__daylight.dd") else { return };
    let collected = walk("fat", &bytes, &zone("UTC"));
    assert_eq!(expected::hold(&lines, &collected, |_| true), 2);
}

/// Copies bytes onto a card by mtools, with a time of change in January 2024.
#[track_caller]
fn put(card: &Path, folder: &Path, name: &str, bytes: &[u8]) -> bool {
    let source = folder.join("source");
    std::fs::write(&source, bytes).unwrap();
    let (card, source) = (card.to_str().unwrap(), source.to_str().unwrap());
    run("mcopy", &["-o", "-i", card, source, &format!("::{name}")])
}

fn deleted_by_mtools(card: &Path, name: &str) -> bool {
    run("mdel", &["-i", card.to_str().unwrap(), &format!("::{name}")])
}

#[test]
fn made_cards_of_all_three_widths_give_names_folders_and_pieces() {
    for (width, bytes) in [("12", 1 << 20), ("16", 16 << 20), ("32", 40 << 20)] {
        let folder = tempfile::tempdir().unwrap();
        let card = image(folder.path(), bytes);
        let path = card.to_str().unwrap();
        if !run("mkfs.vfat", &["-F", width, "-s", "1", "-n", "CARD ONE", path]) {
            return;
        }
        let deep = (1..=40).map(|level| format!("level {level}")).collect::<Vec<_>>();
        for level in 1..=40 {
            if !run("mmd", &["-i", path, &format!("::{}", deep[..level].join("/"))]) {
                return;
            }
        }
        let longest = format!("{} äöü — Ελληνικά 日本語.txt", "n".repeat(150));
        let leaf = format!("{}/leaf.bin", deep.join("/"));
        for (name, bytes) in [
            ("nothing.txt", &b""[..]),
            (&longest, b"a long name"),
            (&leaf, &filler(1, 5_000)),
            ("READ.ME", b"short and upper"),
        ] {
            assert!(put(&card, folder.path(), name, bytes));
        }
        for number in 0..20 {
            let bytes = filler(number, 2_000);
            assert!(put(&card, folder.path(), &format!("piece{number}.bin"), &bytes));
        }
        for number in (0..20).step_by(2) {
            assert!(deleted_by_mtools(&card, &format!("piece{number}.bin")));
        }
        // Fills every gap, so it lies in pieces; the deleted ones are gone.
        let free = if width == "12" { 900_000 } else { 60_000 };
        assert!(put(&card, folder.path(), "in pieces.bin", &filler(99, free)));
        let collected = walk_file("fat", &card, &zone("UTC"));
        assert_eq!(collected.at(&leaf).sha256, Some(sha256(&filler(1, 5_000))));
        assert_eq!(collected.at(&longest).bytes, b"a long name");
        assert_eq!(collected.at("in pieces.bin").sha256, Some(sha256(&filler(99, free))));
        assert_eq!(collected.at("nothing.txt").sha256, Some(sha256(b"")));
        assert_eq!(collected.at("CARD ONE").state(), "active");
        assert_eq!(collected.spoilt, []);
        let Some(lines) = expected::by_tools(&card) else { return };
        let active = expected::hold(&lines, &collected, |line| !line.is_deleted);
        assert_eq!(active, 40 + 4 + 10 + 1 + 1, "FAT{width}");
        let told = collected.members.iter().filter(|member| member.state() == "active");
        assert_eq!(told.count(), active, "FAT{width}");
    }
}

#[test]
fn deleted_files_and_folders_of_a_made_card_come_back_and_what_is_written_over_says_so() {
    let folder = tempfile::tempdir().unwrap();
    let card = image(folder.path(), 8 << 20);
    let path = card.to_str().unwrap();
    if !run("mkfs.vfat", &["-F", "16", "-s", "2", path]) || !run("mmd", &["-i", path, "::gone"]) {
        return;
    }
    assert!(run("mmd", &["-i", path, "::gone/deeper"]));
    assert!(put(&card, folder.path(), "gone/deeper/a long leaf.bin", &filler(3, 9_000)));
    assert!(put(&card, folder.path(), "kept.bin", &filler(4, 10_000)));
    assert!(put(&card, folder.path(), "a deleted file.bin", &filler(5, 10_000)));
    assert!(run("mdeltree", &["-i", path, "::gone"]));
    assert!(deleted_by_mtools(&card, "a deleted file.bin"));
    let collected = walk_file("fat", &card, &zone("UTC"));
    let leaf = collected.at("_one/_eeper/a long leaf.bin");
    assert_eq!((leaf.state(), &leaf.sha256), ("deleted", &Some(sha256(&filler(3, 9_000)))));
    let lost = collected.at("a deleted file.bin");
    assert_eq!((lost.state(), &lost.sha256), ("deleted", &Some(sha256(&filler(5, 10_000)))));
    assert!(lost.media.extra.contains("ADELET~1.BIN"), "{}", &*lost.media.extra);
    if let Some(lines) = expected::by_tools(&card) {
        expected::hold(&lines, &collected, |_| true);
    }
    // The entry of the deleted folder is written over: its folder is found by its cluster.
    let mut bytes = std::fs::read(&card).unwrap();
    let at = usize::try_from(collected.at("_one").place.bytes_start).unwrap();
    bytes[at + 11] = 0x20;
    let orphaned = walk("fat", &bytes, &zone("UTC"));
    let leaf = orphaned.members.iter().find(|member| member.path().ends_with("a long leaf.bin"));
    let leaf = leaf.unwrap();
    assert!(leaf.path().starts_with("$OrphanFiles/folder in cluster "), "{}", leaf.path());
    assert!(leaf.path().ends_with("/_eeper/a long leaf.bin"), "{}", leaf.path());
    assert_eq!(leaf.sha256, Some(sha256(&filler(3, 9_000))));
    // Its clusters are used again.
    assert!(put(&card, folder.path(), "new.bin", &filler(6, 8_000_000)));
    let collected = walk_file("fat", &card, &zone("UTC"));
    let lost = collected.at("a deleted file.bin");
    assert_eq!((lost.state(), &lost.sha256), ("realloc", &None));
    assert_eq!(collected.at("new.bin").sha256, Some(sha256(&filler(6, 8_000_000))));
}

#[test]
fn clusters_beyond_four_gigabytes_are_reached() {
    let folder = tempfile::tempdir().unwrap();
    let card = image(folder.path(), 6 << 30);
    let path = card.to_str().unwrap();
    if !run("mkfs.vfat", &["-F", "32", "-s", "64", path]) {
        return;
    }
    // The hint in the second sector sends the next file far behind.
    let mut file = std::fs::OpenOptions::new().write(true).open(&card).unwrap();
    file.seek(SeekFrom::Start(512 + 492)).unwrap();
    file.write_all(&180_000u32.to_le_bytes()).unwrap();
    drop(file);
    if !put(&card, folder.path(), "far behind.bin", &filler(7, 100_000)) {
        return;
    }
    let collected = walk_file("fat", &card, &zone("UTC"));
    let member = collected.at("far behind.bin");
    assert!(member.media.extra.contains("\"first_cluster\":\"180"), "{}", &*member.media.extra);
    assert_eq!(member.sha256, Some(sha256(&filler(7, 100_000))));
}

#[test]
fn parts_of_a_deleted_folder_are_found_where_its_chain_is_lost() {
    let folder = tempfile::tempdir().unwrap();
    let card = image(folder.path(), 8 << 20);
    let path = card.to_str().unwrap();
    if !run("mkfs.vfat", &["-F", "16", "-s", "1", path]) || !run("mmd", &["-i", path, "::crowd"]) {
        return;
    }
    for number in 0..16u32 {
        let name = format!("crowd/one of many files, number {number}.bin");
        assert!(put(&card, folder.path(), &name, &filler(number, 3_000)));
    }
    assert!(run("mdeltree", &["-i", path, "::crowd"]));
    let collected = walk_file("fat", &card, &zone("UTC"));
    for number in 0..16 {
        let content = Some(sha256(&filler(number, 3_000)));
        let found = collected.members.iter().filter(|member| member.sha256 == content);
        assert_eq!(found.count(), 1, "{number}: {:#?}", collected.paths());
    }
    let is_part = |path: &str| path.starts_with("$OrphanFiles/part of a folder in cluster ");
    assert!(collected.members.iter().any(|member| is_part(member.path())));
    let Some(lines) = expected::by_tools(&card) else { return };
    for line in &lines {
        // Orphans stand there under their short names.
        let same = collected.members.iter().find(|member| *member.media.inode == *line.inode);
        assert_eq!(expected::differences(line, same.unwrap()), [""; 0]);
    }
    assert_eq!(collected.members.len(), lines.len());
}

#[test]
fn the_words_of_a_deleted_text_are_no_entries() {
    let folder = tempfile::tempdir().unwrap();
    let card = image(folder.path(), 8 << 20);
    let path = card.to_str().unwrap();
    if !run("mkfs.vfat", &["-F", "16", "-s", "1", path]) {
        return;
    }
    for number in 10..60 {
        let name = format!("text {number}.txt");
        let words = format!("file number {number} with filler\n");
        assert!(put(&card, folder.path(), &name, words.as_bytes()));
    }
    for number in 10..60 {
        assert!(deleted_by_mtools(&card, &format!("text {number}.txt")));
    }
    let collected = walk_file("fat", &card, &zone("UTC"));
    assert_eq!(collected.members.len(), 50, "{:#?}", collected.paths());
    assert!(collected.members.iter().all(|member| member.path().starts_with("text ")));
}
