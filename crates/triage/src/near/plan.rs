//! How far one query looks in each slot, or that it is compared with all codes.
//!
//! A slot in which the query looks as far as `t` bits gives `t + 1` credits; `distance_max + 1` credits
//! together miss nothing. The lists of the query itself say how much each slot would cost, so that slots
//! where it shares its bits with many codes are passed over, and others looked into further.

#![expect(clippy::indexing_slicing, reason = "by slots and credits that were counted")]

use super::Code;
use super::processor::as_this_processor_can;
use super::slot::Slot;

/// Credits of one slot: it may be passed over, or looked into as far as two bits.
pub(super) const CREDITS_MAX: usize = 3;

/// Looking into one list, which lies anywhere in memory. The unit of all costs is what it takes to
/// compare a query with one code of many in a row: about .07 ns with AVX-512, of a Zen 5.
const LIST_COST: u64 = 75;

/// Comparing one code of a list, which lies anywhere in memory.
const MET_COST: u64 = 200;

/// Bringing one of all codes from memory, which all queries of a pass share.
const PASS_COST: u64 = 50;

/// What it costs to compare one of so many queries with all codes, where a code of many in a row costs
/// so much.
pub(super) fn scan_cost(codes: usize, queries: usize, compare_cost: u64) -> u64 {
    let each = compare_cost.saturating_add(PASS_COST / queries.max(1) as u64);
    each.saturating_mul(codes as u64)
}

/// What a number of lists costs, and what is met in them.
pub(super) const fn cost(lists: usize, met: u64) -> u64 {
    (lists as u64).saturating_mul(LIST_COST).saturating_add(met.saturating_mul(MET_COST))
}

/// How many lists of a slot are as near as 0, 1, 2, 3 credits reach.
pub(super) const fn credits_of(width: usize) -> [usize; CREDITS_MAX + 1] {
    [0, 1, 1 + width, 1 + width + width * width.saturating_sub(1) / 2]
}

/// What is done for one query.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Plan {
    /// Compared with all codes.
    Scan,
    /// The credits of each slot.
    Lists(Vec<usize>),
}

impl Plan {
    /// The credits of one slot.
    #[inline]
    pub(super) fn reach(&self, slot: usize) -> usize {
        match self {
            Self::Scan => 0,
            Self::Lists(credits) => credits.get(slot).copied().unwrap_or(0),
        }
    }
}

/// A plan for each query of a batch; `scan` is what it costs to compare one with all codes.
pub(super) fn all(
    slots: &[Slot<'_>],
    batch: &[(u32, Code)],
    distance_max: u32,
    scan: u64,
) -> Vec<Plan> {
    let needed = usize::try_from(distance_max).unwrap_or(usize::MAX).saturating_add(1);
    if needed > slots.len() * CREDITS_MAX {
        return batch.iter().map(|_| Plan::Scan).collect();
    }
    let mut costs = vec![[0; CREDITS_MAX + 1]; slots.len() * batch.len()];
    as_this_processor_can(
        #[inline(always)]
        || {
            for (number, slot) in slots.iter().enumerate() {
                for (place, (_, query)) in batch.iter().enumerate() {
                    costs[place * slots.len() + number] = costs_of(slot, *query);
                }
            }
        },
    );
    costs.chunks_exact(slots.len()).map(|costs| cheapest(costs, needed, scan)).collect()
}

/// What each number of credits costs in one slot. What lies at two bits is estimated of what lies at one:
/// each list at one bit has `width - 1` neighbours at two, and each of these is met twice.
#[inline]
fn costs_of(slot: &Slot<'_>, query: Code) -> [u64; CREDITS_MAX + 1] {
    let lists = credits_of(slot.width());
    let (same, at_one) = slot.counts(query);
    let at_two = at_one * (slot.width() as u64).saturating_sub(1) / 2;
    let met = [0, same, same + at_one, same + at_one + at_two];
    std::array::from_fn(|credits| cost(lists[credits], met[credits]))
}

/// The cheapest way to the credits that are needed: the least for each sum, slot after slot.
fn cheapest(costs: &[[u64; CREDITS_MAX + 1]], needed: usize, scan: u64) -> Plan {
    let mut least = vec![u64::MAX; needed + 1];
    least[0] = 0;
    let mut taken = vec![0; costs.len() * (needed + 1)];
    for (costs, taken) in costs.iter().zip(taken.chunks_exact_mut(needed + 1)) {
        for sum in (0..=needed).rev() {
            for credits in (1..=CREDITS_MAX).rev() {
                let with = least[sum.saturating_sub(credits)].saturating_add(costs[credits]);
                if sum > 0 && with < least[sum] {
                    least[sum] = with;
                    taken[sum] = credits;
                }
            }
        }
    }
    if least[needed] >= scan {
        return Plan::Scan;
    }
    let mut sum = needed;
    let mut credits = vec![0; costs.len()];
    for (credits, taken) in credits.iter_mut().zip(taken.chunks_exact(needed + 1)).rev() {
        *credits = taken[sum];
        sum = sum.saturating_sub(taken[sum]);
    }
    Plan::Lists(credits)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn sum(plan: &Plan) -> usize {
        (0..100).map(|slot| plan.reach(slot)).sum()
    }

    #[test]
    fn a_slot_full_of_others_is_passed_over() {
        let plain = [0, 10, 100, 1_000];
        let full = [0, 10_000, 20_000, 30_000];
        let dear = [0, 20, 200, 2_000];
        let plan = cheapest(&[plain, full, dear], 5, 50_000);
        assert_eq!(plan, Plan::Lists(vec![3, 0, 2]));
        assert_eq!(cheapest(&[full, full], 4, 30_000), Plan::Scan);
    }

    proptest! {
        #[test]
        fn a_plan_of_lists_always_has_the_credits_it_needs(
            costs in proptest::collection::vec((0u64..1000, 0u64..1000, 0u64..1000), 1..20),
            needed in 1usize..40,
        ) {
            let costs: Vec<_> = costs.into_iter().map(|(a, b, c)| [0, a, a + b, a + b + c]).collect();
            let plan = cheapest(&costs, needed, u64::MAX);
            prop_assert_eq!(plan == Plan::Scan, needed > 3 * costs.len());
            if plan != Plan::Scan {
                prop_assert!(sum(&plan) >= needed);
            }
        }
    }
}
