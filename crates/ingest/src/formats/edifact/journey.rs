//! A traveller and a leg as a message states them, and the row they make together.

use model::records::{Position, Trip};
use model::{Party, Place, Record, RejectKind};

use super::lexer::Segment;
use crate::formats::extra::Extra;
use crate::formats::travel::local_times::LocalTimes;
use crate::formats::travel::names;
use crate::sink::{Halt, Sink};

/// Facts kept beside a traveller, a leg or a booking, as (name, text).
pub(super) type Facts = Vec<(String, String)>;

/// Facts kept of one of them; a real one has some dozens, and the exhibit keeps the rest.
const FACTS_MAX: usize = 400;

/// Bytes kept of one fact: the longest free text of a booking takes less.
const FACT_BYTES_MAX: usize = 8 * 1024;

/// Adds a fact.
pub(super) fn keep(facts: &mut Facts, name: &str, text: &str) {
    let text = text.trim();
    if !text.is_empty() && facts.len() < FACTS_MAX {
        let text = text.get(..text.floor_char_boundary(FACT_BYTES_MAX)).unwrap_or(text);
        facts.push((name.to_owned(), text.to_owned()));
    }
}

/// Adds a segment whole, without the separator before it.
pub(super) fn keep_segment(facts: &mut Facts, segment: &Segment) {
    let mut chars = segment.rest.chars();
    chars.next();
    keep(facts, &segment.tag, chars.as_str());
}

/// A local time: as ISO 8601, and as the message writes it.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub(super) struct LocalTime {
    /// ISO 8601, or the text as stated where it is no time; empty where none is stated.
    pub(super) iso: String,
    /// As stated.
    pub(super) stated: String,
}

impl LocalTime {
    /// `ddmmyy` and `hhmm` of PADIS; the century is this one, for the message is of 2009.
    pub(super) fn of_padis(date: &str, time: &str) -> Self {
        let gap = if time.is_empty() { "" } else { " " };
        let stated = format!("{date}{gap}{time}");
        let iso = match (digits::<6>(date), clock(time)) {
            _ if date.is_empty() => String::new(),
            (Some([d1, d2, m1, m2, y1, y2]), Some(clock)) => {
                format!("20{y1}{y2}-{m1}{m2}-{d1}{d2}{clock}")
            }
            _ => stated.clone(),
        };
        Self { iso, stated }
    }

    /// A value of a segment `DTM` and its format code (UN/EDIFACT data element 2379).
    ///
    /// Years of two digits are of this century: the message is of 2002.
    pub(super) fn of_dtm(value: &str, format: &str) -> Self {
        let stated = value.trim().to_owned();
        let text = stated.as_str();
        let with_century = match format {
            "101" | "201" | "202" => format!("20{text}"),
            _ => text.to_owned(),
        };
        let (date, time) = with_century.split_at_checked(8).unwrap_or((&with_century, ""));
        let iso = match (digits::<8>(date), format, clock(time)) {
            (
                Some([a, b, c, d, m1, m2, d1, d2]),
                "101" | "102" | "201" | "202" | "203" | "204",
                Some(clock),
            ) => {
                format!("{a}{b}{c}{d}-{m1}{m2}-{d1}{d2}{clock}")
            }
            _ => stated.clone(),
        };
        Self { iso, stated }
    }
}

/// The characters of a text that is exactly `N` digits.
fn digits<const N: usize>(text: &str) -> Option<[char; N]> {
    let all: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    (all.len() == text.len()).then(|| all.try_into().ok()).flatten()
}

/// ` hh:mm` or ` hh:mm:ss` of digits; nothing of nothing.
fn clock(text: &str) -> Option<String> {
    if text.is_empty() {
        return Some(String::new());
    }
    if let Some([h1, h2, m1, m2]) = digits::<4>(text) {
        return Some(format!(" {h1}{h2}:{m1}{m2}"));
    }
    digits::<6>(text).map(|[h1, h2, m1, m2, s1, s2]| format!(" {h1}{h2}:{m1}{m2}:{s1}{s2}"))
}

/// Someone the message names as travelling.
#[derive(Debug, Default, Clone)]
pub(super) struct Traveller {
    pub(super) surname: String,
    pub(super) given: String,
    /// The reference by which other segments name the traveller.
    pub(super) reference: String,
    /// Everything but the name.
    pub(super) party: Party,
    /// Where the traveller boards and leaves, where a list says so.
    pub(super) from_to: (String, String),
    /// The booking, where each traveller has one.
    pub(super) booking: String,
    pub(super) facts: Facts,
    pub(super) start: u64,
    pub(super) end: u64,
    pub(super) fault: Option<RejectKind>,
}

impl Traveller {
    /// Takes the name as the airline writes it.
    pub(super) fn name(&mut self, surname: &str, given: &str) {
        let (given, title) = names::without_title(given);
        (self.surname, self.given) = (surname.trim().to_owned(), given.to_owned());
        keep(&mut self.facts, "title", title);
        names::set_name(surname, given, &mut self.party);
    }

    /// Takes a segment into the bytes that hold the traveller.
    pub(super) fn reach(&mut self, segment: &Segment) {
        self.end = self.end.max(segment.start + segment.len);
    }
}

/// What is booked on a leg.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub(super) enum Product {
    /// A way from one place to another.
    #[default]
    Way,
    /// A stay at one place: a hotel, a car.
    Stay,
}

