//! Ties: what one record or one event says of two identities, gathered by pair and sort.

use model::RecordRef;
use model::time::Precision;
use model::views::{CaseView, KeyId, When};
use rayon::prelude::*;
use serde::Serialize;

use super::shared::Item;
use crate::basis::Basis;
use crate::repeats::Stated;

/// What ties two identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum TieSort {
    /// A payment in totals, from payer to payee.
    Payment,
    /// A call; either side may have begun it.
    Call,
    /// A message, from sender to receiver.
    Message,
    /// An entry of an address book or contact log, from its holder.
    Contact,
    /// An identifier that both are stated with.
    Identifier,
    /// An address that both are stated with.
    Address,
    /// A device that both used.
    Device,
    /// A file that exhibits of both hold.
    File,
}

/// Every sort, direct ones first.
pub const SORTS: [TieSort; 8] = [
    TieSort::Payment,
    TieSort::Call,
    TieSort::Message,
    TieSort::Contact,
    TieSort::Identifier,
    TieSort::Address,
    TieSort::Device,
    TieSort::File,
];

impl TieSort {
    /// Its key in the word list.
    pub fn term(self) -> &'static str {
        match self {
            Self::Payment => "network-sort-payment",
            Self::Call => "network-sort-call",
            Self::Message => "network-sort-message",
            Self::Contact => "network-sort-contact",
            Self::Identifier => "network-sort-identifier",
            Self::Address => "network-sort-address",
            Self::Device => "network-sort-device",
            Self::File => "network-sort-file",
        }
    }

    /// Whether the two had to do with each other, and do not only share a thing.
    pub fn is_direct(self) -> bool {
        self <= Self::Contact
    }
}

/// One record of one tie.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Seen {
    pub(super) from: KeyId,
    pub(super) to: KeyId,
    pub(super) sort: TieSort,
    /// The payment, call, message, entry or thing, by number within its sort: several records may
    /// state one.
    pub(super) event: u32,
    /// First and last instant it can mean; `None` where none is stated.
    pub(super) at_us: Option<(i64, i64)>,
    pub(super) record: RecordRef,
}

impl Seen {
    fn place(&self) -> (KeyId, KeyId, TieSort, u32, RecordRef) {
        (self.from, self.to, self.sort, self.event, self.record)
    }

    /// Whether two records tell of ties of one pair, direction and sort.
    pub(super) fn is_like(&self, other: &Self) -> bool {
        (self.from, self.to, self.sort) == (other.from, other.to, other.sort)
    }
}

fn at_us(when: When) -> Option<(i64, i64)> {
    (when.precision != Precision::Absent).then_some((when.earliest_us, when.latest_us))
}

/// Every record of every tie, by pair, sort and event.
pub(super) fn seen(basis: &Basis<'_>, items: &[Item]) -> Vec<Seen> {
    let mut all = payments(basis);
    meetings(basis, &mut all);
    for (event, item) in (0u32..).zip(items) {
        item.ties(event, &mut all);
    }
    all.par_sort_unstable_by_key(Seen::place);
    all.dedup_by_key(|seen| seen.place());
    all
}

/// The two identities of keys, where both are stated and differ.
fn pair(basis: &Basis<'_>, from: KeyId, to: KeyId) -> Option<(KeyId, KeyId)> {
    let links = basis.links();
    let (from, to) = (links.identity(from), links.identity(to));
    let stated = |key| basis.view.keys.is_stated(key);
    (from != to && stated(from) && stated(to)).then_some((from, to))
}

fn payments(basis: &Basis<'_>) -> Vec<Seen> {
    let (view, ledger) = (basis.view, basis.ledger());
    let events = ledger.events.iter().zip(0u32..).filter(|(event, _)| event.in_totals());
    events
        .filter_map(|(event, number)| {
            let (from, to) = pair(basis, event.payer, event.payee)?;
            Some(ledger.citations(event, view).map(move |record| Seen {
                from,
                to,
                sort: TieSort::Payment,
                event: number,
                at_us: at_us(event.when),
                record,
            }))
        })
        .flatten()
        .collect()
}

fn meetings(basis: &Basis<'_>, all: &mut Vec<Seen>) {
    let (view, repeats): (&CaseView, _) = (basis.view, basis.repeats());
    let calls = repeats.sessions.each(&view.sessions).map(|one| (TieSort::Call, one));
    let messages = repeats.messages.each(&view.messages).map(|one| (TieSort::Message, one));
    let contacts = view.contacts.iter().map(|event| (TieSort::Contact, Stated::once(event)));
    for ((sort, stated), number) in calls.chain(messages).chain(contacts).zip(0u32..) {
        let event = stated.event;
        let Some((from, to)) = pair(basis, event.from, event.to) else { continue };
        // The log of each side may name its own holder first: a call has no direction here.
        let (from, to) = match sort {
            TieSort::Call => (from.min(to), from.max(to)),
            _ => (from, to),
        };
        let at_us = at_us(event.start);
        all.extend(stated.records().map(|record| Seen {
            from,
            to,
            sort,
            event: number,
            at_us,
            record,
        }));
    }
}
