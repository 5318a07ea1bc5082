//! The measures of the indicators: each gives a value with its records, or why there is none.

use std::collections::{BTreeMap, BTreeSet};

use model::RecordRef;
use model::time::Precision;
use model::views::{KeyId, Leg};

use super::config::{Indicator, Measure};
use super::look::{Look, ROUND_MINOR, Subject};
use super::{Figure, Missing, Unit};
use crate::dealings::Paid;

const DAY_US: i64 = 86_400_000_000;

/// A value, or why there is none.
pub(super) type Found = Result<Figure, Missing>;

/// Computes an indicator.
pub(super) fn figure(look: &Look<'_>, subject: &Subject, indicator: &Indicator) -> Found {
    let number = |name: &str| indicator.parameters.get(name).copied().unwrap_or(0.0);
    match indicator.measure {
        Measure::SmallAmounts => small(subject, indicator),
        Measure::GapDays => gap_days(subject),
        Measure::RoundAmounts => Ok(share(&subject.paid, |paid| paid.minor % ROUND_MINOR == 0)),
        Measure::NightHours => night(look, subject, number("from_hour"), number("until_hour")),
        Measure::Escalation => Ok(escalation(subject)),
        Measure::StatedTies => ties(look, subject),
        Measure::Payees90Days => payees(look, subject),
        Measure::JourneysAfter => journeys_after(look, subject, number("days")),
        Measure::Sources => sources(look, subject),
        Measure::Undone => undone(look, subject),
        Measure::Payers90Days => Ok(most_in_90_days(&subject.paid, |paid| paid.payer)),
        Measure::PassedOn => passed_on(look, subject).map(|(figure, _)| figure),
        Measure::SharedIdentifiers => shared_identifiers(look, subject),
        _ => Err(Missing::NotInRecords),
    }
}

/// The share of payments of which something is so; records are all of them.
pub(super) fn share(paid: &[Paid], is_so: impl Fn(&Paid) -> bool) -> Figure {
    let hits = paid.iter().filter(|paid| is_so(paid)).count();
    Figure {
        value: hits as f64 / paid.len().max(1) as f64,
        unit: Unit::Share,
        records: paid.iter().map(|paid| paid.record).collect(),
    }
}

pub(super) fn counted(records: Vec<RecordRef>, count: usize) -> Figure {
    Figure { value: count as f64, unit: Unit::Count, records }
}

fn small(subject: &Subject, indicator: &Indicator) -> Found {
    let code = subject.currency.to_string();
    if indicator.currency.as_deref().is_some_and(|own| own != code) {
        return Err(Missing::Currency);
    }
    let limit = |name: &str| indicator.parameters.get(name).copied().unwrap_or(0.0);
    let (low, high) = (limit("low_minor"), limit("high_minor"));
    Ok(share(&subject.paid, |paid| (low..=high).contains(&(paid.minor as f64))))
}

fn gap_days(subject: &Subject) -> Found {
    let gaps = subject.paid.windows(2).filter_map(|two| match two {
        [a, b] => Some(b.at_us().saturating_sub(a.at_us()) as f64 / DAY_US as f64),
        _ => None,
    });
    let value = super::look::median(gaps.collect()).ok_or(Missing::FewPayments)?;
    let records = subject.paid.iter().map(|paid| paid.record).collect();
    Ok(Figure { value, unit: Unit::Days, records })
}

/// Whether an hour lies in a stretch that may go over midnight.
pub(super) fn at_night(hour: usize, from: f64, until: f64) -> bool {
    let hour = hour as f64;
    if from <= until { (from..until).contains(&hour) } else { hour >= from || hour < until }
}

/// Payments whose hour is stated.
pub(super) fn with_hour(paid: &[Paid]) -> Vec<Paid> {
    paid.iter().filter(|paid| paid.when.precision <= Precision::Hour).copied().collect()
}

fn night(look: &Look<'_>, subject: &Subject, from: f64, until: f64) -> Found {
    let timed = with_hour(&subject.paid);
    if timed.is_empty() {
        return Err(Missing::NoHours);
    }
    Ok(share(&timed, |paid| {
        look.calendar
            .weekday_hour(paid.at_us())
            .is_some_and(|(_, hour)| at_night(hour, from, until))
    }))
}

fn escalation(subject: &Subject) -> Figure {
    let amounts: Vec<(f64, f64)> =
        subject.paid.iter().map(|paid| (paid.at_us() as f64, paid.minor as f64)).collect();
    let records = subject.paid.iter().map(|paid| paid.record).collect();
    Figure { value: rank_correlation(&amounts), unit: Unit::Number, records }
}

