//! How often each word occurs among the names of the case: a rare surname in common says more than a common
//! one. The table is made from the data at hand; none ships.

use std::collections::HashMap;

use crate::compare::weigh;
use crate::letters::Letters;
use crate::likeness::Likeness;
use crate::name::{Name, Token};

/// Counts of words, by how they sound.
#[derive(Clone, Debug, Default)]
pub struct Frequencies {
    counts: HashMap<Letters, u32>,
    names: u32,
}

impl Frequencies {
    /// Counts the words of names; a word counts once a name. Give each person's name once, or as often as it
    /// is written: the shares are of whatever is given.
    pub fn of<'a>(names: impl IntoIterator<Item = &'a Name>) -> Frequencies {
        let mut table = Frequencies::default();
        for name in names {
            table.names = table.names.saturating_add(1);
            for (at, word) in name.words().iter().enumerate() {
                let key = key(word);
                if name.words().iter().take(at).all(|before| self::key(before) != key) {
                    let count = table.counts.entry(key).or_default();
                    *count = count.saturating_add(1);
                }
            }
        }
        table
    }

    /// How many names were counted.
    pub fn names(&self) -> u32 {
        self.names
    }

    /// The share of names that have the word; one that was never seen counts as seen once more.
    pub fn share(&self, word: &Token) -> f64 {
        let count = self.counts.get(&key(word)).copied().unwrap_or(0).max(1);
        f64::from(count) / f64::from(self.names.max(count))
    }

    /// A factor from ½ (every name has it) to 1½ (one in the table): what the word counts in a comparison.
    fn factor(&self, word: &Token) -> f32 {
        let most = f64::from(self.names.max(2)).ln();
        let rarity = (-self.share(word).ln() / most).clamp(0.0, 1.0);
        #[expect(clippy::cast_possible_truncation, reason = "between 0.5 and 1.5")]
        let factor = (0.5 + rarity) as f32;
        factor
    }
}

fn key(word: &Token) -> Letters {
    if word.glyph.is_some() { word.letters } else { *word.sounds.classes() }
}

/// Compares as [`crate::compare`], each word weighed by its rarity.
pub fn compare_with(a: &Name, b: &Name, frequencies: &Frequencies) -> Likeness {
    weigh(a, b, |name, at| name.words().get(at).map_or(1.0, |word| frequencies.factor(word)))
}

/// The chance that a name drawn from the table has all the words that the two have in common, taking words
/// as independent; 1 where they have none. The smaller, the more an agreement says.
///
/// This is the *u* of an exact agreement in the model of Fellegi and Sunter (Winkler's adjustment for
/// frequency). Limit: words of one name are not independent, so the true chance is larger.
pub fn chance_of_common_words(a: &Name, b: &Name, frequencies: &Frequencies) -> f64 {
    let common = |word: &&Token| b.words().iter().any(|other| key(other) == key(word));
    let shares = a.words().iter().filter(common).map(|word| frequencies.share(word));
    shares.product()
}
