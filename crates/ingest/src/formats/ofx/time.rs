//! Times as OFX writes them: `20090401122017.000[-5:EST]`.

use model::RejectKind;
use model::time::{DateOrder, Stamp, StampReader, TimeFormat};

use crate::settings::Settings;

/// Reads the times of one exhibit.
#[derive(Debug)]
pub(super) struct Times {
    /// Days without a clock, in the zone of the exhibit.
    days: StampReader,
    /// Clocks without an offset: Greenwich by the specification, unless a person knows better.
    clocks: StampReader,
}

impl Times {
    pub(super) fn new(settings: &Settings) -> Self {
        let reader = |zone| settings.stamp_reader(zone, TimeFormat::Calendar, DateOrder::Unknown);
        Self { days: reader(None), clocks: reader(Some("UTC")) }
    }

    /// The readers, for the zones they used.
    pub(super) fn readers(&self) -> [&StampReader; 2] {
        [&self.days, &self.clocks]
    }

    /// Reads a time; an empty text leaves the stamp absent.
    pub(super) fn read(&mut self, text: &str, stamp: &mut Stamp) -> Result<(), RejectKind> {
        stamp.clear();
        let text = text.trim();
        let (clock, offset) = text.split_once('[').unwrap_or((text, ""));
        let (clock, fraction) = clock.trim().split_once('.').unwrap_or((clock.trim(), ""));
        if clock.is_empty() || clock.bytes().all(|byte| byte == b'0') {
            return Ok(());
        }
        if !clock.bytes().chain(fraction.bytes()).all(|byte| byte.is_ascii_digit()) {
            return Err(RejectKind::BadTime);
        }
        let part = |from: usize, until: usize| clock.get(from..until).unwrap_or("");
        let day = format!("{}-{}-{}", part(0, 4), part(4, 6), part(6, 8));
        let read = match clock.len() {
            8 => self.days.read(&day, stamp),
            12 | 14 => {
                let mut iso = format!("{day}T{}:{}", part(8, 10), part(10, 12));
                if clock.len() == 14 {
                    iso.push(':');
                    iso.push_str(part(12, 14));
                    if !fraction.is_empty() {
                        iso.push('.');
                        iso.push_str(fraction);
                    }
                }
                iso.push_str(&offset_of(offset).ok_or(RejectKind::BadTime)?);
                self.clocks.read(&iso, stamp)
            }
            _ => return Err(RejectKind::BadTime),
        };
        read.map_err(RejectKind::from)?;
        stamp.stated.set(text);
        Ok(())
    }
}

/// `-5:EST]` as `-05:00`; of an offset's fraction, `.5` and `.50` are half an hour, and so is `.30`.
fn offset_of(text: &str) -> Option<String> {
    let text = text.trim_end_matches(']').split(':').next().unwrap_or("").trim();
    if text.is_empty() {
        return Some(String::new());
    }
    let (sign, digits) = match text.split_at_checked(1)? {
        ("-", digits) => ('-', digits),
        ("+", digits) => ('+', digits),
        _ => ('+', text),
    };
    let (hours, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let hours: u32 = if hours.is_empty() { 0 } else { hours.parse().ok()? };
    let minutes = match fraction {
        "" | "0" | "00" => 0,
        "5" | "50" | "30" => 30,
        "25" | "15" => 15,
        "75" | "45" => 45,
        _ => return None,
    };
    (hours <= 14).then(|| format!("{sign}{hours:02}:{minutes:02}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<(String, String), RejectKind> {
        let settings = Settings { case_zone: "Europe/Rome".into(), ..Settings::default() };
        let mut stamp = Stamp::default();
        Times::new(&settings).read(text, &mut stamp)?;
        let at = jiff::Timestamp::from_microsecond(stamp.earliest_us).unwrap();
        Ok((at.to_string(), stamp.zone.to_string()))
    }

    #[test]
    fn a_time_states_its_offset_or_is_of_greenwich_and_a_day_is_of_the_case() {
        let pair = |a: &str, b: &str| Ok((a.to_owned(), b.to_owned()));
        assert_eq!(read("20090401122017.000[-5:EST]"), pair("2009-04-01T17:20:17Z", "-05:00"));
        assert_eq!(read("20090401120000[+5.30:IST]"), pair("2009-04-01T06:30:00Z", "+05:30"));
        assert_eq!(read("20090401120000[-3.5]"), pair("2009-04-01T15:30:00Z", "-03:30"));
        assert_eq!(read("200904011200"), pair("2009-04-01T12:00:00Z", "UTC"));
        assert_eq!(read("20090401"), pair("2009-03-31T22:00:00Z", "Europe/Rome"));
        assert_eq!(read("00000000"), pair("1970-01-01T00:00:00Z", ""));
        for text in ["2009", "20091301", "20090401120000[x]", "20090401120000[-5.1]", "é"] {
            assert_eq!(read(text), Err(RejectKind::BadTime), "{text}");
        }
    }
}
