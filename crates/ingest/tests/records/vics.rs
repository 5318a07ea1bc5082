//! Exports of Project VIC and CAID.

use crate::collected::{Collected, bytes_at, fixture, read, recognised};

fn whole(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("vics"));
    let found = read("vics", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn every_file_of_a_case_is_a_row_with_its_category_and_no_content() {
    let text = fixture("vics/case.json");
    let found = whole(&text);
    let [one, two, three] = &found.rows[..] else { panic!("three files") };
    assert_eq!((one.get("path"), one.get("state")), ("image\\folder\\a.jpg", "active"));
    assert_eq!((two.get("path"), two.get("state")), ("/image/b.jpg", "deleted"));
    assert_eq!((three.get("path"), three.get("category")), ("Files\\D4\\c.jpg", "projectvic-us:0"));
    assert_eq!((one.get("category"), one.get("size")), ("projectvic-us:5", "12"));
    assert_eq!(one.get("md5"), "d41d8cd98f00b204e9800998ecf8427e");
    assert_eq!(one.get("created.earliest"), "2026-01-10T09:00:00.123456Z");
    assert_eq!(one.get("accessed"), "", "the first year is no time");
    let extra = one.get("extra");
    assert!(extra.contains("\"Exif/Camera Make\":\"Example\""), "{extra}");
    assert!(!extra.contains("filler") && !extra.contains("AAAA"), "{extra}");
    assert_eq!(one.place.bytes_start, two.place.bytes_start);
    assert!(bytes_at(&text, &three.place).starts_with(b"{\"MediaID\":1"));
    let notes: Vec<String> = found.notes.iter().map(ToString::to_string).collect();
    let notes = notes.join("\n");
    assert!(
        notes.contains("stated 3, found 3") && notes.contains("CaseNumber: Example"),
        "{notes}"
    );
}

#[test]
fn a_set_lists_digests_by_their_scheme() {
    let found = whole(&fixture("vics/set.json"));
    assert_eq!(found.rows[0].get("category"), "projectvic:2");
    assert_eq!(found.rows[0].get("listed_by"), "Project VIC 1.3");
    assert!(found.rows[0].get("extra").contains("\"Tags\":\"stated, not copied\""));
    assert_eq!(found.rows[1].get("sha1"), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
}

#[test]
fn bad_entries_are_set_aside() {
    let text = String::from_utf8(fixture("vics/set.json")).unwrap();
    for (from, to, code) in [
        ("d41d8cd98f00", "xx", "ING-016"),
        ("\"12\"", "\"many\"", "ING-014"),
        ("\"SHA1\":\"da39a3ee5e6b4b0d3255bfef95601890afd80709\"", "\"SHA1\":\"\"", "ING-009"),
        ("{\"MediaID\":2", "{\"MediaID\":x", "ING-013"),
    ] {
        let found = read("vics", text.replacen(from, to, 1).as_bytes());
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 1), "{from}");
    }
    assert!(read("vics", &text.as_bytes()[..text.len() - 40]).halt.is_some());
}

#[test]
fn an_export_that_names_its_data_model_last_loses_nothing() {
    let text = r#"{"value":[{"MediaID":1,"MD5":"d41d8cd98f00b204e9800998ecf8427e"}],"@odata.context":"http://github.com/VICSDATAMODEL/ProjectVic/DataModels/2.0.xml/US/$metadata#Media"}"#;
    let found = whole(text.as_bytes());
    assert_eq!(found.rows[0].get("md5"), "d41d8cd98f00b204e9800998ecf8427e");
    let cases = text.replace("#Media", "#Cases");
    let found = read("vics", cases.as_bytes());
    assert_eq!(found.codes(), ["ING-009"], "a case without its list of media is told");
}
