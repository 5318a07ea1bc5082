//! The steps of introductions: who knew whom, when two first met, when the first payment followed.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use model::views::KeyId;

use super::Introduction;
use crate::basis::Basis;
use crate::dealings::{Dealings, Met, Paid};

/// A payer and a payee who met, and a party that knew both.
#[derive(Debug, Clone)]
pub(super) struct Opportunity {
    pub(super) payer: KeyId,
    pub(super) payee: KeyId,
    /// First instant of their first touch.
    pub(super) met_us: i64,
    met: RecordRef,
    paid: (i64, RecordRef),
    /// The record by which the party knew the payee before.
    known: RecordRef,
    /// The last touch of the party and the payer before the two met, within the time.
    pub(super) told: Option<(i64, RecordRef)>,
    others: usize,
}

impl Opportunity {
    /// The introduction, where the order held.
    pub(super) fn introduction(&self, basis: &Basis<'_>) -> Option<Introduction> {
        let (told_us, told) = self.told?;
        let text = |key| basis.view.keys.text(key).to_owned();
        Some(Introduction {
            payer: text(self.payer),
            payee: text(self.payee),
            told_us,
            met_us: self.met_us,
            paid_us: self.paid.0,
            records: [self.known, told, self.met, self.paid.1],
            others_in_common: self.others,
            keys: (self.payer, self.payee),
        })
    }
}

/// A party with the opportunities it had.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) key: KeyId,
    pub(super) opportunities: Vec<Opportunity>,
}

/// Everything found, before chance is asked.
pub(super) struct Found {
    pub(super) candidates: Vec<Candidate>,
    pub(super) met: usize,
    pub(super) without_touch: usize,
    /// First and last touch of the case.
    pub(super) window: (i64, i64),
}

/// Finds who had opportunities to introduce.
pub(super) fn of(basis: &Basis<'_>) -> Found {
    let dealings = basis.dealings();
    let known = acquaintances(dealings);
    let mut of: BTreeMap<KeyId, Vec<Opportunity>> = BTreeMap::new();
    let (mut met, mut without_touch) = (0, 0);
    for paid in dealings.pairs() {
        let Some(first) = paid.first().filter(|paid| !basis.guard().holds(paid.payer)) else {
            continue;
        };
        let Some(touch) = first_touch(basis, first) else {
            without_touch += 1;
            continue;
        };
        met += 1;
        for (who, opportunity) in opportunities(basis, &known, first, touch) {
            of.entry(who).or_default().push(opportunity);
        }
    }
    let touches = || dealings.met_pairs().flatten().map(|met| met.at_us);
    Found {
        candidates: of
            .into_iter()
            .map(|(key, opportunities)| Candidate { key, opportunities })
            .collect(),
        met,
        without_touch,
        window: (touches().min().unwrap_or(0), touches().max().unwrap_or(0)),
    }
}

/// The first touch of payer and payee, where it certainly comes before the first payment and not longer
/// before than the time allows.
fn first_touch<'a>(basis: &'a Basis<'_>, first: &Paid) -> Option<&'a Met> {
    let longest_us = basis.settings.signs.first_payment_s.saturating_mul(1_000_000);
    let touch = basis.dealings().between(first.payer, first.payee).first()?;
    let wait_us = first.at_us().saturating_sub(touch.latest_us);
    (1..=longest_us).contains(&wait_us).then_some(touch)
}

/// The earliest record by which one party knows another: a touch or a payment.
type Known = BTreeMap<KeyId, BTreeMap<KeyId, (i64, RecordRef)>>;

fn acquaintances(dealings: &Dealings) -> Known {
    let mut known: Known = BTreeMap::new();
    let mut add = |a: KeyId, b: KeyId, at: (i64, RecordRef)| {
        for (one, other) in [(a, b), (b, a)] {
            let earliest = known.entry(one).or_default().entry(other).or_insert(at);
            *earliest = (*earliest).min(at);
        }
    };
    for met in dealings.met_pairs().filter_map(<[Met]>::first) {
        add(met.pair.0, met.pair.1, (met.latest_us, met.record));
    }
    for paid in dealings.pairs().filter_map(<[Paid]>::first) {
        add(paid.payer, paid.payee, (paid.when.latest_us, paid.record));
    }
    known
}

/// Parties that are in touch with the payer at any time, and knew the payee before the two met.
fn opportunities(
    basis: &Basis<'_>,
    known: &Known,
    first: &Paid,
    touch: &Met,
) -> Vec<(KeyId, Opportunity)> {
    let dealings = basis.dealings();
    let none = BTreeMap::new();
    let (of_payer, of_payee) =
        (known.get(&first.payer).unwrap_or(&none), known.get(&first.payee).unwrap_or(&none));
    let longest_us = basis.settings.signs.introduction_s.saturating_mul(1_000_000);
    let before: BTreeSet<KeyId> = of_payee
        .iter()
        .filter(|(who, (known_us, _))| {
            *known_us < touch.at_us && **who != first.payer && of_payer.contains_key(who)
        })
        .map(|(who, _)| *who)
        .collect();
    let opportunity = |who: &KeyId| {
        let with_payer = dealings.between(*who, first.payer);
        if with_payer.is_empty() {
            return None;
        }
        let told = with_payer.iter().filter(|met| {
            met.latest_us < touch.at_us && touch.at_us.saturating_sub(met.at_us) <= longest_us
        });
        let told = told.map(|met| (met.at_us, met.record)).max();
        let opportunity = Opportunity {
            payer: first.payer,
            payee: first.payee,
            met_us: touch.at_us,
            met: touch.record,
            paid: (first.at_us(), first.record),
            known: of_payee.get(who)?.1,
            told,
            others: before.len() - 1,
        };
        Some((*who, opportunity))
    };
    before.iter().filter_map(opportunity).collect()
}
