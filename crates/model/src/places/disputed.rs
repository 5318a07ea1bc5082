//! Areas that a map cannot give to one country: several states hold or claim them.
//!
//! Each is a rough outline, wider than the area where its neighbours are other countries, since it only
//! counts for positions that the map puts in the countries named first. They are those in which two
//! editions of Natural Earth (4.1 as administered, 5.1 as seen from Germany) or the countries stated by
//! GeoNames differ by more than the error of the map, and those that Natural Earth notes as claimed.
//! Territories with a code of their own (Falkland Islands, Gibraltar, Taiwan) are named by it.

use super::Spot;

/// An area, the countries of the map for which it counts, and all who hold or claim it.
struct Area {
    of_map: &'static [&'static str],
    claimed_by: &'static [&'static str],
    /// Corners as longitude and latitude in degrees; two of them are those of a box.
    corners: &'static [[f64; 2]],
}

const AREAS: &[Area] = &[
    // Western Sahara, Kosovo, West Bank and Gaza: the whole territory.
    Area { of_map: &["EH"], claimed_by: &["EH", "MA"], corners: &[[-180.0, -90.0], [180.0, 90.0]] },
    Area { of_map: &["XK"], claimed_by: &["XK", "RS"], corners: &[[-180.0, -90.0], [180.0, 90.0]] },
    Area { of_map: &["PS"], claimed_by: &["PS", "IL"], corners: &[[-180.0, -90.0], [180.0, 90.0]] },
    // Crimea.
    Area { of_map: &["UA"], claimed_by: &["UA", "RU"], corners: &[[32.4, 44.2], [36.65, 46.2]] },
    // Golan Heights.
    Area {
        of_map: &["SY", "IL"],
        claimed_by: &["SY", "IL"],
        corners: &[[35.62, 32.65], [35.95, 33.4]],
    },
    // Jammu and Kashmir, Gilgit-Baltistan, Ladakh, Aksai Chin.
    Area {
        of_map: &["IN", "PK", "CN"],
        claimed_by: &["IN", "PK", "CN"],
        corners: &[
            [73.62, 33.0],
            [73.45, 34.7],
            [74.0, 35.1],
            [72.9, 35.7],
            [72.4, 36.3],
            [73.7, 36.95],
            [74.6, 37.15],
            [77.0, 36.5],
            [80.5, 35.7],
            [79.5, 32.4],
            [78.4, 32.2],
            [76.8, 33.0],
            [75.8, 32.5],
            [75.3, 32.25],
            [74.6, 32.7],
            [74.0, 32.95],
        ],
    },
    // Arunachal Pradesh.
    Area {
        of_map: &["IN", "CN"],
        claimed_by: &["IN", "CN"],
        corners: &[
            [91.5, 26.85],
            [93.0, 26.9],
            [93.9, 27.1],
            [94.3, 27.55],
            [95.4, 27.95],
            [95.7, 27.3],
            [95.2, 26.7],
            [97.5, 27.2],
            [97.5, 28.4],
            [96.5, 29.5],
            [94.5, 29.4],
            [91.5, 28.0],
        ],
    },
    // Halaib and Bir Tawil.
    Area {
        of_map: &["EG", "SD"],
        claimed_by: &["EG", "SD"],
        corners: &[[33.1, 21.7], [37.0, 23.2]],
    },
    // Abyei and Kafia Kingi.
    Area {
        of_map: &["SD", "SS"],
        claimed_by: &["SD", "SS"],
        corners: &[[27.8, 9.3], [29.1, 10.3]],
    },
    Area {
        of_map: &["SD", "SS"],
        claimed_by: &["SD", "SS"],
        corners: &[[23.4, 8.6], [25.2, 10.0]],
    },
    // Ilemi.
    Area {
        of_map: &["KE", "SS", "ET"],
        claimed_by: &["KE", "SS", "ET"],
        corners: &[[34.4, 4.4], [36.1, 5.6]],
    },
    // Essequibo.
    Area {
        of_map: &["GY"],
        claimed_by: &["GY", "VE"],
        corners: &[[-61.5, 1.1], [-58.3, 1.1], [-58.4, 6.0], [-58.4, 7.2], [-61.5, 8.7]],
    },
    // Southern Kuril Islands, Liancourt Rocks, Senkaku Islands, Paracel Islands.
    Area { of_map: &["RU"], claimed_by: &["RU", "JP"], corners: &[[145.3, 43.3], [149.0, 45.6]] },
    Area { of_map: &["KR"], claimed_by: &["KR", "JP"], corners: &[[131.7, 37.1], [132.0, 37.4]] },
    Area {
        of_map: &["JP"],
        claimed_by: &["JP", "CN", "TW"],
        corners: &[[123.3, 25.6], [124.7, 26.0]],
    },
    Area {
        of_map: &["CN"],
        claimed_by: &["CN", "VN", "TW"],
        corners: &[[111.0, 15.6], [113.0, 17.3]],
    },
];

/// Who holds or claims the place of a position that the map puts in `country`; nobody where that is
/// not disputed.
pub(super) fn claimed_by(spot: Spot, country: &str) -> &'static [&'static str] {
    let at = [spot.longitude_e7 as f64 / 1e7, spot.latitude_e7 as f64 / 1e7];
    let area = AREAS.iter().find(|area| area.of_map.contains(&country) && is_in(at, area.corners));
    area.map_or(&[], |area| area.claimed_by)
}

/// Whether a ray to the east crosses the outline an odd number of times.
fn is_in([x, y]: [f64; 2], corners: &[[f64; 2]]) -> bool {
    if let [[west, south], [east, north]] = corners {
        return (*west..=*east).contains(&x) && (*south..=*north).contains(&y);
    }
    let after = corners.iter().cycle().skip(1);
    let crossed = corners.iter().zip(after).filter(|([ax, ay], [bx, by])| {
        (*ay <= y) != (*by <= y) && x < ax + (bx - ax) * (y - ay) / (by - ay)
    });
    crossed.count() % 2 == 1
}
