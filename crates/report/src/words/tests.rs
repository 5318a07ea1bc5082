//! The word lists of both languages say the same, and none of them judges a person.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::*;

/// Words that no text of the report may hold, as beginnings of words, in lower case.
const FORBIDDEN: &[&str] = &[
    "guilt",
    "offender",
    "abuser",
    "paedophil",
    "pedophil",
    "perpetrator",
    "culprit",
    "criminal",
    "predator",
    "suspect",
    "colpevol",
    "pedofil",
    "abusant",
    "abusator",
    "criminal",
    "predator",
    "sospett",
    "indagat",
    "reo",
    "autore del reato",
    "molest",
];

fn locales() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("locales")
}

fn files_on_disk(lang: Lang) -> BTreeSet<String> {
    std::fs::read_dir(locales().join(lang.code()))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .collect()
}

#[test]
fn every_locale_file_is_registered() {
    let registered: BTreeSet<String> =
        FILES.iter().map(|file| format!("{}.ftl", file.name)).collect();
    for lang in Lang::ALL {
        assert_eq!(files_on_disk(lang), registered, "{}: register.rs", lang.code());
    }
}

#[test]
fn both_languages_have_the_same_messages_with_the_same_slots() {
    let (en, it) = (Words::load(Lang::En).unwrap(), Words::load(Lang::It).unwrap());
    let ids = |words: &Words| -> BTreeSet<_> {
        words.ids().filter(|id| !id.starts_with("card-ana-")).collect()
    };
    let (en_ids, it_ids) = (ids(&en), ids(&it));
    let missing: Vec<_> = en_ids.symmetric_difference(&it_ids).collect();
    assert!(missing.is_empty(), "in one language only: {missing:?}");
    for id in en_ids {
        assert_eq!(en.slots(id), it.slots(id), "slots of `{id}`");
    }
}

#[test]
fn no_text_holds_a_word_that_judges_a_person() {
    for lang in Lang::ALL {
        for name in files_on_disk(lang) {
            let text = std::fs::read_to_string(locales().join(lang.code()).join(&name)).unwrap();
            for (line, number) in text.to_lowercase().lines().zip(1..) {
                let words = || line.split(|c: char| !c.is_alphanumeric());
                let found = FORBIDDEN.iter().find(|bad| {
                    if bad.contains(' ') { line.contains(**bad) } else { judges(words(), bad) }
                });
                assert!(found.is_none(), "{}/{name}:{number} holds `{found:?}`", lang.code());
            }
        }
    }
}

fn judges<'w>(mut words: impl Iterator<Item = &'w str>, bad: &str) -> bool {
    // Short ones are whole words: `reo` begins other words.
    words.any(|word| if bad.len() <= 3 { word == bad } else { word.starts_with(bad) })
}

fn said(lang: Lang, id: &str, values: &[(&str, Select)]) -> String {
    let words = Words::load(lang).unwrap();
    let parts = words.resolve(id, values).unwrap();
    parts
        .into_iter()
        .map(|part| match part {
            Part::Words(words) => words.into_owned(),
            Part::Slot(at) => format!("<{}>", values[at].0),
        })
        .collect()
}

#[test]
fn a_template_selects_on_plurals_exact_numbers_and_keys() {
    let count = |n: &str| [("count", Select::Number(n.to_owned()))];
    assert_eq!(said(Lang::En, "tally", &count("0")), "No findings");
    assert_eq!(said(Lang::En, "tally", &count("1")), "One finding");
    assert_eq!(said(Lang::It, "tally", &count("7")), "<count> riscontri");
    assert_eq!(said(Lang::It, "tally", &count("1000000")), "<count> riscontri");
    let encoding =
        |key: &str| [("encoding", Select::Nothing), ("set", Select::Key(key.to_owned()))];
    assert_eq!(
        said(Lang::En, "note-encoding", &encoding("encoding-set")),
        "Read as <encoding>, set by a person."
    );
    assert_eq!(said(Lang::En, "reading-stated", &[]).matches(r"\u{202e}").count(), 1);
}

#[test]
fn every_field_and_every_reject_has_a_name() {
    for lang in Lang::ALL {
        let words = Words::load(lang).unwrap();
        for kind in model::record::KINDS {
            let mut ids = vec![format!("kind-{}", kind.table())];
            ids.extend(kind.fields().iter().map(|field| format!("field-{}", field.name)));
            ids.extend(model::party::PARTY_FIELDS.iter().map(|(name, _)| format!("part-{name}")));
            for id in ids {
                assert!(words.has(&id.replace('_', "-")), "{}: `{id}`", lang.code());
            }
        }
        for number in (1..=u16::MAX).map_while(model::RejectKind::from_number) {
            let id = format!("reject-{}", number.code().to_lowercase());
            assert!(words.has(&id), "{}: `{id}`", lang.code());
        }
    }
}

#[test]
fn a_list_that_calls_a_function_or_quotes_itself_is_refused() {
    let plain = |text: &'static str| {
        let resource = fluent_syntax::parser::parse(text).unwrap();
        let Some(Entry::Message(message)) = resource.body.into_iter().next() else { panic!() };
        check::plain(message)
    };
    assert!(plain("a = { NUMBER($n) }").unwrap_err().contains("NUMBER()"));
    assert!(plain("a = { -brand }").unwrap_err().contains("`-brand`"));
    assert!(plain("a = { b.c }").unwrap_err().contains("`.c`"));
    let mut words = Words::load(Lang::En).unwrap();
    let (id, pattern) = plain("circle = { circle }").unwrap();
    words.messages.insert(id, pattern);
    assert!(check::every_quote_resolves(&words).is_err());
}
