//! Whatever a reader does, its exhibit ends with an outcome, and what arrived before is kept.

use std::process::Command;
use std::time::{Duration, Instant};

use crate::kept::{self, read};
use crate::processes::{children_of, state_of, wait_until};
use tutela_ingest::outcome::Layer;
use tutela_ingest::{Job, Settings, State, SuperviseFault, TroubleKind, Waiver};

/// Checks the trouble of one reader or liar that had given `rows` rows.
fn check(args: &[&str], kind: TroubleKind, rows: usize, words: &str) {
    let start = Instant::now();
    let (kept, outcome) = read(args, b"some bytes");
    let outcome = outcome.unwrap();
    let trouble = outcome.trouble.unwrap_or_else(|| panic!("{args:?}: no trouble"));
    println!("{args:?}: {trouble}");
    assert_eq!(trouble.kind, Some(kind), "{args:?}: {trouble}");
    assert!(trouble.reason.contains(words), "{args:?}: {trouble}");
    assert!(!trouble.remedy.is_empty());
    assert_eq!(kept.rows.len(), rows, "{args:?}");
    assert_eq!(outcome.arrived.rows, u64::try_from(rows).unwrap());
    assert_eq!(outcome.state, if rows > 0 { State::Partial } else { State::Failed });
    assert_eq!(outcome.whole, None);
    if let Some(place) = trouble.place {
        assert!(place.row >= u64::try_from(rows).unwrap());
    }
    assert!(start.elapsed().as_secs() < 8, "{args:?}: too slow");
}

#[test]
fn a_reader_that_panics_loses_no_row() {
    check(&["reader", "panics"], TroubleKind::ReaderFailed, 3, "row Some(3) is one too many");
    check(&["reader", "panics-at-once"], TroubleKind::ReaderFailed, 0, "readers.rs");
}

#[test]
fn a_reader_that_hangs_is_ended() {
    check(&["reader", "spins"], TroubleKind::Hung, 0, "fell silent");
}

#[test]
fn a_reader_that_hoards_memory_is_ended_below_the_limit() {
    check(&["reader", "gluttonous"], TroubleKind::OutOfMemory, 3, "used up its memory");
}

#[test]
fn a_reader_that_crashes_is_named_by_its_signal() {
    check(&["reader", "aborts"], TroubleKind::Crashed, 3, "SIGABRT");
    check(&["reader", "deep"], TroubleKind::Crashed, 3, "overflowed its stack");
}

#[test]
fn a_reader_that_leaves_early_is_noticed() {
    check(&["reader", "leaves"], TroubleKind::EndedEarly, 3, "code 3");
}

#[test]
fn a_reader_that_reaches_for_the_network_is_killed_by_the_kernel() {
    check(&["reader", "connects"], TroubleKind::Denied, 3, "SIGSYS");
}

#[test]
fn an_exhibit_broken_beyond_repair_says_where_and_what_to_do() {
    let (kept, outcome) = read(&["reader", "breaks"], b"some bytes");
    let outcome = outcome.unwrap();
    insta::assert_snapshot!(outcome.trouble.unwrap(), @"QUA-008 at row 4 bytes 3+1: the table of contents is cut off; ask the sender for the whole file");
    assert_eq!((outcome.state, kept.rows.len()), (State::Partial, 3));
}

#[test]
fn a_row_without_an_outcome_becomes_a_reject() {
    let (kept, outcome) = read(&["reader", "forgets-a-row"], b"some bytes");
    let outcome = outcome.unwrap();
    assert_eq!(outcome.state, State::Parsed);
    assert_eq!((outcome.arrived.records, outcome.arrived.rejects), (6, 2));
    assert_eq!((kept.rows[3].number, kept.rows[3].words.as_str()), (4, "ING-018"));
}

#[test]
fn a_record_too_long_for_the_pipe_becomes_a_reject() {
    let (kept, outcome) = read(&["reader", "too-long"], b"some bytes");
    let outcome = outcome.unwrap();
    assert_eq!(outcome.state, State::Parsed, "{outcome:?}");
    assert_eq!((outcome.arrived.records, outcome.arrived.rejects), (6, 1));
    assert_eq!((kept.rows[3].number, kept.rows[3].words.as_str()), (4, "ING-011"));
}

#[test]
fn a_reader_that_is_busy_for_long_is_left_to_work() {
    let (kept, outcome) = read(&["reader", "busy"], b"some bytes");
    assert_eq!((outcome.unwrap().state, kept.rows.len()), (State::Parsed, 3));
}

