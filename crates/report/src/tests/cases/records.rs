//! The tables of a case page as the view that questions see.
//!
//! Records are named as the report names them: `EX-1/3` is row 3 of exhibit 1. Times are in the
//! zone of the case, and as fine as they are written: `2026-03-02` is a day, `2026-03-02 18:05` a
//! minute.

use std::collections::{BTreeMap, BTreeSet};

use analysis::AskSettings;
use analysis::links::{Decided, Verdict};
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use model::money::{DecimalMark, read_minor};
use model::time::{Precision, ZoneSource};
use model::views::{
    CaseView, ClockFacts, Covered, Event, Holder, KeyId, Keys, Lease, Leg, Login, Mention, Payment,
    PaymentSource, PaymentStatus, SharedFile, Side, TextId, Together, When,
};
use model::{Currency, Digest, ExhibitId, Money, RecordRef};

use super::page::{Row, Table};

/// Columns that name a party or a reference.
const KEYED: [&str; 11] = [
    "payer",
    "payee",
    "from",
    "to",
    "reference",
    "identifier",
    "other",
    "account",
    "subscriber",
    "traveller",
    "holder",
];

/// Columns that describe a party, in the order of its fields; the second is the account.
const PARTS: [&str; 9] =
    ["name", "", "handle", "phone", "phone stated", "email", "document", "address", "birth date"];

/// Columns that describe devices and journeys.
const DESCRIBED: [&str; 6] = ["device", "origin", "destination", "service", "booking", "status"];

/// Tables of people, their uses of accounts, answers of access providers, and legs of journeys.
const PEOPLE: [&str; 4] = ["mention", "login", "lease", "leg"];

/// Names of tables of records.
const TABLES: [&str; 4] = ["transfer", "entry", "session", "message"];

/// A case to ask: what the questions see, and what was fixed before.
pub(super) struct Case {
    pub(super) view: CaseView,
    pub(super) settings: AskSettings,
}

impl Case {
    /// The case of these tables, with rows of the same name changed, struck out or added.
    pub(super) fn of(tables: &[Table], changes: &[Table]) -> Self {
        let rows = |kind: &str| changed(tables, changes, kind);
        let settings = settings(&rows("setting"));
        let all = ["payment", "call", "message", "contact", "together", "period"].map(rows);
        let people = PEOPLE.map(rows);
        let files = rows("file");
        let every = || all.iter().chain(&people).flatten().chain(&files);
        let keyed = every().flat_map(|row| KEYED.map(|header| row.stated(header)));
        let headers = || PARTS.into_iter().chain(DESCRIBED);
        let described = every().flat_map(|row| headers().map(|header| row.stated(header)));
        let reading = Reading {
            keys: numbered(keyed.flatten()),
            texts: numbered(described.flatten()),
            zone: TimeZone::get(&settings.zone).unwrap(),
        };
        let mut view = reading.view(&all, &rows("clock"));
        reading.people(&people, &mut view);
        view.shared_files = reading.files(&files);
        Self { view, settings }
    }
}

/// Texts by their number, the empty one first.
fn numbered<'a>(texts: impl Iterator<Item = &'a str>) -> Keys {
    let texts: BTreeSet<String> = texts.map(str::to_owned).collect();
    Keys::from_sorted(std::iter::once(String::new()).chain(texts).collect())
}

fn changed(tables: &[Table], changes: &[Table], kind: &str) -> Vec<Row> {
    let of = |tables: &[Table]| -> Vec<Row> {
        let tables = tables.iter().filter(|table| table.kind == kind);
        tables.flat_map(|table| table.rows.clone()).collect()
    };
    let new = of(changes);
    let mut rows = of(tables);
    rows.retain(|row| new.iter().all(|other| other.name != row.name));
    rows.extend(new.into_iter().filter(|row| !row.is_struck()));
    rows
}

