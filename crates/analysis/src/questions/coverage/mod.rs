//! Coverage: for which periods and accounts records came, and where they are missing.
//!
//! Every later figure can only be as complete as this. A month without a record inside a period,
//! or a stretch between two exhibits, is named; what it means is left open.

mod wording;

#[cfg(test)]
mod tests;

use std::collections::HashMap;

use fixedbitset::FixedBitSet;
use model::Card;
use model::finding::Answer;
use model::views::{CaseView, Covered, Event, KeyId, When};
use model::{ExhibitId, RecordRef};
use serde::Serialize;

use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::citing;
use crate::question::Question;
use crate::windows::{self, Span, Windows};

/// The question of coverage.
pub struct CoverageQuestion;

static CARD: Card = Card {
    code: "ANA-002",
    name: "coverage",
    version: 3,
    question: "For which periods and accounts did records come, and where are they missing?",
    assumes: &[
        "a period stated by a source was searched whole",
        "where no period is stated, the first and the last record bound what is known to be covered",
        "calls and messages of different exhibits between the same parties are one event where their times meet within two seconds and nothing they state differs",
        "less than a day between two exhibits is no stretch that is missing: answers end with a day, a minute or a last record",
    ],
    cannot_show: &[
        "that nothing happened in a period without records: an answer holds only what was asked for and kept",
        "whether a source searched under other spellings, numbers or accounts than those requested",
    ],
    parameters: &[
        ("zone", "time zone in which months are counted"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &["rules of this house; see the case page coverage"],
    error_rates: &[],
};

/// What one exhibit covers for one kind of record and one account.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SourceCoverage {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Kind of record, as table name.
    pub table: &'static str,
    /// The member of a container that states the period for itself; empty for the exhibit.
    #[serde(skip_serializing_if = "String::is_empty")]
    pub inside: String,
    /// The account; `None` for the whole exhibit or member.
    pub account: Option<String>,
    /// The period.
    pub span: Span,
    /// Whether the source states the period.
    pub period: Period,
    /// Records in it.
    pub records: u64,
    /// Months that lie wholly in the period and hold no record, `2024-01`; always none for kinds of
    /// record whose times the questions do not see (log-ins, journeys).
    pub empty_months: Vec<String>,
    /// Months that lie wholly in the period.
    pub whole_months: usize,
    /// First and last record seen.
    pub bounds: Option<(RecordRef, RecordRef)>,
    /// The records before and after each row of empty months.
    #[serde(skip)]
    around: Vec<RecordRef>,
}

/// Where a period comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Period {
    /// The source states it.
    Stated,
    /// The first and last record span it.
    Spanned,
}

impl SourceCoverage {
    /// Empty months to be expected if its records fell into its months by chance alone.
    #[expect(clippy::cast_precision_loss, reason = "counts of months and records, for a mean")]
    pub fn empty_expected(&self) -> f64 {
        let months = self.whole_months.max(1) as f64;
        months * (-(self.records as f64) / months).exp()
    }
}

/// A stretch between two exhibits that none of them covers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Missing {
    /// Kind of record.
    pub table: &'static str,
    /// The account; `None` where the exhibits are covered as a whole.
    pub account: Option<String>,
    /// The stretch.
    pub span: Span,
    /// The exhibits before and after it.
    pub exhibits: (ExhibitId, ExhibitId),
    /// The last record before and the first after it.
    pub bounds: (RecordRef, RecordRef),
}

/// Shortest stretch between two exhibits that is told: see the card.
const MISSING_US: i64 = 86_400_000_000;

/// The coverage of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Coverage {
    /// Period by period, in the order of the view.
    pub sources: Vec<SourceCoverage>,
    /// Stretches between exhibits.
    pub missing: Vec<Missing>,
}

/// The windows for which a case holds records of one table: of an account where a period is
/// stated for it, and of whole exhibits.
pub fn windows(view: &CaseView, table: &str, account: Option<KeyId>) -> Windows {
    view.covered
        .iter()
        .filter(|covered| covered.table == table)
        .filter(|covered| covered.account.is_none() || covered.account == account)
        .map(|covered| Span::holding(covered.from_us, covered.until_us))
        .collect()
}

/// What two coverages have in common: the only time in which their records can be compared.
pub fn window(a: &Windows, b: &Windows) -> Windows {
    a.intersection(b)
}

impl Coverage {
    /// The coverage of a case, with months in `zone`.
    pub fn of(view: &CaseView, zone: &str) -> Self {
        let spans = view.covered.iter().map(|part| Span::holding(part.from_us, part.until_us));
        let Some(hull) = windows::hull(spans) else {
            return Self::default();
        };
        let calendar = Calendar::of(zone, hull.from_us, hull.until_us);
        let seen = Seen::of(view);
        let sources: Vec<SourceCoverage> =
            view.covered.iter().map(|covered| source(view, covered, &seen, &calendar)).collect();
        let missing = missing(&sources);
        Self { sources, missing }
    }
}

/// A record with its time.
type Timed = (i64, RecordRef);

