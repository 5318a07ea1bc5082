//! iCalendar: entries of calendars, tasks and journals.
//!
//! Each event, task or journal entry gives one `activity`.
//!
//! - **Specification:** RFC 5545 (iCalendar 2.0); RFC 7986 and `X-` properties are kept as stated.
//! - **Recognised by:** a first line `BEGIN:VCALENDAR`.
//! - **Fields kept:** the kind of entry, begin and end, organiser, place or address as target, title
//!   and description, key; everything else in `extra`, alarms too.
//! - **Fields dropped:** none; definitions of time zones are passed and counted.
//! - **Times** with a `Z` are UTC; those with a zone known by its IANA name are read in it; all others
//!   are read in the zone of the exhibit, and the name they state stays in `extra`. Whole days are
//!   days of the zone of the exhibit; their end is the day before the one stated, as the standard
//!   has it.
//! - **Known limits:** an entry that repeats (`RRULE`) gives its first time only. **An entry is what
//!   somebody planned or noted**, not what took place. Own definitions of zones are not computed.

use jiff::civil::Date;
use model::records::Activity;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat, Zone};
use model::{Party, Record, RejectKind, ZoneSource, identifier};

use super::app_identity::stated_owner;
use super::content_lines::{Component, Property, each_component};
use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::Lines;
use super::vcard::{begins_with, cut_off};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Note, Sink};

/// Components that are rows, and the word for each.
const ROWS: [(&str, &str); 3] = [("VEVENT", "event"), ("VTODO", "task"), ("VJOURNAL", "journal")];

/// Properties that have a field of their own.
const TAKEN: [&str; 8] =
    ["DTSTART", "DTEND", "DUE", "SUMMARY", "DESCRIPTION", "LOCATION", "UID", "ORGANIZER"];

/// Calendars; see the module.
#[derive(Debug)]
pub struct ICalendar;

impl SourceFormat for ICalendar {
    fn code(&self) -> &'static str {
        "icalendar"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        if begins_with(head, "BEGIN:VCALENDAR") { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let settings = source.settings;
        let owner = stated_owner(settings.owner.as_deref());
        let mut times = Times {
            own: settings.stamp_reader(None, TimeFormat::Calendar, DateOrder::Unknown),
            zoned: None,
        };
        let (zone, from) = (times.own.zone().name().to_owned(), times.own.zone().source());
        let mut lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(sink)?;
        sink.note(&Note::Zone { zone, source: from })?;
        let program = std::cell::RefCell::new(String::new());
        let mut record = Activity::default();
        let mut outside = |property: &Property| {
            if property.name == "PRODID" {
                *program.borrow_mut() = property.text();
            }
        };
        let names = ROWS.map(|(name, _)| name);
        let cut = each_component(&mut lines, &names, sink, &mut outside, &mut |entry, sink| {
            sink.begin(&entry.place())?;
            record.clear();
            record.platform.set(&program.borrow());
            record.subject.clone_from(&owner);
            match fill(entry, &mut times, &mut record) {
                Ok(()) => sink.record(&record),
                Err((kind, field, raw)) => sink.reject(kind, field, &raw),
            }
        })?;
        if cut { Err(cut_off()) } else { Ok(()) }
    }
}

/// Reads times with and without a zone of their own.
struct Times {
    own: StampReader,
    /// The reader of the zone named last: a calendar names few.
    zoned: Option<(String, StampReader)>,
}

