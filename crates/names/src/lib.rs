//! Is this the same name? Compares names, dates, addresses and half-masked numbers, and says why.
//!
//! A comparison speaks of two *texts*: two people of one name compare as the same, and one person under two
//! names as different. So nothing here identifies anybody; the linkage weighs what is said here with
//! everything else. Origin is no feature: a script is a property of the text, and the weights are the same
//! for every language. What is compared, by which sources, and how well: `docs/names.md`.

mod align;
mod blocking;
mod compare;
pub mod dates;
mod families;
mod frequency;
pub mod handles;
mod letters;
mod likeness;
pub mod masked;
mod name;
mod pair;
mod read;
mod romanise;
mod script;
mod sound;
mod split;
mod words;

pub use blocking::blocking_keys;
pub use compare::{MATCH, compare};
pub use frequency::{Frequencies, chance_of_common_words, compare_with};
pub use likeness::{Level, Likeness, Reason, Reasons};
pub use name::{Kind, Name, Token, WORDS_MAX};
pub use script::Script;
pub use words::Generation;
