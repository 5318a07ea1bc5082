//! What partners' programs read: goAML against its schema, FollowTheMoney by its own tool.

use std::collections::BTreeMap;

use serde_json::Value;

use super::super::Reason;
use super::sample::{NOON_S, Sample, sample, transfer};
use super::{asked, by_python, facts, handed};
use crate::exports::ExportError;

/// Transfers with what a schema stumbles over.
fn transfers() -> Sample {
    let mut rows = Sample::default();
    rows.add(&transfer("R-1", NOON_S, "49.50", "EUR"));
    let mut second = transfer("", NOON_S + 60, "1250.00", "EUR");
    second.purpose.set("a & b <c> \u{1}");
    second.payer.name.set("Zoë Öğe");
    second.payer.email.set("not an address");
    second.payer.account.set("iban:IT60X0542811101000000123456");
    second.payee.email.set("m.santos@example.org");
    rows.add(&second);
    rows.add(&transfer("R-3", NOON_S, "3150", "PHP"));
    let mut one_sided = transfer("R-4", NOON_S, "5", "EUR");
    one_sided.payee.clear();
    rows.add(&one_sided);
    let mut without_time = transfer(&"9".repeat(120), NOON_S, "5", "EUR");
    without_time.sent.clear();
    rows.add(&without_time);
    rows.add(&transfer(&"9".repeat(120), NOON_S, "0.05", "EUR"));
    rows
}

#[test]
fn a_report_holds_what_it_can_and_counts_the_rest() {
    let mut asked = asked();
    asked.facts = facts();
    let (manifest, files) = handed("goaml", &asked, &transfers()).unwrap();
    let count = &manifest.records["transfer"];
    assert_eq!((count.held, count.written), (6, 3));
    let expected = [(Reason::NoTime, 1), (Reason::OtherCurrency, 1), (Reason::NoParty, 1)];
    assert_eq!(count.left_out, BTreeMap::from(expected));
    let xml = std::str::from_utf8(&files[""]).unwrap();
    assert!(xml.contains("<date_transaction>2026-01-10T12:30:00</date_transaction>"), "{xml}");
    assert!(xml.contains("<full_name_frn>Zoë Öğe</full_name_frn>"), "{xml}");
    assert!(xml.contains("<comments>EX-3/1 archive.zip!/part.csv bytes 100+99;"), "{xml}");
}

#[test]
fn what_a_report_needs_and_nobody_gave_is_asked_for() {
    for name in facts().keys() {
        let mut asked = asked();
        asked.facts = facts();
        asked.facts.remove(name);
        match handed("goaml", &asked, &transfers()).unwrap_err() {
            ExportError::NoFact { name: missing, .. } => assert_eq!(missing, *name),
            other => panic!("{other}"),
        }
    }
    let mut asked = asked();
    asked.facts = facts();
    asked.facts.insert("rentity_id".to_owned(), "none".to_owned());
    assert!(matches!(
        handed("goaml", &asked, &transfers()).unwrap_err(),
        ExportError::BadFact { .. }
    ));
}

/// The schema of 5.0.2 may not be copied; the test runs where `TUTELA_DATA` has it.
#[test]
fn the_schema_finds_nothing_wrong_with_a_report() {
    let Some(schema) = casetest::real::path("finance/goaml/goAMLSchema-5.0.2.xsd") else { return };
    let mut asked = asked();
    asked.facts = facts();
    let (_, mut files) = handed("goaml", &asked, &transfers()).unwrap();
    files.insert("schema.xsd".to_owned(), std::fs::read(schema).unwrap());
    let broken = String::from_utf8(files[""].clone())
        .unwrap()
        .replace("<report_code>STR", "<report_code>no");
    files.insert("broken".to_owned(), broken.into_bytes());
    // The schema's patterns are of another dialect: anchors stand as characters in XML Schema.
    let script = r#"
import re, xmlschema
schema = open("schema.xsd", encoding="utf-8-sig").read()
schema = re.sub(r'pattern value="\^(.*?)\$"', r'pattern value="\1"', schema)
checker = xmlschema.XMLSchema11(schema)
assert len(checker.types) > 0
for name in ("file", "broken"):
    print(name, [(error.path, error.reason[:60]) for error in checker.iter_errors(name)])
"#;
    if let Some(said) = by_python("xmlschema", script, &files) {
        let (good, bad) = said.split_once('\n').unwrap();
        assert_eq!(good, "file []");
        assert!(bad.contains("/report/report_code"), "{bad}");
    }
}

#[test]
fn entities_are_told_once_and_lead_to_their_records() {
    let (manifest, files) = handed("ftm", &asked(), &sample()).unwrap();
    let text = std::str::from_utf8(&files[""]).unwrap();
    let entities: Vec<Value> =
        text.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let of = |schema: &str| entities.iter().filter(|one| one["schema"] == schema).count();
    let counts = ["Payment", "Call", "Message", "UserAccount", "UnknownLink"].map(of);
    assert_eq!(counts, [2, 1, 2, 1, 1]);
    // One payer under two names, one payee, two accounts; one of them with its holder stated besides.
    assert_eq!((of("LegalEntity") as u64, manifest.notes["parties"]), (6, 6));
    let payment = entities.iter().find(|one| one["schema"] == "Payment").unwrap();
    assert_eq!(payment["properties"]["recordId"][0], "EX-3/1");
    assert_eq!(payment["properties"]["amount"][0], "49.50");
    assert_eq!(payment["properties"]["date"][0], "2026-01-10T11:30:00");
    let payer = payment["properties"]["payer"][0].as_str().unwrap();
    assert!(entities.iter().any(|one| one["id"] == payer), "{payer}");
    assert_eq!(manifest.records["media"].left_out[&Reason::NoPlace], 1);
}

#[test]
fn the_model_itself_finds_every_entity_valid() {
    let (_, files) = handed("ftm", &asked(), &sample()).unwrap();
    let script = r#"
import json
from followthemoney import model
read = 0
for line in open("file", encoding="utf-8"):
    data = json.loads(line)
    schema = model.get(data["schema"])
    try:
        schema.validate(data)
    except Exception as fault:
        raise AssertionError((data["schema"], fault.errors))
    for name in data["properties"]:
        assert name in schema.properties, (data["schema"], name)
    clean = model.get_proxy(data)
    again = model.make_entity(data["schema"])
    again.id = data["id"]
    for name, values in data["properties"].items():
        again.add(name, values, cleaned=False)
        assert len(again.get(name)) == len(values), (data["schema"], name, values)
    read += 1
print(read)
"#;
    if let Some(said) = by_python("followthemoney", script, &files) {
        assert_eq!(said, "13");
    }
}
