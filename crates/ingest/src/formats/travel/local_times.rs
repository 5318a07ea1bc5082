//! Local times of airports: read in the zone of the airport, unless a person set a zone.
//!
//! The zone comes from the packaged places (`model::places`) and is stated as such with the time. A
//! place that is no known airport has its times read like any time without a zone: in the zone set
//! for the exhibit, else that of the case, and the exhibit says which places those were.

use std::collections::{BTreeMap, BTreeSet};

use model::places::zone_of;
use model::time::{DateOrder, Stamp, StampFault, StampReader, TimeFormat, Zone};
use model::{Phrase, ZoneSource, say};

use crate::settings::Settings;
use crate::sink::{Halt, Note, Sink};

/// Unknown places named in the notes; the rest of them is counted.
const UNKNOWN_NAMED_MAX: usize = 20;

/// Unknown places remembered; more than all the airports of the world that have no IATA code.
const UNKNOWN_MAX: usize = 50_000;

/// Reads local times of places; see the module.
#[derive(Debug)]
pub(crate) struct LocalTimes {
    fallback: StampReader,
    zone_set: ZoneSet,
    by_zone: BTreeMap<&'static str, StampReader>,
    unknown: BTreeSet<String>,
    fallback_used: u64,
}

/// Whether a person set a zone for the exhibit, which stands before that of a place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum ZoneSet {
    ByPerson,
    No,
}

fn reader(zone: Zone) -> StampReader {
    StampReader::new(zone, TimeFormat::Calendar, DateOrder::Unknown)
}

impl LocalTimes {
    /// For an exhibit with these settings.
    pub(crate) fn new(settings: &Settings) -> Self {
        let zone = settings.zone(None);
        let set = zone.source() == ZoneSource::ExhibitSetting;
        Self {
            fallback: reader(zone),
            zone_set: if set { ZoneSet::ByPerson } else { ZoneSet::No },
            by_zone: BTreeMap::new(),
            unknown: BTreeSet::new(),
            fallback_used: 0,
        }
    }

    /// Reads `text`, in ISO 8601, as the local time of `place`, an airport's code; the stamp keeps
    /// the characters of `stated`.
    pub(crate) fn read(
        &mut self,
        place: &str,
        text: &str,
        stated: &str,
        stamp: &mut Stamp,
    ) -> Result<(), StampFault> {
        stamp.clear();
        if text.is_empty() {
            return Ok(());
        }
        let zone = match self.zone_set {
            ZoneSet::ByPerson => None,
            ZoneSet::No => zone_of(place),
        };
        let reader = match zone.and_then(|name| self.of_zone(name)) {
            Some(reader) => reader,
            None => self.without_place(place),
        };
        reader.read(text, stamp)?;
        stamp.stated.set(stated);
        Ok(())
    }

    fn of_zone(&mut self, name: &'static str) -> Option<&mut StampReader> {
        if !self.by_zone.contains_key(name) {
            let zone = Zone::named(name, ZoneSource::Place)?;
            self.by_zone.insert(name, reader(zone));
        }
        self.by_zone.get_mut(name)
    }

    fn without_place(&mut self, place: &str) -> &mut StampReader {
        self.fallback_used += 1;
        if self.zone_set == ZoneSet::No && self.unknown.len() < UNKNOWN_MAX {
            let place = if place.is_empty() { "(none stated)" } else { place };
            self.unknown.insert(place.to_owned());
        }
        &mut self.fallback
    }

    /// Says in which zones the times were read.
    pub(crate) fn note(&self, sink: &mut Sink<'_>) -> Result<(), Halt> {
        if !self.by_zone.is_empty() {
            let zones: Vec<&str> = self.by_zone.keys().copied().collect();
            sink.remark(say::times_of_airports(zones))?;
        }
        if self.fallback_used > 0 {
            let zone = self.fallback.zone();
            sink.note(&Note::Zone { zone: zone.name().to_owned(), source: zone.source() })?;
        }
        if !self.unknown.is_empty() {
            let named = self.unknown.iter().take(UNKNOWN_NAMED_MAX);
            let named: Vec<Phrase> = named.map(|name| Phrase::from_text(name)).collect();
            sink.remark(say::places_unknown(self.unknown.len(), named))?;
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(settings: &Settings, place: &str, text: &str) -> (String, &'static str) {
        let mut stamp = Stamp::default();
        LocalTimes::new(settings).read(place, text, "as written", &mut stamp).unwrap();
        assert_eq!(&*stamp.stated, "as written");
        let at = jiff::Timestamp::from_microsecond(stamp.earliest_us).unwrap();
        (at.to_string(), stamp.zone_source.name())
    }

    #[test]
    fn a_local_time_is_that_of_its_airport_unless_a_person_set_a_zone() {
        let mut settings = Settings { case_zone: "Europe/Rome".into(), ..Settings::default() };
        let text = "2010-12-12 09:15";
        assert_eq!(read(&settings, "LHR", text), ("2010-12-12T09:15:00Z".into(), "place"));
        assert_eq!(read(&settings, "YVR", text), ("2010-12-12T17:15:00Z".into(), "place"));
        assert_eq!(read(&settings, "LON", text), ("2010-12-12T09:15:00Z".into(), "place"));
        assert_eq!(read(&settings, "QQQ", text), ("2010-12-12T08:15:00Z".into(), "assumed"));
        settings.zone = Some("UTC".into());
        assert_eq!(
            read(&settings, "YVR", text),
            ("2010-12-12T09:15:00Z".into(), "exhibit_setting")
        );
    }
}
