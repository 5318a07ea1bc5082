//! Places inside containers: what a worker shows is what tools of others unpack, of every record of
//! every real archive and image at hand.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Write};
use std::ops::ControlFlow;
use std::path::Path;

use crate::kept::{Kept, exhibit, read_job, worker};
use model::{Digest, PlaceRef};
use sha2::{Digest as _, Sha256};
use tutela_ingest::outcome::FormatSeen;
use tutela_ingest::{
    Checked, Job, KeepFault, Keeper, Note, RecordFrame, RejectRef, Settings, Shown, SkipReason,
    SuperviseFault, Wanted, read_caged, show_caged,
};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// The places of everything that arrived.
#[derive(Default)]
struct Places {
    format: Option<String>,
    of: Vec<(String, u64, u64)>,
}

impl Keeper for Places {
    fn recognised(&mut self, format: &FormatSeen) -> Result<(), KeepFault> {
        self.format = Some(format.code.clone());
        Ok(())
    }
    fn record(&mut self, record: RecordFrame<'_>) -> Result<Checked, KeepFault> {
        self.keep(record.place());
        Ok(record.read(|_, _| ())?)
    }
    fn reject(&mut self, reject: &RejectRef<'_>) -> Result<(), KeepFault> {
        self.keep(reject.place);
        Ok(())
    }
    fn skip(&mut self, place: &PlaceRef<'_>, _: SkipReason) -> Result<(), KeepFault> {
        self.keep(*place);
        Ok(())
    }
    fn note(&mut self, _: &Note) -> Result<(), KeepFault> {
        Ok(())
    }
}

impl Places {
    fn keep(&mut self, place: PlaceRef<'_>) {
        if !place.inside.is_empty() && place.bytes_len > 0 {
            self.of.push((place.inside.to_owned(), place.bytes_start, place.bytes_len));
        }
    }

    /// What is to be asked for, each place once.
    fn wanted(&self) -> Vec<Wanted> {
        let mut by_chain: BTreeMap<&str, Vec<(u64, u64)>> = BTreeMap::new();
        for (inside, start, len) in &self.of {
            by_chain.entry(inside).or_default().push((*start, *len));
        }
        let wanted = |(inside, mut spans): (&str, Vec<(u64, u64)>)| {
            spans.sort_unstable();
            spans.dedup();
            Wanted { inside: inside.to_owned(), nth: 1, spans }
        };
        by_chain.into_iter().map(wanted).collect()
    }
}

fn show(file: &File, wanted: &[Wanted]) -> Vec<Shown> {
    show_by(&[], file, wanted).unwrap()
}

fn show_by(args: &[&str], file: &File, wanted: &[Wanted]) -> Result<Vec<Shown>, SuperviseFault> {
    let mut job = Job::new(Settings::default());
    job.show = wanted.to_vec();
    let mut watch = |_: &tutela_ingest::Progress| ControlFlow::Continue(());
    show_caged(&worker(args), file, &[], &job, 40, &mut watch).map(Option::unwrap)
}

fn one(inside: &str, nth: u64, spans: &[(u64, u64)]) -> Wanted {
    Wanted { inside: inside.to_owned(), nth, spans: spans.to_vec() }
}

/// Holds one shown place against the member it lies in.
fn check(shown: &Shown, member: &[u8], (start, len): (u64, u64), name: &str) {
    let start = usize::try_from(start).unwrap();
    let own = &member[start..start + usize::try_from(len).unwrap()];
    let Shown::Bytes { first, sha256 } = shown else { panic!("{name} {start}+{len}: {shown:?}") };
    assert_eq!(*first, own[..own.len().min(40)], "{name} {start}+{len}");
    assert_eq!(*sha256, Digest(Sha256::digest(own).into()), "{name} {start}+{len}");
}

/// Reads an exhibit, asks for every place inside it, and holds the answers against tools of others.
/// Gives how many places there were, and how many of them those tools could check.
fn shown_as_unpacked(path: &Path) -> (usize, usize) {
    let file = File::open(path).unwrap();
    let mut places = Places::default();
    read_caged(&worker(&[]), &file, &Job::new(Settings::default()), &mut places).unwrap();
    let wanted = places.wanted();
    if wanted.is_empty() {
        return (0, 0);
    }
    let shown = show(&file, &wanted);
    let chains: Vec<&str> = wanted.iter().map(|one| one.inside.as_str()).collect();
    let scratch = tempfile::tempdir().unwrap();
    let members = casetest::unpacked::members(path, &chains, scratch.path()).unwrap();
    let Some(members) = members else { return (0, 0) };
    let mut shown = shown.iter();
    let (mut all, mut checked) = (0, 0);
    for (wanted, member) in wanted.iter().zip(&members) {
        for span in &wanted.spans {
            let shown = shown.next().unwrap();
            all += 1;
            match member {
                Some(member) => check(shown, member, *span, &wanted.inside),
                // Deleted files and the like: what others do not find is shown all the same.
                None => assert!(matches!(shown, Shown::Bytes { .. }), "{wanted:?}: {shown:?}"),
            }
            checked += usize::from(member.is_some());
        }
    }
    (all, checked)
}

