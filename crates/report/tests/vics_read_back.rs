//! What is handed over in VICS is read back by the house's own readers, as an exhibit and as a known
//! set, without a loss.

#![expect(clippy::unwrap_used, clippy::indexing_slicing, reason = "a test fails loudly")]

use std::collections::BTreeMap;
use std::io::{self, Cursor};

use ingest::{Member, Note, Outlet, Settings, Sink, SkipReason, Source};
use model::record::Kind;
use model::wire::{SlotRef, read_slots};
use model::{Digest, ExhibitId, Place, RecordRef, Reject};
use proptest::prelude::*;
use triage::known::{DigestKind, Digests, ROOM_BYTES, SetClaim, SetKind, Update};
use tutela_report::exports::{
    Camera, Contact, Counts, Decided, FileState, HandOver, Manifest, MediaFile, MediaItem,
    SourceExhibit, Span, find,
};

const TEN_US: i64 = 1_768_039_200_000_000;

fn hand_over(announced: Counts) -> HandOver {
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
        announced,
    }
}

fn file(row: u64, path: &str) -> MediaFile {
    let second = |at_us| Some(Span { earliest_us: at_us, latest_us: at_us + 999_999 });
    let exact = |at_us| Some(Span { earliest_us: at_us, latest_us: at_us });
    MediaFile {
        exhibit: ExhibitId(3),
        record: Some(RecordRef { exhibit: ExhibitId(3), row }),
        locator: format!("row {row}"),
        path: path.to_owned(),
        created: second(TEN_US),
        modified: exact(TEN_US + 123_456),
        accessed: Some(Span { earliest_us: TEN_US, latest_us: TEN_US + 86_399_999_999 }),
        state: FileState::Deleted,
    }
}

fn item(number: u64, files: Vec<MediaFile>) -> MediaItem {
    MediaItem {
        md5: Some(format!("{number:032x}")),
        sha1: Some(format!("{number:040x}")),
        sha256: Some(format!("{number:064x}")),
        size_bytes: Some(number),
        mime: Some("image/png".to_owned()),
        files,
        ..MediaItem::default()
    }
}

fn export(items: &[MediaItem]) -> (Vec<u8>, Manifest) {
    let (media, files) = (items.len(), items.iter().map(|item| item.files.len()).sum::<usize>());
    let announced = Counts { media: media as u64, files: files as u64 };
    let mut out = Vec::new();
    let mut told = items.iter().cloned().map(Ok);
    let written = find("vics").unwrap().write(&hand_over(announced), &mut told, &mut out);
    (out, written.unwrap())
}

/// What the reader of exhibits gives: records by the names of their fields.
#[derive(Default)]
struct Read {
    rows: Vec<BTreeMap<&'static str, String>>,
    rejects: Vec<String>,
    notes: Vec<String>,
}

impl Outlet for Read {
    fn record(&mut self, kind: Kind, _: &Place, slots: &[u8]) -> io::Result<()> {
        let mut row = BTreeMap::new();
        let each = |index: usize, slot: SlotRef<'_>| {
            let text = match slot {
                SlotRef::Text(text) => text.to_owned(),
                SlotRef::Integer(value) => value.map(|value| value.to_string()).unwrap_or_default(),
                SlotRef::Stamp(Some(stamp)) => {
                    format!("{}+{}", stamp.earliest_us, stamp.latest_us - stamp.earliest_us)
                }
                _ => String::new(),
            };
            row.insert(kind.fields()[index].name, text);
        };
        read_slots(kind, slots, each).unwrap();
        self.rows.push(row);
        Ok(())
    }

    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.rejects.push(format!("{reject:?}"));
        Ok(())
    }

    fn note(&mut self, note: &Note) -> io::Result<()> {
        self.notes.push(note.to_string());
        Ok(())
    }

    fn member(&mut self, _: &Member) -> io::Result<()> {
        Ok(())
    }

    fn skip(&mut self, _: &Place, _: SkipReason) -> io::Result<()> {
        Ok(())
    }
}

fn read(bytes: &[u8]) -> Read {
    let format = ingest::formats::FORMATS.iter().find(|format| format.code() == "vics").unwrap();
    let settings = Settings { case_zone: "Europe/Rome".to_owned(), ..Settings::default() };
    assert_eq!(format.recognise(&ingest::Head::of(bytes, &settings)), ingest::Sure::Yes);
    let mut read = Read::default();
    let mut sink = Sink::new(&mut read);
    let mut cursor = Cursor::new(bytes);
    let mut source = Source::new(&mut cursor, bytes.len() as u64, &settings);
    format.read(&mut source, &mut sink).unwrap();
    sink.finish().unwrap();
    assert!(read.rejects.is_empty(), "{:?}", read.rejects);
    read
}

