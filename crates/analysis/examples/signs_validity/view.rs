//! The plan of the synthetic case as the view that questions see, without files and engine: one key a
//! person, so that only the questions are measured.

use casetest::plan::{Operator, Plan};
use model::party::PARTY_FIELDS;
use model::time::{Precision, ZoneSource};
use model::views::{
    CaseView, Covered, Event, KeyId, Keys, Leg, Login, Mention, Payment, PaymentSource,
    PaymentStatus, Side, When,
};
use model::{Currency, ExhibitId, RecordRef};
use rand::SeedableRng;
use rand::seq::SliceRandom as _;
use rand_chacha::ChaCha8Rng;

/// The key of a person.
pub(crate) fn key(plan: &Plan, person: u32) -> String {
    plan.people.get(person as usize).map(|one| format!("phone:{}", one.phone)).unwrap_or_default()
}

pub(crate) fn when(at_s: i64) -> When {
    When {
        earliest_us: at_s * 1_000_000,
        latest_us: at_s * 1_000_000 + 999_999,
        precision: Precision::Second,
        zone_source: ZoneSource::InValue,
    }
}

struct Making<'a> {
    plan: &'a Plan,
    keys: Keys,
    texts: Keys,
}

/// The view of a plan.
pub(crate) fn view(plan: &Plan) -> CaseView {
    let numbers = 0..u32::try_from(plan.people.len()).unwrap_or(0);
    let making = Making {
        plan,
        keys: sorted(numbers.map(|person| key(plan, person)).collect()),
        texts: sorted(described(plan)),
    };
    let mut view = CaseView {
        payments: making.payments(),
        sessions: making.sessions(),
        messages: making.messages(),
        mentions: making.mentions(),
        logins: making.logins(),
        legs: making.legs(),
        ..CaseView::default()
    };
    view.covered = Making::covered(&view);
    view.keys = making.keys;
    view.texts = making.texts;
    view
}

/// Texts as keys, nothing stated among them.
pub(crate) fn sorted(mut texts: Vec<String>) -> Keys {
    texts.push(String::new());
    texts.sort_unstable();
    texts.dedup();
    Keys::from_sorted(texts)
}

fn described(plan: &Plan) -> Vec<String> {
    let people = plan
        .people
        .iter()
        .flat_map(|one| [one.name(), format!("{}, {}", one.city, country(one)), one.born.clone()]);
    let legs = plan.journeys.iter().flat_map(|leg| [&leg.from, &leg.to, &leg.status]).cloned();
    people.chain(legs).chain(plan.logins.iter().map(|login| login.address.clone())).collect()
}

fn country(person: &casetest::people::Person) -> &'static str {
    match person.side {
        casetest::people::Side::Payer => "IT",
        casetest::people::Side::Payee => "PH",
    }
}

fn record(exhibit: u32, row: usize) -> RecordRef {
    RecordRef { exhibit: ExhibitId(exhibit), row: row as u64 + 1 }
}