#[test]
fn every_place_in_real_archives_and_images_is_shown_as_others_unpack_it() {
    let (mut all, mut checked) = (0, 0);
    for folder in ["disk-images/containers", "disk-images", "mobile-chat/ileapp"] {
        let Some(folder) = casetest::real::path(folder) else { return };
        let mut files: Vec<_> =
            std::fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()).collect();
        files.sort();
        for path in files.iter().filter(|path| path.is_file()) {
            let (own, own_checked) = shown_as_unpacked(path);
            println!("{}: {own} places, {own_checked} checked", path.display());
            all += own;
            checked += own_checked;
        }
    }
    println!("{all} places, {checked} checked");
    assert!(checked > 10_000 && all - checked < all / 20, "{checked} of {all}");
}

fn archive(files: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

#[test]
fn places_are_found_in_members_of_members_whatever_their_order_and_overlap() {
    let row: Vec<u8> = (0..700_000_u32).flat_map(u32::to_le_bytes).collect();
    let inner = archive(&[("deep.bin", &row), ("other.txt", b"filler")]);
    let outer = archive(&[("a.txt", b"filler"), ("in.zip", &inner), ("z.txt", b"last")]);
    let spans = [(2_000_000, 7), (0, 2_800_000), (5, 1), (1_999_999, 700_000), (2_799_999, 1)];
    let wanted = [
        one("z.txt", 1, &[(1, 3)]),
        one("in.zip!/deep.bin", 1, &spans),
        one("in.zip", 1, &[(0, 30)]),
    ];
    let shown = show(&exhibit(&outer), &wanted);
    check(&shown[0], b"last", (1, 3), "z.txt");
    for (shown, span) in shown[1..].iter().zip(spans) {
        check(shown, &row, span, "deep.bin");
    }
    check(&shown[6], &inner, (0, 30), "in.zip");
}

/// Two members of one name, as archives that were added to have them.
fn twins() -> Vec<u8> {
    let inner = archive(&[("row.txt", b"inner row")]);
    let mut bytes = archive(&[
        ("a.txt", b"first"),
        ("b.txt", b"second, longer"),
        ("c.zip", &inner),
        ("d.zip", &inner),
    ]);
    for (old, new) in [(b"b.txt", b"a.txt"), (b"d.zip", b"c.zip")] {
        for at in 0..bytes.len() - 5 {
            if bytes[at..at + 5] == *old {
                bytes[at..at + 5].copy_from_slice(new);
            }
        }
    }
    bytes
}

#[test]
fn of_members_of_one_name_the_one_that_is_meant_is_shown() {
    let file = exhibit(&twins());
    let wanted = [
        one("a.txt", 1, &[(0, 5)]),
        one("a.txt", 2, &[(0, 6), (8, 6)]),
        one("c.zip!/row.txt", 2, &[(0, 5)]),
        one("a.txt", 3, &[(0, 1)]),
    ];
    let shown = show(&file, &wanted);
    check(&shown[0], b"first", (0, 5), "the first");
    check(&shown[1], b"second, longer", (0, 6), "the second");
    check(&shown[2], b"second, longer", (8, 6), "the second");
    check(&shown[3], b"inner row", (0, 5), "in the second");
    assert!(matches!(&shown[4], Shown::Missing { .. }), "{:?}", shown[4]);
}

#[test]
fn a_place_that_is_not_there_is_missing_and_the_rest_is_shown() {
    let file = exhibit(&archive(&[("a.txt", b"filler"), ("b.txt", b"more filler")]));
    let wanted = [
        one("a.txt", 1, &[(0, 3), (4, 9), (70, 1)]),
        one("b.txt!/c", 1, &[(0, 1)]),
        one("gone", 1, &[(0, 1)]),
        one("b.txt", 1, &[(5, 6)]),
    ];
    let shown = show(&file, &wanted);
    check(&shown[0], b"filler", (0, 3), "a.txt");
    check(&shown[5], b"more filler", (5, 6), "b.txt");
    for missing in &shown[1..5] {
        let Shown::Missing { reason, .. } = missing else { panic!("{missing:?}") };
        assert!(!reason.is_empty());
    }
}

#[test]
fn an_exhibit_that_is_no_container_shows_nothing() {
    for bytes in [b"plain text".as_slice(), b""] {
        let shown = show(&exhibit(bytes), &[one("a", 1, &[(0, 1)])]);
        assert!(matches!(&shown[..], [Shown::Missing { .. }]), "{shown:?}");
    }
}

#[test]
fn a_worker_that_was_asked_to_show_gives_no_rows_and_one_that_was_not_shows_nothing() {
    let bytes = archive(&[("a.txt", b"filler")]);
    let mut job = Job::new(Settings::default());
    job.show = vec![one("a.txt", 1, &[(0, 1)])];
    let (kept, outcome) = read_job(&[], &bytes, &job);
    assert_eq!(kept.rows, Kept::default().rows);
    let trouble = outcome.unwrap().trouble.unwrap();
    assert!(trouble.reason.contains("nobody asked for"), "{trouble:?}");
}
