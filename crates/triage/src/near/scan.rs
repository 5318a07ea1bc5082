//! Many queries compared with all codes, side by side.

#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use super::form::CodeBytes;
use super::processor::as_this_processor_can;
use super::search::Bounds;
use super::{Code, Hit};

/// Codes that stay in registers while each query passes over them.
const TILE: usize = 64;

/// The words of the codes of a tile: all the first, all the second, and so on.
type Words = [[u64; TILE]; 4];

/// The hits of some queries among all codes, as far as they are told; queries with more, and how many.
pub(super) fn scan(
    codes: &[CodeBytes],
    queries: &[(u32, Code)],
    bounds: &Bounds<impl Fn(u32, u32) -> bool>,
    hits: &mut Vec<Hit>,
) -> Vec<(u32, u64)> {
    let most = u64::try_from(bounds.hits_max).unwrap_or(u64::MAX);
    let mut counts: Vec<(u32, u64)> = queries.iter().map(|(query, _)| (*query, 0)).collect();
    as_this_processor_can(
        #[inline(always)]
        || {
            for (tile, first) in codes.chunks(TILE).zip((0u32..).step_by(TILE)) {
                let words = words(tile);
                for ((query, code), (_, count)) in queries.iter().zip(&mut counts) {
                    if !is_any_near(&words, *code, bounds.distance_max) {
                        continue;
                    }
                    for (number, other) in (first..).zip(tile) {
                        let distance = Code::from_bytes(*other).distance(*code);
                        if distance <= bounds.distance_max && (bounds.counts)(number, distance) {
                            *count += 1;
                            if *count <= most {
                                hits.push(Hit { query: *query, code: number, distance });
                            }
                        }
                    }
                }
            }
        },
    );
    counts.retain(|(_, count)| *count > most);
    counts
}

#[inline(always)]
fn words(tile: &[CodeBytes]) -> Words {
    let mut words = [[0; TILE]; 4];
    let [a, b, c, d] = &mut words;
    for ((((a, b), c), d), code) in a.iter_mut().zip(b).zip(c).zip(d).zip(tile) {
        [*a, *b, *c, *d] = Code::from_bytes(*code).words();
    }
    words
}
/// Whether any code of a tile may be near a query. Half of each code is compared first: that is hardly
/// ever small where the whole is not.
#[inline(always)]
fn is_any_near([a, b, c, d]: &Words, query: Code, distance_max: u32) -> bool {
    let [first, second, third, fourth] = query.words();
    let half = [(a, first), (b, second)];
    let whole = [(a, first), (b, second), (c, third), (d, fourth)];
    least(half) <= u64::from(distance_max) && least(whole) <= u64::from(distance_max)
}

/// The least distance of a query from the codes of a tile in some of their words.
#[inline(always)]
fn least<const WORDS: usize>(compared: [(&[u64; TILE], u64); WORDS]) -> u64 {
    let mut distances = [0; TILE];
    for (words, query) in compared {
        for (distance, word) in distances.iter_mut().zip(words) {
            *distance += u64::from((word ^ query).count_ones());
        }
    }
    distances.into_iter().fold(u64::MAX, u64::min)
}
