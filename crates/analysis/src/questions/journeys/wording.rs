//! What the journeys say: what was read, what contradicts itself, stays near a payee and what changed
//! meanwhile, and who travelled together.

use std::collections::BTreeSet;

use model::finding::{Finding, Strength};
use model::{Card, RecordRef, Sentence, Value};

use super::Together;
use super::{Change, Conflict, JourneySettings, Journeys, LegStated, Near, Place, Reach, Stay};
use crate::basis::Basis;
use crate::citing::{Cited, count, recorded};

/// The findings of the journeys; none where no record states a leg.
pub(super) fn findings(card: &Card, basis: &Basis<'_>, journeys: &Journeys) -> Vec<Finding> {
    let tests = journeys.stays.iter().flat_map(|stay| &stay.near);
    let m = tests.map(|near| [&near.payments, &near.calls].map(|c| c.p.is_some()));
    let m = m.map(|pair| pair.iter().filter(|is| **is).count() as u64).sum();
    let page = Page { card, journeys, settings: &basis.settings.journeys, q: basis.settings.q, m };
    let shown = page.settings.shown_max;
    let mut findings: Vec<Finding> = page.list().into_iter().collect();
    findings.extend(journeys.conflicts.iter().take(shown).filter_map(|c| page.conflict(c)));
    let near = journeys.stays.iter().flat_map(|stay| stay.near.iter().map(move |n| (stay, n)));
    findings.extend(near.take(shown).filter_map(|(stay, near)| page.near(stay, near)));
    findings.extend(journeys.together.iter().take(shown).filter_map(|pair| page.together(pair)));
    findings
}

struct Page<'a> {
    card: &'a Card,
    journeys: &'a Journeys,
    settings: &'a JourneySettings,
    q: f64,
    /// Changes tested in the case.
    m: u64,
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn term(key: &str) -> Value {
    Value::Term(key.to_owned())
}

impl Page<'_> {
    fn list(&self) -> Option<Finding> {
        let journeys = self.journeys;
        let legs = || journeys.legs.iter().flat_map(|leg| leg.records.iter().copied());
        let gone = || journeys.not_travelled.iter().flat_map(|leg| leg.records.iter().copied());
        let cited = Cited::of(legs().chain(gone()).chain(journeys.unplaced.iter().copied()));
        let travellers: BTreeSet<&str> =
            journeys.legs.iter().map(|leg| leg.traveller.as_str()).collect();
        let ends = || journeys.legs.iter().flat_map(|leg| [&leg.origin, &leg.destination]);
        let are = |is: fn(&Place) -> bool| count(ends().filter(|place| is(place)).count());
        let statement = cited
            .says("journeys-list")?
            .with("legs", count(journeys.legs.len()))
            .with("travellers", count(travellers.len()))
            .with("stays", count(journeys.stays.len()))
            .with("near", count(journeys.stays.iter().filter(|s| !s.near.is_empty()).count()));
        let mut finding = recorded(self.card, "list".to_owned(), statement);
        finding.detail.extend(cited.says("journeys-places").map(|said| {
            said.with("resolved", are(|place| matches!(place, Place::Resolved(_))))
                .with("ambiguous", are(|place| matches!(place, Place::Ambiguous { .. })))
                .with("unknown", are(|place| matches!(place, Place::Unknown { .. })))
        }));
        finding.detail.extend(cited.in_part());
        let gone = Cited::of(gone());
        finding.contrary.extend(
            gone.says("journeys-not-travelled")
                .map(|said| said.with("legs", count(journeys.not_travelled.len()))),
        );
        let unplaced = Cited::of(journeys.unplaced.iter().copied());
        finding.contrary.extend(
            unplaced
                .says("journeys-unplaced")
                .map(|said| said.with("legs", count(journeys.unplaced.len()))),
        );
        if journeys.legs.is_empty() {
            finding.strength = Strength::InsufficientData;
        }
        Some(finding)
    }

    fn conflict(&self, conflict: &Conflict) -> Option<Finding> {
        let one = self.journeys.legs.get(conflict.one)?;
        let other = self.journeys.legs.get(conflict.other)?;
        let cited = Cited::of(one.records.iter().chain(&other.records).copied());
        let statement =
            cited.says("journeys-conflict")?.with("traveller", stated(&conflict.traveller));
        let id = format!("conflict-{}-{}", first(one), first(other));
        let mut finding = recorded(self.card, id, statement);
        for leg in [one, other] {
            let cited = Cited::of(leg.records.iter().copied());
            finding.detail.extend(cited.says("journeys-leg").map(|said| {
                said.with("origin", stated(&leg.origin.name()))
                    .with("destination", stated(&leg.destination.name()))
                    .with("departs", Value::Instant(leg.departs_us.0))
                    .with("until", Value::Instant(leg.over_us()))
            }));
        }
        finding.contrary.extend(cited.says("journeys-conflict-means"));
        Some(finding)
    }

    fn near(&self, stay: &Stay, near: &Near) -> Option<Finding> {
        let changes = [&near.payments, &near.calls];
        let own = stay.records.iter().chain(&near.records);
        let cited = Cited::of(own.copied());
        let statement = cited
            .says("journeys-stay")?
            .with("traveller", stated(&stay.traveller))
            .with("place", stated(&stay.at.to_string()))
            .with("from", Value::Instant(stay.span.from_us))
            .with("until", Value::Instant(stay.span.until_us))
            .with("payee", stated(&near.payee))
            .with("address", stated(&near.at.to_string()))
            .with(
                "reach",
                term(match near.reach {
                    Reach::Locality => "journeys-reach-locality",
                    Reach::Country => "journeys-reach-country",
                }),
            );
        let id = format!("stay-{}-{}-{}", stay.traveller, stay.span.from_us, near.payee);
        let mut finding = recorded(self.card, id, statement);
        let sorts = ["journeys-payments", "journeys-calls"];
        for (change, sort) in changes.into_iter().zip(sorts) {
            finding.detail.extend(told(change, sort, self.settings));
        }
        finding.contrary.extend(against(stay, near, &cited));
        finding.alternatives.extend(innocent(stay, near, &cited));
        if let Some(least) = changes.iter().filter_map(|change| change.p).min_by(f64::total_cmp) {
            let rejected = changes.iter().filter_map(|change| change.q).any(|q| q <= self.q);
            finding.strength =
                Strength::Tested { p: least, m: self.m, rejected, lr: None, lr_cap: None };
        }
        Some(finding)
    }

    fn together(&self, pair: &Together) -> Option<Finding> {
        let cited = Cited::of(pair.records.iter().copied());
        let statement = cited
            .says("journeys-together")?
            .with("one", stated(&pair.one))
            .with("other", stated(&pair.other))
            .with("origin", stated(&pair.origin))
            .with("destination", stated(&pair.destination))
            .with("days", count(pair.days));
        let id =
            format!("together-{}-{}-{}-{}", pair.one, pair.other, pair.origin, pair.destination);
        let mut finding = recorded(self.card, id, statement);
        finding.detail.extend(cited.says("journeys-together-how").map(|said| {
            said.with("service", count(pair.same_service))
                .with("booking", count(pair.same_booking))
                .with("one_days", count(pair.each.0))
                .with("other_days", count(pair.each.1))
        }));
        finding.alternatives.extend(match pair.p {
            Some(p) => cited.says("journeys-base-rate").map(|said| {
                said.with("days", count(pair.route_days))
                    .with("legs", count(pair.others_legs))
                    .with("p", Value::PValue(p))
            }),
            None => cited
                .says("journeys-no-base-rate")
                .map(|said| said.with("legs", count(pair.others_legs))),
        });
        if let (Some(p), Some(q)) = (pair.p, pair.q) {
            let m = self.journeys.together.iter().filter(|pair| pair.p.is_some()).count() as u64;
            let rejected = q <= self.q;
            finding.strength = Strength::Tested { p, m, rejected, lr: None, lr_cap: None };
        }
        Some(finding)
    }
}

