//! Finding spellings in a text, whatever their case, accents and separators, and putting pseudonyms in their place.
//!
//! Two passes give spans of the text, and the leftmost, then longest, count: one automaton over every spelling that
//! is words (Aho and Corasick 1975; case and accents folded), and one over runs of digits for telephone numbers,
//! which may be written with and without their calling code and with separators.
//!
//! A spelling is found where it stands by itself. Letters and digits beside it make it part of something else; so do
//! `.`, `-`, `_`, `@` and `+` that lead on to more letters, except where what follows is the ending of a file name.
//! A key with its type (`app:51`) is found beside those as well, for names of findings are made of keys; identifiers
//! of other parties that hold such a key as a part are given as *kept*, and stay whole.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};

use aho_corasick::{AhoCorasick, AhoCorasickBuilder, BuildError};
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use super::digits::{Begins, Group, are_joined, digits_of, is_in_word, next_group};

/// Fewest digits that are looked up as a telephone number.
const PHONE_DIGITS_MIN: usize = 6;

/// Most digits of one: three of the calling code, `00` before it, seventeen behind.
const PHONE_DIGITS_MAX: usize = 22;

/// Endings of file names: a spelling before one of them stands by itself.
const ENDINGS: [&str; 30] = [
    "jpg", "jpeg", "png", "gif", "heic", "webp", "bmp", "tif", "tiff", "mp4", "mov", "avi", "mkv",
    "3gp", "mp3", "m4a", "ogg", "opus", "wav", "pdf", "txt", "csv", "json", "html", "docx", "xlsx",
    "zip", "db", "eml", "vcf",
];

/// What is done where a spelling is found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    /// The pseudonym of this number stands in its place.
    Veiled(u64),
    /// It stays: an identifier of somebody else.
    Kept,
}

/// How a spelling must stand to be found.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stands {
    /// By itself, as a word.
    Alone,
    /// Anywhere but within letters and digits.
    AsKey,
}

/// A place in a text and what is done there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Span {
    start: usize,
    end: usize,
    found: Found,
}

/// Spellings being collected.
#[derive(Debug, Default)]
pub(crate) struct Collected {
    words: BTreeMap<String, (Found, Stands)>,
    phones: BTreeMap<String, u64>,
}

impl Collected {
    /// A spelling that stands as a word by itself.
    pub(crate) fn word(&mut self, text: &str, number: u64) {
        self.add(text, Found::Veiled(number), Stands::Alone);
    }

    /// A key with its type.
    pub(crate) fn key(&mut self, text: &str, number: u64) {
        self.add(text, Found::Veiled(number), Stands::AsKey);
    }

    /// An identifier of somebody else that stays whole.
    pub(crate) fn kept(&mut self, text: &str) {
        self.add(text, Found::Kept, Stands::AsKey);
    }

    fn add(&mut self, text: &str, found: Found, stands: Stands) {
        let folded = Folded::of(text.trim()).text;
        if !folded.is_empty() {
            self.words.entry(folded).or_insert((found, stands));
        }
    }

    /// A telephone number, by the digits that it is written with.
    pub(crate) fn phone(&mut self, digits: &str, number: u64) {
        if (PHONE_DIGITS_MIN..=PHONE_DIGITS_MAX).contains(&digits.len()) {
            self.phones.entry(digits.to_owned()).or_insert(number);
        }
    }

    /// The spellings, ready to be sought.
    pub(crate) fn ready(self) -> Result<Spellings, BuildError> {
        let (patterns, told): (Vec<String>, Vec<_>) = self.words.into_iter().unzip();
        let automaton = AhoCorasickBuilder::new().ascii_case_insensitive(true).build(&patterns)?;
        let begins = Begins::of(self.phones.keys());
        Ok(Spellings { automaton, told, begins, phones: self.phones.into_iter().collect() })
    }
}

/// Every spelling that is sought.
#[derive(Debug)]
pub(crate) struct Spellings {
    automaton: AhoCorasick,
    told: Vec<(Found, Stands)>,
    begins: Begins,
    phones: HashMap<String, u64>,
}

