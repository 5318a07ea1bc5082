//! What the measures look at: subjects, and what several of them need of the whole case.

use std::collections::{BTreeMap, BTreeSet};

use model::party::PARTY_FIELDS;
use model::views::{CaseView, KeyId, Leg, Login, PaymentSource, PaymentStatus};
use model::{Currency, ExhibitId, RecordRef};

use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::dealings::{Dealings, Paid};
use crate::questions::flows::Acquainted;

/// Whose records a sheet is on: payments in one currency, in order of time.
#[derive(Debug, Clone)]
pub(super) struct Subject {
    pub(super) payer: Option<KeyId>,
    pub(super) payee: KeyId,
    pub(super) currency: Currency,
    pub(super) paid: Vec<Paid>,
}

/// Pairs of payer and payee, and how many are left out because the guard protects the payer.
pub(super) fn pairs(basis: &Basis<'_>) -> (Vec<Subject>, usize) {
    let mut guarded = 0;
    let subject = |paid: &[Paid]| {
        let any = paid.first()?;
        if basis.guard().holds(any.payer) {
            guarded += 1;
            return None;
        }
        subject(Some(any.payer), any.payee, paid.to_vec())
    };
    let subjects = basis.dealings().pairs().filter_map(subject).collect();
    (subjects, guarded)
}

/// Payees with everything they were paid.
pub(super) fn payees(basis: &Basis<'_>) -> Vec<Subject> {
    let dealings = basis.dealings();
    let payees: BTreeSet<KeyId> = dealings.paid().iter().map(|paid| paid.payee).collect();
    let of = |payee: KeyId| subject(None, payee, dealings.paid_to(payee).copied().collect());
    payees.into_iter().filter_map(of).collect()
}

/// The payments in the currency of most of them.
fn subject(payer: Option<KeyId>, payee: KeyId, mut paid: Vec<Paid>) -> Option<Subject> {
    let mut counts: BTreeMap<Currency, usize> = BTreeMap::new();
    for paid in &paid {
        *counts.entry(paid.currency).or_default() += 1;
    }
    // The first of equals, so that the order of records does not matter.
    let currency = counts.into_iter().rev().max_by_key(|(_, count)| *count)?.0;
    paid.retain(|paid| paid.currency == currency);
    Some(Subject { payer, payee, currency, paid })
}

/// What measures need of the whole case.
pub(super) struct Look<'a> {
    pub(super) basis: &'a Basis<'a>,
    pub(super) view: &'a CaseView,
    pub(super) dealings: &'a Dealings,
    pub(super) calendar: Calendar,
    pub(super) acquainted: Acquainted,
    /// Names, addresses and phones of each identity, as stated.
    pub(super) described: BTreeMap<KeyId, Vec<(usize, String, RecordRef)>>,
    /// Legs of each identity, in order of time.
    pub(super) legs: BTreeMap<KeyId, Vec<&'a Leg>>,
    /// Uses of accounts by identity, in order of time.
    pub(super) logins: BTreeMap<KeyId, Vec<&'a Login>>,
    /// Exhibits that state transfers.
    pub(super) sources: BTreeSet<ExhibitId>,
    /// Payments and round payments of each exhibit.
    pub(super) round: BTreeMap<ExhibitId, (usize, usize)>,
    /// Share of payers with several sources.
    pub(super) several_sources: f64,
    /// Share of payments of the case that were undone.
    pub(super) undone: f64,
    /// Payments that were undone, by pair.
    pub(super) undone_of: BTreeMap<(KeyId, KeyId), Vec<RecordRef>>,
    /// Median amount of each currency, minor units, over pairs.
    pub(super) medians: BTreeMap<Currency, f64>,
    /// Identities by each identifier that records state with them, and the records.
    pub(super) holders: BTreeMap<KeyId, BTreeMap<KeyId, RecordRef>>,
    /// Identifiers of each identity.
    pub(super) identifiers: BTreeMap<KeyId, BTreeSet<KeyId>>,
}

/// What is round: a whole ten of the currency.
pub(super) const ROUND_MINOR: i64 = 1_000;

impl<'a> Look<'a> {
    pub(super) fn of(basis: &'a Basis<'a>) -> Self {
        let (view, dealings) = (basis.view, basis.dealings());
        let links = basis.links();
        let first_us = view.payments.first().map_or(0, |payment| payment.when.earliest_us);
        let last_us = view.payments.iter().map(|payment| payment.when.latest_us).max();
        let transfers =
            view.payments.iter().filter(|payment| payment.from == PaymentSource::Transfer);
        let (undone, undone_of) = undone(basis);
        let mut legs: BTreeMap<KeyId, Vec<&Leg>> = BTreeMap::new();
        for leg in view.legs.iter().filter(|leg| view.keys.is_stated(leg.traveller)) {
            legs.entry(links.identity(leg.traveller)).or_default().push(leg);
        }
        let mut logins: BTreeMap<KeyId, Vec<&Login>> = BTreeMap::new();
        for login in &view.logins {
            logins.entry(links.identity(login.account)).or_default().push(login);
        }
        let (holders, identifiers) = holders(basis);
        Self {
            logins,
            basis,
            view,
            dealings,
            calendar: Calendar::of(&basis.settings.zone, first_us, last_us.unwrap_or(0)),
            acquainted: Acquainted::of(view, links),
            described: described(basis),
            legs,
            sources: transfers.map(|payment| payment.record.exhibit).collect(),
            round: round(dealings),
            several_sources: several_sources(dealings),
            undone,
            undone_of,
            medians: medians(dealings),
            holders,
            identifiers,
        }
    }
}