/// A leg of a journey.
#[derive(Debug, Default, Clone)]
pub(super) struct Leg {
    pub(super) product: Product,
    pub(super) carrier: String,
    pub(super) service: String,
    pub(super) origin: String,
    pub(super) destination: String,
    pub(super) departs: LocalTime,
    pub(super) arrives: LocalTime,
    pub(super) status: String,
    pub(super) facts: Facts,
    /// Facts of a traveller on this leg, by the traveller's place in the list.
    pub(super) own_facts: Vec<(usize, String, String)>,
    pub(super) start: u64,
    pub(super) end: u64,
}

/// Makes rows; keeps the buffers and the zones between them.
pub(super) struct Rows {
    pub(super) times: LocalTimes,
    trip: Trip,
    stay: Position,
}

/// One row to be: where it stands and what else belongs to it.
pub(super) struct Row<'r> {
    pub(super) place: Place,
    pub(super) booking: &'r str,
    /// The traveller's place in the list, where there is a traveller.
    pub(super) number: usize,
    pub(super) shared: Option<&'r Facts>,
}

impl Rows {
    pub(super) fn new(times: LocalTimes) -> Self {
        Self { times, trip: Trip::default(), stay: Position::default() }
    }

    /// Makes one row of a traveller and a leg.
    pub(super) fn make(
        &mut self,
        traveller: Option<&Traveller>,
        leg: &Leg,
        row: &Row<'_>,
        sink: &mut Sink<'_>,
    ) -> Result<(), Halt> {
        sink.begin(&row.place)?;
        if let Some(kind) = traveller.and_then(|who| who.fault) {
            return sink.reject(kind, "traveller", "");
        }
        let mut extra = Extra::default();
        let own = traveller.map(|who| &who.facts);
        let all = own.into_iter().chain([&leg.facts]).chain(row.shared);
        for (name, text) in all.flatten() {
            extra.add(name, text);
        }
        for (_, name, text) in leg.own_facts.iter().filter(|(number, ..)| *number == row.number) {
            extra.add(name, text);
        }
        let filled = match leg.product {
            Product::Way => self.fill_trip(traveller, leg, row.booking, &mut extra),
            Product::Stay => self.fill_stay(traveller, leg, row.booking, &mut extra),
        };
        match (filled, leg.product) {
            (Ok(()), Product::Way) => sink.record(&self.trip),
            (Ok(()), Product::Stay) => sink.record(&self.stay),
            (Err((kind, field, raw)), _) => sink.reject(kind, field, &raw),
        }
    }

    fn fill_trip(
        &mut self,
        traveller: Option<&Traveller>,
        leg: &Leg,
        booking: &str,
        extra: &mut Extra,
    ) -> Result<(), (RejectKind, &'static str, String)> {
        let Self { times, trip, .. } = self;
        trip.clear();
        if let Some(who) = traveller {
            trip.traveller.clone_from(&who.party);
        }
        trip.carrier.set(&leg.carrier);
        trip.service.set(&leg.service);
        trip.booking.set(booking);
        trip.origin.set(&leg.origin);
        trip.destination.set(&leg.destination);
        trip.status.set(&leg.status);
        for (field, place, time, stamp) in [
            ("departs", &leg.origin, &leg.departs, &mut trip.departs),
            ("arrives", &leg.destination, &leg.arrives, &mut trip.arrives),
        ] {
            times
                .read(place, &time.iso, &time.stated, stamp)
                .map_err(|fault| (fault.into(), field, time.stated.clone()))?;
        }
        extra.write(&mut trip.extra);
        Ok(())
    }

    fn fill_stay(
        &mut self,
        traveller: Option<&Traveller>,
        leg: &Leg,
        booking: &str,
        extra: &mut Extra,
    ) -> Result<(), (RejectKind, &'static str, String)> {
        let Self { times, stay, .. } = self;
        stay.clear();
        if let Some(who) = traveller {
            stay.subject.clone_from(&who.party);
        }
        stay.method.set("booking");
        stay.place.set(&leg.origin);
        extra.add("booking", booking);
        extra.add("carrier", &leg.carrier);
        extra.add("service", &leg.service);
        extra.add("status", &leg.status);
        let airport = leg.origin.split(' ').next().unwrap_or_default();
        for (field, time, stamp) in
            [("at", &leg.departs, &mut stay.at), ("until", &leg.arrives, &mut stay.until)]
        {
            times
                .read(airport, &time.iso, &time.stated, stamp)
                .map_err(|fault| (fault.into(), field, time.stated.clone()))?;
        }
        extra.write(&mut stay.extra);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_iso_8601_and_kept_as_stated() {
        let padis = |date, time| LocalTime::of_padis(date, time).iso;
        assert_eq!(padis("121210", "0915"), "2010-12-12 09:15");
        assert_eq!(padis("121210", ""), "2010-12-12");
        assert_eq!(padis("", "1230"), "");
        assert_eq!(padis("12DEC10", "0915"), "12DEC10 0915");
        let dtm = |value, format| LocalTime::of_dtm(value, format).iso;
        assert_eq!(dtm("0702191540", "201"), "2007-02-19 15:40");
        assert_eq!(dtm("200702191540", "203"), "2007-02-19 15:40");
        assert_eq!(dtm("20041230", "102"), "2004-12-30");
        assert_eq!(dtm("041230", "101"), "2004-12-30");
        assert_eq!(dtm("2004", "602"), "2004");
        assert_eq!(dtm("", "201"), "");
        assert_eq!(LocalTime::of_dtm("0702191540", "201").stated, "0702191540");
    }
}
