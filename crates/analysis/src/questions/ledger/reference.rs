//! Records of one reference: joined where they do not contradict each other, else set side by side.

use model::views::{KeyId, Payment, PaymentStatus};

use super::compare::{Agreement, Compare, amounts_meet, gap_us};
use super::event::Matched;
use super::joined::Joined;

/// Events of one reference that state different payments, by a row of each.
pub(super) struct Contradicting {
    pub(super) reference: KeyId,
    pub(super) rows: Vec<u32>,
}

/// Joins events of one reference; gives those that contradict each other.
pub(super) fn join(compare: &Compare<'_>, joined: &mut Joined) -> Vec<Contradicting> {
    let mut named: Vec<(KeyId, i64, u32)> = compare
        .view
        .payments
        .iter()
        .zip(0u32..)
        .filter(|(_, row)| joined.root(*row) == *row)
        .filter_map(|(payment, row)| {
            Some((compare.reference(payment)?, payment.when.earliest_us, row))
        })
        .collect();
    named.sort_unstable();
    let mut found = Vec::new();
    for group in named.chunk_by(|a, b| a.0 == b.0).filter(|group| group.len() > 1) {
        let rows: Vec<u32> = group.iter().map(|(.., row)| *row).collect();
        // Operators use a number again after a time: far apart, it is another payment.
        for cluster in rows.chunk_by(|a, b| near(compare, *a, *b)) {
            let classes = classes(compare, cluster);
            for class in &classes {
                for row in class {
                    joined.join(*row, class.first().copied().unwrap_or(*row), Matched::Reference);
                }
            }
            if let (Some((reference, ..)), true) = (group.first(), differ(compare, &classes)) {
                let rows = classes.iter().filter_map(|class| class.first().copied()).collect();
                found.push(Contradicting { reference: *reference, rows });
            }
        }
    }
    found
}

fn near(compare: &Compare<'_>, a: u32, b: u32) -> bool {
    let window_us = compare.settings.reference_window_s.saturating_mul(1_000_000);
    compare
        .payment(a)
        .zip(compare.payment(b))
        .is_some_and(|(a, b)| gap_us(&a.when, &b.when) <= window_us)
}

/// Rows that can be one payment, class by class, in order of time.
fn classes(compare: &Compare<'_>, cluster: &[u32]) -> Vec<Vec<u32>> {
    let mut classes: Vec<Vec<u32>> = Vec::new();
    for row in cluster {
        let Some(payment) = compare.payment(*row) else { continue };
        let home = classes.iter_mut().take(CLASSES_MAX).find(|class| {
            class
                .first()
                .and_then(|first| compare.payment(*first))
                .is_some_and(|first| one_payment(compare, first, payment))
        });
        match home {
            Some(class) => class.push(*row),
            None => classes.push(vec![*row]),
        }
    }
    classes
}

/// Classes of one reference a row is compared with: a batch number can name thousands of payments,
/// and its rows are then left as they stand.
const CLASSES_MAX: usize = 64;

fn one_payment(compare: &Compare<'_>, a: &Payment, b: &Payment) -> bool {
    let same_source = (a.record.exhibit, a.side) == (b.record.exhibit, b.side);
    let undoes = (a.status == PaymentStatus::Undone) != (b.status == PaymentStatus::Undone);
    // One source states a payment at one time; a later row of it under the same reference is the
    // next payment, unless it undoes the first.
    let times = !same_source || undoes || gap_us(&a.when, &b.when) == 0;
    let (payer, payee) = compare.parties(a, b);
    let parties = payer != Agreement::Conflict && payee != Agreement::Conflict;
    times && amounts_meet(a, b) && (parties || (undoes && swapped(compare, a, b)))
}

/// A reversal may be booked as a payment the other way.
fn swapped(compare: &Compare<'_>, a: &Payment, b: &Payment) -> bool {
    let agrees = |x, y| {
        matches!(compare.agreement(x, y), Agreement::Same | Agreement::SameName | Agreement::Silent)
    };
    agrees(a.payer, b.payee) && agrees(a.payee, b.payer)
}

/// Whether classes contradict each other: they stand in different exhibits and have an amount or a
/// party in common. Two classes in one exhibit share a number by intent (a batch, a standing
/// order); two that share nothing else are two operators that count alike.
fn differ(compare: &Compare<'_>, classes: &[Vec<u32>]) -> bool {
    let mut exhibits: Vec<(model::ExhibitId, usize)> = classes
        .iter()
        .enumerate()
        .flat_map(|(class, rows)| rows.iter().map(move |row| (class, row)))
        .filter_map(|(class, row)| Some((compare.payment(*row)?.record.exhibit, class)))
        .collect();
    exhibits.sort_unstable();
    exhibits.dedup();
    let firsts: Vec<&Payment> =
        classes.iter().filter_map(|class| compare.payment(*class.first()?)).collect();
    firsts.len() > 1
        && exhibits.windows(2).all(|pair| !matches!(pair, [a, b] if a.0 == b.0))
        && firsts.windows(2).all(|pair| matches!(pair, [a, b] if alike(compare, a, b)))
}

fn alike(compare: &Compare<'_>, a: &Payment, b: &Payment) -> bool {
    let same = |seen| matches!(seen, Agreement::Same | Agreement::SameName);
    let (payer, payee) = compare.parties(a, b);
    amounts_meet(a, b) || same(payer) || same(payee)
}
