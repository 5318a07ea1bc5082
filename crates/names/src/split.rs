//! A text taken apart into words, each with what the text shows of it: script, dot, hyphen, comma, capitals.

use unicode_normalization::{UnicodeNormalization, char::is_combining_mark};

use crate::romanise::{heard, romanise};
use crate::script::Script;
use crate::sound::Sounds;

/// Longest text that is read; a name field is 140 characters at most in ISO 20022.
pub(crate) const CHARS_MAX: usize = 256;

/// Most pieces that are kept of one text.
const PIECES_MAX: usize = 32;

/// Syllables before an apostrophe that are particles: `D'Angelo`, `O'Brien`, `Dell'Acqua`.
const ELIDED: &[&str] = &["all", "d", "dall", "dell", "l", "n", "nell", "o", "sant"];

/// How a piece is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Case {
    /// Begins small, or has a script without capitals.
    Small,
    /// Begins with a capital and goes on small.
    Capital,
    /// Has capitals only.
    Capitals,
}

impl Case {
    fn of(word: &str) -> Case {
        let small = word.chars().any(char::is_lowercase);
        match (word.chars().any(char::is_uppercase), small, word.chars().next()) {
            (true, false, _) => Case::Capitals,
            (true, true, Some(first)) if first.is_uppercase() => Case::Capital,
            _ => Case::Small,
        }
    }
}

/// One piece of a text.
#[derive(Clone, Debug)]
pub(crate) struct Piece {
    /// Lower-case Latin letters and digits; never empty.
    pub(crate) text: String,
    pub(crate) sounds: Sounds,
    pub(crate) script: Script,
    /// The character itself, where each one is a syllable with a meaning.
    pub(crate) glyph: Option<char>,
    pub(crate) accented: bool,
    /// A full stop follows.
    pub(crate) dotted: bool,
    /// A hyphen or an apostrophe binds it to the next.
    pub(crate) bound: bool,
    pub(crate) case: Case,
    /// How many commas come before it.
    pub(crate) segment: u8,
    /// Its place among the pieces of the text.
    pub(crate) at: usize,
}

/// All pieces of a text, and how many characters it has.
pub(crate) fn split(text: &str) -> (Vec<Piece>, usize) {
    let mut splitter = Splitter { pieces: Vec::with_capacity(6), word: String::new(), segment: 0 };
    let trimmed = text.trim();
    for c in trimmed.chars().take(CHARS_MAX).nfkc().take(CHARS_MAX) {
        if splitter.pieces.len() >= PIECES_MAX {
            break;
        }
        splitter.take(c);
    }
    splitter.end(None);
    (splitter.pieces, trimmed.chars().take(CHARS_MAX).count())
}

struct Splitter {
    pieces: Vec<Piece>,
    word: String,
    segment: u8,
}

impl Splitter {
    fn take(&mut self, c: char) {
        match c {
            '\'' | '’' | '‘' | '`' | '´' | 'ʼ' | 'ʻ' | 'ʹ' | 'ʾ' | 'ʿ' | '\u{05F3}' => {
                self.apostrophe(c);
            }
            '.' => self.end(Some('.')),
            '-' | '‐' | '‑' | '–' | '—' | '־' => self.end(Some('-')),
            ',' | '،' | '、' => {
                self.end(None);
                self.segment = self.segment.saturating_add(1);
            }
            // Joiners and marks of direction are no letters and part no words.
            '\u{00AD}'
            | '\u{200B}'..='\u{200F}'
            | '\u{202A}'..='\u{202E}'
            | '\u{2066}'..='\u{2069}'
            | '\u{FEFF}' => {}
            _ if Script::of(c).is_syllabic() => {
                self.end(None);
                self.word.push(c);
                self.end(None);
            }
            _ if c.is_alphanumeric() || is_combining_mark(c) => self.word.push(c),
            _ => self.end(None),
        }
    }

    fn apostrophe(&mut self, c: char) {
        let elided = self.word.len() <= 4 && ELIDED.contains(&self.word.to_lowercase().as_str());
        if elided {
            self.end(Some('-'));
        } else if self.word.chars().next().is_some_and(|first| Script::of(first) == Script::Hebrew)
        {
            self.word.push(c);
        }
    }

    /// Closes the word, if there is one; `by` is the sign that ended it.
    fn end(&mut self, by: Option<char>) {
        let word = std::mem::take(&mut self.word);
        let Some(first) = word.chars().find(|c| !is_combining_mark(*c)) else { return };
        let script = Script::of(first);
        // The Arabic article is written on to its word.
        let rest = word
            .strip_prefix("ال")
            .filter(|rest| script == Script::Arabic && rest.chars().count() > 2);
        if let Some(rest) = rest {
            self.push("ال", Script::Arabic, Some('-'));
            self.push(rest, Script::Arabic, by);
        } else {
            self.push(&word, script, by);
        }
        self.word = word;
        self.word.clear();
    }

    fn push(&mut self, word: &str, script: Script, by: Option<char>) {
        let mut text = String::with_capacity(word.len());
        romanise(word, &mut text);
        if text.is_empty() {
            return;
        }
        let text = without_look_alikes(text);
        let sounds = Sounds::of(heard(word, script).as_deref().unwrap_or(&text).as_bytes());
        self.pieces.push(Piece {
            text,
            sounds,
            script,
            glyph: word.chars().next().filter(|_| script.is_syllabic()),
            accented: script == Script::Latin && !word.is_ascii(),
            dotted: by == Some('.'),
            bound: by == Some('-'),
            case: Case::of(word),
            segment: self.segment,
            at: self.pieces.len(),
        });
    }
}

/// Digits among letters stand for the letters that they look like (`Sech1n`); numbers stay.
fn without_look_alikes(text: String) -> String {
    let digits = text.bytes().filter(u8::is_ascii_digit).count();
    if digits == 0
        || digits * 2 > text.len()
        || !text.bytes().next().is_some_and(|b| b.is_ascii_alphabetic())
    {
        return text;
    }
    let letter = |c| match c {
        '0' => 'o',
        '1' => 'i',
        '3' => 'e',
        '4' => 'a',
        '5' => 's',
        '7' => 't',
        '8' => 'b',
        '9' => 'g',
        other => other,
    };
    text.chars().map(letter).collect()
}
