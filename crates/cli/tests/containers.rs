//! Archives, images and parts as a unit receives them: in at one end, counts that add up at the
//! other.

#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::panic,
    clippy::string_slice,
    clippy::format_collect,
    reason = "a test that meets what it did not expect fails"
)]

mod support;

use std::path::Path;

use serde_json::Value;
use support::{Run, archive, number};

const LIST: &str =
    "0|/folder/one.jpg|5-128-1|r/rrwxrwxrwx|0|0|12|1376484808|1376484808|1376484808|1376484808\n";

/// Ingests a folder into a case of its own and gives its status.
fn status_of(folder: &Path, code: i32) -> Value {
    let case = folder.join("case");
    support::init(&case);
    let sources = folder.join("sources");
    Run::on(&case, &["ingest", "--tz", "Europe/Rome", sources.to_str().unwrap()]).expect(code);
    Run::on(&case, &["verify"]).expect(0);
    let status = Run::on(&case, &["status", "--json"]).json();
    for one in status["exhibits"].as_array().unwrap() {
        let sum = number(&one["records"]) + number(&one["rejects"]);
        assert_eq!(number(&one["rows"]), sum, "{one}");
    }
    status
}

#[test]
fn an_archive_is_read_member_by_member_and_status_says_how_far() {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    std::fs::create_dir(&sources).unwrap();
    let inner = archive(&[("again.txt", LIST.as_bytes())]);
    let files: [(&str, &[u8]); 3] =
        [("a/list.txt", LIST.as_bytes()), ("photo.bin", &[1, 2, 3]), ("inner.zip", &inner)];
    std::fs::write(sources.join("device.zip"), archive(&files)).unwrap();
    let status = status_of(folder.path(), 0);
    let one = &status["exhibits"][0];
    assert_eq!((one["state"].as_str(), one["format"].as_str()), (Some("parsed"), Some("zip")));
    assert_eq!(number(&one["rows"]), 6);
    let members = &one["members"];
    assert_eq!(number(&members["told"]), 4);
    assert_eq!(number(&members["formats"]["bodyfile"]["members"]), 2);
    assert_eq!(number(&members["formats"]["bodyfile"]["counts"]["rows"]), 2);
    assert_eq!(number(&members["states"]["unread"]), 1);
    let case = folder.path().join("case");
    Run::on(&case, &["build"]).expect(0);
    let found = Run::on(&case, &["search", "--json", "photo.bin"]).expect(0).stdout;
    assert!(found.contains("photo.bin"), "{found}");
    // The same exhibit again changes nothing.
    let tables = support::tables(&case);
    Run::on(&case, &["ingest", "--tz", "Europe/Rome", sources.to_str().unwrap()]).expect(0);
    assert_eq!(tables, support::tables(&case));
}

#[test]
fn a_member_that_cannot_be_read_is_a_task_and_the_rest_is_read() {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    std::fs::create_dir(&sources).unwrap();
    let mut bytes = archive(&[("bad.bin", &[7; 400]), ("list.txt", LIST.as_bytes())]);
    let directory = bytes.windows(4).position(|mark| mark == b"PK\x01\x02").unwrap();
    bytes[directory + 16] ^= 1;
    std::fs::write(sources.join("device.zip"), bytes).unwrap();
    let status = status_of(folder.path(), 3);
    assert_eq!(status["exhibits"][0]["state"], "partial");
    assert_eq!(status["tasks"][0]["kind"], "members");
    let fact = status["tasks"][0]["fact"].as_str().unwrap();
    assert!(fact.contains("bad.bin") && fact.contains("check sum"), "{fact}");
    assert_eq!(number(&status["exhibits"][0]["rows"]), 3);
}

#[test]
fn parts_that_were_given_together_are_read_together() {
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    std::fs::create_dir(&sources).unwrap();
    let whole = LIST.repeat(20);
    for (number, part) in whole.as_bytes().chunks(700).enumerate() {
        std::fs::write(sources.join(format!("list.{:03}", number + 1)), part).unwrap();
    }
    let status = status_of(folder.path(), 0);
    let exhibits = status["exhibits"].as_array().unwrap();
    assert_eq!((exhibits[0]["format"].as_str(), number(&exhibits[0]["rows"])), (Some("split"), 20));
    for part in &exhibits[1..] {
        assert_eq!((&part["format"], &part["state"]), (&"part of EX-1".into(), &"parsed".into()));
    }
}

#[test]
fn a_disk_image_gives_its_files_by_their_chain() {
    let Some(image) = casetest::real::path("disk-images/ext2.E01") else { return };
    let folder = tempfile::tempdir().unwrap();
    let sources = folder.path().join("sources");
    std::fs::create_dir(&sources).unwrap();
    std::fs::copy(image, sources.join("disk.E01")).unwrap();
    let status = status_of(folder.path(), 0);
    let one = &status["exhibits"][0];
    println!("{one}");
    assert_eq!((one["format"].as_str(), one["state"].as_str()), (Some("ewf"), Some("parsed")));
    assert!(number(&one["members"]["told"]) > 5);
    assert_eq!(number(&one["members"]["formats"]["ext"]["members"]), 1);
}

