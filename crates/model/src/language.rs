//! The languages of the product: of the interface, of the report, of what a case says of itself.

use serde::{Deserialize, Serialize};

/// A language of the product.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// English.
    #[default]
    En,
    /// Italian.
    It,
}

impl Language {
    /// Every language of the product.
    pub const ALL: [Self; 2] = [Self::En, Self::It];

    /// The ISO 639-1 code, also the `lang` attribute and the folder of the word list.
    pub fn code(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::It => "it",
        }
    }

    /// The language with this ISO 639-1 code.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|language| language.code() == code)
    }
}
