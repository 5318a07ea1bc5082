//! The pairs of a case: who paid whom, and which sessions the linked accounts of the two had.

use std::collections::{BTreeMap, BTreeSet};

use model::time::{Precision, ZoneSource};
use model::views::{CaseView, Covered, Event, KeyId, PaymentSource};
use model::{ExhibitId, RecordRef};
use serde::{Deserialize, Serialize};

use super::days::Calendar;
use super::reading::{Happening, occasions, sessions};
use crate::basis::Basis;
use crate::links::Links;
use crate::questions::ledger::Ledger;
use crate::windows::{self, Span, Windows};

/// What takes the place of payments.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Payments {
    /// Payments of payer to payee, each stated event once.
    #[default]
    Transfers,
    /// Messages between two parties, either way; bursts count once.
    Messages,
}

/// What takes the place of sessions.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Sessions {
    /// Calls that were answered.
    #[default]
    Sessions,
    /// Every call, also one that nobody answered.
    Calls,
}

/// Two identities; for payments in the order payer, payee, else the lower first.
pub type Two = (KeyId, KeyId);

/// A payment, or a message in its place, with the record that states it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Paid {
    /// When.
    pub when: Happening,
    /// The first record that states it.
    pub record: RecordRef,
    /// Whether its zone was not stated but taken from the operator or the case.
    pub zone_taken: bool,
}

/// All that is known of one pair.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pair {
    /// The two.
    pub who: Two,
    /// Payments in order of time.
    pub payments: Vec<Paid>,
    /// Records of calls, in order of time, with first and last instant.
    pub calls: Vec<(Span, RecordRef)>,
    /// Calls known only to the day, which cannot be placed.
    pub calls_by_day: u64,
    /// What the sources of the payments cover.
    pub covered_a: Windows,
    /// What the sources of the calls cover.
    pub covered_b: Windows,
}

impl Pair {
    /// Whether the two pairs share a person.
    pub fn shares_person(&self, other: &Self) -> bool {
        let (a, b) = other.who;
        [self.who.0, self.who.1].iter().any(|own| *own == a || *own == b)
    }

    /// The payments of this pair and the sessions of `other`, within what both sources cover.
    pub fn scenery(&self, other: &Self) -> Scenery {
        let window = self.covered_a.intersection(&other.covered_b);
        let payments: Vec<Paid> = self
            .payments
            .iter()
            .copied()
            .filter(|paid| window.contains(paid.when.middle_us()))
            .collect();
        let calls: Vec<(Span, RecordRef)> =
            other.calls.iter().copied().filter(|(call, _)| window.contains(call.from_us)).collect();
        Scenery {
            happenings: payments.iter().map(|paid| paid.when).collect(),
            sessions: sessions(calls.iter().map(|(call, _)| (call.from_us, call.until_us - 1))),
            payments,
            calls,
            window,
        }
    }
}

/// A pair cut to its window.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Scenery {
    /// Payments within W.
    pub payments: Vec<Paid>,
    /// Their times alone.
    pub happenings: Vec<Happening>,
    /// Calls that begin within W.
    pub calls: Vec<(Span, RecordRef)>,
    /// The same as sessions.
    pub sessions: Vec<Span>,
    /// W.
    pub window: Windows,
}

/// Every pair that has a payment and a call, in order of its identities; and how many have only
/// payments.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Pairs {
    /// The pairs.
    pub list: Vec<Pair>,
    /// Pairs with payments and no call at all.
    pub without_calls: u64,
    /// Payments of the first of each pair to others, by payer: his own rhythm.
    pub elsewhere: BTreeMap<KeyId, Vec<(KeyId, i64)>>,
}