/// Records by exhibit, table and account, in order of time.
#[derive(Default)]
struct Seen {
    place: HashMap<(ExhibitId, &'static str, Option<KeyId>), usize>,
    lists: Vec<Vec<Timed>>,
}

impl Seen {
    fn of(view: &CaseView) -> Self {
        let accounts: FixedBitSet =
            view.covered.iter().filter_map(|covered| Some(covered.account? as usize)).collect();
        let mut seen = Self::default();
        let mut add = |table, record: RecordRef, when: &When, keys: [KeyId; 2]| {
            let own = keys.into_iter().filter(|key| accounts.contains(*key as usize)).map(Some);
            for account in own.chain([None]) {
                seen.push((record.exhibit, table, account), (when.earliest_us, record));
            }
        };
        for payment in &view.payments {
            let table = match payment.from {
                model::views::PaymentSource::Transfer => "transfer",
                model::views::PaymentSource::Entry => "entry",
            };
            add(table, payment.record, &payment.when, [payment.payer, payment.payee]);
        }
        let mut events = |table, events: &[Event]| {
            for event in events {
                add(table, event.record, &event.start, [event.from, event.to]);
            }
        };
        events("session", &view.sessions);
        events("message", &view.messages);
        // Officers' contact logs are messages by kind, and contacts to the questions.
        events("message", &view.contacts);
        events("contact", &view.contacts);
        // The lists of a view are in order of time already; only the mixed ones move.
        for list in &mut seen.lists {
            list.sort_unstable();
        }
        seen
    }

    fn push(&mut self, source: (ExhibitId, &'static str, Option<KeyId>), record: Timed) {
        let at = *self.place.entry(source).or_insert(self.lists.len());
        match self.lists.get_mut(at) {
            Some(list) => list.push(record),
            None => self.lists.push(vec![record]),
        }
    }

    fn within(&self, covered: &Covered) -> &[Timed] {
        let key = (covered.exhibit, covered.table, covered.account);
        let list = self.place.get(&key).and_then(|at| self.lists.get(*at));
        let list = list.map(Vec::as_slice).unwrap_or_default();
        let start = list.partition_point(|(us, _)| *us < covered.from_us);
        let end = list.partition_point(|(us, _)| *us <= covered.until_us);
        list.get(start..end).unwrap_or_default()
    }
}

fn source(view: &CaseView, covered: &Covered, seen: &Seen, calendar: &Calendar) -> SourceCoverage {
    let span = Span::holding(covered.from_us, covered.until_us);
    let records = seen.within(covered);
    let mut held: Vec<usize> = records.iter().filter_map(|(us, _)| calendar.month(*us)).collect();
    held.dedup();
    let whole: Vec<usize> = (0..calendar.months())
        .filter(|month| {
            let until = calendar.month_start_us(month + 1).unwrap_or(i64::MAX);
            calendar.month_start_us(*month).is_some_and(|start| start >= span.from_us)
                && until <= span.until_us
        })
        .collect();
    let is_empty = |month: &usize| !records.is_empty() && held.binary_search(month).is_err();
    let empty: Vec<usize> = whole.iter().copied().filter(is_empty).collect();
    let mut around = Vec::new();
    for month in &empty {
        let start_us = calendar.month_start_us(*month).unwrap_or(i64::MAX);
        let after = records.partition_point(|(us, _)| *us < start_us);
        let before = after.checked_sub(1).and_then(|at| records.get(at));
        around.extend(before.into_iter().chain(records.get(after)).map(|(_, record)| *record));
    }
    let end = |at: Option<&Timed>| at.map(|(_, record)| *record);
    SourceCoverage {
        exhibit: covered.exhibit,
        table: covered.table,
        inside: covered.inside.clone(),
        account: covered.account.map(|key| view.keys.text(key).to_owned()),
        span,
        period: if covered.stated { Period::Stated } else { Period::Spanned },
        records: covered.records,
        empty_months: empty.iter().map(|m| calendar.month_name(*m).to_owned()).collect(),
        whole_months: whole.len(),
        bounds: end(records.first()).zip(end(records.last())),
        around,
    }
}

/// Stretches between the exhibits of one table and account.
fn missing(sources: &[SourceCoverage]) -> Vec<Missing> {
    let mut order: Vec<&SourceCoverage> = sources.iter().collect();
    order.sort_by_key(|source| (source.table, &source.account, source.span));
    let mut missing = Vec::new();
    for group in order.chunk_by(|a, b| (a.table, &a.account) == (b.table, &b.account)) {
        let mut reach: Option<&SourceCoverage> = None;
        for source in group {
            if let Some(before) = reach
                && source.span.from_us.saturating_sub(before.span.until_us) >= MISSING_US
                && let (Some((_, last)), Some((first, _))) = (before.bounds, source.bounds)
            {
                missing.push(Missing {
                    table: source.table,
                    account: source.account.clone(),
                    span: Span { from_us: before.span.until_us, until_us: source.span.from_us },
                    exhibits: (before.exhibit, source.exhibit),
                    bounds: (last, first),
                });
            }
            if reach.is_none_or(|before| before.span.until_us < source.span.until_us) {
                reach = Some(source);
            }
        }
    }
    missing
}

impl Question for CoverageQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let coverage = Coverage::of(view, &settings.zone);
        let parameters =
            [("zone", settings.zone.clone()), ("shown_max", settings.money.shown_max.to_string())];
        let findings = wording::findings(&CARD, &coverage, basis, settings.money.shown_max);
        citing::answer(&CARD, &parameters, findings)
    }
}
