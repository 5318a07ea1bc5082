//! NMEA 0183: logs of receivers for satellite positions, in ships, cars, dash cameras and loggers.
//!
//! Each fix gives one `position`: the sentences RMC, GGA, GLL and GNS of one time, one after the other.
//!
//! - **Specification:** NMEA 0183 as public manuals of receivers describe it (u-blox 8 Receiver
//!   Description, SiRF NMEA Reference Manual); the standard itself is not public.
//! - **Recognised by:** a sentence of these kinds with its checksum among the first lines; text may stand
//!   before it on its line.
//! - **Fields kept:** latitude and longitude exactly as written; the time in UTC with the date of RMC, or
//!   of ZDA before it; satellites, precision, height, speed and course in `extra`.
//! - **Fields dropped:** sentences on satellites in view and on the state of the receiver are passed, and
//!   so are sentences that say that there was no fix.
//! - **A checksum that is wrong** sets the row aside: a digit of the place may be what was damaged.
//! - **Known limits:** a fix before the first date, or behind midnight before the next, states only a
//!   time of day, which stays in `extra`. Of years two digits are written; 80 to 99 are the last century.
//!   Some receivers write dates 1,024 weeks early when their count of weeks ran over. Messages of ships
//!   (AIS) are another format.

use model::records::Position;
use model::time::{DateOrder, StampReader, TimeFormat, Zone};
use model::{Party, Place, Record as _, RejectKind, ZoneSource};

use super::app_identity::stated_owner;
use super::decoded::Invalid;
use super::extra::Extra;
use super::lines::{Line, Lines};
use crate::format::{Head, Source, SourceFormat, Sure};
use crate::sink::{Halt, Sink, SkipReason};

/// Lines looked at for the first sentence.
const LINES_LOOKED_AT: usize = 50;

/// Longest sentence: the standard allows 82 characters, some receivers write more.
const SENTENCE_BYTES_MAX: usize = 256;

/// A minute of a degree has this many parts of a ten-millionth: 10,000,000 / 60.
const MINUTES_A_DEGREE: i64 = 60;

/// Digits of a part of a minute that are read; the seventh is less than a centimetre.
const MINUTE_DIGITS: usize = 7;

/// Positions in NMEA 0183; see the module.
#[derive(Debug)]
pub struct Nmea;

impl SourceFormat for Nmea {
    fn code(&self) -> &'static str {
        "nmea"
    }

    fn version(&self) -> u32 {
        1
    }

    fn recognise(&self, head: &Head<'_>) -> Sure {
        let mut lines = head.text().lines().take(LINES_LOOKED_AT);
        let is_fix = |line: &str| {
            sentence(line).is_some_and(|own| own.sum == Sum::Right && own.kind().is_some())
        };
        if lines.any(is_fix) { Sure::Yes } else { Sure::No }
    }

    fn read(&self, source: &mut Source<'_>, sink: &mut Sink<'_>) -> Result<(), Halt> {
        let owner = stated_owner(source.settings.owner.as_deref());
        let utc = Zone::utc(ZoneSource::InValue);
        let mut reading = Reading {
            sink,
            times: StampReader::new(utc, TimeFormat::Calendar, DateOrder::Unknown),
            owner,
            date: String::new(),
            time: String::new(),
            fix: None,
            record: Position::default(),
        };
        let mut lines = Lines::open(source, Invalid::Replace)?;
        lines.note_encoding(reading.sink)?;
        while let Some(line) = lines.next()? {
            reading.take(line)?;
        }
        reading.flush()
    }
}

/// Whether a sentence is what its checksum says.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sum {
    Right,
    Wrong,
    Absent,
}

/// A sentence of a line.
struct Sentence<'l> {
    fields: Vec<&'l str>,
    sum: Sum,
}

