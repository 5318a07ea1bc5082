//! The line of time of two parties: contacts, payments and calls as marks, and runs of them.

use model::time::Precision;
use model::views::{CaseView, KeyId};
use model::{Currency, RecordRef};
use rayon::prelude::*;

use crate::basis::Basis;
use crate::repeats::{Repeats, Stated};

/// What a mark stands for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Kind {
    /// A message, an address-book entry, an officer's contact.
    Contact,
    /// A payment in totals.
    Payment,
    /// An answered call.
    Call,
}

/// Something between two parties at a stated time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mark {
    /// The two identities, the lower first.
    pub(super) pair: (KeyId, KeyId),
    pub(super) earliest_us: i64,
    pub(super) latest_us: i64,
    pub(super) kind: Kind,
    /// Who began it: payer, caller, sender.
    pub(super) from: KeyId,
    pub(super) amount: Option<(i64, Currency)>,
    pub(super) records: Vec<RecordRef>,
}

/// Marks of pairs that both paid and called, by pair and time.
pub(super) fn marks(basis: &Basis<'_>) -> Vec<Mark> {
    let (view, links, ledger) = (basis.view, basis.links(), basis.ledger());
    let of = |a: KeyId, b: KeyId| {
        let (a, b) = (links.identity(a), links.identity(b));
        let stated = |key| view.keys.is_stated(key);
        (a != b && stated(a) && stated(b)).then(|| (a.min(b), a.max(b)))
    };
    let called: Vec<(KeyId, KeyId)> = distinct(
        view.sessions.iter().filter(|call| call.answered).filter_map(|call| of(call.from, call.to)),
    );
    let paid: Vec<(KeyId, KeyId)> = distinct(
        ledger
            .events
            .iter()
            .filter(|event| event.in_totals())
            .filter_map(|event| of(event.payer, event.payee))
            .filter(|pair| called.binary_search(pair).is_ok()),
    );
    let both = |pair: &(KeyId, KeyId)| paid.binary_search(pair).is_ok();
    let mut marks = Vec::new();
    for event in ledger.events.iter().filter(|event| event.in_totals()) {
        if let Some(pair) = of(event.payer, event.payee).filter(both) {
            marks.push(Mark {
                pair,
                earliest_us: event.when.earliest_us,
                latest_us: event.when.latest_us,
                kind: Kind::Payment,
                from: links.identity(event.payer),
                amount: Some((event.minor, event.currency)),
                records: ledger.citations(event, view).collect(),
            });
        }
    }
    for (kind, stated) in events(basis.repeats(), view) {
        let event = stated.event;
        if let Some(pair) = of(event.from, event.to).filter(both) {
            marks.push(Mark {
                pair,
                earliest_us: event.start.earliest_us,
                latest_us: event.start.latest_us,
                kind,
                from: links.identity(event.from),
                amount: None,
                records: stated.records().collect(),
            });
        }
    }
    marks.par_sort_by(|a, b| {
        (a.pair, a.earliest_us, a.latest_us, a.kind, &a.records).cmp(&(
            b.pair,
            b.earliest_us,
            b.latest_us,
            b.kind,
            &b.records,
        ))
    });
    marks
}

/// Answered calls, messages and contacts with a time, each event once.
fn events<'a>(
    repeats: &'a Repeats,
    view: &'a CaseView,
) -> impl Iterator<Item = (Kind, Stated<'a>)> {
    let calls = repeats.sessions.each(&view.sessions).filter(|call| call.event.answered);
    let messages = repeats.messages.each(&view.messages);
    let contacts = view.contacts.iter().map(Stated::once);
    let contacts = messages.chain(contacts).map(|contact| (Kind::Contact, contact));
    let all = calls.map(|call| (Kind::Call, call)).chain(contacts);
    all.filter(|(_, stated)| stated.event.start.precision != Precision::Absent)
}

fn distinct(pairs: impl Iterator<Item = (KeyId, KeyId)>) -> Vec<(KeyId, KeyId)> {
    let mut pairs: Vec<(KeyId, KeyId)> = pairs.collect();
    pairs.par_sort_unstable();
    pairs.dedup();
    pairs
}

/// Runs of one kind, no step longer than the gap after the one before.
pub(super) fn runs<'a>(steps: &'a [&'a Mark], gap_us: i64) -> Vec<&'a [&'a Mark]> {
    let goes_on = |a: &&Mark, b: &&Mark| {
        a.kind == b.kind && b.earliest_us.saturating_sub(a.latest_us) <= gap_us
    };
    steps.chunk_by(goes_on).collect()
}

/// What a run is made of.
pub(super) fn kind(run: &[&Mark]) -> Option<Kind> {
    run.first().map(|mark| mark.kind)
}

/// From the end of a run to the start of the next, of another kind; `None` where the second is
/// not certain to begin after the first.
pub(super) fn wait_us(first: &[&Mark], second: &[&Mark]) -> Option<i64> {
    let (last, next) = (first.last()?, second.first()?);
    let reach_us = first.iter().map(|mark| mark.latest_us).max()?;
    (last.kind != next.kind && next.earliest_us > reach_us).then(|| next.earliest_us - reach_us)
}

/// Neighbours of different kinds whose stated times overlap.
pub(super) fn uncertain(steps: &[&Mark]) -> usize {
    steps
        .windows(2)
        .filter(|pair| matches!(pair, [a, b] if a.kind != b.kind && b.earliest_us <= a.latest_us))
        .count()
}
