//! ISO 9660.

use std::path::Path;

use crate::damage::survives;
use crate::expected::{Expected, differences, inventory};
use crate::members::{Body, Collected, read, recognised, walk, walk_over};
use crate::tools::{are_here, shell};

const TREE: &str = r"
mkdir -p tree/folder tree/hidden
printf 'message 1' > tree/folder/small.txt
seq 1 60000 > tree/large.txt
: > tree/empty
printf 'hidden from one tree' > tree/hidden/only.txt
printf 'a' > 'tree/Ünï çödé 文件 имя and a name that is rather long.txt'
path=tree/folder
for level in $(seq 1 14); do path=$path/level-$level; mkdir $path; printf $level > $path/file; done
for n in $(seq 1 200); do printf $n > tree/folder/a-rather-long-name-$n.txt; done
ln -s folder/small.txt tree/link
ln -s ../$(printf 'part-of-a-path/%.0s' $(seq 1 12))end tree/folder/long-link
touch -d '2020-02-03 04:05:06' tree/folder/small.txt
";

fn made(folder: &Path, make: &str) -> Vec<u8> {
    shell(folder, TREE);
    shell(folder, &format!("{make} -o image tree 2>/dev/null"));
    std::fs::read(folder.join("image")).unwrap()
}

/// Every file of the tree has the bytes it had.
#[track_caller]
fn holds_the_tree(folder: &Path, found: &Collected) {
    assert!(found.spoilt.is_empty() && found.halt.is_none(), "{:?}", found.spoilt);
    let files = String::from_utf8(shell(&folder.join("tree"), "find . -type f")).unwrap();
    let mut count = 0;
    for path in files.lines().map(|line| line.trim_start_matches("./")) {
        let content = std::fs::read(folder.join("tree").join(path)).unwrap();
        let member = found.get(path);
        assert_eq!(member.body, read(&content), "{path}");
        assert_eq!(member.size, i64::try_from(content.len()).ok());
        count += 1;
    }
    assert!(count > 210);
}

