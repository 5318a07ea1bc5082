//! The first bytes of an XML document: its encoding and its first elements, for recognition.

use std::io::Cursor;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

use super::decoded::{self, Decoded, Invalid};
use super::xml::{Piece, XmlReader};

/// The encoding of an XML document by its mark, its first bytes, or its declaration (XML 1.0,
/// appendix F), and the number of bytes before its text.
pub(crate) fn sniff(head: &[u8]) -> (&'static Encoding, usize) {
    if let Some(found) = decoded::byte_order_mark(head) {
        return found;
    }
    match head {
        [b'<', 0, ..] => return (UTF_16LE, 0),
        [0, b'<', ..] => return (UTF_16BE, 0),
        _ => {}
    }
    let end = memchr::memchr(b'>', head).unwrap_or(0);
    let declaration = String::from_utf8_lossy(head.get(..end).unwrap_or_default());
    let label = declaration.split_once("encoding").and_then(|(_, rest)| {
        let rest = rest.trim_start().strip_prefix('=')?.trim_start();
        let quote = rest.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        rest.get(1..)?.split(quote).next()
    });
    let declared = label.and_then(|label| Encoding::for_label(label.as_bytes()));
    // A declaration that can be read byte by byte is not UTF-16, whatever it says.
    (declared.filter(|e| *e != UTF_16LE && *e != UTF_16BE).unwrap_or(UTF_8), 0)
}

/// Bytes within which the first element begins: a hole is not looked through for it.
const BLANK_BYTES_MAX: usize = 512;

/// Name and attributes of an element.
pub(crate) type FirstElement = (String, Vec<(String, String)>);

/// Names and attributes of the first elements of a document, for recognition; nothing where the
/// bytes do not begin like XML.
pub(crate) fn first_elements(head: &[u8], count: usize) -> Vec<FirstElement> {
    let mut found = Vec::new();
    let (encoding, start) = sniff(head);
    let mut first = head.get(start..).unwrap_or_default().iter().take(BLANK_BYTES_MAX);
    let begins = first.find(|byte| !b" \t\r\n\0".contains(byte));
    if begins != Some(&b'<') || !decoded::is_supported(encoding) {
        return found;
    }
    let mut cursor = Cursor::new(head);
    let Ok(decoded) = Decoded::new(&mut cursor, encoding, start as u64, Invalid::Replace) else {
        return found;
    };
    let mut reader = XmlReader::over(decoded, encoding, false, &[]);
    while found.len() < count {
        match reader.next() {
            Ok(Piece::Open) => found.push((reader.name().to_owned(), reader.attributes().to_vec())),
            Ok(Piece::End) | Err(_) => break,
            Ok(_) => {}
        }
    }
    found
}
