//! Small cases for the tests of the questions, written down payment by payment.

use std::collections::BTreeSet;

use model::time::{Precision, ZoneSource};
use model::views::{
    CaseView, ClockFacts, Covered, Event, KeyId, Keys, Lease, LeftOut, Leg, Login, Mention,
    Payment, PaymentSource, PaymentStatus, Side, Together, When,
};
use model::{Currency, ExhibitId, Money, RecordRef};

/// Monday, 1 January 2024, 00:00 UTC, in microseconds: the first day of every made case.
pub(crate) const MONDAY_US: i64 = 1_704_067_200_000_000;

/// A second in microseconds.
pub(crate) const SECOND_US: i64 = 1_000_000;

/// An hour in microseconds.
pub(crate) const HOUR_US: i64 = 3_600 * SECOND_US;

/// A day in microseconds.
pub(crate) const DAY_US: i64 = 24 * HOUR_US;

/// A payment as a test writes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Pay<'a> {
    pub(crate) exhibit: u32,
    pub(crate) payer: &'a str,
    pub(crate) payee: &'a str,
    /// Hours after [`MONDAY_US`].
    pub(crate) hour: i64,
    pub(crate) minor: i64,
    pub(crate) currency: &'a str,
    pub(crate) side: Side,
    pub(crate) reference: &'a str,
    pub(crate) status: PaymentStatus,
    pub(crate) fee: i64,
    pub(crate) precision: Precision,
}

impl Default for Pay<'_> {
    fn default() -> Self {
        Self {
            exhibit: 1,
            payer: "mto:payer",
            payee: "mto:payee",
            hour: 0,
            minor: 5_000,
            currency: "EUR",
            side: Side::Both,
            reference: "",
            status: PaymentStatus::Done,
            fee: 0,
            precision: Precision::Second,
        }
    }
}

/// A call, message or contact as a test writes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Meet<'a> {
    pub(crate) exhibit: u32,
    pub(crate) from: &'a str,
    pub(crate) to: &'a str,
    /// Hours after [`MONDAY_US`].
    pub(crate) hour: i64,
    pub(crate) minutes: i64,
    pub(crate) answered: bool,
}

/// A mention as a test writes it: the key, and each part that is stated by its place in a party.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Said<'a> {
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) birth_date: &'a str,
    pub(crate) phone: &'a str,
    pub(crate) email: &'a str,
    pub(crate) document: &'a str,
    pub(crate) address: &'a str,
    pub(crate) handle: &'a str,
}

impl Said<'_> {
    /// The parts in the order of a party's fields.
    fn parts(&self) -> [&str; 9] {
        let Self { name, birth_date, phone, email, document, address, handle, .. } = *self;
        [name, "", handle, phone, "", email, document, address, birth_date]
    }
}

/// A use of an account as a test writes it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Used<'a> {
    pub(crate) account: &'a str,
    /// Minutes after [`MONDAY_US`].
    pub(crate) minute: i64,
    pub(crate) address: &'a str,
    pub(crate) port: Option<i64>,
    pub(crate) device: &'a str,
}

/// A provider's answer as a test writes it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Leased<'a> {
    pub(crate) subscriber: &'a str,
    pub(crate) address: &'a str,
    pub(crate) ports: Option<(i64, i64)>,
    /// First and last minute after [`MONDAY_US`].
    pub(crate) minutes: (i64, i64),
    pub(crate) device: &'a str,
}

/// An instant some minutes after the first Monday.
pub(crate) fn minute(minute: i64) -> When {
    let earliest_us = MONDAY_US + minute * 60 * SECOND_US;
    let latest_us = earliest_us + SECOND_US - 1;
    let precision = Precision::Second;
    When { earliest_us, latest_us, precision, zone_source: ZoneSource::InValue }
}

/// A leg of a journey as a test writes it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Trip<'a> {
    pub(crate) exhibit: u32,
    pub(crate) traveller: &'a str,
    pub(crate) origin: &'a str,
    pub(crate) destination: &'a str,
    /// Hours after [`MONDAY_US`] of the departure.
    pub(crate) hour: i64,
    /// Hours to the arrival; 0 where it is not stated.
    pub(crate) lasts: i64,
    pub(crate) precision: Precision,
    pub(crate) service: &'a str,
    pub(crate) booking: &'a str,
    pub(crate) status: &'a str,
}

