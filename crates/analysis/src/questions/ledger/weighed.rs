//! Two sides of one payment by amount, days and text, where neither a reference nor both parties
//! join them: the pairs that [`crate::matching`] finds probable enough.
//!
//! A pair is joined only where nothing in the records speaks against one payment (parties, sources,
//! statuses, references), and where they share something besides amount and time: a party by an
//! identifier, or a text that few records share.

use model::views::{Payment, PaymentStatus, Side};

use super::compare::{Agreement, Compare};
use super::event::Matched;
use super::joined::Joined;
use super::sides::Apart;
use crate::matching::{Booked, Match, Matching, Rules, match_sides};

/// Debits, or credits, weighed at most: the pairs to compare grow with their square.
const SIDES_MAX: usize = 200_000;

/// Bits that a text must say for a pair whose parties agree by no identifier: sixteen to one, beside
/// the probability of the whole. Right pairs are among those that chance is counted from, so that no
/// text says more than how many pairs were compared for each of them (eight bits in the public example).
const MEMO_BITS_MIN: f64 = 4.0;

const DAY_US: i64 = 86_400_000_000;

/// What weighing found.
#[derive(Default)]
pub(super) struct Weighed {
    /// A row of each event joined, with its probability in thousandths.
    pub(super) joined: Vec<(u32, u16)>,
    /// Pairs that are likelier than not and not probable enough to be joined.
    doubtful: Vec<(u32, u32)>,
    /// Sides that were too many to be weighed.
    pub(super) left_out: usize,
}

impl Weighed {
    /// Doubtful pairs that no later rule joined or named.
    pub(super) fn still_apart(&self, joined: &Joined, named: &Apart) -> Apart {
        let mut held: Vec<u32> = named.iter().flatten().map(|row| joined.root(*row)).collect();
        held.sort_unstable();
        let is_open = |(a, b): &&(u32, u32)| {
            let roots = [joined.root(*a), joined.root(*b)];
            roots[0] != roots[1] && roots.iter().all(|root| held.binary_search(root).is_err())
        };
        self.doubtful.iter().filter(is_open).map(|(a, b)| vec![*a, *b]).collect()
    }
}

/// Joins what is probable enough.
pub(super) fn join(compare: &Compare<'_>, joined: &mut Joined) -> Weighed {
    let (debits, credits) =
        (open(compare, joined, Side::Payer), open(compare, joined, Side::Payee));
    let may_join = compare.settings.weigh_confidence_permille <= 1_000;
    if debits.is_empty() || credits.is_empty() || !may_join {
        return Weighed::default();
    }
    if debits.len().max(credits.len()) > SIDES_MAX {
        return Weighed { left_out: debits.len() + credits.len(), ..Weighed::default() };
    }
    let found = weigh(compare, &debits, &credits);
    let mut weighed = Weighed::default();
    for pair in &found.pairs {
        let rows = debits.get(pair.debit as usize).zip(credits.get(pair.credit as usize));
        let Some((debit, credit)) = rows else { continue };
        if !is_grounded(compare, *debit, *credit, pair) {
            continue;
        }
        let permille = permille(pair.probability);
        if permille >= compare.settings.weigh_confidence_permille {
            joined.join(*debit, *credit, Matched::Weighed);
            weighed.joined.push((*debit, permille));
        } else if permille > 500 {
            weighed.doubtful.push((*debit, *credit));
        }
    }
    weighed
}

/// Events that are stated from one side only, by their first row.
fn open(compare: &Compare<'_>, joined: &Joined, side: Side) -> Vec<u32> {
    let rows = (0..).zip(&compare.view.payments);
    rows.filter(|(row, payment)| {
        joined.root(*row) == *row
            && payment.status != PaymentStatus::Undone
            && joined
                .members(*row)
                .all(|member| compare.payment(member).is_some_and(|p| p.side == side))
    })
    .map(|(row, _)| row)
    .collect()
}

fn weigh(compare: &Compare<'_>, debits: &[u32], credits: &[u32]) -> Matching {
    let booked = |payment: &Payment| Booked {
        day: payment.when.earliest_us.div_euclid(DAY_US),
        minor: payment.minor,
        currency: payment.currency,
        memo: compare.view.memo(payment.record),
    };
    let sides = |rows: &[u32]| -> Vec<Booked<'_>> {
        rows.iter().filter_map(|row| compare.payment(*row)).map(booked).collect()
    };
    let rules = Rules {
        days_after: compare.settings.weigh_days,
        difference_permille: compare.settings.weigh_difference_permille,
        ..Rules::default()
    };
    match_sides(&sides(debits), &sides(credits), &rules)
}

/// Whether nothing speaks against a pair, and something besides amount and time for it.
fn is_grounded(compare: &Compare<'_>, debit: u32, credit: u32, pair: &Match) -> bool {
    let Some((debit, credit)) = compare.payment(debit).zip(compare.payment(credit)) else {
        return false;
    };
    let (payer, payee) = compare.parties(debit, credit);
    let agrees = [payer, payee].contains(&Agreement::Same);
    ![payer, payee].contains(&Agreement::Conflict)
        && compare.may_be_one(debit, credit)
        && (agrees || pair.evidence.memo_bits >= MEMO_BITS_MIN)
}

/// Thousandths, rounded down: no pair is told surer than it is.
fn permille(probability: f64) -> u16 {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "between 0 and 1,000"
    )]
    let permille = (probability.clamp(0.0, 1.0) * 1_000.0) as u16;
    permille
}
