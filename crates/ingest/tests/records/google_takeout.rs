//! Exports of Google accounts and timelines.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{Collected, bytes_at, read, recognised};

fn fixture(bytes: &[u8]) -> Collected {
    assert_eq!(recognised(bytes), Some("google_takeout"));
    let found = read("google_takeout", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    found
}

#[test]
fn points_are_positions_in_whole_ten_millionths() {
    let found = fixture(include_bytes!("../fixtures/google_takeout/records.json"));
    let points = found.of(Kind::Position);
    assert_eq!(
        (points[0].get("latitude_e7"), points[0].get("longitude_e7")),
        ("454642000", "91900000")
    );
    assert_eq!((points[0].get("accuracy_m"), points[0].get("method")), ("20", "wifi"));
    assert_eq!(points[0].get("at.earliest"), "2026-01-10T08:00:00.123Z");
    assert_eq!(points[1].get("at.earliest"), "2026-01-10T08:01:00Z");
    assert_eq!(points[1].get("longitude_e7"), "-1");
    let told = |note: &Note| matches!(note, Note::Remark(said) if said.text().contains("wrapped"));
    assert!(found.notes.iter().any(told));
}

#[test]
fn visits_are_stays_and_journeys_are_activities_with_two_ends() {
    let found = fixture(include_bytes!("../fixtures/google_takeout/semantic.json"));
    let visit = found.of(Kind::Position)[0].clone();
    assert_eq!((visit.get("place"), visit.get("method")), ("Place 1, Street 1, City", "visit"));
    assert_eq!(visit.get("until.earliest"), "2026-01-10T09:00:00Z");
    let journey = found.of(Kind::Activity)[0].clone();
    assert_eq!(
        (journey.get("action"), journey.get("at.earliest")),
        ("IN_TRAIN", "2026-01-10T09:00:00Z")
    );
    assert_eq!(found.of(Kind::Position)[2].get("method"), "endLocation");
}

#[test]
fn the_timeline_of_a_phone_gives_its_points_with_their_bytes() {
    let bytes = include_bytes!("../fixtures/google_takeout/timeline_android.json");
    let found = fixture(bytes);
    let places = found.of(Kind::Position);
    let methods: Vec<_> = places.iter().map(|row| row.get("method")).collect();
    let wanted =
        ["visit", "timelinePath", "timelinePath", "start", "end", "wifi", "frequent place"];
    assert_eq!(methods, wanted);
    assert!(bytes_at(bytes, &places[1].place).starts_with(b"{\"point\""));
    assert_eq!(places[1].get("at.earliest"), "2026-01-10T09:05:00Z");
    assert_eq!(places[2].get("latitude_e7"), "454743000");
    let actions: Vec<_> = found.of(Kind::Activity).iter().map(|row| row.get("action")).collect();
    assert_eq!(actions, ["timelinePath", "WALKING", "wifiScan"]);
}

#[test]
fn a_point_of_an_ios_path_counts_minutes_from_its_segment() {
    let found = fixture(include_bytes!("../fixtures/google_takeout/timeline_ios.json"));
    let places = found.of(Kind::Position);
    assert_eq!(
        (places[0].get("latitude_e7"), places[0].get("at.earliest")),
        ("454642000", "2026-01-10T08:00:00Z")
    );
    assert_eq!(places[1].get("at.earliest"), "2026-01-10T09:05:00Z");
    assert_eq!(places[1].get("at.latest"), "2026-01-10T09:05:59.999999Z");
}

#[test]
fn entries_of_my_activity_are_activities() {
    let found = fixture(include_bytes!("../fixtures/google_takeout/my_activity.json"));
    let entries = found.of(Kind::Activity);
    assert_eq!(
        (entries[0].get("action"), entries[0].get("description")),
        ("Search", "Searched for filler")
    );
    assert_eq!(found.of(Kind::Position)[0].get("longitude_e7"), "91900000");
    assert!(found.notes.contains(&Note::UnknownField { field: "*/newField".to_owned() }));
}

#[test]
fn degrees_that_are_none_cost_their_row() {
    let broken = br#"{"semanticSegments": [{"startTime": "2026-01-10T09:00:00Z", "visit": {"topCandidate": {"placeLocation": {"latLng": "north"}}}}, {"startTime": "soon"}, {"startTime": "2026-01-10T09:00:00Z", "timelineMemory": {}}]}"#;
    let found = read("google_takeout", broken);
    assert_eq!(found.codes(), ["ING-020", "ING-005"]);
    assert_eq!(found.rows.len(), 1);
}

#[test]
fn pages_visited_and_what_stands_beside_a_picture_are_read() {
    let history = br#"{"Browser History": [{"page_transition": "LINK", "title": "Example", "url": "https://example.org/", "time_usec": 1768032000000000}]}"#;
    assert_eq!(recognised(history), Some("google_takeout"));
    let visit = read("google_takeout", history).of(Kind::Activity)[0].clone();
    assert_eq!(
        (visit.get("target"), visit.get("at.earliest")),
        ("https://example.org/", "2026-01-10T08:00:00Z")
    );
    for (latitude, places) in [("45.46", 1), ("0.0", 0)] {
        let longitude = if places > 0 { "9.19" } else { "0.0" };
        let beside = format!(
            r#"{{"title": "IMG.jpg", "photoTakenTime": {{"timestamp": "1768032000"}}, "geoData": {{"latitude": {latitude}, "longitude": {longitude}}}}}"#
        );
        assert_eq!(recognised(beside.as_bytes()), Some("google_takeout"));
        let found = read("google_takeout", beside.as_bytes());
        assert_eq!(found.of(Kind::Media)[0].get("created.earliest"), "2026-01-10T08:00:00Z");
        assert_eq!(found.of(Kind::Position).len(), places);
    }
}

#[test]
fn what_a_device_told_the_timeline_is_read() {
    let bytes = crate::collected::fixture("google_takeout/timeline_edits.json");
    assert_eq!(recognised(&bytes), Some("google_takeout"));
    let found = read("google_takeout", &bytes);
    assert!(found.rejects.is_empty() && found.halt.is_none());
    let position = found.of(Kind::Position)[0];
    let fields = ["latitude_e7", "longitude_e7", "accuracy_m", "method", "at.earliest"];
    assert_eq!(
        fields.map(|field| position.get(field)),
        ["454642000", "91900000", "13", "wifi", "2026-01-10T10:00:00Z"]
    );
    let others: Vec<[&str; 2]> = found
        .of(Kind::Activity)
        .iter()
        .map(|row| ["action", "at.earliest"].map(|field| row.get(field)))
        .collect();
    assert_eq!(others, [["activityRecord", "2026-01-10T10:01:00Z"], ["timelineEdit", ""]]);
    assert!(found.rows.iter().all(|row| row.get("extra").contains("-1000")), "the device is kept");
}

#[test]
fn a_time_of_digits_counts_seconds_or_milliseconds() {
    let visit = |time: &str| {
        let text = format!(
            r#"{{"timelineObjects": [{{"placeVisit": {{"location": {{"latitudeE7": 1, "longitudeE7": 2}}, "duration": {{"startTimestamp": "{time}"}}}}}}]}}"#
        );
        read("google_takeout", text.as_bytes()).rows[0].get("at.earliest").to_owned()
    };
    assert_eq!(visit("1768039230"), "2026-01-10T10:00:30Z");
    assert_eq!(visit("1768039230250"), "2026-01-10T10:00:30.25Z");
    assert_eq!(visit("2026-01-10T10:00:30Z"), "2026-01-10T10:00:30Z");
}
