//! PAXLST: the list of passengers or crew of a flight, as carriers send it to a border authority.
//!
//! - **Specification:** UN/EDIFACT PAXLST D.02B to D.21B; WCO/IATA/ICAO guidelines on advance
//!   passenger information, implementation guide.
//! - **Legs:** the places of a segment `TDT` in their order; a time says whether a place is left or
//!   reached, else the place's qualifier does (125 left, 87 reached), else the order.
//! - **Whose legs:** all of the message, from where a traveller boards (178) to where he leaves (179)
//!   if the legs have these places.

use model::identifier::{self, document};
use model::{Place, RejectKind, say};

use super::journey::{Facts, Leg, LocalTime, Row, Rows, Traveller, keep, keep_segment};
use super::lexer::Segment;
use crate::formats::travel::names;
use crate::sink::{Halt, Note, Sink};

/// Legs of a message; the implementation guide allows 9 in one segment group.
const LEGS_MAX: usize = 200;

/// Stops of one leg group, for the same reason.
const STOPS_MAX: usize = 200;

/// Bytes held of the header and the legs of a message, and of one traveller; real ones take some
/// kilobytes.
const PART_BYTES_MAX: u64 = 2 << 20;

/// A place on the way and its times.
#[derive(Debug, Default)]
struct Stop {
    qualifier: String,
    code: String,
    leaves: Option<LocalTime>,
    reached: Option<LocalTime>,
}

/// A group of a segment `TDT`.
#[derive(Debug, Default)]
struct Transport {
    leg: Leg,
    stops: Vec<Stop>,
}

/// One message; see the module.
#[derive(Debug, Default)]
pub(super) struct Paxlst {
    path: String,
    header: Facts,
    status: &'static str,
    transports: Vec<Transport>,
    legs: Vec<Leg>,
    traveller: Option<Traveller>,
    in_document: bool,
    rows_of: u64,
    passengers: u64,
    crew: u64,
    totals: Vec<(String, String)>,
    header_bytes: u64,
    traveller_bytes: u64,
    region: Option<String>,
}

impl Paxlst {
    pub(super) fn new(path: String, region: Option<String>) -> Self {
        Self { path, region, ..Self::default() }
    }

    /// Takes the next segment of the message.
    pub(super) fn take(
        &mut self,
        segment: &Segment,
        rows: &mut Rows,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        if self.is_over(segment) {
            sink.begin(&Place { path: self.path.clone(), ..segment.place() })?;
            return sink.reject(RejectKind::RowTooLong, &segment.tag, &segment.rest);
        }
        match segment.tag.as_str() {
            "NAD" if !self.transports.is_empty() || is_traveller(segment.at(0, 0)) => {
                self.flush(rows, sink)?;
                self.begin(segment);
            }
            "CNT" => {
                self.flush(rows, sink)?;
                self.totals.push((segment.at(0, 0).to_owned(), segment.at(0, 1).to_owned()));
            }
            "TDT" => {
                self.flush(rows, sink)?;
                self.take_transport(segment);
            }
            _ if self.traveller.is_some() => self.take_of_traveller(segment),
            "LOC" | "DTM" if !self.transports.is_empty() => self.take_stop(segment),
            "BGM" => {
                self.status = match segment.at(1, 0) {
                    "CLOB" => "flown",
                    "CLNB" => "no-show",
                    "XR" => "cancelled",
                    _ => "",
                };
                keep_segment(&mut self.header, segment);
            }
            _ => keep_segment(&mut self.header, segment),
        }
        Ok(())
    }

    /// Whether the part that the segment belongs to is larger than the limit.
    fn is_over(&mut self, segment: &Segment) -> bool {
        if segment.tag == "NAD" {
            self.traveller_bytes = 0;
        }
        let is_own = segment.tag == "NAD" || self.traveller.is_some();
        let is_own = is_own && !matches!(segment.tag.as_str(), "TDT" | "CNT");
        let bytes = if is_own { &mut self.traveller_bytes } else { &mut self.header_bytes };
        *bytes += segment.len;
        *bytes > PART_BYTES_MAX
    }

    fn take_transport(&mut self, segment: &Segment) {
        if self.transports.len() >= LEGS_MAX {
            return keep_segment(&mut self.header, segment);
        }
        // A carrier stands as a code or as a name.
        let carrier = [segment.at(4, 0), segment.at(4, 3)];
        let carrier = carrier.into_iter().find(|text| !text.is_empty()).unwrap_or("");
        let mut leg = Leg {
            carrier: carrier.to_owned(),
            service: names::designator(carrier, segment.at(1, 0)),
            start: segment.start,
            ..Leg::default()
        };
        if leg.service != segment.at(1, 0) {
            keep(&mut leg.facts, "service as stated", segment.at(1, 0));
        }
        if segment.at(0, 0) != "20" {
            keep_segment(&mut leg.facts, segment);
        }
        self.transports.push(Transport { leg, stops: Vec::new() });
        self.legs.clear();
    }