impl Spellings {
    /// The text with `name` of its number in place of each spelling.
    pub(crate) fn veiled<'t>(&self, text: &'t str, name: &dyn Fn(u64) -> String) -> Cow<'t, str> {
        let mut spans = Vec::new();
        self.words_in(text, &mut spans);
        if !self.phones.is_empty() {
            self.phones_in(text, &mut spans);
        }
        replaced(text, spans, name)
    }

    /// Whether a text is a spelling as a whole.
    pub(crate) fn is_one(&self, text: &str) -> bool {
        self.words_of(text).iter().any(|span| span.start == 0 && span.end == text.len())
    }

    /// Whether a spelling is found in a text of which it is not the whole.
    pub(crate) fn has_within(&self, text: &str) -> bool {
        !self.words_of(text).is_empty() && !self.is_one(text)
    }

    fn words_of(&self, text: &str) -> Vec<Span> {
        let mut spans = Vec::new();
        self.words_in(text, &mut spans);
        spans
    }

    fn words_in(&self, text: &str, spans: &mut Vec<Span>) {
        if self.told.is_empty() {
            return;
        }
        if is_folded_but_for_case(text) {
            self.found_in(text, &|at| at, text, spans);
        } else {
            let folded = Folded::of(text);
            let at = |at: usize| folded.from.get(at).map_or(text.len(), |from| *from);
            self.found_in(&folded.text, &at, text, spans);
        }
    }

    /// Matches in `searched`, whose places `at` leads back to places of `text`.
    fn found_in(
        &self,
        searched: &str,
        at: &dyn Fn(usize) -> usize,
        text: &str,
        spans: &mut Vec<Span>,
    ) {
        for one in self.automaton.find_overlapping_iter(searched) {
            let Some((found, stands)) = self.told.get(one.pattern().as_usize()).copied() else {
                continue;
            };
            let (start, end) = (at(one.start()), at(one.end()));
            if stands_by_itself(text, (start, end), stands) {
                spans.push(Span { start, end, found });
            }
        }
    }

    fn phones_in(&self, text: &str, spans: &mut Vec<Span>) {
        let mut at = 0;
        while let Some(group) = next_group(text, at) {
            if self.begins.has(digits_of(text, group)) && !is_in_word(text, group) {
                self.phones_from(text, group, spans);
            }
            at = group.1;
        }
    }

    /// Numbers that begin with this group of digits and go on over the groups that are joined to it.
    fn phones_from(&self, text: &str, first: Group, spans: &mut Vec<Span>) {
        let (mut number, mut group) = (String::with_capacity(PHONE_DIGITS_MAX), first);
        loop {
            number.push_str(digits_of(text, group));
            if number.len() > PHONE_DIGITS_MAX {
                return;
            }
            if let Some(found) = self.phones.get(&number) {
                let before = text.get(..first.0).unwrap_or_default();
                let start = first.0 - usize::from(before.ends_with('+'));
                spans.push(Span { start, end: group.1, found: Found::Veiled(*found) });
            }
            match next_group(text, group.1) {
                Some(next) if are_joined(text, group, next) && !is_in_word(text, next) => {
                    group = next;
                }
                _ => return,
            }
        }
    }
}

/// Whether what stands at a place of the text is no part of something else.
fn stands_by_itself(text: &str, (start, end): (usize, usize), stands: Stands) -> bool {
    let (Some(before), Some(after)) = (text.get(..start), text.get(end..)) else { return false };
    let (prev, next) = (before.chars().next_back(), after.chars().next());
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    if inside(prev) || inside(next) {
        return false;
    }
    if stands == Stands::AsKey {
        return true;
    }
    let joint = |c: &char| matches!(c, '.' | '-' | '_' | '@' | '+');
    let led_to = prev.as_ref().is_some_and(joint) && inside(before.chars().rev().nth(1));
    let leads_on = next.as_ref().is_some_and(joint) && inside(after.chars().nth(1));
    !led_to && (!leads_on || is_ending(after))
}

/// Whether a text begins with the ending of a file name.
fn is_ending(after: &str) -> bool {
    let Some(rest) = after.strip_prefix('.') else { return false };
    let end = rest.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(rest.len());
    let ending = rest.get(..end).unwrap_or_default();
    ENDINGS.iter().any(|one| one.eq_ignore_ascii_case(ending))
}

/// The text with what is done at each place: of places that overlap the leftmost, then the longest.
fn replaced<'t>(text: &'t str, mut spans: Vec<Span>, name: &dyn Fn(u64) -> String) -> Cow<'t, str> {
    if spans.is_empty() {
        return Cow::Borrowed(text);
    }
    spans.sort_by_key(|span| (span.start, std::cmp::Reverse(span.end)));
    let (mut out, mut done, mut is_changed) = (String::with_capacity(text.len()), 0, false);
    for span in spans {
        if span.start < done || (span.start == done && span.end <= done) {
            continue;
        }
        if let Found::Veiled(number) = span.found {
            out.push_str(text.get(done..span.start).unwrap_or_default());
            out.push_str(&name(number));
            is_changed = true;
        } else {
            out.push_str(text.get(done..span.end).unwrap_or_default());
        }
        done = span.end;
    }
    out.push_str(text.get(done..).unwrap_or_default());
    if is_changed { Cow::Owned(out) } else { Cow::Borrowed(text) }
}

