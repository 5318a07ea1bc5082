//! Kinds of identifier that can be compared: each has a number that goes into every hash, so that no identifier of one
//! kind ever meets one of another.

use serde::{Deserialize, Serialize};

/// A kind of identifier. Names, dates of birth and addresses are none: exact matching says little of them, and tells
/// much.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Kind {
    /// Telephone number: E.164 with `+`.
    Phone = 1,
    /// E-mail address.
    Email = 2,
    /// E-mail address as its provider delivers it: without dots and what follows `+`. Only beside [`Kind::Email`].
    EmailFolded = 3,
    /// Bank account by its IBAN.
    Iban = 4,
    /// Account of a platform, by the platform's own number.
    Account = 5,
    /// Account of a platform, by its changeable handle.
    Handle = 6,
    /// Identity document: state, type and number.
    Document = 7,
    /// Telephone by the first 14 digits of its IMEI.
    Imei = 8,
    /// Network interface by its MAC address.
    Mac = 9,
    /// Address on a public chain.
    Wallet = 10,
    /// File by its MD5.
    Md5 = 11,
    /// File by its SHA-1.
    Sha1 = 12,
    /// File by its SHA-256.
    Sha256 = 13,
}

impl Kind {
    /// Every kind, in the order of their numbers.
    pub const ALL: [Self; 13] = [
        Self::Phone,
        Self::Email,
        Self::EmailFolded,
        Self::Iban,
        Self::Account,
        Self::Handle,
        Self::Document,
        Self::Imei,
        Self::Mac,
        Self::Wallet,
        Self::Md5,
        Self::Sha1,
        Self::Sha256,
    ];

    /// The number, never reused; 0 is a filling.
    pub fn number(self) -> u8 {
        self as u8
    }

    /// The kind with this number.
    pub fn of_number(number: u8) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.number() == number)
    }

    /// Its name in charters and files.
    pub fn name(self) -> &'static str {
        match self {
            Self::Phone => "phone",
            Self::Email => "email",
            Self::EmailFolded => "email-folded",
            Self::Iban => "iban",
            Self::Account => "account",
            Self::Handle => "handle",
            Self::Document => "document",
            Self::Imei => "imei",
            Self::Mac => "mac",
            Self::Wallet => "wallet",
            Self::Md5 => "md5",
            Self::Sha1 => "sha1",
            Self::Sha256 => "sha256",
        }
    }

    /// The kind of this name.
    pub fn of_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_names_lead_back() {
        for (at, kind) in Kind::ALL.into_iter().enumerate() {
            assert_eq!(usize::from(kind.number()), at + 1);
            assert_eq!(Kind::of_number(kind.number()), Some(kind));
            assert_eq!(Kind::of_name(kind.name()), Some(kind));
            assert_eq!(serde_json::to_value(kind).unwrap(), kind.name());
        }
        assert_eq!(Kind::of_number(0), None);
    }
}
