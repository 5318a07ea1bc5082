//! Real films, decoded by `ffmpeg` where it is installed and held against the codes of the reference.

use std::fs::File;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use triage::pdq::{self, Samples, View};
use triage::vpdq::{self, Frame};
use tutela_ingest::decoder::{Decoded, Decoder, Film, FilmState, FilmTroubleKind, Limits, Pace};

use crate::played::{Kept, play_with, worker};

/// `ffmpeg` as stated in `TUTELA_FFMPEG`, else the first on the search path; tests may look there.
fn ffmpeg() -> Option<PathBuf> {
    let path = std::env::var_os("PATH").unwrap_or_default();
    let found = std::env::var_os("TUTELA_FFMPEG").map(PathBuf::from).or_else(|| {
        std::env::split_paths(&path).map(|folder| folder.join("ffmpeg")).find(|path| path.is_file())
    });
    if found.is_none() {
        eprintln!("skipped: no ffmpeg here (install it, or set TUTELA_FFMPEG)");
    }
    found
}

fn decoded(ffmpeg: &std::path::Path, film: &Film, pace: Pace) -> (Vec<Kept>, Decoded) {
    let mut worker = worker();
    worker.patience = Duration::from_secs(10);
    let limits = Limits::of(film);
    let decoder = Decoder::ffmpeg(ffmpeg.to_owned(), pace, &limits).unwrap();
    play_with(&worker, &decoder, film, &limits).unwrap()
}

fn exhibit(name: &str) -> Option<(Film, Vec<u8>, Vec<Frame>)> {
    let path = casetest::real::path(&format!("hashing/vpdq/{name}.mp4"))?;
    let codes = std::fs::read_to_string(path.with_extension("vpdq.txt")).unwrap();
    let film = Film::exhibit(File::open(&path).unwrap()).unwrap();
    Some((film, std::fs::read(path).unwrap(), vpdq::read(&codes).unwrap()))
}

/// The frames as a film's codes, by their place among those of the reference.
fn codes(kept: &[Kept], step: u32) -> Vec<Frame> {
    (0..)
        .zip(kept)
        .map(|(number, kept)| {
            let (width, height, bytes) = (kept.width, kept.height, kept.grey.as_slice());
            let look = pdq::look(View { width, height, samples: Samples::Grey, bytes }).unwrap();
            let number = number * step;
            Frame { number, quality: look.quality, code: look.code, at_ms: 0 }
        })
        .collect()
}

/// How many frames lie how many bits from the reference's.
fn distances(ours: &[Frame], reference: &[Frame]) -> Vec<usize> {
    let mut counts = vec![0; 257];
    for frame in ours {
        let other = reference[usize::try_from(frame.number).unwrap()];
        counts[usize::try_from(frame.code.distance(other.code)).unwrap()] += 1;
        assert!(frame.quality.abs_diff(other.quality) <= 1);
    }
    counts.truncate(1 + counts.iter().rposition(|count| *count > 0).unwrap_or(0));
    counts
}

const FILMS: [&str; 2] = ["pattern-sd-grey-bar", "pattern-sd-with-large-logo-bar"];

#[test]
fn every_frame_of_a_real_film_has_the_code_of_the_reference_or_nearly() {
    let Some(ffmpeg) = ffmpeg() else { return };
    for name in FILMS {
        let Some((film, _, reference)) = exhibit(name) else { return };
        let start = Instant::now();
        let (kept, decoded) = decoded(&ffmpeg, &film, Pace::Every);
        let took = start.elapsed();
        assert_eq!(
            (decoded.state, decoded.words.as_str()),
            (FilmState::Decoded, ""),
            "{decoded:?}"
        );
        let ours = codes(&kept, 1);
        let distances = distances(&ours, &reference);
        let bits: usize = distances.iter().enumerate().map(|(bits, count)| bits * count).sum();
        println!(
            "{name}: {} frames in {took:.1?}; by distance {distances:?}, mean {:.2}; caged in {} µs",
            kept.len(),
            bits as f64 / kept.len() as f64,
            decoded.cage.setup_us
        );
        assert_eq!(kept.len(), reference.len());
        // The reference calls frames alike up to 31.
        assert!(distances.len() <= 9, "{distances:?}");
        assert!(bits < kept.len() * 2, "{distances:?}");
        let shares = vpdq::compare_by_default(&ours, &reference);
        println!("{shares:?}");
        assert_eq!((shares.query.percent(), shares.compared.percent()), (100.0, 100.0));
    }
}

