//! Boarding passes: the text of their bar codes, one a line, as a scanner or a wallet app gives it.
//!
//! Each leg of a pass gives one `trip`.
//!
//! - **Specification:** IATA Resolution 792, bar coded boarding pass, format `M`, versions 1 to 8: 23
//!   characters on the traveller, then 37 for each leg with a part of stated length behind it.
//! - **Recognised by:** a first line of that shape. Lines that begin with `#` are comments; what
//!   stands behind a tab is no part of the code and is kept.
//! - **Fields kept:** name, booking, carrier, flight designator, places; in `extra` the day of the
//!   year, compartment, seat, sequence, status, ticket, frequent flyer, bags, the date of issue, and
//!   what the airline and the signature add, as stated.
//! - **Fields dropped:** none.
//! - **Known limits:** the code does not state a year: the flight has the number of its day, the issue
//!   has that and the last digit of its year. Neither is a date, and none is made of them; they stay
//!   in `extra`. A part that is shorter than its stated length is kept unread.

use model::records::Trip;
use model::{Record, RejectKind};

use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::{Line, Lines};
use super::travel::names;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink, SkipReason};

/// Characters of the part on the traveller.
const TRAVELLER_CHARS: usize = 23;

/// Characters of the part on a leg, with the length of what follows it.
const LEG_CHARS: usize = 37;

/// Boarding passes; see the module.
#[derive(Debug)]
pub struct Bcbp;

impl SourceFormat for Bcbp {
    fn code(&self) -> &'static str {
        "bcbp"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = head.text();
        let first = text.lines().find(|line| !is_comment(line) && !line.trim().is_empty());
        let pass = first.and_then(|line| Pass::of(code_of(line).0));
        let leg = pass.and_then(|mut pass| pass.next_leg().ok());
        if leg.is_some_and(|leg| leg.is_plausible()) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let mut lines = Lines::open(source, Invalid::Replace)?;
        let mut record = Trip::default();
        while let Some(line) = lines.next()? {
            if line.text.trim().is_empty() && line.fault.is_none() {
                sink.skip(&line.place(), SkipReason::Blank)?;
            } else if is_comment(&line.text) {
                sink.skip(&line.place(), SkipReason::Comment)?;
            } else {
                read_pass(line, &mut record, sink)?;
            }
        }
        lines.note_encoding(sink)
    }
}

fn is_comment(line: &str) -> bool {
    line.starts_with('#')
}

/// The code and what stands behind a tab.
fn code_of(line: &str) -> (&str, &str) {
    line.split_once('\t').unwrap_or((line, ""))
}

fn read_pass(line: &Line, record: &mut Trip, sink: &mut Sink<'_>) -> Result<(), Halt> {
    let (code, behind) = code_of(&line.text);
    let pass = line.fault.map_or_else(|| Pass::of(code).ok_or(RejectKind::UnknownLine), Err);
    let mut pass = match pass {
        Ok(pass) => pass,
        Err(kind) => {
            sink.begin(&line.place())?;
            return sink.reject(kind, "", &line.text);
        }
    };
    for number in 1..=pass.legs {
        let mut place = line.place();
        place.path = format!("leg[{number}]");
        sink.begin(&place)?;
        match pass.next_leg() {
            Ok(leg) => {
                fill(&pass, &leg, (number, behind), record);
                sink.record(record)?;
            }
            Err(rest) => {
                sink.reject(RejectKind::Malformed, "leg", rest)?;
                break;
            }
        }
    }
    Ok(())
}

/// A bar code that is being read.
#[derive(Debug)]
struct Pass<'c> {
    legs: usize,
    name: &'c str,
    ticket: &'c str,
    rest: &'c str,
    /// Part of the first leg that concerns the whole pass.
    whole: Vec<(&'static str, &'c str)>,
    security: &'c str,
    is_first: bool,
}

/// A leg of it.
#[derive(Debug, Default)]
struct Leg<'c> {
    booking: &'c str,
    origin: &'c str,
    destination: &'c str,
    carrier: &'c str,
    flight: &'c str,
    day: &'c str,
    facts: Vec<(&'static str, &'c str)>,
}

/// Takes so many characters off the front.
fn take<'c>(rest: &mut &'c str, chars: usize) -> Option<&'c str> {
    let (front, behind) = rest.split_at_checked(chars)?;
    *rest = behind;
    Some(front.trim())
}