fn described(basis: &Basis<'_>) -> BTreeMap<KeyId, Vec<(usize, String, RecordRef)>> {
    let (view, links) = (basis.view, basis.links());
    let parts: Vec<usize> = (0..PARTY_FIELDS.len())
        .filter(|at| {
            let name = PARTY_FIELDS.get(*at).map(|(name, _)| *name);
            matches!(name, Some("name" | "address" | "phone" | "email"))
        })
        .collect();
    let mut described: BTreeMap<KeyId, Vec<(usize, String, RecordRef)>> = BTreeMap::new();
    for mention in view.mentions.iter().filter(|mention| view.keys.is_stated(mention.key)) {
        let own = described.entry(links.identity(mention.key)).or_default();
        for part in &parts {
            let text = mention.parts.get(*part).copied().unwrap_or(0);
            if text != 0 {
                own.push((*part, view.texts.text(text).to_lowercase(), mention.record));
            }
        }
    }
    described
}

fn undone(basis: &Basis<'_>) -> (f64, BTreeMap<(KeyId, KeyId), Vec<RecordRef>>) {
    let ledger = basis.ledger();
    let mut of: BTreeMap<(KeyId, KeyId), Vec<RecordRef>> = BTreeMap::new();
    let is_undone = |status| status == PaymentStatus::Undone;
    for event in ledger.events.iter().filter(|event| is_undone(event.status)) {
        let records = ledger.citations(event, basis.view);
        of.entry((event.payer, event.payee)).or_default().extend(records);
    }
    let count = ledger.events.iter().filter(|event| is_undone(event.status)).count();
    (count as f64 / ledger.events.len().max(1) as f64, of)
}

fn round(dealings: &Dealings) -> BTreeMap<ExhibitId, (usize, usize)> {
    let mut round: BTreeMap<ExhibitId, (usize, usize)> = BTreeMap::new();
    for paid in dealings.paid() {
        let (all, even) = round.entry(paid.record.exhibit).or_default();
        *all += 1;
        *even += usize::from(paid.minor % ROUND_MINOR == 0);
    }
    round
}

fn several_sources(dealings: &Dealings) -> f64 {
    let (mut payers, mut several) = (0usize, 0usize);
    for paid in dealings.payers() {
        let sources: BTreeSet<ExhibitId> = paid.iter().map(|paid| paid.record.exhibit).collect();
        payers += 1;
        several += usize::from(sources.len() > 1);
    }
    several as f64 / payers.max(1) as f64
}

/// The median over pairs of their median amounts, by currency.
fn medians(dealings: &Dealings) -> BTreeMap<Currency, f64> {
    let mut all: BTreeMap<Currency, Vec<f64>> = BTreeMap::new();
    for paid in dealings.pairs() {
        let Some(subject) = paid.first().and_then(|one| subject(None, one.payee, paid.to_vec()))
        else {
            continue;
        };
        all.entry(subject.currency)
            .or_default()
            .extend(median(subject.paid.iter().map(|paid| paid.minor as f64).collect()));
    }
    all.into_iter().filter_map(|(currency, list)| Some((currency, median(list)?))).collect()
}

/// The median of a list; `None` of an empty one.
pub(super) fn median(mut list: Vec<f64>) -> Option<f64> {
    list.sort_by(f64::total_cmp);
    crate::statistics::quantile::quantile(&list, 0.5)
}

type Holders = BTreeMap<KeyId, BTreeMap<KeyId, RecordRef>>;

/// Identities by identifier, and identifiers by identity, as records state them together.
fn holders(basis: &Basis<'_>) -> (Holders, BTreeMap<KeyId, BTreeSet<KeyId>>) {
    let (view, links) = (basis.view, basis.links());
    let mut holders: Holders = BTreeMap::new();
    let mut identifiers: BTreeMap<KeyId, BTreeSet<KeyId>> = BTreeMap::new();
    for pair in &view.together {
        let identity = links.identity(pair.key);
        holders.entry(pair.other).or_default().entry(identity).or_insert(pair.record);
        identifiers.entry(identity).or_default().insert(pair.other);
    }
    (holders, identifiers)
}
