//! PNRGOV: bookings as airlines push them to a state, several a message.
//!
//! - **Specification:** IATA/WCO/ICAO PNRGOV principles and PADIS EDIFACT implementation guide 10.1 to
//!   17.1: segment groups 1 (`SRC`, a booking), 2 (`TIF`, a traveller), 5 (`TVL`, a leg) and the
//!   history behind `ABI`.
//! - **The flight of the message** (`TVL` before the first booking) is a leg of each of its
//!   travellers; where their own legs do not list it, it is added and marked.
//! - **Read leniently:** segments are taken by what they are and not by the grammar's order; what no
//!   field takes is kept, whole, under its tag.
//! - **History** gives a row only for a leg that was cancelled and is not booked any more; everything
//!   else of it is counted.

use model::{Place, RejectKind, say};

use super::journey::{Facts, Leg, LocalTime, Product, Row, Rows, Traveller, keep, keep_segment};
use super::lexer::Segment;
use super::ssr;
use crate::formats::travel::names;
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Travellers of one booking; the implementation guide allows 99.
const TRAVELLERS_MAX: usize = 500;

/// Legs of one booking; the implementation guide allows 99.
const LEGS_MAX: usize = 100;

/// Personal requests of one booking that are given to their travellers: some for each.
const REQUESTS_MAX: usize = 4 * TRAVELLERS_MAX;

/// Contacts in free texts of one booking that are looked at; a real one has a few.
const CONTACTS_MAX: usize = 20;

/// Bytes held of one booking; the largest real ones, with their history, take some hundred
/// kilobytes.
const BOOKING_BYTES_MAX: u64 = 2 << 20;

/// Given names that one segment `TIF` states.
const GIVEN_MAX: usize = 9;

/// Where in the message the reader stands.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
enum Part {
    #[default]
    Header,
    Booking,
    Traveller,
    Leg,
    History,
}

/// One booking.
#[derive(Debug, Default)]
struct Booking {
    locator: String,
    /// What the next leg without a carrier's way is for: the code of `MSG`.
    product: String,
    travellers: Vec<Traveller>,
    legs: Vec<Leg>,
    facts: Facts,
    /// Contacts in its free texts.
    contacts: Vec<(&'static str, String)>,
    /// Legs of the history with the code of what was done to them.
    history: Vec<Leg>,
    last_action: String,
    /// Whether a traveller that comes next in a leg is one who checked in.
    check_in: Option<String>,
    /// The traveller who checked in last: the seat and the bags that follow are his.
    checked_in: Option<usize>,
    /// Requests of somebody who had not been named when they were read.
    later: Vec<Segment>,
    requests: usize,
    /// What was given to single travellers and need not be kept for all.
    given: Facts,
    /// Bytes of its segments.
    bytes: u64,
}

/// One message; see the module.
#[derive(Debug, Default)]
pub(super) struct Pnrgov {
    path: String,
    part: Part,
    flight: Option<Leg>,
    stated_units: String,
    booking: Booking,
    bookings: u64,
    travellers: u64,
    passed_history: u64,
}

impl Pnrgov {
    pub(super) fn new(path: String) -> Self {
        Self { path, ..Self::default() }
    }

    /// Takes the next segment of the message.
    pub(super) fn take(
        &mut self,
        segment: &Segment,
        rows: &mut Rows,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        self.booking.bytes += segment.len;
        if self.booking.bytes > BOOKING_BYTES_MAX && segment.tag != "SRC" {
            sink.begin(&Place { path: self.path.clone(), ..segment.place() })?;
            return sink.reject(RejectKind::RowTooLong, &segment.tag, &segment.rest);
        }
        match (segment.tag.as_str(), self.part) {
            ("SRC", _) => {
                self.flush(rows, sink)?;
                self.bookings += 1;
                self.part = Part::Booking;
            }
            ("TVL", Part::Header) => self.flight = Some(leg_of(segment, "")),
            ("EQN", Part::Header) => segment.at(0, 0).clone_into(&mut self.stated_units),
            (_, Part::Header) => {}
            ("ABI", _) => self.part = Part::History,
            (_, Part::History) => self.take_history(segment, sink)?,
            ("TVL", _) => self.begin_leg(segment, sink)?,
            ("TIF", Part::Leg) if self.booking.check_in.is_some() => self.take_check_in(segment),
            ("TIF", _) => self.begin_travellers(segment, sink)?,
            _ => self.take_fact(segment),
        }
        Ok(())
    }