/// Takes a part off the front whose length stands before it, in two hexadecimal digits.
fn take_sized<'c>(rest: &mut &'c str) -> Option<&'c str> {
    let (digits, behind) = rest.split_at_checked(2)?;
    let chars = usize::from_str_radix(digits, 16).ok()?;
    let (part, behind) = behind.split_at_checked(chars)?;
    *rest = behind;
    Some(part)
}

/// Takes fields of stated lengths off the front, as many as there are.
fn take_fields<'c>(
    rest: &mut &'c str,
    fields: &[(&'static str, usize)],
    out: &mut Vec<(&'static str, &'c str)>,
) {
    for (name, chars) in fields {
        let Some(field) = take(rest, *chars) else { break };
        out.push((name, field));
    }
}

/// Fields that concern the whole pass.
const WHOLE_FIELDS: [(&str, usize); 9] = [
    ("passenger description", 1),
    ("source of check-in", 1),
    ("source of issue", 1),
    ("issued (digit of year, day of year)", 4),
    ("document type", 1),
    ("issued by", 3),
    ("bag tag", 13),
    ("bag tag 2", 13),
    ("bag tag 3", 13),
];

/// Fields of a leg that may be left out.
const LEG_FIELDS: [(&str, usize); 10] = [
    ("ticket airline", 3),
    ("ticket number", 10),
    ("selectee", 1),
    ("document verification", 1),
    ("marketing carrier", 3),
    ("frequent flyer airline", 3),
    ("frequent flyer number", 16),
    ("ID/AD", 1),
    ("free bags", 3),
    ("fast track", 1),
];

impl<'c> Pass<'c> {
    fn of(code: &'c str) -> Option<Self> {
        let (front, rest) = code.split_at_checked(TRAVELLER_CHARS)?;
        let legs = front.strip_prefix('M')?.chars().next()?.to_digit(10)?;
        let name = front.get(2..22)?.trim();
        let ticket = front.get(22..)?.trim();
        if legs == 0 || !rest.is_char_boundary(LEG_CHARS) || rest.len() < LEG_CHARS {
            return None;
        }
        let legs = usize::try_from(legs).ok()?;
        let whole = Vec::new();
        Some(Self { legs, name, ticket, rest, whole, security: "", is_first: true })
    }

    /// The next leg; where there is none, what stands in its place.
    fn next_leg(&mut self) -> Result<Leg<'c>, &'c str> {
        let stated = self.rest;
        self.leg().ok_or(stated)
    }

    fn leg(&mut self) -> Option<Leg<'c>> {
        let rest = &mut self.rest;
        let mut leg = Leg {
            booking: take(rest, 7)?,
            origin: take(rest, 3)?,
            destination: take(rest, 3)?,
            carrier: take(rest, 3)?,
            flight: take(rest, 5)?,
            day: take(rest, 3)?,
            facts: Vec::new(),
        };
        let fields = [("compartment", 1), ("seat", 4), ("sequence", 5), ("passenger status", 1)];
        take_fields(rest, &fields, &mut leg.facts);
        let Some(mut part) = take_sized(rest) else {
            // Its length is wrong or the code is cut: the leg itself is whole.
            leg.facts.push(("unread", std::mem::take(rest)));
            return Some(leg);
        };
        if std::mem::take(&mut self.is_first) {
            if let Some(behind) = part.strip_prefix('>') {
                part = behind;
                take_fields(&mut part, &[("version", 1)], &mut self.whole);
                if let Some(mut whole) = take_sized(&mut part) {
                    take_fields(&mut whole, &WHOLE_FIELDS, &mut self.whole);
                    self.whole.push(("unread", whole));
                }
            }
            // The signature stands behind the last leg and is of the whole pass.
            self.security = self.rest.rsplit_once('^').map_or("", |(_, security)| security);
        }
        let mut own = part;
        if let Some(mut fields) = take_sized(&mut own) {
            part = own;
            take_fields(&mut fields, &LEG_FIELDS, &mut leg.facts);
            leg.facts.push(("unread", fields));
        }
        leg.facts.push(("airline's own", part));
        Some(leg)
    }
}

impl Leg<'_> {
    fn is_plausible(&self) -> bool {
        let is_place =
            |code: &str| code.len() == 3 && code.bytes().all(|byte| byte.is_ascii_alphabetic());
        let is_day = self.day.bytes().all(|byte| byte.is_ascii_digit());
        is_place(self.origin) && is_place(self.destination) && is_day
    }
}

