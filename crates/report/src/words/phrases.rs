//! Phrases: what the program itself wrote in English into notes and parameters, recognised by its
//! words, so that every language can say it.
//!
//! A reader of a format writes a remark as a sentence; a method writes a parameter as words. The
//! English list holds these texts as they are written, with slots where the data stand; the same
//! message in another list says them in that language. A text that matches none is not the program's
//! own and is quoted as stated.

use fluent_syntax::ast::{Entry, Expression, InlineExpression, PatternElement};

use super::register::FILES;
use crate::lang::Lang;

/// The file of both lists.
const FILE: &str = "phrases";

/// A part of a phrase.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Bit {
    Words(&'static str),
    Slot(&'static str),
}

/// The phrases by id, as the program writes them.
pub(crate) struct Phrases {
    list: Vec<(&'static str, Vec<Bit>)>,
}

/// A phrase found in a text: its id, and what stands in its slots.
type Found<'t> = (&'static str, Vec<(&'static str, &'t str)>);

impl Phrases {
    /// Reads the English list; faults in it are found where all lists are loaded.
    pub(crate) fn load() -> Self {
        let text = FILES.iter().find(|file| file.name == FILE).map(|file| file.text(Lang::En));
        let resource = text.and_then(|text| fluent_syntax::parser::parse(text).ok());
        let entries = resource.map(|resource| resource.body).unwrap_or_default();
        let list = entries.into_iter().filter_map(|entry| match entry {
            Entry::Message(message) => {
                let bits = message.value?.elements.iter().filter_map(bit).collect();
                Some((message.id.name, bits))
            }
            _ => None,
        });
        Self { list: list.collect() }
    }

    /// The phrase that a text is, whole.
    pub(crate) fn recognise<'t>(&self, text: &'t str) -> Option<Found<'t>> {
        self.list.iter().find_map(|(id, bits)| Some((*id, filled(bits, text)?)))
    }
}

fn bit(element: &PatternElement<&'static str>) -> Option<Bit> {
    match element {
        PatternElement::TextElement { value } => Some(Bit::Words(value)),
        PatternElement::Placeable {
            expression: Expression::Inline(InlineExpression::VariableReference { id }),
        } => Some(Bit::Slot(id.name)),
        PatternElement::Placeable { .. } => None,
    }
}

/// What stands in the slots of a phrase, where the text is this phrase and nothing else.
fn filled<'t>(bits: &[Bit], text: &'t str) -> Option<Vec<(&'static str, &'t str)>> {
    let (mut rest, mut open, mut slots) = (text, None, Vec::new());
    for (at, bit) in bits.iter().enumerate() {
        let is_last = at + 1 == bits.len();
        match (*bit, open.take()) {
            (Bit::Slot(name), _) => open = Some(name),
            (Bit::Words(words), None) => rest = rest.strip_prefix(words)?,
            (Bit::Words(words), Some(name)) if is_last => {
                slots.push((name, rest.strip_suffix(words)?));
                rest = "";
            }
            (Bit::Words(words), Some(name)) => {
                let (before, after) = rest.split_once(words)?;
                slots.push((name, before));
                rest = after;
            }
        }
    }
    match open {
        Some(name) => slots.push((name, rest)),
        None if rest.is_empty() => {}
        None => return None,
    }
    Some(slots)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_phrase_is_found_with_what_stands_in_its_slots() {
        let phrases = Phrases::load();
        let text = "Statement 7.1 opens in EUR and closes in USD; its balances cannot be checked.";
        let (id, slots) = phrases.recognise(text).unwrap();
        assert_eq!(id, "phrase-statement-currencies");
        assert_eq!(slots, [("id", "7.1"), ("opens", "EUR"), ("closes", "USD")]);
        assert!(phrases.recognise(&text[1..]).is_none());
        assert!(phrases.recognise(&format!("{text} And more.")).is_none());
        assert!(phrases.recognise("anything a person wrote").is_none());
    }

    #[test]
    fn the_remark_of_every_mapping_of_the_house_is_a_phrase() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../ingest/src/mappings");
        let phrases = Phrases::load();
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            let text = std::fs::read_to_string(&path).unwrap();
            for line in text.lines().filter_map(|line| line.strip_prefix("remark = ")) {
                let remark = line.trim_matches('"');
                assert!(phrases.recognise(remark).is_some(), "{}: {remark}", path.display());
            }
        }
    }
}
