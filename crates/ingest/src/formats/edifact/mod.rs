//! Passenger lists (PAXLST) and bookings (PNRGOV) in EDIFACT, as carriers send them to authorities.
//!
//! Each traveller gives one `trip` for each leg; a booked stay (hotel, car) gives a `position`.
//!
//! - **Specification:** ISO 9735 (syntax); UN/EDIFACT PAXLST D.02B and later with the
//!   WCO/IATA/ICAO implementation guide; PADIS PNRGOV 10.1 to 17.1. See `paxlst` and `pnrgov`.
//! - **Recognised by:** a service string advice or an interchange header at the beginning or behind a
//!   few lines of a telex, and the name of either message in the first bytes. Several interchanges and
//!   messages may follow one another.
//! - **Fields kept:** traveller with name, birth date, document, address and contacts; carrier, flight
//!   designator, booking, places, times, status; everything else, down to whole segments, in `extra`.
//!   What belongs to a whole booking or list stands with its first leg only.
//! - **Fields dropped:** none of the messages' bodies; the headers are stated as notes.
//! - **Times** are local times of their airports and are read in the airports' zones; see
//!   `travel::local_times`. Years of two digits are of this century, for the messages are no older.
//!   An arrival time without its day stays in `extra`.
//! - **Read leniently:** real messages fail the strict grammar now and then. A segment that cannot be
//!   read is set aside with its place, or makes the row it stands in a reject, and the message goes
//!   on. Counts that a message states (`CNT`, `EQN`, `UNT`, `UNZ`) are compared with what was found.
//!   Text around the interchanges is passed and told.
//! - **Known limits:** messages of other types are set aside whole. PAXLST does not say who was on
//!   board unless it is a list of flight close-out. Glued titles (`JOHNMR`) are taken off names.

mod journey;
mod lexer;
#[cfg(test)]
mod lexer_tests;
mod paxlst;
mod pnrgov;
mod separators;
mod ssr;

use std::collections::BTreeSet;

use model::{Phrase, Place, RejectKind, say};

use self::journey::Rows;
use self::lexer::{Found, Lexer, Segment};
use self::paxlst::Paxlst;
use self::pnrgov::Pnrgov;
use self::separators::Separators;
use super::travel::local_times::LocalTimes;
use super::xml::broken;
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink, SkipReason};

/// Notes on single interchanges and messages; a file of a year holds thousands of them.
const NOTES_MAX: u32 = 200;

/// Passenger lists and bookings; see the module.
#[derive(Debug)]
pub struct Edifact;

impl SourceFormat for Edifact {
    fn code(&self) -> &'static str {
        "edifact"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let text = from_first_tag(head.text());
        let begins = text.starts_with("UNA") || text.starts_with("UNB");
        let bare = text.starts_with("UNH");
        if (begins || bare) && (text.contains("PAXLST") || text.contains("PNRGOV")) {
            Sure::Yes
        } else if begins && text.contains("UNB") && text.contains("UNH") {
            Sure::Maybe
        } else {
            Sure::No
        }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let mut reading = Reading {
            rows: Rows::new(LocalTimes::new(settings)),
            region: settings.region.clone(),
            message: Message::None,
            path: String::new(),
            interchanges: 0,
            messages: 0,
            in_interchange: 0,
            segments: 0,
            notes: 0,
            versions: BTreeSet::new(),
            sink,
        };
        let mut lexer = Lexer::open(source)?;
        lexer.note_encoding(reading.sink)?;
        let mut segment = Segment::default();
        loop {
            match lexer.next(&mut segment)? {
                Found::Segment => reading.take(&segment)?,
                Found::Text => reading.take_text(&segment)?,
                Found::End => return reading.end(&lexer),
            }
        }
    }
}

/// Bytes of a telex's address lines, far fewer than the headers of a mail.
const ADDRESS_BYTES_MAX: usize = 256;

/// A text from its first service tag on, where one begins near its beginning.
fn from_first_tag(text: &str) -> &str {
    let begins = |(at, _): &(usize, char)| {
        let mut seen = [b' '; 5];
        let before = text.as_bytes().get(at.wrapping_sub(1)).copied().unwrap_or(b' ');
        let from = text.as_bytes().get(*at..).unwrap_or_default();
        let bytes = std::iter::once(&before).chain(from);
        for (slot, byte) in seen.iter_mut().rev().zip(bytes) {
            *slot = *byte;
        }
        Separators::begin_in(seen)
    };
    let near = text.char_indices().take_while(|(at, _)| *at <= ADDRESS_BYTES_MAX);
    let mut tags = near.filter(|(_, c)| *c == 'U').filter(begins);
    // A mail says `From: …` before what it holds.
    let at =
        tags.next().map(|(at, _)| at).filter(|at| !text.get(..*at).unwrap_or("").contains(": "));
    at.and_then(|at| text.get(at..)).unwrap_or("")
}

/// The message being read.
enum Message {
    None,
    Passengers(Box<Paxlst>),
    Bookings(Box<Pnrgov>),
    /// A message of another type, which is set aside.
    Other,
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    rows: Rows,
    region: Option<String>,
    message: Message,
    path: String,
    interchanges: u64,
    messages: u64,
    /// Messages or groups of the interchange.
    in_interchange: u64,
    /// Segments of the message, its header included.
    segments: u64,
    notes: u32,
    versions: BTreeSet<String>,
    sink: &'s mut Sink<'o>,
}

