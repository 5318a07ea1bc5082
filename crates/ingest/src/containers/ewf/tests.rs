//! What an EWF image must give, from real files and from ones of our own.

use std::io::Cursor;
use std::io::Write as _;
use std::path::Path;
use std::process::Command;

use flate2::Compression;
use flate2::write::ZlibEncoder;
use md5::Digest as _;

use super::super::bytes_at::hex;
use super::super::tests::{Told, damage, real, sure, tell};
use super::*;

const CHUNK: usize = 1024;

fn section(image: &mut Vec<u8>, kind: &str, data: &[u8]) {
    let next = image.len() as u64 + 76 + data.len() as u64;
    let last = matches!(kind, "done" | "next");
    let next = if last { image.len() as u64 } else { next };
    let mut head = kind.as_bytes().to_vec();
    head.resize(16, 0);
    head.extend(next.to_le_bytes());
    head.extend((76 + data.len() as u64).to_le_bytes());
    head.resize(72, 0);
    head.extend(adler2::adler32_slice(&head).to_le_bytes());
    image.extend(head);
    image.extend(data);
}

fn zlib(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn volume_data(content: usize) -> Vec<u8> {
    let mut data = vec![0; 1048];
    data[4..8].copy_from_slice(&u32::try_from(content.div_ceil(CHUNK)).unwrap().to_le_bytes());
    data[8..12].copy_from_slice(&2_u32.to_le_bytes());
    data[12..16].copy_from_slice(&512_u32.to_le_bytes());
    data[16..24].copy_from_slice(&(content as u64 / 512).to_le_bytes());
    data.extend(adler2::adler32_slice(&data).to_le_bytes());
    data
}

/// Chunks, of which every second is compressed, and their table.
fn chunks(image: &mut Vec<u8>, content: &[u8]) {
    let (mut data, mut entries) = (Vec::new(), Vec::new());
    let start = image.len() + 76;
    for (number, chunk) in content.chunks(CHUNK).enumerate() {
        let at = u32::try_from(start + data.len()).unwrap();
        if number % 2 == 0 {
            entries.extend((at | 1 << 31).to_le_bytes());
            data.extend(zlib(chunk));
        } else {
            entries.extend(at.to_le_bytes());
            data.extend(chunk);
            data.extend(adler2::adler32_slice(chunk).to_le_bytes());
        }
    }
    section(image, "sectors", &data);
    let mut table = u32::try_from(entries.len() / 4).unwrap().to_le_bytes().to_vec();
    table.resize(20, 0);
    table.extend(adler2::adler32_slice(&table).to_le_bytes());
    table.extend(&entries);
    table.extend(adler2::adler32_slice(&entries).to_le_bytes());
    section(image, "table", &table);
    section(image, "table2", &table);
}

fn file_header(segment: u16) -> Vec<u8> {
    let mut image = IMAGE_SIGNATURE.to_vec();
    image.push(1);
    image.extend(segment.to_le_bytes());
    image.extend([0, 0]);
    image
}

fn content() -> Vec<u8> {
    (0..CHUNK * 5 / 2).map(|at| u8::try_from(at / 7 % 251).unwrap()).collect()
}

/// An image of one segment, with facts and a digest.
fn image() -> Vec<u8> {
    let content = content();
    let mut image = file_header(1);
    let facts = "3\nmain\na\te\tm\tzz\nfiller\texaminer 1\t1700000000\tkept\n\n";
    section(&mut image, "header", &zlib(facts.as_bytes()));
    section(&mut image, "volume", &volume_data(content.len()));
    chunks(&mut image, &content);
    let mut hash = md5::Md5::digest(&content).to_vec();
    hash.resize(32, 0);
    hash.extend(adler2::adler32_slice(&hash).to_le_bytes());
    section(&mut image, "hash", &hash);
    section(&mut image, "done", &[]);
    image
}

/// Where the data of the first section of a kind begins.
fn data_of(image: &[u8], kind: &str) -> usize {
    let name = [kind.as_bytes(), &[0]].concat();
    image.windows(name.len()).position(|window| window == name).unwrap() + 76
}

#[test]
fn an_image_gives_its_content_facts_and_a_matching_digest() {
    let told = tell(&Ewf, &image());
    assert_eq!(told.halt, None);
    assert_eq!(told.stream("image"), content());
    let words = told.words();
    assert!(words.contains("description: filler; examiner: examiner 1"), "{words}");
    assert!(words.contains("acquired: 1700000000 (2023-11-14T22:13:20Z); zz: kept"), "{words}");
    assert!(words.contains("MD5 of the image (matches)"), "{words}");
    assert_eq!(sure(&Ewf, &image()), Sure::Yes);
    assert_eq!(sure(&Ewf, b"EVF"), Sure::No);
}

#[test]
fn a_wrong_stored_digest_is_plain_in_the_note() {
    let mut image = image();
    let at = data_of(&image, "hash");
    image[at] ^= 1;
    let told = tell(&Ewf, &image);
    assert!(told.words().contains("MD5 of the image (DOES NOT MATCH): stated"), "{}", told.words());
    assert_eq!(told.stream("image"), content());
}

#[test]
fn a_damaged_chunk_is_an_error_at_its_place_and_counted() {
    for (chunk_at, why) in [(8, "chunk 0"), (CHUNK, "chunk 1")] {
        let mut image = image();
        let at = data_of(&image, "sectors") + chunk_at;
        image[at] ^= 0x10;
        let told = tell(&Ewf, &image);
        let words = told.words();
        assert!(words.contains("not computable, damaged blocks: 1"), "{words}");
        assert!(words.contains(why), "{words}");
        assert!(told.streams[0].bytes.as_ref().is_err_and(|error| error.contains(why)));
    }
}

#[test]
fn a_damaged_table_is_replaced_by_its_copy() {
    let mut image = image();
    let at = data_of(&image, "table") + 24;
    image[at] ^= 0x10;
    let told = tell(&Ewf, &image);
    assert_eq!(told.stream("image"), content());
    assert!(told.words().contains("its second copy was used"), "{}", told.words());
}

#[test]
fn absurd_counts_and_circles_end_with_a_reason() {
    let mut counts = image();
    for kind in ["table", "table2"] {
        let at = data_of(&counts, kind);
        counts[at..at + 4].copy_from_slice(&u32::MAX.to_le_bytes());
    }
    let told = tell(&Ewf, &counts);
    assert!(told.halt.unwrap().contains("no table of chunks can be read"));
    let mut circle = image();
    let at = data_of(&circle, "sectors") - 76 + 16;
    circle[at..at + 8].copy_from_slice(&13_u64.to_le_bytes());
    assert!(tell(&Ewf, &circle).halt.unwrap().contains("in a circle"));
    let mut huge = image();
    let at = data_of(&huge, "volume");
    huge[at + 16..at + 24].copy_from_slice(&u64::MAX.to_le_bytes());
    assert!(tell(&Ewf, &huge).halt.unwrap().contains("no section states the size"));
}

#[test]
fn other_kinds_are_refused_by_name() {
    for (signature, name) in
        [(LOGICAL_SIGNATURE, "L01"), (IMAGE_2_SIGNATURE, "Ex01"), (LOGICAL_2_SIGNATURE, "Lx01")]
    {
        let told = tell(&Ewf, signature);
        assert!(told.halt.unwrap().contains(name));
        assert_eq!(sure(&Ewf, signature), Sure::Yes);
    }
}

#[test]
fn a_set_is_read_whole_and_one_segment_of_it_as_far_as_it_goes() {
    let content = content();
    let mut first = file_header(1);
    section(&mut first, "volume", &volume_data(content.len()));
    chunks(&mut first, &content[..CHUNK]);
    section(&mut first, "next", &[]);
    let mut second = file_header(2);
    chunks(&mut second, &content[CHUNK..]);
    section(&mut second, "done", &[]);
    assert!(tell(&Ewf, &second).halt.unwrap().contains("it is segment 2 of a set"));
    let alone = tell(&Ewf, &first);
    let halt = alone.halt.clone().unwrap();
    assert!(halt.contains("goes on in segment 2") && halt.contains("give all segments"), "{halt}");
    assert!(alone.words().contains("that cannot be decoded: 1 (1536 bytes)"), "{}", alone.words());
    assert!(alone.streams[0].bytes.is_err());
    assert_eq!(set_of(&[first.clone(), second.clone()]).stream("image"), content);
    assert!(set_of(&[second, first]).halt.is_some());
}

fn set_of(files: &[Vec<u8>]) -> Told {
    let mut cursors: Vec<_> = files.iter().map(|file| Cursor::new(file.as_slice())).collect();
    let mut segments: Vec<_> = cursors
        .iter_mut()
        .map(|cursor| {
            let len = cursor.get_ref().len() as u64;
            Segment { bytes: cursor, len }
        })
        .collect();
    Told::of(|members| walk_set(&mut segments, members))
}

#[test]
fn any_damage_ends_without_a_panic() {
    let image = image();
    damage(&Ewf, &image, (0..image.len()).step_by(5));
}

#[test]
fn real_images_have_the_digests_they_state() {
    for (name, md5) in [
        ("nps-2010-emails.E01", Some("7dae50cec8163697415e69fd72387c01")),
        ("german_utf8.E01", Some("0f8b13379c8da8a8135e0ea3c6f01978")),
        ("ext2.E01", None),
    ] {
        let Some(image) = real(name) else { return };
        let told = tell(&Ewf, &image);
        assert_eq!(told.halt, None, "{name}");
        let found = hex(&md5::Md5::digest(told.stream("image")));
        assert!(md5.is_none_or(|md5| md5 == found), "{name}: {found}");
        assert!(told.words().contains("MD5 of the image (matches)"), "{name}: {}", told.words());
        let half = tell(&Ewf, &image[..image.len() / 2]);
        assert!(half.halt.unwrap().contains("ends before its last section"));
    }
}

/// Makes an image of `raw` with ewfacquire, which is asked as the oracle; `None` where absent.
fn acquire(folder: &Path, options: &[&str], raw: &[u8]) -> Option<Vec<Vec<u8>>> {
    std::fs::write(folder.join("raw"), raw).unwrap();
    let made = Command::new("ewfacquire")
        .args(["-q", "-u", "-d", "sha1", "-t"])
        .arg(folder.join("set"))
        .args(options)
        .arg(folder.join("raw"))
        .output();
    let Ok(made) = made else {
        eprintln!("skipped: no ewfacquire here (Debian: ewf-tools)");
        return None;
    };
    assert!(made.status.success(), "{made:?}");
    let mut files: Vec<_> =
        std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
    files.retain(|path| path.file_stem().is_some_and(|stem| stem == "set"));
    files.sort();
    Some(files.iter().map(|path| std::fs::read(path).unwrap()).collect())
}

#[test]
fn sets_of_ewfacquire_are_read_back_with_both_digests() {
    // Bytes that do not pack, and long runs that do.
    let mut state = 7_u32;
    let raw: Vec<u8> = (0..5 << 20)
        .map(|at| {
            state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
            if at & 0x1_0000 == 0 { u8::try_from(state >> 24).unwrap() } else { 0 }
        })
        .collect();
    for options in [
        &["-f", "encase6", "-S", "1 MiB", "-c", "fast"][..],
        &["-f", "encase5", "-S", "1 MiB", "-c", "none"],
        &["-f", "encase1", "-c", "best"],
        &["-f", "ftk", "-c", "fast", "-b", "32768"],
        &["-f", "smart", "-c", "fast"],
        &["-f", "encase7", "-c", "empty-block"],
    ] {
        let folder = tempfile::tempdir().unwrap();
        let Some(files) = acquire(folder.path(), options, &raw) else { return };
        let told = set_of(&files);
        assert_eq!(told.halt, None, "{options:?}");
        assert!(told.stream("image") == raw, "{options:?}: other bytes");
        let words = told.words();
        assert!(!words.contains("NOT") && words.contains("(matches)"), "{options:?}: {words}");
    }
}
