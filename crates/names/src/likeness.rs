//! What a comparison of two names says: how like they are, and by which reasons.

use serde::Serialize;

/// How two names stand to each other, from far to near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Level {
    /// No word in common, or too little to say anything.
    Different,
    /// Some words in common, and words on both sides that have no counterpart; or too little text.
    Part,
    /// Every word has its counterpart but for slips of the pen; or there is a conflict of generation.
    Near,
    /// One name written in two ways: initials, short forms, another script, a surname left out, a cut.
    Variant,
    /// The same words, but for case, order, diacritics, particles, titles and signs.
    Same,
}

/// One thing that was found in comparing two names.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
#[repr(u8)]
pub enum Reason {
    /// The words stand in another order (surname first, given names turned round).
    Swapped,
    /// `De la`, `Al-`, `van`, `bin` are there in one name only, or differ.
    Particle,
    /// One word here is several words there (`Dela Cruz`, `Delacruz`).
    Joined,
    /// One name ends where a field of fixed length cut it.
    Truncated,
    /// An initial stands for a word.
    Initial,
    /// A known or dotted abbreviation stands for a word (`Ma.`, `Fco.`).
    Abbreviation,
    /// A short form, or the form of another language (`Pepe`, `Giovanni`/`Juan`).
    Nickname,
    /// The two are written in different scripts and sound alike.
    Romanised,
    /// Diacritics are there in one only.
    Diacritics,
    /// Spelt otherwise, sounds alike (`Qaddafi`, `Gaddafi`).
    Spelling,
    /// A slip: a letter more, less, another, or two turned round.
    Typo,
    /// One name has a further word at its end: a second surname, as a rule.
    SecondSurname,
    /// One name has further words in its middle: middle names, patronymics.
    MiddleName,
    /// One name has further words at its beginning, or more than two.
    Extra,
    /// A title or form of address in one only.
    Title,
    /// Legal forms differ or stand in one only.
    Form,
    /// `Jr` against `Sr`, `II` against `III`: a conflict, whatever the score.
    SuffixConflict,
    /// A suffix of generation in one only.
    SuffixMissing,
    /// Numbers differ (`Trust 2007-1`, `Trust 2007-2`).
    NumberConflict,
    /// A word on each side has no counterpart on the other.
    Conflict,
    /// Only one word could be compared.
    SingleWord,
}

/// All reasons, in the order of their numbers.
const REASONS: [Reason; 21] = [
    Reason::Swapped,
    Reason::Particle,
    Reason::Joined,
    Reason::Truncated,
    Reason::Initial,
    Reason::Abbreviation,
    Reason::Nickname,
    Reason::Romanised,
    Reason::Diacritics,
    Reason::Spelling,
    Reason::Typo,
    Reason::SecondSurname,
    Reason::MiddleName,
    Reason::Extra,
    Reason::Title,
    Reason::Form,
    Reason::SuffixConflict,
    Reason::SuffixMissing,
    Reason::NumberConflict,
    Reason::Conflict,
    Reason::SingleWord,
];

/// A set of [`Reason`]s, as bits.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Reasons(u32);

impl Reasons {
    /// Whether the reason was found.
    pub fn has(self, reason: Reason) -> bool {
        self.0 & (1 << reason as u8) != 0
    }

    /// The reasons that were found, in a fixed order.
    pub fn iter(self) -> impl Iterator<Item = Reason> {
        REASONS.into_iter().filter(move |reason| self.has(*reason))
    }

    /// Whether nothing was found.
    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub(crate) fn add(&mut self, reason: Reason) {
        self.0 |= 1 << reason as u8;
    }
}

impl std::fmt::Debug for Reasons {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_set().entries(self.iter()).finish()
    }
}

impl Serialize for Reasons {
    fn serialize<S: serde::Serializer>(&self, to: S) -> Result<S::Ok, S::Error> {
        to.collect_seq(self.iter())
    }
}

/// The result of comparing two names.
///
/// It says how like two *texts* are. Two people of one name give the highest score there is, so a likeness
/// alone never identifies anybody, and nothing may be merged on it.
#[derive(Clone, Copy, Debug, PartialEq, Serialize)]
pub struct Likeness {
    /// From 0 (nothing in common) to 1 (the same words). Not a probability.
    pub score: f64,
    /// The score and the reasons in one word.
    pub level: Level,
    /// Why the score is not 1, or by what it is high.
    pub reasons: Reasons,
}

impl Likeness {
    /// Nothing in common, or nothing to compare.
    pub const NONE: Likeness =
        Likeness { score: 0.0, level: Level::Different, reasons: Reasons(0) };

    /// Whether the texts contradict each other in generation: such a pair is to be flagged, not merged.
    pub fn conflicts(&self) -> bool {
        self.reasons.has(Reason::SuffixConflict)
    }
}
