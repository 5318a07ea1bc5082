//! Entities of FollowTheMoney, and what refers to what.

use model::record::Kind;
use tutela_ingest::sink::Note;

use crate::collected::{Row, fixture, read, recognised};

fn extra(row: &Row) -> serde_json::Value {
    serde_json::from_str(row.get("extra")).unwrap()
}

#[test]
fn each_schema_becomes_its_kind_with_the_parties_it_refers_to() {
    let bytes = fixture("ftm/entities.json");
    assert_eq!(recognised(&bytes), Some("ftm"));
    let found = read("ftm", &bytes);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    assert_eq!((found.rows.len(), found.skips.len()), (11, 1));

    let payment = found.of(Kind::Transfer)[0];
    assert_eq!((payment.get("principal"), payment.get("reference")), ("EUR 1250.50", "t-1"));
    assert_eq!(payment.get("payer.account"), "iban:IT60X0542811101000000123456");
    assert_eq!(
        (payment.get("payer.name"), payment.get("payee.name")),
        ("Example One", "Example Ltd")
    );
    assert_eq!(payment.get("payee.account"), "ftm:c-1");

    let accounts = found.of(Kind::Account);
    assert_eq!(accounts[0].get("holder.name"), "Example One");
    assert_eq!(accounts[1].get("holder.account"), "bitcoin:1Archive1n2C579dMsAu3iC6tWzuQJz8dN");

    let parties = found.of(Kind::Party);
    assert_eq!(
        (parties[0].get("party.email"), parties[0].get("party.phone")),
        ("a@example.org", "+393331234567")
    );
    assert_eq!(extra(parties[0])["name"], "One, Example");
    assert_eq!(extra(parties[1])["incorporationDate"], "2001");
    assert_eq!(
        (parties[2].get("role"), parties[2].get("party.name")),
        ("Ownership", "Example One")
    );
    assert_eq!(
        (&extra(parties[2])["asset/name"], &extra(parties[2])["percentage"]),
        (&"Example Ltd".into(), &"51".into())
    );

    let trip = found.of(Kind::Trip)[0];
    assert_eq!(
        (trip.get("origin"), trip.get("traveller.name")),
        ("Via Esempio 1, Milano", "Example One")
    );
    assert_eq!(trip.get("departs.earliest"), "2026-01-11T10:00:00Z");
    let call = found.of(Kind::Session)[0];
    assert_eq!(
        (call.get("caller.phone"), call.get("callee.phone")),
        ("+393331234567", "+393337654321")
    );
    assert_eq!(call.get("end.earliest"), "2026-01-10T11:01:00Z");
    let message = found.of(Kind::Message)[0];
    assert_eq!(
        (message.get("sender.email"), message.get("receiver.email")),
        ("a@example.org", "b@example.org")
    );
    assert_eq!(found.of(Kind::Media)[0].get("sha1"), "da39a3ee5e6b4b0d3255bfef95601890afd80709");
    assert_eq!(found.of(Kind::Position)[0].get("latitude_e7"), "454642000");
    let told = "Passed, for which there is no kind of record: 1 of type Vessel.";
    assert!(
        found.notes.iter().any(|note| matches!(note, Note::Remark(said) if said.text() == told))
    );
}

#[test]
fn an_entity_that_cannot_be_read_is_set_aside_alone() {
    let text = String::from_utf8(fixture("ftm/entities.json")).unwrap();
    for (from, to, code) in [
        ("\"1250.50\"", "\"many\"", "ING-002"),
        ("\"1250.50\"", "\"-1250.50\"", "ING-021"),
        ("\"EUR\"", "\"EUX\"", "ING-004"),
        ("\"2026-01-10\"", "\"10 January\"", "ING-005"),
        ("\"60\"", "\"an hour\"", "ING-014"),
        ("{\"id\": \"k-1\"", "\"id\": \"k-1\"", "ING-013"),
        ("\"schema\": \"Call\", ", "", "ING-009"),
    ] {
        assert!(text.contains(from), "{from}");
        let found = read("ftm", text.replace(from, to).as_bytes());
        assert_eq!((found.codes(), found.rows.len()), (vec![code.to_owned()], 10), "{to}");
    }
}

#[test]
fn a_reference_to_nothing_is_still_the_same_one() {
    let text = "{\"id\":\"t\",\"schema\":\"Payment\",\"properties\":{\"payer\":[\"x\"],\"beneficiary\":[{\"id\":\"y\",\"schema\":\"Person\"}],\"amount\":[\"1\"]}}\n";
    let found = read("ftm", text.as_bytes());
    assert_eq!(
        (found.rows[0].get("payer.account"), found.rows[0].get("payee.account")),
        ("ftm:x", "ftm:y")
    );
}
