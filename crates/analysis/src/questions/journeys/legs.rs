//! Legs: what records state of journeys, each leg once, and those of one person that contradict
//! each other.

use model::RecordRef;
use model::time::Precision;
use model::views::{CaseView, KeyId, Leg, When};
use serde::Serialize;

use super::place::Place;
use crate::basis::Basis;

/// How far two clocks may be apart before two legs contradict each other: an hour of summer time,
/// and one of a zone.
const CLOCKS_US: i64 = 2 * 3_600 * 1_000_000;

/// A leg of a journey, stated by one or more records.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct LegStated {
    /// Who travelled, by key.
    pub traveller: String,
    /// From where.
    pub origin: Place,
    /// To where.
    pub destination: Place,
    /// First and last instant the departure can mean.
    pub departs_us: (i64, i64),
    /// First and last instant the arrival can mean; `None` where it is not stated.
    pub arrives_us: Option<(i64, i64)>,
    /// Flight, train or voyage; empty where none is stated.
    pub service: String,
    /// Booking reference; empty where none is stated.
    pub booking: String,
    /// The source's word; empty where none is stated.
    pub status: String,
    /// The records.
    pub records: Vec<RecordRef>,
    #[serde(skip)]
    pub(super) key: KeyId,
}

impl LegStated {
    /// When the leg is certainly over: the last instant of its arrival, else of its departure.
    pub(super) fn over_us(&self) -> i64 {
        self.arrives_us.map_or(self.departs_us.1, |(_, latest)| latest)
    }

    /// Whether no record says more than that it was booked.
    pub(super) fn is_only_booked(&self) -> bool {
        self.status.eq_ignore_ascii_case("booked")
    }
}

/// Two legs of one traveller that cannot both have been travelled.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The traveller, by key.
    pub traveller: String,
    /// Place of the earlier leg in the list of legs.
    pub one: usize,
    /// Place of the other.
    pub other: usize,
}

/// What the records state of journeys.
#[derive(Default)]
pub(super) struct Read {
    pub(super) legs: Vec<LegStated>,
    pub(super) not_travelled: Vec<LegStated>,
    pub(super) unplaced: Vec<RecordRef>,
    pub(super) conflicts: Vec<Conflict>,
}

/// Words for a leg that was not travelled, folded.
const NOT_TRAVELLED: [&str; 6] =
    ["cancelled", "canceled", "no-show", "noshow", "no show", "annullato"];

/// Reads the legs of a case: by traveller and departure.
pub(super) fn read(basis: &Basis<'_>) -> Read {
    let view = basis.view;
    let mut read = Read::default();
    for leg in &view.legs {
        let status = view.texts.text(leg.status);
        let is_gone = NOT_TRAVELLED.contains(&status.trim().to_lowercase().as_str());
        let departs = leg.departs.filter(|when| when.precision != Precision::Absent);
        let key = basis.links().identity(leg.traveller);
        match departs.filter(|_| view.keys.is_stated(key)) {
            Some(departs) if is_gone => {
                read.not_travelled.push(stated(view, leg, key, departs));
            }
            Some(departs) => read.legs.push(stated(view, leg, key, departs)),
            None => read.unplaced.push(leg.record),
        }
    }
    // What is stated decides before the number of the record does.
    read.legs.sort_by_cached_key(|leg| {
        let ends = (leg.origin.name(), leg.destination.name());
        let words = (leg.service.clone(), leg.booking.clone(), leg.status.clone());
        (leg.key, leg.departs_us, leg.arrives_us, ends, words, leg.records.clone())
    });
    read.legs = once(read.legs);
    read.conflicts = conflicts(&read.legs, basis.settings.journeys.near_km);
    read
}

fn span(when: When) -> (i64, i64) {
    (when.earliest_us, when.latest_us)
}

