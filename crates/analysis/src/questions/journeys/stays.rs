//! Stays: where a traveller was between two legs, and whose locality that is.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use model::party::PARTY_FIELDS;
use model::views::KeyId;
use serde::Serialize;

use super::change::{self, Change};
use super::legs::{Conflict, LegStated};
use super::place::{At, Place};
use crate::basis::Basis;
use crate::statistics::multiple::{Rule, adjusted};
use crate::windows::Span;

/// A stay away from where the traveller's first leg began.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Stay {
    /// The traveller, by key.
    pub traveller: String,
    /// Where.
    pub at: At,
    /// When the traveller was certainly there.
    pub span: Span,
    /// Whether a leg of it is only booked.
    pub is_only_booked: bool,
    /// Payees of the traveller whose stated address lies there.
    pub near: Vec<Near>,
    /// Stays of the traveller in this country before this one.
    pub earlier_stays: usize,
    /// All stays of the traveller in this country.
    pub stays: usize,
    /// Days of all of them.
    pub days: i64,
    /// Others who travelled under one booking reference with the traveller; `None` where none is stated.
    pub companions: Option<usize>,
    /// Other travellers of the case with a stay in this country, and all other travellers.
    pub others: (usize, usize),
    /// The records of the legs.
    pub records: Vec<RecordRef>,
}

/// How near a payee's address lies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Reach {
    /// In the same locality.
    Locality,
    /// In the same country; nothing finer is known of one of them.
    Country,
}

/// A payee whose address lies where the traveller stayed.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Near {
    /// The payee, by key.
    pub payee: String,
    /// Where the address is.
    pub at: At,
    /// How near.
    pub reach: Reach,
    /// First instant at which any record ties the two; payments, calls, messages, contacts.
    pub first_contact_us: i64,
    /// Whether the stay began before that.
    pub is_before_contact: bool,
    /// How payments changed meanwhile.
    pub payments: Change,
    /// How calls changed meanwhile.
    pub calls: Change,
    /// The records of the address.
    pub records: Vec<RecordRef>,
}

/// What ties a traveller and a payee.
#[derive(Default)]
struct Ties {
    payments: Vec<(i64, i64, RecordRef)>,
    calls: Vec<(i64, i64, RecordRef)>,
    first_us: Option<i64>,
}

/// The stays of a case, by traveller and time.
pub(super) fn of(basis: &Basis<'_>, legs: &[LegStated], conflicts: &[Conflict]) -> Vec<Stay> {
    let settings = &basis.settings.journeys;
    let doubtful: BTreeSet<usize> =
        conflicts.iter().flat_map(|conflict| [conflict.one, conflict.other]).collect();
    let travellers: BTreeSet<KeyId> = legs.iter().map(|leg| leg.key).collect();
    let localities = localities(basis);
    let ties = ties(basis, &travellers);
    let booked = booked(legs);
    let mut stays: Vec<(KeyId, Stay)> = Vec::new();
    let mut next = 0;
    for own in legs.chunk_by(|a, b| a.key == b.key) {
        let first = next;
        next += own.len();
        let Some(home) = own.first().map(|leg| &leg.origin) else { continue };
        for (pair, at) in own.windows(2).zip(first..) {
            let [inbound, outbound] = pair else { continue };
            if doubtful.contains(&at) || doubtful.contains(&(at + 1)) {
                continue;
            }
            let Some(mut stay) = between(inbound, outbound, home, settings) else { continue };
            stay.companions = companions(&booked, inbound, outbound);
            for (pair, tie) in ties.range((inbound.key, KeyId::MIN)..=(inbound.key, KeyId::MAX)) {
                let found = localities.get(&pair.1).map_or(&[][..], Vec::as_slice);
                stay.near.extend(near(basis, &stay, *pair, found, tie));
            }
            stay.near.sort_by(|a, b| (a.reach, &a.payee).cmp(&(b.reach, &b.payee)));
            stays.push((inbound.key, stay));
        }
    }
    count(&mut stays, travellers.len());
    let mut stays: Vec<Stay> = stays.into_iter().map(|(_, stay)| stay).collect();
    judge(&mut stays);
    stays
}