/// The first record of a leg, to name it by.
fn first(leg: &LegStated) -> String {
    leg.records.first().map_or_else(String::new, RecordRef::to_string)
}

/// Counts before, during and after, and what the test says of them.
fn told(change: &Change, sort: &'static str, settings: &JourneySettings) -> Vec<Sentence> {
    let cited = Cited::of(change.records.iter().copied());
    let counts = cited.says("journeys-change").map(|said| {
        said.with("sort", term(sort))
            .with("before", Value::Count(change.before))
            .with("during", Value::Count(change.during))
            .with("after", Value::Count(change.after))
            .with("low", Value::Share(change.share.0))
            .with("high", Value::Share(change.share.1))
    });
    let tested = match change.p {
        Some(p) => cited.says("journeys-change-tested").map(|said| {
            said.with("windows", count(change.windows))
                .with("few", count(change.as_few))
                .with("many", count(change.as_many))
                .with("p", Value::PValue(p))
        }),
        None => cited.says("journeys-change-few").map(|said| {
            said.with("windows", count(change.windows))
                .with("windows_min", count(settings.windows_min))
        }),
    };
    counts.into_iter().chain(tested).collect()
}

/// What speaks against the stay: contact that came later, a leg only booked, times that do not decide.
fn against(stay: &Stay, near: &Near, cited: &Cited) -> Vec<Sentence> {
    let mut said: Vec<Sentence> = Vec::new();
    let template =
        if near.is_before_contact { "journeys-before-contact" } else { "journeys-after-contact" };
    said.extend(
        cited.says(template).map(|said| said.with("first", Value::Instant(near.first_contact_us))),
    );
    if stay.companions.is_none() {
        said.extend(cited.says("journeys-no-booking"));
    }
    if stay.is_only_booked {
        said.extend(cited.says("journeys-only-booked"));
    }
    let unsure = near.payments.unsure + near.calls.unsure;
    if unsure > 0 {
        said.extend(
            cited.says("journeys-unsure").map(|said| said.with("records", Value::Count(unsure))),
        );
    }
    said
}

/// What else explains that somebody went there: visits before, long or many stays, company, and how
/// many others went.
fn innocent(stay: &Stay, near: &Near, cited: &Cited) -> Vec<Sentence> {
    let visits = cited.says("journeys-visits").map(|said| {
        said.with("earlier", count(stay.earlier_stays))
            .with("stays", count(stay.stays))
            .with("days", Value::Count(stay.days.unsigned_abs()))
    });
    let company = stay.companions.and_then(|companions| {
        Some(cited.says("journeys-company")?.with("companions", count(companions)))
    });
    let others = cited.says("journeys-others").filter(|_| stay.others.1 > 0).map(|said| {
        said.with("others", count(stay.others.0))
            .with("travellers", count(stay.others.1))
            .with("country", stated(&near.at.country))
    });
    visits.into_iter().chain(company).chain(others).collect()
}