#[test]
fn files_compressed_as_zisofs_are_unpacked() {
    if !are_here(&["genisoimage", "mkzftree"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // Whole blocks of zeros are left out of the packed file.
    let more =
        "dd if=/dev/zero of=tree/zeros bs=100000 count=2 2>/dev/null; printf end >>tree/zeros";
    shell(folder.path(), &format!("{TREE}\n{more}\nmkzftree tree packed"));
    shell(folder.path(), "genisoimage -quiet -z -R -o image packed 2>/dev/null");
    let mut image = std::fs::read(folder.path().join("image")).unwrap();
    let found = walk("iso9660", &image);
    holds_the_tree(folder.path(), &found);
    let large = found.get("large.txt");
    let content = std::fs::metadata(folder.path().join("packed/large.txt")).unwrap().len();
    assert!(large.size.unwrap() > i64::try_from(content).unwrap() * 2, "it was compressed");
    survives("iso9660", &image, 40);
    let magic = b"\x37\xE4\x53\x96\xC9\xDB\xD6\x07";
    let at: Vec<usize> =
        (0..image.len() - 8).filter(|at| image[*at..*at + 8] == magic[..]).collect();
    assert!(at.len() > 1);
    for at in at {
        image[at + 13] = 40;
    }
    let found = walk("iso9660", &image);
    let body = &found.get("large.txt").body;
    assert!(matches!(body, Body::Unreadable(reason) if reason.contains("zisofs")), "{body:?}");
}

#[test]
fn a_real_image_agrees_with_its_inventory() {
    let Some(path) = casetest::real::path("disk-images/iso9660.raw") else { return };
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(recognised(&bytes), Some("iso9660"));
    let mut found = walk("iso9660", &bytes);
    let path = casetest::real::path("disk-images/expected/iso9660.raw.inventory.tsv").unwrap();
    let expected: Vec<Expected> = inventory(&std::fs::read(path).unwrap());
    assert_eq!((found.members.len(), expected.len(), found.spoilt.len()), (5, 5, 0));
    for (member, entry) in found.members.iter_mut().zip(&expected) {
        // There is no inode on a disc: The Sleuth Kit numbers them as it finds them.
        assert_eq!(member.path.split('/').next(), entry.path.split('/').next());
        member.inode.clear();
    }
    // The records state two hours east of Greenwich, which The Sleuth Kit leaves unheeded: the same
    // files in the ext2 image beside this one have the times of UTC.
    let in_utc = |at_s: i64| if at_s == 0 { 0 } else { at_s - 7_200 };
    let expected: Vec<Expected> = expected
        .into_iter()
        .map(|entry| Expected { inode: String::new(), times_s: entry.times_s.map(in_utc), ..entry })
        .collect();
    for member in &mut found.members {
        member.mode = "-".to_owned();
    }
    assert_eq!(differences(&expected, &found), Vec::<String>::new());
}

#[test]
fn rock_ridge_names_modes_times_and_links_are_read() {
    if !are_here(&["genisoimage"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = made(folder.path(), "genisoimage -R -J -V NAME -input-charset utf-8");
    let found = walk("iso9660", &image);
    holds_the_tree(folder.path(), &found);
    let small = found.get("folder/small.txt");
    assert_eq!((small.mode.as_str(), small.state.as_str()), ("-rw-r--r--", "active"));
    assert_eq!(small.times_us[0], 1_580_702_706_000_000);
    assert!(found.get("link").extra.contains("\"target\":\"folder/small.txt\""));
    let long = &found.get("folder/long-link").extra;
    assert!(long.contains("../part-of-a-path/part-of-a-path") && long.contains("/end"), "{long}");
    assert!(found.notes.iter().any(|note| note.contains("`NAME` with Rock Ridge names")));
    assert!(found.paths().iter().all(|path| !path.starts_with('$')), "nothing is told twice");
    let over: Vec<String> =
        walk_over("iso9660", &image).members.into_iter().map(|member| member.path).collect();
    assert_eq!(over, found.paths());
}

#[test]
fn joliet_names_are_read_and_what_only_another_tree_holds_is_told() {
    if !are_here(&["genisoimage"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let make = "genisoimage -J -joliet-long -D -V NAME -input-charset utf-8 -hide-joliet hidden";
    let image = made(folder.path(), make);
    let found = walk("iso9660", &image);
    let name = "Ünï çödé 文件 имя and a name that is rather long.txt";
    assert_eq!(found.get(name).size, Some(1));
    assert!(found.paths().iter().all(|path| *path != "hidden/only.txt"));
    let only = found.get("$Primary/HIDDEN/ONLY.TXT");
    assert_eq!(only.size, Some(20));
    assert!(found.get("folder/level-1/level-2/level-3/file").times_us[3] > 0);
    assert_eq!(found.members.iter().filter(|m| m.path.starts_with('$')).count(), 1);
}

#[test]
fn files_in_several_extents_are_one_and_deep_folders_are_found() {
    if !are_here(&["xorriso"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = made(folder.path(), "xorriso -as mkisofs -R -iso-level 3 -V NAME");
    holds_the_tree(folder.path(), &walk("iso9660", &image));
    if !are_here(&["genisoimage"]) {
        return;
    }
    // Without Rock Ridge's own depth, folders are moved up and lead back down.
    let folder = tempfile::tempdir().unwrap();
    let image = made(folder.path(), "genisoimage -R -V NAME -input-charset utf-8");
    let found = walk("iso9660", &image);
    holds_the_tree(folder.path(), &found);
}

#[test]
fn records_that_say_more_follows_make_one_file() {
    if !are_here(&["genisoimage"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let script = "mkdir tree; head -c 4096 /dev/zero | tr '\\0' a > tree/aa; printf end > tree/ab
                  genisoimage -V NAME -o image tree 2>/dev/null";
    shell(folder.path(), script);
    let mut image = std::fs::read(folder.path().join("image")).unwrap();
    let at = image.windows(5).position(|name| name == b"AA.;1").unwrap();
    image[at - 33 + 25] |= 0x80;
    let at = image.windows(5).position(|name| name == b"AB.;1").unwrap();
    image[at + 1] = b'A';
    let found = walk("iso9660", &image);
    let content = [[b'a'; 4096].as_slice(), b"end"].concat();
    assert_eq!(found.paths(), ["AA"]);
    assert_eq!(found.members[0].body, read(&content));
}

#[test]
fn damaged_discs_are_read_to_an_end() {
    if !are_here(&["genisoimage"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let image = made(folder.path(), "genisoimage -R -J -input-charset utf-8");
    survives("iso9660", &image, 40);
    // A folder that is its own child.
    let found = walk("iso9660", &image[..36_000]);
    assert!(found.halt.is_some() || !found.spoilt.is_empty());
}
