//! Exports hand over what they announce, whole, and nothing they must not.

use std::cell::Cell;
use std::io::{self, Write};
use std::path::Path;
use std::process::Command;

use model::{Digest, ExhibitId, RecordRef};
use serde_json::Value;
use sha2::{Digest as _, Sha256};

use super::*;

/// Ten in the morning of 10 January 2026, UTC.
const TEN_US: i64 = 1_768_039_200_000_000;

fn second(at_us: i64) -> Span {
    Span { earliest_us: at_us, latest_us: at_us + 999_999 }
}

fn file(row: u64, path: &str) -> MediaFile {
    MediaFile {
        exhibit: ExhibitId(3),
        record: Some(RecordRef { exhibit: ExhibitId(3), row }),
        locator: format!("row {row}"),
        path: path.to_owned(),
        created: None,
        modified: None,
        accessed: None,
        state: FileState::NotStated,
    }
}

fn item(fill: char, files: Vec<MediaFile>) -> MediaItem {
    let digest = |len| Some(std::iter::repeat_n(fill, len).collect());
    MediaItem {
        md5: digest(32),
        sha1: digest(40),
        sha256: digest(64),
        size_bytes: Some(575_183),
        mime: Some("image/jpeg".to_owned()),
        files,
        ..MediaItem::default()
    }
}

/// A content in two places, one with little known of it, and one that a person decided of.
fn items() -> Vec<MediaItem> {
    let mut first = file(17, "image.dd!/Pictures/a.jpg");
    first.created = Some(second(TEN_US));
    first.modified = Some(Span { earliest_us: TEN_US + 250_000, latest_us: TEN_US + 250_000 });
    // FAT states the day of the last access and no time.
    first.accessed = Some(Span { earliest_us: TEN_US, latest_us: TEN_US + 86_400_000_000 });
    first.state = FileState::Active;
    let mut second = file(18, r"C:\Users\x\copy of a.jpg");
    second.state = FileState::of("deleted");
    let mut both = item('a', vec![first, second]);
    let stated = |text: &str| Some(text.to_owned());
    both.camera = Camera {
        make: stated("NIKON CORPORATION"),
        model: stated("NIKON D850"),
        serial: stated("8212089"),
        taken: stated("2023:02:10 11:39:38"),
        position: Some(("45.4642".to_owned(), "9.19".to_owned())),
    };
    both.group = Some(NearGroup { id: "G-12".to_owned(), name: String::new() });
    let mut itself = file(0, "lone.png");
    itself.record = None;
    itself.locator = String::new();
    let little =
        MediaItem { files: vec![itself], sha256: both.sha256.clone(), ..MediaItem::default() };
    let mut decided = item('c', vec![file(20, "/\u{202e}gpj.c")]);
    decided.decided = Some(Decided { category: 4, at_us: TEN_US });
    vec![both, little, decided]
}

fn hand_over() -> HandOver {
    HandOver {
        case_id: "2026/0417".to_owned(),
        authority: "Procura della Repubblica, sezione di prova".to_owned(),
        contact: Contact::default(),
        exhibits: vec![SourceExhibit {
            id: ExhibitId(3),
            name: "image.dd".to_owned(),
            sha256: Digest([7; 32]),
        }],
        scheme: Some("UK".to_owned()),
        announced: Counts { media: 3, files: 4 },
    }
}

fn export(hand_over: &HandOver, items: Vec<MediaItem>) -> Result<(Vec<u8>, Manifest), ExportError> {
    let mut out = Vec::new();
    let manifest =
        find("vics").unwrap().write(hand_over, &mut items.into_iter().map(Ok), &mut out)?;
    Ok((out, manifest))
}

fn refused(change: impl FnOnce(&mut HandOver, &mut Vec<MediaItem>)) -> String {
    let (mut hand_over, mut items) = (hand_over(), items());
    change(&mut hand_over, &mut items);
    export(&hand_over, items).unwrap_err().to_string()
}

#[test]
fn every_export_has_a_code_of_its_own() {
    for export in EXPORTS {
        assert_eq!(find(export.code()).unwrap().form(), export.form());
        assert!(!export.ending().is_empty());
    }
    let mut codes: Vec<_> = EXPORTS.iter().map(|export| export.code()).collect();
    codes.dedup();
    assert_eq!(codes.len(), EXPORTS.len());
    assert!(find("no-such-export").is_none());
}

#[test]
fn a_case_is_written_with_every_file_and_every_fact() {
    let (out, _) = export(&hand_over(), items()).unwrap();
    let text = String::from_utf8(out).unwrap().replace(env!("CARGO_PKG_VERSION"), "VERSION");
    insta::assert_snapshot!("vics", text);
}

#[test]
fn the_manifest_tells_what_was_written_and_what_was_not() {
    let (out, manifest) = export(&hand_over(), items()).unwrap();
    assert_eq!(manifest.sha256.0, <[u8; 32]>::from(Sha256::digest(&out)));
    assert_eq!((manifest.bytes, manifest.media, manifest.files), (out.len() as u64, 3, 4));
    assert_eq!((manifest.decided, manifest.media_without_md5, manifest.times_left_out), (1, 1, 1));
    assert_eq!((manifest.form, manifest.scheme.as_str()), ("VICS 2.0", "UK"));
    let json: Value = serde_json::from_str(&manifest.to_json()).unwrap();
    assert_eq!(json["sha256"], manifest.sha256.to_string());
    let (again, same) = export(&hand_over(), items()).unwrap();
    assert_eq!((again, same), (out, manifest), "two exports of one input differ");
}

