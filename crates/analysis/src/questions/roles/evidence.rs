//! The rows of evidence: what each party's records show for and against each role.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use model::views::KeyId;
use rayon::prelude::*;

use super::weighing::{FACTOR, beyond_chance, order, share};
use super::{Evidence, Role, Rule};
use crate::basis::Basis;
use crate::calendar::Calendar;
use crate::dealings::{Dealings, Paid, Touch};
use crate::questions::flows::{Acquainted, Rhythm};
use crate::statistics::followed::Followed;

/// Share of days in touch from which a call follows anything two people do.
const DAILY_SHARE: f64 = 0.3;

/// Share of payments near one day of the month that is a rhythm.
const RHYTHM_SHARE: f64 = 0.6;

/// Payers, or sources, from which "several" holds wholly.
const SEVERAL: f64 = 3.0;

/// What all parties share.
struct Look<'a> {
    basis: &'a Basis<'a>,
    dealings: &'a Dealings,
    calendar: Calendar,
    acquainted: Acquainted,
}

/// The rows of every party that has any.
pub(super) fn of(basis: &Basis<'_>) -> Vec<(KeyId, Vec<Evidence>)> {
    let dealings = basis.dealings();
    let paid = dealings.paid().iter().map(Paid::at_us);
    let met = || dealings.met_pairs().flatten().map(|met| met.at_us);
    let first_us = paid.clone().chain(met()).min().unwrap_or(0);
    let last_us = paid.chain(met()).max().unwrap_or(0);
    let look = Look {
        basis,
        dealings,
        calendar: Calendar::of(&basis.settings.zone, first_us, last_us),
        acquainted: Acquainted::of(basis.view, basis.links()),
    };
    let parties: BTreeSet<KeyId> =
        dealings.paid().iter().flat_map(|paid| [paid.payer, paid.payee]).collect();
    let mut rows: BTreeMap<KeyId, Vec<Evidence>> = parties
        .into_par_iter()
        .map(|party| (party, look.party(party)))
        .filter(|(_, rows)| !rows.is_empty())
        .collect();
    for (who, row) in introducers(basis) {
        rows.entry(who).or_default().push(row);
    }
    rows.into_iter().collect()
}

