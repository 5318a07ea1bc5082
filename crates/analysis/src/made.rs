//! Small cases for the tests of the questions, written down payment by payment.

use std::collections::BTreeSet;

use model::time::{Precision, ZoneSource};
use model::views::{
    CaseView, ClockFacts, Covered, Event, KeyId, Keys, LeftOut, Leg, Mention, Payment,
    PaymentSource, PaymentStatus, Side, TextId, Together, When,
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
pub(crate) struct Went<'a> {
    pub(crate) traveller: &'a str,
    pub(crate) origin: &'a str,
    pub(crate) destination: &'a str,
    /// Hours after [`MONDAY_US`].
    pub(crate) hour: i64,
    pub(crate) status: &'a str,
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
    pub(crate) told: Vec<Told<'a>>,
    pub(crate) went: Vec<Went<'a>>,
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
        texts.extend(self.told.iter().map(|told| told.key.to_owned()));
        texts.extend(self.went.iter().map(|went| went.traveller.to_owned()));
        let keys = Keys::from_sorted(texts.into_iter().collect());
        let texts = self.texts();
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
        let (mentions, legs) = self.people(&keys, &texts);
        CaseView {
            texts,
            mentions,
            legs,
            keys,
            payments,
            sessions,
            messages,
            contacts,
            together,
            covered: self.covered.clone(),
            clocks: self.clocks.clone(),
            left_out: self.left_out.clone(),
            ..CaseView::default()
        }
    }
}

impl Made<'_> {
    /// Who is stated how, and who travels.
    fn people(&self, keys: &Keys, texts: &Keys) -> (Vec<Mention>, Vec<Leg>) {
        let mut mentions: Vec<Mention> = self
            .told
            .iter()
            .zip(500_001u64..)
            .map(|(t, row)| mention(keys, texts, t, row))
            .collect();
        mentions.sort_unstable();
        let legs = self.went.iter().zip(600_001u64..).map(|(w, row)| leg(keys, texts, w, row));
        let mut legs: Vec<Leg> = legs.collect();
        legs.sort_by_key(|leg| (leg.departs, leg.record));
        (mentions, legs)
    }

    /// The descriptions of it, each once.
    fn texts(&self) -> Keys {
        let told = self.told.iter().flat_map(|told| [told.name, told.address, told.birth_date]);
        let went = self.went.iter().flat_map(|went| [went.origin, went.destination, went.status]);
        let texts: BTreeSet<&str> = told.chain(went).chain([""]).collect();
        Keys::from_sorted(texts.into_iter().map(str::to_owned).collect())
    }
}

fn mention(keys: &Keys, texts: &Keys, told: &Told<'_>, row: u64) -> Mention {
    let text = |text: &str| -> TextId { texts.id(text).unwrap_or(0) };
    let mut parts = [0; model::party::PARTY_FIELDS.len()];
    [parts[0], parts[7], parts[8]] = [text(told.name), text(told.address), text(told.birth_date)];
    let record = RecordRef { exhibit: ExhibitId(1), row };
    Mention { key: id(keys, told.key), parts, record, records: 1 }
}

fn leg(keys: &Keys, texts: &Keys, went: &Went<'_>, row: u64) -> Leg {
    let text = |text: &str| -> TextId { texts.id(text).unwrap_or(0) };
    Leg {
        record: RecordRef { exhibit: ExhibitId(9), row },
        traveller: id(keys, went.traveller),
        origin: text(went.origin),
        destination: text(went.destination),
        departs: Some(when(went.hour, Precision::Minute)),
        arrives: Some(when(went.hour + 14, Precision::Minute)),
        service: 0,
        booking: 0,
        status: text(went.status),
    }
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