/// Spearman's correlation of pairs of numbers, ties by mid-ranks; 0 where one of the two is constant.
pub(super) fn rank_correlation(pairs: &[(f64, f64)]) -> f64 {
    let ranks = |of: fn(&(f64, f64)) -> f64| -> Vec<f64> {
        let mut sorted: Vec<f64> = pairs.iter().map(of).collect();
        sorted.sort_by(f64::total_cmp);
        let rank = |value: f64| {
            let below = sorted.partition_point(|other| *other < value);
            let upto = sorted.partition_point(|other| *other <= value);
            f64::midpoint(below as f64, upto as f64) - sorted.len() as f64 / 2.0
        };
        pairs.iter().map(|pair| rank(of(pair))).collect()
    };
    let (xs, ys) = (ranks(|pair| pair.0), ranks(|pair| pair.1));
    let sum = |a: &[f64], b: &[f64]| a.iter().zip(b).map(|(a, b)| a * b).sum::<f64>();
    let spread = sum(&xs, &xs) * sum(&ys, &ys);
    if spread > 0.0 { sum(&xs, &ys) / spread.sqrt() } else { 0.0 }
}

/// A description as stated: which part of a party, the text, the record.
type Described = (usize, String, RecordRef);

/// Descriptions of payer and payee, those that `is_of` asks for.
fn of_both(
    look: &Look<'_>,
    subject: &Subject,
    is_of: fn(&&Described) -> bool,
) -> Result<[Vec<Described>; 2], Missing> {
    let payer = subject.payer.ok_or(Missing::NotInRecords)?;
    let of = |key: KeyId| -> Vec<Described> {
        look.described.get(&key).into_iter().flatten().filter(is_of).cloned().collect()
    };
    let both = [of(payer), of(subject.payee)];
    if both.iter().any(Vec::is_empty) {
        return Err(Missing::NoDescription);
    }
    Ok(both)
}

/// Equal addresses, phones and e-mails of two parties.
fn ties(look: &Look<'_>, subject: &Subject) -> Found {
    let [payer, payee] =
        of_both(look, subject, |(part, ..)| *part != 0).map_err(|_| Missing::NoAddress)?;
    let texts = |list: &[Described]| -> BTreeSet<(usize, String)> {
        list.iter().map(|(part, text, _)| (*part, text.clone())).collect()
    };
    let shared = texts(&payer).intersection(&texts(&payee)).count();
    Ok(counted(payer.iter().chain(&payee).map(|(.., record)| *record).collect(), shared))
}

/// Words of names that two parties share: it can only speak for an innocent reading.
pub(super) fn shared_names(look: &Look<'_>, subject: &Subject) -> Found {
    let [payer, payee] = of_both(look, subject, |(part, ..)| *part == 0)?;
    // Particles stand in many names and tie nobody.
    let words = |list: &[Described]| -> BTreeSet<String> {
        let words = list.iter().flat_map(|(_, text, _)| text.split_whitespace());
        words.filter(|word| word.chars().count() > 3).map(str::to_owned).collect()
    };
    let shared = words(&payer).intersection(&words(&payee)).count();
    Ok(counted(payer.iter().chain(&payee).map(|(.., record)| *record).collect(), shared))
}

/// The most distinct parties within ninety days.
pub(super) fn most_in_90_days(paid: &[Paid], party: impl Fn(&Paid) -> KeyId) -> Figure {
    let (mut most, mut from) = (0, 0);
    let mut inside: BTreeMap<KeyId, usize> = BTreeMap::new();
    for one in paid {
        *inside.entry(party(one)).or_default() += 1;
        while let Some(old) = paid.get(from) {
            if one.at_us().saturating_sub(old.at_us()) <= 90 * DAY_US {
                break;
            }
            from += 1;
            if let Some(count) = inside.get_mut(&party(old)) {
                *count -= 1;
            }
            if inside.get(&party(old)) == Some(&0) {
                inside.remove(&party(old));
            }
        }
        most = most.max(inside.len());
    }
    counted(paid.iter().map(|paid| paid.record).collect(), most)
}

fn payees(look: &Look<'_>, subject: &Subject) -> Found {
    let payer = subject.payer.ok_or(Missing::NotInRecords)?;
    let mut paid = look.dealings.paid_by(payer).to_vec();
    paid.sort_by_key(|paid| (paid.when, paid.record));
    Ok(most_in_90_days(&paid, |paid| paid.payee))
}