fn settings(rows: &[Row]) -> AskSettings {
    let mut settings = AskSettings::default();
    for row in rows {
        let text = row.cell("value");
        let whole = || text.parse::<i64>().unwrap();
        match row.name.as_str() {
            "zone" => text.clone_into(&mut settings.zone),
            "seed" => settings.seed = text.parse().unwrap(),
            "q" => settings.q = text.parse().unwrap(),
            "window_before_s" => settings.window_before_s = whole(),
            "window_after_s" => settings.window_after_s = whole(),
            "pay_days" => settings.pay_days = vec![text.parse().unwrap()],
            "match_window_s" => settings.money.match_window_s = whole(),
            "hop_gap_s" => settings.money.hop_gap_s = whole(),
            "loss_permille" => settings.money.loss_permille = whole(),
            "episode_gap_s" => settings.money.episode_gap_s = whole(),
            "named" => settings.network.named = vec![text.to_owned()],
            "nodes_min" => settings.network.nodes_min = text.parse().unwrap(),
            "parties_min" => settings.persons.parties_min = text.parse().unwrap(),
            "not same" | "same" | "unsure" => settings.decided.push(decided(&row.name, text)),
            other => panic!("no page can set `{other}`; add it here"),
        }
    }
    settings
}

/// `key, key (D-1)`: what a person decided of two keys.
fn decided(verdict: &str, text: &str) -> Decided {
    let (keys, by) = text.trim_end_matches(')').split_once(" (").unwrap();
    let (left, right) = keys.split_once(", ").unwrap();
    let verdict = match verdict {
        "same" => Verdict::Same,
        "not same" => Verdict::NotSame,
        _ => Verdict::Unsure,
    };
    Decided { left: left.to_owned(), right: right.to_owned(), verdict, by: by.to_owned() }
}

/// How cells are read: keys by their number, times in the zone of the case.
struct Reading {
    keys: Keys,
    texts: Keys,
    zone: TimeZone,
}

impl Reading {
    fn view(
        &self,
        [payments, calls, messages, contacts, together, periods]: &[Vec<Row>; 6],
        clocks: &[Row],
    ) -> CaseView {
        let events = |rows: &[Row]| {
            let mut events: Vec<Event> = rows.iter().map(|row| self.event(row)).collect();
            events.sort_by_key(|event| (event.start, event.record));
            events
        };
        let mut view = CaseView {
            payments: payments.iter().map(|row| self.payment(row)).collect(),
            sessions: events(calls),
            messages: events(messages),
            contacts: events(contacts),
            together: together.iter().map(|row| self.together(row)).collect(),
            clocks: clocks.iter().map(clock).collect(),
            ..CaseView::default()
        };
        view.payments.sort_by_key(|payment| (payment.when, payment.record));
        view.together.sort_unstable();
        view.covered = periods.iter().map(|row| self.covered(row, &view)).collect();
        view.keys = self.keys.clone();
        view
    }

    /// Mentions, uses, answers and legs, with their texts.
    fn people(&self, [mentions, logins, leases, legs]: &[Vec<Row>; 4], view: &mut CaseView) {
        view.mentions = mentions.iter().map(|row| self.mention(row)).collect();
        view.mentions.sort_unstable();
        view.logins = logins.iter().map(|row| self.login(row)).collect();
        view.logins.sort_by_key(|login| (login.at, login.record));
        view.leases = leases.iter().map(|row| self.lease(row)).collect();
        view.legs = legs.iter().map(|row| self.leg(row)).collect();
        view.legs.sort_by_key(|leg| (leg.departs, leg.record));
        view.texts = self.texts.clone();
    }

    fn mention(&self, row: &Row) -> Mention {
        Mention {
            key: self.key(row, "account"),
            parts: PARTS.map(|header| self.text(row, header)),
            record: record(&row.name),
            records: 1,
        }
    }

