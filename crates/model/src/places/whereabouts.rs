//! A position to its country and its nearest city.
//!
//! The answer says what it rests on and never guesses: within the error of a border it names both
//! countries, at a coast it says that it may be the sea, in a disputed area it names all who hold or
//! claim it, and off every land of the map it says so.
//!
//! - **Error of the map:** [`ERROR_M`], measured against the places of other lists (`BORDERS.md`); the
//!   circle in which the source puts the position is added to it.
//! - **Distances** are great circles, wrong by 0.6 % at most. A city is a point: its middle.
//! - **Known limits:** the borders are those of one map of 2022; territorial waters and large lakes on
//!   a border that the map leaves open are sea; an island that the map lacks is known only where a
//!   town or an airport lies on it. Which cities are known: see the module above.

use std::sync::OnceLock;

use super::borders::{Borders, Region, SEA};
use super::disputed::claimed_by;
use super::nearest::Nearest;
use super::sphere::whole;
use super::{City, Spot, all_cities, data};

/// Metres by which a line of the map may lie wrong.
pub const ERROR_M: u32 = 3_000;

/// Positions less exact than this many metres have no country.
const ACCURACY_M_MAX: u32 = 100_000;

/// Metres off the land within which it is named.
const OFFSHORE_M: u32 = 25_000;

/// Metres from a place on an island that the map lacks within which a position may be on that island;
/// the airports of such islands lie less than this from their ends.
const ISLET_M: f64 = 10_000.0;

/// What the country of a position rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Ground {
    /// Farther inside one country than the map may be wrong.
    Inside,
    /// Nearer to a border than that: one of the countries named, most likely the first.
    NearBorder,
    /// Nearer to a coast than that, and to no other country: on land, or on the sea before it.
    Coast,
    /// Several states hold or claim the place; all are named.
    Disputed,
    /// At sea on the map, near a place of this country whose island the map lacks.
    Islet,
    /// Off every land of the map.
    Sea,
    /// The source puts it in a circle too wide to say.
    TooWide,
}

impl Ground {
    /// Its name in tables.
    pub fn name(self) -> &'static str {
        match self {
            Self::Inside => "inside",
            Self::NearBorder => "near_border",
            Self::Coast => "coast",
            Self::Disputed => "disputed",
            Self::Islet => "islet",
            Self::Sea => "sea",
            Self::TooWide => "too_wide",
        }
    }
}

