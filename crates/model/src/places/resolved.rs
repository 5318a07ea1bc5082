//! What is resolved of a position, in columns beside those that its source states.

use std::fmt::Write as _;

use super::{Spot, whereabouts};

/// The columns, each with its meaning; the last counts metres, the others are text.
pub const RESOLVED_COLUMNS: [(&str, &str); 4] = [
    (
        "resolved_country",
        "Not stated but found by latitude, longitude and accuracy in the packaged borders: the country (ISO 3166-1 alpha-2, `XK` for Kosovo); several parted by `/`, that of the map first, where it may be one or the other; empty at sea.",
    ),
    (
        "resolved_by",
        "What the resolved country rests on: inside, near_border, coast, disputed, islet, sea, too_wide.",
    ),
    (
        "resolved_city",
        "Not stated but found: the nearest city of 15,000 inhabitants or more, and its country.",
    ),
    ("resolved_city_m", "Metres to the middle of that city along the great circle."),
];

/// What is resolved of one position.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Resolved {
    /// The countries it may lie in, parted by `/`.
    pub country: String,
    /// What they rest on: the name of a [`super::Ground`].
    pub by: &'static str,
    /// The nearest city, as `Milan, IT`.
    pub city: String,
    /// Metres to its middle.
    pub city_m: Option<u32>,
}

/// Resolves the fields of a position; `None` where they name no place on the globe. An accuracy that is
/// not stated, or below nothing, adds nothing to the error of the map.
pub fn resolved(
    latitude_e7: Option<i64>,
    longitude_e7: Option<i64>,
    accuracy_m: Option<i64>,
) -> Option<Resolved> {
    let latitude_e7 = latitude_e7.filter(|value| value.unsigned_abs() <= 900_000_000)?;
    let longitude_e7 = longitude_e7.filter(|value| value.unsigned_abs() <= 1_800_000_000)?;
    let accuracy_m = u32::try_from(accuracy_m.unwrap_or(0).max(0)).unwrap_or(u32::MAX);
    let found = whereabouts(Spot { latitude_e7, longitude_e7 }, accuracy_m);
    let mut city = String::new();
    if let Some((own, _)) = found.city {
        // Writing to a String cannot fail.
        let _ = write!(city, "{}, {}", own.name, own.country);
    }
    Some(Resolved {
        country: found.countries.join("/"),
        by: found.ground.name(),
        city,
        city_m: found.city.map(|(_, metres)| metres),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_position_is_resolved_beside_what_is_stated() {
        let milan = resolved(Some(454_642_000), Some(91_900_000), Some(12)).unwrap();
        assert_eq!((milan.country.as_str(), milan.by), ("IT", "inside"));
        assert_eq!(milan.city, "Milan, IT");
        assert!(milan.city_m.is_some_and(|metres| metres < 300));
        let chiasso = resolved(Some(458_330_000), Some(90_300_000), None).unwrap();
        assert_eq!((chiasso.country.as_str(), chiasso.by), ("IT/CH", "near_border"));
        let wide = resolved(Some(454_642_000), Some(91_900_000), Some(i64::MAX)).unwrap();
        assert_eq!((wide.country.as_str(), wide.by), ("", "too_wide"));
    }

    #[test]
    fn what_is_no_place_on_the_globe_is_not_resolved() {
        for (latitude, longitude) in [
            (None, Some(0)),
            (Some(0), None),
            (Some(900_000_001), Some(0)),
            (Some(0), Some(i64::MIN)),
        ] {
            assert_eq!(resolved(latitude, longitude, None), None);
        }
    }
}
