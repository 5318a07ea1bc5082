//! The findings: what a person reads of each pair, with the records behind every figure.

use model::finding::{Answer, Finding, Strength};
use model::{RecordRef, Sentence, Value};

use super::card::CARD;
use super::contrary;
use super::days::DayKind;
use super::figures;
use super::pairs::{Payments, Sessions};
use super::report::{PairTest, Verdict};
use super::run::{Case, Run, SHOWN_IN_FULL_MAX};
use super::trial::{Method, ReadingResult, Trial};
use crate::citing::Cited;
use crate::question::AskSettings;

/// Pairs with too little data that are named one by one; the rest are counted.
const TOO_LITTLE_NAMED_MAX: usize = 100;

/// Tested pairs that are told one by one; the rest are counted, and stand in `coincide --json`.
pub(super) const TOLD_MAX: usize = 1_000;

/// Streams of random numbers of the lag curves, apart from the tests'.
const CURVE_STREAM: u64 = 6 << 40;

/// Makes the answer of a run.
pub(super) fn answer(run: &Run, settings: &AskSettings) -> Answer {
    let mut findings = Vec::new();
    let cases = run.cases.iter().zip(&run.report.tests).enumerate();
    let mut order: Vec<(usize, &Trial, &PairTest)> =
        cases.filter_map(|(at, (case, test))| Some((at, case.trial.as_ref()?, test))).collect();
    // Whoever may be a victim stands behind the others.
    order.sort_by(|(_, x, one), (_, y, other)| {
        one.possible_victim.cmp(&other.possible_victim).then_with(|| x.clearer(y))
    });
    // The method on itself stands behind the pairs that are told in full, before any page ends.
    let mut itself = calibration(run);
    let rest = order.split_off(TOLD_MAX.min(order.len()));
    for (rank, (at, _, test)) in order.into_iter().enumerate() {
        let full = rank < SHOWN_IN_FULL_MAX && test.verdict == Verdict::Associated;
        if !full {
            findings.extend(itself.take());
        }
        findings.extend(run.cases.get(at).and_then(|case| tested(run, case, test, full, at)));
    }
    findings.extend(itself);
    findings.extend(not_told(run, &rest));
    findings.extend(too_little(run));
    Answer {
        question: CARD.code.to_owned(),
        version: CARD.version,
        parameters: parameters(run, settings),
        seed: Some(run.report.seed),
        findings,
    }
}

/// The tested pairs that are only counted.
fn not_told(run: &Run, rest: &[(usize, &Trial, &PairTest)]) -> Option<Finding> {
    let cases = rest.iter().filter_map(|(at, ..)| run.cases.get(*at));
    let cited = Cited::of(cases.filter_map(|case| Some(case.scenery.payments.first()?.record)));
    let found = rest.iter().filter(|(.., test)| test.verdict == Verdict::Associated);
    let statement = cited
        .says("coincidence-rest")?
        .with("pairs", Value::Count(rest.len() as u64))
        .with("told", Value::Count(TOLD_MAX as u64))
        .with("found", Value::Count(found.count() as u64));
    let id = "rest".to_owned();
    Some(Finding { id, strength: Strength::Recorded, ..finding(statement) })
}