impl Reading<'_, '_> {
    fn take(&mut self, segment: &Segment) -> Result<(), Halt> {
        self.segments += 1;
        match segment.tag.as_str() {
            "UNB" => {
                self.close_message()?;
                self.interchanges += 1;
                self.in_interchange = 0;
                self.note_interchange(segment)?;
            }
            "UNH" => {
                self.close_message()?;
                return self.open_message(segment);
            }
            "UNT" => {
                self.compare(say::segments_of, segment.at(0, 0), self.segments)?;
                self.close_message()?;
            }
            "UNZ" => {
                self.close_message()?;
                // Groups are counted in place of messages where there are any.
                if segment.at(0, 0) != "1" {
                    self.compare(say::messages_of, segment.at(0, 0), self.in_interchange)?;
                }
            }
            "UNG" | "UNE" => self.close_message()?,
            tag if tag.starts_with("UNA") && segment.fault.is_none() => {
                if segment.mended {
                    self.note_mended(segment)?;
                }
            }
            _ => return self.take_body(segment),
        }
        self.sink.skip(&segment.place(), SkipReason::Header)
    }

    /// Passes text that belongs to no interchange.
    fn take_text(&mut self, text: &Segment) -> Result<(), Halt> {
        let place = text.place();
        self.note(&Note::Remark(say::text_outside(&place, &text.rest)))?;
        self.sink.skip(&place, SkipReason::Comment)
    }

    fn note_mended(&mut self, advice: &Segment) -> Result<(), Halt> {
        self.note(&Note::Remark(say::advice_mended(advice.start)))
    }

    fn take_body(&mut self, segment: &Segment) -> Result<(), Halt> {
        let is_tag = segment.tag.len() == 3
            && segment.tag.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        let is_row = matches!(segment.tag.as_str(), "NAD" | "TIF");
        let stray = if !is_tag || matches!(self.message, Message::None) {
            Some(RejectKind::UnknownLine)
        } else {
            // The fault of a traveller's own segment is that of the traveller's rows.
            segment.fault.filter(|_| !is_row)
        };
        if let Some(kind) = segment.fault.filter(|_| !is_row).or(stray) {
            self.sink.begin(&Place { path: self.path.clone(), ..segment.place() })?;
            return self.sink.reject(kind, &segment.tag, &segment.rest);
        }
        match &mut self.message {
            Message::Passengers(list) => list.take(segment, &mut self.rows, self.sink),
            Message::Bookings(list) => list.take(segment, &mut self.rows, self.sink),
            Message::None | Message::Other => Ok(()),
        }
    }

    fn open_message(&mut self, segment: &Segment) -> Result<(), Halt> {
        self.messages += 1;
        self.in_interchange += 1;
        self.segments = 1;
        self.path = format!("message[{}]", self.messages);
        let (name, version, release) = (segment.at(1, 0), segment.at(1, 1), segment.at(1, 2));
        let version = format!("{name} {version}.{release}");
        if self.versions.len() < 20 && self.versions.insert(version.clone()) {
            self.sink.note(&Note::Version { version })?;
        }
        self.message = match name {
            "PAXLST" => {
                let list = Paxlst::new(self.path.clone(), self.region.clone());
                Message::Passengers(Box::new(list))
            }
            "PNRGOV" => Message::Bookings(Box::new(Pnrgov::new(self.path.clone()))),
            _ => {
                self.message = Message::Other;
                self.sink.begin(&Place { path: self.path.clone(), ..segment.place() })?;
                return self.sink.reject(RejectKind::UnknownValue, "UNH", name);
            }
        };
        self.sink.skip(&segment.place(), SkipReason::Header)
    }

    fn close_message(&mut self) -> Result<(), Halt> {
        match std::mem::replace(&mut self.message, Message::None) {
            Message::Passengers(mut list) => list.finish(&mut self.rows, self.sink),
            Message::Bookings(mut list) => list.finish(&mut self.rows, self.sink),
            Message::None | Message::Other => Ok(()),
        }
    }

    fn note_interchange(&mut self, segment: &Segment) -> Result<(), Halt> {
        self.note(&Note::Remark(say::interchange(
            segment.at(4, 0),
            segment.at(1, 0),
            segment.at(2, 0),
            segment.at(3, 0),
            segment.at(3, 1),
        )))
    }

    fn note(&mut self, note: &Note) -> Result<(), Halt> {
        self.notes += 1;
        if self.notes > NOTES_MAX { Ok(()) } else { self.sink.note(note) }
    }

    /// Says so where a stated count is not the one found.
    fn compare(
        &mut self,
        what: fn(String) -> Phrase,
        stated: &str,
        found: u64,
    ) -> Result<(), Halt> {
        if stated.trim_start_matches('0') == found.to_string() {
            return Ok(());
        }
        let what = what(self.path.clone());
        let (stated, found) = (stated.to_owned(), found.to_string());
        self.note(&Note::Total { what, stated, found })
    }

    fn end(&mut self, lexer: &Lexer<'_>) -> Result<(), Halt> {
        let is_cut = !matches!(self.message, Message::None);
        self.close_message()?;
        self.rows.times.note(self.sink)?;
        if self.notes > NOTES_MAX {
            self.sink.remark(say::notes_more(self.notes - NOTES_MAX))?;
        }
        if is_cut {
            let place = Place { bytes_start: lexer.position(), ..Place::default() };
            return Err(broken(
                place,
                "the exhibit ends in the middle of a message",
                "ask the sender for the whole file; what stands before this place was read",
            ));
        }
        Ok(())
    }
}
