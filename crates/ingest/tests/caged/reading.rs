//! Reading through the cage: all rows arrive, a resumed run gives exactly the rest, a dry run stops,
//! a stopped one says so; and how fast the pipe is.

use std::time::Instant;

use crate::kept::{self, exhibit, read, read_job, worker};
use tutela_ingest::{Job, Settings, State, TroubleKind};

const LINES: &str = "one\nbad two\n\nthree\nfour\nbad five\n\n\nsix\n";

fn job() -> Job {
    Job::new(Settings::default())
}

fn stored(rows: u64) -> Job {
    let mut job = job();
    job.stored_rows = rows;
    job
}

#[test]
fn every_row_arrives_as_a_record_or_a_reject() {
    let (kept, outcome) = read(&["reader", "lines"], LINES.as_bytes());
    let outcome = outcome.unwrap();
    let rows: Vec<&str> = kept.rows.iter().map(|row| row.words.as_str()).collect();
    assert_eq!(rows, ["0=one;", "ING-002", "0=three;", "0=four;", "ING-002", "0=six;"]);
    assert_eq!((kept.skipped, kept.notes.len()), (3, 1));
    assert_eq!(kept.format, Some(("lines".to_owned(), 7)));
    assert_eq!(outcome.state, State::Parsed);
    assert_eq!(outcome.whole, Some(outcome.arrived));
    assert_eq!(outcome.trouble, None);
    let cage = outcome.cage.unwrap();
    println!("caged in {} us by Landlock {}", cage.setup_us, cage.landlock_abi);
}

#[test]
fn a_resumed_run_gives_exactly_the_rows_that_are_missing() {
    let (whole, _) = read(&["reader", "lines"], LINES.as_bytes());
    for stored_rows in 0..=6 {
        let (kept, outcome) =
            read_job(&["reader", "lines"], LINES.as_bytes(), &stored(stored_rows));
        let outcome = outcome.unwrap();
        let first = usize::try_from(stored_rows).unwrap();
        assert_eq!(kept.rows, whole.rows[first..], "after {stored_rows}");
        assert_eq!(outcome.state, State::Parsed);
        assert_eq!(outcome.stored_rows, stored_rows);
        assert_eq!(outcome.arrived.rows, 6 - stored_rows);
        let counted = outcome.whole.unwrap();
        assert_eq!((counted.rows, counted.records, counted.rejects), (6, 4, 2));
    }
}

#[test]
fn an_exhibit_that_gives_fewer_rows_than_were_stored_is_named() {
    let (kept, outcome) = read_job(&["reader", "lines"], LINES.as_bytes(), &stored(7));
    let trouble = outcome.unwrap().trouble.unwrap();
    assert_eq!(trouble.kind, Some(TroubleKind::RowsMissing));
    assert!(kept.rows.is_empty());
}

#[test]
fn a_dry_run_stops_where_it_was_told_to() {
    for (rows_max, state) in [(0, State::Sampled), (3, State::Sampled), (6, State::Parsed)] {
        let mut job = job();
        job.rows_max = Some(rows_max);
        let (kept, outcome) = read_job(&["reader", "lines"], LINES.as_bytes(), &job);
        let outcome = outcome.unwrap();
        assert_eq!(outcome.state, state, "{outcome:?}");
        assert_eq!(u64::try_from(kept.rows.len()).unwrap(), rows_max);
    }
}

#[test]
fn an_ingest_stopped_by_a_person_says_so_and_can_be_resumed() {
    let lines = "line\n".repeat(100_000);
    let mut kept = kept::Kept { stop_at: Some(1), ..kept::Kept::default() };
    let worker = worker(&["reader", "lines"]);
    let outcome =
        tutela_ingest::read_caged(&worker, &exhibit(lines.as_bytes()), &job(), &mut kept).unwrap();
    assert_eq!(outcome.state, State::Interrupted);
    let first = kept.rows.len();
    assert_eq!(outcome.arrived.rows, u64::try_from(first).unwrap());
    assert!(first > 0 && first < 100_000);
    let job = stored(outcome.arrived.rows);
    let (rest, outcome) = read_job(&["reader", "lines"], lines.as_bytes(), &job);
    assert_eq!(outcome.unwrap().state, State::Parsed);
    assert_eq!(first + rest.rows.len(), 100_000);
}

