//! Members of containers: a hostile one ends alone, and a killed reading goes on behind the last.

use std::io::{Cursor, Write};

use crate::kept::{Kept, read, read_job};
use tutela_ingest::{Chain, Job, Mark, MemberState, Settings, State};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// A zip archive of these files.
fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// An archive in which every second member is given to the test reader, and one lies deeper.
fn mixed() -> Vec<u8> {
    let inner = archive(&[("deep.txt", b"reader:\nx\ny"), ("note.txt", b"filler")]);
    archive(&[
        ("a.txt", b"filler 1"),
        ("b.txt", b"reader:\nrow 1\nrow 2"),
        ("c.txt", b"filler 2"),
        ("d.zip", &inner),
        ("e.txt", b"reader:\nrow 3"),
    ])
}

fn states(kept: &Kept) -> Vec<(String, MemberState, u64)> {
    let members = kept.members.iter();
    members.map(|one| (one.inside.clone(), one.state, one.counts.rows)).collect()
}

#[test]
fn every_member_is_told_and_those_a_reader_is_sure_of_are_read() {
    let (kept, outcome) = read(&["reader", "lines"], &mixed());
    let outcome = outcome.unwrap();
    assert_eq!((outcome.state, outcome.trouble), (State::Parsed, None));
    let expected = [
        ("a.txt", MemberState::Unread, 0),
        ("b.txt", MemberState::Parsed, 3),
        ("c.txt", MemberState::Unread, 0),
        ("d.zip!/deep.txt", MemberState::Parsed, 3),
        ("d.zip!/note.txt", MemberState::Unread, 0),
        ("d.zip", MemberState::Parsed, 0),
        ("e.txt", MemberState::Parsed, 2),
    ];
    let expected: Vec<_> =
        expected.map(|(name, state, rows)| (name.to_owned(), state, rows)).into();
    assert_eq!(states(&kept), expected);
    assert_eq!(kept.rows.len(), 15);
}

#[test]
fn a_member_that_kills_its_reader_ends_alone() {
    for (reader, code) in [("aborts", "QUA-001"), ("gluttonous", "QUA-004"), ("spins", "QUA-003")] {
        let (kept, outcome) = read(&["reader", reader], &mixed());
        let outcome = outcome.unwrap();
        assert_eq!((outcome.state, &outcome.trouble), (State::Parsed, &None), "{reader}");
        let failed: Vec<_> =
            kept.members.iter().filter(|one| one.state == MemberState::Failed).collect();
        let names: Vec<&str> = failed.iter().map(|one| one.inside.as_str()).collect();
        assert_eq!(names, ["b.txt", "d.zip!/deep.txt", "e.txt"], "{reader}");
        assert!(failed.iter().all(|one| one.reason.starts_with(code)), "{reader}: {failed:?}");
        let numbers: Vec<u64> = kept.rows.iter().map(|row| row.number).collect();
        let whole: Vec<u64> = (1..=numbers.len() as u64).collect();
        assert_eq!(numbers, whole, "{reader}");
        assert_eq!(outcome.arrived.rows, numbers.len() as u64, "{reader}");
    }
}

/// A message that states a message of messages as quoted, of which the parser copies the whole for each.
fn copied_to_death() -> Vec<u8> {
    let nested = "Content-Type: message/rfc822\r\n\r\nFrom: a@example.org\r\n".repeat(450);
    let filler = "filler ".repeat(600_000);
    format!(
        "From: a@example.org\r\nDate: Sat, 10 Jan 2026 10:00:00 GMT\r\n\
         Content-Type: message/rfc822\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n\
         From: a@example.org\r\n{nested}\r\n{filler}"
    )
    .into_bytes()
}

#[test]
fn a_message_that_kills_the_parser_of_others_ends_alone() {
    let list = include_bytes!("../fixtures/bodyfile/listing.txt");
    let bytes = archive(&[("a.txt", list), ("b.eml", &copied_to_death()), ("c.txt", list)]);
    let (kept, outcome) = read(&[], &bytes);
    let outcome = outcome.unwrap();
    assert_eq!((outcome.state, &outcome.trouble), (State::Parsed, &None));
    let [before, killed, behind] = kept.members.as_slice() else { panic!("{:?}", kept.members) };
    assert_eq!(killed.state, MemberState::Failed, "{killed:?}");
    assert!(killed.reason.starts_with("QUA-") && !killed.remedy.is_empty(), "{killed:?}");
    for whole in [before, behind] {
        assert_eq!((whole.state, whole.counts.rows > 0), (MemberState::Parsed, true), "{whole:?}");
    }
    let (_, outcome) = read(&[], &copied_to_death());
    let outcome = outcome.unwrap();
    assert_eq!((outcome.state, outcome.arrived.rows), (State::Failed, 0));
    assert!(outcome.trouble.is_some_and(|trouble| !trouble.remedy.is_empty()));
}

#[test]
fn a_killed_reading_goes_on_behind_the_last_member_and_gives_the_same_rows() {
    let (whole, _) = read(&["reader", "lines"], &mixed());
    for (at, member) in whole.members.iter().enumerate() {
        for stored_rows in member.reached.rows..=whole.rows.len() as u64 {
            let mut job = Job::new(Settings::default());
            job.stored_rows = stored_rows;
            job.mark = Some(Mark { chain: member.chain.clone(), counts: member.reached });
            let (rest, outcome) = read_job(&["reader", "lines"], &mixed(), &job);
            let outcome = outcome.unwrap();
            assert_eq!((outcome.state, &outcome.trouble), (State::Parsed, &None));
            let stored = usize::try_from(stored_rows).unwrap();
            assert_eq!(rest.rows, whole.rows[stored..], "behind {} from {stored}", member.inside);
            assert_eq!(rest.members, whole.members[at + 1..], "behind {}", member.inside);
        }
    }
    assert_eq!(whole.members[3].chain, Chain(vec![4, 1]));
}
