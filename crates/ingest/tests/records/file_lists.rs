//! Body files and hash lists.

use tutela_ingest::sink::SkipReason;

use crate::collected::{bytes_at, read, recognised};

fn real(name: &str) -> Option<Vec<u8>> {
    Some(std::fs::read(casetest::real::path(name)?).unwrap())
}

#[test]
fn every_line_of_a_body_file_is_a_row() {
    let Some(text) = real("disk-images/inventories/fls_bodyfile.txt") else { return };
    assert_eq!(recognised(&text), Some("bodyfile"));
    let found = read("bodyfile", &text);
    let lines = std::str::from_utf8(&text).unwrap().lines().count();
    assert_eq!((found.rows.len(), found.rejects.len()), (lines, 0));
    let row = &found.rows[0];
    assert_eq!((row.get("path"), row.get("inode")), ("D:/$AttrDef", "4-128-4"));
    assert_eq!((row.get("size"), row.get("mode")), ("2560", "r/rr-xr-xr-x"));
    assert_eq!(row.get("modified.earliest"), "2013-08-14T12:53:28Z");
    assert_eq!(row.get("created.zone_source"), "in_value");
    let shown = bytes_at(&text, &row.place);
    assert!(shown.starts_with(b"0|D:/$AttrDef") && shown.ends_with(b"1376484808"));
}

#[test]
fn corrupt_lines_of_a_body_file_are_set_aside_with_their_place() {
    let text = b"# comment\n0|/a|1|r/rrwxrwxrwx|0|0|5|1|2|3|4\n0|/b|cut\n\n0|/c|1|r/r|0|0|5|1|2|3|9999999999999\n0|/d\xff|1|r/r|0|0|5|0|0|0|0\n";
    assert_eq!(recognised(text), Some("bodyfile"));
    let found = read("bodyfile", text);
    assert_eq!(found.codes(), ["ING-001", "ING-008"]);
    assert_eq!(bytes_at(text, &found.rejects[0].place), b"0|/b|cut");
    assert_eq!(found.rows[1].get("path"), "/d\\xff");
    assert_eq!(found.rows[1].get("modified"), "", "0 is no time");
    let skips: Vec<_> = found.skips.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(skips, [SkipReason::Comment, SkipReason::Blank]);
}

#[test]
fn every_sample_hash_list_is_read_whole() {
    for (name, rows, skipped) in [
        ("hashdeep.txt", 3, 4),
        ("md5deep.txt", 4, 0),
        ("md5deep-size.txt", 4, 0),
        ("ilookv4.hsh", 5, 1),
        ("NSRL-2.0.txt", 0, 1),
    ] {
        let Some(text) = real(&format!("hashing/hashsets/{name}")) else { return };
        assert_eq!(recognised(&text), Some("hash_list"), "{name}");
        let found = read("hash_list", &text);
        assert!(found.rejects.is_empty(), "{name}: {:?}", found.rejects[0]);
        let lines = text.split(|b| *b == b'\n').filter(|line| !line.is_empty()).count();
        assert_eq!(found.rows.len() + found.skips.len(), lines, "{name}");
        assert!(rows == 0 || found.rows.len() == rows, "{name}");
        assert_eq!(found.skips.len(), skipped, "{name}");
    }
}

#[test]
fn each_list_states_its_digests_sizes_and_names() {
    let first = |name: &str| {
        let text = real(&format!("hashing/hashsets/{name}"))?;
        read("hash_list", &text).rows.into_iter().next()
    };
    let Some(deep) = first("hashdeep.txt") else { return };
    assert_eq!(deep.get("md5"), "6f4a8ac099c4fe85164b8631c7f0bd2b");
    assert_eq!(deep.get("sha256").len(), 64);
    assert_eq!((deep.get("size"), deep.get("listed_by")), ("622", "hashdeep 1.0"));
    assert!(deep.get("path").ends_with("/ilookv3.hsh"));
    let ilook = first("ilookv4.hsh").unwrap();
    assert_eq!(ilook.get("path"), "D:\\md5deep\\fccu-docprop-0.1.tar.gz");
    assert_eq!(ilook.get("md5"), "b5e254df3bb37efcdfd883d69897770a");
    assert_eq!(ilook.get("modified.earliest"), "2008-04-16T08:24:28Z");
    assert_eq!(ilook.get("accessed.precision"), "day");
    let nsrl = first("NSRL-2.0.txt").unwrap();
    assert_eq!((nsrl.get("path"), nsrl.get("size")), ("INFODESK.IC$", "503"));
    assert_eq!(nsrl.get("sha1"), "00d1034546f530d746131ce2a28a052db21652ec");
    assert!(nsrl.get("extra").contains("\"productcode\":\"1\""));
    let sized = first("md5deep-size.txt").unwrap();
    assert_eq!((sized.get("size"), sized.get("path")), ("669416", "/Users/jessek/a.out"));
}

