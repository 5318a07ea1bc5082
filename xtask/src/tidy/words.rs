//! The scope, as words: no judgment of a person, no score of one, no trait of origin as a feature.

use super::Page;

/// Words that judge a person. They stand nowhere in the repository but here.
const JUDGMENTS: &[&str] = &[
    "paedophil",
    "pedophil",
    "pedofil",
    "predator",
    "groomer",
    "molest",
    "abuser",
    "offender",
    "perpetrator",
    "guilty of",
    "colpevole",
    "abusante",
    "perverse",
    "degenera",
];

/// Names of types, fields and functions that would score a person or name one a suspect.
const SCORES: &[&str] = &[
    "person_score",
    "personscore",
    "party_score",
    "partyscore",
    "identity_score",
    "identityscore",
    "risk_score",
    "riskscore",
    "suspicion",
    "struct suspect",
    "enum suspect",
    "is_suspect",
    "suspect_score",
    "threat_level",
    "danger_score",
];

/// Traits that no analysis may use; readers of formats may meet them and leave them in `extra`.
const TRAITS: &[&str] = &["nationality", "ethnicity", "ethnic_", "religion", "racial", "skin_"];

/// Rooms in which [`TRAITS`] must not be named at all.
const TRAIT_FREE: &[&str] = &[
    "crates/model/",
    "crates/tables/",
    "crates/analysis/",
    "crates/casebook/",
    "crates/report/src/",
];

/// This list, and the report's own list in its tests.
const EXEMPT: &[&str] = &["xtask/src/tidy/words.rs", "crates/report/src/words/tests.rs"];

/// Readers meet the elements of other people's schemas, and name those they leave out.
const FOREIGN_NAMES: &str = "crates/ingest/src/formats/";

/// Looks at every line of every text file.
pub(super) fn check(pages: &[Page]) -> Vec<String> {
    let mut found = Vec::new();
    for page in pages.iter().filter(|page| !EXEMPT.contains(&page.path.as_str())) {
        let trait_free = TRAIT_FREE.iter().any(|room| page.path.starts_with(room));
        for (at, line) in page.text.lines().enumerate() {
            let line = line.to_lowercase();
            let mut ban = |words: &[&str], why: &str| {
                for word in words.iter().filter(|word| line.contains(**word)) {
                    found.push(format!("{}:{}: `{word}`: {why}", page.path, at + 1));
                }
            };
            ban(JUDGMENTS, "the product judges records, not people");
            if page.is_rust() && !page.path.starts_with(FOREIGN_NAMES) {
                ban(SCORES, "no score of a person, no machine-made suspect");
            }
            if trait_free {
                ban(TRAITS, "no origin or belief as a feature");
            }
        }
    }
    found
}
