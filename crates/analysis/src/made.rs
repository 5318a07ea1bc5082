//! Small cases for the tests of the questions, written down payment by payment.

use std::collections::BTreeSet;

use model::party::PARTY_FIELDS;
use model::time::{Precision, ZoneSource};
use model::views::{
    CaseView, ClockFacts, Covered, Event, KeyId, Keys, LeftOut, Leg, Mention, Payment,
    PaymentSource, PaymentStatus, Side, Together, When,
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

/// A party as a record states it.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Told<'a> {
    pub(crate) key: &'a str,
    pub(crate) name: &'a str,
    pub(crate) address: &'a str,
    pub(crate) birth_date: &'a str,
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
    pub(crate) covered: Vec<Covered>,
    pub(crate) clocks: Vec<ClockFacts>,
    pub(crate) left_out: Vec<LeftOut>,
    pub(crate) trips: Vec<Trip<'a>>,
    pub(crate) told: Vec<Told<'a>>,
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
        texts.extend(self.trips.iter().map(|trip| trip.traveller.to_owned()));
        texts.extend(self.told.iter().map(|told| told.key.to_owned()));
        let keys = Keys::from_sorted(texts.into_iter().collect());
        let words = self.words();
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
        CaseView {
            payments,
            sessions,
            messages,
            contacts,
            together,
            covered: self.covered.clone(),
            clocks: self.clocks.clone(),
            left_out: self.left_out.clone(),
            legs: legs(&keys, &words, &self.trips),
            mentions: mentions(&keys, &words, &self.told),
            texts: words,
            keys,
            ..CaseView::default()
        }
    }

    /// Descriptions: places, services, bookings; names, addresses, birth dates.
    fn words(&self) -> Keys {
        let mut words = BTreeSet::from([String::new()]);
        for trip in &self.trips {
            let own = [trip.origin, trip.destination, trip.service, trip.booking, trip.status];
            words.extend(own.map(str::to_owned));
        }
        for told in &self.told {
            words.extend([told.name, told.address, told.birth_date].map(str::to_owned));
        }
        Keys::from_sorted(words.into_iter().collect())
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
    let mut legs: Vec<Leg> = trips.iter().zip(500_001u64..).map(leg).collect();
    legs.sort_by_key(|leg| (leg.departs, leg.record));
    legs
}

fn mentions(keys: &Keys, words: &Keys, told: &[Told<'_>]) -> Vec<Mention> {
    let mention = |(told, row): (&Told<'_>, u64)| {
        let mut parts = [0; PARTY_FIELDS.len()];
        // Name, address and birth date stand first, eighth and ninth among the parts.
        [parts[0], parts[7], parts[8]] =
            [told.name, told.address, told.birth_date].map(|text| id(words, text));
        let record = RecordRef { exhibit: ExhibitId(1), row };
        Mention { key: id(keys, told.key), parts, record, records: 1 }
    };
    let mut mentions: Vec<Mention> = told.iter().zip(600_001u64..).map(mention).collect();
    mentions.sort_unstable();
    mentions
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