    fn take_stop(&mut self, segment: &Segment) {
        let Some(transport) = self.transports.last_mut() else { return };
        if segment.tag == "LOC" && transport.stops.len() < STOPS_MAX {
            let code = [segment.at(1, 0), segment.at(1, 3)];
            let code = code.into_iter().find(|text| !text.is_empty()).unwrap_or("");
            let (qualifier, code) = (segment.at(0, 0).to_owned(), code.to_owned());
            transport.stops.push(Stop { qualifier, code, ..Stop::default() });
            return;
        }
        let time = LocalTime::of_dtm(segment.at(0, 1), segment.at(0, 2));
        let leaves = matches!(segment.at(0, 0), "133" | "136" | "186" | "189");
        let reached = matches!(segment.at(0, 0), "132" | "178" | "232");
        match transport.stops.last_mut() {
            Some(stop) if leaves && stop.leaves.is_none() => stop.leaves = Some(time),
            Some(stop) if reached && stop.reached.is_none() => stop.reached = Some(time),
            None if leaves => transport.leg.departs = time,
            None if reached => transport.leg.arrives = time,
            _ => keep_segment(&mut transport.leg.facts, segment),
        }
    }

    fn begin(&mut self, segment: &Segment) {
        let mut who =
            Traveller { start: segment.start, fault: segment.fault, ..Traveller::default() };
        who.reach(segment);
        let qualifier = segment.at(0, 0);
        match qualifier {
            "FM" | "DDT" => self.crew += 1,
            _ => self.passengers += 1,
        }
        // The last component says only in which order the names stand.
        let format = segment.at(3, 5);
        let given = segment.words(3, 1);
        let given = given.strip_suffix(format).map_or(given.as_str(), str::trim_end);
        who.name(segment.at(3, 0), given);
        if qualifier != "FL" {
            keep(&mut who.facts, "NAD", qualifier);
        }
        keep(&mut who.facts, "NAD id", segment.at(1, 0));
        let address = [
            segment.words(4, 0),
            segment.words(5, 0),
            segment.at(6, 0).to_owned(),
            segment.at(7, 0).to_owned(),
            segment.at(8, 0).to_owned(),
        ];
        let parts: Vec<&str> =
            address.iter().map(String::as_str).filter(|part| !part.is_empty()).collect();
        who.party.address.set(&parts.join(", "));
        self.in_document = false;
        self.traveller = Some(who);
    }

    fn take_of_traveller(&mut self, segment: &Segment) {
        let Some(who) = self.traveller.as_mut() else { return };
        who.reach(segment);
        who.fault = who.fault.or(segment.fault);
        let (first, second) = (segment.at(0, 0), segment.at(1, 0));
        match (segment.tag.as_str(), first) {
            ("DTM", "329") => who.party.birth_date.set(segment.at(0, 1)),
            ("DTM", "36") => keep(&mut who.facts, "document expires", segment.at(0, 1)),
            ("ATT", "2") => keep(&mut who.facts, "gender", segment.at(2, 0)),
            ("LOC", "178") => second.clone_into(&mut who.from_to.0),
            ("LOC", "179") => second.clone_into(&mut who.from_to.1),
            ("LOC", "91") if self.in_document => {
                keep(&mut who.facts, document::ISSUED_IN, &document::state(second));
            }
            ("RFF", "AVF") => segment.at(0, 1).clone_into(&mut who.booking),
            ("RFF", qualifier) => {
                keep(&mut who.facts, &format!("RFF {qualifier}"), segment.at(0, 1));
            }
            ("LOC", qualifier) => keep(&mut who.facts, &format!("LOC {qualifier}"), second),
            ("DOC", kind) => {
                self.in_document = true;
                let is_passport = kind.eq_ignore_ascii_case("P");
                if who.party.document.is_empty()
                    || is_passport && !who.party.document.starts_with("passport:")
                {
                    document::document(kind, second, &mut who.party.document);
                }
                keep(&mut who.facts, "DOC", &format!("{kind}:{second}"));
            }
            ("COM", _) => take_contacts(segment, self.region.as_deref(), who),
            _ => keep_segment(&mut who.facts, segment),
        }
    }

