//! Building the ledger: rows to events, events to what totals hold.

use std::cmp::Reverse;

use model::views::{CaseView, KeyId, Payment, PaymentStatus, Side};

use super::compare::Compare;
use super::event::{Ambiguity, Contradiction, Counted, Ledger, LedgerEvent};
use super::joined::Joined;
use super::sides::Apart;
use super::{reference, repeated, sides, weighed};
use crate::links::Links;
use crate::question::MoneySettings;

impl Ledger {
    /// Makes one list of payments of all records that state them. Same view, links and settings,
    /// same ledger.
    pub fn of(view: &CaseView, links: &Links, settings: &MoneySettings) -> Self {
        let compare = Compare::new(view, links, settings);
        let mut joined = Joined::apart(view.payments.len());
        let twins = repeated::join(&compare, &mut joined);
        let contradicting = reference::join(&compare, &mut joined);
        sides::both_parties(&compare, &mut joined);
        let weighed = weighed::join(&compare, &mut joined);
        let mut apart = sides::one_party(&compare, &mut joined);
        apart.extend(weighed.still_apart(&joined, &apart));
        let (mut ledger, event_of) = assemble(&compare, &joined);
        let event = |row: &u32| event_of.get(joined.root(*row) as usize).copied();
        for found in contradicting {
            let events: Vec<u32> = found.rows.iter().filter_map(event).collect();
            ledger.contradict(found.reference, events);
        }
        ledger.leave_apart(view, &apart, event);
        for (row, permille) in &weighed.joined {
            let number = event(row).and_then(|number| usize::try_from(number).ok());
            if let Some(event) = number.and_then(|number| ledger.events.get_mut(number)) {
                let lowest = event.confidence_permille.unwrap_or(*permille).min(*permille);
                event.confidence_permille = Some(lowest);
            }
        }
        ledger.not_weighed = weighed.left_out;
        ledger.twins = twins.iter().filter_map(event).collect();
        ledger.twins.sort_unstable();
        ledger.twins.dedup();
        ledger
    }

    /// Of events that contradict each other, the one with the lowest amount counts: where the
    /// records leave a doubt, totals take the lower figure and say so.
    fn contradict(&mut self, reference: KeyId, mut events: Vec<u32>) {
        events.sort_unstable();
        events.dedup();
        events.sort_by_key(|number| {
            self.event(*number).map(|event| (Reverse(event.in_totals()), event.minor))
        });
        if events.len() < 2 {
            return;
        }
        for number in events.iter().skip(1) {
            if let Some(event) = self.events.get_mut(*number as usize)
                && event.in_totals()
            {
                event.counted = Counted::Contradicted;
            }
        }
        self.contradictions.push(Contradiction { reference, events });
    }

    fn leave_apart(&mut self, view: &CaseView, apart: &Apart, event: impl Fn(&u32) -> Option<u32>) {
        for set in apart {
            let mut events: Vec<u32> = set.iter().filter_map(&event).collect();
            events.sort_unstable();
            events.dedup();
            if let Some((twice_minor, currency)) = self.twice(view, &events) {
                self.ambiguities.push(Ambiguity { events, twice_minor, currency });
            }
        }
        self.ambiguities.sort_by_key(|ambiguity| ambiguity.events.first().copied());
    }

    /// What totals hold twice at most: all but the source that states most.
    fn twice(&self, view: &CaseView, events: &[u32]) -> Option<(i64, model::Currency)> {
        let mut by_source = std::collections::BTreeMap::new();
        let mut total = 0i64;
        for event in events.iter().filter_map(|number| self.event(*number)) {
            let first =
                self.rows(event).first().and_then(|row| view.payments.get(*row as usize))?;
            let minor = if event.in_totals() { event.minor } else { 0 };
            let sum = by_source.entry((first.record.exhibit, first.side)).or_insert(0i64);
            *sum = sum.saturating_add(minor);
            total = total.saturating_add(minor);
        }
        let most = by_source.values().copied().max().unwrap_or(0);
        let currency = self.event(*events.first()?)?.currency;
        Some((total.saturating_sub(most), currency))
    }
}

