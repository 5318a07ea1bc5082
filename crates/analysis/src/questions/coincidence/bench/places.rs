//! Card payments against the stops of cars, where the place tells which card goes with which car.
//!
//! - **Data:** IEEE VAST Challenge, Mini-Challenge 2: `cc_data.csv` of 2021 (timestamp, location,
//!   price, last four digits) or of 2014 (first and last name in their place), and `stops.csv` as
//!   [`super::stops`] has it, with the place nearest to each stop as its fifth column.
//! - **Truth:** a card goes with the car in whose stops at the shop's own place most of its payments
//!   fall: a quarter of them at least, and .15 of them ahead of any other car. Stops at the workplace
//!   do not count, and names of places must agree but for case, accents and punctuation.
//! - **Test:** the times alone. Place is hidden, and no list of who drives what is read.
//! - **Limits:** a stop has the name of the nearest place on a list that lacks some shops and spells
//!   others in its own way, so that many payments are in no stop; shared lunches are in several.

use std::collections::BTreeMap;

use super::Table;
use super::measures::Streams;
use super::stops::{
    EVENTS_MIN, MINUTE, MINUTE_US, at, cells, minute, square, stopped, table, with_enough,
};
use crate::windows::Span;

/// Least share of a card's payments in the stops of its car, per cent.
const SHARE_PERCENT: usize = 25;
/// Least lead over the next car, per cent of the card's payments.
const LEAD_PERCENT: usize = 15;
/// Where all cars stand by day: no shop.
const WORKPLACE: &str = "gastech";

/// Whether payments stamped 12:00 count, the batch time of some shops.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Noon {
    /// As stated.
    Kept,
    /// Left out before anything else is done.
    Dropped,
}

/// Something at a place: a payment's minute or a stop.
struct Visit {
    place: String,
    span: Span,
}

/// The streams of each card that goes with one car: its payments, and the stops of that car.
///
/// No two cards of the challenge go with the same car.
pub fn cards(cards: &str, stops: &str, noon: Noon) -> Vec<Streams> {
    let cars = cars(stops);
    with_enough(payments(cards, noon).into_values().filter_map(|payments| {
        let stops = own(&payments, &cars)?;
        Some(Streams {
            payments: payments.iter().map(|paid| minute(paid.span.from_us)).collect(),
            sessions: stops.iter().map(|stop| stop.span).collect(),
        })
    }))
}

/// Stops of each car, those at the workplace left out.
fn cars(text: &str) -> BTreeMap<&str, Vec<Visit>> {
    let mut out = BTreeMap::<&str, Vec<Visit>>::new();
    for stop in stopped(text) {
        let Some(place) = stop.place.map(name).filter(|place| place != WORKPLACE) else { continue };
        out.entry(stop.car).or_default().push(Visit { place, span: stop.span });
    }
    out
}

/// Payments of each card with enough of them; a card is whatever stands after the price.
fn payments(text: &str, noon: Noon) -> BTreeMap<Vec<&str>, Vec<Visit>> {
    let mut out = BTreeMap::<Vec<&str>, Vec<Visit>>::new();
    for cells in cells(text) {
        let [stamp, place, _, card @ ..] = cells.as_slice() else { continue };
        let Some(at) = at(MINUTE, stamp) else { continue };
        if noon == Noon::Kept || !stamp.ends_with(" 12:00") {
            let span = Span { from_us: at, until_us: at + MINUTE_US };
            out.entry(card.to_vec()).or_default().push(Visit { place: name(place), span });
        }
    }
    out.retain(|_, payments| payments.len() >= EVENTS_MIN);
    out
}

/// A place's name in bare letters: files write the same shop with and without its accent.
fn name(place: &str) -> String {
    let bare = place.chars().map(|sign| if sign == 'é' { 'e' } else { sign });
    bare.filter(char::is_ascii_alphabetic).map(|sign| sign.to_ascii_lowercase()).collect()
}

/// The stops of the one car that a card goes with, where there is one.
fn own<'c>(payments: &[Visit], cars: &'c BTreeMap<&str, Vec<Visit>>) -> Option<&'c [Visit]> {
    let within = |stops: &[Visit]| payments.iter().filter(|paid| during(paid, stops)).count();
    let mut shared: Vec<(usize, &[Visit])> =
        cars.values().map(|stops| (within(stops), stops.as_slice())).collect();
    shared.sort_by_key(|(hits, _)| std::cmp::Reverse(*hits));
    let mut shared = shared.into_iter();
    let (most, stops) = shared.next()?;
    let next = shared.next().map_or(0, |(hits, _)| hits);
    let reaches = |hits: usize, percent: usize| hits * 100 >= percent * payments.len();
    (reaches(most, SHARE_PERCENT) && reaches(most - next, LEAD_PERCENT)).then_some(stops)
}