/// The stay between two legs that meet; `None` where they do not, or where it is home, a change of
/// planes or a residence.
fn between(
    inbound: &LegStated,
    outbound: &LegStated,
    home: &Place,
    settings: &super::JourneySettings,
) -> Option<Stay> {
    let (at, from) = (inbound.destination.at()?, outbound.origin.at()?);
    let meets = at.is_near(from, settings.near_km);
    let is_home = home.at().is_some_and(|home| at.is_near(home, settings.near_km));
    let span = Span { from_us: inbound.over_us(), until_us: outbound.departs_us.0 };
    let seconds = span.measure_us() / 1_000_000;
    let fits = (settings.stay_min_s..=settings.stay_max_s).contains(&seconds);
    (meets && !is_home && fits).then(|| Stay {
        traveller: inbound.traveller.clone(),
        at: at.clone(),
        span,
        is_only_booked: inbound.is_only_booked() || outbound.is_only_booked(),
        near: Vec::new(),
        earlier_stays: 0,
        stays: 0,
        days: 0,
        companions: None,
        others: (0, 0),
        records: inbound.records.iter().chain(&outbound.records).copied().collect(),
    })
}

/// Travellers by booking reference.
type Booked<'a> = BTreeMap<&'a str, BTreeSet<KeyId>>;

fn booked(legs: &[LegStated]) -> Booked<'_> {
    let mut booked = Booked::new();
    for leg in legs.iter().filter(|leg| !leg.booking.is_empty()) {
        booked.entry(&leg.booking).or_default().insert(leg.key);
    }
    booked
}

/// Others under the booking references of these legs; `None` where neither leg states one.
fn companions(booked: &Booked<'_>, inbound: &LegStated, outbound: &LegStated) -> Option<usize> {
    let both = [&inbound.booking, &outbound.booking].into_iter();
    let stated: Vec<_> = both.filter_map(|booking| booked.get(booking.as_str())).collect();
    let all = stated.iter().copied().flatten();
    let others: BTreeSet<_> = all.filter(|key| **key != inbound.key).collect();
    (!stated.is_empty()).then_some(others.len())
}

/// Fills in how often this and other travellers were in each country.
fn count(stays: &mut [(KeyId, Stay)], travellers: usize) {
    let mut there: BTreeMap<String, BTreeMap<KeyId, Vec<Span>>> = BTreeMap::new();
    for (key, stay) in &*stays {
        let country = there.entry(stay.at.country.clone()).or_default();
        country.entry(*key).or_default().push(stay.span);
    }
    for (key, stay) in stays {
        let Some(country) = there.get(&stay.at.country) else { continue };
        let own = country.get(key).map_or(&[][..], Vec::as_slice);
        stay.earlier_stays = own.iter().filter(|span| span.from_us < stay.span.from_us).count();
        stay.stays = own.len();
        stay.days = own.iter().map(|span| span.measure_us()).sum::<i64>() / 86_400_000_000;
        stay.others = (country.len() - 1, travellers.saturating_sub(1));
    }
}

/// Counts all tests of a case together.
fn judge(stays: &mut [Stay]) {
    let changes = |stays: &mut [Stay], each: &mut dyn FnMut(&mut Change)| {
        for near in stays.iter_mut().flat_map(|stay| &mut stay.near) {
            each(&mut near.payments);
            each(&mut near.calls);
        }
    };
    let mut p = Vec::new();
    changes(stays, &mut |change| p.extend(change.p));
    // One stay may stand beside several payees: the tests may depend on each other.
    let mut q = adjusted(&p, Rule::BenjaminiYekutieli).into_iter();
    changes(stays, &mut |change| {
        if change.p.is_some() {
            change.q = q.next();
        }
    });
}

/// Where the addresses of each identity lie.
type Localities = BTreeMap<KeyId, Vec<(At, RecordRef)>>;