/// Where a position lies.
#[derive(Debug, Clone, PartialEq)]
pub struct Whereabouts {
    /// What the countries rest on.
    pub ground: Ground,
    /// The countries it may lie in (ISO 3166-1 alpha-2; `XK` for Kosovo): that of the map first, then
    /// by distance. None at sea, and none where the circle is too wide.
    pub countries: Vec<&'static str>,
    /// Metres by which the map and the source together may be wrong.
    pub error_m: u32,
    /// Of a position at sea the nearest land, where that is near: its countries, and the metres to it.
    pub offshore: Option<(Vec<&'static str>, u32)>,
    /// The nearest city of 15,000 inhabitants or more, and the metres to its middle.
    pub city: Option<(&'static City, u32)>,
}

/// Where a position lies that a source puts within so many metres (0 where it does not say).
pub fn whereabouts(spot: Spot, accuracy_m: u32) -> Whereabouts {
    let mut found = Whereabouts {
        ground: Ground::TooWide,
        countries: Vec::new(),
        error_m: ERROR_M.saturating_add(accuracy_m),
        offshore: None,
        city: nearest_city(spot),
    };
    if accuracy_m <= ACCURACY_M_MAX {
        found.set_ground(spot);
    }
    found
}

fn nearest_city(spot: Spot) -> Option<(&'static City, u32)> {
    static TREE: OnceLock<Nearest> = OnceLock::new();
    let tree = TREE.get_or_init(|| Nearest::new(all_cities().iter().map(|city| city.spot)));
    let (number, away) = tree.to(spot)?;
    Some((all_cities().get(number)?, metres(away)))
}

impl Whereabouts {
    fn set_ground(&mut self, spot: Spot) {
        let own = map().region(spot);
        if own == SEA {
            return self.set_sea(spot);
        }
        let near = regions_near(spot, self.error_m);
        let mut disputed = self.add(spot, own);
        let by_sea = near.iter().any(|(_, region)| *region == SEA);
        for (_, region) in near.iter().filter(|(_, region)| *region != SEA) {
            disputed |= self.add(spot, *region);
        }
        self.ground = match (disputed, self.countries.len(), by_sea) {
            (true, ..) => Ground::Disputed,
            (_, 1, false) => Ground::Inside,
            (_, 1, true) => Ground::Coast,
            _ => Ground::NearBorder,
        };
    }

    fn set_sea(&mut self, spot: Spot) {
        let near = regions_near(spot, self.error_m.max(OFFSHORE_M));
        let error_m = self.error_m;
        let mut disputed = false;
        for (_, region) in near.iter().filter(|(m, region)| *m <= error_m && *region != SEA) {
            disputed |= self.add(spot, *region);
        }
        self.ground = match (disputed, self.countries.len()) {
            (true, _) => Ground::Disputed,
            (_, 0) => Ground::Sea,
            (_, 1) => Ground::Coast,
            _ => Ground::NearBorder,
        };
        if self.ground == Ground::Sea {
            if let Some(country) = islet_of(spot) {
                (self.ground, self.countries) = (Ground::Islet, vec![country]);
            }
            let land = near.iter().find(|(_, region)| *region != SEA);
            self.offshore = land.map(|(away, region)| (codes(*region).collect(), *away));
        }
    }

    /// Adds the countries of a region, and all who claim the place; whether there are several.
    fn add(&mut self, spot: Spot, region: Region) -> bool {
        let mut of_region = 0;
        let mut claims = 0;
        for code in codes(region) {
            of_region += 1;
            let claimed = claimed_by(spot, code);
            claims += claimed.len();
            for own in std::iter::once(&code).chain(claimed) {
                if !self.countries.contains(own) {
                    self.countries.push(own);
                }
            }
        }
        of_region > 1 || claims > 0
    }
}

/// The regions whose lines run within so many metres: how far, and which, the nearest first.
fn regions_near(spot: Spot, within_m: u32) -> Vec<(u32, Region)> {
    let mut near: Vec<(u32, Region)> = Vec::new();
    map().each_near(spot, f64::from(within_m), |away, sides| {
        let away = metres(away);
        for region in sides {
            match near.iter_mut().find(|(_, known)| *known == region) {
                Some((least, _)) => *least = away.min(*least),
                None => near.push((away, region)),
            }
        }
    });
    near.sort_unstable();
    near
}

/// The country of an island that the map lacks, where a known place on one is near.
fn islet_of(spot: Spot) -> Option<&'static str> {
    static TREE: OnceLock<Nearest> = OnceLock::new();
    let places = map().islets();
    let tree = TREE.get_or_init(|| Nearest::new(places.iter().map(|(spot, _)| *spot)));
    let (number, away) = tree.to(spot)?;
    places.get(number).filter(|_| away <= ISLET_M).map(|(_, region)| map().name(*region))
}

fn codes(region: Region) -> impl Iterator<Item = &'static str> {
    map().name(region).split('/')
}

fn metres(distance: f64) -> u32 {
    u32::try_from(whole(distance)).unwrap_or(u32::MAX)
}

