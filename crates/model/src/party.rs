//! A party as a source mentions it: the name and the identifiers stated together.

use serde::{Deserialize, Serialize};

use crate::identifier;
use crate::slot::Text;
use crate::wire::WireText;

/// A mention of a person or organisation. Canonical identifiers stand beside what was stated;
/// nothing here is inferred.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Party {
    /// Name as stated.
    pub name: Text,
    /// Canonical account: `iban:IT60…`, or `platform:immutable-id`.
    pub account: Text,
    /// Public handle or user name, as stated; it can change hands.
    pub handle: Text,
    /// Phone in E.164 (ITU-T), `+` and digits.
    pub phone: Text,
    /// Phone as stated.
    pub phone_stated: Text,
    /// E-mail, local part as stated, domain in lower case.
    pub email: Text,
    /// Document, as `type:number`; see [`identifier::document`].
    pub document: Text,
    /// Address as stated, parts joined by `, `.
    pub address: Text,
    /// Birth date as stated.
    pub birth_date: Text,
}

impl Party {
    /// Makes the mention absent, keeping its buffers.
    pub fn clear(&mut self) {
        for text in self.texts_mut() {
            text.clear();
        }
    }

    /// Whether the source states nothing at all of this party.
    pub fn is_absent(&self) -> bool {
        self.texts().iter().all(|text| text.is_empty())
    }

    /// The identifiers and descriptions in wire and column order.
    pub fn texts(&self) -> [&Text; PARTY_FIELDS.len()] {
        [
            &self.name,
            &self.account,
            &self.handle,
            &self.phone,
            &self.phone_stated,
            &self.email,
            &self.document,
            &self.address,
            &self.birth_date,
        ]
    }

    fn texts_mut(&mut self) -> [&mut Text; PARTY_FIELDS.len()] {
        [
            &mut self.name,
            &mut self.account,
            &mut self.handle,
            &mut self.phone,
            &mut self.phone_stated,
            &mut self.email,
            &mut self.document,
            &mut self.address,
            &mut self.birth_date,
        ]
    }
}

/// Name and meaning of each part of a party, in wire and column order (suffixes of the columns).
pub const PARTY_FIELDS: [(&str, &str); 9] = [
    ("name", "Name as stated."),
    ("account", "Canonical account: `iban:…` or `platform:immutable-id`."),
    ("handle", "Public handle or user name as stated; it can change hands."),
    ("phone", "Phone in E.164."),
    ("phone_stated", "Phone as stated."),
    ("email", "E-mail, domain in lower case."),
    ("document", "Document as `type:number`."),
    ("address", "Address as stated."),
    ("birth_date", "Birth date as stated."),
];

/// What the key of a number begins with that no numbering plan knows.
const STATED_PHONE: &str = "phone-as-stated:";

/// A party seen through a wire frame, borrowed and not copied.
pub type PartyRef<'a> = PartyOf<&'a str>;

/// A party seen through a wire frame, its texts as a [`WireText`] of the reader's choice.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct PartyOf<T> {
    /// The parts in the order of [`PARTY_FIELDS`]; empty stands for absent.
    pub texts: [T; 9],
}

impl<'a, T: WireText<'a>> PartyOf<T> {
    /// Writes the key under which the mention is counted until identities are resolved: its
    /// strongest canonical identifier with its type, else the folded name, else nothing.
    ///
    /// Order: account, phone, e-mail, document, handle, name. A `name:` key is weak by nature:
    /// two people of one name share it, and the questions say so. A number that was not shown
    /// (`withheld`) is nobody's.
    pub fn key_into(&self, key: &mut String) {
        key.clear();
        let [name, ..] = self.texts;
        if let Some((prefix, text)) = self.identifier() {
            key.push_str(prefix);
            key.push_str(text.as_str());
        } else if !name.is_empty() {
            key.push_str("name:");
            identifier::fold_name(name.as_str(), key);
        }
    }

    /// The strongest identifier, and what its key begins with.
    #[inline]
    pub fn identifier(&self) -> Option<(&'static str, T)> {
        let [_, account, handle, phone, phone_stated, email, document, ..] = &self.texts;
        let stated = |text: &T| !text.is_empty();
        let shown = |text: &T| stated(text) && !identifier::is_withheld(text.as_str());
        match () {
            () if stated(account) => Some(("", *account)),
            () if stated(phone) => Some(("phone:", *phone)),
            () if stated(email) => Some(("email:", *email)),
            () if stated(document) => Some(("document:", *document)),
            () if stated(handle) => Some(("handle:", *handle)),
            () if shown(phone_stated) => Some((STATED_PHONE, *phone_stated)),
            () => None,
        }
    }
}

/// The key of a mention, as stored in the `_key` columns.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct PartyKey(pub String);

impl PartyKey {
    /// Whether the key is only a name: it may stand for several people.
    pub fn is_name(&self) -> bool {
        self.0.starts_with("name:")
    }
}

impl std::fmt::Display for PartyKey {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_number_that_was_not_shown_is_no_key() {
        let key = |name, phone_stated| {
            let mut party = PartyRef::default();
            [party.texts[0], party.texts[4]] = [name, phone_stated];
            let mut key = String::new();
            party.key_into(&mut key);
            key
        };
        assert_eq!(key("", "4882"), "phone-as-stated:4882");
        assert_eq!(
            (key("", "Withheld"), key("Ada", "anonimo")),
            (String::new(), "name:ada".into())
        );
    }
}
