//! Clocks: how each exhibit tells the time, where its times heap up, and how clocks differ.
//!
//! Nothing in time can be compared before this is known: a zone that was assumed, an export that
//! writes noon where it knows no hour, two exhibits an hour apart.

mod offset;
mod wording;

#[cfg(test)]
mod tests;

pub use offset::ClockOffset;

use model::finding::Answer;
use model::time::ZoneSource;
use model::views::{CaseView, ClockFacts};
use model::{Card, ExhibitId};
use serde::Serialize;

use crate::basis::Basis;
use crate::citing;
use crate::question::Question;
use crate::questions::ledger::Ledger;

/// The question of clocks.
pub struct ClocksQuestion;

/// Share of clock times on 12:00:00 above which the column is said to heap there: fourteen times
/// what minutes spread evenly over a day would give (1 in 1,440).
pub const NOON_SHARE_MAX: f64 = 0.01;

/// Share of clock times on the exact hour above which the column is said to heap there: three
/// times what minutes spread evenly over an hour would give (1 in 60).
pub const HOUR_SHARE_MAX: f64 = 0.05;

/// Clock times needed before a share is called a heap.
pub const CLOCK_TIMES_MIN: u64 = 20;

static CARD: Card = Card {
    code: "ANA-004",
    name: "clocks",
    version: 1,
    question: "How do the exhibits tell the time: in which zone, how finely, and with which faults?",
    assumes: &[
        "a whole column of an exhibit is written by one clock in one way",
        "payments matched by the ledger happened once, so that a difference of their times is a difference of clocks, of booking, or of both",
    ],
    cannot_show: &[
        "that a clock was right: only that clocks agree or differ",
        "the true time of a record that heaps on noon or on midnight",
    ],
    parameters: &[
        ("noon_share_max", "share on 12:00:00 above which a column heaps there"),
        ("hour_share_max", "share on the exact hour above which a column heaps there"),
        ("clock_times_min", "clock times needed before a share is called a heap"),
        ("pairs_min", "matched payments needed before a difference of clocks is stated"),
        ("shown_max", "findings of one kind shown at most"),
    ],
    sources: &["heaping of reported times: rules of this house; see the case page clocks"],
    error_rates: &[],
};

/// One column of times of one exhibit.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ColumnClock {
    /// The exhibit.
    pub exhibit: ExhibitId,
    /// Table and column.
    pub column: String,
    /// Zone; empty where the records differ.
    pub zone: String,
    /// Where the zone came from.
    pub zone_source: ZoneSource,
    /// Times stated.
    pub stated: u64,
    /// Of those, with a clock time.
    pub clocked: u64,
    /// Share of the clock times on the exact hour.
    pub on_hour_share: f64,
    /// Share on 12:00:00.
    pub on_noon_share: f64,
    /// Share on 00:00:00.
    pub on_midnight_share: f64,
    /// Times in an hour that the zone's clocks repeat.
    pub in_fold: u64,
    /// Records equal to another of the exhibit in every stated field.
    pub duplicates: u64,
    /// What is remarkable in it, in a fixed order.
    pub remarks: Vec<Remark>,
}

/// Something to keep in mind when times of a column are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Remark {
    /// Its zone was assumed.
    ZoneAssumed,
    /// Its records state several zones.
    ZonesDiffer,
    /// Times heap on noon.
    NoonHeap,
    /// Times heap on midnight: days written as instants.
    MidnightHeap,
    /// Times heap on exact hours.
    HourHeap,
    /// No clock time at all.
    DayOnly,
}

/// The clocks of a case.
#[derive(Debug, Clone, Default, PartialEq, Serialize)]
pub struct Clocks {
    /// Column by column.
    pub columns: Vec<ColumnClock>,
    /// Differences between exhibits, by exhibits.
    pub offsets: Vec<ClockOffset>,
}

impl Clocks {
    /// The clocks of a case, with differences from payments that the ledger matched.
    pub fn of(view: &CaseView, ledger: &Ledger) -> Self {
        Self {
            columns: view.clocks.iter().map(column).collect(),
            offsets: offset::offsets(view, ledger),
        }
    }
}

fn column(facts: &ClockFacts) -> ColumnClock {
    let clocked = facts.stated.saturating_sub(facts.day_only);
    let on = |times: u64| share(times, clocked);
    let mut clock = ColumnClock {
        exhibit: facts.exhibit,
        column: facts.column.clone(),
        zone: facts.zone.clone(),
        zone_source: facts.zone_source,
        stated: facts.stated,
        clocked,
        on_hour_share: on(facts.on_hour),
        on_noon_share: on(facts.on_noon),
        on_midnight_share: on(facts.on_midnight),
        in_fold: facts.in_fold,
        duplicates: facts.duplicates,
        remarks: Vec::new(),
    };
    let enough = clocked >= CLOCK_TIMES_MIN;
    // The two heaps explain their own part of the exact hours.
    let other_hours = on(facts.on_hour.saturating_sub(facts.on_noon + facts.on_midnight));
    for (holds, remark) in [
        (facts.zone_source == ZoneSource::Assumed, Remark::ZoneAssumed),
        (facts.zone.is_empty() && facts.stated > 0, Remark::ZonesDiffer),
        (enough && clock.on_noon_share > NOON_SHARE_MAX, Remark::NoonHeap),
        (enough && clock.on_midnight_share > NOON_SHARE_MAX, Remark::MidnightHeap),
        (enough && other_hours > HOUR_SHARE_MAX, Remark::HourHeap),
        (facts.stated > 0 && clocked == 0, Remark::DayOnly),
    ] {
        if holds {
            clock.remarks.push(remark);
        }
    }
    clock
}

#[expect(clippy::cast_precision_loss, reason = "counts of records, for a share")]
fn share(part: u64, whole: u64) -> f64 {
    if whole == 0 { 0.0 } else { part as f64 / whole as f64 }
}

impl Question for ClocksQuestion {
    fn card(&self) -> &'static Card {
        &CARD
    }

    fn find(&self, basis: &Basis<'_>) -> Answer {
        let Basis { view, settings, .. } = *basis;
        let ledger = basis.ledger();
        let clocks = Clocks::of(view, ledger);
        let parameters = [
            ("noon_share_max", NOON_SHARE_MAX.to_string()),
            ("hour_share_max", HOUR_SHARE_MAX.to_string()),
            ("clock_times_min", CLOCK_TIMES_MIN.to_string()),
            ("pairs_min", offset::PAIRS_MIN.to_string()),
            ("shown_max", settings.money.shown_max.to_string()),
        ];
        let findings = wording::findings(&CARD, view, &clocks, settings.money.shown_max);
        citing::answer(&CARD, &parameters, findings)
    }
}
