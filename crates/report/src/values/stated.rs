//! Text as stated: what an exhibit says, between quotation marks, with nothing hidden in it.
//!
//! Characters that leave no mark, or that turn the direction of what follows, are shown as their
//! code (`\u{202e}`): a reader must see what stands in the exhibit, and a name must not be able to
//! rewrite the sentence around it.

use crate::Lang;

/// Whether a character must be shown by its code: controls, marks of direction, blanks without
/// width, tags, and private characters that every font draws differently.
pub(crate) fn is_hidden(c: char) -> bool {
    c.is_control()
        || matches!(c,
            '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{115f}' | '\u{1160}' | '\u{17b4}' | '\u{17b5}'
            | '\u{180b}'..='\u{180f}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{3164}' | '\u{feff}' | '\u{ffa0}'
            | '\u{fff0}'..='\u{fffb}' | '\u{e000}'..='\u{f8ff}' | '\u{1bca0}'..='\u{1bca3}'
            | '\u{1d173}'..='\u{1d17a}' | '\u{e0000}'..='\u{e0fff}' | '\u{f0000}'..='\u{10ffff}')
}

/// The text with every hidden character as its code; line breaks and tabs too.
pub(crate) fn hidden_as_escapes(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        if is_hidden(c) {
            shown.extend(c.escape_unicode());
        } else {
            shown.push(c);
        }
    }
    shown
}

/// The quotation marks of a language.
pub(crate) fn quotation_marks(lang: Lang) -> (&'static str, &'static str) {
    match lang {
        Lang::En => ("“", "”"),
        Lang::It => ("«", "»"),
    }
}

/// Stated text for a plain line of text.
pub(super) fn quoted(text: &str, lang: Lang) -> String {
    let (open, close) = quotation_marks(lang);
    format!("{open}{}{close}", hidden_as_escapes(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_cannot_be_seen_is_shown_by_its_code() {
        assert_eq!(
            hidden_as_escapes("a\u{202e}b\u{200b}c\u{0}d\ne"),
            r"a\u{202e}b\u{200b}c\u{0}d\u{a}e"
        );
        assert_eq!(hidden_as_escapes("Peña 漢字 🙂 ʼאב"), "Peña 漢字 🙂 ʼאב");
    }
}