    fn begin_leg(&mut self, segment: &Segment, sink: &mut Sink<'_>) -> Result<(), Halt> {
        self.part = Part::Leg;
        (self.booking.check_in, self.booking.checked_in) = (None, None);
        let leg = leg_of(segment, &self.booking.product);
        // A surface sector or an open ticket has no places and no carrier.
        if leg.origin.is_empty() && leg.destination.is_empty() && leg.carrier.is_empty() {
            return sink.skip(&segment.place(), SkipReason::Comment);
        }
        if self.booking.legs.len() >= LEGS_MAX {
            sink.begin(&segment.place())?;
            return sink.reject(RejectKind::RowTooLong, "TVL", &segment.rest);
        }
        self.booking.legs.push(leg);
        Ok(())
    }

    fn begin_travellers(&mut self, segment: &Segment, sink: &mut Sink<'_>) -> Result<(), Halt> {
        self.part = Part::Traveller;
        let given = segment.elements().saturating_sub(1).clamp(1, GIVEN_MAX);
        for element in 1..=given {
            if self.booking.travellers.len() >= TRAVELLERS_MAX {
                sink.begin(&Place { path: self.path.clone(), ..segment.place() })?;
                return sink.reject(RejectKind::RowTooLong, "TIF", &segment.rest);
            }
            let mut who = Traveller {
                start: segment.start,
                fault: segment.fault,
                reference: segment.at(element, 2).to_owned(),
                ..Traveller::default()
            };
            who.reach(segment);
            who.name(segment.at(0, 0), segment.at(element, 0));
            let kinds = [segment.at(element, 1), segment.at(0, 1)];
            let kind = kinds.into_iter().find(|text| !text.is_empty()).unwrap_or("");
            keep(&mut who.facts, "traveller type", kind);
            keep_segment(&mut who.facts, segment);
            if who.party.name.is_empty() {
                who.fault = who.fault.or(Some(RejectKind::MissingField));
            }
            self.booking.travellers.push(who);
        }
        Ok(())
    }

    /// A traveller named in a leg, behind `TRI`: who checked in, and with what number.
    fn take_check_in(&mut self, segment: &Segment) {
        let sequence = self.booking.check_in.clone().unwrap_or_default();
        let mut who = Traveller::default();
        who.name(segment.at(0, 0), segment.at(1, 0));
        let reference = segment.at(1, 2);
        let of_reference =
            |other: &Traveller| !reference.is_empty() && other.reference == reference;
        let travellers = &self.booking.travellers;
        let number = travellers.iter().position(of_reference).or_else(|| {
            let mut same = travellers
                .iter()
                .enumerate()
                .filter(|(_, other)| other.surname == who.surname && other.given == who.given);
            same.next().filter(|_| same.next().is_none()).map(|(number, _)| number)
        });
        self.booking.checked_in = number;
        let Some(leg) = self.booking.legs.last_mut() else { return };
        match number {
            Some(number) => leg.own_facts.push((number, "check-in".to_owned(), sequence)),
            None => keep_segment(&mut leg.facts, segment),
        }
    }

    /// A segment that is no traveller and no leg, taken where it stands.
    fn take_fact(&mut self, segment: &Segment) {
        let booking = &mut self.booking;
        match segment.tag.as_str() {
            "MSG" => segment.at(0, 0).clone_into(&mut booking.product),
            "RCI" if booking.locator.is_empty() => {
                segment.at(0, 1).clone_into(&mut booking.locator);
            }
            "TRI" => {
                booking.check_in = Some(segment.at(1, 0).to_owned());
                booking.checked_in = None;
            }
            "RPI" => {
                if let Some(leg) = booking.legs.last_mut().filter(|_| self.part == Part::Leg) {
                    status(segment.at(1, 0)).clone_into(&mut leg.status);
                    keep_segment(&mut leg.facts, segment);
                }
            }
            "SSD" | "TBD" if booking.checked_in.is_some() && self.part == Part::Leg => {
                let mut own = Facts::new();
                keep_segment(&mut own, segment);
                if let (Some(number), Some(leg)) = (booking.checked_in, booking.legs.last_mut()) {
                    leg.own_facts.extend(own.into_iter().map(|(name, text)| (number, name, text)));
                }
            }
            _ => self.take_shared(segment),
        }
    }