/// Every file below a folder, with its path in it.
fn files_below(folder: &Path) -> Vec<(String, Vec<u8>)> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        if path.is_dir() {
            let below = files_below(&path).into_iter();
            found.extend(below.map(|(inner, bytes)| (format!("{name}/{inner}"), bytes)));
        } else {
            found.push((name, std::fs::read(path).unwrap()));
        }
    }
    found.sort();
    found
}

fn archive_of(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let files: Vec<(&str, &[u8])> =
        files.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    archive(&files)
}

#[test]
fn every_row_cited_out_of_archives_and_images_is_quoted_with_its_own_bytes() {
    let folder = tempfile::tempdir().unwrap();
    let (plain, sources) = (folder.path().join("plain"), folder.path().join("sources"));
    std::fs::create_dir(&sources).unwrap();
    casetest::case::write(7, 1, &plain).unwrap();
    // Returns of operators, of which half lie in an archive in the archive.
    let returns = ["mto-a.csv", "wallet-c.csv", "calls-a.csv", "telegram-result.json"];
    let mut files = files_below(&plain);
    files.retain(|(name, _)| returns.contains(&name.as_str()));
    let inner: Vec<_> = files.drain(..files.len() / 2).collect();
    files.push(("deeper/inner.zip".to_owned(), archive_of(&inner)));
    std::fs::write(sources.join("case.zip"), archive_of(&files)).unwrap();
    for real in [
        "disk-images/ext2.E01",
        "disk-images/nps-2010-emails.E01",
        "disk-images/ntfs-testfs1.raw",
        "disk-images/containers/syslog.tgz",
        "mobile-chat/ileapp/testdata.whatsApp.whatsAppMessages.josh_ios15_ffs.zip",
    ] {
        if let Some(real) = casetest::real::path(real) {
            std::fs::copy(&real, sources.join(real.file_name().unwrap())).unwrap();
        }
    }
    let case = folder.path().join("case");
    support::init(&case);
    let given = sources.to_str().unwrap();
    Run::on(&case, &["ingest", "--tz", "Europe/Rome", given]).code(&[0, 3]);
    Run::on(&case, &["build"]).expect(0);
    Run::on(&case, &["report"]).expect(0);
    let anchors = support::anchors(&case, "en");
    println!("{anchors:?}");
    assert!(anchors.contained > 1_000, "{anchors:?}");
    // Others do not find what was deleted.
    let beyond_others = anchors.contained - anchors.unpacked;
    assert!(beyond_others < 20 || anchors.unpacked == 0, "{anchors:?}");
}

#[test]
fn a_folder_taken_whole_is_one_exhibit_with_its_times_and_names() {
    use std::os::unix::ffi::OsStrExt;
    let folder = tempfile::tempdir().unwrap();
    let (case, phone) = (folder.path().join("case"), folder.path().join("phone"));
    support::init(&case);
    std::fs::create_dir_all(phone.join("data/app")).unwrap();
    std::fs::write(phone.join("data/app/list.txt"), LIST).unwrap();
    let odd = phone.join(std::ffi::OsStr::from_bytes(b"data/n\xff.bin"));
    std::fs::write(&odd, [1, 2, 3]).unwrap();
    let modified = std::time::UNIX_EPOCH + std::time::Duration::new(1_700_000_000, 123_456_789);
    let times = std::fs::FileTimes::new().set_modified(modified);
    std::fs::File::open(&odd).unwrap().set_times(times).unwrap();
    std::os::unix::fs::symlink("/etc", phone.join("out")).unwrap();
    let given = phone.to_str().unwrap();

    let survey = Run::on(&case, &["ingest", "--whole", "--dry-run", "--json", given]).json();
    assert_eq!((number(&survey["files"]), number(&survey["links"])), (2, 1), "{survey}");
    let refused = Run::on(&case, &["ingest", "--whole", "--in-place", given]).expect(2);
    assert!(refused.stderr.contains("--in-place"), "{}", refused.stderr);
    for _ in 0..2 {
        Run::on(&case, &["ingest", "--whole", "--tz", "UTC", given]).expect(0);
    }
    Run::on(&case, &["verify"]).expect(0);
    let status = Run::on(&case, &["status", "--json"]).json();
    let [one] = status["exhibits"].as_array().unwrap().as_slice() else { panic!("{status}") };
    assert_eq!((&one["name"], &one["format"]), (&"phone".into(), &"tar".into()));
    assert_eq!(number(&one["members"]["told"]), 6);
    assert_eq!(number(&one["members"]["formats"]["bodyfile"]["members"]), 1);

    Run::on(&case, &["build"]).expect(0);
    let found = Run::on(&case, &["search", "--json", "bin"]).expect(0).stdout;
    assert!(found.contains(r"data/n\\xff.bin"), "{found}");
    Run::on(&case, &["report", "--lang", "it"]).expect(0);
    let page = std::fs::read_to_string(case.join("report/report.it.html")).unwrap();
    assert!(page.contains("folder-tar-1"));
}
