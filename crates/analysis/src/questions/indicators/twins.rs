//! The innocent readings, each computed beside its indicator.

use std::collections::BTreeSet;

use model::RecordRef;
use model::time::{Precision, ZoneSource};
use model::views::KeyId;

use super::config::{Measure, Twin};
use super::look::{Look, Subject, median};
use super::measures::{self, Found, at_night, counted, rank_correlation, share, with_hour};
use super::{Figure, Missing, Unit};
use crate::dealings::{Met, Paid};
use crate::questions::flows::Rhythm;

const DAY_US: i64 = 86_400_000_000;

/// Months from which a share of months is a rhythm: two in a row are none yet.
const MONTHS_MIN: usize = 3;

/// Days of touch from which a share of days is told: of two days, two are no daily contact.
const DAYS_MIN: usize = 5;

/// Computes the innocent reading of an indicator.
pub(super) fn figure(look: &Look<'_>, subject: &Subject, twin: &Twin) -> Found {
    let number = |name: &str| twin.parameters.get(name).copied().unwrap_or(0.0);
    match twin.measure {
        Measure::NearUsualDay => rhythm(look, subject, |rhythm| {
            let near = rhythm.near_usual_day.max(rhythm.near_pay_day.unwrap_or(0));
            Ok(near as f64 / rhythm.payments.max(1) as f64)
        }),
        Measure::MonthsPaid => rhythm(look, subject, |rhythm| {
            if rhythm.months_spanned < MONTHS_MIN {
                return Err(Missing::FewMonths);
            }
            Ok(rhythm.months_paid as f64 / rhythm.months_spanned as f64)
        }),
        Measure::RelationDays => Ok(relation(look, subject)),
        Measure::GroupMedian => group_median(look, subject),
        Measure::OfficeHours => office_hours(look, subject),
        Measure::ContactDays => contact_days(look, subject),
        Measure::SharedNames => measures::shared_names(look, subject),
        Measure::SourceRoundAmounts => source_round(look, subject),
        Measure::OwnNightHours => {
            own_night(look, subject, number("from_hour"), number("until_hour"))
        }
        Measure::ZoneNotStated => Ok(share(&subject.paid, |paid| {
            matches!(paid.when.zone_source, ZoneSource::Assumed | ZoneSource::OperatorDefault)
        })),
        Measure::RateDrift => rate_drift(look, subject),
        Measure::PayeesTied => payees_tied(look, subject),
        Measure::PayersTied => {
            let payers: Vec<KeyId> = subject.paid.iter().map(|paid| paid.payer).collect();
            tied(look, subject, &payers)
        }
        Measure::JourneysBefore => journeys_before(look, subject),
        Measure::PayersWithSeveralSources => Ok(of_case(subject, look.several_sources)),
        Measure::CaseUndone => Ok(of_case(subject, look.undone)),
        Measure::PassedOnToOne => passed_on_to_one(look, subject),
        Measure::HoldersOfIdentifier => holders(look, subject),
        _ => Err(Missing::NotInRecords),
    }
}

/// A share of the whole case, resting on the records of the subject.
fn of_case(subject: &Subject, value: f64) -> Figure {
    let records = subject.paid.iter().map(|paid| paid.record).collect();
    Figure { value, unit: Unit::Share, records }
}

fn rhythm(
    look: &Look<'_>,
    subject: &Subject,
    of: impl Fn(&Rhythm) -> Result<f64, Missing>,
) -> Found {
    let ledger = look.basis.ledger();
    let events = subject.paid.iter().filter_map(|paid| ledger.event(paid.event));
    let events: Vec<_> = events.collect();
    let pay_days = &look.basis.settings.pay_days;
    let rhythm = Rhythm::of(&events, &look.calendar, pay_days).ok_or(Missing::FewPayments)?;
    Ok(of_case(subject, of(&rhythm)?))
}

fn touches<'a>(look: &'a Look<'_>, subject: &Subject) -> &'a [Met] {
    subject.payer.map_or(&[], |payer| look.dealings.between(payer, subject.payee))
}

