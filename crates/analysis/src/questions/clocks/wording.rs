//! What the clocks say: column by column, remarkable ones first, then exhibit against exhibit.

use model::finding::Finding;
use model::time::ZoneSource;
use model::views::{CaseView, ClockFacts};
use model::{Card, Sentence, Value};

use super::offset::ClockOffset;
use super::{Clocks, ColumnClock, Remark};
use crate::citing::{Cited, count, recorded};

/// The findings of the clocks.
pub(super) fn findings(
    card: &Card,
    view: &CaseView,
    clocks: &Clocks,
    shown_max: usize,
) -> Vec<Finding> {
    let mut columns: Vec<(&ColumnClock, &ClockFacts)> =
        clocks.columns.iter().zip(&view.clocks).collect();
    columns.sort_by_key(|(clock, facts)| {
        (clock.remarks.is_empty(), facts.exhibit, facts.column.clone())
    });
    let mut findings: Vec<Finding> = columns
        .iter()
        .take(shown_max)
        .filter_map(|(clock, facts)| column(card, clock, facts, clocks.columns.len()))
        .collect();
    findings.extend(clocks.offsets.iter().take(shown_max).filter_map(|found| offset(card, found)));
    findings
}

fn column(card: &Card, clock: &ColumnClock, facts: &ClockFacts, columns: usize) -> Option<Finding> {
    let cited = Cited::of(facts.examples.iter().copied());
    let zone = if clock.zone.is_empty() { "?" } else { &clock.zone };
    let statement = cited
        .says("clocks-column")?
        .with("exhibit", Value::Stated(clock.exhibit.to_string()))
        .with("column", Value::Stated(clock.column.clone()))
        .with("stated", Value::Count(clock.stated))
        .with("clocked", Value::Count(clock.clocked))
        .with("zone", Value::Stated(zone.to_owned()))
        .with("source", Value::Term(source_term(clock.zone_source).to_owned()))
        .with("columns", count(columns));
    let id = format!("{}-{}", clock.exhibit, clock.column);
    let mut finding = recorded(card, id, statement);
    if clock.clocked > 0 {
        finding.detail.extend(cited.says("clocks-heaping").map(|said| {
            said.with("hour", Value::Share(clock.on_hour_share))
                .with("noon", Value::Share(clock.on_noon_share))
                .with("midnight", Value::Share(clock.on_midnight_share))
        }));
    }
    for (records, template) in
        [(clock.in_fold, "clocks-fold"), (clock.duplicates, "clocks-duplicates")]
    {
        if records > 0 {
            let said = cited.says(template);
            finding.detail.extend(said.map(|said| said.with("records", Value::Count(records))));
        }
    }
    let remarks = clock.remarks.iter().filter_map(|remark| cited.says(remark_template(*remark)));
    finding.contrary.extend(remarks);
    Some(finding)
}

fn source_term(source: ZoneSource) -> &'static str {
    match source {
        ZoneSource::InValue => "clocks-zone-in-value",
        ZoneSource::ExhibitSetting => "clocks-zone-exhibit-setting",
        ZoneSource::Place => "clocks-zone-place",
        ZoneSource::OperatorDefault => "clocks-zone-operator-default",
        ZoneSource::Assumed => "clocks-zone-assumed",
    }
}

fn remark_template(remark: Remark) -> &'static str {
    match remark {
        Remark::ZoneAssumed => "clocks-remark-zone-assumed",
        Remark::ZonesDiffer => "clocks-remark-zones-differ",
        Remark::NoonHeap => "clocks-remark-noon",
        Remark::MidnightHeap => "clocks-remark-midnight",
        Remark::HourHeap => "clocks-remark-hour",
        Remark::DayOnly => "clocks-remark-day-only",
    }
}

fn offset(card: &Card, found: &ClockOffset) -> Option<Finding> {
    let cited = Cited::of(found.records.iter().copied());
    let exhibit = |id: model::ExhibitId| Value::Stated(id.to_string());
    let statement = cited
        .says("clocks-offset")?
        .with("pairs", count(found.pairs))
        .with("earlier", exhibit(found.earlier))
        .with("later", exhibit(found.later))
        .with("median", Value::Span(found.median_s))
        .with("low", Value::Span(found.low_s))
        .with("high", Value::Span(found.high_s));
    let id = format!("offset-{}-{}", found.earlier, found.later);
    let mut finding = recorded(card, id, statement);
    let hours = found.whole_hours.and_then(|hours| u64::try_from(hours).ok());
    let zone: Option<Sentence> = hours.and_then(|hours| {
        Some(cited.says("clocks-offset-whole-hours")?.with("hours", Value::Count(hours)))
    });
    finding.contrary.extend(zone);
    finding.alternatives.extend(cited.says("clocks-offset-booking"));
    finding.detail.extend(cited.in_part());
    Some(finding)
}
