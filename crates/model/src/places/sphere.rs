//! Distances on the globe.
//!
//! Great circles on a sphere of the mean radius of the earth (R1 of the International Union of Geodesy
//! and Geophysics: H. Moritz, Geodetic Reference System 1980, Journal of Geodesy 74, 2000). Against the
//! ellipsoid of WGS 84 such a distance is wrong by 0.6 % at most.

use super::Spot;

/// Mean radius of the earth in metres: (2a + b) / 3 of WGS 84.
pub(super) const RADIUS_M: f64 = 6_371_008.8;

/// Metres of a ten-millionth of a degree on a great circle.
pub(super) const METRES_AN_E7: f64 = RADIUS_M * std::f64::consts::PI / 1.8e9;

/// Ten-millionths of a degree in radians.
pub(super) fn radians(degrees_e7: i64) -> f64 {
    degrees_e7 as f64 * (std::f64::consts::PI / 1.8e9)
}

/// The nearest whole number.
#[expect(clippy::cast_possible_truncation, reason = "metres and degrees of a globe fit by far")]
pub(super) fn whole(number: f64) -> i64 {
    number.round() as i64
}

/// The place of a spot on the sphere of radius 1; there is no seam and no pole in it.
pub(super) fn unit(spot: Spot) -> [f64; 3] {
    let (latitude, longitude) = (radians(spot.latitude_e7), radians(spot.longitude_e7));
    let level = latitude.cos();
    [level * longitude.cos(), level * longitude.sin(), latitude.sin()]
}

/// The square of the straight line between two places of [`unit`]: it grows with their distance.
pub(super) fn chord_squared(a: [f64; 3], b: [f64; 3]) -> f64 {
    a.iter().zip(b).map(|(a, b)| (a - b) * (a - b)).sum()
}

/// Metres along the great circle over a chord.
pub(super) fn arc_m(chord_squared: f64) -> f64 {
    2.0 * RADIUS_M * (chord_squared.sqrt() / 2.0).min(1.0).asin()
}

/// Metres between two spots along the great circle.
pub fn distance_m(a: Spot, b: Spot) -> f64 {
    arc_m(chord_squared(unit(a), unit(b)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spot(latitude: f64, longitude: f64) -> Spot {
        Spot { latitude_e7: whole(latitude * 1e7), longitude_e7: whole(longitude * 1e7) }
    }

    #[test]
    fn known_distances_hold_to_six_thousandths() {
        // On the ellipsoid of WGS 84 (GeographicLib).
        for (a, b, metres) in [
            ((40.640, -73.779), (51.470, -0.454), 5_555_078.2),
            ((0.0, 0.0), (0.0, 1.0), 111_319.5),
            ((0.0, 0.0), (1.0, 0.0), 110_574.4),
            ((52.0, 179.9), (52.0, -179.9), 13_735.6),
            ((90.0, 0.0), (89.0, 123.0), 111_693.9),
            ((0.0, 0.0), (0.0, 180.0), 20_003_931.5),
            ((45.4642, 9.19), (12.8797, 121.774), 10_682_661.4),
            ((-33.87, 151.21), (-34.6, -58.38), 11_824_206.2),
        ] {
            let own = distance_m(spot(a.0, a.1), spot(b.0, b.1));
            assert!((own / metres - 1.0).abs() < 0.006, "{a:?} {b:?}: {own} and not {metres}");
        }
    }

    proptest::proptest! {
        #[test]
        fn a_distance_is_the_same_both_ways_and_none_to_itself(
            a in (-900_000_000i64..=900_000_000, -1_800_000_000i64..=1_800_000_000),
            b in (-900_000_000i64..=900_000_000, -1_800_000_000i64..=1_800_000_000),
        ) {
            let spot = |(latitude_e7, longitude_e7)| Spot { latitude_e7, longitude_e7 };
            let (a, b) = (spot(a), spot(b));
            proptest::prop_assert!((distance_m(a, b) - distance_m(b, a)).abs() < 1e-6);
            proptest::prop_assert!(distance_m(a, a) < 1e-6);
            proptest::prop_assert!(distance_m(a, b) <= std::f64::consts::PI * RADIUS_M + 1.0);
        }
    }
}
