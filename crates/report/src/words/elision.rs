//! Elision: an Italian article before a number follows how the number is read aloud.
//!
//! A template says `dal { $first }`; before a value that begins with a vowel when read (8, 11, 80,
//! 11.000) it must be `dall’8`, before zero `dallo 0`. Values are known only when a sentence is
//! said, so the article is made to agree then.

use super::Part;

/// Article as templates write it, before a vowel, before a zero.
const ARTICLES: [(&str, &str, &str); 8] = [
    ("il", "l’", "lo"),
    ("Il", "L’", "Lo"),
    ("al", "all’", "allo"),
    ("dal", "dall’", "dallo"),
    ("Dal", "Dall’", "Dallo"),
    ("del", "dell’", "dello"),
    ("nel", "nell’", "nello"),
    ("sul", "sull’", "sullo"),
];

/// How a number begins when it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sound {
    Vowel,
    Zero,
}

/// Makes every article agree with the value that follows it.
pub(crate) fn agree<'v>(parts: &mut [Part], shown: impl Fn(usize) -> Option<&'v str>) {
    for at in 1..parts.len() {
        let (before, after) = parts.split_at_mut(at);
        if let (Some(Part::Words(words)), Some(Part::Slot(slot))) =
            (before.last_mut(), after.first())
            && let Some(agreed) = shown(*slot).and_then(|value| elided(words, value))
        {
            *words = agreed.into();
        }
    }
}

/// The words with their last article as the value wants it; `None` where it stands already.
fn elided(words: &str, value: &str) -> Option<String> {
    let spoken = sound(value)?;
    let words = words.strip_suffix(' ')?;
    let start = words.rfind(' ').map_or(0, |at| at + 1);
    let (before, article) = words.split_at_checked(start)?;
    let (_, vowel, zero) = ARTICLES.iter().find(|(plain, ..)| *plain == article)?;
    Some(match spoken {
        Sound::Vowel => format!("{before}{vowel}"),
        Sound::Zero => format!("{before}{zero} "),
    })
}

fn sound(value: &str) -> Option<Sound> {
    let end = value.find(|c: char| !c.is_ascii_digit() && c != '.').unwrap_or(value.len());
    let (number, rest) = value.split_at_checked(end)?;
    let digits: String = number.chars().filter(char::is_ascii_digit).collect();
    // `1º` is read primo; 11, 11.000 and 11.000.000 are read undici.
    let is_one = digits == "1" && !rest.starts_with('º');
    let is_eleven = digits.starts_with("11") && digits.len() % 3 == 2;
    if digits.starts_with('8') || is_one || is_eleven {
        Some(Sound::Vowel)
    } else {
        digits.starts_with('0').then_some(Sound::Zero)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_article_follows_how_the_number_is_read() {
        let said = |words: &str, value: &str| {
            elided(words, value).unwrap_or_else(|| words.to_owned()) + value
        };
        assert_eq!(said("chiamate dal ", "8 gennaio"), "chiamate dall’8 gennaio");
        assert_eq!(said("il ", "11 marzo"), "l’11 marzo");
        assert_eq!(said("al ", "1º luglio"), "al 1º luglio");
        assert_eq!(said("Il ", "0 %"), "Lo 0 %");
        assert_eq!(said("del ", "1,3 %"), "dell’1,3 %");
        assert_eq!(said("il ", "112"), "il 112");
        assert_eq!(said("il ", "11.000"), "l’11.000");
        assert_eq!(said("il ", "80"), "l’80");
        assert_eq!(said("il ", "18"), "il 18");
        assert_eq!(said("di ", "8"), "di 8");
        assert_eq!(said("fil ", "8"), "fil 8");
    }
}
