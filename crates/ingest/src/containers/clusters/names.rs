//! Names of files as text: what is no text is kept as `\xNN`, and nothing in a name can look like
//! a step of the path.

use std::fmt::Write as _;

use super::PATH_BYTES_MAX;

/// Appends one byte as `\xNN`.
fn push_escaped(out: &mut String, byte: u8) {
    // Writing to a String cannot fail.
    let _ = write!(out, "\\x{byte:02x}");
}

/// Appends a character of a name; a slash and control characters are escaped.
fn push_char(out: &mut String, c: char) {
    match u8::try_from(c) {
        Ok(byte) if c == '/' || c.is_ascii_control() => push_escaped(out, byte),
        _ => out.push(c),
    }
}

/// A name in UTF-16; half a surrogate pair becomes its two bytes, as they stand on disk.
pub(crate) fn text_of_units(units: impl IntoIterator<Item = u16>) -> String {
    let mut out = String::new();
    for decoded in char::decode_utf16(units) {
        match decoded {
            Ok(c) => push_char(&mut out, c),
            Err(lone) => {
                for byte in lone.unpaired_surrogate().to_le_bytes() {
                    push_escaped(&mut out, byte);
                }
            }
        }
    }
    whole_name(out)
}

/// A name in bytes: in the encoding a person set, else ASCII with everything above it escaped.
pub(crate) fn text_of_bytes(
    bytes: &[u8],
    encoding: Option<&'static encoding_rs::Encoding>,
) -> String {
    let mut out = String::new();
    if let Some(encoding) = encoding
        && let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(bytes)
    {
        text.chars().for_each(|c| push_char(&mut out, c));
        return whole_name(out);
    }
    for byte in bytes {
        if byte.is_ascii() {
            push_char(&mut out, char::from(*byte));
        } else {
            push_escaped(&mut out, *byte);
        }
    }
    whole_name(out)
}

/// A name that is a step of a path (`.`, `..`) or nothing is written so that it is none.
fn whole_name(name: String) -> String {
    match name.as_str() {
        "" => "\\x00".to_owned(),
        "." | ".." => name.replace('.', "\\x2e"),
        _ => name,
    }
}

/// A path below a folder, or `None` where it grows too long; the top folder has an empty path.
pub(crate) fn join(folder: &str, name: &str) -> Option<String> {
    if folder.is_empty() {
        return Some(name.to_owned());
    }
    (folder.len() + name.len() < PATH_BYTES_MAX).then(|| format!("{folder}/{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_and_what_looks_like_a_path_is_escaped() {
        assert_eq!(text_of_units([0x61, 0xd83d, 0xde00, 0xdc00, 0x2f]), "a😀\\x00\\xdc\\x2f");
        assert_eq!(text_of_units([0x2e, 0x2e]), "\\x2e\\x2e");
        assert_eq!(text_of_bytes(b"A\x84\n", None), "A\\x84\\x0a");
        assert_eq!(text_of_bytes(b"A\xe4", Some(encoding_rs::WINDOWS_1252)), "Aä");
    }
}
