//! The four kinds of facts, each found in the records.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use model::party::PARTY_FIELDS;
use model::places;
use model::views::{KeyId, Leg};

use super::{Kind, Safeguard};
use crate::basis::Basis;
use crate::dealings::{Dealings, Met, Paid, Touch};

/// How far from the middle of a city an airport may lie and still be the way there.
const NEAR_M: f64 = 60_000.0;

/// Possible victims among payers: the guard's finding, opened here as a fact to act on.
/// What lies further back is a fact as well: harm goes on after the last payment.
pub(super) fn extortions(basis: &Basis<'_>) -> Vec<Safeguard> {
    let open = basis.guard().possible_victims().map(|payer| Safeguard {
        id: format!("{}-{}", Kind::Extortion.name(), payer.payer),
        kind: Kind::Extortion,
        parties: vec![payer.payer.clone()],
        count: payer.payments,
        since_us: payer.first_us,
        until_us: payer.last_us,
        destination: String::new(),
        payees_there: Vec::new(),
        facts: payer.records.clone(),
        keys: vec![payer.key],
    });
    open.collect()
}

pub(super) fn recent_us(basis: &Basis<'_>, as_of_us: i64) -> i64 {
    as_of_us.saturating_sub(basis.settings.signs.recent_s.saturating_mul(1_000_000))
}

/// Legs booked for after the reference instant, of anybody who pays.
pub(super) fn journeys(basis: &Basis<'_>, as_of_us: i64) -> Vec<Safeguard> {
    let (view, links, dealings) = (basis.view, basis.links(), basis.dealings());
    let mut localities = Localities::of(basis);
    let ahead = |leg: &&Leg| {
        let status = view.texts.text(leg.status);
        !matches!(status, "cancelled" | "no-show")
            && leg.departs.is_some_and(|departs| departs.latest_us > as_of_us)
    };
    let mut found = Vec::new();
    for leg in view.legs.iter().filter(ahead) {
        let traveller = links.identity(leg.traveller);
        let paid = dealings.paid_by(traveller);
        if !view.keys.is_stated(traveller) || paid.is_empty() || basis.guard().holds(traveller) {
            continue;
        }
        let destination = view.texts.text(leg.destination);
        let payees: BTreeSet<KeyId> = paid.iter().map(|paid| paid.payee).collect();
        let there: Vec<KeyId> =
            payees.into_iter().filter(|payee| localities.is_there(*payee, destination)).collect();
        let cited = paid.iter().filter(|paid| there.is_empty() || there.contains(&paid.payee));
        let departs_us = leg.departs.map_or(as_of_us, |departs| departs.earliest_us);
        let name = view.keys.text(traveller);
        found.push(Safeguard {
            id: format!("{}-{name}-{}", Kind::PlannedJourney.name(), leg.record),
            kind: Kind::PlannedJourney,
            parties: vec![name.to_owned()],
            count: paid.len(),
            since_us: as_of_us,
            until_us: departs_us,
            destination: destination.to_owned(),
            payees_there: there.iter().map(|key| view.keys.text(*key).to_owned()).collect(),
            facts: std::iter::once(leg.record).chain(cited.map(|paid| paid.record)).collect(),
            keys: vec![traveller],
        });
    }
    found
}

/// Where payees are stated to live.
struct Localities {
    addresses: BTreeMap<KeyId, Vec<String>>,
    known: BTreeMap<(String, String), bool>,
}

impl Localities {
    fn of(basis: &Basis<'_>) -> Self {
        let (view, links) = (basis.view, basis.links());
        let part = PARTY_FIELDS.iter().position(|(name, _)| *name == "address");
        let mut addresses: BTreeMap<KeyId, Vec<String>> = BTreeMap::new();
        for mention in &view.mentions {
            let text = part.and_then(|part| mention.parts.get(part)).copied().unwrap_or(0);
            if text != 0 {
                let own = addresses.entry(links.identity(mention.key)).or_default();
                own.push(view.texts.text(text).to_owned());
            }
        }
        Self { addresses, known: BTreeMap::new() }
    }

    /// Whether a stated address of the party lies where somebody arrives.
    fn is_there(&mut self, party: KeyId, destination: &str) -> bool {
        let Self { addresses, known } = self;
        addresses.get(&party).into_iter().flatten().any(|address| {
            let key = (address.clone(), destination.to_owned());
            *known.entry(key).or_insert_with(|| one_locality(address, destination))
        })
    }
}

/// Whether a part of an address names the destination, or a city that its airport serves.
pub(super) fn one_locality(address: &str, destination: &str) -> bool {
    let folded = |text: &str| {
        let mut key = String::new();
        model::identifier::fold_name(text, &mut key);
        key
    };
    let (airport, wanted) = (places::airport(destination), folded(destination));
    address.split(',').map(str::trim).filter(|part| !part.is_empty()).any(|part| {
        if !wanted.is_empty() && folded(part) == wanted {
            return true;
        }
        airport.is_some_and(|airport| {
            folded(part) == folded(airport.city)
                || places::cities(part, Some(airport.country))
                    .iter()
                    .any(|city| places::distance_m(city.spot, airport.spot) <= NEAR_M)
        })
    })
}