    fn take_shared(&mut self, segment: &Segment) {
        let booking = &mut self.booking;
        if segment.tag == "SSR" && ssr::is_personal(segment) {
            let group = booking.travellers.len().checked_sub(1);
            let group = group.filter(|_| self.part == Part::Traveller);
            if let Some(who) = group.and_then(|number| booking.travellers.get_mut(number)) {
                who.reach(segment);
            }
            let is_first = booking.requests < REQUESTS_MAX;
            booking.requests += 1;
            if is_first && ssr::give(segment, group, &mut booking.travellers) {
                return;
            }
            if is_first {
                return booking.later.push(segment.clone());
            }
        }
        if segment.tag == "IFT" && booking.contacts.len() < CONTACTS_MAX {
            booking.contacts.extend(ssr::contact(segment));
        }
        let seats = segment.tag == "SSR" && self.part == Part::Leg;
        let facts = match self.part {
            Part::Traveller => booking.travellers.last_mut().map(|who| {
                who.reach(segment);
                if segment.tag == "ADD" && who.party.address.is_empty() {
                    who.party.address.set(&ssr::address(segment));
                }
                &mut who.facts
            }),
            Part::Leg => booking.legs.last_mut().map(|leg| {
                leg.end = segment.start + segment.len;
                if seats && ssr::seats(segment, &booking.travellers, &mut leg.own_facts) {
                    return &mut booking.given;
                }
                &mut leg.facts
            }),
            _ => None,
        };
        keep_segment(facts.unwrap_or(&mut booking.facts), segment);
    }

    fn take_history(&mut self, segment: &Segment, sink: &mut Sink<'_>) -> Result<(), Halt> {
        match segment.tag.as_str() {
            "SAC" => segment.at(2, 0).clone_into(&mut self.booking.last_action),
            "TVL" if self.booking.last_action == "X" && self.booking.history.len() < LEGS_MAX => {
                self.booking.history.push(leg_of(segment, ""));
            }
            "TVL" => {
                self.passed_history += 1;
                sink.skip(&segment.place(), SkipReason::Comment)?;
            }
            _ => {}
        }
        Ok(())
    }

    /// Makes the rows of the booking that has been read.
    fn flush(&mut self, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut booking = std::mem::take(&mut self.booking);
        if self.part == Part::Header {
            return Ok(());
        }
        for segment in std::mem::take(&mut booking.later) {
            if !ssr::give(&segment, None, &mut booking.travellers) {
                keep_segment(&mut booking.facts, &segment);
            }
        }
        if let [alone] = booking.travellers.as_mut_slice() {
            for (kind, text) in &booking.contacts {
                ssr::take_contact(kind, text, alone);
            }
        }
        self.travellers += booking.travellers.len() as u64;
        self.add_flight(&mut booking);
        self.add_cancelled(&mut booking, sink)?;
        let path = format!("{}/pnr[{}]", self.path, self.bookings);
        for (number, leg) in booking.legs.iter().enumerate() {
            make_rows(&booking, (number, leg), &path, rows, sink)?;
        }
        if booking.legs.is_empty() {
            for (number, who) in booking.travellers.iter().enumerate() {
                let path = format!("{path}/traveller[{}]", number + 1);
                sink.begin(&place(path, who.start, who.end))?;
                sink.reject(RejectKind::MissingField, "TVL", "no leg is stated")?;
            }
        }
        Ok(())
    }

    /// Adds the flight of the message where the booking does not list it, and marks it where it does.
    fn add_flight(&self, booking: &mut Booking) {
        let Some(flight) = &self.flight else { return };
        let listed = booking.legs.iter_mut().find(|leg| is_same(leg, flight));
        let leg = if let Some(leg) = listed {
            leg
        } else {
            booking.legs.insert(0, flight.clone());
            // Facts of travellers go with their leg, which keeps them itself.
            let Some(leg) = booking.legs.first_mut() else { return };
            keep(&mut leg.facts, "not in the booking's own legs", "yes");
            leg
        };
        keep(&mut leg.facts, "flight of the message", "yes");
    }

    /// Adds the legs of the history that were cancelled and are not booked again.
    fn add_cancelled(&mut self, booking: &mut Booking, sink: &mut Sink<'_>) -> Result<(), Halt> {
        for mut leg in std::mem::take(&mut booking.history) {
            if booking.legs.iter().any(|own| is_same(own, &leg)) || booking.legs.len() >= LEGS_MAX {
                self.passed_history += 1;
                let bytes_len = leg.end.saturating_sub(leg.start);
                let place = Place { bytes_start: leg.start, bytes_len, ..Place::default() };
                sink.skip(&place, SkipReason::Comment)?;
                continue;
            }
            "cancelled".clone_into(&mut leg.status);
            keep(&mut leg.facts, "history", "cancelled (SAC X)");
            booking.legs.push(leg);
        }
        Ok(())
    }

