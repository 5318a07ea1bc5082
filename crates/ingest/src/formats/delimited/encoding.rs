//! The encoding of delimited text: what a person set, else the byte order mark, else UTF-8, else
//! the best guess of `chardetng`, which is stated with the exhibit.
//!
//! - **Encodings:** those of the WHATWG Encoding Standard in which a line end is the byte `0A` or
//!   `0D`, and UTF-16 in both orders.
//! - **Known limits:** ISO-2022-JP and `replacement` are refused by name.

use encoding_rs::{Encoding, ISO_2022_JP, REPLACEMENT, UTF_8, UTF_16BE, UTF_16LE};

use crate::formats::decoded::is_utf8_with_strays;

/// The encoding of an exhibit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TextEncoding {
    pub(crate) encoding: &'static Encoding,
    /// Length of the byte order mark.
    pub(crate) mark_bytes: usize,
    /// Whether a person or a mapping set it.
    pub(crate) set: bool,
}

impl TextEncoding {
    /// Whether each character takes two or four bytes.
    pub(crate) fn is_utf16(self) -> bool {
        self.encoding == UTF_16LE || self.encoding == UTF_16BE
    }

    /// Whether rows are UTF-8 once they stand in the buffer.
    pub(crate) fn is_utf8_in_buffer(self) -> bool {
        self.is_utf16() || self.encoding == UTF_8
    }
}

/// Finds the encoding of an exhibit from its first bytes; `Err` names one that cannot be read.
pub(crate) fn find(head: &[u8], set: Option<&str>) -> Result<TextEncoding, &'static str> {
    let marked = Encoding::for_bom(head);
    let chosen = set.and_then(|label| Encoding::for_label(label.as_bytes()));
    let encoding = match (chosen, marked) {
        (Some(chosen), _) => chosen,
        (None, Some((marked, _))) => marked,
        (None, None) => detect(head),
    };
    let mark_bytes = marked.filter(|(marked, _)| *marked == encoding).map_or(0, |(_, len)| len);
    if encoding == ISO_2022_JP || encoding == REPLACEMENT {
        return Err(encoding.name());
    }
    Ok(TextEncoding { encoding, mark_bytes, set: chosen.is_some() })
}

fn detect(head: &[u8]) -> &'static Encoding {
    if let Some(wide) = detect_utf16(head) {
        return wide;
    }
    let invalid_at_end_only = |error: std::str::Utf8Error| error.error_len().is_none();
    match std::str::from_utf8(head) {
        Ok(_) => UTF_8,
        // The head may end inside a character.
        Err(error) if invalid_at_end_only(error) => UTF_8,
        Err(_) if is_utf8_with_strays(head) => UTF_8,
        Err(_) => {
            let mut detector =
                chardetng::EncodingDetector::new(chardetng::Iso2022JpDetection::Deny);
            detector.feed(head, true);
            detector.guess(None, chardetng::Utf8Detection::Allow)
        }
    }
}

/// UTF-16 without a mark: every other byte of the Latin letters, digits and separators is zero.
fn detect_utf16(head: &[u8]) -> Option<&'static Encoding> {
    let (mut even, mut odd, mut pairs) = (0usize, 0usize, 0usize);
    for pair in head.chunks_exact(2).take(4_096) {
        if let [first, second] = pair {
            pairs += 1;
            even += usize::from(*first == 0);
            odd += usize::from(*second == 0);
        }
    }
    // More than half the characters are Latin, and hardly any byte of the other half is zero.
    let (most, few) = (pairs / 2, pairs / 16);
    match () {
        () if pairs >= 4 && odd > most && even <= few => Some(UTF_16LE),
        () if pairs >= 4 && even > most && odd <= few => Some(UTF_16BE),
        () => None,
    }
}

/// Turns UTF-16 into UTF-8, chunk by chunk, character for character.
///
/// What is no character (half a surrogate pair, an odd last byte) becomes NUL, which no row of
/// text may hold: such a row is set aside, and its place in the exhibit stays exact, because each
/// such code unit is one `char` of one code unit again.
#[derive(Debug)]
pub(crate) struct Utf16 {
    big_endian: bool,
    /// The bytes of a character that the last chunk cut.
    pending: Vec<u8>,
}

impl Utf16 {
    pub(crate) fn new(encoding: &'static Encoding) -> Self {
        Self { big_endian: encoding == UTF_16BE, pending: Vec::new() }
    }

