//! How many are near a picture, where so many are near each other that comparing each with each takes minutes.
//!
//! A ball is a picture, its centre, and many that are near that. The distance in which codes are compared keeps
//! to the triangle: what is `a` from the centre is near all of the ball that are no further from it than
//! `within - a`, and near none whose distance differs from `a` by more than `within`. Only those between are
//! compared, and nothing is where a picture was saved again and again. So the count is the same as of comparing
//! all; which pictures are centres decides only how long it takes.

#![expect(clippy::inline_always, reason = "what is not inlined is not compiled for the processor")]

use crate::near::{Index, as_this_processor_can};
use crate::pdq::Code;

/// One look in so many is tried as a centre, and so many at a time.
const TRIED_EACH: usize = 256;
const TRIED_TOGETHER: usize = 16;

/// Looks from which on a ball is made of them: fewer are as soon found by the index.
const MEMBERS_MIN: usize = 1024;

/// A look: its codes in all turns, and how many contents have it.
pub(super) type Look = ([Code; 8], usize);

/// Looks in balls, and the rest.
pub(super) struct Dense {
    balls: Vec<Ball>,
    /// Those in no ball, by their numbers.
    pub(super) rest: Vec<usize>,
}

/// Looks that are near a centre, the nearest first.
struct Ball {
    centre: Code,
    members: Vec<(u32, Code)>,
    /// How many contents the members before each have, and all.
    before: Vec<usize>,
}

impl Dense {
    /// The balls among looks, of which the index holds the first code of each.
    pub(super) fn of(looks: &[Look], index: &Index, within: u32) -> Self {
        Self::with(looks, index, within, (TRIED_EACH, MEMBERS_MIN))
    }

    pub(super) fn with(
        looks: &[Look],
        index: &Index,
        within: u32,
        (tried_each, members_min): (usize, usize),
    ) -> Self {
        let (mut is_in, mut balls) = (vec![false; looks.len()], Vec::new());
        let tried: Vec<usize> = (0..looks.len()).step_by(tried_each).collect();
        let tried = if looks.len() < members_min { &[] } else { tried.as_slice() };
        for tried in tried.chunks(TRIED_TOGETHER) {
            let open = tried.iter().filter(|look| is_in.get(**look) == Some(&false));
            let codes = open.filter_map(|look| looks.get(*look)).map(|([code, ..], _)| *code);
            let codes: Vec<Code> = codes.collect();
            let hits = index.within(&codes, within);
            for near in hits.chunk_by(|one, next| one.query == next.query) {
                let centre = near.first().and_then(|hit| codes.get(hit.query as usize));
                let near = near.iter().map(|hit| (hit.distance, hit.code as usize));
                let near: Vec<(u32, usize)> =
                    near.filter(|(_, look)| is_in.get(*look) == Some(&false)).collect();
                let Some(centre) = centre.filter(|_| near.len() >= members_min) else { continue };
                for (_, look) in &near {
                    if let Some(is_in) = is_in.get_mut(*look) {
                        *is_in = true;
                    }
                }
                balls.push(Ball::new(*centre, near, looks));
            }
        }
        let rest = is_in.iter().enumerate().filter(|(_, is_in)| !**is_in).map(|(look, _)| look);
        Self { balls, rest: rest.collect() }
    }

    /// Whether there is no ball.
    pub(super) fn is_empty(&self) -> bool {
        self.balls.is_empty()
    }

    /// How many contents in balls are near a look, each counted once however it is turned.
    pub(super) fn near(&self, codes: &[Code; 8], within: u32) -> usize {
        as_this_processor_can(
            #[inline(always)]
            || self.balls.iter().map(|ball| ball.near(codes, within)).sum(),
        )
    }
}

impl Ball {
    fn new(centre: Code, mut near: Vec<(u32, usize)>, looks: &[Look]) -> Self {
        near.sort_unstable();
        let (mut members, mut before) = (Vec::with_capacity(near.len()), vec![0]);
        let mut sum = 0;
        for (distance, look) in near {
            let Some(([code, ..], contents)) = looks.get(look) else { continue };
            sum += contents;
            members.push((distance, *code));
            before.push(sum);
        }
        Self { centre, members, before }
    }

