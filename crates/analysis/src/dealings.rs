//! Dealings: who paid whom and who was in touch with whom, laid out by identities and time, for the
//! questions that look at one party or one pair after the other.

use std::ops::Range;

use model::Currency;
use model::RecordRef;
use model::time::Precision;
use model::views::{CaseView, KeyId, When};
use rayon::prelude::*;

use crate::links::Links;
use crate::questions::ledger::Ledger;
use crate::repeats::Repeats;

/// A payment in totals between two identities.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Paid {
    /// Identity that paid.
    pub payer: KeyId,
    /// Identity that was paid.
    pub payee: KeyId,
    /// When.
    pub when: When,
    /// Principal in minor units.
    pub minor: i64,
    /// Its currency.
    pub currency: Currency,
    /// Its number in the ledger.
    pub event: u32,
    /// The first record that states it.
    pub record: RecordRef,
}

impl Paid {
    /// First instant it can mean.
    pub fn at_us(&self) -> i64 {
        self.when.earliest_us
    }
}

/// What kind of touch it was.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Touch {
    /// An answered call.
    Call,
    /// A message.
    Message,
    /// An address-book entry or an officer's contact.
    Contact,
}

/// Two identities in touch at a stated time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Met {
    /// The two, the lower first.
    pub pair: (KeyId, KeyId),
    /// First instant it can mean.
    pub at_us: i64,
    /// Last instant it can mean.
    pub latest_us: i64,
    /// When a call ended.
    pub end_us: i64,
    /// What kind.
    pub touch: Touch,
    /// The record that states it most finely.
    pub record: RecordRef,
}

impl Met {
    /// The other of the two.
    pub fn other(&self, one: KeyId) -> KeyId {
        if self.pair.0 == one { self.pair.1 } else { self.pair.0 }
    }
}

/// The dealings of a case.
#[derive(Debug, Clone, Default)]
pub struct Dealings {
    /// Payments in totals with both parties stated, by payer, payee and time.
    paid: Vec<Paid>,
    /// Numbers in `paid`, by payee and time.
    into: Vec<u32>,
    /// Touches with both parties and a time stated, by pair and time.
    met: Vec<Met>,
    /// Numbers in `met` by each of its two, then time.
    of: Vec<(KeyId, u32)>,
}

impl Dealings {
    /// The dealings of a case. Same view, links and ledger, same dealings.
    pub fn of(view: &CaseView, links: &Links, ledger: &Ledger, repeats: &Repeats) -> Self {
        let mut paid: Vec<Paid> = ledger
            .events
            .par_iter()
            .zip(0u32..u32::try_from(ledger.events.len()).unwrap_or(u32::MAX))
            .filter(|(event, _)| event.in_totals() && event.payer != event.payee)
            .filter(|(event, _)| {
                view.keys.is_stated(event.payer) && view.keys.is_stated(event.payee)
            })
            .filter(|(event, _)| event.when.precision != Precision::Absent)
            .filter_map(|(event, number)| {
                Some(Paid {
                    payer: event.payer,
                    payee: event.payee,
                    when: event.when,
                    minor: event.minor,
                    currency: event.currency,
                    event: number,
                    record: ledger.citations(event, view).min()?,
                })
            })
            .collect();
        paid.par_sort_by_key(|paid| (paid.payer, paid.payee, paid.when, paid.record));
        let mut into: Vec<u32> = (0u32..).take(paid.len()).collect();
        let by_payee = |at: &u32| {
            let paid = paid.get(*at as usize)?;
            Some((paid.payee, paid.when, paid.record))
        };
        into.par_sort_by_key(by_payee);
        let mut met = touches(view, links, repeats);
        met.par_sort_by_key(|met| (met.pair, met.at_us, met.touch, met.record));
        let numbered = met.iter().zip(0u32..);
        let mut of: Vec<(KeyId, u32)> =
            numbered.flat_map(|(met, at)| [(met.pair.0, at), (met.pair.1, at)]).collect();
        of.par_sort_by_key(|&(key, at)| (key, met.get(at as usize).map(|met| met.at_us), at));
        Self { paid, into, met, of }
    }

    /// Every payment, by payer, payee and time.
    pub fn paid(&self) -> &[Paid] {
        &self.paid
    }

    /// The payments of each payer, payer by payer.
    pub fn payers(&self) -> impl Iterator<Item = &[Paid]> {
        self.paid.chunk_by(|a, b| a.payer == b.payer)
    }

    /// The payments of each pair of payer and payee in one currency, each in order of time.
    pub fn pairs(&self) -> impl Iterator<Item = &[Paid]> {
        self.paid.chunk_by(|a, b| (a.payer, a.payee) == (b.payer, b.payee))
    }