    /// Appends the UTF-8 form of `bytes` to `out`; `last` says that nothing follows.
    pub(crate) fn decode(&mut self, bytes: &[u8], last: bool, out: &mut Vec<u8>) {
        self.pending.extend_from_slice(bytes);
        let mut units = Vec::with_capacity(self.pending.len() / 2 + 1);
        for pair in self.pending.chunks_exact(2) {
            if let [first, second] = *pair {
                let unit = [first, second];
                units.push(if self.big_endian {
                    u16::from_be_bytes(unit)
                } else {
                    u16::from_le_bytes(unit)
                });
            }
        }
        let mut kept = self.pending.len() % 2;
        // A high surrogate at the end waits for its other half.
        if !last && units.last().is_some_and(|unit| (0xD800..0xDC00).contains(unit)) {
            units.pop();
            kept += 2;
        }
        let mut buffer = [0u8; 4];
        for character in char::decode_utf16(units) {
            let character = character.unwrap_or('\0');
            out.extend_from_slice(character.encode_utf8(&mut buffer).as_bytes());
        }
        let from = self.pending.len() - kept;
        self.pending.drain(..from);
        if last && kept > 0 {
            self.pending.clear();
            out.push(0);
        }
    }
}

/// Bytes that UTF-8 text took in UTF-16.
pub(crate) fn utf16_len(text: &[u8]) -> u64 {
    let mut units = 0u64;
    for byte in text {
        // A lead byte of four stands for two units; trailing bytes for none.
        units += match byte {
            0x80..=0xBF => 0,
            0xF0..=0xFF => 2,
            _ => 1,
        };
    }
    units * 2
}

/// Decodes one row of an encoding whose bytes stand in the buffer as they are in the exhibit.
pub(crate) fn decode_row<'a>(
    bytes: &'a [u8],
    encoding: TextEncoding,
    scratch: &'a mut String,
) -> Option<&'a str> {
    if memchr::memchr(0, bytes).is_some() {
        return None;
    }
    if encoding.is_utf8_in_buffer() {
        return std::str::from_utf8(bytes).ok();
    }
    let text = encoding.encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    scratch.clear();
    scratch.push_str(&text);
    Some(scratch)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn name(head: &[u8]) -> &'static str {
        find(head, None).unwrap().encoding.name()
    }

    #[test]
    fn finds_the_usual_encodings() {
        assert_eq!(name(b"a,b\n1,2\n"), "UTF-8");
        assert_eq!(name(b"\xef\xbb\xbfa,b\n"), "UTF-8");
        assert_eq!(
            name(b"citt\xe0;et\xe0;perch\xe9\nForl\xec;Cant\xf9;caff\xe8\n"),
            "windows-1252"
        );
        assert_eq!(name("Città\n".repeat(3).as_bytes()), "UTF-8");
        assert_eq!(name(b"a\0,\0b\0\n\0a\0"), "UTF-16LE");
        assert_eq!(name(b"\xfe\xff\0a\0,"), "UTF-16BE");
        assert_eq!(find(b"x", Some("iso-2022-jp")), Err("ISO-2022-JP"));
    }

    #[test]
    fn one_foreign_row_does_not_change_the_encoding_of_the_others() {
        assert_eq!(name("Città\nPerù\nForl\u{ec}\n".as_bytes()), "UTF-8");
        assert_eq!(name(b"Citt\xc3\xa0\nPer\xc3\xb9\nForl\xec\n"), "UTF-8");
        // Read as another encoding, the right line would be spoilt in silence.
        assert_eq!(name(b"Citt\xc3\xa0\nForl\xec\nCant\xf9\n"), "UTF-8");
    }

    #[test]
    fn wide_text_cut_anywhere_reads_the_same_and_keeps_its_length() {
        let text = "naïve 𝄞 row\r\nnext";
        let wide: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        for cut in 0..=wide.len() {
            let (mut reader, mut out) = (Utf16::new(UTF_16LE), Vec::new());
            reader.decode(&wide[..cut], false, &mut out);
            reader.decode(&wide[cut..], true, &mut out);
            assert_eq!(std::str::from_utf8(&out), Ok(text), "cut at {cut}");
            assert_eq!(utf16_len(&out), wide.len() as u64);
        }
    }

    #[test]
    fn half_a_character_becomes_nul_and_keeps_its_length() {
        let (mut reader, mut out) = (Utf16::new(UTF_16LE), Vec::new());
        reader.decode(&[b'a', 0, 0x00, 0xD8, b'b', 0], true, &mut out);
        assert_eq!(out, b"a\0b");
        assert_eq!(utf16_len(&out), 6);
    }
}