    /// How many contents the members before one have.
    fn before(&self, member: usize) -> usize {
        self.before.get(member).copied().unwrap_or(0)
    }

    #[inline(always)]
    fn near(&self, codes: &[Code; 8], within: u32) -> usize {
        let radius = self.members.last().map_or(0, |(distance, _)| *distance);
        let mut turns = codes.map(|code| (code.distance(self.centre), code));
        turns.sort_unstable_by_key(|(own, _)| *own);
        let [(nearest, _), ..] = turns;
        let sure = within
            .checked_sub(nearest)
            .map_or(0, |reach| self.members.partition_point(|(distance, _)| *distance <= reach));
        let mut count = self.before(sure);
        // Mostly one turn, or none.
        let turns_near = turns.partition_point(|(own, _)| *own <= within.saturating_add(radius));
        let turns = turns.get(..turns_near).unwrap_or_default();
        if turns.is_empty() {
            return count;
        }
        for (member, (from, code)) in self.members.iter().enumerate().skip(sure) {
            let is_near = |(own, turned): &(u32, Code)| {
                own.abs_diff(*from) <= within && turned.distance(*code) <= within
            };
            if turns.iter().any(is_near) {
                count += self.before(member + 1) - self.before(member);
            }
        }
        count
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Codes of a family, each with some bits of the first turned; any code of a look may be one.
    fn looks() -> impl Strategy<Value = Vec<Look>> {
        let code = (0u8..3, proptest::collection::vec(any::<u8>(), 0..45));
        let look = (proptest::collection::vec(code, 8), 1usize..4);
        proptest::collection::vec(look, 1..60).prop_map(|looks| {
            let code = |(family, bits): &(u8, Vec<u8>)| {
                let mut bytes = [family * 0x55; 32];
                for bit in bits {
                    bytes[usize::from(bit / 8)] ^= 0x80 >> (bit % 8);
                }
                Code::from_bytes(bytes)
            };
            let look = |(codes, contents): &(Vec<(u8, Vec<u8>)>, usize)| {
                (std::array::from_fn(|turn| code(&codes[turn])), *contents)
            };
            looks.iter().map(look).collect()
        })
    }

    proptest! {
        #[test]
        fn what_is_near_is_counted_as_if_each_were_compared_with_each(
            looks in looks(),
            within in prop_oneof![Just(31u32), 0u32..60],
            (tried_each, members_min) in (1usize..4, 1usize..6),
        ) {
            let index = Index::build(looks.iter().map(|([code, ..], _)| *code).collect()).unwrap();
            let dense = Dense::with(&looks, &index, within, (tried_each, members_min));
            let is_in = |look: &usize| !dense.rest.contains(look);
            let inside: Vec<Look> = (0..looks.len()).filter(is_in).map(|look| looks[look]).collect();
            for (codes, _) in &looks {
                let is_near = |([own, ..], _): &&Look| {
                    codes.iter().any(|code| code.distance(*own) <= within)
                };
                let near: usize = inside.iter().filter(is_near).map(|(_, contents)| contents).sum();
                prop_assert_eq!(dense.near(codes, within), near);
            }
        }
    }

    #[test]
    fn pictures_that_were_saved_again_and_again_are_in_one_ball() {
        let saved = |number: usize| {
            let mut bytes = [0; 32];
            bytes[..8].copy_from_slice(&number.to_be_bytes());
            ([Code::from_bytes(bytes); 8], 1)
        };
        let looks: Vec<Look> = (0..MEMBERS_MIN).map(saved).collect();
        let index = Index::build(looks.iter().map(|([code, ..], _)| *code).collect()).unwrap();
        let dense = Dense::of(&looks, &index, 31);
        assert!(dense.rest.is_empty() && !dense.is_empty());
        assert_eq!(dense.near(&looks[7].0, 31), MEMBERS_MIN);
    }
}
