//! Whether time grows as the exhibit does: a piece of an exhibit is put in over and over, as it stands or
//! with another number in each copy, and what is eight times as long may not take much more than eight
//! times as long.

use std::time::{Duration, Instant};

use tutela_ingest::register::Reader;

use crate::changes::Chance;
use crate::samples::Example;
use crate::starts::{Start, starts};
use crate::{Asked, fault_and_time, tell};

/// Bytes of copies in the shorter exhibit.
const SHORT_BYTES: usize = 48 * 1024;

/// How many times as many there are in the longer one.
const LONGER: usize = 8;

/// How many times as long that one may take: eight, and as much again for sorting and caches.
const SLOWER_MAX: u32 = 20;

/// Time that no exhibit of this length takes whose time grows with its length alone.
const SHORT: Duration = Duration::from_millis(150);

/// Time after which nobody asks for a ratio.
const LONG: Duration = Duration::from_secs(2);

/// The exhibit with copies of a piece of it put in behind the piece.
fn grown(bytes: &[u8], piece: std::ops::Range<usize>, len: usize, is_numbered: bool) -> Vec<u8> {
    let own = &bytes[piece.clone()];
    let digits = own.iter().position(u8::is_ascii_digit).filter(|_| is_numbered);
    let mut grown = bytes[..piece.end].to_vec();
    for number in 0..len / own.len() {
        match digits {
            None => grown.extend(own),
            Some(at) => {
                let rest = own[at..].iter().position(|byte| !byte.is_ascii_digit());
                let end = rest.map_or(own.len(), |rest| at + rest);
                grown.extend(&own[..at]);
                grown.extend(number.to_string().bytes());
                grown.extend(&own[end..]);
            }
        }
    }
    grown.extend(&bytes[piece.end..]);
    grown
}

/// A piece of an exhibit: between two bytes that end something, most often, or anywhere.
fn piece(bytes: &[u8], chance: &mut Chance) -> std::ops::Range<usize> {
    let start = chance.below(bytes.len());
    let is_end = |at: &usize| b"\n>}],;'+:|\t\"".contains(&bytes[*at]);
    let start = if chance.below(4) > 0 {
        (start..bytes.len()).find(is_end).map_or(start, |at| at + 1).min(bytes.len() - 1)
    } else {
        start
    };
    let longest = [4, 32, 256, 2_048][chance.below(4)];
    let end = (start + 1 + chance.below(longest)).min(bytes.len());
    let ends: Vec<usize> = (start..end).filter(is_end).collect();
    let end = if ends.is_empty() { end } else { ends[chance.below(ends.len())] + 1 };
    start..end
}

/// What one number says.
fn slope(reader: Reader, start: &Example, chance: &mut Chance) -> Option<(String, Vec<u8>)> {
    let piece = piece(&start.bytes, chance);
    let is_numbered = chance.below(2) == 0;
    let long = grown(&start.bytes, piece.clone(), SHORT_BYTES * LONGER, is_numbered);
    let (fault, took) = fault_and_time(reader, &long, start, 1);
    if let Some(fault) = fault {
        return Some((fault, long));
    }
    if took < SHORT {
        return None;
    }
    let short = grown(&start.bytes, piece.clone(), SHORT_BYTES, is_numbered);
    let base = fault_and_time(reader, &short, start, 1).1;
    let is_steep = took > base * SLOWER_MAX || took > LONG;
    is_steep.then(|| {
        let own = String::from_utf8_lossy(&start.bytes[piece]).chars().take(80).collect::<String>();
        (format!("{base:?} became {took:?}: {own:?}"), long)
    })
}

/// Grows the exhibits of a reader for a while; gives the number of findings.
pub(crate) fn run(reader: Reader, asked: &Asked) -> u64 {
    let code = reader.code();
    let starts: Vec<Start> = starts(code);
    let begun = Instant::now();
    let (mut number, mut findings) = (asked.from, 0);
    while begun.elapsed().as_secs_f64() < asked.s && findings < 3 {
        let mut chance = Chance::of(asked.seed, number);
        let start = starts[chance.below(starts.len())].own();
        if let Some((words, bytes)) = slope(reader, start, &mut chance) {
            findings += 1;
            tell(code, start, asked.seed, number, &words, &bytes);
        }
        number += 1;
    }
    println!("{code}: {} exhibits grown, {findings} findings", number - asked.from);
    findings
}
