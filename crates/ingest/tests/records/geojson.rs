//! Places and tracks in GeoJSON.

use tutela_ingest::Note;
use tutela_ingest::sink::SkipReason;

use crate::collected::{Row, fixture, read, recognised};

fn point(row: &Row) -> [&str; 4] {
    ["latitude_e7", "longitude_e7", "at.earliest", "method"].map(|field| row.get(field))
}

#[test]
fn every_point_and_every_point_of_a_line_is_a_position() {
    let bytes = fixture("geojson/tracks.geojson");
    assert_eq!(recognised(&bytes), Some("geojson"));
    let found = read("geojson", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let points: Vec<[&str; 4]> = found.rows.iter().map(point).collect();
    assert_eq!(
        points,
        [
            ["454642000", "91900000", "2026-01-10T10:00:00Z", "point"],
            ["-180000000", "-1", "2026-01-10T10:00:30.25Z", "point"],
            ["454700000", "92000000", "2026-01-10T11:00:00Z", "track"],
            ["454800000", "92100000", "2026-01-10T11:01:00Z", "track"],
            ["455000000", "93000000", "", "line"],
            ["456000000", "94000000", "", "line"],
            ["451000000", "95000000", "2026-01-10T10:00:30Z", "point"],
            ["452000000", "96000000", "2026-01-10T10:00:30Z", "point"],
            ["453000000", "97000000", "2026-01-10T10:02:00Z", "point"],
        ]
    );
    let [first, second, third, _, line, ..] = found.rows.as_slice() else { panic!() };
    assert_eq!((first.get("place"), first.get("accuracy_m")), ("place 1", "5"));
    assert_eq!(first.get("extra"), r#"{"altitude":"121.5","battery":80,"id":"a1"}"#);
    assert_eq!(second.get("extra"), r#"{"acc":-1}"#, "a radius that is none stays as stated");
    assert_eq!(third.get("extra"), r#"{"device":"example device"}"#);
    assert_eq!(third.place.path, "/features/2/geometry/coordinates/0");
    assert_eq!(line.get("extra"), r#"{"date":"2026-01-10"}"#, "the time of a line is no point's");
    let skips: Vec<SkipReason> = found.skips.iter().map(|(_, reason)| *reason).collect();
    assert_eq!(skips, [SkipReason::Comment; 2], "an area and a feature without a place");
    let told =
        |note: &Note| matches!(note, Note::Remark(text) if text.to_string().contains("example"));
    assert!(found.notes.iter().any(told));
}

#[test]
fn features_are_read_in_every_way_they_are_laid_out() {
    let feature = r#"{"type": "Feature", "geometry": {"type": "Point", "coordinates": [9.19, 45.5]}, "properties": {"time": "2026-01-10T10:00:00Z"}}"#;
    for text in [
        feature.to_owned(),
        format!("[{feature}]"),
        format!("{feature}\n"),
        format!(r#"{{"locations": [{feature}]}}"#),
        format!(r#"{{"features": [{feature}], "type": "FeatureCollection"}}"#),
    ] {
        assert_eq!(recognised(text.as_bytes()), Some("geojson"), "{text}");
        let found = read("geojson", text.as_bytes());
        let points: Vec<[&str; 4]> = found.rows.iter().map(point).collect();
        assert_eq!(points, [["455000000", "91900000", "2026-01-10T10:00:00Z", "point"]], "{text}");
    }
    let lines = format!("{feature}\n{feature}\n");
    assert_eq!(recognised(lines.as_bytes()), Some("geojson"));
    assert_eq!(read("geojson", lines.as_bytes()).rows.len(), 2);
}

#[test]
fn what_is_no_place_in_degrees_is_set_aside() {
    let text = String::from_utf8(fixture("geojson/tracks.geojson")).unwrap();
    let off = read("geojson", text.replace("[9.21, 45.48]", "[9.21, 95.48]").as_bytes());
    assert_eq!((off.rows.len(), off.codes()), (8, vec!["ING-020".to_owned()]));
    assert_eq!(off.rejects[0].raw, "[9.21,95.48]");
    let none = read("geojson", text.replace("[9.21, 45.48]", "[9.21]").as_bytes());
    assert_eq!(none.codes(), ["ING-009"]);
    let system =
        r#""crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::3857"}},"#;
    let other = read("geojson", text.replacen('{', &format!("{{{system}"), 1).as_bytes());
    assert_eq!((other.rows.len(), other.rejects.len()), (0, 9));
    assert!(other.rejects.iter().all(|reject| reject.field == "crs"));
    let same = read(
        "geojson",
        text.replacen('{', &format!("{{{}", system.replace("EPSG::3857", "OGC:1.3:CRS84")), 1)
            .as_bytes(),
    );
    assert_eq!(same.rows.len(), 9);
}