fn fill(pass: &Pass<'_>, leg: &Leg<'_>, (number, behind): (usize, &str), record: &mut Trip) {
    record.clear();
    let mut extra = Extra::default();
    let (surname, given) = pass.name.split_once('/').unwrap_or((pass.name, ""));
    let (given, title) = names::without_title(given);
    names::set_name(surname, given, &mut record.traveller);
    record.booking.set(leg.booking);
    record.carrier.set(leg.carrier);
    record.service.set(&names::designator(leg.carrier, leg.flight));
    record.origin.set(leg.origin);
    record.destination.set(leg.destination);
    for (name, text) in [
        ("name as stated", pass.name),
        ("title", title),
        ("service as stated", leg.flight),
        ("day of year", leg.day),
        ("electronic ticket", pass.ticket),
    ] {
        extra.add(name, text);
    }
    if pass.legs > 1 {
        extra.add("leg", &format!("{number} of {}", pass.legs));
    }
    for (name, text) in leg.facts.iter().chain(&pass.whole) {
        extra.add(name, text.trim());
    }
    extra.add("security", pass.security);
    extra.add("behind the code", behind);
    extra.write(&mut record.extra);
}

#[cfg(test)]
mod tests {
    use super::*;

    const TWO_LEGS: &str = "M2DESMARAIS/LUC       EABC123 YULFRAAC 0834 226F001A0025 14D>6181WW6225BAC 00141234560032A0141234567890 1AC AC 1234567890123    20KYLX58ZDEF456 FRAGVALH 3664 227C012C0002 12E2A0140987654321 1AC AC 1234567890123    2PCNWQ^164GIWVC5EH7JNT684FVNJ91W2QA4DVN5J8K4F0L0GEQ3DF5TGBN8709HKT5D3DW3GBHFCVHMY7J5T6HFR41W2QA4DVN5J8K4F0L0GE";

    fn legs(code: &str) -> Vec<Trip> {
        let mut pass = Pass::of(code).unwrap();
        let mut trips = Vec::new();
        for number in 1..=pass.legs {
            let Ok(leg) = pass.next_leg() else { break };
            let mut trip = Trip::default();
            fill(&pass, &leg, (number, ""), &mut trip);
            trips.push(trip);
        }
        trips
    }

    #[test]
    fn each_leg_of_a_pass_is_read_with_its_own_fields() {
        let trips = legs(TWO_LEGS);
        let shown: Vec<[&str; 5]> = trips
            .iter()
            .map(|trip| {
                [
                    &trip.traveller.name,
                    &trip.booking,
                    &trip.service,
                    &trip.origin,
                    &trip.destination,
                ]
                .map(|text| &**text)
            })
            .collect();
        assert_eq!(
            shown,
            [
                ["LUC DESMARAIS", "ABC123", "AC834", "YUL", "FRA"],
                ["LUC DESMARAIS", "DEF456", "LH3664", "FRA", "GVA"]
            ]
        );
        let first = &trips[0].extra;
        for kept in [
            r#""day of year":"226""#,
            r#""seat":"001A""#,
            r#""issued (digit of year, day of year)":"6225""#,
            r#""bag tag":"0014123456003""#,
            r#""ticket number":"1234567890""#,
            r#""free bags":"20K""#,
            r#""airline's own":"LX58Z""#,
            r#""leg":"1 of 2""#,
        ] {
            assert!(first.contains(kept), "{kept}: {}", &**first);
        }
        assert!(!trips[0].departs.is_stated(), "a day without a year is no date");
        assert!(trips[1].extra.contains(r#""airline's own":"WQ""#), "{}", &*trips[1].extra);
        assert!(trips[1].extra.contains(r#""security":"164GIWVC"#));
    }

    #[test]
    fn a_cut_pass_keeps_the_legs_that_are_whole() {
        assert_eq!(legs(TWO_LEGS.get(..140).unwrap()).len(), 1);
        assert!(Pass::of(TWO_LEGS.get(..50).unwrap()).is_none());
        assert!(Pass::of("M0").is_none() && Pass::of("").is_none());
        let odd = TWO_LEGS.replace("DESMARAIS", "DESMARAÉS");
        let _ = legs(&odd);
    }

    proptest::proptest! {
        #[test]
        fn no_line_panics(text: String, cut in 0usize..400) {
            let line = format!("{}{text}", TWO_LEGS.get(..cut).unwrap_or(TWO_LEGS));
            if let Some(mut pass) = Pass::of(&line) {
                while let Ok(leg) = pass.next_leg() {
                    fill(&pass, &leg, (1, ""), &mut Trip::default());
                }
            }
        }
    }
}