/// Finds the pairs of a case.
pub fn find(basis: &Basis<'_>, streams: (Payments, Sessions), calendar: &Calendar) -> Pairs {
    let (view, links) = (basis.view, basis.links());
    let paid = match streams.0 {
        Payments::Transfers => transfers(view, basis.ledger()),
        Payments::Messages => messages(basis),
    };
    let calls = calls(basis, streams.1);
    let coverage = Coverage::of(view, links, calendar);
    let mut out = Pairs::default();
    for (who, mut stream) in paid {
        let own = (who.0.min(who.1), who.0.max(who.1));
        if streams.0 == Payments::Transfers {
            let instants = stream.paid.iter().map(|paid| (who.1, paid.when.middle_us()));
            out.elsewhere.entry(who.0).or_default().extend(instants);
        }
        let Some(calls) = calls.get(&own) else {
            out.without_calls += 1;
            continue;
        };
        stream.paid.sort_unstable();
        out.list.push(Pair {
            who,
            covered_a: coverage.windows(who, &stream.sources, hull(&stream.paid)),
            covered_b: coverage.windows(who, &calls.sources, calls.hull()),
            payments: stream.paid,
            calls: calls.placed.clone(),
            calls_by_day: calls.by_day,
        });
    }
    out
}

/// The span of time that payments, calls and coverage of a case take, for the calendar.
pub fn reach(view: &CaseView) -> Option<Span> {
    let covered = view.covered.iter().map(|part| Span::holding(part.from_us, part.until_us));
    let whens = view.payments.iter().map(|payment| payment.when);
    let events = view.sessions.iter().chain(&view.messages).map(|event| event.start);
    let stated = whens.chain(events).map(|when| Span::holding(when.earliest_us, when.latest_us));
    windows::hull(covered.chain(stated))
}

/// Table and exhibit a stream was read from.
type Source = (ExhibitId, &'static str);

#[derive(Default)]
struct Stream {
    paid: Vec<Paid>,
    sources: BTreeSet<Source>,
}

fn hull(paid: &[Paid]) -> Option<Span> {
    let span = |paid: &Paid| Span::holding(paid.when.earliest_us, paid.when.latest_us);
    windows::hull(paid.iter().map(span))
}

fn table(source: PaymentSource) -> &'static str {
    match source {
        PaymentSource::Transfer => "transfer",
        PaymentSource::Entry => "entry",
    }
}

fn zone_taken(source: ZoneSource) -> bool {
    matches!(source, ZoneSource::OperatorDefault | ZoneSource::Assumed)
}

fn transfers(view: &CaseView, ledger: &Ledger) -> BTreeMap<Two, Stream> {
    let mut out = BTreeMap::<Two, Stream>::new();
    for event in ledger.events.iter().filter(|event| event.in_totals()) {
        let mut records: Vec<RecordRef> = ledger.citations(event, view).collect();
        records.sort_unstable();
        let Some(record) = records.first().copied() else { continue };
        if !both_named(view, (event.payer, event.payee)) {
            continue;
        }
        let stream = out.entry((event.payer, event.payee)).or_default();
        let when = event.when;
        stream.paid.push(Paid {
            when: Happening { earliest_us: when.earliest_us, latest_us: when.latest_us },
            record,
            zone_taken: zone_taken(when.zone_source),
        });
        for payment in ledger.rows(event).iter().filter_map(|row| view.payments.get(*row as usize))
        {
            stream.sources.insert((payment.record.exhibit, table(payment.from)));
        }
    }
    out
}

fn messages(basis: &Basis<'_>) -> BTreeMap<Two, Stream> {
    let (view, links) = (basis.view, basis.links());
    let mut out = BTreeMap::<Two, Stream>::new();
    for stated in basis.repeats().messages.each(&view.messages) {
        let event = stated.event;
        let Some(who) = two(view, event, links) else { continue };
        let stream = out.entry(who).or_default();
        let when = event.start;
        stream.paid.push(Paid {
            when: Happening { earliest_us: when.earliest_us, latest_us: when.latest_us },
            record: event.record,
            zone_taken: zone_taken(when.zone_source),
        });
        stream.sources.extend(stated.records().map(|record| (record.exhibit, "message")));
    }
    for stream in out.values_mut() {
        stream.paid.sort_unstable();
        let mut kept: Vec<Happening> = stream.paid.iter().map(|paid| paid.when).collect();
        occasions(&mut kept);
        let mut kept = kept.into_iter().peekable();
        stream.paid.retain(|paid| kept.next_if_eq(&paid.when).is_some());
    }
    out
}

