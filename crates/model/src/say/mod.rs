//! What the program can say of an exhibit: one list of sentences with every language beside, and a
//! function for each of them.
//!
//! A line of a list is the code, the values, the English and the Italian sentence. The code is the
//! function's name, stands in the case beside the text and is never reused; a value stands as
//! `{name}`. Sentences are written so that they hold for one and for many (`rows: {rows}`).

mod apfs;
mod bundles;
mod chats;
mod exhibits;
mod exports;
mod faults;
mod faults_of_archives;
mod faults_of_cases;
mod faults_of_decisions;
mod faults_of_deconfliction;
mod faults_of_files;
mod faults_of_images;
mod faults_of_members;
mod faults_of_notes;
mod faults_of_places;
mod faults_of_reading;
mod faults_of_triage;
mod faults_of_veils;
mod faults_of_volumes;
mod images;
mod leveldb;
mod mappings;
mod methods;
mod money;
mod pictures;
mod tables;
mod totals;
mod travel;
mod verifying;
mod volumes;

use std::collections::BTreeMap;
use std::sync::LazyLock;

use crate::language::Language;
use crate::phrase::{Phrase, Word};

pub use apfs::*;
pub use bundles::*;
pub use chats::*;
pub use exhibits::*;
pub use exports::*;
pub use faults::*;
pub use faults_of_archives::*;
pub use faults_of_cases::*;
pub use faults_of_decisions::*;
pub use faults_of_deconfliction::*;
pub use faults_of_files::*;
pub use faults_of_images::*;
pub use faults_of_members::*;
pub use faults_of_notes::*;
pub use faults_of_places::*;
pub use faults_of_reading::*;
pub use faults_of_triage::*;
pub use faults_of_veils::*;
pub use faults_of_volumes::*;
pub use images::*;
pub use leveldb::*;
pub use mappings::*;
pub use methods::*;
pub use money::*;
pub use pictures::*;
pub use tables::*;
pub use totals::*;
pub use travel::*;
pub use verifying::*;
pub use volumes::*;

/// Makes a list of sentences and a function for each.
macro_rules! sentences {
    ($($code:ident($($slot:ident),*) $english:literal $italian:literal)*) => {
        /// The list.
        pub(super) static SENTENCES: &[super::Sentence] = &[$(super::Sentence {
            code: stringify!($code),
            slots: &[$(stringify!($slot)),*],
            english: $english,
            italian: $italian,
        }),*];
        $(
            #[doc = concat!("“", $english, "”")]
            pub fn $code($($slot: impl Into<super::Word>),*) -> super::Phrase {
                super::Phrase::of(
                    &super::Sentence {
                        code: stringify!($code),
                        slots: &[$(stringify!($slot)),*],
                        english: $english,
                        italian: $italian,
                    },
                    vec![$($slot.into()),*],
                )
            }
        )*
    };
}
pub(crate) use sentences;

/// A sentence of a list.
pub(crate) struct Sentence {
    /// Its code.
    pub(crate) code: &'static str,
    /// The names of its values.
    pub(crate) slots: &'static [&'static str],
    english: &'static str,
    italian: &'static str,
}

impl Sentence {
    /// The sentence with `{name}` for each value.
    pub(crate) fn template(&self, language: Language) -> &'static str {
        match language {
            Language::En => self.english,
            Language::It => self.italian,
        }
    }
}

/// Every list.
static LISTS: &[&[Sentence]] = &[
    exhibits::SENTENCES,
    tables::SENTENCES,
    chats::SENTENCES,
    money::SENTENCES,
    pictures::SENTENCES,
    travel::SENTENCES,
    leveldb::SENTENCES,
    images::SENTENCES,
    apfs::SENTENCES,
    volumes::SENTENCES,
    totals::SENTENCES,
    mappings::SENTENCES,
    methods::SENTENCES,
    faults::SENTENCES,
    faults_of_reading::SENTENCES,
    faults_of_cases::SENTENCES,
    faults_of_decisions::SENTENCES,
    faults_of_archives::SENTENCES,
    faults_of_deconfliction::SENTENCES,
    faults_of_files::SENTENCES,
    faults_of_images::SENTENCES,
    faults_of_members::SENTENCES,
    faults_of_triage::SENTENCES,
    faults_of_veils::SENTENCES,
    faults_of_volumes::SENTENCES,
    faults_of_notes::SENTENCES,
    faults_of_places::SENTENCES,
    bundles::SENTENCES,
    exports::SENTENCES,
    verifying::SENTENCES,
];

fn all() -> impl Iterator<Item = &'static Sentence> {
    LISTS.iter().flat_map(|list| list.iter())
}

/// The sentence with this code.
pub(crate) fn find(code: &str) -> Option<&'static Sentence> {
    all().find(|sentence| sentence.code == code)
}