/// Recent payments of one pair that a call between the two followed.
pub(super) struct Steps<'a> {
    payer: KeyId,
    payee: KeyId,
    /// Each payment with its call, in order of the payments; never empty.
    each: Vec<(&'a Paid, &'a Met)>,
}

impl Steps<'_> {
    fn since_us(&self) -> Option<i64> {
        self.each.iter().map(|(paid, _)| paid.at_us()).min()
    }

    fn until_us(&self) -> Option<i64> {
        self.each.iter().map(|(_, call)| call.at_us).max()
    }

    fn records(&self) -> impl Iterator<Item = RecordRef> {
        self.each.iter().flat_map(|(paid, call)| [paid.record, call.record])
    }
}

/// The steps of every pair of whom the payer is not guarded.
pub(super) fn steps<'a>(basis: &'a Basis<'_>, as_of_us: i64) -> Vec<Steps<'a>> {
    let dealings = basis.dealings();
    let after_us = basis.settings.signs.call_after_s.saturating_mul(1_000_000);
    let from_us = recent_us(basis, as_of_us);
    let of_pair = |paid: &'a [Paid]| {
        let any = paid.first()?;
        if basis.guard().holds(any.payer) {
            return None;
        }
        let recent = paid.get(paid.partition_point(|paid| paid.at_us() < from_us)..)?;
        let each: Vec<_> = recent
            .iter()
            .filter_map(|paid| Some((paid, call_after(dealings, paid, after_us)?)))
            .collect();
        (!each.is_empty()).then_some(Steps { payer: any.payer, payee: any.payee, each })
    };
    dealings.pairs().filter_map(of_pair).collect()
}

/// The first call of the two that certainly follows the payment within the time.
fn call_after<'a>(dealings: &'a Dealings, paid: &Paid, after_us: i64) -> Option<&'a Met> {
    let met = dealings.between(paid.payer, paid.payee);
    let start = met.partition_point(|met| met.at_us <= paid.when.latest_us);
    met.get(start..)?
        .iter()
        .take_while(|met| met.at_us.saturating_sub(paid.when.latest_us) <= after_us)
        .find(|met| met.touch == Touch::Call)
}

/// Pairs with a recent payment that a call between the two followed.
pub(super) fn calls(basis: &Basis<'_>, steps: &[Steps<'_>]) -> Vec<Safeguard> {
    steps.iter().filter_map(|pair| recent_call(basis, pair)).collect()
}

/// Payees of whom several recent payers were each in a call with the payee after paying.
pub(super) fn recipients(basis: &Basis<'_>, steps: &[Steps<'_>], _: i64) -> Vec<Safeguard> {
    let mut of: BTreeMap<KeyId, Vec<&Steps<'_>>> = BTreeMap::new();
    for pair in steps {
        of.entry(pair.payee).or_default().push(pair);
    }
    let several = of.values().filter(|pairs| pairs.len() >= basis.settings.money.fan_min);
    several.filter_map(|pairs| active_recipient(basis, pairs)).collect()
}

fn recent_call(basis: &Basis<'_>, pair: &Steps<'_>) -> Option<Safeguard> {
    let keys = &basis.view.keys;
    let (payer, payee) = (keys.text(pair.payer), keys.text(pair.payee));
    Some(Safeguard {
        id: format!("{}-{payer}-{payee}", Kind::RecentCall.name()),
        kind: Kind::RecentCall,
        parties: vec![payer.to_owned(), payee.to_owned()],
        count: pair.each.len(),
        since_us: pair.since_us()?,
        until_us: pair.until_us()?,
        destination: String::new(),
        payees_there: Vec::new(),
        facts: pair.records().collect(),
        keys: vec![pair.payer, pair.payee],
    })
}

/// One payee, and those who recently paid and were then in a call with the payee.
fn active_recipient(basis: &Basis<'_>, pairs: &[&Steps<'_>]) -> Option<Safeguard> {
    let payee = pairs.first()?.payee;
    let name = basis.view.keys.text(payee);
    Some(Safeguard {
        id: format!("{}-{name}", Kind::ActiveRecipient.name()),
        kind: Kind::ActiveRecipient,
        parties: vec![name.to_owned()],
        count: pairs.len(),
        since_us: pairs.iter().filter_map(|pair| pair.since_us()).min()?,
        until_us: pairs.iter().filter_map(|pair| pair.until_us()).max()?,
        destination: String::new(),
        payees_there: Vec::new(),
        facts: pairs.iter().flat_map(|pair| pair.records()).collect(),
        keys: std::iter::once(payee).chain(pairs.iter().map(|pair| pair.payer)).collect(),
    })
}
