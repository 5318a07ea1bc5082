//! ext2, ext3 and ext4.

use std::path::Path;

use crate::damage::survives;
use crate::expected::{asked, differences, inventory};
use crate::members::{Body, Collected, read, recognised, walk, walk_over};
use crate::tools::{are_here, shell};

/// Files of many shapes, in a folder `tree`.
const TREE: &str = r"
mkdir -p tree/deep tree/many
printf 'message 1\n' > tree/small.txt
: > tree/empty
seq 1 60000 > tree/large.txt
dd if=/dev/zero of=tree/sparse bs=1 count=1 seek=3000000 2>/dev/null
printf 'in the middle' | dd of=tree/sparse bs=1 seek=1500000 conv=notrunc 2>/dev/null
path=tree/deep
for level in $(seq 1 40); do path=$path/level-$level; mkdir $path; printf $level > $path/file; done
printf 'name' > 'tree/Ünï çödé 文件 имя 🙂.txt'
name=$(printf 'é%.0s' $(seq 1 127)); printf 'long' > tree/$name
printf 'bytes' > tree/$(printf 'odd\377name')
ln -s small.txt tree/link
ln -s $(printf 'a/%.0s' $(seq 1 100))end tree/long-link
ln tree/small.txt tree/many/hard
for n in $(seq 1 300); do printf $n > tree/many/a-rather-long-name-of-a-file-$n; done
mkfifo tree/pipe
touch -d '2020-02-03 04:05:06.789' tree/small.txt
touch -d '1960-01-01 00:00:00' tree/empty
";

/// Makes an image, and deletes some of what is in it.
fn made(folder: &Path, make: &str, deletes: &str) -> Vec<u8> {
    shell(folder, TREE);
    shell(folder, &format!("truncate -s 24M image && {make} -q -F -d tree image"));
    shell(folder, &format!("printf '{deletes}' | debugfs -w -f - image >/dev/null 2>&1"));
    std::fs::read(folder.join("image")).unwrap()
}

const DELETES: &str = "rm small.txt\\nrm large.txt\\nrm many/a-rather-long-name-of-a-file-7\\n\
                       rm many/a-rather-long-name-of-a-file-200\\n";

#[track_caller]
fn agrees_with_the_sleuth_kit(folder: &Path, found: &Collected) {
    let expected = asked(&folder.join("image"));
    assert!(expected.len() > 80, "{}", expected.len());
    let lines = differences(&expected, found);
    let first = &lines[..lines.len().min(4)];
    assert!(lines.is_empty(), "{} differ: {first:#?}", lines.len());
    let active = found.members.iter().filter(|member| member.state == "active").count();
    assert_eq!(active, expected.iter().filter(|entry| entry.state == "active").count());
}

#[test]
fn real_images_agree_with_their_inventories() {
    for name in ["ext2.vhd", "ext2.qcow2", "ext2.vmdk"] {
        let path = format!("disk-images/{name}");
        let Some(image) = casetest::real::path(&path) else { return };
        if !are_here(&["qemu-img"]) {
            return;
        }
        let folder = tempfile::tempdir().unwrap();
        shell(folder.path(), &format!("qemu-img convert -O raw {} raw", image.display()));
        let bytes = std::fs::read(folder.path().join("raw")).unwrap();
        agrees_with_inventory(name, &bytes, 6);
    }
}

