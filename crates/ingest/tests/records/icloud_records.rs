//! Records of Apple's cloud: pictures, their entries in the library, notes.

use model::RejectKind::{BadTime, MissingField};
use model::record::Kind;

use crate::collected::{bytes_at, read, recognised};

#[test]
fn a_picture_of_an_answer_has_its_name_its_dates_and_the_place_in_it() {
    let bytes = include_bytes!("../fixtures/icloud_records/Metadata.txt");
    assert_eq!(recognised(bytes), Some("icloud_records"));
    let found = read("icloud_records", bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let files = found.of(Kind::Media);
    assert_eq!(
        (files[0].get("path"), files[0].get("size"), files[0].get("state")),
        ("IMG_0001.HEIC", "2093808", "active")
    );
    assert_eq!(files[0].get("created.earliest"), "2026-01-10T08:00:00Z");
    assert!(files[0].get("extra").contains("\"Model\":\"Phone 1\""), "{}", files[0].get("extra"));
    assert!(files[0].get("extra").contains("Europe/Rome"), "{}", files[0].get("extra"));
    assert_eq!(
        (files[1].get("state"), files[1].get("created.earliest")),
        ("deleted", "2026-01-11T08:00:00Z"),
        "sixteen digits are microseconds"
    );
    let place = found.of(Kind::Position)[0].clone();
    assert_eq!((place.get("latitude_e7"), place.get("longitude_e7")), ("454642000", "-91900000"));
    assert_eq!(place.get("at.earliest"), "2026-01-10T08:00:00Z");
    assert!(bytes_at(bytes, &files[1].place).starts_with(b"{\"id\":\"filler-2\""));
}

#[test]
fn an_entry_of_the_library_names_its_picture_and_its_place() {
    let bytes = include_bytes!("../fixtures/icloud_records/service.json");
    assert_eq!(recognised(bytes), Some("icloud_records"));
    let found = read("icloud_records", bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let entry = found.of(Kind::Activity)[0].clone();
    assert_eq!(
        (entry.get("action"), entry.get("target"), entry.get("state")),
        ("added to library", "AfillerMaster", "deleted")
    );
    assert_eq!(entry.get("at.earliest"), "2026-01-10T08:05:00Z");
    let place = found.of(Kind::Position)[0].clone();
    assert_eq!((place.get("latitude_e7"), place.get("longitude_e7")), ("-338500000", "1512000000"));
    assert_eq!(place.get("at.earliest"), "2026-01-10T08:00:00Z", "where it was taken, not added");
    let file = found.of(Kind::Media)[0].clone();
    assert_eq!((file.get("path"), file.get("size")), ("IMG_0003.JPG", "852936"));
    assert!(!file.get("extra").contains("INT64"), "{}", file.get("extra"));
}

#[test]
fn a_note_is_told_when_it_was_made_and_when_it_was_changed() {
    let bytes = include_bytes!("../fixtures/icloud_records/notes.txt");
    assert_eq!(recognised(bytes), Some("icloud_records"));
    let found = read("icloud_records", bytes);
    let told: Vec<[String; 3]> = found
        .of(Kind::Activity)
        .iter()
        .map(|row| ["action", "reference", "at.earliest"].map(|name| row.get(name).to_owned()))
        .collect();
    assert_eq!(
        told,
        [
            ["record made", "filler-note-1", "2026-01-10T08:00:00Z"],
            ["record changed", "filler-note-1", "2026-01-10T09:00:00Z"],
            ["record made", "filler-note-2", "2026-01-11T08:00:00Z"],
        ]
    );
    assert_eq!(found.of(Kind::Activity)[2].get("state"), "deleted");
}

#[test]
fn lists_may_stand_one_a_line_and_a_half_of_the_globe_is_never_supposed() {
    let line = |name: &str, gps: &str| {
        format!(
            "[{{\"recordType\":\"CPLMaster\",\"fields\":{{\"filenameEnc\":\"{name}\",\
             \"originalCreationDate\":1768032000000,\"mediaMetaDataEnc\":\"{gps}\"}}}}]\n"
        )
    };
    // {"{GPS}": {"Latitude": 1.5, "Longitude": 2.5}}: no letter says which half.
    let gps = "YnBsaXN0MDDRAQJVe0dQU33SAwQFBlhMYXRpdHVkZVlMb25naXR1ZGUjP/gAAAAAAAAjQAQAAAAAAAAICxEWHyky\
               AAAAAAAAAQEAAAAAAAAABwAAAAAAAAAAAAAAAAAAADs=";
    let bytes = line("SU1HXzAwMDEuSlBH", gps) + &line("plain name.jpg", "no list");
    assert_eq!(recognised(bytes.as_bytes()), Some("icloud_records"));
    let found = read("icloud_records", bytes.as_bytes());
    let names: Vec<&str> = found.of(Kind::Media).iter().map(|row| row.get("path")).collect();
    assert_eq!(names, ["IMG_0001.JPG", "plain name.jpg"]);
    assert!(found.of(Kind::Position).is_empty());
    assert!(found.of(Kind::Media)[0].get("extra").contains("YnBsaXN0MDDRAQJVe0dQU33S"));
    assert!(found.of(Kind::Media)[1].get("extra").contains("no list"));
}

#[test]
fn a_record_without_a_time_or_a_name_is_set_aside() {
    let bytes = br#"[{"recordName": "a", "recordType": "Note", "fields": {}},
        {"recordType": "CPLMaster", "fields": {"filenameEnc": "", "isDeleted": 0}},
        {"recordType": "CPLMaster", "fields": {"filenameEnc": "eA==", "originalCreationDate": "soon"}},
        {"recordName": "b", "created": {"timestamp": 1768032000000}}]"#;
    let found = read("icloud_records", bytes);
    let codes: Vec<_> = found.rejects.iter().map(|reject| reject.kind).collect();
    assert_eq!(codes, [MissingField, MissingField, BadTime]);
    assert_eq!(found.of(Kind::Activity).len(), 1);
}
