//! What holds for every format, on real files: the cage changes nothing, and a resumed run gives
//! exactly the rest.

use std::fmt::Write as _;
use std::fs;
use std::io::{self, Cursor};
use std::path::{Path, PathBuf};

use crate::kept;
use model::record::Kind;
use model::wire::read_slots;
use model::{Place, Reject};
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::HOUSE;
use tutela_ingest::{
    Head, Job, Note, Outlet, Resume, Settings, Sink, SkipReason, Source, State, TroubleKind,
};

/// Longest real file looked at, so that the test stays short in a build for debugging.
const FILE_BYTES_MAX: u64 = 32 * 1024;

/// Most files looked at that no format takes.
const UNREAD_MAX: usize = 5;

/// Collects outcomes in this process, in the words of [`kept::Kept`].
#[derive(Default)]
struct Uncaged {
    rows: Vec<kept::Row>,
    skipped: u64,
    notes: Vec<Note>,
}

impl Outlet for Uncaged {
    fn record(&mut self, kind: Kind, place: &Place, slots: &[u8]) -> io::Result<()> {
        let mut words = String::new();
        read_slots(kind, slots, |index, slot| kept::say(&mut words, index, slot)).unwrap();
        self.rows.push(kept::Row::new(place.into(), words));
        Ok(())
    }
    fn reject(&mut self, reject: &Reject) -> io::Result<()> {
        self.rows.push(kept::Row::new((&reject.place).into(), reject.kind.code()));
        Ok(())
    }
    fn note(&mut self, note: &Note) -> io::Result<()> {
        self.notes.push(note.clone());
        Ok(())
    }
    fn skip(&mut self, _: &Place, _: SkipReason) -> io::Result<()> {
        self.skipped += 1;
        Ok(())
    }
}

/// Reads without a cage; gives what was collected and whether the reading came to its end, or
/// nothing where no format takes the bytes.
fn read_uncaged(bytes: &[u8], settings: &Settings) -> Option<(Uncaged, bool)> {
    let len = u64::try_from(bytes.len()).unwrap();
    let head = Head::of(bytes, settings);
    let Recognised::Taken(reader, _) = recognise(&HOUSE, None, &head) else {
        return None;
    };
    let mut uncaged = Uncaged::default();
    let mut sink = Sink::new(&mut uncaged);
    let mut cursor = Cursor::new(bytes);
    let mut source = Source::new(&mut cursor, len, settings);
    let read = reader.read(&HOUSE, &mut source, &mut sink, Resume::default());
    let whole = read.and(sink.finish()).is_ok();
    Some((uncaged, whole))
}

fn files_below(folder: &Path, files: &mut Vec<PathBuf>) {
    let mut entries: Vec<_> = fs::read_dir(folder).unwrap().map(|entry| entry.unwrap()).collect();
    entries.sort_by_key(fs::DirEntry::path);
    for entry in entries {
        let metadata = entry.metadata().unwrap();
        if metadata.is_dir() {
            files_below(&entry.path(), files);
        } else if metadata.len() <= FILE_BYTES_MAX {
            files.push(entry.path());
        }
    }
}

fn settings() -> Settings {
    Settings {
        case_zone: "Europe/Rome".into(),
        region: Some("IT".into()),
        owner: Some("owner".into()),
        ..Settings::default()
    }
}

#[test]
fn the_cage_changes_nothing() {
    let Some(root) = casetest::real::path("") else { return };
    let mut files = Vec::new();
    files_below(&root, &mut files);
    let (mut read, mut unread) = (0, 0);
    for file in files {
        let bytes = fs::read(&file).unwrap();
        let uncaged = read_uncaged(&bytes, &settings());
        unread += usize::from(uncaged.is_none());
        if uncaged.is_none() && unread > UNREAD_MAX {
            continue;
        }
        let (caged, outcome) = kept::read_job(&[], &bytes, &Job::new(settings()));
        let outcome = outcome.unwrap();
        let name = file.display();
        let Some((uncaged, whole)) = uncaged else {
            assert_eq!(outcome.state, State::Unread, "{name}");
            continue;
        };
        read += 1;
        assert_eq!(outcome.state == State::Parsed, whole, "{name}: {outcome:?}");
        let own_fault = [TroubleKind::Malformed, TroubleKind::Unreadable];
        if let Some(trouble) = &outcome.trouble {
            // What is known and not read has no kind of trouble.
            assert!(trouble.kind.is_none_or(|kind| own_fault.contains(&kind)), "{name}: {trouble}");
        }
        assert_eq!(caged.notes, uncaged.notes, "{name}");
        assert_eq!(caged.skipped, uncaged.skipped, "{name}");
        assert!(caged.rows == uncaged.rows, "{name}: other rows in the cage");
    }
    println!("{read} real files read alike in the cage and outside");
}

