//! What an examiner says of whole contents, from inside the cage.

use std::io::{Cursor, Write as _};
use std::ops::ControlFlow;

use tutela_ingest::{Job, Progress, Settings, Shown, SuperviseFault, Wanted, show_caged};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::kept::{exhibit, worker};

fn archive(members: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// What is said of these members, each the first of its name; why, where nothing is.
fn examined(bytes: &[u8], names: &[&str]) -> Result<Vec<Result<String, String>>, SuperviseFault> {
    let mut job = Job::new(Settings::default());
    job.show = names.iter().map(|name| Wanted::whole((*name).to_owned(), 1)).collect();
    job.examine = true;
    let mut watch = |_: &Progress| ControlFlow::Continue(());
    let shown = show_caged(&worker(&["examiner"]), &exhibit(bytes), &[], &job, 0, &mut watch)?;
    let said = shown.unwrap().into_iter().map(|shown| match shown {
        Shown::Bytes { first, .. } => Ok(String::from_utf8(first).unwrap()),
        Shown::Missing { reason, .. } => Err(reason),
    });
    Ok(said.collect())
}

#[test]
fn every_member_is_examined_whole_wherever_it_lies() {
    let long = vec![b'l'; 3 << 20];
    let inner = archive(&[("deep.bin", b"twelve bytes"), ("long", &long)]);
    let head = [b"head:".as_slice(), &long].concat();
    let outer = archive(&[("in.zip", &inner), ("a", b"filler"), ("h", &head)]);
    let said = examined(&outer, &["in.zip", "in.zip!/deep.bin", "in.zip!/long", "a", "h"]).unwrap();
    let inner_len = format!("{} bytes", inner.len());
    // A content beyond the limit is given with one byte more than it.
    let expected = [&inner_len, "12 bytes", "1048577 bytes", "6 bytes", "head of 256"];
    assert_eq!(said, expected.map(|said| Ok(said.to_owned())));
}

#[test]
fn the_exhibit_itself_is_examined_by_its_empty_name_whatever_it_is() {
    assert_eq!(examined(b"no container", &[""]).unwrap(), [Ok("12 bytes".to_owned())]);
    let zip = archive(&[("a", b"filler")]);
    assert_eq!(examined(&zip, &[""]).unwrap(), [Ok(format!("{} bytes", zip.len()))]);
}

#[test]
fn a_content_that_breaks_the_examiner_ends_alone() {
    let bytes = archive(&[
        ("a", b"filler"),
        ("b", b"abort here"),
        ("c", b"endless"),
        ("d", b"abort again"),
        ("e", b"end"),
    ]);
    let said = examined(&bytes, &["a", "b", "c", "d", "e", "gone"]).unwrap();
    assert_eq!(said[0], Ok("6 bytes".to_owned()));
    assert_eq!(said[4], Ok("3 bytes".to_owned()));
    for broken in [1, 2, 3, 5] {
        assert!(
            said[broken].as_ref().is_err_and(|reason| !reason.is_empty()),
            "{:?}",
            said[broken]
        );
    }
}

#[test]
fn a_program_without_an_examiner_says_so() {
    let mut job = Job::new(Settings::default());
    job.show = vec![Wanted::whole(String::new(), 1)];
    job.examine = true;
    let mut watch = |_: &Progress| ControlFlow::Continue(());
    let shown = show_caged(&worker(&[]), &exhibit(b"x"), &[], &job, 0, &mut watch);
    assert!(!matches!(shown, Ok(Some(ref shown)) if matches!(shown[..], [Shown::Bytes { .. }])));
}
