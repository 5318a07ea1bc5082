//! Places as records state them, brought to where they lie: by code, by name, or not at all.
//!
//! Nothing is guessed: a name that several cities share stays ambiguous with all of them, and an
//! unknown one stays unknown.

use model::places::{self, Spot, distance_m};
use serde::Serialize;

/// Where a place lies, as far as its name says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct At {
    /// City, or country where nothing finer is stated.
    pub name: String,
    /// ISO 3166-1 alpha-2.
    pub country: String,
    /// IATA code, where one is stated.
    pub code: Option<String>,
    /// Where it lies; `None` for a country.
    #[serde(skip)]
    pub spot: Option<Spot>,
}

/// A place as a record states it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case", tag = "is")]
pub enum Place {
    /// One place bears this name or code.
    Resolved(At),
    /// Several do.
    Ambiguous {
        /// As stated.
        stated: String,
        /// Those that do.
        candidates: Vec<At>,
    },
    /// None is known that does.
    Unknown {
        /// As stated.
        stated: String,
    },
}

impl Place {
    /// Where it lies, if one place is meant.
    pub fn at(&self) -> Option<&At> {
        match self {
            Self::Resolved(at) => Some(at),
            Self::Ambiguous { .. } | Self::Unknown { .. } => None,
        }
    }

    /// How it is named in a sentence.
    pub fn name(&self) -> String {
        match self {
            Self::Resolved(at) => at.to_string(),
            Self::Ambiguous { stated, .. } | Self::Unknown { stated } => stated.clone(),
        }
    }

    /// The place of a leg: a code, a code in brackets, or a name with or without its country.
    pub(crate) fn of_leg(stated: &str) -> Self {
        let stated = stated.trim();
        let inside = stated.rsplit_once('(').and_then(|(_, end)| end.strip_suffix(')'));
        match inside.and_then(code).or_else(|| code(stated)) {
            Some(at) => Self::Resolved(at),
            None => Self::of_parts(stated),
        }
    }

    /// The place of an address or name: its parts between commas, the country last.
    pub(super) fn of_parts(stated: &str) -> Self {
        let parts: Vec<String> =
            stated.split(',').map(bare).filter(|part| !part.is_empty()).collect();
        let country = parts.iter().rev().find_map(|part| one_country(part));
        let mut candidates: Vec<At> = Vec::new();
        for part in parts.iter().rev() {
            // A country named like a city of its own (Singapore) is the city.
            let found = places::cities(part, country);
            if !found.is_empty() {
                candidates = found.into_iter().map(city).collect();
                break;
            }
        }
        match (candidates.len(), country.and_then(places::country)) {
            (0, Some(country)) => Self::Resolved(At {
                name: country.name.to_owned(),
                country: country.alpha2.to_owned(),
                code: None,
                spot: None,
            }),
            (0, None) => Self::Unknown { stated: stated.to_owned() },
            (1, _) => candidates
                .pop()
                .map_or_else(|| Self::Unknown { stated: stated.to_owned() }, Self::Resolved),
            _ => Self::Ambiguous { stated: stated.to_owned(), candidates },
        }
    }
}

impl At {
    /// Whether two places are one locality: within so many kilometres. A country is never one.
    pub(crate) fn is_near(&self, other: &Self, near_km: u32) -> bool {
        match (self.spot, other.spot) {
            (Some(one), Some(other)) => distance_m(one, other) <= f64::from(near_km) * 1_000.0,
            _ => false,
        }
    }
}

impl std::fmt::Display for At {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match (&self.code, self.spot) {
            (Some(code), _) => write!(f, "{}, {} ({code})", self.name, self.country),
            (None, Some(_)) => write!(f, "{}, {}", self.name, self.country),
            (None, None) => f.write_str(&self.name),
        }
    }
}

/// A part of an address without its postal code.
fn bare(part: &str) -> String {
    let words = part.split_whitespace().filter(|word| !word.chars().any(|c| c.is_ascii_digit()));
    words.collect::<Vec<_>>().join(" ")
}

/// The country of a name or a code of three letters or two capitals, if it is one.
fn one_country(part: &str) -> Option<&'static str> {
    let is_code = part.len() <= 3 && part.chars().all(|c| c.is_ascii_uppercase());
    let by_code = is_code.then(|| places::country(part)).flatten();
    let named = places::countries_named(part);
    let by_name = match named.as_slice() {
        [one] => Some(*one),
        _ => None,
    };
    by_code.or(by_name).map(|country| country.alpha2)
}

/// The place of an IATA or ICAO code in capitals.
fn code(text: &str) -> Option<At> {
    let text = text.trim();
    if !(3..=4).contains(&text.len()) || !text.chars().all(|c| c.is_ascii_uppercase()) {
        return None;
    }
    if let Some(airport) = places::airport(text) {
        let name = if airport.city.is_empty() { airport.name } else { airport.city };
        return Some(At {
            name: name.to_owned(),
            country: airport.country.to_owned(),
            code: Some(airport.iata.to_owned()),
            spot: Some(airport.spot),
        });
    }
    let area = places::area(text)?;
    let first = area.airports.iter().find_map(|code| places::airport(code));
    Some(At {
        name: area.name.to_owned(),
        country: area.country.to_owned(),
        code: Some(area.code.to_owned()),
        spot: first.map(|airport| airport.spot),
    })
}

fn city(city: &places::City) -> At {
    At {
        name: city.name.to_owned(),
        country: city.country.to_owned(),
        code: None,
        spot: Some(city.spot),
    }
}
