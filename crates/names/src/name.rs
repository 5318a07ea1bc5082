//! A name as it is compared: words in the order given names – surnames, each with its marks.

use crate::letters::Letters;
use crate::script::Script;
use crate::sound::Sounds;
use crate::words::Generation;

/// Most words of one name that are compared; further ones are left out.
pub const WORDS_MAX: usize = 12;

/// What part a token has in a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// A name written out, or an abbreviation of one.
    Word,
    /// A single letter.
    Initial,
    /// A number, as companies and vessels bear.
    Number,
}

/// One word of a name.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Token {
    pub(crate) letters: Letters,
    /// The particles before it, written together: `dela`, `al`.
    pub(crate) prefix: Letters,
    /// Another reading: what an abbreviation stands for.
    pub(crate) also: Letters,
    pub(crate) sounds: Sounds,
    pub(crate) mask: u32,
    /// How it begins with its particles, in the coarse classes of keys.
    pub(crate) head: char,
    pub(crate) family: u16,
    pub(crate) kind: Kind,
    pub(crate) script: Script,
    pub(crate) glyph: Option<char>,
    pub(crate) accented: bool,
    pub(crate) dotted: bool,
    /// Might as well be a particle: says little.
    pub(crate) light: bool,
    /// How much it counts: an initial less than a word, a short word less than a long one.
    pub(crate) weight: f32,
}

impl Token {
    /// The word in lower-case Latin letters.
    pub fn text(&self) -> &str {
        self.letters.as_str()
    }

    /// The particles before it, written together (`dela`); empty for none.
    pub fn particle(&self) -> &str {
        self.prefix.as_str()
    }

    /// Word, initial or number.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The script that it was written in.
    pub fn script(&self) -> Script {
        self.script
    }
}

/// A name, read once and cheap to compare.
#[derive(Clone, Debug, PartialEq)]
pub struct Name {
    pub(crate) words: Vec<Token>,
    pub(crate) generation: Option<Generation>,
    pub(crate) titled: bool,
    /// Legal forms, written together in the order of the text.
    pub(crate) forms: Letters,
    /// Characters of the stated text.
    pub(crate) chars: usize,
    /// Which word ends the stated text, where a field would cut it; none where something else does.
    pub(crate) last: Option<usize>,
    /// From which word on the surnames begin, where the text says so.
    pub(crate) surname_at: Option<usize>,
}

impl Name {
    /// Reads a name in any script and order. Never fails: a text without letters is a name without words.
    ///
    /// ```
    /// let name = tutela_names::Name::read("DELA CRUZ, Ma. Teresa, Jr.");
    /// let words: Vec<&str> = name.words().iter().map(|w| w.text()).collect();
    /// assert_eq!(words, ["ma", "teresa", "cruz"]);
    /// assert_eq!(name.words()[2].particle(), "dela");
    /// assert_eq!(name.generation(), Some(tutela_names::Generation::Second));
    /// ```
    pub fn read(text: &str) -> Name {
        crate::read::read(text)
    }

    /// Its words, given names first where the text shows which these are.
    pub fn words(&self) -> &[Token] {
        &self.words
    }

    /// `Jr`, `Sr`, `III`.
    pub fn generation(&self) -> Option<Generation> {
        self.generation
    }

    /// Whether a legal form says that it is an organisation's.
    pub fn is_organisation(&self) -> bool {
        !self.forms.is_empty()
    }

    /// Whether there is nothing to compare.
    pub fn is_empty(&self) -> bool {
        self.words.is_empty()
    }
}
