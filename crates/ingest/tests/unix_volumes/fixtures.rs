//! Two small volumes that need no tool of others: made with `mkfs.ext2 -b 1024 -N 32 -I 256 -d tree`
//! and `debugfs rm gone.txt`, and with `genisoimage -no-pad -R -J`, from the same tree of neutral files.

use crate::damage::survives;
use crate::members::{Body, Collected, recognised, walk};

const NOTE: &str = "6f8dae7ab36047fb6a276a5a8d8c1c712fa65bcc58645c2e0893fdb6ef0cff75";
const NUMBERS: &str = "b5522725f65691de77d329f3124bb1ddcd70e4f201c7a0b6f841c6ee138c37c6";

fn image(name: &str) -> Vec<u8> {
    let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/").to_owned() + name;
    std::fs::read(path).unwrap()
}

#[track_caller]
fn holds(found: &Collected, path: &str, sha256: &str, len: u64) {
    assert_eq!(found.get(path).body, Body::Read(sha256.to_owned(), len), "{path}");
    assert_eq!(found.get(path).state, "active");
}

#[test]
fn an_ext2_volume_is_told_with_what_was_deleted() {
    let image = image("ext/small.img");
    assert_eq!(recognised(&image), Some("ext"));
    let found = walk("ext", &image);
    assert_eq!(
        found.paths(),
        [
            "lost+found",
            "again",
            "folder",
            "folder/note.txt",
            "gone.txt",
            "link",
            "numbers.txt",
            "Ünï 文件.txt"
        ]
    );
    holds(&found, "folder/note.txt", NOTE, 10);
    holds(&found, "again", NOTE, 10);
    holds(&found, "numbers.txt", NUMBERS, 18_893);
    let gone = found.get("gone.txt");
    assert_eq!((gone.state.as_str(), gone.size, gone.inode.as_str()), ("deleted", Some(10), "14"));
    assert!(matches!(gone.body, Body::Read(_, 10)) && gone.extra.contains("\"deleted_at\":\"20"));
    assert_eq!(found.get("folder/note.txt").times_us[0], 1_767_323_045_000_000);
    assert_eq!(found.get("link").extra, r#"{"gid":"0","target":"folder/note.txt","uid":"0"}"#);
    let told = "file system: ext2, name FIXTURE, UUID 0123456789abcdef0123456789abcdef";
    assert_eq!(found.notes, ["version: ext2", told]);
    let entry = &found.get("gone.txt").place;
    let at = usize::try_from(entry.bytes_start).unwrap();
    assert_eq!(&image[at + 8..at + 16], b"gone.txt", "the place leads to the entry");
    survives("ext", &image, 60);
}

#[test]
fn a_disc_is_told_by_its_rock_ridge_names() {
    let image = image("iso9660/small.iso");
    assert_eq!(recognised(&image), Some("iso9660"));
    let found = walk("iso9660", &image);
    let paths =
        ["again", "folder", "folder/note.txt", "gone.txt", "link", "numbers.txt", "Ünï 文件.txt"];
    let mut told = found.paths();
    told.sort_unstable();
    let mut expected = paths.to_vec();
    expected.sort_unstable();
    assert_eq!(told, expected);
    holds(&found, "folder/note.txt", NOTE, 10);
    holds(&found, "numbers.txt", NUMBERS, 18_893);
    assert_eq!(found.get("folder/note.txt").times_us[0], 1_767_323_045_000_000);
    assert!(found.get("link").extra.contains("\"target\":\"folder/note.txt\""));
    survives("iso9660", &image, 60);
}