/// A part of a template.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Bit {
    Words(&'static str),
    Slot(&'static str),
}

/// The parts of a template.
pub(crate) fn bits(template: &'static str) -> Vec<Bit> {
    let mut bits = Vec::new();
    let mut rest = template;
    while let Some((words, (name, after))) =
        rest.split_once('{').and_then(|(words, rest)| Some((words, rest.split_once('}')?)))
    {
        if !words.is_empty() {
            bits.push(Bit::Words(words));
        }
        bits.push(Bit::Slot(name));
        rest = after;
    }
    if !rest.is_empty() {
        bits.push(Bit::Words(rest));
    }
    bits
}

/// The sentences as texts are known by them: members of an image ask a hundred thousand times.
struct Known {
    whole: BTreeMap<&'static str, &'static Sentence>,
    /// Those with values, the ones with most words of their own first.
    parted: Vec<(&'static Sentence, Vec<Bit>)>,
}

static KNOWN: LazyLock<Known> = LazyLock::new(|| {
    let (whole, parted): (Vec<_>, Vec<_>) = all().partition(|sentence| sentence.slots.is_empty());
    let parted = parted.into_iter().map(|sentence| (sentence, bits(sentence.english)));
    let mut parted: Vec<_> = parted.filter(|(_, bits)| own_words(bits) >= OWN_WORDS_MIN).collect();
    parted.sort_by_key(|(_, bits)| std::cmp::Reverse(own_words(bits)));
    Known {
        whole: whole.into_iter().map(|sentence| (sentence.english, sentence)).collect(),
        parted,
    }
});

/// The sentence that a text is in English, whole, and what stands for its values; where several fit,
/// the one with the most words of its own.
pub(crate) fn recognise(text: &str) -> Option<(&'static Sentence, Vec<(&'static str, &str)>)> {
    if let Some(sentence) = KNOWN.whole.get(text) {
        return Some((sentence, Vec::new()));
    }
    KNOWN.parted.iter().find_map(|(sentence, bits)| Some((*sentence, filled(bits, text)?)))
}

/// Letters that a sentence has beside its values, for a text to be known by them.
const OWN_WORDS_MIN: usize = 10;

fn own_words(bits: &[Bit]) -> usize {
    let own = |bit: &Bit| if let Bit::Words(words) = bit { words.len() } else { 0 };
    bits.iter().map(own).sum()
}

/// What stands for the values of a template, where the text is this template and nothing else.
fn filled<'t>(bits: &[Bit], text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
    let (mut rest, mut open, mut values) = (text, None, Vec::new());
    for (at, bit) in bits.iter().enumerate() {
        let is_last = at + 1 == bits.len();
        match (*bit, open.take()) {
            (Bit::Slot(name), _) => open = Some(name),
            (Bit::Words(words), None) => rest = rest.strip_prefix(words)?,
            (Bit::Words(words), Some(name)) if is_last => {
                values.push((name, rest.strip_suffix(words)?));
                rest = "";
            }
            (Bit::Words(words), Some(name)) => {
                let (before, after) = rest.split_once(words)?;
                values.push((name, before));
                rest = after;
            }
        }
    }
    match open {
        Some(name) => values.push((name, rest)),
        None if rest.is_empty() => {}
        None => return None,
    }
    Some(values)
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;

    fn slots(template: &'static str) -> BTreeSet<&'static str> {
        let slot = |bit| if let Bit::Slot(name) = bit { Some(name) } else { None };
        bits(template).into_iter().filter_map(slot).collect()
    }

    #[test]
    fn every_sentence_has_its_values_in_every_language() {
        for sentence in all() {
            let named: BTreeSet<&str> = sentence.slots.iter().copied().collect();
            for language in Language::ALL {
                let template = sentence.template(language);
                assert!(!template.is_empty(), "{}", sentence.code);
                assert_eq!(slots(template), named, "{} in {}", sentence.code, language.code());
            }
        }
    }

    #[test]
    fn no_code_stands_twice_and_no_two_sentences_are_the_same() {
        let (mut codes, mut texts) = (BTreeSet::new(), BTreeSet::new());
        for sentence in all() {
            assert!(codes.insert(sentence.code), "{}", sentence.code);
            assert!(texts.insert(sentence.english), "{}", sentence.english);
        }
    }

    #[test]
    fn every_sentence_is_known_again_by_its_words() {
        let telling = |sentence: &&Sentence| {
            sentence.slots.is_empty() || own_words(&bits(sentence.english)) >= OWN_WORDS_MIN
        };
        for sentence in all().filter(telling) {
            let values = sentence.slots.iter().map(|name| Word::from(*name)).collect();
            let text = Phrase::of(sentence, values).to_string();
            let (found, values) = recognise(&text).unwrap();
            assert_eq!(found.code, sentence.code, "{text}");
            assert!(values.iter().all(|(name, value)| name == value), "{text}: {values:?}");
        }
    }

    #[test]
    fn a_text_that_is_no_sentence_of_the_list_is_none() {
        let text = "the sheet `Data` is hidden; it is read like any other";
        assert!(recognise(text).is_some());
        assert!(recognise(&text[1..]).is_none());
        assert!(recognise(&format!("{text} And more.")).is_none());
        assert!(recognise("anything a person wrote").is_none());
    }
}