fn stated(view: &CaseView, leg: &Leg, key: KeyId, departs: When) -> LegStated {
    let arrives = leg.arrives.filter(|when| when.precision != Precision::Absent);
    let text = |id| view.texts.text(id).to_owned();
    LegStated {
        traveller: view.keys.text(key).to_owned(),
        origin: Place::of_leg(view.texts.text(leg.origin)),
        destination: Place::of_leg(view.texts.text(leg.destination)),
        departs_us: span(departs),
        arrives_us: arrives.map(span),
        service: text(leg.service),
        booking: text(leg.booking),
        status: text(leg.status),
        records: vec![leg.record],
        key,
    }
}

/// Joins records of one leg: same traveller and places, departures that can be one, nothing stated
/// otherwise.
fn once(legs: Vec<LegStated>) -> Vec<LegStated> {
    let mut found: Vec<LegStated> = Vec::with_capacity(legs.len());
    for leg in legs {
        let near = found.iter_mut().rev().take_while(|one| one.key == leg.key);
        match near.into_iter().find(|one| is_same(one, &leg)) {
            Some(one) => join(one, leg),
            None => found.push(leg),
        }
    }
    found
}

fn is_same(one: &LegStated, other: &LegStated) -> bool {
    let agree = |a: &str, b: &str| a.is_empty() || b.is_empty() || a.eq_ignore_ascii_case(b);
    let meet = one.departs_us.0 <= other.departs_us.1.saturating_add(CLOCKS_US)
        && other.departs_us.0 <= one.departs_us.1.saturating_add(CLOCKS_US);
    (&one.origin, &one.destination) == (&other.origin, &other.destination)
        && meet
        && agree(&one.service, &other.service)
}

/// The finer times, and the stronger word: flown says more than booked.
fn join(one: &mut LegStated, other: LegStated) {
    let width = |span: (i64, i64)| span.1.saturating_sub(span.0);
    if width(other.departs_us) < width(one.departs_us) {
        one.departs_us = other.departs_us;
    }
    one.arrives_us = match (one.arrives_us, other.arrives_us) {
        (Some(own), Some(new)) if width(new) < width(own) => Some(new),
        (own, new) => own.or(new),
    };
    for (own, new) in [(&mut one.service, other.service), (&mut one.booking, other.booking)] {
        if own.is_empty() {
            *own = new;
        }
    }
    if one.status.is_empty() || one.is_only_booked() && !other.status.is_empty() {
        one.status = other.status;
    }
    one.records.extend(other.records);
    one.records.sort_unstable();
}

/// Neighbouring legs of one traveller of which the second surely leaves before the first is over,
/// or which leave at one time from two places.
fn conflicts(legs: &[LegStated], near_km: u32) -> Vec<Conflict> {
    let mut found = Vec::new();
    for (other, leg) in legs.iter().enumerate() {
        let before = legs.iter().enumerate().take(other).rev();
        for (one, earlier) in before.take_while(|(_, earlier)| earlier.key == leg.key) {
            if contradict(earlier, leg, near_km) {
                found.push(Conflict { traveller: leg.traveller.clone(), one, other });
            }
            // Nobody is under way for more than three days.
            if leg.departs_us.0.saturating_sub(earlier.departs_us.1) > 3 * 86_400_000_000 {
                break;
            }
        }
    }
    found
}

fn contradict(one: &LegStated, other: &LegStated, near_km: u32) -> bool {
    let apart = match (one.origin.at(), other.origin.at()) {
        (Some(a), Some(b)) => a.country != b.country || !a.is_near(b, near_km),
        _ => false,
    };
    let sure = |span: (i64, i64)| span.1.saturating_sub(span.0) < CLOCKS_US;
    let at_once = sure(one.departs_us)
        && sure(other.departs_us)
        && other.departs_us.0.saturating_sub(one.departs_us.1) < CLOCKS_US / 2;
    // The clocks of two sources may be hours apart: only what is beyond that is a contradiction.
    let under_way = one
        .arrives_us
        .is_some_and(|(earliest, _)| other.departs_us.1.saturating_add(CLOCKS_US) < earliest);
    under_way || (apart && at_once)
}