#[test]
fn one_frame_a_second_is_the_first_of_each_also_of_a_copy_in_memory() {
    let Some(ffmpeg) = ffmpeg() else { return };
    for name in FILMS {
        let Some((film, bytes, reference)) = exhibit(name) else { return };
        let (kept, at_its_place) = decoded(&ffmpeg, &film, Pace::EACH_SECOND);
        assert_eq!((at_its_place.state, kept.len()), (FilmState::Decoded, 7));
        let ours = codes(&kept, 30);
        let distances = distances(&ours, &reference);
        println!("{name}: {distances:?}");
        assert!(distances.len() <= 9, "{distances:?}");
        let copy = Film::copied(&mut bytes.as_slice()).unwrap();
        let (copied, _) = decoded(&ffmpeg, &copy, Pace::EACH_SECOND);
        assert_eq!(copied, kept);
        let twice = Pace::PerSecond(std::num::NonZeroU8::new(2).unwrap());
        assert_eq!(decoded(&ffmpeg, &copy, twice).0.len(), 14);
    }
}

#[test]
fn a_film_whose_table_of_contents_stands_at_its_end_is_read_by_going_back() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let Some((film, bytes, _)) = exhibit(FILMS[0]) else { return };
    let moved = with_contents_last(&bytes).unwrap();
    let moved = Film::copied(&mut moved.as_slice()).unwrap();
    let (kept, _) = decoded(&ffmpeg, &moved, Pace::EACH_SECOND);
    assert_eq!(kept.len(), 7);
    assert_eq!(kept, decoded(&ffmpeg, &film, Pace::EACH_SECOND).0);
}

#[test]
fn a_film_that_is_cut_off_damaged_or_none_says_so() {
    let Some(ffmpeg) = ffmpeg() else { return };
    let Some((_, bytes, _)) = exhibit(FILMS[0]) else { return };
    let look = |bytes: &[u8]| {
        let film = Film::copied(&mut &*bytes).unwrap();
        let (kept, decoded) = decoded(&ffmpeg, &film, Pace::EACH_SECOND);
        println!(
            "{:?} {} frames {:?} {}",
            decoded.state,
            kept.len(),
            decoded.trouble,
            decoded.words
        );
        decoded
    };
    let half = look(&bytes[..bytes.len() / 2]);
    assert_eq!(
        (half.state, half.trouble.unwrap().kind),
        (FilmState::Partial, FilmTroubleKind::Damaged)
    );
    let mut damaged = bytes.clone();
    damaged[bytes.len() / 2..][..20_000].fill(0x5A);
    assert_eq!(look(&damaged).trouble.unwrap().kind, FilmTroubleKind::Damaged);
    // A list of other files is no film, even where the decoder knows such lists.
    for none in ["", "not a film", "#EXTM3U\n#EXTINF:1,\nfile:///usr/lib/os-release\n"] {
        let decoded = look(none.as_bytes());
        assert_eq!(decoded.state, FilmState::NotDecoded);
        assert_eq!(decoded.trouble.unwrap().kind, FilmTroubleKind::GaveUp);
    }
}

/// The same film with its table of contents (`moov`) behind its frames (`mdat`), and the places of the frames
/// in that table (`stco`) moved by its length.
fn with_contents_last(film: &[u8]) -> Option<Vec<u8>> {
    let mut boxes = Vec::new();
    let mut rest = film;
    while let Some((head, _)) = rest.split_first_chunk::<8>() {
        let len = usize::try_from(u32::from_be_bytes([head[0], head[1], head[2], head[3]])).ok()?;
        let (this, after) = rest.split_at_checked(len)?;
        boxes.push((&head[4..], this));
        rest = after;
    }
    let contents = boxes.iter().position(|(name, _)| *name == b"moov")?;
    let frames = boxes.iter().position(|(name, _)| *name == b"mdat")?;
    let (_, moov) = boxes.remove(contents);
    let mut moov = moov.to_vec();
    if contents < frames {
        let back = u32::try_from(moov.len()).ok()?;
        let mut from = 0;
        while let Some(at) = moov[from..].windows(4).position(|name| name == b"stco") {
            let table = from + at + 8;
            let count = u32::from_be_bytes(moov[table..table + 4].try_into().ok()?);
            for place in moov[table + 4..].chunks_exact_mut(4).take(usize::try_from(count).ok()?) {
                let moved = u32::from_be_bytes(place.try_into().ok()?).checked_sub(back)?;
                place.copy_from_slice(&moved.to_be_bytes());
            }
            from = table + 4;
        }
    }
    let mut out: Vec<u8> = boxes.iter().flat_map(|(_, bytes)| bytes.iter().copied()).collect();
    out.extend(moov);
    Some(out)
}
