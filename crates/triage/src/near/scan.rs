//! Many queries compared with all codes, side by side.

#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use super::processor::as_this_processor_can;
use super::{Code, Hit};

/// Codes that stay in registers while each query passes over them.
const TILE: usize = 64;

/// Half of each code of a tile: two words, apart.
type Halves = [[u64; TILE]; 2];

/// The hits of some queries among all codes.
pub(super) fn scan(
    codes: &[Code],
    queries: &[(u32, Code)],
    distance_max: u32,
    hits: &mut Vec<Hit>,
) {
    as_this_processor_can(
        #[inline(always)]
        || {
            for (tile, first) in codes.chunks(TILE).zip((0u32..).step_by(TILE)) {
                let halves = halves(tile);
                for (query, code) in queries {
                    if least(&halves, *code) > u64::from(distance_max) {
                        continue;
                    }
                    let near =
                        (first..).zip(tile).map(|(number, other)| (number, other.distance(*code)));
                    let near = near.filter(|(_, distance)| *distance <= distance_max);
                    hits.extend(near.map(|(code, distance)| Hit { query: *query, code, distance }));
                }
            }
        },
    );
}

#[inline(always)]
fn halves(tile: &[Code]) -> Halves {
    let mut halves = [[0; TILE]; 2];
    let [first, second] = &mut halves;
    for ((first, second), code) in first.iter_mut().zip(second).zip(tile) {
        [*first, *second, _, _] = code.words();
    }
    halves
}

/// The least distance of a query from half of each code of a tile: half the work, and hardly ever small
/// where the whole is not.
#[inline(always)]
fn least([first, second]: &Halves, query: Code) -> u64 {
    let [a, b, _, _] = query.words();
    let distances = first.iter().zip(second).map(|(first, second)| {
        u64::from((first ^ a).count_ones()) + u64::from((second ^ b).count_ones())
    });
    distances.fold(u64::MAX, u64::min)
}