/// Sentences that state a position, and in which field it begins, the time and the fix stand.
const KINDS: [Kind; 4] = [
    Kind { name: "RMC", place: 3, time: 1, fix: 2, none: &["V"] },
    Kind { name: "GGA", place: 2, time: 1, fix: 6, none: &["0", ""] },
    Kind { name: "GLL", place: 1, time: 5, fix: 6, none: &["V"] },
    Kind { name: "GNS", place: 2, time: 1, fix: 6, none: &["N", "NN", "NNN", "NNNN", ""] },
];

struct Kind {
    name: &'static str,
    place: usize,
    time: usize,
    fix: usize,
    /// What the field of the fix says where there was none.
    none: &'static [&'static str],
}

/// The sentence of a line, from its dollar sign on.
fn sentence(line: &str) -> Option<Sentence<'_>> {
    let text = line.get(line.find('$')? + 1..)?.trim_end();
    let text = text.get(..SENTENCE_BYTES_MAX.min(text.len())).unwrap_or("");
    let (body, sum) = match text.rsplit_once('*') {
        Some((body, stated)) => {
            let own = body.bytes().fold(0u8, |sum, byte| sum ^ byte);
            let stated = stated.get(..2).and_then(|text| u8::from_str_radix(text, 16).ok());
            (body, if stated == Some(own) { Sum::Right } else { Sum::Wrong })
        }
        None => (text, Sum::Absent),
    };
    let fields: Vec<&str> = body.split(',').collect();
    let name = fields.first()?;
    let is_name = name.len() >= 3 && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    is_name.then_some(Sentence { fields, sum })
}

impl Sentence<'_> {
    fn get(&self, at: usize) -> &str {
        self.fields.get(at).map_or("", |text| text.trim())
    }

    fn kind(&self) -> Option<&'static Kind> {
        let name = self.get(0);
        let kind = KINDS.iter().find(|kind| name.len() == 5 && name.ends_with(kind.name))?;
        (self.fields.len() > kind.fix).then_some(kind)
    }
}

/// What the sentences of one time say together.
struct Fix {
    start: u64,
    end: u64,
    /// The kinds of its sentences.
    kinds: Vec<&'static str>,
    time: String,
    date: String,
    /// Latitude and longitude as written, each with its half of the globe.
    place: [String; 4],
    extra: Extra,
    fault: Option<(RejectKind, &'static str, String)>,
}

/// One read of one exhibit.
struct Reading<'s, 'o> {
    sink: &'s mut Sink<'o>,
    times: StampReader,
    owner: Party,
    /// The date that was stated last, as `ddmmyy`.
    date: String,
    /// The time of the fix before: where the clock goes back, the date is not known any more.
    time: String,
    fix: Option<Fix>,
    record: Position,
}

impl Reading<'_, '_> {
    fn take(&mut self, line: &Line) -> Result<(), Halt> {
        let found = sentence(&line.text);
        let kind = found.as_ref().and_then(Sentence::kind);
        let Some((own, kind)) = found.as_ref().zip(kind) else {
            let reason = match (line.fault, line.text.trim().is_empty()) {
                (None, true) => SkipReason::Blank,
                (None, false) => SkipReason::Comment,
                (Some(kind), _) => return self.set_aside(line, kind),
            };
            if let Some(date) = found.as_ref().and_then(date_of) {
                self.date = date;
            }
            return self.sink.skip(&line.place(), reason);
        };
        let place: [String; 4] = [0, 1, 2, 3].map(|at| own.get(kind.place + at).to_owned());
        let is_fix =
            !kind.none.contains(&own.get(kind.fix)) && place.iter().any(|text| !text.is_empty());
        let is_read = own.sum != Sum::Wrong && line.fault.is_none();
        if is_read && !is_fix {
            return self.sink.skip(&line.place(), SkipReason::Comment);
        }
        let time = own.get(kind.time).to_owned();
        let goes_on = self.fix.as_ref().is_some_and(|fix| {
            is_read
                && fix.fault.is_none()
                && fix.time == time
                && fix.place == place
                && !fix.kinds.contains(&kind.name)
        });
        if !goes_on {
            self.flush()?;
            if time < self.time {
                self.date.clear();
            }
            self.time.clone_from(&time);
        }
        let fix = self.fix.get_or_insert_with(|| Fix {
            start: line.start,
            end: line.start,
            kinds: Vec::new(),
            time,
            date: self.date.clone(),
            place,
            extra: Extra::default(),
            fault: None,
        });
        fix.end = line.start + line.len;
        fix.kinds.push(kind.name);
        if !is_read {
            let kind = line.fault.unwrap_or(RejectKind::Malformed);
            let field = if own.sum == Sum::Wrong { "checksum" } else { "" };
            fix.fault = Some((kind, field, line.text.clone()));
        } else if let Some(date) = date_of(own) {
            fix.date.clone_from(&date);
            self.date = date;
        }
        keep(own, kind, &mut fix.extra);
        Ok(())
    }

