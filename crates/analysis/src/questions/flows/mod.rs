//! Flows: who paid whom, how often, how much, from when to when, month by month.
//!
//! Sums are of one currency only, of payments that the ledger counts once, and never of payments
//! that a record states as undone.

mod fans;
mod figures;
mod rhythm;
mod wording;

#[cfg(test)]
mod tests;

pub(crate) use fans::Acquainted;
pub use fans::{Direction, Fan};
pub use rhythm::{RHYTHM_PAYMENTS_MIN, Rhythm};

use std::cmp::Reverse;

use model::finding::Answer;
use model::views::{CaseView, KeyId};
use model::{Card, Currency, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::citing;
use crate::question::{AskSettings, Question};
use crate::questions::guard::Guard;
use crate::questions::ledger::{Counted, Ledger, LedgerEvent};

/// The question of flows.
pub struct FlowsQuestion;

static CARD: Card = Card {
    code: "ANA-005",
    name: "flows",
    version: 3,
    question: "Who paid whom, how often, how much, and when, according to the records?",
    assumes: &[
        "the ledger counts each payment once",
        "identifiers stated together in a record belong to one party",
    ],
    cannot_show: &[
        "what a payment was for",
        "who used an account or collected the money",
        "amounts across currencies: each currency is summed by itself",
    ],
    parameters: &[
        ("zone", "time zone in which months, weekdays and hours are counted"),
        ("pay_days", "days of the month on which wages are paid, where a person set them"),
        ("fan_min", "distinct payers or payees from which a party is listed as a fan"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &["rules of this house; see the case page flows"],
    error_rates: &[
        "AMLSim with 200 labelled rings (954 of 20,000 accounts): accounts joined by more than one payment of the same two are 643, all of them labelled, 67.4 % of the labelled; in that simulation no other two accounts pay twice, as people do, so that the first figure says little of real records",
        "distinct payers of the ten most paid parties of AMLSim (118,250 transfers) and of LDBC FinBench (37,861 transfers): equal to counts made by another program",
    ],
};

/// What was paid in one month.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct MonthSum {
    /// `2024-01`, in the zone of the case.
    pub month: String,
    /// Payments.
    pub payments: usize,
    /// Their sum in minor units.
    pub sum_minor: i64,
}

/// Payments of one payer to one payee in one currency.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairFlow {
    /// Identity that paid.
    pub payer: String,
    /// Identity that was paid.
    pub payee: String,
    /// Whether the guard holds one of the two as a possible victim, to be met as one first.
    pub possible_victim: bool,
    /// The currency.
    pub currency: Currency,
    /// Payments in totals.
    pub payments: usize,
    /// Their sum in minor units.
    pub sum_minor: i64,
    /// First instant of the first of them.
    pub first_us: i64,
    /// First instant of the last of them.
    pub last_us: i64,
    /// Month by month; payments that can lie in two months are in none.
    pub months: Vec<MonthSum>,
    /// Payments that can lie in two months.
    pub between_months: usize,
    /// Payments left out of totals, by the ledger's rules.
    pub left_out: usize,
    /// Their sum in minor units.
    pub left_out_minor: i64,
    /// Regularity, where there are enough payments.
    pub rhythm: Option<Rhythm>,
    /// The records of the payments in totals.
    pub records: Vec<RecordRef>,
    /// The records of those left out.
    pub left_out_records: Vec<RecordRef>,
    #[serde(skip)]
    pub(crate) keys: (KeyId, KeyId),
}

/// Flows of one currency.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct CurrencyFlow {
    /// The currency.
    pub currency: Currency,
    /// Payments in totals, with or without stated parties.
    pub payments: usize,
    /// Their sum in minor units.
    pub sum_minor: i64,
    /// Pairs of payer and payee.
    pub pairs: usize,
    /// Month by month.
    pub months: Vec<MonthSum>,
    /// Payments that can lie in two months.
    pub between_months: usize,
}

/// The flows of a case.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Flows {
    /// The zone of months and hours.
    pub zone: String,
    /// Currency by currency.
    pub currencies: Vec<CurrencyFlow>,
    /// Pair by pair: most payments first, then the larger sum, then by name.
    pub pairs: Vec<PairFlow>,
    /// Parties with many payers or payees, widest first.
    pub fans: Vec<Fan>,
    /// Payments by weekday (Monday first) and hour of the zone.
    pub week_hours: Vec<u64>,
    /// Payments whose hour is not stated.
    pub without_hour: usize,
    /// Payments in totals that do not state both parties.
    pub without_party: usize,
}

impl Flows {
    /// The flows of a ledger. Same view, ledger and settings, same flows.
    pub fn of(view: &CaseView, ledger: &Ledger, settings: &AskSettings) -> Self {
        let first_us = ledger.events.first().map_or(0, |event| event.when.earliest_us);
        let last_us = ledger.events.iter().map(|event| event.when.latest_us).max().unwrap_or(0);
        let calendar = Calendar::of(&settings.zone, first_us, last_us);
        let pairs = pairs(view, ledger, &calendar, settings);
        let (week_hours, without_hour) = figures::week_hours(ledger, &calendar);
        let without_party = ledger
            .events
            .iter()
            .filter(|event| event.in_totals() && !is_named(view, event))
            .count();
        Self {
            zone: calendar.zone_name().to_owned(),
            currencies: currencies(ledger, &pairs, &calendar),
            fans: fans::fans(view, &pairs, settings.money.fan_min),
            pairs,
            week_hours,
            without_hour,
            without_party,
        }
    }

