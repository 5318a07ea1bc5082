//! The line of time of chosen identities: every record of theirs in order, with how sure the order is.
//!
//! A time is an interval: a record known to the day only may have happened before or after any other
//! of that day, and is marked so. No event is told twice: what several records state of one payment,
//! call or message stands once, with all of them.

use std::collections::BTreeSet;

use model::time::{Precision, ZoneSource};
use model::views::{CaseView, KeyId, PaymentStatus, When};
use model::{Money, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::repeats::Stated;
use crate::windows::Span;

/// What stands in a line of time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Kind {
    /// A payment, undone ones included and marked.
    Payment,
    /// A call.
    Call,
    /// A message.
    Message,
    /// An entry of an address book or contact log.
    Contact,
    /// A use of an account.
    Login,
    /// The beginning of a network address held.
    Lease,
    /// The departure of a leg.
    Departure,
    /// The arrival of a leg.
    Arrival,
    /// The earliest time stated for a file that several hold.
    File,
}

/// Every kind.
pub const KINDS: [Kind; 9] = [
    Kind::Payment,
    Kind::Call,
    Kind::Message,
    Kind::Contact,
    Kind::Login,
    Kind::Lease,
    Kind::Departure,
    Kind::Arrival,
    Kind::File,
];

/// What to tell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Filter {
    /// Keys of identities; all identities where there is none.
    pub keys: Vec<String>,
    /// Kinds; all where there is none.
    pub kinds: BTreeSet<Kind>,
    /// Only what can have happened in this span.
    pub span: Option<Span>,
}

/// How a row stands to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// It is the first, or certainly later than all before it.
    Certain,
    /// Its time overlaps that of a row before it: either may have been first.
    Uncertain,
}

/// A row of the line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Row {
    /// First instant it can mean.
    pub earliest_us: i64,
    /// Last instant it can mean.
    pub latest_us: i64,
    /// How finely it is stated.
    pub precision: Precision,
    /// Where its zone came from.
    pub zone_source: ZoneSource,
    /// How it stands to what is before it.
    pub order: Order,
    /// Rows, before or after, with which it overlaps.
    pub overlaps: usize,
    /// What it is.
    pub kind: Kind,
    /// Who: payer, caller, sender, holder, traveller; as stated.
    pub from: String,
    /// The other; empty where there is none.
    pub to: String,
    /// The amount of a payment.
    pub money: Option<Money>,
    /// What is stated beside: places, device, address, digest, `undone`, `missed`.
    pub detail: String,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// A line of time.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct Timeline {
    /// The rows, by earliest instant, then latest, then kind and record.
    pub rows: Vec<Row>,
    /// Rows whose place is not certain.
    pub uncertain: usize,
    /// Records of the chosen that state no time, by kind and record: they are nowhere in the line.
    pub undated: Vec<(Kind, RecordRef)>,
    /// Keys that the case does not know.
    pub unknown: Vec<String>,
}

/// The line of time of a case. Same basis and filter, same line.
pub fn of(basis: &Basis<'_>, filter: &Filter) -> Timeline {
    let view = basis.view;
    let known = |key: &String| view.keys.id(key).map(|key| basis.links().identity(key));
    let chosen: BTreeSet<KeyId> = filter.keys.iter().filter_map(known).collect();
    let unknown = filter.keys.iter().filter(|key| known(key).is_none()).cloned().collect();
    let mut line =
        Line { basis, filter, chosen, found: Timeline { unknown, ..Timeline::default() } };
    line.payments();
    line.events();
    line.accounts();
    line.legs();
    line.files();
    let mut found = line.found;
    found.rows.sort_by(|a, b| {
        let key = |row: &Row| (row.earliest_us, row.latest_us, row.kind);
        key(a).cmp(&key(b)).then_with(|| a.records.cmp(&b.records))
    });
    found.undated.sort_unstable();
    order(&mut found);
    found
}

/// Marks every row whose time overlaps another's.
fn order(line: &mut Timeline) {
    let starts: Vec<i64> = line.rows.iter().map(|row| row.earliest_us).collect();
    let mut ends: Vec<i64> = line.rows.iter().map(|row| row.latest_us).collect();
    ends.sort_unstable();
    let mut reach = i64::MIN;
    for (number, row) in line.rows.iter_mut().enumerate() {
        // Others that begin by its end, less those that end before it begins, less itself.
        let begun = starts.partition_point(|start| *start <= row.latest_us);
        let over = ends.partition_point(|end| *end < row.earliest_us);
        row.overlaps = begun.saturating_sub(over).saturating_sub(1);
        row.order =
            if number > 0 && row.earliest_us <= reach { Order::Uncertain } else { Order::Certain };
        reach = reach.max(row.latest_us);
        line.uncertain += usize::from(row.order == Order::Uncertain);
    }
}

