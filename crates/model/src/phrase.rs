//! A phrase: what the program itself says to a person of an exhibit, by a code, so that every
//! language can say it.
//!
//! [`crate::say`] has one function a phrase, made from one list with every language in it. A phrase
//! keeps its English text beside its code and values: a case can be read without the program, and
//! what an older or newer version said stays as it was said.

use std::collections::BTreeMap;
use std::fmt;

use serde::{Deserialize, Serialize};

use crate::language::Language;
use crate::locator::Place;
use crate::say::{self, Sentence};

/// Sentences within sentences that are looked for in a text; a source could nest them without end.
const DEPTH_MAX: u8 = 4;

/// A sentence of the list with its values; or a text that is none of them, quoted as it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(from = "Written")]
pub struct Phrase {
    /// The code of the sentence; empty where the text is none of the list.
    #[serde(skip_serializing_if = "String::is_empty")]
    code: String,
    /// The whole in English.
    text: String,
    /// The values by their names.
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    values: BTreeMap<String, Word>,
}

/// A value of a phrase.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(untagged)]
pub enum Word {
    /// A number of rows, bytes, files.
    Count(u64),
    /// Words of a source or of its format: never translated.
    Text(String),
    /// Words of the program.
    Phrase(Phrase),
    /// Several of them.
    List(Vec<Word>),
}

/// A part of a phrase in one language.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Piece<'p> {
    /// Words of the program.
    Words(&'p str),
    /// Words of a source.
    Stated(&'p str),
    /// A number.
    Count(u64),
}

impl Phrase {
    /// The sentence of the list with its values, each of its own name.
    pub(crate) fn of(sentence: &Sentence, values: Vec<Word>) -> Self {
        let named = sentence.slots.iter().map(|name| (*name).to_owned()).zip(values);
        let (code, values) = (sentence.code.to_owned(), named.collect());
        let mut phrase = Self { code, text: String::new(), values };
        phrase.text = phrase.say(Language::En);
        phrase
    }

    /// A text that a source, a library or an older version wrote: the program's own sentence where
    /// the list has it word for word, otherwise quoted as it stands.
    pub fn from_text(text: &str) -> Self {
        Self::from_text_within(text, DEPTH_MAX)
    }

    fn from_text_within(text: &str, depth: u8) -> Self {
        let found = if depth == 0 { None } else { say::recognise(text) };
        let Some((sentence, found)) = found else {
            return Self { code: String::new(), text: text.to_owned(), values: BTreeMap::new() };
        };
        let inner = |value| Word::from(Self::from_text_within(value, depth - 1));
        let values = found.into_iter().map(|(name, value)| (name.to_owned(), inner(value)));
        Self { code: sentence.code.to_owned(), text: text.to_owned(), values: values.collect() }
    }

    /// A fault of a member: in our own words, or behind them what a decoder says in its.
    pub fn of_fault(fault: &dyn fmt::Display) -> Self {
        let fault = Self::from_text(&fault.to_string());
        if fault.code().is_some() { fault } else { say::not_decoded(fault) }
    }

    /// The code of the sentence; `None` where the text is none of the list.
    pub fn code(&self) -> Option<&str> {
        (!self.code.is_empty()).then_some(self.code.as_str())
    }

    /// The whole in English.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The whole in a language.
    pub fn say(&self, language: Language) -> String {
        let piece = |piece: &Piece<'_>| match piece {
            Piece::Words(text) | Piece::Stated(text) => (*text).to_owned(),
            Piece::Count(count) => count.to_string(),
        };
        self.pieces(language).iter().map(piece).collect()
    }

    /// The whole in a language, part by part: who prints it decides how values look.
    pub fn pieces(&self, language: Language) -> Vec<Piece<'_>> {
        let mut pieces = Vec::new();
        self.pieces_into(language, &mut pieces);
        pieces
    }

    fn pieces_into<'p>(&'p self, language: Language, pieces: &mut Vec<Piece<'p>>) {
        let Some(sentence) = say::find(&self.code) else {
            return pieces.push(Piece::Stated(&self.text));
        };
        for bit in say::bits(sentence.template(language)) {
            match bit {
                say::Bit::Words(words) => pieces.push(Piece::Words(words)),
                say::Bit::Slot(name) => {
                    if let Some(word) = self.values.get(name) {
                        word.pieces_into(language, pieces);
                    }
                }
            }
        }
    }
}

impl Word {
    /// Whether commas alone would not tell it from the next.
    fn is_parted(&self) -> bool {
        match self {
            Self::Count(_) => false,
            Self::Text(text) => text.contains([',', ':']),
            Self::Phrase(phrase) => phrase.text.contains([',', ':']),
            Self::List(_) => true,
        }
    }