/// Events in order of time and first record, and the number of the event of each root row.
fn assemble(compare: &Compare<'_>, joined: &Joined) -> (Ledger, Vec<u32>) {
    let payments = &compare.view.payments;
    let mut ledger = Ledger::default();
    let mut drafts: Vec<(LedgerEvent, u32)> = Vec::new();
    let mut members: Vec<u32> = Vec::new();
    for root in 0..u32::try_from(payments.len()).unwrap_or(u32::MAX) {
        if joined.root(root) != root {
            continue;
        }
        members.clear();
        members.extend(joined.members(root));
        members.sort_by_key(|row| compare.payment(*row).map(|payment| payment.record));
        let start = u32::try_from(ledger.rows.len()).unwrap_or(u32::MAX);
        ledger.rows.extend_from_slice(&members);
        let end = u32::try_from(ledger.rows.len()).unwrap_or(u32::MAX);
        let rows: Vec<&Payment> = members.iter().filter_map(|row| compare.payment(*row)).collect();
        if let Some(event) = event(compare, joined, root, &rows, (start, end)) {
            drafts.push((event, root));
        }
    }
    let first = |event: &LedgerEvent| {
        ledger.rows.get(event.rows.0 as usize).and_then(|row| compare.payment(*row))
    };
    drafts.sort_by_key(|(event, _)| (event.when, first(event).map(|payment| payment.record)));
    let mut event_of = vec![u32::MAX; payments.len()];
    for ((event, root), number) in drafts.iter().zip(0u32..) {
        if let Some(slot) = event_of.get_mut(*root as usize) {
            *slot = number;
        }
        ledger.events.push(*event);
        let undone = joined.members(*root).filter_map(|row| compare.payment(row));
        let undone = undone.filter(|payment| payment.status == PaymentStatus::Undone).count();
        if undone > 0 && undone < ledger.rows(event).len() {
            ledger.status_changes.push(number);
        }
    }
    (ledger, event_of)
}

/// One event of its rows: each field from the record that is best placed to know it.
fn event(
    compare: &Compare<'_>,
    joined: &Joined,
    root: u32,
    rows: &[&Payment],
    range: (u32, u32),
) -> Option<LedgerEvent> {
    let by_side = |order: [Side; 3]| {
        let rank = move |side: Side| order.iter().position(|known| *known == side);
        move |payment: &&&Payment| (rank(payment.side), payment.status == PaymentStatus::Undone)
    };
    let main = rows.iter().min_by_key(|payment| {
        (by_side([Side::Both, Side::Payer, Side::Payee])(payment), payment.when.precision)
    })?;
    let party = |key: fn(&Payment) -> KeyId, order: [Side; 3]| {
        rows.iter()
            .min_by_key(|payment| {
                let far = order.last() == Some(&payment.side);
                let absent = compare.strength(key(payment)) == 0;
                (absent, far, Reverse(compare.strength(key(payment))), by_side(order)(payment))
            })
            .map(|payment| key(payment))
    };
    let payer_stated = party(|payment| payment.payer, [Side::Both, Side::Payer, Side::Payee])?;
    let payee_stated = party(|payment| payment.payee, [Side::Both, Side::Payee, Side::Payer])?;
    let has = |status| rows.iter().any(|payment| payment.status == status);
    let (status, counted) = if has(PaymentStatus::Undone) {
        (PaymentStatus::Undone, Counted::Undone)
    } else if has(PaymentStatus::Done) {
        (PaymentStatus::Done, Counted::InTotals)
    } else {
        (PaymentStatus::Pending, Counted::Pending)
    };
    Some(LedgerEvent {
        payer: compare.identity(payer_stated),
        payee: compare.identity(payee_stated),
        payer_stated,
        payee_stated,
        when: main.when,
        minor: main.minor,
        currency: main.currency,
        status,
        matched: joined.matched(root),
        confidence_permille: None,
        counted,
        rows: range,
    })
}
