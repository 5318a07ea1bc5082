//! Age bands: from birth dates that records state, and only as a band.

use std::collections::BTreeMap;

use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use model::RecordRef;
use model::party::PARTY_FIELDS;
use model::views::{CaseView, KeyId};
use serde::Serialize;

use crate::links::Links;

/// The age band at the first payment.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum Band {
    /// Below the age of the settings, by every birth date stated.
    Young,
    /// Below it by one birth date, not by another, or not certain from what is stated.
    MayBeYoung,
    /// Not below it.
    Adult,
    /// No record states a birth date that can be read.
    NotStated,
}

impl Band {
    /// Its key in the word list.
    pub fn term(self) -> &'static str {
        match self {
            Self::Young => "guard-band-young",
            Self::MayBeYoung => "guard-band-may-be-young",
            Self::Adult => "guard-band-adult",
            Self::NotStated => "guard-band-not-stated",
        }
    }
}

/// A band with the records that state the birth dates.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AgeStated {
    /// The band.
    pub band: Band,
    /// The records.
    pub records: Vec<RecordRef>,
}

/// The days on which a person can have been born, by one record.
type Born = (Date, Date, RecordRef);

/// Birth dates by identity.
pub(super) struct Ages(BTreeMap<KeyId, Vec<Born>>);

impl Ages {
    pub(super) fn of(view: &CaseView, links: &Links) -> Self {
        let part = PARTY_FIELDS.iter().position(|(name, _)| *name == "birth_date");
        let mut ages: BTreeMap<KeyId, Vec<Born>> = BTreeMap::new();
        let stated = view.mentions.iter().filter(|mention| view.keys.is_stated(mention.key));
        for mention in stated {
            let text = part.and_then(|part| mention.parts.get(part)).copied().unwrap_or(0);
            if text == 0 || view.keys.text(mention.key).starts_with("name:") {
                // A name may stand for several people: its birth dates are nobody's.
                continue;
            }
            if let Some((first, last)) = born(view.texts.text(text)) {
                let own = ages.entry(links.identity(mention.key)).or_default();
                own.push((first, last, mention.record));
            }
        }
        Self(ages)
    }

    /// The band of an identity at an instant. Where on Earth it was nobody states: where the day decides, the
    /// band is not certain.
    pub(super) fn at(&self, identity: KeyId, at_us: i64, young_years: i16) -> AgeStated {
        let turned = |offset| turned_on(at_us, offset, young_years);
        let (Some(own), Some(earliest), Some(latest)) =
            (self.0.get(&identity), turned(WESTMOST), turned(EASTMOST))
        else {
            return AgeStated { band: Band::NotStated, records: Vec::new() };
        };
        // Young: born after the day on which somebody of that age now was born.
        let surely = own.iter().all(|(first, _, _)| *first > latest);
        let perhaps = own.iter().any(|(_, last, _)| *last > earliest);
        let band = match (surely, perhaps) {
            (true, _) => Band::Young,
            (false, true) => Band::MayBeYoung,
            (false, false) => Band::Adult,
        };
        let mut records: Vec<RecordRef> = own.iter().map(|(_, _, record)| *record).collect();
        records.sort_unstable();
        AgeStated { band, records }
    }
}

/// The offsets from UTC, in hours, where a day ends last and begins first.
const WESTMOST: i8 = -12;
const EASTMOST: i8 = 14;

/// The birth date of somebody who turns so many years old on the day that an instant falls on there.
fn turned_on(at_us: i64, offset_hours: i8, years: i16) -> Option<Date> {
    let zone = TimeZone::fixed(jiff::tz::offset(offset_hours));
    let day = Timestamp::from_microsecond(at_us).ok()?.to_zoned(zone).date();
    day.checked_sub(jiff::Span::new().years(years)).ok()
}

/// The first and last day that a stated birth date can mean: the whole year where only a year can be
/// read, or where day and month could be swapped.
fn born(text: &str) -> Option<(Date, Date)> {
    let numbers: Vec<i16> =
        text.split(|c: char| !c.is_ascii_digit()).filter_map(|part| part.parse().ok()).collect();
    let days = |year: i16, one: i16, other: i16| -> Option<(Date, Date)> {
        let date = |month: i16, day: i16| {
            Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()
        };
        let (as_stated, swapped) = (date(one, other), date(other, one));
        match (as_stated, swapped) {
            (Some(a), Some(b)) => Some((a.min(b), a.max(b))),
            (Some(a), None) | (None, Some(a)) => Some((a, a)),
            (None, None) => None,
        }
    };
    let (first, last) = match *numbers.as_slice() {
        // ISO 8601 states the month first.
        [year, month, day, ..] if year > 1800 => {
            let at = Date::new(year, i8::try_from(month).ok()?, i8::try_from(day).ok()?).ok()?;
            (at, at)
        }
        [one, other, year, ..] if year > 1800 => days(year, one, other)?,
        [year] if (1800..2200).contains(&year) => {
            (Date::new(year, 1, 1).ok()?, Date::new(year, 12, 31).ok()?)
        }
        _ => compact(text)?,
    };
    (1800..2200).contains(&first.year()).then_some((first, last))
}

/// `20090314`.
fn compact(text: &str) -> Option<(Date, Date)> {
    let day = text.trim();
    let day = (day.len() == 8).then(|| Date::strptime("%Y%m%d", day).ok())??;
    Some((day, day))
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_birth_date_is_read_as_widely_as_it_is_stated() {
        let exact = |day| Some((day, day));
        assert_eq!(born("2009-03-14"), exact(date(2009, 3, 14)));
        assert_eq!(born("2009-03-14T00:00:00Z"), exact(date(2009, 3, 14)));
        assert_eq!(born("20090314"), exact(date(2009, 3, 14)));
        assert_eq!(born("14/03/2009"), exact(date(2009, 3, 14)));
        assert_eq!(born("03/04/2009"), Some((date(2009, 3, 4), date(2009, 4, 3))));
        assert_eq!(born("2009"), Some((date(2009, 1, 1), date(2009, 12, 31))));
        assert_eq!((born("14/03/09"), born("unknown"), born("")), (None, None, None));
    }

    #[test]
    fn on_a_birthday_the_band_is_not_certain_and_two_days_on_it_is() {
        let key: KeyId = 1;
        let record = RecordRef { exhibit: model::ExhibitId(1), row: 1 };
        let band = |born: Date, at: &str| {
            let ages = Ages(BTreeMap::from([(key, vec![(born, born, record)])]));
            let at: Timestamp = at.parse().unwrap();
            ages.at(key, at.as_microsecond(), 18).band
        };
        let born = date(2008, 3, 14);
        assert_eq!(band(born, "2026-03-13T08:00:00Z"), Band::Young);
        // Eighteen in the east of the world, not yet in the west.
        assert_eq!(band(born, "2026-03-13T11:00:00Z"), Band::MayBeYoung);
        assert_eq!(band(born, "2026-03-14T11:00:00Z"), Band::MayBeYoung);
        assert_eq!(band(born, "2026-03-14T13:00:00Z"), Band::Adult);
    }
}