fn relation(look: &Look<'_>, subject: &Subject) -> Figure {
    let met = touches(look, subject);
    let times = met.iter().map(|met| met.at_us).chain(subject.paid.iter().map(Paid::at_us));
    let (first, last) = (times.clone().min(), times.max());
    let span_us = last.unwrap_or(0).saturating_sub(first.unwrap_or(0));
    let ends = met.first().into_iter().chain(met.last()).map(|met| met.record);
    let records = ends.chain(subject.paid.iter().map(|paid| paid.record)).collect();
    Figure { value: span_us as f64 / DAY_US as f64, unit: Unit::Days, records }
}

fn group_median(look: &Look<'_>, subject: &Subject) -> Found {
    let own = median(subject.paid.iter().map(|paid| paid.minor as f64).collect());
    let all = look.medians.get(&subject.currency).copied().filter(|all| *all > 0.0);
    let (own, all) = own.zip(all).ok_or(Missing::NothingBeside)?;
    Ok(Figure { unit: Unit::Number, ..of_case(subject, own / all) })
}

fn office_hours(look: &Look<'_>, subject: &Subject) -> Found {
    let timed = with_hour(&subject.paid);
    if timed.is_empty() {
        return Err(Missing::NoHours);
    }
    Ok(share(&timed, |paid| {
        look.calendar
            .weekday_hour(paid.at_us())
            .is_some_and(|(weekday, hour)| weekday < 5 && (8..18).contains(&hour))
    }))
}

/// The share of days, from the first touch or payment to the last, with a touch.
fn contact_days(look: &Look<'_>, subject: &Subject) -> Found {
    let met = touches(look, subject);
    let days = look.calendar.days_of(met.iter().map(|met| met.at_us));
    let (Some(first), Some(last)) = (days.first(), days.last()) else {
        return Err(Missing::NothingBeside);
    };
    if days.len() < DAYS_MIN {
        return Err(Missing::FewDays);
    }
    let value = days.len() as f64 / (last - first + 1) as f64;
    Ok(Figure { value, unit: Unit::Share, records: met.iter().map(|met| met.record).collect() })
}

fn source_round(look: &Look<'_>, subject: &Subject) -> Found {
    let exhibits: BTreeSet<_> = subject.paid.iter().map(|paid| paid.record.exhibit).collect();
    let sums = exhibits.iter().filter_map(|exhibit| look.round.get(exhibit));
    let (all, even) = sums.fold((0, 0), |(all, even), (a, e)| (all + a, even + e));
    // The payments of the pair are no baseline for themselves.
    let own = subject.paid.iter();
    let own_even = own.filter(|paid| paid.minor % super::look::ROUND_MINOR == 0).count();
    let others = all.saturating_sub(subject.paid.len());
    if others < super::GROUP_MIN {
        return Err(Missing::NothingBeside);
    }
    Ok(of_case(subject, even.saturating_sub(own_even) as f64 / others as f64))
}

/// How much of what else the payer does falls into the night: calls and messages with anybody.
fn own_night(look: &Look<'_>, subject: &Subject, from: f64, until: f64) -> Found {
    let payer = subject.payer.ok_or(Missing::NotInRecords)?;
    let met = look.dealings.touches_of(payer).map(|met| (met.at_us, met.record));
    let logins = look.logins.get(&payer).into_iter().flatten();
    let logins = logins.filter(|login| login.at.precision <= Precision::Hour);
    let all: Vec<(i64, RecordRef)> =
        met.chain(logins.map(|login| (login.at.earliest_us, login.record))).collect();
    if all.len() < super::GROUP_MIN {
        return Err(Missing::NothingBeside);
    }
    let night = all.iter().filter(|(at_us, _)| {
        look.calendar.weekday_hour(*at_us).is_some_and(|(_, hour)| at_night(hour, from, until))
    });
    let value = night.count() as f64 / all.len() as f64;
    let records = all.iter().map(|(_, record)| *record).collect();
    Ok(Figure { value, unit: Unit::Share, records })
}

