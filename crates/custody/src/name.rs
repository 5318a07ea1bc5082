//! Names as received: bytes, shown so that no reader is deceived and none is lost.
//!
//! A file name on the source may be no text at all, hold line ends, or turn the direction of
//! writing. The escaped form keeps every byte: `\xHH` for a byte that is not shown, `\\` for a
//! backslash; [`unescape`] leads back.

use std::fmt::Write;

/// The escaped form of a name.
///
/// ```
/// assert_eq!(tutela_custody::name::escape(b"a\xff\nb\\"), r"a\xff\x0ab\\");
/// ```
pub fn escape(name: &[u8]) -> String {
    let mut out = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        for character in chunk.valid().chars() {
            if character == '\\' {
                out.push_str("\\\\");
            } else if deceives(character) {
                push_bytes(&mut out, character.encode_utf8(&mut [0; 4]).as_bytes());
            } else {
                out.push(character);
            }
        }
        push_bytes(&mut out, chunk.invalid());
    }
    out
}

/// The bytes of an escaped name; nothing where it is not one.
pub fn unescape(escaped: &str) -> Option<Vec<u8>> {
    let mut out = Vec::with_capacity(escaped.len());
    let mut rest = escaped;
    while let Some(at) = rest.find('\\') {
        out.extend_from_slice(rest.get(..at)?.as_bytes());
        rest = rest.get(at + 1..)?;
        if let Some(after) = rest.strip_prefix('\\') {
            out.push(b'\\');
            rest = after;
        } else {
            let hex = rest.strip_prefix('x')?.get(..2)?;
            out.push(u8::from_str_radix(hex, 16).ok()?);
            rest = rest.get(3..)?;
        }
    }
    out.extend_from_slice(rest.as_bytes());
    Some(out)
}

fn push_bytes(out: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(out, "\\x{byte:02x}");
    }
}

/// Controls, and marks that reorder or hide what stands beside them (Unicode bidirectional
/// controls, zero-width characters, separators of lines).
fn deceives(character: char) -> bool {
    character.is_control()
        || matches!(character, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}'
            | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn shows_a_turned_name_as_it_is_stored() {
        assert_eq!(escape("invoice\u{202e}fdp.exe".as_bytes()), r"invoice\xe2\x80\xaefdp.exe");
        assert_eq!(escape("Perù.csv".as_bytes()), "Perù.csv");
    }

    proptest! {
        #[test]
        fn every_name_leads_back_to_its_bytes(name: Vec<u8>) {
            let escaped = escape(&name);
            prop_assert!(!escaped.chars().any(deceives));
            prop_assert_eq!(unescape(&escaped), Some(name));
        }

        #[test]
        fn no_text_breaks_unescape(text: String) {
            let _ = unescape(&text);
        }
    }
}