fn parameters(run: &Run, settings: &AskSettings) -> std::collections::BTreeMap<String, String> {
    let report = &run.report;
    let readings = run.readings.iter().map(|reading| {
        let seconds = |us: i64| us / 1_000_000;
        format!(
            "{} -{}s..+{}s",
            reading.name,
            seconds(reading.before_us),
            seconds(reading.after_us)
        )
    });
    let list = |days: &[String]| if days.is_empty() { "none".to_owned() } else { days.join(" ") };
    let pay_days: Vec<String> = settings.pay_days.iter().map(u8::to_string).collect();
    [
        ("m", report.m.to_string()),
        ("q", report.q.to_string()),
        ("r", report.r.to_string()),
        ("seed", report.seed.to_string()),
        ("window_before_s", report.window_before_s.to_string()),
        ("window_after_s", report.window_after_s.to_string()),
        ("readings", readings.collect::<Vec<_>>().join(", ")),
        ("direction", "payment relative to session, both sides".to_owned()),
        ("statistic", "payments near a session; maximum over the readings".to_owned()),
        ("null_model", "days permuted within strata".to_owned()),
        ("n_a_min", report.n_min.0.to_string()),
        ("n_b_min", report.n_min.1.to_string()),
        ("zone", settings.zone.clone()),
        ("pay_days", list(&pay_days)),
        ("holidays", list(&settings.holidays)),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

/// Words that differ by what was tested.
fn events(run: &Run) -> Value {
    Value::Term(
        match run.report.stream_a {
            Payments::Transfers => "coincidence-events-payments",
            Payments::Messages => "coincidence-events-messages",
        }
        .to_owned(),
    )
}

fn sessions(run: &Run) -> Value {
    Value::Term(
        match run.report.stream_b {
            Sessions::Sessions => "coincidence-events-sessions",
            Sessions::Calls => "coincidence-events-calls",
        }
        .to_owned(),
    )
}

/// A count that is whole unless some payments are known only to an interval.
pub(super) fn measured(value: f64) -> Value {
    let whole = (value - value.round()).abs() < 1e-9;
    Value::Number { value, decimals: u8::from(!whole) }
}

fn tenths(value: f64) -> Value {
    Value::Number { value, decimals: 1 }
}

fn stated(text: &str) -> Value {
    Value::Stated(text.to_owned())
}

fn reading_term(reading: &ReadingResult) -> Value {
    Value::Term(format!("coincidence-reading-{}", reading.name))
}

/// Every record of a pair's window: payments and calls.
fn records(case: &Case) -> Vec<RecordRef> {
    let payments = case.scenery.payments.iter().map(|paid| paid.record);
    payments.chain(case.scenery.calls.iter().map(|(_, record)| *record)).collect()
}

/// The payments that a reading counts as near.
fn near_records(run: &Run, case: &Case, name: &str) -> Vec<RecordRef> {
    let Some(reading) = run.readings.iter().find(|reading| reading.name == name) else {
        return Vec::new();
    };
    let near = reading.near(&case.scenery.sessions);
    let paid = case.scenery.payments.iter();
    let counted = paid.filter(|paid| reading.counts(paid.when.fineness()));
    let hit = counted.filter(|paid| near.contains(paid.when.middle_us()));
    hit.map(|paid| paid.record).collect()
}

/// The finding of a tested pair.
fn tested(run: &Run, case: &Case, test: &PairTest, full: bool, at: usize) -> Option<Finding> {
    let trial = case.trial.as_ref()?;
    let reading = trial.readings.get(trial.leading)?;
    let cited = Cited::of(records(case));
    let mut statement = cited
        .says(match test.verdict {
            Verdict::Associated => "coincidence-associated",
            Verdict::CannotTell => "coincidence-cannot-tell",
            Verdict::NotShown | Verdict::InsufficientData => "coincidence-not-shown",
        })?
        .with("a", stated(&test.a))
        .with("b", stated(&test.b))
        .with("events", events(run))
        .with("n", Value::Count(reading.n))
        .with("reading", reading_term(reading))
        .with("expected", tenths(reading.expected))
        .with("low", measured(reading.band95.0))
        .with("high", measured(reading.band95.1))
        .with("p", Value::PValue(trial.p))
        .with("m", Value::Count(run.report.m));
    let near = Cited::of(near_records(run, case, reading.name));
    statement = match near.support() {
        Some(hits) => statement.with_cited("near", measured(reading.observed), hits),
        None => statement.with("near", measured(reading.observed)),
    };
    if test.verdict == Verdict::CannotTell {
        statement = statement.with("least", Value::PValue(test.p_least.unwrap_or(1.0)));
    } else {
        statement = statement.with("q", Value::PValue(test.q_value.unwrap_or(1.0)));
    }
    let mut detail = details(run, case, test, &cited);
    detail.extend(cited.in_part());
    let figures = if full {
        let scene = run.scene(case);
        let curve = figures::lag_curve(scene, run.report.seed, CURVE_STREAM + at as u64);
        curve.into_iter().chain(figures::surrogates(trial)).collect()
    } else {
        Vec::new()
    };
    Some(Finding {
        id: format!("{}-{}", test.a, test.b),
        question: CARD.code.to_owned(),
        statement,
        detail,
        contrary: contrary::contrary(run, case, test, &cited),
        alternatives: contrary::alternatives(run, case, &cited),
        strength: Strength::Tested {
            p: trial.p,
            m: run.report.m,
            rejected: test.rejected_bh,
            lr: test.lr,
            lr_cap: test.lr_cap,
        },
        figures,
    })
}

fn details(run: &Run, case: &Case, test: &PairTest, cited: &Cited) -> Vec<Sentence> {
    let mut out: Vec<Option<Sentence>> = vec![cited.says("coincidence-window").map(|sentence| {
        sentence
            .with("days", Value::Count(test.days))
            .with("n", Value::Count(test.n_a))
            .with("events", events(run))
            .with("sessions", Value::Count(test.n_b))
            .with("calls", sessions(run))
    })];
    out.extend(test.readings.iter().map(|reading| reading_sentence(reading, cited)));
    out.push(method_sentence(run, test, cited));
    if test.rejected_bh {
        out.push(cited.says(if test.rejected_by {
            "coincidence-yekutieli-stands"
        } else {
            "coincidence-yekutieli-falls"
        }));
    }
    out.push(match (test.lr, test.lr_cap) {
        (Some(lr), Some(cap)) => cited.says("coincidence-ratio").map(|sentence| {
            let decimals = if lr < 10.0 { 2 } else { 0 };
            sentence
                .with("lr", Value::Number { value: lr, decimals })
                .with("cap", Value::Number { value: cap, decimals: 0 })
        }),
        _ => cited.says("coincidence-no-ratio"),
    });
    if let Some(found) = test.intensity {
        out.push(cited.says("coincidence-intensity").map(|sentence| {
            sentence
                .with("share", Value::Share(found.share))
                .with("low", Value::Share(found.share_low))
                .with("high", Value::Share(found.share_high))
                .with("p", Value::PValue(found.p))
                .with("profile", Value::Count(found.profile_payments))
        }));
    }
    if let Some(p) = test.p_poisson_ignores_rhythm {
        let sentence = cited.says("coincidence-ignores-rhythm");
        out.push(sentence.map(|sentence| sentence.with("p", Value::PValue(p))));
    }
    out.push(by_day(case, test));
    out.into_iter().flatten().collect()
}

fn reading_sentence(reading: &ReadingResult, cited: &Cited) -> Option<Sentence> {
    Some(
        cited
            .says("coincidence-reading")?
            .with("reading", reading_term(reading))
            .with("before", Value::Span(reading.before_s))
            .with("after", Value::Span(reading.after_s))
            .with("near", measured(reading.observed))
            .with("n", Value::Count(reading.n))
            .with("expected", tenths(reading.expected))
            .with("low", measured(reading.band95.0))
            .with("high", measured(reading.band95.1))
            .with("p", Value::PValue(reading.p_alone))
            .with("covered", Value::Share(reading.covered_share)),
    )
}

fn method_sentence(run: &Run, test: &PairTest, cited: &Cited) -> Option<Sentence> {
    let template = match test.method? {
        Method::Exact => "coincidence-method-exact",
        Method::MonteCarlo => "coincidence-method-monte-carlo",
        Method::StoppedEarly => "coincidence-method-stopped-early",
        Method::Silent => "coincidence-method-silent",
    };
    let sentence = with_strata(cited.says(template)?, test);
    Some(match test.method? {
        Method::Silent => sentence,
        Method::Exact => sentence.with("draws", Value::Count(test.draws)),
        Method::MonteCarlo | Method::StoppedEarly => sentence
            .with("draws", Value::Count(test.draws))
            .with("seed", stated(&run.report.seed.to_string())),
    })
}

/// The slots of the templates that say how many days of each kind there are.
const STRATA: [(&str, DayKind); 5] = [
    ("weekdays", DayKind::Weekday),
    ("weekends", DayKind::Weekend),
    ("holidays", DayKind::Holiday),
    ("pay_weekdays", DayKind::PayWeekday),
    ("pay_weekends", DayKind::PayWeekend),
];

fn with_strata(sentence: Sentence, test: &PairTest) -> Sentence {
    STRATA.into_iter().fold(sentence, |sentence, (slot, kind)| {
        let named = test.strata.iter().filter_map(|text| text.rsplit_once(':'));
        let days = named.filter(|(name, _)| *name == kind.name());
        let days = days.filter_map(|(_, days)| days.parse::<u64>().ok()).sum();
        sentence.with(slot, Value::Count(days))
    })
}

/// Payments known only to the day: how they were counted.
fn by_day(case: &Case, test: &PairTest) -> Option<Sentence> {
    let day = |paid: &&super::pairs::Paid| paid.when.fineness() == super::reading::Fineness::Day;
    let records = case.scenery.payments.iter().filter(day).map(|paid| paid.record);
    let sentence = Cited::of(records).says("coincidence-by-day")?;
    Some(sentence.with("by_day", Value::Count(test.n_a_by_day)))
}

/// The method's own test on this case.
fn calibration(run: &Run) -> Option<Finding> {
    let tested = run.cases.iter().filter(|case| case.trial.is_some());
    let first = tested.filter_map(|case| Some(case.scenery.payments.first()?.record));
    let cited = Cited::of(first);
    let sentence = |page: &super::report::Calibration, template: &'static str| {
        Some(
            cited
                .says(template)?
                .with("pairs", Value::Count(page.pairs))
                .with("below", Value::Count(page.below_05))
                .with("share", Value::Share(page.share))
                .with("low", Value::Share(page.interval95.0))
                .with("high", Value::Share(page.interval95.1)),
        )
    };
    let mut pages = run.report.calibration.iter().filter_map(|page| {
        let template = match page.name {
            "partner_swap" => "coincidence-calibration-partner-swap",
            "one_person_shared" => "coincidence-calibration-one-person-shared",
            _ => "coincidence-calibration-time-shift",
        };
        sentence(page, template)
    });
    let statement = pages.next()?;
    let mut detail: Vec<Sentence> = pages.collect();
    if let Some(validity) = run.report.validity {
        detail.extend(cited.says("coincidence-validity").map(|sentence| {
            let two = |value| Value::Number { value, decimals: 2 };
            sentence
                .with("same", Value::Count(validity.same))
                .with("different", Value::Count(validity.different))
                .with("auc", two(validity.auc))
                .with("true", Value::Share(validity.true_above_one))
                .with("false", Value::Share(validity.false_above_one))
                .with("cllr", two(validity.cllr))
        }));
    }
    Some(Finding {
        id: "calibration".to_owned(),
        question: CARD.code.to_owned(),
        statement,
        detail,
        contrary: Vec::new(),
        alternatives: Vec::new(),
        strength: Strength::Recorded,
        figures: run.report.calibration.iter().map(figures::quantiles).collect(),
    })
}

/// Pairs with too little data: the first named, the rest counted.
fn too_little(run: &Run) -> Vec<Finding> {
    let pairs = run.cases.iter().zip(&run.report.tests);
    let short = pairs.filter(|(case, _)| case.trial.is_none()).collect::<Vec<_>>();
    let mut out: Vec<Finding> = short
        .iter()
        .take(TOO_LITTLE_NAMED_MAX)
        .filter_map(|(case, test)| {
            Some(insufficient(test, insufficient_sentence(run, case, test)?))
        })
        .collect();
    let rest = short.iter().skip(TOO_LITTLE_NAMED_MAX);
    let cited =
        Cited::of(rest.clone().filter_map(|(case, _)| Some(case.pair.payments.first()?.record)));
    if let Some(sentence) = cited.says("coincidence-insufficient-rest") {
        let statement = sentence.with("pairs", Value::Count(rest.count() as u64));
        out.push(Finding { id: "insufficient-rest".to_owned(), ..finding(statement) });
    }
    out
}

fn insufficient_sentence(run: &Run, case: &Case, test: &PairTest) -> Option<Sentence> {
    let payments = case.pair.payments.iter().map(|paid| paid.record);
    let records = payments.chain(case.pair.calls.iter().map(|(_, record)| *record));
    Some(
        Cited::of(records)
            .says("coincidence-insufficient")?
            .with("a", stated(&test.a))
            .with("b", stated(&test.b))
            .with("n", Value::Count(test.n_a))
            .with("events", events(run))
            .with("sessions", Value::Count(test.n_b))
            .with("calls", sessions(run))
            .with("days", Value::Count(test.days))
            .with("n_min", Value::Count(run.report.n_min.0))
            .with("sessions_min", Value::Count(run.report.n_min.1)),
    )
}

fn insufficient(test: &PairTest, statement: Sentence) -> Finding {
    Finding { id: format!("{}-{}", test.a, test.b), ..finding(statement) }
}

fn finding(statement: Sentence) -> Finding {
    Finding {
        id: String::new(),
        question: CARD.code.to_owned(),
        statement,
        detail: Vec::new(),
        contrary: Vec::new(),
        alternatives: Vec::new(),
        strength: Strength::InsufficientData,
        figures: Vec::new(),
    }
}
