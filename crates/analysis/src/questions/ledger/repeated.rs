//! Rows that repeat another: the same return received twice, or one row exported twice.

use std::cmp::Ordering;

use model::views::Payment;
use rayon::prelude::*;

use super::compare::Compare;
use super::event::Matched;
use super::joined::Joined;

/// Joins rows equal in every field; gives the rows that equal another of the *same* exhibit
/// without a reference, which may be two payments and stay apart.
///
/// Without a reference, the first such row of one exhibit is the first of the other, the second
/// the second: two equal payments of one day, received in two returns, stay two.
pub(super) fn join(compare: &Compare<'_>, joined: &mut Joined) -> Vec<u32> {
    let payments = &compare.view.payments;
    let mut order: Vec<u32> = (0..u32::try_from(payments.len()).unwrap_or(u32::MAX)).collect();
    let at = |row: u32| payments.get(row as usize);
    order.par_sort_unstable_by(|a, b| match (at(*a), at(*b)) {
        (Some(left), Some(right)) => {
            content(left, right).then_with(|| left.record.cmp(&right.record))
        }
        _ => a.cmp(b),
    });
    let same = |a: &u32, b: &u32| {
        at(*a).zip(at(*b)).is_some_and(|(left, right)| content(left, right) == Ordering::Equal)
    };
    let mut twins = Vec::new();
    for run in order.chunk_by(same).filter(|run| run.len() > 1) {
        join_run(compare, run, joined, &mut twins);
    }
    twins.sort_unstable();
    twins
}

fn join_run(compare: &Compare<'_>, run: &[u32], joined: &mut Joined, twins: &mut Vec<u32>) {
    let Some((&first, rest)) = run.split_first() else { return };
    let Some(payment) = compare.payment(first) else { return };
    if compare.reference(payment).is_some() {
        for row in rest {
            joined.join(first, *row, Matched::Repeated);
        }
        return;
    }
    let exhibit = |row: &u32| compare.payment(*row).map(|payment| payment.record.exhibit);
    let parts: Vec<&[u32]> = run.chunk_by(|a, b| exhibit(a) == exhibit(b)).collect();
    let Some(longest) = parts.iter().max_by_key(|part| part.len()).copied() else { return };
    for part in &parts {
        for (row, like) in part.iter().zip(longest) {
            joined.join(*like, *row, Matched::Repeated);
        }
    }
    if longest.len() > 1 {
        twins.extend_from_slice(longest);
    }
}

/// Order by everything a payment states, the place of its record apart.
fn content(a: &Payment, b: &Payment) -> Ordering {
    let key = |p: &Payment| {
        (
            (p.when, p.payer, p.payee, p.minor, p.currency),
            (p.reference, p.status, p.from, p.side),
            p.fee.map(|money| (money.currency, money.minor)),
            p.pay_out.map(|money| (money.currency, money.minor)),
        )
    };
    key(a).cmp(&key(b))
}