#[test]
fn an_export_that_is_not_whole_is_an_error() {
    let error = refused(|_, items| drop(items.pop()));
    assert_eq!(
        error,
        "EXP-003 at the end: 2 contents with 3 files were written and 3 with 4 announced; what is \
         written is not whole: count again and run it again"
    );
    assert!(refused(|_, items| items.push(items[0].clone())).starts_with("EXP-003"));
    assert!(refused(|hand_over, _| hand_over.announced.files = 3).starts_with("EXP-003"));
}

#[test]
fn what_cannot_be_found_or_understood_elsewhere_is_refused() {
    let error = refused(|_, items| items[1].sha256 = None);
    assert!(error.starts_with("EXP-004 at content 2: it has no digest; leave it out"), "{error}");
    assert!(
        refused(|_, items| items[1].sha1 = Some("xyz".to_owned()))
            .starts_with("EXP-005 at content 2")
    );
    assert!(refused(|_, items| items[2].files.clear()).starts_with("EXP-006 at content 3"));
    let error = refused(|hand_over, _| hand_over.scheme = None);
    assert!(error.starts_with("EXP-007 at content 3: category 4 without a scheme"), "{error}");
    for scheme in ["", "UK/../x", "a scheme", &"x".repeat(33)] {
        let error = refused(|hand_over, _| hand_over.scheme = Some(scheme.to_owned()));
        assert!(error.starts_with("EXP-008"), "{error}");
    }
}

#[test]
fn uncategorised_files_need_no_scheme() {
    let mut hand_over = hand_over();
    hand_over.scheme = None;
    let mut items = items();
    items[2].decided = None;
    let (out, manifest) = export(&hand_over, items).unwrap();
    assert_eq!((manifest.scheme.as_str(), manifest.decided), ("CUSTOM", 0));
    let json: Value = serde_json::from_slice(&out).unwrap();
    let media = json["value"][0]["Media"].as_array().unwrap();
    assert!(media.iter().all(|media| media["Category"] == 0 && media["IsPrecategorized"] == false));
}

#[test]
fn a_fault_on_either_side_ends_the_export() {
    let told = vec![Ok(items().remove(0)), Err(io::Error::other("the table is cut"))];
    let vics = find("vics").unwrap();
    let error = vics.write(&hand_over(), &mut told.into_iter(), &mut io::sink()).unwrap_err();
    let said = error.to_string();
    assert!(said.starts_with("EXP-002 after 1 of the contents: the table is cut"), "{said}");
    let mut room = [0; 100];
    let mut media = items().into_iter().map(Ok);
    let error = vics.write(&hand_over(), &mut media, &mut &mut room[..]).unwrap_err();
    assert!(error.to_string().starts_with("EXP-001 after 0 bytes"), "{error}");
}

#[test]
fn nothing_waits_for_the_end() {
    struct Count<'c>(&'c Cell<usize>);
    impl Write for Count<'_> {
        fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
            self.0.set(self.0.get() + bytes.len());
            Ok(bytes.len())
        }
        fn flush(&mut self) -> io::Result<()> {
            Ok(())
        }
    }
    let (written, mut before) = (Cell::new(0), 0);
    let mut media = (0..5_000u64).map(|row| {
        assert!(written.get() > before, "content {row} was asked for before the last was written");
        before = written.get();
        Ok(item('b', vec![file(row, "a/b.jpg")]))
    });
    let mut hand_over = hand_over();
    hand_over.announced = Counts { media: 5_000, files: 5_000 };
    let vics = find("vics").unwrap();
    let manifest = vics.write(&hand_over, &mut media, &mut Count(&written)).unwrap();
    assert_eq!((manifest.files, manifest.bytes), (5_000, written.get() as u64));
}

#[test]
fn hidden_characters_are_written_by_their_code_and_read_back() {
    let mut items = items();
    let name = "\u{202e}\u{e0041}\u{7f}\"\\\n'\u{1f600}.jpg";
    items[0].files[0].path = format!("a/{name}");
    let (out, _) = export(&hand_over(), items).unwrap();
    let text = String::from_utf8(out).unwrap();
    for hidden in ['\u{202e}', '\u{e0041}', '\u{7f}'] {
        assert!(!text.contains(hidden), "{}", hidden.escape_unicode());
    }
    assert_eq!(text.lines().count(), 5, "a content has a line of its own");
    let json: Value = serde_json::from_str(&text).unwrap();
    // The mark within the name makes the whole path its own folder.
    assert_eq!(json["value"][0]["Media"][0]["MediaFiles"][0]["FilePath"], format!("a/{name}"));
}

#[test]
fn what_is_written_follows_its_schema() {
    let schema =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/vics-2.0.schema.json");
    let (out, _) = export(&hand_over(), items()).unwrap();
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    std::fs::write(&path, out).unwrap();
    let check = "import json,sys\n\
        try:\n import jsonschema\n\
        except ImportError:\n print('skipped: no jsonschema for python3'); sys.exit(0)\n\
        schema=json.load(open(sys.argv[1])); case=json.load(open(sys.argv[2]))\n\
        jsonschema.Draft202012Validator.check_schema(schema)\n\
        errors=[e.json_path+': '+e.message[:200] for e in jsonschema.Draft202012Validator(schema).iter_errors(case)]\n\
        case['value'][0]['Media'][0]['Thumbnail']='x'\n\
        if not list(jsonschema.Draft202012Validator(schema).iter_errors(case)): errors.append('a picture would pass')\n\
        print('\\n'.join(errors[:10])); sys.exit(bool(errors))";
    let run = Command::new("python3").arg("-c").arg(check).arg(schema).arg(&path).output();
    let Ok(run) = run else {
        eprintln!("skipped: no python3 to check the schema with");
        return;
    };
    let said = String::from_utf8_lossy(&run.stdout).into_owned();
    assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
}