fn localities(basis: &Basis<'_>) -> Localities {
    let (view, links) = (basis.view, basis.links());
    let Some(part) = PARTY_FIELDS.iter().position(|(name, _)| *name == "address") else {
        return Localities::new();
    };
    let mut known: BTreeMap<u32, Place> = BTreeMap::new();
    let mut found = Localities::new();
    for mention in &view.mentions {
        let address = mention.parts.get(part).copied().unwrap_or(0);
        let key = links.identity(mention.key);
        if address == 0 || !view.keys.is_stated(key) {
            continue;
        }
        let place =
            known.entry(address).or_insert_with(|| Place::of_parts(view.texts.text(address)));
        if let Some(at) = place.at() {
            found.entry(key).or_default().push((at.clone(), mention.record));
        }
    }
    found
}

/// Payments by the travellers and calls with them, by traveller and the other.
fn ties(basis: &Basis<'_>, travellers: &BTreeSet<KeyId>) -> BTreeMap<(KeyId, KeyId), Ties> {
    let (view, links, ledger) = (basis.view, basis.links(), basis.ledger());
    let mut ties: BTreeMap<(KeyId, KeyId), Ties> = BTreeMap::new();
    for event in ledger.events.iter().filter(|event| event.in_totals()) {
        let pair = (links.identity(event.payer), links.identity(event.payee));
        if travellers.contains(&pair.0) {
            let own = ties.entry(pair).or_default();
            let record = ledger.citations(event, view).next();
            own.payments.extend(record.map(|r| (event.when.earliest_us, event.when.latest_us, r)));
        }
    }
    let calls = basis.repeats().sessions.each(&view.sessions).filter(|one| one.event.answered);
    for one in calls {
        let (from, to) = (links.identity(one.event.from), links.identity(one.event.to));
        let when = one.event.start;
        for pair in [(from, to), (to, from)] {
            if let Some(own) = ties.get_mut(&pair) {
                own.calls.push((when.earliest_us, when.latest_us, one.event.record));
            }
        }
    }
    for event in view.sessions.iter().chain(&view.messages).chain(&view.contacts) {
        let (from, to) = (links.identity(event.from), links.identity(event.to));
        let at_us = event.start.earliest_us;
        for pair in [(from, to), (to, from)] {
            if let Some(own) = ties.get_mut(&pair).filter(|_| at_us != 0) {
                own.first_us = Some(own.first_us.map_or(at_us, |first| first.min(at_us)));
            }
        }
    }
    for own in ties.values_mut() {
        let paid = own.payments.iter().map(|(earliest, ..)| *earliest);
        own.first_us = paid.chain(own.first_us).min();
    }
    ties
}

/// A payee near a stay: the nearest of its addresses.
fn near(
    basis: &Basis<'_>,
    stay: &Stay,
    pair: (KeyId, KeyId),
    found: &[(At, RecordRef)],
    tie: &Ties,
) -> Option<Near> {
    let settings = &basis.settings.journeys;
    let reach = |at: &At| {
        if at.is_near(&stay.at, settings.near_km) {
            Some(Reach::Locality)
        } else {
            // Another city of the same country is another place; a country alone may be here.
            let is_coarse = at.spot.is_none() || stay.at.spot.is_none();
            (is_coarse && at.country == stay.at.country).then_some(Reach::Country)
        }
    };
    let nearest = found.iter().filter_map(|(at, _)| Some((reach(at)?, at))).min_by_key(|n| n.0)?;
    let first_contact_us = tie.first_us?;
    let own = found.iter().filter(|(at, _)| at == nearest.1).map(|(_, record)| *record);
    Some(Near {
        payee: basis.view.keys.text(pair.1).to_owned(),
        at: nearest.1.clone(),
        reach: nearest.0,
        first_contact_us,
        is_before_contact: stay.span.from_us < first_contact_us,
        payments: change::of(basis, stay.span, &tie.payments, change::Kind::Payments, pair),
        calls: change::of(basis, stay.span, &tie.calls, change::Kind::Calls, pair),
        records: own.collect(),
    })
}
