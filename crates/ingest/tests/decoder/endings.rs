//! Whatever a decoder does, its film ends with an outcome, and the frames that came before are taken.

use std::ops::ControlFlow;
use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use tutela_ingest::WorkerCommand;
use tutela_ingest::decoder::{DecodeFault, Decoder, FilmState, FilmTroubleKind, Limits, decode};

use crate::played::{Kept, film, play, play_with, player, program, worker};
use crate::processes::{children_of, state_of, wait_until};

/// Checks the trouble of a decoder that had shown so many frames.
fn check(args: &[&str], kind: FilmTroubleKind, frames: usize, words: &str) {
    check_within(args, &|_, _| {}, kind, Some(frames), words);
}

fn check_within(
    args: &[&str],
    tighten: &dyn Fn(&mut Limits, &mut WorkerCommand),
    kind: FilmTroubleKind,
    frames: Option<usize>,
    words: &str,
) {
    let start = Instant::now();
    let film = film(b"a film");
    let mut limits = Limits::of(&film);
    let mut worker = worker();
    tighten(&mut limits, &mut worker);
    let (kept, decoded) = play_with(&worker, &player(args), &film, &limits).unwrap();
    let trouble = decoded.trouble.unwrap_or_else(|| panic!("{args:?}: no trouble"));
    println!("{args:?} after {:.1} s: {trouble}", start.elapsed().as_secs_f32());
    assert_eq!(trouble.kind, kind, "{args:?}: {trouble}");
    assert!(trouble.reason.contains(words), "{args:?}: {trouble}");
    assert!(!trouble.kind.remedy().is_empty());
    assert_eq!(kept.len(), frames.unwrap_or(kept.len()), "{args:?}");
    let state = if kept.is_empty() { FilmState::NotDecoded } else { FilmState::Partial };
    assert_eq!(decoded.state, state);
    // A starved machine is waited for, six times as long.
    assert!(start.elapsed().as_secs() < 20, "{args:?}: too slow");
}

#[test]
fn an_honest_decoder_hands_over_every_frame() {
    let (kept, decoded) = play(&["frames", "200"]);
    assert_eq!((decoded.state, decoded.trouble), (FilmState::Decoded, None));
    assert_eq!((kept.len(), decoded.words.as_str()), (200, ""));
    assert_eq!(kept[199], Kept { width: 4, height: 2, grey: vec![199; 8] });
    println!("caged in {} µs", decoded.cage.setup_us);
}

#[test]
fn a_decoder_that_says_nothing_is_ended() {
    check(&["falls-silent"], FilmTroubleKind::Hung, 3, "fell silent");
    check(&["spins"], FilmTroubleKind::Hung, 0, "fell silent");
    check(&["talks"], FilmTroubleKind::Hung, 0, "fell silent");
    check(&["closes-and-stays"], FilmTroubleKind::Hung, 3, "did not go");
}

#[test]
fn a_decoder_that_takes_too_long_is_ended() {
    let one_second = |limits: &mut Limits, _: &mut _| limits.wait = Duration::from_secs(1);
    check_within(&["drips"], &one_second, FilmTroubleKind::OutOfTime, None, "waited for");
    let one_cpu_second = |limits: &mut Limits, worker: &mut WorkerCommand| {
        limits.cpu_s = 1;
        // It says nothing, and is not to be ended for that.
        worker.patience = Duration::from_mins(1);
    };
    check_within(&["spins"], &one_cpu_second, FilmTroubleKind::OutOfTime, Some(0), "processor");
}

#[test]
fn a_decoder_that_gives_too_much_is_ended() {
    let ten = |limits: &mut Limits, _: &mut _| limits.frames_max = 10;
    check_within(&["floods"], &ten, FilmTroubleKind::TooMuch, Some(10), "more than the 10 frames");
    check(&["huge-frame"], FilmTroubleKind::TooMuch, 3, "99999 by 99999");
}

#[test]
fn what_is_no_frame_is_noticed() {
    check(&["garbage"], FilmTroubleKind::Garbage, 3, "something else");
    check(&["huge-head"], FilmTroubleKind::Garbage, 0, "something else");
    check(&["cut-off"], FilmTroubleKind::Garbage, 3, "inside a frame");
    check(&["frames", "0"], FilmTroubleKind::NoFrame, 0, "no frame");
}

