//! Texts within XML 1.0, which knows no way to write most control characters.

/// Whether XML 1.0 can hold a character, as itself or by its number.
pub(super) fn is_allowed(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Adds a character that XML can hold, escaped where it would be markup or would not come back.
pub(super) fn push_char(out: &mut String, c: char) {
    match c {
        '&' => out.push_str("&amp;"),
        '<' => out.push_str("&lt;"),
        '>' => out.push_str("&gt;"),
        '"' => out.push_str("&quot;"),
        // Readers turn these into blanks or line ends of their own.
        '\t' => out.push_str("&#9;"),
        '\n' => out.push_str("&#10;"),
        '\r' => out.push_str("&#13;"),
        other => out.push(other),
    }
}

/// A text for XML; a character that XML cannot hold stands by its code, `\u{1}`.
pub(super) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        if is_allowed(c) {
            push_char(&mut out, c);
        } else {
            c.escape_unicode().for_each(|c| out.push(c));
        }
    }
    out
}