#[test]
fn what_no_format_takes_is_unread_and_not_an_error() {
    for (bytes, words) in [
        (&b""[..], "empty"),
        (
            br#"<?xml version="1.0"?><xs:schema xmlns:xs="http://www.w3.org/2001/XMLSchema" xmlns="urn:iso:std:iso:20022:tech:xsd:camt.053.001.08"><xs:element name="Document"/></xs:schema>"#,
            "no format knows",
        ),
        (&b"\x00\x01\x02\x03 no format of the house begins so \xff\xfe\xfd"[..], "no format knows"),
    ] {
        let (kept, outcome) = read(&[], bytes);
        let outcome = outcome.unwrap();
        assert_eq!(outcome.state, State::Unread, "{outcome:?}");
        let trouble = outcome.trouble.unwrap();
        assert!(trouble.reason.contains(words), "{trouble}");
        assert_eq!((outcome.format, kept.rows.len()), (None, 0));
    }
}

#[test]
fn what_waits_for_an_answer_is_unread_and_names_who_would_read_it() {
    // Call records are in the local time of nobody knows where.
    let calls = "Record ID,Record Type,Calling Number,Called Number,Date,Time,Duration (s),Result,Cell,IMEI,IMSI\n\
                 1,VOICE,+393331234567,+393337654321,2026-01-05,20:00:00,60,answered,,,\n";
    let settings = Settings {
        mappings: tutela_ingest::mappings::house().cloned().collect(),
        ..Settings::default()
    };
    let (kept, outcome) = read_job(&[], calls.as_bytes(), &Job::new(settings));
    let outcome = outcome.unwrap();
    assert_eq!((outcome.state, kept.rows.len()), (State::Unread, 0), "{outcome:?}");
    assert_eq!(outcome.format.unwrap().code, "delimited");
    assert!(outcome.trouble.unwrap().remedy.contains("--tz"));
}

#[test]
fn a_long_job_arrives_whole() {
    let settings = Settings { owner: Some("x".repeat(4 << 20)), ..Settings::default() };
    let (kept, outcome) = read_job(&["reader", "lines"], b"one\n", &Job::new(settings));
    assert_eq!((outcome.unwrap().state, kept.rows.len()), (State::Parsed, 1));
}

#[test]
fn the_pipe_is_no_bottleneck() {
    const ROWS: u64 = 150_000;
    let start = Instant::now();
    let mut count = kept::Count::default();
    let worker = worker(&["reader", "flood"]);
    let file = exhibit(format!("{ROWS}\n").as_bytes());
    let outcome = tutela_ingest::read_caged(&worker, &file, &job(), &mut count).unwrap();
    let seconds = start.elapsed().as_secs_f64();
    assert_eq!(outcome.state, State::Parsed);
    assert_eq!(count.rows, ROWS);
    println!(
        "{:.0} records/s, {:.0} MB/s of slots, {} bytes a record",
        150_000.0 / seconds,
        f64::from(u32::try_from(count.bytes).unwrap()) / 1e6 / seconds,
        count.bytes / ROWS,
    );
}

#[test]
fn a_process_for_each_exhibit_is_affordable() {
    const EXHIBITS: u32 = 20;
    let start = Instant::now();
    let mut setup_us = 0;
    for _ in 0..EXHIBITS {
        let (_, outcome) = read(&["reader", "lines"], b"one\n");
        setup_us += outcome.unwrap().cage.unwrap().setup_us;
    }
    println!(
        "{:?} an exhibit, {} us of it for the cage",
        start.elapsed() / EXHIBITS,
        setup_us / u64::from(EXHIBITS)
    );
}
