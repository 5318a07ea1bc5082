//! Scripts. A script is a property of the text, and of nothing else.

/// The script of a word, by its first letter.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Script {
    /// Latin, with or without diacritics.
    Latin,
    /// Cyrillic.
    Cyrillic,
    /// Greek.
    Greek,
    /// Arabic, with the letters of Persian and Urdu.
    Arabic,
    /// Hebrew.
    Hebrew,
    /// Katakana or hiragana.
    Kana,
    /// Han characters.
    Han,
    /// Hangul syllables.
    Hangul,
    /// Any other.
    Other,
}

impl Script {
    /// The script of one character.
    pub(crate) fn of(c: char) -> Script {
        match u32::from(c) {
            0..=0x036F | 0x1E00..=0x1EFF => Script::Latin,
            0x0370..=0x03FF | 0x1F00..=0x1FFF => Script::Greek,
            0x0400..=0x052F => Script::Cyrillic,
            0x0590..=0x05FF | 0xFB1D..=0xFB4F => Script::Hebrew,
            0x0600..=0x06FF | 0x0750..=0x077F | 0x08A0..=0x08FF | 0xFB50..=0xFEFC => Script::Arabic,
            0x3040..=0x30FF => Script::Kana,
            0x3400..=0x4DBF | 0x4E00..=0x9FFF | 0xF900..=0xFAFF | 0x2_0000..=0x3_FFFF => {
                Script::Han
            }
            0xAC00..=0xD7AF => Script::Hangul,
            _ => Script::Other,
        }
    }

    /// Whether the script leaves vowels out or lacks sounds, so that vowels say little against another script.
    pub(crate) fn is_loose(self) -> bool {
        matches!(self, Script::Arabic | Script::Hebrew | Script::Kana | Script::Other)
    }

    /// Whether each character is a word part with a meaning of its own.
    pub(crate) fn is_syllabic(self) -> bool {
        matches!(self, Script::Han | Script::Hangul)
    }
}