/// Legs of the payer that were not cancelled, where any journey of the case is known.
pub(super) fn legs<'a>(look: &'a Look<'_>, subject: &Subject) -> Result<Vec<&'a Leg>, Missing> {
    let payer = subject.payer.ok_or(Missing::NotInRecords)?;
    let own = look.legs.get(&payer).ok_or(Missing::NoJourneys)?;
    let made = |leg: &&&Leg| !matches!(look.view.texts.text(leg.status), "cancelled" | "no-show");
    Ok(own.iter().filter(made).copied().collect())
}

fn journeys_after(look: &Look<'_>, subject: &Subject, days: f64) -> Found {
    let legs = legs(look, subject)?;
    let after = legs.iter().filter(|leg| {
        leg.departs.is_some_and(|departs| {
            subject.paid.iter().any(|paid| {
                let wait_us = departs.earliest_us.saturating_sub(paid.when.latest_us);
                wait_us > 0 && wait_us as f64 <= days * DAY_US as f64
            })
        })
    });
    let records: Vec<RecordRef> = after.map(|leg| leg.record).collect();
    let count = records.len();
    let records = if count == 0 { legs.iter().map(|leg| leg.record).collect() } else { records };
    Ok(counted(records, count))
}

fn sources(look: &Look<'_>, subject: &Subject) -> Found {
    if look.sources.len() < 2 {
        return Err(Missing::OneSource);
    }
    let sources: BTreeSet<_> = subject.paid.iter().map(|paid| paid.record.exhibit).collect();
    Ok(counted(subject.paid.iter().map(|paid| paid.record).collect(), sources.len()))
}

fn undone(look: &Look<'_>, subject: &Subject) -> Found {
    let payer = subject.payer.ok_or(Missing::NotInRecords)?;
    let own = look.undone_of.get(&(payer, subject.payee)).cloned().unwrap_or_default();
    let count = own.len();
    let all = || subject.paid.iter().map(|paid| paid.record).collect();
    Ok(counted(if own.is_empty() { all() } else { own }, count))
}

/// The share of the money that is passed on to others within three days, each payment once and never
/// more than came; and by receiver.
pub(super) fn passed_on(
    look: &Look<'_>,
    subject: &Subject,
) -> Result<(Figure, Vec<(KeyId, i64)>), Missing> {
    let out: Vec<Paid> = {
        let own = look.dealings.paid_by(subject.payee).iter().copied();
        let mut own: Vec<Paid> = own.filter(|paid| paid.currency == subject.currency).collect();
        own.sort_by_key(|paid| (paid.when, paid.record));
        own
    };
    if out.is_empty() {
        return Err(Missing::NothingBeside);
    }
    let window_us = look.basis.settings.signs.pass_on_s.saturating_mul(1_000_000);
    let mut left: Vec<(&Paid, i64)> = out.iter().map(|paid| (paid, paid.minor)).collect();
    let (mut came, mut gone) = (0i64, 0i64);
    let mut records = Vec::new();
    let mut receivers: BTreeMap<KeyId, i64> = BTreeMap::new();
    for paid in &subject.paid {
        came = came.saturating_add(paid.minor);
        records.push(paid.record);
        let mut own = paid.minor;
        let start = left.partition_point(|(out, _)| out.at_us() <= paid.when.latest_us);
        for (out, rest) in left.get_mut(start..).unwrap_or_default() {
            if out.at_us().saturating_sub(paid.when.latest_us) > window_us {
                break;
            }
            if out.payee == paid.payer || *rest == 0 {
                continue;
            }
            let taken = own.min(*rest);
            (own, *rest, gone) = (own - taken, *rest - taken, gone + taken);
            *receivers.entry(out.payee).or_default() += taken;
            records.push(out.record);
            if own == 0 {
                break;
            }
        }
    }
    records.sort_unstable();
    records.dedup();
    let value = gone as f64 / came.max(1) as f64;
    Ok((Figure { value, unit: Unit::Share, records }, receivers.into_iter().collect()))
}

/// How many other identities an identifier of the payee is stated with.
fn shared_identifiers(look: &Look<'_>, subject: &Subject) -> Found {
    let own = look.identifiers.get(&subject.payee).ok_or(Missing::NoDescription)?;
    let mut others: BTreeSet<KeyId> = BTreeSet::new();
    let mut records = Vec::new();
    for identifier in own {
        let Some(holders) = look.holders.get(identifier) else { continue };
        others.extend(holders.keys().filter(|holder| **holder != subject.payee));
        records.extend(holders.values().copied());
    }
    Ok(counted(records, others.len()))
}