impl Look<'_> {
    fn party(&self, party: KeyId) -> Vec<Evidence> {
        let guard = self.basis.guard();
        if guard.holds(party) {
            // A possible victim is nothing else, whatever the records fit.
            return guarded(self.basis, party).into_iter().collect();
        }
        let out: Vec<&[Paid]> =
            self.dealings.paid_by(party).chunk_by(|a, b| a.payee == b.payee).collect();
        let mut into: Vec<Paid> =
            self.dealings.paid_to(party).filter(|paid| !guard.holds(paid.payer)).copied().collect();
        into.sort_by_key(|paid| (paid.payer, paid.when, paid.record));
        let into: Vec<&[Paid]> = into.chunk_by(|a, b| a.payer == b.payer).collect();
        let mut rows = Vec::new();
        if !out.is_empty() {
            rows.extend(self.pairs(Role::Payer, &out));
            rows.extend(self.touch_before(&out));
            rows.extend(other_way(Role::Payer, &out, &into));
        }
        if !into.is_empty() {
            rows.extend(self.pairs(Role::Recipient, &into));
            rows.extend(self.payers(&into));
            rows.extend(self.cash_out(party, &into));
        }
        rows
    }

    /// What holds pair by pair, added up: calls that follow, rhythm, daily touch.
    fn pairs(&self, role: Role, pairs: &[&[Paid]]) -> Vec<Evidence> {
        let within_us = self.basis.settings.signs.call_after_s.saturating_mul(1_000_000);
        let mut rows = Vec::new();
        let mut followed = Followed::default();
        let mut records = Vec::new();
        for paid in pairs {
            let Some(first) = paid.first() else { continue };
            let met = self.dealings.between(first.payer, first.payee);
            let own: Vec<(i64, ())> = met
                .iter()
                .filter(|met| met.touch == Touch::Call)
                .map(|met| (met.at_us, ()))
                .collect();
            let firsts: Vec<(i64, ())> = paid.iter().map(|p| (p.when.latest_us, ())).collect();
            followed.add(&firsts, &own, within_us, |(), ()| true);
            records.extend(
                paid.iter()
                    .filter(|paid| {
                        let start =
                            own.partition_point(|(at_us, ())| *at_us <= paid.when.latest_us);
                        own.get(start)
                            .is_some_and(|(at_us, ())| at_us - paid.when.latest_us <= within_us)
                    })
                    .map(|paid| paid.record),
            );
        }
        let payments: usize = pairs.iter().map(|paid| paid.len()).sum();
        if let Some((p, expected)) = followed.p().zip(followed.expected()) {
            rows.push(Evidence {
                role,
                rule: Rule::CallsFollow,
                held: followed.held,
                of: followed.firsts,
                expected: Some(expected),
                adds: order(role, Rule::CallsFollow, p, beyond_chance(followed.held, expected)),
                records: cited(records, pairs),
            });
        }
        rows.extend(self.rhythm(role, pairs, payments as u64));
        rows.extend(self.daily(role, pairs));
        rows
    }

    /// The share of payments that belong to pairs with a monthly rhythm.
    fn rhythm(&self, role: Role, pairs: &[&[Paid]], payments: u64) -> Option<Evidence> {
        let ledger = self.basis.ledger();
        let regular = pairs.iter().filter(|paid| {
            let events: Vec<_> = paid.iter().filter_map(|paid| ledger.event(paid.event)).collect();
            let pay_days = &self.basis.settings.pay_days;
            Rhythm::of(&events, &self.calendar, pay_days).is_some_and(|rhythm| {
                let near = rhythm.near_usual_day.max(rhythm.near_pay_day.unwrap_or(0));
                near as f64 >= RHYTHM_SHARE * rhythm.payments as f64 && rhythm.months_paid > 2
            })
        });
        let records: Vec<RecordRef> =
            regular.flat_map(|paid| paid.iter().map(|paid| paid.record)).collect();
        let held = records.len() as u64;
        part(role, Rule::Rhythm, (held, payments), records)
    }

    /// The share of pairs that are in touch most days, payments or not.
    fn daily(&self, role: Role, pairs: &[&[Paid]]) -> Option<Evidence> {
        let mut records = Vec::new();
        let mut held = 0u64;
        for first in pairs.iter().filter_map(|paid| paid.first()) {
            let met = self.dealings.between(first.payer, first.payee);
            let days = self.calendar.days_of(met.iter().map(|met| met.at_us));
            let (Some(from), Some(until)) = (days.first(), days.last()) else { continue };
            if days.len() >= 5 && days.len() as f64 >= DAILY_SHARE * (until - from + 1) as f64 {
                held += 1;
                records.extend(met.iter().map(|met| met.record));
            }
        }
        part(role, Rule::DailyTouch, (held, pairs.len() as u64), records)
    }

    fn touch_before(&self, out: &[&[Paid]]) -> Option<Evidence> {
        let before = out.iter().filter_map(|paid| {
            let first = paid.first()?;
            let met = self.dealings.between(first.payer, first.payee).first()?;
            (met.latest_us < first.at_us()).then_some(met.record)
        });
        let records: Vec<RecordRef> = before.collect();
        let held = records.len() as u64;
        part(Role::Payer, Rule::TouchBefore, (held, out.len() as u64), records)
    }

    /// Several payers, and whether they know each other.
    fn payers(&self, into: &[&[Paid]]) -> Vec<Evidence> {
        let payers: Vec<KeyId> =
            into.iter().filter_map(|paid| paid.first()).map(|paid| paid.payer).collect();
        let of = payers.len() as u64;
        if of < 2 {
            return Vec::new();
        }
        let firsts = into.iter().filter_map(|paid| paid.first()).map(|paid| paid.record);
        let mut rows = vec![Evidence {
            role: Role::Recipient,
            rule: Rule::SeveralPayers,
            held: of,
            of,
            expected: None,
            adds: share(Role::Recipient, Rule::SeveralPayers, of as f64 / SEVERAL),
            records: firsts.collect(),
        }];
        let (tied, records) = self.acquainted.among(&payers);
        if tied > 0 {
            rows.push(Evidence {
                role: Role::Recipient,
                rule: Rule::PayersTied,
                held: tied as u64,
                of,
                expected: None,
                adds: share(Role::Recipient, Rule::PayersTied, tied as f64 / of as f64),
                records,
            });
        }
        rows
    }

    /// Whether what comes was handed on by those who got it shortly before.
    fn cash_out(&self, party: KeyId, into: &[&[Paid]]) -> Vec<Evidence> {
        let mut followed = Followed::default();
        let within_us = self.basis.settings.signs.pass_on_s.saturating_mul(1_000_000);
        let (mut records, mut sources, mut givers) = (Vec::new(), Vec::new(), BTreeSet::new());
        for paid in into {
            let Some(first) = paid.first() else { continue };
            let came: Vec<&Paid> =
                self.dealings.paid_to(first.payer).filter(|came| came.payer != party).collect();
            if came.is_empty() {
                continue;
            }
            let (own, held) = Self::handed_on(paid, &came, within_us);
            if !held.is_empty() {
                sources.push((first.payer, first.record));
                givers.extend(came.iter().map(|came| came.payer));
            }
            records.extend(held);
            followed.join(&own);
        }
        let Some((p, expected)) = followed.p().zip(followed.expected()) else {
            return Vec::new();
        };
        // What is kept for days before it is paid on is a purse, and not handed on.
        let prompt = (followed.held as f64 / followed.firsts.max(1) as f64).powi(2);
        let beyond = beyond_chance(followed.held, expected) * prompt;
        let mut rows = vec![Evidence {
            role: Role::CashOut,
            rule: Rule::HandedOn,
            held: followed.held,
            of: followed.firsts,
            expected: Some(expected),
            adds: order(Role::CashOut, Rule::HandedOn, p, beyond),
            records: cited(records, into),
        }];
        rows.extend(self.sources_fit(&sources));
        let sources = sources.into_iter().map(|(_, record)| record).collect();
        rows.extend(several_sources(into.len(), sources));
        rows.extend(self.knows(party, &givers));
        rows
    }

    /// Whether those who hand on fit a recipient themselves.
    fn sources_fit(&self, sources: &[(KeyId, RecordRef)]) -> Vec<Evidence> {
        let is_recipient = |source: KeyId| {
            let mut into: Vec<Paid> = self.dealings.paid_to(source).copied().collect();
            into.sort_by_key(|paid| (paid.payer, paid.when, paid.record));
            let into: Vec<&[Paid]> = into.chunk_by(|a, b| a.payer == b.payer).collect();
            self.pairs(Role::Recipient, &into)
                .iter()
                .any(|row| row.rule == Rule::CallsFollow && row.adds >= FACTOR.ln())
        };
        let (fit, other): (Vec<_>, Vec<_>) =
            sources.iter().copied().partition(|(source, _)| is_recipient(*source));
        let row = |rule: Rule, own: Vec<(KeyId, RecordRef)>| {
            let records: Vec<RecordRef> = own.into_iter().map(|(_, record)| record).collect();
            part(Role::CashOut, rule, (records.len() as u64, sources.len() as u64), records)
        };
        [row(Rule::SourcesFit, fit), row(Rule::SourcesOther, other)].into_iter().flatten().collect()
    }

    /// What one source handed on, counted from the end: did as much come before it, within the time? With
    /// the records of those payments for which it did.
    fn handed_on(paid: &[Paid], came: &[&Paid], within_us: i64) -> (Followed, Vec<RecordRef>) {
        let on: Vec<(i64, i64)> = paid.iter().rev().map(|out| (-out.at_us(), out.minor)).collect();
        let before: Vec<(i64, i64)> =
            came.iter().rev().map(|came| (-came.when.latest_us, came.minor)).collect();
        let mut counted = Followed::default();
        counted.add(&on, &before, within_us, |out, came| out <= came);
        let pair = |out: &Paid| {
            let came = came.iter().find(|came| {
                let wait_us = out.at_us().saturating_sub(came.when.latest_us);
                (1..=within_us).contains(&wait_us) && out.minor <= came.minor
            })?;
            Some([came.record, out.record])
        };
        (counted, paid.iter().filter_map(pair).flatten().collect())
    }

    fn knows(&self, party: KeyId, givers: &BTreeSet<KeyId>) -> Option<Evidence> {
        let known = givers.iter().filter_map(|giver| self.dealings.between(party, *giver).first());
        let records: Vec<RecordRef> = known.map(|met| met.record).collect();
        let held = records.len() as u64;
        part(Role::CashOut, Rule::KnowsPayers, (held, givers.len() as u64), records)
    }
}

