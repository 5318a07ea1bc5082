//! What changed during a stay: counts before, during and after, against equal-length windows.
//!
//! The stay is laid beside windows of its own length, end to end before and after it, all inside
//! what the exhibits cover. Its rank among them is the p-value; with few windows there is none.

use model::RecordRef;
use model::views::KeyId;
use serde::Serialize;

use crate::basis::Basis;
use crate::statistics::binomial::exact_interval;
use crate::windows::{Span, Windows, hull};

/// Windows laid on each side of a stay at most.
const WINDOWS_MAX: i64 = 500;

/// Counts around a stay.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Change {
    /// In the window of equal length before the stay.
    pub before: u64,
    /// During the stay.
    pub during: u64,
    /// In the window of equal length after it.
    pub after: u64,
    /// The share of the three that fell into the stay, with 95 % certainty (Clopper–Pearson);
    /// without a change it is a third.
    pub share: (f64, f64),
    /// Windows of equal length inside the coverage, the stay left out.
    pub windows: usize,
    /// Of those, with as few as during the stay.
    pub as_few: usize,
    /// Of those, with as many.
    pub as_many: usize,
    /// Two-sided p-value of the rank; `None` with too few windows.
    pub p: Option<f64>,
    /// The same with all tests of the case counted (Benjamini & Yekutieli).
    pub q: Option<f64>,
    /// Records not counted, because their time can lie inside or outside.
    pub unsure: u64,
    /// The records during the stay and in the windows beside it.
    pub records: Vec<RecordRef>,
}

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Payments,
    Calls,
}

/// The change of a series of instants during a stay.
pub(super) fn of(
    basis: &Basis<'_>,
    stay: Span,
    events: &[(i64, i64, RecordRef)],
    kind: Kind,
    pair: (KeyId, KeyId),
) -> Change {
    let covered = covered(basis, events, kind, pair);
    let length_us = stay.measure_us().max(1);
    let shifted = |by: i64| Span {
        from_us: stay.from_us.saturating_add(by.saturating_mul(length_us)),
        until_us: stay.until_us.saturating_add(by.saturating_mul(length_us)),
    };
    let inside = |span: Span| {
        events.iter().filter(move |(from, to, _)| *from >= span.from_us && *to < span.until_us)
    };
    let is_covered = |span: Span| covered.holds(span.from_us, span.until_us - 1);
    let count = |by: i64| inside(shifted(by)).count() as u64;
    let during = count(0);
    let others: Vec<u64> = (1..=WINDOWS_MAX)
        .flat_map(|by| [-by, by])
        .filter(|by| is_covered(shifted(*by)))
        .map(count)
        .collect();
    let as_few = others.iter().filter(|n| **n <= during).count();
    let as_many = others.iter().filter(|n| **n >= during).count();
    let enough = others.len() >= basis.settings.journeys.windows_min && is_covered(stay);
    let rank = |hits: usize| (1.0 + hits as f64) / (1.0 + others.len() as f64);
    let (before, after) = (count(-1), count(1));
    let crosses = |(from, to, _): &&(i64, i64, RecordRef)| {
        [stay.from_us, stay.until_us].iter().any(|edge| from < edge && to >= edge)
    };
    Change {
        before,
        during,
        after,
        share: exact_interval(during, before + during + after, 0.95),
        windows: others.len(),
        as_few,
        as_many,
        p: enough.then(|| (2.0 * rank(as_few.min(as_many))).min(1.0)),
        q: None,
        unsure: events.iter().filter(crosses).count() as u64,
        records: [-1, 0, 1].iter().flat_map(|by| inside(shifted(*by))).map(|e| e.2).collect(),
    }
}

/// What the exhibits that state such events of the pair cover; the span of the events themselves
/// where nothing is known.
fn covered(
    basis: &Basis<'_>,
    events: &[(i64, i64, RecordRef)],
    kind: Kind,
    (one, other): (KeyId, KeyId),
) -> Windows {
    let links = basis.links();
    let is_table = |table: &str| match kind {
        Kind::Payments => table == "transfer" || table == "entry",
        Kind::Calls => table == "session",
    };
    let concerns = |account: Option<KeyId>| {
        account.map(|key| links.identity(key)).is_none_or(|key| key == one || key == other)
    };
    let holds = |exhibit| events.iter().any(|(.., record)| record.exhibit == exhibit);
    let parts = basis
        .view
        .covered
        .iter()
        .filter(|part| is_table(part.table) && concerns(part.account) && holds(part.exhibit));
    let windows: Windows = parts.map(|part| Span::holding(part.from_us, part.until_us)).collect();
    if !windows.is_empty() {
        return windows;
    }
    let own = hull(events.iter().map(|(from, to, _)| Span::holding(*from, *to)));
    own.map(Windows::from).unwrap_or_default()
}
