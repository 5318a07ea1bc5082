//! APFS.

use crate::apfs_image::{self as image, BLOCK, Made, Record};
use crate::damage::survives;
use crate::expected::{asked_with, differences};
use crate::members::{Body, Collected, read, recognised, walk, walk_over};
use crate::tools::are_here;

/// `apfs.raw` of dfvfs, which macOS 12 made.
fn real() -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/apfs/apfs.zip");
    let mut archive = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
    let mut image = Vec::new();
    std::io::Read::read_to_end(&mut archive.by_index(0).unwrap(), &mut image).unwrap();
    image
}

#[test]
fn a_real_volume_agrees_with_the_sleuth_kit() {
    let image = real();
    assert_eq!(recognised(&image), Some("apfs"));
    let mut found = walk("apfs", &image);
    assert!(found.spoilt.is_empty() && found.halt.is_none(), "{:?}", found.spoilt);
    let paths: Vec<String> = found.paths().into_iter().map(str::to_owned).collect();
    assert_eq!(paths.len(), 11, "{paths:?}");
    assert!(
        found.notes[1].contains("`apfs_test` (role: –), UUID 458ed10d8ac34af18dfd3954d151a3f3")
    );
    assert_eq!(found.notes.len(), 3, "as many files as it states: {:?}", found.notes);
    let over: Vec<String> =
        walk_over("apfs", &image).members.into_iter().map(|member| member.path).collect();
    assert_eq!(over, paths);
    // What dfvfs tells of it.
    let file = found.get("apfs_test/a_directory/a_file");
    assert!(file.extra.contains("\"myxattr\":\"My extended attribute\""), "{}", file.extra);
    let link = found.get("apfs_test/a_link");
    assert!(link.extra.contains("\"target\":\"a_directory/another_file\""), "{}", link.extra);
    let fork = found.get("apfs_test/a_directory/a_resourcefork:rsrc");
    assert_eq!(fork.body, read(b"My resource fork\n"));
    let named = found.get("apfs_test/passwords.txt").place.clone();
    let at = usize::try_from(named.bytes_start).unwrap();
    assert!(image[at..at + 26].ends_with(b"passwords.txt\0"), "the place leads to the name");
    if !are_here(&["fls", "icat"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("image"), &image).unwrap();
    let expected = asked_with("-f apfs -P apfs -B 107", &folder.path().join("image"));
    assert_eq!(expected.len(), 10, "{expected:?}");
    for member in &mut found.members {
        member.path = member.path.trim_start_matches("apfs_test/").to_owned();
    }
    assert_eq!(differences(&expected, &found), Vec::<String>::new());
}

#[test]
fn a_damaged_real_volume_is_read_to_an_end() {
    let image = real();
    // All but one block in a hundred is free.
    survives("apfs", &image[..112 * BLOCK], 60);
}

const FOLDER: u64 = 0o40_755;
const FILE: u64 = 0o100_644;

/// A stream of LZVN: four letters, and the same four twice more.
const LZVN: &[u8] = b"\xE4abcd\x28\x04\x06\0\0\0\0\0\0\0";

fn packed(method: u32, plain_bytes: u64, behind: &[u8]) -> Vec<u8> {
    let mut value = b"fpmc".to_vec();
    value.extend(method.to_le_bytes());
    value.extend(plain_bytes.to_le_bytes());
    value.extend(behind);
    value
}

/// A resource fork of one chunk of LZVN.
fn fork() -> Vec<u8> {
    let end = u32::try_from(8 + LZVN.len()).unwrap();
    [&8_u32.to_le_bytes(), &end.to_le_bytes(), LZVN].concat()
}

fn records(made: Made) -> Vec<Record> {
    let name = |folder, text, inode| image::name(folder, text, inode, made);
    vec![
        name(1, "root", 2),
        name(1, "private-dir", 3),
        image::inode(2, FOLDER, 0, None),
        image::inode(3, FOLDER, 0, None),
        name(2, "a:b", 20),
        name(2, "folder", 21),
        name(2, "packed", 22),
        name(2, "in fork", 23),
        name(2, "cloud", 24),
        name(3, "0x19-dead", 25),
        name(21, "again", 20),
        name(21, "nothing", 99),
        name(98, "lost", 26),
        image::inode(20, FILE, 0x8000, Some(3 * 4096 + 5)),
        image::attribute(20, "com.apple.quarantine", b"0083;5f5e1000;Safari;"),
        image::extent(20, 0, 4096, 70),
        // A hole of a block.
        image::extent(20, 4096, 4096, 0),
        image::extent(20, 8192, 8192, 80),
        image::inode(21, FOLDER, 0, None),
        image::inode(22, FILE, 0x20, None),
        image::attribute(22, "com.apple.decmpfs", &packed(7, 12, LZVN)),
        image::inode(23, FILE, 0x20, None),
        image::attribute(23, "com.apple.decmpfs", &packed(8, 12, b"")),
        image::stream_attribute(23, "com.apple.ResourceFork", 40, fork().len() as u64),
        image::extent(40, 0, 4096, 64),
        image::inode(24, FILE, 0x4000_0000, Some(9)),
        image::inode(25, FILE, 0, Some(3)),
        image::extent(25, 0, 4096, 90),
        image::inode(26, FILE, 0, Some(2)),
        image::extent(26, 0, 4096, 91),
        image::inode(27, FILE, 0, Some(1)),
        image::extent(27, 0, 4096, 92),
    ]
}

/// What the volume had before: one file as it is, one that is gone, and one that was changed.
fn before(made: Made) -> Vec<Record> {
    let mut changed = image::inode(25, FILE, 0, Some(4));
    changed.1[32] ^= 1;
    vec![
        image::inode(2, FOLDER, 0, None),
        image::name(2, "a:b", 20, made),
        image::name(2, "gone", 30, made),
        image::name(2, "open", 25, made),
        image::inode(20, FILE, 0x8000, Some(3 * 4096 + 5)),
        changed,
        image::extent(25, 0, 4096, 95),
        image::inode(30, FILE, 0, Some(6)),
        image::extent(30, 0, 4096, 96),
    ]
}

fn made(made: Made) -> Vec<u8> {
    image::container(&records(made), &before(made), &fork(), made)
}

fn check(found: &Collected) {
    assert!(found.halt.is_none(), "{:?}", found.halt);
    let whole = [vec![70; 4096], vec![0; 4096], vec![80; 4096], vec![81; 5]].concat();
    for path in ["Data\\x2f1/a:b", "Data\\x2f1/folder/again"] {
        let file = found.get(path);
        assert_eq!((&file.body, file.inode.as_str()), (&read(&whole), "20"));
        assert!(file.extra.contains("Safari") && file.extra.contains("\"marks\":\"hidden\""));
        let us = 1_600_000_000_000_000;
        assert_eq!(file.times_us, [us + 1, us + 3, us + 2, us], "modified, accessed, changed");
    }
    for path in ["Data\\x2f1/packed", "Data\\x2f1/in fork"] {
        let file = found.get(path);
        assert_eq!((&file.body, file.size), (&read(b"abcdabcdabcd"), Some(12)), "{path}");
    }
    let cloud = &found.get("Data\\x2f1/cloud").body;
    assert!(matches!(cloud, Body::Unreadable(reason) if reason.contains("iCloud")), "{cloud:?}");
    for (path, content) in [
        ("Data\\x2f1/private-dir/0x19-dead", &[90; 3][..]),
        ("Data\\x2f1/$OrphanFiles/98/lost", &[91; 2]),
        ("Data\\x2f1/$OrphanFiles/27/last name", &[92]),
    ] {
        let file = found.get(path);
        assert_eq!((file.state.as_str(), &file.body), ("deleted", &read(content)), "{path}");
    }
    for (path, state, content) in [
        ("Data\\x2f1@before/gone", "deleted", [96; 6].as_slice()),
        ("Data\\x2f1@before/open", "earlier", &[95; 4]),
    ] {
        let file = found.get(path);
        assert_eq!((file.state.as_str(), &file.body), (state, &read(content)), "{path}");
    }
    assert_eq!(found.members.len(), 11, "{:?}", found.paths());
    let raw: Vec<&str> = found.spoilt.iter().map(|(_, _, raw)| raw.as_str()).collect();
    assert_eq!(raw, ["Data\\x2f1/folder/nothing: there is no inode 99"]);
}

#[test]
fn holes_packed_files_and_what_no_folder_leads_to_are_told() {
    for is_exact in [false, true] {
        let image = made(Made { is_exact, ..Made::default() });
        assert_eq!(recognised(&image), Some("apfs"));
        let found = walk("apfs", &image);
        check(&found);
        let notes = found.notes.join("\n");
        assert!(notes.contains("volume 1 `Data\\x2f1` (role: Data)"), "{notes}");
        let snapshot = "snapshot `before` of 2020-09-13T12:26:40Z of volume 1: what was deleted";
        assert!(notes.contains(snapshot) && notes.contains("not told again: 1"), "{notes}");
        assert!(notes.contains("files of volume `Data\\x2f1`"), "{notes}");
    }
}

#[test]
fn the_newest_checkpoint_is_read_where_the_first_block_is_older() {
    let found = walk("apfs", &made(Made { is_open: true, ..Made::default() }));
    check(&found);
    assert!(found.notes.iter().any(|note| note.contains("transaction 3")), "{:?}", found.notes);
}

#[test]
fn an_encrypted_volume_is_named_and_not_read() {
    let found = walk("apfs", &made(Made { is_encrypted: true, ..Made::default() }));
    assert!(found.members.is_empty() && found.halt.is_none());
    assert!(found.notes.iter().any(|note| note.contains("is encrypted")), "{:?}", found.notes);
}

#[test]
fn a_node_without_its_checksum_is_read_and_counted() {
    let mut image = made(Made::default());
    // The padding behind the last name of a leaf.
    let last = image.windows(9).position(|part| part == b"last name").unwrap();
    image[last] = b'L';
    let found = walk("apfs", &image);
    assert_eq!(found.members.len(), 11);
    assert!(
        found.notes.iter().any(|note| note.contains("the checksum they state: 1;")),
        "{:?}",
        found.notes
    );
}

#[test]
fn folders_in_circles_are_told_once_and_the_walk_ends() {
    let mut records = records(Made::default());
    records.push(image::name(21, "top", 2, Made::default()));
    let found = walk("apfs", &image::container(&records, &[], &[], Made::default()));
    assert!(found.spoilt.iter().any(|(_, _, raw)| raw.contains("told already")));
    assert_eq!((found.members.len(), found.halt), (10, None));
}

#[test]
fn damaged_containers_are_read_to_an_end() {
    survives("apfs", &made(Made::default()), 300);
}