#[test]
fn an_exhibit_of_it_states_every_file_with_all_its_facts() {
    let mut first = item(1, vec![file(17, "image.dd!/Pictures/a.jpg"), file(18, r"C:\b.jpg")]);
    first.decided = Some(Decided { category: 4, at_us: TEN_US });
    first.camera = Camera { make: Some("Example".to_owned()), ..Camera::default() };
    let (bytes, manifest) = export(&[first, item(2, vec![file(19, "/c.png")])]);
    let read = read(&bytes);
    assert_eq!(read.rows.len() as u64, manifest.files);
    let told = |field| read.rows.iter().map(|row| row[field].as_str()).collect::<Vec<_>>();
    assert_eq!(told("path"), ["image.dd!/Pictures/a.jpg", r"C:\b.jpg", "/c.png"]);
    assert_eq!(told("category"), ["projectvic-uk:4", "projectvic-uk:4", "projectvic-uk:0"]);
    assert_eq!(told("size"), ["1", "1", "2"]);
    assert_eq!(told("state"), ["deleted"; 3]);
    assert_eq!(told("md5")[2], format!("{:032x}", 2));
    assert_eq!(told("sha1")[2], format!("{:040x}", 2));
    assert_eq!(told("sha256")[2], format!("{:064x}", 2));
    assert_eq!(told("created")[0], format!("{TEN_US}+999999"));
    assert_eq!(told("modified")[0], format!("{}+0", TEN_US + 123_456));
    assert_eq!(told("accessed"), [""; 3], "a day is no instant");
    assert!(told("extra")[0].contains("\"Exif/Camera Make\":\"Example\""), "{}", told("extra")[0]);
    let notes = read.notes.join("\n");
    assert!(notes.contains("stated 3, found 3"), "{notes}");
    assert!(notes.contains("CaseNumber: 2026/0417"), "{notes}");
}

#[test]
fn a_known_set_of_it_finds_every_content_by_every_digest() {
    let mut decided = item(2, vec![file(2, "b.jpg")]);
    decided.decided = Some(Decided { category: 4, at_us: TEN_US });
    let mut bare = item(3, vec![file(3, "c.jpg")]);
    (bare.md5, bare.sha1) = (None, None);
    let items = [item(1, vec![file(1, "a.jpg")]), decided, bare];
    let (bytes, _) = export(&items);
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("case.json");
    std::fs::write(&path, bytes).unwrap();
    let claim = SetClaim {
        name: "handed over".to_owned(),
        owner: "the unit".to_owned(),
        version: String::new(),
        licence: "test".to_owned(),
        kind: SetKind::Listed,
        scheme: String::new(),
        date: String::new(),
        rows_stated: Some(3),
        within: triage::near::DISTANCE_MAX,
    };
    let mut update = Update::begin(&folder.path().join("sets"), ROOM_BYTES).unwrap();
    let card = update.add(&claim, &path).unwrap();
    let sets = update.publish().unwrap();
    assert_eq!((card.format.as_str(), card.rows), ("vics", 3));
    assert_eq!(
        (card.claim.version.as_str(), card.claim.scheme.as_str()),
        ("Project VIC 2.0", "projectvic-uk")
    );
    for (item, category) in items.iter().zip(["0", "4", "0"]) {
        let digests = [
            (DigestKind::Md5, &item.md5),
            (DigestKind::Sha1, &item.sha1),
            (DigestKind::Sha256, &item.sha256),
        ];
        for (kind, text) in digests {
            let Some(text) = text else { continue };
            let mut wanted = Digests::default();
            assert!(wanted.take(kind, text.as_bytes()));
            let hits = sets.look_up(&wanted);
            assert_eq!(hits.len(), 1, "{kind} {text}");
            assert_eq!(hits[0].category, category);
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..Default::default() })]

    #[test]
    fn every_path_is_read_back_as_it_was(
        path in r"([a-c/\\:!. ]{0,6}[a-c])|(\PC{0,12}[a-z])|(([a-c]{1,3}/){0,4}[a-c]{1,3})",
    ) {
        // A reader trims the white space around a name.
        prop_assume!(path.trim() == path && !path.contains("/ ") && !path.contains(" /") && !path.contains("\\ ") && !path.contains(" \\"));
        let (bytes, _) = export(&[item(1, vec![file(1, &path)])]);
        prop_assert_eq!(&read(&bytes).rows[0]["path"], &path);
    }
}
