//! A corrupt twin of every fixture, and more than one: whatever lies in `tests/fixtures/` is damaged in
//! the ways of a table and read by what reads the healthy one. A new fixture needs no line here.

use std::time::{Duration, Instant};

use tutela_ingest::Head;
use tutela_ingest::recognise::{Recognised, recognise};
use tutela_ingest::register::{HOUSE, Reader};

use crate::held::{Held, hold};
use crate::samples::{Example, example, files, folder};

/// Longest time for one twin; two busy cores and a debug build included.
const PATIENCE: Duration = Duration::from_secs(20);

/// Bytes of twins made of one fixture at each kind of place: large images have fewer.
const BYTES_MAX: usize = 2 << 20;

/// Longest fixture that is damaged in the middle in every way; a longer one in every third.
const FULL_BYTES_MAX: usize = 4 << 20;

/// A way to damage an exhibit at a place.
type Damage = (&'static str, fn(&mut Vec<u8>, usize));

/// At places where something stands, all over the exhibit.
const EVERYWHERE: &[Damage] = &[
    ("a bit turned", |bytes, at| bytes[at] ^= 0x40),
    ("a length of all ones", |bytes, at| over(bytes, at, &[0xff; 4])),
    ("the longest positive length", |bytes, at| over(bytes, at, &[0xff, 0xff, 0xff, 0x7f])),
    ("a length of nothing", |bytes, at| over(bytes, at, &[0; 8])),
];

/// In the middle alone.
const ONCE: &[Damage] = &[
    ("cut", Vec::truncate),
    ("without its first half", |bytes, at| drop(bytes.drain(..at))),
    ("with zeros put in", |bytes, at| put(bytes, at, &[0; 3])),
    ("with a foreign byte put in", |bytes, at| put(bytes, at, b"\xe9")),
    ("with half a character put in", |bytes, at| put(bytes, at, b"\xf0\x9f")),
    ("with a line twice", |bytes, at| {
        let line = line(bytes, at);
        let own = bytes[line.clone()].to_vec();
        put(bytes, line.end, &own);
    }),
    ("without a line", |bytes, at| drop(bytes.drain(line(bytes, at)))),
    ("with a number too long", |bytes, at| {
        let digit = bytes[at..].iter().position(u8::is_ascii_digit);
        put(bytes, at + digit.unwrap_or(0), b"99999999999999999999");
    }),
    ("with a block twice", |bytes, at| {
        let block = at / 512 * 512;
        let end = (block + 512).min(bytes.len());
        bytes.copy_within(block..end, block.saturating_sub(512));
    }),
    ("with its first half empty", |bytes, at| bytes[..at].fill(0)),
    ("with its second half empty", |bytes, at| bytes[at..].fill(0)),
    ("twice over", |bytes, _| bytes.extend_from_within(..)),
];

fn over(bytes: &mut [u8], at: usize, with: &[u8]) {
    let at = at / 4 * 4;
    let len = with.len().min(bytes.len() - at);
    bytes[at..at + len].copy_from_slice(&with[..len]);
}

fn put(bytes: &mut Vec<u8>, at: usize, what: &[u8]) {
    bytes.splice(at..at, what.iter().copied());
}

/// The line around a place, with its end.
fn line(bytes: &[u8], at: usize) -> std::ops::Range<usize> {
    let is_end = |byte: &u8| *byte == b'\n';
    let start = bytes[..at].iter().rposition(is_end).map_or(0, |end| end + 1);
    let end = bytes[at..].iter().position(is_end).map_or(bytes.len(), |end| at + end + 1);
    start..end
}

/// Every fixture with what reads it: the reader its folder is named after, or the one that knows it.
fn fixtures() -> Vec<(Reader, Example)> {
    let mut found = Vec::new();
    let mut folders: Vec<_> = std::fs::read_dir(folder("fixtures")).unwrap().collect();
    folders.sort_by_key(|entry| entry.as_ref().unwrap().path());
    for entry in folders {
        let path = entry.unwrap().path();
        let code = path.file_name().unwrap().to_str().unwrap().to_owned();
        for own in files(&path).iter().map(|path| example(&code, path)) {
            let named = HOUSE.named(&code);
            let known = match recognise(&HOUSE, None, &Head::of(&own.bytes, &own.settings)) {
                Recognised::Taken(reader, _) => Some(reader),
                Recognised::Unread(_) => None,
            };
            found.push((
                named.or(known).unwrap_or_else(|| panic!("nobody reads {}", own.name)),
                own,
            ));
        }
    }
    found
}

fn bear(reader: Reader, own: &Example, name: &str, at: usize, bytes: &[u8]) -> Held {
    let begun = Instant::now();
    // A panic inside says which property failed; this line says of what.
    let reading = std::panic::AssertUnwindSafe(|| hold(reader, bytes, &own.settings));
    let held = std::panic::catch_unwind(reading);
    let took = begun.elapsed();
    assert!(took < PATIENCE, "{} {name} at {at}: {took:?}", own.name);
    held.unwrap_or_else(|_| panic!("{} {name} at {at}", own.name))
}

/// Damages a share of the fixtures, so that shares run side by side.
fn twins(share: usize) {
    let mut heard = 0;
    for (reader, own) in fixtures().into_iter().skip(share).step_by(4) {
        let used: Vec<usize> = (0..own.bytes.len()).filter(|at| own.bytes[*at] != 0).collect();
        let whole = hold(reader, &own.bytes, &own.settings);
        let spots = (BYTES_MAX / own.bytes.len()).clamp(1, 24);
        for (name, damage) in EVERYWHERE {
            for spot in 0..spots {
                let at = used[used.len() * (2 * spot + 1) / (2 * spots)];
                let mut bytes = own.bytes.clone();
                damage(&mut bytes, at);
                heard += usize::from(bear(reader, &own, name, at, &bytes) != whole);
            }
        }
        let step = if own.bytes.len() > FULL_BYTES_MAX { 3 } else { 1 };
        for (name, damage) in ONCE.iter().step_by(step) {
            let mut bytes = own.bytes.clone();
            let at = bytes.len() / 2;
            damage(&mut bytes, at);
            heard += usize::from(bear(reader, &own, name, at, &bytes) != whole);
        }
    }
    assert!(heard > 100, "only {heard} twins read otherwise than the healthy one");
}

#[test]
fn a_corrupt_twin_of_every_fixture_is_borne_1() {
    twins(0);
}

#[test]
fn a_corrupt_twin_of_every_fixture_is_borne_2() {
    twins(1);
}

#[test]
fn a_corrupt_twin_of_every_fixture_is_borne_3() {
    twins(2);
}

#[test]
fn a_corrupt_twin_of_every_fixture_is_borne_4() {
    twins(3);
}