/// Whether a payment was made at the place and in the time of a stop. A payment is stated to the
/// minute and a stop to the second, so that it may lie a minute outside.
fn during(paid: &Visit, stops: &[Visit]) -> bool {
    let at = paid.span.from_us;
    let around = |span: Span| span.from_us - MINUTE_US <= at && at < span.until_us + MINUTE_US;
    stops.iter().any(|stop| stop.place == paid.place && around(stop.span))
}

/// The table of the set; its title says how many events are usual.
pub fn places(payments: &str, stops: &str, noon: Noon, seed: u64) -> Table {
    let streams = cards(payments, stops, noon);
    let paid = median(streams.iter().map(|one| one.payments.len()));
    let stood = median(streams.iter().map(|one| one.sessions.len()));
    let what = format!("Cards by place (noon {noon:?}, median {paid} payments and {stood} stops)");
    table(&what, &square(streams, seed))
}

/// The upper median; 0 of nothing.
fn median(counts: impl Iterator<Item = usize>) -> usize {
    let mut sorted: Vec<usize> = counts.collect();
    sorted.sort_unstable();
    sorted.get(sorted.len() / 2).copied().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Ten stops of each of two cars, one at either shop, and one each at work.
    fn stops() -> String {
        let stop = |car: &str, from: &str, until: &str, place: &str| {
            format!("{car},N,2014-01-06 {from},2014-01-06 {until},{place},-\n")
        };
        let of = |(car, place)| {
            let short = |hour| stop(car, &format!("{hour}:10:30"), &format!("{hour}:20:00"), place);
            let short: String = (0..10).map(short).collect();
            short + &stop(car, "12:00:00", "17:00:00", "Gastech")
        };
        [("1", "Café A"), ("2", "Shop B")].map(of).concat()
    }

    /// Payments of a card by hour, minute and place.
    fn paid(card: &str, rows: impl IntoIterator<Item = (u32, u32, &'static str)>) -> String {
        let line =
            |(hour, minute, place)| format!("01/06/2014 {hour:02}:{minute:02},{place},1,{card}\n");
        rows.into_iter().map(line).collect()
    }

    fn number(payments: &str) -> usize {
        cards(payments, &stops(), Noon::Kept).len()
    }

    #[test]
    fn a_card_goes_with_the_car_that_stands_at_the_shop_when_it_pays() {
        let text = paid("1234", (0..10).map(|hour| (hour, 15, "Cafe a")));
        let streams = cards(&text, &stops(), Noon::Kept);
        assert_eq!(streams.len(), 1);
        assert_eq!(streams[0].payments.len(), 10);
        assert_eq!(streams[0].sessions.len(), 10, "the stop at work is left out");
        let elsewhere = paid("1234", (0..10).map(|hour| (hour, 15, "Shop C")));
        assert_eq!(number(&elsewhere), 0, "the time alone tells nothing of the truth");
    }

    #[test]
    fn share_and_lead_hold_at_their_bounds_and_not_below() {
        let mix = |a: u32, b: u32, none: u32| {
            let at = |from: u32, to: u32, place| (from..to).map(move |hour| (hour % 10, 15, place));
            let rows = at(0, a, "Café A").chain(at(0, b, "Shop B")).chain(at(0, none, "Shop C"));
            number(&paid("1234", rows))
        };
        assert_eq!(mix(5, 0, 15), 1, "a quarter");
        assert_eq!(mix(4, 0, 16), 0, "a fifth");
        assert_eq!(mix(8, 5, 7), 1, "a lead of .15");
        assert_eq!(mix(8, 6, 6), 0, "a lead of .10");
        assert_eq!(mix(9, 0, 0), 0, "nine payments are too few");
    }

    #[test]
    fn a_payment_may_lie_a_minute_outside_a_stop() {
        let with = |minute| number(&paid("1234", (0..10).map(|hour| (hour, minute, "Café A"))));
        assert_eq!([9, 10, 21, 22].map(with), [0, 1, 1, 0]);
    }

    #[test]
    fn payments_stamped_at_noon_can_be_left_out_and_names_stand_for_cards() {
        let rows = (0..10).map(|hour| (hour, 15, "Café A")).chain([(12, 0, "Café A")]);
        let text = paid("Ann,Example", rows);
        let number = |noon| cards(&text, &stops(), noon).first().map(|one| one.payments.len());
        assert_eq!(number(Noon::Kept), Some(11));
        assert_eq!(number(Noon::Dropped), Some(10));
    }

    #[test]
    fn every_card_is_tried_with_every_car() {
        let one = paid("1", (0..10).map(|hour| (hour, 15, "Café A")));
        let other = paid("2", (0..10).map(|hour| (hour, 16, "Shop B")));
        let table = places(&(one + &other), &stops(), Noon::Kept, 7);
        assert!(table.title.ends_with("2 own pairs of 4, seed 7"), "{}", table.title);
        assert!(table.title.contains("median 10 payments and 10 stops"), "{}", table.title);
        assert_eq!(table.rows[0].false_05.all, 2);
    }
}
