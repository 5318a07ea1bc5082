//! Texts of an iPhone's message that stand outside its column: archived with their style
//! (`attributedBody`), and as they were before edits (`message_summary_info`).
//!
//! **Specification:** none published; the archive is Apple's `typedstream`, the summary a property
//! list, as imessage-exporter (<https://github.com/ReagentX/imessage-exporter>) reads them.

use crate::formats::plist::{Node, Plist};

/// Texts of one message before its edits that are told; the iPhone allows five edits.
const TEXTS_MAX: usize = 64;

/// What the summary of a message says of its past.
#[derive(Debug, Default, PartialEq)]
pub(super) struct Past<'b> {
    /// Its texts from the first on, with the seconds since 2001 at which each was written.
    pub(super) texts: Vec<(f64, &'b str)>,
    /// How many of its parts the sender took back.
    pub(super) retracted: usize,
}

/// The past of a message by its summary; nothing where it has none.
pub(super) fn past(summary: &[u8]) -> Past<'_> {
    let mut past = Past::default();
    let Some(list) = Plist::open(summary) else { return past };
    let Some(top) = list.top() else { return past };
    if let Some(Node::Array(parts)) = list.get(&top, "rp") {
        past.retracted = parts.len();
    }
    let Some(parts) = list.get(&top, "ec") else { return past };
    for part in list.members(&parts) {
        for state in list.members(&part).take(TEXTS_MAX) {
            let at = match list.get(&state, "d") {
                Some(Node::Real(at)) => at,
                Some(Node::Integer(at)) => at as f64,
                _ => continue,
            };
            let Some(Node::Data(archive)) = list.get(&state, "t") else { continue };
            past.texts.push((at, archived(archive).unwrap_or("")));
        }
    }
    past
}

/// The text of an archived string: it stands behind the name of its class, with its length.
pub(super) fn archived(archive: &[u8]) -> Option<&str> {
    const CLASS: &[u8] = b"NSString";
    /// Bytes between the name of the class and the mark of a string.
    const GAP_MAX: usize = 8;
    let at = memchr::memmem::find(archive, CLASS)? + CLASS.len();
    let rest = archive.get(at..)?;
    let mark = rest.iter().take(GAP_MAX).position(|byte| *byte == b'+')?;
    let rest = rest.get(mark + 1..)?;
    let (len, rest) = match rest.split_first()? {
        (0x81, rest) => (usize::from(u16::from_le_bytes(*rest.first_chunk()?)), rest.get(2..)?),
        (0x82, rest) => {
            (usize::try_from(u32::from_le_bytes(*rest.first_chunk()?)).ok()?, rest.get(4..)?)
        }
        (len, rest) if *len < 0x80 => (usize::from(*len), rest),
        _ => return None,
    };
    std::str::from_utf8(rest.get(..len)?).ok().filter(|text| !text.is_empty())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn archive(len: &[u8], text: &str) -> Vec<u8> {
        let head: &[u8] =
            b"\x04\x0bstreamtyped\x81\xe8\x03\x84\x01@\x84\x84\x84\x08NSString\x01\x94\x84\x01+";
        [head, len, text.as_bytes(), b"\x86\x84"].concat()
    }

    #[test]
    fn an_archived_text_is_taken_with_the_length_it_states() {
        assert_eq!(archived(&archive(&[9], "message 1")), Some("message 1"));
        let long = "message 2 ".repeat(30);
        assert_eq!(archived(&archive(&[0x81, 44, 1], &long)), Some(long.as_str()));
        assert_eq!(archived(&archive(&[200], "cut")), None);
        assert_eq!(archived(b"NSString"), None);
        // A text that can be changed names its class before that of the string.
        let changeable = b"\x0fNSMutableString\x01\x84\x84\x08NSString\x01\x95\x84\x01+\x01a\x86";
        assert_eq!(archived(changeable), Some("a"));
    }

    #[test]
    fn a_summary_that_is_no_list_has_no_past() {
        assert_eq!(past(b""), Past::default());
        assert_eq!(past(b"bplist00"), Past::default());
    }
}