    /// What one party paid, by payee and time.
    pub fn paid_by(&self, payer: KeyId) -> &[Paid] {
        let from = self.paid.partition_point(|paid| paid.payer < payer);
        let own = self.paid.get(from..).unwrap_or_default();
        own.get(..own.partition_point(|paid| paid.payer == payer)).unwrap_or_default()
    }

    /// What one party paid another, in order of time.
    pub fn paid_between(&self, payer: KeyId, payee: KeyId) -> &[Paid] {
        let all = self.paid_by(payer);
        let from = all.partition_point(|paid| paid.payee < payee);
        let own = all.get(from..).unwrap_or_default();
        own.get(..own.partition_point(|paid| paid.payee == payee)).unwrap_or_default()
    }

    /// What one party was paid, in order of time.
    pub fn paid_to(&self, payee: KeyId) -> impl ExactSizeIterator<Item = &Paid> + Clone {
        let of = |at: &u32| self.paid.get(*at as usize).map_or(0, |paid| paid.payee);
        let from = self.into.partition_point(|at| of(at) < payee);
        let own = self.into.get(from..).unwrap_or_default();
        let own = own.get(..own.partition_point(|at| of(at) == payee)).unwrap_or_default();
        let range: Range<usize> = 0..own.len();
        range.map(move |at| {
            // Numbers of `into` are numbers of `paid`.
            let number = own.get(at).map_or(0, |number| *number as usize);
            #[expect(clippy::indexing_slicing, reason = "see above")]
            &self.paid[number]
        })
    }

    /// Touches of two parties, in order of time.
    pub fn between(&self, a: KeyId, b: KeyId) -> &[Met] {
        let pair = (a.min(b), a.max(b));
        let from = self.met.partition_point(|met| met.pair < pair);
        let own = self.met.get(from..).unwrap_or_default();
        own.get(..own.partition_point(|met| met.pair == pair)).unwrap_or_default()
    }

    /// Touches of one party with anybody, in order of time.
    pub fn touches_of(&self, party: KeyId) -> impl Iterator<Item = &Met> {
        let from = self.of.partition_point(|(key, _)| *key < party);
        let own = self.of.get(from..).unwrap_or_default().iter();
        own.take_while(move |(key, _)| *key == party)
            .filter_map(|(_, at)| self.met.get(*at as usize))
    }

    /// Touches pair by pair, each in order of time.
    pub fn met_pairs(&self) -> impl Iterator<Item = &[Met]> {
        self.met.chunk_by(|a, b| a.pair == b.pair)
    }

    /// Every party that paid, was paid or was in touch, in ascending order.
    pub fn parties(&self) -> Vec<KeyId> {
        let paid = self.paid.iter().flat_map(|paid| [paid.payer, paid.payee]);
        let met = self.met.iter().flat_map(|met| [met.pair.0, met.pair.1]);
        let mut parties: Vec<KeyId> = paid.chain(met).collect();
        parties.par_sort_unstable();
        parties.dedup();
        parties
    }
}

fn touches(view: &CaseView, links: &Links, repeats: &Repeats) -> Vec<Met> {
    let calls = repeats.sessions.each(&view.sessions).map(|stated| (Touch::Call, stated.event));
    let calls = calls.filter(|(_, call)| call.answered);
    let messages =
        repeats.messages.each(&view.messages).map(|stated| (Touch::Message, stated.event));
    let contacts = view.contacts.iter().map(|contact| (Touch::Contact, contact));
    calls
        .chain(messages)
        .chain(contacts)
        .filter(|(_, event)| event.start.precision != Precision::Absent)
        .filter_map(|(touch, event)| {
            let (a, b) = (links.identity(event.from), links.identity(event.to));
            let known = a != b && view.keys.is_stated(a) && view.keys.is_stated(b);
            known.then_some(Met {
                pair: (a.min(b), a.max(b)),
                at_us: event.start.earliest_us,
                latest_us: event.start.latest_us,
                end_us: event.end_us,
                touch,
                record: event.record,
            })
        })
        .collect()
}

/// The last instant that any record of money or contact states: the reference from which something
/// is recent. Journeys do not count, because they may lie ahead.
pub fn latest_us(view: &CaseView) -> Option<i64> {
    let payments = view.payments.iter().map(|payment| payment.when);
    let events = [&view.sessions, &view.messages, &view.contacts];
    let events = events.into_iter().flatten().map(|event| event.start);
    let logins = view.logins.iter().map(|login| login.at);
    let all = payments.chain(events).chain(logins);
    all.filter(|when| when.precision != Precision::Absent).map(|when| when.earliest_us).max()
}
