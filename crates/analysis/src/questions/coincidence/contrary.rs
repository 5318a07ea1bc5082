//! What speaks against a coincidence, and what else could explain it, each with its figure.

use model::{RecordRef, Sentence, Value};

use super::placement::STRATUM_DAYS_MIN;
use super::report::{self, PairTest, Verdict};
use super::rhythm::{self, Monthly};
use super::run::{Case, Run, small_strata};
use crate::citing::Cited;

/// A rhythm of the month is named where chance gives one as strong less often than this.
const RHYTHM_P: f64 = 0.05;

/// What speaks against the finding.
pub(super) fn contrary(run: &Run, case: &Case, test: &PairTest, cited: &Cited) -> Vec<Sentence> {
    let mut out = vec![pay_days(run, case), month(run, case), zones(case)];
    if let (Some(p), Some(days)) = (test.p_week_shift, test.shift_days)
        && test.verdict == Verdict::Associated
    {
        let template = if days == 7 { "coincidence-shift-weeks" } else { "coincidence-shift-days" };
        out.push(cited.says(template).map(|sentence| sentence.with("p", Value::PValue(p))));
    }
    out.push(clock(run, test, cited));
    let small = small_strata(test);
    if small > 0 {
        out.push(cited.says("coincidence-small-strata").map(|sentence| {
            sentence
                .with("small", Value::Count(small))
                .with("least", Value::Count(STRATUM_DAYS_MIN as u64))
        }));
    }
    if test.n_b_by_day > 0 {
        let sentence = cited.says("coincidence-calls-by-day");
        let count = Value::Count(test.n_b_by_day);
        out.push(sentence.map(|sentence| sentence.with("by_day", count)));
    }
    out.into_iter().flatten().collect()
}

/// What the test would say, were one of the two clocks wrong by an hour.
fn clock(run: &Run, test: &PairTest, cited: &Cited) -> Option<Sentence> {
    let clock = test.clock?;
    Some(
        cited
            .says("coincidence-clock")?
            .with("trial", Value::Span(clock.trial_s))
            .with("earlier", Value::PValue(clock.p_earlier))
            .with("later", Value::PValue(clock.p_later))
            .with("kept", Value::Count(clock.at_most(report::largest_shown(&run.report.tests)))),
    )
}

/// Other explanations.
pub(super) fn alternatives(run: &Run, case: &Case, cited: &Cited) -> Vec<Sentence> {
    let weeks = rhythm::weekly(run.scene(case));
    let family = cited.says("coincidence-alternative-family").map(|sentence| {
        sentence
            .with("weeks", Value::Count(weeks.weeks))
            .with("with_session", Value::Count(weeks.with_session))
            .with("with_payment", Value::Count(weeks.with_payment))
    });
    let routines = cited.says("coincidence-alternative-routines");
    family.into_iter().chain(routines).collect()
}

/// Payments near the pay-days of the settings.
fn pay_days(run: &Run, case: &Case) -> Option<Sentence> {
    let near = rhythm::near_pay_day(run.scene(case));
    let cited = Cited::of(records_at(case, &near));
    Some(
        cited
            .says("coincidence-pay-day")?
            .with("near", Value::Count(near.len() as u64))
            .with("n", Value::Count(case.scenery.payments.len() as u64)),
    )
}

/// A rhythm of the month in the payments.
fn month(run: &Run, case: &Case) -> Option<Sentence> {
    let date = |at_us: i64| rhythm::date_of(&run.calendar, at_us);
    let middles = || case.scenery.payments.iter().map(|paid| paid.when.middle_us());
    let found: Monthly = rhythm::monthly(middles().filter_map(date))?;
    if found.rayleigh_p > RHYTHM_P {
        return None;
    }
    let run_days = found.run_from..=found.run_until;
    let in_run: Vec<usize> = middles()
        .enumerate()
        .filter(|(_, at)| date(*at).is_some_and(|date| run_days.contains(&date.day())))
        .map(|(place, _)| place)
        .collect();
    let number = |day: i8| Value::Count(u64::from(day.unsigned_abs()));
    Some(
        Cited::of(records_at(case, &in_run))
            .says("coincidence-monthly")?
            .with("in_run", Value::Count(found.in_run))
            .with("days", Value::Count(found.days))
            .with("from", number(found.run_from))
            .with("until", number(found.run_until))
            .with("p", Value::PValue(found.rayleigh_p)),
    )
}

/// Payments whose zone was taken from the operator or the case.
fn zones(case: &Case) -> Option<Sentence> {
    let taken: Vec<RecordRef> = case
        .scenery
        .payments
        .iter()
        .filter(|paid| paid.zone_taken)
        .map(|paid| paid.record)
        .collect();
    let count = taken.len() as u64;
    Some(Cited::of(taken).says("coincidence-zones")?.with("payments", Value::Count(count)))
}

fn records_at(case: &Case, places: &[usize]) -> Vec<RecordRef> {
    let payments = &case.scenery.payments;
    places.iter().filter_map(|&place| Some(payments.get(place)?.record)).collect()
}
