//! The veil over values: records, JSON, what a person meant.

use std::collections::BTreeSet;

use model::Language;
use model::record::{Kind, Record as _};
use model::records::Transfer;
use model::wire::read_slots;
use model::{ExhibitId, PlaceRef, RecordRef, Row};

use super::party::Party;
use super::*;

fn veil(language: Language, lifted: &[u64]) -> Veil {
    let parties = [Party::of_key(1, "app:51"), Party::of_key(2, "phone:+393471234567")];
    let lifted: BTreeSet<u64> = lifted.iter().copied().collect();
    Veil::over(&parties, &BTreeSet::from(["app:51-2".to_owned()]), language, &lifted).unwrap()
}

#[test]
fn a_record_has_the_pseudonym_for_its_party_and_nothing_else_of_it() {
    let mut transfer = Transfer::default();
    transfer.payer.name.set("Anna");
    transfer.payer.account.set("app:51");
    transfer.payer.birth_date.set("2011-01-05");
    transfer.payee.account.set("app:512");
    transfer.payee.name.set("Anna Verdi");
    transfer.purpose.set("for Anna, 51, born 2011-01-05; +39 347 123 4567");
    transfer.reference.set("R-51");
    let (mut wire, mut slots) = (Vec::new(), Vec::new());
    transfer.encode(&mut wire);
    read_slots(Kind::Transfer, &wire, |_, slot| slots.push(slot)).unwrap();
    let record = RecordRef { exhibit: ExhibitId(1), row: 2 };
    let row = Row { kind: Kind::Transfer, record, place: PlaceRef::default(), slots: &slots };
    let veil = veil(Language::It, &[]);
    let covered = veil.row(&row).unwrap();
    let mut shown = Vec::new();
    let shown = covered.row(&row, &mut shown);
    let payer = shown.party("payer").unwrap();
    assert_eq!(payer.texts, ["protetto-1", "", "", "", "", "", "", "", ""]);
    assert_eq!(shown.party("payee"), row.party("payee"));
    assert_eq!(shown.text("purpose"), "for protetto-1, protetto-1, born protetto-1; protetto-2");
    assert_eq!(shown.text("reference"), "R-51");
    let columns = covered.columns(Kind::Transfer);
    assert!(columns.contains(&("payer_account".to_owned(), "")), "{columns:?}");
    assert!(columns.contains(&("payer_name".to_owned(), "protetto-1")), "{columns:?}");
}

#[test]
fn every_text_of_a_json_is_veiled_as_it_reads() {
    let veil = veil(Language::En, &[]);
    let json = r#"{"app:51":["a\napp:51\t\"app:51\"",51,"app:51-2","\u002b39 347 1234567"]}"#;
    let shown = veil.json(json);
    let read: serde_json::Value = serde_json::from_str(&shown).unwrap();
    let text = "a\nprotected-1\t\"protected-1\"";
    assert_eq!(read, serde_json::json!({"protected-1": [text, 51, "app:51-2", "protected-2"]}));
    assert_eq!(veil.json("no JSON \"app:51"), "no JSON \"app:51");
}

#[test]
fn what_a_person_means_by_a_pseudonym_is_its_party_in_both_languages() {
    let veil = veil(Language::En, &[2]);
    assert_eq!(
        veil.meant("payer-protected-1-payee-protetto-2"),
        "payer-app:51-payee-phone:+393471234567"
    );
    assert_eq!(veil.meant("protected-11 protected-3 x"), "protected-11 protected-3 x");
    assert_eq!(number_of(" Protetto-12 "), Some(12));
    assert_eq!((number_of("protected-"), number_of("12")), (None, None));
}

#[test]
fn of_names_that_are_shown_alike_the_second_can_be_given() {
    let veil = veil(Language::It, &[2]);
    let names = ["use-app:51-x", "use-APP:51-x", "use-app:51-y"].map(str::to_owned);
    let shown: Vec<String> = names.iter().map(|name| veil.text(name).into_owned()).collect();
    assert_eq!((&*shown[0], &shown[0]), ("use-protetto-1-x", &shown[1]), "two keys of one party");
    for (given, meant) in [
        ("use-protetto-1-y", 2),
        ("use-protected-1-y", 2),
        ("use-app:51-x", 0),
        ("use-protected-1-x#1", 0),
        ("use-protetto-1-x#2", 1),
    ] {
        assert_eq!(veil.chosen(given, &names).unwrap(), names[meant], "{given}");
    }
    for given in ["use-protetto-1-x", "use-protetto-1-x#3", "use-protetto-1-x#0"] {
        assert!(veil.chosen(given, &names).unwrap_err().fact.contains("2 are shown"), "{given}");
    }
    assert_eq!(veil.chosen("use-protetto-1-z", &names).unwrap(), "use-app:51-z");
}

#[test]
fn a_lift_shows_whom_it_names_and_nobody_else() {
    let veil = veil(Language::En, &[2, 7]);
    assert_eq!(veil.text("app:51 and +393471234567"), "protected-1 and +393471234567");
    assert_eq!(veil.lifted(), &BTreeSet::from([2]));
    assert!(self::veil(Language::En, &[1, 2]).is_open());
    assert!(Veil::default().is_open() && Veil::default().text("app:51") == "app:51");
}
