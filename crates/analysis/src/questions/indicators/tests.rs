//! What holds of the sheets: values are those counted by hand, gaps say why, the guard has no sheet.

use proptest::prelude::*;

use super::*;
use crate::made::{Made, Meet, Pay, Said, Trip};
use crate::question::AskSettings;

fn indicators(made: &Made<'_>) -> Indicators {
    let (view, settings) = (made.view(), AskSettings::default());
    Indicators::of(&Basis::new(&view, &settings))
}

fn row<'a>(sheet: &'a Sheet, indicator: &str) -> &'a Row {
    sheet.rows.iter().find(|row| row.indicator == indicator).unwrap()
}

fn value(sheet: &Sheet, indicator: &str) -> f64 {
    row(sheet, indicator).figure.as_ref().unwrap().value
}

fn speaks(sheet: &Sheet, indicator: &str, measure: Measure) -> bool {
    let twins = &row(sheet, indicator).twins;
    twins.iter().find(|twin| twin.measure == measure).unwrap().speaks
}

fn close(got: f64, want: f64) {
    assert!((got - want).abs() < 1e-9, "{got} for {want}");
}

/// The fifth of each month of 2024, 09:00.
const MONTHLY: [i64; 6] = [4, 35, 64, 95, 125, 156];

#[test]
fn monthly_support_shows_its_innocent_reading_beside_the_indicator() {
    let pay = |day: i64| Pay { hour: day * 24 + 9, ..Pay::default() };
    let found = indicators(&Made { payments: MONTHLY.map(pay).to_vec(), ..Made::default() });
    let sheet = &found.pairs[0];
    close(value(sheet, "small-amounts"), 1.0);
    assert_eq!(row(sheet, "small-amounts").reached, Some(true));
    assert!(speaks(sheet, "small-amounts", Measure::NearUsualDay));
    assert!(speaks(sheet, "small-amounts", Measure::MonthsPaid));
    close(value(sheet, "short-gaps"), 31.0);
    assert_eq!(row(sheet, "short-gaps").reached, Some(false));
}

#[test]
fn what_cannot_be_computed_says_why() {
    let found = indicators(&Made { payments: vec![Pay::default()], ..Made::default() });
    let sheet = &found.pairs[0];
    let why = |indicator| row(sheet, indicator).figure.clone().unwrap_err();
    assert_eq!(why("small-amounts"), Missing::FewPayments);
    assert_eq!(why("journey-after-payments"), Missing::NoJourneys);
    assert_eq!(why("no-stated-tie"), Missing::NoAddress);
    assert_eq!(why("several-channels"), Missing::FewPayments);
    assert_eq!(why("stated-purpose"), Missing::NotInRecords);
    let foreign = Pay { currency: "PHP", ..Pay::default() };
    let hours = [1, 2, 3].map(|hour| Pay { hour, ..foreign });
    let days = hours.map(|pay| Pay { precision: model::time::Precision::Day, ..pay });
    let found = indicators(&Made { payments: days.to_vec(), ..Made::default() });
    let why = |indicator| row(&found.pairs[0], indicator).figure.clone().unwrap_err();
    assert_eq!((why("small-amounts"), why("night-hours")), (Missing::Currency, Missing::NoHours));
}

#[test]
fn a_place_among_others_needs_others() {
    let payers = [
        "mto:0", "mto:1", "mto:2", "mto:3", "mto:4", "mto:5", "mto:6", "mto:7", "mto:8", "mto:9",
        "mto:10",
    ];
    // The n-th payer pays n of ten payments at night.
    let night = |(n, payer): (i64, &'static str)| {
        (0..10).map(move |at| {
            let hour = if at < n { 23 } else { 12 };
            Pay { payer, hour: at * 240 + hour, ..Pay::default() }
        })
    };
    let payments: Vec<Pay<'_>> = (0..).zip(payers).flat_map(night).collect();
    let few = indicators(&Made { payments: payments[..50].to_vec(), ..Made::default() });
    assert_eq!(row(&few.pairs[0], "night-hours").percentile, None);
    let found = indicators(&Made { payments, ..Made::default() });
    let places: Vec<f64> =
        found.pairs.iter().map(|sheet| row(sheet, "night-hours").percentile.unwrap()).collect();
    // By name: mto:0, mto:1, mto:10, mto:2, …
    close(places[0], 0.0);
    close(places[2], 1.0);
    close(places[3], 0.2);
}

#[test]
fn payers_who_know_each_other_are_told_beside_the_number_of_payers() {
    let payers = ["mto:a", "mto:b", "mto:c", "mto:d", "mto:e"];
    let pay = |(hour, payer)| Pay { payer, hour, ..Pay::default() };
    let payments: Vec<Pay<'_>> = (0..).zip(payers).map(pay).collect();
    let touch = |from, to| Meet { exhibit: 2, from, to, hour: 9, minutes: 0, answered: true };
    let messages = vec![touch("mto:a", "mto:b"), touch("mto:c", "mto:d")];
    let found = indicators(&Made { payments: payments.clone(), messages, ..Made::default() });
    let sheet = &found.payees[0];
    close(value(sheet, "unrelated-payers"), 5.0);
    assert!(speaks(sheet, "unrelated-payers", Measure::PayersTied));
    let apart = indicators(&Made { payments, ..Made::default() });
    assert!(!speaks(&apart.payees[0], "unrelated-payers", Measure::PayersTied));
}