    fn login(&self, row: &Row) -> Login {
        Login {
            record: record(&row.name),
            account: self.key(row, "account"),
            at: self.when(row.cell("when")),
            address: self.text(row, "address"),
            port: row.stated("port").map(|port| port.parse().unwrap()),
            device: self.text(row, "device"),
        }
    }

    fn lease(&self, row: &Row) -> Lease {
        let ports = |range: &str| {
            let (first, last) = range.split_once('-').unwrap();
            (first.parse().unwrap(), last.parse().unwrap())
        };
        Lease {
            record: record(&row.name),
            subscriber: self.key(row, "subscriber"),
            address: self.text(row, "address"),
            ports: row.stated("ports").map(ports),
            start: row.stated("from").map(|text| self.when(text)),
            end: row.stated("until").map(|text| self.when(text)),
            device: self.text(row, "device"),
        }
    }

    fn leg(&self, row: &Row) -> Leg {
        Leg {
            record: record(&row.name),
            traveller: self.key(row, "traveller"),
            origin: self.text(row, "origin"),
            destination: self.text(row, "destination"),
            departs: row.stated("departs").map(|text| self.when(text)),
            arrives: row.stated("arrives").map(|text| self.when(text)),
            service: self.text(row, "service"),
            booking: self.text(row, "booking"),
            status: self.text(row, "status"),
        }
    }

    /// Files by their content, each with who holds it; a content is named by a word.
    fn files(&self, rows: &[Row]) -> Vec<SharedFile> {
        let mut held: BTreeMap<&str, Vec<Holder>> = BTreeMap::new();
        for row in rows {
            let record = record(&row.name);
            held.entry(row.cell("content")).or_default().push(Holder {
                exhibit: record.exhibit,
                owner: self.key(row, "holder"),
                record,
                first: row.stated("when").map(|text| self.when(text)),
            });
        }
        let held = held.into_iter().zip(1u8..);
        held.map(|((_, holders), number)| SharedFile { digest: Digest([number; 32]), holders })
            .collect()
    }

    fn text(&self, row: &Row, header: &str) -> TextId {
        row.stated(header).and_then(|text| self.texts.id(text)).unwrap_or(0)
    }

    fn key(&self, row: &Row, header: &str) -> KeyId {
        row.stated(header).and_then(|text| self.keys.id(text)).unwrap_or(0)
    }

    fn when(&self, text: &str) -> When {
        let precision = match text.len() {
            10 => Precision::Day,
            16 => Precision::Minute,
            _ => Precision::Second,
        };
        let at = |local: DateTime| self.zone.to_timestamp(local).unwrap().as_microsecond();
        let (earliest_us, next_us) = if precision == Precision::Day {
            let day: Date = text.parse().unwrap();
            (at(day.into()), at(day.tomorrow().unwrap().into()))
        } else {
            let earliest_us = at(text.parse().unwrap());
            (earliest_us, earliest_us + precision.span_us())
        };
        When { earliest_us, latest_us: next_us - 1, precision, zone_source: ZoneSource::InValue }
    }

    fn payment(&self, row: &Row) -> Payment {
        let side = match row.stated("stated as") {
            None | Some("transfer") => Side::Both,
            Some("debit") => Side::Payer,
            Some("credit") => Side::Payee,
            Some(other) => panic!("{}: a payment is no `{other}`", row.name),
        };
        let status = match row.stated("status") {
            None | Some("paid") => PaymentStatus::Done,
            Some("pending") => PaymentStatus::Pending,
            Some("cancelled") => PaymentStatus::Undone,
            Some(other) => panic!("{}: no status is `{other}`", row.name),
        };
        let Money { minor, currency } = money(row.cell("amount"));
        Payment {
            record: record(&row.name),
            from: match side {
                Side::Both => PaymentSource::Transfer,
                Side::Payer | Side::Payee => PaymentSource::Entry,
            },
            payer: self.key(row, "payer"),
            payee: self.key(row, "payee"),
            when: self.when(row.cell("when")),
            minor,
            currency,
            fee: row.stated("fee").map(money),
            pay_out: None,
            side,
            reference: row.stated("reference").and_then(|text| self.keys.id(text)),
            status,
        }
    }