#[test]
fn a_real_ext4_volume_of_eleven_thousand_files_agrees_with_its_inventory() {
    let name = "ext4-test_disk1.bin.zst";
    let Some(image) = casetest::real::path(&format!("disk-images/{name}")) else { return };
    if !are_here(&["zstd"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let bytes = shell(folder.path(), &format!("zstd -dc {}", image.display()));
    let found = agrees_with_inventory(name, &bytes, 11_027);
    assert!(found.get("sym_59").extra.contains("aaaaaaaa"));
    let body = &found.members.iter().find(|m| m.path.starts_with("encrypted_dir/")).unwrap().body;
    assert!(matches!(body, Body::Unreadable(reason) if reason.starts_with("encrypted")));
}

#[track_caller]
fn agrees_with_inventory(name: &str, bytes: &[u8], count: usize) -> Collected {
    assert_eq!(recognised(bytes), Some("ext"), "{name}");
    let found = walk("ext", bytes);
    let path = casetest::real::path(&format!("disk-images/expected/{name}.inventory.tsv"));
    let expected = inventory(&std::fs::read(path.unwrap()).unwrap());
    let lines: Vec<String> = differences(&expected, &found)
        .into_iter()
        // Without its key, what is encrypted is not handed on as if it were content.
        .filter(|line| !line.contains("encrypted (fscrypt)"))
        .collect();
    assert!(lines.is_empty(), "{name}: {} differ: {:#?}", lines.len(), lines.first());
    let active = found.members.iter().filter(|member| member.state == "active").count();
    assert_eq!((active, expected.len(), found.spoilt.len()), (count, count, 0), "{name}");
    found
}

#[test]
fn images_of_every_kind_agree_with_the_sleuth_kit() {
    if !are_here(&["mkfs.ext4", "debugfs", "fls", "icat"]) {
        return;
    }
    for make in [
        "mkfs.ext2 -b 1024",
        "mkfs.ext2 -b 4096 -I 128",
        "mkfs.ext3 -b 1024",
        "mkfs.ext4 -b 1024 -O ^64bit",
        "mkfs.ext4 -b 4096 -O 64bit,metadata_csum",
        "mkfs.ext4 -b 1024 -O meta_bg,^resize_inode",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let image = made(folder.path(), make, DELETES);
        assert_eq!(recognised(&image), Some("ext"), "{make}");
        let found = walk("ext", &image);
        assert!(found.spoilt.is_empty(), "{make}: {:?}", found.spoilt);
        agrees_with_the_sleuth_kit(folder.path(), &found);
        let over: Vec<String> =
            walk_over("ext", &image).members.into_iter().map(|member| member.path).collect();
        assert_eq!(over, found.paths(), "a resumed run counts the same members");
    }
}

#[test]
fn files_and_folders_inside_their_inodes_are_read() {
    if !are_here(&["mkfs.ext4", "debugfs"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    shell(
        folder.path(),
        "mkdir -p tree/folder; printf 'message 1' > tree/folder/tiny; seq 1 45 > tree/folder/more
         ln -s /a/path/that/is/longer/than/sixty/bytes/and/so/does/not/fit/in/the/block/field tree/link
         truncate -s 8M image; mkfs.ext4 -q -F -I 512 -O inline_data -d tree image",
    );
    let image = std::fs::read(folder.path().join("image")).unwrap();
    let found = walk("ext", &image);
    assert!(found.spoilt.is_empty(), "{:?}", found.spoilt);
    let more = std::fs::read(folder.path().join("tree/folder/more")).unwrap();
    for (path, content) in [("folder/tiny", b"message 1".as_slice()), ("folder/more", &more)] {
        assert_eq!(found.get(path).body, read(content), "{path}");
    }
    assert!(found.get("link").extra.contains("/the/block/field"));
}

#[test]
fn deleted_inodes_without_a_name_are_orphans_and_those_below_them_too() {
    if !are_here(&["mkfs.ext2", "debugfs", "fls"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // An entry that is overwritten leaves an inode that no name leads to.
    let deletes = "kill_file deep/level-1/file\\nkill_file deep/level-1\\nkill_file deep\\nunlink deep\\nrm large.txt\\nln small.txt wide\\nln small.txt \
                   one-name\\nln small.txt next\\nln small.txt four\\nln small.txt last.five\\n";
    let image = made(folder.path(), "mkfs.ext2 -b 1024", deletes);
    let found = walk("ext", &image);
    let orphans: Vec<_> =
        found.members.iter().filter(|m| m.path.starts_with("$OrphanFiles/OrphanFile-")).collect();
    let file = orphans.iter().find(|m| m.path.ends_with("/level-1/file")).unwrap();
    assert_eq!((file.state.as_str(), &file.body), ("deleted", &read(b"1")));
    // The folder below was not deleted itself: its inode is in use.
    let below = orphans.iter().find(|m| m.path.ends_with("/level-1/level-2")).unwrap();
    assert_eq!(below.state, "realloc");
    agrees_with_the_sleuth_kit(folder.path(), &found);
}

#[test]
fn what_an_inode_states_is_kept_to_the_microsecond() {
    if !are_here(&["mkfs.ext4", "debugfs"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let marks = "ea_set small.txt user.xdg.origin.url https://example.org/a\\n\
                 set_inode_field empty flags 0x80010\\nmknod disk b 8 1\\n";
    let image = made(folder.path(), "mkfs.ext4 -b 4096", marks);
    let found = walk("ext", &image);
    let small = found.get("small.txt");
    assert_eq!(small.mode, "-rw-r--r--");
    assert!(small.extra.contains("\"links\":\"2\""), "{}", small.extra);
    assert!(small.extra.contains("https://example.org/a"), "{}", small.extra);
    let hard = found.get("many/hard");
    assert_eq!((&hard.inode, &hard.body), (&small.inode, &small.body));
    assert!(found.get("empty").extra.contains("immutable"));
    assert!(found.get("disk").extra.contains("\"device\":\"8:1\""));
    assert!(found.get("link").extra.contains("\"target\":\"small.txt\""));
    assert!(found.get("long-link").extra.contains("a/a/end"));
    assert!(found.notes.iter().any(|note| note.contains("file system: ext4, UUID")));
    let path = found.members.iter().find(|m| m.path.ends_with("level-40/file"));
    assert_eq!(path.unwrap().body, read(b"40"));
}

#[test]
fn blocks_taken_in_clusters_are_read() {
    if !are_here(&["mkfs.ext4", "debugfs"]) {
        return;
    }
    // In blocks of 1 KiB, the groups of the last begin with the boot block.
    for make in [
        "mkfs.ext4 -b 2048 -O bigalloc",
        "mkfs.ext4 -b 1024 -O bigalloc,meta_bg,^resize_inode -C 16384",
    ] {
        let folder = tempfile::tempdir().unwrap();
        let image = made(folder.path(), make, "rm many/hard\\n");
        let found = walk("ext", &image);
        let large = std::fs::read(folder.path().join("tree/large.txt")).unwrap();
        assert!(found.spoilt.is_empty(), "{make}: {:?}", found.spoilt);
        assert_eq!(found.get("large.txt").body, read(&large));
        assert!(found.members.len() > 350);
    }
}

#[test]
fn files_in_pieces_between_others_are_read() {
    if !are_here(&["mkfs.ext4", "debugfs", "fls", "icat"]) {
        return;
    }
    for make in ["mkfs.ext2 -b 1024", "mkfs.ext4 -b 1024"] {
        let folder = tempfile::tempdir().unwrap();
        shell(
            folder.path(),
            &format!(
                "mkdir tree; for n in $(seq 1 80); do seq $n $((n + 8000)) > tree/$n; done
                 truncate -s 6M image; {make} -q -F -d tree image
                 for n in $(seq 1 2 80); do echo rm $n; done > deletes
                 seq 1 150000 > large; echo write large large >> deletes
                 debugfs -w -f deletes image >/dev/null 2>&1"
            ),
        );
        let image = std::fs::read(folder.path().join("image")).unwrap();
        let found = walk("ext", &image);
        let large = std::fs::read(folder.path().join("large")).unwrap();
        assert_eq!(found.get("large").body, read(&large), "{make}");
        agrees_with_the_sleuth_kit(folder.path(), &found);
        let is_known = |extra: &str| extra.contains("blocks_in_use_by_others");
        assert!(found.members.iter().any(|m| m.state == "deleted" && is_known(&m.extra)));
    }
}

#[test]
fn folders_in_circles_absurd_sizes_and_false_maps_are_told_and_end() {
    if !are_here(&["mkfs.ext4", "debugfs"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    let harm = "ln deep deep/level-1/level-2/circle\\nln . many/root\\n\
                set_inode_field small.txt size 0x7fffffffffff\\n\
                set_inode_field empty size 0x3000000000\\n\
                set_inode_field large.txt block[0] 0x0005f30a\\n\
                set_inode_field large.txt block[1] 0x00030004\\n";
    let found = walk("ext", &made(folder.path(), "mkfs.ext4 -b 4096", harm));
    let circles: Vec<&str> = found.spoilt.iter().map(|(_, _, raw)| raw.as_str()).collect();
    assert_eq!(circles.len(), 2, "{circles:?}");
    assert!(circles.iter().all(|raw| raw.contains("told already")), "{circles:?}");
    let reason = |path| match &found.get(path).body {
        Body::Unreadable(reason) => reason.clone(),
        other => panic!("{path}: {other:?}"),
    };
    assert!(reason("small.txt").contains("holes"));
    assert!(reason("empty").contains("holes"));
    assert!(reason("large.txt").contains("extent tree"));
}

#[test]
fn sizes_beyond_32_bits_and_their_holes_are_kept() {
    if !are_here(&["mkfs.ext4", "debugfs"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    shell(
        folder.path(),
        "mkdir tree; truncate -s 5G tree/huge; truncate -s 8M image
         mkfs.ext4 -q -F -d tree image",
    );
    let image = std::fs::read(folder.path().join("image")).unwrap();
    assert_eq!(walk_over("ext", &image).get("huge").size, Some(5 << 30));
}

#[test]
fn damaged_volumes_are_read_to_an_end() {
    if !are_here(&["mkfs.ext4", "debugfs"]) {
        return;
    }
    for make in ["mkfs.ext2 -b 1024", "mkfs.ext4 -b 4096 -O inline_data"] {
        let folder = tempfile::tempdir().unwrap();
        survives("ext", &made(folder.path(), make, DELETES), 15);
    }
}
