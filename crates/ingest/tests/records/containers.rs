//! Archives: what others made, and what is broken.

use std::io::{Cursor, Write};

use casetest::real;
use model::record::Kind;
use proptest::prelude::*;
use tutela_ingest::Head;
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::HOUSE;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::collected::{self, Collected, Row, read_whole};

/// Reads a real file with whatever is sure of it.
fn real(path: &str) -> Option<Collected> {
    let path = real::path(&format!("disk-images/{path}"))?;
    Some(read_whole(&std::fs::read(path).unwrap()))
}

fn paths(found: &Collected) -> Vec<&str> {
    found.of(Kind::Media).iter().map(|row| row.get("path")).collect()
}

#[test]
fn one_log_in_four_compressions_is_one_log() {
    let sha256 = "0420b023f8dc1b71ff25191ce4ce88d10028f99f99f7c21532611f4c273aeae9";
    for name in ["syslog.gz", "syslog.bz2", "syslog.xz", "syslog.zip", "syslog.tar", "syslog.tgz"] {
        let Some(found) = real(&format!("containers/{name}")) else { return };
        let same = found.of(Kind::Media).iter().filter(|row| row.get("sha256") == sha256).count();
        assert_eq!(same, 1, "{name}: {:?}", found.rows);
    }
}

#[test]
fn paths_are_told_as_they_stand_and_lead_nowhere() {
    for (name, expected) in [
        ("absolute_paths", vec!["folder/syslog", "folder/wtmp.1"]),
        ("mixed_paths", vec!["folder/syslog", "folder/wtmp.1"]),
        ("with_directory", vec!["folder", "folder/syslog", "folder/wtmp.1"]),
        ("without_directory", vec!["folder/syslog", "folder/wtmp.1"]),
    ] {
        for kind in ["zip", "tar"] {
            let Some(found) = real(&format!("containers/{name}.{kind}")) else { return };
            let mut told = paths(&found);
            told.sort_unstable();
            assert_eq!(told, expected, "{name}.{kind}");
            let stated = |row: &&&Row| row.get("extra").contains(r#""path_stated":"/folder/"#);
            let absolute = found.of(Kind::Media).iter().filter(stated).count();
            let expected = match name {
                "absolute_paths" => 2,
                "mixed_paths" => 1,
                _ => 0,
            };
            assert_eq!(absolute, expected, "{name}.{kind}");
        }
    }
}

/// A zip archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RETURN: &[u8] = include_bytes!("../fixtures/bodyfile/listing.txt");

#[test]
fn an_exhibit_in_an_archive_is_read_where_it_lies() {
    let bytes = archive(&[("folder/list.txt", RETURN), ("other.bin", &[7; 100])]);
    let found = read_whole(&bytes);
    let alone = collected::read("bodyfile", RETURN);
    let read: Vec<_> =
        found.rows.iter().filter(|row| row.place.inside == "folder/list.txt").collect();
    assert_eq!((read.len(), alone.rejects.len()), (alone.rows.len(), found.rejects.len()));
    for (row, alone) in read.iter().zip(&alone.rows) {
        assert_eq!((&row.fields, row.place.bytes_start), (&alone.fields, alone.place.bytes_start));
    }
    assert_eq!(found.rows[0].get("format"), "bodyfile");
    assert_eq!(found.rows.last().unwrap().get("path"), "other.bin");
}

#[test]
fn two_members_of_one_name_are_two() {
    let mut bytes = archive(&[("a.txt", b"first"), ("b.txt", b"second")]);
    while let Some(at) = bytes.windows(5).position(|name| name == b"b.txt") {
        bytes[at] = b'a';
    }
    assert_eq!(paths(&read_whole(&bytes)), ["a.txt", "a.txt"]);
}

#[test]
fn an_archive_that_lost_its_directory_gives_what_is_left() {
    let bytes = archive(&[("a.txt", b"first"), ("b.txt", b"second")]);
    let end = bytes.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
    let found = read_whole(&bytes[..end]);
    assert_eq!(paths(&found), ["a.txt", "b.txt"]);
    assert!(found.notes.iter().any(|note| note.to_string().contains("lost its directory")));
}

#[test]
fn a_member_whose_check_sum_differs_is_told_and_the_next_is_read() {
    let mut bytes = archive(&[("a.txt", &[b'x'; 300]), ("b.txt", b"second")]);
    flip_crc(&mut bytes);
    let found = read_whole(&bytes);
    assert!(found.members[0].reason.contains("check sum"), "{:?}", found.members);
    assert_eq!((found.rows[0].get("sha256"), found.rows[1].get("sha256").len()), ("", 64));
}

/// Changes the check sum of the first member in the directory.
fn flip_crc(bytes: &mut [u8]) {
    let at = bytes.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
    bytes[at + 16] ^= 1;
}

#[test]
fn a_seven_zip_archive_gives_its_members_with_their_digests() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.txt"), RETURN).unwrap();
    std::fs::write(folder.path().join("empty"), b"").unwrap();
    if !ran(folder.path(), "7z", &["a", "all.7z", "list.txt", "empty"]) {
        return;
    }
    let found = read_whole(&std::fs::read(folder.path().join("all.7z")).unwrap());
    let members = found.of(Kind::Media).into_iter().filter(|row| row.place.inside.is_empty());
    let mut told: Vec<_> = members.map(|row| row.get("path")).collect();
    told.sort_unstable();
    assert_eq!(told, ["empty", "list.txt"]);
    assert!(found.members.iter().any(|one| one.format == "bodyfile" && one.counts.rows > 0));
}

