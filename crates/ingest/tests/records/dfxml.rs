//! Lists of files in DFXML.

use crate::collected::{bytes_at, fixture, read, recognised};

fn real(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(casetest::real::path(name)?).unwrap())
}

#[test]
fn every_file_object_is_a_row_with_its_state_and_pieces() {
    let text = fixture("dfxml/listing.xml");
    assert_eq!(recognised(&text), Some("dfxml"));
    let found = read("dfxml", &text);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.codes());
    let [one, two, three] = &found.rows[..] else { panic!("three files") };
    assert_eq!((one.get("path"), one.get("inode")), ("folder/a.txt", "64"));
    assert_eq!(one.get("sha1"), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_eq!(one.get("accessed.earliest"), "2026-01-10T10:00:00Z");
    assert!(one.get("extra").contains("\"img_offset\":\"4096\""), "{}", one.get("extra"));
    assert!(one.get("extra").contains("hashdigest tiger"));
    assert_eq!(two.get("modified.latest"), "2026-01-10T09:00:01.999999Z");
    assert_eq!(two.get("modified.zone"), "Europe/Rome");
    assert_eq!(two.get("accessed.latest"), "2026-01-10T22:59:59.999999Z");
    let states = [one, two, three].map(|row| row.get("state"));
    assert_eq!(states, ["active", "deleted", "realloc"]);
    let shown = bytes_at(&text, &two.place);
    assert!(shown.starts_with(b"<fileobject>") && shown.ends_with(b"</fileobject>"));
}

#[test]
fn a_bad_file_object_is_set_aside() {
    let text = String::from_utf8(fixture("dfxml/listing.xml")).unwrap();
    for (from, to, code) in [
        ("<filesize>12<", "<filesize>twelve<", "ING-014"),
        ("2026-01-10T10:00:00Z", "soon", "ING-005"),
        ("d41d8cd9", "xx", "ING-016"),
        ("<filename>folder/c.txt</filename>", "", "ING-009"),
        ("<filename>folder/b.txt</filename>", "<filename>folder/b.txt", "ING-013"),
    ] {
        let found = read("dfxml", text.replacen(from, to, 1).as_bytes());
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 2), "{from}");
    }
    assert!(read("dfxml", b"<dfxml><fileobject>").halt.is_some());
}

#[test]
fn real_lists_are_read_whole() {
    let Some(text) = real("disk-images/inventories/dfxml-simple.xml") else { return };
    assert_eq!(recognised(&text), Some("dfxml"));
    let found = read("dfxml", &text);
    assert_eq!((found.rows.len(), found.rejects.len()), (4, 0));
    let row = &found.rows[3];
    assert_eq!(row.get("path"), "/Users/simsong/uploads/einstein template.jpg");
    assert_eq!((row.get("md5"), row.get("size")), ("702da00183448a42f5a861c95973f4f3", "43819"));
    assert_eq!(row.get("accessed.earliest"), "2012-02-23T16:34:27Z");
    let Some(text) = real("disk-images/dftt-5-fat-daylight/daylight.xml") else { return };
    let found = read("dfxml", &text);
    assert_eq!((found.rows.len(), found.rejects.len()), (6, 0));
    let winter = &found.rows[0];
    assert_eq!((winter.get("path"), winter.get("state")), ("winter.txt", "active"));
    assert_eq!(winter.get("modified.zone_source"), "assumed", "FAT states no zone");
    assert_eq!(winter.get("accessed.precision"), "day");
    assert!(winter.get("extra").contains("\"fs_offset\":\"16896\""));
}