    fn pieces_into<'p>(&'p self, language: Language, pieces: &mut Vec<Piece<'p>>) {
        match self {
            Self::Count(count) => pieces.push(Piece::Count(*count)),
            Self::Text(text) => pieces.push(Piece::Stated(text)),
            Self::Phrase(phrase) => phrase.pieces_into(language, pieces),
            Self::List(words) => {
                let joint = if words.iter().any(Self::is_parted) { "; " } else { ", " };
                for (at, word) in words.iter().enumerate() {
                    if at > 0 {
                        pieces.push(Piece::Words(joint));
                    }
                    word.pieces_into(language, pieces);
                }
            }
        }
    }
}

impl fmt::Display for Phrase {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.text)
    }
}

impl From<Phrase> for Word {
    fn from(phrase: Phrase) -> Self {
        if phrase.code.is_empty() { Self::Text(phrase.text) } else { Self::Phrase(phrase) }
    }
}

impl From<&str> for Word {
    fn from(text: &str) -> Self {
        Self::Text(text.to_owned())
    }
}

impl From<String> for Word {
    fn from(text: String) -> Self {
        Self::Text(text)
    }
}

impl From<&String> for Word {
    fn from(text: &String) -> Self {
        Self::Text(text.clone())
    }
}

impl From<&Place> for Word {
    fn from(place: &Place) -> Self {
        Phrase::from_text(&place.to_string()).into()
    }
}

impl From<u64> for Word {
    fn from(count: u64) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Word {
    fn from(count: u32) -> Self {
        Self::Count(count.into())
    }
}

impl From<usize> for Word {
    fn from(count: usize) -> Self {
        Self::Count(u64::try_from(count).unwrap_or(u64::MAX))
    }
}

impl<W: Into<Word>> From<Vec<W>> for Word {
    fn from(words: Vec<W>) -> Self {
        Self::List(words.into_iter().map(Into::into).collect())
    }
}

/// A phrase as it stands in a case. A code of another version, or values that are not its own, leave
/// the text alone; so does a case of a version that had no codes.
#[derive(Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Whole {
        #[serde(default)]
        code: String,
        text: String,
        #[serde(default)]
        values: BTreeMap<String, Word>,
    },
}

impl From<Written> for Phrase {
    fn from(written: Written) -> Self {
        let (code, text, values) = match written {
            Written::Text(text) => return Self::from_text(&text),
            Written::Whole { code, text, values } => (code, text, values),
        };
        let is_ours = say::find(&code).is_some_and(|sentence| {
            sentence.slots.len() == values.len()
                && sentence.slots.iter().all(|name| values.contains_key(*name))
        });
        if is_ours { Self { code, text, values } } else { Self::from_text(&text) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_says_the_same_in_every_language_and_keeps_its_code() {
        let phrase = say::columns_missing("shop", vec!["Amount", "Date"]);
        let text = "the exhibit lacks columns of the mapping `shop`: Amount, Date; their fields stay empty";
        assert_eq!(phrase.to_string(), text);
        let italian = phrase.say(Language::It);
        assert!(italian.contains("mancano") && italian.contains("Amount, Date"), "{italian}");
        let json = serde_json::to_string(&phrase).unwrap();
        assert!(
            json.starts_with(r#"{"code":"columns_missing","text":"the exhibit lacks"#),
            "{json}"
        );
        assert_eq!(serde_json::from_str::<Phrase>(&json).unwrap(), phrase);
    }

    #[test]
    fn a_text_of_an_older_version_is_read_and_known_again_where_its_words_are_the_same() {
        let old = r#"{"text":"the sheet `Data` is hidden; it is read like any other"}"#;
        let phrase: Phrase = serde_json::from_str(old).unwrap();
        assert_eq!(phrase.code(), Some("sheet_hidden"));
        let other = r#"{"code":"no_such","text":"a sentence of another version","values":{"a":1}}"#;
        let phrase: Phrase = serde_json::from_str(other).unwrap();
        assert_eq!((phrase.code(), phrase.text()), (None, "a sentence of another version"));
        assert_eq!(phrase.say(Language::It), "a sentence of another version");
    }

    #[test]
    fn a_code_with_values_that_are_not_its_own_is_text() {
        let forged = r#"{"code":"sheet_hidden","text":"anything","values":{"path":"x"}}"#;
        assert_eq!(serde_json::from_str::<Phrase>(forged).unwrap().code(), None);
    }
}
