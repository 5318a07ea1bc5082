//! Places offline: airports by code, countries by code, cities by name, each with where it lies.
//!
//! The data come with the program (`DATA.md` beside this file says whose they are, how old, and how
//! they were made); nothing is asked of a network. A look-up never guesses: an unknown code has no
//! answer, and a name that several cities share gives all of them.
//!
//! - **Airports:** those with an IATA code, found by it (`LHR`) or by their ICAO code (`EGLL`).
//! - **Areas:** IATA codes of a city with several airports (`LON`); their zone is stated only where
//!   all their airports share it.
//! - **Countries:** ISO 3166-1 alpha-2 and alpha-3; names in English, Italian, Spanish, French,
//!   Portuguese and German, and some by which they are also called.
//! - **Cities:** of 15,000 inhabitants and more, by their name folded as [`fold_name`]; those of
//!   100,000 and more also by their names in other languages of Latin script.
//! - **Positions:** the countries in which one may lie and the nearest city, see [`whereabouts`].
//! - **Known limits:** codes are given to other airports in the course of years, and zones change:
//!   the answer is that of the day of the data. No railway stations, ports or streets.

mod borders;
mod data;
mod disputed;
mod nearest;
mod resolved;
mod sphere;
mod whereabouts;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

pub use self::resolved::{RESOLVED_COLUMNS, Resolved, resolved};
pub use self::sphere::distance_m;
pub use self::whereabouts::{ERROR_M, Ground, Whereabouts, whereabouts};
use crate::identifier::fold_name;

/// Where something lies, in ten-millionths of a degree (WGS 84), north and east positive.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Spot {
    /// Latitude.
    pub latitude_e7: i64,
    /// Longitude.
    pub longitude_e7: i64,
}

/// An airport that has an IATA code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Airport {
    /// Its IATA code, three letters.
    pub iata: &'static str,
    /// Its ICAO code, four letters or digits; empty where none is known.
    pub icao: &'static str,
    /// Its name.
    pub name: &'static str,
    /// The city it serves; may be empty.
    pub city: &'static str,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: &'static str,
    /// Where it lies, to about a metre.
    pub spot: Spot,
    /// Its time zone (IANA name).
    pub zone: &'static str,
}

/// A city with several airports, under an IATA code of its own.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Area {
    /// Its IATA code.
    pub code: &'static str,
    /// Its name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: &'static str,
    /// The codes of its airports.
    pub airports: Vec<&'static str>,
}

/// A country or territory of ISO 3166-1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Country {
    /// Its alpha-2 code.
    pub alpha2: &'static str,
    /// Its alpha-3 code.
    pub alpha3: &'static str,
    /// Its English name.
    pub name: &'static str,
    other_names: &'static str,
}

impl Country {
    /// Its names in other languages, and those by which it is also called.
    pub fn other_names(&self) -> impl Iterator<Item = &'static str> {
        self.other_names.split('|').filter(|name| !name.is_empty())
    }
}

/// A city of 15,000 inhabitants or more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct City {
    /// Its main name.
    pub name: &'static str,
    /// ISO 3166-1 alpha-2 code of its country.
    pub country: &'static str,
    /// Where its middle lies, to about a metre.
    pub spot: Spot,
    /// Its time zone (IANA name).
    pub zone: &'static str,
    /// Inhabitants, as the source counts them.
    pub inhabitants: u64,
    other_names: &'static str,
}

impl City {
    /// Its names in other languages, where the data have them.
    pub fn other_names(&self) -> impl Iterator<Item = &'static str> {
        self.other_names.split('|').filter(|name| !name.is_empty())
    }
}

/// Longest code looked up: ICAO codes have four letters.
const CODE_BYTES_MAX: usize = 4;