impl Default for Trip<'_> {
    fn default() -> Self {
        Self {
            exhibit: 5,
            traveller: "mto:payer",
            origin: "MXP",
            destination: "CEB",
            hour: 0,
            lasts: 14,
            precision: Precision::Minute,
            service: "",
            booking: "",
            status: "flown",
        }
    }
}

/// A case under construction.
#[derive(Debug, Clone, Default)]
pub(crate) struct Made<'a> {
    pub(crate) payments: Vec<Pay<'a>>,
    pub(crate) sessions: Vec<Meet<'a>>,
    pub(crate) messages: Vec<Meet<'a>>,
    pub(crate) contacts: Vec<Meet<'a>>,
    pub(crate) together: Vec<(&'a str, &'a str)>,
    pub(crate) mentions: Vec<Said<'a>>,
    pub(crate) logins: Vec<Used<'a>>,
    pub(crate) leases: Vec<Leased<'a>>,
    pub(crate) trips: Vec<Trip<'a>>,
    pub(crate) covered: Vec<Covered>,
    pub(crate) clocks: Vec<ClockFacts>,
    pub(crate) left_out: Vec<LeftOut>,
}

/// A time of whole seconds, or of a day, some hours after the first Monday.
pub(crate) fn when(hour: i64, precision: Precision) -> When {
    let at_us = MONDAY_US + hour * HOUR_US;
    let (earliest_us, span_us) = match precision {
        Precision::Day => (at_us.div_euclid(DAY_US) * DAY_US, DAY_US),
        other => (at_us, other.span_us()),
    };
    let latest_us = earliest_us + span_us - 1;
    When { earliest_us, latest_us, precision, zone_source: ZoneSource::InValue }
}

impl Made<'_> {
    /// The view of it, ordered as the engine orders.
    pub(crate) fn view(&self) -> CaseView {
        let mut texts = BTreeSet::from([String::new()]);
        for pay in &self.payments {
            texts.extend([pay.payer, pay.payee, pay.reference].map(str::to_owned));
        }
        for meet in self.sessions.iter().chain(&self.messages).chain(&self.contacts) {
            texts.extend([meet.from, meet.to].map(str::to_owned));
        }
        for pair in &self.together {
            texts.extend([pair.0, pair.1].map(str::to_owned));
        }
        texts.extend(self.mentions.iter().map(|said| said.key.to_owned()));
        texts.extend(self.logins.iter().map(|used| used.account.to_owned()));
        texts.extend(self.leases.iter().map(|leased| leased.subscriber.to_owned()));
        texts.extend(self.trips.iter().map(|trip| trip.traveller.to_owned()));
        let keys = Keys::from_sorted(texts.into_iter().collect());
        let mut payments: Vec<Payment> =
            self.payments.iter().zip(1u64..).map(|(pay, row)| payment(&keys, pay, row)).collect();
        payments.sort_by_key(|payment| (payment.when, payment.record));
        let events = |meets: &[Meet<'_>], first_row: u64| {
            let mut events: Vec<Event> =
                meets.iter().zip(first_row..).map(|(meet, row)| event(&keys, meet, row)).collect();
            events.sort_by_key(|event| (event.start, event.record));
            events
        };
        let (sessions, messages, contacts) = (
            events(&self.sessions, 100_001),
            events(&self.messages, 200_001),
            events(&self.contacts, 300_001),
        );
        let together = self
            .together
            .iter()
            .zip(400_001u64..)
            .map(|(pair, row)| Together {
                key: id(&keys, pair.0),
                other: id(&keys, pair.1),
                record: RecordRef { exhibit: ExhibitId(1), row },
            })
            .collect();
        let people = self.people(&keys);
        CaseView {
            keys,
            payments,
            sessions,
            messages,
            contacts,
            together,
            covered: self.covered.clone(),
            clocks: self.clocks.clone(),
            left_out: self.left_out.clone(),
            ..people
        }
    }

    /// Mentions, uses, answers and legs, with their texts.
    fn people(&self, keys: &Keys) -> CaseView {
        let mut texts = BTreeSet::from([String::new()]);
        texts.extend(self.mentions.iter().flat_map(Said::parts).map(str::to_owned));
        texts.extend(self.logins.iter().flat_map(|of| [of.address, of.device]).map(str::to_owned));
        texts.extend(self.leases.iter().flat_map(|of| [of.address, of.device]).map(str::to_owned));
        for trip in &self.trips {
            let own = [trip.origin, trip.destination, trip.service, trip.booking, trip.status];
            texts.extend(own.map(str::to_owned));
        }
        let texts = Keys::from_sorted(texts.into_iter().collect());
        let at = |row: u64| RecordRef { exhibit: ExhibitId(1), row };
        let mentions = self.mentions.iter().zip(500_001..).map(|(said, row)| Mention {
            key: id(keys, said.key),
            parts: said.parts().map(|part| id(&texts, part)),
            record: at(row),
            records: 1,
        });
        let mut mentions: Vec<Mention> = mentions.collect();
        mentions.sort_unstable();
        let logins = self.logins.iter().zip(600_001..).map(|(used, row)| Login {
            record: at(row),
            account: id(keys, used.account),
            at: minute(used.minute),
            address: id(&texts, used.address),
            port: used.port,
            device: id(&texts, used.device),
        });
        let mut logins: Vec<Login> = logins.collect();
        logins.sort_by_key(|login| (login.at, login.record));
        let leases = self.leases.iter().zip(700_001..).map(|(leased, row)| Lease {
            record: at(row),
            subscriber: id(keys, leased.subscriber),
            address: id(&texts, leased.address),
            ports: leased.ports,
            start: Some(minute(leased.minutes.0)),
            end: Some(minute(leased.minutes.1)),
            device: id(&texts, leased.device),
        });
        let leases = leases.collect();
        let legs = legs(keys, &texts, &self.trips);
        CaseView { texts, mentions, logins, leases, legs, ..CaseView::default() }
    }
}