/// A line while it is gathered.
struct Line<'a> {
    basis: &'a Basis<'a>,
    filter: &'a Filter,
    chosen: BTreeSet<KeyId>,
    found: Timeline,
}

impl Line<'_> {
    fn wants(&self, kind: Kind) -> bool {
        self.filter.kinds.is_empty() || self.filter.kinds.contains(&kind)
    }

    fn concerns(&self, key: KeyId) -> bool {
        self.filter.keys.is_empty() || self.chosen.contains(&self.basis.links().identity(key))
    }

    /// Takes a row up if it is of a chosen identity, kind and time.
    fn add(&mut self, kind: Kind, ends: (KeyId, Option<KeyId>), when: Option<When>, told: Told) {
        let concerned = self.concerns(ends.0) || ends.1.is_some_and(|to| self.concerns(to));
        if !concerned || !self.wants(kind) {
            return;
        }
        let view: &CaseView = self.basis.view;
        let Some(when) = when.filter(|when| when.precision != Precision::Absent) else {
            self.found.undated.extend(told.records.into_iter().map(|record| (kind, record)));
            return;
        };
        let is_inside =
            |span: Span| when.earliest_us < span.until_us && when.latest_us >= span.from_us;
        if !self.filter.span.is_none_or(is_inside) {
            return;
        }
        self.found.rows.push(Row {
            earliest_us: when.earliest_us,
            latest_us: when.latest_us,
            precision: when.precision,
            zone_source: when.zone_source,
            order: Order::Certain,
            overlaps: 0,
            kind,
            from: view.keys.text(ends.0).to_owned(),
            to: ends.1.map_or("", |to| view.keys.text(to)).to_owned(),
            money: told.money,
            detail: told.detail,
            records: told.records,
        });
    }

    fn payments(&mut self) {
        let (view, ledger) = (self.basis.view, self.basis.ledger());
        for event in &ledger.events {
            let undone = event.status == PaymentStatus::Undone;
            let told = Told {
                money: Some(Money { minor: event.minor, currency: event.currency }),
                detail: if undone { "undone".to_owned() } else { String::new() },
                records: ledger.citations(event, view).collect(),
            };
            let ends = (event.payer_stated, Some(event.payee_stated));
            self.add(Kind::Payment, ends, Some(event.when), told);
        }
    }

    fn events(&mut self) {
        let (view, repeats) = (self.basis.view, self.basis.repeats());
        let calls = repeats.sessions.each(&view.sessions).map(|one| (Kind::Call, one));
        let messages = repeats.messages.each(&view.messages).map(|one| (Kind::Message, one));
        let contacts = view.contacts.iter().map(|event| (Kind::Contact, Stated::once(event)));
        for (kind, one) in calls.chain(messages).chain(contacts) {
            let event = one.event;
            let missed = kind == Kind::Call && !event.answered;
            let detail = if missed { "missed".to_owned() } else { String::new() };
            let told = Told { money: None, detail, records: one.records().collect() };
            self.add(kind, (event.from, Some(event.to)), Some(event.start), told);
        }
    }

    fn accounts(&mut self) {
        let view = self.basis.view;
        let words = |parts: &[u32]| {
            let stated = parts.iter().map(|id| view.texts.text(*id));
            stated.filter(|text| !text.is_empty()).collect::<Vec<_>>().join(", ")
        };
        for login in &view.logins {
            let told = Told::plain(words(&[login.address, login.device]), login.record);
            self.add(Kind::Login, (login.account, None), Some(login.at), told);
        }
        for lease in &view.leases {
            let told = Told::plain(words(&[lease.address, lease.device]), lease.record);
            self.add(Kind::Lease, (lease.subscriber, None), lease.start, told);
        }
    }

    fn legs(&mut self) {
        let view = self.basis.view;
        for leg in &view.legs {
            let text = |id| view.texts.text(id);
            let way = format!("{} → {}", text(leg.origin), text(leg.destination));
            let words = [way.as_str(), text(leg.service), text(leg.status)];
            let detail = words.iter().filter(|word| !word.is_empty()).copied();
            let detail = detail.collect::<Vec<_>>().join(", ");
            let told = || Told::plain(detail.clone(), leg.record);
            self.add(Kind::Departure, (leg.traveller, None), leg.departs, told());
            if leg.arrives.is_some() {
                self.add(Kind::Arrival, (leg.traveller, None), leg.arrives, told());
            }
        }
    }

    fn files(&mut self) {
        let view = self.basis.view;
        for file in &view.shared_files {
            for holder in &file.holders {
                let told = Told::plain(file.digest.to_string(), holder.record);
                self.add(Kind::File, (holder.owner, None), holder.first, told);
            }
        }
    }
}

