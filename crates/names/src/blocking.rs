//! Keys by which names that may be one are brought together, so that not every pair has to be compared.
//!
//! A key is the skeleton of consonants of one word: sounds that are written for each other fall into one
//! class, vowels and breaths go. Keys are for finding candidates only: they bring many strangers together.

use std::collections::BTreeSet;

use crate::letters::Letters;
use crate::name::{Kind, Name, Token};
use crate::script::Script;
use crate::sound::{KH, SOFT_C, SOFT_G, Sounds};

/// Consonants of a key; longer words share it with what begins alike, so that a cut word still meets its whole.
const KEY_CONSONANTS: usize = 4;

/// Up to this length a word is often written together with the next.
const SHORT_WORD: usize = 4;

/// The keys of a name, sorted and each once: one a word (with its other reading), and one for each word
/// with its particles. Empty only for a name without words.
///
/// Two names that share no key are not compared; recall is measured by `examples/names_bench.rs`.
pub fn blocking_keys(name: &Name) -> Vec<String> {
    let mut keys = BTreeSet::new();
    for word in name.words().iter().filter(|w| w.kind == Kind::Word) {
        keys.extend(of_word(word));
    }
    // A short word may be written together with the next: `Dela Cruz`, `Jong Un`.
    for pair in name.words().windows(2) {
        if let [first, second] = pair
            && first.kind == Kind::Word
            && first.letters.len() <= SHORT_WORD
            && second.glyph.is_none()
        {
            let mut both = Vec::with_capacity(2);
            let together = [first.letters.as_slice(), second.letters.as_slice()].concat();
            skeletons(&Sounds::of(&together), false, &mut both);
            keys.extend(both);
        }
    }
    if keys.is_empty() {
        keys.extend(name.words().iter().map(|word| format!("={}", word.text())));
    }
    keys.into_iter().collect()
}

fn of_word(word: &Token) -> Vec<String> {
    let mut keys = Vec::with_capacity(4);
    let silent_w = matches!(word.script, Script::Arabic | Script::Hebrew);
    skeletons(&word.sounds, silent_w, &mut keys);
    if !word.also.is_empty() {
        skeletons(&Sounds::of(word.also.as_slice()), false, &mut keys);
    }
    if !word.prefix.is_empty() {
        let together = [word.prefix.as_slice(), word.letters.as_slice()].concat();
        skeletons(&Sounds::of(&together), false, &mut keys);
    }
    if word.family != 0 {
        keys.push(format!("+{}", word.family));
    }
    keys
}

/// Folded consonants, once with those that are silent elsewhere and once without; a word of vowels alone
/// has the key of all such words.
fn skeletons(sounds: &Sounds, silent_w: bool, keys: &mut Vec<String>) {
    let classes = sounds.classes().as_slice();
    for drop in [false, true] {
        let mut key = String::with_capacity(KEY_CONSONANTS);
        let silent = |class: u8| matches!(class, KH | b'j') || (silent_w && class == b'v');
        let heard = classes.iter().filter(|class| !(drop && silent(**class)));
        for class in heard.filter_map(|class| folded(*class)) {
            if key.len() < KEY_CONSONANTS && !key.ends_with(class) {
                key.push(class);
            }
        }
        if key.is_empty() && !classes.is_empty() {
            key.push('A');
        }
        if keys.last() != Some(&key) {
            keys.push(key);
        }
    }
}

/// How a word begins, in the same classes.
pub(crate) fn head(letters: &Letters) -> char {
    let begin = letters.as_slice();
    let class = Sounds::of(begin.get(..4).unwrap_or(begin)).classes().first();
    class.and_then(folded).unwrap_or('A')
}

/// The class of a consonant in keys; coarser than in comparing.
fn folded(class: u8) -> Option<char> {
    match class {
        b'p' | b'b' | b'f' | b'v' => Some('P'),
        b't' | b'd' => Some('T'),
        b'l' | b'r' => Some('L'),
        b'm' | b'n' => Some('N'),
        b'k' | b'g' | b'c' | SOFT_G | SOFT_C | b's' | b'z' | b'x' | b'q' | b'j' | b'w' | KH => {
            Some('S')
        }
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_one_name_share_a_key() {
        let keys = |text: &str| blocking_keys(&Name::read(text));
        assert_eq!(keys("Muammar Gaddafi"), ["NL", "STP"]);
        for (a, b) in [
            ("Qaddafi", "Gaddafi"),
            ("Хрущёв", "Khrushchev"),
            ("محمد", "Muhammad"),
            ("Dela Cruz", "Delacruz"),
            ("Pepe", "Jose"),
            ("RODRIG", "Rodriguez"),
        ] {
            assert!(
                keys(a).iter().any(|key| keys(b).contains(key)),
                "{a} {b}: {:?} {:?}",
                keys(a),
                keys(b)
            );
        }
        assert!(keys("…").is_empty());
    }
}