/// The airport of an IATA or ICAO code, in either case.
pub fn airport(code: &str) -> Option<&'static Airport> {
    let code = code.trim();
    if code.len() > CODE_BYTES_MAX {
        return None;
    }
    let code = code.to_ascii_uppercase();
    let (airports, by_icao) = airports_and_icao();
    if code.len() == CODE_BYTES_MAX {
        return airports.get(*by_icao.get(code.as_str())?);
    }
    airports.get(airports.binary_search_by(|airport| airport.iata.cmp(&code)).ok()?)
}

/// The city with several airports of an IATA code.
pub fn area(code: &str) -> Option<&'static Area> {
    let code = code.trim();
    areas().iter().find(|area| area.code.eq_ignore_ascii_case(code))
}

/// The time zone of an airport or area, by code; `None` where the code is unknown, or where the
/// airport and the area of one code, or the airports of an area, do not share a zone.
pub fn zone_of(code: &str) -> Option<&'static str> {
    let members = area(code).map_or(&[][..], |area| &area.airports);
    let mut zones = members
        .iter()
        .filter_map(|code| airport(code))
        .chain(airport(code))
        .map(|airport| airport.zone);
    let first = zones.next()?;
    zones.all(|zone| zone == first).then_some(first)
}

/// The country of an alpha-2 or alpha-3 code, in either case.
pub fn country(code: &str) -> Option<&'static Country> {
    let code = code.trim();
    let all = countries();
    match code.len() {
        2 => all.iter().find(|country| country.alpha2.eq_ignore_ascii_case(code)),
        3 => all.iter().find(|country| country.alpha3.eq_ignore_ascii_case(code)),
        _ => None,
    }
}

/// Every country that bears this name in one of six languages. Where there are several (Congo), which
/// is meant is for a person to say.
pub fn countries_named(name: &str) -> Vec<&'static Country> {
    by_country_name().get(&country_key(name)).cloned().unwrap_or_default()
}

fn by_country_name() -> &'static BTreeMap<String, Vec<&'static Country>> {
    static NAMES: OnceLock<BTreeMap<String, Vec<&'static Country>>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names: BTreeMap<String, Vec<&Country>> = BTreeMap::new();
        for country in countries() {
            let own = std::iter::once(country.name).chain(country.other_names());
            for key in own.map(country_key).collect::<BTreeSet<_>>() {
                names.entry(key).or_default().push(country);
            }
        }
        names
    })
}

/// A name folded, with the apostrophe of a typewriter.
fn country_key(name: &str) -> String {
    let mut key = String::new();
    fold_name(&name.replace('\u{2019}', "'"), &mut key);
    key
}

/// Every city that bears this name, the most populous first; in this country (alpha-2) where one is
/// given. Which of them is meant is for a person to say.
pub fn cities(name: &str, country: Option<&str>) -> Vec<&'static City> {
    let mut key = String::new();
    fold_name(name, &mut key);
    let (cities, names) = cities_and_names();
    let numbers = names.get(&key).map_or(&[][..], Vec::as_slice);
    let mut found: Vec<&City> = numbers
        .iter()
        .filter_map(|number| cities.get(usize::try_from(*number).ok()?))
        .filter(|city| country.is_none_or(|code| city.country.eq_ignore_ascii_case(code)))
        .collect();
    found.sort_by(|a, b| b.inhabitants.cmp(&a.inhabitants).then(a.country.cmp(b.country)));
    found
}

/// Every airport, by IATA code.
pub fn airports() -> &'static [Airport] {
    &airports_and_icao().0
}

/// Every area, by code.
pub fn areas() -> &'static [Area] {
    static AREAS: OnceLock<Vec<Area>> = OnceLock::new();
    AREAS.get_or_init(|| data::AREAS.lines().filter_map(data::area).collect())
}

/// Every country, by alpha-2 code.
pub fn countries() -> &'static [Country] {
    static COUNTRIES: OnceLock<Vec<Country>> = OnceLock::new();
    COUNTRIES.get_or_init(|| data::COUNTRIES.lines().filter_map(data::country).collect())
}