/// What a row tells beside who and when.
struct Told {
    money: Option<Money>,
    detail: String,
    records: Vec<RecordRef>,
}

impl Told {
    fn plain(detail: String, record: RecordRef) -> Self {
        Self { money: None, detail, records: vec![record] }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::made::{HOUR_US, MONDAY_US, Made, Meet, Pay, Trip};
    use crate::question::AskSettings;

    fn meet(hour: i64) -> Meet<'static> {
        let (from, to) = ("app:1", "app:2");
        Meet { exhibit: 2, from, to, hour, minutes: 5, answered: true }
    }

    fn told(made: &Made<'_>, filter: &Filter) -> Timeline {
        let (view, settings) = (made.view(), AskSettings::default());
        of(&Basis::new(&view, &settings), filter)
    }

    fn made() -> Made<'static> {
        Made {
            payments: vec![
                Pay { payer: "app:1", hour: 10, precision: Precision::Day, ..Pay::default() },
                Pay { hour: 80, status: PaymentStatus::Undone, ..Pay::default() },
            ],
            sessions: vec![meet(5), meet(30)],
            messages: vec![meet(12)],
            trips: vec![Trip { traveller: "app:2", hour: 40, ..Trip::default() }],
            ..Made::default()
        }
    }

    #[test]
    fn a_payment_of_a_day_may_come_before_or_after_what_else_that_day_holds() {
        let got = told(&made(), &Filter { keys: vec!["app:1".to_owned()], ..Filter::default() });
        let rows: Vec<(Kind, Order, usize)> =
            got.rows.iter().map(|row| (row.kind, row.order, row.overlaps)).collect();
        let (sure, unsure) = (Order::Certain, Order::Uncertain);
        assert_eq!(
            rows,
            [
                (Kind::Payment, sure, 2),
                (Kind::Call, unsure, 1),
                (Kind::Message, unsure, 1),
                (Kind::Call, sure, 0),
            ]
        );
        assert_eq!(got.uncertain, 2);
    }

    #[test]
    fn kinds_spans_and_keys_choose_and_what_is_unknown_is_said() {
        let all = told(&made(), &Filter::default());
        assert_eq!(all.rows.len(), 7);
        assert!(all.rows.iter().any(|row| row.detail == "undone"));
        let filter = Filter {
            keys: vec!["app:2".to_owned(), "app:9".to_owned()],
            kinds: BTreeSet::from([Kind::Departure, Kind::Arrival]),
            span: Some(Span { from_us: MONDAY_US + 50 * HOUR_US, until_us: i64::MAX }),
        };
        let got = told(&made(), &filter);
        assert_eq!((got.rows.len(), got.rows[0].kind), (1, Kind::Arrival));
        assert_eq!(got.rows[0].detail, "MXP → CEB, flown");
        assert_eq!(got.unknown, ["app:9"]);
    }

    proptest! {
        #[test]
        fn a_row_is_certain_only_where_nothing_before_it_can_be_later(
            hours in prop::collection::vec((0i64..100, any::<bool>()), 0..30),
        ) {
            let pay = |(hour, day): &(i64, bool)| {
                let precision = if *day { Precision::Day } else { Precision::Second };
                Pay { hour: *hour, precision, minor: 1 + hour, ..Pay::default() }
            };
            let payments = hours.iter().map(pay).collect();
            let got = told(&Made { payments, ..Made::default() }, &Filter::default());
            for (at, row) in got.rows.iter().enumerate() {
                let others = got.rows.iter().enumerate().filter(|(other, _)| *other != at);
                let overlaps = others
                    .filter(|(_, other)| {
                        other.earliest_us <= row.latest_us && other.latest_us >= row.earliest_us
                    })
                    .count();
                prop_assert_eq!(row.overlaps, overlaps);
                let before = got.rows[..at].iter().any(|other| other.latest_us >= row.earliest_us);
                prop_assert_eq!(row.order == Order::Uncertain, before);
            }
        }
    }
}
