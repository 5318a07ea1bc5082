//! Google's subscriber information.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{bytes_at, read, recognised};

#[test]
fn the_account_and_its_addresses_are_read_by_label_and_column() {
    let bytes = include_bytes!("../fixtures/google_subscriber/subscriber_info.html");
    assert_eq!(recognised(bytes), Some("google_subscriber"));
    let found = read("google_subscriber", bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let account = found.of(Kind::Account)[0].clone();
    assert_eq!(
        (account.get("holder.account"), account.get("holder.phone")),
        ("google:1001", "+393331234567")
    );
    assert_eq!(
        (account.get("opened.earliest"), account.get("status")),
        ("2020-01-10T08:00:00Z", "enabled")
    );
    let logins = found.of(Kind::Login);
    assert_eq!((logins[0].get("address"), logins[0].get("action")), ("198.51.100.7", "Login"));
    assert_eq!(
        (logins[1].get("at.earliest"), logins[1].get("account.account")),
        ("2026-01-10T08:01:00Z", "google:1001")
    );
    assert!(bytes_at(bytes, &logins[1].place).starts_with(b"<tr>"));
    assert!(found.notes.contains(&Note::UnknownField { field: "New Column".to_owned() }));
}

#[test]
fn a_time_that_is_none_costs_its_row() {
    let page = include_str!("../fixtures/google_subscriber/subscriber_info.html");
    let found = read("google_subscriber", page.replace("08:01:00 Z", "late").as_bytes());
    assert_eq!((found.codes(), found.rows.len()), (vec!["ING-005".to_owned()], 2));
}