/// Why an entry is no record.
type Fault = (RejectKind, &'static str, String);

impl Times {
    fn read(
        &mut self,
        property: &Property,
        field: &'static str,
        stamp: &mut Stamp,
        extra: &mut Extra,
    ) -> Result<(), Fault> {
        let stated = property.value.trim();
        let name = property.param("TZID");
        let reader = if name.is_empty() || stated.ends_with('Z') {
            &mut self.own
        } else if let Some(reader) = self.of_zone(name) {
            reader
        } else {
            extra.add(&format!("{field} zone"), name);
            &mut self.own
        };
        let text = iso(stated).unwrap_or_else(|| stated.to_owned());
        reader.read(&text, stamp).map_err(|fault| (fault.into(), field, stated.to_owned()))?;
        stamp.stated.set(stated);
        Ok(())
    }

    fn of_zone(&mut self, name: &str) -> Option<&mut StampReader> {
        let known = self.zoned.as_ref().is_some_and(|(own, _)| own == name);
        if !known {
            // Some programs put a path before the name.
            let short = name.trim_start_matches('/');
            let parts: Vec<&str> = short.rsplitn(3, '/').collect();
            let tail = parts.iter().take(2).rev().copied().collect::<Vec<_>>().join("/");
            let zone = [short, &tail]
                .into_iter()
                .find_map(|name| Zone::named(name, ZoneSource::InValue))?;
            let reader = StampReader::new(zone, TimeFormat::Calendar, DateOrder::Unknown);
            self.zoned = Some((name.to_owned(), reader));
        }
        self.zoned.as_mut().map(|(_, reader)| reader)
    }
}

/// `20260110T120000Z` as `2026-01-10T12:00:00Z`; `None` where it is not of that form.
fn iso(text: &str) -> Option<String> {
    let (text, zulu) = text.strip_suffix('Z').map_or((text, ""), |text| (text, "Z"));
    let (date, time) = text.split_once('T').unwrap_or((text, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if date.len() != 8 || !digits(date) || !digits(time) || !matches!(time.len(), 0 | 6) {
        return None;
    }
    let (year, rest) = date.split_at(4);
    let (month, day) = rest.split_at(2);
    if time.is_empty() {
        return Some(format!("{year}-{month}-{day}"));
    }
    let (hour, rest) = time.split_at(2);
    let (minute, second) = rest.split_at(2);
    Some(format!("{year}-{month}-{day}T{hour}:{minute}:{second}{zulu}"))
}

fn fill(entry: &Component, times: &mut Times, record: &mut Activity) -> Result<(), Fault> {
    if let Some(kind) = entry.fault {
        return Err((kind, "", entry.text("SUMMARY")));
    }
    let mut extra = Extra::default();
    let action = ROWS.iter().find(|(name, _)| *name == entry.name).map_or("", |(_, word)| word);
    record.action.set(action);
    let begin = entry.first("DTSTART").or_else(|| entry.first("DUE"));
    let Some(begin) = begin.or_else(|| entry.first("DTSTAMP")) else {
        return Err((RejectKind::MissingField, "DTSTART", String::new()));
    };
    if begin.name != "DTSTART" {
        extra.add("time is that of", &begin.name);
    }
    times.read(begin, "DTSTART", &mut record.at, &mut extra)?;
    if let Some(end) = entry.first("DTEND").or_else(|| entry.first("DUE")) {
        read_end(end, times, &mut record.until, &mut extra)?;
    }
    if record.until.is_stated() && record.until.latest_us < record.at.earliest_us {
        return Err((RejectKind::EndBeforeStart, "DTEND", record.until.stated.to_string()));
    }
    take_facts(entry, record, &mut extra);
    extra.write(&mut record.extra);
    Ok(())
}

/// The end of a whole day is the day before the one stated.
fn read_end(
    end: &Property,
    times: &mut Times,
    until: &mut Stamp,
    extra: &mut Extra,
) -> Result<(), Fault> {
    let stated = end.value.trim();
    let day = iso(stated).filter(|text| text.len() == 10).filter(|_| end.name == "DTEND");
    let day: Option<Date> = day.and_then(|text| text.parse().ok());
    if let Some(before) = day.and_then(|day| day.yesterday().ok()) {
        let fault = |fault: model::time::StampFault| (fault.into(), "DTEND", stated.to_owned());
        times.own.read(&before.to_string(), until).map_err(fault)?;
        until.stated.set(stated);
        return Ok(());
    }
    times.read(end, "DTEND", until, extra)
}

fn take_facts(entry: &Component, record: &mut Activity, extra: &mut Extra) {
    record.reference.set(&entry.text("UID"));
    record.target.set(&entry.text("LOCATION"));
    let (title, text) = (entry.text("SUMMARY"), entry.text("DESCRIPTION"));
    let gap = if title.is_empty() || text.is_empty() { "" } else { "\n" };
    record.description.set_fmt(format_args!("{title}{gap}{text}"));
    if let Some(organizer) = entry.first("ORGANIZER") {
        take_person(organizer, &mut record.object);
    }
    let mut seen = [0usize; TAKEN.len()];
    for property in &entry.properties {
        let own = TAKEN.iter().position(|name| *name == property.name);
        let count = own.and_then(|at| seen.get_mut(at));
        let again = count.map(|count| {
            *count += 1;
            *count > 1
        });
        if again.unwrap_or(true) {
            let name = property.param("CN");
            let gap = if name.is_empty() { "" } else { " " };
            extra.add(&property.name, &format!("{name}{gap}{}", property.text()));
        }
    }
}

/// Somebody named by `CN` and a calendar address.
fn take_person(property: &Property, party: &mut Party) {
    party.name.set(property.param("CN"));
    let address = property.text();
    let address = match address.split_at_checked("mailto:".len()) {
        Some((scheme, rest)) if scheme.eq_ignore_ascii_case("mailto:") => rest,
        _ => &address,
    };
    match identifier::email(address) {
        Some(email) => party.email.set(&email),
        None => party.handle.set(address),
    }
}
