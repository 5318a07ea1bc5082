//! HFS+ and HFSX.

use std::io::Write as _;

use crate::damage::survives;
use crate::expected::{asked, differences};
use crate::hfs_image as image;
use crate::members::{Body, read, recognised, walk, walk_over};
use crate::tools::{are_here, shell};

#[test]
fn a_real_volume_agrees_with_the_sleuth_kit() {
    let Some(path) = casetest::real::path("disk-images/hfsplus_zlib.dmg") else { return };
    if !are_here(&["qemu-img", "fls", "icat", "dd"]) {
        return;
    }
    let folder = tempfile::tempdir().unwrap();
    // The volume stands in the one partition of the image.
    let convert = format!(
        "qemu-img convert -O raw {} whole
         dd if=whole of=image bs=512 skip=40 count=3744 2>/dev/null",
        path.display()
    );
    shell(folder.path(), &convert);
    let image = std::fs::read(folder.path().join("image")).unwrap();
    assert_eq!(recognised(&image), Some("hfsplus"));
    let found = walk("hfsplus", &image);
    assert!(found.spoilt.is_empty() && found.halt.is_none(), "{:?}", found.spoilt);
    let expected: Vec<_> = asked(&folder.path().join("image"))
        .into_iter()
        // The files of the trees are no files of a person, and its own escape stands for the bytes
        // of the names of two folders.
        .filter(|entry| !entry.path.starts_with('$') && !entry.path.contains('^'))
        .collect();
    assert_eq!(expected.len(), 6, "{expected:?}");
    assert_eq!(differences(&expected, &found), Vec::<String>::new());
    let paths = found.paths();
    assert!(paths.contains(&"a_directory/a_resourcefork:rsrc"), "{paths:?}");
    assert_eq!(paths.len(), 9, "{paths:?}");
    assert!(found.get("a_link").extra.contains("\"target\":\"a_directory/another_file\""));
    let over: Vec<String> =
        walk_over("hfsplus", &image).members.into_iter().map(|member| member.path).collect();
    assert_eq!(over, paths);
    assert!(found.members.iter().all(|member| !matches!(member.body, Body::Failed(_))));
    survives("hfsplus", &image, 60);
}

/// A volume with a file in twenty pieces, a hard link, a compressed file, and one without a folder.
fn made() -> Vec<u8> {
    let pieces: Vec<(u64, u64)> = (0..20).map(|index| (60 + 2 * index, 1)).collect();
    let data = |first: u64, size: u64| image::fork(size, 1, &[(first, 1)]);
    let private = "\0\0\0\0HFS+ Private Data";
    let catalog = [
        image::folder(1, "Volume", 2),
        image::folder(2, private, 16),
        image::file(2, "a/b", (20, 0, 0), b"TEXTttxt", &data(50, 5)),
        image::file(2, "linked", (22, 40, 0), b"hlnkhfs+", &image::fork(0, 0, &[])),
        image::file(2, "pieces", (21, 0, 0), b"", &image::fork(20 * 4096 - 7, 20, &pieces)),
        image::file(2, "small", (23, 0, 0x20), b"", &image::fork(0, 0, &[])),
        image::file(16, "iNode40", (40, 2, 0), b"", &data(51, 9)),
        image::file(99, "lost", (41, 0, 0), b"", &data(52, 3)),
    ];
    let extents =
        [image::more_extents(21, 8, &pieces[8..16]), image::more_extents(21, 16, &pieces[16..])];
    let mut compressed = b"fpmc\x03\0\0\0".to_vec();
    compressed.extend(1_234_u64.to_le_bytes());
    let attributes = [
        image::attribute(20, "com.apple.quarantine", b"0083;5f5e1000;Safari;"),
        image::attribute(23, "com.apple.decmpfs", &compressed),
    ];
    image::volume(&catalog, &extents, &attributes)
}

#[test]
fn files_in_many_pieces_hard_links_and_compressed_files_are_told() {
    let image = made();
    assert_eq!(recognised(&image), Some("hfsplus"));
    let found = walk("hfsplus", &image);
    assert!(found.spoilt.is_empty() && found.halt.is_none(), "{:?}", found.halt);
    let pieces: Vec<u8> = (0..20).flat_map(|index| vec![60 + 2 * index; 4096]).collect();
    assert_eq!(found.get("pieces").body, read(&pieces[..20 * 4096 - 7]));
    let slashed = found.get("a:b");
    assert_eq!((&slashed.body, slashed.size), (&read(&[50; 5]), Some(5)));
    assert!(slashed.extra.contains("Safari") && slashed.extra.contains("\"creator\":\"ttxt\""));
    let at_us = 1_600_000_000_000_000;
    let expected = [at_us + 1_000_000, at_us + 3_000_000, at_us + 2_000_000, at_us];
    assert_eq!(slashed.times_us, expected, "modified, accessed, changed, created");
    let linked = found.get("linked");
    assert_eq!((&linked.body, linked.inode.as_str()), (&read(&[51; 9]), "40"));
    assert!(linked.extra.contains("\"links\":\"2\""));
    let small = found.get("small");
    assert_eq!(small.size, Some(1_234));
    assert!(matches!(&small.body, Body::Unreadable(reason) if reason.contains("damaged")));
    let lost = found.get("$OrphanFiles/99/lost");
    assert_eq!((lost.state.as_str(), &lost.body), ("deleted", &read(&[52; 3])));
    assert_eq!(found.members.len(), 7);
}

