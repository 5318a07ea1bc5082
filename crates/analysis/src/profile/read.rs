//! Reads a profile, a TOML file written by a person, within limits.

use std::collections::BTreeSet;

use jiff::civil::Date;
use model::Currency;
use model::money::{DecimalMark, read_minor};
use serde::Deserialize;

use super::{Expected, IdentifierSort, Item, Profile};

/// Bytes of a profile at most: thousands of items; more is no profile of a search.
const BYTES_MAX: usize = 1 << 20;

/// Items at most.
const ITEMS_MAX: usize = 10_000;

/// Characters of one text at most.
const TEXT_CHARS_MAX: usize = 500;

/// What is wrong with a profile: the fact, where, and what to do.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("profile: {fact} ({place}); {remedy}")]
pub struct ProfileFault {
    /// What is wrong.
    pub fact: String,
    /// Where: an item, or a line and column.
    pub place: String,
    /// What to do.
    pub remedy: &'static str,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: String,
    made_on: String,
    #[serde(default)]
    account: Vec<Held>,
    #[serde(default)]
    phone: Vec<Held>,
    #[serde(default)]
    email: Vec<Held>,
    #[serde(default)]
    device: Vec<Held>,
    #[serde(default)]
    alias: Vec<Held>,
    #[serde(default)]
    transfer: Vec<Paid>,
    #[serde(default)]
    journey: Vec<Travelled>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Held {
    id: String,
    note: String,
    value: String,
    holder: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Paid {
    id: String,
    note: String,
    payer: String,
    payee: String,
    from: String,
    until: String,
    amount: Option<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Travelled {
    id: String,
    note: String,
    traveller: String,
    origin: Option<String>,
    destination: String,
    from: String,
    until: String,
}

impl Profile {
    /// Reads a profile; `docs/profile.md` says what stands in one.
    pub fn read(text: &str) -> Result<Self, ProfileFault> {
        if text.len() > BYTES_MAX {
            return Err(ProfileFault {
                fact: format!("{} bytes", text.len()),
                place: format!("at most {BYTES_MAX}"),
                remedy: "split it into several profiles",
            });
        }
        let file: File = toml::from_str(text).map_err(|error| fault(text, &error))?;
        day(&file.made_on, "made_on")?;
        let mut items = Vec::new();
        let held = [
            (IdentifierSort::Account, file.account),
            (IdentifierSort::Phone, file.phone),
            (IdentifierSort::Email, file.email),
            (IdentifierSort::Device, file.device),
            (IdentifierSort::Alias, file.alias),
        ];
        for (of, list) in held {
            items.extend(list.into_iter().map(|item| item.item(of)));
        }
        for item in file.transfer {
            items.push(item.item()?);
        }
        for item in file.journey {
            items.push(item.item()?);
        }
        checked(&items)?;
        Ok(Self { title: file.title, made_on: file.made_on, items })
    }
}

/// What the reader of TOML found, with the line and column.
fn fault(text: &str, error: &toml::de::Error) -> ProfileFault {
    let at = error.span().map_or(0, |span| span.start);
    let before = text.get(..at).unwrap_or_default();
    let line = before.matches('\n').count() + 1;
    let column = before.rsplit('\n').next().map_or(0, |rest| rest.chars().count()) + 1;
    ProfileFault {
        fact: error.message().to_owned(),
        place: format!("line {line}, column {column}"),
        remedy: "write it as docs/profile.md shows",
    }
}

/// Ids are there once, texts are short, and there are not too many.
fn checked(items: &[Item]) -> Result<(), ProfileFault> {
    if items.len() > ITEMS_MAX {
        return Err(ProfileFault {
            fact: format!("{} items", items.len()),
            place: format!("at most {ITEMS_MAX}"),
            remedy: "split it into several profiles",
        });
    }
    let mut ids = BTreeSet::new();
    for item in items {
        let place = || format!("item `{}`", item.id);
        if item.id.trim().is_empty() || item.note.trim().is_empty() {
            return Err(ProfileFault {
                fact: "an item has no id or no note".to_owned(),
                place: place(),
                remedy: "give each an id, and a note of where the expectation comes from",
            });
        }
        if !ids.insert(&item.id) {
            return Err(ProfileFault {
                fact: "the id stands twice".to_owned(),
                place: place(),
                remedy: "give each item an id of its own",
            });
        }
        if item.id.chars().count().max(item.note.chars().count()) > TEXT_CHARS_MAX {
            return Err(ProfileFault {
                fact: format!("a text is longer than {TEXT_CHARS_MAX} characters"),
                place: format!("item `{}`", item.id.chars().take(40).collect::<String>()),
                remedy: "say it shorter, or name the document",
            });
        }
    }
    Ok(())
}

fn day(text: &str, place: &str) -> Result<Date, ProfileFault> {
    text.parse().map_err(|_| ProfileFault {
        fact: format!("`{text}` is no day"),
        place: place.to_owned(),
        remedy: "write it as 2026-03-04",
    })
}

/// Checks that a span of days begins before it ends.
fn days(id: &str, from: &str, until: &str) -> Result<(), ProfileFault> {
    let place = format!("item `{id}`");
    if day(from, &place)? > day(until, &place)? {
        return Err(ProfileFault {
            fact: format!("`from` {from} is after `until` {until}"),
            place,
            remedy: "put the earlier day first; both are included",
        });
    }
    Ok(())
}

impl Held {
    fn item(self, of: IdentifierSort) -> Item {
        let with = |prefix: &str| {
            let own = self.value.trim();
            if own.starts_with(prefix) { own.to_owned() } else { format!("{prefix}{own}") }
        };
        let key = match of {
            // An alias with its prefix is one of the two; without, it is looked for as both.
            IdentifierSort::Account | IdentifierSort::Device | IdentifierSort::Alias => {
                self.value.trim().to_owned()
            }
            IdentifierSort::Phone => with("phone:").replace(' ', ""),
            IdentifierSort::Email => with("email:"),
        };
        let expected = Expected::Identifier { of, key, holder: self.holder };
        Item { id: self.id, note: self.note, expected }
    }
}

impl Paid {
    fn item(self) -> Result<Item, ProfileFault> {
        days(&self.id, &self.from, &self.until)?;
        let amount = self.amount.as_deref().map(|text| amount(&self.id, text)).transpose()?;
        let (payer, payee, from, until) = (self.payer, self.payee, self.from, self.until);
        let expected = Expected::Transfer { payer, payee, from, until, amount };
        Ok(Item { id: self.id, note: self.note, expected })
    }
}

/// `50.00 EUR`, by text.
fn amount(id: &str, text: &str) -> Result<(i64, Currency), ProfileFault> {
    let read = || {
        let (number, code) = text.trim().split_once(' ')?;
        let currency = Currency::from_code(code.trim())?;
        let read = read_minor(number, DecimalMark::Point, currency.exponent());
        Some((read.ok()?.0, currency))
    };
    read().ok_or_else(|| ProfileFault {
        fact: format!("`{text}` is no amount"),
        place: format!("item `{id}`"),
        remedy: "write it as \"50.00 EUR\"",
    })
}

impl Travelled {
    fn item(self) -> Result<Item, ProfileFault> {
        days(&self.id, &self.from, &self.until)?;
        let expected = Expected::Journey {
            traveller: self.traveller,
            origin: self.origin,
            destination: self.destination,
            from: self.from,
            until: self.until,
        };
        Ok(Item { id: self.id, note: self.note, expected })
    }
}
