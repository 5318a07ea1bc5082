//! Differences between the clocks of two exhibits, from payments that both state.

use std::collections::BTreeMap;

use model::time::Precision;
use model::views::{CaseView, Payment};
use model::{ExhibitId, RecordRef};
use serde::Serialize;

use crate::questions::ledger::{Ledger, Matched};

/// Matched payments needed before a difference of clocks is stated: two may agree by accident.
pub(super) const PAIRS_MIN: usize = 3;

/// How near a whole number of hours a difference must lie, and how little it may vary, to look
/// like a zone that was read wrongly: a minute, the resolution of many exports.
const WHOLE_HOUR_S: i64 = 60;

/// By how much the times of one exhibit lie after those of another for the same payments.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ClockOffset {
    /// The exhibit whose times come first at the median.
    pub earlier: ExhibitId,
    /// The other.
    pub later: ExhibitId,
    /// Payments that both state with a clock time.
    pub pairs: usize,
    /// Median difference, seconds, never negative.
    pub median_s: i64,
    /// A tenth of the differences lie below.
    pub low_s: i64,
    /// A tenth of the differences lie above.
    pub high_s: i64,
    /// The whole hours the difference amounts to, where it looks like a zone read wrongly.
    pub whole_hours: Option<i64>,
    /// The records of both.
    #[serde(skip)]
    pub(super) records: Vec<RecordRef>,
}

/// Microseconds between the two records of one payment.
type Difference = (i64, [RecordRef; 2]);

/// Differences of all pairs of exhibits with enough payments in common.
pub(super) fn offsets(view: &CaseView, ledger: &Ledger) -> Vec<ClockOffset> {
    let mut differences = BTreeMap::<(ExhibitId, ExhibitId), Vec<Difference>>::new();
    // Weighed sides were joined by the days between them, which therefore say nothing of clocks.
    let several = ledger.events.iter().filter(|event| {
        !matches!(event.matched, Matched::Single | Matched::Repeated | Matched::Weighed)
    });
    for event in several {
        let clocked: Vec<&Payment> = ledger
            .rows(event)
            .iter()
            .filter_map(|row| view.payments.get(*row as usize))
            .filter(|payment| payment.when.precision < Precision::Hour)
            .collect();
        for (at, a) in clocked.iter().enumerate() {
            for b in clocked.iter().skip(at + 1) {
                let (a, b) = if a.record <= b.record { (a, b) } else { (b, a) };
                if a.record.exhibit != b.record.exhibit {
                    differences
                        .entry((a.record.exhibit, b.record.exhibit))
                        .or_default()
                        .push((difference_s(a, b), [a.record, b.record]));
                }
            }
        }
    }
    differences
        .into_iter()
        .filter(|(_, found)| found.len() >= PAIRS_MIN)
        .map(|((a, b), found)| offset(a, b, found))
        .collect()
}

/// How long the second is stamped after the first, seconds.
fn difference_s(first: &Payment, second: &Payment) -> i64 {
    second.when.earliest_us.saturating_sub(first.when.earliest_us).div_euclid(1_000_000)
}

fn offset(a: ExhibitId, b: ExhibitId, mut found: Vec<(i64, [RecordRef; 2])>) -> ClockOffset {
    found.sort_unstable();
    let at = |tenths: usize| {
        let index = (found.len() - 1) * tenths / 10;
        found.get(index).map_or(0, |(seconds, _)| *seconds)
    };
    let (low, median, high) = (at(1), at(5), at(9));
    let (earlier, later, low_s, median_s, high_s) =
        if median < 0 { (b, a, -high, -median, -low) } else { (a, b, low, median, high) };
    let hours = (median_s + 1_800).div_euclid(3_600);
    let whole = hours > 0
        && (median_s - hours * 3_600).abs() <= WHOLE_HOUR_S
        && high_s - low_s <= 2 * WHOLE_HOUR_S;
    ClockOffset {
        earlier,
        later,
        pairs: found.len(),
        median_s,
        low_s,
        high_s,
        whole_hours: whole.then_some(hours),
        records: found.into_iter().flat_map(|(_, records)| records).collect(),
    }
}