fn legs(keys: &Keys, words: &Keys, trips: &[Trip<'_>]) -> Vec<Leg> {
    let leg = |(trip, row): (&Trip<'_>, u64)| Leg {
        record: RecordRef { exhibit: ExhibitId(trip.exhibit), row },
        traveller: id(keys, trip.traveller),
        origin: id(words, trip.origin),
        destination: id(words, trip.destination),
        departs: Some(when(trip.hour, trip.precision)),
        arrives: (trip.lasts > 0).then(|| when(trip.hour + trip.lasts, trip.precision)),
        service: id(words, trip.service),
        booking: id(words, trip.booking),
        status: id(words, trip.status),
    };
    let mut legs: Vec<Leg> = trips.iter().zip(800_001u64..).map(leg).collect();
    legs.sort_by_key(|leg| (leg.departs, leg.record));
    legs
}

fn id(keys: &Keys, text: &str) -> KeyId {
    keys.id(text).unwrap_or(0)
}

fn payment(keys: &Keys, pay: &Pay<'_>, row: u64) -> Payment {
    let currency = Currency::from_code(pay.currency).unwrap_or(Currency::NONE);
    Payment {
        record: RecordRef { exhibit: ExhibitId(pay.exhibit), row },
        from: match pay.side {
            Side::Both => PaymentSource::Transfer,
            Side::Payer | Side::Payee => PaymentSource::Entry,
        },
        payer: id(keys, pay.payer),
        payee: id(keys, pay.payee),
        when: when(pay.hour, pay.precision),
        minor: pay.minor,
        currency,
        fee: (pay.fee > 0).then_some(Money { minor: pay.fee, currency }),
        pay_out: None,
        side: pay.side,
        reference: (!pay.reference.is_empty()).then(|| id(keys, pay.reference)),
        status: pay.status,
    }
}

fn event(keys: &Keys, meet: &Meet<'_>, row: u64) -> Event {
    let start = when(meet.hour, Precision::Second);
    Event {
        record: RecordRef { exhibit: ExhibitId(meet.exhibit), row },
        from: id(keys, meet.from),
        to: id(keys, meet.to),
        start,
        end_us: start.earliest_us + meet.minutes * 60 * SECOND_US,
        answered: meet.answered,
        said: 0,
    }
}