#[test]
fn bare_digests_are_a_list_and_a_wrong_one_is_set_aside() {
    let text = "92e792c43c35e96fed3f9566083326fc\n2CC793143BBE3BB8A2B9949B53583606885241E1\n";
    assert_eq!(recognised(text.as_bytes()), Some("hash_list"));
    let text = format!("{text}92e792c43c35e96fed3f9566083326f\n");
    let found = read("hash_list", text.as_bytes());
    assert_eq!(found.rows[1].get("sha1"), "2cc793143bbe3bb8a2b9949b53583606885241e1");
    assert_eq!(found.codes(), ["ING-016"]);
}

#[test]
fn a_damaged_line_among_the_first_does_not_change_the_list() {
    let line = "6f4a8ac099c4fe85164b8631c7f0bd2b  /folder/a.jpg\n";
    let text = format!("{line}{line}6f4a8ac0  /folder/cut\n{line}");
    assert_eq!(recognised(text.as_bytes()), Some("hash_list"));
    let found = read("hash_list", text.as_bytes());
    assert_eq!((found.rows.len(), found.rejects.len()), (3, 1), "{:?}", found.codes());
    let mostly_other = format!("a line of words\nanother one\n{line}");
    assert_eq!(recognised(mostly_other.as_bytes()), None);
}

#[test]
fn escaped_names_come_back_as_they_were() {
    let text = "\\6f4a8ac099c4fe85164b8631c7f0bd2b  /a\\nb\\\\nc\n";
    let found = read("hash_list", text.as_bytes());
    assert_eq!(found.rows[0].get("path"), "/a\nb\\nc");
}

#[test]
fn a_list_of_paths_keeps_empty_times_empty() {
    let Some(text) = real("disk-images/inventories/belkactf6-ios-filelist-30k.csv") else { return };
    assert_eq!(recognised(&text), Some("delimited"));
    let found = read("delimited", &text);
    assert_eq!((found.rows.len(), found.rejects.len()), (30_000, 0));
    let mut reader = csv::Reader::from_reader(text.as_slice());
    let cells = reader.records().map(Result::unwrap);
    for (row, cells) in found.rows.iter().zip(cells) {
        assert_eq!(row.get("path"), cells[0].trim());
        for (field, cell) in ["modified", "accessed", "created"].iter().zip(cells.iter().skip(1)) {
            assert_eq!(row.get(field), cell);
        }
    }
    assert_eq!(found.rows[0].get("modified.earliest"), "2023-01-14T03:35:30Z");
    assert_eq!(found.rows[0].get("modified.zone_source"), "in_value");
}

#[test]
fn tables_of_digests_are_read_by_the_names_of_their_columns() {
    let (md5, sha1) =
        ("92e792c43c35e96fed3f9566083326fc", "2cc793143bbe3bb8a2b9949b53583606885241e1");
    for text in [
        format!("MD5,SHA1,FileNames\n\"{md5}\",\"{sha1}\",\"C:\\a, b\\c.jpg\"\n"),
        format!("Name;Path;Size;MD5 Hash;SHA-1\nc.jpg;C:\\a, b;;{md5};{sha1}\n"),
        format!("file_id\tfile_name\tdirectory\thash\tsha1\n1\tc.jpg\tC:\\a, b\\\t{md5}\t{sha1}\n"),
    ] {
        assert_eq!(recognised(text.as_bytes()), Some("hash_list"), "{text}");
        let found = read("hash_list", text.as_bytes());
        assert!(found.rejects.is_empty(), "{text}: {:?}", found.rejects);
        let row = &found.rows[0];
        assert_eq!((row.get("md5"), row.get("sha1")), (md5, sha1), "{text}");
        assert_eq!(row.get("path").replace('/', "\\"), "C:\\a, b\\c.jpg", "{text}");
    }
    let openssl = format!("SHA1(/a/b.jpg)= {sha1}\nMD5(/a/c.jpg)= {md5}\n");
    assert_eq!(read("hash_list", openssl.as_bytes()).rows[1].get("path"), "/a/c.jpg");
}