#[test]
fn a_payer_who_is_a_recipient_too_has_both_sheets_and_passes_on_only_what_came_before() {
    let into = |hour| Pay { payee: "mto:hub", hour, minor: 1_000, ..Pay::default() };
    let out = |hour| Pay { payer: "mto:hub", payee: "mto:far", hour, minor: 600, ..Pay::default() };
    let payments = vec![out(1), into(10), into(11), into(12), out(20), out(300)];
    let found = indicators(&Made { payments, ..Made::default() });
    let hub = found.payees.iter().find(|sheet| sheet.payee == "mto:hub").unwrap();
    close(value(hub, "passed-on"), 0.2);
    assert!(found.pairs.iter().any(|sheet| sheet.payer.as_deref() == Some("mto:hub")));
}

#[test]
fn a_journey_before_the_first_payment_speaks_against_one_after() {
    let went = |hour| Trip {
        traveller: "mto:payer",
        origin: "A",
        destination: "B",
        hour,
        ..Trip::default()
    };
    let payments = vec![Pay { hour: 100, ..Pay::default() }, Pay { hour: 130, ..Pay::default() }];
    let found = indicators(&Made { payments, trips: vec![went(50), went(400)], ..Made::default() });
    close(value(&found.pairs[0], "journey-after-payments"), 1.0);
    assert!(speaks(&found.pairs[0], "journey-after-payments", Measure::JourneysBefore));
}

#[test]
fn whom_the_guard_protects_has_no_sheet() {
    let payments = [0, 4, 20].map(|hour| Pay { hour, ..Pay::default() }).to_vec();
    let told = vec![Said { key: "mto:payer", birth_date: "2009-05-05", ..Said::default() }];
    let later = Pay { payer: "mto:other", hour: 2_000, ..Pay::default() };
    let payments = payments.into_iter().chain([later]).collect();
    let found = indicators(&Made { payments, mentions: told, ..Made::default() });
    assert_eq!((found.pairs.len(), found.guarded), (1, 1));
    assert_eq!(found.pairs[0].payer.as_deref(), Some("mto:other"));
}

#[test]
fn ranks_that_rise_and_fall_correlate_with_their_order() {
    let order = |ys: &[f64]| -> f64 {
        let pairs: Vec<(f64, f64)> = (0u32..).map(f64::from).zip(ys.iter().copied()).collect();
        measures::rank_correlation(&pairs)
    };
    close(order(&[1.0, 5.0, 7.0, 9.0]), 1.0);
    close(order(&[9.0, 7.0, 5.0, 1.0]), -1.0);
    close(order(&[3.0, 3.0, 3.0]), 0.0);
}

proptest! {
    #[test]
    fn the_order_of_records_does_not_matter(
        pays in prop::collection::vec((0usize..4, 0i64..3_000, 1i64..900), 1..30)
    ) {
        const PARTIES: [&str; 4] = ["mto:a", "mto:b", "mto:c", "mto:d"];
        let made = |pays: &[(usize, i64, i64)]| {
            let pay = |&(at, hour, minor): &(usize, i64, i64)| Pay {
                payer: PARTIES[at],
                payee: PARTIES[(at + 1) % 4],
                hour,
                minor,
                ..Pay::default()
            };
            let found = indicators(&Made { payments: pays.iter().map(pay).collect(), ..Made::default() });
            let sheets = found.pairs.iter().chain(&found.payees);
            let figures = |sheet: &Sheet| sheet.rows.iter().map(|row| {
                (row.figure.as_ref().map(|figure| figure.value).map_err(|why| *why), row.percentile)
            }).collect::<Vec<_>>();
            sheets.map(figures).collect::<Vec<_>>()
        };
        let before = made(&pays);
        let mut back = pays;
        back.reverse();
        prop_assert_eq!(before, made(&back));
    }
}

#[test]
fn every_indicator_and_every_innocent_reading_has_its_words() {
    for language in ["en", "it"] {
        let file = format!("../report/locales/{language}/indicators.ftl");
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join(file);
        let words = std::fs::read_to_string(path).unwrap();
        let has = |id: String| assert!(words.contains(&format!("\n{id} =")), "{language}: {id}");
        for indicator in &config::HOUSE.indicators {
            has(format!("indicators-name-{}", indicator.id));
            for twin in &indicator.twins {
                let name = serde_json::to_value(twin.measure).unwrap();
                has(format!("indicators-measure-{}", name.as_str().unwrap()));
            }
        }
    }
}