#[derive(Default)]
struct Calls {
    placed: Vec<(Span, RecordRef)>,
    by_day: u64,
    sources: BTreeSet<Source>,
}

impl Calls {
    fn hull(&self) -> Option<Span> {
        windows::hull(self.placed.iter().map(|(span, _)| *span))
    }
}

fn calls(basis: &Basis<'_>, which: Sessions) -> BTreeMap<Two, Calls> {
    let (view, links) = (basis.view, basis.links());
    let mut out = BTreeMap::<Two, Calls>::new();
    for stated in basis.repeats().sessions.each(&view.sessions) {
        let event = stated.event;
        if which == Sessions::Sessions && !event.answered {
            continue;
        }
        let Some(who) = two(view, event, links) else { continue };
        let calls = out.entry(who).or_default();
        calls.sources.extend(stated.records().map(|record| (record.exhibit, "session")));
        if event.start.precision == Precision::Day {
            calls.by_day += 1;
            continue;
        }
        let start = event.start.earliest_us;
        calls.placed.push((Span::holding(start, event.end_us.max(start)), event.record));
    }
    for calls in out.values_mut() {
        calls.placed.sort_unstable();
    }
    out
}

/// The two identities of an event, the lower first; `None` for an event with oneself or with
/// nobody named.
fn two(view: &CaseView, event: &Event, links: &Links) -> Option<Two> {
    let (from, to) = (links.identity(event.from), links.identity(event.to));
    both_named(view, (from, to)).then(|| (from.min(to), from.max(to)))
}

/// Whether both are named by something, and differently.
fn both_named(view: &CaseView, (one, other): Two) -> bool {
    one != other && view.keys.is_stated(one) && view.keys.is_stated(other)
}

/// What exhibits cover, by exhibit and table.
struct Coverage<'a> {
    links: &'a Links,
    calendar: &'a Calendar,
    parts: BTreeMap<Source, Vec<&'a Covered>>,
}

impl<'a> Coverage<'a> {
    fn of(view: &'a CaseView, links: &'a Links, calendar: &'a Calendar) -> Self {
        let mut parts = BTreeMap::<Source, Vec<&Covered>>::new();
        for part in &view.covered {
            parts.entry((part.exhibit, part.table)).or_default().push(part);
        }
        Self { links, calendar, parts }
    }

    /// What the sources of a pair's records cover for the two: periods stated for the whole
    /// exhibit or for one of their accounts. A period that is only the span of the records
    /// reaches to the ends of its local days; where nothing is known, the span of the pair's own
    /// records does.
    fn windows(&self, who: Two, sources: &BTreeSet<Source>, own: Option<Span>) -> Windows {
        let concerns = |part: &&&Covered| {
            part.account.is_none_or(|account| {
                let identity = self.links.identity(account);
                identity == who.0 || identity == who.1
            })
        };
        let mut spans: Vec<Span> = Vec::new();
        for source in sources {
            let parts = self.parts.get(source).map(Vec::as_slice).unwrap_or_default();
            spans.extend(parts.iter().filter(concerns).map(|part| self.span(part)));
        }
        if spans.is_empty() {
            spans.extend(own.map(|span| self.calendar.whole_days(span)));
        }
        spans.into_iter().collect()
    }

    fn span(&self, part: &Covered) -> Span {
        let span = Span::holding(part.from_us, part.until_us);
        if part.stated { span } else { self.calendar.whole_days(span) }
    }
}
