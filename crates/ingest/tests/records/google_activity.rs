//! My Activity as a page.

use model::record::Kind;

use crate::collected::{bytes_at, read, recognised};

#[test]
fn entries_of_the_page_are_activities_with_their_places() {
    let bytes = include_bytes!("../fixtures/google_activity/my_activity.html");
    assert_eq!(recognised(bytes), Some("google_activity"));
    let found = read("google_activity", bytes);
    assert!(
        found.halt.is_none() && found.rejects.is_empty(),
        "{:?} {:?}",
        found.rejects,
        found.halt
    );
    let entries = found.of(Kind::Activity);
    assert_eq!(
        (entries[0].get("action"), entries[0].get("description")),
        ("Search", "Visited https://example.org/")
    );
    assert_eq!(
        (entries[0].get("at.earliest"), entries[0].get("target")),
        ("2026-01-10T08:00:00Z", "https://example.org/")
    );
    assert_eq!(
        (entries[1].get("at.earliest"), entries[1].get("at.zone_source")),
        ("2026-01-10T07:05:00Z", "assumed")
    );
    let place = found.of(Kind::Position)[0].clone();
    assert_eq!((place.get("latitude_e7"), place.get("longitude_e7")), ("454600000", "91900000"));
    let element = bytes_at(bytes, &entries[1].place);
    assert!(element.starts_with(b"<div class=\"outer-cell") && element.ends_with(b"</div>"));
}

#[test]
fn the_real_page_gives_its_three_entries() {
    let Some(path) = casetest::real::path("mobile-chat/google-takeout/MyActivity.html") else {
        return;
    };
    let bytes = std::fs::read(path).unwrap();
    assert_eq!(recognised(&bytes), Some("google_activity"));
    let found = read("google_activity", &bytes);
    assert!(found.rejects.is_empty(), "{:?}", found.rejects);
    let times: Vec<_> =
        found.of(Kind::Activity).iter().map(|row| row.get("at").to_owned()).collect();
    let wanted =
        ["Jan 31, 2018, 10:54:50 PM", "Feb 8, 2017, 12:32:39 AM", "Feb 8, 2017, 12:32:36 AM"];
    assert_eq!(times, wanted);
    assert_eq!(found.of(Kind::Position)[0].get("latitude_e7"), "258008190");
}

#[test]
fn a_time_in_another_language_costs_its_entry() {
    let page = include_str!("../fixtures/google_activity/my_activity.html");
    let found = read("google_activity", page.replacen("Jan 10", "10 gen", 1).as_bytes());
    assert_eq!(found.codes(), ["ING-005"]);
    assert_eq!(found.rows.len(), 1);
}
