//! Card payments against the stops of cars: a public challenge set of 35 people, two weeks.
//!
//! - **Data:** IEEE VAST Challenge 2014, Mini-Challenge 2 (all of it invented by its authors):
//!   `cc_data.csv` (timestamp to the minute, location, price, first and last name; 8 % are stamped
//!   12:00 by their shop), `car-assignments.csv` (last and first name, car), and `stops.csv` (car,
//!   name, arrival, departure), which is made from the challenge's `gps.csv`: a stop is a gap of
//!   five minutes or more between two positions of a car.
//! - **Truth:** the assignment list. Where a car stands the method does not see.
//! - **Which stops:** all of them, or those under four hours. A car stands 95 % of the time, at home
//!   and at work, so that "inside a stop" says little of all stops; the shorter ones are errands.
//! - **Stops are not joined:** calls ten minutes apart are one session, two stops with a short
//!   drive between them are two.

use std::collections::BTreeMap;

use jiff::civil::DateTime;
use jiff::tz::TimeZone;

use super::Table;
use super::measures::{Streams, Trials};
use crate::questions::coincidence::days::{Calendar, DAY_US, DayRules};
use crate::questions::coincidence::draws_for;
use crate::questions::coincidence::reading::{HOUR_US, Happening};
use crate::windows::{Span, Windows};

/// Least payments and stops of a person.
pub(super) const EVENTS_MIN: usize = 10;
/// 2014-01-06, a Monday, the first day of the data.
const FIRST_US: i64 = 1_388_966_400_000_000;
/// Days of the data.
const DAYS: i64 = 14;
/// How arrivals and departures are stated, and how payments are.
const SECOND: &str = "%Y-%m-%d %H:%M:%S";
pub(super) const MINUTE: &str = "%m/%d/%Y %H:%M";
/// Microseconds in a minute.
pub(super) const MINUTE_US: i64 = 60_000_000;

/// Which stops of a car count.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stops {
    /// All of them.
    Every,
    /// Those under four hours.
    Short,
}

impl Stops {
    fn counts(self, stop: Span) -> bool {
        // The last instant belongs to a span.
        self == Self::Every || stop.measure_us() - 1 < 4 * HOUR_US
    }
}

/// Contents of the three files.
#[derive(Debug, Clone, Copy)]
pub struct Files<'a> {
    /// `cc_data.csv`.
    pub cards: &'a str,
    /// `car-assignments.csv`.
    pub assigned: &'a str,
    /// `stops.csv`.
    pub stops: &'a str,
}

/// Payments by the minute they state, and stops, of everybody who has a car.
pub fn people(files: Files<'_>, which: Stops) -> Vec<Streams> {
    let mut by_car = BTreeMap::<&str, Streams>::new();
    for stop in stopped(files.stops).filter(|stop| which.counts(stop.span)) {
        by_car.entry(stop.car).or_default().sessions.push(stop.span);
    }
    let mut car_of = BTreeMap::<(&str, &str), &str>::new();
    for cells in cells(files.assigned) {
        let &[last, first, car, ..] = cells.as_slice() else { continue };
        car_of.insert((first, last), car);
    }
    for cells in cells(files.cards) {
        let &[stamp, .., first, last] = cells.as_slice() else { continue };
        let car = car_of.get(&(first, last)).and_then(|car| by_car.get_mut(car));
        if let (Some(person), Some(at)) = (car, at(MINUTE, stamp)) {
            person.payments.push(minute(at));
        }
    }
    with_enough(by_car.into_values())
}

/// Those with enough payments and stops, each in order of time.
pub(super) fn with_enough(streams: impl Iterator<Item = Streams>) -> Vec<Streams> {
    let enough =
        |one: &Streams| one.payments.len() >= EVENTS_MIN && one.sessions.len() >= EVENTS_MIN;
    let mut out: Vec<Streams> = streams.filter(enough).collect();
    for one in &mut out {
        one.payments.sort_unstable();
        one.sessions.sort_unstable();
    }
    out
}

/// The minute that begins at an instant, as payments state it.
pub(super) fn minute(at_us: i64) -> Happening {
    Happening { earliest_us: at_us, latest_us: at_us + MINUTE_US - 1 }
}

/// A row of `stops.csv`.
pub(super) struct Stop<'a> {
    pub(super) car: &'a str,
    pub(super) span: Span,
    /// The nearest place, where the row names one.
    pub(super) place: Option<&'a str>,
}

/// The stops of all cars.
pub(super) fn stopped(text: &str) -> impl Iterator<Item = Stop<'_>> {
    cells(text).filter_map(|cells| {
        let &[car, _, from, until, ..] = cells.as_slice() else { return None };
        let (from, until) = (at(SECOND, from)?, at(SECOND, until)?);
        let place = cells.get(4).copied();
        Some(Stop { car, span: Span::holding(from, until.max(from)), place })
    })
}

/// Rows of plain cells; the heading has no time in it and drops out later.
pub(super) fn cells(text: &str) -> impl Iterator<Item = Vec<&str>> {
    text.lines().map(|line| line.split(',').map(str::trim).collect())
}

/// An instant by the clock of the town, taken as UTC.
pub(super) fn at(format: &str, text: &str) -> Option<i64> {
    let clock = DateTime::strptime(format, text).ok()?;
    Some(clock.to_zoned(TimeZone::UTC).ok()?.timestamp().as_microsecond())
}

/// Everybody's payments tried with everybody's stops.
pub(super) fn square(streams: Vec<Streams>, seed: u64) -> Trials {
    let n = streams.len();
    let all = (0..n).flat_map(|left| (0..n).map(move |right| (left, right)));
    let swapped: Vec<(usize, usize)> = all.filter(|(left, right)| left != right).collect();
    let span = Span { from_us: FIRST_US, until_us: FIRST_US + DAYS * DAY_US };
    Trials {
        streams,
        families: vec![(0..swapped.len()).collect()],
        swapped,
        calendar: Calendar::new("UTC", span, DayRules::default()),
        window: Windows::from(span),
        draws_max: draws_for((n * n) as u64, 0.05, 9_999),
        seed,
    }
}

/// The table of the set.
pub fn stops(files: Files<'_>, which: Stops, seed: u64) -> Table {
    table(&format!("Cards and stops ({which:?})"), &square(people(files, which), seed))
}

/// The table of trials of everybody with everybody.
pub(super) fn table(what: &str, trials: &Trials) -> Table {
    let n = trials.streams.len();
    let mut rows = trials.rows();
    // Slow measures: 999 draws place p against .05, and are too few for Benjamini–Hochberg here.
    rows.extend(trials.nearness(999));
    let title = format!("{what}: {n} own pairs of {}, seed {}", n.pow(2), trials.seed);
    Table { title, rows }
}
