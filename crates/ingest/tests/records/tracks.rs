//! Tracks and places in GPX and KML.

use tutela_ingest::{Note, Settings};

use crate::collected::{Row, fixture, read, read_with, recognised, rome};

/// Where, when and what kind of point.
fn point(row: &Row) -> [&str; 4] {
    ["latitude_e7", "longitude_e7", "at.earliest", "method"].map(|field| row.get(field))
}

#[test]
fn every_point_of_a_gpx_file_is_a_position_with_its_exact_degrees() {
    let bytes = fixture("gpx/walk.gpx");
    assert_eq!(recognised(&bytes), Some("gpx"));
    let found = read("gpx", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let points: Vec<[&str; 4]> = found.rows.iter().map(point).collect();
    assert_eq!(
        points,
        [
            ["454642000", "91900000", "", "waypoint"],
            ["454700000", "92000000", "", "route"],
            ["454642035", "91900001", "2026-01-10T10:00:00Z", "gps"],
            ["-1", "-1799999999", "2026-01-10T10:00:30.25Z", "track"],
            ["454650000", "91910000", "2026-01-10T10:02:00Z", "track"],
        ]
    );
    assert_eq!(found.rows[0].get("place"), "place 1");
    assert_eq!(found.rows[2].get("platform"), "example device");
    assert_eq!(found.rows[2].place.path, "trk[1]/trkseg[1]/trkpt[1]");
    assert_eq!(found.rows[4].place.path, "trk[1]/trkseg[2]/trkpt[1]");
    let extra = found.rows[2].get("extra");
    for kept in [r#""ele":"121.5""#, r#""hdop":"0.9""#, r#""track/name":"walk 1""#] {
        assert!(extra.contains(kept), "{kept}: {extra}");
    }
    assert!(!found.rows[3].get("extra").contains("walk 1"), "a fact of the track stands once");
    assert!(found.notes.contains(&Note::Version { version: "GPX 1.1".into() }));
}

#[test]
fn a_point_off_the_globe_is_set_aside() {
    let text = String::from_utf8(fixture("gpx/walk.gpx")).unwrap();
    let text = text.replace("lat=\"45.4650\"", "lat=\"95.4650\"");
    let found = read("gpx", text.as_bytes());
    assert_eq!((found.rows.len(), found.codes()), (4, vec!["ING-020".to_owned()]));
    assert_eq!(found.rejects[0].raw, "95.4650");
    let text = text.replace("lat=\"45.47\" ", "");
    assert_eq!(read("gpx", text.as_bytes()).codes(), ["ING-009", "ING-020"]);
}

#[test]
fn whose_device_it_was_is_what_a_person_states() {
    let settings = Settings { owner: Some("Ada Example".into()), ..rome() };
    let found = read_with("gpx", &fixture("gpx/walk.gpx"), &settings);
    assert!(found.rows.iter().all(|row| row.get("subject.name") == "Ada Example"));
}

#[test]
fn tracks_lines_and_points_of_a_kml_file_are_positions() {
    let bytes = fixture("kml/places.kml");
    assert_eq!(recognised(&bytes), Some("kml"));
    let found = read("kml", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none(), "{:?}", found.rejects);
    let points: Vec<[&str; 4]> = found.rows.iter().map(point).collect();
    assert_eq!(
        points,
        [
            ["454642000", "91900000", "2026-01-10T10:00:00Z", "track"],
            ["454650000", "91910000", "2026-01-10T10:02:00Z", "track"],
            ["455000000", "92000000", "", "line"],
            ["457654321", "91234567", "2026-01-10T12:00:00Z", "point"],
        ]
    );
    assert!(found.rows[0].get("extra").contains(r#""Category":"Walking""#));
    assert!(found.rows[2].get("extra").contains(r#""span ends":"2026-01-10T12:00:00Z""#));
    let last = &found.rows[3];
    assert_eq!(
        (last.get("place"), last.get("until.earliest")),
        ("place 1", "2026-01-10T13:30:00Z")
    );
    assert!(last.get("extra").contains("Via Roma 1"));
    assert_eq!(found.skips.len(), 2, "a point the device did not know, a mark without a place");
}

#[test]
fn times_and_points_of_a_track_that_have_no_partner_are_counted() {
    let text = String::from_utf8(fixture("kml/places.kml")).unwrap();
    let text = text.replacen("<when>2026-01-10T10:02:00Z</when>", "", 1);
    let found = read("kml", text.as_bytes());
    assert_eq!(found.rows[1].get("at"), "", "a point without a time has none");
    assert_eq!(found.totals(), [("times and points of tracks that have no partner", "0", "1")]);
}

#[test]
fn a_cut_file_keeps_its_points_and_says_so() {
    for (code, name, rows) in [("gpx", "gpx/walk.gpx", 4), ("kml", "kml/places.kml", 3)] {
        let bytes = fixture(name);
        let cut = bytes.len() - 120;
        let found = read(code, &bytes[..cut]);
        assert!(found.rows.len() >= rows, "{name}: {}", found.rows.len());
        assert!(found.halt.unwrap().to_string().contains("in the middle"), "{name}");
    }
}
