//! The word lists: every sentence of the report in every language, and how a template is filled.
//!
//! Syntax: Fluent 1.0 (projectfluent.org). Used of it: text, `{ $slot }`, selections on plurals,
//! exact numbers and keys, string literals, and messages that quote messages. Functions, terms and
//! attributes are refused when a list is loaded, so that a template means what it shows.
//!
//! A template is resolved into parts, never into one text: a value keeps its type until the page
//! is written, and no text of an exhibit is ever read as a template.

mod check;
mod elision;
mod register;
mod resolve;

use std::collections::{BTreeMap, BTreeSet};

use fluent_syntax::ast::{Entry, Message, Pattern};
use intl_pluralrules::{PluralRuleType, PluralRules};
use unic_langid::langid;

use crate::Lang;
use crate::error::ReportError;
use register::{FILES, WordFile};

pub(crate) use elision::agree;
pub(crate) use resolve::{Part, Select};

/// The word list of one language.
pub(crate) struct Words {
    lang: Lang,
    messages: BTreeMap<&'static str, Pattern<&'static str>>,
    plurals: PluralRules,
}

impl Words {
    /// Reads and checks the word list of a language.
    pub(crate) fn load(lang: Lang) -> Result<Self, ReportError> {
        let plurals = plural_rules(lang)?;
        let mut words = Self { lang, messages: BTreeMap::new(), plurals };
        for file in FILES {
            words.take(file)?;
        }
        #[cfg(test)]
        words.take(&register::SAMPLE)?;
        check::every_quote_resolves(&words)?;
        Ok(words)
    }

    /// The language.
    pub(crate) fn lang(&self) -> Lang {
        self.lang
    }

    /// Every message id, sorted.
    pub(crate) fn ids(&self) -> impl Iterator<Item = &'static str> + '_ {
        self.messages.keys().copied()
    }

    /// Whether the list has this message.
    #[cfg(test)]
    pub(crate) fn has(&self, id: &str) -> bool {
        self.messages.contains_key(id)
    }

    /// The slots a message uses, in every variant, those of messages it quotes included; `None`
    /// where there is no such message.
    pub(crate) fn slots(&self, id: &str) -> Option<BTreeSet<&'static str>> {
        self.messages.get(id)?;
        let mut found = BTreeSet::new();
        check::slots_into(self, id, check::QUOTE_DEPTH_MAX, &mut found);
        Some(found)
    }

    fn take(&mut self, file: &WordFile) -> Result<(), ReportError> {
        let bad = |fact: String| ReportError::BadWords {
            file: format!("{}/{}.ftl", self.lang.code(), file.name),
            fact,
        };
        let resource = fluent_syntax::parser::parse(file.text(self.lang))
            .map_err(|(_, errors)| bad(first_fault(&errors)))?;
        for entry in resource.body {
            let message = match entry {
                Entry::Message(message) => message,
                Entry::Comment(_) | Entry::GroupComment(_) | Entry::ResourceComment(_) => continue,
                Entry::Term(term) => {
                    return Err(bad(format!("`-{}` is a term; write a message", term.id.name)));
                }
                Entry::Junk { content } => {
                    return Err(bad(format!("cannot be read: {content:.60}")));
                }
            };
            let (id, pattern) = check::plain(message).map_err(bad)?;
            if self.messages.insert(id, pattern).is_some() {
                return Err(bad(format!("`{id}` stands twice; rename or delete one")));
            }
        }
        Ok(())
    }

    fn message(&self, id: &str) -> Option<&Pattern<&'static str>> {
        self.messages.get(id)
    }
}

fn plural_rules(lang: Lang) -> Result<PluralRules, ReportError> {
    let id = match lang {
        Lang::En => langid!("en"),
        Lang::It => langid!("it"),
    };
    PluralRules::create(id, PluralRuleType::CARDINAL).map_err(|fact| ReportError::BadWords {
        file: lang.code().to_owned(),
        fact: fact.to_owned(),
    })
}

fn first_fault(errors: &[fluent_syntax::parser::ParserError]) -> String {
    errors.first().map_or_else(String::new, |error| format!("{error} at byte {}", error.pos.start))
}

/// A message whose text is all it has.
type Plain = Message<&'static str>;

#[cfg(test)]
mod tests;
