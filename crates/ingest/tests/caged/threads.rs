//! Several threads on one exhibit: what they find does not depend on how many there are.

use crate::kept::{Kept, read_job};
use tutela_ingest::digests::Algorithm;
use tutela_ingest::{Job, Mark, MemberState, Settings, State};

/// Bytes that make an exhibit worth several threads.
const LONG_BYTES: usize = 33 << 20;

/// An archive of files of many lengths, of an archive that holds more, and of a long one at the end.
fn long() -> Vec<u8> {
    let short: Vec<Vec<u8>> = (0..700usize).map(|number| vec![b'a'; number * 37 % 5_000]).collect();
    let rows = b"reader:\nrow 1\nrow 2";
    let mut inner = tar::Builder::new(Vec::new());
    append(&mut inner, "deep.txt", rows);
    append(&mut inner, "filler", &vec![b'b'; LONG_BYTES / 2]);
    let inner = inner.into_inner().unwrap();
    let mut archive = tar::Builder::new(Vec::new());
    for (number, bytes) in short.iter().enumerate() {
        append(&mut archive, &format!("{number}.dat"), bytes);
    }
    append(&mut archive, "rows.txt", rows);
    append(&mut archive, "inner.tar", &inner);
    append(&mut archive, "long", &vec![b'c'; LONG_BYTES / 2 + 1]);
    append(&mut archive, "last.txt", rows);
    archive.into_inner().unwrap()
}

fn append(archive: &mut tar::Builder<Vec<u8>>, name: &str, bytes: &[u8]) {
    let mut header = tar::Header::new_ustar();
    header.set_size(bytes.len() as u64);
    header.set_mode(0o644);
    archive.append_data(&mut header, name, bytes).unwrap();
}

fn read_with(scouts: usize, reader: &str, bytes: &[u8], mark: Option<Mark>) -> Kept {
    read_with_digests(scouts, reader, bytes, mark, &[])
}

fn read_with_digests(
    scouts: usize,
    reader: &str,
    bytes: &[u8],
    mark: Option<Mark>,
    further: &[Algorithm],
) -> Kept {
    let mut job = Job::new(Settings { further_digests: further.to_vec(), ..Settings::default() });
    job.scouts = scouts;
    job.stored_rows = mark.as_ref().map_or(0, |mark| mark.counts.rows);
    job.mark = mark;
    let (kept, outcome) = read_job(&["reader", reader], bytes, &job);
    let outcome = outcome.unwrap();
    assert_eq!((outcome.state, &outcome.trouble), (State::Parsed, &None));
    kept
}

#[test]
fn the_outcome_does_not_depend_on_the_number_of_threads() {
    let bytes = long();
    let alone = read_with(0, "lines", &bytes, None);
    assert_eq!(alone.members.len(), 706, "700 short, 4 others, 2 inside");
    assert_eq!(alone.rows.len(), 706 + 3 * 3, "a record a file, and three rows a list");
    for scouts in [2, 4] {
        assert!(read_with(scouts, "lines", &bytes, None) == alone, "{scouts} threads");
    }
    let member = &alone.members[300];
    let mark = Mark { chain: member.chain.clone(), counts: member.reached };
    let rest = read_with(2, "lines", &bytes, Some(mark));
    assert!(rest.members == alone.members[301..]);
}

/// SHA-512 of 37 times `a`, by `sha512sum`.
const SHA512_OF_37: &str = "ae77859a42c40e3973aa42bc8fbe8713444f65173580507d7c4bcc7c85d7f8c9\
    3204f433d506e912504ea37c766af17e649bdf6c8356f6e8e65bf4e9321987cb";

#[test]
fn digests_that_few_ask_for_reach_every_record_whoever_takes_them() {
    let bytes = long();
    let read = |scouts, further: &[_]| read_with_digests(scouts, "lines", &bytes, None, further);
    let alone = read(0, &[Algorithm::Blake3, Algorithm::Sha512]);
    assert!(read(2, &[Algorithm::Sha512, Algorithm::Blake3]) == alone);
    let stated = format!("5={SHA512_OF_37};6={};", blake3::hash(&[b'a'; 37]).to_hex());
    let of_files = |kept: &Kept| -> Vec<String> {
        let is_file = |words: &&&str| words.contains(".dat;") || words.contains("0=long;");
        files(kept).iter().filter(is_file).map(|words| (*words).to_owned()).collect()
    };
    let found = of_files(&alone);
    assert_eq!(found.len(), 701);
    assert!(found.iter().any(|words| words.contains("0=1.dat;") && words.contains(&stated)));
    assert!(found.iter().all(|words| words.contains(";5=") && words.contains(";6=")));
    let usual = of_files(&read(2, &[]));
    assert!(usual.iter().all(|words| !words.contains(";5=") && !words.contains(";6=")));
}

#[test]
fn a_member_that_kills_its_reader_ends_alone_among_several_threads() {
    let bytes = long();
    for reader in ["aborts", "spins"] {
        let (several, alone) =
            (read_with(2, reader, &bytes, None), read_with(0, reader, &bytes, None));
        let failed = several.members.iter().filter(|one| one.state == MemberState::Failed);
        let names: Vec<&str> = failed.map(|one| one.inside.as_str()).collect();
        assert_eq!(names, ["rows.txt", "inner.tar!/deep.txt", "last.txt"], "{reader}");
        // How many rows of a member arrive before it kills its reader is a matter of time.
        assert!(files(&several) == files(&alone), "{reader}");
        let numbers = several.rows.iter().map(|row| row.number);
        assert!(numbers.eq(1..=several.rows.len() as u64), "{reader}");
    }
}

/// The records of files, without their numbers.
fn files(kept: &Kept) -> Vec<&str> {
    kept.rows.iter().map(|row| row.words.as_str()).filter(|words| !words.is_empty()).collect()
}