    /// Makes the rows of the traveller that has been read.
    fn flush(&mut self, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let Some(mut who) = self.traveller.take() else { return Ok(()) };
        if self.legs.is_empty() {
            self.build_legs();
        }
        self.rows_of += 1;
        if who.party.name.is_empty() && who.party.document.is_empty() {
            who.fault = who.fault.or(Some(RejectKind::MissingField));
        }
        let (from, to) = &who.from_to;
        let (mut first, mut last) = (0, self.legs.len().saturating_sub(1));
        if let Some(at) = self.legs.iter().position(|leg| !from.is_empty() && leg.origin == *from) {
            first = at;
        }
        let reached = |leg: &Leg| !to.is_empty() && leg.destination == *to;
        if let Some(at) = self.legs.iter().rposition(reached) {
            last = at;
        }
        if first > last {
            (first, last) = (0, self.legs.len().saturating_sub(1));
        }
        for (name, text) in [("boards at (LOC 178)", from), ("leaves at (LOC 179)", to)] {
            keep(&mut who.facts, name, text);
        }
        let own = self.legs.iter().enumerate().skip(first).take(last + 1 - first);
        for (number, leg) in own {
            let path = format!("{}/traveller[{}]/leg[{}]", self.path, self.rows_of, number + 1);
            let bytes_len = who.end.saturating_sub(who.start);
            let place = Place { path, bytes_start: who.start, bytes_len, ..Place::default() };
            let shared = (number == first).then_some(&self.header);
            let row = Row { place, booking: &who.booking, number: 0, shared };
            rows.make(Some(&who), leg, &row, sink)?;
        }
        Ok(())
    }

    /// Puts the places of each transport in pairs.
    fn build_legs(&mut self) {
        for transport in &self.transports {
            let before = self.legs.len();
            pair(transport, &mut self.legs);
            if self.legs.len() == before {
                self.legs.push(transport.leg.clone());
            }
        }
        if self.legs.is_empty() {
            self.legs.push(Leg::default());
        }
        self.legs.truncate(LEGS_MAX);
        for leg in &mut self.legs {
            self.status.clone_into(&mut leg.status);
        }
    }

    /// Ends the message: its last traveller and its totals.
    pub(super) fn finish(&mut self, rows: &mut Rows, sink: &mut Sink<'_>) -> Result<(), Halt> {
        self.flush(rows, sink)?;
        for (qualifier, stated) in &self.totals {
            let found = match qualifier.as_str() {
                "42" => self.passengers,
                "41" => self.crew,
                _ => self.passengers + self.crew,
            };
            let what = say::travellers_of(&self.path, format!("CNT {qualifier}"));
            let (stated, found) = (stated.clone(), found.to_string());
            sink.note(&Note::Total { what, stated, found })?;
        }
        Ok(())
    }
}

/// Qualifiers of `NAD` that are travellers: passengers, crew, and both in transit.
fn is_traveller(qualifier: &str) -> bool {
    matches!(qualifier, "FL" | "FM" | "DDU" | "DDT" | "VW")
}

/// Makes a leg of each place left and the next one reached.
fn pair(transport: &Transport, legs: &mut Vec<Leg>) {
    let mut open: Option<&Stop> = None;
    for stop in &transport.stops {
        let timed = stop.leaves.is_some() || stop.reached.is_some();
        let known = timed || matches!(stop.qualifier.as_str(), "125" | "87");
        let reached = if timed { stop.reached.is_some() } else { stop.qualifier == "87" };
        let leaves = if timed { stop.leaves.is_some() } else { stop.qualifier == "125" };
        if reached || !known && open.is_some() {
            legs.push(leg_of(transport, open.take(), Some(stop)));
        }
        if leaves || !known {
            open = Some(stop);
        }
    }
    if let Some(stop) = open
        && (legs.is_empty() || stop.leaves.is_some() || stop.qualifier == "125")
    {
        legs.push(leg_of(transport, Some(stop), None));
    }
}

fn leg_of(transport: &Transport, from: Option<&Stop>, to: Option<&Stop>) -> Leg {
    let mut leg = transport.leg.clone();
    if let Some(from) = from {
        leg.origin.clone_from(&from.code);
        leg.departs = from.leaves.clone().unwrap_or_default();
    }
    if let Some(to) = to {
        leg.destination.clone_from(&to.code);
        leg.arrives = to.reached.clone().unwrap_or_default();
    }
    leg
}

/// Takes telephone numbers and e-mail addresses; the first of each stands in the party.
fn take_contacts(segment: &Segment, region: Option<&str>, who: &mut Traveller) {
    for element in 0..segment.elements() {
        let (text, kind) = (segment.at(element, 0), segment.at(element, 1));
        let party = &mut who.party;
        match kind {
            "TE" | "AL" if party.phone_stated.is_empty() && !text.is_empty() => {
                party.phone_stated.set(text);
                party.phone.set(&identifier::phone(text, region).unwrap_or_default());
            }
            "EM" if party.email.is_empty() && identifier::email(text).is_some() => {
                party.email.set(&identifier::email(text).unwrap_or_default());
            }
            _ => keep(&mut who.facts, &format!("COM {kind}"), text),
        }
    }
}