/// Whether a text can be sought in as it stands: no accents, and between words one space.
fn is_folded_but_for_case(text: &str) -> bool {
    let mut before = b'x';
    text.bytes().all(|byte| {
        let is_plain =
            byte.is_ascii() && !(9..=13).contains(&byte) && !(byte == b' ' && before == b' ');
        before = byte;
        is_plain
    })
}

/// A text with case and accents folded and blanks between words one space, and where each byte came from.
struct Folded {
    text: String,
    /// The place in the text of each byte, and the end.
    from: Vec<usize>,
}

impl Folded {
    fn of(text: &str) -> Self {
        let mut folded = Self {
            text: String::with_capacity(text.len()),
            from: Vec::with_capacity(text.len() + 1),
        };
        let mut end = 0;
        for (at, c) in text.char_indices() {
            if c.is_whitespace() {
                if !folded.text.ends_with(' ') {
                    folded.push(' ', at);
                }
            } else if c.is_ascii() {
                folded.push(c.to_ascii_lowercase(), at);
            } else {
                let parts = std::iter::once(c)
                    .nfkd()
                    .filter(|c| !is_combining_mark(*c) && !is_invisible(*c));
                for c in parts.flat_map(char::to_lowercase) {
                    folded.push(c, at);
                }
            }
            end = at + c.len_utf8();
        }
        folded.from.push(end);
        folded
    }

    fn push(&mut self, c: char, from: usize) {
        self.text.push(c);
        self.from.resize(self.text.len(), from);
    }
}

/// Characters that nobody sees and that would hide a spelling.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{2060}' | '\u{feff}' | '\u{ad}')
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spellings() -> Spellings {
        let mut all = Collected::default();
        all.word("Zoë Ferrández", 1);
        all.word("sky", 2);
        all.word("sky@mail.example", 2);
        all.key("app:51", 2);
        all.key("handle:sky", 2);
        all.kept("handle:sky_blue");
        all.kept("app:51-2");
        for digits in ["393471234567", "3471234567"] {
            all.phone(digits, 1);
        }
        all.ready().unwrap()
    }

    fn veiled(text: &str) -> String {
        spellings().veiled(text, &|number| format!("protected-{number}")).into_owned()
    }

    #[test]
    fn a_spelling_is_found_in_any_case_accents_and_separators() {
        for (text, shown) in [
            ("from ZOE FERRANDEZ.", "from protected-1."),
            ("Zoe\u{308} Ferra\u{301}ndez!", "protected-1!"),
            ("Zo\u{200b}ë\u{a0}Ferrández", "protected-1"),
            (
                "@Sky, \"sky\"; SKY.jpg /sky/",
                "@protected-2, \"protected-2\"; protected-2.jpg /protected-2/",
            ),
            ("write to SKY@mail.example.", "write to protected-2."),
            ("payer-app:51-payee-app:9", "payer-protected-2-payee-app:9"),
            ("+39 347 123-4567 or 347.1234567", "protected-1 or protected-1"),
            ("tel:+393471234567,3471234567 2026", "tel:protected-1,protected-1 2026"),
            ("Über 39 (347) 1234567", "Über protected-1"),
        ] {
            assert_eq!(veiled(text), shown, "{text}");
        }
    }

    #[test]
    fn what_only_holds_a_spelling_as_a_part_stays_whole() {
        for text in [
            "skyline",
            "whisky",
            "sky_blue",
            "sky.blue",
            "blue-sky",
            "mail@sky.example",
            "x.sky@mail.example",
            "app:512",
            "myapp:51",
            "app:51-2",
            "handle:sky_blue",
            "13471234567",
            "34712345670",
            "3471234567a",
            "Zoë Ferrándezi",
            "2026-01-31 347",
            "",
            "É",
        ] {
            assert_eq!(veiled(text), text);
        }
    }

    #[test]
    fn every_text_comes_out_whole_but_for_what_is_veiled() {
        use proptest::prelude::*;
        let all = spellings();
        let parts = prop_oneof![
            Just("sky".to_owned()),
            Just("app:51".to_owned()),
            Just("Zoë Ferrández".to_owned()),
            Just("+39 347 1234567".to_owned()),
            ".{0,3}",
            "[ ,;@._-]{0,2}",
            "[0-9 ]{0,5}",
        ];
        proptest!(|(parts in prop::collection::vec(parts, 0..8))| {
            let text = parts.concat();
            let once = all.veiled(&text, &|number| format!("protected-{number}")).into_owned();
            // What is shown holds nothing more to veil, and a text without a spelling is the same text.
            let twice = all.veiled(&once, &|number| format!("protected-{number}"));
            prop_assert_eq!(&*twice, &*once);
        });
    }
}