/// Every city, by folded name.
pub fn all_cities() -> &'static [City] {
    &cities_and_names().0
}

/// Airports by IATA code, and the place of each ICAO code among them.
type Airports = (Vec<Airport>, BTreeMap<&'static str, usize>);

fn airports_and_icao() -> &'static Airports {
    static AIRPORTS: OnceLock<Airports> = OnceLock::new();
    AIRPORTS.get_or_init(|| {
        let mut airports: Vec<Airport> = data::AIRPORTS.lines().filter_map(data::airport).collect();
        airports.sort_by_key(|airport| airport.iata);
        let icao = airports.iter().enumerate().map(|(at, airport)| (airport.icao, at));
        let icao = icao.filter(|(code, _)| !code.is_empty()).collect();
        (airports, icao)
    })
}

/// Cities, and the numbers of those that bear a folded name.
type Cities = (Vec<City>, BTreeMap<String, Vec<u32>>);

fn cities_and_names() -> &'static Cities {
    static CITIES: OnceLock<Cities> = OnceLock::new();
    CITIES.get_or_init(|| {
        let cities: Vec<City> = data::CITIES.lines().filter_map(data::city).collect();
        let mut names: BTreeMap<String, Vec<u32>> = BTreeMap::new();
        let mut key = String::new();
        for (number, city) in (0..).zip(&cities) {
            for name in std::iter::once(city.name).chain(city.other_names()) {
                key.clear();
                fold_name(name, &mut key);
                let numbers = names.entry(key.clone()).or_default();
                if numbers.last() != Some(&number) {
                    numbers.push(number);
                }
            }
        }
        (cities, names)
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ZoneSource;
    use crate::time::Zone;

    #[test]
    fn well_known_codes_lead_to_their_airports() {
        let heathrow = airport("lhr").unwrap();
        assert_eq!((heathrow.icao, heathrow.country), ("EGLL", "GB"));
        assert_eq!((heathrow.city, heathrow.zone), ("London", "Europe/London"));
        assert_eq!(airport("EGLL"), Some(heathrow));
        for (code, icao, country, zone) in [
            ("JFK", "KJFK", "US", "America/New_York"),
            ("MXP", "LIMC", "IT", "Europe/Rome"),
            ("CEB", "RPVM", "PH", "Asia/Manila"),
            ("BKK", "VTBS", "TH", "Asia/Bangkok"),
            ("SYD", "YSSY", "AU", "Australia/Sydney"),
        ] {
            let found = airport(code).unwrap();
            assert_eq!((found.icao, found.country, found.zone), (icao, country, zone), "{code}");
        }
        for unknown in ["", "L", "QQQQ", "12", "London", "ZZZ "] {
            assert_eq!(airport(unknown), None, "{unknown}");
        }
    }

    #[test]
    fn an_area_has_the_zone_that_its_airports_share() {
        assert_eq!(area("LON").unwrap().airports.len(), 5);
        assert_eq!(zone_of("LON"), Some("Europe/London"));
        assert_eq!(zone_of("NRT"), Some("Asia/Tokyo"));
        assert_eq!(zone_of("QQQ"), None);
    }

    #[test]
    fn countries_are_found_by_either_code() {
        for code in ["IT", "it", "ITA"] {
            assert_eq!(country(code).unwrap().name, "Italy");
        }
        assert_eq!(country("XX"), None);
        assert_eq!(country("I"), None);
    }

    #[test]
    fn countries_are_found_by_their_names_in_six_languages() {
        for (code, names) in [
            ("IT", ["Italy", "Italia", "Italie", "Itália", "Italien", "ITALIA"]),
            ("DE", ["Germany", "Germania", "Alemania", "Allemagne", "Alemanha", "Deutschland"]),
            (
                "PH",
                [
                    "Philippines",
                    "Filippine",
                    "Filipinas",
                    "philippinen",
                    "PHILIPPINES",
                    "Filipinas",
                ],
            ),
            (
                "GB",
                [
                    "United Kingdom",
                    "Regno Unito",
                    "Reino Unido",
                    "Royaume-Uni",
                    "UK",
                    "Großbritannien",
                ],
            ),
            (
                "US",
                [
                    "USA",
                    "U.S.A.",
                    "Stati Uniti",
                    "Estados Unidos",
                    "États-Unis",
                    "Vereinigte Staaten",
                ],
            ),
            (
                "CI",
                [
                    "Ivory Coast",
                    "Costa d'Avorio",
                    "Costa d’Avorio",
                    "Côte d'Ivoire",
                    "Costa do Marfim",
                    "COTE D’IVOIRE",
                ],
            ),
            ("TR", ["Turkey", "Türkiye", "Turchia", "Turquía", "Turquie", "Türkei"]),
        ] {
            for name in names {
                let found: Vec<&str> = countries_named(name).iter().map(|own| own.alpha2).collect();
                assert_eq!(found, [code], "{name}");
            }
        }
        let several: Vec<&str> = countries_named("Congo").iter().map(|own| own.alpha2).collect();
        assert_eq!(several, ["CD", "CG"], "a name of two countries gives both");
        assert!(countries_named("Atlantis").is_empty() && countries_named("").is_empty());
    }

    #[test]
    fn cities_are_found_by_names_of_other_languages_and_said_to_be_several() {
        for (name, country, main) in [
            ("Firenze", "IT", "Florence"),
            ("München", "DE", "Munich"),
            ("Zuerich", "CH", "Zürich"),
            ("Ciudad de México", "MX", "Mexico City"),
            ("Lisbona", "PT", "Lisbon"),
            ("Parigi", "FR", "Paris"),
        ] {
            let found = cities(name, Some(country));
            assert_eq!(found.first().map(|city| city.name), Some(main), "{name}");
        }
        for name in ["Springfield", "Santiago", "San José", "Valencia", "Córdoba"] {
            assert!(cities(name, None).len() > 1, "{name}");
        }
    }

    #[test]
    fn a_name_that_several_cities_share_gives_them_all() {
        let found = cities("  MILANO", None);
        assert_eq!(
            (found[0].name, found[0].country, found[0].zone),
            ("Milan", "IT", "Europe/Rome")
        );
        let londons: Vec<&str> = cities("London", None).iter().map(|city| city.country).collect();
        assert_eq!(londons, ["GB", "CA"]);
        assert!(cities("Springfield", None).len() > 5);
        assert_eq!(cities("london", Some("ca")).len(), 1);
        assert_eq!(cities("São Paulo", Some("BR"))[0].name, cities("sao paulo", None)[0].name);
        assert!(cities("", None).is_empty() && cities("Nowhere at all", None).is_empty());
    }

    #[test]
    fn every_line_is_read_and_every_zone_country_and_position_holds() {
        assert_eq!(airports().len(), data::AIRPORTS.lines().count());
        assert_eq!(all_cities().len(), data::CITIES.lines().count());
        assert_eq!(countries().len(), data::COUNTRIES.lines().count());
        assert_eq!(areas().len(), data::AREAS.lines().count());
        assert!(airports().is_sorted_by(|a, b| a.iata < b.iata), "a code is there twice");
        let own = airports().iter().map(|place| (place.zone, place.country, place.spot));
        let all = own.chain(all_cities().iter().map(|city| (city.zone, city.country, city.spot)));
        for (zone, code, spot) in all {
            assert!(Zone::named(zone, ZoneSource::Place).is_some(), "{zone}");
            assert!(country(code).is_some(), "{code}");
            assert!(spot.latitude_e7.abs() <= 900_000_000, "{spot:?}");
            assert!(spot.longitude_e7.abs() <= 1_800_000_000, "{spot:?}");
        }
        for area in areas() {
            assert!(area.airports.iter().all(|code| airport(code).is_some()), "{area:?}");
        }
    }
}
