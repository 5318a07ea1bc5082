//! Pictures of the flows: hours of the week, and the largest links of a currency.

use model::Currency;
use model::finding::Figure;
use model::time::Precision;

use super::PairFlow;
use crate::calendar::Calendar;
use crate::questions::ledger::Ledger;

/// Links drawn at most: more cannot be told apart on a page.
const LINKS_DRAWN_MAX: usize = 12;

/// Payments in totals by weekday and hour, and how many state no hour.
pub(super) fn week_hours(ledger: &Ledger, calendar: &Calendar) -> (Vec<u64>, usize) {
    let mut counts = vec![0u64; 7 * 24];
    let mut without = 0;
    for event in ledger.events.iter().filter(|event| event.in_totals()) {
        let clocked = event.when.precision <= Precision::Hour;
        let ends = (event.when.earliest_us, event.when.latest_us);
        let at = calendar.weekday_hour(ends.0).filter(|_| clocked);
        // A time in a repeated hour can mean two; both ends must fall into one cell.
        match at.filter(|at| calendar.weekday_hour(ends.1) == Some(*at)) {
            Some((weekday, hour)) => {
                if let Some(count) = counts.get_mut(weekday * 24 + hour) {
                    *count += 1;
                }
            }
            None => without += 1,
        }
    }
    (counts, without)
}

/// The heat map of a week; `None` where no payment states an hour.
pub(super) fn heat_map(counts: &[u64]) -> Option<Figure> {
    counts.iter().any(|count| *count > 0).then(|| Figure::WeekHours {
        title: "flows-figure-week-hours".to_owned(),
        counts: counts.to_vec(),
    })
}

/// The largest links of a currency by sum.
pub(super) fn links(pairs: &[&PairFlow], currency: Currency) -> Option<Figure> {
    let mut largest: Vec<&&PairFlow> = pairs.iter().filter(|pair| pair.sum_minor > 0).collect();
    largest.sort_by_key(|pair| (std::cmp::Reverse(pair.sum_minor), pair.keys));
    let links: Vec<(String, String, i64)> = largest
        .iter()
        .take(LINKS_DRAWN_MAX)
        .map(|pair| (pair.payer.clone(), pair.payee.clone(), pair.sum_minor))
        .collect();
    (!links.is_empty()).then(|| Figure::Flows {
        title: "flows-figure-links".to_owned(),
        currency: currency.to_string(),
        links,
    })
}
