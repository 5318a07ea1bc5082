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
    let mut counts: Vec<(u32, u64)> = queries.iter().map(|(query, _)| (*query, 0)).collect();
    let mut asked = vec![0; queries.len()];
    as_this_processor_can(
        #[inline(always)]
        || {
            for (tile, first) in codes.chunks(TILE).zip((0u32..).step_by(TILE)) {
                let words = words(tile);
                let near = maybe_near(&words, queries, bounds.distance_max, &mut asked);
                for place in asked.iter().take(near) {
                    let place = *place as usize;
                    if let (Some((_, code)), Some(count)) =
                        (queries.get(place), counts.get_mut(place))
                    {
                        meet((first, tile), *code, bounds, count, hits);
                    }
                }
            }
        },
    );
    let most = u64::try_from(bounds.hits_max).unwrap_or(u64::MAX);
    counts.retain(|(_, count)| *count > most);
    counts
}

/// Compares a query with each code of a tile.
#[inline(always)]
fn meet(
    (first, tile): (u32, &[CodeBytes]),
    code: Code,
    bounds: &Bounds<impl Fn(u32, u32) -> bool>,
    (query, count): &mut (u32, u64),
    hits: &mut Vec<Hit>,
) {
    for (number, other) in (first..).zip(tile) {
        let distance = Code::from_bytes(*other).distance(code);
        if distance <= bounds.distance_max && (bounds.counts)(number, distance) {
            *count += 1;
            if *count <= bounds.hits_max as u64 {
                hits.push(Hit { query: *query, code: number, distance });
            }
        }
    }
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
/// The places of the queries that some code of a tile may be near, and how many they are. Only half of
/// each code is compared: that is hardly ever small where the whole is not. Nothing is called here, so
/// that the half stays in registers.
#[inline(always)]
fn maybe_near(
    [a, b, ..]: &Words,
    queries: &[(u32, Code)],
    distance_max: u32,
    places: &mut [u32],
) -> usize {
    let mut near = 0;
    for (place, (_, query)) in (0..).zip(queries) {
        let [first, second, ..] = query.words();
        if let Some(to) = places.get_mut(near) {
            *to = place;
        }
        near += usize::from(least([(a, first), (b, second)]) <= u64::from(distance_max));
    }
    near
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