/// Whether the payee got ever less for the same money: a falling rate asks for larger amounts.
fn rate_drift(look: &Look<'_>, subject: &Subject) -> Found {
    let ledger = look.basis.ledger();
    let rates: Vec<(f64, f64)> = subject
        .paid
        .iter()
        .filter_map(|paid| {
            let event = ledger.event(paid.event)?;
            let rows = ledger.rows(event).iter();
            let payment = rows.filter_map(|row| look.view.payments.get(*row as usize));
            let out = payment.filter_map(|payment| payment.pay_out).map(|out| out.minor).max()?;
            Some((paid.at_us() as f64, -(out as f64) / paid.minor.max(1) as f64))
        })
        .collect();
    if rates.len() < super::GROUP_MIN.min(subject.paid.len()) {
        return Err(Missing::NothingBeside);
    }
    Ok(Figure { unit: Unit::Number, ..of_case(subject, rank_correlation(&rates)) })
}

/// The share of parties that are in touch with another of them, or share an identifier with one.
fn tied(look: &Look<'_>, subject: &Subject, parties: &[KeyId]) -> Found {
    let distinct: BTreeSet<KeyId> = parties.iter().copied().collect();
    if distinct.len() < 2 {
        return Err(Missing::NothingBeside);
    }
    let list: Vec<KeyId> = distinct.iter().copied().collect();
    let (mut tied, mut records) = look.acquainted.tied(&list);
    for holders in list.iter().filter_map(|key| look.identifiers.get(key)).flatten() {
        let Some(holders) = look.holders.get(holders) else { continue };
        let inside: Vec<_> = holders.iter().filter(|(key, _)| distinct.contains(key)).collect();
        if inside.len() > 1 {
            tied.extend(inside.iter().map(|(key, _)| **key));
            records.extend(inside.iter().map(|(_, record)| **record));
        }
    }
    records.sort_unstable();
    records.dedup();
    let value = tied.len() as f64 / distinct.len() as f64;
    if records.is_empty() {
        return Ok(of_case(subject, value));
    }
    Ok(Figure { value, unit: Unit::Share, records })
}

fn payees_tied(look: &Look<'_>, subject: &Subject) -> Found {
    let payer = subject.payer.ok_or(Missing::NotInRecords)?;
    let payees: Vec<KeyId> = look.dealings.paid_by(payer).iter().map(|paid| paid.payee).collect();
    tied(look, subject, &payees)
}

/// Journeys that began before the first payment.
fn journeys_before(look: &Look<'_>, subject: &Subject) -> Found {
    let legs = measures::legs(look, subject)?;
    let first_us = subject.paid.first().map_or(i64::MAX, Paid::at_us);
    let before =
        legs.iter().filter(|leg| leg.departs.is_some_and(|departs| departs.latest_us < first_us));
    let records: Vec<RecordRef> = before.map(|leg| leg.record).collect();
    let count = records.len();
    let records = if count == 0 { legs.iter().map(|leg| leg.record).collect() } else { records };
    Ok(counted(records, count))
}

/// How much of what is passed on goes to one receiver: an own bank, a landlord, a household.
fn passed_on_to_one(look: &Look<'_>, subject: &Subject) -> Found {
    let (figure, receivers) = measures::passed_on(look, subject)?;
    let all: i64 = receivers.iter().map(|(_, minor)| minor).sum();
    let most = receivers.iter().map(|(_, minor)| *minor).max().unwrap_or(0);
    Ok(Figure { value: most as f64 / all.max(1) as f64, ..figure })
}

/// How many hold the identifier that is held by most: an agent's telephone is held by a whole town.
fn holders(look: &Look<'_>, subject: &Subject) -> Found {
    let own = look.identifiers.get(&subject.payee).ok_or(Missing::NoDescription)?;
    let widest = own.iter().filter_map(|one| look.holders.get(one)).max_by_key(|all| all.len());
    let widest = widest.ok_or(Missing::NoDescription)?;
    Ok(counted(widest.values().copied().collect(), widest.len()))
}