/// Bytes that zlib makes of a content.
fn packed(content: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::ZlibEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(content).unwrap();
    encoder.finish().unwrap()
}

/// The attribute of a file that macOS compressed.
fn header(method: u32, plain_bytes: u64, behind: &[u8]) -> Vec<u8> {
    let mut value = b"fpmc".to_vec();
    value.extend(method.to_le_bytes());
    value.extend(plain_bytes.to_le_bytes());
    value.extend(behind);
    value
}

/// A resource fork of the two chunks that hold a content, the second one stored.
fn resource_fork(content: &[u8]) -> Vec<u8> {
    let (first, second) = content.split_at(1 << 16);
    let chunks = [packed(first), [b"\xFF", second].concat()];
    let mut table = 2_u32.to_le_bytes().to_vec();
    let mut at = 4 + 16;
    for chunk in &chunks {
        table.extend(u32::try_from(at).unwrap().to_le_bytes());
        table.extend(u32::try_from(chunk.len()).unwrap().to_le_bytes());
        at += chunk.len();
    }
    let mut fork = 256_u32.to_be_bytes().to_vec();
    fork.resize(256, 0);
    fork.extend(u32::try_from(at).unwrap().to_be_bytes());
    fork.extend([table, chunks.concat()].concat());
    fork
}

#[test]
fn files_that_macos_compressed_by_zlib_are_unpacked() {
    let content: Vec<u8> =
        (0..70_000_u32).flat_map(|n| (n % 251).to_le_bytes()).take(70_000).collect();
    let fork = resource_fork(&content);
    let blocks = fork.len().div_ceil(4096) as u64;
    let mut inside = image::file(2, "chunks", (21, 0, 0x20), b"", &image::fork(0, 0, &[]));
    let of_fork = image::fork(fork.len() as u64, blocks, &[(60, blocks)]);
    inside.1[168..168 + of_fork.len()].copy_from_slice(&of_fork);
    let empty = image::fork(0, 0, &[]);
    let catalog = [
        image::folder(1, "Volume", 2),
        inside,
        image::file(2, "inline", (20, 0, 0x20), b"", &empty),
        image::file(2, "plain", (22, 0, 0x20), b"", &empty),
        image::file(2, "short", (23, 0, 0x20), b"", &empty),
        image::file(2, "unknown", (24, 0, 0x20), b"", &empty),
    ];
    let attribute = |id, value: &[u8]| image::attribute(id, "com.apple.decmpfs", value);
    let attributes = [
        attribute(20, &header(3, 300, &packed(&content[..300]))),
        attribute(21, &header(4, 70_000, b"")),
        attribute(22, &header(1, 5, b"plain")),
        attribute(23, &header(3, 301, &packed(&content[..300]))),
        attribute(24, &header(14, 300, b"")),
    ];
    let mut volume = image::volume(&catalog, &[], &attributes);
    volume[60 * 4096..60 * 4096 + fork.len()].copy_from_slice(&fork);
    let found = walk("hfsplus", &volume);
    assert!(found.spoilt.is_empty() && found.halt.is_none(), "{:?}", found.halt);
    assert_eq!(found.get("chunks").body, read(&content));
    assert_eq!(found.get("inline").body, read(&content[..300]));
    assert_eq!(found.get("plain").body, read(b"plain"));
    assert!(matches!(&found.get("short").body, Body::Unreadable(why) if why.contains("damaged")));
    assert!(
        matches!(&found.get("unknown").body, Body::Unreadable(why) if why.contains("LZBITMAP"))
    );
    survives("hfsplus", &volume, 200);
}

#[test]
fn folders_in_circles_are_told_once_and_the_walk_ends() {
    let catalog = [
        image::folder(1, "Volume", 2),
        image::folder(2, "a", 20),
        image::file(2, "z", (30, 0, 0), b"", &image::fork(5, 1, &[(50, 1)])),
        image::folder(20, "b", 21),
        image::folder(21, "again", 20),
        image::folder(21, "top", 2),
    ];
    let found = walk("hfsplus", &image::volume(&catalog, &[], &[]));
    let mut paths = found.paths();
    paths.sort_unstable();
    assert_eq!(paths, ["a", "a/b", "a/b/again", "a/b/top", "z"]);
    assert_eq!((found.spoilt.len(), &found.halt), (2, &None));
    assert!(found.spoilt.iter().all(|(_, _, raw)| raw.contains("told already")));
}

#[test]
fn damaged_volumes_are_read_to_an_end() {
    survives("hfsplus", &made(), 300);
}

#[test]
fn a_volume_inside_an_hfs_wrapper_is_read() {
    let mut wrapped = vec![0; 1 << 16];
    wrapped[1024..1026].copy_from_slice(b"BD");
    wrapped[1024 + 20..1024 + 24].copy_from_slice(&512_u32.to_be_bytes());
    wrapped[1024 + 124..1024 + 126].copy_from_slice(b"H+");
    wrapped[1024 + 126..1024 + 128].copy_from_slice(&128_u16.to_be_bytes());
    wrapped.extend(made());
    assert_eq!(recognised(&wrapped), Some("hfsplus"));
    let found = walk("hfsplus", &wrapped);
    assert_eq!(found.get("a:b").body, read(&[50; 5]));
    assert!(found.notes.iter().any(|note| note.contains("inside an HFS wrapper")));
    assert_eq!(found.members.len(), 7);
}