/// A transfer return of `rows` rows, every seventh with an amount that is none. Without a telephone
/// number a worker does not prepare for them, which takes a fifth of a second.
fn transfer_return(rows: usize, phone: &str) -> String {
    let mut text = String::from(
        "Reference,Send Date,Send Time,Pay Date,Pay Time,Sender Name,Sender Phone,Sender ID Type,\
         Sender ID Number,Sender Address,Sender City,Receiver Name,Receiver Phone,Receiver City,\
         Receiver Country,Principal,Currency,Fee,Payout Amount,Payout Currency,Status,Send Agent,\
         Pay Agent\n",
    );
    for row in 1..=rows {
        let (day, minute) = (row % 28 + 1, row % 60);
        let amount = if row % 7 == 0 { "none".to_owned() } else { format!("{row}.50") };
        writeln!(
            text,
            "{row:010},03/{day:02}/2025,10:{minute:02}:05 AM,03/{day:02}/2025,11:{minute:02}:05 AM,\
             Rossi Mario,{phone},Passport,YA{row:07},Via Roma 1,Milano,Santos Maria,\
             {phone},Cebu,PH,{amount},EUR,3.90,{row}00.00,PHP,Paid,Agent 12,Agent 77",
        )
        .unwrap();
    }
    text
}

#[test]
fn a_transfer_return_resumes_from_any_row() {
    const ROWS: usize = 15;
    let text = transfer_return(ROWS, "");
    let (whole, outcome) = kept::read_job(&[], text.as_bytes(), &Job::new(settings()));
    let outcome = outcome.unwrap();
    assert_eq!(outcome.state, State::Parsed, "{outcome:?}");
    assert_eq!((outcome.arrived.records, outcome.arrived.rejects), (13, 2));
    for stored in 0..=ROWS {
        let mut job = Job::new(settings());
        job.stored_rows = u64::try_from(stored).unwrap();
        let (rest, outcome) = kept::read_job(&[], text.as_bytes(), &job);
        assert!(rest.rows == whole.rows[stored..], "after {stored}");
        assert_eq!(outcome.unwrap().whole.unwrap().rows, 15);
    }
}

#[test]
fn every_place_leads_to_the_bytes_of_its_row() {
    let text = transfer_return(15, "");
    let (whole, _) = kept::read_job(&[], text.as_bytes(), &Job::new(settings()));
    for (row, line) in whole.rows.iter().zip(text.lines().skip(1)) {
        let start = usize::try_from(row.bytes_start).unwrap();
        let end = start + usize::try_from(row.bytes_len).unwrap();
        assert_eq!(&text[start..end], line);
    }
}

#[test]
fn a_large_return_goes_through_the_cage_in_a_stream() {
    const ROWS: usize = 10_000;
    let text = transfer_return(ROWS, "+393331234567");
    let start = std::time::Instant::now();
    let mut count = kept::Count::default();
    let job = Job::new(settings());
    let outcome = tutela_ingest::read_caged(
        &kept::worker(&[]),
        &kept::exhibit(text.as_bytes()),
        &job,
        &mut count,
    )
    .unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(outcome.state, State::Parsed);
    let bytes = f64::from(u32::try_from(text.len()).unwrap());
    println!(
        "{:.1} MB/s of CSV, {} bytes of slots for a row of {}",
        bytes / 1e6 / seconds,
        count.bytes / count.rows,
        text.len() / ROWS
    );
}
