//! The clocks of the exhibits, with the differences that the question on clocks found.

use std::collections::BTreeMap;

use casebook::dossier::Dossier;
use model::{ExhibitId, Sentence, Value};
use report::input::ClockFacts;

/// The template in which a difference between two exhibits is told.
const OFFSET: &str = "clocks-offset";

/// Columns by which payments are timed, the first that an exhibit states before the others.
const PAYMENT_TIMES: [&str; 5] =
    ["transfer.sent", "transfer.available", "transfer.paid_out", "entry.booked", "entry.valued"];

/// A difference in seconds against another exhibit; how many payments show it.
struct Offset {
    against: ExhibitId,
    seconds: i64,
    pairs: u64,
}

pub(super) fn clocks(dossier: &Dossier) -> Vec<ClockFacts> {
    let offsets = offsets(dossier);
    let times = |exhibit: ExhibitId| {
        let own = |column: &&&str| {
            dossier.clocks.iter().any(|clock| clock.exhibit == exhibit && clock.column == **column)
        };
        PAYMENT_TIMES.iter().find(own).copied()
    };
    let one = |clock: &model::views::ClockFacts| ClockFacts {
        exhibit: clock.exhibit,
        column: clock.column.clone(),
        zone: clock.zone.clone(),
        zone_source: clock.zone_source,
        stated: clock.stated,
        day_only: clock.day_only,
        on_hour: clock.on_hour,
        on_noon: clock.on_noon,
        on_midnight: clock.on_midnight,
        in_fold: clock.in_fold,
        duplicates: clock.duplicates,
        offset: offsets
            .get(&clock.exhibit)
            .filter(|_| times(clock.exhibit) == Some(clock.column.as_str()))
            .map(|offset| (offset.against, offset.seconds)),
    };
    dossier.clocks.iter().map(one).collect()
}

/// Of each exhibit the difference that most payments show.
fn offsets(dossier: &Dossier) -> BTreeMap<ExhibitId, Offset> {
    let findings = dossier.answers.iter().flat_map(|(_, stored)| &stored.answer.findings);
    let told = findings.map(|finding| &finding.statement).filter(|told| told.template == OFFSET);
    let mut offsets = BTreeMap::<ExhibitId, Offset>::new();
    for (earlier, later, seconds, pairs) in told.filter_map(values) {
        for (own, against, seconds) in [(later, earlier, seconds), (earlier, later, -seconds)] {
            if offsets.get(&own).is_none_or(|known| known.pairs < pairs) {
                offsets.insert(own, Offset { against, seconds, pairs });
            }
        }
    }
    offsets
}

/// Earlier and later exhibit, seconds between them, payments.
fn values(told: &Sentence) -> Option<(ExhibitId, ExhibitId, i64, u64)> {
    let value =
        |name: &str| told.slots.iter().find(|slot| slot.name == name).map(|slot| &slot.value);
    let exhibit = |name: &str| match value(name)? {
        Value::Stated(id) => id.parse().ok(),
        _ => None,
    };
    match (value("median")?, value("pairs")?) {
        (Value::Span(seconds), Value::Count(pairs)) => {
            Some((exhibit("earlier")?, exhibit("later")?, *seconds, *pairs))
        }
        _ => None,
    }
}