/// These records, or where there are none the first payment of each pair.
fn cited(records: Vec<RecordRef>, pairs: &[&[Paid]]) -> Vec<RecordRef> {
    if records.is_empty() {
        pairs.iter().filter_map(|paid| paid.first()).map(|paid| paid.record).collect()
    } else {
        records
    }
}

/// Evidence that a part of something holds, the more the larger the part; none where nothing does.
fn part(
    role: Role,
    rule: Rule,
    (held, of): (u64, u64),
    records: Vec<RecordRef>,
) -> Option<Evidence> {
    let adds = share(role, rule, held as f64 / of.max(1) as f64);
    (held > 0).then_some(Evidence { role, rule, held, of, expected: None, adds, records })
}

/// How many hand on: each more speaks for it, one alone against it.
fn several_sources(of: usize, sources: Vec<RecordRef>) -> Option<Evidence> {
    let held = sources.len() as u64;
    let (rule, extent) = match held {
        0 => return None,
        1 => (Rule::OneSource, 1.0),
        more => (Rule::SeveralSources, (more - 1) as f64 / (SEVERAL - 1.0)),
    };
    Some(Evidence {
        role: Role::CashOut,
        rule,
        held,
        of: of as u64,
        expected: None,
        adds: share(Role::CashOut, rule, extent),
        records: sources,
    })
}

