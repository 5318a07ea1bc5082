//! What holds of journeys: nothing is guessed of places, cancelled legs are none, contradictions make
//! no stay, and company counts against the base rate of its route.

use model::ExhibitId;
use model::time::Precision;
use model::views::Covered;
use proptest::prelude::*;

use super::*;
use crate::made::{DAY_US, MONDAY_US, Made, Pay, Said, Trip};
use crate::question::AskSettings;

fn journeys(made: &Made<'_>) -> Journeys {
    let view = made.view();
    Journeys::of(&Basis::new(&view, &AskSettings::default()))
}

fn out(day: i64) -> Trip<'static> {
    Trip { hour: day * 24, ..Trip::default() }
}

fn back(day: i64) -> Trip<'static> {
    Trip { origin: "CEB", destination: "MXP", ..out(day) }
}

fn pay(day: i64) -> Pay<'static> {
    Pay { hour: day * 24 + 3, ..Pay::default() }
}

/// The payee, stated to live there.
fn living(address: &str) -> Vec<Said<'_>> {
    vec![Said { key: "mto:payee", address, ..Said::default() }]
}

#[test]
fn places_are_one_several_or_unknown_and_never_guessed() {
    let name = |text: &str| Place::of_leg(text).name();
    assert_eq!(name("MXP"), "Milan, IT (MXP)");
    assert_eq!(name("Manila (MNL)"), "Manila, PH (MNL)");
    assert_eq!(Place::of_leg("Cebu City, Philippines").at().unwrap().country, "PH");
    assert_eq!(name("Filippine"), "Philippines");
    assert!(
        matches!(Place::of_leg("Springfield"), Place::Ambiguous { candidates, .. } if candidates.len() > 5)
    );
    assert!(matches!(Place::of_leg("Nowhere at all"), Place::Unknown { .. }));
    let address = Place::of_parts("Mango Avenue 4, 6000 Cebu City, Philippines");
    assert!(address.at().unwrap().is_near(Place::of_leg("CEB").at().unwrap(), 60));
    assert!(!address.at().unwrap().is_near(Place::of_leg("MNL").at().unwrap(), 60));
}

#[test]
fn a_stay_near_a_payee_is_found_with_what_changed_meanwhile() {
    // A payment a day for a hundred days, none while the payer was near the payee.
    let paid = (0..100).filter(|day| !(51..60).contains(day)).map(pay);
    let mut made = Made {
        payments: paid.collect(),
        trips: vec![out(50), back(60)],
        mentions: living("Mango Avenue 4, Cebu City, Philippines"),
        ..Made::default()
    };
    made.covered = vec![Covered {
        exhibit: ExhibitId(1),
        table: "transfer",
        inside: String::new(),
        account: None,
        from_us: MONDAY_US - 100 * DAY_US,
        until_us: MONDAY_US + 200 * DAY_US,
        stated: true,
        records: 91,
    }];
    let got = journeys(&made);
    let stay = &got.stays[0];
    assert_eq!(stay.at.code.as_deref(), Some("CEB"));
    let near = &stay.near[0];
    assert_eq!((near.payee.as_str(), near.reach), ("mto:payee", Reach::Locality));
    assert!(!near.is_before_contact);
    let change = &near.payments;
    assert_eq!((change.before, change.during, change.after), (9, 0, 10));
    assert!(change.share.1 < 1.0 / 3.0 && change.windows >= 20);
    // Windows outside the hundred days hold none either: the rank says so and finds nothing.
    assert!(change.as_few > 10 && change.p.unwrap() > 0.2);
    // Where only the hundred days are covered, it stands out as far as few windows allow.
    made.covered[0].from_us = MONDAY_US;
    made.covered[0].until_us = MONDAY_US + 100 * DAY_US;
    let got = journeys(&made);
    let change = &got.stays[0].near[0].payments;
    assert_eq!((change.windows, change.as_few, change.p), (9, 0, Some(0.2)));
    assert_eq!(got.stays[0].near[0].calls.p, None, "no calls, no test");
}

#[test]
fn a_gap_in_the_coverage_is_not_a_silence() {
    let made = Made {
        payments: (0..30).map(pay).collect(),
        trips: vec![out(50), back(60)],
        mentions: living("Cebu City 1, Philippines"),
        ..Made::default()
    };
    let got = journeys(&made);
    let change = &got.stays[0].near[0].payments;
    assert_eq!((change.during, change.windows, change.p), (0, 2, None));
}

#[test]
fn a_visit_before_the_first_contact_says_so() {
    let made = Made {
        payments: vec![pay(90)],
        trips: vec![out(1), back(20), out(50), back(60)],
        mentions: living("Cebu City 1, Philippines"),
        ..Made::default()
    };
    let got = journeys(&made);
    assert_eq!(got.stays.len(), 2);
    let second = &got.stays[1];
    assert!(second.near[0].is_before_contact);
    assert_eq!((second.earlier_stays, second.stays), (1, 2));
}

