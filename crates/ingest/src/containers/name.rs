//! The names of members: told as they stand, and never used to open anything.

use std::fmt::Write as _;

/// A path as text: parts joined by `/`, none in front, bytes that are no text as `\xNN`. What
/// would lead out of a folder (`..`, a drive, a leading slash) is kept as a part, for it is what
/// the container states.
pub(crate) fn path_text(bytes: &[u8]) -> String {
    let mut text = String::with_capacity(bytes.len());
    for chunk in bytes.utf8_chunks() {
        for c in chunk.valid().chars() {
            if c.is_control() {
                // Writing to a String cannot fail.
                let _ = write!(text, "\\x{:02x}", u32::from(c));
            } else {
                text.push(c);
            }
        }
        for byte in chunk.invalid() {
            let _ = write!(text, "\\x{byte:02x}");
        }
    }
    let inside = text.trim_start_matches('/');
    inside.strip_suffix('/').unwrap_or(inside).to_owned()
}

/// The path as stated, where [`path_text`] left its beginning out.
pub(crate) fn stated_path(bytes: &[u8]) -> &str {
    if bytes.starts_with(b"/") { std::str::from_utf8(bytes).unwrap_or_default() } else { "" }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_told_whole_and_harmless() {
        assert_eq!(path_text(b"/etc/passwd"), "etc/passwd");
        assert_eq!(path_text(b"../../a\xff\nb/"), "../../a\\xff\\x0ab");
        assert_eq!(path_text("ä/ö".as_bytes()), "ä/ö");
    }
}
