//! Tests of the lexer.

use std::io::Cursor;

use model::RejectKind;

use super::lexer::{Found, Lexer, Segment};
use crate::format::Source;
use crate::settings::Settings;

fn segments(bytes: &[u8]) -> Vec<Segment> {
    let settings = Settings::default();
    let mut cursor = Cursor::new(bytes);
    let len = bytes.len() as u64;
    let mut source = Source::new(&mut cursor, len, &settings);
    let mut lexer = Lexer::open(&mut source).unwrap();
    let mut found = Vec::new();
    let mut segment = Segment::default();
    while lexer.next(&mut segment).unwrap() != Found::End {
        found.push(segment.clone());
    }
    found
}

#[test]
fn elements_and_components_are_parted_and_released() {
    let text = b"UNB+UNOA:4+A?+B:x??y?:z+?'q'\r\nFTX+++one\r\ntwo' TAG'";
    let found = segments(text);
    assert_eq!(found.iter().map(|s| &*s.tag).collect::<Vec<_>>(), ["UNB", "FTX", "TAG"]);
    assert_eq!((found[0].at(0, 0), found[0].at(0, 1)), ("UNOA", "4"));
    assert_eq!((found[0].at(1, 0), found[0].at(1, 1)), ("A+B", "x?y:z"));
    assert_eq!((found[0].at(2, 0), found[0].at(9, 9)), ("'q", ""));
    assert_eq!((found[1].at(2, 0), found[1].elements()), ("onetwo", 3));
    let last = &found[2];
    assert_eq!((last.start, last.len), (text.len() as u64 - 4, 4));
}

#[test]
fn an_advice_changes_the_separators_of_what_follows() {
    let found = segments(b"UNA|*,!~UNB*A|B*C!*D~UNA:+.? 'UNZ+1+2'");
    // Six characters: component, element, decimal mark, release, reserved, terminator.
    assert_eq!(found[0].tag, "UNA|*,!~U");
    let found = segments(b"UNA|*,! ~UNB*A|B*C!*D~UNA:+.? 'UNZ+1+2'");
    assert_eq!((found[1].at(0, 1), found[1].at(1, 0)), ("B", "C*D"));
    assert_eq!((&*found[3].tag, found[3].at(1, 0)), ("UNZ", "2"));
}

#[test]
fn lines_of_a_telex_and_a_mail_around_an_interchange_are_text() {
    let telex = b"\x01QD VIEGPXH UNABLE\r\n.HDQKM 271137\r\n\x02UNA:-.? '\r\nUNB-UNOA:4-A?\r\n-B'U\r\nNZ-1-1'\r\n\
        \x03\r\nSecured by a gateway\r\nUNB+UNOA:4+A'UNZ+1+1'";
    let found = segments(telex);
    let shown: Vec<(&str, &str)> = found.iter().map(|s| (&*s.tag, &*s.rest)).collect();
    assert_eq!(
        shown,
        [
            ("", "QD VIEGPXH UNABLE .HDQKM 271137"),
            ("UNA", ""),
            ("UNB", "-UNOA:4-A?-B"),
            ("UNZ", "-1-1"),
            ("", "Secured by a gateway"),
            ("UNB", "+UNOA:4+A"),
            ("UNZ", "+1+1"),
        ]
    );
    assert_eq!(found[2].at(1, 0), "A-B", "a line end does not take the release off");
    // A segment behind the end is none the less a segment.
    let found = segments(b"UNZ+1+1'NAD+FL+++A'");
    assert_eq!(found[1].tag, "NAD");
    assert_eq!(segments(b"nothing of the kind")[0].rest, "nothing of the kind");
}

#[test]
fn a_spoilt_advice_is_mended_and_marked() {
    for text in ["UNA:+\\*'\nUNB+UNOA:4+A\\'B'", "UNA:+.\\*’ UNB+UNOA:4+A\\'B'"] {
        let found = segments(text.as_bytes());
        assert_eq!((found[0].mended, found[0].fault), (true, None), "{text}");
        assert_eq!((&*found[1].tag, found[1].at(1, 0)), ("UNB", "A'B"), "{text}");
    }
}

#[test]
fn a_cut_or_endless_segment_is_marked_and_costs_no_memory() {
    let found = segments(b"UNB+UNOA:1'BGM+74");
    assert_eq!((found[0].fault, found[1].fault), (None, Some(RejectKind::Malformed)));
    let mut long = b"FTX+".to_vec();
    long.resize(200_000, b'x');
    long.extend_from_slice(b"'UNT+1+1'");
    let found = segments(&long);
    assert_eq!(found[0].fault, Some(RejectKind::RowTooLong));
    assert_eq!((found[0].len, &*found[1].tag), (200_001, "UNT"));
}

#[test]
fn characters_are_those_the_interchange_states() {
    let found = segments(b"UNB+UNOC:3'NAD+FL+++PE\xd1A'");
    assert_eq!(found[1].at(3, 0), "PEÑA");
    let found = segments("UNB+UNOY:4'NAD+FL+++PEÑA'".as_bytes());
    assert_eq!(found[1].at(3, 0), "PEÑA");
    let found = segments(b"UNB+UNOY:4'NAD+FL+++PE\xd1A'");
    assert_eq!(found[1].fault, Some(RejectKind::BadEncoding));
    let found = segments(b"UNB+UNOA:4'NAD+FL+++PE\xd1A'");
    assert_eq!((found[1].at(3, 0), found[1].fault), ("PEÑA", None));
}

proptest::proptest! {
    #[test]
    fn any_bytes_are_parted_whole(bytes: Vec<u8>) {
        let found = segments(&bytes);
        let mut end = 0;
        for segment in found {
            proptest::prop_assert!(segment.start >= end && segment.len > 0);
            end = segment.start + segment.len;
        }
        proptest::prop_assert!(end <= bytes.len() as u64);
    }
}