#[test]
fn a_liar_is_caught_at_its_first_lie() {
    for (name, words) in [
        ("miscounts", "counted 3 rows"),
        ("does-not-add-up", "counted 2 rows"),
        ("skips-a-row", "row 4 where row 3 follows"),
        ("repeats-a-row", "row 2 where row 3 follows"),
        ("points-outside", "outside the exhibit"),
        ("goes-on", "went on after its end"),
        ("done-and-a-tail", "went on after its end"),
        ("begins-twice", "began twice"),
        ("claims-stored", "never stored"),
        ("torn-record", "malformed frame"),
        ("oversized", "above the limit"),
        ("garbage", "above the limit"),
    ] {
        check(&["liar", name], TroubleKind::Forged, 2, words);
    }
}

#[test]
fn a_liar_that_stops_talking_is_ended() {
    check(&["liar", "falls-silent"], TroubleKind::Hung, 2, "fell silent");
    check(&["liar", "floods-words"], TroubleKind::Hung, 2, "fell silent");
    check(&["liar", "cut-off"], TroubleKind::EndedEarly, 2, "code 0");
    check(&["liar", "just-leaves"], TroubleKind::EndedEarly, 2, "code 0");
    check(&["liar", "done-but-fails"], TroubleKind::EndedEarly, 2, "code 9");
}

#[test]
fn what_is_no_fault_of_the_exhibit_ends_the_ingest() {
    for name in ["no-worker", "uncaged", "silent-from-the-start"] {
        let args = &["liar", name];
        let (kept, outcome) = read(args, b"some bytes");
        assert!(matches!(outcome, Err(SuperviseFault::Worker { .. })), "{args:?}: {outcome:?}");
        assert!(kept.rows.is_empty());
    }
    let missing = tutela_ingest::WorkerCommand::new("/no/such/program".into(), &[]);
    let job = Job::new(Settings::default());
    let outcome =
        tutela_ingest::read_caged(&missing, &kept::exhibit(b"x"), &job, &mut kept::Kept::default());
    assert!(matches!(outcome, Err(SuperviseFault::Start { .. })));
}

#[test]
fn a_kernel_that_cannot_enforce_the_cage_reads_only_under_a_waiver() {
    for layer in ["landlock", "system-calls"] {
        let args = ["without", layer, "lines"];
        let (kept, refused) = read(&args, b"one\n");
        let Err(SuperviseFault::Cage { reason, remedy }) = refused else {
            panic!("{layer}: {refused:?}");
        };
        println!("{reason}; {remedy}");
        assert!(reason.starts_with("this kernel cannot enforce"));
        assert!(kept.rows.is_empty());

        let mut job = Job::new(Settings::default());
        job.waiver = Waiver::Signed;
        let (kept, outcome) = kept::read_job(&args, b"one\n", &job);
        let outcome = outcome.unwrap();
        let cage = outcome.cage.unwrap();
        let left = if layer == "landlock" { cage.landlock } else { cage.system_calls };
        assert_eq!(left, Layer::Absent);
        assert_eq!((outcome.state, kept.rows.len()), (State::Parsed, 1));
    }
}

#[test]
fn no_worker_outlives_its_exhibit() {
    let (_, outcome) = read(&["reader", "spins"], b"some bytes");
    assert!(outcome.is_ok());
    assert_eq!(children_of(std::process::id()), Vec::<u32>::new());
}

#[test]
fn no_worker_outlives_a_killed_parent() {
    let mut file = tempfile::NamedTempFile::new().unwrap();
    std::io::Write::write_all(&mut file, b"some bytes").unwrap();
    let mut parent = Command::new(env!("CARGO_BIN_EXE_tutela-worker"))
        .args(["parent", "spins", &file.path().display().to_string()])
        .spawn()
        .unwrap();
    let child = wait_until(|| children_of(parent.id()).first().copied());
    // The cage ties the worker to its parent; before that, a broken pipe ends it.
    std::thread::sleep(Duration::from_millis(300));
    parent.kill().unwrap();
    parent.wait().unwrap();
    wait_until(|| state_of(child).is_none_or(|state| state == 'Z').then_some(()));
}

#[test]
fn a_full_disk_ends_the_ingest_and_the_worker() {
    let mut kept = kept::Kept { full_at: Some(2), ..kept::Kept::default() };
    let job = Job::new(Settings::default());
    let worker = kept::worker(&["reader", "lines"]);
    let outcome = tutela_ingest::read_caged(&worker, &kept::exhibit(b"a\nb\nc\n"), &job, &mut kept);
    assert!(matches!(outcome, Err(SuperviseFault::Keeper(_))));
    assert_eq!(kept.rows.len(), 1);
}
