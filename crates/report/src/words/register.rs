//! The register of locale files: one line each. A question's sentences are added here.

use crate::Lang;

/// A locale file of one topic, in every language.
pub(crate) struct WordFile {
    /// Its name without ending.
    pub(crate) name: &'static str,
    en: &'static str,
    it: &'static str,
}

impl WordFile {
    /// Its text in a language.
    pub(crate) fn text(&self, lang: Lang) -> &'static str {
        match lang {
            Lang::En => self.en,
            Lang::It => self.it,
        }
    }
}

/// Takes up both languages of a file.
macro_rules! words {
    ($name:literal) => {
        WordFile {
            name: $name,
            en: include_str!(concat!("../../locales/en/", $name, ".ftl")),
            it: include_str!(concat!("../../locales/it/", $name, ".ftl")),
        }
    };
}

/// Every locale file: the report's own words first, then one file a question.
pub(crate) static FILES: &[WordFile] = &[
    words!("report"),
    words!("fields"),
    words!("rejects"),
    words!("glossary"),
    words!("citing"),
    words!("ledger"),
    words!("clocks"),
    words!("flows"),
    words!("traces"),
    words!("episodes"),
    words!("identities"),
    words!("persons"),
    words!("attribution"),
    words!("network"),
    words!("journeys"),
    words!("coverage"),
    words!("coincidence"),
    words!("guard"),
    words!("indicators"),
    words!("safeguarding"),
    words!("roles"),
    words!("introductions"),
    words!("triage"),
];

/// Sentences of the sample report that the tests build.
#[cfg(test)]
pub(crate) static SAMPLE: WordFile = WordFile {
    name: "sample",
    en: include_str!("../../tests/locales/en/sample.ftl"),
    it: include_str!("../../tests/locales/it/sample.ftl"),
};