/// Whoever pays is paid as well.
fn other_way(role: Role, own: &[&[Paid]], other: &[&[Paid]]) -> Option<Evidence> {
    let count = |pairs: &[&[Paid]]| pairs.iter().map(|paid| paid.len() as u64).sum::<u64>();
    let (own, held) = (count(own), count(other));
    part(
        role,
        Rule::OtherWay,
        (held, own + held),
        other.iter().flat_map(|paid| paid.iter().map(|paid| paid.record)).collect(),
    )
}

fn guarded(basis: &Basis<'_>, party: KeyId) -> Option<Evidence> {
    let payer = basis.guard().possible_victims().find(|payer| payer.key == party)?;
    let (held, of) = (payer.signs.held() as u64, 3);
    Some(Evidence {
        role: Role::PossibleVictim,
        rule: Rule::Guarded,
        held,
        of,
        expected: None,
        adds: share(Role::PossibleVictim, Rule::Guarded, held as f64 / of as f64),
        records: payer.records.iter().chain(&payer.age.records).copied().collect(),
    })
}

/// A row for every party whose introductions could be tested.
fn introducers(basis: &Basis<'_>) -> Vec<(KeyId, Evidence)> {
    let row = |one: &crate::questions::introductions::Introducer| {
        let p = one.p?;
        let records: Vec<RecordRef> =
            one.introductions.iter().flat_map(|step| step.records).collect();
        if records.is_empty() || basis.guard().holds(one.key) {
            return None;
        }
        Some((
            one.key,
            Evidence {
                role: Role::Introducer,
                rule: Rule::Introduces,
                held: one.introductions.len() as u64,
                of: one.opportunities as u64,
                expected: Some(one.expected),
                adds: order(
                    Role::Introducer,
                    Rule::Introduces,
                    p,
                    beyond_chance(one.introductions.len() as u64, one.expected),
                ),
                records,
            },
        ))
    };
    basis.introductions().introducers.iter().filter_map(row).collect()
}
