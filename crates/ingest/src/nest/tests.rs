//! The limits of the nest, on containers made here.

use std::io::{Cursor, Write};

use model::{Reject, record::Kind};

use super::*;
use crate::register::HOUSE;
use crate::sink::{Outlet, SkipReason};

/// Keeps what became of the members.
#[derive(Default)]
struct Ends(Vec<Member>);

impl Outlet for Ends {
    fn record(&mut self, _: Kind, _: &Place, _: &[u8]) -> io::Result<()> {
        Ok(())
    }
    fn reject(&mut self, _: &Reject) -> io::Result<()> {
        Ok(())
    }
    fn note(&mut self, _: &Note) -> io::Result<()> {
        Ok(())
    }
    fn skip(&mut self, _: &Place, _: SkipReason) -> io::Result<()> {
        Ok(())
    }
    fn member(&mut self, member: &Member) -> io::Result<()> {
        self.0.push(member.clone());
        Ok(())
    }
}

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Walks a compressed exhibit that may unpack to so many bytes.
fn walk(exhibit: &[u8], decoded_max: u64) -> Vec<Member> {
    walk_with(&crate::containers::compressed::GZIP, exhibit, decoded_max)
}

fn walk_with(container: &dyn Container, exhibit: &[u8], decoded_max: u64) -> Vec<Member> {
    let settings = Settings::default();
    let mut ends = Ends::default();
    let mut sink = Sink::new(&mut ends);
    let mut cursor = Cursor::new(exhibit);
    let mut source = Source::new(&mut cursor, exhibit.len() as u64, &settings);
    let mut nest = Nest {
        register: &HOUSE,
        settings: &settings,
        sink: &mut sink,
        resume: Resume::default(),
        chain: Chain::default(),
        decoded: 0,
        decoded_max,
        logs: Logs::default(),
        kept_bytes: 0,
        room: vec![0; CHUNK_BYTES],
    };
    nest.walk(container, &mut source).unwrap();
    assert!(sink.finish().is_ok());
    ends.0
}

#[test]
fn containers_in_each_other_end_at_the_limit() {
    let mut bytes = gzip(b"filler");
    for _ in 0..DEPTH_MAX + 3 {
        bytes = gzip(&bytes);
    }
    let members = walk(&bytes, u64::MAX);
    assert_eq!(members.len(), DEPTH_MAX);
    assert_eq!(members[0].state, MemberState::Unread);
    assert!(members[0].reason.contains("deeper than"), "{:?}", members[0]);
    assert!(members[1..].iter().all(|one| one.state == MemberState::Parsed));
}

#[test]
fn what_unpacks_without_end_is_told_and_left() {
    let bytes = gzip(&gzip(&vec![0; 1 << 20]));
    assert_eq!(walk(&bytes, 1 << 21)[0].state, MemberState::Unread);
    let members = walk(&bytes, 1 << 19);
    assert_eq!(members[0].state, MemberState::Failed);
    assert!(members[0].reason.contains("unpacks to more than its limit"), "{:?}", members[0]);
    assert_eq!(members[1].state, MemberState::Parsed);
}

/// A disk whose every partition is the whole disk, with its GUID table.
fn disk_in_itself(partitions: u32) -> Vec<u8> {
    let mut disk = vec![0; 1024];
    for _ in 0..partitions {
        let mut entry = [0; 128];
        (entry[0], entry[40]) = (1, 9);
        disk.extend(entry);
    }
    let sum = crc32fast::hash(&disk[1024..]);
    disk.resize(10 * 512, 0);
    let mut put = |at: usize, number: u32| {
        disk[512 + at..512 + at + 4].copy_from_slice(&number.to_le_bytes());
    };
    for (at, number) in [(12, 92), (48, 9), (72, 2), (80, partitions), (84, 128), (88, sum)] {
        put(at, number);
    }
    disk[512..520].copy_from_slice(b"EFI PART");
    let sum = crc32fast::hash(&disk[512..512 + 92]);
    disk[512 + 16..512 + 20].copy_from_slice(&sum.to_le_bytes());
    disk
}

#[test]
fn partitions_that_lead_back_to_their_table_end_at_the_limit() {
    let partitions = crate::containers::partitions::Partitions;
    let once = walk_with(&partitions, &disk_in_itself(1), u64::MAX);
    assert_eq!(once.len(), DEPTH_MAX, "{once:?}");
    let streams = 200;
    let told = walk_with(&partitions, &disk_in_itself(8), streams * HEAD_BYTES as u64);
    let (opened, left): (Vec<_>, Vec<_>) =
        told.iter().partition(|one| one.state != MemberState::Failed);
    assert_eq!(opened.len() as u64, streams);
    assert!((1..=8 * DEPTH_MAX).contains(&left.len()), "{} are left", left.len());
    assert!(left.iter().all(|one| one.reason.contains("unpacks to more than its limit")));
}
