//! The JSON keeps its shape.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

use super::sample::input;
use crate::{Lang, ReportInput, build};

fn schema() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/schema/report.schema.json")
}

/// The sample, and the same with its files compared with known sets.
fn inputs() -> [ReportInput; 2] {
    [input(), super::triage::input()]
}

fn json(lang: Lang) -> Value {
    serde_json::from_str(&build(&input(), lang).unwrap().json).unwrap()
}

#[test]
fn the_json_has_all_records_where_the_page_lists_some() {
    let report = json(Lang::En);
    let finding = &report["questions"][0]["findings"][0];
    let list = usize::try_from(finding["records"].as_u64().unwrap()).unwrap();
    assert_eq!(report["record_lists"][list].as_array().unwrap().len(), 188);
    assert_eq!(report["records"].as_array().unwrap().len(), 332);
    assert_eq!(
        finding["statement"]["text"].as_str().unwrap().replace('\u{a0}', " "),
        "“mto-a:P-0007” paid “mto-a:R-0003” EUR 15,886.00 in 188 transfers, the first on 2 February \
         2026, 10:00:00 (+01:00 Europe/Rome), the last on 20 September 2026, 11:00:00 (+02:00 \
         Europe/Rome)."
    );
}

#[test]
fn what_many_say_stands_once() {
    let report = json(Lang::En);
    let lists = report["record_lists"].as_array().unwrap();
    let distinct: BTreeSet<String> = lists.iter().map(Value::to_string).collect();
    assert_eq!(distinct.len(), lists.len());
    let records = report["records"].as_array().unwrap();
    let ids: BTreeSet<&str> = records.iter().map(|one| one["record"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), records.len());
    let cited = lists.iter().flat_map(|list| list.as_array().unwrap());
    assert!(cited.map(|id| id.as_str().unwrap()).all(|id| ids.contains(id)));
    for record in records {
        let shape = usize::try_from(record["row_shape"].as_u64().unwrap()).unwrap();
        let columns = report["row_shapes"][shape]["columns"].as_array().unwrap();
        assert_eq!(columns.len(), record["values"].as_array().unwrap().len());
    }
}

#[test]
fn both_languages_state_the_same_but_for_their_words() {
    fn strip(value: &mut Value) {
        match value {
            Value::Object(map) => {
                for key in ["text", "shown", "title", "question", "innocence", "lang"] {
                    map.remove(key);
                }
                map.values_mut().for_each(strip);
            }
            Value::Array(items) => items.iter_mut().for_each(strip),
            _ => {}
        }
    }
    for input in inputs() {
        let of = |lang| serde_json::from_str(&build(&input, lang).unwrap().json).unwrap();
        let (mut en, mut it): (Value, Value) = (of(Lang::En), of(Lang::It));
        strip(&mut en);
        strip(&mut it);
        assert_eq!(en, it);
    }
}

#[test]
fn keys_are_sorted() {
    fn check(text: &str) {
        let keys: Vec<&str> =
            text.match_indices("\"shape\":").map(|(at, _)| &text[at..at + 7]).collect();
        assert_eq!(keys.len(), 1);
    }
    let text = build(&input(), Lang::En).unwrap().json;
    check(&text);
    assert!(text.starts_with("{\"case\":{\"authority\":"), "{}", &text[..60]);
    assert!(text.find("\"custody\"") < text.find("\"data_root\""));
}

#[test]
fn the_json_follows_its_schema() {
    let dir = tempfile::tempdir().unwrap();
    let all = inputs().into_iter().flat_map(|input| Lang::ALL.map(|lang| build(&input, lang)));
    for (report, number) in all.zip(1..) {
        let path = dir.path().join(format!("{number}.json"));
        std::fs::write(&path, report.unwrap().json).unwrap();
        let check = "import json,sys\n\
            try:\n import jsonschema\n\
            except ImportError:\n print('skipped: no jsonschema for python3'); sys.exit(0)\n\
            schema=json.load(open(sys.argv[1])); report=json.load(open(sys.argv[2]))\n\
            jsonschema.Draft202012Validator.check_schema(schema)\n\
            errors=[e.json_path+': '+e.message[:200] for e in jsonschema.Draft202012Validator(schema).iter_errors(report)]\n\
            print('\\n'.join(errors[:10])); sys.exit(bool(errors))";
        let Ok(run) =
            Command::new("python3").arg("-c").arg(check).arg(schema()).arg(&path).output()
        else {
            eprintln!("skipped: no python3 to check the schema with");
            return;
        };
        let said = String::from_utf8_lossy(&run.stdout).into_owned();
        assert!(run.status.success(), "{said}{}", String::from_utf8_lossy(&run.stderr));
    }
}