    fn set_aside(&mut self, line: &Line, kind: RejectKind) -> Result<(), Halt> {
        self.flush()?;
        self.sink.begin(&line.place())?;
        self.sink.reject(kind, "", &line.text)
    }

    fn flush(&mut self) -> Result<(), Halt> {
        let Some(mut fix) = self.fix.take() else { return Ok(()) };
        let bytes_len = fix.end.saturating_sub(fix.start);
        self.sink.begin(&Place { bytes_start: fix.start, bytes_len, ..Place::default() })?;
        let filled = match fix.fault.take() {
            Some(fault) => Err(fault),
            None => self.fill(&mut fix),
        };
        match filled {
            Ok(()) => self.sink.record(&self.record),
            Err((kind, field, raw)) => self.sink.reject(kind, field, &raw),
        }
    }

    fn fill(&mut self, fix: &mut Fix) -> Result<(), (RejectKind, &'static str, String)> {
        let Self { record, times, owner, .. } = self;
        record.clear();
        record.subject.clone_from(owner);
        record.method.set("gps");
        let [latitude, north, longitude, east] = &fix.place;
        let bad = |field, text: &str, half: &str| {
            (RejectKind::UnknownValue, field, format!("{text},{half}"))
        };
        record.latitude_e7 = degrees_e7(latitude, north, ["N", "S"], 90);
        record.longitude_e7 = degrees_e7(longitude, east, ["E", "W"], 180);
        if record.latitude_e7.is_none() {
            return Err(bad("latitude", latitude, north));
        }
        if record.longitude_e7.is_none() {
            return Err(bad("longitude", longitude, east));
        }
        match calendar(&fix.date, &fix.time) {
            Some(text) => {
                times.read(&text, &mut record.at).map_err(|f| (f.into(), "time", text))?;
                record.at.stated.set_fmt(format_args!("{} {}", fix.date, fix.time));
            }
            None if fix.date.is_empty() || fix.time.is_empty() => fix.extra.add("time", &fix.time),
            None => {
                let text = format!("{} {}", fix.date, fix.time);
                return Err((RejectKind::BadTime, "time", text));
            }
        }
        fix.extra.add("sentences", &fix.kinds.join(" "));
        fix.extra.write(&mut record.extra);
        Ok(())
    }
}

/// The date that RMC or ZDA states, as `ddmmyy`.
fn date_of(own: &Sentence<'_>) -> Option<String> {
    if own.sum == Sum::Wrong {
        return None;
    }
    let name = own.get(0);
    let date = if name.ends_with("RMC") {
        own.get(9).to_owned()
    } else if name.ends_with("ZDA") {
        format!("{}{}{}", own.get(2), own.get(3), own.get(4).get(2..)?)
    } else {
        return None;
    };
    (date.len() == 6 && date.bytes().all(|byte| byte.is_ascii_digit())).then_some(date)
}

/// `ddmmyy` and `hhmmss.sss` in ISO 8601.
fn calendar(date: &str, time: &str) -> Option<String> {
    let (day, month, year) = (date.get(..2)?, date.get(2..4)?, date.get(4..6)?);
    let (hour, minute, second) = (time.get(..2)?, time.get(2..4)?, time.get(4..)?);
    let century = if year >= "80" { "19" } else { "20" };
    let second = second.trim_end_matches('.');
    Some(format!("{century}{year}-{month}-{day}T{hour}:{minute}:{second}Z"))
}

/// `dddmm.mmmm` and its half of the globe in ten-millionths of a degree, exactly, rounded half away from
/// zero.
fn degrees_e7(text: &str, half: &str, halves: [&str; 2], degrees_max: i64) -> Option<i64> {
    let (whole, part) = text.split_once('.').unwrap_or((text, ""));
    let is_number = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if !(3..=5).contains(&whole.len()) || !is_number(whole) || !is_number(part) {
        return None;
    }
    let (degrees, minutes) = whole.split_at_checked(whole.len() - 2)?;
    let (degrees, minutes): (i64, i64) = (degrees.parse().ok()?, minutes.parse().ok()?);
    let part = part.get(..MINUTE_DIGITS).unwrap_or(part);
    let part_e7: i64 = format!("{part:0<7}").parse().ok()?;
    let minutes_e7 = minutes * 10_000_000 + part_e7;
    let value = degrees * 10_000_000 + (minutes_e7 + MINUTES_A_DEGREE / 2) / MINUTES_A_DEGREE;
    if minutes >= MINUTES_A_DEGREE || value > degrees_max * 10_000_000 {
        return None;
    }
    match halves.iter().position(|own| *own == half)? {
        0 => Some(value),
        _ => Some(-value),
    }
}

/// Keeps what no field takes, under the names of the manuals.
fn keep(own: &Sentence<'_>, kind: &Kind, extra: &mut Extra) {
    let names: &[(usize, &str)] = match kind.name {
        "RMC" => &[(7, "speed_knots"), (8, "course"), (12, "mode")],
        "GGA" => {
            &[(6, "quality"), (7, "satellites"), (8, "hdop"), (9, "altitude_m"), (11, "geoid_m")]
        }
        "GNS" => &[(6, "mode"), (7, "satellites"), (8, "hdop"), (9, "altitude_m")],
        _ => &[],
    };
    for (at, name) in names {
        extra.add(name, own.get(*at));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn degrees_and_minutes_are_read_exactly() {
        let north = |text| degrees_e7(text, "N", ["N", "S"], 90);
        assert_eq!(north("4231.8291"), Some(425_304_850));
        assert_eq!(north("0000.0000003"), Some(0));
        assert_eq!(north("9000.0"), Some(900_000_000));
        assert_eq!(degrees_e7("08807.3033", "W", ["E", "W"], 180), Some(-881_217_217));
        for bad in ["9000.0001", "4260.0", "42", "", "x231.8", "4231.8x", "123456.0"] {
            assert_eq!(north(bad), None, "{bad}");
        }
        assert_eq!(degrees_e7("4231.8", "X", ["N", "S"], 90), None);
    }

    #[test]
    fn a_checksum_is_held_to_its_sentence() {
        let line = "12:00 $GPGLL,3549.4991,N,08650.8239,W,200642.000,A,A*4C";
        assert_eq!(sentence(line).map(|own| own.sum), Some(Sum::Right));
        let sum = |text: &str| sentence(text).map(|own| own.sum);
        assert_eq!(sum(&line.replace("3549", "3548")), Some(Sum::Wrong));
        assert_eq!(sum("$GPGLL,3549.4991,N"), Some(Sum::Absent));
        assert_eq!(sum("price in $"), None);
    }

    proptest::proptest! {
        #[test]
        fn any_degrees_are_on_the_globe(text: String) {
            if let Some(value) = degrees_e7(&text, "S", ["N", "S"], 90) {
                proptest::prop_assert!((-900_000_000..=0).contains(&value));
            }
        }
    }
}