#[test]
fn a_leg_not_taken_is_no_journey_and_a_change_of_planes_no_stay() {
    let cancelled = Trip { status: "Cancelled", ..back(60) };
    let made = Made { trips: vec![out(50), cancelled], ..Made::default() };
    let got = journeys(&made);
    assert_eq!((got.legs.len(), got.stays.len(), got.not_travelled.len()), (1, 0, 1));
    let on = Trip { origin: "CEB", destination: "MNL", hour: 50 * 24 + 20, lasts: 2, ..out(50) };
    let made = Made { trips: vec![out(50), on], ..Made::default() };
    assert!(journeys(&made).stays.is_empty());
}

#[test]
fn two_journeys_at_once_are_a_contradiction_and_make_no_stay() {
    let elsewhere = Trip { origin: "LHR", destination: "JFK", hour: 50 * 24 + 5, ..out(50) };
    let made = Made { trips: vec![out(50), elsewhere, back(60)], ..Made::default() };
    let got = journeys(&made);
    assert_eq!(got.conflicts.len(), 1);
    assert!(got.stays.is_empty());
}

#[test]
fn a_clock_an_hour_off_is_no_contradiction_and_one_leg_of_two_sources_is_one() {
    let other = Trip { exhibit: 6, hour: 50 * 24 + 1, status: "booked", service: "XX1", ..out(50) };
    let connecting = Trip { origin: "CEB", destination: "MNL", hour: 50 * 24 + 13, ..out(50) };
    let made = Made { trips: vec![out(50), other, connecting], ..Made::default() };
    let got = journeys(&made);
    assert_eq!((got.legs.len(), got.conflicts.len()), (2, 0));
    let first = &got.legs[0];
    assert_eq!((first.records.len(), first.service.as_str()), (2, "XX1"));
    assert_eq!(first.status, "flown");
}

#[test]
fn a_leg_known_to_the_day_only_leaves_the_hours_of_that_day_open() {
    let day = |trip: Trip<'static>| Trip { precision: Precision::Day, lasts: 0, ..trip };
    let made = Made { trips: vec![day(out(50)), day(back(60))], ..Made::default() };
    let stay = &journeys(&made).stays[0];
    assert_eq!(stay.span.from_us, MONDAY_US + 51 * DAY_US - 1);
    assert_eq!(stay.span.until_us, MONDAY_US + 60 * DAY_US);
}

#[test]
fn company_counts_against_the_base_rate_of_the_route() {
    let alone = |traveller, day| Trip { traveller, ..out(day) };
    let pair = [alone("mto:a", 10), alone("mto:b", 10), alone("mto:a", 40), alone("mto:b", 40)];
    let got = journeys(&Made { trips: pair.to_vec(), ..Made::default() });
    assert_eq!((got.together[0].days, got.together[0].p), (2, None), "no base rate is known");
    // The same on a route that twenty others travelled on other days.
    let others = (0..20).map(|n| alone("mto:crowd", 100 + n));
    let got =
        journeys(&Made { trips: pair.into_iter().chain(others).collect(), ..Made::default() });
    let p = got.together[0].p.unwrap();
    // 24 legs: twenty days of one and two of two; two meet with 2 · 28/24² each time.
    assert!((p - (2.0 * 28.0 / 576.0_f64).powi(2)).abs() < 1e-12, "{p}");
    // And on a route on which everybody travels the same two days.
    let crowd = ["mto:c", "mto:d", "mto:e", "mto:f", "mto:g", "mto:h"];
    let same = crowd.into_iter().flat_map(|who| [alone(who, 10), alone(who, 40)]);
    let got = journeys(&Made { trips: pair.into_iter().chain(same).collect(), ..Made::default() });
    assert!(got.together.iter().filter_map(|t| t.p).all(|p| p > 0.999));
}

proptest! {
    #[test]
    fn stays_lie_between_their_legs_and_the_order_of_the_input_does_not_matter(
        trips in prop::collection::vec((0usize..3, 0i64..200, any::<bool>()), 0..24),
    ) {
        let of = |(who, day, is_out): &(usize, i64, bool)| {
            let traveller = ["mto:a", "mto:b", "mto:c"][*who];
            Trip { traveller, ..if *is_out { out(*day) } else { back(*day) } }
        };
        let made = |trips: Vec<Trip<'static>>| Made { trips, ..Made::default() };
        let got = journeys(&made(trips.iter().map(of).collect()));
        for stay in &got.stays {
            prop_assert!(stay.span.measure_us() >= DAY_US);
            prop_assert!(stay.records.len() >= 2);
        }
        let records: usize = got.legs.iter().map(|leg| leg.records.len()).sum();
        prop_assert_eq!(records, trips.len());
        let turned = journeys(&made(trips.iter().rev().map(of).collect()));
        let plain = |found: &Journeys| {
            let stays: Vec<_> =
                found.stays.iter().map(|s| (s.traveller.clone(), s.span, s.stays)).collect();
            let pairs: Vec<_> =
                found.together.iter().map(|t| (t.one.clone(), t.other.clone(), t.p)).collect();
            (stays, pairs, found.conflicts.len())
        };
        prop_assert_eq!(plain(&got), plain(&turned));
    }
}