fn map() -> &'static Borders {
    static MAP: OnceLock<Borders> = OnceLock::new();
    MAP.get_or_init(|| Borders::new(&data::BORDERS))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(latitude: f64, longitude: f64) -> Whereabouts {
        whereabouts(spot(latitude, longitude), 0)
    }

    fn spot(latitude: f64, longitude: f64) -> Spot {
        let e7 = |degrees: f64| whole(degrees * 1e7);
        Spot { latitude_e7: e7(latitude), longitude_e7: e7(longitude) }
    }

    #[test]
    fn a_position_far_inside_a_country_has_it_alone_and_its_nearest_city() {
        for (latitude, longitude, country, city) in [
            (45.4642, 9.19, "IT", "Milan"),
            (14.6507, 121.0494, "PH", "Quezon City"),
            (49.35, -100.0, "CA", "Brandon"),
            (-29.4, 28.2, "LS", "Thaba-Tseka"),
            (54.71, 20.5, "RU", "Kaliningrad"),
            (67.0, 179.95, "RU", "Anadyr"),
            (67.0, -179.95, "RU", "Anadyr"),
            (-90.0, 17.0, "AQ", "Ushuaia"),
        ] {
            let found = at(latitude, longitude);
            assert_eq!((found.ground, found.countries), (Ground::Inside, vec![country]), "{city}");
            assert_eq!(found.city.unwrap().0.name, city);
        }
        let (city, metres) = at(45.4642, 9.19).city.unwrap();
        assert!(city.country == "IT" && metres < 300, "{metres}");
    }

    #[test]
    fn a_position_within_the_error_of_a_border_names_both_countries() {
        for (latitude, longitude, countries) in [
            (45.833, 9.03, &["IT", "CH"][..]),
            (49.004, -97.2, &["CA", "US"]),
            (32.53, -117.03, &["MX", "US"]),
            (41.9022, 12.4533, &["IT", "VA"]),
            (47.59, 7.589, &["DE", "FR", "CH"]),
        ] {
            let found = at(latitude, longitude);
            assert_eq!((found.ground, found.countries), (Ground::NearBorder, countries.to_vec()));
        }
    }

    #[test]
    fn a_wide_circle_names_what_it_may_reach_and_then_nothing() {
        let como = spot(45.75, 9.05);
        assert_eq!(whereabouts(como, 0).countries, ["IT"]);
        assert_eq!(whereabouts(como, 10_000).countries, ["IT", "CH"]);
        let vague = whereabouts(como, 200_000);
        assert_eq!((vague.ground, vague.countries.len()), (Ground::TooWide, 0));
    }

    #[test]
    fn coasts_seas_and_islands_that_the_map_lacks_are_said_to_be_so() {
        for (latitude, longitude, ground, countries) in [
            (44.405, 8.93, Ground::Coast, &["IT"][..]),
            (44.385, 8.93, Ground::Coast, &["IT"]),
            (0.0, 0.0, Ground::Sea, &[]),
            (90.0, 0.0, Ground::Sea, &[]),
            (0.0, 180.0, Ground::Sea, &[]),
            (-9.2, -171.848, Ground::Islet, &["TK"]),
        ] {
            let found = at(latitude, longitude);
            assert_eq!((found.ground, found.countries), (ground, countries.to_vec()), "{latitude}");
        }
        let (lands, metres) = at(44.25, 8.93).offshore.unwrap();
        assert!(lands == ["IT"] && (10_000..20_000).contains(&metres), "{metres}");
    }

    #[test]
    fn a_disputed_place_names_all_who_hold_or_claim_it() {
        for (latitude, longitude, countries) in [
            (44.95, 34.1, &["UA", "RU"][..]),
            (34.08, 74.8, &["IN", "PK", "CN"]),
            (33.13, 35.777, &["IL", "SY"]),
            (26.7, -11.67, &["EH", "MA"]),
            (42.66, 21.16, &["XK", "RS"]),
            (31.9, 35.2, &["PS", "IL"]),
            (9.7, 28.4, &["SD", "SS"]),
        ] {
            let found = at(latitude, longitude);
            assert_eq!((found.ground, found.countries), (Ground::Disputed, countries.to_vec()));
        }
    }

    proptest::proptest! {
        #[test]
        fn any_position_has_an_answer_and_a_wider_circle_names_no_less(
            latitude_e7: i64,
            longitude_e7: i64,
            accuracy_m in 0u32..40_000,
        ) {
            let spot = Spot { latitude_e7: latitude_e7 % 900_000_001, longitude_e7 };
            let (narrow, wide) = (whereabouts(spot, 0), whereabouts(spot, accuracy_m));
            if narrow.ground != Ground::Islet {
                proptest::prop_assert!(narrow.countries.iter().all(|code| wide.countries.contains(code)));
            }
            proptest::prop_assert!(narrow.city.is_some() && narrow.city == wide.city);
            let named = !narrow.countries.is_empty();
            proptest::prop_assert_eq!(named, narrow.ground != Ground::Sea);
        }
    }
}