/// Whether a tool of the system ran well.
fn ran(folder: &std::path::Path, tool: &str, arguments: &[&str]) -> bool {
    let done = std::process::Command::new(tool).args(arguments).current_dir(folder).output();
    let is_done = done.is_ok_and(|done| done.status.success());
    if !is_done {
        eprintln!("skipped: {tool} is not here");
    }
    is_done
}

#[test]
fn an_encrypted_seven_zip_archive_says_so() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("list.txt"), RETURN).unwrap();
    let packed = |archive: &str, names: &str| {
        let arguments = ["a", "-pfiller", names, archive, "list.txt"];
        ran(folder.path(), "7z", &arguments)
            .then(|| read_whole(&std::fs::read(folder.path().join(archive)).unwrap()))
    };
    let Some(content) = packed("content.7z", "-mhe=off") else { return };
    assert_eq!(paths(&content), ["list.txt"]);
    assert_eq!(content.members[0].reason, "it is encrypted");
    let names = packed("names.7z", "-mhe=on").unwrap().halt.unwrap().to_string();
    assert!(names.contains("it is encrypted") && names.contains("password"), "{names}");
}

#[test]
fn members_stored_without_their_holes_are_whole_in_every_form_of_tar() {
    let folder = tempfile::tempdir().unwrap();
    let mut file = std::fs::File::create(folder.path().join("holes")).unwrap();
    let mut content = vec![0; 3_000_000];
    // More pieces than the header of the old form has room for.
    for piece in 0..40 {
        let at = piece * 70_000;
        content[at..at + 9].copy_from_slice(b"a piece \n");
        std::io::Seek::seek(&mut file, std::io::SeekFrom::Start(at as u64)).unwrap();
        file.write_all(b"a piece \n").unwrap();
    }
    file.set_len(content.len() as u64).unwrap();
    std::fs::write(folder.path().join("next"), b"next").unwrap();
    let expected = collected::read_whole(&archive(&[("holes", &content)]));
    let sha256 = expected.rows[0].get("sha256");
    for form in
        ["--format=gnu", "--sparse-version=0.0", "--sparse-version=0.1", "--sparse-version=1.0"]
    {
        let posix = if form.contains("version") { "--format=posix" } else { form };
        let arguments = ["-S", posix, form, "-cf", "it.tar", "holes", "next"];
        if !ran(folder.path(), "tar", &arguments) {
            return;
        }
        let bytes = std::fs::read(folder.path().join("it.tar")).unwrap();
        let found = read_whole(&bytes);
        let row = &found.rows[0];
        let told = [row.get("path"), row.get("size"), row.get("sha256")];
        assert_eq!(told, ["holes", "3000000", sha256], "{form}");
        assert_eq!((paths(&found)[1], found.rows[1].get("size")), ("next", "4"), "{form}");
        if posix != form {
            assert!(row.get("modified").contains('.'), "{form}: {}", row.get("modified"));
            assert!(!row.get("accessed").is_empty() && !row.get("changed").is_empty());
        }
    }
}

