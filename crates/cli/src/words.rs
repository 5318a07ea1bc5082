//! The words of the command line, in English and Italian.

mod handing;
mod help;
mod list;
mod long_help;
mod members;
mod notes;
mod registers;
mod replaying;
mod tasks;
mod unveiling;

use casebook::Language;
use model::Phrase;

pub(crate) use help::translate_help;

/// The language asked for before the command line is parsed: `--lang`, else the locale of the
/// system (`LC_ALL`, `LC_MESSAGES`, `LANG`), else English.
pub(crate) fn asked_language() -> Language {
    let mut args = std::env::args().skip(1);
    while let Some(arg) = args.next() {
        let value = match arg.strip_prefix("--lang") {
            Some("") => args.next(),
            Some(rest) => rest.strip_prefix('=').map(str::to_owned),
            None => continue,
        };
        return if value.as_deref() == Some("it") { Language::It } else { Language::En };
    }
    let locale = ["LC_ALL", "LC_MESSAGES", "LANG"]
        .into_iter()
        .filter_map(|name| std::env::var(name).ok())
        .find(|value| !value.is_empty());
    match locale {
        Some(locale) if locale.starts_with("it") => Language::It,
        _ => Language::En,
    }
}

/// The words of `key` with its values put in; a key that is in no list is shown as it is, which a
/// test forbids.
pub(crate) fn say(language: Language, key: &str, values: &[(&str, &str)]) -> String {
    let words = all().find(|(name, ..)| *name == key);
    let text = match (words, language) {
        (Some((_, english, _)), Language::En) => english,
        (Some((_, _, italian)), Language::It) => italian,
        (None, _) => key,
    };
    let mut text = text.to_owned();
    for (name, value) in values {
        text = text.replace(&format!("{{{name}}}"), value);
    }
    text
}

/// A key, its English and its Italian words.
type Words = (&'static str, &'static str, &'static str);

/// Every list.
static LISTS: &[&[Words]] = &[
    list::WORDS,
    handing::WORDS,
    members::WORDS,
    notes::WORDS,
    registers::WORDS,
    replaying::WORDS,
    tasks::WORDS,
    unveiling::WORDS,
];

/// Every key with its words.
fn all() -> impl Iterator<Item = &'static Words> {
    LISTS.iter().copied().flatten()
}

/// The fact or remedy of a fault, in the language where `model::say` has it; its code (`CUS-004`)
/// stays in front.
pub(crate) fn fault_in(language: Language, text: &str) -> String {
    match text.split_once(": ") {
        Some((code, fact)) if is_code(code) => format!("{code}: {}", fault_in(language, fact)),
        _ => Phrase::from_text(text).say(language),
    }
}

fn is_code(text: &str) -> bool {
    let code = text.split_once(' ').map_or(text, |(code, _)| code).split_once('-');
    code.is_some_and(|(room, number)| {
        room.len() == 3
            && number.len() == 3
            && room.bytes().all(|byte| byte.is_ascii_uppercase())
            && number.bytes().all(|byte| byte.is_ascii_digit())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fault_keeps_its_code_in_every_language() {
        let text = "CUS-004: process 7 is writing to this case";
        assert_eq!(fault_in(Language::En, text), text);
        let italian = "CUS-004: il processo 7 sta scrivendo in questo caso";
        assert_eq!(fault_in(Language::It, text), italian);
        assert_eq!(fault_in(Language::It, "what a library says: 7"), "what a library says: 7");
    }

    fn placeholders(text: &str) -> Vec<&str> {
        let mut found: Vec<&str> = text
            .split('{')
            .skip(1)
            .filter_map(|rest| rest.split_once('}'))
            .map(|(n, _)| n)
            .collect();
        found.sort_unstable();
        found
    }

    #[test]
    fn both_languages_say_the_same_things() {
        for (key, english, italian) in all() {
            assert_eq!(placeholders(english), placeholders(italian), "{key}");
            assert!(!english.is_empty() && !italian.is_empty(), "{key}");
        }
    }

    #[test]
    fn keys_are_listed_once_and_in_order() {
        for list in LISTS {
            assert!(list.iter().map(|(key, ..)| *key).is_sorted());
        }
        let keys: std::collections::BTreeSet<&str> = all().map(|(key, ..)| *key).collect();
        assert_eq!(keys.len(), all().count());
    }
}
