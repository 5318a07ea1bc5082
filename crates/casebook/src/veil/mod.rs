//! The veil: in place of a possible child or victim, everything that the program shows has a pseudonym.
//!
//! **Who.** A party is protected where the victim guard holds it as a possible victim, or a person put it into the
//! category of victims; a second signature is not waited for. All identifiers of its identity are protected with it.
//! Once a number was given the protection stays, whatever later records say, until two persons have put the party into
//! another category: more records are no second person.
//!
//! **Name.** `protected-1`, in Italian `protetto-1`: a possible child or victim. It is one word for all, for no record
//! says of everybody whom the guard holds that they are a child. Numbers are of [`table`].
//!
//! **Where.** [`Veil::text`] for every text that is shown, [`Veil::row`] and [`Veil::fields`] for records, in which a
//! protected party is its pseudonym alone. The command line puts every line it prints through it, and what a report or
//! an export is made of. Nothing underneath changes: tables, findings and log are as they were.
//!
//! **Lifted** by [`lift`]: a reason, a second person, and a time.

mod chosen;
mod digits;
mod json;
mod leaving;
pub mod lift;
mod made;
mod party;
mod rows;
mod spell;
mod table;

#[cfg(test)]
mod tests;

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, HashMap};

use model::Language;

use crate::case::Case;
use crate::fault::{Exit, Fault};
pub(crate) use made::Found;
pub use made::number;
use party::Party;
pub use rows::{Covered, Own};
use spell::{Collected, Spellings};
pub(crate) use table::problem;

/// What stands before the number of a pseudonym.
pub fn word(language: Language) -> &'static str {
    match language {
        Language::En => "protected-",
        Language::It => "protetto-",
    }
}

/// Pseudonyms in place of protected parties.
#[derive(Debug, Default)]
pub struct Veil {
    language: Language,
    keys: HashMap<String, u64>,
    spellings: Option<Spellings>,
    names: BTreeMap<u64, String>,
    lifted: BTreeSet<u64>,
}

/// How far a veil must be up to date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Freshness {
    /// It covers the records as they stand now.
    OfNow,
    /// As it was last made, for commands that show no record: it costs no look at the tables.
    AsKept,
}

impl Veil {
    /// The veil of a case, without the parties of `lifted`.
    pub fn of(
        case: &Case,
        language: Language,
        freshness: Freshness,
        lifted: &BTreeSet<u64>,
        who: (&str, i64),
    ) -> Result<Self, Fault> {
        let made = match freshness {
            Freshness::OfNow => made::of_now(case, who)?,
            Freshness::AsKept => made::as_kept(case)?,
        };
        Self::over(&made.parties, &made.kept, language, lifted)
    }

    fn over(
        parties: &[Party],
        kept: &BTreeSet<String>,
        language: Language,
        lifted: &BTreeSet<u64>,
    ) -> Result<Self, Fault> {
        let names = parties.iter().map(|party| (party.number, party.name.clone())).collect();
        let veiled: Vec<&Party> =
            parties.iter().filter(|one| !lifted.contains(&one.number)).collect();
        let lifted =
            parties.iter().map(|one| one.number).filter(|one| lifted.contains(one)).collect();
        let keys =
            veiled.iter().flat_map(|one| one.keys.iter().map(|key| (key.clone(), one.number)));
        let keys = keys.collect();
        let spellings = if veiled.is_empty() { None } else { Some(spelled(&veiled, kept)?) };
        Ok(Self { language, keys, spellings, names, lifted })
    }

    /// Whether it hides nobody.
    pub fn is_open(&self) -> bool {
        self.spellings.is_none()
    }

    /// The numbers whose parties are shown under a lift.
    pub fn lifted(&self) -> &BTreeSet<u64> {
        &self.lifted
    }

    /// Every number that was given.
    pub fn numbers(&self) -> impl Iterator<Item = u64> {
        self.names.keys().copied()
    }

    /// The pseudonym of this number.
    pub fn name(&self, number: u64) -> String {
        format!("{}{number}", word(self.language))
    }

    /// The name of somebody who is not protected. Where it is a name of a protected party as well it says so, and not
    /// that the two are one: the identifiers beside it are others.
    pub fn name_of_other<'t>(&self, name: &'t str) -> Cow<'t, str> {
        match (self.text(name), self.language) {
            (Cow::Owned(shown), Language::En) => Cow::Owned(format!("named like {shown}")),
            (Cow::Owned(shown), Language::It) => Cow::Owned(format!("nome come {shown}")),
            (name @ Cow::Borrowed(_), _) => name,
        }
    }

    /// The number of the protected party of this key.
    pub fn number(&self, key: &str) -> Option<u64> {
        self.keys.get(key).copied()
    }

    /// A text as it is shown.
    pub fn text<'t>(&self, text: &'t str) -> Cow<'t, str> {
        match &self.spellings {
            Some(spellings) if !text.is_empty() => {
                spellings.veiled(text, &|number| self.name(number))
            }
            _ => Cow::Borrowed(text),
        }
    }

    /// A text that a person gave with pseudonyms in it, as the case knows it: each is the key of its party. What is
    /// made of it is shown under the veil again.
    pub fn meant(&self, text: &str) -> String {
        let mut meant = text.to_owned();
        for (number, key) in self.names.iter().rev() {
            for language in Language::ALL {
                meant = put_for(&meant, &format!("{}{number}", word(language)), key);
            }
        }
        meant
    }
}

/// The text with a key wherever a pseudonym stands, also as a part of the name of a finding.
fn put_for(text: &str, pseudonym: &str, key: &str) -> String {
    let (mut out, mut done) = (String::new(), 0);
    for (at, _) in text.match_indices(pseudonym) {
        let end = at + pseudonym.len();
        let (before, after) = (text.get(..at).unwrap_or_default(), text.get(end..));
        let is_part = before.ends_with(char::is_alphanumeric)
            || after.is_some_and(|after| after.starts_with(char::is_alphanumeric));
        if !is_part {
            out.push_str(text.get(done..at).unwrap_or_default());
            out.push_str(key);
            done = end;
        }
    }
    out + text.get(done..).unwrap_or_default()
}

/// The number of a pseudonym, in any language.
pub fn number_of(pseudonym: &str) -> Option<u64> {
    let pseudonym = pseudonym.trim().to_lowercase();
    let stated = |language| pseudonym.strip_prefix(word(language))?.parse().ok();
    Language::ALL.into_iter().find_map(stated)
}

fn spelled(parties: &[&Party], kept: &BTreeSet<String>) -> Result<Spellings, Fault> {
    let mut all = Collected::default();
    for party in parties {
        party.spell(&mut all);
    }
    for other in kept {
        all.kept(other);
    }
    all.ready().map_err(|e| {
        Fault::new(Exit::Bug, "there are too many pseudonyms to be sought at once", "report this")
            .caused_by(e)
    })
}