    /// Marks pairs with a possible victim and puts them, and what such a party pays out, behind the others.
    pub fn guarded(&mut self, guard: &Guard) {
        for pair in &mut self.pairs {
            pair.possible_victim = guard.holds(pair.keys.0) || guard.holds(pair.keys.1);
        }
        self.pairs.sort_by_key(|pair| pair.possible_victim);
        self.fans.sort_by_key(|fan| guard.holds(fan.key));
    }
}

/// Whether an event states both parties.
fn is_named(view: &CaseView, event: &LedgerEvent) -> bool {
    view.keys.is_stated(event.payer) && view.keys.is_stated(event.payee)
}

fn pairs(
    view: &CaseView,
    ledger: &Ledger,
    calendar: &Calendar,
    settings: &AskSettings,
) -> Vec<PairFlow> {
    let mut order: Vec<&LedgerEvent> =
        ledger.events.iter().filter(|event| is_named(view, event)).collect();
    // Stable: events of one pair stay in order of time.
    let key = |event: &LedgerEvent| (event.payer, event.payee, event.currency);
    order.sort_by_key(|event| key(event));
    let mut pairs: Vec<PairFlow> = order
        .chunk_by(|a, b| key(a) == key(b))
        .filter_map(|events| pair(view, ledger, calendar, settings, events))
        .collect();
    pairs.sort_by_key(|pair| {
        (Reverse(pair.payments), pair.currency, Reverse(pair.sum_minor), pair.keys)
    });
    pairs
}

fn pair(
    view: &CaseView,
    ledger: &Ledger,
    calendar: &Calendar,
    settings: &AskSettings,
    events: &[&LedgerEvent],
) -> Option<PairFlow> {
    let any = events.first()?;
    let inside: Vec<&LedgerEvent> =
        events.iter().copied().filter(|event| event.in_totals()).collect();
    let outside: Vec<&LedgerEvent> =
        events.iter().copied().filter(|event| event.counted != Counted::InTotals).collect();
    let cite = |events: &[&LedgerEvent]| -> Vec<RecordRef> {
        let mut records: Vec<RecordRef> =
            events.iter().flat_map(|event| ledger.citations(event, view)).collect();
        records.sort_unstable();
        records
    };
    let (months, between_months) = by_month(&inside, calendar);
    let at = |event: Option<&&LedgerEvent>| event.map_or(0, |event| event.when.earliest_us);
    Some(PairFlow {
        payer: view.keys.text(any.payer).to_owned(),
        payee: view.keys.text(any.payee).to_owned(),
        possible_victim: false,
        currency: any.currency,
        payments: inside.len(),
        sum_minor: sum(&inside),
        first_us: at(inside.first()),
        last_us: at(inside.last()),
        months,
        between_months,
        left_out: outside.len(),
        left_out_minor: sum(&outside),
        rhythm: Rhythm::of(&inside, calendar, &settings.pay_days),
        records: cite(&inside),
        left_out_records: cite(&outside),
        keys: (any.payer, any.payee),
    })
}

fn sum(events: &[&LedgerEvent]) -> i64 {
    events.iter().fold(0i64, |sum, event| sum.saturating_add(event.minor))
}

/// Sums of events in order of time, month by month, and how many can lie in two months.
fn by_month(events: &[&LedgerEvent], calendar: &Calendar) -> (Vec<MonthSum>, usize) {
    let mut months: Vec<(usize, usize, i64)> = Vec::new();
    let mut between = 0;
    for event in events {
        let Some(month) = calendar.month_of(&event.when) else {
            between += 1;
            continue;
        };
        match months.last_mut() {
            Some(last) if last.0 == month => {
                last.1 += 1;
                last.2 = last.2.saturating_add(event.minor);
            }
            _ => months.push((month, 1, event.minor)),
        }
    }
    let name = |(month, payments, sum_minor): (usize, usize, i64)| MonthSum {
        month: calendar.month_name(month).to_owned(),
        payments,
        sum_minor,
    };
    (months.into_iter().map(name).collect(), between)
}

fn currencies(ledger: &Ledger, pairs: &[PairFlow], calendar: &Calendar) -> Vec<CurrencyFlow> {
    let mut inside: Vec<&LedgerEvent> =
        ledger.events.iter().filter(|event| event.in_totals()).collect();
    inside.sort_by_key(|event| event.currency);
    let mut found: Vec<CurrencyFlow> = inside
        .chunk_by(|a, b| a.currency == b.currency)
        .filter_map(|events| {
            let currency = events.first()?.currency;
            let (months, between_months) = by_month(events, calendar);
            let of = pairs.iter().filter(|pair| pair.currency == currency && pair.payments > 0);
            Some(CurrencyFlow {
                currency,
                payments: events.len(),
                sum_minor: sum(events),
                pairs: of.count(),
                months,
                between_months,
            })
        })
        .collect();
    found.sort_by_key(|flow| (Reverse(flow.payments), flow.currency));
    found
}

impl Question for FlowsQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let ledger = basis.ledger();
        let flows = Flows::of(view, ledger, settings);
        let days: Vec<String> = settings.pay_days.iter().map(u8::to_string).collect();
        let parameters = [
            ("zone", flows.zone.clone()),
            ("pay_days", days.join(",")),
            ("fan_min", settings.money.fan_min.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
        ];
        let findings = wording::findings(&CARD, basis, &flows);
        citing::answer(&CARD, &parameters, findings)
    }
}
