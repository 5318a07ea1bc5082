//! Two travellers on one route on one day, against how often that route is travelled at all.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use model::views::KeyId;
use serde::Serialize;

use super::legs::LegStated;
use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::statistics::binomial;
use crate::statistics::multiple::{Rule, adjusted};

/// Two travellers who were on one route on the same days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Together {
    /// One traveller, by key.
    pub one: String,
    /// The other.
    pub other: String,
    /// From where.
    pub origin: String,
    /// To where.
    pub destination: String,
    /// Days on which both travelled.
    pub days: usize,
    /// Of those, with the same service.
    pub same_service: usize,
    /// Of those, under one booking reference.
    pub same_booking: usize,
    /// Days on which each travelled the route.
    pub each: (usize, usize),
    /// Days on which anybody of the case did.
    pub route_days: usize,
    /// Legs of others on the route: the base rate rests on them.
    pub others_legs: usize,
    /// Chance of as many days together, had each drawn its days as everybody of the case did on this
    /// route; `None` where no base rate is known.
    pub p: Option<f64>,
    /// The same with all such pairs of the case counted (Benjamini & Hochberg).
    pub q: Option<f64>,
    /// The records of the legs.
    pub records: Vec<RecordRef>,
}

/// Travellers of a route on one day at most: of more, every pair would be named.
const CROWD_MAX: usize = 60;

/// A day of a route: who travelled, by leg.
type Days<'a> = BTreeMap<i64, Vec<&'a LegStated>>;

/// Every two who were on one route on one day, least expected first.
pub(super) fn of(basis: &Basis<'_>, legs: &[LegStated]) -> Vec<Together> {
    let first = legs.iter().map(|leg| leg.departs_us.0).min().unwrap_or(0);
    let last = legs.iter().map(|leg| leg.departs_us.1).max().unwrap_or(0);
    let calendar = Calendar::of(&basis.settings.zone, first, last);
    let mut routes: BTreeMap<(String, String), Days<'_>> = BTreeMap::new();
    for leg in legs {
        if leg.origin.at().is_none() || leg.destination.at().is_none() {
            continue;
        }
        let route = (leg.origin.name(), leg.destination.name());
        if let Some(day) = day(&calendar, leg) {
            routes.entry(route).or_default().entry(day).or_default().push(leg);
        }
    }
    let mut found: Vec<Together> = Vec::new();
    for (route, days) in &routes {
        found.extend(on_route(basis, route, days));
    }
    judge(&mut found);
    found.sort_by(|a, b| {
        let order = |t: &Together| t.p.unwrap_or(1.0);
        order(a)
            .total_cmp(&order(b))
            .then_with(|| (b.days, &a.one, &a.other).cmp(&(a.days, &b.one, &b.other)))
            .then_with(|| (&a.origin, &a.destination).cmp(&(&b.origin, &b.destination)))
    });
    found
}

/// The local day of a departure, by its first instant; `None` where it can be two days.
fn day(calendar: &Calendar, leg: &LegStated) -> Option<i64> {
    let of = |at_us: i64| calendar.day_number(at_us);
    let first = of(leg.departs_us.0)?;
    (of(leg.departs_us.1)? == first).then_some(first)
}

/// What one traveller did on a route.
#[derive(Default)]
struct Own {
    days: BTreeSet<i64>,
    legs: usize,
}

fn on_route(basis: &Basis<'_>, route: &(String, String), days: &Days<'_>) -> Vec<Together> {
    let mut own: BTreeMap<KeyId, Own> = BTreeMap::new();
    for (day, legs) in days {
        for leg in legs {
            let own = own.entry(leg.key).or_default();
            own.days.insert(*day);
            own.legs += 1;
        }
    }
    let mut pairs: BTreeMap<(KeyId, KeyId), Vec<(&LegStated, &LegStated)>> = BTreeMap::new();
    for legs in days.values().filter(|legs| legs.len() <= CROWD_MAX) {
        for (at, one) in legs.iter().enumerate() {
            for other in legs.iter().skip(at + 1).filter(|other| other.key != one.key) {
                let (one, other) = if one.key < other.key { (one, other) } else { (other, one) };
                pairs.entry((one.key, other.key)).or_default().push((one, other));
            }
        }
    }
    let legs: usize = days.values().map(Vec::len).sum();
    let meets = meets(days, legs);
    let told = pairs.into_iter().filter_map(|(pair, met)| {
        let (one, other) = (own.get(&pair.0)?, own.get(&pair.1)?);
        let each = (one.days.len(), other.days.len());
        let both = one.days.intersection(&other.days).count();
        let others_legs = legs - one.legs - other.legs;
        let known = others_legs >= basis.settings.journeys.route_legs_min;
        let same = |of: fn(&LegStated) -> &str| {
            met.iter().filter(|(a, b)| !of(a).is_empty() && of(a) == of(b)).count()
        };
        Some(Together {
            one: basis.view.keys.text(pair.0).to_owned(),
            other: basis.view.keys.text(pair.1).to_owned(),
            origin: route.0.clone(),
            destination: route.1.clone(),
            days: both,
            same_service: same(|leg| &leg.service),
            same_booking: same(|leg| &leg.booking),
            each,
            route_days: days.len(),
            others_legs,
            p: known.then(|| at_least(both, each, meets)),
            q: None,
            records: met
                .iter()
                .flat_map(|(a, b)| a.records.iter().chain(&b.records))
                .copied()
                .collect(),
        })
    });
    told.collect()
}

/// The chance that two legs of a route fall on one day, when days are drawn as often as everybody of the
/// case travelled on them: popular days bring people together.
fn meets(days: &Days<'_>, legs: usize) -> f64 {
    let share = |of_day: usize| of_day as f64 / legs.max(1) as f64;
    days.values().map(|own| share(own.len()) * share(own.len())).sum()
}

/// The chance of at least `both` days in common, when each goes as often as it went and two legs meet
/// with the chance `meets`.
fn at_least(both: usize, (one, other): (usize, usize), meets: f64) -> f64 {
    let (few, many) = (one.min(other), one.max(other));
    binomial::at_least(both as u64, few as u64, (many as f64 * meets).min(1.0))
}

fn judge(found: &mut [Together]) {
    let p: Vec<f64> = found.iter().filter_map(|pair| pair.p).collect();
    let mut q = adjusted(&p, Rule::BenjaminiHochberg).into_iter();
    for pair in found.iter_mut().filter(|pair| pair.p.is_some()) {
        pair.q = q.next();
    }
}
