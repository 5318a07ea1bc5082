//! Addresses and handles side by side: the same box written in two ways, a slip, or a name in a handle.

use serde::Serialize;

use crate::name::{Kind, Name};

/// Longest handle that is compared.
const CHARS_MAX: usize = 254;

/// How two e-mail addresses or handles stand to each other, from far to near.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum HandleLikeness {
    /// Nothing in common.
    Different,
    /// The same stem with other digits at the end (`maria.c88`, `maria.c90`).
    SameStem,
    /// One letter more, less, another, or two turned round, in at least six.
    Slip,
    /// The same name at another provider or on another platform.
    SameLocal,
    /// The same but for dots, case, signs and what follows a `+`.
    Variant,
    /// The same text.
    Same,
}

/// Compares two e-mail addresses or handles; a leading `@` is left out.
pub fn compare(a: &str, b: &str) -> HandleLikeness {
    let (a, b) = (Handle::read(a), Handle::read(b));
    if a.local.is_empty() || b.local.is_empty() {
        return HandleLikeness::Different;
    }
    let one_place = a.domain == b.domain;
    if one_place && a.stated == b.stated {
        return HandleLikeness::Same;
    }
    if a.local == b.local {
        return if one_place { HandleLikeness::Variant } else { HandleLikeness::SameLocal };
    }
    if a.local.len().min(b.local.len()) >= 6 && is_slip(a.local.as_bytes(), b.local.as_bytes()) {
        let by_digits = a.stem() == b.stem() && a.stem().len() >= 4;
        return if by_digits { HandleLikeness::SameStem } else { HandleLikeness::Slip };
    }
    if a.stem() == b.stem() && a.stem().len() >= 4 {
        return HandleLikeness::SameStem;
    }
    HandleLikeness::Different
}

/// Which words of a name a handle holds, of how many: `m.delacruz88` holds one of `Maria Dela Cruz` and the
/// initial of the other.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct HeldWords {
    /// Words of three letters at least that stand in the handle.
    pub words: usize,
    /// Whether what is left of the handle is the initial of another word.
    pub initial: bool,
    /// Words that could have stood there.
    pub of: usize,
}

/// Looks for the words of a name in a handle.
pub fn name_in(handle: &str, name: &Name) -> HeldWords {
    let mut rest = Handle::read(handle).local;
    let words: Vec<_> =
        name.words().iter().filter(|w| w.kind == Kind::Word && w.letters.len() >= 3).collect();
    let mut held = HeldWords { words: 0, initial: false, of: words.len() };
    let mut missing = Vec::new();
    for word in &words {
        let whole = [word.particle(), word.text()].concat();
        let found = [whole.as_str(), word.text()].into_iter().find(|text| rest.contains(text));
        match found {
            Some(text) => {
                rest = rest.replacen(text, " ", 1);
                held.words += 1;
            }
            None => missing.push(*word),
        }
    }
    let letters: Vec<u8> = rest.bytes().filter(u8::is_ascii_alphabetic).collect();
    held.initial = held.words > 0
        && letters.len() == 1
        && missing.iter().any(|word| word.letters.first() == letters.first().copied());
    held
}

struct Handle {
    stated: String,
    /// Lower-case Latin letters and digits alone.
    local: String,
    domain: String,
}

impl Handle {
    fn read(text: &str) -> Handle {
        let text: String = text.trim().trim_start_matches('@').chars().take(CHARS_MAX).collect();
        let (local, domain) = text.split_once('@').unwrap_or((&text, ""));
        let before_tag =
            if domain.is_empty() { local } else { local.split('+').next().unwrap_or(local) };
        let mut plain = String::with_capacity(local.len());
        let parts =
            before_tag.split(|c: char| !c.is_alphanumeric()).filter(|part| !part.is_empty());
        parts.for_each(|part| crate::romanise::romanise(part, &mut plain));
        Handle { stated: local.to_lowercase(), local: plain, domain: domain.to_lowercase() }
    }

    /// Without the digits at its end.
    fn stem(&self) -> &str {
        self.local.trim_end_matches(|c: char| c.is_ascii_digit())
    }
}

/// At most one edit, or two neighbours turned round.
fn is_slip(a: &[u8], b: &[u8]) -> bool {
    let start = a.iter().zip(b).take_while(|(x, y)| x == y).count();
    let (a, b) = (a.get(start..).unwrap_or_default(), b.get(start..).unwrap_or_default());
    let end = a.iter().rev().zip(b.iter().rev()).take_while(|(x, y)| x == y).count();
    match (a.get(..a.len() - end), b.get(..b.len() - end)) {
        (Some([] | [_]), Some([] | [_])) => true,
        (Some([first, second]), Some([second_there, first_there])) => {
            first == first_there && second == second_there
        }
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn tells_one_box_in_two_spellings_from_two_boxes() {
        let cases = [
            ("maria.cruz@example.org", "Maria.Cruz@EXAMPLE.org", HandleLikeness::Same),
            ("maria.cruz@example.org", "mariacruz+shop@example.org", HandleLikeness::Variant),
            ("maria.cruz@example.org", "mariacruz@example.com", HandleLikeness::SameLocal),
            ("@maria_cruz", "maria.cruz", HandleLikeness::Variant),
            ("mariacruz@example.org", "mariacurz@example.org", HandleLikeness::Slip),
            ("mariacruz88", "mariacruz1990", HandleLikeness::SameStem),
            ("mariacruz88", "mariacruz89", HandleLikeness::SameStem),
            ("maria", "mario", HandleLikeness::Different),
            ("", "", HandleLikeness::Different),
        ];
        for (a, b, expected) in cases {
            assert_eq!(compare(a, b), expected, "{a} | {b}");
        }
    }

    #[test]
    fn finds_a_name_in_a_handle() {
        let name = Name::read("Maria Dela Cruz");
        assert_eq!(
            name_in("m.delacruz88@example.org", &name),
            HeldWords { words: 1, initial: true, of: 2 }
        );
        assert_eq!(name_in("@MariaCruz", &name), HeldWords { words: 2, initial: false, of: 2 });
        assert_eq!(name_in("shop24", &name), HeldWords { words: 0, initial: false, of: 2 });
    }
}