    fn event(&self, row: &Row) -> Event {
        let start = self.when(row.cell("when"));
        let minutes: i64 = row.stated("minutes").map_or(0, |text| text.parse().unwrap());
        Event {
            record: record(&row.name),
            from: self.key(row, "from"),
            to: self.key(row, "to"),
            start,
            end_us: start.earliest_us + minutes * 60_000_000,
            answered: row.stated("answered") != Some("no"),
            said: 0,
        }
    }

    fn together(&self, row: &Row) -> Together {
        let (key, other) = (self.key(row, "identifier"), self.key(row, "other"));
        Together { key, other, record: record(&row.name) }
    }

    /// A period, whole days from first to last; its records are those of the page.
    fn covered(&self, row: &Row, view: &CaseView) -> Covered {
        let (exhibit, kind) = row.name.split_once(' ').unwrap();
        let exhibit: ExhibitId = exhibit.parse().unwrap();
        let table = TABLES.into_iter().find(|table| *table == kind).unwrap();
        let payments = view.payments.iter().map(|payment| (payment.record, payment.from.table()));
        let of = |events: &[Event], table| -> Vec<(RecordRef, &'static str)> {
            events.iter().map(|event| (event.record, table)).collect()
        };
        let records = payments
            .chain(of(&view.sessions, "session"))
            .chain(of(&view.messages, "message"))
            .filter(|(record, of)| record.exhibit == exhibit && *of == table)
            .count();
        Covered {
            inside: String::new(),
            exhibit,
            table,
            account: None,
            from_us: self.when(row.cell("from")).earliest_us,
            until_us: self.when(row.cell("until")).latest_us,
            stated: row.cell("stated") == "yes",
            records: records as u64,
        }
    }
}

/// The table a payment is kept in.
trait InTable {
    fn table(self) -> &'static str;
}

impl InTable for PaymentSource {
    fn table(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Entry => "entry",
        }
    }
}

/// `EX-1/3`.
fn record(name: &str) -> RecordRef {
    let (exhibit, row) = name.split_once('/').unwrap_or_else(|| panic!("`{name}` is no record"));
    RecordRef { exhibit: exhibit.parse().unwrap(), row: row.parse().unwrap() }
}

/// `50.00 EUR`.
fn money(text: &str) -> Money {
    let (amount, code) = text.split_once(' ').unwrap_or_else(|| panic!("`{text}` is no amount"));
    let currency = Currency::from_code(code).unwrap();
    let (minor, _) = read_minor(amount, DecimalMark::Point, currency.exponent()).unwrap();
    Money { minor, currency }
}

/// A column of times, `EX-1 transfer.sent`, as it was counted when the exhibit was read.
fn clock(row: &Row) -> ClockFacts {
    let (exhibit, column) = row.name.split_once(' ').unwrap();
    let count = |header: &str| row.stated(header).map_or(0, |text| text.parse().unwrap());
    ClockFacts {
        exhibit: exhibit.parse().unwrap(),
        column: column.to_owned(),
        zone: row.cell("zone").to_owned(),
        zone_source: match row.cell("zone from") {
            "each value" => ZoneSource::InValue,
            "a person" => ZoneSource::ExhibitSetting,
            "the operator" => ZoneSource::OperatorDefault,
            _ => ZoneSource::Assumed,
        },
        stated: count("times"),
        day_only: count("days only"),
        on_hour: count("on the hour"),
        on_noon: count("at noon"),
        on_midnight: count("at midnight"),
        in_fold: count("in a repeated hour"),
        duplicates: count("duplicates"),
        examples: vec![record(row.cell("example"))],
    }
}
