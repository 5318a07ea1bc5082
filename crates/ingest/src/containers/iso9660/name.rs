//! Names of files as the trees of a disc write them.

use crate::containers::volume_bytes::{Fields, wide_text};

/// A name of Joliet: 16-bit characters, most significant byte first.
pub(super) fn wide(bytes: &[u8]) -> String {
    wide_text(bytes.chunks_exact(2).map(|pair| Fields(pair).be16(0)))
}

/// Splits the version off a name, and the point that stands where an extension is empty.
pub(super) fn without_version(name: &str) -> (&str, Option<&str>) {
    let (name, version) = match name.rsplit_once(';') {
        Some((name, version)) if version.bytes().all(|byte| byte.is_ascii_digit()) => {
            (name, Some(version))
        }
        _ => (name, None),
    };
    (name.strip_suffix('.').filter(|name| !name.is_empty()).unwrap_or(name), version)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_and_empty_extensions_are_no_part_of_a_name() {
        assert_eq!(without_version("A_FILE.;1"), ("A_FILE", Some("1")));
        assert_eq!(without_version("READ.ME;2"), ("READ.ME", Some("2")));
        assert_eq!(without_version("a;b"), ("a;b", None));
        assert_eq!(without_version("."), (".", None));
    }

    #[test]
    fn wide_names_keep_what_is_no_text() {
        assert_eq!(wide(&[0, b'a', 0x65, 0x87, 0xD8, 0x3D, 0xDE, 0x42]), "a文🙂");
        assert_eq!(wide(&[0xD8, 0x3D, 0, b'/']), "\\xd8\\x3d\\x2f");
    }
}