impl Making<'_> {
    fn id(&self, person: u32) -> KeyId {
        self.keys.id(&key(self.plan, person)).unwrap_or(0)
    }

    fn text(&self, text: &str) -> u32 {
        self.texts.id(text).unwrap_or(0)
    }

    fn pair(&self, pair: u32) -> Option<(KeyId, KeyId, u32)> {
        let pair = self.plan.pairs.get(pair as usize)?;
        let exhibit = match pair.operator {
            Operator::MtoA => 1,
            Operator::MtoB => 2,
            Operator::WalletC => 3,
        };
        Some((self.id(pair.payer), self.id(pair.payee), exhibit))
    }

    fn payments(&self) -> Vec<Payment> {
        let currency = Currency::from_code("EUR").unwrap_or(Currency::NONE);
        let all = self.plan.payments.iter().enumerate().filter_map(|(row, payment)| {
            let (payer, payee, exhibit) = self.pair(payment.pair)?;
            Some(Payment {
                record: record(exhibit, row),
                from: PaymentSource::Transfer,
                payer,
                payee,
                when: when(payment.at_s),
                minor: payment.minor,
                currency,
                fee: None,
                pay_out: None,
                side: Side::Both,
                reference: None,
                status: if payment.undone { PaymentStatus::Undone } else { PaymentStatus::Done },
            })
        });
        let mut all: Vec<Payment> = all.collect();
        all.sort_by_key(|payment| (payment.when, payment.record));
        all
    }

    fn event(at: RecordRef, (from, to): (KeyId, KeyId), at_s: i64, lasts_s: i64) -> Event {
        let start = when(at_s);
        let end_us = start.earliest_us + lasts_s * 1_000_000;
        Event { record: at, from, to, start, end_us, answered: true, said: at.row }
    }

    fn sessions(&self) -> Vec<Event> {
        let all = self.plan.sessions.iter().enumerate().filter_map(|(row, call)| {
            let (payer, payee, _) = self.pair(call.pair)?;
            let event = Self::event(record(4, row), (payer, payee), call.start_s, call.duration_s);
            Some(Event { answered: call.duration_s > 0, ..event })
        });
        ordered(all.collect())
    }

    fn messages(&self) -> Vec<Event> {
        let written = self.plan.messages.iter().enumerate().filter_map(|(row, message)| {
            let (payer, payee, _) = self.pair(message.pair)?;
            let way = if message.from_payer { (payer, payee) } else { (payee, payer) };
            Some(Self::event(record(5, row), way, message.at_s, 0))
        });
        let met = self.plan.meetings.iter().enumerate().map(|(row, meeting)| {
            let way = (self.id(meeting.from), self.id(meeting.to));
            Self::event(record(6, row), way, meeting.at_s, 0)
        });
        ordered(written.chain(met).collect())
    }

    fn mentions(&self) -> Vec<Mention> {
        let place = |name| PARTY_FIELDS.iter().position(|(field, _)| *field == name);
        let mut all: Vec<Mention> = self
            .plan
            .people
            .iter()
            .enumerate()
            .map(|(row, one)| {
                let mut parts = [0; PARTY_FIELDS.len()];
                let stated = [
                    ("name", one.name()),
                    ("address", format!("{}, {}", one.city, country(one))),
                    ("birth_date", one.born.clone()),
                ];
                for (field, text) in stated {
                    if let Some(slot) = place(field).and_then(|at| parts.get_mut(at)) {
                        *slot = self.text(&text);
                    }
                }
                Mention { key: self.id(one.number), parts, record: record(7, row), records: 1 }
            })
            .collect();
        all.sort_unstable();
        all
    }

    fn logins(&self) -> Vec<Login> {
        let mut all: Vec<Login> = self
            .plan
            .logins
            .iter()
            .enumerate()
            .map(|(row, login)| Login {
                record: record(8, row),
                account: self.id(login.person),
                at: when(login.at_s),
                address: self.text(&login.address),
                port: Some(login.port),
                device: 0,
            })
            .collect();
        all.sort_by_key(|login| (login.at, login.record));
        all
    }

    fn legs(&self) -> Vec<Leg> {
        let mut all: Vec<Leg> = self
            .plan
            .journeys
            .iter()
            .enumerate()
            .map(|(row, leg)| Leg {
                record: record(9, row),
                traveller: self.id(leg.traveller),
                origin: self.text(&leg.from),
                destination: self.text(&leg.to),
                departs: Some(when(leg.departs_s)),
                arrives: Some(when(leg.departs_s + 57_600)),
                service: 0,
                booking: 0,
                status: self.text(&leg.status),
            })
            .collect();
        all.sort_by_key(|leg| (leg.departs, leg.record));
        all
    }

    fn covered(view: &CaseView) -> Vec<Covered> {
        let times = view.payments.iter().map(|payment| payment.when.earliest_us);
        let (from_us, until_us) = (times.clone().min().unwrap_or(0), times.max().unwrap_or(0));
        let of = |exhibit| Covered {
            exhibit: ExhibitId(exhibit),
            table: "transfer",
            inside: String::new(),
            account: None,
            from_us,
            until_us,
            stated: true,
            records: 1,
        };
        (1..=3).map(of).collect()
    }
}

fn ordered(mut events: Vec<Event>) -> Vec<Event> {
    events.sort_by_key(|event| (event.start, event.record));
    events
}

/// The same case with its times dealt anew: payments among payments, calls among calls, messages among
/// messages. Who dealt with whom, how often and for how much stays.
pub(crate) fn shuffled(mut view: CaseView, seed: u64) -> CaseView {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    let mut whens: Vec<When> = view.payments.iter().map(|payment| payment.when).collect();
    whens.shuffle(&mut random);
    view.payments.iter_mut().zip(whens).for_each(|(payment, when)| payment.when = when);
    view.payments.sort_by_key(|payment| (payment.when, payment.record));
    for events in [&mut view.sessions, &mut view.messages] {
        let mut starts: Vec<(When, i64)> =
            events.iter().map(|event| (event.start, event.end_us)).collect();
        starts.shuffle(&mut random);
        for (event, (start, end_us)) in events.iter_mut().zip(starts) {
            (event.start, event.end_us) = (start, end_us);
        }
        events.sort_by_key(|event| (event.start, event.record));
    }
    view
}
