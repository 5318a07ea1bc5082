//! What recognition sees of an exhibit: its two ends, and what they show, looked at once for all
//! readers.
//!
//! An image holds hundreds of thousands of members, and each is shown to every reader. What several
//! of them ask (the text, the first elements, the outline of a JSON document) is found out when it is
//! first asked for, and kept; a member that is no text has none of it.

use std::borrow::Cow;
use std::cell::OnceCell;
use std::io::{self, Read as _, SeekFrom};

use super::ReadSeek;
use crate::formats::decoded::is_binary;
use crate::formats::lines::first_lines;
use crate::formats::outline::Shape;
use crate::formats::xml_head::{FirstElement, first_elements};
use crate::settings::Settings;

/// Bytes of an exhibit that recognition may look at.
pub const HEAD_BYTES: usize = 64 * 1024;

/// Bytes of an exhibit's end that recognition may look at: some images are marked there.
pub const TAIL_BYTES: usize = 512;

/// Elements kept of an XML document: as many as the most curious reader looks at.
const ELEMENTS_MAX: usize = 120;

/// What recognition sees: the first and the last bytes, never the name.
#[derive(Debug)]
pub struct Head<'a> {
    /// The first [`HEAD_BYTES`] bytes, or the whole of a shorter exhibit.
    pub bytes: &'a [u8],
    /// The last [`TAIL_BYTES`] bytes, or the whole of a shorter exhibit.
    pub tail: &'a [u8],
    /// Length of the exhibit in bytes.
    pub len: u64,
    /// The settings, for formats that are known by the header of a mapping.
    pub settings: &'a Settings,
    text: OnceCell<Cow<'a, str>>,
    elements: OnceCell<Vec<FirstElement>>,
    shape: OnceCell<Shape>,
    shape_of_lines: OnceCell<Shape>,
}

impl<'a> Head<'a> {
    /// What recognition sees of an exhibit of `len` bytes with these ends.
    pub fn new(bytes: &'a [u8], tail: &'a [u8], len: u64, settings: &'a Settings) -> Self {
        Self {
            bytes,
            tail,
            len,
            settings,
            text: OnceCell::new(),
            elements: OnceCell::new(),
            shape: OnceCell::new(),
            shape_of_lines: OnceCell::new(),
        }
    }

    /// What recognition sees of an exhibit that stands in memory.
    pub fn of(exhibit: &'a [u8], settings: &'a Settings) -> Self {
        let bytes = exhibit.get(..HEAD_BYTES).unwrap_or(exhibit);
        let tail = exhibit.len().checked_sub(TAIL_BYTES).and_then(|at| exhibit.get(at..));
        Self::new(bytes, tail.unwrap_or(exhibit), exhibit.len() as u64, settings)
    }

    /// The first lines; the last may be cut. Empty where the bytes are no text.
    pub(crate) fn text(&self) -> &str {
        let read = || if is_binary(self.bytes) { "".into() } else { first_lines(self.bytes) };
        self.text.get_or_init(read)
    }

    /// The first `count` elements, of at most [`ELEMENTS_MAX`]; none where it is no XML, and none in
    /// a schema, which names what its documents hold and is no such document.
    pub(crate) fn elements(&self, count: usize) -> &[FirstElement] {
        let found = self.elements.get_or_init(|| {
            let found = first_elements(self.bytes, ELEMENTS_MAX);
            let is_schema = found.first().is_some_and(|root| root.0 == "schema");
            if is_schema { Vec::new() } else { found }
        });
        found.get(..count).unwrap_or(found)
    }

    /// Whether it begins like a JSON object or list.
    pub(crate) fn is_json(&self) -> bool {
        let bytes = self.bytes.strip_prefix(b"\xef\xbb\xbf").unwrap_or(self.bytes);
        matches!(bytes.trim_ascii_start().first(), Some(b'{' | b'['))
    }

    /// The keys that a JSON document shows; none where it is none.
    pub(crate) fn shape(&self) -> &Shape {
        let look = || if self.is_json() { Shape::of(self.bytes, 0) } else { Shape::default() };
        self.shape.get_or_init(look)
    }

    /// The keys that the first of many JSON documents show, each as an item of one list.
    pub(crate) fn shape_of_lines(&self) -> &Shape {
        let look = || if self.is_json() { Shape::of_lines(self.bytes) } else { Shape::default() };
        self.shape_of_lines.get_or_init(look)
    }

    /// Whether this stands anywhere in the text, whatever its encoding.
    pub(crate) fn text_has(&self, wanted: &str) -> bool {
        memchr::memmem::find(self.text().as_bytes(), wanted.as_bytes()).is_some()
    }

    /// Whether these bytes stand anywhere in the head.
    pub(crate) fn has(&self, wanted: &str) -> bool {
        memchr::memmem::find(self.bytes, wanted.as_bytes()).is_some()
    }
}

/// The first and the last bytes of an exhibit, for recognition; leaves it at its first byte.
pub fn read_ends(bytes: &mut dyn ReadSeek, len: u64) -> io::Result<(Vec<u8>, Vec<u8>)> {
    let (head_max, tail_max) = (HEAD_BYTES as u64, TAIL_BYTES as u64);
    let mut head = Vec::with_capacity(HEAD_BYTES.min(usize::try_from(len).unwrap_or(HEAD_BYTES)));
    bytes.seek(SeekFrom::Start(0))?;
    (&mut *bytes).take(head_max).read_to_end(&mut head)?;
    let mut tail = Vec::with_capacity(TAIL_BYTES);
    bytes.seek(SeekFrom::Start(len.saturating_sub(tail_max)))?;
    (&mut *bytes).take(tail_max).read_to_end(&mut tail)?;
    bytes.seek(SeekFrom::Start(0))?;
    Ok((head, tail))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_no_text_shows_nothing_and_text_with_odd_bytes_stays_text() {
        let settings = Settings::default();
        let text = |bytes: &[u8]| Head::of(bytes, &settings).text().to_owned();
        assert_eq!(text(b"\x00\x00\x00\x18ftypmp42\x00\x00\x00\x00mp42"), "");
        assert_eq!(text(b"\x01{1:F01}{4:\r\n:20:X\r\n-}\x03"), "\x01{1:F01}{4:\r\n:20:X\r\n-}\x03");
        let mut erased = b"BEGIN:VCARD\r\n".to_vec();
        erased.resize(8_192, 0);
        assert!(text(&erased).starts_with("BEGIN:VCARD\r\n\0"), "a text before erased bytes");
        let wide: Vec<u8> = "date;what\n".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(text(&wide), "date;what\n");
    }

    #[test]
    fn text_cut_within_a_character_is_read_up_to_it() {
        let settings = Settings::default();
        let mut bytes = "é".repeat(HEAD_BYTES);
        bytes.insert(0, 'a');
        let head = Head::of(bytes.as_bytes(), &settings);
        assert_eq!(head.text().len(), HEAD_BYTES - 1);
    }
}
