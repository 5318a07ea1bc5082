//! Reports of three versions, as synthetic fixtures.

use model::record::Kind;
use tutela_ingest::settings::Settings;
use tutela_ingest::sink::Note;

use crate::collected::{bytes_at, fixture, read, read_with, recognised, rome};

#[test]
fn a_bi_party_transaction_is_a_transfer_with_both_parties() {
    let xml = fixture("goaml/bi_party_5_0_2.xml");
    assert_eq!(recognised(&xml), Some("goaml"));
    let found = read("goaml", &xml);
    assert!(found.halt.is_none() && found.rejects.is_empty(), "{:?}", found.rejects);
    let transfers = found.of(Kind::Transfer);
    let row = transfers[0];
    let expected = [
        ("reference", "TX-1"),
        ("principal", "EUR 49.50"),
        ("pay_out", "PHP 3150.25"),
        ("sent.earliest", "2026-01-10T11:30:00Z"),
        ("sent.zone_source", "assumed"),
        ("channel", "ELCFT"),
        ("purpose", "Filler text one"),
        ("send_place", "Via Roma 1, Milano"),
        ("pay_place", "PH"),
        ("operator", "Sample Bank"),
        ("payer.name", "Mario Luca De Rossi"),
        ("payer.phone", "+390266334455"),
        ("payer.phone_stated", "+39 02 6633 4455"),
        ("payer.email", "Mario@example.org"),
        ("payer.document", "passport:YA1234567"),
        ("payer.birth_date", "1980-05-17T00:00:00"),
        ("payer.address", "Via Verdi 2, Milano, 20100, IT, MI"),
        ("payee.name", "Maria Santos"),
        ("payee.account", "smplphm1:00123456"),
    ];
    for (field, text) in expected {
        assert_eq!(row.get(field), text, "{field}");
    }
    let extra: serde_json::Value = serde_json::from_str(row.get("extra")).unwrap();
    assert_eq!(extra["my_client"], "payer");
    assert_eq!(extra["report/report_code"], "STR");
    assert_eq!(extra["t_from_my_client/from_foreign_currency/foreign_amount"], "54.00");
    assert_eq!(extra["internal_ref_number"], "I-77");
    let element = bytes_at(&xml, &row.place);
    assert!(element.starts_with(b"<transaction>") && element.ends_with(b"</transaction>"));
    let mentions = found.of(Kind::Party);
    assert_eq!((mentions.len(), mentions[0].get("role")), (1, "reporting person"));
}

#[test]
fn parties_with_roles_become_a_transfer_and_the_others_mentions() {
    let found = read("goaml", &fixture("goaml/multi_party_4_0.xml"));
    let transfers = found.of(Kind::Transfer);
    assert_eq!(transfers[0].get("payer.name"), "Carla Neri");
    assert_eq!(transfers[0].get("payee.name"), "Sample Trading");
    assert_eq!(transfers[0].get("payee.document"), "incorporation_number:C-9");
    assert_eq!(transfers[1].get("principal"), "AED 20.50");
    assert_eq!(transfers[1].get("payer.name"), "");
    let mentions: Vec<_> = found
        .of(Kind::Party)
        .iter()
        .map(|row| (row.get("role").to_owned(), row.get("party.name").to_owned()))
        .collect();
    let pair = |role: &str, name: &str| (role.to_owned(), name.to_owned());
    assert_eq!(mentions, [pair("WITN", "Dario Gallo"), pair("ASSOC", "Elena Conti")]);
    assert_eq!(found.of(Kind::Party)[1].get("party.account"), "iban:IT60X0542811101000000123456");
    assert!(found.of(Kind::Party)[1].get("extra").contains("M-2"));
}

#[test]
fn an_old_report_with_unknown_elements_is_read_and_says_so() {
    let settings = Settings { zone: Some("Asia/Colombo".to_owned()), ..rome() };
    let found = read_with("goaml", &fixture("goaml/bi_party_2_0.xml"), &settings);
    assert_eq!(found.codes(), ["ING-005"]);
    let row = found.of(Kind::Transfer)[0].clone();
    assert_eq!(row.get("sent.earliest"), "2016-06-30T11:15:00Z");
    assert_eq!(row.get("sent.zone_source"), "exhibit_setting");
    assert_eq!(row.get("payer.name"), "Example Shop");
    assert_eq!(row.get("payee.account"), "exmplklx:987654");
    assert_eq!(row.get("operator"), "Example Bank");
    let roles: Vec<_> =
        found.of(Kind::Party).iter().map(|row| row.get("role").to_owned()).collect();
    assert_eq!(roles, ["conductor", "subject"]);
    let unknown = found.notes.iter().find_map(|note| match note {
        Note::UnknownField { field } => Some(field.as_str()),
        _ => None,
    });
    assert_eq!(unknown, Some("from_entity/unit_specific_code"));
    assert!(row.get("extra").contains("X-1"), "its text is kept");
}

/// Runs where Python has `xmlschema` and the schema is at hand; it says so where not.
#[test]
fn the_fixtures_of_the_newer_shapes_are_valid_reports() {
    let Some(schema) = casetest::real::path("finance/goaml/goAMLSchema-5.0.2.xsd") else { return };
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/fixtures/goaml/");
    let python = std::process::Command::new("python3")
        .arg(format!("{root}valid.py"))
        .arg(schema)
        .args(["bi_party_5_0_2", "multi_party_4_0"].map(|name| format!("{root}{name}.xml")))
        .output();
    let output = match python {
        Ok(output) if output.status.success() => output,
        other => {
            eprintln!("skipped: python3 with `xmlschema` is needed ({other:?})");
            return;
        }
    };
    assert_eq!(String::from_utf8_lossy(&output.stdout), "");
}

#[test]
fn a_fact_of_the_report_that_cannot_be_read_whole_is_said() {
    let long = "x".repeat(9 << 20);
    let report = format!("<report><rentity_id>1</rentity_id><reason>{long}</reason></report>");
    let found = read("goaml", report.as_bytes());
    let said =
        |note: &&Note| matches!(note, Note::Remark(said) if said.text().contains("`reason`"));
    let Some(Note::Remark(text)) = found.notes.iter().find(said) else { panic!("nothing is said") };
    assert!(
        text.text().contains("could not be read whole: the row is longer than the limit"),
        "{text}"
    );
    let other = read("goaml", b"<message><report_code>SAR</report_code></message>");
    assert!(other.halt.unwrap().to_string().contains("no report is in it"));
}