#[test]
fn a_decoder_that_breaks_is_named_by_how() {
    check(&["aborts"], FilmTroubleKind::Crashed, 3, "SIGABRT");
    check(&["gives-up"], FilmTroubleKind::GaveUp, 3, "code 3 (\"moov atom not found\")");
    check(&["hoards"], FilmTroubleKind::Crashed, 0, "memory allocation");
    check(&["many-threads"], FilmTroubleKind::Denied, 0, "threads");
}

#[test]
fn a_talkative_decoder_is_heard_to_its_end_and_its_words_are_cut() {
    check(&["talks-and-plays"], FilmTroubleKind::Damaged, 3, "went on after it said");
    assert_eq!(play(&["talks-and-plays"]).1.words, "x".repeat(300));
}

#[test]
fn whoever_takes_the_frames_may_break_off() {
    let film = film(b"a film");
    let mut left = 2;
    let decoded = decode(&worker(), &player(&["floods"]), &film, &Limits::of(&film), &mut |_| {
        left -= 1;
        if left == 0 { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    });
    let decoded = decoded.unwrap();
    assert_eq!((decoded.state, decoded.frames, decoded.trouble), (FilmState::Stopped, 2, None));
}

#[test]
fn a_program_that_cannot_be_run_says_so() {
    let script = tempfile::tempdir().unwrap();
    let path = script.path().join("decoder.sh");
    std::fs::write(&path, "#!/bin/sh\nexit 0\n").unwrap();
    let mode = std::os::unix::fs::PermissionsExt::from_mode(0o755);
    std::fs::set_permissions(&path, mode).unwrap();
    let film = film(b"a film");
    // A script is run by another program, which is none that may be run.
    let decoder = Decoder::new(path, Vec::new()).unwrap();
    let (_, decoded) = play_with(&worker(), &decoder, &film, &Limits::of(&film)).unwrap();
    let trouble = decoded.trouble.unwrap();
    println!("{trouble}");
    assert_eq!(trouble.kind, FilmTroubleKind::NotRun, "{trouble}");
}

#[test]
fn what_is_no_fault_of_the_film_is_a_fault() {
    for path in ["ffmpeg", "/no/such/program", "/usr/lib"] {
        let decoder = Decoder::new(PathBuf::from(path), Vec::new());
        assert!(matches!(decoder, Err(DecodeFault::Decoder { .. })), "{path}");
    }
    let film = film(b"a film");
    let limits = Limits::of(&film);
    let missing = WorkerCommand::new("/no/such/program".into(), &[]);
    let outcome = play_with(&missing, &player(&["frames"]), &film, &limits);
    assert!(matches!(outcome, Err(DecodeFault::Start { .. })));
    for args in [&["play", "frames"][..], &["play", "falls-silent", "0"], &["play", "aborts"], &[]]
    {
        let mut other = WorkerCommand::new(program(), args);
        other.patience = Duration::from_secs(1);
        let outcome = play_with(&other, &player(&["frames"]), &film, &limits);
        let Err(DecodeFault::Inside { reason }) = outcome else { panic!("{args:?}: {outcome:?}") };
        println!("{args:?}: {reason}");
    }
    for layer in ["landlock", "system-calls"] {
        let lacking = WorkerCommand::new(program(), &["without", layer, "decoder"]);
        let outcome = play_with(&lacking, &player(&["frames"]), &film, &limits);
        let Err(DecodeFault::Cage { reason, remedy }) = outcome else {
            panic!("{layer}: {outcome:?}")
        };
        println!("{reason}; {remedy}");
        assert!(reason.starts_with("this kernel cannot enforce"));
        assert!(!remedy.contains("waiver"));
    }
}

#[test]
fn no_decoder_outlives_its_film_or_a_killed_parent() {
    play(&["falls-silent"]);
    assert_eq!(children_of(std::process::id()), Vec::<u32>::new());
    let file = tempfile::NamedTempFile::new().unwrap();
    let mut parent = Command::new(program())
        .args(["parent", "decoder", "falls-silent", &file.path().display().to_string()])
        .spawn()
        .unwrap();
    let child = wait_until(|| children_of(parent.id()).first().copied());
    // Until it is the decoder, which has been caged.
    let is_playing = |process| {
        let line = std::fs::read(format!("/proc/{process}/cmdline")).unwrap_or_default();
        line.split(|byte| *byte == 0).nth(1) == Some(b"play".as_slice())
    };
    wait_until(|| is_playing(child).then_some(()));
    parent.kill().unwrap();
    parent.wait().unwrap();
    wait_until(|| state_of(child).is_none_or(|state| state == 'Z').then_some(()));
}
