//! Values as JSON in one line, as programs and people can read them.

use std::fmt::Write as _;

use serde::Serialize;

use crate::values::is_hidden;

/// A value as JSON in one line. What is hidden in it, or turns the direction of writing, stands by its
/// code, which every reader of JSON turns back into the same text.
pub(super) fn json(value: &impl Serialize) -> String {
    // Texts, numbers and flags alone: there is nothing in them that JSON cannot hold.
    let plain = serde_json::to_string(value).unwrap_or_default();
    if plain.bytes().all(|byte| matches!(byte, b' '..=b'~')) {
        return plain;
    }
    let mut shown = String::with_capacity(plain.len());
    for c in plain.chars() {
        if is_hidden(c) {
            let mut units = [0; 2];
            for unit in c.encode_utf16(&mut units) {
                // Writing to a String cannot fail.
                let _ = write!(shown, "\\u{unit:04x}");
            }
        } else {
            shown.push(c);
        }
    }
    shown
}