    /// Ends the message: its last booking and its totals.
    pub(super) fn finish(&mut self, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Halt> {
        self.flush(rows, sink)?;
        if !self.stated_units.is_empty() {
            // Airlines count bookings here or travellers; the guide says bookings.
            let travellers = self.travellers.to_string();
            let is_travellers = self.stated_units == travellers;
            let counted = if is_travellers { travellers } else { self.bookings.to_string() };
            let what = if is_travellers {
                say::travellers_of(&self.path, "EQN")
            } else {
                say::bookings_of(&self.path, "EQN")
            };
            sink.note(&Note::Total { what, stated: self.stated_units.clone(), found: counted })?;
        }
        if self.passed_history > 0 {
            sink.remark(say::history_passed(&self.path, self.passed_history))?;
        }
        Ok(())
    }
}

fn place(path: String, start: u64, end: u64) -> Place {
    Place { path, bytes_start: start, bytes_len: end.saturating_sub(start), ..Place::default() }
}

/// Makes the rows of one leg: one for each traveller, or one without where none is named.
fn make_rows(
    booking: &Booking,
    (number, leg): (usize, &Leg),
    path: &str,
    rows: &mut Rows,
    sink: &mut Sink<'_>,
) -> Result<(), Halt> {
    let shared = (number == 0).then_some(&booking.facts);
    let row = |place, number| Row { place, booking: &booking.locator, number, shared };
    let leg_path = format!("leg[{}]", number + 1);
    if booking.travellers.is_empty() {
        let place = place(format!("{path}/{leg_path}"), leg.start, leg.end);
        return rows.make(None, leg, &row(place, 0), sink);
    }
    for (own, who) in booking.travellers.iter().enumerate() {
        let path = format!("{path}/traveller[{}]/{leg_path}", own + 1);
        rows.make(Some(who), leg, &row(place(path, who.start, who.end), own), sink)?;
    }
    Ok(())
}

/// A leg of a segment `TVL`: dates and times, from, to, carrier, number.
fn leg_of(segment: &Segment, product: &str) -> Leg {
    let (first, mut second, mut arrives) = (segment.at(0, 0), segment.at(0, 2), segment.at(0, 3));
    // Some systems leave the day of arrival out together with its separator.
    if second.len() == 4 && arrives.is_empty() {
        (second, arrives) = ("", second);
    }
    let (origin, destination) = (segment.words(1, 0), segment.words(2, 0));
    let carrier = segment.at(3, 0);
    let number = segment.at(4, 0);
    let is_way = matches!(product, "" | "1") || !destination.is_empty();
    let mut leg = Leg {
        product: if is_way { Product::Way } else { Product::Stay },
        carrier: carrier.to_owned(),
        service: names::designator(carrier, number),
        origin,
        destination,
        departs: LocalTime::of_padis(first, segment.at(0, 1)),
        arrives: LocalTime::of_padis(second, arrives),
        start: segment.start,
        end: segment.start + segment.len,
        ..Leg::default()
    };
    if second.is_empty() {
        // A clock time without its day is no time: the flight may arrive a day later or earlier.
        keep(&mut leg.facts, "arrival time without a date", arrives);
    }
    keep(&mut leg.facts, "operating carrier", segment.at(3, 1));
    keep(&mut leg.facts, "booking class", segment.at(4, 1));
    keep(&mut leg.facts, "date variation", segment.at(0, 4));
    if !matches!(product, "" | "1") {
        keep(&mut leg.facts, "product (MSG)", product);
    }
    if leg.service != number {
        keep(&mut leg.facts, "service as stated", number);
    }
    leg
}

/// Whether two legs are the same flight on the same day.
fn is_same(one: &Leg, other: &Leg) -> bool {
    let day = |leg: &Leg| leg.departs.iso.get(..10).map(str::to_owned);
    let is_named = !one.service.is_empty() && one.service == other.service;
    is_named && one.origin == other.origin && day(one) == day(other)
}

/// The house's word for a reservation status of `RPI` (AIRIMP), else the status as stated.
fn status(code: &str) -> &str {
    match code {
        "HK" | "TK" | "KK" | "KL" | "RR" | "HS" => "booked",
        "HX" | "XX" | "XL" | "XR" | "XK" | "UN" | "UC" | "NO" => "cancelled",
        other => other,
    }
}