#[test]
fn what_stands_behind_a_compressed_file_does_not_cost_its_content() {
    let whole = [gzip(b"one "), gzip(b"two")].concat();
    let of = |bytes: &[u8]| {
        let found = read_whole(bytes);
        let said = found.notes.iter().any(|note| note.to_string().contains("behind the last"));
        (found.rows[0].get("size").to_owned(), found.rows[0].get("sha256").len(), said)
    };
    assert_eq!(of(&whole), ("7".to_owned(), 64, false));
    assert_eq!(of(&[&whole[..], &[0; 1_000]].concat()), ("7".to_owned(), 64, false), "padding");
    assert_eq!(of(&[&whole[..], b"\0\0other"].concat()), ("7".to_owned(), 64, true));
    let cut = read_whole(&whole[..whole.len() - 5]);
    assert_eq!((cut.rows[0].get("sha256"), cut.members.len()), ("", 1), "{:?}", cut.members);
}

proptest! {
    #[test]
    fn damaged_archives_never_panic_and_lose_no_row(at: usize, with: u8, cut: usize, which in 0usize..3) {
        let zip = archive(&[("list.txt", RETURN), ("b", &[3; 500])]);
        let mut bytes = match which {
            0 => zip,
            1 => gzip(&zip),
            _ => tar_of(RETURN),
        };
        let at = at % bytes.len();
        bytes[at] = with;
        bytes.truncate(bytes.len() - cut % 40);
        let settings = collected::rome();
        if let Recognised::Taken(..) = recognise(&HOUSE, None, &Head::of(&bytes, &settings)) {
            read_whole(&bytes);
        }
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

fn tar_of(bytes: &[u8]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes.len() as u64);
    header.set_cksum();
    builder.append_data(&mut header, "list.txt", bytes).unwrap();
    builder.into_inner().unwrap()
}

#[test]
fn tables_that_nobody_mapped_are_unread_and_not_failed() {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut book = rust_xlsxwriter::Workbook::new();
    book.add_worksheet().write_string(0, 0, "anything").unwrap();
    let members: [(&str, &[u8]); 4] = [
        ("book.xlsx", &book.save_to_buffer().unwrap()),
        ("calls.csv", b"alpha,beta,gamma\n1,2,3\n4,5,6\n"),
        ("prose.txt", b"Hello there, dear all, and so on\nThis is prose, with commas.\n"),
        ("owned.csv", b"ID,Timestamp,Contents,Attachments\n1,2026-01-10 08:00:00+00:00,filler,\n"),
    ];
    for (name, bytes) in members {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    let found = read_whole(&zip.finish().unwrap().into_inner());
    let told: Vec<_> = found
        .members
        .iter()
        .map(|member| {
            let asks = [member.remedy.contains("tutela map"), member.remedy.contains("--owner")];
            (member.inside.as_str(), member.state, asks)
        })
        .collect();
    let unread = tutela_ingest::MemberState::Unread;
    assert_eq!(
        told,
        [
            ("book.xlsx", unread, [true, false]),
            ("calls.csv", unread, [true, false]),
            ("prose.txt", unread, [false, false]),
            ("owned.csv", unread, [false, true]),
        ],
    );
    assert!(found.of(Kind::Media).iter().all(|row| row.get("sha256").len() == 64));
    assert!(found.rejects.is_empty());
}
